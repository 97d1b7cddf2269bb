//! Reading the log: history, "as of", the latest changes, what a follower has still to see.

use birlik_entity::rows::event;
use sea_orm::DbErr;

use super::model::{LogEntry, Subject};
use super::store::{self, Step};
use crate::store::Store;

/// Reads the log of a store.
#[derive(Debug, Clone)]
pub struct LogReader {
    store: Store,
}

impl LogReader {
    /// The reader of a store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// The number of the last event; 0 in an empty log.
    pub async fn last_seq(&self) -> Result<i64, DbErr> {
        store::last_seq(self.store.read()).await
    }

    /// The latest public events about organizations, newest first.
    pub async fn latest(&self, limit: u64) -> Result<Vec<LogEntry>, DbErr> {
        store::latest_of_organizations(self.store.read(), limit).await
    }

    /// All public events about a subject, oldest first.
    pub async fn of_subject(&self, subject: Subject) -> Result<Vec<event::Model>, DbErr> {
        store::of_subject(self.store.read(), subject).await
    }

    /// The last public event about a subject before a moment (RFC 3339 in UTC with milliseconds).
    pub async fn before(&self, subject: Subject, moment: &str) -> Result<Option<event::Model>, DbErr> {
        store::before(self.store.read(), subject, moment).await
    }

    /// The last public event about a subject.
    pub async fn last_of(&self, subject: Subject) -> Result<Option<event::Model>, DbErr> {
        store::last_of_subject(self.store.read(), subject).await
    }

    /// The events after a number, in order, without their payloads.
    pub async fn steps_after(&self, after: i64, limit: u64) -> Result<Vec<Step>, DbErr> {
        store::steps_after(self.store.read(), after, limit).await
    }

    /// The hash of an event, where there is one of the number.
    pub async fn hash_of(&self, seq: i64) -> Result<Option<String>, DbErr> {
        store::hash_of(self.store.read(), seq).await
    }

    /// True where the log knows of an organization.
    pub async fn knows_organizations(&self) -> Result<bool, DbErr> {
        store::has_subject(self.store.read(), "organization/").await
    }
}
