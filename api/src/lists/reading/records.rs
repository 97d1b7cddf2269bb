//! Records of an old Excel stream, and the texts in them.

use encoding_rs::{Encoding, UTF_16LE};

use super::limits::check;
use super::{Limits, Measure, ReadError};

/// A record with the parts that continue it.
pub(super) struct Record<'s> {
    pub kind: u16,
    pub data: &'s [u8],
    pub continued: Vec<&'s [u8]>,
}

impl Record<'_> {
    fn bytes<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.data.get(at..at.checked_add(N)?)?.try_into().ok()
    }

    pub fn u8(&self, at: usize) -> Option<u8> {
        self.data.get(at).copied()
    }

    pub fn u16(&self, at: usize) -> Option<u16> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    pub fn u32(&self, at: usize) -> Option<u32> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    pub fn f64(&self, at: usize) -> Option<f64> {
        self.bytes(at).map(f64::from_le_bytes)
    }
}

/// The records of a stream, until its end or the first that is cut off.
pub(super) struct Records<'s> {
    rest: &'s [u8],
}

const CONTINUE: u16 = 0x003c;
/// Parts of a record; whole ones hold 8 KiB each.
const PARTS: usize = 16 * 1024;

impl<'s> Records<'s> {
    pub fn new(stream: &'s [u8]) -> Self {
        Self { rest: stream }
    }

    fn part(&mut self) -> Option<(u16, &'s [u8])> {
        let (head, rest) = self.rest.split_at_checked(4)?;
        let kind = u16::from_le_bytes([*head.first()?, *head.get(1)?]);
        let length = u16::from_le_bytes([*head.get(2)?, *head.get(3)?]);
        let (data, rest) = rest.split_at_checked(usize::from(length))?;
        self.rest = rest;
        Some((kind, data))
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (kind, data) = self.part()?;
        let mut continued = Vec::new();
        while self.rest.starts_with(&CONTINUE.to_le_bytes()) {
            let part = self.part()?.1;
            if !part.is_empty() && continued.len() < PARTS {
                continued.push(part);
            }
        }
        Some(Record { kind, data, continued })
    }
}

/// How texts are written.
#[derive(Clone, Copy)]
pub(super) struct Text {
    /// With flags before the letters, as UTF-16 or its lower bytes; in a code page otherwise.
    pub wide: bool,
    pub encoding: &'static Encoding,
}

impl Text {
    /// The text at an offset of a record, with a length of two bytes or of one.
    pub fn read(self, record: &Record<'_>, at: usize, long: bool) -> Option<String> {
        let mut bytes = Bytes::new(record, at);
        let length = if long { bytes.u16()? } else { u16::from(bytes.u8()?) };
        self.letters(&mut bytes, usize::from(length))
    }

    /// The table of shared strings: those before a damage, if there is one.
    pub fn read_table(self, record: &Record<'_>, limits: &Limits) -> Result<Vec<String>, ReadError> {
        let mut bytes = Bytes::new(record, 8);
        let mut strings = Vec::new();
        while let Some(length) = bytes.u16() {
            check(Measure::Strings, strings.len() as u64 + 1, limits.cells as u64, "workbook")?;
            let Some(text) = self.letters(&mut bytes, usize::from(length)) else { break };
            strings.push(text);
        }
        Ok(strings)
    }

    /// XLUnicodeRichExtendedString 2.5.293, whose flags come again where a part continues it.
    fn letters(self, bytes: &mut Bytes<'_>, length: usize) -> Option<String> {
        if !self.wide {
            let letters = bytes.take(length)?;
            return Some(self.encoding.decode_without_bom_handling(letters).0.into_owned());
        }
        let mut flags = bytes.u8()?;
        let runs = if flags & 8 != 0 { usize::from(bytes.u16()?) } else { 0 };
        let extended = if flags & 4 != 0 { usize::try_from(bytes.u32()?).ok()? } else { 0 };
        let mut text = String::new();
        let mut left = length;
        while left > 0 {
            if bytes.part.is_empty() {
                bytes.next_part()?;
                flags = bytes.u8()?;
            }
            let width = usize::from(flags & 1) + 1;
            let letters = bytes.take(left.min(bytes.part.len() / width).max(1) * width)?;
            left = left.saturating_sub(letters.len() / width);
            if width == 2 {
                text.push_str(&UTF_16LE.decode_without_bom_handling(letters).0);
            } else {
                text.extend(letters.iter().map(|byte| char::from(*byte)));
            }
        }
        bytes.skip(runs.saturating_mul(4).saturating_add(extended))?;
        Some(text)
    }
}

/// The bytes of a record and its continuations.
struct Bytes<'r> {
    part: &'r [u8],
    parts: std::slice::Iter<'r, &'r [u8]>,
}

impl<'r> Bytes<'r> {
    fn new(record: &'r Record<'_>, at: usize) -> Self {
        Self { part: record.data.get(at..).unwrap_or_default(), parts: record.continued.iter() }
    }

    fn next_part(&mut self) -> Option<()> {
        self.part = self.parts.next()?;
        Some(())
    }

    /// Bytes that no continuation divides.
    fn take(&mut self, count: usize) -> Option<&'r [u8]> {
        let (taken, rest) = self.part.split_at_checked(count)?;
        self.part = rest;
        Some(taken)
    }

    fn u8(&mut self) -> Option<u8> {
        if self.part.is_empty() {
            self.next_part()?;
        }
        self.take(1)?.first().copied()
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from(self.u8()?) | u16::from(self.u8()?) << 8)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > self.part.len() {
            count -= self.part.len();
            self.next_part()?;
        }
        self.take(count).map(|_| ())
    }
}
