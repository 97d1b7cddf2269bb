//! Following the log.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use birlik_entity::OrganizationId;
use birlik_search::{Change, SearchError, SearchIndex};
use sea_orm::DbErr;
use tokio::sync::Notify;

use crate::areas::{AreaError, Areas};
use crate::log::{LogReader, Subject};
use crate::organizations::{self, Organization, document_of};
use crate::store::Store;

/// Events read at once.
const PAGE: u64 = 4000;
/// Above this many changed areas everything is indexed again.
const MANY_AREAS: usize = 50;
/// How long to wait for news of another process.
const POLL: Duration = Duration::from_millis(500);

/// Why following stopped.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// The areas could not be read.
    #[error(transparent)]
    Areas(#[from] AreaError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] SearchError),
    /// A stored record cannot be read.
    #[error("a stored record cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

/// Brings an index up to the log, and keeps it there.
#[derive(Clone)]
pub struct Follower {
    store: Store,
    log: LogReader,
    areas: Areas,
    index: Arc<dyn SearchIndex>,
    news: Arc<Notify>,
}

impl Follower {
    /// The follower that feeds an index from a store.
    pub fn new(store: Store, areas: Areas, index: Arc<dyn SearchIndex>) -> Self {
        Self { log: LogReader::new(store.clone()), store, areas, index, news: Arc::default() }
    }

    /// Says that the log has news, so that they are not waited for.
    pub fn notify(&self) {
        self.news.notify_one();
    }

    /// How many events the index is behind the log.
    pub async fn lag(&self) -> Result<i64, FollowError> {
        Ok(self.log.last_seq().await? - self.index.seq().await?)
    }

    /// Applies everything that the log has; returns the last event.
    pub async fn catch_up(&self) -> Result<i64, FollowError> {
        let mut seq = self.index.seq().await?;
        if seq > self.log.last_seq().await? {
            // The store is older than the index, as after a restore: start over.
            return self.rebuild().await;
        }
        loop {
            let events = self.log.subjects_after(seq, PAGE).await?;
            let Some((last, _)) = events.last() else { return Ok(seq) };
            let last = *last;
            let mut ids = HashSet::new();
            let mut changed_areas = Vec::new();
            for (_, subject) in events {
                match subject.parse() {
                    Ok(Subject::Organization(id)) => {
                        ids.insert(id);
                    }
                    Ok(Subject::Area(kato)) => changed_areas.push(kato),
                    _ => {}
                }
            }
            if !changed_areas.is_empty() {
                self.areas.refresh().await?;
                if changed_areas.len() > MANY_AREAS {
                    for region in self.areas.tree().regions() {
                        ids.extend(organizations::ids_of_area(self.store.read(), region.kato.0).await?);
                    }
                } else {
                    for kato in changed_areas {
                        ids.extend(organizations::ids_of_area(self.store.read(), kato).await?);
                    }
                }
            }
            self.index.apply(self.changes(ids).await?, last).await?;
            seq = last;
        }
    }

    /// Removes what the index holds and the store does not, and indexes everything again.
    async fn rebuild(&self) -> Result<i64, FollowError> {
        let mut cursor = None;
        loop {
            // Any order does: what is found is removed, and the rest is found by the next round.
            let page = self
                .index
                .search(birlik_search::SearchRequest { limit: 1000, cursor, ..Default::default() })
                .await?;
            cursor = page.next;
            let ids: Vec<OrganizationId> = page.hits.iter().filter_map(|hit| hit.id.parse().ok()).collect();
            let gone = self.changes(ids.into_iter().collect()).await?;
            self.index.apply(gone, 0).await?;
            if cursor.is_none() {
                break;
            }
        }
        Box::pin(self.catch_up()).await
    }

    async fn changes(&self, ids: HashSet<OrganizationId>) -> Result<Vec<Change>, FollowError> {
        let documents = organizations::documents(self.store.read(), ids.iter().copied()).await?;
        let tree = self.areas.tree();
        let mut changes = Vec::with_capacity(ids.len());
        for id in ids {
            let document = match documents.get(&id) {
                Some(text) => document_of(&serde_json::from_str::<Organization>(text)?, &tree),
                None => None,
            };
            changes.push(
                document.map_or_else(
                    || Change::Remove(id.to_string()),
                    |document| Change::Put(Box::new(document)),
                ),
            );
        }
        Ok(changes)
    }

    /// Follows the log for ever; a failure is logged and tried again.
    pub async fn follow(&self) {
        loop {
            if let Err(error) = self.catch_up().await {
                tracing::error!(%error, "the search index could not follow the log");
            }
            tokio::select! {
                () = self.news.notified() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }
}
