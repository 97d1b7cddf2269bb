//! Taking a batch back: records become what they were, around what was edited since.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use birlik_entity::OrganizationId;
use birlik_entity::rows::{list_batch, list_change};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::store;
use crate::log::{Verb, Write};
use crate::organizations::{self, Organization};

/// What taking a batch back did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reverted {
    /// Records that are what they were.
    pub restored: usize,
    /// Records that are no more, since the batch had made them.
    pub removed: usize,
    /// Records of which something stays, since it was edited after the batch, with the fields.
    pub kept: Vec<(String, Vec<String>)>,
    /// Records that were merged since, with the record that each became a part of: of what the batch said of
    /// them only the sources are taken back there.
    pub merged: Vec<(String, String)>,
}

/// Takes a batch back in the transaction it is given.
pub(super) async fn revert(write: &mut Write, batch: &list_batch::Model) -> Result<Reverted, DbErr> {
    let mut records: BTreeMap<OrganizationId, Record> = BTreeMap::new();
    for change in store::changes(write.rows(), &batch.id).await? {
        let Ok(id) = change.organization_id.parse() else { continue };
        records.entry(id).or_default().changes.push(change);
    }
    let events: Vec<i64> =
        records.values().flat_map(|record| record.changes.iter().map(|change| change.seq)).collect();
    let payloads = store::payloads(write.rows(), &events).await?;
    let after: HashMap<i64, Value> = payloads
        .into_iter()
        .map(|(seq, text)| Ok((seq, serde_json::from_str(&text).map_err(unreadable)?)))
        .collect::<Result<_, DbErr>>()?;
    pass_on(write, batch, &records, &after).await?;

    let mut reverted = Reverted::default();
    let redirects = organizations::Redirects::of(write.rows(), records.keys().copied()).await?;
    let merged: Vec<(OrganizationId, OrganizationId)> =
        records.keys().filter_map(|id| Some((*id, redirects.away(*id)?))).collect();
    for (id, into) in merged {
        let Some(record) = records.remove(&id) else { continue };
        let said = record.changes.iter().filter_map(|change| after.get(&change.seq)).flat_map(sources);
        let said: Vec<Value> = said.cloned().collect();
        records.entry(into).or_default().of_merged.extend(said);
        reverted.merged.push((id.to_string(), into.to_string()));
    }
    let documents = organizations::documents(write.rows(), records.keys().copied()).await?;
    for (id, record) in records {
        match documents.get(&id) {
            Some(now) => {
                let now = serde_json::from_str(now).map_err(unreadable)?;
                revert_record(write, batch, id, &record, &after, &now, &mut reverted).await?;
            }
            None => reverted.kept.push((id.to_string(), vec!["id".to_owned()])),
        }
    }
    store::remove_changes(write.rows(), &batch.id).await?;
    Ok(reverted)
}

/// What a batch did to a record.
#[derive(Debug, Default)]
struct Record {
    /// Its changes, in order.
    changes: Vec<list_change::Model>,
    /// What the batch said of records that were merged into this one since.
    of_merged: Vec<Value>,
}

/// Takes back the changes of one record, the last before the first.
async fn revert_record(
    write: &mut Write,
    batch: &list_batch::Model,
    id: OrganizationId,
    record: &Record,
    after: &HashMap<i64, Value>,
    now: &Value,
    reverted: &mut Reverted,
) -> Result<(), DbErr> {
    let mut back = without_sources(now, &record.of_merged);
    let mut kept = BTreeSet::new();
    let mut is_made = false;
    let nothing = json!({});
    for change in record.changes.iter().rev() {
        let after = after.get(&change.seq).unwrap_or(&nothing);
        if let Some(before) = &change.before {
            let before = serde_json::from_str(before).map_err(unreadable)?;
            let (next, fields) = organizations::around(&before, after, &back);
            back = next;
            kept.extend(fields);
        } else {
            is_made = true;
            kept.extend(edited_since(after, &back));
            let of_batch: Vec<Value> = sources(after).cloned().collect();
            back = without_sources(&back, &of_batch);
        }
    }
    if is_made {
        if !organizations::referring_to(write.rows(), id).await?.is_empty() {
            kept.insert("affiliations".to_owned());
        }
        if !organizations::merges_of(write.rows(), id).await?.is_empty() {
            kept.insert("merged".to_owned());
        }
        if kept.is_empty() {
            let payload = json!({"id": id.to_string(), "batch": batch.id});
            organizations::remove(write, id, Verb::Removed, &payload).await?;
            reverted.removed += 1;
            return Ok(());
        }
    }
    if back != *now {
        let record: Organization = serde_json::from_value(back).map_err(unreadable)?;
        let version = now["version"].as_i64().unwrap_or(1).saturating_add(1);
        organizations::restore(write, record, None, version).await?;
    }
    if kept.is_empty() {
        reverted.restored += 1;
    } else {
        reverted.kept.push((id.to_string(), kept.into_iter().collect()));
    }
    Ok(())
}

/// Later batches, when they are taken back, go back to what was before this one too.
async fn pass_on(
    write: &Write,
    batch: &list_batch::Model,
    records: &BTreeMap<OrganizationId, Record>,
    after: &HashMap<i64, Value>,
) -> Result<(), DbErr> {
    let later = store::changes_by_others(write.rows(), &batch.id).await?;
    for (id, record) in records {
        let Some(later) = later.get(&id.to_string()) else { continue };
        for change in record.changes.iter().rev() {
            let (Some(next), Some(after)) =
                (later.iter().find(|next| next.seq > change.seq), after.get(&change.seq))
            else {
                continue;
            };
            let Some(left) = &next.before else { continue };
            let left: Value = serde_json::from_str(left).map_err(unreadable)?;
            let before = match &change.before {
                // Somebody's edit between the two is no list's.
                None if !edited_since(after, &left).is_empty() => continue,
                None => None,
                Some(before) => {
                    let before = serde_json::from_str(before).map_err(unreadable)?;
                    Some(organizations::around(&before, after, &left).0.to_string())
                }
            };
            store::set_before(write.rows(), next, before).await?;
        }
    }
    Ok(())
}

/// The fields that were changed since, but for sources that another batch took back.
fn edited_since(after: &Value, now: &Value) -> Vec<String> {
    let known: Vec<&Value> = sources(after).collect();
    let has_others = sources(now).any(|source| !known.contains(&source));
    let mut fields = organizations::changed_fields(after, now);
    fields.retain(|field| field != "sources" || has_others);
    fields
}

fn sources(record: &Value) -> impl Iterator<Item = &Value> {
    record["sources"].as_array().into_iter().flatten()
}

/// A record without some of its sources.
fn without_sources(record: &Value, gone: &[Value]) -> Value {
    let mut record = record.clone();
    let left: Vec<Value> = sources(&record).filter(|source| !gone.contains(source)).cloned().collect();
    if let Some(fields) = record.as_object_mut() {
        if left.is_empty() {
            fields.shift_remove("sources");
        } else {
            fields.insert("sources".to_owned(), Value::Array(left));
        }
    }
    record
}

fn unreadable(error: serde_json::Error) -> DbErr {
    DbErr::Type(error.to_string())
}
