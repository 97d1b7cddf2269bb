//! Excel workbooks since 2007, read cell by cell: a sheet is never a rectangle in memory, so a single cell at
//! its far end costs no more than any other.

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::archive;
use super::grid::{Book, Budget, Grid, Merge, cell_name};
use super::metered::Metered;
use super::values::{date_of, number_text};
use super::{Flaw, ReadError};

type Workbook = Xlsx<Metered>;

pub(super) fn read(bytes: Vec<u8>, budget: &mut Budget<'_>) -> Result<Book, ReadError> {
    let (archive, counts) = archive::open(bytes, budget.limits)?;
    let bytes = archive.into_inner().into_inner();
    // The parser has places where a number that is none stops it; such a file is damaged, and no more.
    let read = catch_unwind(AssertUnwindSafe(|| workbook(bytes, counts.merges > 0, budget)));
    read.unwrap_or_else(|_| Err(ReadError::damaged("workbook", "a value is not what its type says")))
}

fn workbook(bytes: Vec<u8>, has_merges: bool, budget: &mut Budget<'_>) -> Result<Book, ReadError> {
    let mut workbook = Workbook::new(Metered::new(bytes)).map_err(|error| match error {
        XlsxError::Password => ReadError::Encrypted,
        error => ReadError::damaged("workbook", error),
    })?;
    let mut grids = Vec::new();
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut grid = Grid::new(sheet.name);
        grid.hidden = sheet.visible != SheetVisible::Visible;
        if cells(&mut workbook, &mut grid, budget)? && has_merges {
            merges(&mut workbook, &mut grid, budget)?;
        }
        grids.push(grid);
    }
    Ok(Book { grids, encoding: None, delimiter: None, remarks: Vec::new() })
}

/// Fills the grid; false where the sheet breaks off, with what was read before it.
fn cells(workbook: &mut Workbook, grid: &mut Grid, budget: &mut Budget<'_>) -> Result<bool, ReadError> {
    let name = grid.name.clone();
    let mut reader = match workbook.worksheet_cells_reader(&name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
        Err(error) => return Err(ReadError::damaged(name, error)),
    };
    let mut last = "A1".to_owned();
    let mut broken: usize = 0;
    loop {
        let record = match reader.next_cell_with_formula_metadata() {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(true),
            Err(error) => {
                budget.report(&name, last.clone(), Flaw::NextDamaged { error: error.to_string() });
                broken += 1;
                if ends(&error) || broken > budget.limits.problems {
                    return Ok(false);
                }
                continue;
            }
        };
        let row = record.pos.0.saturating_add(1);
        let column = usize::try_from(record.pos.1).unwrap_or(usize::MAX);
        let has_formula = record.formula.is_some();
        let text = match record.value {
            DataRef::Empty if has_formula => {
                budget.report(&name, cell_name(row, column), Flaw::FormulaWithoutValue);
                continue;
            }
            DataRef::Empty => continue,
            DataRef::Error(error) => {
                let found = error.to_string();
                budget.report(&name, cell_name(row, column), Flaw::ErrorValue { found });
                continue;
            }
            value => text(&value),
        };
        grid.put(row, column, &text, budget)?;
        last = cell_name(row, column);
    }
}

/// Whether nothing can be read after an error.
fn ends(error: &XlsxError) -> bool {
    matches!(error, XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_) | XlsxError::Zip(_))
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) => unbroken(text),
        DataRef::SharedString(text) => unbroken(text),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
            date_of(u32::from(year), month, day, hour, minute)
        }
        DataRef::DateTime(duration) => number_text(duration.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Line breaks as characters, where the file writes the code of a carriage return.
fn unbroken(text: &str) -> String {
    text.replace("_x000D_\n", "\n").replace("_x000D_", "\n").replace("\r\n", "\n")
}

fn merges(workbook: &mut Workbook, grid: &mut Grid, budget: &mut Budget<'_>) -> Result<(), ReadError> {
    let name = grid.name.clone();
    let Ok(merges) = workbook.merge_cells_by_sheet_name(&name) else {
        budget.report(&name, "A1".to_owned(), Flaw::MergesDamaged);
        return Ok(());
    };
    for merge in merges {
        let column = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let (top, bottom) = (merge.start.0.saturating_add(1), merge.end.0.saturating_add(1));
        let (left, right) = (column(merge.start.1), column(merge.end.1));
        grid.merge(Merge { top, left, bottom, right }, budget)?;
    }
    Ok(())
}
