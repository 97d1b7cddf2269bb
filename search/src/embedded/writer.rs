//! Writes documents into the index and commits them together with the event number they cover.
//!
//! One writer lives as long as the engine: dropping it after each commit would stop merging. The
//! event number travels in tantivy's own commit, so that the two cannot part at a crash. An index that
//! is filled from nothing is committed once, at the end. Called by the engine's `apply` and `add`, from
//! a thread that may block.

use serde::{Deserialize, Serialize};
use tantivy::index::SegmentId;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::{Index, IndexWriter, SegmentMeta, Term};

use super::document::document;
use super::merging::FewParts;
use super::schema::{Fields, SCHEMA_VERSION};
use crate::index::{Change, Head, OrganizationDocument, SearchError};
use crate::text::tokens::Reader;

/// Up to how many documents an index that is built aside becomes one segment.
const ONE_PART: u32 = 300_000;

/// How a writer goes about its work.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    /// Threads that write.
    threads: usize,
    /// Memory that documents may take in each thread before they go to disk; an idle writer holds none
    /// of it.
    budget: usize,
    /// True to merge once, at the end.
    merges_last: bool,
}

impl Effort {
    /// Beside a service that answers.
    pub(super) const BESIDE: Effort = Effort { threads: 1, budget: 40_000_000, merges_last: false };
    /// For an index that nobody asks yet: both cores of the smallest machine, larger segments.
    pub(super) const ALONE: Effort = Effort { threads: 2, budget: 100_000_000, merges_last: true };
}

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
    /// One for each thread that reads documents.
    readers: Vec<Reader>,
    state: State,
    effort: Effort,
}

/// What the writer holds besides the last commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing.
    Clean,
    /// Documents that were added.
    Added,
    /// Work that is under way or failed half-way.
    Broken,
}

impl Feeder {
    pub(super) fn new(index: &Index, fields: Fields, effort: Effort) -> Result<Feeder, SearchError> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(effort.budget)
            .num_worker_threads(effort.threads)
            .num_merge_threads(effort.threads)
            .build();
        let mut writer = index.writer_with_options(options)?;
        // A process that was killed in a commit leaves files of that commit, and the next commit has their
        // names again.
        writer.garbage_collect_files().wait()?;
        if effort.merges_last {
            writer.set_merge_policy(Box::new(NoMergePolicy));
        } else {
            writer.set_merge_policy(Box::new(FewParts));
            // What a process that ended too soon left in many parts; nobody waits for it.
            let parts = FewParts::candidate(&index.searchable_segment_metas()?);
            if !parts.is_empty() {
                drop(writer.merge(&parts));
            }
        }
        let readers = (0..effort.threads).map(|_| Reader::default()).collect();
        Ok(Feeder { writer, fields, readers, state: State::Clean, effort })
    }

    /// Writes and commits. What failed half-way before is undone first, and so is what was added and not
    /// committed where all is to be removed.
    pub(super) fn apply(&mut self, changes: Vec<Change>, head: &Head) -> Result<(), SearchError> {
        let starts_over = changes.first() == Some(&Change::Clear);
        if self.state == State::Broken || (self.state == State::Added && starts_over) {
            self.writer.rollback()?;
        }
        self.state = State::Broken;
        let mut changes = changes;
        if let Some(clear) = changes.iter().rposition(|change| *change == Change::Clear) {
            // tantivy clears what was committed, and not what waits beside it to be written.
            changes.drain(..clear);
        }
        for change in changes {
            match change {
                Change::Put(organization) => {
                    self.writer.delete_term(Term::from_field_text(self.fields.id, &organization.id));
                    write(&self.writer, &self.fields, &organization, &mut self.readers[0])?;
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
        commit.commit()?;
        self.state = State::Clean;
        Ok(())
    }

    /// Writes documents that are not in the index, on all threads, and leaves the commit to `apply`.
    pub(super) fn add(&mut self, organizations: &[OrganizationDocument]) -> Result<(), SearchError> {
        if self.state == State::Broken {
            return Err(SearchError::Failed("what was added before is incomplete".to_owned()));
        }
        self.state = State::Broken;
        let share = organizations.len().div_ceil(self.readers.len()).max(1);
        let (writer, fields) = (&self.writer, &self.fields);
        std::thread::scope(|scope| {
            let parts = organizations.chunks(share).zip(&mut self.readers);
            let threads: Vec<_> = parts
                .map(|(part, reader)| {
                    scope.spawn(move || {
                        part.iter().try_for_each(|organization| write(writer, fields, organization, reader))
                    })
                })
                .collect();
            threads.into_iter().try_for_each(|thread| {
                thread.join().unwrap_or_else(|_| {
                    Err(SearchError::Failed("a thread that adds documents died".to_owned()))
                })
            })
        })?;
        self.state = State::Added;
        Ok(())
    }

    /// Leaves a document as a crash would: written, not committed.
    #[cfg(test)]
    pub(super) fn add_uncommitted(&mut self, organization: &OrganizationDocument) {
        write(&self.writer, &self.fields, organization, &mut self.readers[0]).unwrap();
        self.writer.prepare_commit().unwrap();
    }

    /// Waits until all merges are done, and ends.
    pub(super) fn finish(mut self) -> Result<(), SearchError> {
        if self.effort.merges_last {
            self.merge()?;
        }
        Ok(self.writer.wait_merging_threads()?)
    }

    /// Merges all segments into one; into one for each thread, all of about the same size, where one
    /// would take too long.
    fn merge(&mut self) -> Result<(), SearchError> {
        let mut segments = self.writer.index().searchable_segment_metas()?;
        let documents: u32 = segments.iter().map(SegmentMeta::num_docs).sum();
        let count = if documents <= ONE_PART { 1 } else { self.effort.threads };
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.num_docs()));
        let mut parts: Vec<(u32, Vec<SegmentId>)> = vec![(0, Vec::new()); count];
        for segment in segments {
            if let Some((size, part)) = parts.iter_mut().min_by_key(|(size, _)| *size) {
                *size += segment.num_docs();
                part.push(segment.id());
            }
        }
        let merges: Vec<_> = parts
            .iter()
            .filter(|(_, part)| part.len() > 1)
            .map(|(_, part)| self.writer.merge(part))
            .collect();
        for merge in merges {
            merge.wait()?;
        }
        Ok(())
    }
}

fn write(
    writer: &IndexWriter,
    fields: &Fields,
    organization: &OrganizationDocument,
    reader: &mut Reader,
) -> Result<(), SearchError> {
    writer.add_document(document(fields, organization, reader))?;
    Ok(())
}
