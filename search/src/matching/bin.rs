//! Reads business identification numbers (БИН) as lists write them.
//!
//! `YYMM T P NNNNN C`, law 223-III of 12.01.2007. A number is repaired only where exactly one reading
//! explains it: letters that look like digits, separators, zeros that a spreadsheet dropped. A wrong
//! digit is not repaired here, because about twelve numbers are one digit away; a number known from
//! elsewhere may decide that. A personal number (ИИН) is never kept.

/// What a cell for a business identification number holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum BinState {
    /// Nothing.
    #[default]
    Absent,
    /// A number with a right month, kind, unit and check digit.
    Valid(String),
    /// Another text, of which only this number can be meant.
    Repaired {
        /// What the cell holds.
        from: String,
        /// The number meant.
        to: String,
    },
    /// A personal number, which is not kept.
    Personal,
    /// No number of a body; the digits, for the comparison with numbers one digit away.
    Invalid(String),
}

impl BinState {
    /// The number, where it is sure.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Valid(number) | Self::Repaired { to: number, .. } => Some(number),
            Self::Absent | Self::Personal | Self::Invalid(_) => None,
        }
    }
}

/// Reads a cell.
pub fn read_bin(cell: &str) -> BinState {
    let cell = cell.trim();
    let plain: String = cell.chars().filter_map(digit_meant).collect();
    if plain.is_empty() {
        return BinState::Absent;
    }
    let is_clean = cell.len() == 12 && cell.bytes().all(|byte| byte.is_ascii_digit());
    if is_personal(&plain) || holds_personal(cell) {
        return BinState::Personal;
    }
    if is_valid(&plain) {
        return if is_clean {
            BinState::Valid(plain)
        } else {
            BinState::Repaired { from: cell.to_owned(), to: plain }
        };
    }
    if (9..12).contains(&plain.len()) {
        let padded = format!("{plain:0>12}");
        if is_valid(&padded) {
            return BinState::Repaired { from: cell.to_owned(), to: padded };
        }
        if is_personal(&padded) {
            return BinState::Personal;
        }
    }
    BinState::Invalid(plain.chars().take(16).collect())
}

/// The digit that a character of a number stands for; separators stand for nothing.
fn digit_meant(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' => c,
        'o' | 'O' | 'о' | 'О' => '0',
        'l' | 'I' | 'і' | 'І' | '|' => '1',
        'З' | 'з' => '3',
        'б' => '6',
        'В' => '8',
        _ => return c.to_digit(10).and_then(|digit| char::from_digit(digit, 10)),
    })
}

/// True for a number with a right month, kind of owner, unit and check digit.
pub fn is_valid(number: &str) -> bool {
    let Some(digits) = twelve(number) else { return false };
    (1..=12).contains(&(digits[2] * 10 + digits[3]))
        && (4..=6).contains(&digits[4])
        && digits[5] <= 3
        && check_digit(&digits) == Some(digits[11])
}

/// True for a number of twelve digits that begins with a date of birth and has a right check digit.
pub fn is_personal(number: &str) -> bool {
    let Some(digits) = twelve(number) else { return false };
    (1..=12).contains(&(digits[2] * 10 + digits[3]))
        && (1..=31).contains(&(digits[4] * 10 + digits[5]))
        && digits[4] <= 3
        && digits[6] <= 6
        && check_digit(&digits) == Some(digits[11])
}

/// True where a text holds a personal number among other words.
pub fn holds_personal(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(is_personal)
}

/// The text with personal numbers blotted out.
pub fn without_personal(text: &str) -> String {
    let mut out = text.to_owned();
    for run in text.split(|c: char| !c.is_ascii_digit()).filter(|run| is_personal(run)) {
        out = out.replace(run, "************");
    }
    out
}

/// True where two numbers differ by one digit written wrong, left out, or swapped with the next.
pub fn is_one_slip(left: &str, right: &str) -> bool {
    if left == right {
        return false;
    }
    strsim::damerau_levenshtein(left, right) == 1
}

fn twelve(number: &str) -> Option<[u32; 12]> {
    let mut digits = [0; 12];
    let mut bytes = number.bytes();
    for digit in &mut digits {
        *digit = u32::from(bytes.next().filter(u8::is_ascii_digit)? - b'0');
    }
    bytes.next().is_none().then_some(digits)
}

fn check_digit(digits: &[u32; 12]) -> Option<u32> {
    const FIRST: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    const SECOND: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];
    [FIRST, SECOND].iter().find_map(|weights| {
        let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
        (sum % 11 < 10).then_some(sum % 11)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_repaired_or_refused() {
        assert_eq!(read_bin(" 990140001154 "), BinState::Valid("990140001154".to_owned()));
        for (from, to) in [
            ("990 140 001 154", "990140001154"),
            ("99O14OOO1154", "990140001154"),
            ("70740004377", "070740004377"),
            ("БИН 990140001154", "990140001154"),
        ] {
            assert_eq!(read_bin(from).number(), Some(to), "{from}");
            assert!(matches!(read_bin(from), BinState::Repaired { .. }), "{from}");
        }
        assert_eq!(read_bin("991231599997"), BinState::Personal);
        assert_eq!(read_bin("990140001155"), BinState::Invalid("990140001155".to_owned()));
        assert_eq!(read_bin("240340999690").number(), None);
        assert_eq!(read_bin("-"), BinState::Absent);
        assert_eq!(without_personal("ИИН 991231599997, тел"), "ИИН ************, тел");
    }

    #[test]
    fn one_slip_is_a_digit_wrong_lost_or_swapped() {
        for slip in ["990140001155", "99014000154", "990140001514"] {
            assert!(is_one_slip("990140001154", slip), "{slip}");
        }
        assert!(!is_one_slip("990140001154", "990140002155"));
    }

    proptest! {
        #[test]
        fn any_cell_is_read_and_no_personal_number_kept(cell in "\\PC{0,20}|[0-9 OоЗ-]{9,15}") {
            match read_bin(&cell) {
                BinState::Valid(number) | BinState::Repaired { to: number, .. } => {
                    prop_assert!(is_valid(&number) && !is_personal(&number));
                }
                BinState::Invalid(digits) => prop_assert!(!is_personal(&digits)),
                BinState::Absent | BinState::Personal => {}
            }
        }
    }
}
