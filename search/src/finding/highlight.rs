//! Marks what of a name answers a query, whichever way it was found.
//!
//! Names are read as the index read them and compared word by word with the words of the query: the
//! same word or form, a common meaning, a place, a correction. Ranges are bytes of the original name.

use std::cell::RefCell;
use std::ops::Range;

use super::forenames;
use super::matching::{Guess, telling};
use super::plan::Plan;
use crate::index::Highlight;
use crate::query::{Gazetteer, Slot};
use crate::text::thesaurus::meanings;
use crate::text::tokens::{Forms, Reader, Token};

thread_local! {
    /// Names repeat their words from hit to hit and from query to query.
    static READER: RefCell<Reader> = RefCell::default();
}

/// The words of a name.
pub(super) fn read(name: &str) -> Vec<Token> {
    READER.with_borrow_mut(|reader| reader.read(name))
}

/// What of the names answers the query.
pub(super) fn highlights<'a>(
    names: impl Iterator<Item = &'a str>,
    plan: &Plan,
    gazetteer: &Gazetteer,
) -> Vec<Highlight> {
    let mut found = Vec::new();
    for (place, name) in names.enumerate() {
        let tokens = read(name);
        let marked = marked(&tokens, plan, gazetteer);
        let mut last: Option<Range<usize>> = None;
        for (token, _) in tokens.iter().zip(&marked).filter(|(_, marked)| **marked) {
            let next = token.start..token.end;
            // Neighbours are one mark, with what stands between them.
            last = match last {
                Some(range) if is_gap(name, range.end, next.start) => Some(range.start..next.end),
                Some(range) => {
                    found.push(Highlight { name: place, range });
                    Some(next)
                }
                None => Some(next),
            };
        }
        found.extend(last.map(|range| Highlight { name: place, range }));
    }
    found
}

/// True where nothing but a space or a hyphen lies between two words.
fn is_gap(name: &str, from: usize, to: usize) -> bool {
    matches!(name.get(from..to), Some("" | " " | "-"))
}

fn marked(tokens: &[Token], plan: &Plan, gazetteer: &Gazetteer) -> Vec<bool> {
    let slots = || plan.reading.slots.iter().zip(&plan.guesses).filter(|(slot, _)| !slot.is_stop);
    let mut marked: Vec<bool> = tokens
        .iter()
        .map(|token| {
            slots().any(|(slot, guess)| {
                is_form(&token.forms, slot)
                    || guess.corrected.contains(&token.forms.plain)
                    || guess.by_skeleton && is_alike(&token.forms, slot)
            })
        })
        .collect();
    if plan.is_literal {
        return marked;
    }
    let mut mark = |words: Range<usize>| {
        for word in words {
            if let Some(word) = marked.get_mut(word) {
                *word = true;
            }
        }
    };
    let wanted = |code: &str| slots().any(|(slot, _)| slot.meanings.iter().any(|one| one.code == code));
    for meaning in meanings(tokens).into_iter().filter(|meaning| wanted(meaning.code)) {
        mark(meaning.words);
    }
    if slots().any(|(slot, _)| !slot.places.is_empty()) {
        let named = |kato: &str| slots().any(|(slot, _)| slot.places.iter().any(|one| one.code == kato));
        for place in gazetteer.find(tokens) {
            if place.confidence >= 0.5 && named(&place.kato) {
                mark(place.words);
            }
        }
    }
    marked
}

/// True where one of the names answers a word, by itself or by what it means.
pub(super) fn answers(names: &[String], slot: &Slot, guess: &Guess) -> bool {
    let means = |code: &str| slot.meanings.iter().any(|one| one.code == code);
    names.iter().any(|name| {
        let tokens = read(name);
        tokens.iter().any(|token| {
            is_form(&token.forms, slot)
                || guess.corrected.contains(&token.forms.plain)
                || guess.by_skeleton && is_alike(&token.forms, slot)
        }) || meanings(&tokens).iter().any(|meaning| means(meaning.code))
            || !guess.forenames.is_empty()
                && forenames::terms(&tokens).any(|term| guess.forenames.contains(&term))
    })
}

/// The word of these names, as people write it, that a guessed word of the query was found by.
pub(super) fn word_guessed(names: &[String], slot: &Slot, guess: &Guess) -> Option<String> {
    if guess.corrected.contains(&slot.forms.plain) {
        return None;
    }
    let is_meant = |forms: &Forms| match guess.corrected.as_slice() {
        [] => is_alike(forms, slot),
        corrected => corrected.contains(&forms.plain),
    };
    let mut words = names.iter().flat_map(|name| read(name));
    words.find(|word| is_meant(&word.forms)).map(|word| word.forms.exact.clone())
}

fn is_form(forms: &Forms, slot: &Slot) -> bool {
    let asked = &slot.forms;
    if forms.is_number || asked.is_number {
        return forms.is_number && asked.is_number && forms.plain == asked.plain;
    }
    forms.plain == asked.plain
        || meet(&forms.stems, &asked.stems)
        || slot.is_last && asked.plain.len() >= 2 && forms.plain.starts_with(&asked.plain)
}

/// True where the words have a skeleton in common that says something.
fn is_alike(forms: &Forms, slot: &Slot) -> bool {
    telling(&slot.forms.skeletons).any(|skeleton| forms.skeletons.contains(skeleton))
}

fn meet(left: &[String], right: &[String]) -> bool {
    left.iter().any(|one| right.contains(one))
}
