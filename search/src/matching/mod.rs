//! Understands the rows of dirty lists and finds which of them are one body.
//!
//! `understand` makes typed facts of the raw text of a row; `Matcher` puts rows together, and with the
//! records of the registry; `names` compares names alone. Pure: no I/O, no clock, no store. The
//! importer calls it and keeps what a person must decide; the weights are in a table under `data/`.

mod areas;
pub mod bin;
mod blocking;
mod clusters;
mod compare;
mod conflicts;
mod contacts;
mod dates;
mod decisions;
mod education;
pub mod evaluation;
mod facts;
mod input;
mod lexicon;
mod mailboxes;
mod matcher;
mod name;
pub mod names;
mod profile;
mod spelling;
#[cfg(test)]
mod tests;
mod understand;
mod weights;
mod word;

pub use bin::BinState;
pub use clusters::Thresholds;
pub use compare::{Comparison, Evidence, Outcome};
pub use conflicts::Conflict;
pub use contacts::{Contact, ContactDigest, DigestKey};
pub use dates::PartialDate;
pub use facts::{
    AreaFacts, Column, Education, EducationReason, EducationVerdict, HostFacts, NameFacts, NameLang, Note,
    NoteCode, RowFacts,
};
pub use input::RowInput;
pub use lexicon::Lexicon;
pub use mailboxes::miswritten_mailboxes;
pub use matcher::{Cluster, Competitor, Decision, KnownBodies, MatchConfig, Matcher, Matching, RowMatch};
pub use understand::{RowReader, understand, understand_all};
pub use weights::{Feature, Weight, Weights};
