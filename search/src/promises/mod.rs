//! What must hold for any text, query, name and row, however hostile.
//!
//! Each function sends one input through the crate and panics where a promise is broken. The tests below
//! call them with random inputs, so that they do not rot; the targets in `fuzz/` with inputs that the
//! coverage leads to. No part of the program.

#![allow(clippy::missing_panics_doc, reason = "to panic is what these are for")]

mod finding;
mod matching;
mod query;
mod shelf;
#[cfg(test)]
mod tests;
mod text;

pub use finding::check_finding;
pub use matching::{check_names, check_row};
pub use query::check_query;
pub use text::check_text;
