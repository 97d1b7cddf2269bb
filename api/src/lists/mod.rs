//! Lists: files of many bodies, as ministries, registers and studies write them, and how they become records.
//!
//! `reading` turns any such file into rows; `rows`, `registry` and `matched` let `birlik-search` understand and
//! match them; `saying` is what one row says and `body` what all rows of a body say together; `apply` and
//! `revert` change records, `store` holds batches, rows and changes, `service` is what can be asked.

pub mod reading;

mod apply;
mod batches;
mod bodies;
mod body;
mod columns;
mod contacts;
mod earlier;
mod error;
mod evaluation;
mod incoming;
mod key;
mod matched;
mod platforms;
mod registry;
mod report;
mod revert;
mod routes;
mod rows;
mod saying;
mod service;
mod source;
mod sources;
mod standing;
mod statements;
mod store;

pub use batches::{Batch, Told};
pub use columns::ColumnUse;
pub use error::ListError;
pub use evaluation::{EvaluationError, TrueRow, evaluate, truth};
pub use incoming::{Incoming, digest_of, source_of};
pub use report::{Decision, Reason, Report, ReportRow, Summary, Verdict};
pub use revert::Reverted;
pub use routes::{ListRoutes, SourceDetails, SourceList, Statements};
pub use service::Lists;
pub use source::SourceOfList;
pub use sources::{AllSources, Edition, SourceFacts, Sources};
pub use standing::{RowsShown, Standing};
pub use statements::{FieldStatements, Rule, Statement, statements};
