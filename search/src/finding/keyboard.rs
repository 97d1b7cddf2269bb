//! Reads a query again, piece by piece, where it was typed for another keyboard than the one that was on.
//!
//! Each piece between spaces is judged by itself, because people mix: a name in English stands beside a
//! Kazakh word whose letters came out as digits. A piece goes over where it says nothing as typed and
//! something otherwise; what says nothing either way goes with the others of its letters.

use super::engine::Engine;
use super::matching::{self, Guess};
use super::terms::{TermField, Ways};
use crate::index::SearchError;
use crate::query::{Reading, Slot, Understanding};
use crate::text::layout::{Keyboard, readings};

/// How many pieces are judged; more are no question that a person asks.
const PIECES: usize = 32;

/// From how many letters on a word is no accident.
const TELLING: usize = 3;

/// Which pieces are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slips {
    /// Only a query with a word that digits or signs cut to pieces: it finds numbers that nobody meant.
    Cut,
    /// Any query.
    Any,
}

/// How much a reading of a piece says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sense {
    /// Words that nobody knows, or shreds of words.
    Nothing,
    /// Words so short that they may be an accident; numbers.
    Little,
    /// Known words.
    Much,
}

/// A piece as it may be read.
struct Choice {
    /// `None` as typed.
    keyboard: Option<Keyboard>,
    text: String,
    slots: Vec<Slot>,
    sense: Sense,
    /// True where the index has the words letter by letter.
    is_exact: bool,
}

struct Piece {
    start: usize,
    end: usize,
    is_last: bool,
    /// As typed first; the others where they are wanted.
    choices: Vec<Choice>,
}

/// The query as it was meant; `None` where it was meant as typed.
pub(super) fn reread<E: Engine>(
    engine: &E,
    understanding: &Understanding,
    typed: &Reading,
    slips: Slips,
) -> Result<Option<Reading>, SearchError> {
    // Most queries have no such piece: they are not read again.
    if slips == Slips::Cut && !typed.text.split_whitespace().take(PIECES).any(is_cut) {
        return Ok(None);
    }
    let mut pieces: Vec<Piece> = pieces(&typed.text, understanding).collect();
    weigh(engine, pieces.iter_mut().flat_map(|piece| &mut piece.choices).collect())?;
    // What is surely meant as typed need not be read otherwise.
    let is_open = |piece: &&mut Piece| piece.choices[0].sense < Sense::Much || is_cut(piece.typed());
    for piece in pieces.iter_mut().filter(is_open) {
        piece.read_otherwise(understanding);
    }
    weigh(engine, pieces.iter_mut().flat_map(|piece| &mut piece.choices[1..]).collect())?;
    let mut chosen: Vec<Option<usize>> = pieces.iter().map(Piece::surely).collect();
    for (piece, choice) in pieces.iter().zip(&mut chosen) {
        let others = || pieces.iter().zip(pieces.iter().map(Piece::surely));
        if choice.is_none() {
            *choice = piece.with_others(others());
        }
    }
    // Where a word came out with digits within, one that ends in digits is a word too: «комитет3».
    let is_kazakh = pieces.iter().zip(&chosen).any(|(piece, choice)| {
        choice.is_some_and(|at| piece.choices[at].keyboard == Some(Keyboard::Kazakh))
            && has_inner_digit(piece.typed())
    });
    if is_kazakh {
        for (piece, choice) in pieces.iter().zip(&mut chosen) {
            if *choice == Some(0) && is_cut(piece.typed()) {
                let word = piece.choices.iter().position(|choice| {
                    choice.keyboard == Some(Keyboard::Kazakh) && choice.sense == Sense::Much
                });
                *choice = word.or(*choice);
            }
        }
    }
    let is_changed = pieces.iter().zip(&chosen).any(|(piece, choice)| {
        choice.is_some_and(|at| at > 0) && (slips == Slips::Any || is_cut(piece.typed()))
    });
    if !is_changed {
        return Ok(None);
    }
    let mut text = typed.text.clone();
    for (piece, choice) in pieces.iter().zip(&chosen).rev() {
        if let Some(at) = choice.filter(|at| *at > 0) {
            text.replace_range(piece.start..piece.end, &piece.choices[at].text);
        }
    }
    Ok(Some(Reading::of(&text, understanding)))
}

/// The pieces of a query, as typed.
fn pieces(text: &str, understanding: &Understanding) -> impl Iterator<Item = Piece> {
    text.split_whitespace().take(PIECES).map(move |typed| {
        let start = typed.as_ptr() as usize - text.as_ptr() as usize;
        let end = start + typed.len();
        let is_last = text[end..].trim().is_empty();
        let choice = Choice::of(None, typed.to_owned(), is_last, understanding);
        Piece { start, end, is_last, choices: vec![choice] }
    })
}

/// Asks the index once for the words of these readings.
fn weigh<E: Engine>(engine: &E, choices: Vec<&mut Choice>) -> Result<(), SearchError> {
    if choices.is_empty() {
        return Ok(());
    }
    let words =
        |choice: &&mut Choice| choice.slots.iter().filter(|slot| !slot.forms.is_number).cloned().collect();
    let all: Vec<Vec<Slot>> = choices.iter().map(words).collect();
    let ways = all.iter().flatten().flat_map(|slot| {
        let mut exactly = Ways::default();
        exactly.add(TermField::Words, &slot.forms.exact, 1.0);
        [matching::ways(slot, &Guess::default()), exactly]
    });
    let known = engine.known(&ways.collect::<Vec<Ways>>())?;
    let mut known = known.chunks(2);
    for (choice, words) in choices.into_iter().zip(&all) {
        let (mut is_known, mut is_exact) = (true, true);
        let mut letters = 0;
        for slot in words {
            let found = known.next().unwrap_or_default();
            let is_alone = slot.forms.exact.chars().nth(1).is_none();
            let is_word = found.first() == Some(&true) || !slot.places.is_empty() || slot.is_stop;
            // What ends an ordinal or stands for № is known beside its number.
            is_known &= is_word && !is_alone || slot.is_stop && is_numbered(&choice.text);
            is_exact &= found.get(1) == Some(&true) && !is_alone;
            letters = letters.max(slot.forms.exact.chars().count());
        }
        choice.is_exact = is_exact && !words.is_empty();
        choice.sense = choice.sense(is_known, letters);
    }
    Ok(())
}

impl Choice {
    fn of(keyboard: Option<Keyboard>, text: String, is_last: bool, understanding: &Understanding) -> Choice {
        let mut slots = Reading::of(&text, understanding).slots;
        for slot in &mut slots {
            // Two letters are the beginning of some word or other, whatever was typed.
            let enough = if keyboard.is_none() { TELLING } else { TELLING + 1 };
            slot.is_last &= is_last && slot.forms.plain.len() >= enough;
        }
        Choice { keyboard, text, slots, sense: Sense::Nothing, is_exact: false }
    }

    fn sense(&self, is_known: bool, letters: usize) -> Sense {
        let is_shred = |slot: &Slot| slot.forms.exact.chars().count() < TELLING;
        let mut words = self.slots.iter().filter(|slot| !slot.forms.is_number);
        let numbers = self.slots.iter().filter(|slot| slot.forms.is_number).count();
        if letters == 0 {
            return Sense::Little;
        }
        let has_digit = self.text.chars().any(|c| c.is_ascii_digit());
        let is_whole = self.keyboard.is_none() || !has_digit || is_numbered(&self.text);
        if !is_known
            || !is_whole
            || has_inner_digit(&self.text) && words.any(is_shred)
            || has_leading_zero(&self.text)
        {
            return Sense::Nothing;
        }
        if letters < TELLING || self.keyboard.is_none() && numbers > 1 { Sense::Little } else { Sense::Much }
    }

    /// True for a number of which the letters of a Kazakh keyboard came out.
    fn is_number_for_letters(&self) -> bool {
        self.keyboard == Some(Keyboard::Digits) && is_bare(self)
    }
}

impl Piece {
    /// Adds what other keyboards make of it.
    fn read_otherwise(&mut self, understanding: &Understanding) {
        let others = readings(self.typed()).into_iter();
        let others =
            others.map(|(keyboard, text)| Choice::of(Some(keyboard), text, self.is_last, understanding));
        self.choices.extend(others.collect::<Vec<Choice>>());
    }

    fn typed(&self) -> &str {
        &self.choices[0].text
    }

    /// The choice that needs no others to be made: as typed, or the first other that says something.
    fn surely(&self) -> Option<usize> {
        let typed = &self.choices[0];
        let others = || self.choices.iter().enumerate().skip(1);
        if typed.sense == Sense::Much {
            // «мектеб3»: what is left of the word without the digit is known by its stem alone.
            let better = others().find(|(_, choice)| {
                is_cut(&typed.text) && !typed.is_exact && choice.is_exact && choice.sense == Sense::Much
            });
            return Some(better.map_or(0, |(at, _)| at));
        }
        if typed.sense == Sense::Little && !is_cut(&typed.text) {
            return None;
        }
        let said = others().find(|(_, choice)| choice.sense == Sense::Much);
        said.or_else(|| others().find(|(_, choice)| choice.is_number_for_letters())).map(|(at, _)| at)
    }

    /// The choice of most others that are typed in such letters, where it is possible here.
    fn with_others<'a>(&self, others: impl Iterator<Item = (&'a Piece, Option<usize>)>) -> Option<usize> {
        let typed = self.typed();
        let is_number = typed.chars().all(|c| c.is_ascii_digit());
        if is_number && !typed.starts_with('0') {
            return None;
        }
        let (mut stay, mut kazakh, mut russian, mut english) = (0, 0, 0, 0);
        for (other, choice) in others {
            match choice.and_then(|at| other.choices[at].keyboard) {
                Some(Keyboard::Kazakh | Keyboard::KazakhHyphen) => kazakh += 1,
                Some(Keyboard::Russian) => russian += 1,
                Some(Keyboard::English) => english += 1,
                None if choice.is_some() && is_latin(other.typed()) == is_latin(typed) => stay += 1,
                Some(Keyboard::Digits) | None => {}
            }
        }
        let is_slip = |keyboard: Keyboard| match keyboard {
            // What they join or count is known, or they are what was typed.
            Keyboard::Digits => false,
            Keyboard::English => english > stay,
            Keyboard::Russian => russian + kazakh > stay,
            Keyboard::Kazakh | Keyboard::KazakhHyphen if is_latin(typed) => russian + kazakh > stay,
            // Digits within a word are letters, whatever the word is.
            Keyboard::Kazakh | Keyboard::KazakhHyphen => kazakh > 0 || has_inner_digit(typed),
        };
        let possible = || {
            let others = self.choices.iter().enumerate().skip(1);
            others.filter(|(_, choice)| choice.keyboard.is_some_and(is_slip))
        };
        let known = possible().find(|(_, choice)| choice.sense > Sense::Nothing && !is_bare(choice));
        if known.is_some() || self.choices[0].sense > Sense::Nothing {
            return known.map(|(at, _)| at);
        }
        let whole = possible().find(|(_, choice)| !choice.text.chars().any(|c| c.is_ascii_digit()));
        whole.filter(|_| !is_number).map(|(at, _)| at)
    }
}

/// True for a number with what may stand around one: «33-й», «25ші», «n33».
fn is_numbered(piece: &str) -> bool {
    let rest = piece.trim_start_matches(|c: char| !c.is_ascii_digit());
    let before = piece[..piece.len() - rest.len()].chars().count();
    let ending = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = ending.strip_prefix('-').unwrap_or(ending);
    !rest.is_empty()
        && before <= 1
        && (before == 0 || after.is_empty())
        && after.chars().count() <= LONGEST_ENDING
        && after.chars().all(char::is_alphabetic)
}

/// How many letters the ending of an ordinal has at most: «25-інші».
const LONGEST_ENDING: usize = 4;

/// True where there is no letter.
fn is_bare(choice: &Choice) -> bool {
    !choice.text.chars().any(char::is_alphabetic)
}

fn is_latin(text: &str) -> bool {
    !text.chars().any(|c| matches!(c, '\u{400}'..='\u{52F}'))
}

/// True where a digit or a sign that may be a letter touches a letter. A hyphen counts beside a shred:
/// most join words.
fn is_cut(piece: &str) -> bool {
    let may_be = |c: char| c.is_ascii_digit() || matches!(c, '=' | '%' | '*' | '_' | '+');
    let mut last = None;
    let touches = piece.chars().any(|c| {
        let touches = last
            .is_some_and(|last: char| may_be(c) && last.is_alphabetic() || may_be(last) && c.is_alphabetic());
        last = Some(c);
        touches
    });
    let is_shred = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() < TELLING;
    touches || piece.contains('-') && piece.chars().any(char::is_alphabetic) && piece.split('-').any(is_shred)
}

/// True where a digit stands between letters: «м95ал3м».
fn has_inner_digit(piece: &str) -> bool {
    let mut seen_letter = false;
    let mut digits = false;
    for c in piece.chars() {
        if c.is_alphabetic() {
            if digits {
                return true;
            }
            seen_letter = true;
        } else {
            digits = seen_letter && (c.is_ascii_digit() || digits && c == '-');
        }
    }
    false
}

/// True where a number that no school has stands before letters: «0аза».
fn has_leading_zero(piece: &str) -> bool {
    let mut chars = piece.chars();
    chars.next() == Some('0') && chars.any(char::is_alphabetic)
}
