//! Compares runs of words, in whatever order they stand, and remembers how alike words are.

use super::Comparer;
use crate::matching::word::{NameWord, word_similarity};

/// How many likenesses of words are remembered.
const REMEMBERED: usize = 500_000;

impl Comparer<'_> {
    /// How alike two runs of words are, in whatever order: mean of the best partners.
    pub(super) fn sequence_similarity(&mut self, left: &[u32], right: &[u32]) -> f64 {
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

    pub(super) fn word_similarity(&mut self, left: u32, right: u32) -> f64 {
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
}
