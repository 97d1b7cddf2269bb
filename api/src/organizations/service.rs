//! Asking for organizations: one, many, lists, units, history.

use std::collections::BTreeMap;
use std::sync::Arc;

use birlik_entity::code::AffiliationType;
use birlik_entity::{Country, OrganizationId};
use birlik_search::{
    Cursor, FacetCount, FacetField, Filters, Highlight, Interpretation, SearchError, SearchIndex,
    SearchRequest, Sort, SuggestRequest, Suggestion,
};
use sea_orm::DbErr;

use super::documents::Documents;
use super::history::{HistoryEntry, Moment, history};
use super::loader::Loader;
use super::model::Organization;
use super::redirects::Redirects;
use super::store;
use crate::clock::{Clock, day_in_astana, timestamp};
use crate::log::{LogReader, Subject, Verb};
use crate::store::Store;

/// Why organizations could not be read.
#[derive(Debug, thiserror::Error)]
pub enum OrganizationError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// The cursor was made for another request.
    #[error("the cursor does not belong to this request")]
    InvalidCursor,
    /// The search engine is not there.
    #[error("the search is unavailable: {0}")]
    SearchUnavailable(String),
    /// A stored document cannot be read.
    #[error("a stored record cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

impl From<SearchError> for OrganizationError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::InvalidCursor => Self::InvalidCursor,
            other => Self::SearchUnavailable(other.to_string()),
        }
    }
}

/// A record as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The record as JSON text.
    pub document: String,
    /// Its version.
    pub version: i64,
}

/// What an id leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// A record.
    There(Stored),
    /// It was found to be the same body as another record.
    Merged {
        /// That record.
        into: OrganizationId,
        /// When: RFC 3339, UTC.
        at: String,
    },
    /// It was taken out of the registry.
    Removed {
        /// When: RFC 3339, UTC.
        at: String,
    },
    /// The registry never had it.
    Unknown,
}

/// Which organizations are asked for.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    /// What a person typed.
    pub query: Option<String>,
    /// Filters; without a country, those of Kazakhstan.
    pub filters: Filters,
    /// Order.
    pub sort: Sort,
    /// How many at most.
    pub limit: usize,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Fields to be counted.
    pub facets: Vec<FacetField>,
    /// True to search for the words exactly as typed.
    pub literal: bool,
    /// True to mark what of each record's names answers the query.
    pub highlight: bool,
}

/// One page of organizations.
#[derive(Debug, Clone, Default)]
pub struct ListPage {
    /// The records.
    pub items: Vec<Organization>,
    /// How many the whole result has.
    pub total: u64,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Counts by field.
    pub facets: BTreeMap<FacetField, Vec<FacetCount>>,
    /// The last event that the answer takes into account.
    pub seq: i64,
    /// True where a result ordered by relevance changed since its first page.
    pub changed_since_cursor: bool,
    /// What was made of the query; `None` where nothing was searched for.
    pub interpretation: Option<Interpretation>,
    /// What of the names answers the query, by record; empty unless asked for.
    pub highlights: BTreeMap<OrganizationId, Vec<Highlight>>,
}

/// One page of organizations as JSON texts.
#[derive(Debug, Clone, Default)]
pub(super) struct DocumentPage {
    pub(super) documents: Vec<Arc<str>>,
    pub(super) total: u64,
    pub(super) next: Option<String>,
    pub(super) facets: BTreeMap<FacetField, Vec<FacetCount>>,
    pub(super) seq: i64,
    pub(super) changed_since_cursor: bool,
    pub(super) interpretation: Option<Interpretation>,
    pub(super) highlights: BTreeMap<OrganizationId, Vec<Highlight>>,
}

/// The bodies that belong to one.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// How many there are.
    pub total: u64,
    /// The first of them, and in what way they belong.
    pub items: Vec<(AffiliationType, Organization)>,
}

/// The organizations of a store, found through an index.
#[derive(Clone)]
pub struct OrganizationService {
    store: Store,
    clock: Arc<dyn Clock>,
    log: LogReader,
    loader: Loader,
    documents: Documents,
    index: Arc<dyn SearchIndex>,
}

impl OrganizationService {
    /// The organizations of a store; to be called inside the runtime. Whoever feeds the index says to
    /// `documents` what changed.
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        documents: Documents,
        index: Arc<dyn SearchIndex>,
    ) -> Self {
        let (log, loader) = (LogReader::new(store.clone()), Loader::start(store.clone()));
        Self { store, clock, log, loader, documents, index }
    }

    /// One record as it is stored.
    pub async fn find(&self, id: OrganizationId) -> Result<Option<Stored>, OrganizationError> {
        Ok(self.loader.load(id).await?)
    }

    /// One record, or what became of it.
    pub async fn look_up(&self, id: OrganizationId) -> Result<Lookup, OrganizationError> {
        if let Some(stored) = self.find(id).await? {
            return Ok(Lookup::There(stored));
        }
        let Some(last) = self.log.last_of(Subject::Organization(id)).await? else {
            return Ok(Lookup::Unknown);
        };
        let into = Redirects::of(self.store.read(), [id]).await?.living(id);
        if into == id {
            return Ok(Lookup::Removed { at: last.at });
        }
        if self.find(into).await?.is_some() {
            return Ok(Lookup::Merged { into, at: last.at });
        }
        let removed = self.log.last_of(Subject::Organization(into)).await?;
        Ok(Lookup::Removed { at: removed.map_or(last.at, |event| event.at) })
    }

    /// One record, or what had become of it, as the registry knew it at a moment.
    pub async fn look_up_as_of(
        &self,
        id: OrganizationId,
        moment: &Moment,
    ) -> Result<Lookup, OrganizationError> {
        let event = self.log.before(Subject::Organization(id), moment.end()).await?;
        let Some(event) = event else { return Ok(Lookup::Unknown) };
        let payload: serde_json::Value = serde_json::from_str(&event.payload)?;
        if !Verb::gone_words().contains(&event.verb.as_str()) {
            let version = payload["version"].as_i64().unwrap_or(1);
            return Ok(Lookup::There(Stored { document: event.payload, version }));
        }
        let into = payload["merged"].as_str().and_then(|into| into.parse().ok());
        Ok(match into {
            Some(into) => Lookup::Merged { into, at: event.at },
            None => Lookup::Removed { at: event.at },
        })
    }

    /// One record.
    pub async fn record(&self, id: OrganizationId) -> Result<Option<Organization>, OrganizationError> {
        let stored = self.find(id).await?;
        Ok(stored.map(|stored| serde_json::from_str(&stored.document)).transpose()?)
    }

    /// Records in the order of these ids; those that are not there are left out.
    pub async fn records(&self, ids: &[OrganizationId]) -> Result<Vec<Organization>, OrganizationError> {
        let documents = store::documents(self.store.read(), ids.iter().copied()).await?;
        let in_order = ids.iter().filter_map(|id| documents.get(id));
        Ok(in_order.map(|document| serde_json::from_str(document)).collect::<Result<_, _>>()?)
    }

    /// One page of a list or a search.
    pub async fn list(&self, request: ListRequest) -> Result<ListPage, OrganizationError> {
        let page = self.list_documents(request).await?;
        Ok(ListPage {
            items: page
                .documents
                .iter()
                .map(|document| serde_json::from_str(document))
                .collect::<Result<_, _>>()?,
            total: page.total,
            next: page.next,
            facets: page.facets,
            seq: page.seq,
            changed_since_cursor: page.changed_since_cursor,
            interpretation: page.interpretation,
            highlights: page.highlights,
        })
    }

    /// One page of a list or a search, as JSON texts.
    pub(super) async fn list_documents(
        &self,
        request: ListRequest,
    ) -> Result<DocumentPage, OrganizationError> {
        let mut filters = request.filters;
        if filters.country.is_empty() {
            filters.country.push(Country::KAZAKHSTAN.to_string());
        }
        let page = self
            .index
            .search(SearchRequest {
                query: request.query,
                filters,
                sort: request.sort,
                limit: request.limit,
                cursor: request.cursor.map(Cursor),
                facets: request.facets,
                literal: request.literal,
                highlight: request.highlight,
            })
            .await?;
        let ids: Vec<OrganizationId> = page.hits.iter().filter_map(|hit| hit.id.parse().ok()).collect();
        let marked = page.hits.into_iter().filter(|hit| !hit.highlights.is_empty());
        let highlights = marked.filter_map(|hit| Some((hit.id.parse().ok()?, hit.highlights))).collect();
        Ok(DocumentPage {
            documents: self.documents.in_order(&ids).await?,
            total: page.total,
            next: page.next.map(|cursor| cursor.0),
            facets: page.facets,
            seq: page.seq,
            changed_since_cursor: page.changed_since_cursor,
            interpretation: page.interpretation,
            highlights,
        })
    }

    /// What a person may be about to type.
    pub async fn suggest(&self, request: SuggestRequest) -> Result<Vec<Suggestion>, OrganizationError> {
        Ok(self.index.suggest(request).await?)
    }

    /// Records like one, the likest first, itself left out.
    pub async fn similar(
        &self,
        id: OrganizationId,
        limit: usize,
    ) -> Result<Vec<Organization>, OrganizationError> {
        let documents = self.similar_documents(id, limit).await?;
        Ok(documents.iter().map(|document| serde_json::from_str(document)).collect::<Result<_, _>>()?)
    }

    /// Records like one, as JSON texts.
    pub(super) async fn similar_documents(
        &self,
        id: OrganizationId,
        limit: usize,
    ) -> Result<Vec<Arc<str>>, OrganizationError> {
        let hits = self.index.more_like_this(&id.to_string(), limit).await?;
        let ids: Vec<OrganizationId> = hits.iter().filter_map(|hit| hit.id.parse().ok()).collect();
        Ok(self.documents.in_order(&ids).await?)
    }

    /// The bodies that now belong to one, the first `limit` of them by id.
    pub async fn units(&self, id: OrganizationId, limit: u64) -> Result<Units, OrganizationError> {
        let today = day_in_astana(&timestamp(self.clock.now()));
        let (rows, total) = store::belonging_to(self.store.read(), id, &today, limit).await?;
        let mut documents = store::documents(self.store.read(), rows.iter().map(|(id, _)| *id)).await?;
        let mut items = Vec::with_capacity(rows.len());
        for (id, affiliation_type) in rows {
            if let Some(document) = documents.remove(&id) {
                items.push((affiliation_type, serde_json::from_str(&document)?));
            }
        }
        Ok(Units { total, items })
    }

    /// The history of a record, the newest change first; empty where there is no such record.
    pub async fn history(&self, id: OrganizationId) -> Result<Vec<HistoryEntry>, OrganizationError> {
        Ok(history(self.log.of_subject(Subject::Organization(id)).await?))
    }
}
