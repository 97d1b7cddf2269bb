//! Turns the filters of a request into a tantivy query, beside what the words ask for.
//!
//! Filters decide and do not rank. A field whose values are counted can be left out, so that its
//! other values are counted too. Called by the engine's `search`.

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Query, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::schema::Fields;
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

fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn constant(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}
