//! Reading the event table.

use birlik_entity::rows::event;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::model::{LogEntry, Subject, Verb};

/// Events after a number, in order.
pub async fn event_page(
    connection: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<event::Model>, DbErr> {
    event::Entity::find()
        .filter(event::Column::Seq.gt(after))
        .order_by_asc(event::Column::Seq)
        .limit(limit)
        .all(connection)
        .await
}

/// The number of the last event; 0 in an empty log.
pub(super) async fn last_seq(connection: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let seq: Option<Option<i64>> = event::Entity::find()
        .select_only()
        .column_as(event::Column::Seq.max(), "seq")
        .into_tuple()
        .one(connection)
        .await?;
    Ok(seq.flatten().unwrap_or(0))
}

/// What a follower reads of an event.
#[derive(Debug, Clone)]
pub struct Step {
    /// Number.
    pub seq: i64,
    /// What it is about.
    pub subject: String,
    /// Its hash.
    pub hash: String,
}

/// The events after a number, in order, without their payloads.
pub(super) async fn steps_after(
    connection: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<Step>, DbErr> {
    let rows: Vec<(i64, String, String)> = event::Entity::find()
        .select_only()
        .columns([event::Column::Seq, event::Column::Subject, event::Column::Hash])
        .filter(event::Column::Seq.gt(after))
        .order_by_asc(event::Column::Seq)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(seq, subject, hash)| Step { seq, subject, hash }).collect())
}

/// The hash of an event, where there is one of the number.
pub(super) async fn hash_of(connection: &impl ConnectionTrait, seq: i64) -> Result<Option<String>, DbErr> {
    event::Entity::find_by_id(seq)
        .select_only()
        .column(event::Column::Hash)
        .into_tuple()
        .one(connection)
        .await
}

/// True where there is an event about something whose subject begins so.
pub(super) async fn has_subject(connection: &impl ConnectionTrait, prefix: &str) -> Result<bool, DbErr> {
    let seq: Option<i64> = event::Entity::find()
        .select_only()
        .column(event::Column::Seq)
        .filter(event::Column::Subject.starts_with(prefix))
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(seq.is_some())
}

/// The latest public events about organizations, newest first.
pub(super) async fn latest_of_organizations(
    connection: &impl ConnectionTrait,
    limit: u64,
) -> Result<Vec<LogEntry>, DbErr> {
    let rows: Vec<(i64, String, String, String, String)> = event::Entity::find()
        .select_only()
        .columns([
            event::Column::Seq,
            event::Column::At,
            event::Column::Actor,
            event::Column::Subject,
            event::Column::Verb,
        ])
        .filter(event::Column::Subject.starts_with("organization/"))
        .filter(event::Column::Verb.is_in(Verb::public_words()))
        .order_by_desc(event::Column::Seq)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(seq, at, actor, subject, verb)| LogEntry { seq, at, actor, subject, verb })
        .collect())
}

/// All public events about a subject, oldest first.
pub(super) async fn of_subject(
    connection: &impl ConnectionTrait,
    subject: Subject,
) -> Result<Vec<event::Model>, DbErr> {
    event::Entity::find()
        .filter(event::Column::Subject.eq(subject.to_string()))
        .filter(event::Column::Verb.is_in(Verb::public_words()))
        .order_by_asc(event::Column::Seq)
        .all(connection)
        .await
}

/// The last public event about a subject.
pub(super) async fn last_of_subject(
    connection: &impl ConnectionTrait,
    subject: Subject,
) -> Result<Option<event::Model>, DbErr> {
    event::Entity::find()
        .filter(event::Column::Subject.eq(subject.to_string()))
        .filter(event::Column::Verb.is_in(Verb::public_words()))
        .order_by_desc(event::Column::Seq)
        .one(connection)
        .await
}

/// The last public event about a subject before a moment.
pub(super) async fn before(
    connection: &impl ConnectionTrait,
    subject: Subject,
    moment: &str,
) -> Result<Option<event::Model>, DbErr> {
    event::Entity::find()
        .filter(event::Column::Subject.eq(subject.to_string()))
        .filter(event::Column::Verb.is_in(Verb::public_words()))
        .filter(event::Column::At.lt(moment))
        .order_by_desc(event::Column::Seq)
        .one(connection)
        .await
}
