//! `kill -9` at any moment: what was acknowledged is there, the log is whole, the index agrees.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::support::{Place, Service, TestRegistry, birlik, eventually, line, on_both_stores, part};

/// Lines a round: some transactions of the program.
const LINES: usize = 4000;
/// Rounds on one store; then a new one, so that the log stays short.
const ROUNDS_A_STORE: usize = 10;

/// A file of made-up records that every round changes.
fn file(place: &Place, round: usize) -> PathBuf {
    let lines: Vec<String> = (0..LINES)
        .map(|at| {
            let source = serde_json::json!([{"list": "synthetic", "title": "made up by the tests", "row": at.to_string()}]);
            line(&format!("synthetic {at} of round {round}"), serde_json::json!({ "sources": source }))
        })
        .collect();
    place.file(&format!("round-{round}.jsonl"), lines.join("\n"))
}

/// Imports a file, killed after a while; the greatest line and event that were acknowledged, and how long it ran.
fn killed_import(place: &Place, round: usize, after: Option<Duration>) -> (u64, i64, Duration) {
    let file = file(place, round);
    let mut child = birlik(place, ["import".as_ref(), file.as_os_str()]).spawn().unwrap();
    let stderr = BufReader::new(child.stderr.take().unwrap());
    // What the program wrote before it was killed is still in the pipe.
    let reader = std::thread::spawn(move || stderr.lines().map_while(Result::ok).collect::<Vec<_>>());
    let started = Instant::now();
    if let Some(after) = after {
        std::thread::sleep(after);
        child.kill().unwrap();
    }
    let status = child.wait().unwrap();
    let ran = started.elapsed();
    let said = reader.join().unwrap();
    if after.is_none() {
        assert!(status.success(), "{said:?}");
    }
    let mut acknowledged = said.iter().filter_map(|line| line.strip_prefix("committed ")).map(|line| {
        let numbers: Vec<u64> =
            line.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
        assert_eq!(numbers.len(), 3, "{line}");
        assert_eq!(numbers[0], numbers[1], "every line of the file is right: {line}");
        (numbers[1], i64::try_from(numbers[2]).unwrap())
    });
    let (lines, event) = acknowledged.next_back().unwrap_or_default();
    (lines, event, ran)
}

/// Everything up to an acknowledged line of a round is in the store, and everything agrees.
async fn assert_whole(place: &Place, round: usize, lines: u64, event: i64) {
    let registry = TestRegistry::open(place).await;
    assert!(registry.last_seq().await >= event, "event {event} was acknowledged");
    let rows: BTreeSet<String> = registry
        .records()
        .await
        .iter()
        .filter(|record| {
            record["names"][0]["value"].as_str().unwrap().ends_with(&format!(" of round {round}"))
        })
        .map(|record| record["sources"][0]["row"].as_str().unwrap().to_owned())
        .collect();
    for row in 0..lines {
        assert!(
            rows.contains(&row.to_string()),
            "round {round}: line {row} of {lines} was acknowledged and is lost"
        );
    }
    registry.verify().await.unwrap();
    registry.assert_index_agrees().await;
    let seen: BTreeSet<String> = registry.all_ids("limit=1000&sort=updated").await.into_iter().collect();
    assert_eq!(seen.len(), registry.records().await.len());
    registry.close().await;
}

async fn kill_imports(first: Place, rounds: usize) {
    let mut place = first;
    let (mut whole, mut in_between) = (Duration::ZERO, 0);
    for round in 0..rounds {
        if round % ROUNDS_A_STORE == 0 {
            place = place.beside(place.kind()).await;
            whole = killed_import(&place, round, None).2;
            assert_whole(&place, round, LINES as u64, 0).await;
        }
        let (lines, event, ran) = killed_import(&place, round + 1000, Some(part(whole)));
        eprintln!("round {round}: killed after {ran:?} of about {whole:?}, {lines} lines acknowledged");
        in_between += usize::from(lines > 0 && lines < LINES as u64);
        assert_whole(&place, round + 1000, lines, event).await;
    }
    assert!(in_between > 0, "no import was killed between two of its transactions");
}

async fn kill_services(place: Place, rounds: usize) {
    for round in 0..rounds {
        let service = Service::start(&place);
        let file = file(&place, round);
        let import = birlik(&place, ["import".as_ref(), file.as_os_str()]).spawn().unwrap();
        std::thread::sleep(part(Duration::from_secs(3)));
        service.kill();
        crate::support::wait(import).status(0);
        let service = Service::start(&place);
        let caught_up = async || (service.get("/health/ready").ok().json()["lag"] == 0).then_some(());
        eventually("the service to follow the log", caught_up).await;
        let total = service.get("/v1/organizations?limit=0").ok().json()["total"].clone();
        assert_eq!(total, LINES, "round {round}");
        service.kill();
        assert_whole(&place, round, LINES as u64, 0).await;
    }
}

on_both_stores! {
    async fn an_import_killed_ten_times_loses_nothing(place: Place) {
        kill_imports(place, 10).await;
    }

    #[ignore = "long"]
    async fn an_import_killed_a_hundred_times_loses_nothing(place: Place) {
        kill_imports(place, 100).await;
    }

    async fn a_service_killed_while_another_process_imports_catches_up(place: Place) {
        kill_services(place, 2).await;
    }

    #[ignore = "long"]
    async fn a_service_killed_often_catches_up(place: Place) {
        kill_services(place, 20).await;
    }
}
