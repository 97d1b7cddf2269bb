//! Reads dirty list files into rows: pure functions over bytes.
//!
//! CSV in any delimiter and encoding, XLSX, XLS and ODS go through the same steps: what the file is
//! ([`format`]), its cells within limits ([`grid`]), where the table is ([`layout`]), what its columns are
//! ([`headings`] and [`contents`], or a [`Mapping`]) and what its values mean ([`values`]). Nothing is
//! evaluated, nothing is guessed silently: what cannot be read is a [`CellProblem`] and the rest goes on.
//! It must not know records, stores or requests; imports and previews call [`read`].

mod archive;
mod columns;
mod contents;
mod delimited;
mod encoding;
mod error;
mod field;
mod flaw;
mod format;
mod grid;
mod groups;
mod headings;
mod layout;
mod limits;
mod mapping;
mod markup;
mod metered;
mod ods;
mod recoded;
mod records;
mod rejected;
mod rows;
mod table;
mod tidy;
mod values;
mod xls;
mod xlsx;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::Read;
use std::path::Path;

pub use error::ReadError;
pub use field::{Field, UnknownField};
pub use flaw::Flaw;
pub use format::Format;
pub use limits::{Limits, Measure};
pub use mapping::{Mapping, MappingError, SheetName};
pub use rejected::{Rejected, write_rejected};
pub use table::{
    CellProblem, Column, LeftOut, LeftOutWhy, ListTable, Remark, Row, Sheet, SheetLeftOutWhy, Why,
};

use grid::{Book, Budget};
use limits::check;

/// Reads a list out of the bytes of a file.
///
/// `file_name` serves only for messages and to remark on a wrong extension: what the file is, its bytes say.
/// With no mapping, headers are recognised; a mapping says what they cannot.
///
/// # Errors
///
/// [`ReadError`] where nothing can be read: no table, a limit passed, an encrypted or damaged file, no header
/// recognised, or a mapping that does not fit. A cell that cannot be read is in [`ListTable::problems`].
pub fn read(
    bytes: Vec<u8>,
    file_name: &str,
    mapping: Option<&Mapping>,
    limits: &Limits,
) -> Result<ListTable, ReadError> {
    check(Measure::FileBytes, bytes.len() as u64, limits.file_bytes, "the file")?;
    let format = format::detect(&bytes)?;
    let mut budget = Budget::new(limits);
    let book = match format {
        Format::Csv => delimited::read(bytes, file_name, &mut budget)?,
        Format::Xlsx => xlsx::read(bytes, &mut budget)?,
        Format::Xls => xls::read(bytes, &mut budget)?,
        Format::Ods => ods::read(bytes, &mut budget)?,
    };
    let Book { grids, encoding, delimiter, mut remarks } = book;
    if let Some(expected) = format::wrong_extension(file_name, format) {
        remarks
            .insert(0, Remark::WrongExtension { file: file_name.to_owned(), expected: expected.to_owned() });
    }
    let mut table = layout::table(grids, mapping, &mut budget, remarks)?;
    table.format = format;
    table.encoding = encoding;
    table.delimiter = delimiter;
    let (problems, problems_left_out) = budget.into_problems();
    table.problems = problems;
    table.problems_left_out = problems_left_out;
    Ok(table)
}

/// The bytes of a file; its size is checked before it is read.
///
/// # Errors
///
/// [`ReadError::TooLarge`], and [`ReadError::Io`] where the file cannot be read.
pub fn load(path: &Path, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let name = file_name(path);
    let io = |source| ReadError::Io { file: name.clone(), source };
    let file = File::open(path).map_err(io)?;
    check(Measure::FileBytes, file.metadata().map_err(io)?.len(), limits.file_bytes, "the file")?;
    let mut bytes = Vec::new();
    // A file may grow while it is read: one byte over the limit is enough to refuse it.
    file.take(limits.file_bytes + 1).read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

/// Whether a text is nothing but the name of a region, or of a city or district in one word beside the word for
/// what it is.
pub fn is_place(text: &str) -> bool {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty());
    groups::is_region(text) || words.count() == 2 && groups::place(text).is_some()
}

/// Reads a list out of a file.
///
/// # Errors
///
/// As [`load`] and [`read`].
pub fn read_file(path: &Path, mapping: Option<&Mapping>, limits: &Limits) -> Result<ListTable, ReadError> {
    read(load(path, limits)?, &file_name(path), mapping, limits)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
