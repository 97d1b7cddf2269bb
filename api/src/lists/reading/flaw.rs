//! What can be wrong with a cell: a code for programs, the values that a sentence of any language needs, and the
//! sentence in English.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Flaw {
    /// It stands to the right of all columns that are read.
    TooFarRight {
        /// The last column that is read.
        last: String,
    },
    /// Its text is longer than a cell of a spreadsheet may be.
    TooLong {
        /// Characters at most.
        most: usize,
    },
    /// Letters were lost when the file was saved.
    LettersLost,
    /// A quotation mark is opened and not closed: the line was read without quoting.
    QuoteOpen,
    /// Nothing after it could be read.
    FileDamaged {
        /// What the parser found.
        error: String,
    },
    /// It cannot be read.
    CellDamaged,
    /// The cell after it cannot be read.
    NextDamaged {
        /// What the parser found.
        error: String,
    },
    /// The file names a sheet that it does not hold.
    SheetMissing,
    /// Which cells are merged cannot be read.
    MergesDamaged,
    /// An error of the spreadsheet instead of a value.
    ErrorValue {
        /// The error; empty where the file does not say which.
        found: String,
    },
    /// A formula whose value was not saved.
    FormulaWithoutValue,
    /// A text where a date is expected.
    NoDate {
        /// The text, shortened.
        found: String,
    },
    /// A BIN that a spreadsheet rounded.
    BinRounded {
        /// The number, shortened.
        found: String,
    },
    /// A telephone number that a spreadsheet rounded.
    PhoneRounded {
        /// The number, shortened.
        found: String,
    },
    /// A BIN that had lost its zeros; they were put back.
    ZerosLost {
        /// The digits that were there.
        found: String,
    },
}

impl Flaw {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooFarRight { .. } => "too_far_right",
            Self::TooLong { .. } => "too_long",
            Self::LettersLost => "letters_lost",
            Self::QuoteOpen => "quote_open",
            Self::FileDamaged { .. } => "file_damaged",
            Self::CellDamaged => "cell_damaged",
            Self::NextDamaged { .. } => "next_damaged",
            Self::SheetMissing => "sheet_missing",
            Self::MergesDamaged => "merges_damaged",
            Self::ErrorValue { .. } => "error_value",
            Self::FormulaWithoutValue => "formula_without_value",
            Self::NoDate { .. } => "no_date",
            Self::BinRounded { .. } => "bin_rounded",
            Self::PhoneRounded { .. } => "phone_rounded",
            Self::ZerosLost { .. } => "zeros_lost",
        }
    }

    /// The value that a sentence about it names: what was found, or what the limit is; empty where there is none.
    pub fn value(&self) -> String {
        match self {
            Self::TooFarRight { last } => last.clone(),
            Self::TooLong { most } => most.to_string(),
            Self::ErrorValue { found }
            | Self::NoDate { found }
            | Self::BinRounded { found }
            | Self::PhoneRounded { found }
            | Self::ZerosLost { found } => found.clone(),
            _ => String::new(),
        }
    }

    /// One of each, for tests.
    #[cfg(test)]
    pub(crate) fn all() -> Vec<Self> {
        let text = || "#N/A".to_owned();
        vec![
            Self::TooFarRight { last: text() },
            Self::TooLong { most: 32_767 },
            Self::LettersLost,
            Self::QuoteOpen,
            Self::FileDamaged { error: text() },
            Self::CellDamaged,
            Self::NextDamaged { error: text() },
            Self::SheetMissing,
            Self::MergesDamaged,
            Self::ErrorValue { found: text() },
            Self::FormulaWithoutValue,
            Self::NoDate { found: text() },
            Self::BinRounded { found: text() },
            Self::PhoneRounded { found: text() },
            Self::ZerosLost { found: text() },
        ]
    }
}

/// What is wrong, and after a colon what would be right.
impl fmt::Display for Flaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFarRight { last } => {
                write!(formatter, "too far right to be read: move it to column {last} or further left")
            }
            Self::TooLong { most } => {
                write!(formatter, "the text is too long for a cell: at most {most} characters")
            }
            Self::LettersLost => formatter.write_str(
                "letters are lost in the encoding of the file: save the file as UTF-8 (CSV UTF-8)",
            ),
            Self::QuoteOpen => formatter
                .write_str("a quotation mark is opened and not closed: close it, or double it inside a text"),
            Self::FileDamaged { error } => {
                write!(formatter, "the file is damaged from here on ({error}): save the file anew")
            }
            Self::CellDamaged => formatter.write_str("the cell is damaged: write it anew"),
            Self::NextDamaged { error } => {
                write!(formatter, "the cell after it is damaged ({error}): write it anew as text or number")
            }
            Self::SheetMissing => formatter.write_str("the sheet is missing in the file: save the file anew"),
            Self::MergesDamaged => {
                formatter.write_str("the list of merged cells is damaged: merge them anew")
            }
            Self::ErrorValue { found } => {
                let found = if found.is_empty() { String::new() } else { format!(" ({found})") };
                write!(formatter, "an error of the spreadsheet{found}: write the value that is meant")
            }
            Self::FormulaWithoutValue => formatter.write_str(
                "a formula without a value, which is not computed: open and save the file in a spreadsheet \
                 program, or write the value",
            ),
            Self::NoDate { found } => write!(formatter, "\"{found}\" is no date: a date such as 31.12.2021"),
            Self::BinRounded { found } => write!(
                formatter,
                "\"{found}\" is a number with its last digits lost: 12 digits, in a column formatted as text"
            ),
            Self::PhoneRounded { found } => write!(
                formatter,
                "\"{found}\" is a number with its last digits lost: the whole number, in a column formatted \
                 as text"
            ),
            Self::ZerosLost { found } => write!(
                formatter,
                "{found} has lost its zeros; they were put back: 12 digits, in a column formatted as text"
            ),
        }
    }
}
