//! Compares what a body is registered and reached with: number, legal form, date, telephone, mailbox.

use super::{Comparer, Evidence, Outcome};
use crate::matching::conflicts::slips;
use crate::matching::profile::{NameProfile, Profile};
use crate::matching::weights::Feature;

impl Comparer<'_> {
    pub(super) fn bins(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
        let all = |profile: &Profile| -> Vec<u64> {
            profile.bins.iter().chain(&profile.spoilt_bins).copied().collect()
        };
        let (ours, theirs) = (all(left), all(right));
        if ours.is_empty() || theirs.is_empty() {
            return;
        }
        let weight = self.weights.of(Feature::Bin);
        let (outcome, similarity, worth) = if ours.iter().any(|bin| theirs.contains(bin)) {
            // Where all else that identifies a body agrees, no other row of the list raises a doubt.
            let worth = if is_same_entry(left, right) { 3.0 * weight.most } else { weight.most };
            (Outcome::Agree, 1.0, worth)
        } else if slips(&ours, &theirs) {
            (Outcome::Partly, 0.9, weight.partly)
        } else {
            (Outcome::Differ, 0.0, weight.differ)
        };
        tell(Evidence { feature: Feature::Bin, outcome, similarity, weight: worth, shared_by: None });
    }

    pub(super) fn forms(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
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

    pub(super) fn dates(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
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
    pub(super) fn contacts(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
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
}

/// True for one entry written twice: a name, the date, a telephone and a mailbox in common.
fn is_same_entry(left: &Profile, right: &Profile) -> bool {
    let meet = |ours: &[u64], theirs: &[u64]| ours.iter().any(|one| theirs.contains(one));
    let is_same_name = left.names.iter().any(|ours| {
        let is_same =
            |theirs: &NameProfile| ours.own_key == theirs.own_key && ours.purpose_key == theirs.purpose_key;
        right.names.iter().any(|theirs| is_same(theirs))
    });
    is_same_name
        && left.dates.iter().any(|date| date.is_whole() && right.dates.contains(date))
        && meet(&left.phones, &right.phones)
        && meet(&left.emails, &right.emails)
}
