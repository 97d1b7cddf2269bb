//! Puts names in the order of the Kazakh alphabet, on every store alike.
//!
//! A name becomes a key of digits and small Latin letters whose byte order is the order of the
//! names, so that `ORDER BY` and the index need no locale, and a locale does no harm. Case,
//! punctuation and a leading « or № do not count; numbers count by value. The key is not
//! reversible and two names may share one: whoever needs a total order appends an id.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::fold::Form;
use super::words::Spans;

/// The alphabet, in groups of letters that share the first character of their code: the rare ones
/// take two characters, so that all fit between numbers and Latin.
const ALPHABET: [&str; 32] = [
    "а", "ә", "б", "вг", "ғ", "д", "е", "ёж", "з", "и", "й", "к", "қ", "л", "м", "н", "ң", "о", "ө", "п",
    "р", "с", "т", "у", "ұ", "ү", "фхһ", "цчшщ", "ъ", "ы", "і", "ьэюя",
];

/// First characters of the groups' codes, in order.
const LEADS: &[u8; 32] = b"23456789abcdefghijklmnopqrstuvwx";

const BETWEEN_WORDS: char = '0';
const NUMBER: char = '1';
const LATIN: char = 'y';
const OTHER: char = 'z';

/// Where a key is cut: long enough for any real name, short enough for an index of a store.
const MAX_KEY: usize = 400;

/// The key of a name: `[0-9a-z]*`, in byte order.
pub fn collation_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut word = String::new();
    for span in Spans::of(name) {
        span.write(name, Form::Exact, &mut word);
        if key.len() + 2 * word.len() > MAX_KEY {
            break;
        }
        if !key.is_empty() {
            key.push(BETWEEN_WORDS);
        }
        if span.is_number && word.bytes().all(|byte| byte.is_ascii_digit()) {
            push_number(&word, &mut key);
        } else {
            word.chars().for_each(|c| push_letter(c, &mut key));
        }
    }
    key
}

/// A number by its value: how many digits, then the digits.
fn push_number(digits: &str, key: &mut String) {
    let digits = digits.trim_start_matches('0');
    key.push(NUMBER);
    let count = digits.len();
    if count < 9 {
        key.push_str(&count.to_string());
    } else {
        key.extend(format!("9{count:02}").chars());
    }
    key.push_str(digits);
}

fn push_letter(c: char, key: &mut String) {
    if push_known(c, key) {
        return;
    }
    // A letter with a diacritic stands with its base letter.
    let base = std::iter::once(c).nfd().next().unwrap_or(c);
    if !push_known(base, key) {
        key.push(OTHER);
        key.extend(format!("{:06x}", u32::from(c)).chars());
    }
}

fn push_known(c: char, key: &mut String) -> bool {
    if c.is_ascii_lowercase() {
        key.push(LATIN);
        key.push(c);
        return true;
    }
    let code = u32::from(c).checked_sub(CYRILLIC).and_then(|place| CODES.get(place as usize));
    let Some([lead, place]) = code.copied().filter(|[lead, _]| *lead != 0) else { return false };
    key.push(char::from(lead));
    if place != 0 {
        key.push(char::from(place));
    }
    true
}

/// The first Cyrillic character.
const CYRILLIC: u32 = 0x400;

/// One or two characters for each letter of the alphabet, by its place among the Cyrillic ones; 0 for
/// none.
static CODES: LazyLock<[[u8; 2]; 0x100]> = LazyLock::new(|| {
    let mut codes = [[0; 2]; 0x100];
    for (group, lead) in ALPHABET.iter().zip(LEADS) {
        let is_alone = group.chars().nth(1).is_none();
        for (letter, place) in group.chars().zip(*b"abcdefgh") {
            codes[(u32::from(letter) - CYRILLIC) as usize] = [*lead, if is_alone { 0 } else { place }];
        }
    }
    codes
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::normalize;
    use super::*;

    const LETTERS: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяabcdefghijklmnopqrstuvwxyz";

    /// What a reader would compare: words, in which numbers come before letters.
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
    enum Part {
        Number(u64),
        Letters(Vec<usize>),
    }

    fn parts(name: &str) -> Vec<Part> {
        super::super::words(name)
            .iter()
            .map(|word| match word.exact.parse() {
                Ok(number) => Part::Number(number),
                Err(_) => Part::Letters(
                    word.exact.chars().map(|c| LETTERS.chars().position(|l| l == c).unwrap()).collect(),
                ),
            })
            .collect()
    }

    #[test]
    fn alphabet_is_whole_and_in_order() {
        assert_eq!(ALPHABET.concat() + &LETTERS[ALPHABET.concat().len()..], LETTERS);
        let keys: Vec<String> = LETTERS.chars().map(|c| collation_key(&c.to_string())).collect();
        assert!(
            keys.is_sorted() && keys.iter().collect::<std::collections::BTreeSet<_>>().len() == keys.len()
        );
    }

    #[test]
    fn numbers_quotes_and_case() {
        let sorted = [
            "№2 мектеп",
            "10 010 мектеп",
            "«№10» мектеп",
            "Ата",
            "Ата-ана",
            "«Әлем»",
            "Ғылым",
            "Қала",
            "Өркен",
            "Ұлт",
            "Һәм",
            "Ясли",
            "Alma",
        ];
        let keys: Vec<String> = sorted.iter().map(|name| collation_key(name)).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        assert_eq!(collation_key("«ӨРКЕН»"), collation_key("өркен"));
        assert_eq!(collation_key("№007"), collation_key("7"));
        assert_eq!(collation_key(" «» "), "");
    }

    proptest! {
        #[test]
        fn keys_order_as_a_reader_would(
            left in "[а-яәғқңөұүһіёАҒЯ0-9a-z «\\-]{0,24}",
            right in "[а-яәғқңөұүһіёАҒЯ0-9a-z «\\-]{0,24}",
        ) {
            let whole = |name: &str| normalize(name).chars().filter(char::is_ascii_digit).count() < 19;
            prop_assume!(whole(&left) && whole(&right));
            prop_assert_eq!(collation_key(&left).cmp(&collation_key(&right)), parts(&left).cmp(&parts(&right)));
        }

        #[test]
        fn any_text_has_a_short_plain_key(text in any::<String>()) {
            let key = collation_key(&text);
            prop_assert!(key.len() <= 4 * MAX_KEY);
            prop_assert!(key.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()));
        }
    }
}
