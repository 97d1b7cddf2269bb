//! Finds personal data in texts that come in, so that none is stored in the open.
//!
//! Looked for: personal numbers (IIN), numbers of mobile telephones, mailboxes at providers for private
//! persons. Institutional contacts stay. Law 94-V of 21.05.2013 on personal data, art. 7: publication needs
//! consent, and what is published unlawfully must leave public sources within one working day.

use std::borrow::Cow;

use birlik_entity::bin::is_personal_number;
use birlik_entity::{Email, Phone};

/// What stands where something was taken out of a text.
const REMOVED: &str = "[…]";

/// What sort of personal data was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    /// A personal number (ЖСН / ИИН).
    Number,
    /// The number of a mobile telephone.
    Mobile,
    /// A mailbox at a provider for private persons.
    Mailbox,
}

impl Personal {
    /// What was found, for a report that does not repeat it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "a personal number (IIN)",
            Self::Mobile => "the number of a mobile telephone",
            Self::Mailbox => "a mailbox at a provider for private persons",
        }
    }
}

/// True where a text may hold personal data; quick and never false where [`redact`] would find some.
pub fn may_be_personal(text: &str) -> bool {
    let mut digits = 0;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                if digits >= 10 {
                    return true;
                }
            }
            b'@' => return true,
            b' ' | b'-' | b'(' | b')' | b'+' | b'.' | 0x80.. => {}
            _ => digits = 0,
        }
    }
    false
}

/// The text without personal data, and what was taken out.
pub fn redact(text: &str) -> (Cow<'_, str>, Vec<Personal>) {
    if !may_be_personal(text) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut found: Vec<(usize, usize, Personal)> = Vec::new();
    find_mailboxes(text, &mut found);
    find_numbers(text, &mut found);
    if found.is_empty() {
        return (Cow::Borrowed(text), Vec::new());
    }
    found.sort_by_key(|(start, ..)| *start);
    let (mut clean, mut at, mut kinds) = (String::with_capacity(text.len()), 0, Vec::new());
    for (start, end, kind) in found {
        if start < at {
            continue;
        }
        clean.push_str(&text[at..start]);
        clean.push_str(REMOVED);
        at = end;
        kinds.push(kind);
    }
    clean.push_str(&text[at..]);
    (Cow::Owned(clean), kinds)
}

fn find_mailboxes(text: &str, found: &mut Vec<(usize, usize, Personal)>) {
    let part_of_address = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    for (at, _) in text.match_indices('@') {
        let start = text[..at]
            .rfind(|c: char| !part_of_address(c))
            .map_or(0, |before| before + text[before..].chars().next().map_or(0, char::len_utf8));
        let end = text[at + 1..]
            .find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-'))
            .map_or(text.len(), |length| at + 1 + length);
        let address = text[start..end].trim_end_matches(['.', '-']);
        if address.parse::<Email>().is_ok_and(|email| email.is_private()) {
            found.push((start, start + address.len(), Personal::Mailbox));
        }
    }
}

/// Personal numbers are twelve digits in a row; telephone numbers may be written with spaces, hyphens and
/// brackets.
fn find_numbers(text: &str, found: &mut Vec<(usize, usize, Personal)>) {
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|c: char| c.is_ascii_digit() || c == '+').map(|at| rest + at) {
        let run =
            text[start..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |length| start + length);
        if is_personal_number(&text[start..run]) {
            found.push((start, run, Personal::Number));
            rest = run;
            continue;
        }
        let phone_end = text[start..]
            .find(|c: char| !(c.is_ascii_digit() || "+-–() .\u{a0}".contains(c)))
            .map_or(text.len(), |length| start + length);
        let phone = text[start..phone_end].trim_end_matches(|c: char| !c.is_ascii_digit());
        if let Some(length) = mobile_length(phone) {
            found.push((start, start + length, Personal::Mobile));
            rest = start + length;
        } else {
            let first = text[start..].chars().next().map_or(1, char::len_utf8);
            rest = run.max(start + first);
        }
    }
}

/// The length in bytes of the mobile number with which a text begins.
fn mobile_length(text: &str) -> Option<usize> {
    let ends = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at + 1);
    ends.skip(9).take(3).find(|end| {
        let next_is_digit = text[*end..].starts_with(|c: char| c.is_ascii_digit());
        !next_is_digit && text[..*end].parse::<Phone>().is_ok_and(|phone| phone.is_mobile())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Personal> {
        redact(text).1
    }

    #[test]
    fn personal_data_are_found_and_taken_out() {
        let text = "Звоните 8 (701) 123-45-67 или пишите anna@mail.ru, ИИН 991231599997.";
        let (clean, found) = redact(text);
        assert_eq!(clean, "Звоните […] или пишите […], ИИН […].");
        assert_eq!(found, [Personal::Mobile, Personal::Mailbox, Personal::Number]);
        assert_eq!(kinds("+77012345678"), [Personal::Mobile]);
        assert_eq!(kinds("тел.87472345678"), [Personal::Mobile]);
        assert_eq!(kinds("7 747 234 56 78 Анна"), [Personal::Mobile]);
    }

    #[test]
    fn institutional_data_stay() {
        for text in [
            "БИН 990140001154",
            "8 (7172) 74-25-30",
            "info@edu-tradeunion.kz",
            "2019-2020 1 234 567",
            "№25",
            "610000000",
            "",
        ] {
            assert!(kinds(text).is_empty(), "{text}: {:?}", redact(text));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_answered_and_is_clean_afterwards(text in "[0-9 +@a-zа-я.()№-]{0,60}|.*") {
            let (clean, _) = redact(&text);
            let (again, found) = redact(&clean);
            proptest::prop_assert!(found.is_empty(), "{} -> {} -> {}", text, clean, again);
        }
    }
}
