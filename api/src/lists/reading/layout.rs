//! Where the table of a sheet is: its header, its rows, and what is around and between them.

use std::collections::BTreeMap;

use super::columns::{TITLE_ROWS, columns, is_title, read_rows};
use super::contents::is_data;
use super::grid::{Budget, Grid, Merge, column_of};
use super::limits::check;
use super::rows::Body;
use super::{
    Field, Format, LeftOut, LeftOutWhy, ListTable, Mapping, MappingError, Measure, ReadError, Remark, Sheet,
    SheetLeftOutWhy, SheetName,
};

/// Rows in which a header is looked for.
const HEADER_WITHIN: usize = 40;
/// Rows of a header at most.
const HEADER_ROWS: u32 = 3;
/// Titles that are looked at to know a header.
const TITLES: usize = 64;
/// Letters of a title; longer cells are text.
const TITLE: usize = 300;
/// Percent of a title that its known words make up, where a row is to be a header.
const COVERAGE: usize = 50;

/// The header of a sheet.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// First and last row; 0 where there is none.
    pub top: u32,
    pub bottom: u32,
    /// By column.
    pub titles: Vec<String>,
}

/// Makes tables of the sheets of a file.
pub(super) fn table(
    grids: Vec<Grid>,
    mapping: Option<&Mapping>,
    budget: &mut Budget<'_>,
    mut remarks: Vec<Remark>,
) -> Result<ListTable, ReadError> {
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut seen = None;
    for grid in chosen(grids, mapping, &mut remarks)? {
        let left_out = |why| Remark::SheetLeftOut { sheet: grid.name.clone(), why };
        let Some(first) = grid.rows.values().next() else {
            remarks.push(left_out(SheetLeftOutWhy::Empty));
            continue;
        };
        let first = shorten(&first.join(" | "));
        let line = grid.rows.keys().next().copied().unwrap_or_default();
        let Some(header) = header(&grid, mapping)? else {
            remarks.push(left_out(SheetLeftOutWhy::NoHeader));
            seen.get_or_insert_with(|| {
                let place = format!("{}!{line}", grid.name);
                if is_prose(&grid) {
                    ReadError::Prose { place, seen: first }
                } else {
                    ReadError::NoHeader { place, seen: first }
                }
            });
            continue;
        };
        sheets.push(sheet(grid, &header, mapping, budget, &mut remarks)?);
    }
    match (sheets.is_empty(), seen) {
        (true, Some(seen)) => return Err(seen),
        (true, None) => return Err(ReadError::Empty),
        _ => {}
    }
    check_columns(&sheets, mapping)?;
    Ok(ListTable {
        format: Format::Csv,
        encoding: None,
        delimiter: None,
        sheets,
        remarks,
        problems: Vec::new(),
        problems_left_out: 0,
    })
}

/// Whether a text file has no columns: fewer than half of its lines are divided into as many cells as one another.
fn is_prose(grid: &Grid) -> bool {
    let mut widths = BTreeMap::<usize, usize>::new();
    for cells in grid.rows.values().filter(|cells| cells.len() > 1) {
        *widths.entry(cells.len()).or_default() += 1;
    }
    !grid.is_spreadsheet && widths.values().max().is_none_or(|most| most * 2 < grid.rows.len())
}

/// The sheets that the mapping names, or all that are shown.
fn chosen(
    grids: Vec<Grid>,
    mapping: Option<&Mapping>,
    remarks: &mut Vec<Remark>,
) -> Result<Vec<Grid>, ReadError> {
    let Some(wanted) = mapping.and_then(|mapping| mapping.sheet.as_ref()) else {
        let (hidden, shown): (Vec<_>, Vec<_>) = grids.into_iter().partition(|grid| grid.hidden);
        let why = SheetLeftOutWhy::Hidden;
        remarks.extend(hidden.into_iter().map(|grid| Remark::SheetLeftOut { sheet: grid.name, why }));
        return Ok(shown);
    };
    let names: Vec<String> = grids.iter().map(|grid| grid.name.clone()).collect();
    let index = match wanted {
        SheetName::Number(number) => usize::try_from(*number).ok().and_then(|number| number.checked_sub(1)),
        SheetName::Name(name) => names.iter().position(|found| found.trim() == name.trim()),
    };
    let grid = index.and_then(|index| grids.into_iter().nth(index));
    let sheet = match wanted {
        SheetName::Number(number) => number.to_string(),
        SheetName::Name(name) => format!("\"{name}\""),
    };
    Ok(vec![grid.ok_or_else(|| MappingError::NoSheet { sheet, sheets: names.join(", ") })?])
}

/// A column that the mapping demands is in one of the sheets.
fn check_columns(sheets: &[Sheet], mapping: Option<&Mapping>) -> Result<(), MappingError> {
    let all = || sheets.iter().flat_map(|sheet| &sheet.columns);
    for key in mapping.iter().flat_map(|mapping| mapping.columns.keys()) {
        let is_there =
            all().any(|column| is_title(key, &column.title) || column_of(key) == Some(column.index));
        if !is_there {
            let columns =
                all().map(|column| format!("{} \"{}\"", column.letter, column.title)).collect::<Vec<_>>();
            return Err(MappingError::NoColumn {
                column: key.clone(),
                columns: shorten(&columns.join(", ")),
            });
        }
    }
    Ok(())
}

/// The header: where the mapping says, or the rows whose titles say most.
fn header(grid: &Grid, mapping: Option<&Mapping>) -> Result<Option<Header>, ReadError> {
    let rows = mapping.and_then(|mapping| mapping.header_rows);
    match mapping.and_then(|mapping| mapping.header_row) {
        Some(0) => return Ok(Some(Header::default())),
        Some(row) if grid.rows.contains_key(&row) => {
            let bottom = rows.map_or_else(|| last_row(grid, row), |rows| row.saturating_add(rows.max(1) - 1));
            return Ok(Some(read_header(grid, row, bottom)));
        }
        Some(row) => return Err(MappingError::NoHeader { row, sheet: grid.name.clone() }.into()),
        None => {}
    }
    let mut best: Option<(usize, Header)> = None;
    for row in grid.rows.keys().take(HEADER_WITHIN) {
        let deep = rows.map_or_else(|| last_row(grid, *row), |rows| row.saturating_add(rows.max(1) - 1));
        for bottom in [*row, deep].into_iter().take(if deep > *row { 2 } else { 1 }) {
            let header = read_header(grid, *row, bottom);
            let score = score(grid, &header, mapping);
            // Of headers that say as much, the one of fewer rows: what is above it is a line of its own.
            let rows = |header: &Header| header.bottom - header.top;
            let is_better = best.as_ref().map_or(score > 0, |(most, best)| {
                score > *most || score == *most && header.top <= best.bottom && rows(&header) < rows(best)
            });
            if is_better {
                best = Some((score, header));
            }
        }
    }
    Ok(best.map(|(_, header)| header))
}

/// The last row of a header that starts in a row: further rows divide what its merged titles hold together.
fn last_row(grid: &Grid, top: u32) -> u32 {
    let merges = || grid.merges.iter().filter(|merge| merge.top == top && merge.bottom < top + HEADER_ROWS);
    let merged = merges().map(|merge| merge.bottom).max().unwrap_or(top);
    if merged > top {
        return merged;
    }
    let (Some(upper), Some(lower)) = (grid.rows.get(&top), grid.rows.get(&(top + 1))) else { return top };
    let filled = |row: &[String], index: usize| row.get(index).is_some_and(|cell| !cell.is_empty());
    let is_titles =
        lower.iter().all(|cell| cell.chars().count() <= 80 && !is_data(cell) && cell.parse::<f64>().is_err());
    let under_merge = |index: usize| merges().any(|merge| (merge.left..=merge.right).contains(&index));
    // Without merged cells, a title stands over the first of its columns and leaves the others empty.
    let under_title = |index: usize| {
        !filled(upper, index) && (0..index).any(|left| filled(upper, left))
            || filled(upper, index) && !filled(upper, index + 1) && filled(lower, index + 1)
    };
    let fits = (0..lower.len())
        .filter(|index| filled(lower, *index))
        .all(|index| under_merge(index) || under_title(index));
    let divides = (0..lower.len()).any(|index| filled(lower, index) && !filled(upper, index));
    if is_titles && fits && divides { top + 1 } else { top }
}

/// The titles of rows, those of several rows joined.
fn read_header(grid: &Grid, top: u32, bottom: u32) -> Header {
    let rows: Vec<(u32, &Vec<String>)> =
        grid.rows.range(top..=bottom).map(|(row, cells)| (*row, cells)).collect();
    let merges: Vec<&Merge> = grid
        .merges
        .iter()
        .filter(|merge| merge.top >= top && merge.top <= bottom && merge.right > merge.left)
        .collect();
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
    let width =
        merges.iter().map(|merge| merge.right + 1).max().unwrap_or_default().max(width).min(width + 64);
    let cell = |row: usize, index: usize| {
        rows.get(row).and_then(|(_, cells)| cells.get(index)).map_or("", String::as_str)
    };
    let title = |index: usize| {
        let mut parts: Vec<&str> = Vec::new();
        for (at, (row, _)) in rows.iter().enumerate() {
            let mut text = cell(at, index);
            let merge =
                merges.iter().find(|merge| merge.top == *row && (merge.left..=merge.right).contains(&index));
            if let Some(merge) = merge {
                text = cell(at, merge.left);
            } else if text.is_empty()
                && at + 1 < rows.len()
                && merges.is_empty()
                && !cell(at + 1, index).is_empty()
            {
                text = (0..index)
                    .rev()
                    .map(|left| cell(at, left))
                    .find(|text| !text.is_empty())
                    .unwrap_or_default();
            }
            if !text.is_empty() && parts.last() != Some(&text) {
                parts.push(text);
            }
        }
        parts.join(TITLE_ROWS)
    };
    // A title merged over several columns names none of them, unless the rows below it do.
    let titles = (0..width).map(title).collect();
    Header { top, bottom, titles }
}

/// How many different fields the titles of a header say; 0 where it is none.
fn score(grid: &Grid, header: &Header, mapping: Option<&Mapping>) -> usize {
    let titles: Vec<&String> = header.titles.iter().filter(|title| !title.is_empty()).collect();
    let cells = grid.rows.range(header.top..=header.bottom).flat_map(|(_, cells)| cells);
    if cells.clone().any(|cell| is_data(cell)) || titles.iter().any(|title| title.len() > TITLE) {
        return 0;
    }
    let keys = |title: &str| {
        let all =
            mapping.iter().flat_map(|mapping| mapping.columns.keys().chain(mapping.optional_columns.keys()));
        all.filter(|key| is_title(key, title)).count()
    };
    let mut fields: Vec<Field> = Vec::new();
    let (mut known, mut mapped) = (0, 0);
    for title in titles.iter().take(TITLES) {
        if keys(title) > 0 {
            known += 1;
            mapped += 1;
        } else if let Some(reading) = read_rows(title).filter(|reading| reading.coverage >= COVERAGE) {
            known += 1;
            fields.push(reading.field);
        }
    }
    fields.sort_unstable();
    fields.dedup();
    let score = mapped * 2 + fields.len();
    let narrow =
        titles.len() <= 2 && known == titles.len() && grid.rows.values().all(|cells| cells.len() <= 2);
    if score >= 2 && known * 3 >= titles.len().min(TITLES) || narrow { score } else { 0 }
}

fn sheet(
    mut grid: Grid,
    header: &Header,
    mapping: Option<&Mapping>,
    budget: &mut Budget<'_>,
    remarks: &mut Vec<Remark>,
) -> Result<Sheet, ReadError> {
    fill_merged(&mut grid, header.bottom, budget)?;
    let width = grid.rows.values().map(Vec::len).max().unwrap_or_default().max(header.titles.len());
    let mut titles = header.titles.clone();
    titles.resize(width, String::new());
    let body = || grid.rows.range(header.bottom + 1..).map(|(_, cells)| cells);
    let columns = columns(&titles, mapping, |index| {
        body()
            .filter(|cells| cells.iter().filter(|cell| !cell.is_empty()).count() > 1 || width == 1)
            .filter_map(|cells| cells.get(index))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .take(500)
            .collect()
    });
    let above = grid.rows.range(..header.top.max(1)).filter(|_| header.top > 0);
    let left_out = above
        .map(|(row, cells)| {
            let text = shorten(
                &cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" | "),
            );
            LeftOut { from: *row, to: *row, why: LeftOutWhy::Title, text }
        })
        .collect();
    let fixed = mapping.map(|mapping| mapping.fixed.clone()).unwrap_or_default();
    let header_row = (header.top > 0).then_some(header.top);
    let sheet = Sheet { name: grid.name.clone(), header_row, columns, rows: Vec::new(), left_out, fixed };
    Ok(Body::new(grid, sheet, header, mapping).read(budget, remarks))
}

/// Gives the value of an area merged over several rows to each of them that has content.
fn fill_merged(grid: &mut Grid, header_bottom: u32, budget: &mut Budget<'_>) -> Result<(), ReadError> {
    let merges = std::mem::take(&mut grid.merges);
    let mut steps: u64 = 0;
    for merge in merges.iter().filter(|merge| merge.top > header_bottom && merge.bottom > merge.top) {
        let Some(value) = grid.rows.get(&merge.top).and_then(|cells| cells.get(merge.left)).cloned() else {
            continue;
        };
        if value.is_empty() {
            continue;
        }
        let rows: Vec<u32> = grid.rows.range(merge.top + 1..=merge.bottom).map(|(row, _)| *row).collect();
        steps += rows.len() as u64;
        let place = format!("{}!{}", grid.name, merge.top);
        check(Measure::MergedRows, steps, budget.limits.cells as u64, &place)?;
        for row in rows {
            let is_empty = |cells: &Vec<String>| cells.get(merge.left).is_none_or(String::is_empty);
            if grid.rows.get(&row).is_some_and(is_empty) {
                grid.set(row, merge.left, &value, budget)?;
            }
        }
    }
    grid.merges = merges;
    Ok(())
}

/// The beginning of a text, in one line.
pub(super) fn shorten(text: &str) -> String {
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(120) {
        line.truncate(at);
        line.push('…');
    }
    line
}

/// The widest area merged along each row, in columns.
pub(super) fn wide_merges(grid: &Grid) -> BTreeMap<u32, usize> {
    let mut widest = BTreeMap::new();
    for merge in &grid.merges {
        let width = widest.entry(merge.top).or_default();
        *width = (merge.right - merge.left + 1).max(*width);
    }
    widest
}
