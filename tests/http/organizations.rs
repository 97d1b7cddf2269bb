//! Records: the seed, reading one, lists and who is in them, every field on its way through.

use serde_json::json;

use crate::support::{Place, TestRegistry, encoded, line, maximal, on_both_stores, record};

on_both_stores! {
    async fn the_seed_is_what_the_studies_name(place: Place) {
        let registry = TestRegistry::seeded(&place).await;
        let records = registry.records().await;
        assert_eq!(records.len(), 51);
        assert!(
            records.iter().all(|record| record["status"] == "unconfirmed" && record["confirmed"].is_null())
        );
        assert!(records.iter().all(|record| record["sources"].as_array().is_some_and(|all| !all.is_empty())));

        let list = registry.get("/v1/organizations?facets=country&limit=1000").await.ok().json();
        assert_eq!(list["total"], 39);
        assert_eq!(list["items"].as_array().unwrap().len(), 39);
        assert!(list["items"].as_array().unwrap().iter().all(|item| item["country"] == "KZ"));
        let abroad =
            registry.get("/v1/organizations?country=GB&country=US&country=FI&country=RU").await.ok().json();
        assert_eq!(abroad["total"], 12);
        let statistics = registry.get("/v1/statistics").await.ok().json();
        assert_eq!((&statistics["total"], &statistics["abroad"]), (&json!(39), &json!(12)));
        assert_eq!(statistics["confirmed"], 0);
        registry.verify().await.unwrap();
    }

    async fn the_union_has_both_figures(place: Place) {
        let registry = TestRegistry::seeded(&place).await;
        let found = registry
            .get(format!("/v1/organizations?kind=trade_union&level=republic&q={}", encoded("салалық білім")))
            .await
            .ok()
            .json();
        let counts = found["items"][0]["member_counts"].as_array().unwrap();
        for (figure, about) in [(730_302, None), (198_000, Some("about"))] {
            let count = counts.iter().find(|count| count["count"] == figure).unwrap();
            for field in ["as_of", "scope", "source"] {
                assert!(count[field].as_str().is_some_and(|text| !text.is_empty()), "{figure}: {count}");
            }
            assert_eq!(count["qualifier"].as_str(), about);
        }
    }

    async fn the_association_is_found_with_and_without_kazakh_letters(place: Place) {
        let registry = TestRegistry::seeded(&place).await;
        for typed in ["Өркен", "Оркен", "өркен", "ОРКЕН", "orken"] {
            let found = registry.get(format!("/v1/organizations?q={}", encoded(typed))).await.ok().json();
            let name = found["items"][0]["names"][0]["value"].as_str().unwrap_or_default();
            assert!(name.contains("Өркен"), "{typed}: {found}");
        }
    }

    async fn a_seeded_registry_is_not_seeded_again(place: Place) {
        let registry = TestRegistry::seeded(&place).await;
        let (seq, export) = (registry.last_seq().await, registry.export().await);
        registry.close().await;
        let registry = TestRegistry::seeded(&place).await;
        assert_eq!(registry.last_seq().await, seq);
        assert_eq!(registry.export().await, export);
    }

    async fn every_field_survives(registry: TestRegistry) {
        let union = registry.given_organization("Кәсіподақ").await;
        let written = maximal("b7k2m9x80", &union, "m7k2m9x80").to_string();
        let imported = registry.import(&written).await;
        assert_eq!(imported.counts(), (1, 0, 0, 0), "{imported:?}");
        let record = registry.get("/v1/organizations/b7k2m9x80").await.ok();
        assert_eq!(record.text(), written);
        let exported = registry.export().await;
        assert!(exported.lines().any(|line| line == written), "{exported}");
        // The export says the same once more, so nothing is new in it.
        let seq = registry.last_seq().await;
        assert_eq!(registry.import(&exported).await.counts(), (0, 0, 2, 0));
        assert_eq!(registry.last_seq().await, seq);
    }

    async fn no_field_of_the_schema_is_left_out_of_that_record(registry: TestRegistry) {
        // Where the record grows a field, `maximal` must grow it too.
        let schema = registry.get("/v1/schemas/organization.json").await.ok().json();
        let union = registry.given_organization("Кәсіподақ").await;
        let record = maximal("b7k2m9x80", &union, "m7k2m9x80");
        let mut missing = Vec::new();
        collect_missing(&schema, &schema, &record, "", &mut missing);
        assert_eq!(missing, ["ref"], "fields that no test fills");
    }

    async fn null_means_unknown(registry: TestRegistry) {
        let with_null = line(
            "Өркен",
            json!({
                "id": null, "status": null, "origin": null, "legal_form": null, "bin": null, "founded_on": null,
                "registered_on": null, "country": null, "area": {"kato": null}, "host": null, "activities": null,
                "subjects": null, "contacts": null, "membership": null, "officers": null, "documents": null,
                "affiliations": null, "member_counts": null, "unit_counts": null, "identifiers": null,
                "confirmed": null, "sources": null, "version": null, "updated_at": null, "ref": null
            }),
        );
        registry.import_all(&with_null).await;
        let exported = registry.export().await;
        assert!(!exported.contains("null"), "{exported}");
        // Without them it is the same record.
        assert_eq!(registry.import(&record("Өркен").to_string()).await.counts(), (0, 0, 1, 0));
    }

    async fn an_id_is_found_as_people_write_it(registry: TestRegistry) {
        let id = registry.given_organization("Өркен").await;
        let record = registry.record(&id).await;
        assert_eq!(registry.record(&id.to_uppercase()).await, record);
        let mut mistyped = id.clone().into_bytes();
        mistyped[3] = if mistyped[3] == b'x' { b'y' } else { b'x' };
        let mistyped = String::from_utf8(mistyped).unwrap();
        registry.get(format!("/v1/organizations/{mistyped}")).await.problem(404, "not_found");
        registry.get("/v1/organizations/b7k2m9x80").await.problem(404, "not_found");
    }
}

/// Properties of a JSON Schema that a value does not have, by path; of a list its first entry counts.
fn collect_missing(
    root: &serde_json::Value,
    schema: &serde_json::Value,
    value: &serde_json::Value,
    path: &str,
    missing: &mut Vec<String>,
) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap();
        return collect_missing(root, target, value, path, missing);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        for one in any.iter().filter(|one| one["type"] != "null") {
            collect_missing(root, one, value, path, missing);
        }
    }
    if let Some(properties) = schema["properties"].as_object() {
        for (name, property) in properties {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            // Former names alone have an end, so the fullest entry of a list is looked at.
            match value.get(name) {
                Some(value) => collect_missing(root, property, value, &path, missing),
                None => missing.push(path),
            }
        }
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        let fullest = values.iter().max_by_key(|value| value.as_object().map_or(0, serde_json::Map::len));
        collect_missing(root, items, fullest.unwrap(), path, missing);
    }
}
