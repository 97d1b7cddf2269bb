//! What ranks a document besides the words it has: signs that it is the one meant.
//!
//! The query inside decides which documents match. A sign adds to the score of documents that bear
//! it, the best of its group only; short names get a little more than long ones. Signs are looked at
//! for matching documents only, and not for those that cannot come onto the page any more.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, Term};

use super::ways::explained;
use crate::finding::shortness;

/// What names are worth by their length as the index keeps it, in one byte.
static WORTH: LazyLock<[Score; 256]> = LazyLock::new(|| {
    std::array::from_fn(|id| {
        let length = u8::try_from(id).map_or(u32::MAX, FieldNormReader::id_to_fieldnorm);
        shortness(length)
    })
});

/// A sign and what it is worth.
#[derive(Debug, Clone)]
pub(super) struct Sign {
    pub(super) term: Term,
    pub(super) worth: Score,
    /// Of the signs of one group the best counts.
    pub(super) group: u8,
}

/// Below which score a document is of no more interest; it rises while a page is collected.
#[derive(Debug, Clone, Default)]
pub(super) struct Floor(Arc<AtomicU32>);

impl Floor {
    /// Scores are not negative, and such numbers are in the order of their bits.
    pub(super) fn raise(&self, score: Score) {
        self.0.fetch_max(score.max(0.0).to_bits(), Ordering::Relaxed);
    }

    fn score(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }
}

/// A query whose documents are ranked by signs.
#[derive(Debug)]
pub(super) struct Ranked {
    pub(super) inner: Box<dyn Query>,
    pub(super) signs: Vec<Sign>,
    /// The field whose length says how long the names are.
    pub(super) names: Field,
    /// A document that stays below it may get any score below it.
    pub(super) floor: Floor,
}

impl Clone for Ranked {
    fn clone(&self) -> Ranked {
        Ranked {
            inner: self.inner.box_clone(),
            signs: self.signs.clone(),
            names: self.names,
            floor: self.floor.clone(),
        }
    }
}

impl Query for Ranked {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        if !scoring.is_scoring_enabled() {
            return self.inner.weight(scoring);
        }
        let inner = self.inner.weight(scoring)?;
        Ok(Box::new(RankedWeight { inner, of: self.clone() }))
    }
}

struct RankedWeight {
    inner: Box<dyn Weight>,
    of: Ranked,
}

impl RankedWeight {
    fn scorer_above(
        &self,
        floor: Floor,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<RankedScorer> {
        let inner = self.inner.scorer(reader, boost)?;
        let mut signs = Vec::new();
        // Where nothing matches there is nothing to rank.
        let looked_up = if inner.doc() == TERMINATED { &[][..] } else { &self.of.signs };
        for sign in looked_up {
            let index = reader.inverted_index(sign.term.field())?;
            if let Some(postings) = index.read_postings(&sign.term, IndexRecordOption::Basic)? {
                signs.push(Borne { postings, worth: sign.worth, group: sign.group });
            }
        }
        signs.sort_by(|left, right| left.group.cmp(&right.group).then(right.worth.total_cmp(&left.worth)));
        let most = signs.chunk_by(|left, right| left.group == right.group).filter(|group| group[0].group > 0);
        let most = most.filter_map(|group| group.first()).map(|sign| sign.worth).sum();
        let lengths = reader.get_fieldnorms_reader(self.of.names).ok();
        Ok(RankedScorer { inner, signs, most, floor, lengths })
    }
}

impl Weight for RankedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.scorer_above(self.of.floor.clone(), reader, boost)?))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(Box::new(self.scorer_above(Floor::default(), reader, 1.0)?), doc)
    }
}

/// A sign within a segment.
struct Borne {
    postings: SegmentPostings,
    worth: Score,
    group: u8,
}

struct RankedScorer {
    inner: Box<dyn Scorer>,
    /// By group, the best first.
    signs: Vec<Borne>,
    /// What the signs of all groups but the first can add.
    most: Score,
    floor: Floor,
    lengths: Option<FieldNormReader>,
}

impl DocSet for RankedScorer {
    fn advance(&mut self) -> DocId {
        self.inner.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.inner.seek(target)
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        self.inner.seek_danger(target)
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }

    fn cost(&self) -> u64 {
        self.inner.cost()
    }
}

impl Scorer for RankedScorer {
    fn score(&mut self) -> Score {
        let doc = self.inner.doc();
        let mut score = self.inner.score();
        let length =
            self.lengths.as_ref().map_or(0.0, |lengths| WORTH[usize::from(lengths.fieldnorm_id(doc))]);
        let floor = self.floor.score();
        let mut found = None;
        for sign in &mut self.signs {
            if sign.group > 0 && found.is_none_or(|group| group == 0) && score + self.most + length < floor {
                return score;
            }
            if found == Some(sign.group) {
                continue;
            }
            if sign.postings.doc() < doc {
                sign.postings.seek(doc);
            }
            if sign.postings.doc() == doc {
                score += sign.worth;
                found = Some(sign.group);
            }
        }
        score + length
    }
}
