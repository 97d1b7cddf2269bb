//! Lists: imported, taken back, brought again, decided about; what came of every row.

use std::collections::BTreeMap;

use birlik_api::lists::{Decision, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{
    Listed, PRIVATE, Place, StoreKind, TestRegistry, csv, dirty, incoming, listed, on_both_stores,
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
        bodies[0].phone = "+7 (7172) 70-00-01".to_owned();
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
        bodies[1].phone = "8(701)333-44-55".to_owned();
        bodies[2].email = format!("{}, {}", PRIVATE[1], bodies[2].email);
        bodies[3].email = PRIVATE[1].to_owned();
        bodies[4].bin = PRIVATE[2].to_owned();
        bodies[5].name = format!("{} {}", bodies[5].name, PRIVATE[2]);
        bodies[5].site = "тел. +7 (701) 333 44 55".to_owned();
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
        bodies[0].phone = "+7 (7172) 70-00-01".to_owned();
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
