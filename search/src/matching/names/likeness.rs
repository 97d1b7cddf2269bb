//! How alike two pieces of names are, and which piece of one name goes with which of the other.

use std::ops::Range;

use super::pieces::{Piece, Role};
use crate::matching::word::word_similarity;
use crate::text::latin::plain;

/// Likeness below which two words are different ones.
const UNLIKE: f64 = 0.6;

/// Likeness from which two words are one.
const ALIKE: f64 = 0.95;

/// Likeness of common words, whose spelling everybody knows, below which they are different ones.
const COMMON_UNLIKE: f64 = 0.85;

/// Likeness of long words with two slips in them, and of words with other endings.
const TWO_SLIPS: f64 = 0.88;

/// From so many letters a word is long.
const LONG_WORD: usize = 9;

/// Worth of a word that goes with its first letters, or with words that are joined in it.
const INDIRECT: f64 = 0.9;

/// How alike two pieces are: 1 for one however written, 0 for unlike ones.
pub(super) fn likeness(left: &Piece, right: &Piece) -> f64 {
    match (left.role, right.role) {
        (Role::Number(one), Role::Number(other)) => return f64::from(u8::from(one == other)),
        (Role::Form(one), Role::Form(other)) => return f64::from(u8::from(one == other)),
        (Role::Common(one) | Role::Part(one), Role::Common(other) | Role::Part(other)) => {
            return f64::from(u8::from(one == other));
        }
        (Role::Number(_) | Role::Form(_), _) | (_, Role::Number(_) | Role::Form(_)) => return 0.0,
        _ => {}
    }
    if left.exact == right.exact {
        return 1.0;
    }
    let is_short = left.word.plain.len().min(right.word.plain.len()) <= 2;
    let is_one_script = left.exact.is_ascii() == right.exact.is_ascii();
    if left.is_initials || right.is_initials || is_short {
        return f64::from(u8::from(left.word.plain == right.word.plain && !is_one_script));
    }
    let by_letters = word_similarity(&left.word, &right.word);
    let is_common = |piece: &Piece| matches!(piece.role, Role::Common(_) | Role::Part(_));
    if (is_common(left) || is_common(right)) && by_letters < COMMON_UNLIKE {
        return 0.0;
    }
    if by_letters < INDIRECT && left.senses.iter().any(|sense| right.senses.contains(sense)) {
        return INDIRECT;
    }
    // «Kazakh» and «казахстанский»: one begins with the other.
    let (short, long) = if left.word.plain.len() <= right.word.plain.len() {
        (&left.word.plain, &right.word.plain)
    } else {
        (&right.word.plain, &left.word.plain)
    };
    if short.len() >= 5 && long.starts_with(&**short) {
        return by_letters.max(if long.len() - short.len() <= 2 { TWO_SLIPS } else { 0.8 });
    }
    if short.len() >= LONG_WORD && strsim::osa_distance(short, long) == 2 {
        return by_letters.max(TWO_SLIPS);
    }
    by_letters
}

/// What a likeness of words is worth in their names.
fn worth(likeness: f64) -> f64 {
    ((likeness - UNLIKE) / (ALIKE - UNLIKE)).clamp(0.0, 1.0)
}

/// What the words of one name are worth in another: a row for each of ours, a column for each of theirs.
pub(super) struct Worths(Vec<Vec<f64>>);

impl Worths {
    /// Compares every word with every other.
    pub(super) fn of(ours: &[&Piece], theirs: &[&Piece]) -> Worths {
        let row = |piece: &&Piece| theirs.iter().map(|other| worth(likeness(piece, other))).collect();
        Worths(ours.iter().map(row).collect())
    }

    /// True where one of their words is like one of ours.
    pub(super) fn has(&self, place: usize) -> bool {
        self.0.iter().any(|row| row[place] > 0.0)
    }
}

/// A word's partner in the other name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Partner {
    /// How much of the word the other name has: 0 to 1.
    pub(super) worth: f64,
    /// Where the partner stands among the other's words.
    pub(super) place: usize,
}

/// The partner of each of our words, and of each of theirs in a part of their name.
pub(super) type Partners = (Vec<Option<Partner>>, Vec<Option<Partner>>);

/// Puts together our words and those of a part of theirs, the most alike first.
pub(super) fn partners(ours: &[&Piece], theirs: &[&Piece], worths: &Worths, part: Range<usize>) -> Partners {
    let theirs = &theirs[part.clone()];
    let mut found = (vec![None; ours.len()], vec![None; theirs.len()]);
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (place, row) in worths.0.iter().enumerate() {
        let row = row[part.clone()].iter().enumerate().filter(|(_, worth)| **worth > 0.0);
        pairs.extend(row.map(|(at, worth)| (*worth, place, at)));
    }
    pairs.sort_by(|left, right| right.0.total_cmp(&left.0).then((left.1, left.2).cmp(&(right.1, right.2))));
    for (worth, place, at) in pairs {
        if found.0[place].is_none() && found.1[at].is_none() {
            found.0[place] = Some(Partner { worth, place: at });
            found.1[at] = Some(Partner { worth, place });
        }
    }
    runs(ours, theirs, &mut found.0, &mut found.1);
    runs(theirs, ours, &mut found.1, &mut found.0);
    found
}

/// Words of ours that go with several of theirs: first letters, and words written together.
fn runs(
    ours: &[&Piece],
    theirs: &[&Piece],
    found: &mut [Option<Partner>],
    their_found: &mut [Option<Partner>],
) {
    for (place, piece) in ours.iter().enumerate().filter(|(_, piece)| piece.weight > 0.1) {
        if found[place].is_some_and(|partner| partner.worth > 0.5) {
            continue;
        }
        if let Some(run) = abbreviated(piece, theirs, their_found).or_else(|| joined(piece, theirs)) {
            found[place] = Some(Partner { worth: INDIRECT, place: run.start });
            their_found[run].fill(Some(Partner { worth: INDIRECT, place }));
        }
    }
}

/// Where the words whose first letters our word is stand.
fn abbreviated(piece: &Piece, theirs: &[&Piece], found: &[Option<Partner>]) -> Option<Range<usize>> {
    let letters: Vec<char> = piece.exact.chars().collect();
    if !piece.is_upper || letters.len() < 2 || letters.len() > 8 {
        return None;
    }
    (0..theirs.len()).find_map(|start| {
        let mut at = start;
        for letter in &letters {
            // Small words may be left out of an abbreviation.
            while theirs.get(at).is_some_and(|other| other.weight < 0.1 && !other.exact.starts_with(*letter))
            {
                at += 1;
            }
            if found.get(at)?.is_some() || !same_initial(*letter, &theirs.get(at)?.exact) {
                return None;
            }
            at += 1;
        }
        Some(start..at)
    })
}

fn same_initial(letter: char, word: &str) -> bool {
    word.chars().next().is_some_and(|first| {
        first == letter
            || plain(&first.to_string()).chars().next() == plain(&letter.to_string()).chars().next()
    })
}

/// Where the words stand that are written together in ours.
fn joined(piece: &Piece, theirs: &[&Piece]) -> Option<Range<usize>> {
    if piece.word.plain.len() < 6 {
        return None;
    }
    (2..=3).find_map(|length| {
        let start = theirs.windows(length).position(|words| {
            words.iter().map(|word| &*word.word.plain).collect::<String>() == *piece.word.plain
        })?;
        Some(start..start + length)
    })
}

/// How alike two names are letter by letter where their words are parted otherwise: 0 where more than a
/// slip sets them apart.
pub(super) fn joined_likeness(ours: &[&Piece], theirs: &[&Piece]) -> f64 {
    if ours.len() == theirs.len() {
        return 0.0;
    }
    let plain = |piece: &Piece| piece.word.plain.to_string();
    let exact = |piece: &Piece| piece.exact.clone();
    let mut best = 0.0f64;
    for least in [0.0, 0.1] {
        let told = |piece: &&&Piece| piece.weight >= least;
        let join = |pieces: &[&Piece], letters: &dyn Fn(&Piece) -> String| -> String {
            pieces.iter().filter(told).map(|piece| letters(piece)).collect()
        };
        best = best.max(slips(&join(ours, &plain), &join(theirs, &plain)));
        best = best.max(slips(&join(ours, &exact), &join(theirs, &exact)));
    }
    best
}

/// The share of letters that two texts have alike, where no more than one in ten differs; 0 otherwise.
fn slips(left: &str, right: &str) -> f64 {
    let most = left.chars().count().max(right.chars().count());
    let distance = strsim::osa_distance(left, right);
    if most < 6 || distance * 10 > most {
        return 0.0;
    }
    let count = |count: usize| f64::from(u16::try_from(count).unwrap_or(u16::MAX));
    1.0 - count(distance) / count(most)
}
