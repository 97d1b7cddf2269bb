//! A list as it was read: sheets of rows, and what was left out or could not be read.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::layout::shorten;
use super::{Field, Flaw, Format, ReadError};

/// A list file as rows.
#[derive(Debug, Clone, PartialEq)]
pub struct ListTable {
    /// What the file is, by its bytes.
    pub format: Format,
    /// Name of the encoding of a CSV file, such as `windows-1251`.
    pub encoding: Option<&'static str>,
    /// The delimiter of a CSV file.
    pub delimiter: Option<char>,
    /// The sheets with a table, in the order of the file; a CSV file has one, named as the file.
    pub sheets: Vec<Sheet>,
    /// What was assumed or left out on the way, for the reader of the report.
    pub remarks: Vec<Remark>,
    /// Cells that could not be read, in the order of the file.
    pub problems: Vec<CellProblem>,
    /// How many further problems there are, beyond the limit of those reported.
    pub problems_left_out: usize,
}

/// A sheet with a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Row of the sheet (line of a CSV file) where the header starts; none where a mapping says so.
    pub header_row: Option<u32>,
    /// The columns with a title or content, from left to right.
    pub columns: Vec<Column>,
    /// The rows of data.
    pub rows: Vec<Row>,
    /// Rows that are no data, in the order of the sheet.
    pub left_out: Vec<LeftOut>,
    /// Values that a mapping gives to all rows that have none.
    pub fixed: BTreeMap<Field, String>,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// From zero; the index into [`Row::cells`].
    pub index: usize,
    /// As spreadsheets name it: `A`, `B`, … `AA`.
    pub letter: String,
    /// Its title; rows of a header of several rows are joined by ` / `. Empty where it has none.
    pub title: String,
    /// What it holds; none where nothing said so.
    pub field: Option<Field>,
    /// What said so.
    pub why: Why,
}

/// What said which field a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The mapping file.
    Mapping,
    /// The words of its title.
    Title,
    /// Its title, with its contents deciding between readings such as the language of a name.
    TitleAndContents,
    /// Its contents alone.
    Contents,
    /// Nothing: the field is unknown.
    Nothing,
}

impl Why {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mapping => "mapping",
            Self::Title => "title",
            Self::TitleAndContents => "title_and_contents",
            Self::Contents => "contents",
            Self::Nothing => "nothing",
        }
    }
}

/// A row of data.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number among the rows of data of its sheet: the first after the header is 1.
    pub number: u32,
    /// Its row in the sheet, or the line of a CSV file where it starts.
    pub line: u32,
    /// Its cells, trimmed, by [`Column::index`]; cells after the last with content are absent.
    pub cells: Vec<String>,
    /// Region or district that a group heading above gives to the row.
    pub given: BTreeMap<Field, String>,
}

/// Rows that are no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// First row of the sheet, or line.
    pub from: u32,
    /// Last row of the sheet, or line.
    pub to: u32,
    /// Why it is left out.
    pub why: LeftOutWhy,
    /// Its text, shortened.
    pub text: String,
}

/// Why a row is no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOutWhy {
    /// A line above the header.
    Title,
    /// The numbers of the columns under the header, or the header once more.
    Header,
    /// No cell has content.
    Empty,
    /// A heading that gives region or district to the rows below it.
    Group,
    /// A heading that is no known place; the rows below it are read without it.
    UnknownGroup,
    /// A total.
    Total,
    /// A note below the table.
    Footer,
    /// The mapping keeps only rows of another kind.
    NotKept,
}

impl fmt::Display for LeftOutWhy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Title => "above the header",
            Self::Header => "numbers of columns, or the header again",
            Self::Empty => "empty",
            Self::Group => "a heading that gives a place to the rows below",
            Self::UnknownGroup => "a heading that is no known place",
            Self::Total => "a total",
            Self::Footer => "a note below the table",
            Self::NotKept => "not among what the mapping keeps",
        })
    }
}

/// Why a sheet is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetLeftOutWhy {
    /// No cell has content.
    Empty,
    /// No header was recognised in it.
    NoHeader,
    /// It is hidden.
    Hidden,
}

impl SheetLeftOutWhy {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoHeader => "no_header",
            Self::Hidden => "hidden",
        }
    }
}

impl fmt::Display for SheetLeftOutWhy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "it is empty",
            Self::NoHeader => "no header row was recognised",
            Self::Hidden => "it is hidden",
        })
    }
}

/// Something assumed or left out of a whole file or sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// The extension says another format than the bytes.
    WrongExtension {
        /// Name of the file.
        file: String,
        /// The extension that would be right.
        expected: String,
    },
    /// A sheet has no content, or no header was recognised in it while another sheet has one.
    SheetLeftOut {
        /// Its name.
        sheet: String,
        /// Why.
        why: SheetLeftOutWhy,
    },
    /// The letters were UTF-8 taken for another encoding and coded anew; they are read as they were meant.
    CodedTwice {
        /// Name of the file.
        file: String,
        /// The encoding that they were taken for.
        taken_for: String,
    },
    /// Empty cells took the value above them, since it was written once for several rows.
    FilledDown {
        /// The sheet.
        sheet: String,
        /// The column's letter.
        column: String,
        /// How many cells.
        cells: usize,
    },
}

/// A cell that could not be read, or only in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellProblem {
    /// The sheet.
    pub sheet: String,
    /// The cell, such as `C17`; the line number stands for the row in a CSV file. A row number alone where
    /// the whole row is meant.
    pub cell: String,
    /// What is wrong with it.
    pub flaw: Flaw,
}

impl ListTable {
    /// Whether something of it can be taken: a list has a column of names, and rows.
    ///
    /// # Errors
    ///
    /// [`ReadError::NoNames`] and [`ReadError::NoRows`], with the place of the first header.
    pub fn check(&self) -> Result<(), ReadError> {
        let Some(first) = self.sheets.first() else { return Err(ReadError::Empty) };
        let place = match first.header_row {
            Some(row) => format!("{}!{row}", first.name),
            None => first.name.clone(),
        };
        if !self.sheets.iter().any(Sheet::has_names) {
            let columns =
                first.columns.iter().map(|column| format!("{} \"{}\"", column.letter, column.title));
            let columns = shorten(&columns.collect::<Vec<_>>().join(", "));
            return Err(ReadError::NoNames { place, columns });
        }
        if self.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
            let left_out = self.sheets.iter().map(|sheet| sheet.left_out.len()).sum();
            return Err(ReadError::NoRows { place, left_out });
        }
        Ok(())
    }
}

impl fmt::Display for CellProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}!{}: {}", self.sheet, self.cell, self.flaw)
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongExtension { file, expected } => {
                write!(
                    formatter,
                    "{file}: by its content a file with the extension .{expected}, and read as one"
                )
            }
            Self::SheetLeftOut { sheet, why } => write!(formatter, "{sheet}: left out: {why}"),
            Self::CodedTwice { file, taken_for } => write!(
                formatter,
                "{file}: its UTF-8 was taken for {taken_for} and coded anew; the letters are read as they were meant"
            ),
            Self::FilledDown { sheet, column, cells } => write!(
                formatter,
                "{sheet}!{column}: {cells} empty cells took the value above, which is written once for several rows"
            ),
        }
    }
}

impl Sheet {
    /// Whether a column holds names, or the mapping gives one.
    fn has_names(&self) -> bool {
        let is_name =
            |field: &Field| matches!(field, Field::Name | Field::NameKk | Field::NameRu | Field::NameEn);
        self.columns.iter().filter_map(|column| column.field.as_ref()).any(is_name)
            || self.fixed.keys().any(is_name)
    }

    /// All values of a field in a row, in the order of the columns; where no cell has one, that of a group
    /// heading, and then that of the mapping.
    pub fn values<'a>(&'a self, row: &'a Row, field: Field) -> Vec<&'a str> {
        let cells: Vec<&str> = self
            .columns
            .iter()
            .filter(|column| column.field == Some(field))
            .filter_map(|column| row.cells.get(column.index))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect();
        if !cells.is_empty() {
            return cells;
        }
        row.given.get(&field).or_else(|| self.fixed.get(&field)).map(String::as_str).into_iter().collect()
    }

    /// The first of [`Self::values`].
    pub fn value<'a>(&'a self, row: &'a Row, field: Field) -> Option<&'a str> {
        self.values(row, field).first().copied()
    }
}
