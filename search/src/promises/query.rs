//! Reading a query: words, meanings, places, suggestions of values.

use super::text::check_ranges;
use crate::index::Part;
use crate::query::{Reading, Understanding};
use crate::text::words::MAX_QUERY_WORDS;

/// How much of a query is read, in bytes.
const READ: usize = 4096;

/// How many things one word may stand for, meanings and places each.
const CANDIDATES: usize = 64;

/// No query panics. It has so many words at most, and a word so many things that it may stand for; how sure
/// each is lies between 0 and 1. What is said to stand in the query stands there. At least one word counts
/// where there is any. Suggestions are as many as were asked for at most, none twice.
pub fn check_query(query: &str, understanding: &Understanding) {
    let reading = Reading::of(query, understanding);
    assert!(query.starts_with(&reading.text) && reading.text.len() <= READ);
    assert!(query.len() > READ || reading.text == query, "what is short is read whole");
    assert!(reading.words.len() <= MAX_QUERY_WORDS && reading.slots.len() <= reading.words.len());
    check_ranges(&reading.text, reading.slots.iter().map(|slot| slot.range.clone()));
    assert_eq!(reading.slots.is_empty(), reading.words.is_empty());
    assert_eq!(reading.wanted().next().is_none(), reading.words.is_empty(), "some word counts");
    for (place, slot) in reading.slots.iter().enumerate() {
        assert!(reading.slots[..place].iter().all(|known| known.forms.exact != slot.forms.exact));
        assert!(slot.meanings.len() <= CANDIDATES && slot.places.len() <= CANDIDATES);
        for candidate in slot.meanings.iter().chain(&slot.places) {
            assert!((0.0..=1.0).contains(&candidate.confidence), "{candidate:?}");
        }
        assert!(slot.whole.as_ref().is_none_or(|whole| whole.chars().count() <= 65));
    }
    check_parts(&reading.text, &reading.parts);
    assert_eq!(Reading::of(&reading.text, understanding), reading, "a query is read the same again");
    check_suggestions(&reading.text, understanding);
}

/// Parts of a query as read: where they stand, none inside another of its property.
pub(super) fn check_parts(text: &str, parts: &[Part]) {
    for (place, part) in parts.iter().enumerate() {
        assert_eq!(text.get(part.range.clone()), Some(part.words.as_str()), "a part stands in the query");
        assert!(!part.values.is_empty() && !part.words.is_empty());
        assert!((0.0..=1.0).contains(&part.confidence), "{part:?}");
        let is_inside = |other: &&Part| {
            other.field == part.field
                && other.range.start <= part.range.start
                && part.range.end <= other.range.end
        };
        let mut others = parts[..place].iter().chain(&parts[place + 1..]);
        assert!(!others.any(|other| is_inside(&other)), "{part:?} is told twice");
    }
}

fn check_suggestions(typed: &str, understanding: &Understanding) {
    for lang in ["kk", "ru", "en"] {
        for found in [understanding.names.suggest(typed, lang, 8), understanding.names.alike(typed, lang, 8)]
        {
            assert!(found.len() <= 8);
            for (place, one) in found.iter().enumerate() {
                assert!(found[..place].iter().all(|known| known.target != one.target), "{one:?} comes twice");
            }
        }
    }
}
