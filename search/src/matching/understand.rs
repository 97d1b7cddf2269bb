//! Makes facts of a row.
//!
//! Reads each cell once, with the lexicon, and lets the cells help each other: an own name that one
//! name has in quotes is found in the other without, the district decides on the region, the names
//! tell which language they are in. Whoever understands many rows keeps one [`RowReader`]. What is read
//! and concluded, and in which order, is here; how, in a file for each sort of fact.

mod cells;
mod codes;
mod host;
mod names;
mod places;

use std::collections::HashMap;
use std::sync::Arc;

use super::contacts::DigestKey;
use super::education::judge;
use super::facts::{EducationVerdict, RowFacts};
use super::input::RowInput;
use super::lexicon::Lexicon;
use super::name::{Cell, ParsedName};
use super::word::Words;
use crate::text::tokens::{Forms, Reader, Token};

use cells::{read_row_bin, read_row_date};
use host::conclude_host;
use names::{name_facts, note_languages, share_own_names};

/// How many corrected words and cells a reader remembers.
const REMEMBERED: usize = 50_000;

/// How much of a cell is read, in bytes: more than any name has.
const MAX_CELL: usize = 2_000;

/// Understands one row. Whoever has many keeps a [`RowReader`].
pub fn understand(input: &RowInput, lexicon: &Lexicon, key: &DigestKey) -> RowFacts {
    RowReader::new(lexicon, key).read(input)
}

/// Understands many rows, on all processors of the machine.
pub fn understand_all(inputs: &[RowInput], lexicon: &Lexicon, key: &DigestKey) -> Vec<RowFacts> {
    let read = |inputs: &[RowInput]| -> Vec<RowFacts> {
        let mut reader = RowReader::new(lexicon, key);
        inputs.iter().map(|input| reader.read(input)).collect()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if threads < 2 || inputs.len() < 2_000 {
        return read(inputs);
    }
    let share = inputs.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let read = &read;
        let workers: Vec<_> = inputs.chunks(share).map(|inputs| scope.spawn(move || read(inputs))).collect();
        workers
            .into_iter()
            .zip(inputs.chunks(share))
            .flat_map(|(worker, inputs)| worker.join().unwrap_or_else(|_| read(inputs)))
            .collect()
    })
}

/// Understands rows, and remembers what repeats in them.
#[derive(Debug)]
pub struct RowReader<'a> {
    lexicon: &'a Lexicon,
    key: &'a DigestKey,
    reader: Reader,
    corrected: HashMap<String, Arc<Forms>>,
    places: HashMap<String, Vec<String>>,
    words: Words,
}

impl<'a> RowReader<'a> {
    /// A reader without memories.
    pub fn new(lexicon: &'a Lexicon, key: &'a DigestKey) -> RowReader<'a> {
        RowReader {
            lexicon,
            key,
            reader: Reader::default(),
            corrected: HashMap::new(),
            places: HashMap::new(),
            words: Words::default(),
        }
    }

    /// Understands a row.
    pub fn read(&mut self, input: &RowInput) -> RowFacts {
        let mut facts = RowFacts::default();
        read_row_bin(input, &mut facts);
        self.read_contacts(input, &mut facts);
        read_row_date(input, &mut facts);
        let host = self.parse_host(input);
        let cell = match &host {
            Some(host) if host.is_of_school || host.host_number.is_some() => Cell::NameBesideSchool,
            _ => Cell::Name,
        };
        let mut names = self.parse_names(input, cell, &mut facts.notes);
        share_own_names(&mut names);
        self.conclude_form(input, &names, &mut facts);
        self.conclude_area(input, &names, host.as_ref(), &mut facts);
        conclude_host(&names, host.as_ref(), &mut facts, &mut self.words);
        self.conclude_codes(input, &names, &mut facts);
        note_languages(&names, &mut facts.notes);
        let parsed: Vec<ParsedName> = names.iter().map(|(_, name)| name.clone()).collect();
        let kind =
            facts.kind.clone().filter(|_| facts.kind_is_stated || facts.kind.as_deref() != Some("ngo"));
        facts.education =
            judge(&parsed, kind.as_deref(), &facts.subjects, facts.host.is_named(), input.activity.is_some());
        if facts.education.verdict == EducationVerdict::No {
            facts.activities.clear();
        }
        facts.names =
            names.into_iter().map(|(column, name)| name_facts(column, &name, &mut self.words)).collect();
        facts.shrink();
        facts
    }

    fn tokens(&mut self, text: &str) -> Vec<Token> {
        let mut tokens = self.reader.read(text);
        for token in &mut tokens {
            if let Some(forms) = self.corrected.get(&token.forms.exact) {
                token.forms = Arc::clone(forms);
                continue;
            }
            let forms = self.lexicon.spelling().corrected(&token.forms);
            if self.corrected.len() >= REMEMBERED {
                self.corrected.clear();
            }
            self.corrected.insert(token.forms.exact.clone(), Arc::clone(&forms));
            token.forms = forms;
        }
        tokens
    }
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_CELL);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
