//! The history of a record: its events, and what each changed.

use birlik_entity::rows::event;
use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::clock::{end_of_day_in_astana, timestamp};
use crate::log::Verb;

/// One change of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Number of the event.
    pub seq: i64,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// Opaque id of who did it.
    pub actor: String,
    /// What happened: `created`, `updated`, `removed`, `merged`, `restored`.
    pub verb: String,
    /// The version it made; of a record that is no more, its last.
    pub version: i64,
    /// The fields that are not as they were before; all of them for a new record.
    pub changed: Vec<String>,
    /// The record of which it became a part, where it was merged.
    pub into: Option<String>,
}

/// The history that events tell, the newest first.
pub(super) fn history(events: Vec<event::Model>) -> Vec<HistoryEntry> {
    let mut before = Map::new();
    let mut version = 1;
    let mut entries: Vec<HistoryEntry> = events
        .into_iter()
        .map(|event| {
            let payload: Map<String, Value> = serde_json::from_str(&event.payload).unwrap_or_default();
            let (mut changed, mut into) = (Vec::new(), None);
            // What is no more has no fields to compare; once it is there again, it is compared with what it was.
            if Verb::gone_words().contains(&event.verb.as_str()) {
                into = payload.get("merged").and_then(Value::as_str).map(str::to_owned);
            } else {
                changed = fields_changed(&before, &payload);
                version = payload.get("version").and_then(Value::as_i64).unwrap_or(1);
                before = payload;
            }
            HistoryEntry {
                seq: event.seq,
                at: event.at,
                actor: event.actor,
                verb: event.verb,
                version,
                changed,
                into,
            }
        })
        .collect();
    entries.reverse();
    entries
}

/// The fields in which two records differ, but for what every writing changes.
pub(crate) fn changed_fields(before: &Value, after: &Value) -> Vec<String> {
    match (before.as_object(), after.as_object()) {
        (Some(before), Some(after)) => fields_changed(before, after),
        _ => Vec::new(),
    }
}

fn fields_changed(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<String> {
    let gone = before.keys().filter(|key| !after.contains_key(*key));
    let changed = after.iter().filter(|(key, value)| before.get(*key) != Some(value)).map(|(key, _)| key);
    changed
        .chain(gone)
        .filter(|key| !matches!(key.as_str(), "id" | "version" | "updated_at"))
        .cloned()
        .collect()
}

/// A day or a time of which the state of a record is asked: the state at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment(String);

impl Moment {
    /// Reads a day (its end in Astana) or a time (RFC 3339).
    pub fn parse(text: &str) -> Option<Self> {
        // Later times have no four-digit year and would not compare as text.
        if text.get(..4).is_none_or(|year| year.parse::<u16>().is_ok_and(|year| year > 9998)) {
            return None;
        }
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return end_of_day_in_astana(day).map(|end| Self(timestamp(end)));
        }
        let at = chrono::DateTime::parse_from_rfc3339(text).ok()?.to_utc();
        // Events of the very millisecond that is asked for belong to it.
        Some(Self(timestamp(at + chrono::Duration::milliseconds(1))))
    }

    /// The first moment after what is asked for: RFC 3339, UTC, with milliseconds.
    pub fn end(&self) -> &str {
        &self.0
    }
}
