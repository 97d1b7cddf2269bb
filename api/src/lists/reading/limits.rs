//! What a list may cost, checked before it is paid.

use std::fmt;

use super::ReadError;

/// The most that is read of one file. A whole national register (some 23,000 rows of 15 columns) fits well;
/// what passes a limit is refused with the place where it was passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Files in a workbook, which is a ZIP archive.
    pub entries: usize,
    /// Bytes of all files of a workbook, unpacked.
    pub unpacked_bytes: u64,
    /// Bytes of the table of shared strings, unpacked: the only part that is in memory as a whole.
    pub strings_bytes: u64,
    /// How many times bigger a part over a mebibyte may become by unpacking.
    pub ratio: u64,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Rows with content of all sheets.
    pub rows: usize,
    /// Columns of a sheet; cells further right are reported and left out.
    pub columns: usize,
    /// Cells of all rows, each row counted up to its last cell with content; also strings of a workbook.
    pub cells: usize,
    /// Bytes of text in all cells.
    pub text_bytes: usize,
    /// Bytes of one line of a CSV file.
    pub line_bytes: usize,
    /// Characters of one cell, as in a spreadsheet; longer cells are reported and left out.
    pub cell_chars: usize,
    /// Merged areas of all sheets.
    pub merges: usize,
    /// Reported cells; more are only counted.
    pub problems: usize,
}

impl Limits {
    /// The limits of a file that the operator names on the command line, where the machine is theirs: a list of a
    /// million rows.
    pub fn of_the_operator() -> Self {
        const MEBIBYTE: u64 = 1024 * 1024;
        Self {
            file_bytes: 512 * MEBIBYTE,
            unpacked_bytes: 2048 * MEBIBYTE,
            strings_bytes: 512 * MEBIBYTE,
            rows: 1_000_000,
            cells: 20_000_000,
            text_bytes: 1024 * 1024 * 1024,
            ..Self::default()
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        const MEBIBYTE: u64 = 1024 * 1024;
        Self {
            file_bytes: 16 * MEBIBYTE,
            entries: 1_000,
            unpacked_bytes: 96 * MEBIBYTE,
            strings_bytes: 20 * MEBIBYTE,
            ratio: 150,
            sheets: 64,
            rows: 50_000,
            columns: 256,
            cells: 350_000,
            text_bytes: 16 * 1024 * 1024,
            line_bytes: 1024 * 1024,
            cell_chars: 32_767,
            merges: 50_000,
            problems: 1_000,
        }
    }
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Bytes of the file.
    FileBytes,
    /// Bytes of what is packed in it.
    UnpackedBytes,
    /// How many times bigger something becomes by unpacking.
    Ratio,
    /// Files packed in a workbook.
    Parts,
    /// Sheets.
    Sheets,
    /// Rows.
    Rows,
    /// Cells.
    Cells,
    /// Merged areas.
    Merges,
    /// Rows that merged cells cover.
    MergedRows,
    /// Bytes of a line.
    LineBytes,
    /// Bytes of the text of all cells.
    TextBytes,
    /// Strings that cells share.
    Strings,
    /// Formats of cells.
    Formats,
    /// Bytes of an element of markup.
    ElementBytes,
    /// Elements inside one another.
    Depth,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::FileBytes,
        Self::UnpackedBytes,
        Self::Ratio,
        Self::Parts,
        Self::Sheets,
        Self::Rows,
        Self::Cells,
        Self::Merges,
        Self::MergedRows,
        Self::LineBytes,
        Self::TextBytes,
        Self::Strings,
        Self::Formats,
        Self::ElementBytes,
        Self::Depth,
    ];

    /// A stable code, where it is something that people see in a list; what else is counted is the work of a
    /// program.
    pub fn seen(self) -> Option<&'static str> {
        match self {
            Self::FileBytes => Some("file"),
            Self::UnpackedBytes | Self::TextBytes => Some("contents"),
            Self::Sheets => Some("sheets"),
            Self::Rows => Some("rows"),
            Self::Cells => Some("cells"),
            Self::Merges => Some("merges"),
            Self::LineBytes => Some("line"),
            Self::MergedRows
            | Self::Ratio
            | Self::Parts
            | Self::Strings
            | Self::Formats
            | Self::ElementBytes
            | Self::Depth => None,
        }
    }

    /// True where bytes are counted.
    pub fn is_bytes(self) -> bool {
        matches!(
            self,
            Self::FileBytes | Self::UnpackedBytes | Self::TextBytes | Self::LineBytes | Self::ElementBytes
        )
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FileBytes => "bytes",
            Self::UnpackedBytes => "bytes unpacked",
            Self::Ratio => "times bigger by unpacking",
            Self::Parts => "files in a workbook",
            Self::Sheets => "sheets",
            Self::Rows => "rows",
            Self::Cells => "cells",
            Self::Merges => "merged areas",
            Self::MergedRows => "rows under merged cells",
            Self::LineBytes => "bytes in a line",
            Self::TextBytes => "bytes of text in cells",
            Self::Strings => "strings",
            Self::Formats => "cell formats",
            Self::ElementBytes => "bytes in an element",
            Self::Depth => "elements inside one another",
        })
    }
}

/// Refuses `found` of `what` at `place` where it is over `most`.
pub(super) fn check(what: Measure, found: u64, most: u64, place: &str) -> Result<(), ReadError> {
    if found > most {
        return Err(ReadError::TooLarge { what, most, place: place.to_owned() });
    }
    Ok(())
}
