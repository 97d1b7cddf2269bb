//! What stands behind a record: documents, the lists that name it, what changed when.

use super::format;
use super::names::Shown;
use super::page::Frame;
use super::source::href;
use crate::organizations::{HistoryEntry, Organization};

/// A published document.
#[derive(Debug, Clone)]
pub struct DocumentLine {
    /// What it is.
    pub what: String,
    /// Its title.
    pub title: Shown,
    /// Its address; empty where unknown.
    pub url: String,
    /// Its date.
    pub date: String,
}

/// A list that names the body.
#[derive(Debug, Clone)]
pub struct SourceLine {
    /// Title of the list.
    pub title: Shown,
    /// Its page.
    pub href: String,
    /// The publication that holds it.
    pub report: Shown,
    /// Row of the list.
    pub row: String,
    /// When it was read.
    pub read: String,
    /// The number that cannot be right.
    pub bad_bin: String,
}

/// A change in words.
#[derive(Debug, Clone)]
pub struct Change {
    /// What happened.
    pub what: String,
    /// What of the record, in words; empty where all of it.
    pub fields: String,
    /// Who did it, in words; empty where the log names nobody that the pages know.
    pub who: String,
    /// When.
    pub day: String,
    /// When, for programs.
    pub at: String,
}

/// The documents of a body.
pub fn documents(organization: &Organization, frame: &Frame) -> Vec<DocumentLine> {
    organization
        .documents
        .iter()
        .map(|document| DocumentLine {
            what: format::capitalized(document.document_type.entry().label(frame.lang.as_str())),
            title: Shown::guessed(&document.title, frame.lang),
            url: document.url.as_ref().map_or_else(String::new, ToString::to_string),
            date: document.date.as_ref().map_or_else(String::new, |date| format::date(frame.lang, date.0)),
        })
        .collect()
}

/// The lists that name a body.
pub fn sources(organization: &Organization, frame: &Frame) -> Vec<SourceLine> {
    let lang = frame.lang;
    organization
        .sources
        .iter()
        .map(|source| SourceLine {
            title: Shown::guessed(source.title.as_deref().unwrap_or(&source.list), lang),
            href: href(&source.list, frame),
            report: Shown::guessed(source.report.as_deref().unwrap_or_default(), lang),
            row: source.row.clone().unwrap_or_default(),
            read: source.retrieved_on.as_ref().map_or_else(String::new, |date| format::when(lang, date.0)),
            bad_bin: source.bin.clone().unwrap_or_default(),
        })
        .collect()
}

/// A change in words.
pub fn change(entry: &HistoryEntry, frame: &Frame) -> Change {
    let what = verb_in_words(frame, &entry.verb);
    let fields = if entry.verb == "created" {
        String::new()
    } else {
        entry.changed.iter().filter_map(|field| field_in_words(frame, field)).collect::<Vec<_>>().join(", ")
    };
    Change {
        what,
        fields,
        who: if entry.actor == "system" { frame.t("actor-system") } else { String::new() },
        day: format::day_of(&entry.at).map_or_else(|| entry.at.clone(), |day| format::date(frame.lang, day)),
        at: entry.at.clone(),
    }
}

/// What happened, in words.
pub fn verb_in_words(frame: &Frame, verb: &str) -> String {
    let key = format!("verb-{verb}");
    if frame.lang.has(&key) { frame.t(&key) } else { frame.t("verb-updated") }
}

fn field_in_words(frame: &Frame, field: &str) -> Option<String> {
    if matches!(field, "version" | "updated_at" | "id") {
        return None;
    }
    let key = format!("field-{field}");
    Some(if frame.lang.has(&key) { frame.t(&key) } else { field.to_owned() })
}
