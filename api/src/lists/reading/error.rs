//! Why a file is not read at all.

use super::Measure;
use super::mapping::MappingError;

/// Why nothing of a file was read; the text says where, what is wrong, and what would be right.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be opened or read.
    #[error("{file}: the file cannot be read")]
    Io {
        /// Its name.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file has no content.
    #[error("the file is empty: a table with a header row and rows below it would be right")]
    Empty,
    /// A limit is passed.
    #[error("{place}: too large: at most {most} {what}; split the list into several files")]
    TooLarge {
        /// What is counted.
        what: Measure,
        /// The most that is read.
        most: u64,
        /// Where the limit was passed.
        place: String,
    },
    /// The file needs a password.
    #[error("the file is protected by a password: save it without one")]
    Encrypted,
    /// The file is something else than a table.
    #[error("the file is {what}, not a table: {right}")]
    NotATable {
        /// What it is.
        what: &'static str,
        /// What to do.
        right: &'static str,
    },
    /// The file breaks the rules of its format.
    #[error("{place}: damaged: {reason}; open the file in a spreadsheet program and save it anew")]
    Damaged {
        /// The part or line.
        place: String,
        /// What is broken.
        reason: String,
    },
    /// The file is JSON.
    #[error("line 1: the file is JSON, not a table: write one body a row, as CSV or XLSX")]
    Json,
    /// The file is running text.
    #[error(
        "{place}: text without columns, not a table (first line: {seen}): divide the columns by semicolons, or, where \
         every line is a name, say `header_row = 0` and `columns = {{ A = \"name\" }}` in a mapping file"
    )]
    Prose {
        /// Where it starts.
        place: String,
        /// The first line with content, shortened.
        seen: String,
    },
    /// No column holds names, without which no row can be taken.
    #[error(
        "{place}: no column holds names (columns: {columns}): say in a mapping file which one does, such as \
         `columns = {{ A = \"name\" }}`"
    )]
    NoNames {
        /// The header, or the sheet where it has none.
        place: String,
        /// Letters and titles of the columns, shortened.
        columns: String,
    },
    /// The header is the end of the table.
    #[error(
        "{place}: no row of data below the header ({left_out} rows left out): send the list with its rows, or name \
         the row of the header in a mapping file"
    )]
    NoRows {
        /// The header, or the sheet where it has none.
        place: String,
        /// Rows that are no data.
        left_out: usize,
    },
    /// No row looks like a header.
    #[error(
        "{place}: no header row was recognised (first row: {seen}): name its row and columns in a mapping file"
    )]
    NoHeader {
        /// Where the first row with content stands.
        place: String,
        /// The first row with content, shortened.
        seen: String,
    },
    /// The mapping does not fit the file.
    #[error(transparent)]
    Mapping(#[from] MappingError),
}

impl ReadError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "list_unreadable",
            Self::Empty => "list_empty",
            Self::TooLarge { .. } => "list_too_large",
            Self::Encrypted => "list_encrypted",
            Self::NotATable { .. } => "list_not_a_table",
            Self::Json => "list_json",
            Self::Prose { .. } => "list_prose",
            Self::NoNames { .. } => "list_without_names",
            Self::NoRows { .. } => "list_without_rows",
            Self::Damaged { .. } => "list_damaged",
            Self::NoHeader { .. } => "list_header_unknown",
            Self::Mapping(_) => "list_mapping_wrong",
        }
    }

    /// A damaged `place`.
    pub(super) fn damaged(place: impl Into<String>, reason: impl std::fmt::Display) -> Self {
        Self::Damaged { place: place.into(), reason: reason.to_string() }
    }
}
