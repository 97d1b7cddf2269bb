//! Two names side by side, with the letters that differ marked: for a person who decides.

use std::ops::Range;

use super::likeness::likeness;
use super::pieces::read;

/// A word of one name beside its partner in the other.
#[derive(Debug, Clone, PartialEq)]
pub struct AlignedWord {
    /// Where it stands in the left name, in bytes; `None` where only the right one has it.
    pub left: Option<Range<usize>>,
    /// Where it stands in the right name, in bytes; `None` where only the left one has it.
    pub right: Option<Range<usize>>,
    /// How alike the two are, 0 to 1.
    pub similarity: f64,
    /// Bytes of the left name that differ from the right word.
    pub left_differs: Vec<Range<usize>>,
    /// Bytes of the right name that differ from the left word.
    pub right_differs: Vec<Range<usize>>,
}

/// The words of two names side by side, with the letters that differ marked: for a person who decides.
pub fn align(left: &str, right: &str) -> Vec<AlignedWord> {
    let (ours, theirs) = (read(left), read(right));
    let mut taken = vec![false; theirs.len()];
    let mut aligned: Vec<AlignedWord> = Vec::new();
    for piece in &ours {
        let partner = theirs
            .iter()
            .enumerate()
            .filter(|(place, _)| !taken[*place])
            .map(|(place, other)| (place, likeness(piece, other)))
            .filter(|(_, similarity)| *similarity > 0.6)
            .max_by(|left, right| left.1.total_cmp(&right.1));
        let Some((place, similarity)) = partner else {
            aligned.push(AlignedWord {
                left: Some(piece.range.clone()),
                right: None,
                similarity: 0.0,
                left_differs: vec![piece.range.clone()],
                right_differs: Vec::new(),
            });
            continue;
        };
        taken[place] = true;
        let other = &theirs[place];
        let (left_differs, right_differs) = differing(left, &piece.range, right, &other.range);
        aligned.push(AlignedWord {
            left: Some(piece.range.clone()),
            right: Some(other.range.clone()),
            similarity,
            left_differs,
            right_differs,
        });
    }
    for (piece, _) in theirs.iter().zip(&taken).filter(|(_, taken)| !**taken) {
        aligned.push(AlignedWord {
            left: None,
            right: Some(piece.range.clone()),
            similarity: 0.0,
            left_differs: Vec::new(),
            right_differs: vec![piece.range.clone()],
        });
    }
    aligned
}

/// Bytes of two words that are not in their longest common subsequence of letters, case apart.
fn differing(
    left: &str,
    left_range: &Range<usize>,
    right: &str,
    right_range: &Range<usize>,
) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let letters = |text: &str, range: &Range<usize>| -> Vec<(usize, char, usize)> {
        text.get(range.clone())
            .unwrap_or_default()
            .char_indices()
            .map(|(at, c)| (range.start + at, c.to_lowercase().next().unwrap_or(c), c.len_utf8()))
            .collect()
    };
    let (ours, theirs) = (letters(left, left_range), letters(right, right_range));
    let width = theirs.len() + 1;
    let mut lengths = vec![0u16; (ours.len() + 1) * width];
    for (row, one) in ours.iter().enumerate().rev() {
        for (column, other) in theirs.iter().enumerate().rev() {
            lengths[row * width + column] = if one.1 == other.1 {
                lengths[(row + 1) * width + column + 1] + 1
            } else {
                lengths[(row + 1) * width + column].max(lengths[row * width + column + 1])
            };
        }
    }
    let (mut left_differs, mut right_differs) = (Vec::new(), Vec::new());
    let (mut row, mut column) = (0, 0);
    while row < ours.len() || column < theirs.len() {
        match (ours.get(row), theirs.get(column)) {
            (Some(one), Some(other)) if one.1 == other.1 => {
                row += 1;
                column += 1;
            }
            (Some(one), other)
                if other.is_none()
                    || lengths[(row + 1) * width + column] >= lengths[row * width + column + 1] =>
            {
                mark(&mut left_differs, one.0, one.2);
                row += 1;
            }
            (_, Some(other)) => {
                mark(&mut right_differs, other.0, other.2);
                column += 1;
            }
            (_, None) => row += 1,
        }
    }
    (left_differs, right_differs)
}

fn mark(ranges: &mut Vec<Range<usize>>, at: usize, length: usize) {
    match ranges.last_mut() {
        Some(last) if last.end == at => last.end = at + length,
        _ => ranges.push(at..at + length),
    }
}
