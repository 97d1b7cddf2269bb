//! The event log: what happened to the registry, numbered without gaps and chained by hashes.
//!
//! [`Write`] is the write path of the whole program: it holds the one write transaction, and whatever is
//! changed in it is appended as an event before it commits. Everything else (search index, history, "as
//! of", statistics) is read from here and can be rebuilt. The layout of digest and hash is in
//! `docs/log.md`, so that the log can be checked without this program.

mod copies;
mod erase;
mod model;
mod rules;
mod service;
mod store;
mod verify;
mod write;

pub use erase::{EraseError, erase};
pub use model::{LogEntry, Subject, Verb};
pub use service::LogReader;
pub use store::Step;
pub use verify::{Broken, Verified, verify};
pub(crate) use write::insert_many;
pub use write::{SYSTEM_ACTOR, Write};

/// Version of the shape of payloads written today.
pub const SCHEMA_VERSION: i32 = 1;
