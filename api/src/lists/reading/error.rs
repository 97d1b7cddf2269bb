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
    /// No row looks like a header.
    #[error("no header row was recognised (first row: {seen}): name its row and columns in a mapping file")]
    NoHeader {
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
