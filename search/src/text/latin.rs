//! One plain Latin spelling for all scripts and schemes, and the skeleton of consonants below it.
//!
//! `мұғалім`, `мугалим`, `mugalim`, `muğalım` and `mug'alim` become the same word here, so that the
//! index needs no copy of itself for each keyboard. The skeleton goes on where spellings part: it
//! keeps the first vowel's place, the consonants, and no voice (`Ыбырай`, `Ибрай`). Both take exact
//! words, as `fold` writes them. Called by `tokens`, the stemmers and the tables.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// By first letter: what may follow it, and what the whole becomes; the longest first.
type Spellings = HashMap<char, Vec<(&'static str, &'static str)>>;

static SPELLINGS: LazyLock<Spellings> = LazyLock::new(|| parse(include_str!("../../data/latin.tsv")));

/// The plain Latin spelling of an exact word: `[a-z0-9]*` for every script that the table knows.
pub fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    push_plain(word, &mut out);
    out
}

/// Appends the plain spelling of an exact word.
pub(crate) fn push_plain(word: &str, out: &mut String) {
    let begin = out.len();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        if first == 'j' && is_glide(&out[begin..], after) {
            push_letter('i', begin, out);
            rest = after;
            continue;
        }
        let ways = SPELLINGS.get(&first).map_or(&[][..], Vec::as_slice);
        if let Some((rest_of_it, to)) = ways.iter().find_map(|(more, to)| Some((without(after, more)?, to))) {
            to.chars().for_each(|letter| push_letter(letter, begin, out));
            rest = rest_of_it;
            continue;
        }
        if !is_apostrophe(first) {
            push_base(first, begin, out);
        }
        rest = after;
    }
}

/// True where a Latin `j` is the й of ISO 9 and GOST: behind a vowel, with no vowel after it. Elsewhere it is the
/// ж of Kazakh.
fn is_glide(before: &str, after: &str) -> bool {
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    before.ends_with(is_vowel)
        && !after.starts_with(|c: char| is_vowel(c) || c == 'y' || !c.is_ascii_alphabetic())
}

/// A letter that the table does not know: without its diacritics, else as it is.
fn push_base(letter: char, begin: usize, out: &mut String) {
    let base = std::iter::once(letter).nfd().find(|c| !is_combining_mark(*c));
    match base.and_then(|base| SPELLINGS.get(&base)).and_then(|ways| ways.last()) {
        Some((_, to)) => to.chars().for_each(|letter| push_letter(letter, begin, out)),
        None => out.push(letter),
    }
}

/// Writes a letter unless it adds nothing: doubled letters, `ng` for ң, `ae`, `oe`, `ue` for ә, ө, ү.
fn push_letter(letter: char, begin: usize, out: &mut String) {
    let last = out[begin..].chars().next_back();
    let is_silent = match (last, letter) {
        (Some(last), letter) if last == letter && !letter.is_ascii_digit() => true,
        (Some('n'), 'g') | (Some('a' | 'o' | 'u'), 'e') => true,
        _ => false,
    };
    if !is_silent {
        out.push(letter);
    }
}

/// What follows a beginning; any apostrophe stands for any other.
fn without<'a>(text: &'a str, beginning: &str) -> Option<&'a str> {
    if beginning == "'" { text.strip_prefix(is_apostrophe) } else { text.strip_prefix(beginning) }
}

/// The marks that the scheme of 2017 puts behind letters, as keyboards write them.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`' | '´' | 'ʹ')
}

/// The skeleton of a plain word: its consonants without voice, and whether it begins with a vowel.
/// Empty where there are fewer than two consonants: that would match anything.
pub fn skeleton(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    let mut consonants = 0;
    for letter in plain.chars() {
        let kept = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' => {
                if out.is_empty() {
                    out.push('a');
                }
                continue;
            }
            'b' => 'p',
            'g' | 'h' => 'k',
            'd' => 't',
            'z' => 's',
            'v' => 'f',
            other => other,
        };
        if !out.ends_with(kept) {
            out.push(kept);
            consonants += 1;
        }
    }
    if consonants < 2 {
        out.clear();
    }
    out
}

/// The Cyrillic word that a plain Latin spelling of Russian most likely stands for, for stemmers
/// that read Cyrillic. The word is given as typed, in small letters.
pub fn cyrillic_guess(word: &str) -> String {
    const WAYS: [(&str, &str); 38] = [
        ("shch", "щ"),
        ("sh", "ш"),
        ("ch", "ч"),
        ("zh", "ж"),
        ("kh", "х"),
        ("ts", "ц"),
        ("yu", "ю"),
        ("iu", "ю"),
        ("ya", "я"),
        ("ia", "я"),
        ("yy", "ый"),
        ("iy", "ий"),
        ("ii", "ий"),
        ("ey", "ей"),
        ("oy", "ой"),
        ("ay", "ай"),
        ("a", "а"),
        ("b", "б"),
        ("c", "ц"),
        ("d", "д"),
        ("e", "е"),
        ("f", "ф"),
        ("g", "г"),
        ("h", "х"),
        ("i", "и"),
        ("j", "ж"),
        ("k", "к"),
        ("l", "л"),
        ("m", "м"),
        ("n", "н"),
        ("o", "о"),
        ("p", "п"),
        ("r", "р"),
        ("s", "с"),
        ("t", "т"),
        ("u", "у"),
        ("v", "в"),
        ("z", "з"),
    ];
    let mut out = String::with_capacity(2 * word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let fits = |from: &str| {
            rest.strip_prefix(from).is_some_and(|after| {
                // `oyu` is ою, not ойу.
                !(from.len() == 2 && from.ends_with('y') && from != "iy" && after.starts_with(['u', 'a']))
            })
        };
        if let Some((from, to)) = WAYS.iter().find(|(from, _)| fits(from)) {
            // `ei`, `oi`, `ai` at the end are й in passports.
            let is_glide = *from == "i" && rest.len() == 1 && out.ends_with(['е', 'о', 'а', 'у']);
            out.push_str(if is_glide { "й" } else { to });
            rest = &rest[from.len()..];
        } else {
            out.push(if first == 'y' { 'ы' } else { first });
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

fn parse(table: &'static str) -> Spellings {
    let mut spellings = Spellings::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some((from, to)) = line.split_once('\t') else { continue };
        let Some(first) = from.chars().next() else { continue };
        spellings.entry(first).or_default().push((&from[first.len_utf8()..], to));
    }
    for ways in spellings.values_mut() {
        ways.sort_by_key(|(more, _)| std::cmp::Reverse(more.len()));
    }
    spellings
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_word_in_every_spelling() {
        for word in ["мұғалім", "мугалим", "mugalim", "muğalım", "mug'alim", "mughalim", "mūğalım"]
        {
            assert_eq!(plain(word), "mugalim", "{word}");
        }
        assert_eq!(plain("roditelej"), plain("родителей"));
        assert_eq!(plain("ujgurskij"), plain("уйгурский"));
        assert_eq!(plain("jenskij"), plain("женский"));
        for word in ["қоғамдық", "когамдык", "qoghamdyq", "qoǵamdyq", "kogamdyk", "qog'amdyq"]
        {
            assert_eq!(plain(word), "kogamdik", "{word}");
        }
        for (cyrillic, latin) in [
            ("шаңырақ", "shangyraq"),
            ("жұлдыз", "julduz".replace("uz", "yz").as_str()),
            ("жұмабаев", "zhumabayev".replace("ye", "e").as_str()),
            ("әдістемелік", "aedistemelik"),
            ("щербактинский", "shcherbaktinskiy"),
            ("аягөз", "aiagoz"),
            ("география", "geografiya"),
            ("организация", "organizatsiia"),
            ("қауымдастығы", "qauymdastyǵy"),
            ("шығыс", "s'yg'ys"),
        ] {
            assert_eq!(plain(cyrillic), plain(latin), "{cyrillic} {latin}");
        }
    }

    #[test]
    fn skeletons_of_names_in_two_languages() {
        for (kazakh, russian) in
            [("ыбырай", "ибрай"), ("міржақып", "миржакып"), ("өтемісов", "утемисов"), ("сәтбаев", "сатпаев")]
        {
            assert_eq!(skeleton(&plain(kazakh)), skeleton(&plain(russian)));
        }
        assert_eq!(skeleton(&plain("ая")), "");
    }

    #[test]
    fn guesses_cyrillic() {
        for (latin, cyrillic) in
            [("uchiteley", "учителей"), ("shkola", "школа"), ("rayon", "район"), ("soyuz", "союз")]
        {
            assert_eq!(cyrillic_guess(latin), cyrillic);
        }
    }

    proptest! {
        #[test]
        fn any_word_has_a_plain_spelling(word in "\\PC{0,20}") {
            let spelled = plain(&word);
            prop_assert!(skeleton(&spelled).len() <= spelled.len() + 1);
        }

        #[test]
        fn cyrillic_becomes_ascii(word in "[а-яёәғқңөұүһі]{0,20}") {
            prop_assert!(plain(&word).bytes().all(|byte| byte.is_ascii_lowercase()));
        }
    }
}
