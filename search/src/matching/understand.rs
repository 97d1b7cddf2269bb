//! Makes facts of a row.
//!
//! Reads each cell once, with the lexicon, and lets the cells help each other: an own name that one
//! name has in quotes is found in the other without, the district decides on the region, the names
//! tell which language they are in. Whoever understands many rows keeps one [`RowReader`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::areas::{PlaceClue, PlaceClues, resolve};
use super::bin::{BinState, holds_personal, read_bin, without_personal};
use super::contacts::{Contact, DigestKey, read_mailboxes, read_phones};
use super::dates::read_date;
use super::education::judge;
use super::facts::{Column, EducationVerdict, HostFacts, NameFacts, NameLang, Note, NoteCode, RowFacts};
use super::input::RowInput;
use super::lexicon::Lexicon;
use super::name::ParsedName;
use super::word::Words;
use crate::text::repair;
use crate::text::tokens::{Forms, Reader, Token};

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
        let mut names = self.parse_names(input, &mut facts.notes);
        share_own_names(&mut names);
        let host = self.parse_host(input);
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

    fn read_contacts(&mut self, input: &RowInput, facts: &mut RowFacts) {
        type Read = fn(&str, &DigestKey) -> (Vec<Contact>, bool);
        let columns: [(&Vec<String>, Column, NoteCode, Read); 2] = [
            (&input.phones, Column::Phones, NoteCode::PhoneInvalid, read_phones),
            (&input.emails, Column::Emails, NoteCode::EmailInvalid, read_mailboxes),
        ];
        for (cells, column, invalid, read) in columns {
            let mut contacts: Vec<Contact> = Vec::new();
            for cell in cells.iter().filter(|cell| !cell.trim().is_empty()) {
                let (found, is_spoilt) = read(cut(cell), self.key);
                contacts.extend(found);
                if is_spoilt {
                    // What is no contact may still hold a part of a private one.
                    facts.notes.push(Note { column, code: invalid, found: String::new(), right: None });
                }
            }
            contacts.sort_by_key(|contact| contact.digest);
            contacts.dedup_by_key(|contact| contact.digest);
            if contacts.iter().any(|contact| contact.institutional.is_none()) {
                let code = NoteCode::PrivateContact;
                facts.notes.push(Note { column, code, found: String::new(), right: None });
            }
            match column {
                Column::Phones => facts.phones = contacts,
                _ => facts.emails = contacts,
            }
        }
    }

    fn parse_names(&mut self, input: &RowInput, notes: &mut Vec<Note>) -> Vec<(Column, ParsedName)> {
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
            match self.parse_two(&name, lang) {
                Some(two) => names.extend(two.map(|name| (column, name))),
                None => names.extend(self.parse_name(&name, lang).map(|name| (column, name))),
            }
        }
        names
    }

    fn parse_name(&mut self, text: &str, lang: NameLang) -> Option<ParsedName> {
        let text = with_one_alphabet(text).replace("''", "\"");
        let tokens = self.tokens(&text);
        (!tokens.is_empty()).then(|| ParsedName::of(&text, tokens, self.lexicon, lang))
    }

    /// A cell that holds the name in two languages, one after the other.
    fn parse_two(&mut self, text: &str, lang: NameLang) -> Option<[ParsedName; 2]> {
        for sign in ["\n", " / ", " | ", "/", "|"] {
            let Some((left, right)) = text.split_once(sign) else { continue };
            let (left, right) = (left.trim(), right.trim());
            if right.contains(sign) || left.chars().count() < 3 || right.chars().count() < 3 {
                continue;
            }
            let two = [self.parse_name(left, lang)?, self.parse_name(right, lang)?];
            let is_bilingual = two.iter().any(|name| name.is_lang_sure) && two[0].lang != two[1].lang;
            if is_bilingual || sign == "\n" {
                return Some(two);
            }
        }
        None
    }

    fn parse_host(&mut self, input: &RowInput) -> Option<ParsedName> {
        let text = cut(input.host.as_deref().filter(|text| !text.trim().is_empty())?);
        let tokens = self.tokens(text);
        Some(ParsedName::of(text, tokens, self.lexicon, NameLang::Ru))
    }

    fn conclude_form(&mut self, input: &RowInput, names: &[(Column, ParsedName)], facts: &mut RowFacts) {
        let mut sets: Vec<Vec<String>> = Vec::new();
        if let Some(cell) = input.legal_form.as_deref().filter(|cell| !cell.trim().is_empty()) {
            let cell = cut(cell.trim());
            let is_code =
                cell.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && cell.contains('_');
            if is_code {
                sets.push(vec![cell.to_owned()]);
            } else {
                let tokens = self.tokens(cell);
                sets.push(ParsedName::of(cell, tokens, self.lexicon, NameLang::Ru).legal_forms);
            }
        }
        sets.extend(names.iter().map(|(_, name)| name.legal_forms.clone()));
        sets.retain(|set| !set.is_empty());
        let mut forms: Vec<String> = Vec::new();
        for set in sets {
            if forms.is_empty() {
                forms = set;
                continue;
            }
            let both: Vec<String> = forms.iter().filter(|form| set.contains(form)).cloned().collect();
            if both.is_empty() {
                let note = Note {
                    column: Column::LegalForm,
                    code: NoteCode::LegalFormContradiction,
                    found: set.join(", "),
                    right: Some(forms.join(", ")),
                };
                facts.notes.push(note);
                forms.extend(set);
            } else {
                forms = both;
            }
        }
        facts.legal_forms = forms;
        facts.is_branch = names.iter().any(|(_, name)| name.is_branch)
            || facts.bin.number().is_some_and(|bin| bin.get(5..6).is_some_and(|unit| unit != "0"));
    }

    fn conclude_area(
        &mut self,
        input: &RowInput,
        names: &[(Column, ParsedName)],
        host: Option<&ParsedName>,
        facts: &mut RowFacts,
    ) {
        let mut clues = PlaceClues {
            kato: input.kato.clone().filter(|kato| !kato.is_empty()),
            region: self.place_clue(Column::Region, input.region.as_deref()),
            district: self.place_clue(Column::District, input.district.as_deref()),
            address: self.place_clue(Column::Address, input.address.as_deref()),
            names: Vec::new(),
            list_date: input.list_date.clone(),
        };
        for (column, name) in
            names.iter().map(|(column, name)| (*column, name)).chain(host.map(|host| (Column::Host, host)))
        {
            for place in &name.places {
                let words: Vec<usize> = place.words.clone().collect();
                clues.names.push(PlaceClue {
                    column: Some(column),
                    text: name.text_of(&words),
                    katos: place.katos.clone(),
                });
            }
        }
        facts.area = resolve(&clues, self.lexicon, &mut facts.notes);
    }

    fn place_clue(&mut self, column: Column, cell: Option<&str>) -> PlaceClue {
        let text = cut(cell.unwrap_or_default().trim()).to_owned();
        if text.is_empty() {
            return PlaceClue::default();
        }
        if let Some(katos) = self.places.get(&text) {
            return PlaceClue { column: Some(column), text, katos: katos.clone() };
        }
        let tokens = self.tokens(&text);
        let places = self.lexicon.places(&tokens);
        let best = places.first().map_or(0.0, |place| place.confidence);
        let katos: Vec<String> = places
            .into_iter()
            .filter(|place| column != Column::Address || !is_street(&tokens, &place.words))
            .filter(|place| {
                place.confidence >= best.min(1.0) || column == Column::Address && place.confidence >= 0.6
            })
            .map(|place| place.kato)
            .collect();
        let katos = match column {
            Column::Region => self.lexicon.region_of_adjective(&tokens).map_or(katos, |region| vec![region]),
            _ => katos,
        };
        if self.places.len() >= REMEMBERED {
            self.places.clear();
        }
        self.places.insert(text.clone(), katos.clone());
        PlaceClue { column: Some(column), text, katos }
    }

    fn conclude_codes(&mut self, input: &RowInput, names: &[(Column, ParsedName)], facts: &mut RowFacts) {
        for name in names.iter().map(|(_, name)| name) {
            for subject in &name.subjects {
                if !facts.subjects.contains(subject) {
                    facts.subjects.push(subject.clone());
                }
            }
            let activities = name.purpose_codes().filter_map(|code| code.strip_prefix("activity/"));
            for activity in activities {
                if !facts.activities.iter().any(|known| known == activity) {
                    facts.activities.push(activity.to_owned());
                }
            }
        }
        for text in &input.subjects {
            let tokens = self.tokens(cut(text));
            let senses = self.lexicon.senses(&tokens);
            let mut found: Vec<String> = senses
                .iter()
                .filter_map(|sense| sense.code.strip_prefix("subject/"))
                .map(str::to_owned)
                .collect();
            if found.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
                found.push(text.clone());
            }
            found.retain(|subject| !facts.subjects.contains(subject));
            facts.subjects.extend(found);
        }
        if facts.subjects.is_empty() {
            facts.members = names.iter().find_map(|(_, name)| name.members.clone());
        }
        let given = input.kind.as_deref().map(str::trim).filter(|kind| !kind.is_empty());
        let of_cell = given.and_then(|cell| self.kind_of(cut(cell)));
        let stated = of_cell.or_else(|| names.iter().find_map(|(_, name)| name.kind.clone()));
        facts.kind_is_stated = stated.is_some();
        facts.kind = stated.or_else(|| conclude_kind(names, facts));
        facts.level = conclude_level(names, facts);
    }

    fn kind_of(&mut self, cell: &str) -> Option<String> {
        if cell.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Some(cell.to_owned());
        }
        let tokens = self.tokens(cell);
        let senses = self.lexicon.senses(&tokens);
        let best = senses
            .iter()
            .filter_map(|sense| Some((sense.end - sense.start, sense.code.strip_prefix("kind/")?)))
            .max_by_key(|(length, _)| *length);
        best.map(|(_, kind)| kind.to_owned())
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

/// True where the words are the name of a street: «ул. Сатпаева», «Сәтбаев көш.».
fn is_street(tokens: &[Token], words: &Range<usize>) -> bool {
    let is_one_of = |at: Option<usize>, marks: &[&str]| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| marks.contains(&token.forms.exact.as_str()))
    };
    is_one_of(words.start.checked_sub(1), &["ул", "улица", "пр", "проспект", "мкр", "микрорайон", "пер"])
        || is_one_of(
            Some(words.end),
            &["көш", "көшесі", "кош", "кошеси", "даңғ", "даңғылы", "дангылы", "ықшам", "шағын"],
        )
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_CELL);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn read_row_bin(input: &RowInput, facts: &mut RowFacts) {
    let Some(cell) = input.bin.as_deref() else { return };
    facts.bin = read_bin(cell);
    let note = |code, found: &str, right: Option<&str>| Note {
        column: Column::Bin,
        code,
        found: found.to_owned(),
        right: right.map(str::to_owned),
    };
    match &facts.bin {
        BinState::Repaired { from, to } => {
            facts.notes.push(note(NoteCode::BinRepaired, from, Some(to)));
        }
        BinState::Invalid(_) => facts.notes.push(note(NoteCode::BinInvalid, cell.trim(), None)),
        BinState::Personal => facts.notes.push(note(NoteCode::PersonalNumber, "************", None)),
        BinState::Absent | BinState::Valid(_) => {}
    }
}

fn read_row_date(input: &RowInput, facts: &mut RowFacts) {
    let Some(cell) = input.date.as_deref().map(str::trim).filter(|cell| !cell.is_empty()) else { return };
    facts.date = read_date(cell);
    if facts.date.is_none() {
        let found = without_personal(cut(cell));
        facts.notes.push(Note { column: Column::Date, code: NoteCode::DateInvalid, found, right: None });
    }
}

/// An own name in quotes is looked for in the names without quotes.
fn share_own_names(names: &mut [(Column, ParsedName)]) {
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

fn conclude_host(
    names: &[(Column, ParsedName)],
    host: Option<&ParsedName>,
    facts: &mut RowFacts,
    words: &mut Words,
) {
    for name in names.iter().map(|(_, name)| name).chain(host) {
        if facts.host.number.is_none() {
            facts.host.number.clone_from(&name.host_number);
        }
        for code in &name.host_types {
            if !facts.host.types.contains(code) {
                facts.host.types.push(code.clone());
            }
        }
        if !name.host_name.is_empty() {
            facts.host.name.get_or_insert_with(|| name.text_of(&name.host_name));
            facts.host.name_words.push(words.of(name, &name.host_name));
        }
    }
    if let Some(host) = host.filter(|_| !facts.host.is_named()) {
        let named: Vec<usize> = host.own.iter().chain(&host.purpose).copied().collect();
        if !named.is_empty() {
            facts.host = HostFacts {
                name: Some(host.text_of(&named)),
                name_words: vec![words.of(host, &named)],
                ..std::mem::take(&mut facts.host)
            };
        }
    }
}

/// The kind where no word says it.
fn conclude_kind(names: &[(Column, ParsedName)], facts: &RowFacts) -> Option<String> {
    let association = names.iter().find_map(|(_, name)| name.association.clone());
    let has_own = names.iter().any(|(_, name)| !name.own.is_empty());
    match association {
        Some(kind) if kind == "teacher_association" && !facts.subjects.is_empty() => Some(kind),
        Some(kind) if !has_own && facts.legal_forms.is_empty() => Some(kind),
        _ if names.is_empty() => None,
        _ => Some("ngo".to_owned()),
    }
}

fn conclude_level(names: &[(Column, ParsedName)], facts: &RowFacts) -> Option<String> {
    if facts.host.is_named() {
        return Some("school".to_owned());
    }
    let is_republican = facts.legal_forms.iter().any(|form| form == "republican_public_association")
        || names.iter().any(|(_, name)| {
            name.senses.iter().any(|sense| {
                matches!(sense.code.as_str(), "place/republic" | "place/kazakhstan")
                    && !name.own.contains(&sense.start)
            })
        });
    let level = if facts.area.district.is_some() {
        "district"
    } else if is_republican {
        "republic"
    } else if facts.area.region.is_some() {
        "region"
    } else {
        return None;
    };
    Some(level.to_owned())
}

fn note_languages(names: &[(Column, ParsedName)], notes: &mut Vec<Note>) {
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

fn name_facts(column: Column, name: &ParsedName, words: &mut Words) -> NameFacts {
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
