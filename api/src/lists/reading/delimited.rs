//! Text with delimiters (CSV): encoding, delimiter and quoting are found out, lines that break the rules of
//! quoting are reported and read as they stand.

use csv::{ByteRecord, ReaderBuilder};

use super::encoding;
use super::format::{refuse_json, refuse_markup};
use super::grid::{Book, Budget, Grid};
use super::limits::check;
use super::rejected::unescape;
use super::{Flaw, Limits, Measure, ReadError, Remark, recoded};

const DELIMITERS: [u8; 7] = [b';', b',', b'\t', b'|', b':', b'^', b'~'];
/// Characters and records looked at to find out the delimiter.
const SAMPLE_BYTES: usize = 64 * 1024;
const SAMPLE_RECORDS: usize = 200;

pub(super) fn read(bytes: Vec<u8>, file_name: &str, budget: &mut Budget<'_>) -> Result<Book, ReadError> {
    let (mut text, encoding) = encoding::decode(bytes);
    let mut remarks = Vec::new();
    if let Some((meant, taken_for)) = recoded::as_meant(&text) {
        text = meant;
        remarks.push(Remark::CodedTwice { file: file_name.to_owned(), taken_for: taken_for.to_owned() });
    }
    if ends_lines_with_returns(&text) {
        text = text.replace('\r', "\n");
    }
    refuse_markup(&text)?;
    refuse_json(&text)?;
    refuse_binary(&text)?;
    check_lines(&text, file_name, budget.limits)?;
    let (body, first_line, delimiter) = dialect(&text);
    let mut grid = Grid::new(file_name);
    grid.is_spreadsheet = false;
    let mut rest = body;
    let mut line = first_line;
    while !rest.is_empty() {
        match records(rest, line, delimiter, &mut grid, budget)? {
            None => break,
            Some(open) => {
                // A quotation mark that is never closed: this one line is read without quoting.
                let start = rest.get(open.byte..).unwrap_or_default();
                let (broken, after) = start.split_at(start.find('\n').map_or(start.len(), |end| end + 1));
                budget.report(file_name, open.line.to_string(), Flaw::QuoteOpen);
                plain_line(broken, open.line, delimiter, &mut grid, budget)?;
                rest = after;
                line = open.line + 1;
            }
        }
    }
    let delimiter = Some(char::from(delimiter));
    Ok(Book { grids: vec![grid], encoding: Some(encoding), delimiter, remarks })
}

/// Where a record with an open quotation mark starts.
struct Open {
    byte: usize,
    line: u32,
}

/// Reads records into the grid until the end, or until one whose quotation mark is not closed.
fn records(
    text: &str,
    first_line: u32,
    delimiter: u8,
    grid: &mut Grid,
    budget: &mut Budget<'_>,
) -> Result<Option<Open>, ReadError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    loop {
        let damaged = |error: csv::Error| ReadError::damaged(&grid.name, error);
        if !reader.read_byte_record(&mut record).map_err(damaged)? {
            return Ok(None);
        }
        let Some(position) = record.position() else { continue };
        let line = first_line.saturating_add(u32::try_from(position.line() - 1).unwrap_or(u32::MAX));
        let byte = usize::try_from(position.byte()).unwrap_or_default();
        let swallowed = record
            .iter()
            .any(|cell| cell.len() > 2_000 && cell.split(|byte| *byte == b'\n').nth(40).is_some());
        let end = usize::try_from(reader.position().byte()).unwrap_or_default();
        let raw = text.get(byte..end).unwrap_or_default();
        if swallowed || (end >= text.len() && raw.contains('\n') && raw.matches('"').count() % 2 == 1) {
            // The position of a record is where the blank lines before it start.
            let blank = raw.len() - raw.trim_start_matches(['\n', '\r']).len();
            let skipped = raw.get(..blank).unwrap_or_default().matches('\n').count();
            let line = line.saturating_add(u32::try_from(skipped).unwrap_or_default());
            return Ok(Some(Open { byte: byte + blank, line }));
        }
        let blank = raw.get(..raw.len() - raw.trim_start_matches(['\n', '\r']).len()).unwrap_or_default();
        let line = line.saturating_add(u32::try_from(blank.matches('\n').count()).unwrap_or_default());
        put(record.iter().map(String::from_utf8_lossy), line, grid, budget)?;
    }
}

fn plain_line(
    text: &str,
    line: u32,
    delimiter: u8,
    grid: &mut Grid,
    budget: &mut Budget<'_>,
) -> Result<(), ReadError> {
    let cells = text.trim_end().split(char::from(delimiter));
    put(cells.map(|cell| cell.trim_matches('"').into()), line, grid, budget)
}

fn put<'t>(
    cells: impl Iterator<Item = std::borrow::Cow<'t, str>>,
    line: u32,
    grid: &mut Grid,
    budget: &mut Budget<'_>,
) -> Result<(), ReadError> {
    for (column, cell) in cells.enumerate() {
        grid.put(line, column, unescape(cell.trim()), budget)?;
    }
    Ok(())
}

/// Delimiter, and the text without a line that only names it (`sep=;`), with the number of its first line.
fn dialect(text: &str) -> (&str, u32, u8) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let [delimiter] = first.trim_end_matches('\r').trim_start_matches("sep=").as_bytes()
        && first.starts_with("sep=")
    {
        return (rest, 2, *delimiter);
    }
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end).unwrap_or(text);
    // The first of equals wins, so the order of the delimiters is their likelihood.
    let best = DELIMITERS.iter().rev().max_by_key(|delimiter| regularity(sample, **delimiter));
    (text, 1, best.copied().unwrap_or(b';'))
}

/// How regular a sample is when read with a delimiter: records of the commonest width over one, and how wide.
fn regularity(sample: &str, delimiter: u8) -> (usize, usize) {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(sample.as_bytes());
    let mut widths = std::collections::BTreeMap::<usize, usize>::new();
    for record in reader.byte_records().take(SAMPLE_RECORDS).flatten() {
        *widths.entry(record.len()).or_default() += 1;
    }
    let common =
        widths.iter().filter(|(width, _)| **width > 1).max_by_key(|(width, count)| (**count, **width));
    common.map_or((0, 0), |(width, count)| (*count, *width))
}

/// Whether lines end in a carriage return alone, as old programs write them; within cells a line feed may stand.
fn ends_lines_with_returns(text: &str) -> bool {
    let count = |sign: u8| text.bytes().filter(|byte| *byte == sign).count();
    text.contains('\r') && !text.contains("\r\n") && count(b'\r') > count(b'\n')
}

/// Refuses bytes that no text has.
fn refuse_binary(text: &str) -> Result<(), ReadError> {
    let strange =
        |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}');
    let (mut all, mut odd) = (0_usize, 0_usize);
    for c in text.chars().take(SAMPLE_BYTES) {
        all += 1;
        odd += usize::from(strange(&c));
    }
    if odd * 50 > all {
        let right = "a table as CSV, XLSX, XLS or ODS would be right";
        return Err(ReadError::NotATable { what: "not text", right });
    }
    Ok(())
}

/// Refuses lines over the limit before any is split.
fn check_lines(text: &str, file_name: &str, limits: &Limits) -> Result<(), ReadError> {
    for (index, line) in text.split('\n').enumerate() {
        if line.len() > limits.line_bytes {
            let place = format!("{file_name}:{}", index + 1);
            check(Measure::LineBytes, line.len() as u64, limits.line_bytes as u64, &place)?;
        }
    }
    Ok(())
}
