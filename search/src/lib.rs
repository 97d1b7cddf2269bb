//! Language and finding, without HTTP or SQL.
//!
//! `text` is the one language pipeline: the index, the queries and later the matching read words
//! through it. `index` says what a search engine is for Birlik; `embedded` is the engine that lives
//! in the process (tantivy). This crate knows neither the store nor the service: `api` hands it
//! [`OrganizationDocument`]s made from the event log and asks [`SearchRequest`]s.

pub mod embedded;
pub mod index;
pub mod text;

pub use embedded::EmbeddedIndex;
pub use index::{
    Change, Cursor, FacetCount, FacetField, Filters, Head, IndexedName, OrganizationDocument, SearchError,
    SearchHit, SearchIndex, SearchPage, SearchRequest, Sort,
};
