//! The encoding of a text file: by its mark, by its bytes, or by which reading looks most like words.

use encoding_rs::{Encoding, IBM866, KOI8_R, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

/// Bytes looked at to decide between encodings of one byte a letter.
const SAMPLE: usize = 64 * 1024;

/// Decodes a file, with the name of its encoding. Bytes that are no letters become U+FFFD.
pub(super) fn decode(bytes: Vec<u8>) -> (String, &'static str) {
    let encoding = detect(&bytes);
    if encoding != UTF_8 {
        return (encoding.decode(&bytes).0.into_owned(), encoding.name());
    }
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    (text, encoding.name())
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if let Some(encoding) = utf_16(sample) {
        return encoding;
    }
    if is_utf_8(bytes) {
        return UTF_8;
    }
    let likeness = |encoding: &&'static Encoding| words(&encoding.decode_without_bom_handling(sample).0);
    // The last of equals wins: the everyday one.
    [KOI8_R, IBM866, WINDOWS_1251].into_iter().max_by_key(likeness).unwrap_or(WINDOWS_1251)
}

/// UTF-16 without a mark: every other byte is 0 (Latin, digits, delimiters) or 4 (Cyrillic).
fn utf_16(sample: &[u8]) -> Option<&'static Encoding> {
    let high = |odd: usize| {
        sample.iter().skip(odd).step_by(2).filter(|byte| matches!(byte, 0 | 4)).count() * 10
            > sample.len() / 2 * 9
    };
    let zeros = sample.contains(&0);
    match (zeros && high(0), zeros && high(1)) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Valid UTF-8, or UTF-8 with a few broken letters: a file cut in the middle or joined of two.
fn is_utf_8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut broken, mut letters) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        broken += usize::from(!chunk.invalid().is_empty());
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    broken * 10 < letters
}

/// How much a text looks like Cyrillic words: small letters after letters count for it, capitals inside words
/// and signs between letters against it.
fn words(text: &str) -> i64 {
    let mut score = 0;
    let mut before = ' ';
    for c in text.chars() {
        if is_cyrillic(c) {
            score += match (before.is_alphabetic(), c.is_lowercase()) {
                (_, true) => 2,
                (false, false) => 1,
                (true, false) if before.is_uppercase() => 1,
                (true, false) => -3,
            };
            // The commonest letters of Russian and Kazakh are the last judges of the Cyrillic encodings.
            score += i64::from("оеаитнсрлкыОЕАИТНСРЛКЫ".contains(c));
        } else if !c.is_ascii() && !"«»–—№“”…\u{a0}".contains(c) {
            score -= 3;
        }
        before = c;
    }
    score
}

pub(super) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4ff}')
}
