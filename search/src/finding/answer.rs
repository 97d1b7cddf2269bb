//! Answers a request: tries the plans for its query in order, collects the page and the counts.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::engine::{Counts, Engine, Listing};
use super::highlight;
use super::keyboard::Slips;
use super::order::{Entry, Order, Page};
use super::paging::{Fingerprint, Mark};
use super::plan::{Plan, Planner, literal, typed};
use super::terms::Wanted;
use crate::index::{FacetCount, Filters, SearchError, SearchHit, SearchPage, SearchRequest};
use crate::query::{Reading, Understanding};

/// In the names of how many hits a word is looked for that was guessed.
const LOOKED_AT: usize = 10;

/// Answers a request from the state of an engine that holds the log up to `seq`.
pub(crate) fn search<E: Engine>(
    engine: &E,
    understanding: &Understanding,
    request: &SearchRequest,
    seq: i64,
) -> Result<SearchPage, SearchError> {
    let reading = Reading::of(request.query.as_deref().unwrap_or_default(), understanding);
    let order = Order::of(request.sort, !reading.slots.is_empty());
    let fingerprint = Fingerprint::of(&key(&reading, request.literal), &request.filters, order);
    let from = request.cursor.as_ref().map(|cursor| Mark::read(cursor, fingerprint)).transpose()?;

    let asked = Asked { engine, request, order, from: from.as_ref(), with_names: request.highlight };
    let (mut page, counts, plan) = asked.answer(understanding, reading)?;
    let has_more = page.entries.len() > request.limit;
    page.entries.truncate(request.limit);
    let last = page.entries.last().filter(|_| has_more);
    let next = last.map(|last| Mark { place: last.place.clone(), seq }.write(fingerprint));
    let is_moved = |mark: &Mark| order == Order::Score && mark.seq != seq;
    Ok(SearchPage {
        hits: asked.hits(&page, plan.as_ref(), understanding)?,
        total: page.total,
        next,
        facets: counts.into_iter().map(|(field, counts)| (field, in_order(counts))).collect(),
        seq,
        changed_since_cursor: from.as_ref().is_some_and(is_moved),
        interpretation: plan.map(|plan| plan.interpretation),
    })
}

/// Counts in the order in which they are shown: most first, equal counts by value.
fn in_order(counts: BTreeMap<String, u64>) -> Vec<FacetCount> {
    let mut ordered: Vec<FacetCount> =
        counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
    ordered.sort_by_key(|facet| Reverse(facet.count));
    ordered
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

/// A page, counts, and the plan by which they were found.
type Answer<E, P> = (Page<<E as Engine>::At>, Counts, P);

/// A request with what is needed to answer it.
pub(super) struct Asked<'a, E> {
    engine: &'a E,
    request: &'a SearchRequest,
    order: Order,
    from: Option<&'a Mark>,
    /// True where names of the hits are needed.
    with_names: bool,
}

impl<'a, E: Engine> Asked<'a, E> {
    /// A request for the best hits, whatever they are, and their names.
    pub(super) fn named(engine: &'a E, request: &'a SearchRequest) -> Asked<'a, E> {
        Asked { engine, request, order: Order::Score, from: None, with_names: true }
    }

    /// The page, the counts and the plan by which they were found.
    fn answer(
        &self,
        understanding: &Understanding,
        reading: Reading,
    ) -> Result<Answer<E, Option<Plan>>, SearchError> {
        if reading.slots.is_empty() {
            let (page, counts) = self.collect(None)?;
            return Ok((page, counts, None));
        }
        let planner = Planner { engine: self.engine, understanding };
        if !self.request.literal {
            let (page, counts, plan) = self.try_plans(&planner, reading)?;
            return Ok((page, counts, Some(plan)));
        }
        let mut plan = literal(reading);
        let (page, counts) = self.collect(Some(&plan.wanted))?;
        if page.total == 0 {
            plan.interpretation.did_you_mean = planner.did_you_mean(&plan.reading)?;
        }
        Ok((page, counts, Some(plan)))
    }

    /// The hits of a page, with highlights where they were asked for.
    fn hits(
        &self,
        page: &Page<E::At>,
        plan: Option<&Plan>,
        understanding: &Understanding,
    ) -> Result<Vec<SearchHit>, SearchError> {
        let mut hits = Vec::with_capacity(page.entries.len());
        for entry in &page.entries {
            let mut highlights = Vec::new();
            if let Some(plan) = plan.filter(|_| self.request.highlight) {
                let names = self.engine.names(&entry.at)?;
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
        planner: &Planner<'_, E>,
        reading: Reading,
    ) -> Result<Answer<E, Plan>, SearchError> {
        let mut reading = reading;
        let mut layout = None;
        let mut as_typed = None;
        if let Some(other) = planner.reread(&reading, Slips::Cut)? {
            layout = Some(other.text.clone());
            as_typed = Some(std::mem::replace(&mut reading, other));
        }
        let mut plan = typed(reading.clone());
        plan.interpretation.layout.clone_from(&layout);
        let (page, counts) = self.collect(Some(&plan.wanted))?;
        if page.total > 0 || self.is_emptied_by_filters(&plan.wanted)? {
            return Ok((page, counts, plan));
        }
        let mut nothing = (page, counts, plan);
        // Digits stand within names too: what is there as typed was meant so.
        if let Some(as_typed) = as_typed {
            let plan = typed(as_typed);
            let (page, counts) = self.collect(Some(&plan.wanted))?;
            if page.total > 0 {
                return Ok((page, counts, plan));
            }
        }
        if layout.is_none()
            && let Some(other) = planner.reread(&reading, Slips::Any)?
        {
            layout = Some(other.text.clone());
            reading = other;
            let mut plan = typed(reading.clone());
            plan.interpretation.layout.clone_from(&layout);
            let (page, counts) = self.collect(Some(&plan.wanted))?;
            if page.total > 0 {
                return Ok((page, counts, plan));
            }
        }
        planner.learn_meanings(&mut reading)?;
        if let Some(mut plan) = planner.guessed(reading.clone())? {
            plan.interpretation.layout.clone_from(&layout);
            let (page, counts) = self.collect_named(&plan.wanted)?;
            if page.total > 0 {
                planner.spell(&mut plan, &self.names_of_best(&page)?)?;
                return Ok((page, counts, plan));
            }
        }
        if let Some(mut plan) = planner.partly(reading, &self.request.filters)? {
            plan.interpretation.layout = layout;
            let (page, counts) = self.collect_named(&plan.wanted)?;
            let names = self.names_of_best(&page)?;
            planner.spell(&mut plan, &names)?;
            planner.leave_out(&mut plan, &names, page.entries.first().map(Entry::id))?;
            return Ok((page, counts, plan));
        }
        nothing.2.interpretation.did_you_mean = planner.did_you_mean(&nothing.2.reading)?;
        Ok(nothing)
    }

    /// Names of the best hits of a page.
    fn names_of_best(&self, page: &Page<E::At>) -> Result<Vec<String>, SearchError> {
        let mut names = Vec::new();
        for entry in page.entries.iter().take(LOOKED_AT) {
            names.extend(self.engine.names(&entry.at)?.into_iter().map(|name| name.value));
        }
        Ok(names)
    }

    /// True where the words alone find something: then nothing need be guessed.
    fn is_emptied_by_filters(&self, wanted: &Wanted) -> Result<bool, SearchError> {
        Ok(self.request.filters != Filters::default() && self.engine.finds(wanted)?)
    }

    /// The page and the counts of what is wanted and the filters select.
    fn collect(&self, wanted: Option<&Wanted>) -> Result<(Page<E::At>, Counts), SearchError> {
        self.collect_with(wanted, self.with_names)
    }

    /// The same, and the names of the hits can be asked for.
    fn collect_named(&self, wanted: &Wanted) -> Result<(Page<E::At>, Counts), SearchError> {
        self.collect_with(Some(wanted), true)
    }

    fn collect_with(
        &self,
        wanted: Option<&Wanted>,
        with_names: bool,
    ) -> Result<(Page<E::At>, Counts), SearchError> {
        let listing = Listing {
            filters: &self.request.filters,
            facets: &self.request.facets,
            order: self.order,
            after: self.from.map(|mark| mark.place.clone()),
            // One more than asked tells whether there is a next page.
            take: if self.request.limit == 0 { 0 } else { self.request.limit.saturating_add(1) },
            except: None,
            with_names,
        };
        self.engine.collect(wanted, &listing)
    }
}
