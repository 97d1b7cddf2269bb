//! A light stemmer for Kazakh: strips the endings of nouns until none is left.
//!
//! Kazakh puts endings in a row (plural, possessive, case; some begin again after -лық or -дағы), so
//! stripping goes on as long as an ending fits and enough of the word remains. Stripping to the last
//! makes all forms of a word meet, even where the stem is no word: what could be an ending in one form
//! (аудан-ы or ауда-ны) is stripped in every form. Works on exact Cyrillic and on the
//! plain Latin spelling of [`super::latin`], where every keyboard meets. No lexicon, no state.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::latin::plain;

struct Ending {
    text: String,
    /// How many letters must remain.
    least: usize,
    harmony: Harmony,
    after_consonant: bool,
    after_vowel: bool,
}

/// Vowels of both spellings; у and и are consonants as often.
const VOWELS: [char; 18] =
    ['а', 'ә', 'о', 'ө', 'ұ', 'ү', 'ы', 'і', 'е', 'э', 'я', 'ю', 'у', 'и', 'a', 'e', 'i', 'o'];

/// Which vowels a word or an ending has, by the last one that tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Harmony {
    Back,
    Front,
    Either,
}

/// The table in one spelling.
struct Endings {
    /// The longest first.
    all: Vec<Ending>,
    /// Words that end as an ending begins.
    whole: HashSet<String>,
}

static CYRILLIC: LazyLock<Endings> = LazyLock::new(|| Endings::spelled(str::to_owned));
static LATIN: LazyLock<Endings> = LazyLock::new(|| Endings::spelled(plain));

/// The stem of an exact word in Cyrillic.
pub fn stem(word: &str) -> String {
    strip(word, &CYRILLIC)
}

/// The stem of a word in the plain Latin spelling.
pub fn stem_plain(word: &str) -> String {
    strip(word, &LATIN)
}

fn strip(word: &str, endings: &Endings) -> String {
    let mut stem = hardened(word);
    while !endings.whole.contains(&stem)
        && let Some(shorter) = endings.all.iter().find_map(|ending| endings.without(&stem, ending))
    {
        stem = hardened(shorter);
    }
    stem
}

impl Endings {
    /// What is left of a word without an ending; the last letter of a known word is no part of one. In plain
    /// Latin that letter may be the ending's first too: комитет-тер.
    fn without<'a>(&self, word: &'a str, ending: &Ending) -> Option<&'a str> {
        let rest = without(word, ending)?;
        let first = ending.text.chars().next()?;
        let one_more = &word[..rest.len() + first.len_utf8()];
        Some(if self.whole.contains(one_more) { one_more } else { rest })
    }
}

/// A possessive softens the letter before it; the softened and the hard one are the same.
fn hardened(word: &str) -> String {
    let mut hard = word.to_owned();
    let last = match word.chars().next_back() {
        Some('б') => 'п',
        Some('г') => 'к',
        Some('ғ') => 'қ',
        Some('b') => 'p',
        Some('g') => 'k',
        _ => return hard,
    };
    hard.pop();
    hard.push(last);
    hard
}

fn without<'a>(word: &'a str, ending: &Ending) -> Option<&'a str> {
    let rest = word.strip_suffix(ending.text.as_str())?;
    let fits = match (harmony(rest), ending.harmony) {
        (Harmony::Either, _) | (_, Harmony::Either) => true,
        (word, ending) => word == ending,
    };
    if ending.after_consonant && rest.ends_with(VOWELS) || ending.after_vowel && !rest.ends_with(VOWELS) {
        return None;
    }
    let least = ending.least + usize::from(!fits);
    (rest.chars().count() >= least).then_some(rest)
}

fn harmony(text: &str) -> Harmony {
    text.chars()
        .rev()
        .find_map(|c| match c {
            'а' | 'о' | 'ұ' | 'ы' | 'я' => Some(Harmony::Back),
            'ә' | 'ө' | 'ү' | 'і' | 'е' | 'э' | 'e' => Some(Harmony::Front),
            _ => None,
        })
        .unwrap_or(Harmony::Either)
}

impl Endings {
    /// The table in the spelling wanted.
    fn spelled(spelling: impl Fn(&str) -> String) -> Endings {
        let mut endings: Vec<Ending> = Vec::new();
        let mut whole = HashSet::new();
        for line in
            include_str!("../../data/kazakh-suffixes.tsv").lines().filter(|line| !line.starts_with('#'))
        {
            let mut columns = line.split('\t');
            let kind = columns.next().unwrap_or_default();
            let (Some(least), Some(texts)) = (columns.next(), columns.next()) else { continue };
            let Ok(least) = least.parse() else { continue };
            if kind == "whole" {
                whole.extend(texts.split(' ').map(&spelling));
                continue;
            }
            for text in texts.split(' ') {
                // The comitative has one form only.
                let harmony = if text.ends_with("ен") && text.starts_with(['м', 'б', 'п']) {
                    Harmony::Either
                } else {
                    harmony(&spelling(text))
                };
                let text = spelling(text);
                if !endings.iter().any(|known| known.text == text && known.harmony == harmony) {
                    let after_consonant = kind.ends_with(" after consonant");
                    let after_vowel = kind.ends_with(" after vowel");
                    endings.push(Ending { text, least, harmony, after_consonant, after_vowel });
                }
            }
        }
        endings.sort_by(|left, right| {
            (right.text.chars().count(), &left.text).cmp(&(left.text.chars().count(), &right.text))
        });
        Endings { all: endings, whole }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn meet(words: &[&str]) {
        for word in words {
            assert_eq!(stem(word), stem(words[0]), "{word}");
            assert_eq!(stem_plain(&plain(word)), stem_plain(&plain(words[0])), "{word}");
        }
    }

    #[test]
    fn forms_of_a_word_meet() {
        meet(&["мұғалім", "мұғалімдер", "мұғалімдерінің", "мұғалімге", "мұғалімнен"]);
        meet(&["мектеп", "мектебі", "мектептерімізде", "мектебінің", "мектептің", "мектепте"]);
        meet(&["одақ", "одағы", "одағының", "одақтар"]);
        meet(&["аудан", "ауданы", "ауданының", "аудандық", "ауданға"]);
        meet(&["орталық", "орталығы", "орталықтан", "орталығында"]);
        meet(&["педагог", "педагогтер", "педагогтің"]);
        meet(&["бірлестік", "бірлестігі", "бірлестігінің", "бірлестіктер"]);
        meet(&["ата", "аталар"]);
        meet(&["комитет", "комитеттер", "комитеті", "комитетінің", "комитеттерінде"]);
        meet(&["студент", "студенттер", "студентінің"]);
        meet(&["пән", "пәндер", "пәні", "пәндерінің"]);
        meet(&["отан", "отаны", "отанының"]);
    }

    #[test]
    fn words_that_end_as_an_ending_begins_stay_whole() {
        meet(&["кеңес", "кеңесі", "кеңесінің", "кеңестер", "кеңесінде"]);
        meet(&["облыс", "облысы", "облысының", "облыстар", "облыстық"]);
        meet(&["логопед", "логопедтер", "логопеді", "логопедінің"]);
        assert_eq!(stem("баласы"), stem("бала"));
    }

    #[test]
    fn endings_without_harmony_are_understood() {
        meet(&["бәйтерек", "бәйтеректар", "бәйтерекмен", "бәйтерекден"]);
        meet(&["келешек", "келешекның", "келешекға"]);
    }

    #[test]
    fn short_words_stay() {
        for word in ["би", "ана", "қор", "тіл", "сыр"] {
            assert_eq!(stem(word), word);
        }
    }

    proptest! {
        #[test]
        fn stems_are_short_and_stay(word in "[а-яәғқңөұүһі]{0,24}") {
            let once = stem(&word);
            prop_assert!(once.chars().count() <= word.chars().count());
            prop_assert_eq!(stem_plain(&stem_plain(&plain(&word))), stem_plain(&plain(&word)));
            prop_assert!(word.chars().count() < 3 || once.chars().count() >= 3);
        }

        #[test]
        fn a_plural_of_a_long_word_meets_it(word in "[бғдзклмнпрстш][аоұы][бзклмнпрст][аоұы][зрлм]") {
            let plural = format!("{word}лар");
            prop_assert_eq!(stem(&plural), stem(&word));
        }
    }
}
