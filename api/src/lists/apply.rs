//! Applying a batch: what its rows say becomes records, in the transaction it is given.
//!
//! Only rows whose outcome is decided are applied; rows in review wait for a person. What is applied is noted, so
//! that it can be reverted, and is not applied again.

use std::collections::{BTreeMap, HashMap};

use birlik_entity::rows::{list_batch, list_row};
use birlik_entity::{Bin, OrganizationId};
use sea_orm::DbErr;
use serde_json::Value;

use super::bodies::{Bodies, Key, Placed};
use super::body::body;
use super::report::Reason;
use super::store;
use crate::areas::Areas;
use crate::log::Write;
use crate::organizations::{self, Changed, Put};

/// What applying did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Applied {
    pub(super) created: usize,
    pub(super) updated: usize,
    pub(super) unchanged: usize,
    /// Rows that could not become a record.
    pub(super) refused: usize,
}

/// Rows that are one body, and the record that it is.
#[derive(Debug, Default)]
struct Body<'a> {
    rows: Vec<&'a list_row::Model>,
    target: Option<OrganizationId>,
}

/// Applies what is decided and not yet applied.
pub(super) async fn apply(
    write: &mut Write,
    areas: &Areas,
    batch: &list_batch::Model,
) -> Result<Applied, DbErr> {
    let rows = store::rows(write.rows(), &batch.id).await?;
    let said: HashMap<i32, Value> = rows
        .iter()
        .map(|row| Ok((row.number, serde_json::from_str(&row.said).map_err(unreadable)?)))
        .collect::<Result<_, DbErr>>()?;
    let bodies = bodies(write, &rows, &said).await?;
    let targets: Vec<OrganizationId> = bodies.iter().filter_map(|body| body.target).collect();
    let known = organizations::documents(write.rows(), targets.iter().copied()).await?;

    let (mut records, mut of_record) = (Vec::new(), Vec::new());
    let (mut applied, mut refused) = (Applied::default(), Vec::new());
    for one in &bodies {
        let before = one.target.and_then(|id| known.get(&id));
        let before: Option<Value> =
            before.map(|text| serde_json::from_str(text)).transpose().map_err(unreadable)?;
        let is_newer = is_newer(batch.list_date.as_deref(), before.as_ref());
        let rows_say: Vec<&Value> = one.rows.iter().filter_map(|row| said.get(&row.number)).collect();
        let mut record = body(before.as_ref(), &rows_say, is_newer);
        if let (Some(id), Some(fields)) = (one.target, record.as_object_mut()) {
            fields.insert("id".to_owned(), Value::String(id.to_string()));
        }
        match organizations::read(&record.to_string()) {
            organizations::Reading::Right(record, _) => {
                records.push(*record);
                of_record.push(one);
            }
            organizations::Reading::Wrong(findings) => refused.push((one, findings)),
        }
    }
    let mut changes = Vec::new();
    let mut digests = Vec::new();
    for (answer, one) in organizations::put(write, areas, records).await?.into_iter().zip(of_record) {
        let id = match answer {
            Put::Changed(Changed { id, before, seq }) => {
                if before.is_some() {
                    applied.updated += 1;
                } else {
                    applied.created += 1;
                }
                changes.push((id.to_string(), before, seq));
                id
            }
            Put::Unchanged(id) => {
                applied.unchanged += 1;
                id
            }
            Put::Refused(findings) => {
                refused.push((one, findings));
                continue;
            }
        };
        let id = id.to_string();
        let numbers: Vec<i32> = one.rows.iter().map(|row| row.number).collect();
        store::set_record(write.rows(), &batch.id, &numbers, Some(&id)).await?;
        for row in &one.rows {
            let of_row: Vec<String> = serde_json::from_str(&row.digests).map_err(unreadable)?;
            digests.extend(of_row.into_iter().map(|digest| (id.clone(), digest)));
        }
    }
    for (one, findings) in refused {
        applied.refused += one.rows.len();
        let new: Vec<Reason> = findings
            .iter()
            .map(|finding| Reason {
                sort: "refused".into(),
                code: finding.field.clone(),
                text: format!("{}: {}", finding.field, finding.reason),
                ..Reason::default()
            })
            .collect();
        for row in &one.rows {
            let mut reasons: Vec<Reason> = serde_json::from_str(&row.reasons).map_err(unreadable)?;
            reasons.extend(new.iter().cloned());
            let reasons = serde_json::to_string(&reasons).map_err(unreadable)?;
            store::reject(write.rows(), &batch.id, row.number, reasons).await?;
        }
    }
    digests.sort();
    digests.dedup();
    store::add_digests(write.rows(), &batch.id, &digests).await?;
    store::add_changes(write.rows(), &batch.id, changes).await?;
    Ok(applied)
}

fn unreadable(error: serde_json::Error) -> DbErr {
    DbErr::Type(error.to_string())
}

/// The bodies that are decided and have rows to apply.
async fn bodies<'a>(
    write: &Write,
    rows: &'a [list_row::Model],
    said: &HashMap<i32, Value>,
) -> Result<Vec<Body<'a>>, DbErr> {
    let placed: Vec<Placed> = rows.iter().map(Placed::from).collect();
    let decided = Bodies::of(&placed);
    let mut bodies: BTreeMap<Key, Body<'a>> = BTreeMap::new();
    let mut there: HashMap<i32, OrganizationId> = HashMap::new();
    for row in rows {
        if let (Some(key), Some(id)) =
            (decided.of_row(row.number), row.organization_id.as_deref().and_then(|id| id.parse().ok()))
        {
            there.entry(key.0).or_insert(id);
        }
    }
    for row in rows.iter().filter(|row| row.organization_id.is_none()) {
        let Some(key) = decided.of_row(row.number) else { continue };
        let is_the_proposed = key.1 == 0;
        let body = bodies.entry(key).or_default();
        body.rows.push(row);
        if is_the_proposed {
            let proposed = row.proposed_id.as_deref().or(decided.proposed(key.0));
            let proposed = proposed.and_then(|id| id.parse().ok());
            body.target = body.target.or(there.get(&key.0).copied()).or(proposed);
        }
    }
    let mut bodies: Vec<Body<'a>> = bodies.into_values().collect();
    let redirects = organizations::Redirects::all(write.rows()).await?;
    let bins = |body: &Body<'_>| -> Vec<Bin> {
        let of_row = |row: &&list_row::Model| said.get(&row.number)?["bin"].as_str()?.parse().ok();
        body.rows.iter().filter_map(of_row).collect()
    };
    let unknown: Vec<Bin> = bodies.iter().filter(|body| body.target.is_none()).flat_map(bins).collect();
    let by_bin: HashMap<Bin, OrganizationId> =
        organizations::by_bins(write.rows(), &unknown).await?.into_iter().collect();
    for body in &mut bodies {
        body.target = match body.target {
            Some(target) => Some(redirects.living(target)),
            None => bins(body).iter().find_map(|bin| by_bin.get(bin).copied()),
        };
    }
    Ok(one_of_each(bodies))
}

/// Bodies that turn out to be one record are one body.
fn one_of_each(bodies: Vec<Body<'_>>) -> Vec<Body<'_>> {
    let mut at: HashMap<OrganizationId, usize> = HashMap::new();
    let mut all: Vec<Body<'_>> = Vec::with_capacity(bodies.len());
    for body in bodies {
        match body.target.and_then(|target| at.get(&target).copied()) {
            Some(first) => {
                all[first].rows.extend(body.rows);
                all[first].rows.sort_by_key(|row| row.number);
            }
            None => {
                if let Some(target) = body.target {
                    at.insert(target, all.len());
                }
                all.push(body);
            }
        }
    }
    all
}

/// True where a list is at least as new as the newest that the record comes from.
fn is_newer(list_date: Option<&str>, before: Option<&Value>) -> bool {
    let Some(sources) = before.and_then(|record| record["sources"].as_array()) else { return true };
    let known = sources.iter().filter_map(|source| source["retrieved_on"].as_str()).max();
    match (list_date, known) {
        (Some(date), Some(known)) => date >= known,
        // A list without a date is as old as the day on which it came.
        (None, _) | (_, None) => true,
    }
}
