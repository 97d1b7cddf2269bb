//! Text typed on the wrong keyboard layout, read as it was meant.
//!
//! `vfntvfnbrf` is математика on a keyboard that was still English; `ьфер` is math on one still
//! Russian. Kazakh letters lie on the row of digits, so that digits among letters may be letters.
//! Whether a reading makes more sense than what was typed, the caller decides.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How many letters words have at least that a hyphen joins.
const JOINED: usize = 3;

struct Layouts {
    /// English key to the Russian letter.
    russian: HashMap<char, char>,
    /// Digit row to the Kazakh letter.
    kazakh: HashMap<char, char>,
    /// Cyrillic letter to the English key.
    english: HashMap<char, char>,
    /// Kazakh letter to what other keyboards have on its key in the row of digits.
    digits: HashMap<char, char>,
}

static LAYOUTS: LazyLock<Layouts> = LazyLock::new(|| {
    let mut layouts = Layouts {
        russian: HashMap::new(),
        kazakh: HashMap::new(),
        english: HashMap::new(),
        digits: HashMap::new(),
    };
    for line in include_str!("../../data/layouts.tsv").lines().filter(|line| !line.starts_with("# ")) {
        let mut keys = line.split('\t').filter_map(|column| column.chars().next());
        let (Some(english), Some(russian), Some(kazakh)) = (keys.next(), keys.next(), keys.next()) else {
            continue;
        };
        if english == russian {
            layouts.kazakh.insert(english, kazakh);
            // Without Shift the key comes first.
            layouts.digits.entry(kazakh).or_insert(english);
        } else {
            layouts.russian.insert(english, russian);
        }
        layouts.english.entry(kazakh).or_insert(english);
    }
    layouts
});

/// A keyboard that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyboard {
    /// Russian letters; digits and signs are what they are.
    Russian,
    /// Kazakh letters on the row of digits too; a hyphen is a hyphen.
    Kazakh,
    /// The same, and a hyphen is the letter of its key.
    KazakhHyphen,
    /// English letters.
    English,
    /// Digits and the hyphen, which a Kazakh keyboard has not where others have them: `әғ` is 25.
    Digits,
}

/// What a piece of a text, from one space to the next, says on the keyboards that may have been meant;
/// none of the readings is the piece itself.
pub fn readings(piece: &str) -> Vec<(Keyboard, String)> {
    let mut readings: Vec<(Keyboard, String)> = Vec::new();
    let mut add = |keyboard, reading: String| {
        if reading != piece && readings.iter().all(|(_, known)| *known != reading) {
            readings.push((keyboard, reading));
        }
    };
    // Before the English keyboard, on which the same keys are the same digits.
    if let Some(digits) = digits(piece) {
        add(Keyboard::Digits, digits);
    }
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{52F}');
    let russian = if piece.chars().any(is_cyrillic) && !piece.chars().any(|c| c.is_ascii_alphabetic()) {
        add(Keyboard::English, convert(piece, &LAYOUTS.english));
        piece.to_owned()
    } else {
        let russian = convert(piece, &LAYOUTS.russian);
        add(Keyboard::Russian, russian.clone());
        russian
    };
    add(Keyboard::Kazakh, kazakh(&russian, false));
    add(Keyboard::KazakhHyphen, kazakh(&russian, true));
    readings
}

/// What a whole text says on the keyboards that may have been meant.
pub fn texts(text: &str) -> Vec<String> {
    let on = |keyboard: Keyboard| {
        let pieces = text.split_inclusive(char::is_whitespace).map(|piece| {
            let readings = readings(piece);
            // Where a keyboard says nothing of its own, the plainer one of its letters does.
            let plainer = match keyboard {
                Keyboard::KazakhHyphen => &[keyboard, Keyboard::Kazakh, Keyboard::Russian][..],
                Keyboard::Kazakh => &[keyboard, Keyboard::Russian],
                Keyboard::Russian | Keyboard::English | Keyboard::Digits => &[keyboard],
            };
            let said = |on: &Keyboard| readings.iter().find(|(known, _)| known == on);
            plainer.iter().find_map(said).map_or_else(|| piece.to_owned(), |(_, reading)| reading.clone())
        });
        pieces.collect::<String>()
    };
    let mut texts: Vec<String> =
        [Keyboard::Russian, Keyboard::Kazakh, Keyboard::KazakhHyphen, Keyboard::English].map(on).to_vec();
    texts.dedup();
    texts.retain(|reading| reading != text);
    texts
}

fn convert(text: &str, keys: &HashMap<char, char>) -> String {
    text.chars()
        .map(|c| {
            let small = c.to_lowercase().next().unwrap_or(c);
            keys.get(&c).or_else(|| keys.get(&small)).copied().unwrap_or(c)
        })
        .collect()
}

/// A piece with the letters that a Kazakh keyboard has on the row of digits.
fn kazakh(piece: &str, with_hyphen: bool) -> String {
    let letter = |c: char| if c == '-' && !with_hyphen { None } else { LAYOUTS.kazakh.get(&c).copied() };
    piece.chars().map(|c| letter(c).unwrap_or(c)).collect()
}

/// A piece with the digits and hyphens whose keys are letters of a Kazakh keyboard: a number of two digits or
/// more (one letter is an initial), or two words that the letter of the hyphen joins. `None` where it is neither.
fn digits(piece: &str) -> Option<String> {
    let key = |c: char| LAYOUTS.digits.get(&c.to_lowercase().next().unwrap_or(c)).copied();
    let digit = |c: char| key(c).or(Some(c)).filter(char::is_ascii_digit);
    // Three of the digits lie where that keyboard has signs; at the end these are signs.
    let sign = |c: char| match c {
        '"' => Some('1'),
        ',' => Some('6'),
        '.' => Some('7'),
        _ => None,
    };
    let has_letter = |text: &str| text.chars().any(|c| key(c).is_some());
    let bare = piece.trim_end_matches([',', '.', '"']);
    if has_letter(bare) && bare.chars().nth(1).is_some() {
        let number: Option<String> = bare.chars().map(|c| digit(c).or_else(|| sign(c))).collect();
        if let Some(number) = number.filter(|number| !number.starts_with('0')) {
            return Some(number + &piece[bare.len()..]);
        }
    }
    let hyphen = |c: char| key(c) == Some('-');
    let (left, right) = piece.split_once(hyphen)?;
    let is_word = |part: &str| part.chars().count() >= JOINED && part.chars().all(char::is_alphabetic);
    (is_word(left) && is_word(right) && !has_letter(left) && !has_letter(right))
        .then(|| format!("{left}-{right}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on(keyboard: Keyboard, piece: &str) -> Option<String> {
        readings(piece).into_iter().find(|(on, _)| *on == keyboard).map(|(_, reading)| reading)
    }

    #[test]
    fn both_directions() {
        assert_eq!(on(Keyboard::Russian, "vfntvfnbrf").unwrap(), "математика");
        assert_eq!(on(Keyboard::English, "еуфсрукы").unwrap(), "teachers");
        assert_eq!(on(Keyboard::Russian, "nәh,bt").unwrap(), "тәрбие");
        assert_eq!(texts("gthdbxyfz ghjacj.pyfz 16")[0], "первичная профсоюзная 16");
        assert!(readings("1 67").is_empty());
    }

    #[test]
    fn kazakh_letters_lie_on_digits() {
        assert_eq!(on(Keyboard::Kazakh, "v95fk3v").unwrap(), "мұғалім");
        assert_eq!(on(Keyboard::Kazakh, "м95ал3м").unwrap(), "мұғалім");
        assert_eq!(on(Keyboard::Kazakh, ")аза0").unwrap(), "қазақ");
        assert_eq!(on(Keyboard::KazakhHyphen, "-hrty").unwrap(), "өркен");
        assert_eq!(on(Keyboard::Kazakh, "2л-фараби").unwrap(), "әл-фараби");
        assert!(texts("rjyuhtc3 -hrty").contains(&"конгресі өркен".to_owned()));
    }

    #[test]
    fn digits_lie_on_kazakh_letters() {
        assert_eq!(on(Keyboard::Digits, "әғ").unwrap(), "25");
        assert_eq!(on(Keyboard::Digits, "\"ә3").unwrap(), "123");
        assert_eq!(on(Keyboard::Digits, "Ғ,ң,").unwrap(), "564,");
        assert_eq!(on(Keyboard::Digits, "6Ғ").unwrap(), "65");
        assert_eq!(on(Keyboard::Digits, "школаөлицей").unwrap(), "школа-лицей");
        for word in ["мұғалім", "25", "Ә.", "ғ", "өң", "өсу", "өрен", "құқ", "ақө"] {
            assert_eq!(on(Keyboard::Digits, word), None, "{word}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            for (_, reading) in readings(&text) {
                prop_assert_eq!(reading.chars().count(), text.chars().count());
            }
            texts(&text);
        }
    }
}
