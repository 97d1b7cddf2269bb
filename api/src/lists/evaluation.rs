//! How good the report of an import is, where it is known which rows are one body.
//!
//! Counted are pairs of rows: two rows put together are right where they are one body. Without a person only
//! rows count that nobody must look at; with review the body that is proposed for a row counts as decided.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io;

use serde::Deserialize;

use super::report::{Decision, Report, ReportRow};

/// What is known to be true of a row: a line of a CSV file with these columns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Truth {
    /// Its number: the first row after the header is 1.
    pub row: u32,
    /// Which body it is; equal for rows of one body.
    pub cluster: String,
    /// `yes`, `no` or `unknown`.
    pub education: String,
    /// Code of the kind of body.
    pub kind: String,
}

/// How good a report is. Shares are between 0 and 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evaluation {
    /// Rows of the list.
    pub rows: usize,
    /// Of the pairs put together without a person, how many are right.
    pub precision: f64,
    /// Of the true pairs, how many were put together without a person.
    pub recall: f64,
    /// Of the pairs put together or proposed, how many are right.
    pub precision_with_review: f64,
    /// Of the true pairs, how many were put together or proposed.
    pub recall_with_review: f64,
    /// Share of rows that a person must look at.
    pub review: f64,
    /// Bodies found.
    pub bodies: usize,
    /// Bodies that there are.
    pub true_bodies: usize,
    /// Share of rows whose verdict on education is right.
    pub education: f64,
    /// Share of rows whose kind is right.
    pub kind: f64,
}

/// Why a report cannot be evaluated.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// The truth cannot be read.
    #[error(
        "the truth cannot be read: {0}; expected a CSV file with the columns row, cluster, education, kind"
    )]
    Truth(#[from] csv::Error),
    /// A row of the report is not in the truth.
    #[error("the truth does not know row {0}")]
    UnknownRow(u32),
    /// A row of the list is not in the report.
    #[error("the report does not have row {0}")]
    LostRow(u32),
}

/// Reads what is known to be true.
pub fn truth(text: impl io::Read) -> Result<Vec<Truth>, EvaluationError> {
    Ok(csv::Reader::from_reader(text).deserialize().collect::<Result<_, _>>()?)
}

/// Measures a report.
pub fn evaluate(report: &Report, truth: &[Truth]) -> Result<Evaluation, EvaluationError> {
    let known: HashMap<u32, &Truth> = truth.iter().map(|truth| (truth.row, truth)).collect();
    let mut rows: Vec<(&ReportRow, &Truth)> = Vec::with_capacity(report.rows.len());
    for row in &report.rows {
        rows.push((row, *known.get(&row.row).ok_or(EvaluationError::UnknownRow(row.row))?));
    }
    if rows.len() < known.len() {
        let told: HashSet<u32> = rows.iter().map(|(row, _)| row.row).collect();
        if let Some(lost) = truth.iter().find(|truth| !told.contains(&truth.row)) {
            return Err(EvaluationError::LostRow(lost.row));
        }
    }
    let sure: Vec<_> = rows.iter().copied().filter(|(row, _)| row.decision != Decision::Review).collect();
    let pairs_of = |rows: &[(&ReportRow, &Truth)]| {
        let found = pairs(rows.iter().map(|(row, _)| row.cluster));
        let right = pairs(rows.iter().map(|(row, truth)| (row.cluster, truth.cluster.as_str())));
        (found, right)
    };
    let (found, right) = pairs_of(&sure);
    let (proposed, proposed_right) = pairs_of(&rows);
    let all = pairs(rows.iter().map(|(_, truth)| truth.cluster.as_str()));
    let count = |is: &dyn Fn(&ReportRow, &Truth) -> bool| {
        rows.iter().filter(|(row, truth)| is(row, truth)).count() as u64
    };
    let total = rows.len() as u64;
    Ok(Evaluation {
        rows: rows.len(),
        precision: share(right, found),
        recall: share(right, all),
        precision_with_review: share(proposed_right, proposed),
        recall_with_review: share(proposed_right, all),
        review: 1.0 - share(sure.len() as u64, total),
        bodies: sizes(rows.iter().map(|(row, _)| row.cluster)).len(),
        true_bodies: sizes(rows.iter().map(|(_, truth)| truth.cluster.as_str())).len(),
        education: share(count(&|row, truth| row.education == truth.education), total),
        kind: share(count(&|row, truth| row.kind == truth.kind), total),
    })
}

fn sizes<K: Eq + std::hash::Hash>(keys: impl Iterator<Item = K>) -> HashMap<K, u64> {
    let mut sizes = HashMap::new();
    for key in keys {
        *sizes.entry(key).or_default() += 1;
    }
    sizes
}

/// How many pairs have the same key.
fn pairs<K: Eq + std::hash::Hash>(keys: impl Iterator<Item = K>) -> u64 {
    sizes(keys).values().map(|size| size * (size - 1) / 2).sum()
}

/// A share; 1 of nothing, since nothing of it is wrong.
#[allow(clippy::cast_precision_loss, reason = "counts of rows and their pairs are small enough")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

impl fmt::Display for Evaluation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "rows                    {}", self.rows)?;
        writeln!(formatter, "bodies                  {} of {}", self.bodies, self.true_bodies)?;
        writeln!(formatter, "precision               {:.4}", self.precision)?;
        writeln!(formatter, "recall                  {:.4}", self.recall)?;
        writeln!(formatter, "precision, with review  {:.4}", self.precision_with_review)?;
        writeln!(formatter, "recall, with review     {:.4}", self.recall_with_review)?;
        writeln!(formatter, "rows in review          {:.2}%", self.review * 100.0)?;
        writeln!(formatter, "education               {:.4}", self.education)?;
        write!(formatter, "kind                    {:.4}", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(rows: &[(u32, usize, Decision)]) -> Report {
        let row = |(row, cluster, decision): &(u32, usize, Decision)| ReportRow {
            row: *row,
            place: String::new(),
            decision: *decision,
            cluster: *cluster,
            record: None,
            score: 1.0,
            education: "yes".into(),
            kind: "ngo".into(),
            area: None,
            reasons: Vec::new(),
            compared_with: None,
            answer: None,
        };
        Report { rows: rows.iter().map(row).collect(), ..Report::default() }
    }

    #[test]
    fn pairs_are_counted() {
        use Decision::{Duplicate, New, Review};
        let truth = truth(
            "row,cluster,education,kind\n1,a,yes,ngo\n2,a,yes,ngo\n3,b,no,ngo\n4,a,yes,network\n".as_bytes(),
        );
        let truth = truth.unwrap();
        // Rows 1 and 2 are right, 3 is wrong among them; 4 is proposed and right.
        let report = report(&[(1, 1, New), (2, 1, Duplicate), (3, 1, Duplicate), (4, 1, Review)]);
        let found = evaluate(&report, &truth).unwrap();
        let third = 1.0 / 3.0;
        assert_eq!((found.precision, found.recall), (third, third));
        assert_eq!((found.precision_with_review, found.recall_with_review), (0.5, 1.0));
        assert_eq!((found.review, found.bodies, found.true_bodies), (0.25, 1, 2));
        assert_eq!((found.education, found.kind), (0.75, 0.75));
    }

    #[test]
    fn a_row_may_not_be_lost_or_invented() {
        let truth = truth("row,cluster,education,kind\n1,a,yes,ngo\n2,a,yes,ngo\n".as_bytes()).unwrap();
        let lost = evaluate(&report(&[(1, 1, Decision::New)]), &truth);
        assert!(matches!(lost, Err(EvaluationError::LostRow(2))));
        let invented = evaluate(&report(&[(3, 1, Decision::New)]), &truth);
        assert!(matches!(invented, Err(EvaluationError::UnknownRow(3))));
    }
}
