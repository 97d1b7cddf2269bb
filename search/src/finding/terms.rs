//! What is looked up: terms of analysed fields, and what finding them is worth.
//!
//! An engine turns these into its own queries; the numbers mean the same in all of them.

use std::sync::Arc;

use super::order::{points, steps};

/// The most that shortness is worth.
pub(crate) const SHORTEST: f32 = 8.0;

/// A field of analysed terms or of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TermField {
    /// Words of the names, exact; numbers by value.
    Names,
    /// Words of the names in plain Latin.
    NamesPlain,
    /// Stems of the names, in exact letters (marked in capitals) and in plain Latin.
    NamesStems,
    /// Words of names, host, places, labels, BIN and identifiers, exact; numbers by value.
    Words,
    /// The same in plain Latin, without numbers.
    Plain,
    /// Their stems in plain Latin.
    Stems,
    /// The skeletons of their stems.
    Skeletons,
    /// Meanings of codes, names and host; `own/<KATO>` for the area itself.
    Meanings,
    /// Whole names.
    Whole,
    /// Kind, by code.
    Kind,
    /// Level, by code.
    Level,
    /// KATO codes of the area and those above it.
    Area,
    /// Activities, by code.
    Activity,
    /// Subjects, by code.
    Subject,
    /// Level of confirmation, by code.
    Confirmed,
    /// Status, by code.
    Status,
}

/// A way to answer a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Way {
    pub(crate) field: TermField,
    pub(crate) text: String,
    pub(crate) worth: f32,
}

/// Words that begin with a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Begun {
    pub(crate) field: TermField,
    pub(crate) beginning: String,
    pub(crate) worth: f32,
}

/// All ways to answer one word; the best that a document has counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Ways {
    ways: Vec<Way>,
    begun: Vec<Begun>,
}

impl Ways {
    /// Adds a way; of two for one term the better counts.
    pub(crate) fn add(&mut self, field: TermField, text: &str, worth: f32) {
        match self.ways.iter_mut().find(|way| way.field == field && way.text == text) {
            Some(known) => known.worth = known.worth.max(worth),
            None => self.ways.push(Way { field, text: text.to_owned(), worth }),
        }
    }

    pub(crate) fn add_begun(&mut self, field: TermField, beginning: &str, worth: f32) {
        self.begun.push(Begun { field, beginning: beginning.to_owned(), worth });
    }

    pub(crate) fn ways(&self) -> &[Way] {
        &self.ways
    }

    pub(crate) fn begun(&self) -> &[Begun] {
        &self.begun
    }
}

/// A word with its weight.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weighed {
    pub(crate) ways: Arc<Ways>,
    pub(crate) weight: f32,
}

/// Documents whose words weigh at least `enough`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Partly {
    /// The heaviest first.
    pub(crate) words: Vec<Weighed>,
    pub(crate) enough: f32,
    /// True to score by weight alone, for finding out how much can be had.
    pub(crate) by_weight: bool,
}

/// A sign that a document is the one meant, and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sign {
    pub(crate) field: TermField,
    pub(crate) text: String,
    pub(crate) worth: f32,
    /// Of the signs of one group the best counts.
    pub(crate) group: u8,
}

/// Which documents match.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Words {
    /// Those that answer every word.
    All(Vec<Arc<Ways>>),
    /// Those that answer enough of them.
    Partly(Partly),
}

/// What is wanted: which documents match, and how they rank.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) words: Words,
    /// What ranks a document besides its words; `None` where nothing does, the length of its names
    /// included.
    pub(crate) signs: Option<Vec<Sign>>,
}

/// What names of so many words are worth for their shortness: a multiple of a step of relevance.
#[expect(clippy::cast_precision_loss, reason = "names have few words")]
pub(crate) fn shortness(words: u32) -> f32 {
    points(steps(SHORTEST / (1.0 + words as f32 / 8.0)))
}
