//! What no likeness outweighs: why two rows can never be one body.
//!
//! A conflict is what both sides say for certain and what cannot be both. What one side leaves out is
//! none, and neither is a number that is a slip away.

use super::bin::is_one_slip;
use super::profile::Profile;

/// Why two rows can never be one body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Conflict {
    /// Valid identification numbers that are not a slip apart.
    Bins,
    /// Schools with different numbers.
    HostNumbers,
    /// Different districts or cities.
    Districts,
    /// Different regions, none of which was part of the other.
    Regions,
    /// Different subjects.
    Subjects,
    /// Different kinds of bodies of a school.
    Kinds,
    /// A body and its branch.
    Branch,
    /// Two records of the registry.
    Records,
}

fn apart<T: PartialEq>(left: &[T], right: &[T]) -> bool {
    !left.is_empty() && !right.is_empty() && !left.iter().any(|ours| right.contains(ours))
}

pub(crate) fn slips(ours: &[u64], theirs: &[u64]) -> bool {
    ours.iter().any(|ours| {
        theirs.iter().any(|theirs| {
            is_one_slip(&format!("{ours:012}"), &format!("{theirs:012}"))
                || is_one_slip(&ours.to_string(), &theirs.to_string())
        })
    })
}

pub(crate) fn has_conflict(left: &Profile, right: &Profile) -> bool {
    // The same as `conflicts`, without a list of them.
    left.record.is_some() && right.record.is_some()
        || apart(&left.bins, &right.bins) && !slips(&left.bins, &right.bins)
        || apart(&left.host_numbers, &right.host_numbers)
        || apart(&left.districts, &right.districts)
        || apart(&left.regions, &right.regions) && !may_be_split(left, right)
        || apart(&left.subjects, &right.subjects)
        || left.is_kind_stated && right.is_kind_stated && apart(&left.kinds, &right.kinds)
        || left.is_branch != right.is_branch && left.rows > 0 && right.rows > 0
}

fn may_be_split(left: &Profile, right: &Profile) -> bool {
    // Two names that each say their region mean two regions.
    if left.is_of_region && right.is_of_region {
        return false;
    }
    left.regions.iter().any(|region| right.perhaps.contains(region))
        || right.regions.iter().any(|region| left.perhaps.contains(region))
}

/// What no likeness outweighs.
pub(crate) fn conflicts(left: &Profile, right: &Profile) -> Vec<Conflict> {
    let checks = [
        (left.record.is_some() && right.record.is_some(), Conflict::Records),
        (apart(&left.bins, &right.bins) && !slips(&left.bins, &right.bins), Conflict::Bins),
        (apart(&left.host_numbers, &right.host_numbers), Conflict::HostNumbers),
        (apart(&left.districts, &right.districts), Conflict::Districts),
        (apart(&left.regions, &right.regions) && !may_be_split(left, right), Conflict::Regions),
        (apart(&left.subjects, &right.subjects), Conflict::Subjects),
        (left.is_kind_stated && right.is_kind_stated && apart(&left.kinds, &right.kinds), Conflict::Kinds),
        (left.is_branch != right.is_branch, Conflict::Branch),
    ];
    checks.into_iter().filter(|(holds, _)| *holds).map(|(_, conflict)| conflict).collect()
}
