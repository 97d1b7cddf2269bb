//! Finds the most relevant documents of a result of any size, in order, without reading the rest.
//!
//! A result is cut into cells: documents that have the same step in some dimensions. Of a cell it is
//! known how many documents it has, and between which bounds their relevance lies. The cell with the
//! highest bound is looked at first: a small one is read and scored, a large one cut along the
//! dimension that says most; one with nothing left to cut is read in order of its names. It ends when no
//! cell can hold anything better than what was found. Several cells are looked at in one request.

use super::document::{Document, stored_key};
use super::filter::Filter;
use super::server::Query;
use super::settings::{SHORTNESS, key};
use super::sought::{Dimension, Sought};
use super::state::State;
use crate::finding::{Entry, Order, Place, SHORTEST, points, rank_of, steps};
use crate::index::SearchError;

/// Cells of so many documents are read whole.
pub(super) const SMALL: usize = 100;

/// How many cells are looked at in one request.
const AT_ONCE: usize = 6;

struct Cell {
    filter: Filter,
    count: u64,
    /// Relevance of the dimensions that are cut.
    known: f32,
    /// Weight of the same.
    weight: f32,
    /// Places of the dimensions that are not.
    left: Vec<usize>,
    /// The most that a document may have.
    most: f32,
    /// The least.
    least: f32,
}

/// The search for the best documents.
pub(super) struct Cells<'a> {
    pub(super) state: &'a State<'a>,
    pub(super) sought: &'a Sought,
    /// Only documents strictly after this place.
    pub(super) after: Option<&'a Place>,
    /// How many.
    pub(super) take: usize,
    pub(super) attributes: Vec<&'static str>,
    /// How many requests may be made; what was found by then is the answer. `None` for as many as it takes.
    pub(super) patience: Option<usize>,
}

/// The entry of a document that matches.
pub(super) fn entry(sought: &Sought, document: Document) -> Option<Entry<Document>> {
    let relevance = sought.relevance(&document)?;
    let shortness = if sought.with_shortness { document.shortness } else { 0 };
    let steps = steps(relevance) + shortness;
    let key = document.place(Order::Score)?.key;
    Some(Entry { place: Place { rank: rank_of(steps), key }, score: points(steps), at: document })
}

enum Look {
    /// Reads the cell whole.
    Whole,
    /// Reads its first documents in order.
    InOrder,
    /// Cuts it along a dimension; the last part is what has no step of it.
    Cut(Vec<Cell>),
}

impl Cells<'_> {
    /// The first documents of those that a filter selects, `count` of them.
    pub(super) fn best(&self, filter: Filter, count: u64) -> Result<Vec<Entry<Document>>, SearchError> {
        let left = (0..self.sought.dimensions.len()).collect();
        let mut cells = vec![self.bounded(filter, count, 0.0, 0.0, left)];
        let mut best: Vec<Entry<Document>> = Vec::new();
        let mut requests = 0;
        while self.take > 0 && self.patience.is_none_or(|most| requests < most) {
            cells.sort_by(|left, right| left.most.total_cmp(&right.most));
            let mut looks = Vec::new();
            while looks.len() < AT_ONCE {
                let Some(cell) = cells.pop_if(|cell| self.may_be_better(cell, &best)) else { break };
                looks.push(self.look(cell));
            }
            if looks.is_empty() {
                break;
            }
            requests += 1;
            self.read(looks, &mut cells, &mut best)?;
            best.sort_by(|left, right| left.place.cmp(&right.place));
            best.truncate(self.take);
        }
        Ok(best)
    }

    fn may_be_better(&self, cell: &Cell, best: &[Entry<Document>]) -> bool {
        best.len() < self.take || best.last().is_some_and(|last| rank_of(steps(cell.most)) <= last.place.rank)
    }

    fn bounded(&self, filter: Filter, count: u64, known: f32, weight: f32, left: Vec<usize>) -> Cell {
        let of_left = || left.iter().map(|place| &self.sought.dimensions[*place]);
        let shortest = if self.sought.with_shortness { SHORTEST } else { 0.0 };
        let most = known + of_left().map(Dimension::most).sum::<f32>() + shortest;
        let least = known + of_left().map(Dimension::least).sum::<f32>();
        Cell { filter, count, known, weight, left, most, least }
    }

    fn look(&self, cell: Cell) -> (Cell, Look) {
        if cell.count <= SMALL as u64 {
            return (cell, Look::Whole);
        }
        let span = |place: &usize| {
            let dimension = &self.sought.dimensions[*place];
            dimension.most() - dimension.least()
        };
        let widest = cell.left.iter().copied().max_by(|left, right| span(left).total_cmp(&span(right)));
        let Some(widest) = widest.filter(|place| span(place) > 0.0) else {
            return (cell, Look::InOrder);
        };
        let dimension = &self.sought.dimensions[widest];
        let left: Vec<usize> = cell.left.iter().copied().filter(|place| *place != widest).collect();
        let mut parts: Vec<Cell> = (0..dimension.steps.len())
            .map(|step| {
                let filter = cell.filter.clone().and(dimension.exactly(step));
                let known = cell.known + dimension.steps[step].worth;
                self.bounded(filter, 0, known, cell.weight + dimension.weight, left.clone())
            })
            .collect();
        if dimension.is_optional {
            let filter = cell.filter.clone().and(dimension.any().not());
            parts.push(self.bounded(filter, 0, cell.known, cell.weight, left));
        }
        parts.retain(|part| self.is_worth_a_look(part));
        (cell, Look::Cut(parts))
    }

    /// False where all documents of a cell weigh too little, or come before the place to go on from.
    fn is_worth_a_look(&self, cell: &Cell) -> bool {
        let rest: f32 = cell.left.iter().map(|place| self.sought.dimensions[*place].weight).sum();
        let is_before = |after: &Place| rank_of(steps(cell.least)) < after.rank;
        (cell.weight + rest) * 1.000_01 >= self.sought.enough && !self.after.is_some_and(is_before)
    }

    fn read(
        &self,
        looks: Vec<(Cell, Look)>,
        cells: &mut Vec<Cell>,
        best: &mut Vec<Entry<Document>>,
    ) -> Result<(), SearchError> {
        let mut queries = Vec::new();
        for (cell, look) in &looks {
            match look {
                Look::Whole => queries.push(self.documents(&cell.filter, SMALL)),
                Look::InOrder => queries.push(self.in_order(cell)),
                Look::Cut(parts) => {
                    queries.extend(parts.iter().map(|part| self.state.count(Some(&part.filter))));
                }
            }
        }
        let mut found = self.state.ask(&queries)?.into_iter();
        for (_, look) in looks {
            match look {
                Look::Whole | Look::InOrder => {
                    let documents = found.next().map(|found| found.hits).unwrap_or_default();
                    let entries = documents.into_iter().filter_map(|document| entry(self.sought, document));
                    best.extend(entries.filter(|entry| self.after.is_none_or(|after| entry.place > *after)));
                }
                Look::Cut(parts) => {
                    let counted = parts.into_iter().zip(found.by_ref());
                    let counted = counted.map(|(part, found)| Cell { count: found.total_hits, ..part });
                    cells.extend(counted.filter(|part| part.count > 0));
                }
            }
        }
        Ok(())
    }

    fn documents(&self, filter: &Filter, most: usize) -> Query {
        Query {
            hits_per_page: most,
            attributes_to_retrieve: self.attributes.clone(),
            ..self.state.count(Some(filter))
        }
    }

    /// The first documents of a cell in which only the length of the names tells them apart.
    fn in_order(&self, cell: &Cell) -> Query {
        let mut filter = cell.filter.clone();
        let names = key(Order::Score);
        if let Some(after) = self.after {
            let later = Filter::after(names, &stored_key(&after.key));
            // Shortness that puts a document of this cell where the place is.
            let (at, least) = (u64::MAX - after.rank, steps(cell.least));
            if let Some(shortness) = at.checked_sub(least).filter(|_| self.sought.with_shortness) {
                let there = Filter::number(SHORTNESS, "=", shortness).and(later);
                let beyond = Filter::number(SHORTNESS, "<", shortness);
                filter = filter.and(there.or(beyond));
            } else if at == least {
                filter = filter.and(later);
            }
        }
        let sort =
            [(self.sought.with_shortness, format!("{SHORTNESS}:desc")), (true, format!("{names}:asc"))];
        let sort = sort.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, rule)| rule);
        Query { sort: sort.collect(), ..self.documents(&filter, self.take) }
    }
}
