//! Why a list could not be taken, applied or reverted.

use std::io;

use sea_orm::DbErr;

/// Why a list could not be taken, applied or reverted.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// There is no such batch.
    #[error("there is no batch {0}; `birlik lists` shows those there are")]
    NoSuchBatch(String),
    /// The batch is not in the state for this.
    #[error("the batch {id} is {state}; expected one that is {expected}")]
    WrongState {
        /// The batch.
        id: String,
        /// Its state.
        state: String,
        /// What it would have to be.
        expected: &'static str,
    },
    /// There is no such row in review.
    #[error("row {row} of batch {batch} is not in review, or was applied already")]
    NotInReview {
        /// The batch.
        batch: String,
        /// The row.
        row: u32,
    },
    /// The name of the list cannot be one.
    #[error(
        "`{0}` cannot be the name of a list: expected up to 60 letters, digits, hyphens, underscores and full stops, such as ngo-register"
    )]
    BadName(String),
    /// The answers are in a report of another list or another file.
    #[error("the answers are in a report of {found}; expected one of {expected}")]
    OtherReport {
        /// What the report is of.
        found: String,
        /// What is imported.
        expected: String,
    },
    /// The key of contacts cannot be read.
    #[error("the key by which contacts are digested cannot be used: {0}")]
    Key(#[from] io::Error),
    /// The matching was broken off.
    #[error("the matching was broken off: {0}")]
    Matching(String),
    /// The store failed; nothing of the list was taken.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// What is stored cannot be read.
    #[error("a stored row cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}
