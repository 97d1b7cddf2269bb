//! The service as its users meet it: over HTTP and on the command line, on both stores.
//!
//! A file a feature; what they share is in `support/`. Nothing here looks into the program but to break its
//! store on purpose.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops")]
#![allow(
    clippy::assigning_clones,
    clippy::cast_precision_loss,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "plain beats quick in a test"
)]

mod support;

mod areas;
mod attacks;
mod backup;
mod codes;
mod command;
mod delivery;
mod desk;
mod export;
mod history;
mod import;
mod institutions;
mod jobs;
mod kill;
mod lists;
mod log;
mod merging;
mod openapi;
mod oracle;
mod organizations;
mod pages;
mod privacy;
mod problems;
mod search;
mod statistics;
mod study_lists;
