//! Checking the whole log, and the records against it.

use std::collections::{HashMap, HashSet};
use std::fmt;

use birlik_entity::rows::{event, institution, organization};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use super::model::Verb;
use super::{rules, store};

const PAGE: u64 = 1000;
/// Few enough values for the parameter limits of both stores.
const SUBJECTS_A_STATEMENT: usize = 5000;

/// Each record must be the payload of the event that it says wrote it: how many do.
macro_rules! verify_records {
    ($connection:expr, $table:ident) => {{
        let (mut after, mut count) = (String::new(), 0);
        loop {
            let rows: Vec<(String, i64, String)> = $table::Entity::find()
                .select_only()
                .columns([$table::Column::Id, $table::Column::Seq, $table::Column::Document])
                .filter($table::Column::Id.gt(after.as_str()))
                .order_by_asc($table::Column::Id)
                .limit(PAGE)
                .into_tuple()
                .all($connection)
                .await?;
            let Some((last, ..)) = rows.last() else { break };
            after.clone_from(last);
            if let Some(broken) = disagreeing($connection, stringify!($table), &rows).await? {
                return Ok(Err(broken));
            }
            count += rows.len() as u64;
        }
        if let Some(broken) = missing($connection, stringify!($table), count).await? {
            return Ok(Err(broken));
        }
        count
    }};
}

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
    let records = verify_records!(connection, organization) + verify_records!(connection, institution);
    Ok(Ok(Verified { events: chain.seq, head: chain.hash, records }))
}

/// The state of a check between two events.
struct Chain {
    seq: i64,
    at: String,
    hash: String,
    /// Digests of payloads without salt, by number.
    erased: HashMap<i64, String>,
    /// What the last event that erased from a payload says is left of it, by number.
    notices: HashMap<i64, String>,
}

impl Default for Chain {
    fn default() -> Self {
        Self {
            seq: 0,
            at: String::new(),
            hash: rules::ORIGIN.to_owned(),
            erased: HashMap::new(),
            notices: HashMap::new(),
        }
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

    fn note_erasure(&mut self, payload: &str) {
        let notice: Value = serde_json::from_str(payload).unwrap_or_default();
        if let (Some(seq), Some(digest)) = (notice["seq"].as_i64(), notice["digest"].as_str()) {
            self.notices.insert(seq, digest.to_owned());
        }
    }

    fn finish(&self) -> Result<(), Broken> {
        match self
            .erased
            .iter()
            .filter(|(seq, left)| self.notices.get(seq) != Some(left))
            .map(|(seq, _)| seq)
            .min()
        {
            Some(seq) => Err(Broken {
                seq: *seq,
                reason: "its salt is gone, and no later event says that this payload is what was left"
                    .to_owned(),
            }),
            None => Ok(()),
        }
    }
}

/// The first of these rows (id, event, document) that is not what its event says.
async fn disagreeing(
    connection: &impl ConnectionTrait,
    table: &str,
    rows: &[(String, i64, String)],
) -> Result<Option<Broken>, DbErr> {
    let subjects = rows.iter().map(|(id, ..)| format!("{table}/{id}"));
    let last: Vec<(String, i64)> = event::Entity::find()
        .select_only()
        .column(event::Column::Subject)
        .column_as(event::Column::Seq.max(), "seq")
        .filter(event::Column::Subject.is_in(subjects))
        .filter(event::Column::Verb.is_in(Verb::living_words().into_iter().chain(Verb::gone_words())))
        .group_by(event::Column::Subject)
        .into_tuple()
        .all(connection)
        .await?;
    let last: HashMap<String, i64> = last.into_iter().collect();
    let events: HashMap<i64, event::Model> = event::Entity::find()
        .filter(event::Column::Seq.is_in(last.values().copied()))
        .all(connection)
        .await?
        .into_iter()
        .map(|event| (event.seq, event))
        .collect();
    let agrees = |(id, seq, document): &&(String, i64, String)| {
        events
            .get(seq)
            .is_some_and(|event| event.subject == format!("{table}/{id}") && event.payload == *document)
    };
    Ok(rows.iter().find(|row| !agrees(row)).map(|(id, seq, _)| Broken {
        seq: *seq,
        reason: format!(
            "the record {table}/{id}, which says that this event wrote it last, is not what the log says"
        ),
    }))
}

/// The log must not know of more records than there are; the first one missing, where it does.
async fn missing(
    connection: &impl ConnectionTrait,
    table: &str,
    count: u64,
) -> Result<Option<Broken>, DbErr> {
    let first_events: Vec<(String, i64)> = event::Entity::find()
        .select_only()
        .column(event::Column::Subject)
        .column_as(event::Column::Seq.min(), "seq")
        .filter(event::Column::Subject.starts_with(format!("{table}/")))
        .filter(event::Column::Verb.is_in(Verb::living_words()))
        .group_by(event::Column::Subject)
        .into_tuple()
        .all(connection)
        .await?;
    let gone = gone(connection, table).await?;
    let known = first_events.len().saturating_sub(gone.len());
    if known as u64 == count {
        return Ok(None);
    }
    let living = first_events.iter().filter(|(subject, _)| !gone.contains(subject));
    Ok(living.map(|(_, seq)| *seq).min().map(|seq| Broken {
        seq,
        reason: format!("the log knows of {known} records {table}/…, and there are {count}"),
    }))
}

/// The subjects of a table that are no more: their last event says so.
async fn gone(connection: &impl ConnectionTrait, table: &str) -> Result<HashSet<String>, DbErr> {
    let removed = last_by_subject(connection, table, &Verb::gone_words(), None).await?;
    let mut gone = HashSet::new();
    for chunk in removed.chunks(SUBJECTS_A_STATEMENT) {
        let subjects = chunk.iter().map(|(subject, _)| subject.clone()).collect();
        let living: HashMap<String, i64> =
            last_by_subject(connection, table, &Verb::living_words(), Some(subjects))
                .await?
                .into_iter()
                .collect();
        let is_gone =
            |(subject, seq): &&(String, i64)| living.get(subject).is_some_and(|living| living < seq);
        gone.extend(chunk.iter().filter(is_gone).map(|(subject, _)| subject.clone()));
    }
    Ok(gone)
}

async fn last_by_subject(
    connection: &impl ConnectionTrait,
    table: &str,
    verbs: &[&str],
    of: Option<Vec<String>>,
) -> Result<Vec<(String, i64)>, DbErr> {
    let mut query = event::Entity::find()
        .select_only()
        .column(event::Column::Subject)
        .column_as(event::Column::Seq.max(), "seq")
        .filter(event::Column::Subject.starts_with(format!("{table}/")))
        .filter(event::Column::Verb.is_in(verbs.iter().copied()))
        .group_by(event::Column::Subject);
    if let Some(of) = of {
        query = query.filter(event::Column::Subject.is_in(of));
    }
    query.into_tuple().all(connection).await
}
