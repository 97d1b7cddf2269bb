//! Field by field, which list said what of a record and when, and which value the record has.
//!
//! The rule is that of `body`; here it is named for each field. No I/O.

use std::collections::BTreeMap;

use birlik_entity::rows::{list_batch, list_row};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::body::says_more;

/// Fields with one value, in the order of the record.
const SINGLE: [&str; 6] = ["kind", "legal_form", "bin", "registered_on", "area", "host"];
/// Fields of which the values of all lists are put together.
const TOGETHER: [&str; 5] =
    ["activities", "subjects", "contacts/emails", "contacts/phones", "contacts/websites"];

/// What lists said of one field.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FieldStatements {
    /// The field, as a path: `bin`, `names/ru`, `contacts/phones`.
    pub field: String,
    /// The value that the record has; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// True where lists, or a list and the record, say different things of a field that has one value.
    pub differs: bool,
    /// Why the record has its value.
    pub rule: Rule,
    /// What each list said, in the order in which the lists came.
    pub statements: Vec<Statement>,
}

/// What rows of a list said.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Statement {
    /// Name of the list.
    pub list: String,
    /// Title of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When the list was made, or came: a year, a month or a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_date: Option<String>,
    /// The rows that say so: the first row after the header is 1.
    pub rows: Vec<u32>,
    /// The value, as the bulk format has it.
    pub value: Value,
    /// True where the record has this value.
    pub taken: bool,
}

/// Why a record has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// All lists say the same.
    Agreed,
    /// The values of all lists are put together.
    Together,
    /// The record is confirmed: what the body or the staff said stays.
    Confirmed,
    /// The registry has had another value, from elsewhere, which stays.
    Registry,
    /// It says the same as another value, and more.
    MoreExact,
    /// The newest list says so.
    NewestList,
    /// Most rows say so.
    MostRows,
    /// Of values that as many rows have, the first.
    FirstRow,
}

impl Rule {
    /// The word in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Together => "together",
            Self::Confirmed => "confirmed",
            Self::Registry => "registry",
            Self::MoreExact => "more_exact",
            Self::NewestList => "newest_list",
            Self::MostRows => "most_rows",
            Self::FirstRow => "first_row",
        }
    }
}

/// What rows of lists say of a record, by field; fields of which they say nothing are left out.
pub fn statements(record: &Value, rows: &[(list_row::Model, list_batch::Model)]) -> Vec<FieldStatements> {
    let said: Vec<(Value, &list_row::Model, &list_batch::Model)> = rows
        .iter()
        .filter_map(|(row, batch)| Some((serde_json::from_str(&row.said).ok()?, row, batch)))
        .collect();
    let names = ["kk", "ru", "en"].map(|lang| format!("names/{lang}"));
    let single = names.iter().map(String::as_str).chain(SINGLE).map(|field| (field, true));
    single
        .chain(TOGETHER.into_iter().map(|field| (field, false)))
        .filter_map(|(field, is_single)| of_field(field, is_single, record, &said))
        .collect()
}

fn of_field(
    field: &str,
    is_single: bool,
    record: &Value,
    said: &[(Value, &list_row::Model, &list_batch::Model)],
) -> Option<FieldStatements> {
    let known = value_at(record, field);
    let mut statements: Vec<Statement> = Vec::new();
    for (value, row, batch) in said {
        let Some(value) = value_at(value, field) else { continue };
        let number = u32::try_from(row.number).unwrap_or_default();
        let same = statements
            .iter_mut()
            .find(|one| one.value == value && one.list == batch.list && one.list_date == batch.list_date);
        match same {
            Some(one) => {
                if !one.rows.contains(&number) {
                    one.rows.push(number);
                }
            }
            None => statements.push(Statement {
                list: batch.list.clone(),
                title: batch.title.clone(),
                list_date: batch.list_date.clone(),
                rows: vec![number],
                taken: known.as_ref().is_some_and(|known| is_taken(known, &value)),
                value,
            }),
        }
    }
    let first = statements.first()?;
    let differs = is_single && statements.iter().any(|one| one.value != first.value || !one.taken);
    let rule = if !is_single {
        Rule::Together
    } else if !differs {
        Rule::Agreed
    } else if record.get("confirmed").is_some() {
        Rule::Confirmed
    } else {
        rule(field, &statements)
    };
    Some(FieldStatements { field: field.to_owned(), value: known, differs, rule, statements })
}

/// Why one of several values was taken.
fn rule(field: &str, statements: &[Statement]) -> Rule {
    let (taken, others): (Vec<&Statement>, Vec<&Statement>) = statements.iter().partition(|one| one.taken);
    let Some(first) = taken.first() else { return Rule::Registry };
    if !others.is_empty() && others.iter().all(|other| says_more(field, &first.value, &other.value)) {
        return Rule::MoreExact;
    }
    let newest = |of: &[&Statement]| of.iter().filter_map(|one| one.list_date.clone()).max();
    if field.starts_with("names/") {
        // A name that is there stays; spellings are weighed within one edition alone.
        let edition = |one: &Statement| (one.list.clone(), one.list_date.clone());
        if others.iter().any(|other| edition(other) != edition(first)) {
            return Rule::Registry;
        }
    } else if newest(&taken) > newest(&others) {
        return Rule::NewestList;
    }
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    for one in &others {
        *rows.entry(one.value.to_string()).or_default() += one.rows.len();
    }
    let most = rows.into_values().max().unwrap_or_default();
    if taken.iter().map(|one| one.rows.len()).sum::<usize>() > most { Rule::MostRows } else { Rule::FirstRow }
}

/// The value of a field: of names, the text of the first in a language; of an area, its code; of an institution,
/// its names.
fn value_at(record: &Value, field: &str) -> Option<Value> {
    if let Some(lang) = field.strip_prefix("names/") {
        let names = record["names"].as_array()?;
        let is_former = |name: &&Value| name["type"] == "former";
        return names
            .iter()
            .find(|name| name["lang"] == lang && !is_former(name))
            .map(|name| name["value"].clone());
    }
    match field {
        "area" => record["area"].get("kato").cloned(),
        "host" => record["host"].get("names").cloned(),
        "contacts/emails" | "contacts/phones" | "contacts/websites" => {
            record["contacts"].get(&field["contacts/".len()..]).cloned()
        }
        _ => record.get(field).filter(|value| !value.is_null()).cloned(),
    }
}

/// True where the record has a value that a row gives; of several, all of them.
fn is_taken(known: &Value, said: &Value) -> bool {
    match (known, said) {
        (Value::Array(known), Value::Array(said)) => said.iter().all(|one| known.contains(one)),
        _ => known == said,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(number: i32, said: &Value, list: &str, date: &str) -> (list_row::Model, list_batch::Model) {
        let text = String::new;
        let row = list_row::Model {
            batch_id: list.to_owned(),
            number,
            place: text(),
            decision: "new".to_owned(),
            cluster: 1,
            proposed_id: None,
            score: None,
            education: "yes".to_owned(),
            reasons: "[]".to_owned(),
            said: said.to_string(),
            digests: "[]".to_owned(),
            compared_with: None,
            asked_with: None,
            answer: None,
            answered_by: None,
            organization_id: None,
        };
        let batch = list_batch::Model {
            id: list.to_owned(),
            list: list.to_owned(),
            title: None,
            report: None,
            list_date: Some(date.to_owned()),
            file_name: text(),
            file_digest: text(),
            state: "applied".to_owned(),
            actor: text(),
            created_at: date.to_owned(),
            applied_at: None,
            reverted_at: None,
            summary: text(),
        };
        (row, batch)
    }

    fn of<'a>(all: &'a [FieldStatements], field: &str) -> &'a FieldStatements {
        all.iter().find(|one| one.field == field).unwrap()
    }

    #[test]
    fn it_is_told_which_list_said_what() {
        let record = json!({"kind": "ngo", "legal_form": "public_foundation", "area": {"kato": "351000000"},
            "registered_on": "2011-05-02", "names": [{"value": "Өркен", "lang": "kk"}],
            "contacts": {"phones": ["1", "2"]}});
        let rows = [
            row(
                1,
                &json!({"kind": "ngo", "legal_form": "private_foundation", "area": {"kato": "350000000"},
                "registered_on": "2011", "contacts": {"phones": ["1"]}, "names": [{"value": "Өркен", "lang": "kk"}]}),
                "a",
                "2021",
            ),
            row(
                2,
                &json!({"kind": "ngo", "legal_form": "private_foundation", "names": [{"value": "Оркен", "lang": "kk"}]}),
                "a",
                "2021",
            ),
            row(
                7,
                &json!({"kind": "ngo", "legal_form": "public_foundation", "area": {"kato": "351000000"},
                "registered_on": "2011-05-02", "contacts": {"phones": ["2"]}}),
                "b",
                "2022",
            ),
        ];
        let all = statements(&record, &rows);
        let form = of(&all, "legal_form");
        assert_eq!((form.differs, form.rule, form.statements.len()), (true, Rule::NewestList, 2));
        assert_eq!(
            (form.statements[0].rows.as_slice(), form.statements[0].taken),
            ([1, 2].as_slice(), false)
        );
        assert!(form.statements[1].taken);
        assert_eq!(of(&all, "area").rule, Rule::MoreExact);
        assert_eq!(of(&all, "registered_on").rule, Rule::MoreExact);
        assert_eq!((of(&all, "kind").differs, of(&all, "kind").rule), (false, Rule::Agreed));
        assert_eq!(of(&all, "names/kk").rule, Rule::FirstRow);
        let phones = of(&all, "contacts/phones");
        assert_eq!((phones.differs, phones.rule), (false, Rule::Together));
        assert!(phones.statements.iter().all(|one| one.taken));
        let mut confirmed = record.clone();
        confirmed["confirmed"] = json!({"level": "contact"});
        assert_eq!(of(&statements(&confirmed, &rows), "legal_form").rule, Rule::Confirmed);
        let edited = json!({"legal_form": "institution"});
        assert_eq!(of(&statements(&edited, &rows), "legal_form").rule, Rule::Registry);
    }
}
