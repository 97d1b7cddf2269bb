//! Compares bodies of schools: the school, the kind of body, its subjects.
//!
//! A district has one school of a number, and a school one body of a kind and subject: where all that
//! agrees, nothing else need.

use super::{Comparer, Evidence, Outcome};
use crate::matching::profile::{Profile, count_f64};
use crate::matching::weights::Feature;

impl Comparer<'_> {
    pub(super) fn kind(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let code = |code: u32| self.frequencies.codes.get(&code);
        // A body of a school of which nobody could read what it is: any of the school's bodies.
        let is_unread = !left.is_kind_stated && !right.is_kind_stated;
        if is_unread && has_host(left) && has_host(right) {
            return;
        }
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

    /// Bodies of a school of which nobody could read what they are: one only where their words say the same.
    pub(super) fn unread_kinds(&mut self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        const ALIKE: f64 = 0.85;
        let is_unread = !left.is_kind_stated && !right.is_kind_stated;
        if !is_unread || !has_host(left) || !has_host(right) {
            return;
        }
        let mut similarity: f64 = 0.0;
        for ours in &left.names {
            for theirs in &right.names {
                similarity = similarity.max(self.purpose_similarity(ours, theirs));
            }
        }
        if similarity < ALIKE {
            let weight = 2.0 * self.weights.of(Feature::Kind).differ;
            let outcome = Outcome::Differ;
            tell(Evidence { feature: Feature::Kind, outcome, similarity, weight, shared_by: None });
        }
    }

    pub(super) fn subjects(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let code = |code: u32| self.frequencies.codes.get(&code);
        if left.subjects.is_empty() && right.subjects.is_empty()
            || !left.unknown_subjects.is_empty()
            || !right.unknown_subjects.is_empty()
        {
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
                // «математики» and «математики и физики» of one school are two.
                let worth = if has_host(left) && has_host(right) {
                    2.0 * weight.differ
                } else {
                    worth + weight.partly
                };
                (Outcome::Partly, worth, rarest.copied())
            }
        };
        let mut worth = worth;
        if outcome == Outcome::Agree
            && !has_host(left)
            && !has_host(right)
            && !left.is_host_unread
            && !right.is_host_unread
            && is_one_body_of_a_host(left, right)
        {
            worth = worth.max(self.sure_of_host(left, right, Feature::Subject));
        }
        let similarity = count_f64(shared) / count_f64(all.max(1));
        tell(Evidence { feature: Feature::Subject, outcome, similarity, weight: worth, shared_by: count });
    }

    /// A subject that no table knows is one nevertheless: the same words are the same one, other words
    /// another one, and none that is known.
    pub(super) fn unknown_subjects(
        &mut self,
        left: &Profile,
        right: &Profile,
        tell: &mut dyn FnMut(Evidence),
    ) {
        const SAME: f64 = 0.85;
        if left.unknown_subjects.is_empty() && right.unknown_subjects.is_empty() {
            return;
        }
        let weight = self.weights.of(Feature::Subject);
        let is_silent =
            |profile: &Profile| profile.unknown_subjects.is_empty() && profile.subjects.is_empty();
        let mut similarity: f64 = 0.0;
        for ours in &left.unknown_subjects {
            for theirs in &right.unknown_subjects {
                similarity = similarity.max(self.sequence_similarity(ours, theirs));
            }
        }
        let (outcome, weight) = if is_silent(left) || is_silent(right) {
            (Outcome::Missing, weight.missing)
        } else if similarity >= SAME {
            (Outcome::Agree, weight.most)
        } else {
            // A school has one telephone for all its bodies.
            (Outcome::Differ, 2.0 * weight.differ)
        };
        tell(Evidence { feature: Feature::Subject, outcome, similarity, weight, shared_by: None });
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

    pub(super) fn hosts(&mut self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let (left_has, right_has) = (has_host(left), has_host(right));
        if !left_has && !right_has {
            if left.is_host_unread || right.is_host_unread {
                // Two schools of which nobody could read which they are.
                let weight = 4.0 * self.weights.of(Feature::HostName).missing;
                let outcome = Outcome::Missing;
                tell(Evidence {
                    feature: Feature::HostName,
                    outcome,
                    similarity: 0.0,
                    weight,
                    shared_by: None,
                });
            }
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
            let are_villages = left.is_host_of_village && right.is_host_of_village;
            let mut similarity: f64 = 0.0;
            for ours in &left.host_names {
                for theirs in &right.host_names {
                    let alike = if are_villages {
                        self.village_similarity(ours, theirs)
                    } else {
                        self.host_name_similarity(ours, theirs)
                    };
                    similarity = similarity.max(alike);
                }
            }
            let most = self.weights.of(Feature::HostName).most;
            let agreement = self
                .agreement(Feature::HostName, (self.frequencies.rows.max(2.0) / 20.0).ln().clamp(1.0, most));
            let (none, full) = if are_villages { (0.7, 0.95) } else { (0.5, 0.88) };
            let (outcome, mut worth) = self.graded(Feature::HostName, similarity, none, full, agreement);
            if are_villages && outcome == Outcome::Differ {
                // Two villages are as far apart as two numbers.
                worth *= 3.0;
            }
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
        && (meet(&left.districts, &right.districts) || are_of_one_region(left, right))
        && left.subjects == right.subjects
        && left.unknown_subjects == right.unknown_subjects
        && left.is_branch == right.is_branch
        && left.is_of_preschool == right.is_of_preschool
}

/// True for two bodies of one whole region: «областное объединение».
fn are_of_one_region(left: &Profile, right: &Profile) -> bool {
    let is_of_region = |profile: &Profile| profile.is_of_region && profile.districts.is_empty();
    is_of_region(left) && is_of_region(right) && !left.regions.is_empty() && left.regions == right.regions
}

/// True for a lyceum and a gymnasium: one district has both, named after one person.
fn has_other_types(left: &Profile, right: &Profile) -> bool {
    // «СШ» and «ОШ» of one village are one school, whichever of its steps is named.
    let is_same =
        left.is_plain_school && right.is_plain_school && (left.is_general_school || right.is_general_school);
    !is_same
        && !left.host_types.is_empty()
        && !right.host_types.is_empty()
        && !left.host_types.iter().any(|code| right.host_types.contains(code))
}

fn has_host(profile: &Profile) -> bool {
    !profile.host_numbers.is_empty() || !profile.host_names.is_empty()
}
