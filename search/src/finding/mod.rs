//! The part of finding that every engine has in common.
//!
//! `document` makes the analysed fields of an organization, `matching` the ways to answer a word and the
//! signs of the body meant, `plan` the order in which a query is tried, `keyboard` what was
//! typed for another keyboard, `answer`, `similar` and
//! `suggest` what is asked of an engine, `order` and `paging` places and cursors, `highlight` the
//! marks. An engine brings what is in [`Engine`]: it counts, looks words up and collects pages.

mod answer;
mod document;
mod engine;
mod forenames;
mod highlight;
mod keyboard;
mod matching;
mod names;
mod order;
mod paging;
mod plan;
mod similar;
mod suggest;
mod terms;

pub(crate) use answer::search;
pub(crate) use document::analyse;
pub(crate) use engine::{Counts, Engine, Listing, Record};
pub(crate) use order::{Entry, KEY_END, Order, Page, Place, points, rank_of, steps};
pub(crate) use similar::more_like_this;
pub(crate) use suggest::suggest;
pub(crate) use terms::{Partly, SHORTEST, Sign, TermField, Wanted, Ways, Words, shortness};

use crate::index::{FacetField, Filters};

/// True where the filter of this field is set.
pub(crate) fn is_filtered(filters: &Filters, facet: FacetField) -> bool {
    !filters.of(facet).is_empty()
}
