//! Turns a request into a tantivy query: which documents match, and how well.
//!
//! Every word must be found. How it was found decides its tier, and tiers lie further apart than
//! what BM25 adds on top, so that exact beats folded and folded beats half-typed, in names before
//! anything else. Numbers match exactly or not at all. Called by the engine's `search`.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, InvertedIndexRangeQuery, Occur, Query,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::schema::{Fields, whole_exact, whole_folded};
use crate::index::{FacetField, Filters};
use crate::text::{Word, query_words};

const IN_NAME_EXACT: f32 = 100.0;
const IN_NAME_FOLDED: f32 = 80.0;
const IN_NAME_BEGUN: f32 = 60.0;
const IN_CONTEXT_EXACT: f32 = 40.0;
const IN_CONTEXT_FOLDED: f32 = 30.0;
const IN_CONTEXT_BEGUN: f32 = 20.0;
/// More than all words of a query can earn.
const WHOLE_NAME_EXACT: f32 = 20_000.0;
const WHOLE_NAME_FOLDED: f32 = 10_000.0;

/// From how many letters on the last word counts as the beginning of one.
const MIN_BEGUN: usize = 2;

/// The words of a request; empty where it lists everything.
pub(super) fn words_of(query: Option<&str>) -> Vec<Word> {
    query.map(query_words).unwrap_or_default()
}

/// What the words and the filters select, the filter of `except` left out.
pub(super) fn selection(
    fields: &Fields,
    words: &[Word],
    filters: &Filters,
    except: Option<FacetField>,
) -> Box<dyn Query> {
    let mut must = filter_queries(fields, filters, except);
    if !words.is_empty() {
        must.push(matching(fields, words));
    }
    match must.len() {
        0 => Box::new(AllQuery),
        1 => must.remove(0),
        _ => Box::new(BooleanQuery::intersection(must)),
    }
}

/// True where the filter of this field is set.
pub(super) fn is_filtered(filters: &Filters, facet: FacetField) -> bool {
    !match facet {
        FacetField::Kind => &filters.kind,
        FacetField::Level => &filters.level,
        FacetField::Area => &filters.area,
        FacetField::Activity => &filters.activity,
        FacetField::Subject => &filters.subject,
        FacetField::LegalForm => &filters.legal_form,
        FacetField::Status => &filters.status,
        FacetField::Confirmed => &filters.confirmed,
        FacetField::Country => &filters.country,
    }
    .is_empty()
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
    let terms = values.iter().map(|value| Term::from_field_text(field, value));
    constant(Box::new(TermSetQuery::new(terms)), 0.0)
}

/// Documents with every word, scored.
fn matching(fields: &Fields, words: &[Word]) -> Box<dyn Query> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let is_last = place + 1 == words.len();
        if !is_last && words[..place].iter().any(|earlier| earlier.exact == word.exact) {
            continue;
        }
        clauses.push((Occur::Must, one_word(fields, word, is_last)));
        // Rare words and short names a little before common words and long ones.
        let ranked = Term::from_field_text(fields.names_folded, &word.folded);
        clauses.push((Occur::Should, Box::new(TermQuery::new(ranked, IndexRecordOption::WithFreqs))));
    }
    let exact = whole_exact(words.iter().map(|word| word.exact.as_str()));
    let folded = whole_folded(words.iter().map(|word| word.folded.as_str()));
    let whole = DisjunctionMaxQuery::new(vec![
        constant(text_term(fields.whole, &exact), WHOLE_NAME_EXACT),
        constant(text_term(fields.whole, &folded), WHOLE_NAME_FOLDED),
    ]);
    clauses.push((Occur::Should, Box::new(whole)));
    Box::new(BooleanQuery::new(clauses))
}

fn one_word(fields: &Fields, word: &Word, is_last: bool) -> Box<dyn Query> {
    let mut ways = vec![
        constant(text_term(fields.names, &word.exact), IN_NAME_EXACT),
        constant(text_term(fields.context, &word.exact), IN_CONTEXT_EXACT),
    ];
    if !word.is_number {
        ways.push(constant(text_term(fields.names_folded, &word.folded), IN_NAME_FOLDED));
        ways.push(constant(text_term(fields.context_folded, &word.folded), IN_CONTEXT_FOLDED));
        if is_last && word.folded.chars().nth(MIN_BEGUN - 1).is_some() {
            ways.push(constant(begun(fields.names_folded, &word.folded), IN_NAME_BEGUN));
            ways.push(constant(begun(fields.context_folded, &word.folded), IN_CONTEXT_BEGUN));
        }
    }
    Box::new(DisjunctionMaxQuery::new(ways))
}

/// Words that begin with a text.
fn begun(field: Field, beginning: &str) -> Box<dyn Query> {
    let after = format!("{beginning}{}", char::MAX);
    Box::new(InvertedIndexRangeQuery::new(
        Bound::Included(Term::from_field_text(field, beginning)),
        Bound::Excluded(Term::from_field_text(field, &after)),
    ))
}

fn text_term(field: Field, text: &str) -> Box<dyn Query> {
    term(Term::from_field_text(field, text))
}

fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn constant(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}
