//! OpenDocument spreadsheets, read as a stream: a repeated row or cell costs only what it holds, and merged
//! areas are kept, neither of which the reader of workbooks offers.

use std::collections::HashSet;
use std::io::{BufReader, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::archive::{self, Archive};
use super::grid::{Book, Budget, Grid, Merge, cell_name};
use super::values::number_text;
use super::{Flaw, ReadError};

const CONTENT: &str = "content.xml";

pub(super) fn read(bytes: Vec<u8>, budget: &mut Budget<'_>) -> Result<Book, ReadError> {
    let (mut archive, _) = archive::open(bytes, budget.limits)?;
    let grids = content(&mut archive, budget)?;
    Ok(Book { grids, encoding: None, delimiter: None, remarks: Vec::new() })
}

fn content(archive: &mut Archive, budget: &mut Budget<'_>) -> Result<Vec<Grid>, ReadError> {
    let part = archive.by_name(CONTENT).map_err(|error| ReadError::damaged(CONTENT, error))?;
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    reader.config_mut().expand_empty_elements = true;
    let mut sheets = Sheets { longest: budget.limits.cell_chars.saturating_mul(4), ..Sheets::default() };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Ok(sheets.grids),
            Ok(event) => event,
            Err(error) => {
                let Some(grid) = sheets.grids.last() else { return Err(ReadError::damaged(CONTENT, error)) };
                let flaw = Flaw::FileDamaged { error: error.to_string() };
                budget.report(&grid.name, sheets.row.to_string(), flaw);
                return Ok(sheets.grids);
            }
        };
        match event {
            Event::Start(element) => sheets.start(&element),
            Event::End(element) => sheets.end(element.local_name().as_ref(), budget)?,
            Event::Text(text) => sheets.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    _ => quick_xml::escape::resolve_predefined_entity(&reference)
                        .unwrap_or("\u{fffd}")
                        .to_owned(),
                };
                sheets.text(&letter);
            }
            _ => {}
        }
    }
}

/// A cell that is being read.
#[derive(Default)]
struct OpenCell {
    repeated: usize,
    kind: String,
    value: Option<String>,
    text: String,
    paragraphs: usize,
    has_formula: bool,
    /// Columns and rows that it spans.
    span: (usize, u32),
}

#[derive(Default)]
struct Sheets {
    grids: Vec<Grid>,
    hidden_styles: HashSet<String>,
    style: String,
    in_table: bool,
    /// Number of the row, from 1, and how many alike follow.
    row: u32,
    rows_alike: u32,
    column: usize,
    cell: Option<OpenCell>,
    /// Cells of the current row with content.
    cells: Vec<(usize, String)>,
    /// Bytes after which a text is too long for a cell, however few its letters are.
    longest: usize,
    /// How deep in a note or drawing, whose text is not the cell's.
    aside: usize,
}

impl Sheets {
    fn start(&mut self, element: &BytesStart<'_>) {
        let local = element.local_name();
        if self.aside > 0 || matches!(local.as_ref(), "annotation" | "frame" | "custom-shape" | "shapes") {
            self.aside += 1;
            return;
        }
        match local.as_ref() {
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "table-properties" if attribute(element, "display").as_deref() == Some("false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            "table" => {
                let mut grid = Grid::new(attribute(element, "name").unwrap_or_default());
                let style = attribute(element, "style-name").unwrap_or_default();
                grid.hidden = self.hidden_styles.contains(&style);
                self.grids.push(grid);
                (self.in_table, self.row, self.rows_alike) = (true, 1, 0);
            }
            "table-row" if self.in_table => {
                self.rows_alike = number(element, "number-rows-repeated").max(1);
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" if self.in_table => {
                let value = ["value", "date-value", "boolean-value", "string-value", "time-value"];
                self.cell = Some(OpenCell {
                    repeated: usize::try_from(number(element, "number-columns-repeated").max(1)).unwrap_or(1),
                    kind: attribute(element, "value-type").unwrap_or_default(),
                    value: value.iter().find_map(|name| attribute(element, name)),
                    has_formula: attribute(element, "formula").is_some(),
                    span: (
                        usize::try_from(number(element, "number-columns-spanned").max(1)).unwrap_or(1),
                        number(element, "number-rows-spanned").max(1),
                    ),
                    ..OpenCell::default()
                });
            }
            "p" => {
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            "s" => {
                let spaces = usize::try_from(number(element, "c").max(1)).unwrap_or(1).min(self.longest);
                self.text(&" ".repeat(spaces));
            }
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell
            && cell.paragraphs > 0
            && self.aside == 0
            && cell.text.len() <= self.longest
        {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, local: &str, budget: &mut Budget<'_>) -> Result<(), ReadError> {
        if self.aside > 0 {
            self.aside -= 1;
            return Ok(());
        }
        match local {
            "table" => self.in_table = false,
            "table-row" if self.in_table => self.end_row(budget)?,
            "table-cell" | "covered-table-cell" => {
                if let (Some(cell), true) = (self.cell.take(), self.in_table) {
                    self.end_cell(cell, budget)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self, cell: OpenCell, budget: &mut Budget<'_>) -> Result<(), ReadError> {
        let Some(grid) = self.grids.last_mut() else { return Ok(()) };
        let place = cell_name(self.row, self.column);
        let text = shown(&cell);
        if cell.text.len() > self.longest {
            budget.report(&grid.name, place, Flaw::TooLong { most: budget.limits.cell_chars });
        } else if text.starts_with('#') && text.ends_with(['!', '?', 'A']) || text.starts_with("Err:") {
            budget.report(&grid.name, place, Flaw::ErrorValue { found: text });
        } else if text.is_empty() && cell.has_formula {
            budget.report(&grid.name, place, Flaw::FormulaWithoutValue);
        } else if !text.is_empty() {
            // A value repeated beyond the last column that is read is reported once.
            let last =
                self.column.saturating_add(cell.repeated).min(budget.limits.columns + 1).max(self.column + 1);
            for column in self.column..last {
                self.cells.push((column, text.clone()));
            }
        }
        if cell.span != (1, 1) {
            let (bottom, right) =
                (self.row.saturating_add(cell.span.1 - 1), self.column.saturating_add(cell.span.0 - 1));
            grid.merge(Merge { top: self.row, left: self.column, bottom, right }, budget)?;
        }
        self.column = self.column.saturating_add(cell.repeated);
        Ok(())
    }

    fn end_row(&mut self, budget: &mut Budget<'_>) -> Result<(), ReadError> {
        let after = self.row.saturating_add(self.rows_alike);
        if let (Some(grid), false) = (self.grids.last_mut(), self.cells.is_empty()) {
            for row in self.row..after {
                for (column, text) in &self.cells {
                    grid.put(row, *column, text, budget)?;
                }
            }
        }
        self.cells.clear();
        self.row = after;
        Ok(())
    }
}

/// The text of a cell: as shown where that is the number with zeros before it, the bare value otherwise.
fn shown(cell: &OpenCell) -> String {
    let text = cell.text.trim();
    let Some(value) = &cell.value else { return text.to_owned() };
    match cell.kind.as_str() {
        "float" | "currency" | "percentage" => match value.parse::<f64>() {
            Ok(_) if is_padded(text, value) => text.to_owned(),
            Ok(number) => number_text(number),
            Err(_) => text.to_owned(),
        },
        "date" => value.strip_suffix("T00:00:00").unwrap_or(value).to_owned(),
        "boolean" => value.clone(),
        _ if text.is_empty() => value.clone(),
        _ => text.to_owned(),
    }
}

fn is_padded(text: &str, value: &str) -> bool {
    text.starts_with('0')
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.trim_start_matches('0') == value
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn number(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|value| value.trim().parse().ok()).unwrap_or_default()
}

/// Whether the list of parts says that they are encrypted.
pub(super) fn is_encrypted(archive: &mut Archive, limits: &super::Limits) -> bool {
    let mut manifest = Vec::new();
    archive.by_name("META-INF/manifest.xml").is_ok_and(|part| {
        part.take(limits.line_bytes as u64).read_to_end(&mut manifest).is_ok()
            && manifest.windows(16).any(|window| window == b":encryption-data")
    })
}
