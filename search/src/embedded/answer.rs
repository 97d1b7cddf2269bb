//! Answers a request: tries the plans for its query in order, collects the page and the counts.

use std::sync::{Arc, PoisonError};

use tantivy::Searcher;
use tantivy::query::{Query, QueryClone};

use super::facets::{self, Counts, FacetCollector};
use super::order::{Order, Page, PageCollector};
use super::paging::{Fingerprint, Mark};
use super::plan::{Plan, Planner};
use super::query::{is_filtered, selection};
use super::{Inner, Snapshot, highlight, stored};
use crate::index::{FacetField, SearchError, SearchHit, SearchPage, SearchRequest};
use crate::query::{Reading, Understanding};

/// In the names of how many hits a word is looked for that was guessed.
const LOOKED_AT: usize = 10;

impl Inner {
    pub(super) fn understanding(&self) -> Arc<Understanding> {
        Arc::clone(&self.understanding.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn search(&self, request: &SearchRequest) -> Result<SearchPage, SearchError> {
        let understanding = self.understanding();
        let reading = Reading::of(request.query.as_deref().unwrap_or_default(), &understanding);
        let order = Order::of(request.sort, !reading.slots.is_empty());
        let fingerprint = Fingerprint::of(&key(&reading, request.literal), &request.filters, order);
        let from = request.cursor.as_ref().map(|cursor| Mark::read(cursor, fingerprint)).transpose()?;
        let Snapshot { searcher, head, .. } = self.snapshot()?;
        let seq = head.seq;

        let asked = Asked { inner: self, searcher: &searcher, request, order, from: from.as_ref() };
        let (mut page, counts, plan) = asked.answer(&understanding, reading)?;
        let has_more = page.entries.len() > request.limit;
        page.entries.truncate(request.limit);
        let last = page.entries.last().filter(|_| has_more);
        let next = last.map(|last| Mark { place: last.place.clone(), seq }.write(fingerprint));
        let is_moved = |mark: &Mark| order == Order::Score && mark.seq != seq;
        Ok(SearchPage {
            hits: asked.hits(&page, plan.as_ref(), &understanding)?,
            total: page.total,
            next,
            facets: counts.into_iter().map(|(field, counts)| (field, facets::in_order(counts))).collect(),
            seq,
            changed_since_cursor: from.as_ref().is_some_and(is_moved),
            interpretation: plan.map(|plan| plan.interpretation),
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
pub(super) struct Asked<'a> {
    inner: &'a Inner,
    searcher: &'a Searcher,
    request: &'a SearchRequest,
    order: Order,
    from: Option<&'a Mark>,
}

impl<'a> Asked<'a> {
    /// A request for the best hits, whatever they are.
    pub(super) fn ranked(inner: &'a Inner, searcher: &'a Searcher, request: &'a SearchRequest) -> Asked<'a> {
        Asked { inner, searcher, request, order: Order::Score, from: None }
    }

    /// The page, the counts and the plan by which they were found.
    fn answer(
        &self,
        understanding: &Understanding,
        reading: Reading,
    ) -> Result<(Page, Counts, Option<Plan>), SearchError> {
        if reading.slots.is_empty() {
            let (page, counts) = self.collect(None)?;
            return Ok((page, counts, None));
        }
        let planner = Planner { searcher: self.searcher, fields: &self.inner.fields, understanding };
        if !self.request.literal {
            let (page, counts, plan) = self.try_plans(&planner, reading)?;
            return Ok((page, counts, Some(plan)));
        }
        let mut plan = planner.literal(reading);
        let (page, counts) = self.collect(Some(&*plan.query))?;
        if page.total == 0 {
            plan.interpretation.did_you_mean = planner.did_you_mean(&plan.reading)?;
        }
        Ok((page, counts, Some(plan)))
    }

    /// The hits of a page, with highlights where they were asked for.
    fn hits(
        &self,
        page: &Page,
        plan: Option<&Plan>,
        understanding: &Understanding,
    ) -> Result<Vec<SearchHit>, SearchError> {
        let mut hits = Vec::with_capacity(page.entries.len());
        for entry in &page.entries {
            let mut highlights = Vec::new();
            if let Some(plan) = plan.filter(|_| self.request.highlight) {
                let names = stored::names(self.searcher, &self.inner.fields, entry.address)?;
                let names = names.iter().map(|name| name.value.as_str());
                highlights = highlight::highlights(names, plan, &understanding.gazetteer);
            }
            hits.push(SearchHit { id: entry.id().to_owned(), score: entry.score, highlights });
        }
        Ok(hits)
    }

    /// The first plan that finds something, or the plain one where none does.
    pub(super) fn try_plans(
        &self,
        planner: &Planner<'_>,
        typed: Reading,
    ) -> Result<(Page, Counts, Plan), SearchError> {
        let plan = planner.typed(typed.clone());
        let (page, counts) = self.collect(Some(&*plan.query))?;
        if page.total > 0 || self.is_emptied_by_filters(&*plan.query)? {
            return Ok((page, counts, plan));
        }
        let mut nothing = (page, counts, plan);
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
                planner.spell(&mut plan, &self.names_of_best(&page)?)?;
                return Ok((page, counts, plan));
            }
        }
        let filtered = |query| selection(&self.inner.fields, Some(query), &self.request.filters, None);
        if let Some(mut plan) = planner.partly(reading, filtered)? {
            plan.interpretation.layout = layout;
            let (page, counts) = self.collect(Some(&*plan.query))?;
            planner.spell(&mut plan, &self.names_of_best(&page)?)?;
            return Ok((page, counts, plan));
        }
        nothing.2.interpretation.did_you_mean = planner.did_you_mean(&nothing.2.reading)?;
        Ok(nothing)
    }

    /// Names of the best hits of a page.
    fn names_of_best(&self, page: &Page) -> Result<Vec<String>, SearchError> {
        let mut names = Vec::new();
        for entry in page.entries.iter().take(LOOKED_AT) {
            let of_hit = stored::names(self.searcher, &self.inner.fields, entry.address)?;
            names.extend(of_hit.into_iter().map(|name| name.value));
        }
        Ok(names)
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
