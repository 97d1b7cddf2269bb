//! The write path: one transaction, its rows and its events.

use std::sync::Arc;

use birlik_entity::rows::event;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryOrder};

use super::model::{Subject, Verb};
use super::{SCHEMA_VERSION, rules};
use crate::clock::{Clock, timestamp};
use crate::store::Store;

/// The actor of commands given on the machine itself.
pub const SYSTEM_ACTOR: &str = "system";

/// How many rows one statement inserts: few enough for the parameter limits of both stores.
const ROWS_A_STATEMENT: usize = 500;

/// The one write transaction: change rows through [`Write::rows`], say each change with
/// [`Write::append`], then [`Write::commit`]. Dropping it undoes everything.
#[derive(Debug)]
pub struct Write {
    transaction: DatabaseTransaction,
    actor: String,
    at: String,
    last_seq: i64,
    last_hash: String,
    pending: Vec<event::Model>,
}

impl Write {
    /// Begins; waits while another writer is at work.
    pub async fn begin(store: &Store, clock: &Arc<dyn Clock>, actor: &str) -> Result<Self, DbErr> {
        let transaction = store.begin_write().await?;
        let head = event::Entity::find().order_by_desc(event::Column::Seq).one(&transaction).await?;
        let now = timestamp(clock.now());
        let (last_seq, last_at, last_hash) = head
            .map_or((0, String::new(), rules::ORIGIN.to_owned()), |event| (event.seq, event.at, event.hash));
        Ok(Self {
            transaction,
            actor: actor.to_owned(),
            // Time never runs back in the log, whatever the clocks of the nodes say.
            at: now.max(last_at),
            last_seq,
            last_hash,
            pending: Vec::new(),
        })
    }

    /// The transaction, for reading and writing rows.
    pub fn rows(&self) -> &impl ConnectionTrait {
        &self.transaction
    }

    /// The time of everything in this transaction.
    pub fn at(&self) -> &str {
        &self.at
    }

    /// The number of the last event so far.
    pub fn last_seq(&self) -> i64 {
        self.last_seq
    }

    /// Says what was changed; `payload` is the whole subject after the change. Returns the event's number.
    pub fn append(&mut self, subject: Subject, verb: Verb, payload: String) -> i64 {
        let salt = hex::encode(rand::random::<[u8; 16]>());
        self.last_seq += 1;
        let mut event = event::Model {
            seq: self.last_seq,
            at: self.at.clone(),
            actor: self.actor.clone(),
            subject: subject.to_string(),
            verb: verb.as_str().to_owned(),
            schema_version: SCHEMA_VERSION,
            digest: rules::digest(Some(&salt), &payload),
            payload,
            salt: Some(salt),
            prev: std::mem::take(&mut self.last_hash),
            hash: String::new(),
        };
        event.hash = rules::hash(&event);
        self.last_hash.clone_from(&event.hash);
        self.pending.push(event);
        self.last_seq
    }

    /// Writes the events so far, so that a long transaction does not keep them in memory.
    pub async fn flush(&mut self) -> Result<(), DbErr> {
        let events = std::mem::take(&mut self.pending).into_iter().map(IntoActiveModel::into_active_model);
        // An active model made from a row has nothing set: each field is to be written.
        let events = events.map(sea_orm::ActiveModelTrait::reset_all);
        insert_many::<event::Entity, _>(&self.transaction, events).await
    }

    /// Writes the events and commits; returns the number of the last event.
    pub async fn commit(mut self) -> Result<i64, DbErr> {
        self.flush().await?;
        self.transaction.commit().await?;
        Ok(self.last_seq)
    }
}

/// Inserts rows, many a statement.
pub(crate) async fn insert_many<E, A>(
    connection: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = A>,
) -> Result<(), DbErr>
where
    E: EntityTrait,
    A: sea_orm::ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(ROWS_A_STATEMENT).collect();
        E::insert_many(chunk).exec_without_returning(connection).await?;
    }
    Ok(())
}
