//! What an engine brings: counting, looking words up, collecting pages.
//!
//! The steps from a query to an answer are the same for all engines; they ask these questions. Calls
//! block: they are made from threads that may.

use std::collections::BTreeMap;

use super::order::{Order, Page, Place};
use super::terms::{Partly, TermField, Wanted, Ways};
use crate::index::{FacetField, Filters, IndexedName, SearchError};

/// Counts by field and value.
pub(crate) type Counts = BTreeMap<FacetField, BTreeMap<String, u64>>;

/// What is to be collected.
#[derive(Debug, Clone)]
pub(crate) struct Listing<'a> {
    pub(crate) filters: &'a Filters,
    /// Fields to count, each without its own filter.
    pub(crate) facets: &'a [FacetField],
    pub(crate) order: Order,
    /// Only hits strictly after this place.
    pub(crate) after: Option<Place>,
    /// How many hits at most.
    pub(crate) take: usize,
    /// The document with this id is left out.
    pub(crate) except: Option<&'a str>,
    /// True where names of the hits will be asked for.
    pub(crate) with_names: bool,
}

/// What an engine keeps of an organization and is compared with others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    pub(crate) codes: Vec<(TermField, String)>,
    pub(crate) names: Vec<IndexedName>,
}

/// One state of an index, to be asked.
pub(crate) trait Engine {
    /// Where a hit is kept.
    type At;

    /// How many documents there are.
    fn documents(&self) -> Result<u64, SearchError>;

    /// In how many documents a word is found by its commonest way.
    fn frequency(&self, ways: &Ways) -> Result<u64, SearchError>;

    /// Which of these words any document has.
    fn known(&self, words: &[Ways]) -> Result<Vec<bool>, SearchError> {
        words.iter().map(|ways| Ok(self.frequency(ways)? > 0)).collect()
    }

    /// Words of a field at most `edits` away from this one, two letters changing places being one; the
    /// commonest first, `most` of them.
    fn alike(&self, field: TermField, word: &str, edits: u8, most: usize)
    -> Result<Vec<String>, SearchError>;

    /// True where any document is wanted, whatever the filters.
    fn finds(&self, wanted: &Wanted) -> Result<bool, SearchError>;

    /// The most that the words of a document which the filters select weigh together; `None` where
    /// none has enough.
    fn most_weight(&self, partly: Partly, filters: &Filters) -> Result<Option<f32>, SearchError>;

    /// The page and the counts of what is wanted and the filters select; of everything that the filters
    /// select where nothing is wanted.
    fn collect(
        &self,
        wanted: Option<&Wanted>,
        listing: &Listing<'_>,
    ) -> Result<(Page<Self::At>, Counts), SearchError>;

    /// The names of a hit, in the record's order.
    fn names(&self, at: &Self::At) -> Result<Vec<IndexedName>, SearchError>;

    /// What is kept of an organization; `None` where there is none with this id.
    fn record(&self, id: &str) -> Result<Option<Record>, SearchError>;
}
