//! Following the log.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use birlik_entity::OrganizationId;
use birlik_search::{Change, Head, OrganizationDocument, SearchError, SearchIndex};
use sea_orm::DbErr;
use tokio::sync::Notify;

use super::vocabulary::vocabulary_of;
use crate::areas::{AreaError, Areas};
use crate::clock::{Clock, day_in_astana, timestamp};
use crate::log::{LogReader, Step, Subject};
use crate::organizations::{self, Documents, Organization, document_of};
use crate::store::Store;

/// Events read at once.
const PAGE: u64 = 4000;
/// Documents written at once.
const CHUNK: usize = 4000;
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
    clock: Arc<dyn Clock>,
    log: LogReader,
    areas: Areas,
    index: Arc<dyn SearchIndex>,
    /// Texts that lists keep, where there are lists.
    documents: Option<Documents>,
    news: Arc<Notify>,
    /// The last event that was read.
    reached: Arc<AtomicI64>,
}

/// How far an empty index is filled.
struct Filling {
    /// The last event that was read.
    seq: i64,
    /// The last event to read.
    last: i64,
    /// Whose records were read.
    seen: HashSet<OrganizationId>,
}

impl Follower {
    /// The follower that feeds an index from a store.
    pub fn new(store: Store, clock: Arc<dyn Clock>, areas: Areas, index: Arc<dyn SearchIndex>) -> Self {
        index.set_vocabulary(&vocabulary_of(&areas.tree()));
        Self {
            log: LogReader::new(store.clone()),
            store,
            clock,
            areas,
            index,
            documents: None,
            news: Arc::default(),
            reached: Arc::default(),
        }
    }

    /// The same, which says to lists what changed before searches see it.
    #[must_use]
    pub fn telling(self, documents: Documents) -> Self {
        Self { documents: Some(documents), ..self }
    }

    /// Says that the log has news, so that they are not waited for.
    pub fn notify(&self) {
        self.news.notify_one();
    }

    /// The last event that was read for the index, which may not hold it yet.
    pub fn reached(&self) -> i64 {
        self.reached.load(Ordering::Relaxed)
    }

    /// How many events the index is behind the log.
    pub async fn lag(&self) -> Result<i64, FollowError> {
        Ok(self.log.last_seq().await? - self.index.head().await?.seq)
    }

    /// Applies everything that the log has; returns the last event.
    pub async fn catch_up(&self) -> Result<i64, FollowError> {
        let mut head = self.index.head().await?;
        if head.seq > 0 && self.log.hash_of(head.seq).await?.as_ref() != Some(&head.hash) {
            // The index holds another log, or the store was restored since: start over.
            tracing::warn!(seq = head.seq, "the search index does not belong to this log and is built anew");
            self.index.start_over().await?;
            if let Some(documents) = &self.documents {
                documents.forget_all();
            }
            head = Head::default();
        }
        if head.seq == 0 {
            head = self.fill().await?;
        }
        loop {
            let steps = self.log.steps_after(head.seq, PAGE).await?;
            let Some(last) = steps.last() else {
                self.index.show().await?;
                return Ok(head.seq);
            };
            let next = Head::new(last.seq, last.hash.clone());
            self.reached.store(last.seq, Ordering::Relaxed);
            let mut ids = self.touched(&steps).await?;
            // The index says that it holds these events only when it holds the last of their records.
            while ids.len() > CHUNK {
                let rest = ids.split_off(ids.len() - CHUNK);
                self.index.apply(self.changes(rest).await?, head.clone()).await?;
            }
            self.index.apply(self.changes(ids).await?, next.clone()).await?;
            head = next;
        }
    }

    /// Fills an empty index with what the log has now, each record once, in the order in which the log
    /// first names them; reading goes on while the index writes.
    async fn fill(&self) -> Result<Head, FollowError> {
        let last = self.log.last_seq().await?;
        let Some(hash) = self.log.hash_of(last).await? else { return Ok(Head::default()) };
        let head = Head::new(last, hash);
        self.areas.refresh().await?;
        self.index.set_vocabulary(&vocabulary_of(&self.areas.tree()));
        // What an attempt before this one left goes.
        self.index.apply(vec![Change::Clear], Head::default()).await?;
        let mut filling = Filling { seq: 0, last, seen: HashSet::new() };
        let mut documents = self.next_documents(&mut filling).await?;
        while let Some(some) = documents {
            let (added, next) = tokio::join!(self.index.add(some), self.next_documents(&mut filling));
            added?;
            documents = next?;
        }
        self.index.apply(Vec::new(), head.clone()).await?;
        Ok(head)
    }

    /// The documents of the next page of the log; `None` at its end.
    async fn next_documents(
        &self,
        filling: &mut Filling,
    ) -> Result<Option<Vec<OrganizationDocument>>, FollowError> {
        let mut steps = self.log.steps_after(filling.seq, PAGE).await?;
        steps.retain(|step| step.seq <= filling.last);
        let Some(step) = steps.last() else { return Ok(None) };
        filling.seq = step.seq;
        self.reached.store(step.seq, Ordering::Relaxed);
        let mut ids = Vec::with_capacity(steps.len());
        for step in &steps {
            if let Ok(Subject::Organization(id)) = step.subject.parse()
                && filling.seen.insert(id)
            {
                ids.push(id);
            }
        }
        let found = self.changes(ids).await?;
        Ok(Some(
            found
                .into_iter()
                .filter_map(|change| match change {
                    Change::Put(document) => Some(*document),
                    Change::Remove(_) | Change::Clear => None,
                })
                .collect(),
        ))
    }

    /// The organizations that these events touch: those they are about, and those in areas that changed.
    async fn touched(&self, steps: &[Step]) -> Result<Vec<OrganizationId>, FollowError> {
        let mut ids = HashSet::new();
        let mut areas = Vec::new();
        for step in steps {
            match step.subject.parse() {
                Ok(Subject::Organization(id)) => {
                    ids.insert(id);
                }
                Ok(Subject::Area(kato)) => areas.push(kato),
                _ => {}
            }
        }
        if !areas.is_empty() {
            self.areas.refresh().await?;
            self.index.set_vocabulary(&vocabulary_of(&self.areas.tree()));
            if areas.len() > MANY_AREAS {
                areas = self.areas.tree().regions().map(|region| region.kato.0).collect();
            }
            for kato in areas {
                ids.extend(organizations::ids_of_area(self.store.read(), kato).await?);
            }
        }
        Ok(ids.into_iter().collect())
    }

    async fn changes(&self, ids: Vec<OrganizationId>) -> Result<Vec<Change>, FollowError> {
        let documents = organizations::documents(self.store.read(), ids.iter().copied()).await?;
        // After reading and before searches see it: no list keeps a text that is older than what was read.
        if let Some(kept) = self.documents.as_ref().filter(|_| !ids.is_empty()) {
            kept.forget(&ids);
        }
        let tree = self.areas.tree();
        let today = day_in_astana(&timestamp(self.clock.now()));
        let mut changes = Vec::with_capacity(ids.len());
        for id in ids {
            let document = match documents.get(&id) {
                Some(text) => document_of(&serde_json::from_str::<Organization>(text)?, &tree, &today),
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

    /// Follows the log for ever; a failure is logged once and tried again.
    pub async fn follow(&self) {
        let mut failure = None;
        loop {
            let result = self.catch_up().await.map_err(|error| error.to_string()).err();
            if result != failure {
                if let Some(error) = &result {
                    tracing::error!(%error, "the search index could not follow the log");
                } else {
                    tracing::info!("the search index follows the log again");
                }
                failure = result;
            }
            tokio::select! {
                () = self.news.notified() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }
}
