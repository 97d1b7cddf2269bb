//! Measures understanding and matching on dirty lists of which the truth is known.

use super::generator::{Of, Places, Plan, generate};
use super::shared;
use crate::matching::evaluation::{Quality, Truth, measure};
use crate::matching::{
    DigestKey, KnownBodies, Lexicon, MatchConfig, Matcher, Matching, RowFacts, RowInput, RowReader,
};

pub fn match_list(lexicon: &Lexicon, inputs: &[RowInput]) -> (Vec<RowFacts>, Matching) {
    let key = DigestKey::new(b"test");
    let mut reader = RowReader::new(lexicon, &key);
    let facts: Vec<RowFacts> = inputs.iter().map(|input| reader.read(input)).collect();
    let matching = Matcher::new(MatchConfig::default()).match_rows(&facts, KnownBodies::default());
    (facts, matching)
}

fn quality(name: &str) -> Option<Quality> {
    let data = shared::data()?;
    let lexicon = shared::lexicon(&data);
    let (inputs, truth) = shared::list(&data, name);
    Some(quality_of(name, &lexicon, &inputs, &truth))
}

fn quality_of(name: &str, lexicon: &Lexicon, inputs: &[RowInput], truth: &[Truth]) -> Quality {
    let begin = std::time::Instant::now();
    let (facts, matching) = match_list(lexicon, inputs);
    println!("{name}: {} rows, {:?}", inputs.len(), begin.elapsed());
    let quality = measure(&matching, &facts, truth);
    println!("{quality}");
    if std::env::var("BIRLIK_SHOW").as_deref() == Ok(name) {
        show(inputs, &facts, &matching, truth);
    }
    quality
}

/// Prints what went wrong, for whoever improves it.
fn show(inputs: &[RowInput], facts: &[RowFacts], matching: &Matching, truth: &[Truth]) {
    for (place, fact) in facts.iter().enumerate() {
        let right = &truth[place];
        if fact.education.verdict.code() != right.education {
            println!(
                "EDUCATION {place} {} not {:?} {:?}",
                right.education,
                fact.education,
                inputs[place].name_ru.as_ref().or(inputs[place].name_kk.as_ref())
            );
        }
        if fact.kind.as_deref() != Some(&right.kind) {
            println!(
                "KIND {place} {} not {:?} {:?} {:?}",
                right.kind, fact.kind, inputs[place].name_ru, inputs[place].name_kk
            );
        }
    }
    let line = |row: usize| {
        let (input, fact) = (&inputs[row], &facts[row]);
        println!(
            "   {row} [{}] {:?} p={:.3} {:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?} own={:?} area={:?} form={:?}",
            truth[row].body,
            matching.rows[row].decision,
            matching.rows[row].probability,
            input.bin.as_deref().unwrap_or_default(),
            input.name_ru.as_deref().unwrap_or_default(),
            input.name_kk.as_deref().unwrap_or_default(),
            input.region.as_deref().unwrap_or_default(),
            input.district.as_deref().unwrap_or_default(),
            input.phones.first().map(String::as_str).unwrap_or_default(),
            input.emails.first().map(String::as_str).unwrap_or_default(),
            input.date.as_deref().unwrap_or_default(),
            fact.names.iter().map(|name| (name.own.as_str(), name.purpose.as_str())).collect::<Vec<_>>(),
            fact.area.chain(),
            fact.legal_forms,
        );
    };
    for cluster in &matching.clusters {
        let mut bodies: Vec<&str> = cluster.rows.iter().map(|row| truth[*row].body.as_str()).collect();
        bodies.sort_unstable();
        bodies.dedup();
        if bodies.len() > 1 {
            println!("MIXED");
            for row in &cluster.rows {
                line(*row);
            }
        }
    }
    let mut bodies: std::collections::BTreeMap<&str, Vec<usize>> = std::collections::BTreeMap::new();
    for (row, truth) in truth.iter().enumerate() {
        bodies.entry(&truth.body).or_default().push(row);
    }
    for rows in bodies.values() {
        let mut clusters: Vec<usize> = rows.iter().map(|row| matching.rows[*row].cluster).collect();
        clusters.sort_unstable();
        clusters.dedup();
        if clusters.len() > 1 {
            println!("SPLIT");
            for row in rows {
                line(*row);
            }
            let rest: Vec<usize> = rows
                .iter()
                .filter(|row| matching.rows[**row].cluster != matching.rows[rows[0]].cluster)
                .copied()
                .collect();
            if let Some(other) = rest.first() {
                let comparison = Matcher::default().compare(&facts[rows[0]], &facts[*other]);
                println!(
                    "      {:?} {:?}",
                    comparison.conflicts,
                    comparison
                        .features
                        .iter()
                        .map(|evidence| format!("{}:{:.1}", evidence.feature.code(), evidence.weight))
                        .collect::<Vec<_>>()
                );
            }
        }
    }
}

fn assert_floors(quality: Quality, floors: [f64; 4], review: f64, bodies: f64) {
    let [precision, recall, recall_with_review, understanding] = floors;
    assert!(quality.precision >= precision && quality.recall >= recall, "{quality}");
    assert!(quality.recall_with_review >= recall_with_review && quality.review <= review, "{quality}");
    assert!(quality.education >= understanding && quality.kind >= understanding, "{quality}");
    assert!(quality.miscalibration.is_some_and(|off| off <= 0.02), "{quality}");
    let (found, all) =
        (crate::matching::tests::count(quality.bodies), crate::matching::tests::count(quality.true_bodies));
    assert!((found - all).abs() / all <= bodies, "{quality}");
}

#[test]
fn a_dirty_list_becomes_bodies() {
    let Some(quality) = quality("ngo-list") else { return };
    assert_floors(quality, [0.99, 0.92, 0.97, 0.98], 0.06, 0.02);
}

#[test]
fn a_dirtier_list_becomes_bodies() {
    let Some(quality) = quality("ngo-list-hard") else { return };
    assert_floors(quality, [0.98, 0.85, 0.93, 0.98], 0.08, 0.04);
}

/// Lists with other names, places and noise than any sample has.
#[test]
fn other_lists_become_bodies() {
    let Some(data) = shared::data() else { return };
    let vocabulary = shared::vocabulary(&data);
    let (lexicon, places) = (Lexicon::of(&vocabulary), Places::of(&vocabulary));
    let plans = [
        ("ngos", Plan { of: Of::Ngos, bodies: 500, seed: 11, noise: 12 }, [0.995, 0.97, 0.99, 0.99]),
        ("schools", Plan { of: Of::Schools, bodies: 500, seed: 12, noise: 12 }, [0.995, 0.97, 0.99, 0.99]),
        ("both", Plan { of: Of::Both, bodies: 700, seed: 13, noise: 25 }, [0.99, 0.93, 0.97, 0.98]),
        ("held out", Plan { of: Of::Both, bodies: 700, seed: 77, noise: 18 }, [0.99, 0.95, 0.98, 0.98]),
        (
            "held out, dirty",
            Plan { of: Of::Both, bodies: 700, seed: 78, noise: 33 },
            [0.98, 0.85, 0.93, 0.97],
        ),
    ];
    for (name, plan, floors) in plans {
        let (inputs, truth) = generate(plan, &places);
        let quality = quality_of(name, &lexicon, &inputs, &truth);
        assert_floors(quality, floors, 0.06, 0.03);
    }
}

/// A large list against a large registry: `cargo test --release -- --ignored large --nocapture`.
#[test]
#[ignore = "takes a minute; run it in a release build"]
fn a_large_list_meets_a_large_registry() {
    let Some(data) = shared::data() else { return };
    let vocabulary = shared::vocabulary(&data);
    let (lexicon, places) = (Lexicon::of(&vocabulary), Places::of(&vocabulary));
    let (registry, registry_truth) =
        generate(Plan { of: Of::Both, bodies: 150_000, seed: 5, noise: 0 }, &places);
    let (mut inputs, mut truth) =
        generate(Plan { of: Of::Both, bodies: 150_000, seed: 5, noise: 12 }, &places);
    let count = 100_000;
    inputs.truncate(count);
    truth.truncate(count);
    let mut records: std::collections::BTreeMap<&str, &RowInput> = std::collections::BTreeMap::new();
    for (input, truth) in registry.iter().zip(&registry_truth) {
        records.entry(&truth.body).or_insert(input);
    }
    let records: Vec<RowInput> = records.into_values().take(count).cloned().collect();
    drop(registry);
    let memory = |when: &str| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let of =
            |name: &str| status.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        println!("{when}: {} {}", of("VmRSS"), of("VmHWM"));
    };
    memory("given");
    let begin = std::time::Instant::now();
    let key = DigestKey::new(b"test");
    let facts = crate::matching::understand_all(&inputs, &lexicon, &key);
    let known = crate::matching::understand_all(&records, &lexicon, &key);
    println!("understood {} rows, {:?}", facts.len() + known.len(), begin.elapsed());
    drop((inputs, records));
    memory("understood");
    let matching = Matcher::new(MatchConfig::default()).match_rows(&facts, known.iter().collect());
    println!("matched, {:?}", begin.elapsed());
    memory("matched");
    let with_record = matching.rows.iter().filter(|row| row.record.is_some()).count();
    println!("{} rows with a record; {}", with_record, measure(&matching, &facts, &truth));
}
