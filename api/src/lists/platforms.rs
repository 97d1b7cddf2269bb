//! Pages in social networks: the same page is the same body, and so are pages of one name on several platforms.
//!
//! The matching knows names and sites. That two pages of one name are on *different* platforms speaks for one body
//! with two pages; on the same platform it would speak against it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use birlik_search::matching::{Decision, EducationVerdict, Matching, RowFacts};
use birlik_search::text::normalize;

use super::rows::ListRow;
use super::saying::{pages, platform};
use crate::organizations::Organization;

/// Fewest letters and digits of a name by which pages are put together: a shorter one is many things.
const SHORTEST: usize = 8;
/// How sure it is that pages of one name are one body.
const OF_ONE_NAME: f64 = 0.9;
/// How sure it is that a page is the same as one of the registry.
const SAME_PAGE: f64 = 0.99;

/// The pages of the registry's records.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Records by the address of a page.
    by_address: HashMap<String, usize>,
    /// Records by platform and name; none where several have it.
    by_name: HashMap<(String, String), Option<usize>>,
}

impl Pages {
    /// Notes the pages of a record.
    pub(super) fn note(&mut self, place: usize, record: &Organization, facts: &RowFacts) {
        let channels = record.contacts.iter().flat_map(|contacts| &contacts.channels);
        for channel in channels {
            if let Some(url) = &channel.url {
                self.by_address.insert(key(&url.to_string()), place);
            }
            for name in facts.names.iter().filter_map(|name| name_of(&name.clean)) {
                let of_name = self.by_name.entry((channel.platform.to_string(), name)).or_insert(Some(place));
                if *of_name != Some(place) {
                    *of_name = None;
                }
            }
        }
    }

    /// The record whose page a row is about, with how sure that is.
    fn find(&self, row: &ListRow, facts: &RowFacts) -> Option<(usize, f64)> {
        let by_address = pages(row).find_map(|page| self.by_address.get(&key(&page)).copied());
        by_address.map(|place| (place, SAME_PAGE)).or_else(|| {
            let (platform, name) = (platform(row)?, first_name(facts)?);
            let place = (*self.by_name.get(&(platform.to_owned(), name))?)?;
            Some((place, OF_ONE_NAME))
        })
    }
}

/// Puts such rows together, with one another and with records; true in the answer for each row that was.
pub(super) fn put_together(
    rows: &[ListRow],
    facts: &[RowFacts],
    known: &Pages,
    matching: &mut Matching,
) -> Vec<bool> {
    let mut moved = vec![false; rows.len()];
    let (mut by_page, mut by_name) = (BTreeMap::new(), BTreeMap::new());
    for (at, row) in rows.iter().enumerate() {
        if platform(row).is_none() {
            continue;
        }
        for page in pages(row) {
            by_page.entry(key(&page)).or_insert_with(Vec::new).push(at);
        }
        if let Some(name) = first_name(&facts[at]) {
            by_name.entry(name).or_insert_with(Vec::new).push(at);
        }
    }
    for of_page in by_page.values() {
        join(of_page, SAME_PAGE, matching, &mut moved, |one, other, matching| {
            agree_on_record(one, other, matching)
        });
    }
    for of_name in by_name.values() {
        join(of_name, OF_ONE_NAME, matching, &mut moved, |one, other, matching| {
            can_be_one(one, other, rows, facts, matching)
        });
    }
    for cluster in 0..matching.clusters.len() {
        let of_cluster = &matching.clusters[cluster];
        if of_cluster.record.is_some() {
            continue;
        }
        let found: Vec<(usize, f64)> =
            of_cluster.rows.iter().filter_map(|row| known.find(&rows[*row], &facts[*row])).collect();
        let Some((record, probability)) = found.first().copied() else { continue };
        if found.iter().any(|(other, _)| *other != record) {
            continue;
        }
        matching.clusters[cluster].record = Some(record);
        for row in matching.clusters[cluster].rows.clone() {
            let of_row = &mut matching.rows[row];
            (of_row.decision, of_row.record, of_row.competitor) = (Decision::Same, Some(record), None);
            of_row.probability = of_row.probability.min(probability);
            moved[row] = true;
        }
    }
    moved
}

/// Puts the bodies of these rows together, as far as they can be one.
fn join(
    of_one: &[usize],
    probability: f64,
    matching: &mut Matching,
    moved: &mut [bool],
    can_be_one: impl Fn(usize, usize, &Matching) -> bool,
) {
    let clusters: BTreeSet<usize> = of_one.iter().map(|row| matching.rows[*row].cluster).collect();
    let mut clusters = clusters.into_iter();
    let Some(first) = clusters.next() else { return };
    for cluster in clusters {
        if !can_be_one(first, cluster, matching) {
            continue;
        }
        let others = std::mem::take(&mut matching.clusters[cluster].rows);
        let record = matching.clusters[first].record.or(matching.clusters[cluster].record);
        matching.clusters[first].record = record;
        for row in others {
            matching.clusters[first].rows.push(row);
            let of_row = &mut matching.rows[row];
            (of_row.cluster, of_row.decision, of_row.competitor) = (first, Decision::Same, None);
            of_row.probability = probability;
            moved[row] = true;
        }
        matching.clusters[first].rows.sort_unstable();
        for row in matching.clusters[first].rows.clone() {
            matching.rows[row].record = record;
        }
    }
}

/// True where not two records of the registry would become one body.
fn agree_on_record(one: usize, other: usize, matching: &Matching) -> bool {
    let (one, other) = (matching.clusters[one].record, matching.clusters[other].record);
    one.is_none() || other.is_none() || one == other
}

/// Two bodies on different platforms of which nothing says that they are two.
fn can_be_one(one: usize, other: usize, rows: &[ListRow], facts: &[RowFacts], matching: &Matching) -> bool {
    let records_agree = agree_on_record(one, other, matching);
    let (one, other) = (&matching.clusters[one], &matching.clusters[other]);
    let set = |of: &[usize], value: &dyn Fn(usize) -> Option<String>| -> BTreeSet<String> {
        of.iter().filter_map(|row| value(*row)).collect()
    };
    let agree = |value: &dyn Fn(usize) -> Option<String>| {
        let (one, other) = (set(&one.rows, value), set(&other.rows, value));
        one.is_empty() || other.is_empty() || !one.is_disjoint(&other)
    };
    let on = |row: usize| platform(&rows[row]).map(str::to_owned);
    records_agree
        && set(&one.rows, &on).is_disjoint(&set(&other.rows, &on))
        && agree(&|row| facts[row].bin.number().map(ToString::to_string))
        && agree(&|row| facts[row].area.region.clone())
        && agree(&|row| {
            let verdict = facts[row].education.verdict;
            (verdict != EducationVerdict::Unknown).then(|| verdict.code().to_owned())
        })
}

/// The first name of a row, by which pages are compared.
fn first_name(facts: &RowFacts) -> Option<String> {
    facts.names.first().and_then(|name| name_of(&name.clean))
}

/// A name as pages are compared by it; none where it is too short to tell.
fn name_of(name: &str) -> Option<String> {
    let name = normalize(name).to_lowercase();
    let words: Vec<&str> =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    (letters >= SHORTEST).then(|| words.join(" "))
}

/// An address, without what may be written in several ways.
fn key(url: &str) -> String {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest).to_lowercase();
    url.trim_start_matches("www.").trim_start_matches("m.").trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_written_in_several_ways() {
        assert_eq!(key("https://www.Facebook.com/groups/ata/"), key("http://m.facebook.com/groups/ata"));
        assert_ne!(key("https://facebook.com/groups/ata"), key("https://facebook.com/groups/ana"));
    }

    #[test]
    fn a_short_name_is_many_things() {
        assert_eq!(name_of("«Ата-аналар  мектебі»").as_deref(), Some("ата аналар мектебі"));
        assert_eq!(name_of("Ата"), None);
    }
}
