//! Says what becomes of each row, once bodies are found: decided, or asked about, and with what beside it.
//!
//! A person is asked once about rows that are surely one body: which of two bodies a group is, not which
//! each of its rows is. Of two groups in doubt the smaller one is asked about.

use super::clusters::{Doubt, Group};
use super::compare::{Comparer, Comparison};
use super::matcher::{Cluster, Competitor, Decision, Matching, RowMatch};
use super::profile::Profile;

/// What becomes of the rows, which are the first `row_count` of the profiles.
pub(crate) fn decide(
    row_count: usize,
    profiles: &[Profile],
    groups: &[Group<'_>],
    doubts: &[Doubt],
    comparer: &mut Comparer<'_>,
) -> Matching {
    let mut found = Found::of(row_count, profiles, groups, doubts);
    let mut matches: Vec<Option<RowMatch>> = vec![None; row_count];
    for place in found.places.clone() {
        for member in found.rows(place) {
            matches[member as usize] = Some(found.row_match(place, member, comparer));
        }
    }
    // A competitor without a row of the list gets a cluster too, so that it can be named.
    for row in matches.iter_mut().flatten() {
        if let Some(competitor) = &mut row.competitor
            && competitor.cluster == usize::MAX
        {
            competitor.cluster = found.clusters.len();
            found.clusters.push(Cluster { rows: Vec::new(), record: competitor.record });
        }
    }
    Matching { clusters: found.clusters, rows: matches.into_iter().flatten().collect() }
}

/// The bodies that were found.
struct Found<'a> {
    row_count: usize,
    profiles: &'a [Profile],
    groups: &'a [Group<'a>],
    /// Groups that hold a row of the list, in the order of their first rows.
    places: Vec<usize>,
    /// The numbers of the groups as bodies of the list.
    numbers: Vec<Option<usize>>,
    clusters: Vec<Cluster>,
    /// The other groups that each group could be, with the probability.
    near: Vec<Vec<(usize, f64)>>,
}

impl<'a> Found<'a> {
    fn of(row_count: usize, profiles: &'a [Profile], groups: &'a [Group<'a>], doubts: &[Doubt]) -> Found<'a> {
        let mut found = Found {
            row_count,
            profiles,
            groups,
            places: Vec::new(),
            numbers: vec![None; groups.len()],
            clusters: Vec::new(),
            near: vec![Vec::new(); groups.len()],
        };
        // Bodies without a row of the list are the registry's own.
        let mut places: Vec<(u32, usize)> =
            (0..groups.len()).filter_map(|place| Some((*found.rows(place).first()?, place))).collect();
        places.sort_unstable();
        found.places = places.into_iter().map(|(_, place)| place).collect();
        for (number, place) in found.places.iter().enumerate() {
            found.numbers[*place] = Some(number);
            let rows = found.rows(*place).into_iter().map(|row| row as usize).collect();
            found.clusters.push(Cluster { rows, record: found.record(*place) });
        }
        for doubt in doubts {
            found.near[doubt.left].push((doubt.right, doubt.probability));
            found.near[doubt.right].push((doubt.left, doubt.probability));
        }
        found
    }

    /// The rows of a group, in order.
    fn rows(&self, place: usize) -> Vec<u32> {
        let is_row = |member: &u32| (*member as usize) < self.row_count;
        let mut rows: Vec<u32> = self.groups[place].members.iter().copied().filter(is_row).collect();
        rows.sort_unstable();
        rows
    }

    fn record(&self, place: usize) -> Option<usize> {
        self.groups[place].profile.record.map(|record| record as usize)
    }

    /// The body that a group is asked about for: the nearest that is larger, or as large and before it.
    fn asked_for(&self, place: usize) -> Option<(usize, f64)> {
        let size = |place: usize| (self.record(place).is_some(), self.groups[place].members.len());
        let is_larger =
            |other: usize| size(place) < size(other) || size(place) == size(other) && place > other;
        nearest(self.near[place].iter().filter(|(other, _)| is_larger(*other)))
    }

    fn row_match(&self, place: usize, member: u32, comparer: &mut Comparer<'_>) -> RowMatch {
        let group = &self.groups[place];
        let unsure = group.unsure.iter().find(|unsure| unsure.member == member).copied();
        let asked_for = self.asked_for(place).filter(|_| unsure.is_none());
        let rival = asked_for.or_else(|| nearest(self.near[place].iter()));
        let rows = self.rows(place);
        let is_alone = group.members.len() == 1;
        // Those that are asked about together; a row that nobody is asked about stands by itself.
        let side: Vec<u32> = match (unsure, asked_for) {
            (Some(unsure), _) => group
                .unsure
                .iter()
                .filter(|other| other.asked_with == unsure.asked_with)
                .map(|other| other.member)
                .collect(),
            (None, Some(_)) => {
                let is_unsure = |row: &u32| group.unsure.iter().any(|unsure| unsure.member == *row);
                rows.iter().copied().filter(|row| !is_unsure(row)).collect()
            }
            (None, None) => vec![member],
        };
        let rest: Vec<u32> = group.members.iter().copied().filter(|other| !side.contains(other)).collect();
        let of_rival = |comparer: &mut Comparer<'_>| {
            let (other, _) = rival?;
            Some(comparer.compare(&self.profile(&side, group), &self.groups[other].profile))
        };
        let comparison = if asked_for.is_some() || is_alone {
            of_rival(comparer)
        } else {
            Some(self.with_rest(&side, group, comparer))
        };
        let decision = if unsure.is_some() || asked_for.is_some() {
            Decision::Review
        } else if self.record(place).is_some() || rows.first() != Some(&member) {
            Decision::Same
        } else {
            Decision::New
        };
        RowMatch {
            decision,
            cluster: self.numbers[place].unwrap_or_default(),
            record: self.record(place),
            probability: match unsure {
                Some(unsure) => unsure.probability,
                None if is_alone => 1.0 - rival.map_or(0.0, |(_, probability)| probability),
                None if asked_for.is_some() => self.with_rest(&[member], group, comparer).probability,
                None => comparison.as_ref().map_or(1.0, |comparison| comparison.probability),
            },
            comparison,
            competitor: rival.map(|(other, probability)| Competitor {
                cluster: self.numbers[other].unwrap_or(usize::MAX),
                record: self.record(other),
                probability,
            }),
            asked_with: (decision == Decision::Review && side.len() > 1)
                .then(|| side.iter().min().map(|row| *row as usize))
                .flatten(),
            beside: match asked_for {
                Some((other, _)) => self.rows(other).first().map(|row| *row as usize),
                None => rest.iter().map(|row| *row as usize).filter(|row| *row < self.row_count).min(),
            },
        }
    }

    /// How some members compare with the rest of their group.
    fn with_rest(&self, side: &[u32], group: &Group<'_>, comparer: &mut Comparer<'_>) -> Comparison {
        let rest: Vec<u32> = group.members.iter().copied().filter(|member| !side.contains(member)).collect();
        comparer.compare(&self.profile(side, group), &self.profile(&rest, group))
    }

    /// All that some members of a group say.
    fn profile(&self, members: &[u32], group: &Group<'_>) -> Profile {
        if let [member] = members {
            return self.profiles[*member as usize].clone();
        }
        let mut profile = Profile::default();
        for member in members {
            profile.absorb(&self.profiles[*member as usize]);
        }
        profile.is_branch = group.profile.is_branch;
        profile
    }
}

/// The likeliest.
fn nearest<'d>(near: impl Iterator<Item = &'d (usize, f64)>) -> Option<(usize, f64)> {
    near.max_by(|left, right| left.1.total_cmp(&right.1)).copied()
}
