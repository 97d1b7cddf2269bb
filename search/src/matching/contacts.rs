//! Telephone numbers and mailboxes, made comparable and unreadable.
//!
//! Every contact takes part in the matching as a keyed digest (HMAC-SHA256), so that no list of
//! private contacts comes to be. Only institutional ones are kept in readable form beside it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The secret with which contacts are digested: without it nobody can tell which contact a digest is.
#[derive(Clone)]
pub struct DigestKey(Hmac<Sha256>);

impl std::fmt::Debug for DigestKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("DigestKey")
    }
}

impl DigestKey {
    /// A key of any bytes; 32 random ones are right.
    pub fn new(secret: &[u8]) -> DigestKey {
        // HMAC takes keys of every length; the empty key stands in for what cannot happen.
        DigestKey(
            Hmac::new_from_slice(secret)
                .unwrap_or_else(|_| Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default())),
        )
    }

    /// The digest of a contact in its normal form. The kind keeps numbers and mailboxes apart.
    pub fn digest(&self, kind: &str, contact: &str) -> ContactDigest {
        let mut mac = self.0.clone();
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(contact.as_bytes());
        let mut short = [0; 8];
        for (to, from) in short.iter_mut().zip(mac.finalize().into_bytes()) {
            *to = from;
        }
        ContactDigest(u64::from_be_bytes(short))
    }
}

/// What is left of a contact: equal for equal contacts, and nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContactDigest(pub u64);

/// A contact of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// By which it is compared.
    pub digest: ContactDigest,
    /// Its normal form, only where it belongs to an institution: never a mobile or private mailbox.
    pub institutional: Option<String>,
}

/// Endings of mailboxes at providers for private persons.
const PRIVATE_PROVIDERS: &str = include_str!("../../data/mail-providers.tsv");

/// All mailboxes of a cell, and whether something in it was no mailbox.
pub fn read_mailboxes(cell: &str, key: &DigestKey) -> (Vec<Contact>, bool) {
    let mut contacts: Vec<Contact> = Vec::new();
    let mut is_spoilt = false;
    for piece in cell.split([',', ';', ' ', '\n', '\t', '/']).map(str::trim).filter(|piece| !piece.is_empty())
    {
        match normal_mailbox(piece) {
            Some((mailbox, is_private)) => {
                let digest = key.digest("mailbox", &mailbox);
                if !contacts.iter().any(|contact| contact.digest == digest) {
                    contacts.push(Contact { digest, institutional: (!is_private).then_some(mailbox) });
                }
            }
            None => is_spoilt |= piece.chars().any(char::is_alphanumeric),
        }
    }
    (contacts, is_spoilt)
}

/// The normal form of a mailbox, and whether it may be somebody's own.
fn normal_mailbox(text: &str) -> Option<(String, bool)> {
    let text = text.trim_start_matches("mailto:").trim_matches(['<', '>', '(', ')', '"', '.', '«', '»']);
    let lower: String = text.to_lowercase().chars().map(latin_look_alike).collect();
    let (local, domain) = lower.split_once('@').or_else(|| lower.split_once("(at)"))?;
    let is_right = !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && local.len() <= 64
        && domain.len() <= 253
        && local.chars().all(|c| c.is_ascii_graphic())
        && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    let is_private =
        PRIVATE_PROVIDERS.lines().filter(|line| !line.starts_with('#')).any(|provider| provider == domain);
    is_right.then(|| (format!("{local}@{domain}"), is_private))
}

/// The Latin letter for which a Cyrillic one was typed; addresses have Latin letters.
fn latin_look_alike(c: char) -> char {
    match c {
        'а' => 'a',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' => 'y',
        'і' => 'i',
        other => other,
    }
}

/// All telephone numbers of a cell, and whether something in it was no number.
pub fn read_phones(cell: &str, key: &DigestKey) -> (Vec<Contact>, bool) {
    let mut contacts: Vec<Contact> = Vec::new();
    let mut is_spoilt = false;
    for piece in cell.split([',', ';', '\n', '/']).map(str::trim).filter(|piece| !piece.is_empty()) {
        match normal_phone(piece) {
            Some(phone) => {
                let digest = key.digest("phone", &phone);
                if !contacts.iter().any(|contact| contact.digest == digest) {
                    let institutional = (!is_mobile(&phone)).then_some(phone);
                    contacts.push(Contact { digest, institutional });
                }
            }
            None => is_spoilt |= piece.chars().any(|c| c.is_ascii_digit()),
        }
    }
    (contacts, is_spoilt)
}

/// The international form of a number: `+` and digits. Numbers without a country are Kazakh ones.
fn normal_phone(text: &str) -> Option<String> {
    let is_international = text.trim_start().starts_with('+');
    let before_extension = text.split(['д', 'в', 'e', 'x']).next().filter(|head| digits(head).len() >= 10);
    let digits = digits(before_extension.unwrap_or(text));
    let national = match digits.len() {
        10 if !is_international => digits.as_str(),
        11 if digits.starts_with('8') && !is_international || digits.starts_with('7') => &digits[1..],
        8..=15 if is_international => return Some(format!("+{digits}")),
        _ => return None,
    };
    Some(format!("+7{national}"))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// True for numbers of mobile networks of Kazakhstan and Russia: usually somebody's own.
fn is_mobile(phone: &str) -> bool {
    phone.strip_prefix("+7").filter(|national| national.len() == 10).is_some_and(|national| {
        national.starts_with('9')
            || national
                .get(..3)
                .and_then(|code| code.parse::<u16>().ok())
                .is_some_and(|code| matches!(code, 700..=709 | 747 | 750 | 751 | 760..=764 | 771 | 775..=778))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_in_every_writing() {
        let key = DigestKey::new(b"key");
        let of = |text| read_phones(text, &key).0[0].digest;
        for text in ["+77142653450", "8 (7142) 65-34-50", "87142653450", "7142653450", "+7 7142 653450"] {
            assert_eq!(of(text), of("+77142653450"), "{text}");
        }
        assert_eq!(read_phones("+77142653450, 87012223344", &key).0.len(), 2);
        assert!(read_phones("87012223344", &key).0[0].institutional.is_none());
        assert_eq!(read_phones("12345", &key), (Vec::new(), true));
        assert_ne!(of("87142653450"), read_phones("87142653450", &DigestKey::new(b"other")).0[0].digest);
    }

    #[test]
    fn mailboxes_meet_and_private_ones_stay_hidden() {
        let key = DigestKey::new(b"key");
        let of = |text| read_mailboxes(text, &key).0.remove(0);
        assert_eq!(of("BOLASHAK7@MAIL.RU ").digest, of("bolashak7@mail.ru").digest);
        assert_eq!(of("bоlashak7@mail.ru").digest, of("bolashak7@mail.ru").digest);
        assert_eq!(of("bolashak7@mail.ru").institutional, None);
        assert_eq!(of("info@edu-tradeunion.kz").institutional.as_deref(), Some("info@edu-tradeunion.kz"));
        assert_eq!(read_mailboxes("нет", &key), (Vec::new(), true));
    }
}
