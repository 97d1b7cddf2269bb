//! Numbers that are said in words: «двадцать пятая», «жиырма бесінші», "twenty-fifth" are 25.
//!
//! Schools have numbers, and who speaks to a telephone has them written out. Used for queries alone; whether
//! a number is meant the caller decides, since «он» and «бір» are other words too.

use std::ops::Range;
use std::sync::LazyLock;

use super::phrases::Phrases;
use super::stem::{ENGLISH_MARK, KAZAKH, RUSSIAN_MARK};
use super::thesaurus::rows;
use super::tokens::{Reader, Token};

static NUMBERS: LazyLock<Phrases<u32>> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    let mut reader = Reader::default();
    for line in rows(include_str!("../../data/spoken-numbers.tsv")) {
        let mut columns = line.split('\t');
        let Some(value) = columns.next().and_then(|value| value.parse().ok()) else { continue };
        for (forms, mark) in columns.zip([KAZAKH, RUSSIAN_MARK, ENGLISH_MARK]) {
            for form in forms.split('|').filter(|form| !form.is_empty()) {
                phrases.add(&reader.read(form), value, |key| key.starts_with(mark));
            }
        }
    }
    phrases
});

/// A number said in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// Which words say it.
    pub words: Range<usize>,
    /// Its value.
    pub value: u32,
}

/// The numbers that a text says in words, in order; none overlap.
pub fn spoken(text: &[Token]) -> Vec<Spoken> {
    let mut said: Vec<Spoken> = Vec::new();
    for phrase in NUMBERS.find(text) {
        // A word whose stem is that of several numbers says none of them surely; the first is the likeliest.
        let Some(value) = phrase.meanings.first().copied() else { continue };
        match said.last_mut() {
            Some(last) if phrase.words.start < last.words.end => {
                if phrase.words.end > last.words.end && phrase.words.start == last.words.start {
                    *last = Spoken { words: phrase.words, value };
                }
            }
            Some(last) if phrase.words.start == last.words.end && is_open(last.value, value) => {
                last.words.end = phrase.words.end;
                last.value += value;
            }
            _ => said.push(Spoken { words: phrase.words, value }),
        }
    }
    said
}

/// True where a smaller number goes on from one: «жиырма» and «бес».
fn is_open(value: u32, next: u32) -> bool {
    (value.is_multiple_of(100) && next < 100) || (value.is_multiple_of(10) && next < 10)
}

#[cfg(test)]
mod tests {
    use super::super::tokens::query_tokens;
    use super::*;

    fn values(text: &str) -> Vec<u32> {
        spoken(&query_tokens(text)).iter().map(|said| said.value).collect()
    }

    #[test]
    fn tens_and_units_are_one_number() {
        for (text, value) in [
            ("двадцать пятая школа", 25),
            ("двадцать пятой школы", 25),
            ("школа двадцать пять", 25),
            ("жиырма бесінші мектеп", 25),
            ("жиырма бес мектеп", 25),
            ("twenty-fifth school", 25),
            ("седьмой школы", 7),
            ("жетінші мектеп", 7),
            ("он бірінші мектеп", 11),
            ("отызыншы мектеп", 30),
            ("сто двадцать третья школа", 123),
            ("жүз алпыс алтыншы мектеп", 166),
            ("четырнадцатой школы", 14),
        ] {
            assert_eq!(values(text), [value], "{text}");
        }
    }

    #[test]
    fn numbers_that_do_not_go_on_are_two() {
        assert_eq!(values("пять двадцать"), [5, 20]);
        assert_eq!(values("бірінші екінші мектеп"), [1, 2]);
        assert!(values("мұғалімдер одағы").is_empty());
    }
}
