//! Organizations like a given one: of its kind, for its subjects, near it, with words of its name.

use std::sync::Arc;

use super::engine::{Engine, Listing, Record};
use super::highlight;
use super::order::Order;
use super::terms::{Partly, TermField, Wanted, Ways, Weighed, Words};
use crate::index::{Filters, IndexedName, SearchError, SearchHit};

/// How many words of the names are compared.
const MAX_WORDS: usize = 24;

/// The organizations likest to the one with this id; none where there is no such id.
pub(crate) fn more_like_this<E: Engine>(
    engine: &E,
    id: &str,
    limit: usize,
) -> Result<Vec<SearchHit>, SearchError> {
    let Some(record) = engine.record(id)? else { return Ok(Vec::new()) };
    let mut words = codes(&record);
    words.extend(name_words(engine, &record.names)?);
    words.sort_by(|left, right| right.weight.total_cmp(&left.weight));
    let all: f32 = words.iter().map(|word| word.weight).sum();
    let like = Partly { words, enough: all * 0.2, by_weight: true };
    let wanted = Wanted { words: Words::Partly(like), signs: None };
    let filters = Filters::default();
    let listing = Listing {
        filters: &filters,
        facets: &[],
        order: Order::Score,
        after: None,
        take: limit,
        except: Some(id),
        with_names: false,
    };
    let (page, _) = engine.collect(Some(&wanted), &listing)?;
    let hits = page.entries.iter().map(|entry| SearchHit {
        id: entry.id().to_owned(),
        score: entry.score,
        highlights: Vec::new(),
    });
    Ok(hits.collect())
}

/// The codes of a record, each with what sharing it says.
fn codes(record: &Record) -> Vec<Weighed> {
    let codes = record.codes.iter().filter_map(|(field, value)| {
        let weight = match field {
            TermField::Subject => 3.0,
            TermField::Kind => 2.0,
            TermField::Activity | TermField::Area => 1.5,
            TermField::Level => 1.0,
            _ => return None,
        };
        let mut ways = Ways::default();
        ways.add(*field, value, 1.0);
        Some(Weighed { ways: Arc::new(ways), weight })
    });
    codes.collect()
}

fn name_words<E: Engine>(engine: &E, names: &[IndexedName]) -> Result<Vec<Weighed>, SearchError> {
    let mut words: Vec<Weighed> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let documents = engine.documents()?;
    for name in names {
        for token in highlight::read(&name.value) {
            if words.len() >= MAX_WORDS || seen.contains(&token.forms.plain) || token.forms.is_number {
                continue;
            }
            seen.push(token.forms.plain.clone());
            let mut ways = Ways::default();
            for stem in &token.forms.stems {
                ways.add(TermField::NamesStems, stem, 1.0);
            }
            let frequency = engine.frequency(&ways)?;
            #[expect(clippy::cast_precision_loss, reason = "a ratio needs no more")]
            let share = documents as f32 / (1.0 + frequency as f32);
            let weight = 0.3 * (1.0 + share).ln();
            words.push(Weighed { ways: Arc::new(ways), weight });
        }
    }
    Ok(words)
}
