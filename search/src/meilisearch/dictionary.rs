//! The words of an index with how many documents have them, for finding what a misspelt one may mean.
//!
//! Meilisearch looks up words that are alike by rules of its own, which are not those of Birlik. So the
//! words are read once for each state of the index in which one is asked for, and compared here.

use std::collections::BTreeMap;

use super::filter::text;

/// The words of a field.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    words: Vec<(String, u64)>,
}

impl Dictionary {
    /// Words by their values, as counted.
    pub(super) fn of(counts: &BTreeMap<String, u64>) -> Dictionary {
        Dictionary { words: counts.iter().map(|(value, count)| (text(value), *count)).collect() }
    }

    /// Words at most `edits` away from this one, the commonest first, `most` of them.
    pub(super) fn alike(&self, word: &str, edits: u8, most: usize) -> Vec<String> {
        let edits = usize::from(edits);
        let letters = word.chars().count();
        let mut found: Vec<&(String, u64)> = self
            .words
            .iter()
            .filter(|(other, _)| {
                other.chars().count().abs_diff(letters) <= edits && strsim::osa_distance(word, other) <= edits
            })
            .collect();
        found.sort_by(|(left, left_count), (right, right_count)| {
            right_count.cmp(left_count).then_with(|| left.cmp(right))
        });
        found.into_iter().take(most).map(|(word, _)| word.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_changing_places_are_one_edit() {
        let counts = [("altynsarin", 3), ("altyn", 9), ("altynsarina", 5)];
        let counts = counts.map(|(word, count)| (word.to_owned(), count)).into();
        let dictionary = Dictionary::of(&counts);
        assert_eq!(dictionary.alike("altnysarin", 1, 6), ["altynsarin"]);
        assert_eq!(dictionary.alike("altnysarin", 2, 6), ["altynsarina", "altynsarin"]);
        assert_eq!(dictionary.alike("altnysarin", 2, 1), ["altynsarina"]);
    }
}
