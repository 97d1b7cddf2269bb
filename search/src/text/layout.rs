//! Text typed on the wrong keyboard layout, read as it was meant.
//!
//! `vfntvfnbrf` is математика on a keyboard that was still English; `ьфер` is math on one still
//! Russian. Kazakh letters lie on the row of digits, so that digits among letters may be letters.
//! Whether a reading makes more sense than what was typed, the caller decides.

use std::collections::HashMap;
use std::sync::LazyLock;

struct Layouts {
    /// English key to the Russian letter.
    russian: HashMap<char, char>,
    /// Digit row to the Kazakh letter.
    kazakh: HashMap<char, char>,
    /// Cyrillic letter to the English key.
    english: HashMap<char, char>,
}

static LAYOUTS: LazyLock<Layouts> = LazyLock::new(|| {
    let mut layouts = Layouts { russian: HashMap::new(), kazakh: HashMap::new(), english: HashMap::new() };
    for line in include_str!("../../data/layouts.tsv").lines().filter(|line| !line.starts_with("# ")) {
        let mut keys = line.split('\t').filter_map(|column| column.chars().next());
        let (Some(english), Some(russian), Some(kazakh)) = (keys.next(), keys.next(), keys.next()) else {
            continue;
        };
        if english == russian {
            layouts.kazakh.insert(english, kazakh);
        } else {
            layouts.russian.insert(english, russian);
        }
        layouts.english.entry(kazakh).or_insert(english);
    }
    layouts
});

/// What the text says if it was meant in other letters: first with digits left alone, then with the
/// digits among letters read as Kazakh letters. None where there is nothing to read otherwise.
pub fn readings(text: &str) -> Vec<String> {
    let mut readings = Vec::new();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    let cyrillic = text.chars().filter(|c| matches!(c, '\u{400}'..='\u{52F}')).count();
    if latin > 0 {
        let russian = convert(text, &LAYOUTS.russian);
        let kazakh = digits_to_letters(&russian);
        readings.push(russian);
        readings.push(kazakh);
    }
    if cyrillic > 0 && cyrillic >= latin {
        readings.push(convert(text, &LAYOUTS.english));
        readings.push(digits_to_letters(text));
    }
    readings.dedup();
    readings.retain(|reading| reading != text);
    readings
}

fn convert(text: &str, keys: &HashMap<char, char>) -> String {
    text.chars()
        .map(|c| {
            let small = c.to_lowercase().next().unwrap_or(c);
            keys.get(&c).or_else(|| keys.get(&small)).copied().unwrap_or(c)
        })
        .collect()
}

/// Digits and signs that stand with a letter become the Kazakh letters of their keys; runs of digits
/// by themselves stay numbers, and so does a hyphen between whole words.
fn digits_to_letters(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|piece| {
            let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
            let digits = piece.chars().any(|c| c.is_ascii_digit());
            if letters < 2 || !(digits || piece.starts_with(['-', '=']) || piece.contains('=')) {
                return piece.to_owned();
            }
            piece.chars().map(|c| LAYOUTS.kazakh.get(&c).copied().unwrap_or(c)).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_directions() {
        assert_eq!(readings("vfntvfnbrf")[0], "математика");
        assert_eq!(readings("gthdbxyfz ghjacj.pyfz 16")[0], "первичная профсоюзная 16");
        assert_eq!(readings("ьфер еуфсрукы")[0], "math teachers");
        assert_eq!(readings("nәh,bt")[0], "тәрбие");
        assert!(readings("12 34").is_empty());
    }

    #[test]
    fn kazakh_letters_lie_on_digits() {
        assert!(readings("v95fk3v 25 vtrntg").contains(&"мұғалім 25 мектеп".to_owned()));
        assert!(readings("м95ал3м").contains(&"мұғалім".to_owned()));
        assert!(readings("-hrty").contains(&"өркен".to_owned()));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            for reading in readings(&text) {
                prop_assert_eq!(reading.chars().count(), text.chars().count());
            }
        }
    }
}
