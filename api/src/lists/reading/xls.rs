//! Excel workbooks 97-2003: records of a stream in a compound file, read one by one.
//!
//! Only what lists need: strings, numbers, dates, results of formulas and merged cells. The reader of
//! workbooks is not used here, since it takes room by the dimensions that a file claims and follows chains of
//! sectors without end. Numbers in comments are sections of [MS-XLS].

use std::io::{Cursor, Read};

use encoding_rs::{Encoding, WINDOWS_1251};

use super::grid::{Book, Budget, Grid, Merge, cell_name};
use super::limits::check;
use super::records::{Record, Records, Text};
use super::values::{number_text, serial_date};
use super::{Flaw, Limits, Measure, ReadError};

const WORKBOOK: &str = "workbook";

pub(super) fn read(bytes: Vec<u8>, budget: &mut Budget<'_>) -> Result<Book, ReadError> {
    let stream = workbook_stream(bytes, budget.limits)?;
    let globals = Globals::read(&stream, budget.limits)?;
    let mut grids = Vec::new();
    for sheet in &globals.sheets {
        let mut grid = Grid::new(sheet.name.clone());
        grid.hidden = sheet.hidden;
        // Up to the next sheet, so that no record is read for two.
        let starts = globals.sheets.iter().map(|sheet| sheet.start);
        let end = starts.filter(|start| *start > sheet.start).min().unwrap_or(stream.len());
        let Some(records) = stream.get(sheet.start..end.min(stream.len())) else {
            budget.report(&grid.name, "A1".to_owned(), Flaw::SheetMissing);
            continue;
        };
        Cells { globals: &globals, budget, grid: &mut grid, formula: None }.read(records)?;
        grids.push(grid);
    }
    Ok(Book { grids, encoding: None, delimiter: None, remarks: Vec::new() })
}

/// The stream of records, out of the compound file.
fn workbook_stream(bytes: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let damaged = |error: std::io::Error| ReadError::damaged(WORKBOOK, error);
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    if file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
        return Err(ReadError::Encrypted);
    }
    let Some(name) = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)) else {
        let right = "open it in a spreadsheet program and save it as XLSX or CSV";
        return Err(ReadError::NotATable { what: "a document of another office program", right });
    };
    let mut stream = Vec::new();
    file.open_stream(name)
        .map_err(damaged)?
        .take(limits.file_bytes)
        .read_to_end(&mut stream)
        .map_err(damaged)?;
    Ok(stream)
}

struct BoundSheet {
    name: String,
    start: usize,
    hidden: bool,
}

/// What all sheets share.
struct Globals {
    sheets: Vec<BoundSheet>,
    strings: Vec<String>,
    /// Whether the format at an index shows a date.
    dates: Vec<bool>,
    from_1904: bool,
    text: Text,
}

impl Globals {
    fn read(stream: &[u8], limits: &Limits) -> Result<Self, ReadError> {
        let mut formats = std::collections::HashMap::new();
        let mut cell_formats = Vec::new();
        let text = Text { wide: true, encoding: WINDOWS_1251 };
        let mut globals =
            Self { sheets: Vec::new(), strings: Vec::new(), dates: Vec::new(), from_1904: false, text };
        for record in Records::new(stream) {
            match record.kind {
                // BOF 2.4.21: version 8 writes text as UTF-16, version 5 in a code page.
                0x0809 => globals.text.wide = record.u16(0) == Some(0x0600),
                // FilePass 2.4.117
                0x002f => return Err(ReadError::Encrypted),
                // CodePage 2.4.52
                0x0042 => globals.text.encoding = record.u16(0).map_or(WINDOWS_1251, code_page),
                // Date1904 2.4.77
                0x0022 => globals.from_1904 = record.u16(0) == Some(1),
                // Format 2.4.126
                0x041e => {
                    if let Some(number) = record.u16(0) {
                        let code = globals.text.read(&record, 2, globals.text.wide).unwrap_or_default();
                        formats.insert(number, shows_date(&code));
                    }
                }
                // XF 2.4.353
                0x00e0 => cell_formats.push(record.u16(2).unwrap_or_default()),
                // BoundSheet8 2.4.28: worksheets only
                0x0085 if record.u8(5) == Some(0) => {
                    check(Measure::Sheets, globals.sheets.len() as u64 + 1, limits.sheets as u64, WORKBOOK)?;
                    let start =
                        record.u32(0).and_then(|start| usize::try_from(start).ok()).unwrap_or(usize::MAX);
                    let name = globals.text.read(&record, 6, false).unwrap_or_default();
                    globals.sheets.push(BoundSheet {
                        name,
                        start,
                        hidden: record.u8(4).unwrap_or(0) & 3 != 0,
                    });
                }
                // SST 2.4.265
                0x00fc => globals.strings = globals.text.read_table(&record, limits)?,
                // EOF 2.4.103
                0x000a => break,
                _ => {}
            }
        }
        let is_date = |number: &u16| {
            formats.get(number).copied().unwrap_or(matches!(number, 14..=17 | 22 | 27..=31 | 36 | 50..=58))
        };
        globals.dates = cell_formats.iter().map(is_date).collect();
        Ok(globals)
    }
}

fn code_page(number: u16) -> &'static Encoding {
    match number {
        866 => encoding_rs::IBM866,
        1250 => encoding_rs::WINDOWS_1250,
        1252 | 0x8001 => encoding_rs::WINDOWS_1252,
        1254 => encoding_rs::WINDOWS_1254,
        20866 => encoding_rs::KOI8_R,
        65001 => encoding_rs::UTF_8,
        _ => WINDOWS_1251,
    }
}

/// Whether a format shows a day or a year, outside of quoted text, colours and conditions.
fn shows_date(code: &str) -> bool {
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracket = true,
            ']' if !quoted => bracket = false,
            ';' if !quoted => return false,
            'd' | 'D' | 'y' | 'Y' | 'д' | 'Д' | 'г' | 'Г' if !quoted && !bracket => return true,
            _ => {}
        }
    }
    false
}

/// Reads the records of a sheet into a grid.
struct Cells<'g, 'b, 'l> {
    globals: &'g Globals,
    budget: &'b mut Budget<'l>,
    grid: &'b mut Grid,
    /// The formula whose text comes in the next record.
    formula: Option<(u32, usize)>,
}

impl Cells<'_, '_, '_> {
    fn read(&mut self, stream: &[u8]) -> Result<(), ReadError> {
        let mut depth = 0_usize;
        for record in Records::new(stream) {
            match record.kind {
                // A chart within the sheet is a stream of its own.
                0x0809 => depth += 1,
                0x000a if depth <= 1 => break,
                0x000a => depth -= 1,
                _ if depth > 1 => {}
                _ => self.record(&record)?,
            }
        }
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>) -> Result<(), ReadError> {
        match record.kind {
            // MulRk 2.4.175
            0x00bd => return self.numbers(record),
            // MergeCells 2.4.168
            0x00e5 => return self.merges(record),
            // String 2.4.268: the text of the formula before it
            0x0207 => {
                let text = self.globals.text.read(record, 0, true);
                return match (self.formula.take(), text) {
                    (Some((row, column)), Some(text)) => self.grid.put(row, column, &text, self.budget),
                    _ => Ok(()),
                };
            }
            0x0203 | 0x027e | 0x00fd | 0x0204 | 0x00d6 | 0x0205 | 0x0006 => {}
            _ => return Ok(()),
        }
        let (Some(row), Some(column), Some(format)) = (record.u16(0), record.u16(2), record.u16(4)) else {
            return Ok(());
        };
        let (row, column) = (u32::from(row) + 1, usize::from(column));
        let text = match record.kind {
            // Number 2.4.180
            0x0203 => record.f64(6).map(|number| self.number(number, format)),
            // RK 2.4.220
            0x027e => record.u32(6).map(|rk| self.number(rk_number(rk), format)),
            // LabelSst 2.4.149
            0x00fd => {
                let index = record.u32(6).and_then(|index| usize::try_from(index).ok());
                let text = index.and_then(|index| self.globals.strings.get(index));
                if let Some(text) = text {
                    return self.grid.put(row, column, text, self.budget);
                }
                None
            }
            // Label 2.4.148 and RString
            0x0204 | 0x00d6 => self.globals.text.read(record, 6, true),
            // BoolErr 2.4.24
            0x0205 if record.u8(7) == Some(0) => record.u8(6).map(|truth| (truth != 0).to_string()),
            0x0205 => {
                self.error(row, column);
                return Ok(());
            }
            _ => return self.formula(record, row, column, format),
        };
        if let Some(text) = text {
            return self.grid.put(row, column, &text, self.budget);
        }
        self.report(row, column, Flaw::CellDamaged);
        Ok(())
    }

    /// Formula 2.4.127: the value that was computed when the file was saved.
    fn formula(
        &mut self,
        record: &Record<'_>,
        row: u32,
        column: usize,
        format: u16,
    ) -> Result<(), ReadError> {
        self.formula = None;
        if record.u16(12) != Some(0xffff) {
            let text = record.f64(6).map(|number| self.number(number, format)).unwrap_or_default();
            return self.grid.put(row, column, &text, self.budget);
        }
        match record.u8(6) {
            Some(0) => self.formula = Some((row, column)),
            Some(1) => {
                let truth = record.u8(8).unwrap_or_default() != 0;
                return self.grid.put(row, column, &truth.to_string(), self.budget);
            }
            Some(2) => self.error(row, column),
            _ => {}
        }
        Ok(())
    }

    fn error(&mut self, row: u32, column: usize) {
        self.report(row, column, Flaw::ErrorValue { found: String::new() });
    }

    fn report(&mut self, row: u32, column: usize, flaw: Flaw) {
        self.budget.report(&self.grid.name, cell_name(row, column), flaw);
    }

    fn numbers(&mut self, record: &Record<'_>) -> Result<(), ReadError> {
        let (Some(row), Some(first)) = (record.u16(0), record.u16(2)) else { return Ok(()) };
        let count = record.data.len().saturating_sub(6) / 6;
        for (column, index) in (usize::from(first)..).zip(0..count) {
            let at = 4 + index * 6;
            if let (Some(format), Some(rk)) = (record.u16(at), record.u32(at + 2)) {
                let text = self.number(rk_number(rk), format);
                self.grid.put(u32::from(row) + 1, column, &text, self.budget)?;
            }
        }
        Ok(())
    }

    fn merges(&mut self, record: &Record<'_>) -> Result<(), ReadError> {
        let count = usize::from(record.u16(0).unwrap_or_default());
        for at in (0..count).map(|index| 2 + index * 8) {
            let number = |offset: usize| record.u16(at + offset);
            let (Some(top), Some(bottom), Some(left), Some(right)) =
                (number(0), number(2), number(4), number(6))
            else {
                break;
            };
            let (top, bottom) = (u32::from(top) + 1, u32::from(bottom) + 1);
            let merge = Merge { top, left: usize::from(left), bottom, right: usize::from(right) };
            self.grid.merge(merge, self.budget)?;
        }
        Ok(())
    }

    fn number(&self, number: f64, format: u16) -> String {
        let is_date = self.globals.dates.get(usize::from(format)).copied().unwrap_or(false);
        let date = if is_date { serial_date(number, self.globals.from_1904) } else { None };
        date.unwrap_or_else(|| number_text(number))
    }
}

/// RkNumber 2.5.217: 30 bits of a whole or floating number, perhaps in hundredths.
fn rk_number(rk: u32) -> f64 {
    let number = if rk & 2 != 0 {
        f64::from(rk.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(rk & 0xffff_fffc) << 32)
    };
    if rk & 1 != 0 { number / 100.0 } else { number }
}
