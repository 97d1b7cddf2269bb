//! What an engine says it made of a query: guesses, translations, what the words say about the body.
//!
//! Part of the contract in `index`; pages show it and offer the literal search.

use std::ops::Range;

use crate::index::FacetField;

/// What was made of a query. A guess is made only where what was typed finds nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Interpretation {
    /// The query as it reads on another keyboard layout, where that was searched for.
    pub layout: Option<String>,
    /// Words taken for misspelt, and what was searched for instead.
    pub corrected: Vec<Correction>,
    /// Words found through their meaning, whatever the language.
    pub translated: Vec<Translation>,
    /// What the words say about the body. It ranks; it excludes nothing.
    pub parts: Vec<Part>,
    /// Words that no hit need have, because nothing has all of them.
    pub left_out: Vec<String>,
    /// A query that would find something, where this one finds nothing.
    pub did_you_mean: Option<String>,
}

/// A word taken for misspelt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As typed.
    pub from: String,
    /// As searched for.
    pub to: String,
}

/// Words and what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// As typed.
    pub from: String,
    /// The meaning, by code: `kind/trade_union`, `role/teacher`.
    pub meaning: String,
}

/// What some words of a query say about the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// About which property.
    pub field: FacetField,
    /// Its values, the likeliest first: codes, or KATO codes.
    pub values: Vec<String>,
    /// The words, as typed.
    pub words: String,
    /// Where they stand in the query as read, in bytes.
    pub range: Range<usize>,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
}
