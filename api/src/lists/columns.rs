//! Which column of a list became which field, and which columns nothing was taken from: for the report of an import.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::reading::{Field, ListTable};

/// Letters of a title that are shown in a line.
const SHOWN: usize = 40;

/// What became of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnUse {
    /// The sheet.
    pub sheet: String,
    /// As spreadsheets name it: `A`, `B`, … `AA`.
    pub column: String,
    /// Its title; empty where it has none.
    pub title: String,
    /// The field that it holds; absent where nothing said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What said so: `mapping`, `title`, `title_and_contents`, `contents`, `nothing`.
    pub because: String,
    /// Whether anything was taken from it.
    pub used: bool,
}

impl ColumnUse {
    /// The columns of all sheets.
    pub(super) fn of(table: &ListTable) -> Vec<Self> {
        let of_sheet = |sheet: &super::reading::Sheet| {
            let name = sheet.name.clone();
            let columns: Vec<Self> = sheet
                .columns
                .iter()
                .map(|column| Self {
                    sheet: name.clone(),
                    column: column.letter.clone(),
                    title: column.title.clone(),
                    field: column.field.map(|field| field.name().to_owned()),
                    because: column.why.code().to_owned(),
                    used: column.field.is_some_and(is_taken),
                })
                .collect();
            columns
        };
        table.sheets.iter().flat_map(of_sheet).collect()
    }

    /// The columns in words: for each sheet what became of those that were used, and which were not.
    pub fn told(all: &[Self]) -> Vec<String> {
        let mut told = Vec::new();
        for of_sheet in all.chunk_by(|one, next| one.sheet == next.sheet) {
            let Some(first) = of_sheet.first() else { continue };
            let mut say = |what: &str, used: bool| {
                let columns: Vec<String> =
                    of_sheet.iter().filter(|column| column.used == used).map(ToString::to_string).collect();
                if !columns.is_empty() {
                    told.push(format!("{}: {what}: {}", first.sheet, columns.join(", ")));
                }
            };
            say("columns", true);
            say("columns not used", false);
        }
        told
    }
}

/// `A "Наименование" = name`.
impl fmt::Display for ColumnUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = title.chars().take(SHOWN).collect();
        let more = if short.len() < title.len() { "…" } else { "" };
        write!(formatter, "{} \"{short}{more}\"", self.column)?;
        self.field.as_ref().map_or(Ok(()), |field| write!(formatter, " = {field}"))
    }
}

/// Whether a record, or the matching, takes anything from columns of a field.
fn is_taken(field: Field) -> bool {
    !matches!(
        field,
        Field::Number
            | Field::Level
            | Field::Parent
            | Field::Head
            | Field::Members
            | Field::Teachers
            | Field::Status
            | Field::Note
            | Field::Ignore
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::reading::{Limits, read};

    #[test]
    fn what_became_of_each_column_is_told() {
        let list = "№;Наименование;Телефон;Руководитель;Особое;\n1;Өркен;87172742530;А. А.;х;у\n";
        let columns = ColumnUse::of(&read(list.into(), "list.csv", None, &Limits::default()).unwrap());
        assert_eq!(
            ColumnUse::told(&columns),
            [
                "list.csv: columns: B \"Наименование\" = name, C \"Телефон\" = phone",
                "list.csv: columns not used: A \"№\" = number, D \"Руководитель\" = head, E \"Особое\", F \"\""
            ]
        );
        assert_eq!((columns[1].because.as_str(), columns[4].because.as_str()), ("title", "nothing"));
        assert_eq!(ColumnUse::told(&[]), Vec::<String>::new());
    }
}
