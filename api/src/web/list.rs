//! The list of organizations: what was asked, how many there are, filters with counts as links.

use std::sync::Arc;

use askama::Template;
use birlik_entity::{KatoCode, OrganizationId};
use birlik_search::text::collation_key;
use birlik_search::{FacetCount, FacetField};
use poem::web::Data;
use poem::{Request, Response, handler};

use super::assumed::Assumed;
use super::item::Item;
use super::list_state::{ListState, Order};
use super::page::{CachePolicy, Frame, Page, PageError, answer};
use super::{format, labels, names};
use crate::app::App;
use crate::areas::AreaTree;
use crate::organizations::{ListPage, ListRequest, Organization, OrganizationError};

/// Entries on a page.
const PAGE: usize = 25;

/// Values of a facet that are shown at once; the others are a tap away.
const SHOWN: usize = 8;

/// The facets, with the name of their list of codes and whether they are open at first.
const FACETS: [(FacetField, &str, &str, bool); 8] = [
    (FacetField::Kind, "kind", "kind", true),
    (FacetField::Area, "area", "", true),
    (FacetField::Subject, "subject", "subject", true),
    (FacetField::Level, "level", "level", false),
    (FacetField::Activity, "activity", "activity", false),
    (FacetField::Confirmed, "confirmed", "confirmed_level", false),
    (FacetField::Status, "status", "status", false),
    (FacetField::LegalForm, "legal_form", "legal_form", false),
];

/// A value of a facet.
#[derive(Debug, Clone)]
pub struct FacetValue {
    /// In words.
    pub label: String,
    /// How many bodies have it.
    pub count: String,
    /// The list with this value added, or taken away where it is on.
    pub href: String,
    /// True where the list is narrowed to it.
    pub on: bool,
    /// True for a place inside the one before.
    pub inner: bool,
}

/// A facet.
#[derive(Debug, Clone)]
pub struct Facet {
    /// Its title.
    pub title: String,
    /// True where it is open at first.
    pub open: bool,
    /// What is shown at once.
    pub values: Vec<FacetValue>,
    /// What is a tap away.
    pub more: Vec<FacetValue>,
}

/// Something that narrows the list and can be taken away.
#[derive(Debug, Clone)]
pub struct Chip {
    /// What it is about.
    pub field: String,
    /// Its value in words.
    pub value: String,
    /// The list without it.
    pub href: String,
}

/// A link that is one of a few choices.
#[derive(Debug, Clone)]
pub struct Choice {
    /// In words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// True for the choice made.
    pub on: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "list.html", whitespace = "minimize")]
pub struct List {
    f: Frame,
    q: String,
    total: u64,
    assumed: Assumed,
    chips: Vec<Chip>,
    clear: String,
    ignored: Vec<String>,
    restarted: bool,
    changed: bool,
    items: Vec<Item>,
    first: u64,
    last: u64,
    next: String,
    start: String,
    orders: Vec<Choice>,
    facets: Vec<Facet>,
    without_words: String,
    words_only: String,
    narrowed: bool,
    json: String,
}

impl Page for List {
    const CACHE: CachePolicy = CachePolicy::Minute;
}

/// Shows the list.
#[handler]
pub async fn page(request: &Request, app: Data<&Arc<App>>) -> Response {
    answer(request, build(request, app.0).await)
}

async fn build(request: &Request, app: &App) -> Result<List, PageError> {
    let tree = app.areas.tree();
    let pairs: Vec<(String, String)> = request.params().unwrap_or_default();
    let mut state = ListState::read(&pairs, &tree);
    let frame = Frame::of(request, app);
    let mut restarted = false;
    let mut result = find(app, &state, &frame).await;
    // A cursor of another list, or one that somebody shortened: the list starts again and says so.
    if state.cursor.is_some() && result.as_ref().is_err_and(is_bad_cursor) {
        (state.cursor, state.from, restarted) = (None, 1, true);
        result = find(app, &state, &frame).await;
    }
    let result = result.map_err(PageError::failed)?;
    let mut named = named_values(app, &state, &frame).await?;
    named.extend(result.items.first().and_then(|record| named_host(record, &frame)));
    Ok(List::new(frame, &state, &result, &tree, &named, restarted))
}

async fn find(app: &App, state: &ListState, frame: &Frame) -> Result<ListPage, OrganizationError> {
    app.organizations
        .list(ListRequest {
            query: Some(state.q.clone()).filter(|q| !q.is_empty()),
            filters: state.filters(),
            sort: state.sort(frame.lang),
            limit: PAGE,
            cursor: state.cursor.clone(),
            facets: FACETS.iter().map(|(field, ..)| *field).collect(),
            literal: state.literal,
            highlight: true,
        })
        .await
}

fn is_bad_cursor(error: &OrganizationError) -> bool {
    matches!(error, OrganizationError::InvalidCursor)
}

/// Names of the records that filters mean by id.
async fn named_values(
    app: &App,
    state: &ListState,
    frame: &Frame,
) -> Result<Vec<(String, String)>, PageError> {
    let ids: Vec<OrganizationId> = state.of("parent").filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let records = app.organizations.records(&ids).await.map_err(PageError::failed)?;
    Ok(records
        .iter()
        .filter_map(|record| {
            record
                .id
                .map(|id| id.to_string())
                .map(|id| (id.clone(), names::shown(&record.names, frame.lang, &id).value))
        })
        .collect())
}

/// The institution of a record: its id and its name.
fn named_host(record: &Organization, frame: &Frame) -> Option<(String, String)> {
    let host = record.host.as_ref()?;
    Some((host.id.as_ref()?.to_string(), names::host(&host.names, frame.lang)?.value))
}

impl List {
    /// The page of a result.
    pub fn new(
        frame: Frame,
        state: &ListState,
        result: &ListPage,
        tree: &AreaTree,
        named: &[(String, String)],
        restarted: bool,
    ) -> Self {
        let list = frame.link("/organizations");
        let items = Item::found(&result.items, &result.highlights, &frame, tree);
        let shown = u64::try_from(items.len()).unwrap_or_default();
        let last = (state.from + shown).saturating_sub(1).min(result.total);
        let next = result
            .next
            .as_deref()
            .map_or_else(String::new, |cursor| format!("{list}{}", state.page(cursor, last + 1)));
        let chips = chips(&frame, state, tree, named, &list);
        let assumed = Assumed::of(result.interpretation.as_ref(), state, tree, &frame, &list);
        let title = title(&frame, state, &chips);
        let description = frame.t1("list-description", "n", format::number(result.total));
        let mut frame = frame.titled(title, description).with_canonical_query(state.query());
        frame.search.clone_from(&state.q);
        frame.noindex = state.is_one_of_many();
        Self {
            q: state.q.clone(),
            total: result.total,
            assumed,
            clear: list.clone(),
            ignored: state.ignored.iter().map(|(field, value)| format!("{field}={value}")).collect(),
            restarted,
            changed: result.changed_since_cursor,
            first: last.saturating_sub(shown.saturating_sub(1)).max(1),
            last,
            next,
            start: if state.cursor.is_some() { format!("{list}{}", state.query()) } else { String::new() },
            orders: orders(&frame, state, &list),
            facets: FACETS
                .iter()
                .filter_map(|(field, name, codes, open)| {
                    let counts = result.facets.get(field).map_or(&[][..], Vec::as_slice);
                    facet(&frame, state, tree, &list, (name, codes, *open), counts)
                })
                .chain((result.total > 0 || state.has_bin.is_some()).then(|| bin_facet(&frame, state, &list)))
                .collect(),
            without_words: format!("{list}{}", state.without_words()),
            words_only: format!("{list}{}", state.words_only()),
            narrowed: !state.values.is_empty() || state.has_bin.is_some(),
            json: format!("/v1/organizations{}", state.api_query()),
            chips,
            items,
            f: frame,
        }
    }
}

/// What the page is called: the words, the one filter, or all organizations.
fn title(frame: &Frame, state: &ListState, chips: &[Chip]) -> String {
    if !state.q.is_empty() {
        return frame.t1("list-title-words", "q", &state.q);
    }
    match chips {
        [] => frame.t("list-title"),
        chips => chips.iter().map(|chip| format::capitalized(&chip.value)).collect::<Vec<_>>().join(" · "),
    }
}

fn chips(
    frame: &Frame,
    state: &ListState,
    tree: &AreaTree,
    named: &[(String, String)],
    list: &str,
) -> Vec<Chip> {
    let lang = frame.lang;
    let mut chips: Vec<Chip> = state
        .values
        .iter()
        .map(|(field, value)| Chip {
            field: frame.t(&format!("filter-{field}")),
            value: match *field {
                "area" => area_name(tree, value, frame).unwrap_or_else(|| value.clone()),
                "kind" => labels::heading("kind", value, lang),
                "parent" | "host" => named
                    .iter()
                    .find(|(id, _)| id == value)
                    .map_or_else(|| value.clone(), |(_, name)| name.clone()),
                "country" => labels::country(value, lang),
                "confirmed" => labels::label("confirmed_level", value, lang),
                "bin" => value.clone(),
                codes => labels::label(codes, value, lang),
            },
            href: format!("{list}{}", state.toggled(field, value)),
        })
        .collect();
    if let Some(has_bin) = state.has_bin {
        chips.push(Chip {
            field: frame.t("filter-bin"),
            value: frame.t(if has_bin { "bin-with" } else { "bin-without" }),
            href: format!("{list}{}", state.with_bin(has_bin)),
        });
    }
    chips
}

fn area_name(tree: &AreaTree, kato: &str, frame: &Frame) -> Option<String> {
    let kato: KatoCode = kato.parse().ok()?;
    tree.get(&kato).map(|area| area.name(frame.lang.as_str()).to_owned())
}

fn orders(frame: &Frame, state: &ListState, list: &str) -> Vec<Choice> {
    let choices: &[(Order, &str)] = if state.q.is_empty() {
        &[(Order::Usual, "sort-name"), (Order::Updated, "sort-updated")]
    } else {
        &[(Order::Usual, "sort-relevance"), (Order::Name, "sort-name"), (Order::Updated, "sort-updated")]
    };
    let chosen = if state.q.is_empty() && state.order == Order::Name { Order::Usual } else { state.order };
    choices
        .iter()
        .map(|(order, key)| Choice {
            label: frame.t(key),
            href: format!("{list}{}", state.ordered(*order)),
            on: *order == chosen,
        })
        .collect()
}

fn facet(
    frame: &Frame,
    state: &ListState,
    tree: &AreaTree,
    list: &str,
    (name, codes, open): (&'static str, &str, bool),
    counts: &[FacetCount],
) -> Option<Facet> {
    let values = if name == "area" {
        area_values(frame, state, tree, list, counts)
    } else {
        counts
            .iter()
            .filter(|count| count.count > 0 || state.has(name, &count.value))
            .map(|count| FacetValue {
                label: labels::heading(codes, &count.value, frame.lang),
                count: format::number(count.count),
                href: format!("{list}{}", state.toggled(name, &count.value)),
                on: state.has(name, &count.value),
                inner: false,
            })
            .collect()
    };
    if values.is_empty() {
        return None;
    }
    let chosen = values.iter().any(|value: &FacetValue| value.on);
    let (at_once, more) = split(values);
    Some(Facet { title: frame.t(&format!("filter-{name}")), open: open || chosen, values: at_once, more })
}

/// The first values, and those that are on, at once; the others a tap away.
fn split(values: Vec<FacetValue>) -> (Vec<FacetValue>, Vec<FacetValue>) {
    let mut at_once = Vec::new();
    let mut more = Vec::new();
    for value in values {
        if at_once.len() < SHOWN || value.on || value.inner { at_once.push(value) } else { more.push(value) }
    }
    // One value behind a tap is no gain.
    if more.len() == 1 {
        at_once.append(&mut more);
    }
    (at_once, more)
}

/// Regions, most bodies first; inside the chosen one its districts.
fn area_values(
    frame: &Frame,
    state: &ListState,
    tree: &AreaTree,
    list: &str,
    counts: &[FacetCount],
) -> Vec<FacetValue> {
    let count_of =
        |kato: &str| counts.iter().find(|count| count.value == kato).map_or(0, |count| count.count);
    let value = |kato: &KatoCode, inner: bool| -> Option<FacetValue> {
        let code = kato.to_string();
        let (count, on) = (count_of(&code), state.has("area", &code));
        let label = area_name(tree, &code, frame)?;
        // A district stands for its region, a region for its districts: never both at once.
        let href = if on { state.toggled("area", &code) } else { state.only("area", &code) };
        (count > 0 || on).then(|| FacetValue {
            label,
            count: format::number(count),
            href: format!("{list}{href}"),
            on,
            inner,
        })
    };
    let chosen: Vec<KatoCode> = state.of("area").filter_map(|kato| kato.parse().ok()).collect();
    let open: Vec<KatoCode> =
        chosen.iter().filter_map(|kato| tree.chain(kato).first().map(|region| region.kato.0)).collect();
    let mut regions: Vec<(u64, KatoCode)> =
        tree.regions().map(|region| (count_of(region.kato.as_str()), region.kato.0)).collect();
    regions.sort_by_key(|(count, kato)| (!open.contains(kato), std::cmp::Reverse(*count)));
    let mut values = Vec::new();
    for (_, region) in regions {
        values.extend(value(&region, false));
        if open.contains(&region) {
            let mut districts: Vec<FacetValue> =
                tree.children(&region).filter_map(|area| value(&area.kato, true)).collect();
            districts.sort_by_cached_key(|district| collation_key(&district.label));
            values.append(&mut districts);
        }
    }
    values
}

fn bin_facet(frame: &Frame, state: &ListState, list: &str) -> Facet {
    let value = |has_bin: bool, key: &str| FacetValue {
        label: frame.t(key),
        count: String::new(),
        href: format!("{list}{}", state.with_bin(has_bin)),
        on: state.has_bin == Some(has_bin),
        inner: false,
    };
    Facet {
        title: frame.t("filter-bin"),
        open: state.has_bin.is_some(),
        values: vec![value(true, "bin-with"), value(false, "bin-without")],
        more: Vec::new(),
    }
}
