//! Writes filters: the one place where a value becomes part of a filter's text.
//!
//! Meilisearch compares values without regard to case and after compatibility decomposition, trims
//! them and cuts long ones. Birlik's terms and codes differ in exactly such things, so [`value`] writes
//! them, in documents and filters alike, with letters that all of that leaves alone.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Begins the number of a character that stands for itself in no value.
const ESCAPE: char = '^';

/// Longer values are cut and end with a check of the whole; Meilisearch compares 468 bytes.
const MAX_VALUE: usize = 440;

/// A value as it is kept and asked for. Different texts have different values, up to the check of
/// very long ones, and the value of a beginning is the beginning of the value.
pub(super) fn value(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        if stands_for_itself(c) {
            value.push(c);
        } else {
            // A string takes any writing.
            let _ = write!(value, "{ESCAPE}{:x};", u32::from(c));
        }
    }
    if value.len() > MAX_VALUE {
        let mut end = MAX_VALUE - 20;
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        let check = value.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        value.truncate(end);
        let _ = write!(value, "{ESCAPE}{ESCAPE}{check:016x}");
    }
    value
}

/// The text of a value that was not cut.
pub(super) fn text(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find(ESCAPE) {
        text.push_str(&rest[..at]);
        let escaped = &rest[at + 1..];
        let parsed = escaped.split_once(';').and_then(|(number, after)| {
            Some((char::from_u32(u32::from_str_radix(number, 16).ok()?)?, after))
        });
        let Some((c, after)) = parsed else {
            text.push_str(&rest[at..]);
            return text;
        };
        text.push(c);
        rest = after;
    }
    text.push_str(rest);
    text
}

fn stands_for_itself(c: char) -> bool {
    match c {
        'a'..='z' | '0'..='9' | '-' | '_' | '.' | '/' | '=' | '~' | '!' => true,
        _ if c.is_ascii() => false,
        _ => {
            !is_combining_mark(c)
                && c.is_alphanumeric()
                && std::iter::once(c).nfkd().eq(std::iter::once(c))
                && c.to_lowercase().eq(std::iter::once(c))
        }
    }
}

/// A condition on documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filter(String);

impl Filter {
    /// Documents of which an attribute has one of these values, which [`value`] wrote; none where there
    /// are none.
    pub(super) fn any_of<'a>(attribute: &str, values: impl IntoIterator<Item = &'a str>) -> Filter {
        let mut filter = format!("{attribute} IN [");
        for (place, value) in values.into_iter().enumerate() {
            if place > 0 {
                filter.push(',');
            }
            quote(value, &mut filter);
        }
        filter.push(']');
        Filter(filter)
    }

    /// Documents of which an attribute has a value that begins so.
    pub(super) fn begins(attribute: &str, beginning: &str) -> Filter {
        let mut filter = format!("{attribute} STARTS WITH ");
        quote(beginning, &mut filter);
        Filter(filter)
    }

    /// Documents of which an attribute comes after this value, in the order of bytes.
    pub(super) fn after(attribute: &str, value: &str) -> Filter {
        let mut filter = format!("{attribute} > ");
        quote(value, &mut filter);
        Filter(filter)
    }

    /// Documents of which a number compares so.
    pub(super) fn number(attribute: &str, comparison: &str, number: u64) -> Filter {
        Filter(format!("{attribute} {comparison} {number}"))
    }

    /// Documents of which a yes or no is so.
    pub(super) fn is(attribute: &str, yes: bool) -> Filter {
        Filter(format!("{attribute} = {yes}"))
    }

    /// Documents that meet all; `None` where nothing is asked.
    pub(super) fn all(filters: Vec<Filter>) -> Option<Filter> {
        joined(filters, " AND ")
    }

    /// Documents that meet any; `None` where there is none.
    pub(super) fn either(filters: Vec<Filter>) -> Option<Filter> {
        joined(filters, " OR ")
    }

    /// Documents that do not meet it.
    pub(super) fn not(self) -> Filter {
        Filter(format!("NOT ({})", self.0))
    }

    /// Both.
    pub(super) fn and(self, other: Filter) -> Filter {
        Filter(format!("({}) AND ({})", self.0, other.0))
    }

    /// Either.
    pub(super) fn or(self, other: Filter) -> Filter {
        Filter(format!("({}) OR ({})", self.0, other.0))
    }

    /// As Meilisearch reads it.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

fn joined(mut filters: Vec<Filter>, word: &str) -> Option<Filter> {
    if filters.len() < 2 {
        return filters.pop();
    }
    let parts: Vec<String> = filters.into_iter().map(|filter| format!("({})", filter.0)).collect();
    Some(Filter(parts.join(word)))
}

fn quote(value: &str, filter: &mut String) {
    filter.push('\'');
    for c in value.chars() {
        if matches!(c, '\'' | '\\') {
            filter.push('\\');
        }
        filter.push(c);
    }
    filter.push('\'');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_meilisearch_does_not_tell_apart_differs() {
        let texts = ["KZ", "kz", " kz", "йод", "иод", "ﬁ", "fi", "ё", "е\u{308}", "'", "\\'", "", "\0", "^"];
        for (place, left) in texts.iter().enumerate() {
            for right in &texts[place + 1..] {
                assert_ne!(value(left), value(right));
            }
        }
    }

    #[test]
    fn quotes_do_not_end_a_value() {
        let filter = Filter::any_of("kind", [value("a' OR 1=1").as_str(), "b\\"]);
        assert_eq!(filter.as_str(), "kind IN ['a^27;^20;^4f;^52;^20;1=1','b\\\\']");
    }

    proptest! {
        #[test]
        fn values_are_left_alone_and_read_back(text_in in any::<String>()) {
            let written = value(&text_in);
            let normalized: String = written.trim().nfkd().collect::<String>().to_lowercase();
            prop_assert_eq!(&written, &normalized);
            prop_assert!(written.len() <= MAX_VALUE);
            if !written.contains("^^") {
                prop_assert_eq!(text(&written), text_in);
            }
        }

        #[test]
        fn a_beginning_is_a_beginning(left in ".{0,9}", right in ".{0,9}") {
            let whole = value(&(left.clone() + &right));
            prop_assert!(whole.starts_with(&value(&left)));
        }
    }
}
