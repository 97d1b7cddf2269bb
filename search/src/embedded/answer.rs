//! Answers a request: tries the plans for its query in order, collects the page and the counts.

use std::sync::{Arc, PoisonError};

use tantivy::Searcher;
use tantivy::query::{Query, QueryClone};

use super::facets::{self, Counts, FacetCollector};
use super::order::{Order, Page, PageCollector};
use super::paging::{Fingerprint, Mark};
use super::plan::{Plan, Planner};
use super::query::{is_filtered, selection};
use super::{Inner, Snapshot};
use crate::index::{FacetField, SearchError, SearchHit, SearchPage, SearchRequest};
use crate::query::{Gazetteer, Reading};

impl Inner {
    pub(super) fn gazetteer(&self) -> Arc<Gazetteer> {
        Arc::clone(&self.gazetteer.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn search(&self, request: &SearchRequest) -> Result<SearchPage, SearchError> {
        let gazetteer = self.gazetteer();
        let reading = Reading::of(request.query.as_deref().unwrap_or_default(), &gazetteer);
        let has_words = !reading.slots.is_empty();
        let order = Order::of(request.sort, has_words);
        let fingerprint = Fingerprint::of(&key(&reading, request.literal), &request.filters, order);
        let from = request.cursor.as_ref().map(|cursor| Mark::read(cursor, fingerprint)).transpose()?;
        let Snapshot { searcher, seq, .. } = self.snapshot()?;

        let asked = Asked { inner: self, searcher: &searcher, request, order, from: from.as_ref() };
        let planner = Planner { searcher: &searcher, fields: &self.fields, gazetteer: &gazetteer };
        let (mut page, counts, plan) = if !has_words {
            let (page, counts) = asked.collect(None)?;
            (page, counts, None)
        } else if request.literal {
            let plan = planner.literal(reading);
            let (page, counts) = asked.collect(Some(&*plan.query))?;
            (page, counts, Some(plan))
        } else {
            let (page, counts, plan) = asked.try_plans(&planner, reading)?;
            (page, counts, Some(plan))
        };

        let has_more = page.entries.len() > request.limit;
        page.entries.truncate(request.limit);
        let last = page.entries.last().filter(|_| has_more);
        let next = last.map(|last| Mark { place: last.place.clone(), seq }.write(fingerprint));
        let is_moved = |mark: &Mark| order == Order::Score && mark.seq != seq;
        let hit = |entry: &super::order::Entry| SearchHit {
            id: entry.id().to_owned(),
            score: entry.score,
            highlights: Vec::new(),
        };
        Ok(SearchPage {
            hits: page.entries.iter().map(hit).collect(),
            total: page.total,
            next,
            facets: counts.into_iter().map(|(field, counts)| (field, facets::in_order(counts))).collect(),
            seq,
            changed_since_cursor: from.as_ref().is_some_and(is_moved),
            interpretation: plan.filter(|_| !request.literal).map(|plan| plan.interpretation),
        })
    }
}

/// What makes two queries the same.
fn key(reading: &Reading, literal: bool) -> String {
    let mut key = String::from(if literal { "=" } else { "~" });
    for slot in &reading.slots {
        key.push_str(&slot.forms.exact);
        key.push(' ');
    }
    key
}

/// A request with what is needed to answer it.
struct Asked<'a> {
    inner: &'a Inner,
    searcher: &'a Searcher,
    request: &'a SearchRequest,
    order: Order,
    from: Option<&'a Mark>,
}

impl Asked<'_> {
    /// The first plan that finds something, or the plain one where none does.
    fn try_plans(&self, planner: &Planner<'_>, typed: Reading) -> Result<(Page, Counts, Plan), SearchError> {
        let plan = planner.typed(typed.clone());
        let (page, counts) = self.collect(Some(&*plan.query))?;
        if page.total > 0 || self.is_emptied_by_filters(&*plan.query)? {
            return Ok((page, counts, plan));
        }
        let nothing = (page, counts, plan);
        let mut reading = typed;
        let mut layout = None;
        if let Some(other) = planner.other_layout(&reading)? {
            layout = Some(other.text.clone());
            reading = other;
            let mut plan = planner.typed(reading.clone());
            plan.interpretation.layout.clone_from(&layout);
            let (page, counts) = self.collect(Some(&*plan.query))?;
            if page.total > 0 {
                return Ok((page, counts, plan));
            }
        }
        if let Some(mut plan) = planner.guessed(reading.clone())? {
            plan.interpretation.layout.clone_from(&layout);
            let (page, counts) = self.collect(Some(&*plan.query))?;
            if page.total > 0 {
                return Ok((page, counts, plan));
            }
        }
        let filtered = |query| selection(&self.inner.fields, Some(query), &self.request.filters, None);
        if let Some(mut plan) = planner.partly(reading, filtered)? {
            plan.interpretation.layout = layout;
            let (page, counts) = self.collect(Some(&*plan.query))?;
            return Ok((page, counts, plan));
        }
        Ok(nothing)
    }

    /// True where the words alone find something: then nothing need be guessed.
    fn is_emptied_by_filters(&self, query: &dyn Query) -> Result<bool, SearchError> {
        if self.request.filters == crate::index::Filters::default() {
            return Ok(false);
        }
        Ok(query.count(self.searcher)? > 0)
    }

    /// The page and the counts of what a query and the filters select.
    fn collect(&self, query: Option<&dyn Query>) -> Result<(Page, Counts), SearchError> {
        let (fields, request) = (&self.inner.fields, self.request);
        let words = || query.map(QueryClone::box_clone);
        // A field with a filter of its own is counted apart, without that filter.
        let (apart, beside): (Vec<FacetField>, Vec<FacetField>) =
            request.facets.iter().partition(|facet| is_filtered(&request.filters, **facet));
        let pages = PageCollector {
            order: self.order,
            after: self.from.map(|mark| mark.place.clone()),
            take: request.limit.saturating_add(1),
            scored: query.is_some(),
        };
        let facets = (!beside.is_empty()).then(|| FacetCollector::new(beside));
        let selected = selection(fields, words(), &request.filters, None);
        let (page, counts) = self.searcher.search(&selected, &(pages, facets))?;
        let mut counts: Counts = counts.unwrap_or_default();
        for facet in apart {
            let selected = selection(fields, words(), &request.filters, Some(facet));
            counts.extend(self.searcher.search(&selected, &FacetCollector::new(vec![facet]))?);
        }
        Ok((page, counts))
    }
}
