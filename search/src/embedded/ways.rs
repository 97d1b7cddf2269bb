//! One word of a query and the many ways in which a document may answer it.
//!
//! Each way is a term and what finding it is worth; a document's score is its best way. Built for
//! skipping: inside an intersection only the first way that finds a document is looked at, the better
//! ones when it is scored, and the documents of a way are not opened before. tantivy's own union reads
//! ahead thousands of documents at each jump, and its intersection asks all for their first one.

use std::io;
use std::sync::Arc;

use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::query::{BitSetDocSet, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    BitSet, DocId, DocSet, InvertedIndexReader, Score, SeekDangerResult, SegmentReader, TERMINATED,
    TantivyError, Term,
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
            if let Some(info) = index.get_term_info(term)? {
                found.push((Docs::closed(index, vec![info], reader), *worth));
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
        Ok((!infos.is_empty()).then(|| Docs::closed(index, infos, reader)))
    }
}

/// Documents of one way.
enum Docs {
    Closed(Closed),
    Term(Box<SegmentPostings>),
    Set(Box<BitSetDocSet>),
    /// There are none, or they cannot be read.
    None,
}

/// Documents that nobody asked for yet: those of some terms.
struct Closed {
    index: Arc<InvertedIndexReader>,
    terms: Vec<TermInfo>,
    /// How many documents the segment has.
    max_doc: DocId,
}

impl Closed {
    fn open(&self) -> io::Result<Docs> {
        if let [only] = self.terms.as_slice() {
            let postings = self.index.read_postings_from_terminfo(only, IndexRecordOption::Basic)?;
            return Ok(Docs::Term(Box::new(postings)));
        }
        let mut docs = BitSet::with_max_value(self.max_doc);
        for term in &self.terms {
            let mut block = self.index.read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?;
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
        Ok(Docs::Set(Box::new(BitSetDocSet::from(docs))))
    }
}

impl Docs {
    fn closed(index: Arc<InvertedIndexReader>, terms: Vec<TermInfo>, reader: &SegmentReader) -> Docs {
        Docs::Closed(Closed { index, terms, max_doc: reader.max_doc() })
    }

    /// Goes to the target, or the first document after it.
    fn reach(&mut self, target: DocId) -> DocId {
        if let Docs::Closed(closed) = self {
            // The files are mapped into memory and were checked when the index was opened.
            *self = closed.open().unwrap_or(Docs::None);
        }
        match self {
            Docs::Term(docs) => {
                if docs.doc() < target {
                    docs.seek(target)
                } else {
                    docs.doc()
                }
            }
            Docs::Set(docs) => {
                if docs.doc() < target {
                    docs.seek(target)
                } else {
                    docs.doc()
                }
            }
            Docs::Closed(_) | Docs::None => TERMINATED,
        }
    }

    /// How many documents there are at most, for choosing an order.
    fn size(&self) -> u32 {
        match self {
            Docs::Closed(closed) => {
                let sizes = closed.terms.iter().map(|term| term.doc_freq);
                sizes.fold(0, u32::saturating_add).min(closed.max_doc)
            }
            Docs::Term(docs) => docs.size_hint(),
            Docs::Set(docs) => docs.size_hint(),
            Docs::None => 0,
        }
    }

    /// True where opening costs more than looking.
    fn is_dear(&self) -> bool {
        matches!(self, Docs::Closed(closed) if closed.terms.len() > 1)
    }
}

/// Documents that answer a word in any way.
pub(super) struct AnyWay {
    /// Documents and worth, the best way first.
    ways: Vec<(Docs, Score)>,
    /// Places in `ways`, the way with most documents first, what is dear to open last.
    widest: Vec<usize>,
    /// Where it stands; of no meaning before [`AnyWay::start`].
    doc: DocId,
    size: u32,
}

impl AnyWay {
    fn of(mut ways: Vec<(Docs, Score)>) -> AnyWay {
        ways.sort_by(|(_, left), (_, right)| right.total_cmp(left));
        let mut widest: Vec<usize> = (0..ways.len()).collect();
        widest.sort_by_key(|place| {
            let docs = &ways[*place].0;
            (docs.is_dear(), std::cmp::Reverse(docs.size()))
        });
        let size = ways.iter().map(|(docs, _)| docs.size()).max().unwrap_or(0);
        AnyWay { ways, widest, doc: 0, size }
    }

    /// Goes to the first document.
    pub(super) fn start(mut self) -> AnyWay {
        self.seek(0);
        self
    }

    /// Whether a document answers the word; where not, no document before the answered one does.
    fn holds(&mut self, target: DocId) -> Result<(), DocId> {
        let mut next = TERMINATED;
        for place in &self.widest {
            let doc = self.ways[*place].0.reach(target);
            if doc == target {
                self.doc = target;
                return Ok(());
            }
            next = next.min(doc);
        }
        self.doc = next;
        Err(next)
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
        self.doc = match target {
            TERMINATED => TERMINATED,
            _ => self.ways.iter_mut().map(|(docs, _)| docs.reach(target)).min().unwrap_or(TERMINATED),
        };
        self.doc
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            self.doc = TERMINATED;
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        match self.holds(target) {
            Ok(()) => SeekDangerResult::Found,
            Err(next) => SeekDangerResult::SeekLowerBound(next),
        }
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

/// Documents that answer every word, led by the word that fewest answer.
struct AllWords {
    rarest: AnyWay,
    /// Those that fewer answer first.
    others: Vec<AnyWay>,
}

impl AllWords {
    /// Goes on until every word is answered.
    fn settle(&mut self) -> DocId {
        let mut doc = self.rarest.doc();
        while doc != TERMINATED {
            let missed = self.others.iter_mut().find_map(|word| word.holds(doc).err());
            let Some(next) = missed else { return doc };
            doc = self.rarest.seek(next);
        }
        doc
    }
}

impl DocSet for AllWords {
    fn advance(&mut self) -> DocId {
        self.rarest.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.rarest.doc() < target {
            self.rarest.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.rarest.doc()
    }

    fn size_hint(&self) -> u32 {
        self.rarest.size_hint()
    }
}

impl Scorer for AllWords {
    fn score(&mut self) -> Score {
        self.rarest.score() + self.others.iter_mut().map(Scorer::score).sum::<Score>()
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
        let mut words = Vec::with_capacity(self.0.len());
        for ways in &self.0 {
            let word = ways.scorer(reader)?;
            // Without documents for one word the others need not be looked up.
            if word.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            words.push(word);
        }
        words.sort_by_key(AnyWay::size_hint);
        let mut words = words.into_iter();
        let Some(rarest) = words.next() else { return Ok(Box::new(EmptyScorer)) };
        let mut all = AllWords { rarest: rarest.start(), others: words.collect() };
        all.settle();
        Ok(Box::new(all))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, doc)
    }
}
