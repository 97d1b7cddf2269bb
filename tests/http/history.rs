//! History of a record, and the record as the registry knew it then.

use serde_json::json;

use crate::support::{TestRegistry, encoded, line, on_both_stores};

/// A record that changed twice: its id.
async fn given_history(registry: &TestRegistry) -> String {
    let source = json!([{"list": "l", "row": "1"}]);
    for (at, name, extra) in [
        ("2026-11-24T18:59:59.999Z", "бір", json!({"sources": source})),
        ("2026-11-24T19:00:00.000Z", "екі", json!({"sources": source})),
        ("2026-11-26T12:00:00.000Z", "екі", json!({"sources": source, "founded_on": "2011"})),
    ] {
        registry.set_clock(at);
        registry.import_all(&line(name, extra)).await;
    }
    registry.records().await[0]["id"].as_str().unwrap().to_owned()
}

on_both_stores! {
    async fn each_change_is_told(registry: TestRegistry) {
        let id = given_history(&registry).await;
        let history = registry.get(format!("/v1/organizations/{id}/history")).await.ok().json();
        let entries = history["items"].as_array().unwrap();
        let told: Vec<_> = entries
            .iter()
            .map(|entry| {
                (
                    entry["verb"].as_str().unwrap(),
                    entry["version"].as_i64().unwrap(),
                    entry["at"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("updated", 3, "2026-11-26T12:00:00.000Z"),
                ("updated", 2, "2026-11-24T19:00:00.000Z"),
                ("created", 1, "2026-11-24T18:59:59.999Z"),
            ]
        );
        assert_eq!(entries[0]["changed"], json!(["founded_on"]));
        assert_eq!(entries[1]["changed"], json!(["names"]));
        assert!(entries[2]["changed"].as_array().unwrap().contains(&json!("names")));
        assert_eq!(entries[0]["seq"], registry.last_seq().await);
        registry.get("/v1/organizations/b7k2m9x80/history").await.problem(404, "not_found");
    }

    async fn a_day_ends_in_astana(registry: TestRegistry) {
        let id = given_history(&registry).await;
        for (as_of, version) in [
            ("2026-11-24", Some(1)),
            ("2026-11-25", Some(2)),
            ("2026-11-26", Some(3)),
            ("2031-01-01", Some(3)),
            ("2026-11-24T18:59:59.999Z", Some(1)),
            ("2026-11-24T19:00:00Z", Some(2)),
            ("2026-11-25T00:00:00+05:00", Some(2)),
            ("2026-11-24T23:59:59.999+05:00", Some(1)),
            ("2026-11-23", None),
            ("2026-11-24T18:59:59.998Z", None),
        ] {
            let answer = registry.get(format!("/v1/organizations/{id}?as_of={}", encoded(as_of))).await;
            match version {
                Some(version) => assert_eq!(answer.ok().json()["version"], version, "{as_of}"),
                None => drop(answer.problem(404, "not_found")),
            }
        }
        for wrong in ["yesterday", "2026-13-01", "", "2026-11-24T25:00:00Z", "\0"] {
            let answer = registry.get(format!("/v1/organizations/{id}?as_of={}", encoded(wrong))).await;
            assert_eq!(answer.problem(400, "invalid_parameter")["field"], "as_of");
        }
    }

    async fn what_was_then_is_the_text_of_then(registry: TestRegistry) {
        let id = given_history(&registry).await;
        let now = registry.get(format!("/v1/organizations/{id}")).await.ok();
        let then = registry.get(format!("/v1/organizations/{id}?as_of=2026-11-30")).await.ok();
        assert_eq!((now.text(), now.header("etag")), (then.text(), then.header("etag")));
        let before = registry.get(format!("/v1/organizations/{id}?as_of=2026-11-24")).await.ok();
        assert_ne!(before.header("etag"), now.header("etag"));
    }
}
