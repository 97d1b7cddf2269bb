//! Contacts made comparable and unreadable; telephone numbers are read here, mailboxes in [`super::mailboxes`].
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

/// What a cell of contacts holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ContactCell {
    /// Each once.
    pub(super) contacts: Vec<Contact>,
    /// True where something in it was no contact.
    pub(super) is_spoilt: bool,
    /// True where something was written wrongly and could be read in one way only.
    pub(super) is_repaired: bool,
}

impl ContactCell {
    /// Adds a contact that is not there yet.
    pub(super) fn push(&mut self, contact: Contact) {
        if !self.contacts.iter().any(|known| known.digest == contact.digest) {
            self.contacts.push(contact);
        }
    }
}

/// All telephone numbers of a cell.
pub(super) fn read_phones(cell: &str, key: &DigestKey) -> ContactCell {
    let mut read = ContactCell::default();
    for piece in cell.split([',', ';', '\n', '/']).map(str::trim).filter(|piece| !piece.is_empty()) {
        match normal_phone(piece) {
            Some(phone) => {
                let digest = key.digest("phone", &phone);
                let institutional = (!is_mobile(&phone)).then_some(phone);
                read.push(Contact { digest, institutional });
            }
            None => read.is_spoilt |= piece.chars().any(|c| c.is_ascii_digit()),
        }
    }
    read
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
        let all = |text| read_phones(text, &key).contacts;
        let of = |text| all(text)[0].digest;
        for text in ["+77142653450", "8 (7142) 65-34-50", "87142653450", "7142653450", "+7 7142 653450"] {
            assert_eq!(of(text), of("+77142653450"), "{text}");
        }
        assert_eq!(all("+77142653450, 87012223344").len(), 2);
        assert!(all("87012223344")[0].institutional.is_none());
        let spoilt = ContactCell { is_spoilt: true, ..ContactCell::default() };
        assert_eq!(read_phones("12345", &key), spoilt);
        assert_ne!(
            of("87142653450"),
            read_phones("87142653450", &DigestKey::new(b"other")).contacts[0].digest
        );
    }
}
