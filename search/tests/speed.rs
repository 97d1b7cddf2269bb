//! Measures the queries over many records; run by hand, optimized:
//! `cargo test --release -p birlik-search --test speed -- --ignored --nocapture`.
//!
//! The development records are multiplied to `BIRLIK_RECORDS` (100,000 unless told): copies get other
//! numbers and other proper names, so that each query still means its own record.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

mod shared;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use birlik_search::{
    Change, EmbeddedIndex, Head, OrganizationDocument, SearchIndex, SearchRequest, SuggestRequest,
};

use self::shared::{Asked, World};

#[tokio::test]
#[ignore = "takes minutes; measures, and says nothing of right or wrong"]
async fn many_records() {
    let Some(data) = shared::data() else { return };
    let mut world = World::read(&data);
    let records = std::env::var("BIRLIK_RECORDS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    multiply(&mut world.documents, records);
    for query in ["мұғалім", "школа", "методическое объединение", "профсоюз", "учителя математики", "Алматы"]
    {
        let asked = Asked { category: "broad".to_owned(), query: query.to_owned(), relevant: Vec::new() };
        world.queries.extend(std::iter::repeat_n(asked, 10));
    }
    let dir = tempfile::tempdir().unwrap();
    let index = EmbeddedIndex::open(&dir.path().join("index")).unwrap();
    index.set_vocabulary(&world.vocabulary());
    let start = Instant::now();
    for (seq, batch) in (1..).zip(world.documents.chunks(20_000)) {
        index
            .apply(batch.iter().cloned().map(|one| Change::Put(Box::new(one))).collect(), Head::new(seq, ""))
            .await
            .unwrap();
    }
    println!("{} records in {:?}", world.documents.len(), start.elapsed());
    std::thread::sleep(Duration::from_secs(5));

    let highlight = std::env::var_os("BIRLIK_HIGHLIGHT").is_some();
    let slow = std::env::var("BIRLIK_SLOW").ok().and_then(|n| n.parse().ok());
    let slow = slow.map_or(Duration::MAX, Duration::from_millis);
    for round in 0..2 {
        let (mut times, mut first) = (Vec::new(), 0);
        let mut by_category: BTreeMap<&str, (Vec<Duration>, usize)> = BTreeMap::new();
        for asked in &world.queries {
            let query = Some(asked.query.clone());
            let request = SearchRequest { query, limit: 20, highlight, ..SearchRequest::default() };
            let start = Instant::now();
            let page = index.search(request).await.unwrap();
            let time = start.elapsed();
            times.push(time);
            if round == 1 && time > slow {
                println!("{time:?} {} {} {:?}", page.total, asked.query, page.interpretation);
            }
            let is_first = page
                .hits
                .first()
                .is_some_and(|hit| asked.relevant.contains(&hit.id.split('~').next().unwrap().to_owned()));
            first += usize::from(is_first);
            let category = by_category.entry(&asked.category).or_default();
            category.0.push(time);
            category.1 += usize::from(is_first);
        }
        if round == 0 {
            continue;
        }
        for (name, (times, first)) in &mut by_category {
            println!("{name:16} {:.3} {}", share(*first, times), shares(times));
        }
        println!("{:16} {:.3} {}", "all", share(first, &times), shares(&mut times));
    }
    let mut times = Vec::new();
    for asked in world.queries.iter().take(600) {
        let typed: String = asked.query.chars().take(3 + times.len() % 12).collect();
        let request = SuggestRequest { typed, lang: "ru".to_owned(), limit: 8 };
        let start = Instant::now();
        index.suggest(request).await.unwrap();
        times.push(start.elapsed());
    }
    println!("suggest {}", shares(&mut times));
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn share(first: usize, times: &[Duration]) -> f64 {
    first as f64 / times.len() as f64
}

fn shares(times: &mut [Duration]) -> String {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 1000];
    format!("p50 {:?} p90 {:?} p99 {:?} max {:?}", at(500), at(900), at(990), at(1000))
}

fn multiply(documents: &mut Vec<OrganizationDocument>, records: usize) {
    let originals = documents.clone();
    let mut copy = 0;
    while documents.len() < records {
        copy += 1;
        for original in originals.iter().take(records - documents.len()) {
            let mut one = original.clone();
            one.id = format!("{}~{copy}", one.id);
            let word = made_up(documents.len());
            for name in one.names.iter_mut().map(|name| &mut name.value).chain(&mut one.host_names) {
                *name = renamed(name, copy, &word);
            }
            one.bin = one.bin.map(|bin| format!("{:012}", bin.parse::<u64>().unwrap() + copy as u64));
            documents.push(one);
        }
    }
}

fn renamed(name: &str, copy: usize, word: &str) -> String {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    if let Ok(number) = digits.parse::<usize>() {
        return name.replace(&digits, &(number + 200 * copy).to_string());
    }
    match (name.find('«'), name.find('»')) {
        (Some(from), Some(to)) if from < to => format!("{}«{word}{}", &name[..from], &name[to..]),
        _ => format!("{name} «{word}»"),
    }
}

fn made_up(seed: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ба", "қа", "да", "ге", "жо", "зі", "лы", "мү", "ны", "па", "ра", "са", "тұ", "шы", "ай", "ер", "ғы",
        "ке", "ән", "өр", "ұл", "бек", "нұр", "тай",
    ];
    let mut seed = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let mut word = String::new();
    for _ in 0..3 {
        word.push_str(SYLLABLES[(seed % 24) as usize]);
        seed /= 24;
    }
    word
}
