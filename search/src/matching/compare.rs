//! Compares two profiles: features, conflicts, a score in words and numbers.
//!
//! The score is a sum of logarithms of odds, one for each feature (Fellegi and Sunter): an agreement is
//! worth as much as the value is rare, a difference costs what the table says. Conflicts are apart: no
//! likeness outweighs them. The probability is the score's logistic.

use std::collections::HashMap;

use super::conflicts::{Conflict, conflicts, has_conflict, slips};
use super::profile::{Frequencies, NameProfile, Profile};
use super::weights::{Feature, Weights};
use super::word::{NameWord, word_similarity};

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

/// How many likenesses of words are remembered.
const REMEMBERED: usize = 500_000;

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
        self.subjects(left, right, tell);
        self.hosts(left, right, tell);
    }

    fn agreement(&self, feature: Feature, rarity: f64) -> f64 {
        let weight = self.weights.of(feature);
        (weight.agree * rarity).min(weight.most)
    }

    fn bins(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let all = |profile: &Profile| -> Vec<u64> {
            profile.bins.iter().chain(&profile.spoilt_bins).copied().collect()
        };
        let (ours, theirs) = (all(left), all(right));
        if ours.is_empty() || theirs.is_empty() {
            return;
        }
        let weight = self.weights.of(Feature::Bin);
        let (outcome, similarity, worth) = if ours.iter().any(|bin| theirs.contains(bin)) {
            (Outcome::Agree, 1.0, weight.most)
        } else if slips(&ours, &theirs) {
            (Outcome::Partly, 0.9, weight.partly)
        } else {
            (Outcome::Differ, 0.0, weight.differ)
        };
        tell(Evidence { feature: Feature::Bin, outcome, similarity, weight: worth, shared_by: None });
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

    fn own_names(&mut self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
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

    /// How alike two runs of words are, in whatever order: mean of the best partners.
    fn sequence_similarity(&mut self, left: &[u32], right: &[u32]) -> f64 {
        if left == right {
            return 1.0;
        }
        let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
        if short.is_empty() || long.len() > 8 && short.len() == 1 {
            return 0.0;
        }
        let mut taken = [false; 16];
        let (mut sum, mut most) = (0.0, 0.0);
        let length = |word: u32, words: &[NameWord]| {
            words
                .get(word as usize)
                .map_or(1.0, |word| f64::from(u8::try_from(word.plain.len().min(12)).unwrap_or(12)))
        };
        for word in short {
            let mut best = (0.0, 0);
            for (place, other) in long.iter().enumerate().take(16) {
                if taken[place] {
                    continue;
                }
                let similarity = self.word_similarity(*word, *other);
                if similarity > best.0 {
                    best = (similarity, place);
                }
            }
            if best.0 > 0.5 {
                taken[best.1] = true;
                sum += best.0 * length(*word, self.words);
            }
            most += length(*word, self.words);
        }
        for (place, word) in long.iter().enumerate() {
            if !taken.get(place).copied().unwrap_or(false) {
                most += length(*word, self.words);
            }
        }
        // Words that found a partner count once, on the side of the shorter run.
        sum / f64::max(most, 1.0)
    }

    fn word_similarity(&mut self, left: u32, right: u32) -> f64 {
        if left == right {
            return 1.0;
        }
        let pair = (left.min(right), left.max(right));
        if let Some(known) = self.remembered.get(&pair) {
            return *known;
        }
        let similarity = match (self.words.get(left as usize), self.words.get(right as usize)) {
            (Some(left), Some(right)) => word_similarity(left, right),
            _ => 0.0,
        };
        if self.remembered.len() >= REMEMBERED {
            self.remembered.clear();
        }
        self.remembered.insert(pair, similarity);
        similarity
    }

    fn purposes(&mut self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
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

    fn purpose_similarity(&mut self, ours: &NameProfile, theirs: &NameProfile) -> f64 {
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

    fn forms(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        if left.forms == 0 || right.forms == 0 {
            return;
        }
        let both = left.forms & right.forms;
        let weight = self.weights.of(Feature::LegalForm);
        let (outcome, worth, count) = if both == 0 {
            (Outcome::Differ, weight.differ, None)
        } else {
            let count: u32 = self
                .frequencies
                .forms
                .iter()
                .enumerate()
                .filter(|(place, _)| both >> place & 1 == 1)
                .map(|(_, count)| *count)
                .sum();
            (
                Outcome::Agree,
                self.agreement(Feature::LegalForm, self.frequencies.rarity(Some(&count))),
                Some(count),
            )
        };
        let similarity = f64::from(u8::from(both != 0));
        tell(Evidence { feature: Feature::LegalForm, outcome, similarity, weight: worth, shared_by: count });
    }

    fn areas(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let code = |code: u32| self.frequencies.codes.get(&code);
        if !left.regions.is_empty() && !right.regions.is_empty() {
            let weight = self.weights.of(Feature::Region);
            let same = left.regions.iter().find(|region| right.regions.contains(region));
            let is_split = left.regions.iter().any(|region| right.perhaps.contains(region))
                || right.regions.iter().any(|region| left.perhaps.contains(region));
            let (outcome, similarity, worth, count) = match same {
                Some(region) => {
                    let rarity = self.frequencies.rarity(code(*region));
                    (Outcome::Agree, 1.0, self.agreement(Feature::Region, rarity), code(*region).copied())
                }
                None if is_split => (Outcome::Partly, 0.5, weight.partly, None),
                None => (Outcome::Differ, 0.0, weight.differ, None),
            };
            tell(Evidence { feature: Feature::Region, outcome, similarity, weight: worth, shared_by: count });
        }
        let weight = self.weights.of(Feature::District);
        let (outcome, similarity, worth, count) =
            match (left.districts.as_slice(), right.districts.as_slice()) {
                ([], []) => {
                    if !(left.is_of_region && right.is_of_region) {
                        return;
                    }
                    (Outcome::Agree, 1.0, 0.5, None)
                }
                ([], _) | (_, []) => {
                    let is_of_region = left.is_of_region && left.districts.is_empty()
                        || right.is_of_region && right.districts.is_empty();
                    // One says that it is of the whole region, the other of one district in it.
                    if is_of_region {
                        (Outcome::Differ, 0.0, weight.differ / 2.0, None)
                    } else {
                        (Outcome::Missing, 0.0, weight.missing, None)
                    }
                }
                (ours, theirs) => match ours.iter().find(|district| theirs.contains(district)) {
                    Some(district) => {
                        let region =
                            left.regions.first().map_or(0.0, |region| self.frequencies.rarity(code(*region)));
                        let rarity = self.frequencies.rarity(code(*district));
                        // What the region is worth was counted with the region.
                        let rarity = (rarity - region).max(0.5);
                        (
                            Outcome::Agree,
                            1.0,
                            self.agreement(Feature::District, rarity),
                            code(*district).copied(),
                        )
                    }
                    None => (Outcome::Differ, 0.0, weight.differ, None),
                },
            };
        tell(Evidence { feature: Feature::District, outcome, similarity, weight: worth, shared_by: count });
    }

    fn dates(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        if left.dates.is_empty() || right.dates.is_empty() {
            return;
        }
        let weight = self.weights.of(Feature::Date);
        let pairs =
            || left.dates.iter().flat_map(|ours| right.dates.iter().map(move |theirs| (*ours, *theirs)));
        let (outcome, similarity, worth, count) =
            if let Some((date, _)) = pairs().find(|(ours, theirs)| ours == theirs && ours.is_whole()) {
                let count = self.frequencies.dates.get(&date);
                (
                    Outcome::Agree,
                    1.0,
                    self.agreement(Feature::Date, self.frequencies.rarity_at_large(count)),
                    count.copied(),
                )
            } else if pairs().any(|(ours, theirs)| ours.agrees(theirs)) {
                (Outcome::Agree, 0.9, weight.most / 3.0, None)
            } else if pairs().any(|(ours, theirs)| ours.is_slip_of(theirs)) {
                (Outcome::Partly, 0.5, weight.partly, None)
            } else {
                (Outcome::Differ, 0.0, weight.differ, None)
            };
        tell(Evidence { feature: Feature::Date, outcome, similarity, weight: worth, shared_by: count });
    }

    /// Telephone and mailbox are kept by the same hand: the stronger counts, the other a little.
    fn contacts(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let of = |feature, ours: &[u64], theirs: &[u64]| {
            if ours.is_empty() || theirs.is_empty() {
                return None;
            }
            let weight = self.weights.of(feature);
            let shared = ours.iter().filter(|contact| theirs.contains(contact));
            let rarest = shared.filter_map(|contact| self.frequencies.contacts.get(contact)).min();
            Some(match rarest {
                Some(count) => {
                    let worth = self.agreement(feature, self.frequencies.rarity_at_large(Some(count)));
                    Evidence {
                        feature,
                        outcome: Outcome::Agree,
                        similarity: 1.0,
                        weight: worth,
                        shared_by: Some(*count),
                    }
                }
                None => Evidence {
                    feature,
                    outcome: Outcome::Differ,
                    similarity: 0.0,
                    weight: weight.differ,
                    shared_by: None,
                },
            })
        };
        let phone = of(Feature::Phone, &left.phones, &right.phones);
        let mut email = of(Feature::Email, &left.emails, &right.emails);
        if let (Some(phone), Some(email)) = (&phone, &mut email)
            && phone.outcome == Outcome::Agree
            && email.outcome == Outcome::Agree
        {
            email.weight *= 0.4;
        }
        phone.into_iter().chain(email).for_each(tell);
    }

    fn kind(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let code = |code: u32| self.frequencies.codes.get(&code);
        if let (Some(ours), Some(theirs)) = (left.kinds.first(), right.kinds.first()) {
            let weight = self.weights.of(Feature::Kind);
            if left.kinds.iter().any(|kind| right.kinds.contains(kind)) {
                let worth =
                    self.agreement(Feature::Kind, self.frequencies.rarity(code(*ours).max(code(*theirs))));
                let count = code(*ours).copied();
                tell(Evidence {
                    feature: Feature::Kind,
                    outcome: Outcome::Agree,
                    similarity: 1.0,
                    weight: worth,
                    shared_by: count,
                });
            } else {
                let weight = weight.differ;
                tell(Evidence {
                    feature: Feature::Kind,
                    outcome: Outcome::Differ,
                    similarity: 0.0,
                    weight,
                    shared_by: None,
                });
            }
        }
    }

    fn subjects(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let code = |code: u32| self.frequencies.codes.get(&code);
        if left.subjects.is_empty() && right.subjects.is_empty() {
            return;
        }
        let weight = self.weights.of(Feature::Subject);
        let shared = left.subjects.iter().filter(|subject| right.subjects.contains(subject)).count();
        let all = left.subjects.len().max(right.subjects.len());
        let (outcome, worth, count) = if left.subjects.is_empty() || right.subjects.is_empty() {
            (Outcome::Missing, weight.missing, None)
        } else if shared == 0 {
            (Outcome::Differ, weight.differ, None)
        } else {
            let rarest = left
                .subjects
                .iter()
                .filter(|subject| right.subjects.contains(subject))
                .filter_map(|subject| code(*subject))
                .min();
            let worth = self.agreement(Feature::Subject, self.frequencies.rarity(rarest));
            if shared == all {
                (Outcome::Agree, worth, rarest.copied())
            } else {
                (Outcome::Partly, worth + weight.partly, rarest.copied())
            }
        };
        let mut worth = worth;
        if outcome == Outcome::Agree
            && !has_host(left)
            && !has_host(right)
            && is_one_body_of_a_host(left, right)
        {
            worth = worth.max(self.sure_of_host(left, right, Feature::Subject));
        }
        let similarity = super::profile::count_f64(shared) / super::profile::count_f64(all.max(1));
        tell(Evidence { feature: Feature::Subject, outcome, similarity, weight: worth, shared_by: count });
    }

    /// What the host must be worth, so that the body which it has only once is found for sure: what all that
    /// agrees is worth together, where each alone would be counted as if it were by chance.
    fn sure_of_host(&self, left: &Profile, right: &Profile, host: Feature) -> f64 {
        const SURE: f64 = 4.5;
        let mut others = 0.0;
        self.areas(left, right, &mut |evidence| others += evidence.weight);
        self.kind(left, right, &mut |evidence| others += evidence.weight);
        if host != Feature::Subject {
            self.subjects(left, right, &mut |evidence| others += evidence.weight);
        }
        (SURE - self.prior - others).min(2.0 * self.weights.of(host).most)
    }

    /// How alike the names of two hosts are. Whoever names a school after a person writes the surname; the
    /// first name is written whole, as a letter, or not at all.
    fn host_name_similarity(&mut self, left: &[u32], right: &[u32]) -> f64 {
        const SURNAME: f64 = 0.85;
        let whole = self.sequence_similarity(left, right);
        let long = |words: &[u32], comparer: &Self| -> Vec<u32> {
            let is_long = |word: &&u32| {
                comparer.words.get(**word as usize).is_some_and(|word| word.plain.chars().count() >= 4)
            };
            words.iter().filter(is_long).copied().collect()
        };
        let (ours, theirs) = (long(left, self), long(right, self));
        let (short, other) = if ours.len() <= theirs.len() { (&ours, &theirs) } else { (&theirs, &ours) };
        if short.is_empty() || short.len() == other.len() && left.len() == right.len() && short.len() > 1 {
            return whole;
        }
        let mut least: f64 = 1.0;
        for word in short {
            let best = other.iter().map(|other| self.word_similarity(*word, *other)).fold(0.0, f64::max);
            least = least.min(best);
        }
        if least >= SURNAME { whole.max(0.9) } else { whole }
    }

    fn hosts(&mut self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let (left_has, right_has) = (has_host(left), has_host(right));
        if !left_has && !right_has {
            return;
        }
        let weight = self.weights.of(Feature::HostNumber);
        if !left_has || !right_has {
            let worth = weight.missing;
            let (outcome, similarity) = (Outcome::Missing, 0.0);
            tell(Evidence {
                feature: Feature::HostNumber,
                outcome,
                similarity,
                weight: worth,
                shared_by: None,
            });
            return;
        }
        if let Some(number) = left.host_numbers.iter().find(|number| right.host_numbers.contains(number)) {
            let count = self.frequencies.codes.get(number);
            let mut worth = self.agreement(Feature::HostNumber, self.frequencies.rarity(count));
            if is_one_body_of_a_host(left, right) {
                worth = worth.max(self.sure_of_host(left, right, Feature::HostNumber));
            }
            let (outcome, similarity) = (Outcome::Agree, 1.0);
            tell(Evidence {
                feature: Feature::HostNumber,
                outcome,
                similarity,
                weight: worth,
                shared_by: count.copied(),
            });
        } else if !left.host_numbers.is_empty() || !right.host_numbers.is_empty() {
            let is_clear = !left.host_numbers.is_empty() && !right.host_numbers.is_empty();
            let worth = if is_clear { weight.differ } else { weight.missing * 3.0 };
            let outcome = if is_clear { Outcome::Differ } else { Outcome::Missing };
            tell(Evidence {
                feature: Feature::HostNumber,
                outcome,
                similarity: 0.0,
                weight: worth,
                shared_by: None,
            });
        }
        if !left.host_names.is_empty() && !right.host_names.is_empty() {
            let mut similarity: f64 = 0.0;
            for ours in &left.host_names {
                for theirs in &right.host_names {
                    similarity = similarity.max(self.host_name_similarity(ours, theirs));
                }
            }
            let most = self.weights.of(Feature::HostName).most;
            let agreement = self
                .agreement(Feature::HostName, (self.frequencies.rows.max(2.0) / 20.0).ln().clamp(1.0, most));
            let (outcome, mut worth) = self.graded(Feature::HostName, similarity, 0.5, 0.88, agreement);
            if outcome == Outcome::Agree
                && left.host_numbers.is_empty()
                && right.host_numbers.is_empty()
                && !has_other_types(left, right)
                && is_one_body_of_a_host(left, right)
            {
                worth = worth.max(self.sure_of_host(left, right, Feature::HostName));
            }
            tell(Evidence {
                feature: Feature::HostName,
                outcome,
                similarity,
                weight: worth,
                shared_by: None,
            });
        }
        if has_other_types(left, right) {
            let mut weight = self.weights.of(Feature::HostType).differ;
            if left.is_of_preschool != right.is_of_preschool {
                // A kindergarten never becomes a school; a school becomes a lyceum.
                weight *= 5.0;
            }
            let outcome = Outcome::Differ;
            tell(Evidence { feature: Feature::HostType, outcome, similarity: 0.0, weight, shared_by: None });
        }
    }
}

/// True where both are the body of one kind, and of one subject, at a host in one district. A district has no
/// two schools of one number, and a school no two such bodies.
fn is_one_body_of_a_host(left: &Profile, right: &Profile) -> bool {
    let meet = |ours: &[u32], theirs: &[u32]| ours.iter().any(|one| theirs.contains(one));
    left.is_kind_stated
        && right.is_kind_stated
        && meet(&left.kinds, &right.kinds)
        && meet(&left.districts, &right.districts)
        && (meet(&left.subjects, &right.subjects) || left.subjects.is_empty() && right.subjects.is_empty())
        && left.is_branch == right.is_branch
        && left.is_of_preschool == right.is_of_preschool
}

/// True for a lyceum and a gymnasium: one district has both, named after one person.
fn has_other_types(left: &Profile, right: &Profile) -> bool {
    !left.host_types.is_empty()
        && !right.host_types.is_empty()
        && !left.host_types.iter().any(|code| right.host_types.contains(code))
}

fn has_host(profile: &Profile) -> bool {
    !profile.host_numbers.is_empty() || !profile.host_names.is_empty()
}

/// The probability that a score stands for.
pub(crate) fn logistic(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}
