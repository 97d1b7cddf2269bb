//! A list matched: every row with what it says and what is to become of it. No store but for reading.

use std::collections::HashMap;

use birlik_search::matching::{
    self, Decision as Matched, DigestKey, EducationVerdict, Lexicon, Matcher, Matching, RowFacts, RowReader,
};
use serde_json::Value;

use super::reading::ListTable;
use super::registry::{Registry, stored_digests};
use super::report::{Decision, Reason, Report, ReportRow, Summary, Verdict, reasons, rounded};
use super::rows::{self, ListRow};
use super::saying::said;
use super::source::SourceOfList;

/// A row that is ready to be stored and applied.
#[derive(Debug, Clone)]
pub(super) struct MatchedRow {
    pub(super) report: ReportRow,
    /// The record of the registry that its body was found to be.
    pub(super) proposed: Option<String>,
    /// What it says, in the bulk format.
    pub(super) said: Value,
    /// Keyed digests of its contacts.
    pub(super) digests: Vec<String>,
}

/// A list that was matched.
#[derive(Debug, Clone)]
pub(super) struct MatchedList {
    pub(super) rows: Vec<MatchedRow>,
    pub(super) problems: Vec<String>,
    pub(super) remarks: Vec<String>,
}

/// Understands and matches all rows; work for the processor alone.
pub(super) fn match_list(
    table: &ListTable,
    source: &SourceOfList,
    registry: &Registry,
    lexicon: &Lexicon,
    key: &DigestKey,
) -> MatchedList {
    let rows = rows::rows(table, source.list_date.as_deref());
    let mut facts = understood(&rows, lexicon, key);
    let matching = Matcher::default().match_rows(&facts, &registry.facts);
    agree_on_education(&matching, &mut facts);
    let matched =
        (0..rows.len()).map(|at| matched_row(at, &rows, &facts, &matching, registry, source)).collect();
    let mut problems: Vec<String> = table.problems.iter().map(ToString::to_string).collect();
    if table.problems_left_out > 0 {
        problems.push(format!("and {} more cells that could not be read", table.problems_left_out));
    }
    MatchedList { rows: matched, problems, remarks: table.remarks.iter().map(ToString::to_string).collect() }
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

fn matched_row(
    at: usize,
    rows: &[ListRow],
    facts: &[RowFacts],
    matching: &Matching,
    registry: &Registry,
    source: &SourceOfList,
) -> MatchedRow {
    let (row, facts_of, matched) = (&rows[at], &facts[at], &matching.rows[at]);
    let cluster = &matching.clusters[matched.cluster];
    let proposed = matched.record.or(cluster.record).and_then(|record| registry.ids.get(record)).cloned();
    let mut reasons = reasons(facts_of, matched.comparison.as_ref());
    let mut said = said(row, facts_of, source);
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
    if let Some(other) = &matched.competitor {
        let text = format!(
            "another body comes near: number {}, {:.0}%",
            other.cluster + 1,
            other.probability * 100.0
        );
        reasons.push(Reason {
            sort: "competitor".into(),
            code: (other.cluster + 1).to_string(),
            similarity: Some(rounded(other.probability)),
            found: other.record.and_then(|record| registry.ids.get(record)).cloned(),
            text,
            ..Reason::default()
        });
    }
    let compared_with = cluster
        .rows
        .iter()
        .find(|other| **other != at)
        .or_else(|| {
            matched.competitor.as_ref().and_then(|other| matching.clusters.get(other.cluster)?.rows.first())
        })
        .map(|other| rows[*other].number);
    MatchedRow {
        report: ReportRow {
            row: row.number,
            place: row.place.clone(),
            decision,
            cluster: matched.cluster + 1,
            record: proposed.clone(),
            score: rounded(matched.probability),
            education: facts_of.education.verdict.code().to_owned(),
            kind: said["kind"].as_str().unwrap_or("ngo").to_owned(),
            area: facts_of.area.chain().last().map(|kato| (*kato).to_owned()),
            reasons,
            compared_with,
            answer: None,
        },
        proposed,
        said,
        digests: stored_digests(facts_of),
    }
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
        let mut taken = 0;
        for row in self.rows.iter_mut().filter(|row| row.report.decision == Decision::Review) {
            if let Some(answer) = answers.get(&row.report.row) {
                row.report.answer = Some(*answer);
                taken += 1;
            }
        }
        taken
    }

    /// The report of the list.
    pub(super) fn report(&self, list: &str, file_digest: &str) -> Report {
        Report {
            batch: None,
            list: list.to_owned(),
            file_digest: file_digest.to_owned(),
            summary: self.summary(),
            rows: self.rows.iter().map(|row| row.report.clone()).collect(),
            problems: self.problems.clone(),
            remarks: self.remarks.clone(),
        }
    }

    fn summary(&self) -> Summary {
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
