//! Two texts side by side, with the letters marked in which they differ.

use similar::{Algorithm, DiffOp, capture_diff_slices, get_diff_ratio};

/// Below this likeness letters tell nothing: the whole text is marked.
const UNLIKE: f32 = 0.5;
/// Letters compared at most; what is longer is compared as a whole.
const MOST: usize = 2000;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// True where the other text has something else there.
    pub(super) differs: bool,
}

/// A whole text as one piece.
pub(super) fn whole(text: &str, differs: bool) -> Vec<Piece> {
    if text.is_empty() { Vec::new() } else { vec![Piece { text: text.to_owned(), differs }] }
}

/// The pieces of both texts.
pub(super) fn compare(left: &str, right: &str) -> (Vec<Piece>, Vec<Piece>) {
    if left == right {
        return (whole(left, false), whole(right, false));
    }
    let (ours, theirs): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    if ours.is_empty() || theirs.is_empty() || ours.len() > MOST || theirs.len() > MOST {
        return (whole(left, true), whole(right, true));
    }
    let steps = capture_diff_slices(Algorithm::Myers, &ours, &theirs);
    if get_diff_ratio(&steps, ours.len(), theirs.len()) < UNLIKE {
        return (whole(left, true), whole(right, true));
    }
    let (mut of_left, mut of_right) = (Vec::new(), Vec::new());
    for step in steps {
        let differs = !matches!(step, DiffOp::Equal { .. });
        add(&mut of_left, &ours[step.old_range()], differs);
        add(&mut of_right, &theirs[step.new_range()], differs);
    }
    (of_left, of_right)
}

fn add(pieces: &mut Vec<Piece>, letters: &[char], differs: bool) {
    if letters.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last) if last.differs == differs => last.text.extend(letters),
        _ => pieces.push(Piece { text: letters.iter().collect(), differs }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| if piece.differs { format!("[{}]", piece.text) } else { piece.text.clone() })
            .collect()
    }

    #[test]
    fn letters_that_differ_are_marked() {
        let (left, right) = compare("ОО «Өркен»", "ОО «Оркен»");
        assert_eq!((written(&left), written(&right)), ("ОО «[Ө]ркен»".into(), "ОО «[О]ркен»".into()));
        let (left, right) = compare("Мерей қоры", "Мерей қоры Абай");
        assert_eq!((written(&left), written(&right)), ("Мерей қоры".into(), "Мерей қоры[ Абай]".into()));
        let (left, right) = compare("химия", "ағылшын тілі");
        assert_eq!((written(&left), written(&right)), ("[химия]".into(), "[ағылшын тілі]".into()));
    }

    proptest::proptest! {
        #[test]
        fn pieces_are_the_text(left in ".{0,40}", right in ".{0,40}") {
            let (ours, theirs) = compare(&left, &right);
            let joined = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
            proptest::prop_assert_eq!(joined(&ours), left.as_str());
            proptest::prop_assert_eq!(joined(&theirs), right.as_str());
        }
    }
}
