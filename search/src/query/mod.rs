//! Reads what a person typed: words, numbers, places, kinds, subjects, and how sure each is.
//!
//! A query is read once, without the index: which forms its words have, what they mean, which places
//! they may name. What was understood ranks and never excludes. Engines turn a [`Reading`] into what
//! they can look up; the guesses that need the index (spelling, layout) are theirs to try.

pub mod gazetteer;
mod reading;

pub use gazetteer::{Gazetteer, Place};
pub use reading::{Candidate, Reading, Slot};
