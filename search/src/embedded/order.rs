//! Collects one page of hits in a given order, and counts them all.
//!
//! Within a segment keys are compared by ordinal; only the page itself becomes text. A page starts
//! strictly after a place, wherever that place now is. Called by the engine's `collect`.

use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn, TermOrdHit};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, i64_to_u64};

use super::ranked::Floor;
use super::schema::{ID, SORT_EN, SORT_KK, SORT_RU, UPDATED};
use crate::finding::{Entry, Order, Place, points, rank_of, steps};

/// The first hits after a place, in order.
type Page = crate::finding::Page<DocAddress>;

/// The column of keys.
fn key_column(order: Order) -> &'static str {
    match order {
        Order::Score | Order::NameKk => SORT_KK,
        Order::NameRu => SORT_RU,
        Order::NameEn => SORT_EN,
        Order::Updated => ID,
    }
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
        let keys = columns.str(key_column(self.order))?;
        let updated = match self.order {
            Order::Updated => columns.column_opt(UPDATED)?,
            _ => None,
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
            Order::Score => rank_of(steps),
            Order::Updated => {
                u64::MAX - i64_to_u64(self.updated.as_ref().and_then(|times| times.first(doc)).unwrap_or(0))
            }
            _ => 0,
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
                    let at = DocAddress::new(self.number, doc);
                    let key = String::from_utf8_lossy(key).into_owned();
                    entries.push(Entry { place: Place { rank, key }, score: points(steps), at });
                }
            })?;
        }
        Ok(Page { total: self.total, entries })
    }
}
