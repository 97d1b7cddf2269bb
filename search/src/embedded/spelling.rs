//! Asks the index's own words: which ones are like a misspelt one, and how common a word is.
//!
//! Likeness is counted in edits of the plain Latin spelling, where keyboards and scripts do not
//! differ; two letters changing places are one edit. The dictionary is walked with an automaton, so
//! that a look costs the same however many documents there are.

use std::collections::BTreeMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::ways::Ways;

/// How many words a misspelt one may stand for.
const CANDIDATES: usize = 6;

/// How many edits what was meant may be away from a word in plain Latin. Short words are like too many
/// others; what is longer than words are, or in no script of the country, is no misspelt word.
pub(super) fn edits(plain: &str) -> u8 {
    match plain.len() {
        4..=5 if plain.is_ascii() => 1,
        6..=28 if plain.is_ascii() => 2,
        _ => 0,
    }
}

/// Words of the field at most `edits` away from this one, the commonest first.
pub(super) fn alike(
    searcher: &Searcher,
    field: Field,
    word: &str,
    edits: u8,
) -> tantivy::Result<Vec<String>> {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    let automaton = FuzzyTermQuery::new(Term::from_field_text(field, word), edits, true).automaton()?;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut words = index.terms().search(&automaton).into_stream()?;
        while words.advance() {
            if let Ok(word) = std::str::from_utf8(words.key()) {
                *found.entry(word.to_owned()).or_default() += u64::from(words.value().doc_freq);
            }
        }
    }
    let mut found: Vec<(String, u64)> = found.into_iter().collect();
    found.sort_by(|(left, left_count), (right, right_count)| {
        right_count.cmp(left_count).then_with(|| left.cmp(right))
    });
    found.truncate(CANDIDATES);
    Ok(found.into_iter().map(|(word, _)| word).collect())
}

/// In how many documents a word is found by its commonest way.
pub(super) fn frequency(searcher: &Searcher, ways: &Ways) -> tantivy::Result<u64> {
    let mut most = 0;
    for term in ways.terms() {
        most = most.max(searcher.doc_freq(term)?);
    }
    for begun in ways.begun() {
        let mut count = 0;
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(begun.field)?;
            let after = format!("{}{}", begun.beginning, char::MAX);
            let range = index.terms().range().ge(begun.beginning.as_bytes()).lt(after.as_bytes());
            let mut words = range.into_stream()?;
            while words.advance() {
                count += u64::from(words.value().doc_freq);
            }
        }
        most = most.max(count);
    }
    Ok(most)
}
