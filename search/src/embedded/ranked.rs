//! What ranks a document besides the words it has: signs that it is the one meant.
//!
//! The query inside decides which documents match. A sign adds to the score of documents that bear
//! it, the best of its group only; short names get a little more than long ones. Signs are looked at
//! for matching documents only.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, Term};

use super::ways::explained;
use crate::finding::shortness;

/// A sign and what it is worth.
#[derive(Debug, Clone)]
pub(super) struct Sign {
    pub(super) term: Term,
    pub(super) worth: Score,
    /// Of the signs of one group the best counts.
    pub(super) group: u8,
}

/// A query whose documents are ranked by signs.
#[derive(Debug)]
pub(super) struct Ranked {
    pub(super) inner: Box<dyn Query>,
    pub(super) signs: Vec<Sign>,
    /// The field whose length says how long the names are.
    pub(super) names: Field,
}

impl Clone for Ranked {
    fn clone(&self) -> Ranked {
        Ranked { inner: self.inner.box_clone(), signs: self.signs.clone(), names: self.names }
    }
}

impl Query for Ranked {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        if !scoring.is_scoring_enabled() {
            return self.inner.weight(scoring);
        }
        let inner = self.inner.weight(scoring)?;
        Ok(Box::new(RankedWeight { inner, signs: self.signs.clone(), names: self.names }))
    }
}

struct RankedWeight {
    inner: Box<dyn Weight>,
    signs: Vec<Sign>,
    names: Field,
}

impl Weight for RankedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inner = self.inner.scorer(reader, boost)?;
        let mut signs = Vec::new();
        for sign in &self.signs {
            let index = reader.inverted_index(sign.term.field())?;
            if let Some(postings) = index.read_postings(&sign.term, IndexRecordOption::Basic)? {
                signs.push(Borne { postings, worth: sign.worth, group: sign.group });
            }
        }
        signs.sort_by(|left, right| left.group.cmp(&right.group).then(right.worth.total_cmp(&left.worth)));
        let lengths = reader.get_fieldnorms_reader(self.names).ok();
        Ok(Box::new(RankedScorer { inner, signs, lengths }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc)
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
        let mut found = None;
        for sign in &mut self.signs {
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
        if let Some(lengths) = &self.lengths {
            score += shortness(lengths.fieldnorm(doc));
        }
        score
    }
}
