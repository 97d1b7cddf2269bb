//! Turns a reading into what an engine can look up: the ways to answer each word, and the signs that a
//! document is the one meant.
//!
//! What a way is worth keeps the order of trust: the word itself, its forms, its folded spelling, its
//! meaning, what it was corrected to; in the names before anywhere else. Numbers answer exactly or
//! not at all.

use super::document::{in_exact_letters, initials_term, whole_exact, whole_plain};
use super::terms::{Sign, TermField, Ways};
use crate::index::FacetField;
use crate::query::{Reading, SURELY, Slot};

const NAME_EXACT: f32 = 100.0;
const NAME_FORM: f32 = 92.0;
const NAME_PLAIN: f32 = 86.0;
const NAME_PLAIN_FORM: f32 = 80.0;
const NAME_BEGUN: f32 = 64.0;
const PLACE: f32 = 90.0;
const MEANING: f32 = 76.0;
/// Above every way but the word itself: «мат» are not mothers.
const SAID: f32 = 96.0;
const INITIALS: f32 = 70.0;
const EXACT: f32 = 60.0;
const PLAIN: f32 = 54.0;
const FORM: f32 = 48.0;
const BEGUN: f32 = 44.0;
const NAME_CORRECTED: f32 = 42.0;
const CORRECTED: f32 = 38.0;
/// Below the name itself in any spelling, above what is not in the names.
const FORENAME: f32 = 62.0;
const AROUND: f32 = 30.0;
const SKELETON: f32 = 26.0;
const NUMBER_ELSEWHERE: f32 = 90.0;

/// More than all words of a query can earn.
const WHOLE_NAME_EXACT: f32 = 20_000.0;
const WHOLE_NAME_PLAIN: f32 = 10_000.0;

/// More than a look-alike word of a name is worth beyond the place itself: Алматы the city comes before
/// Алматы the district of another.
const IN_PLACE: f32 = 60.0;
/// The same where the query says what kind of place it means: Алматы облысы.
const IN_NAMED_PLACE: f32 = 240.0;
/// What a body of the place itself is worth beyond one of a place within it.
const OF_PLACE: f32 = 10.0;
/// The same where the query says what kind of place it means: more than one word less is worth.
const OF_NAMED_PLACE: f32 = 80.0;
/// What a body of the whole country is worth where the country is named and no place in it.
const OF_THE_COUNTRY: f32 = 40.0;

/// What a code is worth that the query names.
const OF_CODE: f32 = 8.0;
/// The same for a kind: more than a word of it in the language of the name is worth beyond its meaning.
const OF_KIND: f32 = 32.0;
/// The same for a subject of several words, any of which may stand in a name without it: «шет тілдері»
/// and the languages of Шет.
const OF_PHRASE: f32 = 40.0;

/// From how many letters on the last word counts as the beginning of one.
const MIN_BEGUN: usize = 2;

/// From how many letters on a skeleton says which word is meant; shorter ones are those of too many.
const MIN_SKELETON: usize = 3;

/// How far guessing goes for a word.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Guess {
    /// Words of the index that may be meant, in plain Latin.
    pub(super) corrected: Vec<String>,
    /// The first of them as names spell it.
    pub(super) spelled: Option<String>,
    /// True where the word is one of the index: what it was guessed to mean is no correction of it.
    pub(super) is_known: bool,
    /// True to look around the place that the word names.
    pub(super) is_around: bool,
    /// Terms of the initial that records may write for the word.
    pub(super) forenames: Vec<String>,
    /// True to look up names that have these initials.
    pub(super) by_initials: bool,
    /// True to look up skeletons.
    pub(super) by_skeleton: bool,
}

/// The ways to answer a word as typed, and as guessed.
pub(super) fn ways(slot: &Slot, guess: &Guess) -> Ways {
    let forms = &slot.forms;
    let mut ways = Ways::default();
    if forms.is_number {
        ways.add(TermField::Names, &forms.plain, NAME_EXACT);
        ways.add(TermField::Words, &forms.plain, NUMBER_ELSEWHERE);
        if let Some(whole) = &slot.whole {
            ways.add(TermField::Words, whole, NUMBER_ELSEWHERE);
        }
        return ways;
    }
    if let Some(number) = &slot.number {
        ways.add(TermField::Names, number, NAME_EXACT);
        ways.add(TermField::Words, number, NUMBER_ELSEWHERE);
    }
    ways.add(TermField::Names, &forms.exact, NAME_EXACT);
    for stem in &forms.exact_stems {
        ways.add(TermField::NamesStems, &in_exact_letters(stem), NAME_FORM);
    }
    ways.add(TermField::NamesPlain, &forms.plain, NAME_PLAIN);
    ways.add(TermField::Words, &forms.exact, EXACT);
    ways.add(TermField::Plain, &forms.plain, PLAIN);
    for stem in &forms.stems {
        ways.add(TermField::NamesStems, stem, NAME_PLAIN_FORM);
        ways.add(TermField::Stems, stem, FORM);
    }
    for place in &slot.places {
        ways.add(TermField::Area, &place.code, PLACE * place.confidence);
    }
    for around in slot.around.iter().filter(|_| guess.is_around) {
        ways.add(TermField::Area, around, AROUND);
    }
    for meaning in &slot.meanings {
        let worth = if meaning.is_said { SAID } else { MEANING * meaning.confidence };
        ways.add(TermField::Meanings, &meaning.code, worth);
    }
    if slot.is_last && forms.plain.len() >= MIN_BEGUN {
        ways.add_begun(TermField::NamesPlain, &forms.plain, NAME_BEGUN);
        ways.add_begun(TermField::Plain, &forms.plain, BEGUN);
    }
    if let Some(whole) = &slot.whole {
        ways.add(TermField::Words, whole, EXACT);
    }
    if slot.is_acronym || guess.by_initials {
        ways.add(TermField::Meanings, &initials_term(&forms.plain), INITIALS);
    }
    for word in &guess.corrected {
        ways.add(TermField::NamesPlain, word, NAME_CORRECTED);
        ways.add(TermField::Plain, word, CORRECTED);
    }
    for term in &guess.forenames {
        ways.add(TermField::Meanings, term, FORENAME);
    }
    if guess.by_skeleton {
        for skeleton in telling(&forms.skeletons) {
            ways.add(TermField::Skeletons, skeleton, SKELETON);
        }
    }
    ways
}

/// The skeletons of a word that say which word is meant.
pub(super) fn telling(skeletons: &[String]) -> impl Iterator<Item = &String> {
    skeletons.iter().filter(|skeleton| skeleton.len() >= MIN_SKELETON)
}

/// The ways to answer a word literally.
pub(super) fn literal(slot: &Slot) -> Ways {
    let word = if slot.forms.is_number { &slot.forms.plain } else { &slot.forms.exact };
    let mut ways = Ways::default();
    ways.add(TermField::Names, word, NAME_EXACT);
    ways.add(TermField::Words, word, EXACT);
    if let Some(whole) = &slot.whole {
        ways.add(TermField::Words, whole, EXACT);
    }
    ways
}

/// The signs that a document is the one meant.
pub(super) fn signs(reading: &Reading) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut add = |field, text: &str, worth, group| {
        signs.push(Sign { field, text: text.to_owned(), worth, group });
    };
    let exact = whole_exact(reading.words.iter().map(|forms| forms.exact.as_str()));
    let plain = whole_plain(reading.words.iter().map(|forms| forms.plain.as_str()));
    add(TermField::Whole, &exact, WHOLE_NAME_EXACT, 0);
    add(TermField::Whole, &plain, WHOLE_NAME_PLAIN, 0);
    for (level, worth) in levels(reading) {
        add(TermField::Level, level, worth, 1);
    }
    if reading.means("place/kazakhstan") && reading.part(FacetField::Area).is_none() {
        add(TermField::Level, "republic", OF_THE_COUNTRY, 1);
    }
    for (value, confidence) in places(reading) {
        let is_sure = confidence >= SURELY;
        let worth = if is_sure { IN_NAMED_PLACE } else { IN_PLACE * confidence };
        let own = if is_sure { OF_NAMED_PLACE } else { OF_PLACE };
        add(TermField::Area, value, worth, 2);
        add(TermField::Meanings, &format!("own/{value}"), own * confidence, 8);
    }
    for (part, group) in [(FacetField::Kind, 3), (FacetField::Subject, 4), (FacetField::Activity, 5)]
        .into_iter()
        .filter_map(|(field, group)| Some((reading.part(field)?, group)))
    {
        let field = match part.field {
            FacetField::Kind => TermField::Kind,
            FacetField::Subject => TermField::Subject,
            _ => TermField::Activity,
        };
        let is_phrase = part.words.contains(char::is_whitespace) && part.field == FacetField::Subject;
        let worth = match part.field {
            FacetField::Kind => OF_KIND,
            _ if is_phrase => OF_PHRASE,
            _ => OF_CODE,
        };
        for value in &part.values {
            add(field, value, worth * part.confidence, group);
        }
    }
    for (confirmed, worth) in [("official", 0.8), ("documents", 0.7), ("contact", 0.6)] {
        add(TermField::Confirmed, confirmed, worth, 6);
    }
    add(TermField::Status, "active", 0.4, 7);
    signs
}

/// The likeliest places that the query names, and how sure they are.
fn places(reading: &Reading) -> Vec<(&str, f32)> {
    let Some(part) = reading.part(FacetField::Area) else { return Vec::new() };
    let slot = reading.slots.iter().find(|slot| part.range.contains(&slot.range.start));
    let places = slot.map_or(&[][..], |slot| slot.places.as_slice());
    let best = places.iter().map(|place| place.confidence).fold(0.0, f32::max);
    let likeliest = places.iter().filter(|place| place.confidence >= best);
    likeliest.map(|place| (place.code.as_str(), place.confidence)).collect()
}

/// What each level is worth: the one that the query speaks of, else the wider the better.
fn levels(reading: &Reading) -> [(&'static str, f32); 5] {
    let means = |code: &str| reading.means(code);
    let is_number = |slot: &Slot| slot.number.is_some() || slot.forms.is_number && slot.forms.plain.len() < 5;
    let has_number = reading.slots.iter().any(is_number);
    let is_school = has_number || means("school/school") || means("name/named_after");
    let order: [&str; 5] = if is_school {
        ["school", "district", "city", "region", "republic"]
    } else if means("place/republic") || means("place/kazakhstan") {
        ["republic", "region", "city", "district", "school"]
    } else if means("place/district") {
        ["district", "city", "region", "republic", "school"]
    } else if means("place/city") {
        ["city", "district", "region", "republic", "school"]
    } else {
        ["region", "republic", "city", "district", "school"]
    };
    let mut worth = 4.0;
    order.map(|level| {
        worth -= 0.8;
        (level, worth)
    })
}
