//! The operations on lists: what came from them, and what they said of a record.

use std::sync::Arc;

use birlik_entity::OrganizationId;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use schemars::JsonSchema;
use serde::Serialize;

use super::error::ListError;
use super::sources::{Edition, SourceFacts};
use super::statements::{FieldStatements, statements};
use crate::app::App;
use crate::http::{Answer, Problem, Shape, Tag};
use crate::organizations::{Lookup, OrMerged, Stored};
use crate::parsed::Parsed;

/// Most records of one page.
const MOST: u32 = 1000;

/// Operations on lists.
#[derive(Debug, Clone, Copy)]
pub struct ListRoutes;

/// The lists that records come from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SourceList {
    /// The lists, those first from which most records come.
    items: Vec<SourceSummary>,
    /// The last event of the log that the answer takes into account.
    seq: i64,
}

/// A list that records come from.
#[derive(Debug, Serialize, JsonSchema)]
struct SourceSummary {
    /// Its name, the same for every edition.
    list: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The publication that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<String>,
    /// How many records name it.
    records: u64,
    /// How many editions were imported and are applied; none of a list that came with the program or in the bulk
    /// format.
    editions: u64,
    /// The latest date of the list that is known: a year, a month or a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    latest: Option<String>,
    /// True for a list that was made up for tests.
    synthetic: bool,
}

/// A list, and what came from it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SourceDetails {
    #[serde(flatten)]
    source: SourceSummary,
    /// How many records are of each kind.
    by_kind: Vec<SourceCount>,
    /// How many records are in each region, by KATO code; those of the whole country are left out.
    by_region: Vec<SourceCount>,
    /// The editions that were imported and are applied, the latest first.
    imports: Vec<SourceEdition>,
    /// The records of this page, by id.
    items: Vec<Parsed<OrganizationId>>,
    /// The `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Parsed<OrganizationId>>,
    /// The last event of the log that the answer takes into account.
    seq: i64,
}

/// How many records have a value.
#[derive(Debug, Serialize, JsonSchema)]
struct SourceCount {
    /// The value: a code.
    value: String,
    /// How many have it.
    count: u64,
}

/// An edition of a list: what became of its rows.
#[derive(Debug, Serialize, JsonSchema)]
struct SourceEdition {
    /// Id of the batch.
    batch: String,
    /// When the list was made, or came: a year, a month or a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    list_date: Option<String>,
    /// When it was applied first: RFC 3339, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    applied_at: Option<String>,
    /// SHA-256 of the file, in hexadecimal.
    file_sha256: String,
    /// Rows of data.
    rows: usize,
    /// Bodies that they are, those not taken aside.
    bodies: usize,
    /// Records that were new.
    created: usize,
    /// Records that were changed.
    updated: usize,
    /// Records that said it all already.
    unchanged: usize,
    /// Rows that a person decides about, or decided.
    review: usize,
    /// Rows that were not taken.
    rejected: usize,
    /// Rows not about education; they are among those that were not taken.
    not_education: usize,
    /// Records that the edition before names and this one does not.
    vanished: Vec<String>,
}

/// What lists said of a record.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Statements {
    /// Field by field; fields of which no list says anything are left out.
    items: Vec<FieldStatements>,
}

/// Answers that are the lists.
#[derive(Debug)]
pub enum ManySources {}
impl Shape for ManySources {
    const NAME: &'static str = "SourceList";
    const DESCRIPTION: &'static str = "The lists that records come from.";
}

/// Answers that are one list.
#[derive(Debug)]
pub enum OneSource {}
impl Shape for OneSource {
    const NAME: &'static str = "SourceDetails";
    const DESCRIPTION: &'static str = "The list, what came from it, and a page of its records.";
}

/// Answers that are what lists said.
#[derive(Debug)]
pub enum ManyStatements {}
impl Shape for ManyStatements {
    const NAME: &'static str = "Statements";
    const DESCRIPTION: &'static str = "What lists said of the record, field by field.";
}

/// A list that every registry has: of the organizations that the studies name.
fn example_list() -> String {
    "parent-pages-2022".to_owned()
}

#[OpenApi(tag = "Tag::Sources")]
impl ListRoutes {
    /// Lists the lists that records come from.
    #[oai(path = "/sources", method = "get", operation_id = "listSources")]
    async fn list(&self, app: Data<&Arc<App>>) -> Result<Answer<ManySources>, Problem> {
        let all = app.sources.current().await?;
        Answer::of(&SourceList { items: all.items.iter().map(summary).collect(), seq: all.seq })
    }

    /// Shows a list and what came from it.
    #[oai(path = "/sources/:list", method = "get", operation_id = "getSource")]
    async fn get(
        &self,
        app: Data<&Arc<App>>,
        /// Name of the list.
        #[oai(example = "example_list")]
        list: Path<String>,
        /// How many records a page has, 0 to 1000; 20 where not given.
        limit: Query<Option<u32>>,
        /// The `next` of the page before.
        cursor: Query<Option<Parsed<OrganizationId>>>,
    ) -> Result<Answer<OneSource>, Problem> {
        let limit = limit.0.unwrap_or(20);
        if limit > MOST {
            return Err(Problem::invalid_parameter("limit", format!("expected at most {MOST}")));
        }
        let all = app.sources.current().await?;
        let facts = all.items.iter().find(|facts| facts.list == list.0);
        let facts =
            facts.ok_or_else(|| Problem::not_found("there is no such list; /v1/sources has all of them"))?;
        Answer::of(&details(facts, all.seq, limit as usize, cursor.0.map(|id| id.0)))
    }

    /// Shows which list said what of an organization, and when.
    ///
    /// Lists contradict one another. Of a field with one value, what the body or the staff confirmed stays; else
    /// the newest list wins, within a list what most rows say, and of equals the first; a value that says the same
    /// as another and more wins over that. The values of fields with many are put together, and names stay.
    #[oai(
        path = "/organizations/:id/statements",
        method = "get",
        operation_id = "listOrganizationStatements"
    )]
    async fn statements(
        &self,
        app: Data<&Arc<App>>,
        /// Id of the record.
        id: Path<Parsed<OrganizationId>>,
    ) -> Result<OrMerged<ManyStatements>, Problem> {
        let id = id.0.0;
        let found = app.organizations.look_up(id).await?;
        let rows = match &found {
            Lookup::There(_) => app.lists.rows_of_record(&id.to_string()).await?,
            _ => Vec::new(),
        };
        found.or_merged(id, "/statements", |Stored { document, .. }| {
            let record = serde_json::from_str(&document).map_err(|error| Problem::internal(&error))?;
            Answer::of(&Statements { items: statements(&record, &rows) })
        })
    }
}

fn summary(facts: &SourceFacts) -> SourceSummary {
    SourceSummary {
        list: facts.list.clone(),
        title: facts.title.clone(),
        report: facts.report.clone(),
        records: facts.records.len() as u64,
        editions: facts.editions.len() as u64,
        latest: facts.latest().map(str::to_owned),
        synthetic: facts.is_synthetic(),
    }
}

fn details(facts: &SourceFacts, seq: i64, limit: usize, after: Option<OrganizationId>) -> SourceDetails {
    let counts = |counts: &std::collections::BTreeMap<String, u64>| {
        counts.iter().map(|(value, count)| SourceCount { value: value.clone(), count: *count }).collect()
    };
    let start = after.map_or(0, |after| {
        facts.records.iter().position(|id| id.to_string() > after.to_string()).unwrap_or(facts.records.len())
    });
    let page: Vec<OrganizationId> = facts.records.iter().skip(start).take(limit).copied().collect();
    let is_last = limit == 0 || start + page.len() >= facts.records.len();
    SourceDetails {
        source: summary(facts),
        by_kind: counts(&facts.by_kind),
        by_region: counts(&facts.by_region),
        imports: facts.editions.iter().map(edition).collect(),
        next: page.last().filter(|_| !is_last).copied().map(Parsed),
        items: page.into_iter().map(Parsed).collect(),
        seq,
    }
}

fn edition(edition: &Edition) -> SourceEdition {
    let summary = &edition.summary;
    SourceEdition {
        batch: edition.batch.clone(),
        list_date: edition.list_date.clone(),
        applied_at: edition.applied_at.clone(),
        file_sha256: edition.file_digest.clone(),
        rows: summary.rows,
        bodies: summary.bodies,
        created: summary.created,
        updated: summary.updated,
        unchanged: summary.unchanged,
        review: summary.review,
        rejected: summary.rejected,
        not_education: summary.education_no,
        vanished: summary.vanished.clone(),
    }
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Store(error) => error.into(),
            other => Self::internal(&other),
        }
    }
}
