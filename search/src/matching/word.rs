//! Words of names, ready to be compared, each kept once.
//!
//! A list repeats its words; facts share them. Two words are compared in plain Latin, where all
//! scripts meet, by their stems, their skeletons, and letter by letter.

use std::collections::HashMap;
use std::sync::Arc;

use super::name::{ParsedName, shortest_stem};
use crate::text::latin::{plain, skeleton};
use crate::text::tokens::Forms;

/// How many words are remembered.
const REMEMBERED: usize = 100_000;

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameWord(Arc<WordForms>);

/// The forms of a word that are compared.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WordForms {
    /// In plain Latin.
    pub(crate) plain: Box<str>,
    /// Its shortest stem, in plain Latin.
    pub(crate) stem: Box<str>,
    /// What is left without vowels and voice.
    pub(crate) skeleton: Box<str>,
    /// Read as Latin letters that look Cyrillic, where that differs: `Tapbie` for Тарбие.
    pub(crate) look_alike: Option<Box<str>>,
    pub(crate) is_number: bool,
}

impl std::ops::Deref for NameWord {
    type Target = WordForms;

    fn deref(&self) -> &WordForms {
        &self.0
    }
}

impl NameWord {
    /// The word with these forms.
    pub(crate) fn of(forms: &Forms) -> NameWord {
        let stem = shortest_stem(forms).unwrap_or(&forms.plain);
        let look_alike = look_alike(&forms.exact).filter(|other| *other != forms.plain);
        NameWord(Arc::new(WordForms {
            plain: forms.plain.as_str().into(),
            stem: stem.into(),
            skeleton: skeleton(stem).into(),
            look_alike: look_alike.map(Into::into),
            is_number: forms.is_number,
        }))
    }
}

/// How alike two words are: 1 for forms of one word in any script, 0 for unlike ones.
pub(crate) fn word_similarity(left: &WordForms, right: &WordForms) -> f64 {
    if left.plain == right.plain {
        return 1.0;
    }
    if left.is_number || right.is_number {
        return 0.0;
    }
    let is_other = |one: &WordForms, other: &WordForms| {
        one.look_alike
            .as_deref()
            .is_some_and(|look| *look == *other.plain || other.look_alike.as_deref() == Some(look))
    };
    if is_other(left, right) || is_other(right, left) {
        return 0.98;
    }
    if left.stem == right.stem && left.stem.len() >= 3 {
        return 0.97;
    }
    let by_letters = letters(&left.plain, &right.plain)
        .max(left.look_alike.as_deref().map_or(0.0, |look| letters(look, &right.plain)))
        .max(right.look_alike.as_deref().map_or(0.0, |look| letters(&left.plain, look)));
    if left.skeleton == right.skeleton && left.skeleton.len() >= 3 {
        return by_letters.max(0.9);
    }
    by_letters
}

/// Alike letter by letter: 1 less the share of letters that must change.
fn letters(left: &str, right: &str) -> f64 {
    let most = left.len().max(right.len());
    let apart = left.len().abs_diff(right.len());
    if most == 0 || apart * 2 > most {
        return 0.0;
    }
    let distance = strsim::osa_distance(left, right);
    if distance == 1 && most >= 4 {
        // One slip in a word is a slip of the pen.
        return 0.85 + 0.01 * f64::from(u8::try_from(most.min(10)).unwrap_or(10));
    }
    let share = f64::from(u16::try_from(distance).unwrap_or(u16::MAX))
        / f64::from(u16::try_from(most).unwrap_or(u16::MAX));
    1.0 - share
}

/// A word in Latin letters, read as the Cyrillic ones that they look like: where a text with
/// look-alikes was transliterated, `Tapbie` is Тарбие.
fn look_alike(exact: &str) -> Option<String> {
    if !exact.is_ascii() || !exact.contains(['p', 'c', 'x', 'y']) {
        return None;
    }
    let letters: String = exact
        .chars()
        .map(|c| match c {
            'p' => 'r',
            'c' => 's',
            'x' => 'h',
            'y' => 'u',
            other => other,
        })
        .collect();
    Some(plain(&letters))
}

/// Makes words and remembers them.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: HashMap<String, NameWord>,
    concepts: HashMap<String, Arc<str>>,
}

impl Words {
    /// The words of a name at some places.
    pub(crate) fn of(&mut self, name: &ParsedName, places: &[usize]) -> Vec<NameWord> {
        if self.words.len() >= REMEMBERED {
            self.words.clear();
        }
        places
            .iter()
            .map(|place| {
                let forms = &name.tokens[*place].forms;
                if let Some(word) = self.words.get(&forms.exact) {
                    return word.clone();
                }
                let word = NameWord::of(forms);
                self.words.insert(forms.exact.clone(), word.clone());
                word
            })
            .collect()
    }

    /// The concepts of a name's purpose.
    pub(crate) fn concepts(&mut self, name: &ParsedName) -> Vec<Arc<str>> {
        if self.concepts.len() >= REMEMBERED {
            self.concepts.clear();
        }
        name.concepts()
            .into_iter()
            .map(|concept| {
                if let Some(known) = self.concepts.get(&concept) {
                    return Arc::clone(known);
                }
                let shared: Arc<str> = Arc::from(concept.as_str());
                self.concepts.insert(concept, Arc::clone(&shared));
                shared
            })
            .collect()
    }
}
