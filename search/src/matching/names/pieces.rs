//! Reads a name into pieces: words, legal forms and numbers.
//!
//! Initials with dots are one word (`A.B.C.`, `S.A.R.L.`), phrases of the tables are one piece
//! («limited liability company»), and a legal form written onto a word is parted from it (`LindeAG`).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use super::numbers::{in_words, is_ordinal_ending, roman};
use crate::matching::lexicon::rows;
use crate::matching::word::NameWord;
use crate::text::latin::plain;
use crate::text::normalize;
use crate::text::thesaurus::meanings;
use crate::text::tokens::{Forms, Reader, Token};

/// How many words of a name count.
const MOST_WORDS: usize = 60;

/// How many words the longest phrase of the tables has.
const LONGEST_PHRASE: usize = 7;

/// Below so many letters a word of the tables is known as it is written only: in plain Latin short
/// ones fall together (ОО and ООО).
const SHORTEST_PLAIN: usize = 4;

/// From so many letters a legal form is known with a slip in it.
const LONG_FORM: usize = 12;

/// Up to so many letters a legal form is known only where a name begins or ends, or beside a comma or
/// a bracket: inside a name «as» and «na» are words.
const SHORT_FORM: usize = 3;

/// What a piece is in its name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Role {
    /// A word that tells which body it is.
    Word,
    /// A common word, which tells little: its line in the table.
    Common(usize),
    /// A common word for a part of a body, such as «faculty»: its line in the table.
    Part(usize),
    /// A legal form: its code.
    Form(&'static str),
    /// A number.
    Number(u64),
}

/// A part of a name: a word, or a phrase of the tables.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) word: NameWord,
    /// As written, small letters.
    pub(super) exact: String,
    pub(super) role: Role,
    /// How much it tells of which body it is.
    pub(super) weight: f64,
    /// Codes of the thesaurus.
    pub(super) senses: Vec<&'static str>,
    /// True for first letters: with dots between, or in capitals beside words in small ones.
    pub(super) is_initials: bool,
    /// True where it is written in capitals.
    pub(super) is_upper: bool,
    /// Where it stands in the text, in bytes.
    pub(super) range: Range<usize>,
}

/// What the tables say of a phrase.
#[derive(Debug, Clone, Copy)]
struct Known {
    role: Role,
    weight: f64,
}

/// Phrases of both tables by their exact words, and by their words in plain Latin, joined by spaces.
static KNOWN: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for row in rows(include_str!("../../../data/legal-forms.tsv")) {
        let Some((code, phrases)) = row.split_once('\t') else { continue };
        add(&mut known, phrases, Known { role: Role::Form(code), weight: 0.0 });
    }
    for (line, row) in rows(include_str!("../../../data/name-words.tsv")).enumerate() {
        let mut columns = row.split('\t');
        let (Some(weight), Some(phrases)) = (columns.next(), columns.next()) else { continue };
        let Ok(weight) = weight.parse() else { continue };
        let role = if columns.next() == Some("part") { Role::Part(line) } else { Role::Common(line) };
        add(&mut known, phrases, Known { role, weight });
    }
    known
});

/// Phrases and what the tables say of them.
type Phrases = Vec<(&'static str, Known)>;

/// Long legal forms by their first two letters in plain Latin: they are known with a slip, too.
static LONG_FORMS: LazyLock<HashMap<[u8; 2], Phrases>> = LazyLock::new(|| {
    let mut forms: HashMap<[u8; 2], Phrases> = HashMap::new();
    for (phrase, known) in KNOWN.iter().filter(|(phrase, _)| phrase.len() >= LONG_FORM && phrase.is_ascii()) {
        if let (Role::Form(_), [first, second, ..]) = (known.role, phrase.as_bytes()) {
            forms.entry([*first, *second]).or_default().push((phrase.as_str(), *known));
        }
    }
    forms
});

/// A long legal form with a slip or without its last letter.
fn misspelled_form(phrase: &str) -> Option<Known> {
    let [first, second, ..] = *phrase.as_bytes() else { return None };
    let forms = LONG_FORMS.get(&[first, second])?;
    forms.iter().find_map(|(form, known)| {
        (form.len().abs_diff(phrase.len()) <= 1 && strsim::osa_distance(form, phrase) <= 1).then_some(*known)
    })
}

fn add(known: &mut HashMap<String, Known>, phrases: &str, what: Known) {
    for phrase in phrases.split('|') {
        let words: Vec<String> = normalize(phrase).split([' ', '-']).map(str::to_owned).collect();
        let in_latin = words.iter().map(|word| plain(word)).collect::<Vec<_>>().join(" ");
        known.entry(words.join(" ")).or_insert(what);
        if in_latin.len() >= SHORTEST_PLAIN {
            known.entry(in_latin).or_insert(what);
        }
    }
}

/// A word with its letters' forms, before phrases are looked for.
struct Unit {
    forms: Arc<Forms>,
    /// Its tokens, by place.
    tokens: Range<usize>,
    range: Range<usize>,
    is_dotted: bool,
}

/// The pieces of a name, in order.
pub(super) fn read(text: &str) -> Vec<Piece> {
    let mut tokens = Reader::default().read(text);
    tokens.truncate(MOST_WORDS);
    let found = meanings(&tokens);
    let units = units(text, &tokens);
    let has_small = text.chars().filter(|c| c.is_lowercase()).count() > 2;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut place = 0;
    while place < units.len() {
        let unit = &units[place];
        if let Some((number, length)) = number_at(text, &units, place) {
            let range = unit.range.start..units[place + length - 1].range.end;
            pieces.push(piece(&Forms::of(&number.to_string(), true), Role::Number(number), 1.0, range));
            place += length;
            continue;
        }
        let (known, length) = known_at(text, &units, place);
        let last = &units[place + length - 1];
        let range = unit.range.start..last.range.end;
        let written = text.get(range.clone()).unwrap_or_default();
        let capitals = written.chars().filter(|c| c.is_uppercase()).count();
        let letters = written.chars().filter(|c| c.is_alphabetic()).count();
        let senses = found.iter().filter(|meaning| {
            meaning.words.start == unit.tokens.start
                && meaning.words.end == last.tokens.end
                && unit.forms.exact.chars().count() > 3
                && !meaning.code.starts_with("kind/")
        });
        pieces.push(Piece {
            senses: senses.map(|meaning| meaning.code).collect(),
            is_upper: capitals >= 2,
            is_initials: unit.is_dotted
                || has_small && capitals >= 2 && capitals == letters && letters <= 5 && length == 1,
            ..piece(
                &unit.forms,
                known.map_or(Role::Word, |known| known.role),
                known.map_or(1.0, |known| known.weight),
                range,
            )
        });
        place += length;
    }
    pieces
}

fn piece(forms: &Forms, role: Role, weight: f64, range: Range<usize>) -> Piece {
    Piece {
        word: NameWord::of(forms),
        exact: forms.exact.clone(),
        role,
        weight,
        senses: Vec::new(),
        is_initials: false,
        is_upper: false,
        range,
    }
}

/// The words of a name, initials put together and legal forms parted from words.
fn units(text: &str, tokens: &[Token]) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut place = 0;
    while place < tokens.len() {
        let token = &tokens[place];
        let length = initials(text, tokens, place);
        if length > 1 {
            let exact: String =
                tokens[place..place + length].iter().map(|token| token.forms.exact.as_str()).collect();
            units.push(Unit {
                forms: Forms::of(&exact, false).into(),
                tokens: place..place + length,
                range: token.start..tokens[place + length - 1].end,
                is_dotted: true,
            });
        } else if let Some(at) = form_written_on(text, token) {
            for range in [token.start..at, at..token.end] {
                let written = text.get(range.clone()).unwrap_or_default();
                units.push(Unit {
                    forms: Forms::of(&normalize(written), false).into(),
                    tokens: place..place + 1,
                    range,
                    is_dotted: false,
                });
            }
        } else {
            units.push(Unit {
                forms: token.forms.clone(),
                tokens: place..place + 1,
                range: token.start..token.end,
                is_dotted: false,
            });
        }
        place += length.max(1);
    }
    units
}

/// How many tokens from here are letters with dots between.
fn initials(text: &str, tokens: &[Token], place: usize) -> usize {
    let is_letter = |token: &Token| !token.forms.is_number && token.forms.exact.chars().count() == 1;
    let mut length = 0;
    while let Some(token) = tokens.get(place + length) {
        let is_dotted = length == 0
            || text
                .get(tokens[place + length - 1].end..token.start)
                .is_some_and(|between| between.starts_with('.') && between[1..].trim().is_empty());
        if !is_letter(token) || !is_dotted {
            break;
        }
        length += 1;
    }
    length
}

/// Where a legal form in capitals begins that is written onto a word: `LindeAG`.
fn form_written_on(text: &str, token: &Token) -> Option<usize> {
    let written = text.get(token.start..token.end)?;
    let at = written.char_indices().zip(written.chars().skip(1)).find_map(|((at, before), after)| {
        (before.is_lowercase() && after.is_uppercase()).then_some(at + before.len_utf8())
    })?;
    let rest = &written[at..];
    let is_form = rest.chars().all(char::is_uppercase)
        && matches!(KNOWN.get(&normalize(rest)), Some(Known { role: Role::Form(_), .. }));
    (is_form && at >= 3).then_some(token.start + at)
}

/// The number that begins here, and how many words it has.
fn number_at(text: &str, units: &[Unit], place: usize) -> Option<(u64, usize)> {
    let unit = &units[place];
    let said = |unit: &Unit| -> Option<u64> {
        if unit.forms.is_number { unit.forms.plain.parse().ok() } else { in_words(&unit.forms.exact) }
    };
    let next = |place: usize| units.get(place + 1);
    if let Some(number) = said(unit) {
        // «Forty-four».
        if !unit.forms.is_number
            && (20..=90).contains(&number)
            && let Some(more) = next(place).and_then(said)
            && (1..10).contains(&more)
        {
            return Some((number + more, 2));
        }
        let has_ending = unit.forms.is_number
            && next(place).is_some_and(|next| {
                is_ordinal_ending(&next.forms.exact) && next.range.start <= unit.range.end + 1
            });
        return Some((number, 1 + usize::from(has_ending)));
    }
    let written = text.get(unit.range.clone())?;
    let is_one_letter = written.chars().count() == 1;
    // A single letter is a number behind other words, unless it is an initial.
    let after = text.get(unit.range.end..).and_then(|rest| rest.chars().next());
    if unit.is_dotted
        || is_one_letter && (place == 0 || after == Some('.') || after == Some('&') || !written.is_ascii())
    {
        return None;
    }
    roman(written).map(|number| (number, 1))
}

/// What the tables say of the longest phrase that begins here, and how many words it has.
fn known_at(text: &str, units: &[Unit], place: usize) -> (Option<Known>, usize) {
    for length in (1..=LONGEST_PHRASE.min(units.len() - place)).rev() {
        let phrase = &units[place..place + length];
        let exact = phrase.iter().map(|unit| unit.forms.exact.as_str()).collect::<Vec<_>>().join(" ");
        let in_latin = phrase.iter().map(|unit| unit.forms.plain.as_str()).collect::<Vec<_>>().join(" ");
        let known = KNOWN
            .get(&exact)
            .or_else(|| KNOWN.get(&in_latin).filter(|_| in_latin.len() >= SHORTEST_PLAIN))
            .copied()
            .or_else(|| misspelled_form(&in_latin));
        let Some(known) = known else { continue };
        let is_short = exact.chars().filter(|c| c.is_alphabetic()).count() <= SHORT_FORM;
        if matches!(known.role, Role::Form(_)) && is_short && !is_apart(text, units, place..place + length) {
            continue;
        }
        return (Some(known), length);
    }
    (None, 1)
}

/// True where words stand at an end of the name, or beside a comma or a bracket.
fn is_apart(text: &str, units: &[Unit], words: Range<usize>) -> bool {
    let separates = |c: char| matches!(c, ',' | ';' | '(' | ')' | '"' | '«' | '»' | '“' | '”' | '/' | '.');
    let before = text.get(..units[words.start].range.start).unwrap_or_default();
    let after = text.get(units[words.end - 1].range.end..).unwrap_or_default();
    words.start == 0
        || words.end == units.len()
        || before.trim_end().ends_with(separates)
        || after.trim_start().starts_with(separates)
}
