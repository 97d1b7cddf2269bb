//! Writes documents into the index and commits them together with the event number they cover.
//!
//! One writer lives as long as the engine: dropping it after each commit would stop merging. The
//! event number travels in tantivy's own commit, so that the two cannot part at a crash. Called by
//! the engine's `apply`, from a thread that may block.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::schema::Field;
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use super::schema::{Fields, KEY_END, SCHEMA_VERSION, whole_exact, whole_folded};
use crate::index::{Change, Head, OrganizationDocument, SearchError};
use crate::text::{collation_key, words};

/// Memory that documents may take before they go to disk; an idle writer holds none of it.
const BUDGET: usize = 40_000_000;

/// What stands in each commit besides the documents.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    /// [`SCHEMA_VERSION`] of the program that made the commit.
    pub(super) schema: u32,
    /// The last event the index covers.
    pub(super) seq: i64,
    /// Hash of that event.
    #[serde(default)]
    pub(super) hash: String,
}

/// The only writer of an index.
pub(super) struct Feeder {
    writer: IndexWriter,
    fields: Fields,
    /// False while changes are under way, and after they failed half-way.
    clean: bool,
}

impl Feeder {
    pub(super) fn new(index: &Index, fields: Fields) -> Result<Feeder, SearchError> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(BUDGET)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer = index.writer_with_options(options)?;
        let mut merging = LogMergePolicy::default();
        merging.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(merging));
        Ok(Feeder { writer, fields, clean: true })
    }

    /// Writes and commits; answers the number of the commit. What failed half-way before is undone
    /// first.
    pub(super) fn apply(&mut self, changes: Vec<Change>, head: &Head) -> Result<u64, SearchError> {
        if !self.clean {
            self.writer.rollback()?;
        }
        self.clean = false;
        for change in changes {
            match change {
                Change::Put(organization) => {
                    self.writer.delete_term(Term::from_field_text(self.fields.id, &organization.id));
                    self.writer.add_document(document(&self.fields, &organization))?;
                }
                Change::Remove(id) => {
                    self.writer.delete_term(Term::from_field_text(self.fields.id, &id));
                }
                Change::Clear => {
                    self.writer.delete_all_documents()?;
                }
            }
        }
        let payload = Payload { schema: SCHEMA_VERSION, seq: head.seq, hash: head.hash.clone() };
        let payload = serde_json::to_string(&payload).map_err(|e| SearchError::Failed(e.to_string()))?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        let number = commit.commit()?;
        self.clean = true;
        Ok(number)
    }

    /// Leaves a document as a crash would: written, not committed.
    #[cfg(test)]
    pub(super) fn add_uncommitted(&mut self, organization: &OrganizationDocument) {
        self.writer.add_document(document(&self.fields, organization)).unwrap();
        self.writer.prepare_commit().unwrap();
    }

    /// Waits until merges in the background are done, and ends.
    pub(super) fn finish(self) -> Result<(), SearchError> {
        Ok(self.writer.wait_merging_threads()?)
    }
}

fn document(fields: &Fields, organization: &OrganizationDocument) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, &organization.id);
    add_names(fields, organization, &mut document);

    let context = [&organization.host_names, &organization.place_names, &organization.labels];
    let numbers = organization.bin.iter().chain(&organization.identifiers);
    for text in context.into_iter().flatten().chain(numbers) {
        document.add_text(fields.context, text);
        document.add_text(fields.context_folded, text);
    }

    add_codes(&mut document, fields.kind, [&organization.kind]);
    add_codes(&mut document, fields.level, [&organization.level]);
    add_codes(&mut document, fields.status, [&organization.status]);
    add_codes(&mut document, fields.legal_form, &organization.legal_form);
    add_codes(&mut document, fields.country, [&organization.country]);
    add_codes(&mut document, fields.confirmed, [&organization.confirmed]);
    add_codes(&mut document, fields.area, &organization.areas);
    add_codes(&mut document, fields.activity, &organization.activities);
    add_codes(&mut document, fields.subject, &organization.subjects);
    add_codes(&mut document, fields.host, &organization.host);
    add_codes(&mut document, fields.parent, &organization.parents);
    add_codes(&mut document, fields.bin, &organization.bin);
    document.add_bool(fields.has_bin, organization.bin.as_ref().is_some_and(|bin| !bin.is_empty()));
    document.add_i64(fields.updated, organization.updated_at);
    document
}

fn add_names(fields: &Fields, organization: &OrganizationDocument, document: &mut TantivyDocument) {
    let mut wholes = BTreeSet::new();
    for name in &organization.names {
        document.add_text(fields.names, &name.value);
        document.add_text(fields.names_folded, &name.value);
        let words = words(&name.value);
        if !words.is_empty() {
            wholes.insert(whole_exact(words.iter().map(|word| word.exact.as_str())));
            wholes.insert(whole_folded(words.iter().map(|word| word.folded.as_str())));
        }
    }
    for whole in &wholes {
        document.add_text(fields.whole, whole);
    }
    for (field, lang) in [(fields.sort_kk, "kk"), (fields.sort_ru, "ru"), (fields.sort_en, "en")] {
        let mut key = collation_key(name_in(organization, lang));
        key.push(KEY_END);
        key.push_str(&organization.id);
        document.add_text(field, key);
    }
}

/// Each code once: a value that stood twice would be counted twice.
fn add_codes<'a>(document: &mut TantivyDocument, field: Field, codes: impl IntoIterator<Item = &'a String>) {
    let mut seen: Vec<&str> = Vec::new();
    for code in codes {
        if !code.is_empty() && !seen.contains(&code.as_str()) {
            document.add_text(field, code);
            seen.push(code);
        }
    }
}

/// The name a list in this language is ordered by: the first one in it that is not a former name,
/// else Kazakh, else Russian, else any.
fn name_in<'a>(organization: &'a OrganizationDocument, lang: &str) -> &'a str {
    let current = |lang: &str| {
        organization.names.iter().find(|name| {
            name.name_type != "former" && name.lang.split('-').next().is_some_and(|primary| primary == lang)
        })
    };
    [lang, "kk", "ru"]
        .into_iter()
        .find_map(current)
        .or_else(|| organization.names.iter().find(|name| name.name_type != "former"))
        .or_else(|| organization.names.first())
        .map_or("", |name| name.value.as_str())
}
