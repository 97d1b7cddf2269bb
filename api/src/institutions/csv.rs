//! Reading a list of institutions from CSV.
//!
//! Columns, in any order: `name_kk`, `name_ru`, `name_en`, `number`, `bin`, `kato`, `as_of`, `staff`,
//! `teachers`, `learners`, `source`, `id`. At least one name, or an id or BIN that is known.

use std::io::Read;

use super::model::{Headcount, Institution};
use super::rules::number_in;
use crate::areas::{CsvError, RowError};
use crate::organizations::HostName;
use crate::parsed::Parsed;

const COLUMNS: [&str; 12] = [
    "id", "name_kk", "name_ru", "name_en", "number", "bin", "kato", "as_of", "staff", "teachers", "learners",
    "source",
];

/// Institutions by line, and the rows that were left out.
pub(super) type Rows = (Vec<(u64, Institution)>, Vec<RowError>);

/// The institutions of a list by line, each with the headcount of its row; rows that cannot be read are reported
/// and left out.
pub(super) fn read(file: impl Read) -> Result<Rows, CsvError> {
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let headers = reader.headers()?.clone();
    let column =
        |name: &str| headers.iter().position(|header| header.trim().trim_start_matches('\u{feff}') == name);
    if ["name_kk", "name_ru", "bin", "id"].iter().all(|name| column(name).is_none()) {
        return Err(CsvError::MissingColumn("name_kk"));
    }
    let columns: Vec<Option<usize>> = COLUMNS.iter().map(|name| column(name)).collect();
    let (mut institutions, mut errors) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, ::csv::Position::line);
        let row = Row { line, record: &record, columns: &columns };
        match row.read() {
            Ok(institution) => institutions.push((line, institution)),
            Err(error) => errors.push(error),
        }
    }
    Ok((institutions, errors))
}

struct Row<'a> {
    line: u64,
    record: &'a ::csv::StringRecord,
    columns: &'a [Option<usize>],
}

impl Row<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        let at = COLUMNS.iter().position(|column| *column == name)?;
        self.record.get(self.columns[at]?).map(str::trim).filter(|text| !text.is_empty())
    }

    fn error(&self, field: &str, reason: impl Into<String>) -> RowError {
        RowError { line: self.line, field: field.to_owned(), reason: reason.into() }
    }

    fn value<T: birlik_entity::Value>(&self, name: &str) -> Result<Option<Parsed<T>>, RowError> {
        self.text(name)
            .map(|text| text.parse().map(Parsed))
            .transpose()
            .map_err(|invalid: birlik_entity::Invalid| self.error(name, invalid.to_string()))
    }

    fn count(&self, name: &str) -> Result<Option<u32>, RowError> {
        self.text(name)
            .map(str::parse)
            .transpose()
            .map_err(|_| self.error(name, "this is not a count; expected a number such as 64"))
    }

    fn read(&self) -> Result<Institution, RowError> {
        let mut names = Vec::new();
        for lang in ["kk", "ru", "en"] {
            let field = format!("name_{lang}");
            if let Some(value) = self.text(&field) {
                let lang = lang
                    .parse()
                    .map_err(|invalid: birlik_entity::Invalid| self.error(&field, invalid.to_string()))?;
                names.push(HostName { value: value.to_owned(), lang });
            }
        }
        let headcount = Headcount {
            as_of: self.value("as_of")?,
            staff: self.count("staff")?,
            teachers: self.count("teachers")?,
            learners: self.count("learners")?,
            source: self.text("source").map(str::to_owned),
        };
        let counted =
            headcount.staff.is_some() || headcount.teachers.is_some() || headcount.learners.is_some();
        Ok(Institution {
            id: self.value("id")?,
            number: self
                .text("number")
                .map(str::to_owned)
                .or_else(|| names.iter().find_map(|name| number_in(&name.value))),
            names,
            bin: self.value("bin")?,
            kato: self.value("kato")?,
            headcounts: counted.then_some(headcount).into_iter().collect(),
            version: None,
            updated_at: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_not_utf8_is_said_to_be_so() {
        for (list, line) in [
            // Windows-1251, and UTF-16 with its mark.
            (&b"name_kk,number\n\xd8\xea\xee\xeb\xe0,1\n"[..], 2),
            (&b"name_kk\na\n\xd8\n"[..], 3),
            (&b"\xff\xfen\0a\0m\0e\0"[..], 1),
        ] {
            let error = read(list).unwrap_err();
            assert!(matches!(error, CsvError::NotUtf8 { line: at } if at == line), "{error}");
            assert!(error.to_string().contains("expected UTF-8"), "{error}");
        }
    }
}
