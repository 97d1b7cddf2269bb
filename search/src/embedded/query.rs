//! Turns the filters of a request into a tantivy query, beside what the words ask for.
//!
//! Filters decide and do not rank. A field whose values are counted can be left out, so that its
//! other values are counted too. Called by the engine's `search`.

use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::partly::{Partly, Weighed};
use super::ranked::{Floor, Ranked, Sign};
use super::schema::Fields;
use super::ways::{AllOf, Looked};
use crate::finding::{Wanted, Words};
use crate::index::{FacetField, Filters};

/// What the words and the filters select, the filter of `except` left out.
pub(super) fn selection(
    fields: &Fields,
    words: Option<Box<dyn Query>>,
    filters: &Filters,
    except: Option<FacetField>,
) -> Box<dyn Query> {
    let mut must = filter_queries(fields, filters, except);
    must.extend(words);
    match must.len() {
        0 => Box::new(AllQuery),
        1 => must.remove(0),
        _ => Box::new(BooleanQuery::intersection(must)),
    }
}

/// What is wanted, as tantivy looks for it.
pub(super) fn words(fields: &Fields, wanted: &Wanted) -> Box<dyn Query> {
    let inner: Box<dyn Query> = match &wanted.words {
        Words::All(words) => {
            Box::new(AllOf(words.iter().map(|ways| Arc::new(Looked::of(fields, ways))).collect()))
        }
        Words::Partly(partly) => {
            let words = partly.words.iter();
            let words = words
                .map(|word| Weighed { ways: Arc::new(Looked::of(fields, &word.ways)), weight: word.weight });
            Box::new(Partly { words: words.collect(), enough: partly.enough, by_weight: partly.by_weight })
        }
    };
    let Some(signs) = &wanted.signs else { return inner };
    let signs = signs.iter().map(|sign| Sign {
        term: Term::from_field_text(fields.of(sign.field), &sign.text),
        worth: sign.worth,
        group: sign.group,
    });
    Box::new(Ranked { inner, signs: signs.collect(), names: fields.names_plain, floor: Floor::default() })
}

/// A query without the document of this id.
pub(super) fn without(fields: &Fields, query: Box<dyn Query>, id: &str) -> Box<dyn Query> {
    let itself = TermQuery::new(Term::from_field_text(fields.id, id), IndexRecordOption::Basic);
    Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::MustNot, Box::new(itself))]))
}

fn filter_queries(fields: &Fields, filters: &Filters, except: Option<FacetField>) -> Vec<Box<dyn Query>> {
    let by_field = [
        (Some(FacetField::Kind), fields.kind, &filters.kind),
        (Some(FacetField::Level), fields.level, &filters.level),
        (Some(FacetField::Area), fields.area, &filters.area),
        (Some(FacetField::Activity), fields.activity, &filters.activity),
        (Some(FacetField::Subject), fields.subject, &filters.subject),
        (Some(FacetField::LegalForm), fields.legal_form, &filters.legal_form),
        (Some(FacetField::Status), fields.status, &filters.status),
        (Some(FacetField::Confirmed), fields.confirmed, &filters.confirmed),
        (Some(FacetField::Country), fields.country, &filters.country),
        (None, fields.host, &filters.host),
        (None, fields.parent, &filters.parent),
        (None, fields.bin, &filters.bin),
    ];
    let mut queries: Vec<Box<dyn Query>> = by_field
        .into_iter()
        .filter(|(facet, _, values)| !values.is_empty() && (facet.is_none() || *facet != except))
        .map(|(_, field, values)| any_of(field, values))
        .collect();
    if let Some(has_bin) = filters.has_bin {
        queries.push(constant(term(Term::from_field_bool(fields.has_bin, has_bin)), 0.0));
    }
    queries
}

fn any_of(field: Field, values: &[String]) -> Box<dyn Query> {
    if let [value] = values {
        return constant(term(Term::from_field_text(field, value)), 0.0);
    }
    // tantivy's own set of terms reads all their documents before the first is asked for.
    let terms = values.iter().map(|value| Term::from_field_text(field, value));
    Box::new(AllOf(vec![Arc::new(Looked::any_of(terms))]))
}

fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn constant(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}
