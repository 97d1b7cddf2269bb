//! The stems of a word in every language that it could be.
//!
//! A word on a Russian keyboard does not tell its language, and organizations mix languages in one
//! name; so a word has a stem for each language it could be in, marked with the language, and two
//! words meet where they have one of them in common. Snowball for Russian and English, our own for
//! Kazakh. Stems are in the plain Latin spelling, so that keyboards meet too.

use std::cell::LazyCell;

use rust_stemmers::{Algorithm, Stemmer};

use super::kazakh;
use super::latin::{cyrillic_guess, plain, push_plain};

thread_local! {
    static RUSSIAN: LazyCell<Stemmer> = LazyCell::new(|| Stemmer::create(Algorithm::Russian));
    static ENGLISH: LazyCell<Stemmer> = LazyCell::new(|| Stemmer::create(Algorithm::English));
}

/// Marks Kazakh stems.
pub const KAZAKH: char = 'k';
/// Marks Russian stems.
pub const RUSSIAN_MARK: char = 'r';
/// Marks English stems.
pub const ENGLISH_MARK: char = 'e';

/// The stems of an exact word whose plain spelling is known, each with its mark, none twice.
pub fn stems(exact: &str, plain_word: &str) -> Vec<String> {
    if plain_word.is_empty() {
        return Vec::new();
    }
    let mut stems = vec![marked(KAZAKH, &kazakh::stem_plain(plain_word))];
    if is_latin(exact) {
        // English apart, Latin letters are Kazakh or Russian in disguise.
        let bare: String = exact.chars().filter(char::is_ascii_alphanumeric).collect();
        stems.push(marked(ENGLISH_MARK, &english(&bare)));
        if bare.len() == exact.len() {
            stems.push(russian(&cyrillic_guess(&bare)));
        }
    } else {
        stems.push(russian(exact));
    }
    stems
}

/// The stems in exact letters, for telling a form of the word from a look-alike.
pub fn exact_stems(exact: &str) -> Vec<String> {
    if is_latin(exact) {
        return Vec::new();
    }
    let russian = RUSSIAN.with(|stemmer| stemmer.stem(&exact.replace('ё', "е")).into_owned());
    vec![marked(KAZAKH, &kazakh::stem(exact)), marked(RUSSIAN_MARK, &russian)]
}

/// A science keeps its ending: physics is not physical.
fn english(word: &str) -> String {
    if word.len() > SCIENCE.len() + 2 && word.ends_with(SCIENCE) {
        return word.to_owned();
    }
    ENGLISH.with(|stemmer| stemmer.stem(word).into_owned())
}

/// How the English names of sciences end.
const SCIENCE: &str = "ics";

fn russian(cyrillic: &str) -> String {
    let yeless = cyrillic.replace('ё', "е");
    let stem = RUSSIAN.with(|stemmer| stemmer.stem(&yeless).into_owned());
    let mut out = String::from(RUSSIAN_MARK);
    push_plain(&stem, &mut out);
    if out.len() == 1 {
        out.push_str(&plain(&yeless));
    }
    out
}

fn marked(mark: char, stem: &str) -> String {
    let mut out = String::with_capacity(stem.len() + 1);
    out.push(mark);
    out.push_str(stem);
    out
}

fn is_latin(word: &str) -> bool {
    word.chars().all(|c| !matches!(c, '\u{400}'..='\u{52F}'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn meet(left: &str, right: &str) -> bool {
        let of = |word: &str| stems(word, &plain(word));
        of(left).iter().any(|stem| of(right).contains(stem))
    }

    #[test]
    fn forms_meet_in_each_language() {
        for (left, right) in [
            ("учителям", "учитель"),
            ("школы", "школа"),
            ("туркестанской", "туркестанская"),
            ("мұғалімдерінің", "мугалим"),
            ("teachers", "teacher"),
            ("uchiteley", "учитель"),
            ("mughalimderine", "мұғалім"),
            ("области", "область"),
            ("одарённых", "одаренные"),
        ] {
            assert!(meet(left, right), "{left} {right}");
        }
        assert!(!meet("physics", "physical") && meet("physics", "Physics".to_lowercase().as_str()));
        assert!(!meet("школа", "мектеп") && !meet("химия", "физика"));
    }

    proptest! {
        #[test]
        fn any_word_has_marked_stems(word in "\\PC{0,20}") {
            for stem in stems(&word, &plain(&word)) {
                prop_assert!(stem.starts_with([KAZAKH, RUSSIAN_MARK, ENGLISH_MARK]));
            }
        }
    }
}
