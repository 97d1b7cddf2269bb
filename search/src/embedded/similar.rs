//! Organizations like a given one: of its kind, for its subjects, near it, with words of its name.

use std::sync::Arc;

use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, Term};

use super::order::{Order, PageCollector};
use super::partly::{Partly, Weighed};
use super::ways::Ways;
use super::{Inner, Snapshot, highlight, spelling, stored};
use crate::index::{SearchError, SearchHit};

/// How many words of the names are compared.
const MAX_WORDS: usize = 24;

impl Inner {
    pub(super) fn more_like_this(&self, id: &str, limit: usize) -> Result<Vec<SearchHit>, SearchError> {
        let Snapshot { searcher, .. } = self.snapshot()?;
        let Some(address) = stored::find(&searcher, &self.fields, id)? else { return Ok(Vec::new()) };
        let mut words = self.codes(&searcher, address)?;
        words.extend(self.name_words(&searcher, address)?);
        words.sort_by(|left, right| right.weight.total_cmp(&left.weight));
        let all: f32 = words.iter().map(|word| word.weight).sum();
        let like = Partly { words, enough: all * 0.2, by_weight: true };
        let itself = TermQuery::new(Term::from_field_text(self.fields.id, id), IndexRecordOption::Basic);
        let others: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Must, Box::new(like)), (Occur::MustNot, Box::new(itself))];
        let collector =
            PageCollector { order: Order::Score, after: None, take: limit, scored: true, floor: None };
        let page = searcher.search(&BooleanQuery::new(others), &collector)?;
        let hit = |entry: &super::order::Entry| SearchHit {
            id: entry.id().to_owned(),
            score: entry.score,
            highlights: Vec::new(),
        };
        Ok(page.entries.iter().map(hit).collect())
    }

    /// The codes of a document, each with what sharing it says.
    fn codes(&self, searcher: &Searcher, address: DocAddress) -> Result<Vec<Weighed>, SearchError> {
        let fields = &self.fields;
        let columns = searcher.segment_reader(address.segment_ord).fast_fields();
        let mut codes = Vec::new();
        for (name, field, weight) in [
            ("kind", fields.kind, 2.0),
            ("subject", fields.subject, 3.0),
            ("activity", fields.activity, 1.5),
            ("area", fields.area, 1.5),
            ("level", fields.level, 1.0),
        ] {
            let Some(values) = columns.str(name)? else { continue };
            for ord in values.ords().values_for_doc(address.doc_id) {
                let mut value = String::new();
                if values.ord_to_str(ord, &mut value).is_ok_and(|known| known) {
                    codes.push(weighed(field, &value, weight));
                }
            }
        }
        Ok(codes)
    }

    fn name_words(&self, searcher: &Searcher, address: DocAddress) -> Result<Vec<Weighed>, SearchError> {
        let mut words: Vec<Weighed> = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        for name in stored::names(searcher, &self.fields, address)? {
            for token in highlight::read(&name.value) {
                if words.len() >= MAX_WORDS || seen.contains(&token.forms.plain) || token.forms.is_number {
                    continue;
                }
                seen.push(token.forms.plain.clone());
                let mut ways = Ways::default();
                for stem in &token.forms.stems {
                    ways.add(self.fields.names_stems, stem, 1.0);
                }
                let frequency = spelling::frequency(searcher, &ways)?;
                #[expect(clippy::cast_precision_loss, reason = "a ratio needs no more")]
                let share = searcher.num_docs() as f32 / (1.0 + frequency as f32);
                let weight = 0.3 * (1.0 + share).ln();
                words.push(Weighed { ways: Arc::new(ways), weight });
            }
        }
        Ok(words)
    }
}

fn weighed(field: Field, value: &str, weight: f32) -> Weighed {
    let mut ways = Ways::default();
    ways.add(field, value, 1.0);
    Weighed { ways: Arc::new(ways), weight }
}
