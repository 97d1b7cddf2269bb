//! Makes spellings comparable: the exact form and the folded form of a text.
//!
//! The exact form only undoes accidents of encoding (composition, case, Latin letters that slipped
//! into Cyrillic words, letters of legacy fonts). The folded form also gives up what a Russian
//! keyboard cannot type. Neither removes words or punctuation; `words` decides what a word is.
//! Called by `words`, `collate` and whoever compares names.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters by the letter they were meant to be, inside words that hold a Cyrillic letter.
static CONFUSABLES: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| parse_confusables(include_str!("../../data/confusables.tsv")));

/// Which spelling of a word is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As written, accidents of encoding undone.
    Exact,
    /// As a Russian keyboard would type it, without diacritics.
    Folded,
}

/// The exact form: NFC, lower case, look-alike letters repaired, invisible characters dropped,
/// every kind of space a plain one.
pub fn normalize(text: &str) -> String {
    rewrite(text, Form::Exact)
}

/// The folded form: [`normalize`], then without diacritics, the Kazakh letters as typed on a Russian
/// keyboard (ә→а, ғ→г, қ→к, ң→н, ө→о, ұ and ү→у, һ→х, і→и), ё→е, й→и.
pub fn fold(text: &str) -> String {
    rewrite(text, Form::Folded)
}

/// The text with look-alike letters repaired inside words that hold a Cyrillic letter, its case kept.
pub fn repair(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c| !is_word_char(c)) {
        out.push_str(&repair_word(piece));
    }
    out
}

/// Characters that are not there for the reader: soft hyphen, zero-width characters, direction marks.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Letters of the Cyrillic script, whatever the language.
pub(crate) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52F}')
}

/// True for what can stand inside a word.
pub(crate) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)
}

/// Appends one word, which holds word characters only, in the form wanted.
pub(crate) fn push_word(word: &str, form: Form, out: &mut String) {
    let length = out.len();
    if !push_simple(word, form, out) {
        out.truncate(length);
        push_any(word, form, out);
    }
}

fn rewrite(text: &str, form: Form) -> String {
    let clean: String = text.chars().filter(|c| !is_invisible(*c)).nfc().collect();
    let mut out = String::with_capacity(clean.len());
    let mut rest = clean.as_str();
    while let Some(first) = rest.chars().next() {
        if is_word_char(first) {
            let end = rest.find(|c| !is_word_char(c)).unwrap_or(rest.len());
            push_word(&rest[..end], form, &mut out);
            rest = &rest[end..];
        } else {
            out.push(if first.is_whitespace() { ' ' } else { first });
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// The common case, letter by letter. False where the word needs the long way; `out` then holds a
/// part of it.
fn push_simple(word: &str, form: Form, out: &mut String) -> bool {
    let (mut latin, mut cyrillic) = (false, false);
    for c in word.chars() {
        let lower = match c {
            '0'..='9' => c,
            'a'..='z' | 'A'..='Z' => {
                latin = true;
                c.to_ascii_lowercase()
            }
            _ => match simple_cyrillic(c) {
                Some(lower) => {
                    cyrillic = true;
                    lower
                }
                None => return false,
            },
        };
        out.push(if form == Form::Folded { fold_letter(lower) } else { lower });
    }
    !(latin && cyrillic)
}

/// The small letter of a Russian or Kazakh letter.
fn simple_cyrillic(c: char) -> Option<char> {
    Some(match c {
        'а'..='я' | 'ё' | 'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'і' => c,
        'А'..='Я' => char::from_u32(u32::from(c) + 0x20)?,
        'Ё' => 'ё',
        'Ә' => 'ә',
        'Ғ' => 'ғ',
        'Қ' => 'қ',
        'Ң' => 'ң',
        'Ө' => 'ө',
        'Ұ' => 'ұ',
        'Ү' => 'ү',
        'Һ' => 'һ',
        'І' => 'і',
        _ => return None,
    })
}

fn fold_letter(c: char) -> char {
    match c {
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' | 'й' => 'и',
        'ё' => 'е',
        other => other,
    }
}

/// The long way, for any Unicode: compose, repair, lower, repair what lowering uncovered. Letters that are
/// others in disguise (full-width, ligatures) become those.
fn push_any(word: &str, form: Form, out: &mut String) {
    let composed: String = word.chars().filter(|c| !is_invisible(*c)).flat_map(undisguised).nfc().collect();
    // Lowering `İ` leaves a dot upon the dot of `i`.
    let lower = repair_word(&composed)
        .chars()
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace("i\u{307}", "i");
    let exact: String = repair_word(&lower).nfc().collect();
    match form {
        Form::Exact => out.push_str(&exact),
        Form::Folded => {
            let bare: String = exact.nfd().filter(|c| !is_combining_mark(*c)).collect();
            out.extend(repair_word(&bare).chars().map(fold_letter).nfc());
        }
    }
}

/// A full-width letter or a ligature as the letters that it is.
fn undisguised(c: char) -> impl Iterator<Item = char> {
    let is_disguised = c.is_alphanumeric() && matches!(c, '\u{FF10}'..='\u{FF5A}' | '\u{FB00}'..='\u{FB06}');
    let letters = is_disguised.then(|| std::iter::once(c).nfkd());
    letters.into_iter().flatten().chain((!is_disguised).then_some(c))
}

fn repair_word(word: &str) -> String {
    if word.chars().any(is_cyrillic) {
        word.chars().map(|c| CONFUSABLES.get(&c).copied().unwrap_or(c)).collect()
    } else {
        word.to_owned()
    }
}

fn parse_confusables(table: &str) -> HashMap<char, char> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?.chars().next()?, columns.next()?.chars().next()?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folds_kazakh_letters_to_a_russian_keyboard() {
        assert_eq!(
            fold("Өркен ҒЫЛЫМ әңгіме Үкі Ұлт Һәм йод ёлка"),
            "оркен гылым ангиме уки улт хам иод елка"
        );
    }

    #[test]
    fn normalizing_keeps_kazakh_letters() {
        assert_eq!(normalize("«Өркен»\u{A0}№12"), "«өркен» №12");
        assert_eq!(normalize("мек\u{AD}теп"), "мектеп");
        assert_eq!(normalize("Ａlmaty ﬁzika İnsan"), "almaty fizika insan");
    }

    #[test]
    fn repairs_look_alikes_in_cyrillic_words_only() {
        assert_eq!(normalize("Кәсiптiк бiрлестiк"), "кәсіптік бірлестік");
        assert_eq!(normalize("мəдениет Кїшік Ќабырғатал"), "мәдениет күшік қабырғатал");
        assert_eq!(normalize("HАЗАPБАЕВ Tарaз"), "назарбаев тараз");
        assert_eq!(normalize("civic initiative"), "civic initiative");
    }

    #[test]
    fn composed_and_decomposed_are_the_same() {
        assert_eq!(normalize("и\u{306}од"), normalize("йод"));
        assert_eq!(fold("и\u{306}од Өрке\u{301}н"), "иод оркен");
        assert_eq!(fold("Örken Қazaқ"), "orken каzак");
    }

    #[test]
    fn table_is_read_and_maps_to_letters_that_stay() {
        assert!(CONFUSABLES.len() > 30);
        for target in CONFUSABLES.values() {
            assert!(!CONFUSABLES.contains_key(target), "{target} is mapped again");
            assert!(simple_cyrillic(*target).is_some(), "{target} is not a letter of the alphabet");
        }
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[а-яА-ЯәғқңөұүһіӘҒҚҢӨҰҮҺІёЁa-zA-Z0-9 «»№\\-]{0,40}",
            "[жйиiİIəeéïҐїќЌ\u{300}-\u{306}\u{AD}\u{200B}\u{A0}Σσß1٣ﬁ= ]{0,12}",
        ]
    }

    proptest! {
        #[test]
        fn both_forms_are_stable(text in any_text()) {
            let exact = normalize(&text);
            prop_assert_eq!(normalize(&exact), exact.clone());
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
            prop_assert_eq!(fold(&exact), folded);
        }

        #[test]
        fn quick_way_equals_long_way(word in "[а-яА-ЯәғқңөұүһіӘҒҚҢӨҰҮҺІёЁ0-9]{0,20}|[a-zA-Z0-9]{0,20}") {
            for form in [Form::Exact, Form::Folded] {
                let (mut quick, mut long) = (String::new(), String::new());
                prop_assert!(push_simple(&word, form, &mut quick));
                push_any(&word, form, &mut long);
                prop_assert_eq!(quick, long);
            }
        }
    }
}
