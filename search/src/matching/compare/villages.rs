//! Compares the names of villages: Kazakh and Russian spellings of one meet, neighbours do not.
//!
//! Ақсу and Ақсай lie in one district, so a shared beginning is worth nothing, and short names must be the same.

use super::Comparer;

impl Comparer<'_> {
    /// How alike the names of two villages are.
    pub(super) fn village_similarity(&self, left: &[u32], right: &[u32]) -> f64 {
        let (ours, theirs) = (self.joined(left), self.joined(right));
        similarity(&ours, &theirs)
    }

    /// The words without what parts them, «Қызыл-Баз» and «Кызылбаз» being one: as written, as stems, as skeletons.
    fn joined(&self, words: &[u32]) -> [String; 3] {
        let words = || words.iter().filter_map(|word| self.words.get(*word as usize));
        [
            words().map(|word| &*word.plain).collect(),
            words().map(|word| &*word.stem).collect(),
            words().map(|word| &*word.skeleton).collect(),
        ]
    }
}

fn similarity([ours, our_stem, bones]: &[String; 3], [theirs, their_stem, their_bones]: &[String; 3]) -> f64 {
    const SHORT_STEM: usize = 4;
    const LONG_SKELETON: usize = 4;
    if ours == theirs || our_stem == their_stem && our_stem.len() >= SHORT_STEM {
        return 1.0;
    }
    let length = ours.len().max(theirs.len());
    if is_derived(ours, theirs) || is_derived(theirs, ours) {
        return 0.96;
    }
    let apart = strsim::osa_distance(ours, theirs);
    match (apart, length) {
        // Vowels go different ways in the two languages: Ақсүйек, Аксуек.
        (0..=2, 5..) if bones == their_bones && bones.len() >= LONG_SKELETON => 0.95,
        (0 | 1, 7..) => 0.96,
        (1, 5..) => 0.85,
        (2, 9..) => 0.9,
        _ => {
            let share = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
            (1.0 - share(apart) / share(length.max(1))).min(0.69)
        }
    }
}

/// True where the Russian name is made of the Kazakh one: Первомай, Первомайское; Велихов, Велиховка.
fn is_derived(name: &str, root: &str) -> bool {
    // In plain Latin: -ское, -ский, -ская, -ное, -ка.
    const ENDINGS: [&str; 5] = ["sko", "ski", "skaia", "no", "ka"];
    const LEAST: usize = 5;
    root.len() >= LEAST && ENDINGS.iter().any(|ending| name.strip_suffix(ending) == Some(root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::latin::{plain, skeleton};

    #[test]
    fn spellings_meet_and_neighbours_do_not() {
        let of = |left: &str, right: &str| {
            let [left, right] = [left, right].map(|word| [plain(word), plain(word), skeleton(&plain(word))]);
            similarity(&left, &right)
        };
        for (left, right) in [
            ("ақсүйек", "аксуек"),
            ("бірлік", "бирлик"),
            ("көктерек", "коктерек"),
            ("первомай", "первомайское"),
        ] {
            assert!(of(left, right) >= 0.95, "{left} {right} {}", plain(left));
        }
        for (left, right) in [
            ("ақсу", "ақсай"),
            ("қарасу", "қараой"),
            ("майемер", "бесүй"),
            ("ақжарқын", "аксары"),
            ("ивановка", "петровка"),
        ] {
            assert!(of(left, right) < 0.7, "{left} {right}");
        }
        assert!(of("ақтас", "ақтау") < 0.95);
    }
}
