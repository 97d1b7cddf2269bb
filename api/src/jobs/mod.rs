//! Work that comes up by itself and is to be done by one node of many.
//!
//! A job is a row of the table `job`. A node leases it for a time, does it, and says when it is due again; a
//! lease that runs out is taken over, and a job that fails is tried again after a growing pause. Jobs carry no
//! data: they read what they need, and may run twice.

mod runner;
mod store;
mod verify_log;

pub use runner::Jobs;
pub use store::{JobState, states};
