//! The record of an organization: the bulk format, what the log keeps and what the API answers.
//!
//! One shape serves all of them, so that export → import → export is the same to the byte. Key order is
//! the order of the fields here; absent means unknown; `null` is read and never written. The JSON Schema
//! comes from these types (`/v1/schemas/organization.json`).

use birlik_entity::code::{
    Activity, AffiliationType, ConfirmedLevel, DocumentType, FeePeriod, FeeUnit, Kind, LegalForm, Level,
    MemberCategory, NameType, OfficerRole, OpenTo, Origin, Platform, Qualifier, Status, Subject, UnitType,
};
use birlik_entity::{
    Bin, Country, Decimal, Email, InstitutionId, KatoCode, Lang, OrganizationId, PartialDate, PersonId,
    Phone, Reference, WebUrl,
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::parsed::Parsed;

/// A body through which teachers or parents speak: union, association, committee, board, NGO, community.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// Minted by the registry, never reused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Parsed<OrganizationId>>,
    /// Name by which other records of the same imported file mean this one; not stored.
    #[serde(default, skip_serializing, rename = "ref")]
    pub local_ref: Option<String>,
    /// What the body is.
    pub kind: Parsed<Kind>,
    /// Where it stands between school and republic.
    pub level: Parsed<Level>,
    /// Whether it exists; `unconfirmed` where only a source names it.
    #[serde(default = "unconfirmed", deserialize_with = "status_or_unconfirmed")]
    pub status: Parsed<Status>,
    /// Whether it came from its members ("from below") or was set up from above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Parsed<Origin>>,
    /// Names with language and type; at least one.
    pub names: Vec<Name>,
    /// Legal form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_form: Option<Parsed<LegalForm>>,
    /// Business identification number; most bodies of a school have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Parsed<Bin>>,
    /// When it was founded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founded_on: Option<Parsed<PartialDate>>,
    /// When the state registered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_on: Option<Parsed<PartialDate>>,
    /// Country; bodies of other countries are references and stay out of lists and counts.
    #[serde(default = "kazakhstan", deserialize_with = "country_or_kazakhstan")]
    pub country: Parsed<Country>,
    /// Where it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaRef>,
    /// The school or college it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<Host>,
    /// What it does.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Parsed<Activity>>,
    /// The school subjects it is for.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Parsed<Subject>>,
    /// How to reach it; institutional contacts only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Contacts>,
    /// How to join it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub membership: Option<Membership>,
    /// Offices and their terms; a person is a reference into the vault.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub officers: Vec<Officer>,
    /// Published documents.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// What it belongs to; dated, without cycles.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub affiliations: Vec<Affiliation>,
    /// Members as counts, each with date, scope and source.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub member_counts: Vec<MemberCount>,
    /// Units as counts.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub unit_counts: Vec<UnitCount>,
    /// What other registers call it.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// How and when the record was last confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmation>,
    /// The lists that name it.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// How often the record was written; 1 when new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub version: Option<i64>,
    /// When it was last written: RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    pub updated_at: Option<String>,
}

/// A name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The name as written.
    pub value: String,
    /// Language.
    pub lang: Parsed<Lang>,
    /// What sort of name it is.
    #[serde(rename = "type", default = "official_name")]
    pub name_type: Parsed<NameType>,
    /// Last day it was the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Parsed<PartialDate>>,
}

/// The area of a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaRef {
    /// KATO code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kato: Option<Parsed<KatoCode>>,
}

/// The institution of a body, as it was when the record was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// Id of the institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Parsed<InstitutionId>>,
    /// Business identification number of the institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Parsed<Bin>>,
    /// Its area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kato: Option<Parsed<KatoCode>>,
    /// Its names.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<HostName>,
    /// Teachers on its staff, by its latest headcount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teachers: Option<u32>,
}

/// A name of an institution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostName {
    /// The name as written.
    pub value: String,
    /// Language.
    pub lang: Parsed<Lang>,
}

/// How to reach a body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contacts {
    /// Mailboxes of the body.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<Parsed<Email>>,
    /// Telephones of the body.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Parsed<Phone>>,
    /// Its sites.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub websites: Vec<Parsed<WebUrl>>,
    /// Postal address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Groups, pages and channels in social networks.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
}

/// A group, page or channel at one date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Where.
    pub platform: Parsed<Platform>,
    /// Its name there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Parsed<WebUrl>>,
    /// How many follow it; never added to members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followers: Option<u64>,
    /// Share of followers who react, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engagement_percent: Option<Parsed<Decimal>>,
    /// Date of the figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Parsed<PartialDate>>,
    /// Where the figures come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// How to join a body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// Who may join.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub open_to: Vec<Parsed<OpenTo>>,
    /// How to join, by language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_to_join: Option<Localized>,
    /// Where to join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join_url: Option<Parsed<WebUrl>>,
    /// The rules, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<String>,
    /// Where the rules are published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules_url: Option<Parsed<WebUrl>>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Fee>,
}

/// A text in up to three languages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// In Kazakh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kk: Option<String>,
    /// In Russian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ru: Option<String>,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

/// A membership fee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// How much, as decimal text; absent where a source knows only that there is a fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Parsed<Decimal>>,
    /// Currency, or percent of the salary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Parsed<FeeUnit>>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Parsed<FeePeriod>>,
}

/// An office and its term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// The office.
    pub role: Parsed<OfficerRole>,
    /// Who holds it: a reference into the vault. A name in its place is not stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Parsed<PersonId>>,
    /// First day of the term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Parsed<PartialDate>>,
    /// Last day of the term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Parsed<PartialDate>>,
}

/// A published document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What it is.
    #[serde(rename = "type")]
    pub document_type: Parsed<DocumentType>,
    /// Its title.
    pub title: String,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Parsed<WebUrl>>,
    /// SHA-256 of its content, hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: Option<String>,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Parsed<PartialDate>>,
}

/// How one body belongs to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Affiliation {
    /// In what way.
    #[serde(rename = "type")]
    pub affiliation_type: Parsed<AffiliationType>,
    /// To which body.
    pub to: Parsed<Reference>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Parsed<PartialDate>>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Parsed<PartialDate>>,
    /// Where this is known from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A count of members; people are never listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberCount {
    /// Date of the figure.
    pub as_of: Parsed<PartialDate>,
    /// Whom it counts.
    pub category: Parsed<MemberCategory>,
    /// How many.
    pub count: u64,
    /// How exact the figure is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<Parsed<Qualifier>>,
    /// What is included, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Where the figure comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A count of units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitCount {
    /// Date of the figure.
    pub as_of: Parsed<PartialDate>,
    /// What it counts.
    #[serde(rename = "type")]
    pub unit_type: Parsed<UnitType>,
    /// How many.
    pub count: u64,
    /// How exact the figure is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<Parsed<Qualifier>>,
    /// What is included, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Where the figure comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What another register calls the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// The register, for example `KZ-BIN` or `wikidata`.
    pub scheme: String,
    /// The identifier there.
    pub value: String,
}

/// How and when a record was confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// How far the confirmation goes.
    pub level: Parsed<ConfirmedLevel>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Parsed<PartialDate>>,
}

/// A list that names the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name of the list.
    pub list: String,
    /// Title of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The publication that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// Row of the list.
    #[serde(default, deserialize_with = "text_or_number", skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// When the list was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved_on: Option<Parsed<PartialDate>>,
    /// The business identification number as the list gives it, where it cannot be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
}

impl Organization {
    /// The KATO code of its area, where known.
    pub fn kato(&self) -> Option<KatoCode> {
        self.area.as_ref().and_then(|area| area.kato).map(|kato| kato.0)
    }

    /// The code of its level of confirmation; a record without one was taken from a list.
    pub fn confirmed_level(&self) -> &'static str {
        self.confirmed.as_ref().map_or("imported", |confirmed| confirmed.level.as_str())
    }
}

impl Affiliation {
    /// The last day it holds, as `2026-12-31`, where it has an end.
    pub fn last_day(&self) -> Option<String> {
        let (year, month, day) = self.until?.last_day();
        Some(format!("{year:04}-{month:02}-{day:02}"))
    }

    /// True where it holds on a day (`2026-11-24`).
    pub fn is_current(&self, today: &str) -> bool {
        self.last_day().is_none_or(|last| last.as_str() >= today)
    }
}

fn unconfirmed() -> Parsed<Status> {
    known("unconfirmed")
}

fn official_name() -> Parsed<NameType> {
    known("official")
}

fn kazakhstan() -> Parsed<Country> {
    Parsed(Country::KAZAKHSTAN)
}

/// A code that the data must hold; the first of its list should it be taken out.
#[allow(clippy::expect_used)]
fn known<L: birlik_entity::code::CodeList>(code: &str) -> Parsed<birlik_entity::Code<L>> {
    Parsed(
        code.parse()
            .ok()
            .or_else(|| birlik_entity::Code::all().next())
            .expect("every closed list has entries: a test of birlik-entity reads them all"),
    )
}

fn status_or_unconfirmed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Parsed<Status>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_else(unconfirmed))
}

fn country_or_kazakhstan<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Parsed<Country>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_else(kazakhstan))
}

fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Rows of a list are text, also where a source wrote a number.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Row {
        Text(String),
        Number(u64),
    }
    Ok(Option::deserialize(deserializer)?.map(|row| match row {
        Row::Text(text) => text,
        Row::Number(number) => number.to_string(),
    }))
}
