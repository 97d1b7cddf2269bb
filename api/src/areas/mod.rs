//! The areas of Kazakhstan: the classifier KATO as a tree, with former names and abbreviations.
//!
//! Areas are rows and events like everything else; the tree of all of them is small and is kept in memory
//! ([`Areas::tree`]), read anew when the log tells of a change.

mod csv;
mod model;
mod routes;
mod service;
mod store;
#[cfg(test)]
mod tests;
mod tree;

pub use csv::{CsvError, RowError, shipped};
pub use model::{Area, AreaAlias, AreaNames, Tile};
pub use routes::{AreaList, AreaRoutes};
pub use service::{AreaError, AreaImport, Areas};
pub use tree::AreaTree;
