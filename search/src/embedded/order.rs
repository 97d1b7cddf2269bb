//! Collects one page of hits in a given order, and counts them all.
//!
//! The place of a hit is a number (its relevance or its time of change, turned so that smaller
//! comes first) and a key that no other document has. Within a segment keys are compared by
//! ordinal; only the page itself becomes text. A page starts strictly after a place, wherever that
//! place now is. Called by the engine's `search`; `paging` carries places between requests.

use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn, TermOrdHit};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, i64_to_u64};

use super::ranked::Floor;
use super::schema::{ID, KEY_END, SORT_EN, SORT_KK, SORT_RU, UPDATED};
use crate::index::Sort;

/// Steps of relevance in a point: finer differences come from rounding and do not decide.
const STEPS: f32 = 64.0;

/// The order of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Best first, equal ones by Kazakh name.
    Score,
    /// Last changed first, equal ones by id.
    Updated,
    /// By the keys of a sort column.
    Key(&'static str),
}

impl Order {
    /// The order that a request means.
    pub(super) fn of(sort: Sort, has_words: bool) -> Order {
        match sort {
            Sort::Relevance if has_words => Order::Score,
            Sort::Relevance | Sort::NameKk => Order::Key(SORT_KK),
            Sort::NameRu => Order::Key(SORT_RU),
            Sort::NameEn => Order::Key(SORT_EN),
            Sort::Updated => Order::Updated,
        }
    }

    fn key_column(self) -> &'static str {
        match self {
            Order::Score => SORT_KK,
            Order::Updated => ID,
            Order::Key(column) => column,
        }
    }
}

/// Where a hit stands in a result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) rank: u64,
    pub(super) key: String,
}

/// A hit of a page.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) score: f32,
    pub(super) address: DocAddress,
}

impl Entry {
    /// The document's id, which ends each key.
    pub(super) fn id(&self) -> &str {
        self.place.key.split_once(KEY_END).map_or(self.place.key.as_str(), |(_, id)| id)
    }
}

/// The first hits after a place, in order, and how many there are in all.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) total: u64,
    pub(super) entries: Vec<Entry>,
}

/// Collects a [`Page`].
pub(super) struct PageCollector {
    pub(super) order: Order,
    /// Only hits strictly after this place.
    pub(super) after: Option<Place>,
    /// How many hits at most.
    pub(super) take: usize,
    /// True where hits have a score.
    pub(super) scored: bool,
    /// Where to say which hits cannot come onto the page any more.
    pub(super) floor: Option<Floor>,
}

impl Collector for PageCollector {
    type Fruit = Page;
    type Child = SegmentPage;

    fn for_segment(&self, number: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentPage> {
        let columns = segment.fast_fields();
        let keys = columns.str(self.order.key_column())?;
        let updated = match self.order {
            Order::Updated => columns.column_opt(UPDATED)?,
            Order::Score | Order::Key(_) => None,
        };
        let after = match (&self.after, &keys) {
            (Some(place), Some(keys)) => Some((place.rank, first_after(keys, &place.key)?)),
            _ => None,
        };
        Ok(SegmentPage {
            number,
            order: self.order,
            updated,
            keys,
            after,
            take: self.take,
            total: 0,
            best: BinaryHeap::new(),
            floor: self.floor.clone().filter(|_| self.order == Order::Score),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scored
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Page>>) -> tantivy::Result<Page> {
        let mut whole = Page::default();
        for segment in segments {
            let segment = segment?;
            whole.total += segment.total;
            whole.entries.extend(segment.entries);
        }
        whole.entries.sort_by(|left, right| left.place.cmp(&right.place));
        whole.entries.truncate(self.take);
        Ok(whole)
    }
}

/// The ordinal from which on keys come after this one.
fn first_after(keys: &StrColumn, key: &str) -> tantivy::Result<u64> {
    Ok(match keys.dictionary().term_ord_or_next(key)? {
        TermOrdHit::Exact(ord) => ord + 1,
        TermOrdHit::Next(ord) => ord,
    })
}

/// The first hits within a segment.
pub(super) struct SegmentPage {
    number: SegmentOrdinal,
    order: Order,
    updated: Option<Column<i64>>,
    keys: Option<StrColumn>,
    /// Rank of the place to start after, and the first ordinal after its key.
    after: Option<(u64, u64)>,
    take: usize,
    total: u64,
    /// Rank, ordinal of the key, steps of relevance, document; the last in order on top.
    best: BinaryHeap<(u64, u64, u64, DocId)>,
    floor: Option<Floor>,
}

impl SegmentPage {
    fn offer(&mut self, candidate: (u64, u64, u64, DocId)) {
        if self.best.len() < self.take {
            self.best.push(candidate);
        } else if let Some(mut last) = self.best.peek_mut()
            && candidate < *last
        {
            *last = candidate;
        }
        if self.best.len() == self.take
            && let (Some(floor), Some((_, _, steps, _))) = (&self.floor, self.best.peek())
        {
            // A step lower, so that rounding does not decide.
            floor.raise(points(steps.saturating_sub(1)));
        }
    }
}

impl SegmentCollector for SegmentPage {
    type Fruit = tantivy::Result<Page>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let steps = steps(score);
        let rank = match self.order {
            Order::Score => u64::MAX - steps,
            Order::Updated => {
                u64::MAX - i64_to_u64(self.updated.as_ref().and_then(|times| times.first(doc)).unwrap_or(0))
            }
            Order::Key(_) => 0,
        };
        // The key of a hit that comes after the whole page need not be read.
        if self.best.len() >= self.take && self.best.peek().is_some_and(|last| rank > last.0) {
            return;
        }
        let Some(key) = self.keys.as_ref().and_then(|keys| keys.ords().first(doc)) else { return };
        if self.after.is_none_or(|after| (rank, key) >= after) {
            self.offer((rank, key, steps, doc));
        }
    }

    fn harvest(self) -> tantivy::Result<Page> {
        let mut best = self.best.into_vec();
        best.sort_unstable_by_key(|(_, ord, _, _)| *ord);
        let ords: Vec<u64> = best.iter().map(|(_, ord, _, _)| *ord).collect();
        let mut found = best.into_iter();
        let mut entries = Vec::with_capacity(ords.len());
        if let Some(keys) = &self.keys {
            keys.dictionary().sorted_ords_to_term_cb(&ords, |key| {
                if let Some((rank, _, steps, doc)) = found.next() {
                    let address = DocAddress::new(self.number, doc);
                    let key = String::from_utf8_lossy(key).into_owned();
                    entries.push(Entry { place: Place { rank, key }, score: points(steps), address });
                }
            })?;
        }
        Ok(Page { total: self.total, entries })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a score is small and not negative"
)]
fn steps(score: Score) -> u64 {
    (score * STEPS + 0.5) as u64
}

#[expect(clippy::cast_precision_loss, reason = "it was rounded from such a number")]
fn points(steps: u64) -> f32 {
    steps as f32 / STEPS
}
