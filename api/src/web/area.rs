//! Regions and districts: the bodies there by kind, district by district, and what is missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use birlik_entity::{KatoCode, code};
use birlik_search::text::collation_key;
use birlik_search::{FacetCount, FacetField, Filters, Sort};
use poem::web::{Data, Path};
use poem::{Request, Response, handler};

use super::figures::share;
use super::home::LatestChange;
use super::page::{CachePolicy, Frame, Page, PageError, answer};
use super::record::Link;
use super::tiles::TileMap;
use super::{address, format, labels};
use crate::app::App;
use crate::areas::{Area, AreaTree};
use crate::organizations::{ListPage, ListRequest};

/// Bodies shown as changed last.
const LATEST: usize = 5;

/// Kinds that a region or a district would have; others may well be missing there.
const EXPECTED: [&str; 6] = [
    "trade_union",
    "methodical_association",
    "teacher_association",
    "parent_committee",
    "parent_association",
    "board_of_trustees",
];

/// A number as a bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it counts.
    pub name: String,
    /// How many.
    pub count: String,
    /// Length, in percent of the longest.
    pub percent: String,
    /// The list of what it counts.
    pub href: String,
}

/// A number in a table; empty where there is none.
#[derive(Debug, Clone)]
pub struct Cell {
    /// How many.
    pub count: String,
    /// The list of what it counts.
    pub href: String,
}

/// A row of the table of districts.
#[derive(Debug, Clone)]
pub struct Row {
    /// The district.
    pub area: Link,
    /// Its bodies by kind, then all of them.
    pub cells: Vec<Cell>,
}

/// The page of one area.
#[derive(Template)]
#[template(path = "area.html", whitespace = "minimize")]
pub struct AreaPage {
    f: Frame,
    name: String,
    kind: String,
    path: Vec<Link>,
    former: Vec<String>,
    total: u64,
    list: String,
    bars: Vec<Bar>,
    missing: Vec<String>,
    columns: Vec<String>,
    rows: Vec<Row>,
    latest: Vec<LatestChange>,
    map: TileMap,
    json: String,
}

impl Page for AreaPage {
    const CACHE: CachePolicy = CachePolicy::Minute;
}

/// The page of all regions.
#[derive(Template)]
#[template(path = "areas.html", whitespace = "minimize")]
pub struct AreaIndex {
    f: Frame,
    map: TileMap,
    total: u64,
    everywhere: u64,
}

impl Page for AreaIndex {
    const CACHE: CachePolicy = CachePolicy::Minute;
}

/// Counts of an area's bodies.
#[derive(Debug, Default)]
pub struct Counts {
    /// All.
    pub total: u64,
    /// By kind.
    pub by_kind: Vec<FacetCount>,
    /// By kind, then by area.
    pub by_area: BTreeMap<String, Vec<FacetCount>>,
    /// By area.
    pub of_areas: Vec<FacetCount>,
}

/// Shows all regions.
#[handler]
pub async fn index(request: &Request, app: Data<&Arc<App>>) -> Response {
    answer(request, build_index(request, app.0).await)
}

async fn build_index(request: &Request, app: &App) -> Result<AreaIndex, PageError> {
    let figures = app.statistics.current().await.map_err(PageError::failed)?;
    Ok(AreaIndex::new(Frame::of(request, app), &app.areas.tree(), &figures.by_region, figures.total))
}

impl AreaIndex {
    /// The page of these counts.
    pub fn new(frame: Frame, tree: &AreaTree, by_region: &[FacetCount], total: u64) -> Self {
        let (title, description) = (frame.t("areas-title"), frame.t("areas-description"));
        let frame = frame.titled(title, description);
        let map = TileMap::new(&frame, tree, by_region, None);
        let placed: u64 = map.tiles.iter().map(|tile| tile.count).sum();
        Self { map, total, everywhere: total.saturating_sub(placed), f: frame }
    }
}

/// Shows one area.
#[handler]
pub async fn page(request: &Request, Path(kato): Path<String>, app: Data<&Arc<App>>) -> Response {
    answer(request, build(request, &kato, app.0).await)
}

async fn build(request: &Request, kato: &str, app: &App) -> Result<AreaPage, PageError> {
    let tree = app.areas.tree();
    let area = kato.parse::<KatoCode>().ok().and_then(|kato| tree.get(&kato)).ok_or(PageError::NotFound)?;
    let of_area = Filters { area: vec![area.kato.to_string()], ..Filters::default() };
    let found = find(app, of_area.clone(), LATEST, vec![FacetField::Kind, FacetField::Area]).await?;
    let mut counts = Counts {
        total: found.total,
        by_kind: found.facets.get(&FacetField::Kind).cloned().unwrap_or_default(),
        of_areas: found.facets.get(&FacetField::Area).cloned().unwrap_or_default(),
        by_area: BTreeMap::new(),
    };
    if tree.children(&area.kato).next().is_some() {
        for kind in &counts.by_kind {
            let filters = Filters { kind: vec![kind.value.clone()], ..of_area.clone() };
            let mut of_kind = find(app, filters, 0, vec![FacetField::Area]).await?;
            counts
                .by_area
                .insert(kind.value.clone(), of_kind.facets.remove(&FacetField::Area).unwrap_or_default());
        }
    }
    let figures = app.statistics.current().await.map_err(PageError::failed)?;
    let frame = Frame::of(request, app);
    let latest = found.items.iter().map(|record| LatestChange::of(record, &frame)).collect();
    Ok(AreaPage::new(frame, area, &tree, &counts, &figures.by_region, latest))
}

async fn find(
    app: &App,
    filters: Filters,
    limit: usize,
    facets: Vec<FacetField>,
) -> Result<ListPage, PageError> {
    let request = ListRequest { filters, sort: Sort::Updated, limit, facets, ..ListRequest::default() };
    app.organizations.list(request).await.map_err(PageError::failed)
}

impl AreaPage {
    /// The page of an area with these counts.
    pub fn new(
        frame: Frame,
        area: &Area,
        tree: &AreaTree,
        counts: &Counts,
        by_region: &[FacetCount],
        latest: Vec<LatestChange>,
    ) -> Self {
        let lang = frame.lang;
        let name = area.name(lang.as_str()).to_owned();
        let description = frame.t2("area-description", "name", &name, "n", format::number(counts.total));
        let frame = frame.titled(name.clone(), description);
        let kato = area.kato.to_string();
        let chain = tree.chain(&area.kato);
        let path = chain
            .iter()
            .filter(|above| above.kato != area.kato)
            .map(|above| Link {
                href: frame.link(&format!("/areas/{}", above.kato)),
                text: above.name(lang.as_str()).to_owned(),
            })
            .collect();
        let kinds = ordered_kinds(&counts.by_kind);
        let missing = EXPECTED
            .into_iter()
            .filter(|kind| !kinds.iter().any(|(own, _)| own == kind))
            .map(|kind| labels::heading("kind", kind, lang).to_lowercase())
            .collect();
        let mut columns: Vec<String> =
            kinds.iter().map(|(kind, _)| labels::heading("kind", kind, lang)).collect();
        columns.push(frame.t("areas-all"));
        Self {
            kind: format::capitalized(area.kind.entry().label(lang.as_str())),
            path,
            former: former_names(area, lang.as_str()),
            total: counts.total,
            list: format!("{}?area={kato}", frame.link("/organizations")),
            bars: bars(&frame, &kinds, &kato),
            missing,
            columns,
            rows: rows(&frame, tree, area, &kinds, counts),
            latest,
            map: TileMap::new(&frame, tree, by_region, chain.first().map(|region| region.kato.0)),
            json: format!("/v1/areas/{kato}"),
            name,
            f: frame,
        }
    }
}

fn former_names(area: &Area, lang: &str) -> Vec<String> {
    area.aliases
        .iter()
        .filter(|alias| alias.kind.is("former") && alias.lang.as_str() == lang)
        .map(|alias| alias.alias.clone())
        .collect()
}

/// The kinds that occur, in the order of their list, with their numbers.
fn ordered_kinds(by_kind: &[FacetCount]) -> Vec<(&'static str, u64)> {
    code::entries("kind")
        .filter_map(|entry| {
            let count = by_kind.iter().find(|count| count.value == entry.code)?.count;
            (count > 0).then_some((entry.code.as_str(), count))
        })
        .collect()
}

fn bars(frame: &Frame, kinds: &[(&str, u64)], kato: &str) -> Vec<Bar> {
    let most = kinds.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let mut bars: Vec<(u64, Bar)> = kinds
        .iter()
        .map(|(kind, count)| {
            let bar = Bar {
                name: labels::heading("kind", kind, frame.lang),
                count: format::number(*count),
                percent: format!("{:.1}%", 100.0 * share(*count, most)),
                href: listed(frame, Some(kind), kato),
            };
            (*count, bar)
        })
        .collect();
    bars.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    bars.into_iter().map(|(_, bar)| bar).collect()
}

fn listed(frame: &Frame, kind: Option<&str>, kato: &str) -> String {
    let kind = kind.map(|kind| ("kind", kind));
    format!("{}{}", frame.link("/organizations"), address::query(kind.into_iter().chain([("area", kato)])))
}

fn rows(frame: &Frame, tree: &AreaTree, area: &Area, kinds: &[(&str, u64)], counts: &Counts) -> Vec<Row> {
    let mut children: Vec<&Area> = tree.children(&area.kato).collect();
    children.sort_by_cached_key(|child| collation_key(child.name(frame.lang.as_str())));
    let of = |counts: Option<&Vec<FacetCount>>, kato: &str| {
        counts
            .and_then(|counts| counts.iter().find(|count| count.value == kato))
            .map_or(0, |count| count.count)
    };
    let cell = |count: u64, kind: Option<&str>, kato: &str| Cell {
        count: if count == 0 { String::new() } else { format::number(count) },
        href: listed(frame, kind, kato),
    };
    children
        .into_iter()
        .map(|child| {
            let kato = child.kato.to_string();
            let mut cells: Vec<Cell> = kinds
                .iter()
                .map(|(kind, _)| cell(of(counts.by_area.get(*kind), &kato), Some(kind), &kato))
                .collect();
            cells.push(cell(of(Some(&counts.of_areas), &kato), None, &kato));
            Row {
                area: Link {
                    href: frame.link(&format!("/areas/{kato}")),
                    text: child.name(frame.lang.as_str()).to_owned(),
                },
                cells,
            }
        })
        .collect()
}
