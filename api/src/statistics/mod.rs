//! The registry in numbers, counted live.
//!
//! Counts come from the same index as the lists, so that a number and the list behind its link agree; they
//! are kept until the index moves on.

mod routes;
mod service;

pub use routes::{StatisticsDocument, StatisticsRoutes};
pub use service::{Figures, Statistics};
