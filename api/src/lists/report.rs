//! What became of a list, row by row, and why.

use std::fmt::Debug;

use birlik_search::matching::{Comparison, Competitor, EducationVerdict, Note, RowFacts};
use serde::{Deserialize, Serialize};

use super::columns::ColumnUse;

/// The report of an import.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The batch; absent where nothing was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// Name of the list.
    pub list: String,
    /// SHA-256 of the file, in hexadecimal: answers hold for this very file.
    #[serde(default)]
    pub file_digest: String,
    /// Counts.
    pub summary: Summary,
    /// What became of each column of each sheet.
    #[serde(default)]
    pub columns: Vec<ColumnUse>,
    /// Every row of data, in the order of the file.
    pub rows: Vec<ReportRow>,
    /// Cells that could not be read: `sheet!cell: reason: what would be right`.
    pub problems: Vec<String>,
    /// What was assumed of the file.
    pub remarks: Vec<String>,
    /// Rows of the file that are no rows of the list, and why: `sheet!17-20: not among what the mapping keeps`.
    #[serde(default)]
    pub left_out: Vec<String>,
}

/// What became of a list, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// Rows of data.
    pub rows: usize,
    /// Bodies that they are, those not about education aside.
    pub bodies: usize,
    /// Rows that are the first of a body which the registry did not have.
    pub new: usize,
    /// Rows of a body that another row or a record already is.
    pub duplicate: usize,
    /// Rows that a person decides about.
    pub review: usize,
    /// Rows that are not taken, for the reason they give.
    pub rejected: usize,
    /// Rows about education.
    pub education_yes: usize,
    /// Rows not about education.
    pub education_no: usize,
    /// Rows that do not tell.
    pub education_unknown: usize,
    /// Records that are new.
    pub created: usize,
    /// Records that were changed.
    pub updated: usize,
    /// Records that said it all already.
    pub unchanged: usize,
    /// Cells that could not be read.
    pub problems: usize,
    /// Records that an earlier edition of the list names and this one does not.
    pub vanished: Vec<String>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The first row of a body that the registry does not have.
    New,
    /// A row of a body that another row, or a record, is.
    Duplicate,
    /// A person decides.
    Review,
    /// It is not taken.
    Rejected,
}

impl Decision {
    /// The word in reports and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Duplicate => "duplicate",
            Self::Review => "review",
            Self::Rejected => "rejected",
        }
    }

    /// The decision of a word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::New, Self::Duplicate, Self::Review, Self::Rejected]
            .into_iter()
            .find(|one| one.as_str() == text)
    }
}

/// What a person decides about a row in review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is the body proposed.
    Same,
    /// It is another body.
    Different,
}

impl Verdict {
    /// The word in reports and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
        }
    }

    /// The verdict of a word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Same, Self::Different].into_iter().find(|one| one.as_str() == text)
    }
}

/// A row and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportRow {
    /// Its number: the first row after the header is 1.
    pub row: u32,
    /// Where it stands: `Sheet!17`.
    pub place: String,
    /// What becomes of it.
    pub decision: Decision,
    /// The body that it is, or is proposed to be; rows with one number are one body.
    pub cluster: usize,
    /// The record of the registry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Probability that it is this body.
    pub score: f64,
    /// Whether it is about education: `yes`, `no`, `unknown`.
    pub education: String,
    /// Kind of body, by code.
    pub kind: String,
    /// KATO code of the smallest area that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The row that it was compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<u32>,
    /// The first of the rows that are surely one body and are asked about together: one answer counts for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_with: Option<u32>,
    /// What a person decided; to be written into a report that is sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Verdict>,
}

/// A reason, for programs by its code and for people in words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reason {
    /// What sort of reason: `feature`, `conflict`, `education`, `note`, `competitor`, `review`, `refused`.
    pub sort: String,
    /// What it is about: a feature, a conflict, a note.
    pub code: String,
    /// How it came out: `agree`, `partly`, `differ`, `missing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// How alike the values are, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub similarity: Option<f64>,
    /// What it is worth, in logarithms of odds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// How many rows have the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_by: Option<u32>,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What would be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<String>,
    /// The reason in words.
    pub text: String,
}

/// The reasons of a row: what its facts say of it, and how it compares.
pub(super) fn reasons(facts: &RowFacts, comparison: Option<&Comparison>) -> Vec<Reason> {
    let mut reasons = vec![education(facts)];
    if let Some(comparison) = comparison {
        for conflict in &comparison.conflicts {
            let code = code(conflict);
            let text = format!("the {} are different, so it is another body", code.replace('_', " "));
            reasons.push(Reason { sort: "conflict".into(), code, text, ..Reason::default() });
        }
        for evidence in &comparison.features {
            if evidence.weight == 0.0 {
                continue;
            }
            let (feature, outcome) = (code(&evidence.feature), code(&evidence.outcome));
            let rare = evidence.shared_by.map(|rows| format!(", {rows} rows have it")).unwrap_or_default();
            let text = format!(
                "{}: {outcome}, {:.0}% alike{rare}: {:+.1}",
                feature.replace('_', " "),
                evidence.similarity * 100.0,
                evidence.weight
            );
            reasons.push(Reason {
                sort: "feature".into(),
                code: feature,
                outcome: Some(outcome),
                similarity: Some(rounded(evidence.similarity)),
                weight: Some(rounded(evidence.weight)),
                shared_by: evidence.shared_by,
                text,
                ..Reason::default()
            });
        }
    }
    reasons.extend(facts.notes.iter().map(note));
    reasons
}

/// Another body that a row could be, with its record.
pub(super) fn competitor(other: &Competitor, record: Option<String>) -> Reason {
    let number = other.cluster + 1;
    Reason {
        sort: "competitor".into(),
        code: number.to_string(),
        similarity: Some(rounded(other.probability)),
        found: record,
        text: format!("another body comes near: number {number}, {:.0}%", other.probability * 100.0),
        ..Reason::default()
    }
}

/// Why a person decides about a row that fits its body alone, and not surely. The record or row is that of the body.
pub(super) fn unsure(probability: f64, record: Option<&str>, row: Option<u32>) -> Reason {
    let body = match (record, row) {
        (Some(record), _) => format!("the record {record}"),
        (None, Some(row)) => format!("row {row}"),
        (None, None) => "the body proposed".to_owned(),
    };
    Reason {
        sort: "review".into(),
        code: "unsure".into(),
        similarity: Some(rounded(probability)),
        text: format!("a person decides: {:.0}% sure that it is one body with {body}", probability * 100.0),
        ..Reason::default()
    }
}

fn education(facts: &RowFacts) -> Reason {
    let (verdict, why) = (facts.education.verdict, code(&facts.education.reason));
    let said = match verdict {
        EducationVerdict::Yes => "it is about education",
        EducationVerdict::No => "it is not about education",
        EducationVerdict::Unknown => "it does not tell whether it is about education",
    };
    let because = facts.education.because.as_deref().map(|word| format!(" ({word})")).unwrap_or_default();
    let text = format!("{said}: {}{because}", why.replace('_', " "));
    Reason {
        sort: "education".into(),
        code: why,
        outcome: Some(verdict.code().to_owned()),
        found: facts.education.because.clone(),
        text,
        ..Reason::default()
    }
}

fn note(note: &Note) -> Reason {
    let (what, column) = (code(&note.code), code(&note.column));
    let right = note.right.as_deref().map(|right| format!("; right would be «{right}»")).unwrap_or_default();
    let found = if note.found.is_empty() { String::new() } else { format!(" («{}»)", note.found) };
    let text = format!("{}: {}{found}{right}", column.replace('_', " "), what.replace('_', " "));
    Reason {
        sort: "note".into(),
        code: what,
        found: (!note.found.is_empty()).then(|| note.found.clone()),
        right: note.right.clone(),
        text,
        ..Reason::default()
    }
}

/// The code of a variant: `HostNumber` is `host_number`.
pub(super) fn code(variant: &impl Debug) -> String {
    let mut code = String::new();
    for letter in format!("{variant:?}").chars() {
        if letter.is_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.extend(letter.to_lowercase());
    }
    code
}

pub(super) fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
