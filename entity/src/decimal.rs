//! Amounts of money and percentages as decimal text, so that no rounding ever happens.

use std::fmt;
use std::str::FromStr;

use crate::value::{Invalid, Value};

/// A decimal number that is not negative: up to 15 digits before and 6 after the point.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decimal(Box<str>);

impl Decimal {
    /// The digits as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for Decimal {
    const NAME: &'static str = "Decimal";
    const EXPECTED: &'static str = "a decimal number such as 1500 or 1.5";
    const EXAMPLE: &'static str = "1.5";
    const PATTERN: &'static str = "^[0-9]{1,15}(\\.[0-9]{1,6})?$";
}

impl FromStr for Decimal {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let (whole, fraction) =
            text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
        let digits = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if digits(whole, 15) && fraction.is_none_or(|fraction| digits(fraction, 6)) {
            Ok(Self(text.into()))
        } else {
            Err(Invalid::new::<Self>("this is not a decimal number"))
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for text in ["0", "1.0", "16.5", "1500"] {
            assert_eq!(text.parse::<Decimal>().unwrap().as_str(), text);
        }
        for text in ["", ".", "1.", ".5", "-1", "1e3", "1,5", "1.2.3", "NaN"] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
    }
}
