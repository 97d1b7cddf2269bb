//! One body out of what rows, and the registry, say of it: which value is taken where they differ.
//!
//! The rule, field by field: what a body or the staff has confirmed stays. Otherwise the newest list wins over
//! older ones; within a list, what most rows say, and among equals the first row. A more exact value (a
//! district, a whole date) wins over one that says less of the same. Lists of values (activities, contacts,
//! sources) are put together. Names of the registry stay; a language without a name gets one.

use std::collections::HashMap;

use birlik_search::matching::names;
use serde_json::{Map, Value, json};

/// Fields of which there is one value.
const SINGLE: [&str; 6] = ["legal_form", "bin", "registered_on", "area", "host", "kind"];

/// Fields that are lists and are put together.
const MANY: [&str; 2] = ["activities", "subjects"];

/// How many spellings of a name are weighed against each other.
const SPELLINGS: usize = 12;

/// The record of a body: `before` is what the registry has of it, `rows` what the rows of one list say, in their
/// order; `is_newer` is true where the list is newer than what the registry knows.
pub(super) fn body(before: Option<&Value>, rows: &[&Value], is_newer: bool) -> Value {
    let mut record = before.and_then(Value::as_object).cloned().unwrap_or_default();
    let is_confirmed = record.contains_key("confirmed");
    for field in SINGLE {
        let Some(said) = most_said(rows, field) else { continue };
        let stays = match record.get(field) {
            None | Some(Value::Null) => false,
            Some(known) => {
                let says_nothing_new = field == "kind" && said == &json!("ngo");
                is_confirmed
                    || says_nothing_new
                    || says_more(field, known, said)
                    || (!is_newer && !says_more(field, said, known))
            }
        };
        if !stays {
            record.insert(field.to_owned(), said.clone());
        }
    }
    if before.is_none() {
        for field in ["level", "status"] {
            if let Some(said) = most_said(rows, field) {
                record.insert(field.to_owned(), said.clone());
            }
        }
    }
    record.insert("names".to_owned(), Value::Array(all_names(record.get("names"), rows)));
    for field in MANY {
        let said: Vec<&Value> = rows.iter().filter_map(|row| row.get(field)).collect();
        union(&mut record, field, &said);
    }
    let contacts: Vec<&Value> = rows.iter().filter_map(|row| row.get("contacts")).collect();
    if !contacts.is_empty() {
        let mut together = record.get("contacts").and_then(Value::as_object).cloned().unwrap_or_default();
        for part in ["emails", "phones", "websites"] {
            let said: Vec<&Value> = contacts.iter().filter_map(|one| one.get(part)).collect();
            union(&mut together, part, &said);
        }
        channels(&mut together, &contacts);
        record.insert("contacts".to_owned(), Value::Object(together));
    }
    let sources: Vec<&Value> = rows.iter().filter_map(|row| row.get("sources")).collect();
    union(&mut record, "sources", &sources);
    Value::Object(record)
}

/// The value that most rows have, the first of them among equals; of several that say more and less of the
/// same, the one that says most.
fn most_said<'a>(rows: &[&'a Value], field: &str) -> Option<&'a Value> {
    let mut counts: Vec<(&Value, usize)> = Vec::new();
    for said in rows.iter().filter_map(|row| row.get(field)) {
        match counts.iter_mut().find(|(value, _)| *value == said) {
            Some((_, count)) => *count += 1,
            None => counts.push((said, 1)),
        }
    }
    if field == "kind" && counts.len() > 1 {
        // A row that names no kind was taken to be an NGO.
        counts.retain(|(value, _)| *value != "ngo");
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let mut best = counts.iter().find(|(_, count)| *count == most)?.0;
    while let Some((more, _)) = counts.iter().find(|(value, _)| says_more(field, value, best)) {
        best = more;
    }
    Some(best)
}

/// True where the first value says the same as the second, and more.
pub(super) fn says_more(field: &str, one: &Value, other: &Value) -> bool {
    match field {
        "registered_on" => match (one.as_str(), other.as_str()) {
            (Some(one), Some(other)) => one.len() > other.len() && one.starts_with(other),
            _ => false,
        },
        "area" => match (kato(one), kato(other)) {
            (Some(one), Some(other)) => {
                one != other
                    && one.starts_with(other.trim_end_matches('0'))
                    && other.trim_end_matches('0').len() >= 2
            }
            _ => false,
        },
        _ => false,
    }
}

/// The code of an area, as the record has it or alone.
fn kato(area: &Value) -> Option<&str> {
    area.as_str().or_else(|| area["kato"].as_str())
}

/// The names that are there, and for each language without one the spelling that the others are most like.
fn all_names(known: Option<&Value>, rows: &[&Value]) -> Vec<Value> {
    let mut names: Vec<Value> = known.and_then(Value::as_array).cloned().unwrap_or_default();
    for lang in ["kk", "ru", "en"] {
        if names.iter().any(|name| name["lang"] == lang) {
            continue;
        }
        let said: Vec<&Value> = rows
            .iter()
            .filter_map(|row| row["names"].as_array())
            .filter_map(|names| names.iter().find(|name| name["lang"] == lang))
            .collect();
        if let Some(name) = central(&said) {
            names.push(name.clone());
        }
    }
    names
}

/// The spelling that is most like all spellings: typing errors differ, what is right comes again.
fn central<'a>(said: &[&'a Value]) -> Option<&'a Value> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in said {
        *counts.entry(name["value"].as_str().unwrap_or_default()).or_default() += 1;
    }
    let mut seen = Vec::new();
    let spellings: Vec<&'a Value> = said
        .iter()
        .copied()
        .filter(|name| {
            let value = name["value"].as_str().unwrap_or_default();
            let is_new = !seen.contains(&value);
            seen.push(value);
            is_new
        })
        .take(SPELLINGS)
        .collect();
    let text = |name: &'a Value| name["value"].as_str().unwrap_or_default();
    let likeness = |name: &'a Value| -> f64 {
        spellings
            .iter()
            .map(|other| {
                let count = counts.get(text(other)).copied().unwrap_or(1);
                names::similarity(text(name), text(other))
                    * f64::from(u32::try_from(count).unwrap_or(u32::MAX))
            })
            .sum::<f64>()
            + CAREFUL * kazakh_letters(text(name))
    };
    let mut best: Option<(&Value, f64)> = None;
    for name in &spellings {
        let like = likeness(name);
        if best.is_none_or(|(_, most)| like > most) {
            best = Some((name, like));
        }
    }
    best.map(|(name, _)| name)
}

/// How much a Kazakh letter counts where spellings are equally like the others: who typed it took care.
const CAREFUL: f64 = 0.001;

fn kazakh_letters(text: &str) -> f64 {
    let count = text.chars().filter(|letter| "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(*letter)).count();
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn union(record: &mut Map<String, Value>, field: &str, said: &[&Value]) {
    let mut all: Vec<Value> = record.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
    for value in said.iter().filter_map(|said| said.as_array()).flatten() {
        if !all.contains(value) {
            all.push(value.clone());
        }
    }
    if !all.is_empty() {
        record.insert(field.to_owned(), Value::Array(all));
    }
}

/// A channel is known by its platform and address; the newest figures win.
fn channels(contacts: &mut Map<String, Value>, said: &[&Value]) {
    let mut all: Vec<Value> = contacts.get("channels").and_then(Value::as_array).cloned().unwrap_or_default();
    for channel in said.iter().filter_map(|one| one["channels"].as_array()).flatten() {
        let same = |one: &&mut Value| one["platform"] == channel["platform"] && one["url"] == channel["url"];
        match all.iter_mut().find(same) {
            Some(known) if known["as_of"].as_str() <= channel["as_of"].as_str() => *known = channel.clone(),
            Some(_) => {}
            None => all.push(channel.clone()),
        }
    }
    if !all.is_empty() {
        contacts.insert("channels".to_owned(), Value::Array(all));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_rows_decide_and_the_more_exact_value_wins() {
        let rows = [
            json!({"kind": "ngo", "names": [{"value": "Өркен қоры", "lang": "kk"}], "area": {"kato": "350000000"}, "registered_on": "2011"}),
            json!({"kind": "ngo", "names": [{"value": "Оркен қоры", "lang": "kk"}], "area": {"kato": "351000000"}, "registered_on": "2011-05-02"}),
            json!({"kind": "network", "names": [{"value": "Өркен қоры", "lang": "kk"}], "area": {"kato": "350000000"}}),
        ];
        let record = body(None, &rows.iter().collect::<Vec<_>>(), true);
        assert_eq!(record["names"], json!([{"value": "Өркен қоры", "lang": "kk"}]));
        assert_eq!(record["area"], json!({"kato": "351000000"}));
        assert_eq!(record["registered_on"], "2011-05-02");
        assert_eq!(record["kind"], "network");
    }

    #[test]
    fn what_is_confirmed_stays_and_an_older_list_does_not_win() {
        let row = json!({"legal_form": "public_foundation", "names": [{"value": "Б", "lang": "ru"}]});
        let known = json!({"legal_form": "private_foundation", "names": [{"value": "А", "lang": "ru"}]});
        let confirmed =
            json!({"legal_form": "private_foundation", "confirmed": {"level": "contact"}, "names": []});
        assert_eq!(body(Some(&known), &[&row], true)["legal_form"], "public_foundation");
        assert_eq!(body(Some(&known), &[&row], false)["legal_form"], "private_foundation");
        assert_eq!(body(Some(&confirmed), &[&row], true)["legal_form"], "private_foundation");
        assert_eq!(body(Some(&known), &[&row], true)["names"], json!([{"value": "А", "lang": "ru"}]));
    }

    #[test]
    fn a_page_read_again_has_its_newest_figures() {
        let channel = |followers, as_of| json!({"platform": "facebook", "url": "https://a.kz/", "followers": followers, "as_of": as_of});
        let known = json!({"contacts": {"channels": [channel(5, "2021")]}});
        let row = json!({"contacts": {"channels": [channel(9, "2022"), {"platform": "instagram"}]}});
        let channels = &body(Some(&known), &[&row], true)["contacts"]["channels"];
        assert_eq!(channels, &json!([channel(9, "2022"), {"platform": "instagram"}]));
    }
}
