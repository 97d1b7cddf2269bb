//! Decides how a query is searched for: as typed, and only where that finds nothing, as guessed.
//!
//! The steps go from cheap to dear and from sure to unsure: as typed; on another keyboard layout;
//! with unknown words corrected or matched by their skeletons; with most of the words. The engine
//! tries them in order until one finds something. Each step says what it assumed.

use std::sync::Arc;

use tantivy::Searcher;
use tantivy::query::Query;

use super::highlight;
use super::matching::{self, Guess};
use super::partly::{Partly, Weighed};
use super::ranked::Ranked;
use super::schema::Fields;
use super::spelling;
use super::ways::{AllOf, Ways};
use crate::index::{Correction, Interpretation, SearchError, Translation};
use crate::query::{Reading, Slot, Understanding};
use crate::text::latin::plain;
use crate::text::layout;

/// How many words of a query are guessed at; more are no question that a person asks.
const MAX_GUESSED: usize = 12;

/// Of how many bodies on a word alone says nothing.
const VAGUE: u64 = 20_000;

/// A way to search.
pub(super) struct Plan {
    /// What documents must match, and how they rank.
    pub(super) query: Box<dyn Query>,
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
pub(super) struct Planner<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    pub(super) understanding: &'a Understanding,
}

impl Planner<'_> {
    /// The literal search.
    pub(super) fn literal(&self, reading: Reading) -> Plan {
        let words = reading.slots.iter().map(|slot| matching::literal(self.fields, slot)).collect();
        let query = self.ranked(all_of(words), &reading);
        let guesses = vec![Guess::default(); reading.slots.len()];
        Plan { query, reading, guesses, interpretation: Interpretation::default(), is_literal: true }
    }

    /// The search for what was typed.
    pub(super) fn typed(&self, reading: Reading) -> Plan {
        let guesses = vec![Guess::default(); reading.slots.len()];
        self.whole(reading, guesses)
    }

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
        Ok(guessed.then(|| self.whole(reading, guesses)))
    }

    /// The search for most of the words; `None` where no word is known.
    pub(super) fn partly(
        &self,
        reading: Reading,
        filtered: impl Fn(Box<dyn Query>) -> Box<dyn Query>,
    ) -> Result<Option<Plan>, SearchError> {
        let (mut guesses, mut words, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        for slot in &reading.slots {
            let is_open = !slot.is_stop && !slot.forms.is_number && guesses.len() < MAX_GUESSED;
            let guess = if is_open { self.guess(slot, true)? } else { Guess::default() };
            let ways = matching::ways(self.fields, slot, &guess);
            guesses.push(guess);
            let frequency = spelling::frequency(self.searcher, &ways)?;
            if frequency == 0 {
                left_out.push(typed_word(&reading, slot));
                continue;
            }
            let weight = self.weight(slot, frequency);
            words.push(Weighed { ways: Arc::new(ways), weight });
        }
        words.sort_by(|left, right| right.weight.total_cmp(&left.weight));
        let all: f32 = words.iter().map(|word| word.weight).sum();
        let probe = Partly { words: words.clone(), enough: all * 0.4, by_weight: true };
        let Some(best) = best_score(self.searcher, &*filtered(Box::new(probe)))? else { return Ok(None) };
        let partly = Partly { words, enough: best * 0.85, by_weight: false };
        let mut interpretation = Self::interpretation(&reading);
        interpretation.left_out = left_out;
        let query = self.ranked(Box::new(partly), &reading);
        Ok(Some(Plan { query, reading, guesses, interpretation, is_literal: false }))
    }

    /// Rare words weigh more; numbers most, so that another number sinks a candidate.
    fn weight(&self, slot: &Slot, frequency: u64) -> f32 {
        if slot.is_stop {
            return 0.05;
        }
        #[expect(clippy::cast_precision_loss, reason = "a ratio needs no more")]
        let share = self.searcher.num_docs() as f32 / (1.0 + frequency as f32);
        let weight = 0.3 + (1.0 + share).ln();
        if slot.forms.is_number { 2.0 * weight } else { weight }
    }

    fn guess(&self, slot: &Slot, is_last_resort: bool) -> Result<Guess, SearchError> {
        let typed = slot.forms.plain.as_str();
        let most = spelling::edits(typed);
        let mut guess = Guess { by_skeleton: true, ..Guess::default() };
        let from = if is_last_resort && !self.is_known(slot)? { most } else { most.min(1) };
        for edits in from.max(1)..=most {
            guess.corrected = spelling::alike(self.searcher, self.fields.plain, typed, edits)?;
            if !guess.corrected.is_empty() || is_last_resort {
                break;
            }
        }
        Ok(guess)
    }

    fn whole(&self, reading: Reading, guesses: Vec<Guess>) -> Plan {
        let words: Vec<Ways> = reading
            .slots
            .iter()
            .zip(&guesses)
            .filter(|(slot, _)| !slot.is_stop)
            .map(|(slot, guess)| matching::ways(self.fields, slot, guess))
            .collect();
        let query = self.ranked(all_of(words), &reading);
        let interpretation = Self::interpretation(&reading);
        Plan { query, reading, guesses, interpretation, is_literal: false }
    }

    fn ranked(&self, inner: Box<dyn Query>, reading: &Reading) -> Box<dyn Query> {
        let signs = matching::signs(self.fields, reading);
        Box::new(Ranked { inner, signs, names: self.fields.names_plain })
    }

    fn interpretation(reading: &Reading) -> Interpretation {
        let translated = reading
            .slots
            .iter()
            .flat_map(|slot| slot.meanings.iter().map(move |meaning| (slot, meaning)))
            .map(|(slot, meaning)| Translation {
                from: typed_word(reading, slot),
                meaning: meaning.code.clone(),
            })
            .collect();
        Interpretation { translated, parts: reading.parts.clone(), ..Interpretation::default() }
    }

    /// True for one word that so many bodies have that none of them is meant yet.
    pub(super) fn is_vague(&self, reading: &Reading) -> Result<bool, SearchError> {
        let mut wanted = reading.wanted();
        let (Some(slot), None) = (wanted.next(), wanted.next()) else { return Ok(false) };
        let ways = matching::ways(self.fields, slot, &Guess::default());
        Ok(spelling::frequency(self.searcher, &ways)? > VAGUE)
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
        let edits = spelling::edits(&slot.forms.plain);
        let words = spelling::alike(self.searcher, self.fields.words, &slot.forms.exact, edits)?;
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
        let mut unknown = 0;
        for slot in words(reading) {
            unknown += usize::from(!self.is_known(slot)?);
        }
        Ok(unknown)
    }

    fn is_known(&self, slot: &Slot) -> Result<bool, SearchError> {
        if !slot.places.is_empty() {
            return Ok(true);
        }
        let ways = matching::ways(self.fields, slot, &Guess::default());
        Ok(spelling::frequency(self.searcher, &ways)? > 0)
    }
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

fn all_of(words: Vec<Ways>) -> Box<dyn Query> {
    Box::new(AllOf(words.into_iter().map(Arc::new).collect()))
}

/// The best score of any document.
fn best_score(searcher: &Searcher, query: &dyn Query) -> Result<Option<f32>, SearchError> {
    let top = tantivy::collector::TopDocs::with_limit(1).order_by_score();
    Ok(searcher.search(query, &top)?.first().map(|(score, _)| *score))
}
