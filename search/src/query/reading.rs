//! A query, read: one slot for each word that counts, with what it may stand for.

use std::ops::Range;
use std::sync::Arc;

use super::Understanding;
use crate::index::{FacetField, Part};
use crate::text::fold;
use crate::text::spoken::spoken;
use crate::text::thesaurus::{everyday, is_stop_word, likelihood, meanings};
use crate::text::tokens::{Forms, Token, query_tokens};

/// Something a word may stand for besides itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// A meaning such as `kind/trade_union`, or a KATO code.
    pub code: String,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
    /// True where the word is what people say for it and names do not.
    pub is_said: bool,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Its forms.
    pub forms: Arc<Forms>,
    /// Where it stands in the query, in bytes.
    pub range: Range<usize>,
    /// True where it may be left out.
    pub is_stop: bool,
    /// True for the last word, which may be half typed.
    pub is_last: bool,
    /// True for a word in capitals within: an abbreviation, whatever it stands for.
    pub is_acronym: bool,
    /// True in quotes.
    pub is_quoted: bool,
    /// True with a capital where others have none, as proper names have.
    pub is_proper: bool,
    /// The piece between spaces that it is a part of, where that is letters and digits in one.
    pub whole: Option<String>,
    /// Meanings it carries, by itself or with its neighbours.
    pub meanings: Vec<Candidate>,
    /// Places it names, by itself or with its neighbours.
    pub places: Vec<Candidate>,
    /// KATO codes of what lies around those places.
    pub around: Vec<String>,
    /// The number that it says in words, by itself or with those before it.
    pub number: Option<String>,
    /// The known word that it misspells.
    pub meant: Option<String>,
}

/// A query, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The text read.
    pub text: String,
    /// The words that count, in order, none twice.
    pub slots: Vec<Slot>,
    /// All words, repeated ones too.
    pub words: Vec<Arc<Forms>>,
    /// What the words say about the body.
    pub parts: Vec<Part>,
}

/// Confidence in a meaning of a phrase, and of a single word.
const PHRASE: f32 = 1.0;
const WORD: f32 = 0.9;

impl Reading {
    /// Reads a query.
    pub fn of(text: &str, understanding: &Understanding) -> Reading {
        let text = cut(text);
        let tokens = query_tokens(text);
        // Words of one piece follow each other: it is read once.
        let mut piece = (usize::MAX, None);
        let mut whole_of = |at: usize| {
            let start = piece_start(text, at);
            if piece.0 != start {
                piece = (start, whole(&text[start..]));
            }
            piece.1.clone()
        };
        let mut slots: Vec<Slot> = tokens
            .iter()
            .enumerate()
            .map(|(place, token)| Slot {
                forms: Arc::clone(&token.forms),
                range: token.start..token.end,
                is_stop: is_stop_word(&token.forms.exact) || is_noise(&token.forms),
                is_last: place + 1 == tokens.len(),
                is_acronym: is_acronym(&text[token.start..token.end]),
                is_quoted: is_quoted(&text[..token.start]),
                is_proper: is_proper(text, token.start..token.end),
                whole: whole_of(token.start),
                meanings: Vec::new(),
                places: Vec::new(),
                around: Vec::new(),
                number: None,
                meant: None,
            })
            .collect();
        let mut parts = Vec::new();
        read_meanings(text, &tokens, understanding, &mut slots, &mut parts);
        read_numbers(&tokens, &mut slots);
        read_places(text, &tokens, understanding, &mut slots, &mut parts);
        without_repeats(&mut slots);
        if slots.iter().all(|slot| slot.is_stop) {
            for slot in &mut slots {
                slot.is_stop = false;
            }
        }
        let words = tokens.into_iter().map(|token| token.forms).collect();
        Reading { text: text.to_owned(), slots, words, parts }
    }

    /// The words that a hit should have.
    pub fn wanted(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| !slot.is_stop)
    }

    /// The likeliest values of a property, by how sure they are.
    pub fn part(&self, field: FacetField) -> Option<&Part> {
        self.parts.iter().find(|part| part.field == field)
    }

    /// Learns that words say something that they do not say as typed.
    pub(crate) fn learn_part(&mut self, meaning: &str, range: Range<usize>, confidence: f32) {
        let (list, code) = meaning.split_once('/').unwrap_or_default();
        if let Some(field) = field_of(list) {
            add_part(&mut self.parts, field, code, &self.text, range, confidence);
        }
    }

    /// True where a word of the query carries this meaning.
    pub fn means(&self, code: &str) -> bool {
        self.slots.iter().flat_map(|slot| &slot.meanings).any(|meaning| meaning.code == code)
    }
}

/// How much of a query is read, in bytes: far more than the words that count ever take.
const MAX_BYTES: usize = 4096;

fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// True for a word of few letters with two capitals or more: НИШ, КазНУ.
fn is_acronym(word: &str) -> bool {
    word.chars().count() <= MAX_ACRONYM && word.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// The longest word that is taken for an abbreviation.
const MAX_ACRONYM: usize = 8;

/// True behind a quote that is open.
fn is_quoted(before: &str) -> bool {
    let opens = before.matches(['«', '“', '„']).count();
    let closes = before.matches(['»', '”']).count();
    opens > closes || before.matches('"').count() % 2 == 1
}

/// True for a word with a capital in a query that does not begin every word with one.
fn is_proper(text: &str, word: Range<usize>) -> bool {
    let has_capital = |word: &str| word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    let is_small = |word: &&str| word.chars().count() > 3 && !has_capital(word);
    has_capital(&text[word]) && text.split_whitespace().any(|word| is_small(&word))
}

/// Where the piece between spaces begins that a place in the text is in.
fn piece_start(text: &str, at: usize) -> usize {
    let space = text[..at].char_indices().rev().find(|(_, c)| c.is_whitespace());
    space.map_or(0, |(space, c)| space + c.len_utf8())
}

/// The piece that a text begins with, where letters and digits stand in one.
fn whole(text: &str) -> Option<String> {
    let piece = text.split_whitespace().next()?;
    let is_mixed = piece.chars().any(char::is_alphabetic) && piece.chars().any(|c| c.is_ascii_digit());
    is_mixed.then(|| whole_term(piece))
}

/// The term of an identifier: its letters and digits in one.
pub fn whole_term(piece: &str) -> String {
    std::iter::once('#').chain(fold(piece).chars().filter(|c| c.is_alphanumeric()).take(MAX_WHOLE)).collect()
}

/// How much of an identifier counts.
const MAX_WHOLE: usize = 64;

/// True for a single letter, which says nothing.
fn is_noise(forms: &Forms) -> bool {
    !forms.is_number && forms.exact.chars().nth(1).is_none()
}

/// A word that came before adds nothing, but may be half typed here.
fn without_repeats(slots: &mut Vec<Slot>) {
    let mut seen: Vec<Arc<Forms>> = Vec::new();
    slots.retain(|slot| {
        let is_new = !seen.iter().any(|forms| forms.exact == slot.forms.exact);
        seen.push(Arc::clone(&slot.forms));
        is_new
    });
}

fn read_meanings(
    text: &str,
    tokens: &[Token],
    understanding: &Understanding,
    slots: &mut [Slot],
    parts: &mut Vec<Part>,
) {
    let said = everyday(tokens);
    let is_said = |words: &Range<usize>, code: &str| {
        said.iter().any(|meaning| meaning.words == *words && meaning.code == code)
    };
    let mut found: Vec<(Range<usize>, String)> = meanings(tokens)
        .iter()
        .chain(&said)
        .map(|meaning| (meaning.words.clone(), meaning.code.to_owned()))
        .collect();
    found.sort_by(|(left, code), (right, other)| {
        (left.start, left.end, code).cmp(&(right.start, right.end, other))
    });
    found.dedup();
    for phrase in understanding.labels.find(tokens) {
        for code in phrase.meanings {
            let meaning = (phrase.words.clone(), code.clone());
            if !found.contains(&meaning) {
                found.push(meaning);
            }
        }
    }
    for (words, meaning) in found {
        let confidence = match words.len() {
            1 => WORD * likelihood(&tokens[words.start], &meaning),
            _ => PHRASE,
        };
        let (list, code) = meaning.split_once('/').unwrap_or_default();
        if let Some(field) = field_of(list) {
            add_part(parts, field, code, text, bytes(tokens, &words), confidence);
        }
        let is_said = is_said(&words, &meaning);
        for slot in &mut slots[words] {
            slot.meanings.push(Candidate { code: meaning.clone(), confidence, is_said });
        }
    }
}

/// How near a school stands to its number.
const NEAR_SCHOOL: usize = 2;

/// Numbers in words: where a school is spoken of beside them, or tens and units are. The last of several words
/// carries the number, the others may be left out.
fn read_numbers(tokens: &[Token], slots: &mut [Slot]) {
    for said in spoken(tokens) {
        let near =
            said.words.start.saturating_sub(NEAR_SCHOOL)..slots.len().min(said.words.end + NEAR_SCHOOL);
        let is_school = slots[near].iter().flat_map(|slot| &slot.meanings).any(|one| is_school(&one.code));
        let Some((last, before)) = slots[said.words.clone()].split_last_mut() else { continue };
        if is_school || !before.is_empty() {
            last.number = Some(said.value.to_string());
            for slot in before {
                slot.is_stop = true;
            }
        }
    }
}

fn is_school(meaning: &str) -> bool {
    meaning.starts_with("school/")
}

fn read_places(
    text: &str,
    tokens: &[Token],
    understanding: &Understanding,
    slots: &mut [Slot],
    parts: &mut Vec<Part>,
) {
    let mut places = understanding.gazetteer.find(tokens);
    // Шет is a district, «шет тілдері» are foreign languages.
    let is_within = |words: &Range<usize>| {
        let place = bytes(tokens, words);
        let holds = |part: &Part| part.range.start <= place.start && place.end <= part.range.end;
        parts.iter().any(|part| holds(part) && part.range.len() > place.len())
    };
    places.retain(|place| place.confidence >= SURELY || !is_within(&place.words));
    for place in &mut places {
        if place.confidence < SURELY && is_namesake(tokens, &place.words) {
            place.confidence *= 0.4;
        }
    }
    places.sort_by(|left, right| right.confidence.total_cmp(&left.confidence));
    for place in places {
        for slot in &mut slots[place.words.clone()] {
            slot.around.extend(place.parent.clone());
            slot.places.push(Candidate {
                code: place.kato.clone(),
                confidence: place.confidence,
                is_said: false,
            });
        }
        let range = bytes(tokens, &place.words);
        add_part(parts, FacetField::Area, &place.kato, text, range, place.confidence);
    }
}

/// From which confidence on a place is surely named: by its whole name, or with its kind.
pub const SURELY: f32 = 0.95;

/// True where a school or a street is named after the person of whom the place has its name too.
fn is_namesake(tokens: &[Token], words: &Range<usize>) -> bool {
    const NEAR: usize = 2;
    let is = |token: &Token, names: &[&str]| names.contains(&token.forms.exact.as_str());
    let before = &tokens[words.start.saturating_sub(NEAR)..words.start];
    let after = &tokens[words.end..tokens.len().min(words.end + NEAR)];
    before.iter().any(|token| is(token, &["имени", "им", "imeni"]))
        || after.iter().any(|token| is(token, &["атындағы", "атындагы", "атын", "atyndagy", "atyndaghy"]))
}

/// Values that the same words give are one part; a part inside a longer one of its field is not told.
fn add_part(
    parts: &mut Vec<Part>,
    field: FacetField,
    value: &str,
    text: &str,
    range: Range<usize>,
    confidence: f32,
) {
    let of_field = |part: &&mut Part| part.field == field;
    if let Some(part) = parts.iter_mut().filter(of_field).find(|part| part.range == range) {
        if !part.values.iter().any(|known| known == value) {
            part.values.push(value.to_owned());
        }
        return;
    }
    let inside =
        |inner: &Range<usize>, outer: &Range<usize>| outer.start <= inner.start && inner.end <= outer.end;
    if parts.iter().any(|part| part.field == field && inside(&range, &part.range)) {
        return;
    }
    parts.retain(|part| part.field != field || !inside(&part.range, &range));
    let words = text.get(range.clone()).unwrap_or_default().to_owned();
    parts.push(Part { field, values: vec![value.to_owned()], words, range, confidence });
}

fn bytes(tokens: &[Token], words: &Range<usize>) -> Range<usize> {
    let start = tokens.get(words.start).map_or(0, |token| token.start);
    let end = tokens.get(words.end.saturating_sub(1)).map_or(start, |token| token.end);
    start..end
}

fn field_of(list: &str) -> Option<FacetField> {
    Some(match list {
        "kind" => FacetField::Kind,
        "subject" => FacetField::Subject,
        "activity" => FacetField::Activity,
        "legal_form" => FacetField::LegalForm,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_query_is_read_into_parts() {
        let reading =
            Reading::of("методобъединение учителей русского языка 166 школа", &Understanding::default());
        assert_eq!(reading.part(FacetField::Kind).unwrap().values, ["methodical_association"]);
        let subject = reading.part(FacetField::Subject).unwrap();
        assert_eq!(
            (subject.values[0].as_str(), subject.words.as_str()),
            ("russian_language", "русского языка")
        );
        assert!(reading.means("role/teacher") && reading.means("school/school"));
        assert!(reading.slots.iter().any(|slot| slot.forms.is_number));
    }

    #[test]
    fn stop_words_count_where_there_is_nothing_else() {
        let words = |text: &str| Reading::of(text, &Understanding::default()).wanted().count();
        assert_eq!((words("для"), words("для учителей"), words("школа школа")), (1, 1, 1));
    }

    proptest! {
        #[test]
        fn any_query_is_read(text in any::<String>()) {
            let reading = Reading::of(&text, &Understanding::default());
            for slot in &reading.slots {
                prop_assert!(text.get(slot.range.clone()).is_some());
            }
        }
    }
}
