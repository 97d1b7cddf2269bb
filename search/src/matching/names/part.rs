//! A name inside a longer text: an affiliation, an address, a sentence.
//!
//! The text is read as words; the name stands where most of its words stand together. What stands
//! right beside it may make another name of it («State University of …», «University Hospital»).

use super::likeness::{Partner, Worths, partners};
use super::pieces::{Piece, Role, read};
use super::{OTHER_NUMBERS, numbers, sums, words};

/// How many words of others may stand among the words of a name.
const GAP: usize = 3;

/// How much each word that is not of the name and stands among its words takes from it.
const INSIDE: f64 = 0.3;

/// What is left where a common word stands right beside the name, which makes it another's.
const COMMON_BESIDE: f64 = 0.75;

/// What is left where another word stands right beside the name.
const OTHER_BESIDE: f64 = 0.95;

/// What is left for each comma that stands in the name in the text, and not in the name itself.
const BOUNDARY: f64 = 0.97;

/// Up to so much weigh words such as «of».
const SMALL: f64 = 0.1;

/// From so much on weigh words that are rare, or names of states.
const NEARLY_RARE: f64 = 0.9;

/// A text ready to be searched: its words, and in which part between commas each stands.
struct Text<'a> {
    words: Vec<&'a Piece>,
    parts: Vec<usize>,
}

/// How much of a name stands in a longer text, such as an address or an affiliation: 1 where it stands
/// there as it is, with a comma or the name of a part of the body beside it; less where words are
/// missing, or others make another name of it; 0 where it does not.
pub fn within(name: &str, text: &str) -> f64 {
    let ours = read(name);
    let our_words = words(&ours);
    if our_words.is_empty() {
        return 0.0;
    }
    let pieces: Vec<(usize, Piece)> = text
        .split(is_boundary)
        .enumerate()
        .flat_map(|(part, text)| read(text).into_iter().map(move |piece| (part, piece)))
        .collect();
    let is_word = |piece: &Piece| matches!(piece.role, Role::Word | Role::Common(_) | Role::Part(_));
    let text = Text {
        words: pieces.iter().filter(|(_, piece)| is_word(piece)).map(|(_, piece)| piece).collect(),
        parts: pieces.iter().filter(|(_, piece)| is_word(piece)).map(|(part, _)| *part).collect(),
    };
    let their_numbers = numbers(pieces.iter().map(|(_, piece)| piece));
    let has_numbers = numbers(&ours).iter().all(|number| their_numbers.contains(number));
    let boundaries = name.trim_end_matches(|c| is_boundary(c) || c == ' ').matches(is_boundary).count();
    let worths = Worths::of(&our_words, &text.words);
    let best = (0..text.words.len())
        .map(|start| text.at(start, &our_words, &worths, boundaries))
        .fold(0.0, f64::max);
    best * if has_numbers { 1.0 } else { OTHER_NUMBERS }
}

fn is_boundary(c: char) -> bool {
    matches!(c, ',' | ';' | '|' | '(' | ')' | '[' | ']' | '\n')
}

impl Text<'_> {
    /// How much of a name stands where a word begins.
    fn at(&self, start: usize, ours: &[&Piece], worths: &Worths, boundaries: usize) -> f64 {
        let end = (start + ours.len() + GAP).min(self.words.len());
        let (found, theirs) = partners(ours, &self.words, worths, start..end);
        // The first word must be the name's, and the name ends with its last word there.
        let Some(last) = theirs.iter().rposition(Option::is_some).filter(|_| theirs[0].is_some()) else {
            return 0.0;
        };
        let crossed = self.parts[start + last] - self.parts[start];
        if crossed > boundaries && !in_order(&found) {
            return 0.0;
        }
        let (covered, total) = sums(ours, &found);
        let (back, back_total) = sums(&self.words[start..=start + last], &theirs[..=last]);
        let inside = 1.0 / (1.0 + INSIDE * (back_total - back).max(0.0));
        let across = BOUNDARY.powi(i32::try_from(crossed.saturating_sub(boundaries)).unwrap_or(i32::MAX));
        let before = self.before(start, worths);
        let after = self.after(start + last, worths);
        covered / total.max(f64::MIN_POSITIVE) * inside * across * before * after
    }

    /// What is left of a name after the word before it, in the same part. A field of work behind
    /// «department» is none of the name's, and «hospital of» a name is a part of the body.
    fn before(&self, first: usize, worths: &Worths) -> f64 {
        let mut same_part = (0..first).rev().take_while(|place| self.parts[*place] == self.parts[first]);
        let Some(place) = same_part.clone().find(|place| self.tells(*place)) else { return 1.0 };
        if same_part.any(|place| matches!(self.words[place].role, Role::Part(_))) {
            return 1.0;
        }
        if place + 1 < first { OTHER_BESIDE } else { self.beside(place, worths) }
    }

    /// What is left of a name after the word behind it, in the same part.
    fn after(&self, last: usize, worths: &Worths) -> f64 {
        let mut same_part =
            (last + 1..self.words.len()).take_while(|place| self.parts[*place] == self.parts[last]);
        same_part.find(|place| self.tells(*place)).map_or(1.0, |place| self.beside(place, worths))
    }

    fn tells(&self, place: usize) -> bool {
        self.words[place].weight > SMALL
    }

    fn beside(&self, place: usize, worths: &Worths) -> f64 {
        match self.words[place].role {
            Role::Part(_) => 1.0,
            _ if worths.has(place) => 1.0,
            Role::Common(_) if self.words[place].weight < NEARLY_RARE => COMMON_BESIDE,
            _ => OTHER_BESIDE,
        }
    }
}

/// True where the words that were found stand in the name's own order.
fn in_order(found: &[Option<Partner>]) -> bool {
    found.iter().flatten().map(|partner| partner.place).is_sorted()
}
