//! The rows below a header: which are data, which give their place to others, which are neither.

use std::collections::{BTreeMap, HashSet};

use super::columns::TITLE_ROWS;
use super::contents::is_data;
use super::grid::{Budget, Grid, letter};
use super::groups::{is_footer, is_total, place};
use super::headings::fold;
use super::layout::{Header, shorten, wide_merges};
use super::tidy::tidy;
use super::{Field, LeftOut, LeftOutWhy, Mapping, Remark, Row, Sheet};

/// Groups that must be there, where a place is taken to be written once for several rows.
const GROUPS: usize = 2;

/// The body of a sheet while it is read.
pub(super) struct Body<'m> {
    grid: Grid,
    sheet: Sheet,
    mapping: Option<&'m Mapping>,
    bottom: u32,
    /// The last row of the header, to know it again.
    header: Vec<String>,
    widest: BTreeMap<u32, usize>,
    /// Row after which no row has several cells.
    last: u32,
    given: BTreeMap<Field, String>,
    /// Columns of places that most rows fill.
    own_places: Vec<usize>,
}

impl<'m> Body<'m> {
    pub fn new(grid: Grid, sheet: Sheet, header: &Header, mapping: Option<&'m Mapping>) -> Self {
        let several = |cells: &Vec<String>| cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
        let last = grid.rows.iter().rev().find(|(_, cells)| several(cells)).map_or(0, |(row, _)| *row);
        let rows = || grid.rows.range(header.bottom + 1..).filter(|(_, cells)| several(cells));
        let filled = |index: usize| {
            rows().filter(|(_, cells)| cells.get(index).is_some_and(|c| !c.is_empty())).count()
        };
        let is_place = |field: Option<Field>| matches!(field, Some(Field::Region | Field::District));
        let places = sheet.columns.iter().filter(|column| is_place(column.field)).map(|column| column.index);
        let own_places = places.filter(|index| filled(*index) * 2 > rows().count()).collect();
        let titles =
            header.titles.iter().map(|title| title.rsplit(TITLE_ROWS).next().unwrap_or_default().to_owned());
        Self {
            widest: wide_merges(&grid),
            bottom: header.bottom,
            header: titles.collect(),
            given: BTreeMap::new(),
            own_places,
            grid,
            sheet,
            mapping,
            last,
        }
    }

    /// Reads the rows, and mends their values.
    pub fn read(mut self, budget: &mut Budget<'_>, remarks: &mut Vec<Remark>) -> Sheet {
        let rows = self.grid.rows.split_off(&(self.bottom + 1));
        let is_sheet = !self.grid.merges.is_empty();
        let mut before = self.bottom;
        let mut rows = rows.into_iter().peekable();
        while let Some((line, cells)) = rows.next() {
            let below = rows.peek().map_or(&[] as &[String], |(_, cells)| cells.as_slice());
            if line > before + 1 && before > 0 {
                // Lines within a cell of a CSV file are no rows, and an end of a sheet is no gap.
                if self.is_spreadsheet() {
                    self.leave_out(before + 1, line - 1, LeftOutWhy::Empty, String::new());
                }
            }
            before = line;
            if let Some(why) = self.kind(line, &cells, below) {
                let text =
                    cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" | ");
                self.leave_out(line, line, why, shorten(&text));
            } else {
                let given = self.given.clone();
                self.sheet.rows.push(Row { number: 0, line, cells, given });
            }
        }
        if !is_sheet {
            self.fill_down(remarks);
        }
        self.keep();
        for (row, number) in self.sheet.rows.iter_mut().zip(1..) {
            row.number = number;
        }
        tidy(&mut self.sheet, budget);
        self.sheet.left_out.sort_by_key(|left_out| left_out.from);
        self.sheet
    }

    fn is_spreadsheet(&self) -> bool {
        self.grid.is_spreadsheet
    }

    fn leave_out(&mut self, from: u32, to: u32, why: LeftOutWhy, text: String) {
        let left_out = &mut self.sheet.left_out;
        match left_out.last_mut() {
            Some(last) if last.why == why && why == LeftOutWhy::NotKept && last.to + 1 == from => {
                last.to = to;
            }
            _ => left_out.push(LeftOut { from, to, why, text }),
        }
    }

    /// Why a row is no data; none where it is. Remembers the place that a heading gives.
    fn kind(&mut self, line: u32, cells: &[String], below: &[String]) -> Option<LeftOutWhy> {
        let filled: Vec<usize> =
            (0..cells.len()).filter(|index| cells.get(*index).is_some_and(|c| !c.is_empty())).collect();
        let text = |index: &usize| cells.get(*index).map_or("", String::as_str);
        if line == self.bottom + 1 && is_counting(cells) || self.is_header_again(cells) {
            return Some(LeftOutWhy::Header);
        }
        let own: Vec<usize> =
            filled.iter().copied().filter(|index| self.field(*index) != Some(Field::Number)).collect();
        // A number alone is a row that nobody filled in; a text in its column is a heading or a note.
        let Some(first) = own.first().or(filled.first()) else { return Some(LeftOutWhy::Empty) };
        let first_text = text(first);
        if own.is_empty() && first_text.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return Some(LeftOutWhy::Empty);
        }
        let starts_with_total =
            filled.first().is_some_and(|index| is_total(text(index))) || is_total(first_text);
        if starts_with_total && !own.iter().any(|index| is_data(text(index))) {
            return Some(LeftOutWhy::Total);
        }
        if own.len() > 1 || self.sheet.columns.len() == 1 {
            return None;
        }
        let is_wide =
            self.widest.get(&line).is_some_and(|width| *width * 2 >= self.sheet.columns.len() && *width > 1);
        // Where rows name their place themselves, a row with nothing else is an incomplete one: but not a region in
        // the column of districts, nor one above a row that has none.
        let heads = |found: Field| {
            let is_other = self.field(*first) != Some(Field::Region);
            let has_none_below = !below.is_empty() && below.get(*first).is_none_or(String::is_empty);
            !self.own_places.contains(first)
                || is_wide
                || found == Field::Region && (is_other || has_none_below)
        };
        if let Some((field, name)) = place(first_text).filter(|(field, _)| heads(*field)) {
            if field == Field::Region {
                self.given.clear();
            }
            self.given.insert(field, name);
            return Some(LeftOutWhy::Group);
        }
        let ended = line > self.last;
        if ended && is_footer(first_text) {
            return Some(LeftOutWhy::Footer);
        }
        let has_own = matches!(
            self.field(*first),
            Some(
                Field::Name | Field::NameKk | Field::NameRu | Field::NameEn | Field::Region | Field::District
            )
        );
        if has_own && !is_wide || is_data(first_text) {
            return None;
        }
        Some(if ended { LeftOutWhy::Footer } else { LeftOutWhy::UnknownGroup })
    }

    fn field(&self, index: usize) -> Option<Field> {
        self.sheet.columns.iter().find(|column| column.index == index).and_then(|column| column.field)
    }

    fn is_header_again(&self, cells: &[String]) -> bool {
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let same =
            cells.iter().zip(&self.header).filter(|(cell, title)| !cell.is_empty() && cell == title).count();
        filled >= 2 && same * 5 >= filled * 4
    }

    /// Gives empty cells the value above where it is written once for several rows: where the mapping says so,
    /// and for region and district where the whole column proves it ([`Self::is_written_once`]). What belongs to
    /// one body alone is never given to another. A district ends with its region.
    fn fill_down(&mut self, remarks: &mut Vec<Remark>) {
        let asked = self.mapping.map(|mapping| mapping.fill_down.as_slice()).unwrap_or_default();
        let columns: Vec<(usize, bool)> = self
            .sheet
            .columns
            .iter()
            .filter_map(|column| {
                let field = column.field?;
                let is_asked = asked.contains(&field);
                (is_asked || matches!(field, Field::Region | Field::District))
                    .then_some((column.index, is_asked))
            })
            .collect();
        for (index, is_asked) in columns {
            if !is_asked && !self.is_written_once(index) {
                continue;
            }
            let region = (self.field(index) == Some(Field::District))
                .then(|| self.sheet.columns.iter().find(|column| column.field == Some(Field::Region)))
                .flatten()
                .map(|column| column.index);
            let (mut value, mut within) = (String::new(), String::new());
            let mut cells = 0;
            for row in &mut self.sheet.rows {
                let around = region.and_then(|region| row.cells.get(region)).filter(|cell| !cell.is_empty());
                if let Some(around) = around.filter(|around| **around != within) {
                    within.clone_from(around);
                    value.clear();
                }
                if let Some(cell) = row.cells.get(index).filter(|cell| !cell.is_empty()) {
                    value.clone_from(cell);
                    continue;
                }
                if value.is_empty() {
                    continue;
                }
                if row.cells.len() <= index {
                    row.cells.resize(index + 1, String::new());
                }
                if let Some(cell) = row.cells.get_mut(index) {
                    cell.clone_from(&value);
                }
                cells += 1;
            }
            if cells > 0 {
                let sheet = self.sheet.name.clone();
                remarks.push(Remark::FilledDown { sheet, column: letter(index), cells });
            }
        }
    }

    /// Whether a column of places holds each once, for several rows, as merged cells saved as text do: the first
    /// row has one, every cell that is filled is a place, no place comes again anywhere (where cells are merely
    /// empty, some do), there are two at least, and most rows have none.
    fn is_written_once(&self, index: usize) -> bool {
        let cell = |row: &Row| row.cells.get(index).cloned().unwrap_or_default();
        let values: Vec<String> = self.sheet.rows.iter().map(cell).collect();
        let filled: Vec<&String> = values.iter().filter(|value| !value.is_empty()).collect();
        let empty = values.len() - filled.len();
        let starts = values.first().is_some_and(|value| !value.is_empty());
        let different: HashSet<String> = filled.iter().map(|value| fold(value)).collect();
        starts
            && filled.len() >= GROUPS
            && empty > filled.len()
            && different.len() == filled.len()
            && filled.iter().all(|value| place(value).is_some())
    }

    /// Leaves out the rows that the mapping does not keep.
    fn keep(&mut self) {
        let Some(mapping) = self.mapping.filter(|mapping| !mapping.keep.is_empty()) else { return };
        let rows = std::mem::take(&mut self.sheet.rows);
        for row in rows {
            let has = |(field, words): (&Field, &Vec<String>)| {
                let values = self.sheet.values(&row, *field);
                values.iter().any(|value| words.iter().any(|word| fold(value).contains(&fold(word))))
            };
            if mapping.keep.iter().all(has) {
                self.sheet.rows.push(row);
            } else {
                let text = shorten(&row.cells.join(" | "));
                self.leave_out(row.line, row.line, LeftOutWhy::NotKept, text);
            }
        }
    }
}

/// The numbers of the columns under a header: 1, 2, 3, …
fn is_counting(cells: &[String]) -> bool {
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    filled.len() >= 3
        && filled.iter().zip(1_u32..).all(|(cell, number)| cell.trim_end_matches('.') == number.to_string())
}
