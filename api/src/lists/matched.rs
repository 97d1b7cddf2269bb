//! A list matched: every row with what it says and what is to become of it. No store but for reading.

use std::collections::HashMap;

use birlik_search::matching::{
    self, Cluster, Decision as Matched, DigestKey, EducationVerdict, Lexicon, Matcher, Matching, RowFacts,
    RowMatch, RowReader,
};
use serde_json::Value;

use super::columns::ColumnUse;
use super::earlier::Earlier;
use super::incoming::Incoming;
use super::platforms;
use super::reading::{LeftOut, LeftOutWhy, Sheet};
use super::registry::{Registry, stored_digests};
use super::report::{
    Decision, Reason, Report, ReportRow, Summary, Verdict, competitor, reasons, rounded, unsure,
};
use super::rows::{self, ListRow};
use super::saying::said;
use super::source::SourceOfList;

/// A row that is ready to be stored and applied.
///
/// A list of a hundred thousand rows must fit into memory: what is long is text already, as it is stored.
#[derive(Debug, Clone)]
pub(super) struct MatchedRow {
    /// What is reported of it, but for the reasons; its record is the one that its body was found to be.
    pub(super) report: ReportRow,
    /// Why, as JSON.
    pub(super) reasons: String,
    /// What it says, in the bulk format.
    pub(super) said: String,
    /// Keyed digests of its contacts, as JSON.
    pub(super) digests: String,
}

/// A list that was matched.
#[derive(Debug, Clone)]
pub(super) struct MatchedList {
    pub(super) rows: Vec<MatchedRow>,
    pub(super) columns: Vec<ColumnUse>,
    pub(super) problems: Vec<String>,
    pub(super) remarks: Vec<String>,
    /// Rows of the file that are no rows of the list.
    pub(super) left_out: Vec<String>,
}

/// A list ready to be matched, as often as it takes: its rows, and what its file says beside.
#[derive(Debug)]
pub(super) struct ReadyList {
    pub(super) source: SourceOfList,
    pub(super) file_name: String,
    pub(super) file_digest: String,
    rows: Vec<ListRow>,
    columns: Vec<ColumnUse>,
    problems: Vec<String>,
    remarks: Vec<String>,
    left_out: Vec<String>,
}

impl From<Incoming> for ReadyList {
    fn from(incoming: Incoming) -> Self {
        let Incoming { table, source, file_name, file_digest } = incoming;
        let mut problems: Vec<String> = table.problems.iter().map(ToString::to_string).collect();
        if table.problems_left_out > 0 {
            problems.push(format!("and {} more cells that could not be read", table.problems_left_out));
        }
        Self {
            rows: rows::rows(&table, source.list_date.as_deref()),
            columns: ColumnUse::of(&table),
            problems,
            remarks: table.remarks.iter().map(ToString::to_string).collect(),
            left_out: table.sheets.iter().flat_map(left_out).collect(),
            source,
            file_name,
            file_digest,
        }
    }
}

impl ReadyList {
    /// Where it comes from and the digest of its file, without its rows.
    pub(super) fn into_source(self) -> (SourceOfList, String) {
        (self.source, self.file_digest)
    }
}

/// The rows of a sheet that are no rows of the list, and why. Their text may name people and stays out.
fn left_out(sheet: &Sheet) -> impl Iterator<Item = String> {
    sheet.left_out.iter().filter(|rows| rows.why != LeftOutWhy::Empty).map(|rows| {
        let LeftOut { from, to, why, .. } = rows;
        let place = if from == to { format!("{from}") } else { format!("{from}-{to}") };
        format!("{}!{place}: {why}", sheet.name)
    })
}

/// Understands and matches all rows, and keeps to what was decided about the last edition of the list; work for
/// the processor alone.
pub(super) fn match_list(
    list: &ReadyList,
    registry: Registry,
    lexicon: &Lexicon,
    key: &DigestKey,
    earlier: &Earlier,
) -> MatchedList {
    let rows = &list.rows;
    let mut facts = understood(rows, lexicon, key);
    let Registry { ids, known, pages } = registry;
    let mut matching = Matcher::default().match_rows(&facts, known);
    let on_platforms = platforms::put_together(rows, &facts, &pages, &mut matching);
    agree_on_education(&matching, &mut facts);
    let numbers: Vec<u32> = rows.iter().map(|row| row.number).collect();
    let Matching { clusters, rows: decided } = matching;
    let of_list = Around { numbers: &numbers, clusters: &clusters, ids: &ids, source: &list.source };
    // What a row was understood to be goes as soon as it is written down.
    let mut matched: Vec<MatchedRow> = rows
        .iter()
        .zip(facts)
        .zip(decided)
        .zip(on_platforms)
        .map(|(((row, facts), decided), is_on_another)| {
            of_list.matched_row(row, &facts, &decided, is_on_another)
        })
        .collect();
    earlier.decide(&mut matched, &ids);
    ask_together(&mut matched);
    MatchedList {
        rows: matched,
        columns: list.columns.clone(),
        problems: list.problems.clone(),
        remarks: list.remarks.clone(),
        left_out: list.left_out.clone(),
    }
}

fn understood(rows: &[ListRow], lexicon: &Lexicon, key: &DigestKey) -> Vec<RowFacts> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = rows.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = rows
            .chunks(share)
            .map(|rows| {
                scope.spawn(move || {
                    let mut reader = RowReader::new(lexicon, key);
                    rows.iter().map(|row| reader.read(&row.input)).collect::<Vec<_>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// Rows of one body are about education together, or not: what most of those that tell say.
fn agree_on_education(matching: &Matching, facts: &mut [RowFacts]) {
    for cluster in matching.clusters.iter().filter(|cluster| cluster.rows.len() > 1) {
        let count =
            |verdict| cluster.rows.iter().filter(|row| facts[**row].education.verdict == verdict).count();
        let (yes, no) = (count(EducationVerdict::Yes), count(EducationVerdict::No));
        if yes + no == 0 {
            continue;
        }
        let verdict = if yes >= no { EducationVerdict::Yes } else { EducationVerdict::No };
        let Some(told) = cluster.rows.iter().find(|row| facts[**row].education.verdict == verdict) else {
            continue;
        };
        let education = facts[*told].education.clone();
        for row in &cluster.rows {
            if facts[*row].education.verdict != verdict {
                facts[*row].education = education.clone();
            }
        }
    }
}

/// What a row is told of the rest of its list.
struct Around<'a> {
    /// Numbers of all rows.
    numbers: &'a [u32],
    clusters: &'a [Cluster],
    /// Ids of the registry's records.
    ids: &'a [String],
    source: &'a SourceOfList,
}

impl Around<'_> {
    fn matched_row(
        &self,
        row: &ListRow,
        facts_of: &RowFacts,
        matched: &RowMatch,
        is_on_another: bool,
    ) -> MatchedRow {
        let cluster = &self.clusters[matched.cluster];
        let proposed = matched.record.or(cluster.record).and_then(|record| self.ids.get(record)).cloned();
        let mut reasons = reasons(facts_of, matched.comparison.as_ref());
        let mut said = said(row, facts_of, self.source);
        let decision = match read(&said) {
            Err(refused) => {
                reasons.extend(refused);
                Decision::Rejected
            }
            Ok(tidy) => {
                said = tidy;
                match (facts_of.education.verdict, matched.decision) {
                    (EducationVerdict::No, _) => Decision::Rejected,
                    (_, Matched::Review) => Decision::Review,
                    (_, Matched::Same) => Decision::Duplicate,
                    (_, Matched::New) => Decision::New,
                }
            }
        };
        let compared_with = matched.beside.map(|other| self.numbers[other]);
        if decision == Decision::Review && matched.competitor.is_none() {
            reasons.push(unsure(matched.probability, proposed.as_deref(), compared_with));
        }
        if let Some(other) = &matched.competitor {
            let record = other.record.and_then(|record| self.ids.get(record));
            reasons.push(competitor(other, record.cloned()));
        }
        if is_on_another {
            reasons.push(Reason {
                sort: "feature".into(),
                code: "platform".into(),
                outcome: Some("agree".into()),
                text: "the same page, or the same name on another platform".into(),
                ..Reason::default()
            });
        }
        MatchedRow {
            report: ReportRow {
                row: row.number,
                place: row.place.clone(),
                decision,
                cluster: matched.cluster + 1,
                record: proposed,
                score: rounded(matched.probability),
                education: facts_of.education.verdict.code().to_owned(),
                kind: said["kind"].as_str().unwrap_or("ngo").to_owned(),
                area: facts_of.area.chain().last().map(|kato| (*kato).to_owned()),
                reasons: Vec::new(),
                compared_with,
                asked_with: matched.asked_with.map(|first| self.numbers[first]),
                answer: None,
            },
            reasons: compact(serde_json::to_string(&reasons).unwrap_or_default()),
            said: compact(said.to_string()),
            digests: compact(serde_json::to_string(&stored_digests(facts_of)).unwrap_or_default()),
        }
    }
}

/// Of rows that are asked about together the first one in review stands for all; rows that nobody is asked about
/// belong to no such group.
fn ask_together(rows: &mut [MatchedRow]) {
    let mut firsts: HashMap<u32, (u32, usize)> = HashMap::new();
    for row in rows.iter_mut().map(|row| &mut row.report) {
        if row.decision != Decision::Review {
            row.asked_with = None;
        }
        if let Some(group) = row.asked_with {
            firsts.entry(group).or_insert((row.row, 0)).1 += 1;
        }
    }
    for row in rows.iter_mut().map(|row| &mut row.report) {
        let group = row.asked_with.and_then(|group| firsts.get(&group));
        row.asked_with = group.filter(|(_, count)| *count > 1).map(|(first, _)| *first);
    }
}

/// A text in no more memory than it needs; one that grew has up to twice as much.
fn compact(mut text: String) -> String {
    text.shrink_to_fit();
    text
}

/// What a row says as a tidy record, or why it cannot be one.
fn read(said: &Value) -> Result<Value, Vec<Reason>> {
    match crate::organizations::read(&said.to_string()) {
        crate::organizations::Reading::Right(record, _) => {
            Ok(serde_json::to_value(*record).unwrap_or_default())
        }
        crate::organizations::Reading::Wrong(findings) => Err(findings
            .into_iter()
            .map(|finding| Reason {
                sort: "refused".into(),
                code: finding.field.clone(),
                text: format!("{}: {}", finding.field, finding.reason),
                ..Reason::default()
            })
            .collect()),
    }
}

impl MatchedList {
    /// Takes over what a person decided in an earlier report of the same list; rows that are not in review keep
    /// their decision. Returns how many were taken over.
    pub(super) fn answer(&mut self, report: &Report) -> usize {
        let answers: HashMap<u32, Verdict> =
            report.rows.iter().filter_map(|row| Some((row.row, row.answer?))).collect();
        // An answer counts for all rows that are asked about together; of several the first.
        let mut together: HashMap<u32, Verdict> = HashMap::new();
        for row in self.rows.iter().map(|row| &row.report) {
            if let (Some(first), Some(answer)) = (row.asked_with, answers.get(&row.row)) {
                together.entry(first).or_insert(*answer);
            }
        }
        let mut taken = 0;
        for row in self.rows.iter_mut().filter(|row| row.report.decision == Decision::Review) {
            let of_group = row.report.asked_with.and_then(|first| together.get(&first));
            if let Some(answer) = of_group.or_else(|| answers.get(&row.report.row)) {
                row.report.answer = Some(*answer);
                taken += 1;
            }
        }
        taken
    }

    /// The report of the list.
    pub(super) fn into_report(self, list: &str, file_digest: &str) -> Report {
        let summary = self.summary();
        let with_reasons = |row: MatchedRow| ReportRow {
            reasons: serde_json::from_str(&row.reasons).unwrap_or_default(),
            ..row.report
        };
        Report {
            batch: None,
            list: list.to_owned(),
            file_digest: file_digest.to_owned(),
            summary,
            columns: self.columns,
            rows: self.rows.into_iter().map(with_reasons).collect(),
            problems: self.problems,
            remarks: self.remarks,
            left_out: self.left_out,
        }
    }

    /// The list in numbers.
    pub(super) fn summary(&self) -> Summary {
        let decided = |decision| self.rows.iter().filter(|row| row.report.decision == decision).count();
        let education = |verdict| self.rows.iter().filter(|row| row.report.education == verdict).count();
        let mut bodies: Vec<usize> = self
            .rows
            .iter()
            .filter(|row| row.report.decision != Decision::Rejected)
            .map(|row| row.report.cluster)
            .collect();
        bodies.sort_unstable();
        bodies.dedup();
        Summary {
            rows: self.rows.len(),
            bodies: bodies.len(),
            new: decided(Decision::New),
            duplicate: decided(Decision::Duplicate),
            review: decided(Decision::Review),
            rejected: decided(Decision::Rejected),
            education_yes: education("yes"),
            education_no: education("no"),
            education_unknown: education("unknown"),
            problems: self.problems.len(),
            ..Summary::default()
        }
    }
}

/// What the matching is told of places and codes.
pub(super) fn lexicon(areas: &crate::areas::AreaTree) -> Lexicon {
    matching::Lexicon::of(&crate::search::vocabulary_of(areas))
}

#[cfg(test)]
mod tests;
