//! Decides how a query is searched for: as typed, and only where that finds nothing, as guessed.
//!
//! The steps go from cheap to dear and from sure to unsure: as typed; on another keyboard layout;
//! with unknown words corrected or matched by their skeletons; with most of the words. The engine
//! tries them in order until one finds something. Each step says what it assumed.

use std::sync::Arc;

use super::engine::Engine;
use super::highlight;
use super::matching::{self, Guess};
use super::terms::{Partly, TermField, Wanted, Ways, Weighed, Words};
use crate::index::{Correction, Filters, Interpretation, SearchError, Translation};
use crate::query::{Reading, Slot, Understanding};
use crate::text::latin::plain;
use crate::text::layout;

/// How many words a misspelt one may stand for.
const CANDIDATES: usize = 6;

/// How many words of a query are guessed at; more are no question that a person asks.
const MAX_GUESSED: usize = 12;

/// Of how many bodies on a word alone says nothing.
const VAGUE: u64 = 20_000;

/// A way to search.
pub(super) struct Plan {
    /// What documents must match, and how they rank.
    pub(super) wanted: Wanted,
    /// What was read.
    pub(super) reading: Reading,
    /// What was guessed for each word of the reading.
    pub(super) guesses: Vec<Guess>,
    /// What was assumed.
    pub(super) interpretation: Interpretation,
    /// True where only the words as typed count.
    pub(super) is_literal: bool,
}

/// Makes plans for one query.
pub(super) struct Planner<'a, E> {
    pub(super) engine: &'a E,
    pub(super) understanding: &'a Understanding,
}

impl<E: Engine> Planner<'_, E> {
    /// The reading on another keyboard layout, where it makes more sense.
    pub(super) fn other_layout(&self, typed: &Reading) -> Result<Option<Reading>, SearchError> {
        let unknown = self.unknown(typed)?;
        // On another layout nearly every word is unknown; a typo spoils one or two.
        if unknown == 0 || 2 * unknown < words(typed).count() {
            return Ok(None);
        }
        let mut best: Option<(usize, Reading)> = None;
        for text in layout::readings(&typed.text) {
            let reading = Reading::of(&text, self.understanding);
            let known = words(&reading).count() - self.unknown(&reading)?;
            // Some short word or other is the beginning of one, whatever was typed.
            if !self.is_convincing(&reading)? {
                continue;
            }
            let is_better = known > words(typed).count() - unknown && 2 * known >= words(&reading).count();
            if is_better && best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, reading));
            }
        }
        Ok(best.map(|(_, reading)| reading))
    }

    /// The search with unknown words corrected; `None` where none is unknown.
    pub(super) fn guessed(&self, reading: Reading) -> Result<Option<Plan>, SearchError> {
        let mut guesses = Vec::with_capacity(reading.slots.len());
        let mut open = 0;
        for slot in &reading.slots {
            let is_open = !slot.is_stop && !slot.forms.is_number && !self.is_known(slot)?;
            open += usize::from(is_open);
            if open > MAX_GUESSED {
                return Ok(None);
            }
            guesses.push(if is_open { self.guess(slot, false)? } else { Guess::default() });
        }
        let guessed = guesses.iter().any(|guess| *guess != Guess::default());
        Ok(guessed.then(|| whole(reading, guesses)))
    }

    /// The search for most of the words; `None` where no word is known.
    pub(super) fn partly(&self, reading: Reading, filters: &Filters) -> Result<Option<Plan>, SearchError> {
        let (mut guesses, mut words, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        let documents = self.engine.documents()?;
        for slot in &reading.slots {
            let is_open = !slot.is_stop && !slot.forms.is_number && guesses.len() < MAX_GUESSED;
            let guess = if is_open { self.guess(slot, true)? } else { Guess::default() };
            let ways = matching::ways(slot, &guess);
            guesses.push(guess);
            let frequency = self.engine.frequency(&ways)?;
            if frequency == 0 {
                left_out.push(typed_word(&reading, slot));
                continue;
            }
            let weight = weight(slot, documents, frequency);
            words.push(Weighed { ways: Arc::new(ways), weight });
        }
        words.sort_by(|left, right| right.weight.total_cmp(&left.weight));
        let all: f32 = words.iter().map(|word| word.weight).sum();
        let probe = Partly { words: words.clone(), enough: all * 0.4, by_weight: true };
        let Some(best) = self.engine.most_weight(probe, filters)? else { return Ok(None) };
        let partly = Partly { words, enough: best * 0.85, by_weight: false };
        let mut interpretation = interpretation(&reading);
        interpretation.left_out = left_out;
        let wanted = ranked(Words::Partly(partly), &reading);
        Ok(Some(Plan { wanted, reading, guesses, interpretation, is_literal: false }))
    }

    fn guess(&self, slot: &Slot, is_last_resort: bool) -> Result<Guess, SearchError> {
        let typed = slot.forms.plain.as_str();
        let most = edits(typed);
        let mut guess = Guess { by_skeleton: true, ..Guess::default() };
        let from = if is_last_resort && !self.is_known(slot)? { most } else { most.min(1) };
        for edits in from.max(1)..=most {
            guess.corrected = self.engine.alike(TermField::Plain, typed, edits, CANDIDATES)?;
            if !guess.corrected.is_empty() || is_last_resort {
                break;
            }
        }
        Ok(guess)
    }

    /// True for one word that so many bodies have that none of them is meant yet.
    pub(super) fn is_vague(&self, reading: &Reading) -> Result<bool, SearchError> {
        let mut wanted = reading.wanted();
        let (Some(slot), None) = (wanted.next(), wanted.next()) else { return Ok(false) };
        let ways = matching::ways(slot, &Guess::default());
        Ok(self.engine.frequency(&ways)? > VAGUE)
    }

    /// Says in the letters of names what words were corrected to; `found` are names of the best hits.
    pub(super) fn spell(&self, plan: &mut Plan, found: &[String]) -> Result<(), SearchError> {
        for (slot, guess) in plan.reading.slots.iter().zip(&mut plan.guesses) {
            guess.spelled = match self.spelled(slot, guess)? {
                None if guess.by_skeleton => highlight::word_guessed(found, slot, guess),
                known => known,
            };
        }
        plan.interpretation.corrected = corrections(&plan.reading, &plan.guesses);
        Ok(())
    }

    fn spelled(&self, slot: &Slot, guess: &Guess) -> Result<Option<String>, SearchError> {
        let Some(first) = guess.corrected.first().filter(|plain| **plain != slot.forms.plain) else {
            return Ok(None);
        };
        let most = edits(&slot.forms.plain);
        let words = self.engine.alike(TermField::Words, &slot.forms.exact, most, CANDIDATES)?;
        Ok(words.into_iter().find(|word| plain(word) == *first))
    }

    /// The query with its unknown words corrected; `None` where no correction is known.
    pub(super) fn did_you_mean(&self, reading: &Reading) -> Result<Option<String>, SearchError> {
        let mut text = reading.text.clone();
        let mut is_changed = false;
        for slot in reading.slots.iter().take(MAX_GUESSED).rev() {
            if slot.is_stop || slot.forms.is_number || self.is_known(slot)? {
                continue;
            }
            let guess = self.guess(slot, false)?;
            if let Some(word) = self.spelled(slot, &guess)? {
                text.replace_range(slot.range.clone(), &word);
                is_changed = true;
            }
        }
        Ok(is_changed.then_some(text))
    }

    /// How many words of the reading the index does not know.
    fn unknown(&self, reading: &Reading) -> Result<usize, SearchError> {
        let open: Vec<Ways> = words(reading)
            .filter(|slot| slot.places.is_empty())
            .map(|slot| matching::ways(slot, &Guess::default()))
            .collect();
        Ok(self.engine.known(&open)?.into_iter().filter(|is_known| !is_known).count())
    }

    /// True where a word of the reading is known that says something: four letters, an abbreviation, a place.
    fn is_convincing(&self, reading: &Reading) -> Result<bool, SearchError> {
        for slot in words(reading) {
            let says = slot.forms.exact.chars().count() >= 4;
            if !slot.meanings.is_empty() || !slot.places.is_empty() || (says && self.is_known(slot)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_known(&self, slot: &Slot) -> Result<bool, SearchError> {
        if !slot.places.is_empty() {
            return Ok(true);
        }
        let ways = matching::ways(slot, &Guess::default());
        Ok(self.engine.known(&[ways])? == [true])
    }
}

/// The literal search.
pub(super) fn literal(reading: Reading) -> Plan {
    let words = reading.slots.iter().map(matching::literal).collect();
    let wanted = ranked(all_of(words), &reading);
    let guesses = vec![Guess::default(); reading.slots.len()];
    Plan { wanted, reading, guesses, interpretation: Interpretation::default(), is_literal: true }
}

/// The search for what was typed.
pub(super) fn typed(reading: Reading) -> Plan {
    let guesses = vec![Guess::default(); reading.slots.len()];
    whole(reading, guesses)
}

fn whole(reading: Reading, guesses: Vec<Guess>) -> Plan {
    let words: Vec<Ways> = reading
        .slots
        .iter()
        .zip(&guesses)
        .filter(|(slot, _)| !slot.is_stop)
        .map(|(slot, guess)| matching::ways(slot, guess))
        .collect();
    let wanted = ranked(all_of(words), &reading);
    let interpretation = interpretation(&reading);
    Plan { wanted, reading, guesses, interpretation, is_literal: false }
}

fn interpretation(reading: &Reading) -> Interpretation {
    let translated = reading
        .slots
        .iter()
        .flat_map(|slot| slot.meanings.iter().map(move |meaning| (slot, meaning)))
        .map(|(slot, meaning)| Translation { from: typed_word(reading, slot), meaning: meaning.code.clone() })
        .collect();
    Interpretation { translated, parts: reading.parts.clone(), ..Interpretation::default() }
}

/// Rare words weigh more; numbers most, so that another number sinks a candidate.
fn weight(slot: &Slot, documents: u64, frequency: u64) -> f32 {
    if slot.is_stop {
        return 0.05;
    }
    #[expect(clippy::cast_precision_loss, reason = "a ratio needs no more")]
    let share = documents as f32 / (1.0 + frequency as f32);
    let weight = 0.3 + (1.0 + share).ln();
    if slot.forms.is_number { 2.0 * weight } else { weight }
}

fn corrections(reading: &Reading, guesses: &[Guess]) -> Vec<Correction> {
    let slots = reading.slots.iter().zip(guesses);
    let corrections = slots.filter_map(|(slot, guess)| {
        let plain = guess.corrected.first().filter(|plain| **plain != slot.forms.plain);
        let to = guess.spelled.as_ref().or(plain)?.clone();
        Some(Correction { from: typed_word(reading, slot), to })
    });
    corrections.collect()
}

/// The words of a reading that can be known or unknown.
fn words(reading: &Reading) -> impl Iterator<Item = &Slot> {
    reading.wanted().filter(|slot| !slot.forms.is_number)
}

fn typed_word(reading: &Reading, slot: &Slot) -> String {
    reading.text.get(slot.range.clone()).unwrap_or_default().to_owned()
}

fn all_of(words: Vec<Ways>) -> Words {
    Words::All(words.into_iter().map(Arc::new).collect())
}

fn ranked(words: Words, reading: &Reading) -> Wanted {
    Wanted { words, signs: Some(matching::signs(reading)) }
}

/// How many edits what was meant may be away from a word in plain Latin. Short words are like too many
/// others; what is longer than words are, or in no script of the country, is no misspelt word.
fn edits(plain: &str) -> u8 {
    match plain.len() {
        4..=5 if plain.is_ascii() => 1,
        6..=28 if plain.is_ascii() => 2,
        _ => 0,
    }
}
