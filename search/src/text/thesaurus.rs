//! What words mean, whichever language they are in: the thesaurus and the abbreviations.
//!
//! A meaning is a code such as `kind/trade_union` or `role/teacher`; documents are indexed under the
//! meanings of their words and codes, queries look meanings up beside the words themselves. So a
//! Russian query finds a Kazakh name. Both tables are files under `data/`.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::phrases::Phrases;
use super::stem::{ENGLISH_MARK, KAZAKH, RUSSIAN_MARK};
use super::tokens::{Reader, Token};

/// A meaning found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// Which words carry it.
    pub words: Range<usize>,
    /// What it is, by code.
    pub code: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Any,
    Edge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Short {
    code: &'static str,
    place: Where,
    elsewhere: Option<&'static str>,
}

static WORDS: LazyLock<Phrases<&'static str>> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    let mut reader = Reader::default();
    for line in rows(include_str!("../../data/thesaurus.tsv")) {
        let mut columns = line.split('\t');
        let Some(code) = columns.next() else { continue };
        for (forms, mark) in columns.zip([KAZAKH, RUSSIAN_MARK, ENGLISH_MARK]) {
            for form in forms.split('|').filter(|form| !form.is_empty()) {
                phrases.add(&reader.read(form), code, |key| key.starts_with(mark));
            }
        }
    }
    phrases
});

static SHORT: LazyLock<Phrases<Short>> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    let mut reader = Reader::default();
    for line in rows(include_str!("../../data/abbreviations.tsv")) {
        let mut columns = line.split('\t');
        let (Some(short), Some(code), Some(place)) = (columns.next(), columns.next(), columns.next()) else {
            continue;
        };
        let place = if place == "edge" { Where::Edge } else { Where::Any };
        let elsewhere = columns.next().filter(|code| !code.is_empty());
        if let [token] = reader.read(short).as_slice() {
            phrases.add_key(token.forms.short.clone(), Short { code, place, elsewhere });
        }
    }
    phrases
});

/// What people say instead of the words of names; read in queries alone.
static EVERYDAY: LazyLock<Phrases<&'static str>> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    let mut reader = Reader::default();
    for line in rows(include_str!("../../data/everyday.tsv")) {
        let mut columns = line.split('\t');
        let Some(code) = columns.next() else { continue };
        for (forms, mark) in columns.zip([KAZAKH, RUSSIAN_MARK, ENGLISH_MARK]) {
            for form in forms.split('|').filter(|form| !form.is_empty()) {
                match (form.strip_prefix('='), reader.read(form).as_slice()) {
                    (Some(_), [token]) => phrases.add_key(token.forms.short.clone(), code),
                    (_, tokens) => phrases.add(tokens, code, |key| key.starts_with(mark)),
                }
            }
        }
    }
    phrases
});

static STOP: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    rows(include_str!("../../data/stopwords.tsv"))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(_, words)| words.split(' '))
        .collect()
});

/// What the words of a text mean: in the order of the text, none twice.
pub fn meanings(text: &[Token]) -> Vec<Meaning> {
    let mut found = Vec::new();
    for phrase in WORDS.find(text) {
        for code in phrase.meanings {
            found.push(Meaning { words: phrase.words.clone(), code });
        }
    }
    for (place, token) in text.iter().enumerate() {
        let is_edge = place == 0 || place + 1 == text.len();
        for short in SHORT.get(&token.forms.short) {
            let code = match short.place {
                Where::Edge if !is_edge => short.elsewhere,
                Where::Edge | Where::Any => Some(short.code),
            };
            found.extend(code.map(|code| Meaning { words: place..place + 1, code }));
        }
    }
    found.sort_by_key(|meaning| (meaning.words.start, meaning.words.end, meaning.code));
    found.dedup();
    found
}

/// How likely an abbreviation stands for a meaning, beside the others that it may stand for: the table gives the
/// likeliest first. 1 for what is none.
pub fn likelihood(token: &Token, code: &str) -> f32 {
    let shorts = SHORT.get(&token.forms.short);
    match shorts.iter().filter(|short| short.place == Where::Any).position(|short| short.code == code) {
        None | Some(0) => 1.0,
        Some(_) => SECOND,
    }
}

/// How likely the second meaning of an abbreviation is.
const SECOND: f32 = 0.8;

/// What the words of a name mean where the kind of the body is known: of the kinds that an abbreviation may
/// stand for, that one alone, where it is among them.
pub fn meanings_for_kind(text: &[Token], kind: &str) -> Vec<Meaning> {
    let mut found = meanings(text);
    let is_of_kind = |code: &str| code.strip_prefix("kind/").map(|of| of == kind);
    found.retain(|meaning| {
        let others = match meaning.words.len() {
            1 => SHORT.get(&text[meaning.words.start].forms.short),
            _ => &[],
        };
        let is_short = others.iter().any(|short| short.code == meaning.code);
        let has_own = others.iter().any(|short| is_of_kind(short.code) == Some(true));
        !(is_short && has_own && is_of_kind(meaning.code) == Some(false))
    });
    found
}

/// A word of a table, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The word, as people write it.
    pub word: String,
    /// What it is, by code.
    pub code: &'static str,
}

/// A word in plain Latin, and which letters it has: that tells most words apart at once.
struct Named {
    plain: String,
    letters: u32,
    alike: Alike,
}

/// Words for kinds, subjects, activities, roles and schools.
static NAMED: LazyLock<Vec<Named>> = LazyLock::new(|| {
    const LISTS: [&str; 5] = ["kind/", "subject/", "activity/", "role/", "school/"];
    let lines = ways_to_say().filter(|(code, _)| LISTS.iter().any(|list| code.starts_with(list)));
    let mut reader = Reader::default();
    let mut words = Vec::new();
    for (code, forms) in lines {
        for form in each_form(forms) {
            if let [token] = reader.read(form).as_slice()
                && token.forms.plain.len() >= MIN_ALIKE
            {
                let plain = token.forms.plain.clone();
                let alike = Alike { word: form.to_owned(), code };
                words.push(Named { letters: letters(&plain), plain, alike });
            }
        }
    }
    words
});

/// From how many letters on a word may be misspelt.
const MIN_ALIKE: usize = 6;

/// The word of the tables that is one edit away from a word in plain Latin.
pub fn alike(plain: &str) -> Option<&'static Alike> {
    let asked = letters(plain);
    // An edit adds a letter, takes one away, or both.
    let is_near = |known: &Named| {
        known.plain.len().abs_diff(plain.len()) <= 1 && (known.letters ^ asked).count_ones() <= 2
    };
    let mut near = NAMED.iter().filter(|known| is_near(known));
    near.find(|known| strsim::osa_distance(&known.plain, plain) == 1).map(|known| &known.alike)
}

/// The letters of a word as a set.
fn letters(plain: &str) -> u32 {
    plain.bytes().fold(0, |set, letter| set | 1 << (letter % 32))
}

/// All ways to say a meaning in full words: those of names and those of everyday speech.
pub fn forms_of(meaning: &str) -> Vec<&'static str> {
    ways_to_say().filter(|(code, _)| *code == meaning).flat_map(|(_, forms)| each_form(forms)).collect()
}

/// Meanings with the full words for them in all languages, of names first and then of everyday speech.
fn ways_to_say() -> impl Iterator<Item = (&'static str, &'static str)> {
    let tables = [include_str!("../../data/thesaurus.tsv"), include_str!("../../data/everyday.tsv")];
    tables.into_iter().flat_map(rows).filter_map(|line| line.split_once('\t'))
}

/// The forms of a line of the tables, in all languages.
fn each_form(forms: &str) -> impl Iterator<Item = &str> {
    forms.split(['\t', '|']).map(|form| form.trim_start_matches('=')).filter(|form| !form.is_empty())
}

/// What words of a query mean by everyday speech: longer phrases are meant rather than shorter ones in them.
pub fn everyday(text: &[Token]) -> Vec<Meaning> {
    let mut found = Vec::new();
    for phrase in EVERYDAY.find(text) {
        found.extend(phrase.meanings.iter().map(|code| Meaning { words: phrase.words.clone(), code }));
    }
    for (place, token) in text.iter().enumerate() {
        let codes = EVERYDAY.get(&token.forms.short);
        found.extend(codes.iter().map(|code| Meaning { words: place..place + 1, code }));
    }
    let spans: Vec<Range<usize>> = found.iter().map(|meaning| meaning.words.clone()).collect();
    let is_inside = |words: &Range<usize>| {
        spans
            .iter()
            .any(|other| other.len() > words.len() && other.start <= words.start && words.end <= other.end)
    };
    found.retain(|meaning| !is_inside(&meaning.words));
    found
}

/// True for words that may be left out of a query.
pub fn is_stop_word(exact: &str) -> bool {
    STOP.contains(exact)
}

pub(super) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::tokens::query_tokens;
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        meanings(&query_tokens(text)).into_iter().map(|meaning| meaning.code).collect()
    }

    #[test]
    fn three_languages_mean_the_same() {
        for text in ["профсоюзу", "кәсіподағының", "касиподак", "kasipodaq", "trade unions", "ППО"]
        {
            assert!(codes(text).contains(&"kind/trade_union"), "{text}: {:?}", codes(text));
        }
        for text in ["учителя химии", "химия мұғалімдері", "chemistry teachers", "himiya mugalimderi"]
        {
            let codes = codes(text);
            assert!(codes.contains(&"role/teacher") && codes.contains(&"subject/chemistry"), "{text}");
        }
        assert!(codes("дене шынықтыру пәні").contains(&"subject/physical_education"));
        assert!(codes("методобъединения").contains(&"kind/methodical_association"));
    }

    #[test]
    fn everyday_words_mean_what_names_say_otherwise() {
        let said = |text: &str| -> Vec<&'static str> {
            everyday(&query_tokens(text)).into_iter().map(|meaning| meaning.code).collect()
        };
        for (text, code) in [
            ("физруки", "subject/physical_education"),
            ("уроки рисования", "subject/art_and_labour"),
            ("англ. яз.", "subject/english_language"),
            ("мат", "subject/mathematics"),
            ("IT", "subject/informatics"),
            ("совету родителей", "kind/parent_committee"),
            ("ата-аналар кеңесінің", "kind/parent_committee"),
            ("садики", "activity/preschool"),
        ] {
            assert_eq!(said(text), [code], "{text}");
        }
        assert_eq!(said("union of teachers"), ["kind/trade_union", "kind/teacher_association"]);
        for text in ["матери", "физика", "ана", "совет", "it's a school of mates"] {
            assert!(!said(text).contains(&"subject/mathematics"), "{text}");
        }
    }

    #[test]
    fn ambiguous_abbreviations_go_by_position() {
        assert!(codes("РК школы 5").contains(&"kind/parent_committee"));
        assert!(codes("министерство просвещения РК города").contains(&"place/kazakhstan"));
        assert!(codes("оо Өркен").contains(&"legal_form/public_association"));
        assert!(codes("о Өркен").is_empty());
    }

    #[test]
    fn naming_words_and_numbers_never_stop() {
        assert!(is_stop_word("және") && is_stop_word("для"));
        assert!(!is_stop_word("атындағы") && !is_stop_word("имени") && !is_stop_word("5"));
    }

    #[test]
    fn tables_are_whole() {
        for line in rows(include_str!("../../data/thesaurus.tsv")) {
            assert_eq!(line.split('\t').count(), 4, "{line}");
        }
        for line in rows(include_str!("../../data/abbreviations.tsv")) {
            assert_eq!(line.split('\t').count(), 4, "{line}");
        }
        for line in rows(include_str!("../../data/everyday.tsv")) {
            assert_eq!(line.split('\t').count(), 4, "{line}");
        }
    }
}
