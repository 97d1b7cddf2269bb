//! Reads an uploaded list, and makes of it what the preview shows: never more than a few values of a column, and
//! those without personal data.

use std::path::Path;

use birlik_search::matching::bin::without_personal;

use crate::lists::reading::{
    self, CellProblem, Column, Field, LeftOut, Limits, ListTable, Mapping, MappingError, Measure, ReadError,
    Remark, Sheet, Why,
};
use crate::privacy;

/// Values shown of a column.
const SAMPLES: usize = 3;
/// Letters shown of a value.
const SAMPLE_CHARS: usize = 60;
/// Lines left out, and problems, that are shown.
const SHOWN: usize = 20;

/// Why a list cannot be read or matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// Stable code.
    pub(super) code: &'static str,
    /// Where in the file.
    pub(super) place: Option<String>,
    /// The limit that is passed.
    pub(super) most: Option<(Measure, u64)>,
    /// What it is about: a word for it, and the value.
    pub(super) named: Option<(&'static str, String)>,
}

impl Trouble {
    /// A trouble of which the code says everything.
    pub(super) fn new(code: &'static str) -> Self {
        Self { code, place: None, most: None, named: None }
    }
}

impl From<ReadError> for Trouble {
    fn from(error: ReadError) -> Self {
        let mut trouble = Self::new(error.code());
        match error {
            ReadError::TooLarge { what, most, place } => {
                trouble.most = what.seen().is_some().then_some((what, most));
                // A row or a line is a place for people; the parts of a packed file are not.
                let is_seen = matches!(what, Measure::Rows | Measure::Cells | Measure::LineBytes);
                trouble.place = is_seen.then(|| clean_whole(&place));
            }
            ReadError::NoHeader { place, seen } | ReadError::Prose { place, seen } => {
                trouble.place = Some(clean_whole(&place));
                trouble.named = Some(("first-row", clean(&seen)));
            }
            ReadError::NoNames { place, .. } | ReadError::NoRows { place, .. } => {
                trouble.place = Some(clean_whole(&place));
            }
            ReadError::Mapping(MappingError::NoColumn { column, .. }) => {
                trouble.named = Some(("no-column", clean(&column)));
            }
            ReadError::Mapping(MappingError::NoSheet { sheet, .. }) => {
                trouble.named = Some(("no-sheet", clean(sheet.trim_matches('"'))));
            }
            ReadError::Mapping(MappingError::NoHeader { row, sheet }) => {
                trouble.place = Some(clean_whole(&format!("{sheet}!{row}")));
            }
            ReadError::Io { .. }
            | ReadError::Damaged { .. }
            | ReadError::Empty
            | ReadError::Encrypted
            | ReadError::NotATable { .. }
            | ReadError::Json
            | ReadError::Mapping(MappingError::Syntax { .. } | MappingError::NotShared { .. }) => {}
        }
        trouble
    }
}

/// What the preview shows of a list.
#[derive(Debug, Clone)]
pub(super) struct Preview {
    pub(super) sheets: Vec<SheetPreview>,
    pub(super) rows: usize,
    pub(super) problems: Vec<CellProblem>,
    /// How many problems there are in all.
    pub(super) problem_count: usize,
    pub(super) remarks: Vec<Remark>,
    /// Why nothing of it could be taken as its columns are read.
    pub(super) lacks: Option<Trouble>,
}

/// A sheet of it.
#[derive(Debug, Clone)]
pub(super) struct SheetPreview {
    pub(super) name: String,
    pub(super) rows: usize,
    pub(super) header_row: Option<u32>,
    pub(super) columns: Vec<ColumnPreview>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) left_out_count: usize,
}

/// A column of it.
#[derive(Debug, Clone)]
pub(super) struct ColumnPreview {
    pub(super) letter: String,
    pub(super) title: String,
    pub(super) samples: Vec<String>,
    pub(super) field: Option<Field>,
    pub(super) why: Why,
}

/// Reads a list; work for a thread of its own.
pub(super) fn read(path: &Path, file_name: &str, mapping: Option<&Mapping>) -> Result<ListTable, Trouble> {
    let bytes = std::fs::read(path).map_err(|error| {
        tracing::error!(%error, "an uploaded list cannot be read");
        Trouble::new("list_unreadable")
    })?;
    Ok(reading::read(bytes, file_name, mapping, &Limits::default())?)
}

impl Preview {
    /// What is shown of a list.
    pub(super) fn of(table: ListTable) -> Self {
        let rows = table.sheets.iter().map(|sheet| sheet.rows.len()).sum();
        let lacks = table.check().err().map(Trouble::from);
        let problem_count = table.problems.len() + table.problems_left_out;
        Self {
            sheets: table.sheets.iter().map(sheet).collect(),
            rows,
            problems: table.problems.into_iter().take(SHOWN).collect(),
            problem_count,
            remarks: table.remarks,
            lacks,
        }
    }
}

fn sheet(sheet: &Sheet) -> SheetPreview {
    SheetPreview {
        name: sheet.name.clone(),
        rows: sheet.rows.len(),
        header_row: sheet.header_row,
        columns: sheet.columns.iter().map(|one| column(sheet, one)).collect(),
        left_out: sheet
            .left_out
            .iter()
            .filter(|left| !left.text.trim().is_empty())
            .take(SHOWN)
            .map(|left| LeftOut { text: clean(&left.text), ..left.clone() })
            .collect(),
        left_out_count: sheet.left_out.iter().filter(|left| !left.text.trim().is_empty()).count(),
    }
}

fn column(sheet: &Sheet, column: &Column) -> ColumnPreview {
    let mut samples: Vec<String> = Vec::new();
    let cells = sheet.rows.iter().filter_map(|row| row.cells.get(column.index));
    for cell in cells.filter(|cell| !cell.is_empty()) {
        // A person's name is known for one only by its column.
        let sample = if column.field == Some(Field::Head) { "[…]".to_owned() } else { clean(cell) };
        if !sample.is_empty() && !samples.contains(&sample) {
            samples.push(sample);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    ColumnPreview {
        letter: column.letter.clone(),
        title: column.title.clone(),
        samples,
        field: column.field,
        why: column.why,
    }
}

/// A text without personal data, shortened.
pub(super) fn clean(text: &str) -> String {
    let text = clean_whole(text);
    let mut short: String = text.chars().take(SAMPLE_CHARS).collect();
    if text.chars().count() > SAMPLE_CHARS {
        short.push('…');
    }
    short
}

/// The same, however long it is.
fn clean_whole(text: &str) -> String {
    let text = without_personal(text);
    let text = privacy::redact(&text).0;
    without_birth_numbers(&text)
}

/// Twelve digits whose fifth is that of a day are a personal number, also where a digit of it is wrong.
fn without_birth_numbers(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let run = &rest[start..];
        let length = run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len());
        plain.push_str(&rest[..start]);
        let is_personal = length == 12 && matches!(run.as_bytes().get(4), Some(b'0'..=b'3'));
        plain.push_str(if is_personal { "[…]" } else { &run[..length] });
        rest = &run[length..];
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preview_shows_little_and_nothing_personal() {
        let text = "Наименование;Телефон;Руководитель;БИН\n\
            ОО «Өркен»;8 701 123 45 67;Ахметов А.;991231399997\n\
            ОО «Шапағат»;8 (7172) 74-25-30;Иванова И.;\n";
        let table = reading::read(text.as_bytes().to_vec(), "a.csv", None, &Limits::default()).unwrap();
        let preview = Preview::of(table);
        let columns = &preview.sheets[0].columns;
        let of = |letter: &str| columns.iter().find(|column| column.letter == letter).unwrap();
        assert_eq!(of("A").samples, ["ОО «Өркен»", "ОО «Шапағат»"]);
        assert_eq!(of("B").samples, ["[…]", "8 (7172) 74-25-30"]);
        assert_eq!((of("C").field, of("C").samples.as_slice()), (Some(Field::Head), &["[…]".to_owned()][..]));
        assert!(of("D").samples.iter().all(|sample| !sample.contains("991231")), "{:?}", of("D").samples);
    }
    #[test]
    fn a_list_without_names_keeps_its_columns_to_choose_from() {
        let read = |text: &str| {
            let table = reading::read(text.as_bytes().to_vec(), "a.csv", None, &Limits::default()).unwrap();
            Preview::of(table)
        };
        let preview = read("Регион;Телефон\nАбай облысы;87172742530\n");
        let lacks = preview.lacks.unwrap();
        assert_eq!((lacks.code, lacks.place.as_deref()), ("list_without_names", Some("a.csv!1")));
        assert_eq!(preview.sheets[0].columns.len(), 2);
        assert_eq!(read("Наименование;Регион\n").lacks.unwrap().code, "list_without_rows");
        assert_eq!(read("Наименование;Регион\nӨркен;Абай облысы\n").lacks, None);
    }
}
