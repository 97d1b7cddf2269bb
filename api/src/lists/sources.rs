//! What came from which list: counted over the records as they are, with the editions that were imported.
//!
//! Records name their sources, also those of lists that came with the program or in the bulk format; batches know
//! what became of each row. Counts are kept until the log goes on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use birlik_entity::rows::list_batch;
use birlik_entity::{KatoCode, OrganizationId};
use sea_orm::DbErr;
use serde::Deserialize;

use super::batches::StoredSummary;
use super::error::ListError;
use super::report::Summary;
use super::store;
use crate::areas::Areas;
use crate::log::LogReader;
use crate::organizations;
use crate::store::Store;

/// Records a page.
const PAGE: u64 = 2000;

/// A list, and what came from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceFacts {
    /// Its name.
    pub list: String,
    /// Its title.
    pub title: Option<String>,
    /// The publication that holds it.
    pub report: Option<String>,
    /// The records that name it, by id.
    pub records: Vec<OrganizationId>,
    /// How many of them are of each kind.
    pub by_kind: BTreeMap<String, u64>,
    /// How many of them are in each region, by KATO code; those of the whole country are left out.
    pub by_region: BTreeMap<String, u64>,
    /// Dates of the list, as records name them, with the number of records.
    pub dates: BTreeMap<String, u64>,
    /// Its editions that were imported and are applied, the latest first.
    pub editions: Vec<Edition>,
}

/// An edition of a list that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The batch.
    pub batch: String,
    /// When the list was made, or came.
    pub list_date: Option<String>,
    /// SHA-256 of the file.
    pub file_digest: String,
    /// When it was applied.
    pub applied_at: Option<String>,
    /// What became of its rows.
    pub summary: Summary,
}

impl SourceFacts {
    /// True for a list that was made up for tests.
    pub fn is_synthetic(&self) -> bool {
        self.list.starts_with("synthetic")
    }

    /// The latest date of the list that is known.
    pub fn latest(&self) -> Option<&str> {
        let dates = self.dates.keys().map(String::as_str);
        dates.chain(self.editions.iter().filter_map(|edition| edition.list_date.as_deref())).max()
    }
}

/// All lists, as of an event of the log.
#[derive(Debug, Default)]
pub struct AllSources {
    /// The last event that is taken into account.
    pub seq: i64,
    /// The lists, those first from which most came.
    pub items: Vec<SourceFacts>,
}

/// Counts what came from which list.
#[derive(Clone)]
pub struct Sources {
    store: Store,
    areas: Areas,
    last: Arc<Mutex<Option<Arc<AllSources>>>>,
}

/// What is read of a record.
#[derive(Deserialize)]
struct Record {
    kind: String,
    area: Option<Area>,
    #[serde(default)]
    sources: Vec<Source>,
}

#[derive(Deserialize)]
struct Area {
    kato: Option<String>,
}

#[derive(Deserialize)]
struct Source {
    list: String,
    title: Option<String>,
    report: Option<String>,
    retrieved_on: Option<String>,
}

impl Sources {
    /// The sources of a store.
    pub fn new(store: Store, areas: Areas) -> Self {
        Self { store, areas, last: Arc::default() }
    }

    /// All lists as they are now.
    pub async fn current(&self) -> Result<Arc<AllSources>, ListError> {
        let seq = LogReader::new(self.store.clone()).last_seq().await?;
        let known = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known.filter(|known| known.seq == seq) {
            return Ok(known);
        }
        let all = Arc::new(AllSources { seq, items: self.count().await? });
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(all.clone());
        Ok(all)
    }

    async fn count(&self) -> Result<Vec<SourceFacts>, ListError> {
        let snapshot = self.store.snapshot().await?;
        let tree = self.areas.tree();
        let mut lists: BTreeMap<String, SourceFacts> = BTreeMap::new();
        let mut after = String::new();
        loop {
            let page = organizations::document_page(&snapshot, &after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after.clone_from(last);
            for (id, document) in page {
                let record: Record = serde_json::from_str(&document)?;
                let Ok(id) = id.parse() else { continue };
                let kato = record.area.and_then(|area| area.kato?.parse::<KatoCode>().ok());
                let region = kato.and_then(|kato| Some(tree.chain(&kato).first()?.kato.to_string()));
                add(&mut lists, id, &record.kind, region.as_deref(), record.sources);
            }
        }
        for batch in store::batches(&snapshot).await?.into_iter().filter(|batch| batch.state == "applied") {
            let facts = lists.entry(batch.list.clone()).or_default();
            facts.title = facts.title.take().or_else(|| batch.title.clone());
            facts.report = facts.report.take().or_else(|| batch.report.clone());
            facts.editions.push(edition(batch)?);
        }
        let mut items: Vec<SourceFacts> =
            lists.into_iter().map(|(list, facts)| SourceFacts { list, ..facts }).collect();
        items.sort_by_key(|facts| std::cmp::Reverse(facts.records.len()));
        Ok(items)
    }
}

fn add(
    lists: &mut BTreeMap<String, SourceFacts>,
    id: OrganizationId,
    kind: &str,
    region: Option<&str>,
    sources: Vec<Source>,
) {
    let mut dates: Vec<(String, String)> = Vec::new();
    for source in sources {
        let facts = lists.entry(source.list.clone()).or_default();
        facts.title = facts.title.take().or(source.title);
        facts.report = facts.report.take().or(source.report);
        if facts.records.last() != Some(&id) {
            facts.records.push(id);
            *facts.by_kind.entry(kind.to_owned()).or_default() += 1;
            if let Some(region) = region {
                *facts.by_region.entry(region.to_owned()).or_default() += 1;
            }
        }
        if let Some(date) = source.retrieved_on {
            let key = (source.list, date);
            if !dates.contains(&key) {
                *facts.dates.entry(key.1.clone()).or_default() += 1;
                dates.push(key);
            }
        }
    }
}

fn edition(batch: list_batch::Model) -> Result<Edition, DbErr> {
    let stored: StoredSummary =
        serde_json::from_str(&batch.summary).map_err(|error| DbErr::Type(error.to_string()))?;
    Ok(Edition {
        batch: batch.id,
        list_date: batch.list_date,
        file_digest: batch.file_digest,
        applied_at: batch.applied_at,
        summary: stored.summary,
    })
}
