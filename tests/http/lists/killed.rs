//! `kill -9` while a list is imported: nothing of it shows until it is applied whole.

use super::contents_of;
use crate::support::{Listed, Place, TestRegistry, birlik, csv, listed, on_both_stores};

on_both_stores! {
    async fn a_killed_import_of_a_list_leaves_nothing_or_all(place: Place) {
        kill_imports(place, 10).await;
    }

    #[ignore = "long"]
    async fn a_hundred_killed_imports_of_lists_leave_nothing_or_all(place: Place) {
        kill_imports(place, 100).await;
    }
}

/// A list of some hundred made-up bodies, each twice.
fn long_list(bodies: usize) -> String {
    let all = (0..bodies).map(|at| {
        let mut body = listed(at % 24);
        body.name = body.name.replace('»', &format!(" {}»", at / 24 + 1));
        body.bin = String::new();
        body.phone =
            format!("+7 (7{}) {:02}-{:02}-{:02}", 172 + at % 9, 20 + at / 700, at / 9 % 100, 13 * at % 100);
        body.email = format!("info@b{at}-bilim.kz");
        body.site = format!("b{at}-bilim.kz");
        body
    });
    let rows: Vec<Listed> = all.flat_map(|body| [body.clone(), body]).collect();
    csv(&rows)
}

/// Imports of lists that are killed: nothing of a list shows until it is applied whole.
async fn kill_imports(first: Place, rounds: usize) {
    let mut place = first;
    let (mut whole, mut ended) = (std::time::Duration::ZERO, [0, 0]);
    for round in 0..rounds {
        if round % 10 == 0 {
            // A new store, so that it stays small; one import runs to its end and says how long that takes.
            place = place.beside(place.kind()).await;
            let file = place.file("list.csv", long_list(120));
            let started = std::time::Instant::now();
            place.birlik(["lists", "import", "--source", "first", file.to_str().unwrap()]).status(0);
            whole = started.elapsed();
        }
        let before = contents_of(&place).await;
        let mut file = long_list(120);
        file = file
            .replace("bilim.kz", &format!("round{round}.kz"))
            .replace("Общественный", &format!("Общественный{round}"));
        let file = place.file("list.csv", file);
        let source = format!("round-{round}");
        let mut child =
            birlik(&place, ["lists", "import", "--source", &source, file.to_str().unwrap()]).spawn().unwrap();
        std::thread::sleep(crate::support::part(whole));
        child.kill().unwrap();
        child.wait().unwrap();
        let registry = TestRegistry::open(&place).await;
        registry.verify().await.unwrap();
        registry.assert_index_agrees().await;
        let batches = registry.app.lists.batches().await.unwrap();
        let after = registry.contents().await;
        match batches.iter().find(|batch| batch.row.list == source) {
            None => {
                assert_eq!(after, before, "round {round}: a part of the list shows");
                ended[0] += 1;
            }
            Some(batch) => {
                assert_eq!((batch.row.state.as_str(), batch.summary.rows), ("applied", 240));
                let of_list =
                    after.iter().filter(|record| record.to_string().contains(&format!("\"{source}\"")));
                assert_eq!(
                    of_list.count(),
                    batch.summary.created + batch.summary.updated + batch.summary.unchanged
                );
                ended[1] += 1;
            }
        }
        registry.close().await;
    }
    eprintln!("{} imports left nothing, {} were whole", ended[0], ended[1]);
    assert!(ended[0] > 0, "no import was killed before it was whole");
}
