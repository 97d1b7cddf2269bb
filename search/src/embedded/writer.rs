//! Writes documents into the index and commits them together with the event number they cover.
//!
//! One writer lives as long as the engine: dropping it after each commit would stop merging. The
//! event number travels in tantivy's own commit, so that the two cannot part at a crash. Called by
//! the engine's `apply`, from a thread that may block.

use serde::{Deserialize, Serialize};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexWriter, Term};

use super::document::document;
use super::schema::{Fields, SCHEMA_VERSION};
#[cfg(test)]
use crate::index::OrganizationDocument;
use crate::index::{Change, Head, SearchError};
use crate::text::tokens::Reader;

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
    reader: Reader,
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
        Ok(Feeder { writer, fields, reader: Reader::default(), clean: true })
    }

    /// Writes and commits; answers the number of the commit. What failed half-way before is undone
    /// first.
    pub(super) fn apply(&mut self, changes: Vec<Change>, head: &Head) -> Result<u64, SearchError> {
        if !self.clean {
            self.writer.rollback()?;
        }
        self.clean = false;
        let mut changes = changes;
        if let Some(clear) = changes.iter().rposition(|change| *change == Change::Clear) {
            // tantivy clears what was committed, and not what waits beside it to be written.
            changes.drain(..clear);
        }
        for change in changes {
            match change {
                Change::Put(organization) => {
                    self.writer.delete_term(Term::from_field_text(self.fields.id, &organization.id));
                    let document = document(&self.fields, &organization, &mut self.reader);
                    self.writer.add_document(document)?;
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
        let document = document(&self.fields, organization, &mut self.reader);
        self.writer.add_document(document).unwrap();
        self.writer.prepare_commit().unwrap();
    }

    /// Waits until merges in the background are done, and ends.
    pub(super) fn finish(self) -> Result<(), SearchError> {
        Ok(self.writer.wait_merging_threads()?)
    }
}
