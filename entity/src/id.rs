//! Identifiers that the registry mints.
//!
//! A prefix letter, six characters of Crockford's base 32 in lower case, and two check digits: a
//! number below 2³⁰ and `98 − (number · 100 mod 97)` (ISO 7064 MOD 97-10, as in ROR's identifiers), so
//! that a mistyped id is noticed and never leads to another record. Ids say nothing about what they
//! name and are never given to anything else.

use std::fmt;
use std::str::FromStr;

use crate::value::{Invalid, Value};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const DIGITS: usize = 6;

/// How many ids of one type there are.
pub const SPACE: u32 = 1 << 30;

fn write_id(formatter: &mut fmt::Formatter<'_>, prefix: char, number: u32) -> fmt::Result {
    write!(formatter, "{prefix}")?;
    for at in (0..DIGITS).rev() {
        let digit = (number >> (5 * at)) & 31;
        write!(formatter, "{}", char::from(ALPHABET[digit as usize]))?;
    }
    write!(formatter, "{:02}", check_digits(number))
}

fn check_digits(number: u32) -> u64 {
    98 - (u64::from(number) * 100 % 97)
}

/// Reads an id; `None` where it is not one. Letters that look like digits are read as these (O as 0,
/// I and L as 1), as Crockford's base 32 asks.
fn read_id(text: &str, prefix: u32) -> Option<u32> {
    let bytes = text.as_bytes();
    if bytes.len() != DIGITS + 3 || u32::from(bytes[0].to_ascii_lowercase()) != prefix {
        return None;
    }
    let mut number = 0u32;
    for byte in &bytes[1..=DIGITS] {
        let digit = match byte.to_ascii_lowercase() {
            b'o' => b'0',
            b'i' | b'l' => b'1',
            other => other,
        };
        number = number << 5 | u32::try_from(ALPHABET.iter().position(|known| *known == digit)?).ok()?;
    }
    let check = &bytes[DIGITS + 1..];
    let right = check.iter().all(u8::is_ascii_digit)
        && u64::from(check[0] - b'0') * 10 + u64::from(check[1] - b'0') == check_digits(number);
    right.then_some(number)
}

macro_rules! minted_id {
    ($(#[$docs:meta])* $name:ident, $prefix:literal, $example:literal, $pattern:literal) => {
        $(#[$docs])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $name {
            /// The id of a number; only its lowest thirty bits count.
            pub fn from_number(number: u32) -> Self {
                Self(number % SPACE)
            }
        }

        impl Value for $name {
            const NAME: &'static str = stringify!($name);
            const EXPECTED: &'static str = concat!("an id such as ", $example);
            const EXAMPLE: &'static str = $example;
            const PATTERN: &'static str = $pattern;
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                read_id(text.trim(), u32::from($prefix))
                    .map(Self)
                    .ok_or_else(|| Invalid::new::<Self>("this is not an id, or a character of it is wrong"))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_id(formatter, $prefix, self.0)
            }
        }
    };
}

minted_id!(
    /// Id of an organization.
    OrganizationId, 'b', "b7k2m9x80", "^b[0-9a-hjkmnp-tv-z]{6}[0-9]{2}$"
);
minted_id!(
    /// Id of an institution (school or college).
    InstitutionId, 'm', "m7k2m9x80", "^m[0-9a-hjkmnp-tv-z]{6}[0-9]{2}$"
);
minted_id!(
    /// Reference to a person whose data is in the vault, never in a record or the log.
    PersonId, 'p', "p7k2m9x80", "^p[0-9a-hjkmnp-tv-z]{6}[0-9]{2}$"
);

/// A record named by another one: by its id, or by the `ref` of a record of the same file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reference {
    /// An id of the registry.
    Id(OrganizationId),
    /// The `ref` of a line of the same file; never stored.
    Local(Box<str>),
}

impl Reference {
    /// The id, where it is one.
    pub fn id(&self) -> Option<OrganizationId> {
        match self {
            Self::Id(id) => Some(*id),
            Self::Local(_) => None,
        }
    }
}

impl Value for Reference {
    const NAME: &'static str = "Reference";
    const EXPECTED: &'static str = "the id of a record, or the ref of a record of the same file";
    const EXAMPLE: &'static str = "b7k2m9x80";
    const PATTERN: &'static str = "^[A-Za-z0-9_.:-]{1,64}$";
}

impl FromStr for Reference {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if let Ok(id) = text.parse() {
            return Ok(Self::Id(id));
        }
        let right = (1..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte));
        right.then(|| Self::Local(text.into())).ok_or_else(|| Invalid::new::<Self>("this is not a reference"))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(formatter),
            Self::Local(name) => formatter.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_right() {
        assert_eq!(
            OrganizationId::EXAMPLE.parse::<OrganizationId>().unwrap().to_string(),
            OrganizationId::EXAMPLE
        );
    }

    proptest::proptest! {
        #[test]
        fn written_and_read(number in 0..SPACE) {
            let id = OrganizationId::from_number(number);
            let text = id.to_string();
            proptest::prop_assert_eq!(text.len(), 9);
            proptest::prop_assert_eq!(text.parse::<OrganizationId>(), Ok(id));
            proptest::prop_assert_eq!(text.to_uppercase().parse::<OrganizationId>(), Ok(id));
            proptest::prop_assert!(text.parse::<InstitutionId>().is_err());
        }

        #[test]
        fn a_mistyped_character_is_noticed(number in 0..SPACE, at in 1usize..9, other in 0usize..32) {
            let mut text = OrganizationId::from_number(number).to_string().into_bytes();
            let replacement = ALPHABET[other];
            proptest::prop_assume!(text[at] != replacement);
            text[at] = replacement;
            proptest::prop_assert!(String::from_utf8(text).unwrap().parse::<OrganizationId>().is_err());
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = text.parse::<OrganizationId>();
            let _ = text.parse::<Reference>();
        }
    }
}
