//! What all value types share: a name, what would be right, an example, and an error that says so
//! without repeating what came in (it may be somebody's personal number).

use std::fmt::Display;
use std::str::FromStr;

/// A value that is checked when it is made and cannot be wrong afterwards.
pub trait Value: FromStr<Err = Invalid> + Display + Send + Sync {
    /// Name of the type in schemas, for example `Bin`.
    const NAME: &'static str;
    /// What would be right, as a sentence fragment.
    const EXPECTED: &'static str;
    /// A right value.
    const EXAMPLE: &'static str;
    /// Regular expression that every right value matches (not every match is right).
    const PATTERN: &'static str;
    /// The values there are, where the type is a closed list.
    fn allowed() -> Vec<&'static str> {
        Vec::new()
    }
}

/// Why a text is not a value of the type asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}; expected {expected}")]
pub struct Invalid {
    /// What is wrong, in lower case, without the value itself.
    pub reason: String,
    /// What would be right.
    pub expected: String,
    /// True where the text is a personal number (IIN): it must not be stored or shown anywhere.
    pub personal: bool,
}

impl Invalid {
    /// The error of type `T` with this reason.
    pub fn new<T: Value>(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), expected: T::EXPECTED.to_owned(), personal: false }
    }

    /// The error of a personal number given where type `T` is expected.
    pub fn personal<T: Value>() -> Self {
        Self {
            reason: "this is a personal number (IIN), which the registry does not keep".to_owned(),
            expected: T::EXPECTED.to_owned(),
            personal: true,
        }
    }
}
