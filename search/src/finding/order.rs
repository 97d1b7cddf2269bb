//! The order of a result, and the place of a hit in it.
//!
//! The place of a hit is a number (its relevance or its time of change, turned so that smaller
//! comes first) and a key that no other document has. `paging` carries places between requests.

use crate::index::Sort;

/// Steps of relevance in a point: finer differences come from rounding and do not decide.
const STEPS: f32 = 64.0;

/// Stands between the collation key and the id in a key; below every character of either.
pub(crate) const KEY_END: char = '\u{1}';

/// The order of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Best first, equal ones by Kazakh name.
    Score,
    /// Last changed first, equal ones by id.
    Updated,
    /// By Kazakh name.
    NameKk,
    /// By Russian name.
    NameRu,
    /// By English name.
    NameEn,
}

impl Order {
    /// The order that a request means.
    pub(crate) fn of(sort: Sort, has_words: bool) -> Order {
        match sort {
            Sort::Relevance if has_words => Order::Score,
            Sort::Relevance | Sort::NameKk => Order::NameKk,
            Sort::NameRu => Order::NameRu,
            Sort::NameEn => Order::NameEn,
            Sort::Updated => Order::Updated,
        }
    }
}

/// Where a hit stands in a result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) rank: u64,
    pub(crate) key: String,
}

/// A hit of a page.
#[derive(Debug)]
pub(crate) struct Entry<At> {
    pub(crate) place: Place,
    pub(crate) score: f32,
    /// Where the engine keeps it.
    pub(crate) at: At,
}

impl<At> Entry<At> {
    /// The document's id, which ends each key.
    pub(crate) fn id(&self) -> &str {
        self.place.key.split_once(KEY_END).map_or(self.place.key.as_str(), |(_, id)| id)
    }
}

/// The first hits after a place, in order, and how many there are in all.
#[derive(Debug)]
pub(crate) struct Page<At> {
    pub(crate) total: u64,
    pub(crate) entries: Vec<Entry<At>>,
}

impl<At> Default for Page<At> {
    fn default() -> Page<At> {
        Page { total: 0, entries: Vec::new() }
    }
}

/// The rank of a relevance in steps.
pub(crate) fn rank_of(steps: u64) -> u64 {
    u64::MAX - steps
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a score is small and not negative"
)]
pub(crate) fn steps(score: f32) -> u64 {
    (score * STEPS + 0.5) as u64
}

#[expect(clippy::cast_precision_loss, reason = "it was rounded from such a number")]
pub(crate) fn points(steps: u64) -> f32 {
    steps as f32 / STEPS
}
