//! How good the report of an import is, where it is known which rows are one body.
//!
//! Counted are pairs of rows: two rows put together are right where they are one body. Without a person only
//! rows count that nobody must look at; with review the body that is proposed for a row counts as decided.

use std::collections::HashMap;
use std::io;

use birlik_search::matching::evaluation::{Judged, Quality, Truth, measure_rows};
use serde::Deserialize;

use super::report::{Decision, Report, ReportRow};

/// What is known to be true of a row: a line of a CSV file with these columns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TrueRow {
    /// Its number: the first row after the header is 1.
    pub row: u32,
    /// Which body it is; equal for rows of one body.
    pub cluster: String,
    /// `yes`, `no` or `unknown`.
    pub education: String,
    /// Code of the kind of body.
    pub kind: String,
}

impl TrueRow {
    fn truth(&self) -> Truth {
        Truth { body: self.cluster.clone(), education: self.education.clone(), kind: self.kind.clone() }
    }
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
pub fn truth(text: impl io::Read) -> Result<Vec<TrueRow>, EvaluationError> {
    Ok(csv::Reader::from_reader(text).deserialize().collect::<Result<_, _>>()?)
}

/// Measures a report.
pub fn evaluate(report: &Report, truth: &[TrueRow]) -> Result<Quality, EvaluationError> {
    let mut known: HashMap<u32, Truth> = truth.iter().map(|row| (row.row, row.truth())).collect();
    let mut rows: Vec<(&ReportRow, Truth)> = Vec::with_capacity(report.rows.len());
    for row in &report.rows {
        rows.push((row, known.remove(&row.row).ok_or(EvaluationError::UnknownRow(row.row))?));
    }
    if let Some(lost) = known.keys().min() {
        return Err(EvaluationError::LostRow(*lost));
    }
    let judged: Vec<Judged<'_>> = rows
        .iter()
        .map(|(row, truth)| Judged {
            cluster: row.cluster,
            is_decided: row.decision != Decision::Review,
            education: &row.education,
            kind: &row.kind,
            truth,
        })
        .collect();
    Ok(measure_rows(&judged))
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
            asked_with: None,
            answer: None,
        };
        Report { rows: rows.iter().map(row).collect(), ..Report::default() }
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
