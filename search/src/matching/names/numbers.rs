//! Numbers in names, however written: 44, forty-four, 1st, XIII.
//!
//! Names that differ by a number are two bodies, so a number must be known as one.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::matching::lexicon::rows;
use crate::text::normalize;

/// Numbers by their exact words.
static WORDS: LazyLock<HashMap<String, u64>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for row in rows(include_str!("../../../data/number-words.tsv")) {
        let Some((number, written)) = row.split_once('\t') else { continue };
        let Ok(number) = number.parse() else { continue };
        words.extend(written.split('|').map(|word| (normalize(word), number)));
    }
    words
});

/// The number that an exact word says.
pub(super) fn in_words(exact: &str) -> Option<u64> {
    WORDS.get(exact).copied()
}

/// True for what is written behind a figure to say which one: 1st, 2-й, 3-ші.
pub(super) fn is_ordinal_ending(exact: &str) -> bool {
    matches!(
        exact,
        "st" | "nd"
            | "rd"
            | "th"
            | "й"
            | "я"
            | "е"
            | "ый"
            | "ая"
            | "ое"
            | "го"
            | "ші"
            | "шы"
            | "інші"
            | "ыншы"
    )
}

/// The number that a word of capital letters says in the Roman way, up to 89. The Cyrillic letters that
/// look so are read too.
pub(super) fn roman(written: &str) -> Option<u64> {
    let mut value = 0;
    let mut highest = 0;
    for letter in written.chars().rev() {
        let worth = match letter {
            'I' | 'І' => 1,
            'V' => 5,
            'X' | 'Х' => 10,
            'L' => 50,
            _ => return None,
        };
        if worth < highest {
            value -= worth;
        } else {
            value += worth;
            highest = worth;
        }
    }
    let value = u64::try_from(value).ok()?;
    (value > 0 && in_roman(value) == latin(written)).then_some(value)
}

fn latin(written: &str) -> String {
    written.replace('І', "I").replace('Х', "X")
}

fn in_roman(mut number: u64) -> String {
    const LETTERS: [(u64, &str); 7] =
        [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut out = String::new();
    if number >= 90 {
        return out;
    }
    for (worth, letters) in LETTERS {
        while number >= worth {
            out.push_str(letters);
            number -= worth;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numbers_are_read() {
        for (written, number) in
            [("I", 1), ("IV", 4), ("VIII", 8), ("IX", 9), ("XIII", 13), ("XL", 40), ("ІІ", 2)]
        {
            assert_eq!(roman(written), Some(number), "{written}");
        }
        for written in ["IIII", "VX", "IC", "ABC", "XXXXX", ""] {
            assert_eq!(roman(written), None, "{written}");
        }
    }
}
