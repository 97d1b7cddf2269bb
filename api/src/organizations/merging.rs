//! Two records that are one body become one, and can be taken apart again.
//!
//! The record that goes leaves its id as a redirect; who belonged to it belongs to the one that stays. A split
//! gives back what was, around what was changed since.

use std::collections::HashMap;
use std::sync::Arc;

use birlik_entity::rows::organization_merge;
use birlik_entity::{OrganizationId, Reference};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::model::{Affiliation, Contacts, Organization};
use super::read::{Finding, Reading, read};
use super::recognition::Key;
use super::records::{Put, around, keys_of, put, referring_to, remove, restore};
use super::redirects::Redirects;
use super::store;
use crate::areas::Areas;
use crate::clock::Clock;
use crate::log::{Verb, Write};
use crate::parsed::Parsed;
use crate::store::Store;

/// Why records were not merged or split.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// There is no such record.
    #[error("there is no record {0}; expected the id of a record")]
    NoSuchRecord(OrganizationId),
    /// The record was merged already.
    #[error("{from} was found to be the same body as {into} already; expected {into}")]
    MergedAlready {
        /// The record that was named.
        from: OrganizationId,
        /// The record that stands for it.
        into: OrganizationId,
    },
    /// What stayed of it was merged on; that has to be taken back first.
    #[error("{into} was merged on since; take back {later} first")]
    MergedOn {
        /// The record that had stayed.
        into: OrganizationId,
        /// The later merge.
        later: String,
    },
    /// There is no such merge, or it was undone.
    #[error("there is no merge {0} that could be undone")]
    NoSuchMerge(String),
    /// Both are the same record.
    #[error("{0} is one record; expected two")]
    Same(OrganizationId),
    /// They have different business identification numbers.
    #[error("they have the BINs {0} and {1}, so they are two legal persons; correct the wrong one first")]
    DifferentBins(String, String),
    /// The record that would come of it is not right.
    #[error("the record that would come of it is not right: {}", .0.iter().map(|one| format!("{}: {}", one.field, one.reason)).collect::<Vec<_>>().join("; "))]
    NotRight(Vec<Finding>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// A merge as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Its id.
    pub id: String,
    /// The record that is no more.
    pub from: OrganizationId,
    /// The record that stays.
    pub into: OrganizationId,
    /// When: RFC 3339, UTC.
    pub at: String,
}

/// What a split gave back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The record that is there again.
    pub restored: OrganizationId,
    /// The record that it had become a part of.
    pub from: OrganizationId,
    /// Fields that were changed since the merge and stay: record and field.
    pub kept: Vec<(OrganizationId, String)>,
}

/// What a merge changed of a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Change {
    id: Parsed<OrganizationId>,
    before: Value,
    /// As the merge left it; `None` for the one that is no more.
    after: Option<Value>,
    keys: Option<Vec<Key>>,
}

/// Merges `from` into `into` in a transaction of its own.
pub async fn merge(
    store: &Store,
    areas: &Areas,
    clock: &Arc<dyn Clock>,
    actor: &str,
    from: OrganizationId,
    into: OrganizationId,
) -> Result<Merge, MergeError> {
    let mut write = Write::begin(store, clock, actor).await?;
    let merge = merge_in(&mut write, areas, actor, from, into).await?;
    write.commit().await?;
    Ok(merge)
}

/// The record, where it is one that could also be imported.
fn right(record: Organization) -> Result<Organization, MergeError> {
    match read(&value(&record).to_string()) {
        Reading::Right(..) => Ok(record),
        Reading::Wrong(findings) => Err(MergeError::NotRight(findings)),
    }
}

async fn merge_in(
    write: &mut Write,
    areas: &Areas,
    actor: &str,
    from: OrganizationId,
    into: OrganizationId,
) -> Result<Merge, MergeError> {
    if from == into {
        return Err(MergeError::Same(from));
    }
    let records = records_of(write, &[from, into]).await?;
    let redirects = Redirects::of(write.rows(), [from, into]).await?;
    let of = |id| {
        records.get(&id).cloned().ok_or_else(|| match redirects.away(id) {
            Some(into) => MergeError::MergedAlready { from: id, into },
            None => MergeError::NoSuchRecord(id),
        })
    };
    let (gone, stays) = (of(from)?, of(into)?);
    if let (Some(one), Some(other)) = (gone.bin, stays.bin)
        && one != other
    {
        return Err(MergeError::DifferentBins(other.to_string(), one.to_string()));
    }
    let keys = keys_of(write.rows(), from).await?;
    let stays_keys = keys_of(write.rows(), into).await?;
    let referring = referring_to(write.rows(), from).await?;
    let mut changes =
        vec![Change { id: Parsed(from), before: value(&gone), after: None, keys: Some(keys.clone()) }];
    let seq = remove(write, from, Verb::Merged, &json!({"id": from.to_string(), "merged": into.to_string()}))
        .await?;

    let mut next = vec![right(together(stays.clone(), gone, from))?];
    let others: Vec<OrganizationId> = referring.into_iter().filter(|id| *id != into).collect();
    let mut before = records_of(write, &others).await?;
    for id in &others {
        if let Some(record) = before.get(id) {
            next.push(right(belonging_instead(record.clone(), from, into))?);
        }
    }
    before.insert(into, stays);
    for answer in put(write, areas, next).await? {
        match answer {
            Put::Changed(changed) => {
                let keys = (changed.id == into).then(|| stays_keys.clone());
                if let Some(record) = before.get(&changed.id) {
                    let after = records_of(write, &[changed.id]).await?.remove(&changed.id);
                    let change = Change {
                        id: Parsed(changed.id),
                        before: value(record),
                        after: after.as_ref().map(value),
                        keys,
                    };
                    changes.push(change);
                }
            }
            Put::Unchanged(_) => {}
            Put::Refused(findings) => return Err(MergeError::NotRight(findings)),
        }
    }
    // Who is recognised as the one that is gone is recognised as the one that stays.
    store::add_keys(write.rows(), into, &keys).await?;
    let merge = Merge { id: format!("g{seq}"), from, into, at: write.at().to_owned() };
    organization_merge::ActiveModel {
        id: Set(merge.id.clone()),
        from_id: Set(from.to_string()),
        into_id: Set(into.to_string()),
        changes: Set(serde_json::to_string(&changes).map_err(|error| DbErr::Type(error.to_string()))?),
        actor: Set(actor.to_owned()),
        at: Set(merge.at.clone()),
        seq: Set(seq),
        undone_at: Set(None),
        undone_seq: Set(None),
    }
    .insert(write.rows())
    .await?;
    Ok(merge)
}

/// Takes a merge back.
pub async fn split(
    store: &Store,
    clock: &Arc<dyn Clock>,
    actor: &str,
    merge: &str,
) -> Result<Split, MergeError> {
    let mut write = Write::begin(store, clock, actor).await?;
    let row = organization_merge::Entity::find_by_id(merge)
        .filter(organization_merge::Column::UndoneAt.is_null())
        .one(write.rows())
        .await?
        .ok_or_else(|| MergeError::NoSuchMerge(merge.to_owned()))?;
    let into: OrganizationId = row.into_id.parse().map_err(|_| MergeError::NoSuchMerge(merge.to_owned()))?;
    if let Some(later) = merge_away(write.rows(), into).await? {
        return Err(MergeError::MergedOn { into, later });
    }
    let unreadable = |error: serde_json::Error| DbErr::Type(error.to_string());
    let changes: Vec<Change> = serde_json::from_str(&row.changes).map_err(unreadable)?;
    let (mut kept, mut ids) = (Vec::new(), Vec::new());
    let brought: Vec<Key> = changes
        .iter()
        .filter(|one| one.after.is_none())
        .flat_map(|one| one.keys.clone().unwrap_or_default())
        .collect();
    let current = records_of(&write, &changes.iter().map(|change| change.id.0).collect::<Vec<_>>()).await?;
    for change in changes {
        let id = change.id.0;
        let before: Organization = serde_json::from_value(change.before.clone()).map_err(unreadable)?;
        match (change.after, current.get(&id)) {
            (None, _) => {
                ids.push(id);
                let version = before.version.unwrap_or(1).saturating_add(1);
                restore(&mut write, before, change.keys, version).await?;
            }
            (Some(after), Some(now)) => {
                let (back, fields) = around(&change.before, &after, &value(now));
                kept.extend(fields.into_iter().map(|field| (id, field)));
                let back: Organization = serde_json::from_value(back).map_err(unreadable)?;
                let version = now.version.unwrap_or(1).saturating_add(1);
                let keys = match change.keys {
                    // What it has come to be recognised by since the merge, it keeps.
                    Some(own) => {
                        let mut keys = keys_of(write.rows(), id).await?;
                        keys.retain(|key| own.contains(key) || !brought.contains(key));
                        Some(keys)
                    }
                    None => None,
                };
                if back != *now || keys.is_some() {
                    restore(&mut write, back, keys, version).await?;
                }
            }
            // It was merged on or removed since.
            (Some(_), None) => kept.push((id, "id".to_owned())),
        }
    }
    let restored = ids.first().copied().ok_or_else(|| MergeError::NoSuchMerge(merge.to_owned()))?;
    let (at, seq) = (write.at().to_owned(), write.last_seq());
    let mut row = row.into_active_model();
    row.undone_at = Set(Some(at));
    row.undone_seq = Set(Some(seq));
    row.update(write.rows()).await?;
    write.commit().await?;
    Ok(Split { restored, from: into, kept })
}

/// The merge that holds by which a record went, where there is one.
async fn merge_away(
    connection: &impl ConnectionTrait,
    from: OrganizationId,
) -> Result<Option<String>, DbErr> {
    let row = organization_merge::Entity::find()
        .filter(organization_merge::Column::FromId.eq(from.to_string()))
        .filter(organization_merge::Column::UndoneAt.is_null())
        .one(connection)
        .await?;
    Ok(row.map(|merge| merge.id))
}

/// Merges that hold, of which a record is what stayed; the latest first.
pub async fn merges_of(connection: &impl ConnectionTrait, into: OrganizationId) -> Result<Vec<Merge>, DbErr> {
    let rows = organization_merge::Entity::find()
        .filter(organization_merge::Column::IntoId.eq(into.to_string()))
        .filter(organization_merge::Column::UndoneAt.is_null())
        .order_by_desc(organization_merge::Column::Seq)
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some(Merge { id: row.id, from: row.from_id.parse().ok()?, into, at: row.at }))
        .collect())
}

async fn records_of(
    write: &Write,
    ids: &[OrganizationId],
) -> Result<HashMap<OrganizationId, Organization>, DbErr> {
    let documents = store::documents(write.rows(), ids.iter().copied()).await?;
    documents
        .into_iter()
        .map(|(id, text)| {
            let record = serde_json::from_str(&text).map_err(|error| DbErr::Type(error.to_string()))?;
            Ok((id, record))
        })
        .collect()
}

fn value(record: &Organization) -> Value {
    serde_json::to_value(record).unwrap_or_default()
}

/// One record of two: what stays says what it said, and what the other adds.
fn together(mut stays: Organization, gone: Organization, from: OrganizationId) -> Organization {
    let known = |name: &str| birlik_search::text::normalize(name).to_lowercase();
    for mut name in gone.names {
        if stays.names.iter().all(|one| known(&one.value) != known(&name.value)) {
            if stays.names.iter().any(|one| one.lang == name.lang && one.name_type == name.name_type)
                && let Ok(alias) = "alias".parse()
            {
                name.name_type = Parsed(alias);
            }
            stays.names.push(name);
        }
    }
    stays.origin = stays.origin.or(gone.origin);
    stays.legal_form = stays.legal_form.or(gone.legal_form);
    stays.bin = stays.bin.or(gone.bin);
    stays.founded_on = stays.founded_on.or(gone.founded_on);
    stays.registered_on = stays.registered_on.or(gone.registered_on);
    stays.area = stays.area.or(gone.area);
    stays.host = stays.host.or(gone.host);
    stays.membership = stays.membership.or(gone.membership);
    stays.confirmed = stays.confirmed.or(gone.confirmed);
    add(&mut stays.activities, gone.activities);
    add(&mut stays.subjects, gone.subjects);
    stays.contacts = match (stays.contacts, gone.contacts) {
        (Some(one), Some(other)) => Some(contacts_together(one, other)),
        (one, other) => one.or(other),
    };
    add(&mut stays.officers, gone.officers);
    add(&mut stays.documents, gone.documents);
    add(&mut stays.member_counts, gone.member_counts);
    add(&mut stays.unit_counts, gone.unit_counts);
    add(&mut stays.identifiers, gone.identifiers);
    add(&mut stays.sources, gone.sources);
    let own = stays.id.map(|id| id.0);
    let is_unit = |one: &Affiliation| one.affiliation_type.is("unit_of") && one.until.is_none();
    let has_whole = stays.affiliations.iter().any(is_unit);
    let is_own = |one: &Affiliation| matches!(one.to.0, Reference::Id(to) if Some(to) == own || to == from);
    // A body is a unit of one body at a time: that of the record which stays.
    let affiliations = gone.affiliations.into_iter().filter(|one| !(has_whole && is_unit(one)));
    add(&mut stays.affiliations, affiliations.collect());
    stays.affiliations.retain(|one| !is_own(one));
    stays
}

/// Two sets of contacts as one, those of the first before the others.
fn contacts_together(mut one: Contacts, other: Contacts) -> Contacts {
    add(&mut one.emails, other.emails);
    add(&mut one.phones, other.phones);
    add(&mut one.websites, other.websites);
    one.address = one.address.or(other.address);
    for channel in other.channels {
        let known = |have: &super::model::Channel| {
            have.platform == channel.platform && have.url == channel.url && have.name == channel.name
        };
        match one.channels.iter_mut().find(|have| known(have)) {
            Some(have) if have.as_of.is_none() || have.as_of < channel.as_of => *have = channel,
            Some(_) => {}
            None => one.channels.push(channel),
        }
    }
    one
}

fn add<T: PartialEq>(to: &mut Vec<T>, from: Vec<T>) {
    for one in from {
        if !to.contains(&one) {
            to.push(one);
        }
    }
}

fn belonging_instead(mut record: Organization, from: OrganizationId, into: OrganizationId) -> Organization {
    for one in &mut record.affiliations {
        if matches!(one.to.0, Reference::Id(to) if to == from) {
            one.to = Parsed(Reference::Id(into));
        }
    }
    let mut seen = Vec::new();
    record.affiliations.retain(|one| {
        let is_current = one.until.is_none();
        let is_new = !seen.iter().any(|other: &Affiliation| {
            other == one
                || (is_current
                    && other.until.is_none()
                    && other.to == one.to
                    && other.affiliation_type == one.affiliation_type)
        });
        seen.push(one.clone());
        is_new
    });
    record
}
