//! Compares two profiles: features, conflicts, a score in words and numbers.
//!
//! The score is a sum of logarithms of odds, one for each feature (Fellegi and Sunter): an agreement is
//! worth as much as the value is rare, a difference costs what the table says. Conflicts are apart: no
//! likeness outweighs them. The probability is the score's logistic. The features are compared in files
//! of their own; what one is worth is decided here.

mod areas;
mod hosts;
mod names;
mod registration;
mod villages;
mod words;

use std::collections::HashMap;

use super::conflicts::{Conflict, conflicts, has_conflict};
use super::profile::{Frequencies, Profile};
use super::weights::{Feature, Weights};
use super::word::NameWord;

/// How a feature came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Both say the same.
    Agree,
    /// Both say nearly the same.
    Partly,
    /// They say different things.
    Differ,
    /// Only one says something.
    Missing,
}

/// What one feature contributed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// The feature.
    pub feature: Feature,
    /// How it came out.
    pub outcome: Outcome,
    /// How alike the values are, 0 to 1.
    pub similarity: f64,
    /// What it is worth, in logarithms of odds.
    pub weight: f64,
    /// How many rows have the value, where it is one that is counted.
    pub shared_by: Option<u32>,
}

/// The comparison of two rows or bodies.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// Sum of the evidence, in logarithms of odds.
    pub score: f64,
    /// Probability that both are one body, 0 to 1; 0 where there is a conflict.
    pub probability: f64,
    /// What each feature contributed.
    pub features: Vec<Evidence>,
    /// Why they can never be one body.
    pub conflicts: Vec<Conflict>,
}

/// Compares profiles of one matching.
#[derive(Debug)]
pub(crate) struct Comparer<'a> {
    pub(crate) words: &'a [NameWord],
    pub(crate) frequencies: &'a Frequencies,
    pub(crate) weights: &'a Weights,
    pub(crate) prior: f64,
    pub(crate) remembered: HashMap<(u32, u32), f64>,
}

impl<'a> Comparer<'a> {
    pub(crate) fn new(
        words: &'a [NameWord],
        frequencies: &'a Frequencies,
        weights: &'a Weights,
    ) -> Comparer<'a> {
        let prior = weights.of(Feature::Prior);
        let prior = -(frequencies.rows.max(2.0).ln() * prior.agree).min(prior.most);
        Comparer { words, frequencies, weights, prior, remembered: HashMap::new() }
    }

    /// The score and whether there is a conflict.
    pub(crate) fn score(&mut self, left: &Profile, right: &Profile) -> (f64, bool) {
        if has_conflict(left, right) {
            return (f64::NEG_INFINITY, true);
        }
        let mut sum = self.prior;
        self.evidence(left, right, &mut |evidence| sum += evidence.weight);
        (sum, false)
    }

    /// The whole comparison.
    pub(crate) fn compare(&mut self, left: &Profile, right: &Profile) -> Comparison {
        let mut comparison = Comparison { conflicts: conflicts(left, right), ..Comparison::default() };
        let mut features = vec![Evidence {
            feature: Feature::Prior,
            outcome: Outcome::Agree,
            similarity: 0.0,
            weight: self.prior,
            shared_by: None,
        }];
        self.evidence(left, right, &mut |evidence| features.push(evidence));
        comparison.score = features.iter().map(|evidence| evidence.weight).sum();
        comparison.features = features;
        if comparison.conflicts.is_empty() {
            comparison.probability = logistic(comparison.score);
        }
        comparison
    }

    fn evidence(&mut self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        self.bins(left, right, tell);
        self.own_names(left, right, tell);
        self.purposes(left, right, tell);
        self.forms(left, right, tell);
        self.areas(left, right, tell);
        self.dates(left, right, tell);
        self.contacts(left, right, tell);
        self.kind(left, right, tell);
        self.unread_kinds(left, right, tell);
        self.subjects(left, right, tell);
        self.unknown_subjects(left, right, tell);
        self.hosts(left, right, tell);
    }

    fn agreement(&self, feature: Feature, rarity: f64) -> f64 {
        let weight = self.weights.of(feature);
        (weight.agree * rarity).min(weight.most)
    }

    /// Worth of a likeness: a full agreement from `full` on, a difference up to `none`, between them
    /// in proportion.
    fn graded(
        &self,
        feature: Feature,
        similarity: f64,
        none: f64,
        full: f64,
        agreement: f64,
    ) -> (Outcome, f64) {
        let weight = self.weights.of(feature);
        if similarity >= full {
            return (Outcome::Agree, agreement);
        }
        if similarity <= none {
            return (Outcome::Differ, weight.differ);
        }
        let share = (similarity - none) / (full - none);
        (Outcome::Partly, weight.differ + share * (agreement - weight.differ))
    }
}

/// The probability that a score stands for.
pub(crate) fn logistic(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}
