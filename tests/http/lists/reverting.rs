//! A list taken back, and brought again.

use std::collections::BTreeMap;

use serde_json::json;

use super::{edit, records_of};
use crate::support::{TestRegistry, csv, dirty, listed, on_both_stores};

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
}
