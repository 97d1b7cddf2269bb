//! KATO codes: the classifier of administrative-territorial objects, national standard НК РК 11-2025.
//!
//! Nine digits `AB CD EF HIJ`, always a text: republican level, region level, district level,
//! settlement. The code tells where a place may stand; what stands there is in the `area` table.

use std::fmt;
use std::str::FromStr;

use crate::value::{Invalid, Value};

/// A nine-digit code of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KatoCode([u8; 9]);

impl KatoCode {
    /// The digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The codes in which this one may lie, nearest first: the classifier leaves out some levels, so
    /// the parent is the nearest of these that exists.
    pub fn possible_parents(&self) -> impl Iterator<Item = KatoCode> + '_ {
        [6usize, 4, 2].into_iter().filter_map(|kept| {
            let mut code = [b'0'; 9];
            code[..kept].copy_from_slice(&self.0[..kept]);
            (code != self.0).then_some(KatoCode(code))
        })
    }

    /// The first and the last code of the area itself and everything below it: `101000000` stands at
    /// district level, whatever its zeros, so that it ends with `101099999`.
    pub fn subtree(&self) -> (KatoCode, KatoCode) {
        let significant = self.0.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
        let kept = [2usize, 4, 6].into_iter().find(|level| significant <= *level).unwrap_or(9);
        let mut last = self.0;
        last[kept..].fill(b'9');
        (*self, KatoCode(last))
    }
}

impl Value for KatoCode {
    const NAME: &'static str = "KatoCode";
    const EXPECTED: &'static str = "nine digits of a KATO code, as at /v1/areas";
    const EXAMPLE: &'static str = "610000000";
    const PATTERN: &'static str = "^[1-9][0-9]{8}$";
}

impl FromStr for KatoCode {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let digits: [u8; 9] = text
            .trim()
            .as_bytes()
            .try_into()
            .map_err(|_| Invalid::new::<Self>("a KATO code has nine digits"))?;
        if digits[0] == b'0' || !digits.iter().all(u8::is_ascii_digit) {
            return Err(Invalid::new::<Self>("a KATO code has nine digits, the first not 0"));
        }
        Ok(Self(digits))
    }
}

impl fmt::Display for KatoCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_are_nearest_first() {
        let village: KatoCode = "113820100".parse().unwrap();
        let parents: Vec<String> = village.possible_parents().map(|code| code.to_string()).collect();
        assert_eq!(parents, ["113820000", "113800000", "110000000"]);
        let region: KatoCode = "110000000".parse().unwrap();
        assert_eq!(region.possible_parents().count(), 0);
    }

    #[test]
    fn codes_below_an_area() {
        for (code, last) in [
            ("350000000", "359999999"),
            ("100000000", "109999999"),
            ("101000000", "101099999"),
            ("351600000", "351699999"),
            ("113820000", "113820999"),
            ("101010000", "101010999"),
            ("113820100", "113820100"),
            ("113820010", "113820010"),
        ] {
            let area: KatoCode = code.parse().unwrap();
            let (first, end) = area.subtree();
            assert_eq!((first.as_str(), end.as_str()), (code, last));
        }
    }

    proptest::proptest! {
        #[test]
        fn a_code_lies_below_all_its_parents(code in "[1-9][0-9]{8}") {
            let code: KatoCode = code.parse().unwrap();
            for parent in code.possible_parents().chain([code]) {
                let (first, last) = parent.subtree();
                proptest::prop_assert!((first..=last).contains(&code), "{code} in {parent}");
            }
        }
    }

    #[test]
    fn not_a_code() {
        for text in ["", "11", "1100000000", "01000000a", "000000000", "１10000000"] {
            assert!(text.parse::<KatoCode>().is_err(), "{text}");
        }
    }
}
