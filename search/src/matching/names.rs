//! Compares two names of organizations by themselves, without any other fact.
//!
//! Good for names of every kind: other scripts, other word order, legal forms of the world,
//! abbreviations, slips. What tells names apart is what is rare in names; words such as «Ltd» and
//! «university» weigh little. For rows of lists use the matcher, which knows more.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::lexicon::rows;
use super::word::{NameWord, word_similarity};
use crate::text::latin::plain;
use crate::text::normalize;
use crate::text::thesaurus::meanings;
use crate::text::tokens::{Reader, Token};

/// How many words of a name count.
const MOST_WORDS: usize = 40;

/// A word of the table: how much it weighs, and which line it is of.
#[derive(Debug, Clone, Copy)]
struct Common {
    weight: f64,
    line: usize,
}

/// Phrases of the table by their words in plain Latin, joined by spaces.
static COMMON: LazyLock<HashMap<String, Common>> = LazyLock::new(|| {
    let mut common = HashMap::new();
    for (line, row) in rows(include_str!("../../data/name-words.tsv")).enumerate() {
        let Some((weight, phrases)) = row.split_once('\t') else { continue };
        let Ok(weight) = weight.parse() else { continue };
        for phrase in phrases.split('|') {
            let words: Vec<String> = normalize(phrase).split([' ', '-']).map(plain).collect();
            common.entry(words.join(" ")).or_insert(Common { weight, line });
        }
    }
    common
});

/// A part of a name: a word, or a phrase of the table.
#[derive(Debug)]
struct Piece {
    word: NameWord,
    /// As written, small letters.
    exact: String,
    weight: f64,
    line: Option<usize>,
    senses: Vec<&'static str>,
    is_upper: bool,
    range: Range<usize>,
}

/// How alike two names are: 1 for one name however written, 0 for unlike ones.
pub fn similarity(left: &str, right: &str) -> f64 {
    let (ours, theirs) = (pieces(left), pieces(right));
    if ours.is_empty() || theirs.is_empty() {
        return if left.trim() == right.trim() && !left.trim().is_empty() { 1.0 } else { 0.0 };
    }
    let (covered, total, numbers) = cover(&ours, &theirs);
    let (back, back_total, _) = cover(&theirs, &ours);
    let by_words = (covered + back) / (total + back_total).max(f64::MIN_POSITIVE);
    let by_letters = joined_similarity(&ours, &theirs);
    let best = by_words.max(by_letters * 0.97);
    if numbers { best } else { best * 0.6 }
}

/// How much of a name stands in a longer text, such as an address or an affiliation: 1 where all of its
/// words do.
pub fn within(name: &str, text: &str) -> f64 {
    let (ours, theirs) = (pieces(name), pieces(text));
    let (covered, total, _) = cover(&ours, &theirs);
    if total > 0.0 { covered / total } else { 0.0 }
}

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
    let (ours, theirs) = (pieces(left), pieces(right));
    let mut taken = vec![false; theirs.len()];
    let mut aligned: Vec<AlignedWord> = Vec::new();
    for piece in &ours {
        let partner = theirs
            .iter()
            .enumerate()
            .filter(|(place, _)| !taken[*place])
            .map(|(place, other)| (place, piece_similarity(piece, other)))
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
    for (place, piece) in theirs.iter().enumerate().filter(|(place, _)| !taken[*place]) {
        debug_assert!(!taken[place]);
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

fn pieces(text: &str) -> Vec<Piece> {
    let mut tokens = Reader::default().read(text);
    tokens.truncate(MOST_WORDS);
    let found = meanings(&tokens);
    let mut pieces = Vec::new();
    let mut place = 0;
    while place < tokens.len() {
        let (common, length) = common_at(&tokens, place);
        let token = &tokens[place];
        let last = &tokens[place + length - 1];
        let senses: Vec<&'static str> = found
            .iter()
            .filter(|meaning| meaning.words.start == place && meaning.words.end == place + length)
            .filter(|meaning| token.forms.exact.chars().count() > 3 && !meaning.code.starts_with("kind/"))
            .map(|meaning| meaning.code)
            .collect();
        let written = text.get(token.start..token.end).unwrap_or_default();
        pieces.push(Piece {
            word: NameWord::of(&token.forms),
            exact: token.forms.exact.clone(),
            weight: common.map_or(1.0, |common| common.weight),
            line: common.map(|common| common.line),
            senses,
            is_upper: written.chars().count() >= 2
                && written.chars().filter(|c| c.is_uppercase()).count() >= 2,
            range: token.start..last.end,
        });
        place += length;
    }
    pieces
}

/// The longest phrase of the table that begins here, and how many words it has; one word otherwise.
fn common_at(tokens: &[Token], place: usize) -> (Option<Common>, usize) {
    const LONGEST: usize = 5;
    for length in (1..=LONGEST.min(tokens.len() - place)).rev() {
        let words: Vec<&str> =
            tokens[place..place + length].iter().map(|token| token.forms.plain.as_str()).collect();
        if let Some(common) = COMMON.get(&words.join(" ")) {
            return (Some(*common), length);
        }
    }
    (None, 1)
}

fn piece_similarity(left: &Piece, right: &Piece) -> f64 {
    if left.line.is_some() && left.line == right.line {
        return 1.0;
    }
    let by_letters = word_similarity(&left.word, &right.word);
    if by_letters < 0.9 && left.senses.iter().any(|sense| right.senses.contains(sense)) {
        return 0.9;
    }
    // «Kazakh» and «казахстанский»: one begins with the other.
    let (short, long) = if left.word.plain.len() <= right.word.plain.len() {
        (&left.word.plain, &right.word.plain)
    } else {
        (&right.word.plain, &left.word.plain)
    };
    if short.len() >= 5 && !left.word.is_number && long.starts_with(&**short) {
        return by_letters.max(0.8);
    }
    by_letters
}

/// Weight of our words that have a partner among theirs, weight of all our words, and whether the
/// numbers go together.
fn cover(ours: &[Piece], theirs: &[Piece]) -> (f64, f64, bool) {
    let mut covered = 0.0;
    let mut total = 0.0;
    let mut taken = vec![false; theirs.len()];
    let mut skip = 0;
    let longest = |piece: &Piece| {
        piece.weight * (0.6 + 0.1 * f64::from(u8::try_from(piece.word.plain.len().min(8)).unwrap_or(8)))
    };
    for (place, piece) in ours.iter().enumerate() {
        let weight = longest(piece);
        total += weight;
        if skip > 0 {
            skip -= 1;
            covered += weight * 0.9;
            continue;
        }
        let best = theirs
            .iter()
            .enumerate()
            .filter(|(at, _)| !taken[*at])
            .map(|(at, other)| (at, piece_similarity(piece, other)))
            .max_by(|left, right| left.1.total_cmp(&right.1));
        if let Some((at, similarity)) = best
            && similarity >= 0.75
        {
            taken[at] = true;
            // Half alike is nearly unlike.
            covered += weight * ((similarity - 0.5) * 2.0).clamp(0.0, 1.0);
            continue;
        }
        if let Some(run) = abbreviated(piece, theirs, &taken) {
            taken[run].fill(true);
            covered += weight * 0.85;
        } else if let Some((length, at)) = abbreviating(&ours[place..], theirs, &taken) {
            taken[at] = true;
            covered += weight * 0.85;
            skip = length - 1;
        } else if joined(piece, theirs) || split(&ours[place..], theirs) {
            covered += weight * 0.9;
        }
    }
    let numbers = |pieces: &[Piece]| -> Vec<String> {
        let mut numbers: Vec<String> = pieces
            .iter()
            .filter(|piece| piece.word.is_number)
            .map(|piece| piece.word.plain.to_string())
            .collect();
        numbers.sort_unstable();
        numbers
    };
    let (left, right) = (numbers(ours), numbers(theirs));
    let go_together = left.is_empty() || right.is_empty() || left.iter().any(|number| right.contains(number));
    (covered, total, go_together)
}

/// Where the words whose first letters our word is stand.
fn abbreviated(piece: &Piece, theirs: &[Piece], taken: &[bool]) -> Option<Range<usize>> {
    let letters: Vec<char> = piece.exact.chars().collect();
    if !piece.is_upper || letters.len() < 2 || letters.len() > 8 {
        return None;
    }
    (0..theirs.len()).find_map(|start| {
        let mut at = start;
        let mut end = start;
        for letter in &letters {
            // Small words may be left out of an abbreviation.
            while theirs.get(at).is_some_and(|other| other.weight < 0.45 && !other.exact.starts_with(*letter))
            {
                at += 1;
            }
            if taken.get(at).copied().unwrap_or(true) || !same_initial(*letter, &theirs.get(at)?.exact) {
                return None;
            }
            at += 1;
            end = at;
        }
        Some(start..end)
    })
}

fn same_initial(letter: char, word: &str) -> bool {
    word.chars().next().is_some_and(|first| {
        first == letter
            || plain(&first.to_string()).chars().next() == plain(&letter.to_string()).chars().next()
    })
}

/// How many of our words one of theirs abbreviates, and where that stands.
fn abbreviating(ours: &[Piece], theirs: &[Piece], taken: &[bool]) -> Option<(usize, usize)> {
    let free = vec![false; ours.len()];
    theirs.iter().enumerate().filter(|(at, _)| !taken[*at]).find_map(|(at, other)| {
        let run = abbreviated(other, ours, &free)?;
        (run.start == 0).then_some((run.end, at))
    })
}

/// True where our word is two of theirs written together.
fn joined(piece: &Piece, theirs: &[Piece]) -> bool {
    piece.word.plain.len() >= 6
        && theirs.windows(2).any(|pair| {
            piece
                .word
                .plain
                .strip_prefix(&*pair[0].word.plain)
                .is_some_and(|rest| *rest == *pair[1].word.plain)
        })
}

/// True where our first word is a part of one of theirs that is two of ours written together.
fn split(ours: &[Piece], theirs: &[Piece]) -> bool {
    let Some(first) = ours.first() else { return false };
    theirs.iter().any(|other| {
        other.word.plain.len() >= 6
            && (ours.get(1).is_some_and(|second| {
                other
                    .word
                    .plain
                    .strip_prefix(&*first.word.plain)
                    .is_some_and(|rest| *rest == *second.word.plain)
            }) || first.word.plain.len() >= 3 && other.word.plain.ends_with(&*first.word.plain))
    })
}

/// Alike letter by letter, words in order, without those that tell little.
fn joined_similarity(ours: &[Piece], theirs: &[Piece]) -> f64 {
    let join = |pieces: &[Piece]| -> String {
        pieces.iter().filter(|piece| piece.weight > 0.35).map(|piece| &*piece.word.plain).collect()
    };
    let (left, right) = (join(ours), join(theirs));
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    let most = f64::from(u16::try_from(left.len().max(right.len())).unwrap_or(u16::MAX));
    let distance = f64::from(u16::try_from(strsim::osa_distance(&left, &right)).unwrap_or(u16::MAX));
    let share = 1.0 - distance / most;
    // A letter in ten is a slip; three in ten are another name.
    if share >= 0.85 { share } else { (share - 0.5).max(0.0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_name_however_written() {
        for (left, right) in [
            ("ТОО «Казахмыс»", "Kazakhmys LLP"),
            ("Gazprom PJSC", "ПАО Газпром"),
            ("Siemens Aktiengesellschaft", "Siemens AG"),
            ("Al-Farabi Kazakh National University", "Kazakh National University Al-Farabi"),
            ("ОО «Өркен»", "«Өркен» қоғамдық бірлестігі"),
            ("Общественный фонд «Дарын»", "Daryn Public Foundation"),
            ("International Business Machines Corporation", "IBM Corp."),
            ("Starlink Trading Ltd", "Star Link Trading Limited"),
            ("Rosneft Oil Company", "Роснефть"),
            ("Чермет Инвест", "Chermet-Invest, OOO"),
        ] {
            assert!(similarity(left, right) >= 0.75, "{left} | {right}: {}", similarity(left, right));
        }
    }

    #[test]
    fn other_names() {
        for (left, right) in [
            ("ТОО «Казахмыс»", "ТОО «Казцинк»"),
            ("Школа №12", "Школа №21"),
            ("University of Oxford", "University of Cambridge"),
            ("Общественный фонд «Дарын»", "Общественный фонд «Болашақ»"),
            ("Bank of Georgia", "Bank of Moscow"),
        ] {
            assert!(similarity(left, right) < 0.6, "{left} | {right}: {}", similarity(left, right));
        }
    }

    #[test]
    fn within_a_longer_text() {
        let text = "Dept. of Physics, Nazarbayev University, 53 Kabanbay Batyr Ave., Astana, Kazakhstan";
        assert!(within("Nazarbayev University", text) > 0.99);
        assert!(within("Satbayev University", text) < 0.6);
    }

    #[test]
    fn words_are_aligned_and_differing_letters_marked() {
        let (left, right) = ("центр поддержки", "центрр поддершки");
        let aligned = align(left, right);
        assert_eq!(aligned.len(), 2);
        let text = |text: &'static str, ranges: &[Range<usize>]| -> Vec<&'static str> {
            ranges.iter().map(|range| &text[range.clone()]).collect()
        };
        assert_eq!(text(right, &aligned[0].right_differs), ["р"]);
        assert_eq!(text(left, &aligned[1].left_differs), ["ж"]);
        assert_eq!(text(right, &aligned[1].right_differs), ["ш"]);
    }

    proptest! {
        #[test]
        fn any_names_are_compared(left in "\\PC{0,40}", right in "\\PC{0,40}") {
            let similarity = similarity(&left, &right);
            prop_assert!((0.0..=1.0).contains(&similarity), "{similarity}");
            for word in align(&left, &right) {
                for range in word.left.iter().chain(&word.left_differs) {
                    prop_assert!(left.get(range.clone()).is_some());
                }
                for range in word.right.iter().chain(&word.right_differs) {
                    prop_assert!(right.get(range.clone()).is_some());
                }
            }
        }
    }
}
