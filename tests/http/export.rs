//! Bulk export: what goes out comes in again, to the byte, on the same and on the other store.

use serde_json::Value;

use crate::support::{Place, StoreKind, TestRegistry, on_both_stores, shared, synthetic};

/// Imports an export into an empty registry, whose export must be the same.
async fn assert_same_in(place: &Place, export: &str) {
    let registry = TestRegistry::open(place).await;
    let lines = export.lines().count() as u64;
    let imported = registry.import(export).await;
    assert_eq!(imported.counts(), (lines, 0, 0, 0), "{:?} {:?}", imported.rejected, imported.noted);
    let again = registry.export().await;
    let different = export.lines().zip(again.lines()).find(|(one, other)| one != other);
    assert_eq!(different, None);
    assert_eq!(again.len(), export.len());
    registry.verify().await.unwrap();
    registry.assert_index_agrees().await;
}

on_both_stores! {
    async fn the_seed_goes_out_and_in(place: Place) {
        let export = TestRegistry::seeded(&place).await.export().await;
        assert_eq!(export.lines().count(), 51);
        assert_same_in(&place.beside(StoreKind::Sqlite).await, &export).await;
        assert_same_in(&place.beside(place.kind()).await, &export).await;
    }

    async fn lines_are_ordered_by_id_and_whole(registry: TestRegistry) {
        registry.import_all(&synthetic(300)).await;
        let export = registry.export().await;
        assert!(export.ends_with('\n'));
        let ids: Vec<String> =
            registry.records().await.iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect();
        assert!(ids.is_sorted() && ids.len() == 300);
        for line in export.lines().take(20) {
            let record: Value = serde_json::from_str(line).unwrap();
            let shown = registry.get(format!("/v1/organizations/{}", record["id"].as_str().unwrap())).await;
            assert_eq!(shown.text(), line, "the API answers what the export holds");
        }
    }

    async fn what_changed_since_goes_out_and_in(registry: TestRegistry) {
        let lines = synthetic(200);
        registry.import_all(&lines).await;
        registry.set_clock("2026-12-01T10:00:00.123Z");
        registry.import_all(&lines.replace("Объединение", "Союз")).await;
        let export = registry.export().await;
        assert!(export.contains("\"version\":2,\"updated_at\":\"2026-12-01T10:00:00.123Z\""));
        assert_same_in(&registry.place.beside(registry.place.kind()).await, &export).await;
    }

    async fn the_large_sample_goes_out_and_in(registry: TestRegistry) {
        let Some(sample) = shared("dev/organizations.jsonl") else { return };
        let sample = std::fs::read_to_string(sample).unwrap();
        let imported = registry.import(&sample).await;
        assert_eq!(imported.counts(), (5881, 0, 0, 0), "{:?}", imported.rejected);
        assert!(imported.noted.is_empty(), "{:?}", imported.noted);
        let seq = registry.last_seq().await;
        assert_eq!(registry.import(&sample).await.counts(), (0, 0, 5881, 0));
        assert_eq!(registry.last_seq().await, seq);
        let export = registry.export().await;
        assert_same_in(&registry.place.beside(StoreKind::Sqlite).await, &export).await;
    }
}
