//! Measures a matching against what is known to be true.
//!
//! Counted are pairs of rows: two rows that were put together and are one body are right. Without a
//! person only rows count that nobody must look at; with review the body proposed for a row counts as
//! decided.

use std::collections::HashMap;
use std::fmt;

use super::facts::RowFacts;
use super::matcher::{Decision, Matching};

/// What is known to be true of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Truth {
    /// Which body it is; equal for rows of one body.
    pub body: String,
    /// `yes`, `no` or `unknown`.
    pub education: String,
    /// Code of the kind of body.
    pub kind: String,
}

/// How good a matching is. Shares are between 0 and 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Quality {
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
    /// How far probabilities are from what came true, over ten classes of probability, weighted by
    /// rows: 0 where of rows with probability 0.7 seven in ten are right.
    pub miscalibration: f64,
}

impl fmt::Display for Quality {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "precision {:.4} recall {:.4} | with review {:.4} {:.4} | review {:.2}% | bodies {} of {} | education {:.4} | kind {:.4} | calibration {:.4}",
            self.precision,
            self.recall,
            self.precision_with_review,
            self.recall_with_review,
            self.review * 100.0,
            self.bodies,
            self.true_bodies,
            self.education,
            self.kind,
            self.miscalibration
        )
    }
}

/// Measures a matching of rows of which the truth is known, in the same order.
pub fn measure(matching: &Matching, facts: &[RowFacts], truth: &[Truth]) -> Quality {
    let sure = |row: usize| matching.rows.get(row).is_some_and(|row| row.decision != Decision::Review);
    let body = |row: usize| truth.get(row).map(|truth| truth.body.as_str()).unwrap_or_default();
    let (mut merged, mut right, mut proposed, mut proposed_right) = (0u64, 0u64, 0u64, 0u64);
    for cluster in &matching.clusters {
        for (place, left) in cluster.rows.iter().enumerate() {
            for other in &cluster.rows[place + 1..] {
                let is_right = u64::from(body(*left) == body(*other));
                proposed += 1;
                proposed_right += is_right;
                if sure(*left) && sure(*other) {
                    merged += 1;
                    right += is_right;
                }
            }
        }
    }
    let mut sizes: HashMap<&str, u64> = HashMap::new();
    for row in truth {
        *sizes.entry(row.body.as_str()).or_default() += 1;
    }
    let all: u64 = sizes.values().map(|size| size * (size - 1) / 2).sum();
    let rows = truth.len().max(1);
    let count = |is: &dyn Fn(usize) -> bool| (0..truth.len()).filter(|row| is(*row)).count();
    Quality {
        miscalibration: miscalibration(matching, truth),
        precision: share(right, merged),
        recall: share(right, all),
        precision_with_review: share(proposed_right, proposed),
        recall_with_review: share(proposed_right, all),
        review: share(count(&|row| !sure(row)) as u64, rows as u64),
        bodies: matching.clusters.iter().filter(|cluster| !cluster.rows.is_empty()).count(),
        true_bodies: sizes.len(),
        education: share(
            count(&|row| {
                facts.get(row).is_some_and(|facts| facts.education.verdict.code() == truth[row].education)
            }) as u64,
            rows as u64,
        ),
        kind: share(
            count(&|row| facts.get(row).is_some_and(|facts| facts.kind.as_deref() == Some(&truth[row].kind)))
                as u64,
            rows as u64,
        ),
    }
}

/// The probability of each row that was put to others, against whether most of them are its body.
fn miscalibration(matching: &Matching, truth: &[Truth]) -> f64 {
    const CLASSES: usize = 10;
    let mut classes = [(0.0, 0.0, 0.0); CLASSES];
    for (place, row) in matching.rows.iter().enumerate() {
        let Some(cluster) = matching.clusters.get(row.cluster).filter(|cluster| cluster.rows.len() > 1)
        else {
            continue;
        };
        let mut others = (0.0, 0.0);
        for other in cluster.rows.iter().filter(|other| **other != place) {
            others.1 += 1.0;
            if truth.get(*other).map(|truth| &truth.body) == truth.get(place).map(|truth| &truth.body) {
                others.0 += 1.0;
            }
        }
        let class = (0..CLASSES)
            .rev()
            .find(|class| row.probability * 10.0 >= f64::from(u8::try_from(*class).unwrap_or(0)));
        let class = &mut classes[class.unwrap_or(0)];
        class.0 += row.probability;
        class.1 += f64::from(u8::from(others.0 * 2.0 >= others.1));
        class.2 += 1.0;
    }
    let all: f64 = classes.iter().map(|class| class.2).sum();
    classes.iter().map(|class| (class.0 - class.1).abs()).sum::<f64>() / all.max(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
