//! The registry in numbers: the same numbers as the lists behind them, counted live.

use serde_json::{Value, json};

use crate::support::{TestRegistry, line, on_both_stores, synthetic};

on_both_stores! {
    async fn numbers_are_those_of_the_lists(registry: TestRegistry) {
        registry.import_all(&synthetic(150)).await;
        let statistics = registry.get("/v1/statistics").await.ok().json();
        let records = registry.records().await;
        let home: Vec<&Value> = records.iter().filter(|record| record["country"] == "KZ").collect();
        assert_eq!(statistics["total"], home.len());
        assert_eq!(statistics["abroad"], records.len() - home.len());
        assert_eq!(statistics["seq"], registry.last_seq().await);
        assert_eq!(
            statistics["confirmed"],
            home.iter().filter(|record| record["confirmed"].is_object()).count()
        );
        for (field, parameter) in [
            ("by_kind", "kind"),
            ("by_level", "level"),
            ("by_status", "status"),
            ("by_region", "area"),
            ("by_confirmed", "confirmed"),
        ] {
            let counts = statistics[field].as_array().unwrap();
            assert!(!counts.is_empty(), "{field}");
            for count in counts {
                let list = registry
                    .get(format!(
                        "/v1/organizations?limit=0&{parameter}={}",
                        count["value"].as_str().unwrap()
                    ))
                    .await;
                assert_eq!(list.ok().json()["total"], count["count"], "{field} {count}");
            }
        }
        assert_eq!(statistics["by_region"].as_array().unwrap().len(), 20, "also those without a body");
    }

    async fn numbers_move_with_the_registry(registry: TestRegistry) {
        assert_eq!(registry.get("/v1/statistics").await.ok().json()["total"], 0);
        let id = registry.given_organization("Өркен").await;
        assert_eq!(registry.get("/v1/statistics").await.ok().json()["total"], 1);
        registry.import_all(&line("Өркен", json!({"id": id, "country": "GB", "kind": "community"}))).await;
        let statistics = registry.get("/v1/statistics").await.ok().json();
        assert_eq!((&statistics["total"], &statistics["abroad"]), (&json!(0), &json!(1)));
        // Many updates of one batch: what was shown in between is not kept.
        registry.import_all(&line("Өркен", json!({"id": id, "kind": "network"}))).await;
        assert_eq!(
            registry.get("/v1/statistics").await.ok().json()["by_kind"],
            json!([{"value": "network", "count": 1}])
        );
    }
}
