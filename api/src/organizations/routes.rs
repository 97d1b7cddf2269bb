//! The operations on organizations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use birlik_entity::code::{Activity, ConfirmedLevel, Kind, LegalForm, Level, Status, Subject};
use birlik_entity::{Bin, Country, InstitutionId, KatoCode, OrganizationId, Value};
use birlik_search::{FacetCount, FacetField, Filters, Sort, SuggestRequest, Suggestion, SuggestionTarget};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::{Enum, OpenApi};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::highlights::{NamePart, parts_by_id};
use super::history::Moment;
use super::interpretation::InterpretationDocument;
use super::json_schema;
use super::model::Organization;
use super::moved::OrMerged;
use super::service::{DocumentPage, ListRequest, Lookup, OrganizationError, Stored};
use super::suggestions::SuggestionList;
use crate::app::App;
use crate::http::{Answer, ContentType, Problem, Shape};
use crate::parsed::Parsed;

/// Most records of one page.
const MOST: u32 = 1000;

/// Operations on organizations.
#[derive(Debug, Clone, Copy)]
pub struct OrganizationRoutes;

/// A list of organizations.
#[derive(Debug, Serialize, JsonSchema)]
#[allow(dead_code, reason = "it is the schema of what is written from stored texts")]
pub struct OrganizationList {
    /// The records of this page.
    items: Vec<Organization>,
    /// How many the whole result has; exact.
    total: u64,
    /// The `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// How many have each value, by field; each field is counted as if it were not filtered by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<BTreeMap<String, Vec<FacetValue>>>,
    /// The last event of the log that the answer takes into account.
    seq: i64,
    /// True where a result ordered by relevance changed since its first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<bool>,
    /// What the search made of the query; absent where it is nothing but its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    interpretation: Option<InterpretationDocument>,
    /// What of the names answers the query, by id of the record, in the order of its names; with
    /// `highlight=true`. A record that was found by its school, place, kind or subject alone is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    highlights: Option<BTreeMap<String, Vec<NamePart>>>,
}

/// Organizations like one.
#[derive(Debug, Serialize, JsonSchema)]
#[allow(dead_code, reason = "it is the schema of what is written from stored texts")]
pub struct SimilarOrganizations {
    /// The records, the likest first.
    items: Vec<Organization>,
}

/// How many organizations have a value.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FacetValue {
    /// The value: a code.
    value: String,
    /// How many have it.
    count: u64,
}

/// The history of a record.
#[derive(Debug, Serialize, JsonSchema)]
pub struct History {
    /// The changes, the newest first.
    items: Vec<HistoryItem>,
}

/// One change of a record.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HistoryItem {
    /// Number of the event in the log.
    seq: i64,
    /// When: RFC 3339, UTC.
    at: String,
    /// Opaque id of who did it.
    actor: String,
    /// What happened: `created`, `updated`, `removed`, `merged`, `restored`.
    verb: String,
    /// The version it made; of a record that is no more, its last.
    version: i64,
    /// The fields that are not as they were before.
    changed: Vec<String>,
    /// The record of which it became a part, where it was merged.
    #[serde(skip_serializing_if = "Option::is_none")]
    into: Option<Parsed<OrganizationId>>,
}

macro_rules! shape {
    ($marker:ident, $name:literal, $description:literal) => {
        #[doc = concat!("Answers of the shape `", $name, "`.")]
        #[derive(Debug)]
        pub enum $marker {}
        impl Shape for $marker {
            const NAME: &'static str = $name;
            const DESCRIPTION: &'static str = $description;
        }
    };
}
shape!(OneOrganization, "Organization", "The record.");
shape!(ManyOrganizations, "OrganizationList", "The records of this page.");
shape!(ManySuggestions, "SuggestionList", "Places, subjects and kinds first, then records.");
shape!(AlikeOrganizations, "SimilarOrganizations", "The records, the likest first.");
shape!(OneHistory, "History", "The changes of the record, the newest first.");

/// Answers that are a JSON Schema.
#[derive(Debug)]
pub enum OneJsonSchema {}
impl Shape for OneJsonSchema {
    const NAME: &'static str = "JsonSchema";
    const DESCRIPTION: &'static str = "The JSON Schema (2020-12) of the record.";
    const CONTENT_TYPE: ContentType = ContentType::JsonSchema;
}

/// A field that can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", rename = "Facet")]
enum Facet {
    Kind,
    Level,
    Area,
    Activity,
    Subject,
    LegalForm,
    Status,
    Confirmed,
    Country,
}

impl Facet {
    fn field(self) -> FacetField {
        match self {
            Self::Kind => FacetField::Kind,
            Self::Level => FacetField::Level,
            Self::Area => FacetField::Area,
            Self::Activity => FacetField::Activity,
            Self::Subject => FacetField::Subject,
            Self::LegalForm => FacetField::LegalForm,
            Self::Status => FacetField::Status,
            Self::Confirmed => FacetField::Confirmed,
            Self::Country => FacetField::Country,
        }
    }
}

/// The name of a counted field in answers and parameters.
pub(super) fn facet_name(field: FacetField) -> &'static str {
    match field {
        FacetField::Kind => "kind",
        FacetField::Level => "level",
        FacetField::Area => "area",
        FacetField::Activity => "activity",
        FacetField::Subject => "subject",
        FacetField::LegalForm => "legal_form",
        FacetField::Status => "status",
        FacetField::Confirmed => "confirmed",
        FacetField::Country => "country",
    }
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", rename = "Sort")]
enum SortBy {
    /// By relevance with `q`, else by name.
    Relevance,
    /// By name, in the language of `lang`.
    Name,
    /// Last changed first.
    Updated,
}

/// Language of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", rename = "PageLanguage")]
enum Language {
    Kk,
    Ru,
    En,
}

type Many<T> = Query<Option<Vec<Parsed<T>>>>;

fn values<T: Value>(many: Many<T>) -> Vec<String> {
    many.0.into_iter().flatten().map(|value| value.to_string()).collect()
}

#[OpenApi(tag = "crate::http::Tag::Organizations")]
impl OrganizationRoutes {
    /// Lists or searches organizations.
    ///
    /// Several values of one filter mean any of them; different filters mean all. Without `country`, the
    /// bodies of Kazakhstan. Pages follow one another by `cursor` to the very end.
    #[oai(path = "/organizations", method = "get", operation_id = "listOrganizations")]
    #[allow(clippy::too_many_arguments)]
    async fn list(
        &self,
        app: Data<&Arc<App>>,
        /// What to search for: words of a name, school, place, subject, in Kazakh, Russian or English.
        q: Query<Option<String>>,
        /// What the body is.
        kind: Many<Kind>,
        /// Where it stands between school and republic.
        level: Many<Level>,
        /// KATO code of an area; includes everything below it.
        area: Many<KatoCode>,
        /// What it does.
        activity: Many<Activity>,
        /// The school subject it is for.
        subject: Many<Subject>,
        /// Legal form.
        legal_form: Many<LegalForm>,
        /// Whether it exists.
        status: Many<Status>,
        /// Id of the institution it belongs to.
        host: Many<InstitutionId>,
        /// Id of a body of which it is a direct part.
        parent: Many<OrganizationId>,
        /// How far it is confirmed.
        confirmed: Many<ConfirmedLevel>,
        /// Country (ISO 3166-1 alpha-2).
        country: Many<Country>,
        /// Business identification number.
        bin: Many<Bin>,
        /// Only with (true) or without (false) a business identification number.
        has_bin: Query<Option<bool>>,
        /// Order.
        sort: Query<Option<SortBy>>,
        /// Language of the names by which to sort.
        lang: Query<Option<Language>>,
        /// Fields whose values are to be counted.
        facets: Query<Option<Vec<Facet>>>,
        /// How many records a page has, 0 to 1000; 20 where not given.
        limit: Query<Option<u32>>,
        /// The `next` of the page before.
        cursor: Query<Option<String>>,
        /// True to search for the words exactly as typed: no other forms, languages or guesses.
        literal: Query<Option<bool>>,
        /// True to say what of each record's names answers the query.
        highlight: Query<Option<bool>>,
    ) -> Result<Answer<ManyOrganizations>, Problem> {
        let limit = limit.0.unwrap_or(20);
        if limit > MOST {
            return Err(Problem::invalid_parameter("limit", format!("expected at most {MOST}")));
        }
        let language = lang.0.unwrap_or(Language::Kk);
        let request = ListRequest {
            query: q.0,
            filters: Filters {
                kind: values(kind),
                level: values(level),
                area: values(area),
                activity: values(activity),
                subject: values(subject),
                legal_form: values(legal_form),
                status: values(status),
                host: values(host),
                parent: values(parent),
                confirmed: values(confirmed),
                country: values(country),
                bin: values(bin),
                has_bin: has_bin.0,
            },
            sort: match (sort.0, language) {
                (None | Some(SortBy::Relevance), _) => Sort::Relevance,
                (Some(SortBy::Updated), _) => Sort::Updated,
                (Some(SortBy::Name), Language::Kk) => Sort::NameKk,
                (Some(SortBy::Name), Language::Ru) => Sort::NameRu,
                (Some(SortBy::Name), Language::En) => Sort::NameEn,
            },
            limit: limit as usize,
            cursor: cursor.0,
            facets: facets
                .0
                .into_iter()
                .flatten()
                .map(Facet::field)
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            literal: literal.0.unwrap_or(false),
            highlight: highlight.0.unwrap_or(false),
        };
        let page = app.organizations.list_documents(request).await?;
        Ok(Answer::digested(list_text(&page)?))
    }

    /// Suggests what a person may be about to type: places, subjects and kinds first, then records.
    #[oai(path = "/organizations/suggest", method = "get", operation_id = "suggestOrganizations")]
    async fn suggest(
        &self,
        app: Data<&Arc<App>>,
        /// What has been typed so far.
        q: Query<Option<String>>,
        /// Language of the suggestions; Kazakh where not given.
        lang: Query<Option<Language>>,
        /// How many suggestions at most, 1 to 20; 8 where not given.
        limit: Query<Option<u32>>,
    ) -> Result<Answer<ManySuggestions>, Problem> {
        let limit = limit.0.unwrap_or(8);
        if !(1..=20).contains(&limit) {
            return Err(Problem::invalid_parameter("limit", "expected 1 to 20"));
        }
        let lang = match lang.0.unwrap_or(Language::Kk) {
            Language::Kk => "kk",
            Language::Ru => "ru",
            Language::En => "en",
        };
        let request =
            SuggestRequest { typed: q.0.unwrap_or_default(), lang: lang.to_owned(), limit: limit as usize };
        let suggestions = app.organizations.suggest(request).await?;
        let records = app.organizations.records(&organizations_in(&suggestions)).await?;
        Answer::of(&SuggestionList::of(suggestions, &records, &app.areas.tree(), lang))
    }

    /// Shows one organization.
    ///
    /// The id of a record that was merged leads to the record that stays.
    #[oai(path = "/organizations/:id", method = "get", operation_id = "getOrganization")]
    async fn get(
        &self,
        app: Data<&Arc<App>>,
        /// Id of the record.
        id: Path<Parsed<OrganizationId>>,
        /// A day (its end in Astana) or a time: the record as the registry knew it then.
        as_of: Query<Option<String>>,
    ) -> Result<OrMerged<OneOrganization>, Problem> {
        let id = id.0.0;
        let (found, rest) = match as_of.0 {
            None => (app.organizations.look_up(id).await?, String::new()),
            Some(text) => {
                let moment = Moment::parse(&text).ok_or_else(|| {
                    Problem::invalid_parameter(
                        "as_of",
                        "expected a day such as 2026-11-24 or a time such as 2026-11-24T09:00:00Z",
                    )
                })?;
                // What was read as a moment has nothing else to be encoded.
                let rest = format!("?as_of={}", text.replace('+', "%2B").replace(' ', "%20"));
                (app.organizations.look_up_as_of(id, &moment).await?, rest)
            }
        };
        found.or_merged(id, &rest, |Stored { document, version }| {
            let digest = Sha256::digest(&document);
            Ok(Answer::tagged(document, format!("{id}-{version}-{}", hex::encode(&digest[..4]))))
        })
    }

    /// Shows who changed what when, also of a record that was merged or removed since.
    #[oai(path = "/organizations/:id/history", method = "get", operation_id = "getOrganizationHistory")]
    async fn history(
        &self,
        app: Data<&Arc<App>>,
        /// Id of the record.
        id: Path<Parsed<OrganizationId>>,
    ) -> Result<Answer<OneHistory>, Problem> {
        let entries = app.organizations.history(id.0.0).await?;
        if entries.is_empty() {
            return Err(Problem::not_found(format!("there is no organization {}", id.0)));
        }
        let items = entries
            .into_iter()
            .map(|entry| HistoryItem {
                seq: entry.seq,
                at: entry.at,
                actor: entry.actor,
                verb: entry.verb,
                version: entry.version,
                changed: entry.changed,
                into: entry.into.as_deref().and_then(|into| into.parse().ok()),
            })
            .collect();
        Answer::of(&History { items })
    }

    /// Lists organizations like one: of its kind, for its subjects, near it, with words of its name.
    #[oai(path = "/organizations/:id/similar", method = "get", operation_id = "listSimilarOrganizations")]
    async fn similar(
        &self,
        app: Data<&Arc<App>>,
        /// Id of the record.
        id: Path<Parsed<OrganizationId>>,
        /// How many at most, 1 to 20; 5 where not given.
        limit: Query<Option<u32>>,
    ) -> Result<OrMerged<AlikeOrganizations>, Problem> {
        let limit = limit.0.unwrap_or(5);
        if !(1..=20).contains(&limit) {
            return Err(Problem::invalid_parameter("limit", "expected 1 to 20"));
        }
        let id = id.0.0;
        let found = app.organizations.look_up(id).await?;
        let documents = match &found {
            Lookup::There(_) => app.organizations.similar_documents(id, limit as usize).await?,
            _ => Vec::new(),
        };
        found.or_merged(id, &format!("/similar?limit={limit}"), |_| {
            Ok(Answer::digested(format!("{{\"items\":[{}]}}", documents.join(","))))
        })
    }

    /// The JSON Schema of the record: what a line of the bulk format may be.
    #[oai(path = "/schemas/organization.json", method = "get", operation_id = "getOrganizationSchema")]
    async fn schema(&self) -> Result<Answer<OneJsonSchema>, Problem> {
        Answer::of(&json_schema())
    }
}

/// The organizations among suggestions.
fn organizations_in(suggestions: &[Suggestion]) -> Vec<OrganizationId> {
    let ids = suggestions.iter().filter_map(|suggestion| match &suggestion.target {
        SuggestionTarget::Organization(id) => id.parse().ok(),
        SuggestionTarget::Value(..) => None,
    });
    ids.collect()
}

/// A list, put together from stored texts.
fn list_text(page: &DocumentPage) -> Result<String, Problem> {
    #[derive(Serialize)]
    struct Rest<'a> {
        total: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        next: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        facets: Option<BTreeMap<&'static str, Vec<FacetValue>>>,
        seq: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        changed: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        interpretation: Option<InterpretationDocument>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        highlights: BTreeMap<String, Vec<NamePart>>,
    }
    let facet = |counts: &Vec<FacetCount>| {
        counts.iter().map(|count| FacetValue { value: count.value.clone(), count: count.count }).collect()
    };
    let rest = Rest {
        total: page.total,
        next: page.next.as_deref(),
        facets: (!page.facets.is_empty())
            .then(|| page.facets.iter().map(|(field, counts)| (facet_name(*field), facet(counts))).collect()),
        seq: page.seq,
        changed: page.changed_since_cursor.then_some(true),
        interpretation: page.interpretation.as_ref().and_then(InterpretationDocument::of),
        highlights: parts_by_id(&page.documents, &page.highlights)
            .map_err(|error| Problem::internal(&error))?,
    };
    let rest = serde_json::to_string(&rest).map_err(|error| Problem::internal(&error))?;
    // `rest` is an object: what follows its opening brace goes on behind the items.
    Ok(format!("{{\"items\":[{}],{}", page.documents.join(","), &rest[1..]))
}

impl From<OrganizationError> for Problem {
    fn from(error: OrganizationError) -> Self {
        match error {
            OrganizationError::Store(error) => error.into(),
            OrganizationError::InvalidCursor => Self::invalid_parameter(
                "cursor",
                "the cursor is not the `next` of a page of this very request",
            ),
            OrganizationError::SearchUnavailable(reason) => {
                tracing::error!(reason, "the search engine does not answer");
                Self::unavailable("the search is away; try again later")
            }
            OrganizationError::Unreadable(error) => Self::internal(&error),
        }
    }
}
