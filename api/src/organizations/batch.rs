//! Lines on their way into one transaction: recognised, resolved, checked against the registry, written.

use std::collections::{HashMap, HashSet};

use birlik_entity::{Bin, KatoCode, OrganizationId, Reference};
use sea_orm::DbErr;

use super::affiliations::AffiliationGraph;
use super::model::{Host, Organization};
use super::read::Finding;
use super::recognition::{Facts, Key, Known, Recognized, candidates};
use super::redirects::Redirects;
use super::rules::content;
use super::store::{self, Written};
use crate::areas::Areas;
use crate::clock::day_in_astana;
use crate::institutions::HostResolver;
use crate::log::{Subject, Verb, Write};
use crate::parsed::Parsed;

/// Ids by the `ref` of a line.
pub(super) type References = HashMap<Box<str>, OrganizationId>;

/// A line that was read.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) text: String,
    pub(super) record: Organization,
    pub(super) keys: Vec<Key>,
    /// What was left out of it.
    pub(super) notes: Vec<Finding>,
    /// True where the program composed it: a record that is there keeps the keys by which it is recognised.
    pub(super) is_composed: bool,
}

/// The record that another one names, where it is known.
pub(super) fn resolve(to: &Reference, references: &References) -> Option<OrganizationId> {
    match to {
        Reference::Id(id) => Some(*id),
        Reference::Local(name) => references.get(name).copied(),
    }
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    Created,
    Updated,
    Unchanged,
    Waits,
}

/// Lines on their way into one transaction, with what the registry knows of them.
pub(super) struct Batch {
    pub(super) known: Known,
    /// Records as they are, by id.
    current: HashMap<OrganizationId, Organization>,
    /// Which of the records named in affiliations exist.
    pub(super) targets: HashSet<OrganizationId>,
    hosts: HostResolver,
    graph: AffiliationGraph,
    /// The day on which affiliations hold or not.
    today: String,
    written: HashMap<OrganizationId, Written>,
    order: Vec<OrganizationId>,
}

impl Batch {
    /// Reads what the registry knows of these lines. Records in `expected` count as there: they are written by
    /// the same transaction.
    pub(super) async fn load(
        write: &Write,
        lines: &[Line],
        references: &References,
        expected: &HashSet<OrganizationId>,
    ) -> Result<Self, DbErr> {
        let rows = write.rows();
        let today = day_in_astana(write.at());
        let mut known = Known::default();
        let keys: Vec<Key> = lines.iter().flat_map(|line| line.keys.iter().cloned()).collect();
        for (key, id) in store::by_keys(rows, &keys).await? {
            known.keys.entry(key).or_default().push(id);
        }
        let bins: Vec<Bin> = lines.iter().filter_map(|line| line.record.bin).map(|bin| bin.0).collect();
        for (bin, id) in store::by_bins(rows, &bins).await? {
            known.bins.entry(bin).or_default().push(id);
        }
        let given = lines.iter().filter_map(|line| line.record.id).map(|id| id.0);
        let minted = lines
            .iter()
            .filter(|line| line.record.id.is_none())
            .flat_map(|line| candidates(&line.record, &line.keys));
        let recognised = known.keys.values().chain(known.bins.values()).flatten().copied();
        let named = lines
            .iter()
            .flat_map(|line| line.record.affiliations.iter())
            .filter_map(|one| resolve(&one.to.0, references));
        let named: HashSet<OrganizationId> = named.collect();
        let given: Vec<OrganizationId> = given.collect();
        let minted: Vec<OrganizationId> = minted.collect();
        known.redirects = Redirects::of(rows, named.iter().chain(&given).chain(&minted).copied()).await?;
        let targets: HashSet<OrganizationId> = named.iter().map(|id| known.redirects.living(*id)).collect();
        let wanted: HashSet<OrganizationId> = given.into_iter().chain(minted).chain(recognised).collect();
        known.ids = store::existing(rows, wanted).await?.into_iter().collect();
        let mut current = HashMap::new();
        let old = known.ids.iter().copied();
        for (id, document) in store::documents(rows, old).await? {
            let record = serde_json::from_str(&document).map_err(|error| DbErr::Type(error.to_string()))?;
            known.facts.insert(id, Facts::of(&record));
            current.insert(id, record);
        }
        let mut existing: HashSet<OrganizationId> =
            store::existing(rows, targets).await?.into_iter().collect();
        existing.extend(expected);
        // Who names a record that was merged means the one that stays.
        existing.extend(
            named
                .into_iter()
                .filter(|id| known.redirects.away(*id).is_some_and(|into| existing.contains(&into)))
                .collect::<Vec<_>>(),
        );
        let mut graph = AffiliationGraph::default();
        graph.load(rows, existing.iter().copied().chain(known.ids.iter().copied()), &today).await?;
        let of_line = |line: &Line| Some((line.record.host.clone()?, line.record.kato()));
        let hosts: Vec<(Host, Option<KatoCode>)> = lines.iter().filter_map(of_line).collect();
        let hosts = HostResolver::load(write, &hosts).await?;
        Ok(Self {
            known,
            current,
            targets: existing,
            hosts,
            graph,
            today,
            written: HashMap::new(),
            order: Vec::new(),
        })
    }

    /// A record as it is now, with what was taken so far.
    pub(super) fn current(&self, id: OrganizationId) -> Option<&Organization> {
        self.current.get(&id)
    }

    /// The record that an affiliation names; the one that stays, where that one was merged.
    fn meant(&self, to: &Reference, references: &References) -> Option<OrganizationId> {
        resolve(to, references).map(|id| self.known.redirects.living(id))
    }

    /// Takes a line; what is wrong with it, where it cannot be taken.
    pub(super) fn take(
        &mut self,
        write: &mut Write,
        line: &mut Line,
        references: &mut References,
        areas: &Areas,
    ) -> Result<Taken, Vec<Finding>> {
        let recognized = self.known.recognize(&line.record, &line.keys).map_err(|finding| vec![finding])?;
        let (id, is_new) = match recognized {
            Recognized::Old(id) => (id, false),
            Recognized::New(id) => (id, true),
        };
        check_area(&line.record, areas)?;
        for (at, affiliation) in line.record.affiliations.iter().enumerate() {
            match self.meant(&affiliation.to.0, references) {
                Some(to) if to == id => {
                    let reason = "a body cannot belong to itself; expected another record";
                    return Err(vec![Finding::new(format!("affiliations[{at}].to"), reason)]);
                }
                Some(to) if self.targets.contains(&to) || self.known.ids.contains(&to) => {}
                _ => return Ok(Taken::Waits),
            }
        }
        let mut record = line.record.clone();
        record.id = Some(Parsed(id));
        for affiliation in &mut record.affiliations {
            if let Some(to) = self.meant(&affiliation.to.0, references) {
                affiliation.to = Parsed(Reference::Id(to));
            }
        }
        if let Some(at) = self.graph.circle(id, &record, &self.today) {
            let reason = "this closes a circle: the body named belongs, step by step, to this one";
            return Err(vec![Finding::new(format!("affiliations[{at}].to"), reason)]);
        }
        if let Some(host) = &record.host {
            let source = record.sources.first().map(|source| source.list.as_str());
            let current = self.current.get(&id).and_then(|before| before.host.as_ref()?.id).map(|id| id.0);
            let resolved = self.hosts.resolve(write, host, record.kato(), current, source);
            let resolved = resolved.map_err(|reason| vec![Finding::new("host", reason)])?;
            for note in left_of_host(host, &resolved) {
                if !line.notes.contains(&note) {
                    line.notes.push(note);
                }
            }
            record.host = Some(resolved);
        }
        self.graph.replace(id, &record, &self.today);
        if let Some(name) = &line.record.local_ref {
            references.insert(name.as_str().into(), id);
        }
        let before = self.current.get(&id);
        if before.is_some_and(|before| content(before) == content(&record)) {
            return Ok(Taken::Unchanged);
        }
        let (version, at) = match before {
            Some(before) => (before.version.unwrap_or(1).saturating_add(1), write.at().to_owned()),
            // A new record brings its version and time along.
            None => (
                record.version.unwrap_or(1),
                record.updated_at.take().unwrap_or_else(|| write.at().to_owned()),
            ),
        };
        record.version = Some(version);
        record.updated_at = Some(at);
        record.local_ref = None;
        let document =
            serde_json::to_string(&record).map_err(|error| vec![Finding::new("", error.to_string())])?;
        let verb = if is_new { Verb::Created } else { Verb::Updated };
        let seq = write.append(Subject::Organization(id), verb, document.clone());
        self.known.learn(id, &record, &line.keys);
        self.current.insert(id, record.clone());
        // A record written twice in a batch is one row; it is new if it was new the first time.
        let was_new = self.written.get(&id).is_some_and(|written| written.is_new);
        let keys = (is_new || was_new || !line.is_composed).then(|| line.keys.clone());
        let written = Written { record, document, seq, is_new: is_new || was_new, keys };
        if self.written.insert(id, written).is_none() {
            self.order.push(id);
        }
        Ok(if is_new { Taken::Created } else { Taken::Updated })
    }

    /// Writes what was taken.
    pub(super) async fn flush(mut self, write: &mut Write) -> Result<(), DbErr> {
        self.hosts.flush(write).await?;
        let written: Vec<Written> = self.order.iter().filter_map(|id| self.written.remove(id)).collect();
        store::write(write.rows(), &written).await
    }
}

/// What a line says of its institution and the institution does not: it stays out, and the report says so.
fn left_of_host(said: &Host, known: &Host) -> Vec<Finding> {
    let list = "a list of institutions says it (`birlik institutions import`)";
    let teachers = (said.teachers.is_some() && said.teachers != known.teachers).then(|| {
        let known = known.teachers.map_or_else(|| "none".to_owned(), |teachers| teachers.to_string());
        Finding::new(
            "host.teachers",
            format!("the institution has {known} on record, which stays until {list}"),
        )
    });
    let bin = (said.bin.is_some() && said.bin != known.bin).then(|| {
        Finding::new(
            "host.bin",
            format!("the institution is known without this BIN, which stays out until {list}"),
        )
    });
    teachers.into_iter().chain(bin).collect()
}

fn check_area(record: &Organization, areas: &Areas) -> Result<(), Vec<Finding>> {
    let tree = areas.tree();
    let host = record.host.as_ref().and_then(|host| host.kato).map(|kato| kato.0);
    let findings: Vec<Finding> = [("area.kato", record.kato()), ("host.kato", host)]
        .into_iter()
        .filter(|(_, kato)| kato.is_some_and(|kato| tree.nearest(&kato).is_none()))
        .map(|(field, _)| {
            Finding::new(
                field,
                "there is no such region; expected a code of /v1/areas or of a place inside one of them",
            )
        })
        .collect();
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}
