//! Lists: imported, taken back, brought again, decided about; what came of every row.

use std::collections::BTreeMap;

use birlik_api::lists::{Decision, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{
    Listed, PRIVATE, Place, StoreKind, TestRegistry, birlik, csv, dirty, incoming, listed, on_both_stores,
    shared,
};

/// The records of rows that were taken, by row.
fn records_of(report: &Report) -> BTreeMap<u32, String> {
    report.rows.iter().filter_map(|row| Some((row.row, row.record.clone()?))).collect()
}

/// A line of the bulk format for a record as it is, with other values in some fields.
async fn edit(registry: &TestRegistry, id: &str, fields: Value) {
    let mut record = registry.record(id).await;
    for (name, value) in fields.as_object().unwrap() {
        record[name] = value.clone();
    }
    registry.import_all(&record.to_string()).await;
}

on_both_stores! {
    async fn a_list_taken_back_and_brought_again_is_the_same_registry(registry: TestRegistry) {
        registry.given_organization("Кәсіподақ").await;
        let empty = registry.contents().await;
        let list = dirty(0..20);
        let report = registry.import_list("ngo-2021", Some("2021-05"), &list).await;
        assert_eq!((report.summary.rows, report.summary.bodies, report.summary.created), (40, 20, 20), "{:?}", report.summary);
        let once = registry.contents().await;
        assert_eq!(once.len(), 21);
        registry.assert_index_agrees().await;

        let reverted = registry.revert(&report).await;
        assert_eq!((reverted.removed, reverted.restored, reverted.kept.len()), (20, 0, 0));
        assert_eq!(registry.contents().await, empty);
        registry.verify().await.unwrap();
        registry.assert_index_agrees().await;
        assert!(registry.app.lists.revert(report.batch.as_deref().unwrap(), "system").await.is_err());

        let again = registry.import_list("ngo-2021", Some("2021-05"), &list).await;
        assert_eq!(again.summary.created, 20);
        assert_eq!(registry.contents().await, once, "ids included");
        assert_eq!(records_of(&again), records_of(&report));
        registry.verify().await.unwrap();
        registry.assert_index_agrees().await;
    }

    async fn the_same_list_twice_changes_nothing(registry: TestRegistry) {
        let list = dirty(0..20);
        let first = registry.import_list("ngo-2021", Some("2021-05"), &list).await;
        let (before, seq) = (registry.export().await, registry.last_seq().await);
        let second = registry.import_list("ngo-2021", Some("2021-05"), &list).await;
        let counts = (second.summary.created, second.summary.updated, second.summary.unchanged);
        assert_eq!(counts, (0, 0, 20), "{:?}", second.summary);
        assert_eq!((registry.export().await, registry.last_seq().await), (before.clone(), seq));
        assert!(second.summary.vanished.is_empty());
        // Taking the second back leaves what the first said.
        registry.revert(&second).await;
        assert_eq!(registry.export().await, before);
        registry.revert(&first).await;
        assert_eq!(registry.records().await.len(), 0);
        registry.verify().await.unwrap();
    }

    async fn the_next_edition_updates_adds_and_tells_what_vanished(registry: TestRegistry) {
        let first = registry.import_list("ngo", Some("2021"), &csv(&(0..20).map(listed).collect::<Vec<_>>())).await;
        let mut bodies: Vec<Listed> = (4..24).map(listed).collect();
        bodies[0].phone = "+7 (7172) 70-00-01".into();
        let second = registry.import_list("ngo", Some("2022"), &csv(&bodies)).await;
        assert_eq!((second.summary.created, second.summary.updated), (4, 16), "{:?}", second.summary);
        let ids = records_of(&first);
        let vanished: Vec<String> = (1..=4).map(|row| ids[&row].clone()).collect();
        let mut told = second.summary.vanished.clone();
        told.sort();
        let mut expected = vanished.clone();
        expected.sort();
        assert_eq!(told, expected);
        assert_eq!(registry.records().await.len(), 24, "what vanished from a list stays in the registry");
        let record = registry.record(&ids[&5]).await;
        assert_eq!(record["contacts"]["phones"].as_array().unwrap().len(), 2);
        assert_eq!(record["sources"].as_array().unwrap().len(), 2);
        // Out of order: what the first said of the others goes with it, and at last nothing is left.
        let reverted = registry.revert(&first).await;
        assert_eq!((reverted.removed, reverted.kept.len()), (4, 16), "{reverted:?}");
        let reverted = registry.revert(&second).await;
        assert_eq!((reverted.removed, reverted.kept.len()), (20, 0), "{reverted:?}");
        assert_eq!(registry.records().await.len(), 0);
        registry.verify().await.unwrap();
        registry.assert_index_agrees().await;
    }

    async fn a_batch_is_taken_back_around_what_was_edited(registry: TestRegistry) {
        let known = registry.given_organization("Қайнар").await;
        let before = registry.record(&known).await;
        let report = registry.import_list("ngo", Some("2021"), &csv(&(0..6).map(listed).collect::<Vec<_>>())).await;
        let ids = records_of(&report);
        edit(&registry, &ids[&1], json!({"founded_on": "2001"})).await;
        edit(&registry, &ids[&2], json!({"affiliations": [{"type": "member_of", "to": ids[&3]}]})).await;
        let reverted = registry.revert(&report).await;
        let kept: BTreeMap<String, Vec<String>> = reverted.kept.into_iter().collect();
        assert_eq!(kept[&ids[&1]], ["founded_on"]);
        assert_eq!(kept[&ids[&2]], ["affiliations"]);
        assert_eq!(kept[&ids[&3]], ["affiliations"], "another record belongs to it");
        assert_eq!((reverted.removed, kept.len()), (3, 3));
        let left = registry.record(&ids[&1]).await;
        assert_eq!(left["founded_on"], "2001");
        assert!(left.get("sources").is_none(), "the list that was taken back is no source: {left}");
        assert_eq!(registry.record(&known).await, before);
        registry.verify().await.unwrap();
        registry.assert_index_agrees().await;
    }

    async fn an_existing_record_gets_back_what_it_was(registry: TestRegistry) {
        let body = listed(2);
        let line = json!({"kind": "ngo", "level": "region", "bin": body.bin,
            "names": [{"value": "Зерде", "lang": "kk", "type": "official"}], "sources": [{"list": "own", "row": "1"}]});
        registry.import_all(&line.to_string()).await;
        let before = registry.contents().await;
        let report = registry.import_list("ngo", Some("2021"), &csv(&[body])).await;
        assert_eq!((report.summary.created, report.summary.updated), (0, 1), "{:?}", report.rows);
        let id = before[0]["id"].as_str().unwrap();
        let after = registry.record(id).await;
        assert_eq!(after["contacts"]["phones"].as_array().unwrap().len(), 1);
        assert_eq!(after["names"][0]["value"], "Зерде", "names of the registry stay");
        let reverted = registry.revert(&report).await;
        assert_eq!(reverted.restored, 1);
        assert_eq!(registry.contents().await, before);
        // A line of the bulk format still finds it by its row.
        let again = registry.import_all(&line.to_string()).await;
        assert_eq!(again.counts(), (0, 0, 1, 0));
    }

    async fn a_removed_record_is_gone_and_comes_back_with_its_list(registry: TestRegistry) {
        let list = csv(&[listed(1)]);
        let report = registry.import_list("ngo", Some("2021"), &list).await;
        let id = records_of(&report)[&1].clone();
        registry.set_clock("2026-11-25T09:00:00Z");
        registry.revert(&report).await;
        let problem = registry.get(format!("/v1/organizations/{id}")).await.problem(410, "organization_removed");
        assert!(problem["detail"].as_str().unwrap().contains(&id));
        registry.get(format!("/v1/organizations/{id}/similar")).await.problem(410, "organization_removed");
        let was = registry.get(format!("/v1/organizations/{id}?as_of=2026-11-24")).await.ok().json();
        assert_eq!(was["id"], id);
        registry.get(format!("/v1/organizations/{id}?as_of=2026-11-25")).await.problem(410, "organization_removed");
        registry.get(format!("/v1/organizations/{id}?as_of=2020-01-01")).await.problem(404, "not_found");
        let history = registry.get(format!("/v1/organizations/{id}/history")).await.ok().json();
        let verbs: Vec<&str> =
            history["items"].as_array().unwrap().iter().map(|item| item["verb"].as_str().unwrap()).collect();
        assert_eq!(verbs, ["removed", "created"]);
        assert_eq!(history["items"][0]["changed"], json!([]));
        for lang in ["kk", "ru", "en"] {
            let page = registry.get(format!("/{lang}/organizations/{id}")).await;
            assert_eq!((page.status, page.header("cache-control")), (410, "no-store"));
            assert!(page.text().contains(&format!("<html lang=\"{lang}\"")));
        }
        assert!(!registry.export().await.contains(&id));
        let again = registry.import_list("ngo", Some("2021"), &list).await;
        assert_eq!(records_of(&again)[&1], id);
        registry.get(format!("/v1/organizations/{id}")).await.ok();
        registry.verify().await.unwrap();
    }

    async fn answers_of_a_person_are_applied_to_the_batch(registry: TestRegistry) {
        let (list, source) = (dirty(0..4), "review");
        let lists = &registry.app.lists;
        let batch = lists.add(incoming(source, Some("2021"), "list.csv", list.as_bytes()), "system").await.unwrap();
        assert_eq!(registry.records().await.len(), 0, "a batch that is kept is not applied");
        // Which rows the matching leaves to a person is its own affair: here it is the second of each body.
        registry.tamper("UPDATE list_row SET decision = 'review' WHERE decision = 'duplicate'").await;
        let report = lists.apply(&batch, "system").await.unwrap();
        assert_eq!((report.summary.created, in_review(&report)), (4, vec![2, 4, 6, 8]));
        assert_eq!(records_of(&report).len(), 4, "what is not decided has no record");

        let mut answered = report.clone();
        answered.rows[1].answer = Some(Verdict::Same);
        answered.rows[3].answer = Some(Verdict::Different);
        // Nobody asked about this one.
        answered.rows[0].answer = Some(Verdict::Different);
        let after = registry.import_answered(source, Some("2021"), &list, Some(&answered)).await;
        assert_eq!(after.batch, Some(batch), "answers go to the batch that asked");
        assert_eq!(after.summary.created, 5);
        let records = records_of(&after);
        assert_eq!(records[&1], records[&2]);
        assert_ne!(records[&3], records[&4]);
        assert!(!records.contains_key(&6) && !records.contains_key(&8));
        assert_eq!(registry.records().await.len(), 5);

        let again = registry.import_answered(source, Some("2021"), &list, Some(&answered)).await;
        assert_eq!((again.summary.created, registry.records().await.len()), (5, 5));
        for (name, text) in [("other", list.clone()), (source, format!("{list}\n"))] {
            let other = incoming(name, None, "list.csv", text.as_bytes());
            let error = lists.import(other, Some(&answered), "system").await.unwrap_err();
            assert!(error.to_string().starts_with("the answers are in a report of "), "{error}");
        }
        let reverted = registry.revert(&after).await;
        assert_eq!((reverted.removed, registry.records().await.len()), (5, 0));
        let error = lists.apply(after.batch.as_deref().unwrap(), "system").await.unwrap_err();
        assert!(error.to_string().contains("is reverted"), "{error}");
        registry.verify().await.unwrap();
    }

    async fn it_is_told_which_list_said_what(registry: TestRegistry) {
        let mut body = listed(2);
        let older = csv(&[body.clone(), listed(4)]);
        body.name = body.name.replace("Общественный фонд", "Частный фонд");
        body.phone = "+7 (7172) 70-00-01".into();
        let newer = csv(&[body]);
        let first = registry.import_list("ngo-register", Some("2021-05"), &older).await;
        let second = registry.import_list("other-list", Some("2022"), &newer).await;
        assert_eq!(second.summary.updated, 1, "{:?}", second.rows);
        let id = records_of(&first)[&1].clone();
        let record = registry.record(&id).await;
        let told = registry.get(format!("/v1/organizations/{id}/statements")).await.ok().json();
        let of = |field: &str| told["items"].as_array().unwrap().iter().find(|item| item["field"] == field).unwrap_or_else(|| panic!("{field}: {told}"));
        let name = of("names/ru");
        assert_eq!((&name["differs"], &name["rule"]), (&json!(true), &json!("registry")));
        assert_eq!(name["statements"][0]["list"], "ngo-register");
        assert_eq!(name["statements"][0]["list_date"], "2021-05");
        assert_eq!((&name["statements"][0]["rows"], &name["statements"][0]["taken"]), (&json!([1]), &json!(true)));
        assert_eq!((&name["statements"][1]["list_date"], &name["statements"][1]["taken"]), (&json!("2022"), &json!(false)));
        assert_eq!(of("contacts/phones")["value"], record["contacts"]["phones"]);
        assert_eq!((&of("bin")["differs"], &of("bin")["rule"]), (&json!(false), &json!("agreed")));
        for (lang, said) in [("kk", "Тізімдер әртүрлі айтады"), ("ru", "Списки говорят разное"), ("en", "The lists say different things")] {
            let page = registry.get(format!("/{lang}/organizations/{id}")).await.ok().text();
            assert!(page.contains(said) && page.contains("Частный фонд"), "{lang}");
            assert!(page.contains(&format!("href=\"/{lang}/sources/ngo-register\"")), "{lang}");
        }

        let all = registry.get("/v1/sources").await.ok().json();
        let names: Vec<&str> = all["items"].as_array().unwrap().iter().map(|item| item["list"].as_str().unwrap()).collect();
        assert_eq!(names, ["ngo-register", "other-list"]);
        let one = registry.get("/v1/sources/ngo-register?limit=1").await.ok().json();
        assert_eq!((&one["records"], &one["imports"][0]["rows"], &one["imports"][0]["created"]), (&json!(2), &json!(2), &json!(2)));
        assert_eq!((&one["title"], &one["synthetic"]), (&json!("Register of non-governmental organizations"), &json!(false)));
        let rest = registry.get(format!("/v1/sources/ngo-register?cursor={}", one["next"].as_str().unwrap())).await.ok().json();
        assert_eq!((one["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (1, 1));
        assert_ne!(one["items"], rest["items"]);
        registry.get("/v1/sources/no-such-list").await.problem(404, "not_found");
        assert_eq!(registry.get("/ru/sources/no-such-list").await.status, 404);
        // What is taken back is no source any more, and says nothing.
        registry.revert(&second).await;
        let told = registry.get(format!("/v1/organizations/{id}/statements")).await.ok().json();
        assert!(!told.to_string().contains("other-list"));
        registry.get("/v1/sources/other-list").await.problem(404, "not_found");
    }

    async fn no_row_is_lost_and_each_refusal_has_its_reason(registry: TestRegistry) {
        let mut list = dirty(0..4);
        list.push_str("9;;Общество онкологов;Акмолинская область;;;;Здравоохранение;;\n");
        list.push_str("10;;;Акмолинская область;;;;Образование;;\n");
        let rows = list.lines().count() - 1;
        let report = registry.import_list("ngo", Some("2021"), &list).await;
        assert_eq!(report.rows.len(), rows);
        assert_eq!(report.rows.iter().map(|row| row.row).collect::<Vec<_>>(), (1..=10).collect::<Vec<u32>>());
        for row in report.rows.iter().filter(|row| row.decision == Decision::Rejected) {
            assert!(!row.reasons.is_empty() && row.record.is_none(), "{row:?}");
        }
        let rejected = report.rows.iter().filter(|row| row.decision == Decision::Rejected).count();
        assert_eq!((rejected, report.summary.rejected), (2, 2), "{:?}", report.rows);
        assert_eq!(report.rows[8].education, "no");
        assert!(report.rows[9].reasons.iter().any(|reason| reason.code.starts_with("names")), "{:?}", report.rows[9]);
    }

    async fn nothing_personal_is_kept_anywhere(place: Place) {
        let registry = TestRegistry::open(&place).await;
        let mut bodies: Vec<Listed> = (0..6).map(listed).collect();
        bodies[0].phone = format!("+7 701 333 44 55, {}", bodies[0].phone);
        bodies[1].phone = "8(701)333-44-55".into();
        bodies[2].email = format!("{}, {}", PRIVATE[1], bodies[2].email);
        bodies[3].email = PRIVATE[1].into();
        bodies[4].bin = PRIVATE[2].into();
        bodies[5].name = format!("{} {}", bodies[5].name, PRIVATE[2]);
        bodies[5].site = "тел. +7 (701) 333 44 55".into();
        let report = registry.import_list("ngo", Some("2021"), &csv(&bodies)).await;
        assert_eq!(report.summary.rows, 6);
        let mut everything = registry.export().await;
        everything.push_str(&serde_json::to_string(&report).unwrap());
        for table in ["event", "list_batch", "list_row", "list_change", "contact_digest", "organization_key"] {
            let columns = match table {
                "event" => "payload",
                "list_batch" => "summary || file_name",
                "list_row" => "said || reasons || digests",
                "list_change" => "coalesce(before, '')",
                "contact_digest" => "digest",
                _ => "value",
            };
            everything.push_str(&registry.column(&format!("SELECT {columns} FROM {table}")).await.join("\n"));
        }
        assert_nothing_private(&everything);
        registry.revert(&report).await;
        registry.close().await;
        if place.kind() == StoreKind::Sqlite {
            for file in ["birlik.sqlite", "birlik.sqlite-wal"] {
                let bytes = std::fs::read(place.folder().join(file)).unwrap_or_default();
                assert_nothing_private(&String::from_utf8_lossy(&bytes));
            }
        }
    }

    async fn what_is_erased_from_the_log_is_not_kept_with_the_list(registry: TestRegistry) {
        let mut bodies = vec![listed(2)];
        let first = registry.import_list("ngo", Some("2021"), &csv(&bodies)).await;
        let id = records_of(&first)[&1].clone();
        bodies[0].phone = "+7 (7172) 70-00-01".into();
        registry.import_list("ngo", Some("2022"), &csv(&bodies)).await;
        let phone = "+77172512293";
        edit(&registry, &id, json!({"contacts": {"phones": ["+77172700001"]}})).await;
        let history = registry.get(format!("/v1/organizations/{id}/history")).await.ok().json();
        let kept = async || registry.column(&format!("SELECT said FROM list_row WHERE said LIKE '%{phone}%' UNION ALL SELECT before FROM list_change WHERE before LIKE '%{phone}%'")).await.len();
        assert_eq!(kept().await, 2);
        for item in history["items"].as_array().unwrap().iter().skip(1) {
            let mut write = birlik_api::log::Write::begin(&registry.app.store, &registry.clock(), "system").await.unwrap();
            birlik_api::log::erase(&mut write, item["seq"].as_i64().unwrap(), &["/contacts/phones".to_owned()]).await.unwrap();
            write.commit().await.unwrap();
        }
        assert_eq!(kept().await, 0);
        registry.verify().await.unwrap();
    }

    async fn a_backup_keeps_lists_and_merges(registry: TestRegistry) {
        let report = registry.import_list("ngo", Some("2021"), &dirty(0..6)).await;
        let ids = records_of(&report);
        registry.merge(&ids[&3], &ids[&7]).await.unwrap();
        let folder = registry.place.folder().join("kept");
        birlik_api::backup::backup(&registry.app.store, &registry.clock(), &folder, |_, _| {}).await.unwrap();
        let other = registry.place.beside(registry.place.kind()).await;
        std::fs::copy(registry.place.folder().join("contacts.key"), other.folder().join("contacts.key")).unwrap();
        {
            let store = birlik_api::store::Store::open(&TestRegistry::config(&other, &[]).store).await.unwrap();
            birlik_api::backup::restore(&store, &folder, |_, _| {}).await.unwrap();
            store.close().await.unwrap();
        }
        let restored = TestRegistry::open(&other).await;
        assert_eq!(restored.export().await, registry.export().await);
        let moved = restored.get(format!("/v1/organizations/{}", ids[&3])).await;
        assert_eq!(moved.status, 301);
        let reverted = restored.revert(&report).await;
        assert_eq!((reverted.removed, reverted.merged.len()), (4, 1), "{reverted:?}");
        restored.verify().await.unwrap();
    }
}

fn assert_nothing_private(text: &str) {
    let digits: String = text.chars().filter(|letter| !" ()-+".contains(*letter)).collect();
    for secret in PRIVATE {
        assert!(!text.contains(secret) && !digits.contains(secret), "{secret} is kept");
    }
    assert!(!text.contains("Ахметова"), "a person is kept");
}

fn in_review(report: &Report) -> Vec<u32> {
    report.rows.iter().filter(|row| row.decision == Decision::Review).map(|row| row.row).collect()
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

async fn contents_of(place: &Place) -> Vec<Value> {
    let registry = TestRegistry::open(place).await;
    let contents = registry.contents().await;
    registry.close().await;
    contents
}

/// Bytes of a file that `zip` makes of this many zeros, named as a sheet of a workbook.
fn bomb(bytes: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        archive.start_file(name, options).unwrap();
        let size = if name.ends_with("sheet1.xml") { bytes } else { 16 };
        std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), size as u64), &mut archive).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

on_both_stores! {
    async fn a_killed_import_of_a_list_leaves_nothing_or_all(place: Place) {
        kill_imports(place, 10).await;
    }

    #[ignore = "long"]
    async fn a_hundred_killed_imports_of_lists_leave_nothing_or_all(place: Place) {
        kill_imports(place, 100).await;
    }

    async fn the_command_tells_what_it_did(place: Place) {
        let file = place.file("list.csv", dirty(0..6));
        let report = place.folder().join("report.json");
        let import = ["lists", "import", file.to_str().unwrap(), "--source", "ngo", "--list-date", "2021-05", "--report", report.to_str().unwrap()];
        let dry = place.birlik(import.into_iter().chain(["--dry-run"])).status(0);
        assert!(dry.out.contains("12 rows: 6 bodies") && dry.out.contains("nothing was written"), "{}", dry.out);
        let ended = place.birlik(import).status(0);
        assert!(ended.out.contains("6 records are new") && ended.out.contains("`birlik lists revert l1`"), "{}", ended.out);
        let told: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
        assert_eq!((&told["batch"], told["rows"].as_array().unwrap().len()), (&json!("l1"), 12));
        let shown = place.birlik(["lists", "show"]).status(0);
        assert!(shown.out.contains("l1  applied  ngo 2021-05  12 rows, 6 bodies, 0 to decide"), "{}", shown.out);
        let truth = place.file("truth.csv", "row,cluster,education,kind\n".to_owned()
            + &(0..12).map(|row| format!("{},{},yes,ngo", row + 1, row / 2)).collect::<Vec<_>>().join("\n"));
        let measured = place.birlik(["lists", "evaluate", report.to_str().unwrap(), truth.to_str().unwrap()]).status(0);
        assert!(measured.out.contains("6 of 6") && measured.out.contains("precision               1.0000"), "{}", measured.out);
        let reverted = place.birlik(["lists", "revert", "l1"]).status(0);
        assert!(reverted.out.contains("6 records taken out"), "{}", reverted.out);
        place.birlik(["lists", "revert", "l1"]).status(1);
        let unknown = place.birlik(["lists", "revert", "l9"]).status(1);
        assert!(unknown.err.contains("there is no batch l9"), "{}", unknown.err);
        place.birlik(["log", "verify"]).status(0);
    }

    async fn a_file_that_is_no_list_is_refused_and_nothing_is_written(place: Place) {
        place.birlik(["lists", "show"]).status(0);
        let encrypted = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
        for (name, bytes, said) in [
            ("page.csv", b"<!doctype html><html><body>404</body></html>".to_vec(), "page.csv"),
            ("empty.csv", Vec::new(), "empty.csv"),
            ("bomb.xlsx", bomb(200 << 20), "bomb.xlsx"),
            ("locked.xls", encrypted, "locked.xls"),
            ("words.csv", "бір\nекі\nүш\n".as_bytes().to_vec(), "words.csv"),
        ] {
            let file = place.file(name, bytes);
            let started = std::time::Instant::now();
            let ended = place.birlik(["lists", "import", "--source", "x", file.to_str().unwrap()]).status(1);
            assert!(ended.err.contains(said) && ended.out.is_empty(), "{name}: {}", ended.err);
            eprintln!("{name}: {:?}: {}", started.elapsed(), ended.err.lines().last().unwrap_or_default());
        }
        place.birlik(["lists", "import", "--source", "a/b", "nothing.csv"]).status(1);
        assert_eq!(contents_of(&place).await, Vec::<Value>::new());
    }

    async fn lists_of_the_study_are_understood(registry: TestRegistry) {
        for (name, ([precision, recall, with_review, review], bodies)) in [
            ("dev/ngo-list", ([0.99, 0.92, 0.97, 0.06], 2)),
            ("dev/ngo-list-hard", ([0.98, 0.85, 0.93, 0.08], 4)),
        ] {
            let Some(list) = shared(&format!("{name}.csv")) else { return };
            let Some(truth) = shared(&format!("{name}.truth.csv")) else { return };
            let truth = birlik_api::lists::truth(std::fs::File::open(truth).unwrap()).unwrap();
            let text = std::fs::read(&list).unwrap();
            let preview = registry.app.lists.preview(incoming("ngo-list", Some("2021"), "list.csv", &text), None).await.unwrap();
            let found = birlik_api::lists::evaluate(&preview, &truth).unwrap();
            let (off, all) = (found.bodies.abs_diff(found.true_bodies), found.true_bodies);
            assert!(
                found.precision >= precision && found.recall >= recall && found.recall_with_review >= with_review
                    && found.review <= review && off * 100 <= bodies * all && found.education >= 0.98,
                "{name}:\n{found}"
            );
        }
    }
}
