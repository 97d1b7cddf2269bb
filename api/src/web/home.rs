//! The first page: a search box, what there is in numbers, the map, what changed last.

use std::sync::Arc;

use askama::Template;
use birlik_entity::OrganizationId;
use birlik_search::FacetCount;
use chrono::{DateTime, Utc};
use poem::web::Data;
use poem::{Request, Response, handler};

use super::names::{self, Shown};
use super::page::{CachePolicy, Frame, Page, PageError, answer};
use super::proof::verb_in_words;
use super::record::Link;
use super::tiles::TileMap;
use super::{address, format};
use crate::app::App;
use crate::areas::AreaTree;
use crate::log::LogEntry;
use crate::organizations::Organization;
use crate::statistics::Figures;

/// Changes shown.
const CHANGES: usize = 5;

/// How many entries of the log are looked through for them: one import can be the last thousand.
const LOOKED_THROUGH: u64 = 40;

/// The groups of kinds, as people think of them; every kind is in one.
pub const GROUPS: [(&str, &[&str]); 8] = [
    ("unions", &["trade_union", "union_association"]),
    ("methodical", &["methodical_association"]),
    ("teachers", &["teacher_association"]),
    ("parents", &["parent_committee", "parent_association"]),
    ("boards", &["board_of_trustees"]),
    ("ngos", &["ngo"]),
    ("communities", &["community", "network"]),
    ("councils", &["school_council", "pedagogical_council", "methodical_council", "coordination_council"]),
];

/// The group that is not worth a line where it is empty.
const RARE: &str = "councils";

/// Groups in which teachers speak as teachers.
const OF_TEACHERS: [&str; 3] = ["unions", "methodical", "teachers"];
/// Groups in which parents speak.
const OF_PARENTS: [&str; 2] = ["parents", "boards"];

/// A group of kinds with its number.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How many bodies.
    pub count: String,
    /// The list of them.
    pub href: String,
}

/// A number with what it means.
#[derive(Debug, Clone)]
pub struct Voice {
    /// The number.
    pub number: String,
    /// What it counts.
    pub what: String,
    /// What it means.
    pub meaning: String,
}

/// One of the latest changes.
#[derive(Debug, Clone)]
pub struct LatestChange {
    /// The record's page.
    pub href: String,
    /// The record's name.
    pub name: Shown,
    /// What happened.
    pub what: String,
    /// When.
    pub day: String,
    /// When, for programs.
    pub at: String,
}

/// The page.
#[derive(Template)]
#[template(path = "home.html", whitespace = "minimize")]
pub struct Home {
    f: Frame,
    examples: Vec<Link>,
    groups: Vec<Group>,
    map: TileMap,
    voices: Vec<Voice>,
    as_of: String,
    confirmed: String,
    changes: Vec<LatestChange>,
}

impl Page for Home {
    const CACHE: CachePolicy = CachePolicy::Minute;
}

/// Shows the first page.
#[handler]
pub async fn page(request: &Request, app: Data<&Arc<App>>) -> Response {
    answer(request, build(request, app.0).await)
}

async fn build(request: &Request, app: &App) -> Result<Home, PageError> {
    let frame = Frame::of(request, app);
    let figures = app.statistics.current().await.map_err(PageError::failed)?;
    let entries = app.log.latest(LOOKED_THROUGH).await.map_err(PageError::failed)?;
    let ids: Vec<OrganizationId> = latest(&entries).map(|(_, id)| id).collect();
    let records = app.organizations.records(&ids).await.map_err(PageError::failed)?;
    Ok(Home::new(frame, &figures, &app.areas.tree(), &entries, &records, app.clock.now()))
}

/// The latest entry of each of the organizations that changed last.
fn latest(entries: &[LogEntry]) -> impl Iterator<Item = (&LogEntry, OrganizationId)> {
    let mut seen: Vec<OrganizationId> = Vec::new();
    entries
        .iter()
        .filter_map(|entry| Some((entry, entry.subject.strip_prefix("organization/")?.parse().ok()?)))
        .filter(move |(_, id)| {
            let new = !seen.contains(id);
            seen.push(*id);
            new
        })
        .take(CHANGES)
}

impl LatestChange {
    /// The last change of a record.
    pub fn of(record: &Organization, frame: &Frame) -> Self {
        let id = record.id.map(|id| id.to_string()).unwrap_or_default();
        let verb = if record.version.unwrap_or(1) > 1 { "updated" } else { "created" };
        Self::new(record, &id, verb, record.updated_at.as_deref().unwrap_or_default(), frame)
    }

    fn new(record: &Organization, id: &str, verb: &str, at: &str, frame: &Frame) -> Self {
        Self {
            href: frame.link(&format!("/organizations/{id}")),
            name: names::shown(&record.names, frame.lang, id),
            what: verb_in_words(frame, verb),
            day: format::day_of(at).map_or_else(|| at.to_owned(), |day| format::date(frame.lang, day)),
            at: at.to_owned(),
        }
    }
}

impl Home {
    /// The page of these figures.
    pub fn new(
        frame: Frame,
        figures: &Figures,
        tree: &AreaTree,
        entries: &[LogEntry],
        records: &[Organization],
        now: DateTime<Utc>,
    ) -> Self {
        let lang = frame.lang;
        let description = frame.t("home-description");
        let frame = frame.titled("", description);
        let list = frame.link("/organizations");
        let examples = ["home-example-1", "home-example-2", "home-example-3"]
            .map(|key| frame.t(key))
            .into_iter()
            .map(|text| Link { href: format!("{list}{}", address::query([("q", text.as_str())])), text })
            .collect();
        let changes = latest(entries)
            .filter_map(|(entry, id)| {
                let record = records.iter().find(|record| record.id.is_some_and(|own| own.0 == id))?;
                Some(LatestChange::new(record, &id.to_string(), &entry.verb, &entry.at, &frame))
            })
            .collect();
        let today = format::day_of_time(&now).map_or_else(String::new, |day| format::date(lang, day));
        Self {
            examples,
            groups: groups(&frame, &figures.by_kind),
            map: TileMap::new(&frame, tree, &figures.by_region, None),
            voices: voices(&frame, figures, tree),
            as_of: frame.t1("as-of", "date", today),
            confirmed: frame.t2(
                "home-confirmed",
                "n",
                format::number(figures.confirmed),
                "total",
                format::number(figures.total),
            ),
            changes,
            f: frame,
        }
    }
}

/// How many bodies are of these kinds.
fn sum(by_kind: &[FacetCount], kinds: &[&str]) -> u64 {
    by_kind.iter().filter(|count| kinds.contains(&count.value.as_str())).map(|count| count.count).sum()
}

fn sum_of_groups(by_kind: &[FacetCount], groups: &[&str]) -> u64 {
    GROUPS.iter().filter(|(name, _)| groups.contains(name)).map(|(_, kinds)| sum(by_kind, kinds)).sum()
}

fn groups(frame: &Frame, by_kind: &[FacetCount]) -> Vec<Group> {
    let list = frame.link("/organizations");
    GROUPS
        .iter()
        .map(|(name, kinds)| (name, kinds, sum(by_kind, kinds)))
        .filter(|(name, _, count)| *count > 0 || **name != RARE)
        .map(|(name, kinds, count)| Group {
            name: frame.t(&format!("group-{name}")),
            count: format::number(count),
            href: format!("{list}{}", address::query(kinds.iter().map(|kind| ("kind", *kind)))),
        })
        .collect()
}

fn voices(frame: &Frame, figures: &Figures, tree: &AreaTree) -> Vec<Voice> {
    let regions = u64::try_from(tree.regions().count()).unwrap_or_default();
    let covered =
        u64::try_from(figures.by_region.iter().filter(|count| count.count > 0).count()).unwrap_or_default();
    let voice = |number: String, key: &str| Voice {
        number,
        what: frame.t(&format!("voice-{key}")),
        meaning: frame.t(&format!("voice-{key}-meaning")),
    };
    vec![
        voice(format::number(figures.total), "total"),
        voice(format::number(sum_of_groups(&figures.by_kind, &OF_TEACHERS)), "teachers"),
        voice(format::number(sum_of_groups(&figures.by_kind, &OF_PARENTS)), "parents"),
        voice(
            frame.t2("of", "n", format::number(covered.min(regions)), "total", format::number(regions)),
            "regions",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_in_one_group() {
        for entry in birlik_entity::code::entries("kind") {
            let groups = GROUPS.iter().filter(|(_, kinds)| kinds.contains(&entry.code.as_str())).count();
            assert_eq!(groups, 1, "{}", entry.code);
        }
    }
}
