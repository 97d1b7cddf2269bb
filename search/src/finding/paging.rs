//! Writes a place in a result as a cursor, and reads it back.
//!
//! A cursor names the place itself, not a count of hits, so that it holds while others write. It
//! carries a check over the request it was made for: given with another one, or touched, it is
//! refused. Called by the engine's `search`.

use super::order::{Order, Place};
use crate::index::{Cursor, Filters, SearchError};

/// A place and the event number of the index that it was seen in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) place: Place,
    pub(super) seq: i64,
}

/// What two requests share if the one may go on with the other's cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fingerprint(u64);

impl Fingerprint {
    pub(super) fn of(query: &str, filters: &Filters, order: Order) -> Fingerprint {
        let mut hash = Hash::new();
        hash.add(&format!("{order:?} {:?}", filters.has_bin));
        hash.add(query);
        let lists = [
            &filters.kind,
            &filters.level,
            &filters.area,
            &filters.activity,
            &filters.subject,
            &filters.legal_form,
            &filters.status,
            &filters.host,
            &filters.parent,
            &filters.confirmed,
            &filters.country,
            &filters.bin,
        ];
        for list in lists {
            let mut values: Vec<&str> = list.iter().map(String::as_str).collect();
            values.sort_unstable();
            values.dedup();
            hash.add("\0");
            for value in values {
                hash.add(value);
            }
        }
        Fingerprint(hash.0)
    }
}

impl Mark {
    pub(super) fn write(&self, fingerprint: Fingerprint) -> Cursor {
        let text =
            format!("{:x}.{:x}.{}.{}", self.check(fingerprint), self.place.rank, self.seq, self.place.key);
        Cursor(encode(text.as_bytes()))
    }

    pub(super) fn read(cursor: &Cursor, fingerprint: Fingerprint) -> Result<Mark, SearchError> {
        Mark::parse(&cursor.0, fingerprint).ok_or(SearchError::InvalidCursor)
    }

    fn parse(cursor: &str, fingerprint: Fingerprint) -> Option<Mark> {
        let text = String::from_utf8(decode(cursor)?).ok()?;
        let mut parts = text.splitn(4, '.');
        let check = u64::from_str_radix(parts.next()?, 16).ok()?;
        let rank = u64::from_str_radix(parts.next()?, 16).ok()?;
        let seq = parts.next()?.parse().ok()?;
        let mark = Mark { place: Place { rank, key: parts.next()?.to_owned() }, seq };
        (mark.check(fingerprint) == check).then_some(mark)
    }

    fn check(&self, fingerprint: Fingerprint) -> u64 {
        let mut hash = Hash(fingerprint.0);
        hash.add(&format!("{:x} {}", self.place.rank, self.seq));
        hash.add(&self.place.key);
        hash.0
    }
}

/// FNV-1a: the same on every machine and in every version, which the standard hasher does not
/// promise.
struct Hash(u64);

impl Hash {
    fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a text and where it ends.
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xFF]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// base64url without padding.
fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let digit = (bits >> (18 - 6 * place)) & 63;
            text.push(char::from(ALPHABET[digit as usize]));
        }
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        if chunk.len() == 1 {
            return None;
        }
        let mut bits = 0u32;
        for place in 0..4 {
            let digit = match chunk.get(place) {
                Some(byte) => ALPHABET.iter().position(|digit| digit == byte)?,
                None => 0,
            };
            bits = bits << 6 | u32::try_from(digit).ok()?;
        }
        bytes.extend_from_slice(&bits.to_be_bytes()[1..chunk.len()]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fingerprint(kind: &str) -> Fingerprint {
        let filters = Filters { kind: vec![kind.to_owned()], ..Filters::default() };
        Fingerprint::of("", &filters, Order::Updated)
    }

    #[test]
    fn values_of_one_filter_are_not_those_of_another() {
        let level = Filters { level: vec!["union".to_owned()], ..Filters::default() };
        assert_ne!(fingerprint("union"), Fingerprint::of("", &level, Order::Updated));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(rank: u64, key in any::<String>(), seq: i64) {
            let mark = Mark { place: Place { rank, key }, seq };
            let cursor = mark.write(fingerprint("a"));
            prop_assert!(cursor.0.bytes().all(|byte| ALPHABET.contains(&byte)));
            prop_assert_eq!(Mark::read(&cursor, fingerprint("a")).unwrap(), mark);
            prop_assert!(Mark::read(&cursor, fingerprint("b")).is_err());
        }

        #[test]
        fn garbage_is_refused(text in any::<String>(), plain in "[A-Za-z0-9_-]{0,60}") {
            prop_assert!(Mark::read(&Cursor(text), fingerprint("a")).is_err());
            prop_assert!(Mark::read(&Cursor(plain), fingerprint("a")).is_err());
        }
    }
}
