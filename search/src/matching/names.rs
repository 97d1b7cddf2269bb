//! Compares two names of organizations by themselves, without any other fact.
//!
//! Good for names of every kind: other scripts, other word order, legal forms of the world,
//! abbreviations, slips. What tells names apart is what is rare in names; words such as «university»
//! weigh little, numbers and contradictory legal forms much. For rows of lists use the matcher, which
//! knows more.

mod align;
mod likeness;
mod numbers;
mod part;
mod pieces;
#[cfg(test)]
mod tests;

pub use align::{AlignedWord, align};
pub use part::within;

use likeness::{Partner, Worths, joined_likeness, partners};
use pieces::{Piece, Role, read};

/// From here on two names are most likely one body's: few pairs that are put together are wrong.
pub const SAME: f64 = 0.78;

/// How much more a word weighs that only one name has.
const EXTRA: f64 = 1.3;

/// What is left of a likeness where words are joined in one name and apart in the other.
const JOINED: f64 = 0.97;

/// What is left of a likeness where both names have numbers, but not the same.
const OTHER_NUMBERS: f64 = 0.55;

/// What is left where only one name has a number.
const NUMBER_MISSING: f64 = 0.75;

/// What is left where both names state their legal forms, but not the same.
const OTHER_FORMS: f64 = 0.75;

/// What is left where only one name states its legal form.
const FORM_MISSING: f64 = 0.99;

/// How alike two names are: 1 for one name however written, 0 for unlike ones.
pub fn similarity(left: &str, right: &str) -> f64 {
    let (ours, theirs) = (read(left), read(right));
    let (our_words, their_words) = (words(&ours), words(&theirs));
    let numbers = numbers_agree(&ours, &theirs);
    if our_words.is_empty() || their_words.is_empty() {
        let is_same = left.trim() == right.trim() && !left.trim().is_empty()
            || !ours.is_empty()
                && our_words.is_empty()
                && their_words.is_empty()
                && same_pieces(&ours, &theirs);
        return f64::from(u8::from(is_same));
    }
    let worths = Worths::of(&our_words, &their_words);
    let (found, their_found) = partners(&our_words, &their_words, &worths, 0..their_words.len());
    let (covered, total) = sums(&our_words, &found);
    let (back, back_total) = sums(&their_words, &their_found);
    let (common, missing) = (covered + back, total + back_total - covered - back);
    let by_words = common / (common + EXTRA * missing.max(0.0)).max(f64::MIN_POSITIVE);
    let by_letters = joined_likeness(&our_words, &their_words) * JOINED;
    (by_words.max(by_letters) * numbers * forms_agree(&ours, &theirs)).clamp(0.0, 1.0)
}

/// The pieces that are words.
fn words(pieces: &[Piece]) -> Vec<&Piece> {
    pieces.iter().filter(|piece| matches!(piece.role, Role::Word | Role::Common(_) | Role::Part(_))).collect()
}

fn same_pieces(ours: &[Piece], theirs: &[Piece]) -> bool {
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(one, other)| one.role == other.role)
}

/// Weight of the words that both names have, and of all words.
fn sums(words: &[&Piece], found: &[Option<Partner>]) -> (f64, f64) {
    words.iter().zip(found).fold((0.0, 0.0), |(covered, total), (word, partner)| {
        let weight = weight(word);
        (covered + weight * partner.map_or(0.0, |partner| partner.worth), total + weight)
    })
}

/// How much a word tells: short ones are more often alike by chance.
fn weight(word: &Piece) -> f64 {
    let length = u8::try_from(word.word.plain.len().min(6)).unwrap_or(6);
    word.weight * (0.7 + 0.05 * f64::from(length))
}

fn numbers<'a>(pieces: impl IntoIterator<Item = &'a Piece>) -> Vec<u64> {
    let mut numbers: Vec<u64> = pieces
        .into_iter()
        .filter_map(|piece| match piece.role {
            Role::Number(number) => Some(number),
            _ => None,
        })
        .collect();
    numbers.sort_unstable();
    numbers
}

/// What is left of a likeness after the numbers of both names. The first of several is often not
/// counted: «Fund» is «Fund I».
fn numbers_agree(ours: &[Piece], theirs: &[Piece]) -> f64 {
    let (left, right) = (numbers(ours), numbers(theirs));
    let lacks = |some: &[u64], others: &[u64]| -> Vec<u64> {
        some.iter().copied().filter(|number| !others.contains(number)).collect()
    };
    match (lacks(&left, &right).as_slice(), lacks(&right, &left).as_slice()) {
        ([], []) => 1.0,
        ([1], []) | ([], [1]) => FORM_MISSING,
        ([], _) | (_, []) => NUMBER_MISSING,
        _ => OTHER_NUMBERS,
    }
}

/// What is left of a likeness after the legal forms of both names.
fn forms_agree(ours: &[Piece], theirs: &[Piece]) -> f64 {
    let forms = |pieces: &[Piece]| -> Vec<&'static str> {
        pieces
            .iter()
            .filter_map(|piece| match piece.role {
                Role::Form(code) if code != "company" => Some(code),
                _ => None,
            })
            .collect()
    };
    let (left, right) = (forms(ours), forms(theirs));
    match (left.is_empty(), right.is_empty()) {
        (true, true) => 1.0,
        (false, false) if left.iter().any(|form| right.contains(form)) => 1.0,
        (false, false) => OTHER_FORMS,
        _ => FORM_MISSING,
    }
}
