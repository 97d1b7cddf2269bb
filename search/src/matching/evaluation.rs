//! Measures a matching against what is known to be true.
//!
//! Counted are pairs of rows: two rows that were put together and are one body are right. Without a
//! person only rows count that nobody must look at; with review the body proposed for a row counts as
//! decided.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;

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
    /// rows: 0 where of rows with probability 0.7 seven in ten are right; `None` where they are not known.
    pub miscalibration: Option<f64>,
}

impl fmt::Display for Quality {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "bodies                  {} of {}", self.bodies, self.true_bodies)?;
        writeln!(formatter, "precision               {:.4}", self.precision)?;
        writeln!(formatter, "recall                  {:.4}", self.recall)?;
        writeln!(formatter, "precision, with review  {:.4}", self.precision_with_review)?;
        writeln!(formatter, "recall, with review     {:.4}", self.recall_with_review)?;
        writeln!(formatter, "rows in review          {:.2}%", self.review * 100.0)?;
        writeln!(formatter, "education               {:.4}", self.education)?;
        write!(formatter, "kind                    {:.4}", self.kind)?;
        match self.miscalibration {
            Some(miscalibration) => write!(formatter, "\nmiscalibration          {miscalibration:.4}"),
            None => Ok(()),
        }
    }
}

/// What was decided about a row, beside what is true of it.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The body that it is, or is proposed to be.
    pub cluster: usize,
    /// False where a person decides.
    pub is_decided: bool,
    /// `yes`, `no` or `unknown`.
    pub education: &'a str,
    /// Code of the kind of body.
    pub kind: &'a str,
    /// What is true.
    pub truth: &'a Truth,
}

/// Measures decisions about rows.
pub fn measure_rows(rows: &[Judged<'_>]) -> Quality {
    let decided = || rows.iter().filter(|row| row.is_decided);
    let right = |row: &Judged<'_>| (row.cluster, row.truth.body.clone());
    let (merged, merged_right) = (pairs(decided().map(|row| row.cluster)), pairs(decided().map(right)));
    let (proposed, proposed_right) =
        (pairs(rows.iter().map(|row| row.cluster)), pairs(rows.iter().map(right)));
    let all = pairs(rows.iter().map(|row| &row.truth.body));
    let of_rows = |is: &dyn Fn(&Judged<'_>) -> bool| {
        share(rows.iter().filter(|row| is(row)).count() as u64, rows.len() as u64)
    };
    Quality {
        precision: share(merged_right, merged),
        recall: share(merged_right, all),
        precision_with_review: share(proposed_right, proposed),
        recall_with_review: share(proposed_right, all),
        review: 1.0 - of_rows(&|row| row.is_decided),
        bodies: sizes(rows.iter().map(|row| row.cluster)).len(),
        true_bodies: sizes(rows.iter().map(|row| &row.truth.body)).len(),
        education: of_rows(&|row| row.education == row.truth.education),
        kind: of_rows(&|row| row.kind == row.truth.kind),
        miscalibration: None,
    }
}

fn sizes<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> HashMap<K, u64> {
    let mut sizes = HashMap::new();
    for key in keys {
        *sizes.entry(key).or_default() += 1;
    }
    sizes
}

/// How many pairs have the same key.
fn pairs<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> u64 {
    sizes(keys).values().map(|size| size * (size - 1) / 2).sum()
}

/// Measures a matching of rows of which the truth is known, in the same order.
pub fn measure(matching: &Matching, facts: &[RowFacts], truth: &[Truth]) -> Quality {
    let judged: Vec<Judged<'_>> = matching
        .rows
        .iter()
        .zip(facts)
        .zip(truth)
        .map(|((row, facts), truth)| Judged {
            cluster: row.cluster,
            is_decided: row.decision != Decision::Review,
            education: facts.education.verdict.code(),
            kind: facts.kind.as_deref().unwrap_or_default(),
            truth,
        })
        .collect();
    Quality { miscalibration: Some(miscalibration(matching, truth)), ..measure_rows(&judged) }
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

/// Two names whose likeness was measured and of which the truth is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoredPair {
    /// How alike they are, 0 to 1.
    pub score: f64,
    /// True where they are one body's.
    pub is_same: bool,
}

/// How good a likeness is at a threshold. Shares are between 0 and 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PairQuality {
    /// Pairs at least so alike are taken for one body's.
    pub threshold: f64,
    /// Of the pairs taken for one body's, how many are.
    pub precision: f64,
    /// Of one body's pairs, how many are taken for that.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

/// How good a likeness is at every threshold worth looking at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PairsQuality {
    /// How many pairs there are.
    pub pairs: usize,
    /// Where F1 is highest.
    pub best: PairQuality,
    /// Where recall is highest among thresholds with a precision of at least 0.95; `None` where no
    /// threshold has that.
    pub careful: Option<PairQuality>,
    /// At thresholds from 0.5 to 0.95, in steps of 0.05.
    pub steps: Vec<PairQuality>,
}

impl fmt::Display for PairQuality {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PairQuality { threshold, precision, recall, f1 } = self;
        write!(formatter, "from {threshold:.3}: F1 {f1:.3} precision {precision:.3} recall {recall:.3}")
    }
}

impl fmt::Display for PairsQuality {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{} pairs", self.pairs)?;
        writeln!(formatter, "highest F1        {}", self.best)?;
        if let Some(careful) = self.careful {
            writeln!(formatter, "precision .95     {careful}")?;
        }
        for step in &self.steps {
            writeln!(formatter, "                  {step}")?;
        }
        Ok(())
    }
}

/// Measures a likeness of names against the truth.
pub fn measure_pairs(pairs: &[ScoredPair]) -> PairsQuality {
    let at = |threshold: f64| -> PairQuality {
        let taken = pairs.iter().filter(|pair| pair.score >= threshold).count() as u64;
        let right = pairs.iter().filter(|pair| pair.is_same && pair.score >= threshold).count() as u64;
        let all = pairs.iter().filter(|pair| pair.is_same).count() as u64;
        let f1 = if right == 0 { 0.0 } else { share(2 * right, taken + all) };
        PairQuality { threshold, precision: share(right, taken), recall: share(right, all), f1 }
    };
    let mut scores: Vec<f64> = pairs.iter().map(|pair| pair.score).collect();
    scores.sort_unstable_by(f64::total_cmp);
    scores.dedup();
    let all: Vec<PairQuality> = scores.into_iter().map(at).collect();
    PairsQuality {
        pairs: pairs.len(),
        best: all.iter().copied().max_by(|left, right| left.f1.total_cmp(&right.f1)).unwrap_or_default(),
        careful: all
            .iter()
            .copied()
            .filter(|quality| quality.precision >= 0.95)
            .max_by(|left, right| left.recall.total_cmp(&right.recall)),
        steps: (10..20u8).map(|step| at(f64::from(step) * 0.05)).collect(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_with_and_without_those_that_a_person_decides() {
        let truth = |body: &str, education: &str, kind: &str| Truth {
            body: body.to_owned(),
            education: education.to_owned(),
            kind: kind.to_owned(),
        };
        let of = [
            truth("a", "yes", "ngo"),
            truth("a", "yes", "ngo"),
            truth("b", "no", "ngo"),
            truth("a", "yes", "network"),
        ];
        // Rows 1 and 2 are right, 3 is wrong among them; 4 is proposed and right.
        let rows: Vec<Judged<'_>> = of
            .iter()
            .enumerate()
            .map(|(at, truth)| Judged {
                cluster: 1,
                is_decided: at < 3,
                education: "yes",
                kind: "ngo",
                truth,
            })
            .collect();
        let found = measure_rows(&rows);
        let third = 1.0 / 3.0;
        assert_eq!((found.precision, found.recall), (third, third));
        assert_eq!((found.precision_with_review, found.recall_with_review), (0.5, 1.0));
        assert_eq!((found.review, found.bodies, found.true_bodies), (0.25, 1, 2));
        assert_eq!((found.education, found.kind), (0.75, 0.75));
    }

    #[test]
    fn pairs_are_measured_at_thresholds() {
        let pairs = [(0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.2, false)]
            .map(|(score, is_same)| ScoredPair { score, is_same });
        let quality = measure_pairs(&pairs);
        let best = PairQuality { threshold: 0.6, precision: 0.75, recall: 1.0, f1: 6.0 / 7.0 };
        assert_eq!(quality.best, best);
        assert_eq!(quality.careful.map(|careful| careful.threshold), Some(0.8));
    }
}
