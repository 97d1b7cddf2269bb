//! Cells of a file as a sparse grid, filled within limits.

use std::collections::BTreeMap;

use super::limits::check;
use super::table::CellProblem;
use super::{Flaw, Limits, Measure, ReadError, Remark};

/// What the reader of a format gives.
pub(super) struct Book {
    pub grids: Vec<Grid>,
    pub encoding: Option<&'static str>,
    pub delimiter: Option<char>,
    pub remarks: Vec<Remark>,
}

/// The rows of a sheet that have content.
pub(super) struct Grid {
    pub name: String,
    /// By row number, from 1; cells by column, from zero.
    pub rows: BTreeMap<u32, Vec<String>>,
    pub merges: Vec<Merge>,
    /// Not shown to who opens the file; read only where a mapping names it.
    pub hidden: bool,
    /// Rows are rows of a sheet, not lines of a text.
    pub is_spreadsheet: bool,
}

/// A merged area, all bounds included; rows from 1, columns from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    pub top: u32,
    pub left: usize,
    pub bottom: u32,
    pub right: usize,
}

/// What is left of the limits, and the problems found so far.
pub(super) struct Budget<'a> {
    pub limits: &'a Limits,
    rows: usize,
    cells: usize,
    text_bytes: usize,
    merges: usize,
    problems: Vec<CellProblem>,
    problems_left_out: usize,
}

impl<'a> Budget<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            rows: 0,
            cells: 0,
            text_bytes: 0,
            merges: 0,
            problems: Vec::new(),
            problems_left_out: 0,
        }
    }

    /// Reports a cell.
    pub fn report(&mut self, sheet: &str, cell: String, flaw: Flaw) {
        if self.problems.len() < self.limits.problems {
            self.problems.push(CellProblem { sheet: sheet.to_owned(), cell, flaw });
        } else {
            self.problems_left_out += 1;
        }
    }

    pub fn into_problems(self) -> (Vec<CellProblem>, usize) {
        (self.problems, self.problems_left_out)
    }

    fn spend(&mut self, sheet: &str, row: u32, cells: usize, bytes: usize) -> Result<(), ReadError> {
        self.cells += cells;
        self.text_bytes += bytes;
        let place = || format!("{sheet}!{row}");
        if self.cells > self.limits.cells {
            return Err(ReadError::TooLarge {
                what: Measure::Cells,
                most: self.limits.cells as u64,
                place: place(),
            });
        }
        if self.text_bytes > self.limits.text_bytes {
            let most = self.limits.text_bytes as u64;
            return Err(ReadError::TooLarge { what: Measure::TextBytes, most, place: place() });
        }
        Ok(())
    }
}

impl Grid {
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            rows: BTreeMap::new(),
            merges: Vec::new(),
            hidden: false,
            is_spreadsheet: true,
        }
    }

    /// Puts a text into a cell (row from 1, column from zero), trimmed; an empty one is nothing.
    pub fn put(
        &mut self,
        row: u32,
        column: usize,
        text: &str,
        budget: &mut Budget<'_>,
    ) -> Result<(), ReadError> {
        let text =
            text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\0' | '\u{feff}' | '\u{200b}'));
        if text.is_empty() {
            return Ok(());
        }
        if column >= budget.limits.columns {
            let last = letter(budget.limits.columns.saturating_sub(1));
            budget.report(&self.name, cell_name(row, column), Flaw::TooFarRight { last });
            return Ok(());
        }
        if text.len() > budget.limits.cell_chars && text.chars().count() > budget.limits.cell_chars {
            let most = budget.limits.cell_chars;
            budget.report(&self.name, cell_name(row, column), Flaw::TooLong { most });
            return Ok(());
        }
        if text.contains('\u{fffd}') {
            budget.report(&self.name, cell_name(row, column), Flaw::LettersLost);
        }
        self.set(row, column, text, budget)
    }

    /// Puts a text that has been looked at into a cell that exists or not.
    pub fn set(
        &mut self,
        row: u32,
        column: usize,
        text: &str,
        budget: &mut Budget<'_>,
    ) -> Result<(), ReadError> {
        if !self.rows.contains_key(&row) {
            budget.rows += 1;
            let place = format!("{}!{row}", self.name);
            check(Measure::Rows, budget.rows as u64, budget.limits.rows as u64, &place)?;
        }
        let cells = self.rows.entry(row).or_default();
        let grown = (column + 1).saturating_sub(cells.len());
        budget.spend(&self.name, row, grown, text.len())?;
        if grown > 0 {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            text.clone_into(cell);
        }
        Ok(())
    }

    /// Notes a merged area.
    pub fn merge(&mut self, merge: Merge, budget: &mut Budget<'_>) -> Result<(), ReadError> {
        let wide = merge.right > merge.left || merge.bottom > merge.top;
        if !wide || merge.left >= budget.limits.columns {
            return Ok(());
        }
        budget.merges += 1;
        let place = format!("{}!{}", self.name, cell_name(merge.top, merge.left));
        check(Measure::Merges, budget.merges as u64, budget.limits.merges as u64, &place)?;
        self.merges.push(merge);
        Ok(())
    }
}

/// The name of a column from zero: `A`, … `Z`, `AA`, …
pub(super) fn letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The column of a name of up to three letters, in either case.
pub(super) fn column_of(letters: &str) -> Option<usize> {
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let number = letters.bytes().fold(0, |sum, b| sum * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    Some(number - 1)
}

/// The name of a cell: `C17`.
pub(super) fn cell_name(row: u32, column: usize) -> String {
    format!("{}{row}", letter(column))
}
