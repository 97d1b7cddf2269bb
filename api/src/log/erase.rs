//! Erasing from the payload of an earlier event, so that the log stays verifiable.
//!
//! The payload is rewritten without what is erased, its salt is deleted (so that nobody can prove what
//! stood there), and an event is appended that names the number and the digest of what is left. Personal
//! data leave public sources within one working day on demand (Law 94-V of 21.05.2013, art. 6).

use birlik_entity::rows::{event, institution, organization};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
};
use serde_json::Value;

use super::model::{Subject, Verb};
use super::write::Write;
use super::{copies, rules};

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// There is no such event.
    #[error("there is no event {0}")]
    NoSuchEvent(i64),
    /// The payload has nothing at the pointer.
    #[error("event {seq} has nothing at `{pointer}`: expected a JSON pointer such as /contacts/address")]
    NoSuchField {
        /// The event.
        seq: i64,
        /// The pointer.
        pointer: String,
    },
    /// The event only says that something was erased from another.
    #[error("event {0} says what was erased from another event and must stay")]
    Notice(i64),
    /// The record still says it.
    #[error(
        "event {0} is what its record says now: change the record first, or what is erased stays published"
    )]
    StillCurrent(i64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// Erases what JSON pointers (RFC 6901) name from the payload of an event; returns the number of the
/// event that says so. What lists and merges keep of the subject loses it too. The subject itself is not changed:
/// change it first.
pub async fn erase(write: &mut Write, seq: i64, pointers: &[String]) -> Result<i64, EraseError> {
    let event =
        event::Entity::find_by_id(seq).one(write.rows()).await?.ok_or(EraseError::NoSuchEvent(seq))?;
    if event.subject.starts_with("event/") {
        return Err(EraseError::Notice(seq));
    }
    let current = organization::Entity::find()
        .filter(organization::Column::Seq.eq(seq))
        .count(write.rows())
        .await?
        + institution::Entity::find().filter(institution::Column::Seq.eq(seq)).count(write.rows()).await?;
    if current > 0 {
        return Err(EraseError::StillCurrent(seq));
    }
    let missing = |pointer: &str| EraseError::NoSuchField { seq, pointer: pointer.to_owned() };
    let mut payload: Value = serde_json::from_str(&event.payload).map_err(|_| missing(""))?;
    let mut erased = Vec::with_capacity(pointers.len());
    for pointer in pointers {
        erased.push((pointer.clone(), remove(&mut payload, pointer).ok_or_else(|| missing(pointer))?));
    }
    if let Some(id) = event.subject.strip_prefix("organization/") {
        copies::erase(write.rows(), id, &erased).await?;
    }
    let payload = payload.to_string();
    let digest = rules::digest(None, &payload);
    let mut row = event.into_active_model();
    row.payload = Set(payload);
    row.salt = Set(None);
    row.update(write.rows()).await?;
    let notice = serde_json::json!({ "seq": seq, "digest": digest }).to_string();
    Ok(write.append(Subject::Event(seq), Verb::Erased, notice))
}

/// Removes what a JSON pointer names; `None` where there is nothing.
fn remove(value: &mut Value, pointer: &str) -> Option<Value> {
    let (parent, key) = pointer.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    match value.pointer_mut(parent)? {
        Value::Object(fields) => fields.shift_remove(&key),
        Value::Array(items) => {
            let at = key.parse().ok().filter(|at| *at < items.len())?;
            Some(items.remove(at))
        }
        _ => None,
    }
}
