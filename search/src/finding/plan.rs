//! Decides how a query is searched for: as typed, and only where that finds nothing, as guessed.
//!
//! The steps go from cheap to dear and from sure to unsure: as typed; on another keyboard layout;
//! with unknown words corrected or matched by their skeletons; with most of the words. The engine
//! tries them in order until one finds something. Each step says what it assumed.

use std::sync::Arc;

use super::engine::Engine;
use super::forenames;
use super::highlight;
use super::keyboard::{self, Slips};
use super::matching::{self, Guess};
use super::terms::{Partly, TermField, Wanted, Ways, Weighed, Words};
use crate::index::{Correction, FacetField, Filters, Interpretation, Part, SearchError, Translation};
use crate::query::{Candidate, Reading, Slot, Understanding};
use crate::text::latin::plain;
use crate::text::thesaurus;
use crate::text::tokens::query_tokens;

/// How many words a misspelt one may stand for.
const CANDIDATES: usize = 6;

/// Among how many words alike the likeliest are chosen.
const CONSIDERED: usize = 40;

/// How many letters a word has that may be initials.
const INITIALS: std::ops::RangeInclusive<usize> = 3..=6;

/// How many words of a query are guessed at; more are no question that a person asks.
const MAX_GUESSED: usize = 12;

/// Of how many bodies on a word alone says nothing.
const VAGUE: u64 = 20_000;

/// What a proper name weighs beyond another word as rare: a generic word may lack in the other language.
const QUOTED: f32 = 1.6;
const PROPER: f32 = 1.15;
/// The same for a place, and how sure that must be.
const PLACE: f32 = 1.6;
const NAMED: f32 = 0.8;
/// The same for a kind: whoever asks for the union of a school has no use for its board.
const KIND: f32 = 1.8;
/// What words weigh that say what sort of school, village or legal form it is: names often lack them.
const SORT: f32 = 0.5;

/// How sure a place is whose name is misspelt, beside one whose name is not.
const MISSPELT: f32 = 0.7;

/// What a word weighs that may be left out.
const STOP: f32 = 0.05;

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
    /// The query as it was meant for another keyboard; `None` where it was meant as typed.
    pub(super) fn reread(&self, typed: &Reading, slips: Slips) -> Result<Option<Reading>, SearchError> {
        keyboard::reread(self.engine, self.understanding, typed, slips)
    }

    /// The search with unknown words corrected; `None` where none is unknown.
    pub(super) fn guessed(&self, mut reading: Reading) -> Result<Option<Plan>, SearchError> {
        let mut guesses = Vec::with_capacity(reading.slots.len());
        let mut open = 0;
        for (at, slot) in reading.slots.iter().enumerate() {
            let is_open = !slot.is_stop && !slot.forms.is_number && !self.is_known(slot)?;
            open += usize::from(is_open);
            if open > MAX_GUESSED {
                return Ok(None);
            }
            guesses.push(if is_open {
                let forenames = forenames::asked(&reading.slots, at);
                Guess { forenames, ..self.guess(slot, false)? }
            } else {
                Guess { is_known: true, ..Guess::default() }
            });
        }
        if open == 0 && reading.slots.iter().all(|slot| slot.meant.is_none()) {
            return Ok(None);
        }
        self.learn_places(&mut reading, &guesses);
        Ok(Some(whole(reading, guesses)))
    }

    /// The search for most of the words; `None` where no word is known.
    pub(super) fn partly(&self, reading: Reading, filters: &Filters) -> Result<Option<Plan>, SearchError> {
        let (mut guesses, mut words, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        let documents = self.engine.documents()?;
        // A school is named after somebody whose first name the record may not have.
        let has_proper = !reading.means("school/school") && !reading.means("name/named_after");
        let is_around = has_proper && self.says_more_than_a_place(&reading)?;
        for (at, slot) in reading.slots.iter().enumerate() {
            let is_open = !slot.is_stop && !slot.forms.is_number && guesses.len() < MAX_GUESSED;
            let mut guess = if is_open { self.guess(slot, true)? } else { Guess::default() };
            if is_open {
                guess.forenames = forenames::asked(&reading.slots, at);
            }
            let frequency = self.engine.frequency(&matching::ways(slot, &guess))?;
            // What the place does not have may lie around it.
            guess.is_around = is_around;
            let ways = matching::ways(slot, &guess);
            guesses.push(guess);
            if frequency == 0 {
                left_out.push(typed_word(&reading, slot));
                continue;
            }
            let mut weight = weight(slot, documents, frequency);
            if means(slot, &["kind/"]) {
                weight *= KIND;
            } else if slot.number.is_none() && means(slot, &["school/", "legal_form/", "place/"]) {
                weight *= SORT;
            }
            if slot.places.iter().any(|place| place.confidence >= NAMED) {
                weight *= PLACE;
            } else if has_proper && slot.meanings.is_empty() && slot.places.is_empty() {
                weight *= if slot.is_quoted {
                    QUOTED
                } else if slot.is_proper {
                    PROPER
                } else {
                    1.0
                };
            }
            words.push(Weighed { ways: Arc::new(ways), weight });
        }
        if words.iter().all(|word| word.weight <= STOP) {
            return Ok(None);
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

    /// True where a place is named, and a word beside it is known.
    fn says_more_than_a_place(&self, reading: &Reading) -> Result<bool, SearchError> {
        let (places, others): (Vec<&Slot>, Vec<&Slot>) =
            reading.wanted().partition(|slot| !slot.places.is_empty());
        if places.is_empty() || others.is_empty() {
            return Ok(false);
        }
        let ways = others.into_iter().map(|slot| matching::ways(slot, &Guess::default()));
        Ok(self.engine.known(&ways.collect::<Vec<Ways>>())?.contains(&true))
    }

    /// Unknown words that are a letter away from what people call a kind, a subject or a school mean that: of
    /// such words the index may have none, «родкм».
    pub(super) fn learn_meanings(&self, reading: &mut Reading) -> Result<(), SearchError> {
        let mut learnt = Vec::new();
        for slot in &mut reading.slots {
            let is_open = !slot.is_stop && !slot.forms.is_number && !slot.is_acronym;
            let Some(alike) = is_open.then(|| thesaurus::alike(&slot.forms.plain)).flatten() else {
                continue;
            };
            if !slot.meanings.is_empty() || self.is_known(slot)? {
                continue;
            }
            let (code, confidence) = (alike.code.to_owned(), MISSPELT);
            slot.meanings.push(Candidate { code, confidence, is_said: false });
            slot.meant = Some(alike.word.clone());
            learnt.push((alike.code, slot.range.clone()));
        }
        for (code, range) in learnt {
            reading.learn_part(code, range, MISSPELT);
        }
        Ok(())
    }

    /// A misspelt word that may be a place names that place, only less surely.
    fn learn_places(&self, reading: &mut Reading, guesses: &[Guess]) {
        let has_place = reading.part(FacetField::Area).is_some();
        for (slot, guess) in reading.slots.iter_mut().zip(guesses) {
            let is_misspelt = slot.places.is_empty() && slot.meanings.is_empty() && !guess.is_known;
            let Some(word) = guess.corrected.first().filter(|_| is_misspelt && !has_place) else { continue };
            let found = self.understanding.gazetteer.find(&query_tokens(word));
            let values: Vec<String> = found.iter().map(|place| place.kato.clone()).collect();
            let Some(best) = found.first().map(|place| MISSPELT * place.confidence) else { continue };
            for place in found {
                let (code, confidence) = (place.kato, MISSPELT * place.confidence);
                slot.places.push(Candidate { code, confidence, is_said: false });
            }
            let words = reading.text.get(slot.range.clone()).unwrap_or_default().to_owned();
            let (field, range) = (FacetField::Area, slot.range.clone());
            reading.parts.push(Part { field, values, words, range, confidence: best });
        }
    }

    fn guess(&self, slot: &Slot, is_last_resort: bool) -> Result<Guess, SearchError> {
        let typed = slot.forms.plain.as_str();
        let most = edits(typed);
        let is_known = is_last_resort && self.is_known(slot)?;
        let mut guess = Guess { is_known, by_skeleton: true, ..Guess::default() };
        guess.by_skeleton = !slot.is_acronym && !is_known;
        if slot.is_acronym && typed.len() <= *INITIALS.end() {
            // A short abbreviation is like every other: it is not guessed at.
            return Ok(guess);
        }
        if is_known && !(slot.meanings.is_empty() && slot.places.is_empty()) {
            guess.by_skeleton = false;
            return Ok(guess);
        }
        guess.by_initials = !is_known && INITIALS.contains(&typed.len());
        let from = if is_last_resort && !is_known { most } else { most.min(1) };
        for edits in from.max(1)..=most {
            let alike = self.engine.alike(TermField::Plain, typed, edits, CONSIDERED)?;
            guess.corrected = self.likeliest(typed, alike);
            if !guess.corrected.is_empty() || is_last_resort {
                break;
            }
        }
        Ok(guess)
    }

    /// Of words alike the likeliest, given with the commonest first: those fewest edits away, names of
    /// places, those that begin alike.
    fn likeliest(&self, typed: &str, mut alike: Vec<String>) -> Vec<String> {
        let begun = |word: &str| word.chars().next() != typed.chars().next();
        alike.sort_by_cached_key(|word| {
            (strsim::osa_distance(typed, word), !self.understanding.gazetteer.knows(word), begun(word))
        });
        alike.truncate(CANDIDATES);
        alike
    }

    /// Says which words nothing found answers: neither the names of the best nor what is known of the first.
    pub(super) fn leave_out(
        &self,
        plan: &mut Plan,
        names: &[String],
        first: Option<&str>,
    ) -> Result<(), SearchError> {
        let slots = plan.reading.slots.iter().zip(&plan.guesses).filter(|(slot, _)| !slot.is_stop);
        let mut open: Vec<&Slot> = slots
            .filter(|(slot, guess)| !is_kind_of_place(slot) && !highlight::answers(names, slot, guess))
            .map(|(slot, _)| slot)
            .collect();
        if let Some(id) = first.filter(|_| !open.is_empty())
            && let Some(record) = self.engine.record(id)?
        {
            open.retain(|slot| {
                let codes = slot.places.iter().chain(&slot.meanings).map(|one| one.code.as_str());
                let mut codes = codes.map(|code| code.split_once('/').map_or(code, |(_, code)| code));
                !codes.any(|code| record.codes.iter().any(|(_, known)| known == code))
            });
        }
        for slot in open {
            let word = typed_word(&plan.reading, slot);
            if !plan.interpretation.left_out.contains(&word) {
                plan.interpretation.left_out.push(word);
            }
        }
        let order = |word: &String| plan.reading.text.find(word.as_str());
        plan.interpretation.left_out.sort_by_key(order);
        Ok(())
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

/// True for a word with a meaning of one of these lists.
fn means(slot: &Slot, lists: &[&str]) -> bool {
    let is_of = |code: &str| lists.iter().any(|list| code.starts_with(list));
    slot.meanings.iter().any(|meaning| is_of(&meaning.code))
}

/// True for words such as «область», which stand in the names of places and not of bodies.
fn is_kind_of_place(slot: &Slot) -> bool {
    slot.meanings.iter().any(|meaning| meaning.code.starts_with("place/"))
}

/// Rare words weigh more; numbers most, so that another number sinks a candidate.
fn weight(slot: &Slot, documents: u64, frequency: u64) -> f32 {
    if slot.is_stop {
        return STOP;
    }
    #[expect(clippy::cast_precision_loss, reason = "a ratio needs no more")]
    let share = documents as f32 / (1.0 + frequency as f32);
    let weight = 0.3 + (1.0 + share).ln();
    if slot.forms.is_number || slot.number.is_some() { 2.0 * weight } else { weight }
}

fn corrections(reading: &Reading, guesses: &[Guess]) -> Vec<Correction> {
    let slots = reading.slots.iter().zip(guesses);
    let meant = reading
        .slots
        .iter()
        .filter_map(|slot| Some(Correction { from: typed_word(reading, slot), to: slot.meant.clone()? }));
    let corrections = slots.filter(|(_, guess)| !guess.is_known).filter_map(|(slot, guess)| {
        let plain = guess.corrected.first().filter(|plain| **plain != slot.forms.plain);
        let to = guess.spelled.as_ref().or(plain)?.clone();
        Some(Correction { from: typed_word(reading, slot), to })
    });
    meant.chain(corrections).collect()
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
