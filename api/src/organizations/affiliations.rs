//! Cycles among affiliations: a body that, step by step, would belong to itself.
//!
//! The graph is read as far up as a batch needs it, inside the write transaction, so that no other writer
//! can close a cycle meanwhile.

use std::collections::{HashMap, HashSet};

use birlik_entity::OrganizationId;
use birlik_entity::code::AffiliationType;
use sea_orm::{ConnectionTrait, DbErr};

use super::model::Organization;
use super::store;

/// What may not have a cycle: belonging upwards, and following in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Direction {
    Upwards,
    BackInTime,
}

fn direction(affiliation_type: AffiliationType) -> Option<Direction> {
    match affiliation_type.as_str() {
        "unit_of" | "branch_of" | "member_of" => Some(Direction::Upwards),
        "successor_of" => Some(Direction::BackInTime),
        _ => None,
    }
}

/// The current affiliations above the records of a batch.
#[derive(Debug, Default)]
pub(super) struct AffiliationGraph {
    edges: HashMap<OrganizationId, Vec<(Direction, OrganizationId)>>,
    loaded: HashSet<OrganizationId>,
}

impl AffiliationGraph {
    /// Reads what lies above these records.
    pub(super) async fn load(
        &mut self,
        connection: &impl ConnectionTrait,
        start: impl IntoIterator<Item = OrganizationId>,
        today: &str,
    ) -> Result<(), DbErr> {
        let mut frontier: Vec<OrganizationId> =
            start.into_iter().filter(|id| self.loaded.insert(*id)).collect();
        while !frontier.is_empty() {
            let mut next = Vec::new();
            for (from, affiliation_type, to) in
                store::current_affiliations(connection, &frontier, today).await?
            {
                if let Some(direction) = direction(affiliation_type) {
                    self.edges.entry(from).or_default().push((direction, to));
                    if self.loaded.insert(to) {
                        next.push(to);
                    }
                }
            }
            frontier = next;
        }
        Ok(())
    }

    /// The place in `affiliations` of one that would close a circle.
    pub(super) fn circle(&self, id: OrganizationId, record: &Organization, today: &str) -> Option<usize> {
        edges(record, today).find(|(_, direction, to)| self.leads_to(*direction, *to, id)).map(|(at, ..)| at)
    }

    /// Puts a record's affiliations in the place of those it had.
    pub(super) fn replace(&mut self, id: OrganizationId, record: &Organization, today: &str) {
        self.loaded.insert(id);
        self.edges.insert(id, edges(record, today).map(|(_, direction, to)| (direction, to)).collect());
    }

    fn leads_to(&self, direction: Direction, from: OrganizationId, goal: OrganizationId) -> bool {
        let (mut stack, mut seen) = (vec![from], HashSet::new());
        while let Some(id) = stack.pop() {
            if id == goal {
                return true;
            }
            if seen.insert(id) {
                let above = self.edges.get(&id).into_iter().flatten();
                stack.extend(above.filter(|(one, _)| *one == direction).map(|(_, to)| *to));
            }
        }
        false
    }
}

/// What a record now belongs to: place in its list, direction, and to whom.
fn edges(record: &Organization, today: &str) -> impl Iterator<Item = (usize, Direction, OrganizationId)> {
    record
        .affiliations
        .iter()
        .enumerate()
        .filter(|(_, one)| one.is_current(today))
        .filter_map(|(at, one)| Some((at, direction(one.affiliation_type.0)?, one.to.id()?)))
}
