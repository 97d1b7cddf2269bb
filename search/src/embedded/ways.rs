//! One word of a query and the many ways in which a document may answer it.
//!
//! Each way is a term and what finding it is worth; a document's score is its best way. Built for
//! skipping: inside an intersection only the first way that finds a document is looked at, the better
//! ones when it is scored. tantivy's own union reads ahead thousands of documents at each jump.

use std::sync::Arc;

use tantivy::postings::SegmentPostings;
use tantivy::query::{
    BitSetDocSet, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight, intersect_scorers,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    BitSet, DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError, Term,
};

use super::schema::Fields;
use crate::finding::Ways;

/// A word of a query as tantivy looks it up.
#[derive(Debug, Clone, Default)]
pub(super) struct Looked {
    ways: Vec<(Term, Score)>,
    begun: Vec<Begun>,
}

/// Words that begin with a text.
#[derive(Debug, Clone)]
struct Begun {
    field: Field,
    beginning: String,
    worth: Score,
}

impl Looked {
    pub(super) fn of(fields: &Fields, ways: &Ways) -> Looked {
        let ways_of = ways.ways().iter();
        let begun = ways.begun().iter();
        Looked {
            ways: ways_of
                .map(|way| (Term::from_field_text(fields.of(way.field), &way.text), way.worth))
                .collect(),
            begun: begun
                .map(|begun| Begun {
                    field: fields.of(begun.field),
                    beginning: begun.beginning.clone(),
                    worth: begun.worth,
                })
                .collect(),
        }
    }

    /// Any of the terms, none worth more than another.
    pub(super) fn any_of(terms: impl Iterator<Item = Term>) -> Looked {
        Looked { ways: terms.map(|term| (term, 0.0)).collect(), begun: Vec::new() }
    }

    /// The scorer of a segment.
    pub(super) fn scorer(&self, reader: &SegmentReader) -> tantivy::Result<AnyWay> {
        let mut found = Vec::with_capacity(self.ways.len());
        for (term, worth) in &self.ways {
            let index = reader.inverted_index(term.field())?;
            if let Some(postings) = index.read_postings(term, IndexRecordOption::Basic)? {
                found.push((Docs::Term(Box::new(postings)), *worth));
            }
        }
        for begun in &self.begun {
            if let Some(docs) = begun.docs(reader)? {
                found.push((docs, begun.worth));
            }
        }
        Ok(AnyWay::of(found))
    }
}

impl Begun {
    fn docs(&self, reader: &SegmentReader) -> tantivy::Result<Option<Docs>> {
        let index = reader.inverted_index(self.field)?;
        let after = format!("{}{}", self.beginning, char::MAX);
        let mut words =
            index.terms().range().ge(self.beginning.as_bytes()).lt(after.as_bytes()).into_stream()?;
        let mut infos = Vec::new();
        while words.advance() {
            infos.push(words.value().clone());
        }
        if infos.is_empty() {
            return Ok(None);
        }
        if let [only] = infos.as_slice() {
            let postings = index.read_postings_from_terminfo(only, IndexRecordOption::Basic)?;
            return Ok(Some(Docs::Term(Box::new(postings))));
        }
        let mut docs = BitSet::with_max_value(reader.max_doc());
        for info in &infos {
            let mut block = index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            loop {
                let some = block.docs();
                if some.is_empty() {
                    break;
                }
                for doc in some {
                    docs.insert(*doc);
                }
                block.advance();
            }
        }
        Ok(Some(Docs::Set(Box::new(BitSetDocSet::from(docs)))))
    }
}

/// Documents of one way.
enum Docs {
    Term(Box<SegmentPostings>),
    Set(Box<BitSetDocSet>),
}

impl Docs {
    fn doc(&self) -> DocId {
        match self {
            Docs::Term(docs) => docs.doc(),
            Docs::Set(docs) => docs.doc(),
        }
    }

    /// Goes to the target, or the first document after it.
    fn reach(&mut self, target: DocId) -> DocId {
        let doc = self.doc();
        if doc >= target {
            return doc;
        }
        match self {
            Docs::Term(docs) => docs.seek(target),
            Docs::Set(docs) => docs.seek(target),
        }
    }

    fn size(&self) -> u32 {
        match self {
            Docs::Term(docs) => docs.size_hint(),
            Docs::Set(docs) => docs.size_hint(),
        }
    }
}

/// Documents that answer a word in any way.
pub(super) struct AnyWay {
    /// Documents and worth, the best way first.
    ways: Vec<(Docs, Score)>,
    /// Places in `ways`, the way with most documents first.
    widest: Vec<usize>,
    doc: DocId,
    size: u32,
}

impl AnyWay {
    fn of(mut ways: Vec<(Docs, Score)>) -> AnyWay {
        ways.sort_by(|(_, left), (_, right)| right.total_cmp(left));
        let mut widest: Vec<usize> = (0..ways.len()).collect();
        widest.sort_by_key(|place| std::cmp::Reverse(ways[*place].0.size()));
        let doc = ways.iter().map(|(docs, _)| docs.doc()).min().unwrap_or(TERMINATED);
        let size = ways.iter().map(|(docs, _)| docs.size()).max().unwrap_or(0);
        AnyWay { ways, widest, doc, size }
    }

    /// What the best way to this document is worth, whichever were looked at before.
    fn worth(&mut self) -> Score {
        let doc = self.doc;
        self.ways
            .iter_mut()
            .find_map(|(docs, worth)| (docs.reach(doc) == doc).then_some(*worth))
            .unwrap_or(0.0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ways.is_empty()
    }
}

impl DocSet for AnyWay {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.seek(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = self.ways.iter_mut().map(|(docs, _)| docs.reach(target)).min().unwrap_or(TERMINATED);
        self.doc
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            self.doc = TERMINATED;
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        let mut next = TERMINATED;
        for place in &self.widest {
            let doc = self.ways[*place].0.reach(target);
            if doc == target {
                self.doc = target;
                return SeekDangerResult::Found;
            }
            next = next.min(doc);
        }
        self.doc = next;
        SeekDangerResult::SeekLowerBound(next)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.size
    }
}

impl Scorer for AnyWay {
    fn score(&mut self) -> Score {
        self.worth()
    }
}

/// The score of one document, without its parts.
pub(super) fn explained(mut scorer: Box<dyn Scorer>, doc: DocId) -> tantivy::Result<Explanation> {
    if scorer.doc() > doc || scorer.seek(doc) != doc {
        return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
    }
    Ok(Explanation::new("ways", scorer.score()))
}

/// Documents that answer every word.
#[derive(Debug, Clone)]
pub(super) struct AllOf(pub(super) Vec<Arc<Looked>>);

impl Query for AllOf {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for AllOf {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut words: Vec<Box<dyn Scorer>> = Vec::with_capacity(self.0.len());
        for ways in &self.0 {
            let word = ways.scorer(reader)?;
            // Without documents for one word the others need not be looked up.
            if word.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            words.push(Box::new(word));
        }
        Ok(intersect_scorers(words, reader.max_doc()))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc)
    }
}
