//! Organizations: the records that the registry is for.
//!
//! `model` is the record, `read` turns a text into one with located findings, `rules` says what a right
//! record is, `store` holds rows, `import` writes many, `service` answers, `documents` keeps the texts that
//! lists want most, `document` is what the search index sees of a record. The only writers of the
//! `organization` table are in this folder.

mod affiliations;
mod batch;
mod document;
mod documents;
mod export;
mod highlights;
mod history;
mod hosts;
mod import;
mod interpretation;
mod loader;
mod merging;
mod model;
mod moved;
mod read;
mod recognition;
mod records;
mod redirects;
mod routes;
mod rules;
mod schema;
mod service;
mod store;
mod suggestions;

pub use document::document_of;
pub use documents::Documents;
pub use export::export;
pub(crate) use history::changed_fields;
pub use history::{HistoryEntry, Moment};
pub use hosts::refresh_hosts;
pub use import::{ImportError, ImportOptions, ImportProgress, ImportSummary, import};
pub use merging::{Merge, MergeError, Split, merge, merges_of, split};
pub use model::*;
pub use moved::{MergedOrganization, OrMerged};
pub use read::{Finding, Reading, read};
pub(crate) use records::{Changed, Put, around, put, referring_to, remove, restore};
pub(crate) use redirects::Redirects;
pub use routes::{History, OrganizationList, OrganizationRoutes, SimilarOrganizations};
pub use schema::json_schema;
pub use service::{ListPage, ListRequest, Lookup, OrganizationError, OrganizationService, Stored, Units};
pub(crate) use store::{by_bins, document_page, documents, ids_of_area};
pub use suggestions::SuggestionList;
