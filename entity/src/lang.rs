//! Languages of texts, BCP 47.

use std::fmt;
use std::str::FromStr;

use crate::value::{Invalid, Value};

/// A language tag: a two- or three-letter language, optionally script, region and variants.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lang(Box<str>);

impl Lang {
    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for Lang {
    const NAME: &'static str = "Lang";
    const EXPECTED: &'static str = "a language tag such as kk, ru or en (BCP 47)";
    const EXAMPLE: &'static str = "kk";
    const PATTERN: &'static str = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$";
}

impl FromStr for Lang {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let mut parts = text.split('-');
        let language = parts.next().unwrap_or_default();
        let right = (2..=3).contains(&language.len())
            && language.bytes().all(|byte| byte.is_ascii_alphabetic())
            && parts.all(|part| {
                (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
            && text.len() <= 35;
        if !right {
            return Err(Invalid::new::<Self>("this is not a language tag"));
        }
        let rest = &text[language.len()..];
        Ok(Self(format!("{}{rest}", language.to_ascii_lowercase()).into()))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        for (text, tag) in [("kk", "kk"), ("KK", "kk"), ("kk-Latn", "kk-Latn"), (" ru ", "ru")] {
            assert_eq!(text.parse::<Lang>().unwrap().as_str(), tag);
        }
        for text in ["", "k", "казахский", "kk_KZ", "kk-", "kazakh"] {
            assert!(text.parse::<Lang>().is_err(), "{text}");
        }
    }
}
