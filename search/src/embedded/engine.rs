//! What tantivy answers to the questions of finding, from one state of the index.

use tantivy::query::EnableScoring;
use tantivy::{DocAddress, DocSet as _, Searcher, TERMINATED};

use super::facets::FacetCollector;
use super::order::PageCollector;
use super::query::{selection, without, words};
use super::ranked::Ranked;
use super::schema::Fields;
use super::{spelling, stored};
use crate::finding::{self, Counts, Engine, Listing, Page, Partly, Record, TermField, Wanted, Ways, Words};
use crate::index::{FacetField, Filters, IndexedName, SearchError};

/// One state of the index.
pub(super) struct State<'a> {
    pub(super) searcher: Searcher,
    pub(super) fields: &'a Fields,
}

impl Engine for State<'_> {
    type At = DocAddress;

    fn documents(&self) -> Result<u64, SearchError> {
        Ok(self.searcher.num_docs())
    }

    fn frequency(&self, ways: &Ways) -> Result<u64, SearchError> {
        Ok(spelling::frequency(&self.searcher, self.fields, ways)?)
    }

    fn known(&self, words: &[Ways]) -> Result<Vec<bool>, SearchError> {
        words.iter().map(|ways| Ok(spelling::is_known(&self.searcher, self.fields, ways)?)).collect()
    }

    fn alike(
        &self,
        field: TermField,
        word: &str,
        edits: u8,
        most: usize,
    ) -> Result<Vec<String>, SearchError> {
        Ok(spelling::alike(&self.searcher, self.fields.of(field), word, edits, most)?)
    }

    fn finds(&self, wanted: &Wanted) -> Result<bool, SearchError> {
        let unscored = EnableScoring::disabled_from_searcher(&self.searcher);
        let weight = words(self.fields, wanted).weight(unscored)?;
        for segment in self.searcher.segment_readers() {
            let mut found = weight.scorer(segment, 1.0)?;
            while found.doc() != TERMINATED {
                if !segment.is_deleted(found.doc()) {
                    return Ok(true);
                }
                found.advance();
            }
        }
        Ok(false)
    }

    fn most_weight(&self, partly: Partly, filters: &Filters) -> Result<Option<f32>, SearchError> {
        let wanted = Wanted { words: Words::Partly(partly), signs: None };
        let query = selection(self.fields, Some(words(self.fields, &wanted)), filters, None);
        let top = tantivy::collector::TopDocs::with_limit(1).order_by_score();
        Ok(self.searcher.search(&query, &top)?.first().map(|(score, _)| *score))
    }

    fn collect(
        &self,
        wanted: Option<&Wanted>,
        listing: &Listing<'_>,
    ) -> Result<(Page<DocAddress>, Counts), SearchError> {
        let mut floor = None;
        let query = wanted.map(|wanted| {
            let query = words(self.fields, wanted);
            floor = query.downcast_ref().map(|ranked: &Ranked| ranked.floor.clone());
            match listing.except {
                Some(id) => without(self.fields, query, id),
                None => query,
            }
        });
        let words = || query.as_ref().map(|query| query.box_clone());
        // A field with a filter of its own is counted apart, without that filter.
        let is_apart = |facet: &&FacetField| finding::is_filtered(listing.filters, **facet);
        let (apart, beside): (Vec<FacetField>, Vec<FacetField>) = listing.facets.iter().partition(is_apart);
        let pages = PageCollector {
            order: listing.order,
            after: listing.after.clone(),
            take: listing.take,
            scored: wanted.is_some(),
            floor,
        };
        let facets = (!beside.is_empty()).then(|| FacetCollector::new(beside));
        let selected = selection(self.fields, words(), listing.filters, None);
        let (page, counts) = self.searcher.search(&selected, &(pages, facets))?;
        let mut counts: Counts = counts.unwrap_or_default();
        for facet in apart {
            let selected = selection(self.fields, words(), listing.filters, Some(facet));
            counts.extend(self.searcher.search(&selected, &FacetCollector::new(vec![facet]))?);
        }
        Ok((page, counts))
    }

    fn names(&self, at: &DocAddress) -> Result<Vec<IndexedName>, SearchError> {
        stored::names(&self.searcher, self.fields, *at)
    }

    fn record(&self, id: &str) -> Result<Option<Record>, SearchError> {
        let Some(address) = stored::find(&self.searcher, self.fields, id)? else { return Ok(None) };
        let names = stored::names(&self.searcher, self.fields, address)?;
        Ok(Some(Record { codes: stored::codes(&self.searcher, address)?, names }))
    }
}
