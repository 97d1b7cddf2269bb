//! The event log: whole, or it says what is not; one order over all writers.

use std::collections::BTreeSet;

use birlik_api::log::{self, SYSTEM_ACTOR, Subject, Verb, Write};
use birlik_entity::OrganizationId;
use serde_json::json;

use crate::support::{TestRegistry, line, on_both_stores, record};

/// The first event of an organization.
const FIRST: i64 = 255;

async fn given_events(registry: &TestRegistry) {
    let lines: Vec<String> = (0..10).map(|at| record(&format!("Өркен {at}")).to_string()).collect();
    registry.import_all(&lines.join("\n")).await;
    assert_eq!(registry.last_seq().await, FIRST + 9, "the areas that the product ships have 254 events");
    let verified = registry.verify().await.unwrap();
    assert_eq!((verified.events, verified.records), (FIRST + 9, 10));
}

/// A column with another first digit, in SQL.
fn other_first(column: &str) -> String {
    format!("CASE WHEN {column} LIKE '0%' THEN '1' ELSE '0' END || substr({column}, 2)")
}

on_both_stores! {
    async fn a_change_of_any_field_is_named(registry: TestRegistry) {
        given_events(&registry).await;
        for (field, other) in [
            ("payload", "replace(payload, '{', '{ ')"),
            ("salt", other_first("salt").as_str()),
            ("salt", "NULL"),
            ("digest", other_first("digest").as_str()),
            ("at", "'2026-11-24T08:59:59.999Z'"),
            ("actor", "'somebody'"),
            ("subject", "'organization/b7k2m9x80'"),
            ("verb", "'erased'"),
            ("schema_version", "2"),
            ("prev", other_first("prev").as_str()),
            ("hash", other_first("hash").as_str()),
        ] {
            // In the middle, at the very first and at the last.
            for seq in [FIRST + 4, 1, FIRST + 9] {
                registry.tamper(&format!("CREATE TABLE kept AS SELECT * FROM event WHERE seq = {seq}")).await;
                assert_eq!(
                    registry.tamper(&format!("UPDATE event SET {field} = {other} WHERE seq = {seq}")).await,
                    1
                );
                let broken = registry.verify().await.expect_err(field);
                assert_eq!(broken.seq, seq, "{field}: {broken}");
                assert!(broken.to_string().contains(&format!("event {seq} ")), "{broken}");
                registry.tamper(&format!("DELETE FROM event WHERE seq = {seq}")).await;
                registry.tamper("INSERT INTO event SELECT * FROM kept").await;
                registry.tamper("DROP TABLE kept").await;
                registry.verify().await.unwrap();
            }
        }
    }

    async fn a_missing_event_is_named(registry: TestRegistry) {
        given_events(&registry).await;
        registry.tamper(&format!("DELETE FROM event WHERE seq = {}", FIRST + 3)).await;
        assert_eq!(registry.verify().await.unwrap_err().seq, FIRST + 3);
    }

    async fn a_missing_tail_is_noticed_by_the_records(registry: TestRegistry) {
        given_events(&registry).await;
        registry.tamper(&format!("DELETE FROM event WHERE seq > {}", FIRST + 7)).await;
        let broken = registry.verify().await.unwrap_err();
        assert!(broken.seq > FIRST + 7, "{broken}");
    }

    async fn a_record_that_the_log_does_not_know_is_noticed(registry: TestRegistry) {
        given_events(&registry).await;
        registry
            .tamper(&format!(
                "UPDATE organization SET document = replace(document, 'Өркен', 'Оркен') WHERE seq = {FIRST}"
            ))
            .await;
        assert_eq!(registry.verify().await.unwrap_err().seq, FIRST);
    }

    async fn a_record_set_back_to_an_earlier_event_is_noticed(registry: TestRegistry) {
        let source = json!([{"list": "l", "row": "1"}]);
        registry.import_all(&line("бір", json!({"sources": source}))).await;
        registry.import_all(&line("екі", json!({"sources": source}))).await;
        registry.tamper(&format!(
            "UPDATE organization SET seq = {FIRST}, document = (SELECT payload FROM event WHERE seq = {FIRST})"
        )).await;
        let checked = registry.verify().await;
        assert!(checked.is_err(), "{checked:?}");
    }

    async fn a_lost_record_is_noticed(registry: TestRegistry) {
        given_events(&registry).await;
        registry.tamper("DELETE FROM organization_key").await;
        registry.tamper(&format!("DELETE FROM organization WHERE seq = {FIRST}")).await;
        let checked = registry.verify().await;
        assert!(checked.is_err(), "{checked:?}");
    }

    async fn erasing_keeps_the_log_whole(registry: TestRegistry) {
        let source = json!([{"list": "l", "row": "1"}]);
        registry
            .import_all(&line("Өркен", json!({"sources": source, "contacts": {"address": "Абай 1"}})))
            .await;
        registry.import_all(&line("Өркен", json!({"sources": source}))).await;
        let mut write = Write::begin(&registry.app.store, &registry.clock(), SYSTEM_ACTOR).await.unwrap();
        let notice = log::erase(&mut write, FIRST, &["/contacts/address".to_owned()]).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(notice, FIRST + 2);
        assert_eq!(registry.verify().await.unwrap().events, FIRST + 2);
        let payloads = registry.column("SELECT payload FROM event WHERE seq > 254").await;
        assert!(payloads.iter().all(|payload| !payload.contains("Абай 1")), "{payloads:?}");
        // Once more from the same event, then a change of what is left.
        let mut write = Write::begin(&registry.app.store, &registry.clock(), SYSTEM_ACTOR).await.unwrap();
        log::erase(&mut write, FIRST, &["/contacts".to_owned()]).await.unwrap();
        write.commit().await.unwrap();
        registry.verify().await.unwrap();
        registry
            .tamper(&format!(
                "UPDATE event SET payload = replace(payload, 'Өркен', 'Оркен') WHERE seq = {FIRST}"
            ))
            .await;
        assert_eq!(registry.verify().await.unwrap_err().seq, FIRST);
    }

    async fn what_a_record_says_now_is_not_erased(registry: TestRegistry) {
        given_events(&registry).await;
        let mut write = Write::begin(&registry.app.store, &registry.clock(), SYSTEM_ACTOR).await.unwrap();
        assert!(log::erase(&mut write, FIRST, &["/names/0".to_owned()]).await.is_err());
        drop(write);
        registry.verify().await.unwrap();
    }

    async fn nothing_is_erased_where_there_is_nothing(registry: TestRegistry) {
        given_events(&registry).await;
        let mut write = Write::begin(&registry.app.store, &registry.clock(), SYSTEM_ACTOR).await.unwrap();
        for (seq, pointer) in
            [(9999, "/names"), (FIRST, "/contacts/address"), (FIRST, "names"), (FIRST, "/names/7")]
        {
            assert!(log::erase(&mut write, seq, &[pointer.to_owned()]).await.is_err(), "{seq} {pointer}");
        }
        drop(write);
        registry.verify().await.unwrap();
    }

    async fn private_events_are_in_the_chain_and_not_in_public(registry: TestRegistry) {
        let id = registry.given_organization("Өркен").await;
        let subject = Subject::Organization(id.parse::<OrganizationId>().unwrap());
        let mut write = Write::begin(&registry.app.store, &registry.clock(), "moderator").await.unwrap();
        write.append(subject, Verb::Noted, json!({"note": "жасырын"}).to_string());
        write.append(subject, Verb::SignedIn, "{}".to_owned());
        write.commit().await.unwrap();
        registry.catch_up().await;
        assert_eq!(registry.verify().await.unwrap().events, FIRST + 2);
        let history = registry.get(format!("/v1/organizations/{id}/history")).await.ok();
        assert_eq!(history.json()["items"].as_array().unwrap().len(), 1, "{}", history.text());
        let then = registry.get(format!("/v1/organizations/{id}?as_of=2026-12-31")).await.ok();
        assert_eq!(then.json()["names"][0]["value"], "Өркен");
        assert!(registry.app.log.latest(10).await.unwrap().iter().all(|entry| entry.seq == FIRST));
    }

    async fn a_write_that_is_dropped_leaves_nothing(registry: TestRegistry) {
        given_events(&registry).await;
        let mut write = Write::begin(&registry.app.store, &registry.clock(), SYSTEM_ACTOR).await.unwrap();
        write.append(Subject::Event(1), Verb::Noted, "{}".to_owned());
        drop(write);
        assert_eq!(registry.last_seq().await, FIRST + 9);
        registry.import_all(&record("келесі").to_string()).await;
        assert_eq!(registry.verify().await.unwrap().events, FIRST + 10);
    }

    async fn time_never_runs_back(registry: TestRegistry) {
        registry.import_all(&record("бір").to_string()).await;
        registry.set_clock("2020-01-01T00:00:00Z");
        registry.import_all(&record("екі").to_string()).await;
        let times = registry.column("SELECT at FROM event ORDER BY seq").await;
        assert!(times.is_sorted(), "{:?}", &times[250..]);
        registry.verify().await.unwrap();
    }

    async fn writers_of_two_nodes_keep_one_order(registry: TestRegistry) {
        const WRITERS: usize = 16;
        const ROUNDS: usize = 4;
        let before = registry.last_seq().await;
        let second = std::sync::Arc::new(TestRegistry::open(&registry.place.another_node()).await);
        second.set_clock("2026-11-24T08:59:00Z");
        let first = std::sync::Arc::new(registry);
        let handle = tokio::runtime::Handle::current();
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let node = if writer % 2 == 0 { first.clone() } else { second.clone() };
                let handle = handle.clone();
                std::thread::spawn(move || {
                    for round in 0..ROUNDS {
                        // One record that all of them write, and one of each writer's own.
                        let shared = line(
                            &format!("ортақ {writer} {round}"),
                            json!({"sources": [{"list": "l", "row": "1"}]}),
                        );
                        let own = record(&format!("өз {writer} {round}")).to_string();
                        let lines = format!("{shared}\n{own}\n");
                        let imported = handle.block_on(node.try_import(lines.as_bytes(), false)).unwrap();
                        assert_eq!(imported.summary.rejected, 0, "{imported:?}");
                    }
                })
            })
            .collect();
        tokio::task::block_in_place(|| writers.into_iter().for_each(|writer| writer.join().unwrap()));
        let written = i64::try_from(WRITERS * ROUNDS * 2).unwrap();
        let verified = first.verify().await.unwrap();
        assert_eq!(verified.events, before + written, "one event for each change, without a gap");
        let times = first.column("SELECT at FROM event ORDER BY seq").await;
        assert!(times.is_sorted());
        let records = first.records().await;
        assert_eq!(records.len(), WRITERS * ROUNDS + 1);
        let shared = records.iter().find(|record| record["sources"][0]["row"] == "1").unwrap();
        assert_eq!(shared["version"], WRITERS * ROUNDS);
        assert_eq!(first.export().await, second.export().await);
        first.assert_index_agrees().await;
        second.assert_index_agrees().await;
    }

    async fn events_carry_salts_of_their_own(registry: TestRegistry) {
        given_events(&registry).await;
        let salts = registry.column("SELECT salt FROM event").await;
        let distinct: BTreeSet<&String> = salts.iter().collect();
        assert_eq!(distinct.len(), salts.len());
        assert!(salts.iter().all(|salt| salt.len() == 32));
    }
}
