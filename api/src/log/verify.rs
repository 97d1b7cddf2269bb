//! Checking the whole log, and the records against it.

use std::collections::HashMap;
use std::fmt;

use birlik_entity::rows::{event, organization};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use super::model::Verb;
use super::{rules, store};

const PAGE: u64 = 1000;

/// A log that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many events it has.
    pub events: i64,
    /// Hash of the last one.
    pub head: String,
    /// How many records agree with their last event.
    pub records: u64,
}

/// The first event that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its number.
    pub seq: i64,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "event {} is broken: {}", self.seq, self.reason)
    }
}

/// Reads all events in order, then all organizations; `progress` is told how many events were read.
pub async fn verify(
    connection: &impl ConnectionTrait,
    mut progress: impl FnMut(i64),
) -> Result<Result<Verified, Broken>, DbErr> {
    let mut chain = Chain::default();
    loop {
        let page = store::event_page(connection, chain.seq, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for event in page {
            if let Err(broken) = chain.next(event) {
                return Ok(Err(broken));
            }
        }
        progress(chain.seq);
    }
    if let Err(broken) = chain.finish() {
        return Ok(Err(broken));
    }
    let records = match verify_records(connection).await? {
        Ok(records) => records,
        Err(broken) => return Ok(Err(broken)),
    };
    Ok(Ok(Verified { events: chain.seq, head: chain.hash, records }))
}

/// The state of a check between two events.
struct Chain {
    seq: i64,
    at: String,
    hash: String,
    /// Digests of payloads without salt, by number, until the event that erased from them is met.
    erased: HashMap<i64, String>,
}

impl Default for Chain {
    fn default() -> Self {
        Self { seq: 0, at: String::new(), hash: rules::ORIGIN.to_owned(), erased: HashMap::new() }
    }
}

impl Chain {
    fn next(&mut self, event: event::Model) -> Result<(), Broken> {
        let broken = |reason: &str| Broken { seq: event.seq, reason: reason.to_owned() };
        if event.seq != self.seq + 1 {
            return Err(Broken { seq: self.seq + 1, reason: "it is missing".to_owned() });
        }
        if event.prev != self.hash {
            return Err(broken("it does not follow the event before it"));
        }
        if event.hash != rules::hash(&event) {
            return Err(broken("its fields do not give its hash"));
        }
        if event.at < self.at {
            return Err(broken("it is older than the event before it"));
        }
        let digest = rules::digest(event.salt.as_deref(), &event.payload);
        if event.salt.is_none() {
            self.erased.insert(event.seq, digest);
        } else if digest != event.digest {
            return Err(broken("its payload does not give its digest"));
        }
        if event.verb == Verb::Erased.as_str() && event.salt.is_some() {
            self.note_erasure(&event.payload);
        }
        self.seq = event.seq;
        self.at = event.at;
        self.hash = event.hash;
        Ok(())
    }

    /// An event was erased from: what is left must be what the erasing event (the last one, where
    /// there are several) says.
    fn note_erasure(&mut self, payload: &str) {
        let notice: Value = serde_json::from_str(payload).unwrap_or_default();
        let (Some(seq), Some(digest)) = (notice["seq"].as_i64(), notice["digest"].as_str()) else { return };
        if self.erased.get(&seq).is_some_and(|left| left == digest) {
            self.erased.remove(&seq);
        }
    }

    fn finish(&self) -> Result<(), Broken> {
        match self.erased.keys().min() {
            Some(seq) => Err(Broken {
                seq: *seq,
                reason: "its salt is gone, and no later event says that this payload is what was left"
                    .to_owned(),
            }),
            None => Ok(()),
        }
    }
}

/// Each record must be the payload of the event that it says wrote it.
async fn verify_records(connection: &impl ConnectionTrait) -> Result<Result<u64, Broken>, DbErr> {
    let mut after = String::new();
    let mut count = 0;
    loop {
        let rows: Vec<(String, i64, String)> = organization::Entity::find()
            .select_only()
            .columns([organization::Column::Id, organization::Column::Seq, organization::Column::Document])
            .filter(organization::Column::Id.gt(after.as_str()))
            .order_by_asc(organization::Column::Id)
            .limit(PAGE)
            .into_tuple()
            .all(connection)
            .await?;
        let Some((last, ..)) = rows.last() else { return Ok(Ok(count)) };
        after.clone_from(last);
        let events: HashMap<i64, (String, Option<String>, String)> = event::Entity::find()
            .filter(event::Column::Seq.is_in(rows.iter().map(|(_, seq, _)| *seq)))
            .all(connection)
            .await?
            .into_iter()
            .map(|event| (event.seq, (event.subject, event.salt, event.payload)))
            .collect();
        for (id, seq, document) in rows {
            let agrees = events.get(&seq).is_some_and(|(subject, salt, payload)| {
                // Where something was erased from the event since, the two may differ.
                *subject == format!("organization/{id}") && (*payload == document || salt.is_none())
            });
            if !agrees {
                return Ok(Err(Broken { seq, reason: format!("record {id} is not what this event wrote") }));
            }
            count += 1;
        }
    }
}
