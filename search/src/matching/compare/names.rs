//! Compares what bodies are called and what they are for.
//!
//! Without quotes nobody can tell the own name from the purpose, so the own name of one is looked for
//! among all words of the other.

use super::{Comparer, Evidence, Outcome};
use crate::matching::profile::{NameProfile, Profile};
use crate::matching::weights::Feature;

impl Comparer<'_> {
    pub(super) fn own_names(&mut self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let named = |profile: &Profile| profile.names.iter().any(|name| !name.own.is_empty());
        let weight = self.weights.of(Feature::OwnName);
        match (named(left), named(right)) {
            (false, false) => return,
            (true, true) => {}
            // Where the other name has no own name but says what the body is for, it may be in there.
            (true, false) | (false, true) => {
                if let Some((similarity, count)) = self.own_name_inside(left, right) {
                    let agreement = self.agreement(Feature::OwnName, self.frequencies.rarity(Some(&count)));
                    tell(Evidence {
                        feature: Feature::OwnName,
                        outcome: Outcome::Agree,
                        similarity,
                        weight: agreement * 0.9,
                        shared_by: Some(count),
                    });
                    return;
                }
                // What stands in quotes as a whole is all that the body is called.
                let is_nameless = |profile: &Profile| {
                    profile.names.iter().any(|name| name.own.is_empty() && name.is_quoted)
                };
                let is_other = is_nameless(left) || is_nameless(right);
                let worth = if is_other { weight.differ / 2.0 } else { weight.missing };
                let (outcome, similarity) = (Outcome::Missing, 0.0);
                tell(Evidence {
                    feature: Feature::OwnName,
                    outcome,
                    similarity,
                    weight: worth,
                    shared_by: None,
                });
                return;
            }
        }
        let mut best = (0.0, 0);
        for ours in left.names.iter().filter(|name| !name.own.is_empty()) {
            for theirs in right.names.iter().filter(|name| !name.own.is_empty()) {
                let similarity = self.own_similarity(ours, theirs);
                let count =
                    [ours, theirs].map(|name| self.frequencies.own.get(&name.own_key).copied().unwrap_or(1));
                let count = count[0].max(count[1]);
                if similarity > best.0 {
                    best = (similarity, count);
                }
            }
        }
        let (similarity, count) = best;
        let agreement = self.agreement(Feature::OwnName, self.frequencies.rarity(Some(&count)));
        let (outcome, worth) = self.graded(Feature::OwnName, similarity, 0.6, 0.97, agreement);
        tell(Evidence {
            feature: Feature::OwnName,
            outcome,
            similarity,
            weight: worth,
            shared_by: Some(count),
        });
    }

    /// The own name that only one of two has, where it stands among the words of the other: without quotes
    /// nobody can tell it from the purpose.
    fn own_name_inside(&mut self, left: &Profile, right: &Profile) -> Option<(f64, u32)> {
        const LEAST: f64 = 0.93;
        let mut best: Option<(f64, u32)> = None;
        for ours in left.names.iter().chain(&right.names).filter(|name| !name.own.is_empty()) {
            for theirs in left.names.iter().chain(&right.names).filter(|name| name.own.is_empty()) {
                for window in theirs.purpose.windows(ours.own.len()) {
                    let similarity = self.sequence_similarity(&ours.own, window);
                    if similarity >= LEAST && best.is_none_or(|(known, _)| similarity > known) {
                        let count = self.frequencies.own.get(&ours.own_key).copied().unwrap_or(1);
                        best = Some((similarity, count));
                    }
                }
            }
        }
        best
    }

    /// True where both names have numbers and not the same ones, or only one has: «Болашақ», «Болашақ-2».
    fn differs_by_number(&self, ours: &NameProfile, theirs: &NameProfile) -> bool {
        let numbers = |name: &NameProfile| -> Vec<u32> {
            let is_number = |word: &&u32| self.words.get(**word as usize).is_some_and(|word| word.is_number);
            name.own.iter().chain(&name.purpose).filter(is_number).copied().collect()
        };
        numbers(ours) != numbers(theirs)
    }

    fn own_similarity(&mut self, ours: &NameProfile, theirs: &NameProfile) -> f64 {
        let plain = self.sequence_similarity(&ours.own, &theirs.own);
        if self.differs_by_number(ours, theirs) {
            return plain.min(0.6);
        }
        if plain >= 0.97 || ours.is_quoted && theirs.is_quoted {
            return plain;
        }
        // Without quotes the border between own name and purpose is a guess.
        let within = |comparer: &mut Self, known: &NameProfile, other: &NameProfile| {
            if other.is_quoted {
                return 0.0;
            }
            let all: Vec<u32> = other.own.iter().chain(other.purpose.iter()).copied().collect();
            all.windows(known.own.len())
                .map(|window| comparer.sequence_similarity(&known.own, window))
                .fold(0.0, f64::max)
        };
        let windows = within(self, ours, theirs).max(within(self, theirs, ours));
        plain.max(windows * 0.99)
    }

    pub(super) fn purposes(&mut self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let mut best: Option<(f64, u32)> = None;
        for ours in left.names.iter().filter(|name| !name.concepts.is_empty()) {
            for theirs in right.names.iter().filter(|name| !name.concepts.is_empty()) {
                let similarity = self.purpose_similarity(ours, theirs);
                if best.is_none_or(|(known, _)| similarity > known) {
                    let count = [ours, theirs]
                        .map(|name| self.frequencies.purposes.get(&name.purpose_key).copied().unwrap_or(1));
                    best = Some((similarity, count[0].max(count[1])));
                }
            }
        }
        let Some((similarity, count)) = best else { return };
        let agreement = self.agreement(Feature::Purpose, self.frequencies.rarity(Some(&count)));
        let (outcome, worth) = self.graded(Feature::Purpose, similarity, 0.35, 0.85, agreement);
        tell(Evidence {
            feature: Feature::Purpose,
            outcome,
            similarity,
            weight: worth,
            shared_by: Some(count),
        });
    }

    pub(super) fn purpose_similarity(&mut self, ours: &NameProfile, theirs: &NameProfile) -> f64 {
        if ours.purpose_key == theirs.purpose_key {
            return 1.0;
        }
        let (mut shared, mut total) = (0.0, 0.0);
        for (mine, other) in [(ours, theirs), (theirs, ours)] {
            for concept in &mine.concepts {
                let weight = 0.3 + self.frequencies.rarity(self.frequencies.concepts.get(concept)).min(6.0);
                total += weight;
                if other.concepts.binary_search(concept).is_ok() {
                    shared += weight;
                }
            }
        }
        let by_meaning = if total > 0.0 { shared / total } else { 0.0 };
        if by_meaning >= 0.85 || ours.lang != theirs.lang {
            return by_meaning;
        }
        by_meaning.max(self.sequence_similarity(&ours.purpose, &theirs.purpose))
    }
}
