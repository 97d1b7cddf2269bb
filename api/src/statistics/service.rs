//! Counting.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use birlik_entity::Country;
use birlik_search::{FacetCount, FacetField, Filters, SearchError, SearchIndex, SearchRequest};

use crate::areas::Areas;

/// How many bodies the registry has, by what they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// The last event that the figures take into account.
    pub seq: i64,
    /// Bodies of Kazakhstan.
    pub total: u64,
    /// Those that are confirmed by more than a list.
    pub confirmed: u64,
    /// References to bodies of other countries; in no other figure.
    pub abroad: u64,
    /// By kind.
    pub by_kind: Vec<FacetCount>,
    /// By level.
    pub by_level: Vec<FacetCount>,
    /// By region, as KATO code; all twenty, also those without a body.
    pub by_region: Vec<FacetCount>,
    /// By level of confirmation.
    pub by_confirmed: Vec<FacetCount>,
    /// By status.
    pub by_status: Vec<FacetCount>,
}

/// Counts the bodies of an index.
#[derive(Clone)]
pub struct Statistics {
    index: Arc<dyn SearchIndex>,
    areas: Areas,
    last: Arc<Mutex<Option<Arc<Figures>>>>,
}

impl Statistics {
    /// The statistics of an index.
    pub fn new(index: Arc<dyn SearchIndex>, areas: Areas) -> Self {
        Self { index, areas, last: Arc::default() }
    }

    /// The figures of now.
    pub async fn current(&self) -> Result<Arc<Figures>, SearchError> {
        let seq = self.index.head().await?.seq;
        let known = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(figures) = known.filter(|figures| figures.seq == seq && seq > 0) {
            return Ok(figures);
        }
        let figures = Arc::new(self.count().await?);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(figures.clone());
        Ok(figures)
    }

    async fn count(&self) -> Result<Figures, SearchError> {
        let kazakhstan = Country::KAZAKHSTAN.to_string();
        let facets = vec![
            FacetField::Kind,
            FacetField::Level,
            FacetField::Area,
            FacetField::Confirmed,
            FacetField::Status,
            FacetField::Country,
        ];
        let filters = Filters { country: vec![kazakhstan.clone()], ..Filters::default() };
        let mut page =
            self.index.search(SearchRequest { filters, facets, ..SearchRequest::default() }).await?;
        let mut take = |field| page.facets.remove(&field).unwrap_or_default();
        let by_area: BTreeMap<String, u64> =
            take(FacetField::Area).into_iter().map(|count| (count.value, count.count)).collect();
        let by_confirmed = take(FacetField::Confirmed);
        let tree = self.areas.tree();
        Ok(Figures {
            seq: page.seq,
            total: page.total,
            confirmed: by_confirmed
                .iter()
                .filter(|count| count.value != "imported")
                .map(|count| count.count)
                .sum(),
            abroad: take(FacetField::Country)
                .iter()
                .filter(|count| count.value != kazakhstan)
                .map(|count| count.count)
                .sum(),
            by_kind: take(FacetField::Kind),
            by_level: take(FacetField::Level),
            by_region: tree
                .regions()
                .map(|region| {
                    let value = region.kato.to_string();
                    FacetCount { count: by_area.get(&value).copied().unwrap_or(0), value }
                })
                .collect(),
            by_status: take(FacetField::Status),
            by_confirmed,
        })
    }
}
