//! Asks the index's own words: which ones are like a misspelt one, and how common a word is.
//!
//! Likeness is counted in edits of the plain Latin spelling, where keyboards and scripts do not
//! differ; two letters changing places are one edit. The dictionary is walked with an automaton, so
//! that a look costs the same however many documents there are.

use std::collections::BTreeMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy::{InvertedIndexReader, Searcher, Term};

use super::schema::Fields;
use crate::finding::Ways;

/// Words of the field at most `edits` away from this one, the commonest first.
pub(super) fn alike(
    searcher: &Searcher,
    field: Field,
    word: &str,
    edits: u8,
    most: usize,
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
    found.truncate(most);
    Ok(found.into_iter().map(|(word, _)| word).collect())
}

/// Whether any document has a word in any way.
pub(super) fn is_known(searcher: &Searcher, fields: &Fields, ways: &Ways) -> tantivy::Result<bool> {
    for way in ways.ways() {
        if searcher.doc_freq(&Term::from_field_text(fields.of(way.field), &way.text))? > 0 {
            return Ok(true);
        }
    }
    for begun in ways.begun() {
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(fields.of(begun.field))?;
            if words_begun(&index, &begun.beginning)?.advance() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Words of a field that begin with a text.
fn words_begun<'a>(index: &'a InvertedIndexReader, beginning: &str) -> std::io::Result<TermStreamer<'a>> {
    let after = format!("{beginning}{}", char::MAX);
    index.terms().range().ge(beginning.as_bytes()).lt(after.as_bytes()).into_stream()
}

/// In how many documents a word is found by its commonest way.
pub(super) fn frequency(searcher: &Searcher, fields: &Fields, ways: &Ways) -> tantivy::Result<u64> {
    let mut most = 0;
    for way in ways.ways() {
        most = most.max(searcher.doc_freq(&Term::from_field_text(fields.of(way.field), &way.text))?);
    }
    for begun in ways.begun() {
        let mut count = 0;
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(fields.of(begun.field))?;
            let mut words = words_begun(&index, &begun.beginning)?;
            while words.advance() {
                count += u64::from(words.value().doc_freq);
            }
        }
        most = most.max(count);
    }
    Ok(most)
}
