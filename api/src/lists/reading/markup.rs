//! Counts elements of an XML part as it is unpacked, without keeping it: the look before the parser.

use super::limits::check;
use super::{Limits, Measure, ReadError};

/// What parsers keep in memory of a part.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Shared strings, or those that the part says it has.
    pub strings: u64,
    /// Sheets.
    pub sheets: u64,
    /// Cell formats, fonts, fills and borders.
    pub styles: u64,
    /// Merged areas, where the part lists them.
    pub merges: u64,
}

/// Elements inside one another.
const DEPTH: u64 = 256;
/// Bytes of a tag that are looked at for its name and counts.
const TAG: usize = 256;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// Inside a tag, with the quotation mark that is open.
    Tag(Option<u8>),
    /// Inside a comment, CDATA section or instruction, until its end.
    Until(&'static [u8]),
}

/// The look at one part.
pub(super) struct Markup<'a> {
    name: &'a str,
    limits: &'a Limits,
    state: State,
    /// The beginning of the tag, or the last bytes of what ends with a word.
    tag: Vec<u8>,
    last: u8,
    depth: u64,
    /// Bytes since the current text or tag began, and since the current cell or string did.
    length: usize,
    unit: Option<usize>,
    counts: Counts,
}

impl<'a> Markup<'a> {
    pub fn new(name: &'a str, limits: &'a Limits) -> Self {
        let (state, counts) = (State::Text, Counts::default());
        Self { name, limits, state, tag: Vec::new(), last: 0, depth: 0, length: 0, unit: None, counts }
    }

    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Takes the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        for byte in bytes {
            self.length += 1;
            self.take(*byte)?;
        }
        if let Some(unit) = &mut self.unit {
            *unit += bytes.len();
        }
        let most = self.limits.line_bytes;
        let longest = self.length.max(self.unit.unwrap_or_default().saturating_sub(bytes.len()));
        check(Measure::ElementBytes, longest as u64, most as u64, self.name)
    }

    fn take(&mut self, byte: u8) -> Result<(), ReadError> {
        match self.state {
            State::Text if byte == b'<' => self.start(State::Tag(None)),
            State::Text => {}
            State::Tag(Some(quote)) => {
                self.keep(byte);
                if byte == quote {
                    self.state = State::Tag(None);
                }
            }
            State::Tag(None) if byte == b'>' => {
                let last = self.last;
                self.tag_ended(last == b'/')?;
                self.start(State::Text);
            }
            State::Tag(None) => {
                self.keep(byte);
                self.last = byte;
                match self.tag.as_slice() {
                    b"!--" => self.start(State::Until(b"-->")),
                    b"![CDATA[" => self.start(State::Until(b"]]>")),
                    b"?" => self.start(State::Until(b"?>")),
                    b"!D" | b"!d" | b"!E" => {
                        return Err(ReadError::damaged(
                            self.name,
                            "a document type is declared, which no workbook has",
                        ));
                    }
                    _ if matches!(byte, b'"' | b'\'') && !self.tag.starts_with(b"!") => {
                        self.state = State::Tag(Some(byte));
                    }
                    _ => {}
                }
            }
            State::Until(end) => {
                if self.tag.len() == end.len() {
                    self.tag.remove(0);
                }
                self.tag.push(byte);
                if self.tag == end {
                    self.start(State::Text);
                }
            }
        }
        Ok(())
    }

    fn start(&mut self, state: State) {
        self.state = state;
        self.tag.clear();
        self.last = 0;
        self.length = 0;
    }

    fn keep(&mut self, byte: u8) {
        if self.tag.len() < TAG {
            self.tag.push(byte);
        }
    }

    fn tag_ended(&mut self, empty: bool) -> Result<(), ReadError> {
        let closing = self.tag.first() == Some(&b'/');
        let tag = self.tag.strip_prefix(b"/").unwrap_or(&self.tag);
        let end = tag.iter().position(|b| b.is_ascii_whitespace() || *b == b'/').unwrap_or(tag.len());
        let name = tag.get(..end).unwrap_or_default();
        let name = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        let unit = matches!(name, b"c" | b"si" | b"table-cell" | b"xf");
        if closing {
            self.depth = self.depth.saturating_sub(1);
            if unit {
                self.unit = None;
            }
            return Ok(());
        }
        match name {
            b"si" => self.counts.strings += 1,
            b"sst" => self.counts.strings = self.counts.strings.max(unique_count(tag)),
            b"sheet" | b"table" => self.counts.sheets += 1,
            b"mergeCell" => self.counts.merges += 1,
            b"xf" | b"font" | b"fill" | b"border" | b"numFmt" | b"Relationship" => self.counts.styles += 1,
            _ => {}
        }
        if !empty {
            self.depth += 1;
            check(Measure::Depth, self.depth, DEPTH, self.name)?;
            if unit {
                self.unit = Some(0);
            }
        }
        Ok(())
    }
}

/// How many strings a table says it has; parsers take room for them at once.
fn unique_count(tag: &[u8]) -> u64 {
    let tag = String::from_utf8_lossy(tag);
    let Some((_, rest)) = tag.split_once("uniqueCount") else { return 0 };
    let digits: String =
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(if digits.is_empty() { 0 } else { u64::MAX })
}
