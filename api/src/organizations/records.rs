//! Writing records that the program composed: of lists, of merges, of what was before.
//!
//! Recognition by rows of lists is left out here: whoever composes a record has decided which one it is.

use std::collections::HashSet;

use birlik_entity::OrganizationId;
use birlik_entity::rows::{affiliation, organization, organization_key};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use serde_json::{Map, Value};

use super::batch::{Batch, Line, References, Taken};
use super::model::Organization;
use super::read::Finding;
use super::recognition::{Key, Recognized, keys};
use super::store::{self, Written};
use crate::areas::Areas;
use crate::log::{Subject, Verb, Write};

/// Records a round of look-ups.
const CHUNK: usize = 1000;

/// A record that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    /// Which.
    pub(crate) id: OrganizationId,
    /// What it was; `None` for a new one.
    pub(crate) before: Option<String>,
    /// The event that changed it.
    pub(crate) seq: i64,
}

/// What became of a record that was to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Put {
    /// It was written.
    Changed(Changed),
    /// It was so already.
    Unchanged(OrganizationId),
    /// It cannot be written, and why.
    Refused(Vec<Finding>),
}

/// Writes records: those with an id that is there are replaced, the others are new. Answers in their order.
pub(crate) async fn put(
    write: &mut Write,
    areas: &Areas,
    records: Vec<Organization>,
) -> Result<Vec<Put>, DbErr> {
    let mut answers = Vec::with_capacity(records.len());
    let mut records = records.into_iter().peekable();
    let mut references = References::new();
    while records.peek().is_some() {
        let mut lines: Vec<Line> = records.by_ref().take(CHUNK).map(line).collect();
        let mut batch = Batch::load(write, &lines, &references, &HashSet::new()).await?;
        for line in &mut lines {
            answers.push(put_line(write, areas, &mut batch, line, &mut references));
        }
        batch.flush(write).await?;
        write.flush().await?;
    }
    Ok(answers)
}

fn line(record: Organization) -> Line {
    let keys = keys(&record).into_iter().filter(|(scheme, _)| scheme.starts_with("identifier/")).collect();
    Line { number: 0, text: String::new(), record, keys, notes: Vec::new(), is_composed: true }
}

fn put_line(
    write: &mut Write,
    areas: &Areas,
    batch: &mut Batch,
    line: &mut Line,
    references: &mut References,
) -> Put {
    let id = match batch.known.recognize(&line.record, &line.keys) {
        Ok(Recognized::Old(id) | Recognized::New(id)) => id,
        Err(finding) => return Put::Refused(vec![finding]),
    };
    let before = batch.current(id).map(|record| serde_json::to_string(record).unwrap_or_default());
    match batch.take(write, line, references, areas) {
        Ok(Taken::Created | Taken::Updated) => Put::Changed(Changed { id, before, seq: write.last_seq() }),
        Ok(Taken::Unchanged) => Put::Unchanged(id),
        Ok(Taken::Waits) => {
            let reason = "a record that it belongs to is not there; expected an id of the registry";
            Put::Refused(vec![Finding::new("affiliations", reason)])
        }
        Err(findings) => Put::Refused(findings),
    }
}

/// Takes a record out of the registry; its events stay, and its id is given to nothing else.
pub(crate) async fn remove(
    write: &mut Write,
    id: OrganizationId,
    verb: Verb,
    payload: &Value,
) -> Result<i64, DbErr> {
    let text = id.to_string();
    affiliation::Entity::delete_many()
        .filter(affiliation::Column::OrganizationId.eq(&text))
        .exec(write.rows())
        .await?;
    organization_key::Entity::delete_many()
        .filter(organization_key::Column::OrganizationId.eq(&text))
        .exec(write.rows())
        .await?;
    organization::Entity::delete_by_id(text).exec(write.rows()).await?;
    Ok(write.append(Subject::Organization(id), verb, payload.to_string()))
}

/// Writes a record as it was, as a new version. `keys` are those under which it is to be recognised; `None`
/// leaves them as they are.
pub(crate) async fn restore(
    write: &mut Write,
    mut record: Organization,
    keys: Option<Vec<Key>>,
    version: i64,
) -> Result<i64, DbErr> {
    let Some(id) = record.id.map(|id| id.0) else {
        return Err(DbErr::Type("a record without an id cannot be restored".to_owned()));
    };
    let is_new = store::existing(write.rows(), [id]).await?.is_empty();
    record.version = Some(version);
    record.updated_at = Some(write.at().to_owned());
    let document = serde_json::to_string(&record).map_err(|error| DbErr::Type(error.to_string()))?;
    let verb = if is_new { Verb::Restored } else { Verb::Updated };
    let seq = write.append(Subject::Organization(id), verb, document.clone());
    store::write(write.rows(), &[Written { record, document, seq, is_new, keys }]).await?;
    Ok(seq)
}

/// The keys under which a record is recognised.
pub(crate) async fn keys_of(
    connection: &impl ConnectionTrait,
    id: OrganizationId,
) -> Result<Vec<Key>, DbErr> {
    organization_key::Entity::find()
        .select_only()
        .columns([organization_key::Column::Scheme, organization_key::Column::Value])
        .filter(organization_key::Column::OrganizationId.eq(id.to_string()))
        .into_tuple()
        .all(connection)
        .await
}

/// The records that say they belong to one, whether they still do or not.
pub(crate) async fn referring_to(
    connection: &impl ConnectionTrait,
    id: OrganizationId,
) -> Result<Vec<OrganizationId>, DbErr> {
    let mut ids: Vec<String> = affiliation::Entity::find()
        .select_only()
        .column(affiliation::Column::OrganizationId)
        .filter(affiliation::Column::ToId.eq(id.to_string()))
        .into_tuple()
        .all(connection)
        .await?;
    ids.sort();
    ids.dedup();
    Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// Fields that every writing changes.
const OF_EACH_VERSION: [&str; 3] = ["id", "version", "updated_at"];

/// Takes a change back around what was changed since: fields that are as the change left them become what they
/// were, also entry by entry in lists; the others stay. Returns the record and the fields that stay.
pub(crate) fn around(before: &Value, after: &Value, now: &Value) -> (Value, Vec<String>) {
    let empty = Map::new();
    let [before, after, now] = [before, after, now].map(|value| value.as_object().unwrap_or(&empty));
    let mut result = now.clone();
    let mut kept = Vec::new();
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    for name in names.into_iter().filter(|name| !OF_EACH_VERSION.contains(&name.as_str())) {
        let (was, became, is) = (before.get(name), after.get(name), now.get(name));
        if was == became || is == was {
            continue;
        }
        let back = if is == became {
            was.cloned()
        } else if let (Some(Value::Array(became)), Some(Value::Array(is))) = (became, is) {
            let was: &[Value] = was.and_then(Value::as_array).map_or(&[], Vec::as_slice);
            kept.push(name.clone());
            Some(Value::Array(entries_around(was, became, is)))
        } else {
            kept.push(name.clone());
            continue;
        };
        match back {
            Some(value) if value.as_array().is_none_or(|entries| !entries.is_empty()) => {
                result.insert(name.clone(), value);
            }
            _ => {
                result.shift_remove(name);
            }
        }
    }
    (Value::Object(result), kept)
}

fn entries_around(was: &[Value], became: &[Value], is: &[Value]) -> Vec<Value> {
    let lost = was.iter().filter(|entry| !became.contains(entry) && !is.contains(entry));
    let stay = is.iter().filter(|entry| was.contains(entry) || !became.contains(entry));
    stay.chain(lost).cloned().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_nobody_touched_since_becomes_what_it_was() {
        let before = json!({"id": "b", "kind": "ngo", "bin": "1", "names": ["a"], "version": 1});
        let after =
            json!({"id": "b", "kind": "network", "names": ["a", "b"], "legal_form": "x", "version": 2});
        assert_eq!(
            around(&before, &after, &after).0,
            json!({"id": "b", "kind": "ngo", "names": ["a"], "version": 2, "bin": "1"})
        );
        assert!(around(&before, &after, &after).1.is_empty());
    }

    #[test]
    fn what_was_edited_since_stays_and_is_named() {
        let before = json!({"kind": "ngo", "names": ["a", "z"]});
        let after = json!({"kind": "network", "names": ["a", "b"], "bin": "1"});
        let now = json!({"kind": "community", "names": ["a", "b", "c"], "bin": "1", "level": "school"});
        let (result, kept) = around(&before, &after, &now);
        assert_eq!(result, json!({"kind": "community", "names": ["a", "c", "z"], "level": "school"}));
        assert_eq!(kept, ["kind", "names"]);
    }
}
