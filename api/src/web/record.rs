//! The page of one organization: what it is, how to join it, its figures with their proof, where it
//! stands, where it is known from, what changed.

use std::sync::Arc;

use askama::Template;
use birlik_entity::{OrganizationId, code};
use birlik_search::{Filters, Sort};
use poem::web::{Data, Path};
use poem::{Request, Response, handler};

use super::contacts::ContactLines;
use super::figures::{self, Chart, Figure};
use super::item::{self, Item, State};
use super::joining::{Joining, joining};
use super::json_ld::{Node, json_ld};
use super::names::{self, OtherName, Shown};
use super::page::{CachePolicy, Frame, Page, PageError, answer};
use super::proof::{Change, DocumentLine, SourceLine, change, documents, sources};
use super::source::{Contradiction, contradictions};
use super::structure::{self, Tie};
use super::tiles::TileMap;
use super::{address, format, labels};
use crate::app::App;
use crate::areas::{Area, AreaTree};
use crate::lists::{FieldStatements, statements};
use crate::organizations::Organization;
use crate::organizations::{HistoryEntry, ListPage, ListRequest, Lookup, OrganizationError, Units};

/// Units shown on the page; the others are in the list.
const UNITS: u64 = 10;
/// Changes shown on the page; the others are at the API.
const CHANGES: usize = 10;
/// Neighbours shown beside the record.
const NEIGHBOURS: usize = 5;
/// Similar bodies shown beside the record.
const SIMILAR: usize = 5;

/// A word with a link.
#[derive(Debug, Clone)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// The word.
    pub text: String,
}

/// A line of facts: what, and what is known.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is about.
    pub name: String,
    /// What is known.
    pub value: Shown,
}

/// The school or college of a body, with the list of its bodies.
#[derive(Debug, Clone)]
pub struct HostLink {
    /// Its name.
    pub name: Shown,
    /// Its teachers, in words; empty where unknown.
    pub note: String,
    /// The list of its bodies; empty where the institution is not known by id.
    pub href: String,
}

/// All that the page is made of.
pub struct Parts {
    /// The record.
    pub organization: Organization,
    /// Records that it names.
    pub named: Vec<Organization>,
    /// Bodies that belong to it.
    pub units: Units,
    /// What happened to it.
    pub history: Vec<HistoryEntry>,
    /// Bodies beside it.
    pub neighbours: Vec<Organization>,
    /// What lists said of it, field by field.
    pub statements: Vec<FieldStatements>,
    /// Bodies like it that the page does not name elsewhere.
    pub similar: Vec<Organization>,
}

/// The page.
#[derive(Template)]
#[template(path = "record.html", whitespace = "minimize")]
pub struct Record {
    f: Frame,
    id: String,
    name: Shown,
    names: Vec<OtherName>,
    kind: Link,
    level: Link,
    path: Vec<Link>,
    status: String,
    state: State,
    synthetic: bool,
    abroad: String,
    joining: Option<Joining>,
    contacts: ContactLines,
    parent: Option<Link>,
    region: Option<Link>,
    host: Option<HostLink>,
    activities: Vec<Link>,
    subjects: Vec<Link>,
    facts: Vec<Fact>,
    figures: Vec<Figure>,
    charts: Vec<Chart>,
    up: Vec<Tie>,
    units: Vec<Tie>,
    units_total: u64,
    units_more: String,
    documents: Vec<DocumentLine>,
    sources: Vec<SourceLine>,
    contradictions: Vec<Contradiction>,
    history: Vec<Change>,
    history_more: bool,
    map: TileMap,
    neighbours: Vec<Item>,
    neighbours_title: String,
    neighbours_more: String,
    similar: Vec<Item>,
    json_ld: String,
    whatsapp: String,
    telegram: String,
}

impl Page for Record {
    const CACHE: CachePolicy = CachePolicy::Revalidate;
}

/// Shows a record.
#[handler]
pub async fn page(request: &Request, Path(id): Path<String>, app: Data<&Arc<App>>) -> Response {
    answer(request, build(request, &id, app.0).await)
}

async fn build(request: &Request, text: &str, app: &App) -> Result<Record, PageError> {
    let id: OrganizationId = text.parse().map_err(|_| PageError::NotFound)?;
    let frame = Frame::of(request, app);
    if id.to_string() != text {
        return Err(PageError::Moved(frame.link(&format!("/organizations/{id}"))));
    }
    let organizations = &app.organizations;
    let document: serde_json::Value = match organizations.look_up(id).await.map_err(PageError::failed)? {
        Lookup::There(stored) => serde_json::from_str(&stored.document).map_err(PageError::failed)?,
        Lookup::Merged { into, .. } => {
            return Err(PageError::Merged(frame.link(&format!("/organizations/{into}"))));
        }
        Lookup::Removed { .. } => return Err(PageError::Gone),
        Lookup::Unknown => return Err(PageError::NotFound),
    };
    let rows = app.lists.rows_of_record(&id.to_string()).await.map_err(PageError::failed)?;
    let statements = statements(&document, &rows);
    let organization: Organization = serde_json::from_value(document).map_err(PageError::failed)?;
    let tree = app.areas.tree();
    let named = organizations.records(&structure::named(&organization)).await.map_err(PageError::failed)?;
    let units = organizations.units(id, UNITS).await.map_err(PageError::failed)?;
    let history = organizations.history(id).await.map_err(PageError::failed)?;
    let neighbours = match neighbourhood(&organization, &tree) {
        Some(filters) => unless_search_is_away(beside(app, filters, id, &frame).await)?,
        None => Vec::new(),
    };
    let elsewhere = named.iter().chain(&neighbours).chain(units.items.iter().map(|(_, unit)| unit));
    let elsewhere: Vec<_> = elsewhere.filter_map(|record| record.id).collect();
    let mut similar = unless_search_is_away(organizations.similar(id, SIMILAR + elsewhere.len()).await)?;
    similar.retain(|record| record.id.is_none_or(|id| !elsewhere.contains(&id)));
    similar.truncate(SIMILAR);
    let parts = Parts { organization, named, units, history, neighbours, statements, similar };
    Ok(Record::new(frame, &parts, &tree))
}

/// What was searched for, or nothing while the search does not answer: the record is shown all the same.
fn unless_search_is_away(
    found: Result<Vec<Organization>, OrganizationError>,
) -> Result<Vec<Organization>, PageError> {
    match found {
        Err(OrganizationError::SearchUnavailable(reason)) => {
            tracing::warn!(reason, "a record is shown without the bodies beside it: {reason}");
            Ok(Vec::new())
        }
        found => found.map_err(PageError::failed),
    }
}

async fn beside(
    app: &App,
    filters: Filters,
    id: OrganizationId,
    frame: &Frame,
) -> Result<Vec<Organization>, OrganizationError> {
    let sort = match frame.lang.as_str() {
        "kk" => Sort::NameKk,
        "ru" => Sort::NameRu,
        _ => Sort::NameEn,
    };
    let request = ListRequest { filters, sort, limit: NEIGHBOURS + 1, ..ListRequest::default() };
    let ListPage { mut items, .. } = app.organizations.list(request).await?;
    items.retain(|item| item.id.is_none_or(|own| own.0 != id));
    items.truncate(NEIGHBOURS);
    Ok(items)
}

/// What selects the bodies beside a record: those of its region for its subject, else of its kind.
fn neighbourhood(organization: &Organization, tree: &AreaTree) -> Option<Filters> {
    if !is_of_kazakhstan(organization) {
        return None;
    }
    let region = tree.chain(&organization.kato()?).first().map(|region| region.kato.to_string())?;
    let mut filters = Filters { area: vec![region], ..Filters::default() };
    match organization.subjects.first() {
        Some(subject) => filters.subject = vec![subject.to_string()],
        None => filters.kind = vec![organization.kind.to_string()],
    }
    Some(filters)
}

fn is_of_kazakhstan(organization: &Organization) -> bool {
    organization.country.as_str() == "KZ"
}

impl Record {
    /// The page of a record.
    pub fn new(frame: Frame, parts: &Parts, tree: &AreaTree) -> Self {
        let organization = &parts.organization;
        let lang = frame.lang;
        let id = organization.id.map(|id| id.to_string()).unwrap_or_default();
        let name = names::shown(&organization.names, lang, &id);
        let list = frame.link("/organizations");
        // Lists are of Kazakhstan unless they are asked for another country.
        let country = if is_of_kazakhstan(organization) {
            String::new()
        } else {
            format!("&country={}", organization.country)
        };
        let code_link = |field: &str, code: &str, text: String| Link {
            href: format!("{list}?{field}={code}{country}"),
            text,
        };
        let kind = format::capitalized(organization.kind.entry().label(lang.as_str()));
        let chain = organization.kato().map(|kato| tree.chain(&kato)).unwrap_or_default();
        let path = area_links(&chain, &frame);
        let place = path
            .last()
            .map_or_else(|| labels::country(organization.country.as_str(), lang), |area| area.text.clone());
        let description = frame.t2("record-description", "kind", &kind, "place", &place);
        let frame = frame.titled(name.value.clone(), description);
        let up = structure::upward(organization, &parts.named, &frame);
        let parent = parent_link(organization, &parts.named, &frame);
        let neighbourhood = neighbourhood(organization, tree);
        let permalink = frame.permalink();
        let json_ld = machine_readable(organization, &frame, path.first(), parent.as_ref());
        Self {
            names: names::others(&organization.names, lang),
            level: code_link(
                "level",
                organization.level.as_str(),
                organization.level.entry().label(lang.as_str()).to_owned(),
            ),
            kind: code_link("kind", organization.kind.as_str(), kind),
            status: status(organization, &frame),
            state: State::of(organization, &frame),
            synthetic: item::is_synthetic(organization),
            abroad: if is_of_kazakhstan(organization) {
                String::new()
            } else {
                labels::country(organization.country.as_str(), lang)
            },
            joining: joining(organization, &frame),
            contacts: ContactLines::new(organization, &frame),
            region: path.first().cloned(),
            host: host_link(organization, &frame),
            activities: organization
                .activities
                .iter()
                .map(|activity| topic("activities", activity.entry(), &frame))
                .collect(),
            subjects: organization
                .subjects
                .iter()
                .map(|subject| topic("subjects", subject.entry(), &frame))
                .collect(),
            facts: facts(organization, &frame),
            figures: figures::figures(organization, &frame),
            charts: figures::charts(organization, &frame),
            units: units(&parts.units, &frame),
            units_total: parts.units.total,
            units_more: if parts.units.total > UNITS { format!("{list}?parent={id}") } else { String::new() },
            documents: documents(organization, &frame),
            sources: sources(organization, &frame),
            contradictions: contradictions(&parts.statements, &frame, tree),
            history: parts.history.iter().take(CHANGES).map(|entry| change(entry, &frame)).collect(),
            history_more: parts.history.len() > CHANGES,
            map: TileMap::new(&frame, tree, &[], chain.first().map(|region| region.kato.0)),
            neighbours: Item::all(&parts.neighbours, &frame, tree),
            similar: Item::all(&parts.similar, &frame, tree),
            neighbours_title: neighbours_title(organization, &frame),
            neighbours_more: neighbourhood
                .map_or_else(String::new, |filters| format!("{list}{}", neighbours_query(&filters))),
            whatsapp: format!(
                "https://wa.me/?text={}",
                address::encode(&format!("{} {permalink}", name.value))
            ),
            telegram: format!(
                "https://t.me/share/url?url={}&text={}",
                address::encode(&permalink),
                address::encode(&name.value)
            ),
            id,
            name,
            path,
            up,
            parent,
            json_ld,
            f: frame,
        }
    }
}

fn area_links(chain: &[&Area], frame: &Frame) -> Vec<Link> {
    chain
        .iter()
        .map(|area| Link {
            href: frame.link(&format!("/areas/{}", area.kato)),
            text: area.name(frame.lang.as_str()).to_owned(),
        })
        .collect()
}

/// The body above, where its record is there.
fn parent_link(organization: &Organization, named: &[Organization], frame: &Frame) -> Option<Link> {
    let above = structure::parent(organization)?;
    let record = named.iter().find(|record| record.id.is_some_and(|own| own.0 == above))?;
    let text = names::shown(&record.names, frame.lang, &above.to_string()).value;
    Some(Link { href: frame.link(&format!("/organizations/{above}")), text })
}

fn machine_readable(
    organization: &Organization,
    frame: &Frame,
    region: Option<&Link>,
    parent: Option<&Link>,
) -> String {
    let record = |id: &dyn std::fmt::Display| frame.absolute(&format!("/v1/organizations/{id}"));
    json_ld(
        organization,
        &Node {
            id: organization.id.map(|id| record(&id)).unwrap_or_default(),
            url: frame.permalink(),
            area: region.map(|region| region.text.clone()),
            parent: structure::parent(organization)
                .zip(parent)
                .map(|(above, link)| (record(&above), link.text.clone())),
        },
    )
}

fn neighbours_query(filters: &Filters) -> String {
    let of = |name: &'static str, values: &[String]| values.first().map(|value| (name, value.clone()));
    let pairs: Vec<(&str, String)> =
        [of("kind", &filters.kind), of("area", &filters.area), of("subject", &filters.subject)]
            .into_iter()
            .flatten()
            .collect();
    address::query(pairs.iter().map(|(name, value)| (*name, value.as_str())))
}

fn neighbours_title(organization: &Organization, frame: &Frame) -> String {
    match organization.subjects.first() {
        Some(subject) => {
            frame.t1("record-neighbours-subject", "subject", subject.entry().label(frame.lang.as_str()))
        }
        None => frame.t1(
            "record-neighbours-kind",
            "kind",
            labels::heading("kind", organization.kind.as_str(), frame.lang),
        ),
    }
}

/// The status where it says more than the confirmation does.
fn status(organization: &Organization, frame: &Frame) -> String {
    match organization.status.as_str() {
        "unconfirmed" | "active" => String::new(),
        _ => organization.status.entry().label(frame.lang.as_str()).to_owned(),
    }
}

fn topic(folder: &str, entry: &code::CodeEntry, frame: &Frame) -> Link {
    Link {
        href: frame.link(&format!("/{folder}/{}", entry.code)),
        text: entry.label(frame.lang.as_str()).to_owned(),
    }
}

fn host_link(organization: &Organization, frame: &Frame) -> Option<HostLink> {
    let host = organization.host.as_ref()?;
    let note = host.teachers.map_or_else(String::new, |teachers| {
        frame.t1("host-teachers", "n", format::number(u64::from(teachers)))
    });
    let href =
        host.id.as_ref().map_or_else(String::new, |id| frame.link(&format!("/organizations?host={id}")));
    Some(HostLink { name: names::host(&host.names, frame.lang)?, note, href })
}

/// What is known of a body besides: legal form, number, dates, origin.
fn facts(organization: &Organization, frame: &Frame) -> Vec<Fact> {
    let lang = frame.lang;
    let plain = |key: &str, value: String| Fact {
        name: frame.t(key),
        value: Shown { value, lang: String::new(), mark: String::new() },
    };
    let mut facts = Vec::new();
    if let Some(form) = &organization.legal_form {
        facts.push(plain("fact-legal-form", form.entry().label(lang.as_str()).to_owned()));
    }
    if let Some(bin) = &organization.bin {
        facts.push(plain("fact-bin", bin.to_string()));
    }
    if let Some(founded) = &organization.founded_on {
        facts.push(plain("fact-founded", format::date(lang, founded.0)));
    }
    if let Some(registered) = &organization.registered_on {
        facts.push(plain("fact-registered", format::date(lang, registered.0)));
    }
    if let Some(origin) = organization.origin.as_ref().filter(|origin| !origin.is("unknown")) {
        facts.push(plain("fact-origin", origin.entry().label(lang.as_str()).to_owned()));
    }
    for identifier in &organization.identifiers {
        facts.push(plain("fact-identifier", format!("{}: {}", identifier.scheme, identifier.value)));
    }
    for officer in &organization.officers {
        let term = structure::term(frame, officer.since.as_ref(), officer.until.as_ref());
        let role = officer.role.entry().label(lang.as_str());
        facts.push(plain(
            "fact-officer",
            if term.is_empty() { role.to_owned() } else { format!("{role}, {term}") },
        ));
    }
    facts
}

fn units(units: &Units, frame: &Frame) -> Vec<Tie> {
    units
        .items
        .iter()
        .map(|(affiliation, organization)| {
            let id = organization.id.map(|id| id.to_string()).unwrap_or_default();
            Tie {
                href: frame.link(&format!("/organizations/{id}")),
                name: names::shown(&organization.names, frame.lang, &id),
                how: affiliation.entry().label(frame.lang.as_str()).to_owned(),
                source: Shown::guessed("", frame.lang),
                ended: false,
            }
        })
        .collect()
}
