//! The words by which rows are understood: meanings, fields of work, legal forms, places, codes.
//!
//! Made once of a [`Vocabulary`] and the tables of the language; shared by all rows. Places and codes
//! come from the vocabulary, so that they are what the service knows.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::spelling::Spelling;
use crate::index::Vocabulary;
use crate::query::{Gazetteer, Place};
use crate::text::fold;
use crate::text::latin::plain;
use crate::text::phrases::Phrases;
use crate::text::thesaurus::meanings;
use crate::text::tokens::{Reader, Token};

/// Marks of the languages in the order of the tables' columns.
const MARKS: [char; 3] = ['k', 'r', 'e'];

/// The vocabulary and the tables of the language, prepared for understanding rows.
#[derive(Debug, Clone)]
pub struct Lexicon {
    gazetteer: Gazetteer,
    areas: HashMap<String, AreaEntry>,
    /// Names of areas that are not their names of today, folded.
    old_names: HashMap<String, String>,
    /// Codes by their labels, in every language.
    labels: Phrases<String>,
    fields: Phrases<&'static str>,
    /// What lists write, and names do not.
    list_words: Phrases<&'static str>,
    splits: Vec<Split>,
    spelling: Spelling,
    /// Names of kinds of bodies: in plain Latin without spaces, how many words, the code.
    kind_phrases: Vec<(String, usize, &'static str)>,
    /// Kinds of bodies by their abbreviations, small letters; behind `~` as a Russian keyboard has them.
    short_kinds: HashMap<String, Vec<&'static str>>,
    /// Legal forms by abbreviation: exact letters, Russian keyboard, plain Latin.
    short_forms: [HashMap<String, Vec<String>>; 3],
}

/// A place of the vocabulary.
#[derive(Debug, Clone)]
pub(crate) struct AreaEntry {
    pub(crate) parent: Option<String>,
    pub(crate) name: String,
}

/// A region that was made out of another.
#[derive(Debug, Clone)]
pub(crate) struct Split {
    pub(crate) new: &'static str,
    pub(crate) old: &'static str,
    pub(crate) since: &'static str,
}

/// A meaning of some words of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sense {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) code: String,
}

/// Lines of a table of phrases: the meaning, and its forms in each language.
type PhraseRows = Vec<(&'static str, [&'static str; 3])>;

static FIELD_ROWS: LazyLock<PhraseRows> =
    LazyLock::new(|| phrase_rows(include_str!("../../data/fields.tsv")));

static LIST_ROWS: LazyLock<PhraseRows> =
    LazyLock::new(|| phrase_rows(include_str!("../../data/list-words.tsv")));

fn phrase_rows(table: &'static str) -> PhraseRows {
    rows(table)
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, [columns.next()?, columns.next()?, columns.next()?]))
        })
        .collect()
}

/// Lines of a table without comments.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

impl Lexicon {
    /// Prepares a vocabulary.
    pub fn of(vocabulary: &Vocabulary) -> Lexicon {
        let mut lexicon = Lexicon {
            gazetteer: Gazetteer::with_towns(vocabulary),
            areas: HashMap::new(),
            old_names: HashMap::new(),
            labels: Phrases::default(),
            fields: Phrases::default(),
            list_words: Phrases::default(),
            splits: splits(),
            spelling: Spelling::default(),
            kind_phrases: Vec::new(),
            short_kinds: short_kinds(),
            short_forms: short_forms(),
        };
        let mut reader = Reader::default();
        lexicon.learn_tables(&mut reader);
        lexicon.learn_codes(vocabulary, &mut reader);
        lexicon.learn_areas(vocabulary, &mut reader);
        lexicon
    }

    fn learn_tables(&mut self, reader: &mut Reader) {
        for line in rows(include_str!("../../data/thesaurus.tsv")) {
            for (forms, mark) in line.split('\t').skip(1).zip(MARKS) {
                for form in forms.split('|').filter(|form| !form.is_empty()) {
                    let tokens = reader.read(form);
                    self.learn_spelling(&tokens, mark);
                    if let Some(code) = line.split('\t').next().and_then(|code| code.strip_prefix("kind/")) {
                        let joined: String = tokens.iter().map(|token| token.forms.plain.as_str()).collect();
                        self.kind_phrases.push((joined, tokens.len(), code));
                    }
                }
            }
        }
        let tables = [(&FIELD_ROWS, &mut self.fields), (&LIST_ROWS, &mut self.list_words)];
        for (rows, phrases) in tables {
            for (code, columns) in rows.iter() {
                for (forms, mark) in columns.iter().zip(MARKS) {
                    for form in forms.split('|').filter(|form| !form.is_empty()) {
                        let tokens = reader.read(form);
                        if let (Some(_), [short]) = (form.strip_prefix('='), tokens.as_slice()) {
                            phrases.add_key(short.forms.short.clone(), *code);
                            continue;
                        }
                        if let Some(kind) = code.strip_prefix("kind/") {
                            let joined = tokens.iter().map(|token| token.forms.plain.as_str()).collect();
                            self.kind_phrases.push((joined, tokens.len(), kind));
                        }
                        for token in &tokens {
                            // Names of people and places are near to short words of a trade: Қанат, каратэ.
                            self.spelling.learn_warily(token, mark);
                        }
                        phrases.add(&tokens, code, |key| key.starts_with(mark));
                    }
                }
            }
        }
    }

    fn learn_spelling(&mut self, tokens: &[Token], mark: char) {
        for token in tokens {
            self.spelling.learn(token, mark);
        }
    }

    fn learn_codes(&mut self, vocabulary: &Vocabulary, reader: &mut Reader) {
        for code in &vocabulary.codes {
            if !matches!(code.list.as_str(), "kind" | "subject" | "activity") {
                continue;
            }
            for (label, mark) in code.labels.iter().zip(MARKS) {
                let tokens = reader.read(label);
                self.learn_spelling(&tokens, mark);
                let meaning = format!("{}/{}", code.list, code.code);
                self.labels.add(&tokens, meaning, |key| key.starts_with(mark));
            }
        }
    }

    fn learn_areas(&mut self, vocabulary: &Vocabulary, reader: &mut Reader) {
        for area in &vocabulary.areas {
            let name = area.names.iter().flatten().next().cloned().unwrap_or_default();
            for (name, mark) in area.names.iter().zip(MARKS) {
                for token in name.iter().flat_map(|name| reader.read(name)) {
                    self.spelling.learn(&token, mark);
                }
            }
            for alias in &area.aliases {
                self.old_names.insert(fold(alias), area.kato.clone());
            }
            let entry = AreaEntry { parent: area.parent.clone(), name };
            self.areas.insert(area.kato.clone(), entry);
        }
    }

    /// What some words mean: thesaurus, abbreviations, labels of codes, fields of work.
    pub(crate) fn senses(&self, tokens: &[Token]) -> Vec<Sense> {
        let mut senses: Vec<Sense> = meanings(tokens)
            .into_iter()
            .map(|meaning| Sense {
                start: meaning.words.start,
                end: meaning.words.end,
                code: meaning.code.to_owned(),
            })
            .collect();
        for found in self.labels.find(tokens) {
            for code in found.meanings {
                senses.push(Sense { start: found.words.start, end: found.words.end, code: code.clone() });
            }
        }
        for phrases in [&self.fields, &self.list_words] {
            for found in phrases.find(tokens) {
                for code in found.meanings {
                    let (start, end) = (found.words.start, found.words.end);
                    senses.push(Sense { start, end, code: (*code).to_owned() });
                }
            }
            for (start, token) in tokens.iter().enumerate() {
                for code in phrases.get(&token.forms.short) {
                    senses.push(Sense { start, end: start + 1, code: (*code).to_owned() });
                }
            }
        }
        senses.sort_by(|left, right| {
            (left.start, right.end, &left.code).cmp(&(right.start, left.end, &right.code))
        });
        senses.dedup();
        senses
    }

    /// The legal forms that an abbreviation can stand for: by its exact letters, else as a Russian
    /// keyboard or Latin letters write it.
    pub(crate) fn legal_forms_of(&self, exact: &str) -> &[String] {
        if exact.chars().count() < 2 {
            return &[];
        }
        let [by_letters, by_keyboard, by_latin] = &self.short_forms;
        by_letters
            .get(exact)
            .or_else(|| by_keyboard.get(exact))
            .or_else(|| exact.is_ascii().then(|| by_latin.get(&plain(exact)))?)
            .map_or(&[], Vec::as_slice)
    }

    /// The kind that some words were meant to name, if they are a few letters from its name.
    pub(crate) fn kind_meant(&self, words: &[&str], may: impl Fn(&str) -> bool) -> Option<&'static str> {
        const LEAST: f64 = 0.78;
        let mut best: Option<(f64, &'static str)> = None;
        for (phrase, length, code) in self.kind_phrases.iter().filter(|(_, _, code)| may(code)) {
            if phrase.len() < 6 {
                continue;
            }
            for window in words.windows(*length) {
                let similarity = strsim::normalized_damerau_levenshtein(phrase, &window.concat());
                if similarity >= LEAST && best.is_none_or(|(known, _)| similarity > known) {
                    best = Some((similarity, code));
                }
            }
        }
        best.map(|(_, code)| code)
    }

    /// True for an abbreviation of a kind of body in its own letters, or as a Russian keyboard has them.
    pub(crate) fn is_short_kind(&self, exact: &str, is_folded: bool) -> bool {
        self.short_kinds.contains_key(exact)
            || is_folded && self.short_kinds.contains_key(&format!("~{exact}"))
    }

    /// The kind that an abbreviation of three letters or more was meant to name: two letters changed places,
    /// or one is there twice. Only where no other kind is meant.
    pub(crate) fn short_kind_meant(&self, exact: &str) -> Option<&'static str> {
        let letters: Vec<char> = exact.chars().collect();
        if letters.len() < 3 || letters.len() > 4 {
            return None;
        }
        let mut meant: Option<&'static str> = None;
        let swapped = (1..letters.len()).map(|at| {
            let mut letters = letters.clone();
            letters.swap(at - 1, at);
            letters
        });
        let mut once = letters.clone();
        once.dedup();
        for letters in swapped.chain([once]).filter(|other| *other != letters) {
            let short: String = letters.into_iter().collect();
            for kind in self.short_kinds.get(&short).into_iter().flatten() {
                if meant.is_some_and(|known| known != *kind) {
                    return None;
                }
                meant = Some(kind);
            }
        }
        meant
    }

    pub(crate) fn places(&self, tokens: &[Token]) -> Vec<Place> {
        self.gazetteer.find(tokens)
    }

    /// The region that an adjective means which nobody lists: «Жетысуская область» for область Жетісу.
    pub(crate) fn region_of_adjective(&self, tokens: &[Token]) -> Option<String> {
        const ENDINGS: [&str; 2] = ["ская", "ской"];
        let [adjective, region] = tokens else { return None };
        if !region.forms.exact.starts_with("обл") {
            return None;
        }
        let stem = ENDINGS.iter().find_map(|ending| adjective.forms.exact.strip_suffix(ending))?;
        let stem = plain(stem);
        let mut regions: Vec<&String> = self
            .areas
            .iter()
            .filter(|(_, area)| area.parent.is_none())
            .filter(|(_, area)| {
                area.name.split(' ').any(|word| {
                    let word = plain(&word.to_lowercase());
                    word.len() >= 4
                        && (word == stem || word.len() >= 6 && strsim::osa_distance(&word, &stem) <= 1)
                })
            })
            .map(|(kato, _)| kato)
            .collect();
        regions.sort_unstable();
        match regions.as_slice() {
            [one] => Some((*one).clone()),
            _ => None,
        }
    }

    pub(crate) fn area(&self, kato: &str) -> Option<&AreaEntry> {
        self.areas.get(kato)
    }

    /// KATO codes from the region down to a place.
    pub(crate) fn chain(&self, kato: &str) -> Vec<String> {
        let mut chain = Vec::new();
        let mut next = Some(kato);
        while let Some(kato) = next
            && let Some(area) = self.areas.get(kato)
            && chain.len() < 8
        {
            chain.insert(0, kato.to_owned());
            next = area.parent.as_deref();
        }
        chain
    }

    /// The area that a former name or an abbreviation means.
    pub(crate) fn renamed(&self, name: &str) -> Option<&str> {
        self.old_names.get(&fold(name)).map(String::as_str)
    }

    pub(crate) fn splits(&self) -> &[Split] {
        &self.splits
    }

    pub(crate) fn spelling(&self) -> &Spelling {
        &self.spelling
    }
}

fn splits() -> Vec<Split> {
    rows(include_str!("../../data/area-splits.tsv"))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some(Split { new: columns.next()?, old: columns.next()?, since: columns.next()? })
        })
        .collect()
}

fn short_kinds() -> HashMap<String, Vec<&'static str>> {
    let of_names = rows(include_str!("../../data/abbreviations.tsv")).filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?, columns.next()?.strip_prefix("kind/")?))
    });
    let of_lists = LIST_ROWS.iter().flat_map(|(code, columns)| {
        let forms = columns.iter().flat_map(|forms| forms.split('|'));
        let short = forms.filter_map(|form| form.strip_prefix('='));
        short.filter_map(|short| Some((short, code.strip_prefix("kind/")?)))
    });
    let mut kinds: HashMap<String, Vec<&'static str>> = HashMap::new();
    for (short, kind) in of_names.chain(of_lists) {
        let exact = short.to_lowercase();
        for key in [format!("~{}", fold(&exact)), exact] {
            let known = kinds.entry(key).or_default();
            if !known.contains(&kind) {
                known.push(kind);
            }
        }
    }
    kinds
}

fn short_forms() -> [HashMap<String, Vec<String>>; 3] {
    let mut maps: [HashMap<String, Vec<String>>; 3] = Default::default();
    for line in rows(include_str!("../../data/abbreviations.tsv")) {
        let mut columns = line.split('\t');
        let (Some(short), Some(meaning)) = (columns.next(), columns.next()) else { continue };
        let Some(code) = meaning.strip_prefix("legal_form/") else { continue };
        let exact = short.to_lowercase();
        let (keyboard, latin) = (fold(&exact), plain(&exact));
        for (map, key) in maps.iter_mut().zip([exact, keyboard, latin]) {
            let codes = map.entry(key).or_default();
            if !codes.iter().any(|known| known == code) {
                codes.push(code.to_owned());
            }
        }
    }
    maps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        assert!(FIELD_ROWS.len() > 60);
        for table in [include_str!("../../data/fields.tsv"), include_str!("../../data/list-words.tsv")] {
            for line in rows(table) {
                assert_eq!(line.split('\t').count(), 4, "{line}");
            }
        }
        for split in splits() {
            assert!(split.new.len() == 9 && split.old.len() == 9 && split.since.len() == 10);
        }
    }

    #[test]
    fn abbreviations_of_legal_forms_go_by_their_letters_first() {
        let lexicon = Lexicon::of(&Vocabulary::default());
        assert_eq!(lexicon.legal_forms_of("ққ"), ["public_foundation"]);
        assert!(lexicon.legal_forms_of("қк").is_empty());
        assert_eq!(lexicon.legal_forms_of("кк"), ["public_foundation", "corporate_foundation"]);
        assert_eq!(lexicon.legal_forms_of("chf"), ["private_foundation"]);
        assert_eq!(lexicon.legal_forms_of("ztb"), ["association_of_legal_entities"]);
    }
}
