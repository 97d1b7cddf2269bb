//! Compares where bodies are: the region, and what the district adds to it.

use super::{Comparer, Evidence, Outcome};
use crate::matching::profile::Profile;
use crate::matching::weights::Feature;

impl Comparer<'_> {
    pub(super) fn areas(&self, left: &Profile, right: &Profile, tell: &mut dyn FnMut(Evidence)) {
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
}
