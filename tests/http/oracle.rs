//! Random lists and searches against the records themselves, counted by hand.
//!
//! The seed is fixed, so that a case that fails comes again; the case is in the message.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::Value;

use crate::support::{Chance, Place, TestRegistry, encoded, on_both_stores, synthetic};

/// Records of each world.
const RECORDS: usize = 400;

/// One in so many cases reads the whole result; the others only count.
const WHOLE: usize = 25;

on_both_stores! {
    async fn random_lists_are_what_the_records_say(place: Place) {
        agree(&place, 400).await;
    }

    #[ignore = "long"]
    async fn a_hundred_thousand_random_lists_are_what_the_records_say(place: Place) {
        agree(&place, 100_000).await;
    }
}

async fn agree(place: &Place, cases: usize) {
    let registry = TestRegistry::open(place).await;
    registry.import_all(&synthetic(RECORDS)).await;
    let all = registry.records().await;
    let fields: Vec<Field> = FIELDS.iter().map(|name| Field::of(name, &all)).collect();
    let mut chance = Chance::new(20_261_124);
    let mut found_by_words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut nonempty = 0;
    for case in 0..cases {
        let filters = Filters::random(&fields, &mut chance);
        let query = filters.query();
        let mut expected: BTreeSet<String> =
            all.iter().filter(|record| filters.select(record)).map(id).collect();
        let mut words = String::new();
        if chance.below(3) == 0 {
            // What the words alone find is asked once; filters then select from it.
            let asked = some_words(&all, &mut chance);
            words = format!("&literal=true&q={}", encoded(&asked));
            if !found_by_words.contains_key(&asked) {
                let found = registry.all_ids(&format!("limit=1000&country=KZ&country=GB{words}")).await;
                found_by_words.insert(asked.clone(), found.into_iter().collect());
            }
            expected.retain(|id| found_by_words[&asked].contains(id));
        }
        nonempty += usize::from(!expected.is_empty());
        let page = registry
            .get(format!("/v1/organizations?limit=0&facets=kind&facets=level{query}{words}"))
            .await
            .ok()
            .json();
        assert_eq!(page["total"], expected.len(), "case {case}: {query}{words}");
        for facet in ["kind", "level"] {
            if !filters.uses(facet) {
                let counts = page["facets"][facet].as_array().unwrap();
                let sum: u64 = counts.iter().map(|count| count["count"].as_u64().unwrap()).sum();
                assert_eq!(
                    sum,
                    expected.len() as u64,
                    "case {case}: every body has one {facet}: {query}{words}"
                );
            }
        }
        if case % WHOLE == 0 {
            let found = registry.all_ids(&format!("limit=1000{query}{words}")).await;
            assert_eq!(found.len(), expected.len(), "case {case}: {query}{words}");
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected, "case {case}: {query}{words}");
        }
    }
    assert!(nonempty * 3 > cases, "only {nonempty} of {cases} cases find something");
}

const FIELDS: [&str; 9] =
    ["kind", "level", "status", "legal_form", "activity", "subject", "confirmed", "area", "host"];

/// A field that can be filtered by, with values that records have and one that none has.
struct Field {
    name: &'static str,
    values: Vec<String>,
}

impl Field {
    fn of(name: &'static str, records: &[Value]) -> Self {
        let mut values: BTreeSet<String> = records.iter().flat_map(|record| values(record, name)).collect();
        if name == "area" {
            let regions: Vec<String> = values.iter().map(|kato| format!("{}0000000", &kato[..2])).collect();
            values.extend(regions);
        }
        let absent = match name {
            "area" => Some("790000000"),
            "kind" => Some("network"),
            "subject" => Some("psychology"),
            _ => None,
        };
        values.extend(absent.map(str::to_owned));
        Self { name, values: values.into_iter().collect() }
    }
}

/// What a record has in a field.
fn values(record: &Value, field: &str) -> Vec<String> {
    let list = |value: &Value| {
        value.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    };
    let one = |value: &Value| value.as_str().map(str::to_owned).into_iter().collect();
    match field {
        "activity" => list(&record["activities"]),
        "subject" => list(&record["subjects"]),
        "confirmed" => vec![record["confirmed"]["level"].as_str().unwrap_or("imported").to_owned()],
        "area" => one(&record["area"]["kato"]),
        "host" => one(&record["host"]["id"]),
        field => one(&record[field]),
    }
}

/// A random choice of fields and values.
struct Filters {
    chosen: Vec<(&'static str, Vec<String>)>,
    abroad: bool,
    has_bin: Option<bool>,
}

impl Filters {
    fn random(fields: &[Field], chance: &mut Chance) -> Self {
        let mut chosen: Vec<(&'static str, Vec<String>)> = Vec::new();
        for _ in 0..chance.below(4) {
            let field = &fields[chance.below(fields.len())];
            if chosen.iter().all(|(name, _)| *name != field.name) {
                let some = (0..=chance.below(3)).map(|_| chance.one(&field.values).clone()).collect();
                chosen.push((field.name, some));
            }
        }
        let has_bin = match chance.below(12) {
            0 => Some(true),
            1 => Some(false),
            _ => None,
        };
        Self { chosen, abroad: chance.below(8) == 0, has_bin }
    }

    fn uses(&self, field: &str) -> bool {
        self.chosen.iter().any(|(name, _)| *name == field)
    }

    fn query(&self) -> String {
        let mut query = String::new();
        for (name, values) in &self.chosen {
            for value in values {
                let _ = write!(query, "&{name}={value}");
            }
        }
        if self.abroad {
            query.push_str("&country=GB&country=KZ");
        }
        if let Some(has_bin) = self.has_bin {
            let _ = write!(query, "&has_bin={has_bin}");
        }
        query
    }

    fn select(&self, record: &Value) -> bool {
        (self.abroad || record["country"] == "KZ")
            && self.has_bin.is_none_or(|has| record["bin"].is_string() == has)
            && self.chosen.iter().all(|(name, wanted)| {
                let has = values(record, name);
                wanted.iter().any(|value| match *name {
                    "area" => has.iter().any(|kato| is_below(kato, value)),
                    _ => has.contains(value),
                })
            })
    }
}

/// By the codes alone, which is how KATO nests regions and districts.
fn is_below(kato: &str, area: &str) -> bool {
    let digits = if area.ends_with("0000000") { 2 } else { 4 };
    kato[..digits] == area[..digits]
}

fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}

/// One or two words of a name; few enough different ones that answers are reused.
fn some_words(records: &[Value], chance: &mut Chance) -> String {
    let record = &records[chance.below(records.len().min(40))];
    let names = record["names"].as_array().unwrap();
    let name = names[chance.below(names.len())]["value"].as_str().unwrap();
    let words: Vec<&str> = name.split(' ').collect();
    let from = chance.below(words.len());
    words[from..words.len().min(from + 1 + chance.below(2))].join(" ")
}
