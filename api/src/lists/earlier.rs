//! What was decided about the rows of the last edition of a list.
//!
//! A row that says word for word what it said then is the record that it was then, whatever else the registry
//! has learnt meanwhile; and what waited for a person goes on waiting. So a list that comes again changes
//! nothing, and nobody is asked about what was decided and applied.

use std::collections::{BTreeMap, HashMap, HashSet};

use birlik_entity::OrganizationId;
use birlik_entity::rows::list_row;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::matched::MatchedRow;
use super::report::{Decision, Reason};
use crate::organizations::Redirects;

/// What a row says, without where and when it said it.
type Words = [u8; 16];

/// What became of a row.
#[derive(Debug, Clone, PartialEq)]
enum Became {
    /// This record.
    Record(String),
    /// Nobody decided about this question.
    Waits(Question),
    /// Rows that say the same became different records.
    Unclear,
}

/// What was asked about a row.
#[derive(Debug, Clone, PartialEq)]
struct Question {
    score: Option<f64>,
    /// The row that it was shown with, by its number then.
    beside: Option<i32>,
    /// The body that came near it.
    near: Option<Reason>,
}

/// The rows of the last edition.
#[derive(Debug, Clone, Default)]
pub(super) struct Earlier {
    rows: HashMap<Words, Became>,
    /// What rows said, by their numbers.
    said: HashMap<i32, Words>,
}

impl Earlier {
    /// Adds a row; records that were merged since are those that they were merged into.
    pub(super) fn add(&mut self, row: &list_row::Model, redirects: &Redirects) {
        let said = words(&row.said, &row.digests);
        self.said.insert(row.number, said);
        let became = match &row.organization_id {
            Some(id) => {
                let living = id.parse::<OrganizationId>().map(|id| redirects.living(id).to_string());
                Became::Record(living.unwrap_or_else(|_| id.clone()))
            }
            None if row.decision == Decision::Review.as_str() && row.answer.is_none() => {
                let reasons: Vec<Reason> = serde_json::from_str(&row.reasons).unwrap_or_default();
                let near = reasons.into_iter().find(|reason| reason.sort == "competitor");
                Became::Waits(Question { score: row.score, beside: row.compared_with, near })
            }
            None => return,
        };
        let known = self.rows.entry(said).or_insert_with(|| became.clone());
        match (&*known, &became) {
            (Became::Waits(_), Became::Record(_)) => *known = became,
            (Became::Record(one), Became::Record(other)) if one != other => *known = Became::Unclear,
            _ => {}
        }
    }

    /// Decides about rows as it was decided about them then, where the registry still has those records.
    pub(super) fn decide(&self, rows: &mut [MatchedRow], registry: &[String]) {
        if self.rows.is_empty() {
            return;
        }
        let registry: HashSet<&str> = registry.iter().map(String::as_str).collect();
        let mut clusters = Clusters::of(rows);
        let mut waiting: Vec<(usize, &Question)> = Vec::new();
        for (at, row) in
            rows.iter_mut().enumerate().filter(|(_, row)| row.report.decision != Decision::Rejected)
        {
            let report = &mut row.report;
            match self.rows.get(&words(&row.said, &row.digests)) {
                Some(Became::Record(id)) if registry.contains(id.as_str()) => {
                    let is_new = report.decision != Decision::Duplicate || report.record.as_ref() != Some(id);
                    report.cluster = clusters.of_record(id, report.cluster);
                    report.record = Some(id.clone());
                    report.decision = Decision::Duplicate;
                    report.compared_with = None;
                    if is_new {
                        row.reasons = with(&row.reasons, note("decided_before"));
                    }
                }
                Some(Became::Waits(question)) if report.decision != Decision::Review => {
                    waiting.push((at, question));
                }
                _ => {}
            }
        }
        clusters.tell(rows);
        self.wait(rows, waiting);
    }

    /// Rows wait on: those of one body together for the rest of it, others for the row that they were shown with,
    /// where that is there still.
    fn wait(&self, rows: &mut [MatchedRow], waiting: Vec<(usize, &Question)>) {
        if waiting.is_empty() {
            return;
        }
        let mut now: HashMap<Words, usize> = HashMap::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.report.decision != Decision::Rejected)
        {
            now.entry(words(&row.said, &row.digests)).or_insert(at);
        }
        let mut bodies: BTreeMap<usize, Vec<(usize, &Question)>> = BTreeMap::new();
        for (at, question) in waiting {
            bodies.entry(rows[at].report.cluster).or_default().push((at, question));
        }
        // The first row of each body that does not wait.
        let waits: HashSet<usize> = bodies.values().flatten().map(|(at, _)| *at).collect();
        let mut others: HashMap<usize, u32> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            if row.report.decision != Decision::Rejected && !waits.contains(&at) {
                others.entry(row.report.cluster).or_insert(row.report.row);
            }
        }
        for (cluster, members) in bodies {
            let rest = others.get(&cluster).copied();
            let first = members.first().map(|(at, _)| rows[*at].report.row);
            for (at, question) in members {
                let shown = question
                    .beside
                    .and_then(|then| now.get(self.said.get(&then)?))
                    .filter(|other| **other != at);
                let shown = shown.map(|other| rows[*other].report.clone());
                let row = &mut rows[at];
                if rest.is_some() || row.report.record.is_some() {
                    row.report.compared_with = rest;
                } else if let (Some(other), Some(near)) = (shown, &question.near) {
                    let (code, found) = (other.cluster.to_string(), other.record);
                    row.reasons = with(&row.reasons, Reason { code, found, ..near.clone() });
                    row.report.compared_with = Some(other.row);
                } else {
                    continue;
                }
                row.report.decision = Decision::Review;
                row.report.asked_with = first;
                row.report.score = question.score.unwrap_or(row.report.score);
                row.reasons = with(&row.reasons, note("waits_still"));
            }
        }
    }
}

/// The bodies of a list, and the records that they are.
struct Clusters {
    record: BTreeMap<usize, Option<String>>,
    of_record: HashMap<String, usize>,
    /// Where rows of a body that was no record went: to one body, or to several.
    moved: HashMap<usize, Option<usize>>,
    next: usize,
}

impl Clusters {
    fn of(rows: &[MatchedRow]) -> Self {
        let mut record: BTreeMap<usize, Option<String>> = BTreeMap::new();
        let mut of_record = HashMap::new();
        for row in rows.iter().map(|row| &row.report) {
            let known = record.entry(row.cluster).or_default();
            if known.is_none() {
                known.clone_from(&row.record);
            }
        }
        for (cluster, id) in &record {
            if let Some(id) = id {
                of_record.entry(id.clone()).or_insert(*cluster);
            }
        }
        let next = record.keys().last().map_or(1, |last| last + 1);
        Self { record, of_record, moved: HashMap::new(), next }
    }

    /// The body that is this record: the one that was found to be, else the one at hand where that is none yet.
    fn of_record(&mut self, id: &str, at_hand: usize) -> usize {
        if let Some(cluster) = self.of_record.get(id).copied() {
            if cluster != at_hand && self.record.get(&at_hand).is_none_or(Option::is_none) {
                let to = self.moved.entry(at_hand).or_insert(Some(cluster));
                *to = to.filter(|known| *known == cluster);
            }
            return cluster;
        }
        let cluster = match self.record.get_mut(&at_hand) {
            Some(record @ None) => {
                *record = Some(id.to_owned());
                at_hand
            }
            _ => {
                self.next += 1;
                self.next - 1
            }
        };
        self.of_record.insert(id.to_owned(), cluster);
        self.record.insert(cluster, Some(id.to_owned()));
        cluster
    }

    /// Other rows of a body are its record too, and follow those that went to another body.
    fn tell(&self, rows: &mut [MatchedRow]) {
        let went = |cluster: usize| self.moved.get(&cluster).copied().flatten();
        for row in rows.iter_mut() {
            if row.report.decision == Decision::Review {
                row.reasons = renumbered(&row.reasons, |cluster| {
                    let to = went(cluster)?;
                    Some((to, self.record.get(&to).cloned().flatten()))
                });
            }
            let report = &mut row.report;
            if report.record.is_none() {
                report.cluster = went(report.cluster).unwrap_or(report.cluster);
                report.record = self.record.get(&report.cluster).cloned().flatten();
                if report.record.is_some() && report.decision == Decision::New {
                    report.decision = Decision::Duplicate;
                }
            }
        }
    }
}

/// Reasons as JSON, with the body that comes near by its number and record of now.
fn renumbered(reasons: &str, now: impl Fn(usize) -> Option<(usize, Option<String>)>) -> String {
    let Ok(mut all) = serde_json::from_str::<Vec<Reason>>(reasons) else { return reasons.to_owned() };
    let competitor = all.iter_mut().find(|reason| reason.sort == "competitor");
    let Some(reason) = competitor else { return reasons.to_owned() };
    let Some((cluster, record)) = reason.code.parse().ok().and_then(now) else { return reasons.to_owned() };
    reason.code = cluster.to_string();
    reason.found = record.or(reason.found.take());
    serde_json::to_string(&all).unwrap_or_default()
}

fn words(said: &str, digests: &str) -> Words {
    let mut hash = Sha256::new();
    match serde_json::from_str::<Value>(said) {
        Ok(mut record) => {
            if let Some(fields) = record.as_object_mut() {
                fields.remove("sources");
            }
            hash.update(record.to_string());
        }
        Err(_) => hash.update(said),
    }
    hash.update([0]);
    hash.update(digests);
    let digest = hash.finalize();
    std::array::from_fn(|at| digest[at])
}

/// Reasons as JSON, with one more.
fn with(reasons: &str, one_more: Reason) -> String {
    let mut reasons: Vec<Reason> = serde_json::from_str(reasons).unwrap_or_default();
    reasons.push(one_more);
    serde_json::to_string(&reasons).unwrap_or_default()
}

fn note(code: &str) -> Reason {
    let text = match code {
        "decided_before" => "the last edition of the list says the same, and was decided so",
        _ => "the last edition of the list says the same, and nobody has decided about it yet",
    };
    Reason { sort: "note".into(), code: code.into(), text: text.into(), ..Reason::default() }
}
