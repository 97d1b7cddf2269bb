//! Ways to reach an institution: mailboxes, telephones, addresses on the web.
//!
//! Only the form is checked here. Whether a mailbox or number is a private one, which the registry
//! does not publish, is asked with [`Email::is_private`] and [`Phone::is_mobile`].

use std::fmt;
use std::str::FromStr;

use crate::value::{Invalid, Value};

/// A mailbox, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(Box<str>);

/// Providers where people, not institutions, have their mailboxes.
const PRIVATE_PROVIDERS: &[&str] = &[
    "mail.ru",
    "inbox.ru",
    "list.ru",
    "bk.ru",
    "internet.ru",
    "xmail.ru",
    "mail.kz",
    "gmail.com",
    "googlemail.com",
    "yandex.ru",
    "yandex.kz",
    "yandex.com",
    "ya.ru",
    "rambler.ru",
    "lenta.ru",
    "ro.ru",
    "autorambler.ru",
    "myrambler.ru",
    "hotmail.com",
    "outlook.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.com",
    "gmx.de",
    "proton.me",
    "protonmail.com",
    "zoho.com",
    "ukr.net",
    "nur.kz",
    "ok.kz",
    "topmail.kz",
    "post.kz",
    "email.kz",
];

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True where the mailbox is at a provider for private persons (a list of our own): such an
    /// address may be somebody's own and is published only with consent.
    pub fn is_private(&self) -> bool {
        let domain = self.0.rsplit('@').next().unwrap_or_default();
        PRIVATE_PROVIDERS.contains(&domain)
    }
}

impl Value for Email {
    const NAME: &'static str = "Email";
    const EXPECTED: &'static str = "a mailbox such as info@example.kz";
    const EXAMPLE: &'static str = "info@example.kz";
    const PATTERN: &'static str = "^[^@\\s]{1,64}@[^@\\s]{1,190}$";
}

impl FromStr for Email {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim().trim_start_matches("mailto:").to_lowercase();
        let right = text.split_once('@').is_some_and(|(local, domain)| {
            (1..=64).contains(&local.len())
                && local
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte))
                && !local.starts_with('.')
                && !local.ends_with('.')
                && !local.contains("..")
                && is_domain(domain)
        });
        right.then(|| Self(text.into())).ok_or_else(|| Invalid::new::<Self>("this is not a mailbox"))
    }
}

impl fmt::Display for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Letters, digits and hyphens in at least two labels; letters beyond ASCII as in `білім.қаз`.
fn is_domain(domain: &str) -> bool {
    domain.len() <= 253
        && domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|character| character.is_alphanumeric() || character == '-')
        })
}

/// A telephone number in international form: `+` and digits (ITU-T E.164).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phone(Box<str>);

impl Phone {
    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for numbers of the mobile networks of Kazakhstan (+7 700 to 708, 747, 750, 751, 760 to
    /// 764, 771, 775 to 778) and Russia (+7 9): usually somebody's own.
    pub fn is_mobile(&self) -> bool {
        let Some(national) = self.0.strip_prefix("+7") else { return false };
        national.len() == 10
            && (national.starts_with('9')
                || national.get(..3).and_then(|code| code.parse::<u16>().ok()).is_some_and(
                    |code| matches!(code, 700..=709 | 747 | 750 | 751 | 760..=764 | 771 | 775..=778),
                ))
    }
}

impl Value for Phone {
    const NAME: &'static str = "Phone";
    const EXPECTED: &'static str = "a telephone number such as +77172742530";
    const EXAMPLE: &'static str = "+77172742530";
    const PATTERN: &'static str = "^\\+[1-9][0-9]{7,14}$";
}

impl FromStr for Phone {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let invalid = || Invalid::new::<Self>("this is not a telephone number");
        let text = text.trim();
        // A slash parts two numbers, as in 74-25-30/31.
        if !text.chars().all(|character| character.is_ascii_digit() || "+-–() .\u{a0}".contains(character))
        {
            return Err(invalid());
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let international = if text.starts_with('+') {
            digits
        } else if digits.len() == 11 && digits.starts_with(['7', '8']) {
            // 8 is the trunk prefix inside Kazakhstan.
            format!("7{}", &digits[1..])
        } else if digits.len() == 10 && digits.starts_with('7') {
            format!("7{digits}")
        } else {
            return Err(invalid());
        };
        let right_length = match international.as_bytes().first() {
            // All numbers of Kazakhstan and Russia have ten digits after the country code.
            Some(b'7') => international.len() == 11,
            Some(b'0') | None => false,
            Some(_) => (8..=15).contains(&international.len()),
        };
        if right_length { Ok(Self(format!("+{international}").into())) } else { Err(invalid()) }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An address on the web: `http` or `https`, with a host name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WebUrl(Box<str>);

impl WebUrl {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for WebUrl {
    const NAME: &'static str = "WebUrl";
    const EXPECTED: &'static str = "a web address such as https://example.kz/";
    const EXAMPLE: &'static str = "https://example.kz/";
    const PATTERN: &'static str = "^https?://[^\\s<>\"]+$";
}

impl FromStr for WebUrl {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let right = text.len() <= 2000
            && !text.chars().any(|character| {
                character.is_whitespace() || character.is_control() || "<>\"\\^`{|}".contains(character)
            })
            && rest.is_some_and(|rest| {
                let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
                let (host, port) = authority.split_once(':').unwrap_or((authority, "80"));
                is_domain(host) && port.parse::<u16>().is_ok()
            });
        right.then(|| Self(text.into())).ok_or_else(|| Invalid::new::<Self>("this is not a web address"))
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes() {
        assert_eq!(" Info@Example.KZ".parse::<Email>().unwrap().as_str(), "info@example.kz");
        assert!("mektep25@mail.ru".parse::<Email>().unwrap().is_private());
        assert!(!"info@edu-tradeunion.kz".parse::<Email>().unwrap().is_private());
        for text in ["", "a", "a@b", "@b.kz", "a b@c.kz", "a@b..kz", "a@-b.kz", ".a@b.kz", "a@b@c.kz"] {
            assert!(text.parse::<Email>().is_err(), "{text}");
        }
    }

    #[test]
    fn telephones() {
        for text in ["+7 (7172) 74-25-30", "8 7172 742530", "77172742530", "7172742530"] {
            let phone = text.parse::<Phone>().unwrap();
            assert_eq!(phone.as_str(), "+77172742530");
            assert!(!phone.is_mobile());
        }
        for mobile in ["+7 701 234 56 78", "87472345678", "+77772345678"] {
            assert!(mobile.parse::<Phone>().unwrap().is_mobile(), "{mobile}");
        }
        assert_eq!("+49 30 901820".parse::<Phone>().unwrap().as_str(), "+4930901820");
        for text in [
            "",
            "742530",
            "call me",
            "+0123456789",
            "+7",
            "12345678901234567890",
            "+7 7172 74-25-30/31",
            "8 7172 74-25-30/31",
            "+7 7172 74-25-30 31",
            "+7 7172 74-25-3",
            "+49 30 901820/21",
        ] {
            assert!(text.parse::<Phone>().is_err(), "{text}");
        }
    }

    #[test]
    fn web_addresses() {
        for text in [
            "https://example.kz/",
            "http://edu-tradeunion.kz",
            "https://білім.қаз/а?b=1#c",
            "http://a.kz:8080/",
        ] {
            assert_eq!(text.parse::<WebUrl>().unwrap().as_str(), text);
        }
        for text in [
            "",
            "javascript:alert(1)",
            "example.kz",
            "https://",
            "https://a b.kz",
            "ftp://a.kz",
            "https://x@y.kz/",
            "https://a.kz/\">",
        ] {
            assert!(text.parse::<WebUrl>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = text.parse::<Email>();
            let _ = text.parse::<Phone>();
            let _ = text.parse::<WebUrl>();
        }
    }
}
