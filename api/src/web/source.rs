//! Lists that records come from: what came from each, what of it was not taken, in which editions it came; and
//! where lists contradict one another about a record.

use std::sync::Arc;

use askama::Template;
use birlik_entity::{KatoCode, PartialDate, code};
use poem::web::{Data, Path};
use poem::{Request, Response, handler};
use serde_json::Value;

use super::area::Bar;
use super::item::Item;
use super::names::Shown;
use super::page::{CachePolicy, Frame, Page, PageError, answer};
use super::topic::bars;
use super::{address, format, labels};
use crate::app::App;
use crate::areas::AreaTree;
use crate::lists::{AllSources, Edition, FieldStatements, SourceFacts, Statement};
use crate::organizations::Organization;

/// Records of one page.
const PAGE: usize = 20;

/// A list in the table of all.
#[derive(Debug, Clone)]
pub struct SourceRow {
    href: String,
    title: Shown,
    report: Shown,
    records: String,
    latest: String,
    synthetic: bool,
}

/// The page of all lists.
#[derive(Template)]
#[template(path = "sources.html", whitespace = "minimize")]
pub struct SourceIndex {
    f: Frame,
    sources: Vec<SourceRow>,
}

impl Page for SourceIndex {
    const CACHE: CachePolicy = CachePolicy::Minute;
}

/// An edition in words and numbers.
#[derive(Debug, Clone)]
pub struct EditionRow {
    date: String,
    rows: String,
    bodies: String,
    created: String,
    updated: String,
    not_education: String,
    refused: String,
    review: String,
    vanished: String,
}

/// The page of one list.
#[derive(Template)]
#[template(path = "source.html", whitespace = "minimize")]
pub struct SourcePage {
    f: Frame,
    name: Shown,
    list: String,
    json: String,
    report: Shown,
    synthetic: bool,
    total: u64,
    editions: Vec<EditionRow>,
    kinds: Vec<Bar>,
    regions: Vec<Bar>,
    items: Vec<Item>,
    before: String,
    after: String,
}

impl Page for SourcePage {
    const CACHE: CachePolicy = CachePolicy::Minute;
}

/// Shows all lists.
#[handler]
pub async fn index(request: &Request, app: Data<&Arc<App>>) -> Response {
    let all = app.sources.current().await.map_err(PageError::failed);
    answer(request, all.map(|all| SourceIndex::new(Frame::of(request, app.0), &all)))
}

/// Shows one list.
#[handler]
pub async fn page(request: &Request, Path(list): Path<String>, app: Data<&Arc<App>>) -> Response {
    answer(request, build(request, &list, app.0).await)
}

async fn build(request: &Request, list: &str, app: &App) -> Result<SourcePage, PageError> {
    let all = app.sources.current().await.map_err(PageError::failed)?;
    let facts = all.items.iter().find(|facts| facts.list == list).ok_or(PageError::NotFound)?;
    let asked = request
        .original_uri()
        .query()
        .unwrap_or_default()
        .split('&')
        .find_map(|pair| pair.strip_prefix("page="));
    let last = facts.records.len().div_ceil(PAGE).max(1);
    let number = asked.and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).clamp(1, last);
    let ids: Vec<_> = facts.records.iter().skip((number - 1) * PAGE).take(PAGE).copied().collect();
    let records = app.organizations.records(&ids).await.map_err(PageError::failed)?;
    Ok(SourcePage::new(Frame::of(request, app), facts, &records, number, &app.areas.tree()))
}

/// The page of a list.
pub fn href(list: &str, frame: &Frame) -> String {
    frame.link(&format!("/sources/{}", address::encode(list)))
}

fn title(facts: &SourceFacts, frame: &Frame) -> Shown {
    Shown::guessed(facts.title.as_deref().unwrap_or(&facts.list), frame.lang)
}

fn count(number: usize) -> String {
    format::number(number as u64)
}

/// A date of a list as it was written: a year, a month or a day.
fn date(text: Option<&str>, frame: &Frame) -> String {
    let Some(text) = text else { return String::new() };
    text.parse::<PartialDate>().map_or_else(|_| text.to_owned(), |date| format::date(frame.lang, date))
}

impl SourceIndex {
    /// The page of these lists.
    pub fn new(frame: Frame, all: &AllSources) -> Self {
        let frame = {
            let (title, description) = (frame.t("source-all-title"), frame.t("source-all-description"));
            frame.titled(title, description)
        };
        let row = |facts: &SourceFacts| SourceRow {
            href: href(&facts.list, &frame),
            title: title(facts, &frame),
            report: Shown::guessed(facts.report.as_deref().unwrap_or_default(), frame.lang),
            records: count(facts.records.len()),
            latest: date(facts.latest(), &frame),
            synthetic: facts.is_synthetic(),
        };
        Self { sources: all.items.iter().map(row).collect(), f: frame }
    }
}

impl SourcePage {
    /// The page of a list, with the records of one of its pages.
    pub fn new(
        frame: Frame,
        facts: &SourceFacts,
        records: &[Organization],
        number: usize,
        tree: &AreaTree,
    ) -> Self {
        let lang = frame.lang;
        let name = title(facts, &frame);
        let total = facts.records.len() as u64;
        let description = frame.t2("source-description", "title", &name.value, "n", format::number(total));
        let query = |of: usize| if of > 1 { format!("?page={of}") } else { String::new() };
        let frame = frame.titled(name.value.clone(), description).with_canonical_query(query(number));
        let here = href(&facts.list, &frame);
        let of_list = |field: &str, value: &str| {
            format!("{}{}", frame.link("/organizations"), address::query([(field, value)]))
        };
        let kinds = bars(
            facts
                .by_kind
                .iter()
                .map(|(kind, count)| (labels::heading("kind", kind, lang), *count, of_list("kind", kind))),
        );
        let regions = bars(facts.by_region.iter().filter_map(|(kato, count)| {
            let region = tree.get(&kato.parse::<KatoCode>().ok()?)?;
            Some((region.name(lang.as_str()).to_owned(), *count, of_list("area", kato)))
        }));
        Self {
            json: format!("/v1/sources/{}", address::encode(&facts.list)),
            list: facts.list.clone(),
            report: Shown::guessed(facts.report.as_deref().unwrap_or_default(), lang),
            synthetic: facts.is_synthetic(),
            total,
            editions: facts.editions.iter().map(|edition| edition_row(edition, &frame)).collect(),
            kinds,
            regions,
            items: Item::all(records, &frame, tree),
            before: if number > 1 { format!("{here}{}", query(number - 1)) } else { String::new() },
            after: if number * PAGE < facts.records.len() {
                format!("{here}{}", query(number + 1))
            } else {
                String::new()
            },
            name,
            f: frame,
        }
    }
}

fn edition_row(edition: &Edition, frame: &Frame) -> EditionRow {
    let summary = &edition.summary;
    EditionRow {
        date: date(edition.list_date.as_deref(), frame),
        rows: count(summary.rows),
        bodies: count(summary.bodies),
        created: count(summary.created),
        updated: count(summary.updated),
        not_education: count(summary.education_no),
        refused: count(summary.rejected.saturating_sub(summary.education_no)),
        review: count(summary.review),
        vanished: count(summary.vanished.len()),
    }
}

/// A field of a record of which lists say different things.
#[derive(Debug, Clone)]
pub struct Contradiction {
    /// The field, in words.
    pub field: String,
    /// Why the record has its value, in words.
    pub rule: String,
    /// What each list says.
    pub values: Vec<Said>,
}

/// What a list says of a field.
#[derive(Debug, Clone)]
pub struct Said {
    /// The value.
    pub value: Shown,
    /// The list.
    pub list: Shown,
    /// When the list was made.
    pub date: String,
    /// True where the record has this value.
    pub taken: bool,
}

/// Most values of a field shown; the API has all of them.
const VALUES: usize = 8;

/// The fields of which lists say different things.
pub fn contradictions(all: &[FieldStatements], frame: &Frame, tree: &AreaTree) -> Vec<Contradiction> {
    all.iter()
        .filter(|one| one.differs)
        .map(|one| Contradiction {
            field: field(&one.field, frame),
            rule: frame.t(&format!("source-rule-{}", one.rule.as_str())),
            values: one
                .statements
                .iter()
                .take(VALUES)
                .map(|said| said_of(&one.field, said, frame, tree))
                .collect(),
        })
        .collect()
}

fn field(path: &str, frame: &Frame) -> String {
    let (name, lang) = path.split_once('/').unwrap_or((path, ""));
    let text = format::capitalized(&frame.t(&format!("field-{name}")));
    if lang.is_empty() { text } else { format!("{text} ({lang})") }
}

fn said_of(path: &str, said: &Statement, frame: &Frame, tree: &AreaTree) -> Said {
    let lang = frame.lang.as_str();
    let text = said.value.as_str().unwrap_or_default();
    let plain = |value: String| Shown { value, lang: String::new(), mark: String::new() };
    let label = |list: &str| {
        code::entry(list, text).map_or_else(|| text.to_owned(), |entry| entry.label(lang).to_owned())
    };
    let value = match path {
        "kind" => plain(format::capitalized(&label("kind"))),
        "legal_form" => plain(label("legal_form")),
        "registered_on" => plain(date(Some(text), frame)),
        "area" => {
            let place = text.parse::<KatoCode>().ok().and_then(|kato| tree.place(&kato, lang));
            plain(place.unwrap_or_else(|| text.to_owned()))
        }
        "host" => {
            let name = said.value[0]["value"].as_str().unwrap_or_default();
            Shown::guessed(name, frame.lang)
        }
        _ => match (&said.value, path.strip_prefix("names/")) {
            (Value::String(text), Some(lang)) => Shown::new(text, lang, frame.lang),
            _ => plain(text.to_owned()),
        },
    };
    Said {
        value,
        list: Shown::guessed(said.title.as_deref().unwrap_or(&said.list), frame.lang),
        date: date(said.list_date.as_deref(), frame),
        taken: said.taken,
    }
}
