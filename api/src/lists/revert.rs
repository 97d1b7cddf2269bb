//! Taking a batch back: records become what they were, around what was edited since.

use std::collections::BTreeMap;

use birlik_entity::OrganizationId;
use birlik_entity::rows::list_batch;
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
}

/// Takes a batch back in the transaction it is given.
pub(super) async fn revert(write: &mut Write, batch: &list_batch::Model) -> Result<Reverted, DbErr> {
    // A record that the batch changed twice goes back to what it was before the first.
    let mut records: BTreeMap<String, (Option<String>, i64)> = BTreeMap::new();
    for change in store::changes(write.rows(), &batch.id).await? {
        records.entry(change.organization_id).or_insert((change.before, change.seq)).1 = change.seq;
    }
    let events: Vec<i64> = records.values().map(|(_, seq)| *seq).collect();
    let after = store::payloads(write.rows(), &events).await?;
    let ids = records.keys().filter_map(|id| id.parse::<OrganizationId>().ok());
    let now = organizations::documents(write.rows(), ids).await?;
    let mut reverted = Reverted::default();
    for (text, (before, seq)) in records {
        let Ok(id) = text.parse::<OrganizationId>() else { continue };
        let Some(now) = now.get(&id) else {
            reverted.kept.push((text, vec!["id".to_owned()]));
            continue;
        };
        let now: Value = serde_json::from_str(now).map_err(unreadable)?;
        let after: Value =
            serde_json::from_str(after.get(&seq).map_or("{}", String::as_str)).map_err(unreadable)?;
        match before {
            Some(before) => {
                let before = serde_json::from_str(&before).map_err(unreadable)?;
                let (back, kept) = organizations::around(&before, &after, &now);
                put_back(write, back, &now).await?;
                if kept.is_empty() {
                    reverted.restored += 1;
                } else {
                    reverted.kept.push((text, kept));
                }
            }
            None => take_out(write, id, &after, now, batch, &mut reverted).await?,
        }
    }
    store::remove_changes(write.rows(), &batch.id).await?;
    Ok(reverted)
}

/// Takes out a record that the batch made, unless somebody edited it since or others belong to it: then only the
/// batch's sources go.
async fn take_out(
    write: &mut Write,
    id: OrganizationId,
    after: &Value,
    mut now: Value,
    batch: &list_batch::Model,
    reverted: &mut Reverted,
) -> Result<(), DbErr> {
    let mut reasons = organizations::changed_fields(after, &now);
    if !organizations::referring_to(write.rows(), id).await?.is_empty() {
        reasons.push("affiliations".to_owned());
    }
    if reasons.is_empty() {
        organizations::remove(write, id, Verb::Removed, &json!({"id": id.to_string(), "batch": batch.id}))
            .await?;
        reverted.removed += 1;
        return Ok(());
    }
    let before = now.clone();
    if let Some(sources) = now["sources"].as_array_mut() {
        let of_batch = after["sources"].as_array().cloned().unwrap_or_default();
        sources.retain(|source| !of_batch.contains(source));
        if sources.is_empty()
            && let Some(fields) = now.as_object_mut()
        {
            fields.shift_remove("sources");
        }
    }
    put_back(write, now, &before).await?;
    reverted.kept.push((id.to_string(), reasons));
    Ok(())
}

async fn put_back(write: &mut Write, back: Value, now: &Value) -> Result<(), DbErr> {
    let record: Organization = serde_json::from_value(back).map_err(unreadable)?;
    let version = now["version"].as_i64().unwrap_or(1).saturating_add(1);
    organizations::restore(write, record, None, version).await?;
    Ok(())
}

fn unreadable(error: serde_json::Error) -> DbErr {
    DbErr::Type(error.to_string())
}
