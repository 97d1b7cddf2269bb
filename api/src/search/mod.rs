//! Keeping the search index in step with the log.
//!
//! [`Follower`] is the only feeder of an index: it reads which subjects the log names after the number that
//! the index holds, and writes or removes their documents as the store has them now. [`Engines`] answers from
//! the engine that can.

mod engines;
mod follower;
mod vocabulary;

pub use engines::{Engines, Remote};
pub use follower::{FollowError, Follower};
pub(crate) use vocabulary::vocabulary_of;
