//! The engines, asked from outside: what the queries of people find, what the search must show, and
//! what every engine must do alike. One binary, because each one costs a link.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

mod conformance;
mod queries;
#[path = "../shared/mod.rs"]
mod shared;
mod shown;
mod world;
