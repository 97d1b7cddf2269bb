//! Titles of columns: which field their words say, in Kazakh, Russian and English.
//!
//! Words are compared loosely: without the Kazakh letters, with other endings, and abbreviated; the words
//! themselves are in the table.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Field;

const HEADERS: &str = include_str!("../../../data/list-headers.tsv");
const LETTERS: &str = include_str!("../../../data/list-letters.tsv");

/// Letters of a title; longer cells are prose.
const LONGEST: usize = 160;

/// What a title says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    pub field: Field,
    /// How much its words are worth: 1 where they say it only for lack of better ones.
    pub rank: u8,
    /// Percent of the letters of the title that the words make up.
    pub coverage: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    Field(Field),
    /// The language of a name.
    Language(Field),
}

struct Phrase {
    rank: u8,
    means: Means,
    words: Vec<String>,
    length: usize,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let mut phrases: Vec<Phrase> = HEADERS.lines().filter_map(phrase).collect();
    // The best of a title is then the first that matches.
    phrases.sort_by_key(|phrase| std::cmp::Reverse((phrase.rank, phrase.length, phrase.words.len())));
    phrases
});

struct Letters {
    fold: HashMap<char, char>,
    lookalike: HashMap<char, char>,
}

static FOLDED: LazyLock<Letters> = LazyLock::new(|| {
    let mut letters = Letters { fold: HashMap::new(), lookalike: HashMap::new() };
    for line in LETTERS.lines() {
        let mut parts = line.split('\t');
        let (kind, from, to) = (parts.next(), parts.next(), parts.next());
        let letter = |text: Option<&str>| text.and_then(|text| text.chars().next());
        if let (Some(from), Some(to)) = (letter(from), letter(to)) {
            match kind {
                Some("fold") => letters.fold.insert(from, to),
                Some("lookalike") => letters.lookalike.insert(from, to),
                _ => None,
            };
        }
    }
    letters
});

fn phrase(line: &str) -> Option<Phrase> {
    let mut parts = line.split('\t');
    let rank = parts.next()?.parse().ok()?;
    let means = match parts.next()? {
        "kk" => Means::Language(Field::NameKk),
        "ru" => Means::Language(Field::NameRu),
        "en" => Means::Language(Field::NameEn),
        name => Means::Field(name.parse().ok()?),
    };
    let words: Vec<String> = words(parts.nth(1)?).into_iter().map(|word| word.text).collect();
    let length = words.iter().map(|word| word.chars().count()).sum();
    Some(Phrase { rank, means, words, length })
}

/// A text for comparing: small letters, Kazakh ones as on a Russian keyboard, lookalikes among Cyrillic ones as
/// Cyrillic.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.to_lowercase().split_inclusive(|c: char| !c.is_alphabetic()) {
        let is_cyrillic = word.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}'));
        for c in word.chars() {
            let c = if is_cyrillic { FOLDED.lookalike.get(&c).copied().unwrap_or(c) } else { c };
            folded.push(FOLDED.fold.get(&c).copied().unwrap_or(c));
        }
    }
    folded
}

#[derive(Debug)]
struct Word {
    text: String,
    /// Written with a full stop: perhaps abbreviated.
    dotted: bool,
}

fn words(title: &str) -> Vec<Word> {
    // Initials are one word.
    let joined = fold(title).replace('\u{ad}', "").replace('№', " № ");
    let mut words: Vec<Word> = Vec::new();
    for part in joined.split(|c: char| !(c.is_alphanumeric() || c == '№' || c == '.')) {
        let dotted = part.contains('.');
        let initials =
            part.split('.').filter(|letter| !letter.is_empty()).all(|letter| letter.chars().count() == 1);
        if dotted && initials {
            let text = part.replace('.', "");
            if !text.is_empty() {
                words.push(Word { text, dotted });
            }
            continue;
        }
        let texts = part.split('.').filter(|text| !text.is_empty());
        words.extend(texts.map(|text| Word { text: text.to_owned(), dotted }));
    }
    words
}

/// The field that a title says, if it says one.
pub(super) fn read_title(title: &str) -> Option<Reading> {
    // A hyphen at the end of a line divides a word or belongs to it.
    let whole = || title.contains("-\n").then(|| read_words(&title.replace("-\n", ""))).flatten();
    read_words(title).or_else(whole)
}

fn read_words(title: &str) -> Option<Reading> {
    let words = words(title);
    let letters: usize = words.iter().map(|word| word.text.chars().count()).sum();
    if letters == 0 || letters > LONGEST {
        return None;
    }
    let mut free = vec![true; words.len()];
    let mut found: Vec<(Means, u8)> = Vec::new();
    let mut covered = 0;
    for phrase in PHRASES.iter() {
        if let Some(used) = matched(phrase, &words, &free) {
            for index in used {
                if let (Some(free), Some(word)) = (free.get_mut(index), words.get(index)) {
                    *free = false;
                    covered += word.text.chars().count();
                }
            }
            found.push((phrase.means, phrase.rank));
        }
    }
    let (field, rank) = together(&found)?;
    Some(Reading { field, rank, coverage: covered * 100 / letters })
}

/// Which of the free words of a title make up the phrase.
fn matched(phrase: &Phrase, words: &[Word], free: &[bool]) -> Option<Vec<usize>> {
    let mut used = Vec::with_capacity(phrase.words.len());
    for wanted in &phrase.words {
        let index =
            words.iter().zip(free).enumerate().position(|(index, (word, free))| {
                *free && !used.contains(&index) && is_form_of(word, wanted)
            })?;
        used.push(index);
    }
    Some(used)
}

/// What several readings of one title say together.
fn together(found: &[(Means, u8)]) -> Option<(Field, u8)> {
    let fields: Vec<(Field, u8)> = found
        .iter()
        .filter_map(|(means, rank)| match means {
            Means::Field(field) => Some((*field, *rank)),
            Means::Language(_) => None,
        })
        .collect();
    let language = found.iter().find_map(|(means, _)| match means {
        Means::Language(field) => Some(*field),
        Means::Field(_) => None,
    });
    let Some((first, rank)) = fields.first().copied() else { return language.map(|field| (field, 1)) };
    let strong: Vec<Field> = fields.iter().filter(|(_, rank)| *rank == 3).map(|(field, _)| *field).collect();
    let is_contact = |field: &Field| {
        matches!(
            field,
            Field::Phone | Field::Email | Field::Website | Field::Address | Field::Url | Field::Contacts
        )
    };
    // What is personal is personal in company, too.
    if let Some(personal) = [Field::Ignore, Field::Head].into_iter().find(|field| strong.contains(field)) {
        return Some((personal, 3));
    }
    let contacts: Vec<&Field> = strong.iter().filter(|field| is_contact(field)).collect();
    if is_contact(&first) && contacts.iter().any(|field| **field != first) {
        return Some((Field::Contacts, 3));
    }
    Some(match (first, language) {
        (Field::Name, Some(language)) => (language, rank.max(2)),
        _ => (first, rank),
    })
}

/// Whether a word of a title is the word of a phrase, inflected or abbreviated.
fn is_form_of(word: &Word, wanted: &str) -> bool {
    let text = &word.text;
    if text == wanted {
        return true;
    }
    if text.chars().next() != wanted.chars().next() {
        return false;
    }
    let (length, other) = (text.chars().count(), wanted.chars().count());
    let common = text.chars().zip(wanted.chars()).take_while(|(one, two)| one == two).count();
    if common == length && (word.dotted && length >= 2 || length >= 5) {
        return true;
    }
    match other {
        0..=2 => false,
        3 => common == 3 && length == 4,
        4 => common >= 3 && length <= common + 2 && length >= 4,
        _ => common >= 4.max(other - 3) && length <= common + 5,
    }
}
