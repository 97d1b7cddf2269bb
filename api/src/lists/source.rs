//! Which list a file is.

use serde_json::{Value, json};

/// A list, as the records that come from it name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceOfList {
    /// Its name: short, in Latin letters, the same for every year's edition.
    pub list: String,
    /// Its title.
    pub title: Option<String>,
    /// The study or register that holds it.
    pub report: Option<String>,
    /// When it was made: a year, a month or a day.
    pub list_date: Option<String>,
}

impl SourceOfList {
    /// What a record says of the row that it comes from.
    pub(super) fn of_row(&self, row: u32, wrong_bin: Option<String>) -> Value {
        let mut source = json!({"list": self.list});
        let given = [
            ("title", self.title.clone()),
            ("report", self.report.clone()),
            ("row", Some(row.to_string())),
            ("retrieved_on", self.list_date.clone()),
            ("bin", wrong_bin),
        ];
        for (name, value) in given {
            if let Some(value) = value {
                source[name] = json!(value);
            }
        }
        source
    }
}
