//! Reads the cells that hold names, and lets names of one row help each other.
//!
//! A cell may hold the name in two languages; a word that mixes alphabets tells on the others; an own
//! name in quotes is found in the name without.

use std::borrow::Cow;
use std::sync::Arc;

use super::{RowReader, cut};
use crate::matching::bin::{holds_personal, without_personal};
use crate::matching::facts::{Column, NameFacts, NameLang, Note, NoteCode};
use crate::matching::input::RowInput;
use crate::matching::name::{Cell, ParsedName};
use crate::matching::word::Words;
use crate::text::repair;
use crate::text::tokens::Forms;

impl RowReader<'_> {
    pub(super) fn parse_names(
        &mut self,
        input: &RowInput,
        cell: Cell,
        notes: &mut Vec<Note>,
    ) -> Vec<(Column, ParsedName)> {
        let given = [
            (Column::NameKk, NameLang::Kk, &input.name_kk),
            (Column::NameRu, NameLang::Ru, &input.name_ru),
            (Column::NameEn, NameLang::En, &input.name_en),
        ];
        let further = input.names.iter().map(|name| (Column::Name, NameLang::Ru, name));
        let mut names: Vec<(Column, ParsedName)> = Vec::new();
        for (column, lang, name) in given
            .into_iter()
            .filter_map(|(column, lang, name)| Some((column, lang, name.as_ref()?)))
            .chain(further)
        {
            let name = cut(name.trim());
            if name.is_empty() {
                continue;
            }
            if holds_personal(name) {
                let found = without_personal(name);
                notes.push(Note { column, code: NoteCode::PersonalNumber, found, right: None });
            }
            let name = without_personal(name);
            match self.parse_two(&name, lang, cell) {
                Some(two) => names.extend(two.map(|name| (column, name))),
                None => names.extend(self.parse_name(&name, lang, cell).map(|name| (column, name))),
            }
        }
        names
    }

    fn parse_name(&mut self, text: &str, lang: NameLang, cell: Cell) -> Option<ParsedName> {
        let text = with_one_alphabet(text).replace("''", "\"");
        let tokens = self.tokens(&text);
        (!tokens.is_empty()).then(|| ParsedName::of(&text, tokens, self.lexicon, lang, cell))
    }

    /// A cell that holds the name in two languages, one after the other.
    fn parse_two(&mut self, text: &str, lang: NameLang, cell: Cell) -> Option<[ParsedName; 2]> {
        for sign in ["\n", " / ", " | ", "/", "|"] {
            let Some((left, right)) = text.split_once(sign) else { continue };
            let (left, right) = (left.trim(), right.trim());
            if right.contains(sign) || left.chars().count() < 3 || right.chars().count() < 3 {
                continue;
            }
            let two = [self.parse_name(left, lang, cell)?, self.parse_name(right, lang, cell)?];
            let is_bilingual = two.iter().any(|name| name.is_lang_sure) && two[0].lang != two[1].lang;
            if is_bilingual || sign == "\n" {
                return Some(two);
            }
        }
        None
    }
}

/// Look-alike Latin letters of a text that was spoilt by them, made Cyrillic: where one word mixes both
/// alphabets, the others that could be either are Cyrillic too.
fn with_one_alphabet(text: &str) -> Cow<'_, str> {
    let repaired = repair(text);
    if repaired == text {
        return Cow::Borrowed(text);
    }
    let is_either = |word: &str| !word.is_empty() && word.chars().all(|c| cyrillic_twin(c).is_some());
    let mut out = String::with_capacity(repaired.len());
    for piece in repaired.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if is_either(word) {
            out.extend(word.chars().filter_map(cyrillic_twin));
            out.push_str(&piece[word.len()..]);
        } else {
            out.push_str(piece);
        }
    }
    Cow::Owned(out)
}

/// The Cyrillic letter that looks like a Latin one.
fn cyrillic_twin(c: char) -> Option<char> {
    let place = "ABEKMHOPCTXaeopcxyi".chars().position(|twin| twin == c)?;
    "АВЕКМНОРСТХаеорсхуі".chars().nth(place)
}

/// An own name in quotes is looked for in the names without quotes.
pub(super) fn share_own_names(names: &mut [(Column, ParsedName)]) {
    let known: Vec<Vec<Arc<Forms>>> = names
        .iter()
        .filter(|(_, name)| name.is_quoted && !name.own.is_empty())
        .map(|(_, name)| name.own.iter().map(|word| Arc::clone(&name.tokens[*word].forms)).collect())
        .collect();
    for (_, name) in names {
        for own in &known {
            name.take_own(own);
        }
    }
}

pub(super) fn note_languages(names: &[(Column, ParsedName)], notes: &mut Vec<Note>) {
    for (column, name) in names {
        let promised = match column {
            Column::NameKk => NameLang::Kk,
            Column::NameRu => NameLang::Ru,
            Column::NameEn => NameLang::En,
            _ => continue,
        };
        if name.is_lang_sure && name.lang != promised {
            let right = match name.lang {
                NameLang::Kk => "kk",
                NameLang::Ru => "ru",
                NameLang::En => "en",
            };
            notes.push(Note {
                column: *column,
                code: NoteCode::LanguageSwapped,
                found: name.text.clone(),
                right: Some(right.to_owned()),
            });
        }
    }
}

pub(super) fn name_facts(column: Column, name: &ParsedName, words: &mut Words) -> NameFacts {
    NameFacts {
        column,
        lang: name.lang,
        clean: name.clean(),
        own: name.text_of(&name.own),
        purpose: name.text_of(&name.purpose),
        is_quoted: name.is_quoted || name.is_whole && name.own.is_empty(),
        own_words: words.of(name, &name.own),
        concepts: words.concepts(name),
        purpose_words: words.of(name, &name.purpose),
    }
}
