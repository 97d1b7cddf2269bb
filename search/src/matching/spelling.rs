//! Reads words with slips of the pen as the words they were meant to be.
//!
//! A list says «ассоциания» and «обьединение». A word that the tables do not know, but of which one
//! known stem is a letter away, gets that stem beside its own, so that phrases find it. Numbers and
//! short words are never guessed at. The index holds known stems with a letter left out.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::text::latin::cyrillic_guess;
use crate::text::stem::RUSSIAN_MARK;
use crate::text::tokens::{Forms, Token};

/// Stems shorter than this are not corrected: half the language is a letter away.
const LEAST: usize = 5;
/// Stems at least this long may have two slips.
const LONG: usize = 8;

/// The stems that the tables know.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spelling {
    known: HashSet<String>,
    keys: Vec<String>,
    /// Known stems by what is left of them without one letter, or two.
    gaps: HashMap<String, Vec<u32>>,
}

impl Spelling {
    /// Learns the stems of a word that many other words are near to: a short one is known, and no word with a
    /// slip is read as it.
    pub(crate) fn learn_warily(&mut self, token: &Token, mark: char) {
        const LEAST: usize = 7;
        let is_short = |key: &&str| key.chars().count() <= LEAST;
        if token.forms.keys().filter(|key| key.starts_with(mark)).any(|key| is_short(&key)) {
            let keys = token.forms.keys().filter(|key| key.starts_with(mark));
            self.known.extend(keys.map(str::to_owned));
        } else {
            self.learn(token, mark);
        }
    }

    /// Learns the stems of a word of the tables, of one language.
    pub(crate) fn learn(&mut self, token: &Token, mark: char) {
        for key in token.forms.keys().filter(|key| key.starts_with(mark)) {
            if !self.known.insert(key.to_owned()) {
                continue;
            }
            let length = key.chars().count() - 1;
            if length < LEAST {
                continue;
            }
            let Ok(place) = u32::try_from(self.keys.len()) else { return };
            self.keys.push(key.to_owned());
            let mut shorter = gaps(key);
            if length >= LONG {
                let twice: Vec<String> = shorter.iter().flat_map(|gap| gaps(gap)).collect();
                shorter.extend(twice);
            }
            shorter.push(key.to_owned());
            shorter.sort_unstable();
            shorter.dedup();
            for gap in shorter {
                self.gaps.entry(gap).or_default().push(place);
            }
        }
    }

    /// True where the tables know a stem of the word.
    pub(crate) fn knows(&self, forms: &Forms) -> bool {
        forms.stems.iter().any(|stem| self.known.contains(stem))
    }

    /// True where the tables know a stem of the word in this language.
    pub(crate) fn knows_in(&self, forms: &Forms, mark: char) -> bool {
        forms.stems.iter().any(|stem| stem.starts_with(mark) && self.known.contains(stem))
    }

    /// The word, with the known stems that it may have been meant to have.
    pub(crate) fn corrected(&self, forms: &Arc<Forms>) -> Arc<Forms> {
        if forms.is_number {
            return Arc::clone(forms);
        }
        if let Some(russian) = russian_ending(&forms.exact)
            && !self.knows_in(forms, RUSSIAN_MARK)
            && self.knows_in(&russian, RUSSIAN_MARK)
        {
            let mut meant = Forms::clone(forms);
            meant.stems.extend(russian.stems);
            return Arc::new(meant);
        }
        if self.knows(forms) {
            return Arc::clone(forms);
        }
        if let Some(look_alike) = look_alike(&forms.exact).map(|exact| Forms::of(&exact, false))
            && self.knows(&look_alike)
        {
            let mut meant = Forms::clone(forms);
            meant.stems.extend(look_alike.stems);
            return Arc::new(meant);
        }
        let mut best: Vec<&str> = Vec::new();
        let mut least = usize::MAX;
        for stem in &forms.stems {
            let length = stem.chars().count() - 1;
            if length < LEAST {
                continue;
            }
            let allowed = if length >= LONG { 2 } else { 1 };
            let mut looked = gaps(stem);
            if allowed == 2 {
                let twice: Vec<String> = looked.iter().flat_map(|gap| gaps(gap)).collect();
                looked.extend(twice);
            }
            looked.push(stem.clone());
            looked.sort_unstable();
            looked.dedup();
            for place in looked.iter().filter_map(|gap| self.gaps.get(gap)).flatten() {
                let Some(key) = self.keys.get(*place as usize) else { continue };
                // The mark, too, must be the same.
                if key.as_bytes().first() != stem.as_bytes().first() {
                    continue;
                }
                let distance = strsim::osa_distance(key, stem);
                if distance <= allowed && distance <= least {
                    if distance < least {
                        best.clear();
                        least = distance;
                    }
                    if !best.contains(&key.as_str()) {
                        best.push(key);
                    }
                }
            }
        }
        if best.is_empty() {
            // An ending with a slip, or a longer word made of a known one.
            let known = forms.stems.iter().find_map(|stem| self.known_beginning(stem));
            let Some(known) = known else { return Arc::clone(forms) };
            let mut meant = Forms::clone(forms);
            meant.stems.push(known);
            return Arc::new(meant);
        }
        let mut meant = Forms::clone(forms);
        meant.stems.extend(best.into_iter().map(str::to_owned));
        Arc::new(meant)
    }
}

/// A Latin word with the ending of many Russian nouns, in Cyrillic: `assotsiatsiia`.
fn russian_ending(exact: &str) -> Option<Forms> {
    let has_ending = exact.is_ascii() && (exact.contains("iia") || exact.contains("iya"));
    has_ending.then(|| {
        let cyrillic = exact.replace("iia", "ия").replace("iya", "ия");
        Forms::of(&cyrillic_guess(&cyrillic), false)
    })
}

/// A Latin word whose letters were Cyrillic look-alikes before it was transliterated: `pucckogo` is
/// русского. `y` stays: it is й and ы as often.
fn look_alike(exact: &str) -> Option<String> {
    let has_any = exact.is_ascii() && exact.contains(['p', 'c', 'x']);
    has_any.then(|| exact.replace('c', "s").replace('p', "r").replace('x', "h"))
}

/// Known words must have so many letters for a longer one to be read as them.
const LEAST_BEGINNING: usize = 6;

impl Spelling {
    /// The longest known stem with which a stem begins.
    fn known_beginning(&self, stem: &str) -> Option<String> {
        let ends: Vec<usize> = stem.char_indices().map(|(at, _)| at).skip(1 + LEAST_BEGINNING).collect();
        ends.into_iter()
            .rev()
            .map(|end| &stem[..end])
            .find(|begin| self.known.contains(*begin))
            .map(str::to_owned)
    }
}

/// A key without each of its letters in turn; its mark stays.
fn gaps(key: &str) -> Vec<String> {
    key.char_indices()
        .skip(1)
        .map(|(at, letter)| {
            let mut gap = String::with_capacity(key.len());
            gap.push_str(&key[..at]);
            gap.push_str(&key[at + letter.len_utf8()..]);
            gap
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens::query_tokens;

    #[test]
    fn slips_are_read_and_other_words_left() {
        let mut spelling = Spelling::default();
        for token in query_tokens("ассоциация объединение педагог") {
            spelling.learn(&token, 'r');
        }
        let reads = |text: &str| {
            let forms = spelling.corrected(&query_tokens(text)[0].forms);
            spelling.knows(&forms)
        };
        for slip in ["ассоциания", "обьединение", "объеиднение", "пeдогогов", "accoциaция"]
        {
            assert!(reads(slip), "{slip}");
        }
        for other in ["демагог", "ассорти", "обед", "12"] {
            assert!(!reads(other), "{other}");
        }
    }
}
