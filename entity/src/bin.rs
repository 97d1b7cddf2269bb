//! Business identification numbers (БСН / БИН) of Kazakhstan.
//!
//! `YYMM T P NNNNN C`: year and month of registration; fifth digit 4 resident legal entity,
//! 5 non-resident, 6 joint sole proprietor; sixth digit 0 head, 1 branch, 2 representative office,
//! 3 peasant farm; five serial digits; a check digit. Law 223-III of 12.01.2007 on national registers
//! of identification numbers. A fifth digit of 0 to 3 is the day of a birth date: that is a personal
//! number (ЖСН / ИИН), which is refused.

use std::fmt;
use std::str::FromStr;

use crate::value::{Invalid, Value};

/// A business identification number with a right month, kind, unit and check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bin([u8; 12]);

impl Bin {
    /// The digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Value for Bin {
    const NAME: &'static str = "Bin";
    const EXPECTED: &'static str =
        "12 digits of a business identification number with a right month, fifth, sixth and check digit";
    const EXAMPLE: &'static str = "990140001154";
    const PATTERN: &'static str = "^[0-9]{2}(0[1-9]|1[0-2])[456][0-3][0-9]{6}$";
}

impl FromStr for Bin {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let digits = twelve_digits(text.trim())
            .ok_or_else(|| Invalid::new::<Self>("a business identification number has 12 digits"))?;
        if (b'0'..=b'3').contains(&digits[4]) {
            return Err(Invalid::personal::<Self>());
        }
        let month = (digits[2] - b'0') * 10 + digits[3] - b'0';
        if !(1..=12).contains(&month) {
            return Err(Invalid::new::<Self>("digits 3 and 4 are not a month"));
        }
        if !(b'4'..=b'6').contains(&digits[4]) {
            return Err(Invalid::new::<Self>("the fifth digit is not 4, 5 or 6"));
        }
        if !(b'0'..=b'3').contains(&digits[5]) {
            return Err(Invalid::new::<Self>("the sixth digit is not 0, 1, 2 or 3"));
        }
        match check_digit(&digits) {
            None => Err(Invalid::new::<Self>("a number with these digits is never issued")),
            Some(check) if check != digits[11] - b'0' => {
                Err(Invalid::new::<Self>("the check digit does not fit the others"))
            }
            Some(_) => Ok(Self(digits)),
        }
    }
}

impl fmt::Display for Bin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// True where the text is a personal number (IIN): six digits of a birth date, a century and sex
/// digit, and a right check digit.
pub fn is_personal_number(text: &str) -> bool {
    let Some(digits) = twelve_digits(text) else { return false };
    let pair = |at: usize| (digits[at] - b'0') * 10 + digits[at + 1] - b'0';
    (1..=12).contains(&pair(2))
        && (1..=31).contains(&pair(4))
        && digits[6] <= b'6'
        && check_digit(&digits) == Some(digits[11] - b'0')
}

fn twelve_digits(text: &str) -> Option<[u8; 12]> {
    let digits: [u8; 12] = text.as_bytes().try_into().ok()?;
    digits.iter().all(u8::is_ascii_digit).then_some(digits)
}

/// The check digit of the first eleven, `None` where both passes give 10 (such numbers are not used).
fn check_digit(digits: &[u8; 12]) -> Option<u8> {
    const FIRST: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    const SECOND: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];
    [FIRST, SECOND].iter().find_map(|weights| {
        let sum: u32 =
            digits.iter().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        u8::try_from(sum % 11).ok().filter(|check| *check < 10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_and_synthetic_numbers() {
        for valid in
            ["940140000385", "990140004654", "990140001154", "240340999688", "231141999596", "240342999998"]
        {
            assert_eq!(valid.parse::<Bin>().map(|bin| bin.to_string()), Ok(valid.to_owned()));
        }
        for invalid in [
            "240340999690",
            "990140001155",
            "991340001154",
            "990170001154",
            "990144001154",
            "",
            "99014000115４",
        ] {
            assert!(invalid.parse::<Bin>().is_err_and(|error| !error.personal), "{invalid}");
        }
    }

    #[test]
    fn a_personal_number_is_refused_and_not_repeated() {
        let error = "991231599997".parse::<Bin>().unwrap_err();
        assert!(error.personal && !error.to_string().contains("991231599997"));
        assert!(is_personal_number("991231599997"));
        assert!(!is_personal_number("990140001154"));
    }

    proptest::proptest! {
        #[test]
        fn a_wrong_check_digit_is_noticed(by in 1u8..10) {
            let mut digits = *b"990140001154";
            digits[11] = b'0' + (digits[11] - b'0' + by) % 10;
            let text = String::from_utf8(digits.to_vec()).unwrap();
            proptest::prop_assert!(text.parse::<Bin>().is_err());
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = text.parse::<Bin>();
            is_personal_number(&text);
        }
    }
}
