//! From a text to a record, with everything that is wrong in it, located.
//!
//! A line is refused where it cannot be mended without guessing. It is taken with a note where what is
//! wrong can stay behind: a BIN that cannot be right stays with the source, personal data are not stored.

use std::fmt::Write;

use birlik_entity::PersonId;
use serde_json::Value;
use serde_path_to_error::Segment;

use super::model::Organization;
use super::rules;
use crate::privacy::{self, Personal};

/// How many findings of one line are reported at most.
const MOST_FINDINGS: usize = 20;

/// Something found in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where, as a path such as `names[0].lang`; empty for the line as a whole.
    pub field: String,
    /// What is wrong and what would be right; never the value itself.
    pub reason: String,
}

impl Finding {
    /// A finding at a field.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: field.into(), reason: reason.into() }
    }
}

/// What was made of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// A right record, and what was left out of it.
    Right(Box<Organization>, Vec<Finding>),
    /// What is wrong, all of it.
    Wrong(Vec<Finding>),
}

/// Reads one record in the bulk format.
pub fn read(text: &str) -> Reading {
    let mut notes = Vec::new();
    let mut errors = Vec::new();
    let record = match serde_json::from_str::<Organization>(text) {
        Ok(mut record) => {
            if rules::may_hold_personal_data(&mut record) {
                None
            } else {
                Some(record)
            }
        }
        // A field given twice is seen here alone: afterwards the last one has won.
        Err(error) if error.to_string().starts_with("duplicate field") => {
            return Reading::Wrong(vec![Finding::new("", format!("{error}; expected each field once"))]);
        }
        Err(_) => None,
    };
    let record = record.or_else(|| match serde_json::from_str::<Value>(text) {
        Ok(mut value) => {
            leave_personal_data(&mut value, &mut String::new(), &mut notes);
            leave_names_of_persons(&mut value, &mut notes);
            from_value(value, &mut notes, &mut errors)
        }
        Err(error) => {
            errors.push(Finding::new("", format!("this is not JSON: {error}; expected one object a line")));
            None
        }
    });
    match record {
        Some(mut record) if errors.is_empty() => {
            rules::tidy(&mut record);
            let errors = rules::check(&mut record);
            if errors.is_empty() { Reading::Right(Box::new(record), notes) } else { Reading::Wrong(errors) }
        }
        _ => {
            if errors.is_empty() {
                errors.push(Finding::new("", "there is too much wrong with this line; expected one record"));
            }
            Reading::Wrong(errors)
        }
    }
}

/// Takes persons' names out of offices: a person is a reference into the vault.
fn leave_names_of_persons(value: &mut Value, notes: &mut Vec<Finding>) {
    let Some(officers) = value.get_mut("officers").and_then(Value::as_array_mut) else { return };
    for (at, officer) in officers.iter_mut().enumerate() {
        let Some(fields) = officer.as_object_mut() else { continue };
        let is_name = |person: &Value| {
            !person.is_null() && person.as_str().is_none_or(|text| text.parse::<PersonId>().is_err())
        };
        if fields.get("person").is_some_and(is_name) {
            fields.shift_remove("person");
            let reason = "a person's name is personal data and is not stored; the office goes in without it";
            notes.push(Finding::new(format!("officers[{at}].person"), reason));
        }
    }
}

/// Reads a record field by field: each field that cannot be read is noted and left out, and the rest is
/// read again, so that one reading finds all errors.
fn from_value(mut value: Value, notes: &mut Vec<Finding>, errors: &mut Vec<Finding>) -> Option<Organization> {
    if !value.is_object() {
        errors.push(Finding::new("", "this is not an object; expected one record a line"));
        return None;
    }
    for _ in 0..MOST_FINDINGS {
        let error = match serde_path_to_error::deserialize::<_, Organization>(&value) {
            Ok(record) => return Some(record),
            Err(error) => error,
        };
        let path = error.path().clone();
        let field = path.to_string();
        // An unknown field's name may be anything: it is repeated only where it is nobody's.
        let field = if field == "." { String::new() } else { privacy::redact(&field).0.into_owned() };
        let reason = reason(error.inner());
        if is_missing_since_taken(&reason, &field, errors) {
            // The field was wrong and is reported: what it belongs to goes with it, and reading goes on.
            take(&mut value, &path)?;
            continue;
        }
        let taken = take(&mut value, &path);
        match (field.as_str(), taken) {
            ("bin", Some(bin)) => {
                keep_bin_with_source(&mut value, &bin);
                notes.push(Finding::new(field, format!("{reason}; the record goes in without it")));
            }
            ("host.bin", Some(_)) => {
                notes.push(Finding::new(field, format!("{reason}; the record goes in without it")));
            }
            (_, Some(_)) => errors.push(Finding::new(field, reason)),
            // Nothing can be left out there: reading on would find the same again.
            (_, None) => {
                errors.push(Finding::new(field, reason));
                return None;
            }
        }
    }
    None
}

/// True where a field is missing only because it was wrong and was taken out.
fn is_missing_since_taken(reason: &str, field: &str, errors: &[Finding]) -> bool {
    let Some(name) = reason.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) else {
        return false;
    };
    let missing = if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") };
    errors.iter().any(|error| error.field == missing)
}

fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if let Some(name) = text.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next()) {
        let known: Vec<&str> = text.split('`').skip(3).step_by(2).collect();
        let name = &privacy::redact(name).0;
        let nearest = known
            .iter()
            .copied()
            .max_by(|one, other| strsim::jaro(one, name).total_cmp(&strsim::jaro(other, name)))
            .filter(|nearest| strsim::jaro(nearest, name) > 0.7);
        return match nearest {
            Some(nearest) => format!("there is no such field; did you mean `{nearest}`?"),
            None => format!("there is no such field; expected one of {}", known.join(", ")),
        };
    }
    let text = text.split(" at line ").next().unwrap_or_default();
    // What came in is not repeated: it may be somebody's name.
    let wrong_type = text.strip_prefix("invalid type: ").or_else(|| text.strip_prefix("invalid value: "));
    match wrong_type.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((found, expected)) => {
            let kind = found.split([' ', '"', '`']).next().unwrap_or_default();
            format!("this is a {kind}; expected {expected}")
        }
        None => text.to_owned(),
    }
}

/// Takes what a path names out of a value; `None` where there is nothing to take.
fn take(value: &mut Value, path: &serde_path_to_error::Path) -> Option<Value> {
    let segments: Vec<&Segment> = path.iter().collect();
    let (last, above) = segments.split_last()?;
    let mut parent = value;
    for segment in above {
        parent = match segment {
            Segment::Seq { index } => parent.get_mut(*index)?,
            Segment::Map { key } => parent.get_mut(key)?,
            _ => return None,
        };
    }
    match (last, parent) {
        (Segment::Seq { index }, Value::Array(items)) if *index < items.len() => Some(items.remove(*index)),
        (Segment::Map { key }, Value::Object(fields)) => fields.shift_remove(key),
        _ => None,
    }
}

/// A number that is not a right BIN stays with the source that gives it, unless it may be a personal one.
fn keep_bin_with_source(value: &mut Value, bin: &Value) {
    let text = match bin {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return,
    };
    if let Some(source) = value.pointer_mut("/sources/0").and_then(Value::as_object_mut)
        && rules::may_stay_with_source(&text)
    {
        source.insert("bin".to_owned(), Value::String(text));
    }
}

/// Takes personal data out of all texts of a value.
fn leave_personal_data(value: &mut Value, path: &mut String, notes: &mut Vec<Finding>) {
    match value {
        Value::Object(fields) => {
            let length = path.len();
            fields.retain(|key, child| {
                path.truncate(length);
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
                let before = notes.len();
                leave_personal_data(child, path, notes);
                // A field of which nothing is left goes as a whole.
                notes.len() == before || !child.is_null()
            });
            path.truncate(length);
        }
        Value::Array(items) => {
            let length = path.len();
            let mut at = 0;
            items.retain_mut(|item| {
                path.truncate(length);
                let _ = write!(path, "[{at}]");
                at += 1;
                let before = notes.len();
                leave_personal_data(item, path, notes);
                // An identifier of which the number is gone identifies nothing.
                let is_empty = path.starts_with("identifiers[") && item.get("value").is_none();
                notes.len() == before || !(item.is_null() || is_empty)
            });
            path.truncate(length);
        }
        Value::String(text) => {
            if let Some(left) = without_personal_data(text, path, notes) {
                *value = left;
            }
        }
        Value::Number(number) => {
            if let Some(left) = without_personal_data(&number.to_string(), path, notes) {
                *value = left;
            }
        }
        _ => {}
    }
}

/// What is left of a text; `None` where it stays as it is.
fn without_personal_data(text: &str, path: &str, notes: &mut Vec<Finding>) -> Option<Value> {
    let field = path.rsplit('.').next().unwrap_or_default();
    if field == "bin" {
        // A record's own BIN is looked at by its type, which knows a personal number and says so.
        if !path.starts_with("sources[") || rules::may_stay_with_source(text) {
            return None;
        }
        notes.push(Finding::new(path, "this is not a business identification number and was not stored"));
        return Some(Value::Null);
    }
    let (clean, found) = privacy::redact(text);
    let is_address = field == "url" || field.ends_with("_url") || path.starts_with("contacts.websites");
    let is_number =
        path.starts_with("identifiers[") || matches!(field, "count" | "followers" | "version" | "teachers");
    // An address or a register's number may look like a telephone number without being one.
    let counts = |kind: &&Personal| !((is_address || is_number) && **kind == Personal::Mobile);
    let first = found.iter().find(counts)?;
    let whole = is_address
        || is_number
        || path.starts_with("contacts.emails")
        || path.starts_with("contacts.phones")
        || matches!(field, "id" | "kato" | "sha256" | "row" | "updated_at" | "ref");
    let what = if whole { "was not stored" } else { "was taken out" };
    notes.push(Finding::new(
        path,
        format!("{} {what}: the registry keeps institutional contacts only", first.as_str()),
    ));
    Some(if whole { Value::Null } else { Value::String(clean.into_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"kind":"ngo","level":"region","names":[{"value":"Өркен","lang":"kk","type":"official"}],"sources":[{"list":"l","row":"1"}]}"#;

    fn with(field: &str, value: Value) -> String {
        let mut record: Value = serde_json::from_str(LINE).unwrap();
        record[field] = value;
        record.to_string()
    }

    fn right(text: &str) -> (Organization, Vec<Finding>) {
        match read(text) {
            Reading::Right(record, notes) => (*record, notes),
            Reading::Wrong(errors) => panic!("{errors:?}"),
        }
    }

    fn wrong(text: &str) -> Vec<Finding> {
        match read(text) {
            Reading::Right(record, _) => panic!("{record:?}"),
            Reading::Wrong(errors) => errors,
        }
    }

    #[test]
    fn a_right_line() {
        let (record, notes) = right(LINE);
        assert!(notes.is_empty());
        assert_eq!(record.status.as_str(), "unconfirmed");
        assert_eq!(record.country.as_str(), "KZ");
    }

    #[test]
    fn all_errors_of_a_line_are_found_with_their_fields() {
        let errors = wrong(
            r#"{"kind":"union","level":"region","names":[{"value":"Ө","lang":"қазақша"}],"founded_on":"soon","kinds":1}"#,
        );
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["kind", "names[0].lang", "founded_on", "kinds"]);
        assert!(errors[0].reason.contains("trade_union"), "{errors:?}");
        assert!(errors[3].reason.contains("did you mean `kind`"), "{errors:?}");
    }

    #[test]
    fn not_json() {
        for text in ["", "{", "[]", "1", "null", "{\"kind\":\"ngo\"}", "\u{0}"] {
            assert!(!wrong(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_bad_bin_stays_with_the_source() {
        let (record, notes) = right(&with("bin", "990140001155".into()));
        assert_eq!(record.bin, None);
        assert_eq!(record.sources[0].bin.as_deref(), Some("990140001155"));
        assert_eq!(notes[0].field, "bin");
    }

    #[test]
    fn a_personal_number_stays_nowhere() {
        for field in ["bin", "ref"] {
            let (record, notes) = right(&with(field, "991231599997".into()));
            assert!(!serde_json::to_string(&record).unwrap().contains("991231599997"));
            assert!(!notes.is_empty() && notes.iter().all(|note| !note.reason.contains("991231599997")));
        }
    }

    #[test]
    fn personal_data_are_found_however_they_are_written() {
        let iin = "991231599997";
        for line in [
            with("sources", serde_json::json!([{"list": "l", "row": "1", "bin": iin}])),
            with("sources", serde_json::json!([{"list": "l", "row": format!(" {iin}")}])),
            with("sources", serde_json::json!([{"list": "l", "row": 991_231_599_997_u64}])),
            with("bin", format!("ИИН {iin}").into()),
            with("identifiers", serde_json::json!([{"scheme": "iin", "value": iin}])),
        ] {
            let (record, notes) = right(&line);
            assert!(!serde_json::to_string(&record).unwrap().contains(iin) && !notes.is_empty(), "{line}");
        }
        for address in ["8\u{a0}701\u{a0}123\u{a0}45\u{a0}67", "8 – (701) – 123 – 45 – 67", "anna@mail.ru"]
        {
            let escaped = with("contacts", serde_json::json!({ "address": address }))
                .replace('@', "\\u0040")
                .replace('\u{a0}', "\\u00a0");
            let (record, notes) = right(&escaped);
            assert_eq!(record.contacts.unwrap().address.as_deref(), Some("[…]"), "{escaped}");
            assert_eq!(notes.len(), 1);
        }
    }

    #[test]
    fn a_line_is_never_refused_without_a_reason() {
        let officers: Vec<Value> = (0..40)
            .map(|at| serde_json::json!({"role": "board_member", "person": format!("А. Б. {at}")}))
            .collect();
        let (record, notes) = right(&with("officers", Value::Array(officers)));
        assert_eq!((record.officers.len(), notes.len()), (40, 40));
        let names: Vec<Value> = (0..40).map(|_| serde_json::json!({"value": "Ө", "lang": "?"})).collect();
        assert!(!wrong(&with("names", Value::Array(names))).is_empty());
        assert!(
            !wrong(&LINE.replacen("\"kind\":\"ngo\"", "\"kind\":\"ngo\",\"kind\":\"network\"", 1)).is_empty()
        );
    }

    #[test]
    fn private_contacts_are_left_out_and_institutional_ones_stay() {
        let contacts = serde_json::json!({
            "emails": ["anna@mail.ru", "info@example.kz"], "phones": ["+77012345678", "+77172742530"],
            "address": "Астана, тел. 8 701 234 56 78"
        });
        let (record, notes) = right(&with("contacts", contacts));
        let contacts = record.contacts.unwrap();
        assert_eq!(contacts.emails.iter().map(ToString::to_string).collect::<Vec<_>>(), ["info@example.kz"]);
        assert_eq!(contacts.phones.iter().map(ToString::to_string).collect::<Vec<_>>(), ["+77172742530"]);
        assert_eq!(contacts.address.as_deref(), Some("Астана, тел. […]"));
        let fields: Vec<&str> = notes.iter().map(|note| note.field.as_str()).collect();
        assert_eq!(fields, ["contacts.emails[0]", "contacts.phones[0]", "contacts.address"]);
    }

    #[test]
    fn a_persons_name_is_not_stored() {
        let (record, notes) =
            right(&with("officers", serde_json::json!([{"role": "chair", "person": "Анна Ахметова"}])));
        assert_eq!(record.officers.len(), 1);
        assert!(record.officers[0].person.is_none());
        assert_eq!(notes[0].field, "officers[0].person");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = read(&text);
        }
    }
}
