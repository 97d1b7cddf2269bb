//! Puts rows together to bodies, the surest first, and never what contradicts.
//!
//! Two groups are compared as two bodies, with all that is known of each, so that a chain of shared
//! telephones cannot pull unlike bodies together: after each step the next is judged anew, by the facts
//! of the whole group. A row that fits two bodies which exclude each other is given to neither without a
//! person. (Agglomerative correlation clustering with constraints.)

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::compare::Comparer;
use super::profile::Profile;

/// Below this score a pair is not remembered: no further evidence of the rows would save it.
pub(crate) const HOPELESS: f64 = -4.0;

/// The thresholds of the outcomes, as probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// From here on rows are put together without a person.
    pub same: f64,
    /// From here on a person decides, and being one body is proposed.
    pub propose: f64,
    /// From here on a person decides, and being different bodies is proposed.
    pub doubt: f64,
}

/// A group of rows.
#[derive(Debug)]
pub(crate) struct Group<'p> {
    /// All that is known of the body; of a single row it is the row's own.
    pub(crate) profile: Cow<'p, Profile>,
    pub(crate) members: Vec<u32>,
    /// Members that a person must confirm.
    pub(crate) unsure: Vec<Unsure>,
}

/// A member that a person must confirm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unsure {
    pub(crate) member: u32,
    /// Probability that it belongs to the group.
    pub(crate) probability: f64,
    /// The member that is asked about for all that came with it.
    pub(crate) asked_with: u32,
}

/// A pair of groups that a person could put together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Doubt {
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) probability: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    score: f64,
    left: u32,
    right: u32,
    versions: (u32, u32),
}

impl Eq for Step {}

impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Step) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Step {
    fn cmp(&self, other: &Step) -> Ordering {
        // Equal scores go by place, so that the same rows give the same bodies.
        self.score
            .total_cmp(&other.score)
            .then_with(|| (other.left, other.right).cmp(&(self.left, self.right)))
    }
}

/// The state of the clustering.
pub(crate) struct Clustering<'a, 'b, 'p> {
    comparer: &'b mut Comparer<'a>,
    groups: Vec<Option<Group<'p>>>,
    versions: Vec<u32>,
    /// Scores with other groups.
    near: Vec<BTreeMap<u32, f64>>,
    heap: BinaryHeap<Step>,
}

impl<'a, 'b, 'p> Clustering<'a, 'b, 'p> {
    /// Begins with each row by itself, and what the compared pairs scored.
    pub(crate) fn new(
        profiles: &'p [Profile],
        scored: &[(u32, u32, f64)],
        comparer: &'b mut Comparer<'a>,
    ) -> Clustering<'a, 'b, 'p> {
        let count = profiles.len();
        let groups = (0u32..)
            .zip(profiles)
            .map(|(place, profile)| {
                Some(Group { profile: Cow::Borrowed(profile), members: vec![place], unsure: Vec::new() })
            })
            .collect();
        let mut near = vec![BTreeMap::new(); count];
        let mut heap = BinaryHeap::with_capacity(scored.len());
        for (left, right, score) in scored {
            near[*left as usize].insert(*right, *score);
            near[*right as usize].insert(*left, *score);
            if *score > 0.0 {
                heap.push(Step { score: *score, left: *left, right: *right, versions: (0, 0) });
            }
        }
        Clustering { comparer, groups, versions: vec![0; count], near, heap }
    }

    /// Puts together what is surer than the thresholds; the groups, and the doubts that remain.
    pub(crate) fn run(mut self, thresholds: Thresholds) -> (Vec<Group<'p>>, Vec<Doubt>) {
        self.merge_while(thresholds.same, None);
        self.restart(thresholds.propose);
        self.merge_while(thresholds.propose, Some(thresholds.same));
        self.finish(thresholds.doubt)
    }

    fn restart(&mut self, least: f64) {
        self.heap.clear();
        for (left, near) in (0u32..).zip(&self.near) {
            for (right, score) in near.range(left + 1..) {
                if super::compare::logistic(*score) >= least {
                    let versions = (self.versions[left as usize], self.versions[*right as usize]);
                    self.heap.push(Step { score: *score, left, right: *right, versions });
                }
            }
        }
    }

    /// Merges pairs while their probability is at least `least`; those below `sure` go to a person.
    fn merge_while(&mut self, least: f64, sure: Option<f64>) {
        while let Some(step) = self.heap.pop() {
            let versions = (self.versions[step.left as usize], self.versions[step.right as usize]);
            let is_old = versions != step.versions
                || self.groups[step.left as usize].is_none()
                || self.groups[step.right as usize].is_none();
            if is_old {
                continue;
            }
            let probability = self.probability(step.left, step.right, step.score);
            if probability < least {
                continue;
            }
            let unsure = sure.filter(|sure| probability < *sure).map(|_| probability);
            self.merge(step.left, step.right, unsure);
        }
    }

    /// The probability of a pair, given that each could be one with others that exclude this one.
    fn probability(&self, left: u32, right: u32, score: f64) -> f64 {
        let rivals = |one: u32, other: u32| -> f64 {
            self.near[one as usize]
                .iter()
                .filter(|(rival, score)| {
                    **rival != other
                        && **score > HOPELESS
                        && self.near[other as usize].get(rival).is_none_or(|between| *between < 0.0)
                })
                .map(|(_, score)| (*score).min(50.0).exp())
                .sum()
        };
        let odds = score.min(50.0).exp();
        odds / (1.0 + odds + rivals(left, right).max(rivals(right, left)))
    }

    fn merge(&mut self, left: u32, right: u32, unsure: Option<f64>) {
        // The larger group takes in the smaller one; a record of the registry stays where it is.
        let size = |place: u32| {
            self.groups[place as usize]
                .as_ref()
                .map_or((false, 0), |group| (group.profile.record.is_some(), group.members.len()))
        };
        let (into, from) = if size(left) >= size(right) { (left, right) } else { (right, left) };
        let Some(taken) = self.groups[from as usize].take() else { return };
        let Some(group) = self.groups[into as usize].as_mut() else { return };
        group.profile.to_mut().absorb(&taken.profile);
        group.members.extend_from_slice(&taken.members);
        group.unsure.extend_from_slice(&taken.unsure);
        if let Some(probability) = unsure {
            // What came together is asked about once; what was asked about before keeps its question.
            let is_asked = |member: &u32| group.unsure.iter().any(|known| known.member == *member);
            let together: Vec<u32> = taken.members.into_iter().filter(|member| !is_asked(member)).collect();
            if let Some(asked_with) = together.iter().min().copied() {
                let unsure = |member| Unsure { member, probability, asked_with };
                group.unsure.extend(together.into_iter().map(unsure));
            }
        }
        self.versions[into as usize] += 1;
        let lost = std::mem::take(&mut self.near[from as usize]);
        let mut neighbours: Vec<u32> = self.near[into as usize].keys().chain(lost.keys()).copied().collect();
        neighbours.sort_unstable();
        neighbours.dedup();
        self.near[into as usize].clear();
        for other in neighbours {
            if other == into || other == from {
                continue;
            }
            self.near[other as usize].remove(&from);
            self.near[other as usize].remove(&into);
            let (Some(group), Some(with)) = (&self.groups[into as usize], &self.groups[other as usize])
            else {
                continue;
            };
            let (score, has_conflict) = self.comparer.score(&group.profile, &with.profile);
            if has_conflict || score < HOPELESS {
                continue;
            }
            self.near[into as usize].insert(other, score);
            self.near[other as usize].insert(into, score);
            if score > 0.0 {
                let (left, right) = (into.min(other), into.max(other));
                let versions = (self.versions[left as usize], self.versions[right as usize]);
                self.heap.push(Step { score, left, right, versions });
            }
        }
    }

    fn finish(self, doubt: f64) -> (Vec<Group<'p>>, Vec<Doubt>) {
        let mut doubts = Vec::new();
        let mut places = vec![usize::MAX; self.groups.len()];
        let mut next = 0;
        for (place, group) in self.groups.iter().enumerate() {
            if group.is_some() {
                places[place] = next;
                next += 1;
            }
        }
        for (left, near) in (0u32..).zip(&self.near) {
            for (right, score) in near.range(left + 1..) {
                let probability = self.probability(left, *right, *score);
                if probability >= doubt {
                    let (left, right) = (places[left as usize], places[*right as usize]);
                    doubts.push(Doubt { left, right, probability });
                }
            }
        }
        (self.groups.into_iter().flatten().collect(), doubts)
    }
}
