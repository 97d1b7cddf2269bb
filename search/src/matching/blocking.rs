//! Finds the pairs that are worth comparing, without comparing all with all.
//!
//! Every profile has several keys, each of which survives another kind of noise: the number, a part of
//! it, contacts, the date, the own name in this region, the first or last letters of it, the host, the
//! subject in this district. Profiles with a key in common are compared. A block that is too large is
//! split by second keys, and what is left of it is compared with its neighbours in order.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::profile::Profile;
use super::word::NameWord;

/// The largest block in which all are compared with all.
const LARGEST: usize = 24;
/// How many words of a name are keys.
const MOST_WORDS: usize = 8;
/// In how many parts the keys are gone through.
const PARTS: u64 = 4;
/// How many neighbours are compared in a block that no second key splits.
const NEIGHBOURS: usize = 6;

/// The pairs to compare, each once, the smaller index first. Two records of the registry are never one.
pub(crate) fn pairs(profiles: &[Profile], words: &[NameWord]) -> Vec<(u32, u32)> {
    let mut found: Vec<u64> = Vec::new();
    let mut entries: Vec<(u64, u32)> = Vec::new();
    // All keys of a large list at once are its largest piece of memory: a part of them at a time is enough.
    for part in 0..PARTS {
        entries.clear();
        for (place, profile) in (0u32..).zip(profiles) {
            let here = keys(profile, words).into_iter().filter(|key| key % PARTS == part);
            entries.extend(here.map(|key| (key, place)));
        }
        entries.sort_unstable();
        entries.dedup();
        for block in entries.chunk_by(|left, right| left.0 == right.0) {
            if block.len() < 2 {
                continue;
            }
            let members: Vec<u32> = block.iter().map(|(_, place)| *place).collect();
            if members.len() <= LARGEST {
                add_all(&members, profiles, &mut found);
            } else {
                refine(&members, profiles, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
    }
    drop(entries);
    #[expect(clippy::cast_possible_truncation, reason = "each half holds an index of 32 bits")]
    found.into_iter().map(|pair| ((pair >> 32) as u32, pair as u32)).collect()
}

fn add_all(members: &[u32], profiles: &[Profile], found: &mut Vec<u64>) {
    for (place, left) in members.iter().enumerate() {
        for right in &members[place + 1..] {
            add(*left, *right, profiles, found);
        }
    }
}

fn add(left: u32, right: u32, profiles: &[Profile], found: &mut Vec<u64>) {
    let is_record = |place: u32| profiles.get(place as usize).is_some_and(|profile| profile.record.is_some());
    if left != right && !(is_record(left) && is_record(right)) {
        found.push(u64::from(left.min(right)) << 32 | u64::from(left.max(right)));
    }
}

/// Splits a large block by second keys.
fn refine(members: &[u32], profiles: &[Profile], found: &mut Vec<u64>) {
    let mut entries: Vec<(u64, u32)> = Vec::new();
    for place in members {
        if let Some(profile) = profiles.get(*place as usize) {
            entries.extend(second_keys(profile).into_iter().map(|key| (key, *place)));
        }
    }
    entries.sort_unstable();
    entries.dedup();
    for block in entries.chunk_by(|left, right| left.0 == right.0) {
        let members: Vec<u32> = block.iter().map(|(_, place)| *place).collect();
        if members.len() <= LARGEST {
            add_all(&members, profiles, found);
            continue;
        }
        let mut sorted = members;
        sorted.sort_by_key(|place| order(&profiles[*place as usize]));
        for (place, left) in sorted.iter().enumerate() {
            for right in sorted.iter().skip(place + 1).take(NEIGHBOURS) {
                add(*left, *right, profiles, found);
            }
        }
    }
}

/// Alike profiles stand side by side in this order.
fn order(profile: &Profile) -> (u32, Option<u32>, Option<u32>, u32) {
    let own = profile.names.iter().map(|name| name.own_key).min().unwrap_or(0);
    let purpose = profile.names.iter().map(|name| name.purpose_key).min().unwrap_or(0);
    (own, profile.districts.first().copied(), profile.regions.first().copied(), purpose)
}

fn key(list: u8, parts: &[u64]) -> u64 {
    let mut hasher = DefaultHasher::new();
    list.hash(&mut hasher);
    parts.hash(&mut hasher);
    hasher.finish()
}

fn keys(profile: &Profile, words: &[NameWord]) -> Vec<u64> {
    let mut keys = Vec::new();
    let region = u64::from(profile.regions.first().copied().unwrap_or(u32::MAX));
    let place = u64::from(profile.districts.first().copied().unwrap_or(u32::MAX));
    for bin in profile.bins.iter().chain(&profile.spoilt_bins) {
        keys.push(key(0, &[*bin]));
        // One slip leaves two of three parts whole.
        keys.push(key(1, &[bin / 10_000]));
        keys.push(key(2, &[bin % 100_000_000]));
        keys.push(key(3, &[bin / 100_000_000, bin % 10_000]));
        // A digit lost moves those behind it.
        keys.push(key(1, &[bin / 1_000]));
        keys.push(key(2, &[bin % 10_000_000]));
    }
    for contact in profile.phones.iter().chain(&profile.emails) {
        keys.push(key(4, &[*contact]));
    }
    for date in &profile.dates {
        keys.push(key(5, &[u64::from(date.year), u64::from(date.month), u64::from(date.day)]));
    }
    for name in &profile.names {
        if !name.own.is_empty() {
            let own = u64::from(name.own_key);
            keys.push(key(6, &[own, region]));
            keys.push(key(7, &[own, u64::from(name.purpose_key)]));
        }
        for word in name.own.iter().take(2).filter_map(|word| words.get(*word as usize)) {
            for plain in [Some(&word.plain), word.look_alike.as_ref()].into_iter().flatten() {
                let letters: Vec<char> = plain.chars().collect();
                if letters.len() >= 4 {
                    keys.push(key(8, &[begin(letters.iter()), region]));
                    keys.push(key(9, &[begin(letters.iter().rev()), region]));
                }
            }
        }
        // Without quotes an own name stands among the words of the purpose.
        let perhaps_own = if name.own.is_empty() { &name.purpose } else { &name.own };
        for word in perhaps_own.iter().take(MOST_WORDS).filter_map(|word| words.get(*word as usize)) {
            if word.skeleton.len() >= 3 {
                let letters: Vec<char> = word.skeleton.chars().collect();
                keys.push(key(16, &[begin(letters.iter()), begin(letters.iter().rev()), region, place]));
            }
        }
        if !name.concepts.is_empty() && !profile.districts.is_empty() {
            keys.push(key(10, &[u64::from(name.purpose_key), place]));
        }
    }
    for number in &profile.host_numbers {
        keys.push(key(11, &[u64::from(*number), region]));
    }
    for name in &profile.host_names {
        for word in name.iter().filter_map(|word| words.get(*word as usize)) {
            if word.skeleton.len() >= 3 {
                let letters: Vec<char> = word.skeleton.chars().collect();
                keys.push(key(12, &[begin(letters.iter()), region]));
            }
        }
    }
    for letters in village_letters(profile, words) {
        keys.push(key(17, &[letters, u64::from(profile.kinds.first().copied().unwrap_or(u32::MAX)), place]));
    }
    for subject in &profile.subjects {
        let kind = u64::from(profile.kinds.first().copied().unwrap_or(u32::MAX));
        keys.push(key(13, &[u64::from(*subject), kind, region, place]));
        keys.push(key(14, &[u64::from(*subject), kind, region]));
    }
    if profile.is_kind_stated && !profile.districts.is_empty() {
        let kind = u64::from(profile.kinds.first().copied().unwrap_or(u32::MAX));
        keys.push(key(15, &[kind, place]));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn begin<'a>(letters: impl Iterator<Item = &'a char>) -> u64 {
    letters.take(3).fold(0, |sum, letter| sum << 21 | u64::from(u32::from(*letter)))
}

/// With which letters the names of the host begin.
fn village_letters(profile: &Profile, words: &[NameWord]) -> impl Iterator<Item = u64> {
    profile.host_names.iter().filter_map(|name| {
        let first = words.get(*name.first()? as usize)?;
        let letters: Vec<char> = first.skeleton.chars().chain(first.plain.chars()).take(3).collect();
        Some(begin(letters.iter()))
    })
}

fn second_keys(profile: &Profile) -> Vec<u64> {
    let mut keys = Vec::new();
    let region = u64::from(profile.regions.first().copied().unwrap_or(u32::MAX));
    for date in &profile.dates {
        keys.push(key(20, &[u64::from(date.year), u64::from(date.month), u64::from(date.day)]));
    }
    for contact in profile.phones.iter().chain(&profile.emails) {
        keys.push(key(21, &[*contact]));
    }
    for name in profile.names.iter().filter(|name| !name.own.is_empty()) {
        keys.push(key(22, &[u64::from(name.own_key), region, u64::from(name.purpose_key)]));
        keys.push(key(23, &[u64::from(name.own_key), region, u64::from(profile.forms)]));
        keys.push(key(
            24,
            &[u64::from(name.own_key), u64::from(profile.districts.first().copied().unwrap_or(u32::MAX))],
        ));
    }
    for number in &profile.host_numbers {
        keys.push(key(25, &[u64::from(*number), region]));
        for subject in &profile.subjects {
            keys.push(key(26, &[u64::from(*number), u64::from(*subject), region]));
        }
        for kind in &profile.kinds {
            keys.push(key(27, &[u64::from(*number), u64::from(*kind), region]));
        }
    }
    for bin in &profile.bins {
        keys.push(key(28, &[*bin]));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_blocks_do_not_grow_quadratically() {
        let profiles: Vec<Profile> = (0..2_000u32)
            .map(|place| Profile {
                phones: vec![7],
                emails: vec![u64::from(place / 2)],
                ..Profile::default()
            })
            .collect();
        let pairs = pairs(&profiles, &[]);
        assert!(pairs.len() < 2_000 * (NEIGHBOURS + 2), "{}", pairs.len());
        for place in 0..1_000 {
            assert!(pairs.contains(&(2 * place, 2 * place + 1)));
        }
    }
}
