//! Reads what a person typed: words, numbers, places, kinds, subjects, and how sure each is.
//!
//! A query is read once, without the index: which forms its words have, what they mean, which places
//! they may name. What was understood ranks and never excludes. Engines turn a [`Reading`] into what
//! they can look up; the guesses that need the index (spelling, layout) are theirs to try.

mod gazetteer;
mod names;
mod reading;

pub use gazetteer::{Gazetteer, Place};
pub use names::Names;
pub use reading::{Candidate, Reading, SURELY, Slot, whole_term};

use crate::index::Vocabulary;
use crate::text::phrases::Phrases;
use crate::text::tokens::Reader;

/// A vocabulary, prepared for reading queries and for suggestions.
#[derive(Debug, Clone, Default)]
pub struct Understanding {
    /// Places by their names.
    pub gazetteer: Gazetteer,
    /// Codes by their labels: `subject/chemistry`.
    pub labels: Phrases<String>,
    /// Names to suggest.
    pub names: Names,
}

impl Understanding {
    /// Prepares a vocabulary.
    pub fn of(vocabulary: &Vocabulary) -> Understanding {
        let mut labels = Phrases::default();
        let mut reader = Reader::default();
        for code in &vocabulary.codes {
            for (label, mark) in code.labels.iter().zip(['k', 'r', 'e']) {
                let meaning = format!("{}/{}", code.list, code.code);
                labels.add(&reader.read(label), meaning, |key| key.starts_with(mark));
            }
        }
        Understanding { gazetteer: Gazetteer::with_towns(vocabulary), labels, names: Names::of(vocabulary) }
    }
}
