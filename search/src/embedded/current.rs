//! The state of the index that answers: which files, and the event number that belongs to them.
//!
//! It moves on when the process has committed, when another process did, and when a merge made fewer
//! files of the same documents. Called by the engine before each question and after each commit.

use std::sync::{Arc, PoisonError, RwLock};

use tantivy::directory::{WatchCallback, WatchHandle};
use tantivy::{Directory as _, Index, IndexReader, ReloadPolicy, Searcher};

use super::place;
use crate::index::{Head, SearchError};

/// A state of the index and the event number that belongs to it.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) head: Head,
    commit: u64,
}

/// The state that answers now.
pub(super) struct Current {
    index: Index,
    reader: IndexReader,
    snapshot: RwLock<Snapshot>,
}

impl Current {
    pub(super) fn new(index: Index) -> Result<Current, SearchError> {
        let (commit, head) = place::committed(&index)?;
        let reader = manual_reader(&index)?;
        let snapshot = RwLock::new(Snapshot { searcher: reader.searcher(), head, commit });
        Ok(Current { index, reader, snapshot })
    }

    /// As of the last time that it moved on.
    pub(super) fn known(&self) -> Snapshot {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// As of the last commit, whoever made it.
    pub(super) fn newest(&self) -> Result<Snapshot, SearchError> {
        let known = self.known();
        let (commit, head) = place::committed(&self.index)?;
        if (commit, &head) == (known.commit, &known.head) { Ok(known) } else { self.move_on() }
    }

    /// Moves on to the last commit.
    pub(super) fn move_on(&self) -> Result<Snapshot, SearchError> {
        // One after the other, or an older commit could take the place of a newer one.
        let mut snapshot = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        // Read before reloading: what the reader then sees is at least this.
        let (commit, head) = place::committed(&self.index)?;
        self.reader.reload()?;
        *snapshot = Snapshot { searcher: self.reader.searcher(), head, commit };
        Ok(snapshot.clone())
    }

    /// Moves on whenever the files change, merges included, for as long as the handle lives.
    pub(super) fn watch(self: &Arc<Self>) -> Result<WatchHandle, SearchError> {
        let current = Arc::downgrade(self);
        let moved = move || {
            let Some(current) = current.upgrade() else { return };
            // Where it fails the files before the merge go on answering; the next commit says why.
            let _ = current.move_on();
        };
        Ok(self.index.directory().watch(WatchCallback::new(moved))?)
    }
}

/// A reader that moves on only when told.
pub(super) fn manual_reader(index: &Index) -> Result<IndexReader, SearchError> {
    Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
}
