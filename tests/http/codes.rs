//! The closed lists, with labels in three languages.

use serde_json::Value;

use crate::support::{TestRegistry, on_both_stores};

on_both_stores! {
    async fn every_list_has_labels(registry: TestRegistry) {
        let lists = registry.get("/v1/codes").await.ok().json();
        let lists = lists["lists"].as_object().unwrap();
        for name in [
            "kind",
            "level",
            "status",
            "origin",
            "legal_form",
            "activity",
            "subject",
            "affiliation",
            "platform",
            "member_category",
            "name_type",
            "confirmed_level",
            "unit_type",
            "qualifier",
            "fee_unit",
            "fee_period",
            "open_to",
            "officer_role",
            "document_type",
            "area_kind",
            "alias_kind",
        ] {
            let codes = lists[name].as_array().unwrap_or_else(|| panic!("there is no list {name}"));
            assert!(codes.len() > 1, "{name}");
            for code in codes {
                for label in ["code", "kk", "ru", "en"] {
                    assert!(code[label].as_str().is_some_and(|text| !text.is_empty()), "{name}: {code}");
                }
            }
        }
    }

    async fn one_list_can_be_asked_for(registry: TestRegistry) {
        let one = registry.get("/v1/codes?list=kind").await.ok().json();
        assert_eq!(one["lists"].as_object().unwrap().keys().collect::<Vec<_>>(), ["kind"]);
        let problem = registry.get("/v1/codes?list=kinds").await.problem(400, "invalid_parameter");
        assert!(problem["detail"].as_str().unwrap().contains("kind"), "{problem}");
    }

    async fn the_lists_are_those_of_the_schema(registry: TestRegistry) {
        let lists = registry.get("/v1/codes").await.ok().json();
        let schema = registry.get("/v1/schemas/organization.json").await.ok().json();
        let codes = |list: &str| -> Vec<Value> {
            lists["lists"][list].as_array().unwrap().iter().map(|code| code["code"].clone()).collect()
        };
        for (list, definition) in
            [("kind", "Kind"), ("level", "Level"), ("status", "Status"), ("subject", "Subject")]
        {
            assert_eq!(schema["$defs"][definition]["enum"].as_array(), Some(&codes(list)), "{list}");
        }
    }
}
