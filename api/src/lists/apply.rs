//! Applying a batch: what its rows say becomes records, in the transaction it is given.
//!
//! Only rows whose outcome is decided are applied; rows in review wait for a person. What is applied is noted, so
//! that it can be reverted, and is not applied again.

use std::collections::{BTreeMap, HashMap};

use birlik_entity::rows::{list_batch, list_row};
use birlik_entity::{Bin, OrganizationId};
use sea_orm::DbErr;
use serde_json::Value;

use super::bodies::{Bodies, Key};
use super::body::body;
use super::report::Reason;
use super::store;
use crate::areas::Areas;
use crate::log::Write;
use crate::organizations::{self, Changed, Finding, Put};

/// What applying did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Applied {
    pub(super) created: usize,
    pub(super) updated: usize,
    pub(super) unchanged: usize,
    /// Rows that could not become a record.
    pub(super) refused: usize,
}

/// Bodies that are composed and written together.
const CHUNK: usize = 1000;

/// What of a row's words says which legal person it is.
#[derive(serde::Deserialize)]
struct HasBin {
    bin: Option<String>,
}

/// Rows that are one body, by number, and the record that it is.
#[derive(Debug, Default)]
struct Body {
    rows: Vec<i32>,
    target: Option<OrganizationId>,
}

/// Applies what is decided and not yet applied.
pub(super) async fn apply(
    write: &mut Write,
    areas: &Areas,
    batch: &list_batch::Model,
) -> Result<Applied, DbErr> {
    let bodies = bodies(write, &batch.id).await?;
    let mut applied = Applied::default();
    for some in bodies.chunks(CHUNK) {
        apply_some(write, areas, batch, some, &mut applied).await?;
    }
    Ok(applied)
}

/// Applies some bodies: what their rows say is in memory for these alone.
async fn apply_some(
    write: &mut Write,
    areas: &Areas,
    batch: &list_batch::Model,
    bodies: &[Body],
    applied: &mut Applied,
) -> Result<(), DbErr> {
    let targets = bodies.iter().filter_map(|body| body.target);
    let known = organizations::documents(write.rows(), targets).await?;
    let numbers: Vec<i32> = bodies.iter().flat_map(|body| body.rows.iter().copied()).collect();
    let rows = store::numbered(write.rows(), &batch.id, &numbers).await?;
    let (mut records, mut of_record, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for one in bodies {
        let before = one.target.and_then(|id| known.get(&id));
        let before: Option<Value> =
            before.map(|text| serde_json::from_str(text)).transpose().map_err(unreadable)?;
        let is_newer = is_newer(batch.list_date.as_deref(), before.as_ref());
        let said: Vec<Value> = one
            .rows
            .iter()
            .filter_map(|number| rows.get(number))
            .map(|row| serde_json::from_str(&row.said))
            .collect::<Result<_, _>>()
            .map_err(unreadable)?;
        let mut record = body(before.as_ref(), &said.iter().collect::<Vec<_>>(), is_newer);
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
    let (mut changes, mut digests) = (Vec::new(), Vec::new());
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
        store::set_record(write.rows(), &batch.id, &one.rows, Some(&id)).await?;
        for row in one.rows.iter().filter_map(|number| rows.get(number)) {
            let of_row: Vec<String> = serde_json::from_str(&row.digests).map_err(unreadable)?;
            digests.extend(of_row.into_iter().map(|digest| (id.clone(), digest)));
        }
    }
    for (one, findings) in refused {
        applied.refused += one.rows.len();
        let rows: Vec<&list_row::Model> = one.rows.iter().filter_map(|number| rows.get(number)).collect();
        refuse(write, batch, &rows, &findings).await?;
    }
    digests.sort();
    digests.dedup();
    store::add_digests(write.rows(), &batch.id, &digests).await?;
    store::add_changes(write.rows(), &batch.id, changes).await
}

/// Rejects the rows of a body that cannot be a record, for the reasons found.
async fn refuse(
    write: &Write,
    batch: &list_batch::Model,
    rows: &[&list_row::Model],
    findings: &[Finding],
) -> Result<(), DbErr> {
    let new: Vec<Reason> = findings
        .iter()
        .map(|finding| Reason {
            sort: "refused".into(),
            code: finding.field.clone(),
            text: format!("{}: {}", finding.field, finding.reason),
            ..Reason::default()
        })
        .collect();
    for row in rows {
        let mut reasons: Vec<Reason> = serde_json::from_str(&row.reasons).map_err(unreadable)?;
        reasons.extend(new.iter().cloned());
        let reasons = serde_json::to_string(&reasons).map_err(unreadable)?;
        store::reject(write.rows(), &batch.id, row.number, reasons).await?;
    }
    Ok(())
}

fn unreadable(error: serde_json::Error) -> DbErr {
    DbErr::Type(error.to_string())
}

/// The bodies that are decided and have rows to apply.
async fn bodies(write: &Write, batch: &str) -> Result<Vec<Body>, DbErr> {
    let placed = store::placed(write.rows(), batch).await?;
    let decided = Bodies::of(&placed);
    let mut bodies: BTreeMap<Key, Body> = BTreeMap::new();
    let mut there: HashMap<i32, OrganizationId> = HashMap::new();
    for row in &placed {
        if let (Some(key), Some(id)) =
            (decided.of_row(row.number), row.organization_id.as_deref().and_then(|id| id.parse().ok()))
        {
            there.entry(key.0).or_insert(id);
        }
    }
    for row in placed.iter().filter(|row| row.organization_id.is_none()) {
        let Some(key) = decided.of_row(row.number) else { continue };
        let is_the_proposed = key.1 == 0;
        let body = bodies.entry(key).or_default();
        body.rows.push(row.number);
        if is_the_proposed {
            let proposed = row.proposed_id.as_deref().or(decided.proposed(key.0));
            let proposed = proposed.and_then(|id| id.parse().ok());
            body.target = body.target.or(there.get(&key.0).copied()).or(proposed);
        }
    }
    drop((placed, decided));
    let mut bodies: Vec<Body> = bodies.into_values().collect();
    let redirects = organizations::Redirects::all(write.rows()).await?;
    let unknown: Vec<i32> = bodies
        .iter()
        .filter(|body| body.target.is_none())
        .flat_map(|body| body.rows.iter().copied())
        .collect();
    let bins = bins(write, batch, &unknown).await?;
    let of_all: Vec<Bin> = bins.values().copied().collect();
    let by_bin: HashMap<Bin, OrganizationId> =
        organizations::by_bins(write.rows(), &of_all).await?.into_iter().collect();
    for body in &mut bodies {
        body.target = match body.target {
            Some(target) => Some(redirects.living(target)),
            None => body.rows.iter().find_map(|row| by_bin.get(bins.get(row)?).copied()),
        };
    }
    Ok(one_of_each(bodies))
}

/// The business identification numbers that rows give.
async fn bins(write: &Write, batch: &str, rows: &[i32]) -> Result<HashMap<i32, Bin>, DbErr> {
    let mut bins = HashMap::new();
    for some in rows.chunks(CHUNK) {
        for (number, row) in store::numbered(write.rows(), batch, some).await? {
            let said: HasBin = serde_json::from_str(&row.said).map_err(unreadable)?;
            if let Some(bin) = said.bin.and_then(|bin| bin.parse().ok()) {
                bins.insert(number, bin);
            }
        }
    }
    Ok(bins)
}

/// Bodies that turn out to be one record are one body.
fn one_of_each(bodies: Vec<Body>) -> Vec<Body> {
    let mut at: HashMap<OrganizationId, usize> = HashMap::new();
    let mut all: Vec<Body> = Vec::with_capacity(bodies.len());
    for body in bodies {
        if let Some(first) = body.target.and_then(|target| at.get(&target).copied()) {
            all[first].rows.extend(body.rows);
            all[first].rows.sort_unstable();
        } else {
            at.extend(body.target.map(|target| (target, all.len())));
            all.push(body);
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
