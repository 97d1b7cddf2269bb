//! Rows given back, so that they can be mended and sent again.
//!
//! A spreadsheet program would run a cell that starts with `=`, `+`, `-` or `@`: such cells are written with
//! an apostrophe before them, and read back without it.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Row, Sheet};

/// Title of the column that says why a row was not taken; the table of header words knows it as a column to
/// ignore, so the file can be sent again as it is.
const REASON: &str = "Қабылданбау себебі / Причина отказа / Reason";

/// A row that was not taken.
#[derive(Debug, Clone, Copy)]
pub struct Rejected<'a> {
    /// The row.
    pub row: &'a Row,
    /// Why it was not taken, and what would be right.
    pub reason: &'a str,
}

/// Writes rows of a sheet as CSV (UTF-8 with a byte order mark, semicolons) under the titles of the list, with
/// the reason in the last column. [`super::read`] reads the file again with the same mapping; regions that
/// group headings gave are written into a column of their own where the list has none.
///
/// # Errors
///
/// What the writer answers.
pub fn write_rejected<W: Write>(mut out: W, sheet: &Sheet, rows: &[Rejected<'_>]) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(out);
    let given = given_fields(sheet, rows);
    let width = sheet.columns.iter().map(|column| column.index + 1).max().unwrap_or_default();
    let title = |index: usize| {
        sheet.columns.iter().find(|column| column.index == index).map_or("", |column| column.title.as_str())
    };
    let titles = (0..width).map(title).chain(given.iter().map(|field| field.name())).chain([REASON]);
    writer.write_record(titles.map(|text| escape(text).into_owned()))?;
    for Rejected { row, reason } in rows {
        let cells = (0..width).map(|index| row.cells.get(index).map_or("", String::as_str));
        let given = given.iter().map(|field| row.given.get(field).map_or("", String::as_str));
        writer.write_record(cells.chain(given).chain([*reason]).map(|text| escape(text).into_owned()))?;
    }
    writer.flush()
}

/// The fields that group headings gave and no column has.
fn given_fields(sheet: &Sheet, rows: &[Rejected<'_>]) -> Vec<super::Field> {
    let mut fields: Vec<_> = rows.iter().flat_map(|rejected| rejected.row.given.keys().copied()).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.retain(|field| sheet.columns.iter().all(|column| column.field != Some(*field)));
    fields
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text that no spreadsheet program takes for a formula.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Undoes [`escape`].
pub(super) fn unescape(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => text,
    }
}
