//! Language and finding, without HTTP or SQL.
//!
//! `text` is the one language pipeline: the index, the queries and the matching read words through it;
//! `query` reads what a person typed. `index` says what a search engine is for Birlik; `finding` is how a
//! query becomes an answer, whatever the engine; `embedded` is the engine that lives in the process (tantivy),
//! `meilisearch` the one on a server. `matching` finds which rows of dirty lists are one body.
//! This crate knows neither the store nor the service: `api` hands it [`OrganizationDocument`]s made from
//! the event log and asks [`SearchRequest`]s.

#![cfg_attr(
    not(feature = "engines"),
    allow(dead_code, unused_imports, reason = "some of it is for engines alone")
)]

#[cfg(feature = "engines")]
pub mod embedded;
mod finding;
pub mod index;
mod interpretation;
pub mod matching;
#[cfg(feature = "engines")]
pub mod meilisearch;
#[cfg(any(test, fuzzing))]
pub mod promises;
pub mod query;
pub mod text;
mod vocabulary;

#[cfg(feature = "engines")]
pub use embedded::EmbeddedIndex;
pub use index::{
    Change, Correction, Cursor, FacetCount, FacetField, Filters, Head, Highlight, IndexedName,
    Interpretation, OrganizationDocument, Part, SearchError, SearchHit, SearchIndex, SearchPage,
    SearchRequest, Sort, SuggestRequest, Suggestion, SuggestionTarget, Translation, Vocabulary,
    VocabularyArea, VocabularyCode,
};
#[cfg(feature = "engines")]
pub use meilisearch::MeilisearchIndex;
