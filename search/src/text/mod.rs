//! The one language pipeline: what counts as a word, which spellings are the same, what comes first
//! in the Kazakh alphabet.
//!
//! Engines index and read queries through it, the store keeps its collation keys, matching and
//! suggestions compare through it. It is pure: no I/O, no state, no index, and no input, however
//! hostile, makes it panic or run long. Each step is a file of its own.

pub mod collate;
pub mod fold;
pub mod kazakh;
pub mod latin;
pub mod layout;
pub mod phrases;
pub mod spoken;
pub mod stem;
pub mod thesaurus;
pub mod tokens;
pub mod words;

pub use collate::collation_key;
pub use fold::{fold, normalize, repair};
pub use words::{Word, query_words, words};
