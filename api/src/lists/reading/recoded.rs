//! Text whose UTF-8 was taken for an encoding of one byte a letter and saved as UTF-8 again: `РњРµРєС‚РµРї` and
//! `ÐœÐµÐºÑ‚ÐµÐ¿` are both «Мектеп». A file is read as it was meant only where nearly all of it then is Cyrillic.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

use super::encoding::is_cyrillic;

/// Characters looked at to tell.
const SAMPLE: usize = 32 * 1024;
/// Cyrillic letters that are needed to tell.
const FEW: usize = 4;

/// The text as it was meant, with the encoding that it was taken for; none where it is right as it stands.
pub(super) fn as_meant(text: &str) -> Option<(String, &'static str)> {
    let start = text.find(|c: char| !c.is_ascii())?;
    let sample: String = text.get(start..)?.chars().take(SAMPLE).collect();
    let encoding =
        [WINDOWS_1251, WINDOWS_1252].into_iter().find(|encoding| is_meant(bytes(&sample, encoding)))?;
    let mut meant = String::from_utf8_lossy(&bytes(text, encoding).0).into_owned();
    if meant.starts_with('\u{feff}') {
        meant.drain(..'\u{feff}'.len_utf8());
    }
    Some((meant, encoding.name()))
}

/// The bytes of which an encoding made a text, and how many letters it has no byte for: those stay as they are.
fn bytes(text: &str, encoding: &'static Encoding) -> (Vec<u8>, usize) {
    let mut table: HashMap<char, u8> = HashMap::new();
    for byte in 0x80..=0xff_u8 {
        // Programs that know Latin only give these bytes their own number.
        if encoding == WINDOWS_1252 {
            table.insert(char::from(byte), byte);
        }
        let decoded = encoding.decode_without_bom_handling(&[byte]).0.chars().next();
        table.extend(decoded.map(|letter| (letter, byte)));
    }
    let (mut bytes, mut strange) = (Vec::with_capacity(text.len()), 0);
    for c in text.chars() {
        if let Some(byte) = table.get(&c) {
            bytes.push(*byte);
        } else {
            strange += usize::from(!c.is_ascii());
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    (bytes, strange)
}

/// Whether bytes are UTF-8, but for a few letters lost on the way, and what is not ASCII is nearly all Cyrillic.
fn is_meant((bytes, strange): (Vec<u8>, usize)) -> bool {
    let (mut broken, mut cyrillic, mut other) = (0_usize, 0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        broken += usize::from(!chunk.invalid().is_empty());
        for c in chunk.valid().chars().filter(|c| !c.is_ascii()) {
            cyrillic += usize::from(is_cyrillic(c));
            other += usize::from(!is_cyrillic(c) && c.is_alphabetic());
        }
    }
    cyrillic >= FEW && (strange + broken + other) * 10 < cyrillic
}
