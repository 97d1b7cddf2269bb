//! A mapping file: what a list's own words do not say, or say otherwise.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Field;
use super::columns::is_title;
use super::grid::column_of;

/// Mappings of the lists that the studies name, by the name of the source.
const SHIPPED: &[(&str, &str)] = &[
    ("academy-associations", include_str!("../../../data/lists/academy-associations.toml")),
    ("company-search", include_str!("../../../data/lists/company-search.toml")),
    ("methodical-associations", include_str!("../../../data/lists/methodical-associations.toml")),
    ("ngo-register", include_str!("../../../data/lists/ngo-register.toml")),
    ("social-networks", include_str!("../../../data/lists/social-networks.toml")),
];

/// What a mapping file says, as TOML or JSON; docs/lists.md shows one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Name of the list, as records name their source.
    pub list: Option<String>,
    /// Title of the list.
    pub title: Option<String>,
    /// Report or study that the list was made for.
    pub report: Option<String>,
    /// When the list was made: a year, a month or a day.
    #[serde(deserialize_with = "date")]
    pub list_date: Option<String>,
    /// The only sheet to read, by name or by number from 1; all sheets with a header otherwise.
    pub sheet: Option<SheetName>,
    /// Row of the sheet (line of a CSV file) where the header starts; 0 for a list without one.
    pub header_row: Option<u32>,
    /// How many rows the header has, where that is not seen.
    pub header_rows: Option<u32>,
    /// Fields by title or letter of the column; each column must be there.
    pub columns: BTreeMap<String, Field>,
    /// The same for columns that may be absent.
    pub optional_columns: BTreeMap<String, Field>,
    /// Values for all rows that have none of their own.
    #[serde(deserialize_with = "values")]
    pub fixed: BTreeMap<Field, String>,
    /// Only rows are kept in which each of these fields holds one of these words.
    pub keep: BTreeMap<Field, Vec<String>>,
    /// Fields that are written once for several rows: empty cells take the value above.
    pub fill_down: Vec<Field>,
}

/// A sheet in a mapping file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum SheetName {
    /// From 1, in the order of the file.
    Number(u32),
    /// As the file names it.
    Name(String),
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// It is no TOML or JSON of this shape.
    #[error("{file}, line {line}: {message}")]
    Syntax {
        /// Name of the file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A field that each body has for itself is to be written once for several.
    #[error("fill_down: {field} is of one body alone and is never written once for several; leave it out")]
    NotShared {
        /// The field.
        field: &'static str,
    },
    /// A column is not in the list.
    #[error(
        "the mapping names the column \"{column}\", which the list does not have; its columns are {columns}"
    )]
    NoColumn {
        /// The column.
        column: String,
        /// The titles that the list has.
        columns: String,
    },
    /// A sheet is not in the file.
    #[error("the mapping names the sheet {sheet}, which the file does not have; its sheets are {sheets}")]
    NoSheet {
        /// The sheet.
        sheet: String,
        /// The sheets that the file has.
        sheets: String,
    },
    /// The row of the header is empty or beyond the end.
    #[error("the mapping says that the header is in row {row} of {sheet}, which has no content")]
    NoHeader {
        /// The row.
        row: u32,
        /// The sheet.
        sheet: String,
    },
}

impl Mapping {
    /// Reads a mapping file: JSON where its name or its first sign says so, TOML otherwise.
    ///
    /// # Errors
    ///
    /// [`MappingError::Syntax`] with the line; an unknown field with the nearest one that is known.
    pub fn parse(text: &str, file: &str) -> Result<Self, MappingError> {
        let mapping = Self::parsed(text, file)?;
        match mapping.fill_down.iter().find(|field| field.is_of_one_body()) {
            Some(field) => Err(MappingError::NotShared { field: field.name() }),
            None => Ok(mapping),
        }
    }

    fn parsed(text: &str, file: &str) -> Result<Self, MappingError> {
        let error =
            |line: usize, message: String| MappingError::Syntax { file: file.to_owned(), line, message };
        let is_json = file.to_lowercase().ends_with(".json") || text.trim_start().starts_with('{');
        if is_json {
            return serde_json::from_str(text).map_err(|fault| error(fault.line(), fault.to_string()));
        }
        toml::from_str(text).map_err(|fault| {
            let before = fault.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            error(before.matches('\n').count() + 1, fault.message().to_owned())
        })
    }

    /// A mapping that comes with the program.
    ///
    /// # Errors
    ///
    /// None for the names of [`Self::shipped_names`], else [`MappingError::Syntax`] with those names.
    pub fn shipped(name: &str) -> Result<Self, MappingError> {
        let Some((name, text)) = SHIPPED.iter().find(|(shipped, _)| *shipped == name) else {
            let names: Vec<_> = Self::shipped_names().collect();
            let message =
                format!("no such mapping; those that come with the program are {}", names.join(", "));
            return Err(MappingError::Syntax { file: name.to_owned(), line: 1, message });
        };
        Self::parse(text, &format!("{name}.toml"))
    }

    /// The mapping that comes with the program for a list: the one of this name, or the one whose list it is.
    pub fn of_list(list: &str) -> Option<Self> {
        Self::shipped(list).ok().or_else(|| {
            let mut all = Self::shipped_names().filter_map(|name| Self::shipped(name).ok());
            all.find(|mapping| mapping.list.as_deref() == Some(list))
        })
    }

    /// Says what a column holds, whatever was said of it before. `letter` and `title` are those of the column.
    pub fn correct(&mut self, letter: &str, title: &str, field: Field) {
        let is_other = |key: &String| !is_title(key, title) && column_of(key) != column_of(letter);
        self.columns.retain(|key, _| is_other(key));
        self.optional_columns.retain(|key, _| is_other(key));
        self.optional_columns.insert(letter.to_owned(), field);
    }

    /// Names of the mappings that come with the program.
    pub fn shipped_names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }
}

/// Any single value as text: `2021`, `2021-05-13` and `"2021-05"` are all dates to who writes them.
fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.trim().to_owned()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        toml::Value::Datetime(date) => Some(date.to_string()),
        toml::Value::Array(_) | toml::Value::Table(_) => None,
    }
}

fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    let right = "a date is written \"2021\", \"2021-05\" or \"2021-05-13\"";
    let date = as_text(&value).and_then(|text| super::values::iso_date(&text));
    date.map(Some).ok_or_else(|| serde::de::Error::custom(right))
}

fn values<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Field, String>, D::Error> {
    let values = BTreeMap::<Field, toml::Value>::deserialize(deserializer)?;
    let text = |(field, value): (Field, toml::Value)| match as_text(&value) {
        Some(text) => Ok((field, text)),
        None => Err(serde::de::Error::custom(format!(
            "{field} takes one value, such as a text in quotation marks"
        ))),
    };
    values.into_iter().map(text).collect()
}
