//! Documents that have most of a query's words, where none has them all.
//!
//! Each word has a weight; a document matches where its words weigh enough together. Only documents
//! with one of the rare words can: the common ones are looked up for those.

use std::sync::Arc;

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::ways::{AnyWay, Looked, explained};

/// A word with its weight.
#[derive(Debug, Clone)]
pub(super) struct Weighed {
    pub(super) ways: Arc<Looked>,
    pub(super) weight: Score,
}

/// Documents whose words weigh at least `enough`.
#[derive(Debug, Clone)]
pub(super) struct Partly {
    /// The heaviest first.
    pub(super) words: Vec<Weighed>,
    pub(super) enough: Score,
    /// True to score by weight alone, for finding out how much can be had.
    pub(super) by_weight: bool,
}

impl Query for Partly {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Partly {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut words = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let docs = word.ways.scorer(reader)?;
            if !docs.is_empty() {
                words.push((docs.start(), word.weight));
            }
        }
        words.sort_by(|(_, left), (_, right)| right.total_cmp(left));
        // The lightest words that do not weigh enough together: none of their documents need be
        // visited for their sake.
        let mut light = 0.0;
        let mut leading = words.len();
        while leading > 0 && light + words[leading - 1].1 < self.enough {
            leading -= 1;
            light += words[leading].1;
        }
        if leading == 0 {
            return Ok(Box::new(EmptyScorer));
        }
        let mut scorer = PartlyScorer {
            words,
            leading,
            enough: self.enough,
            by_weight: self.by_weight,
            doc: 0,
            found: 0.0,
        };
        scorer.go(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc)
    }
}

struct PartlyScorer {
    words: Vec<(AnyWay, Score)>,
    /// How many of the words lead.
    leading: usize,
    enough: Score,
    by_weight: bool,
    doc: DocId,
    /// Weight found in the document.
    found: Score,
}

impl PartlyScorer {
    /// Goes to the first matching document from `target` on.
    fn go(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            let leading = self.words[..self.leading].iter_mut();
            let doc = leading.map(|(docs, _)| reach(docs, target)).min().unwrap_or(TERMINATED);
            self.doc = doc;
            if doc == TERMINATED {
                return doc;
            }
            self.found = 0.0;
            let mut rest: Score = self.words.iter().map(|(_, weight)| weight).sum();
            for (docs, weight) in &mut self.words {
                if self.found + rest < self.enough {
                    break;
                }
                rest -= *weight;
                if reach(docs, doc) == doc {
                    self.found += *weight;
                }
            }
            if self.found >= self.enough {
                return doc;
            }
            target = doc + 1;
        }
    }
}

fn reach(docs: &mut AnyWay, target: DocId) -> DocId {
    if docs.doc() < target { docs.seek(target) } else { docs.doc() }
}

impl DocSet for PartlyScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.go(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target { self.go(target) } else { self.doc }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.words[..self.leading].iter().map(|(docs, _)| docs.size_hint()).sum()
    }
}

impl Scorer for PartlyScorer {
    fn score(&mut self) -> Score {
        if self.by_weight {
            return self.found;
        }
        let doc = self.doc;
        let mut score = 0.0;
        for (docs, weight) in &mut self.words {
            if reach(docs, doc) == doc {
                score += docs.score() * *weight;
            }
        }
        score
    }
}
