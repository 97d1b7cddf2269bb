//! Records as texts for lists, the most wanted of them kept in memory.
//!
//! A list names its records by what the index holds, so a kept text may be as old as the index, and never
//! older: whoever feeds an index first says which records changed ([`Documents::forget`]) and only then lets
//! searches see it. What is asked for by id is read from the store each time and not from here.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use birlik_entity::OrganizationId;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sea_orm::DbErr;

use super::store;
use crate::store::Store;

/// Bytes of texts that are kept at most: about 40,000 records.
const MOST_BYTES: u64 = 64 << 20;

/// What keeping a text costs besides its letters, in bytes.
const COST_OF_ONE: u64 = 100;

/// Of how many bytes a text is expected to be.
const EXPECTED_LENGTH: u64 = 1500;

/// Reads records as texts, and keeps those that are asked for most. Clones share what is kept.
#[derive(Debug, Clone)]
pub struct Documents {
    store: Store,
    kept: Arc<Kept>,
}

#[derive(Debug)]
struct Kept {
    texts: Cache<OrganizationId, Arc<str>, ByLength>,
    /// How often records were forgotten. Held for writing while they are, so that what was read before is
    /// not kept after.
    forgotten: RwLock<u64>,
}

#[derive(Debug, Clone)]
struct ByLength;

impl Weighter<OrganizationId, Arc<str>> for ByLength {
    fn weight(&self, _: &OrganizationId, text: &Arc<str>) -> u64 {
        text.len() as u64 + COST_OF_ONE
    }
}

impl Documents {
    /// The records of a store; nothing is kept yet.
    pub fn new(store: Store) -> Self {
        let expected = usize::try_from(MOST_BYTES / EXPECTED_LENGTH).unwrap_or(usize::MAX);
        let texts = Cache::with_weighter(expected, MOST_BYTES, ByLength);
        Self { store, kept: Arc::new(Kept { texts, forgotten: RwLock::default() }) }
    }

    /// The texts in the order of these ids; those that are not there are left out.
    pub(super) async fn in_order(&self, ids: &[OrganizationId]) -> Result<Vec<Arc<str>>, DbErr> {
        let before = self.kept.times_forgotten();
        let known: Vec<Option<Arc<str>>> = ids.iter().map(|id| self.kept.texts.get(id)).collect();
        let missing = ids.iter().zip(&known).filter(|(_, text)| text.is_none()).map(|(id, _)| *id);
        let missing: Vec<OrganizationId> = missing.collect();
        if missing.is_empty() {
            return Ok(known.into_iter().flatten().collect());
        }
        let read: HashMap<OrganizationId, Arc<str>> = store::documents(self.store.read(), missing)
            .await?
            .into_iter()
            .map(|(id, text)| (id, text.into()))
            .collect();
        self.kept.keep(&read, before);
        let text = |(id, known): (&OrganizationId, Option<Arc<str>>)| known.or_else(|| read.get(id).cloned());
        Ok(ids.iter().zip(known).filter_map(text).collect())
    }

    /// Forgets these records: they have changed, and searches are about to see it.
    pub fn forget(&self, ids: &[OrganizationId]) {
        let mut forgotten = self.kept.forgotten.write().unwrap_or_else(PoisonError::into_inner);
        *forgotten += 1;
        for id in ids {
            self.kept.texts.remove(id);
        }
    }

    /// Forgets all records: the index begins anew.
    pub fn forget_all(&self) {
        let mut forgotten = self.kept.forgotten.write().unwrap_or_else(PoisonError::into_inner);
        *forgotten += 1;
        self.kept.texts.clear();
    }
}

impl Kept {
    fn times_forgotten(&self) -> u64 {
        *self.forgotten.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps texts that were read after records had been forgotten so often; none where some were
    /// forgotten since.
    fn keep(&self, read: &HashMap<OrganizationId, Arc<str>>, before: u64) {
        let forgotten = self.forgotten.read().unwrap_or_else(PoisonError::into_inner);
        if *forgotten == before {
            for (id, text) in read {
                self.texts.insert(*id, text.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Kept {
        Kept { texts: Cache::with_weighter(10, 10_000, ByLength), forgotten: RwLock::default() }
    }

    fn read(id: OrganizationId, text: &str) -> HashMap<OrganizationId, Arc<str>> {
        [(id, text.into())].into()
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let documents = kept();
        let id: OrganizationId = "b7k2m9x80".parse().unwrap();
        let before = documents.times_forgotten();
        *documents.forgotten.write().unwrap() += 1;
        documents.keep(&read(id, "old"), before);
        assert_eq!(documents.texts.get(&id), None);
        documents.keep(&read(id, "new"), documents.times_forgotten());
        assert_eq!(documents.texts.get(&id).as_deref(), Some("new"));
    }
}
