//! Records that are one body become one, and are taken apart again.

use birlik_api::organizations::MergeError;
use serde_json::{Value, json};

use crate::support::{BINS, TestRegistry, line, on_both_stores};

/// Three bodies, and two units of the first.
async fn given_bodies(registry: &TestRegistry) -> [String; 5] {
    let mut ids = Vec::new();
    for (row, name) in ["Алма", "Бидай", "Гүл"].into_iter().enumerate() {
        let fields = json!({
            "sources": [{"list": "l", "row": row.to_string()}],
            "contacts": {"phones": [format!("+7717250010{row}")]},
            "identifiers": [{"scheme": "corpus", "value": format!("w{row}")}],
        });
        registry.import_all(&line(name, fields)).await;
        ids.push(registry.named(name).await);
    }
    for (row, name) in ["Дән", "Есік"].into_iter().enumerate() {
        let fields = json!({
            "sources": [{"list": "u", "row": row.to_string()}],
            "affiliations": [{"type": "unit_of", "to": ids[0]}],
        });
        registry.import_all(&line(name, fields)).await;
        ids.push(registry.named(name).await);
    }
    ids.try_into().unwrap()
}

fn location(answer: &crate::support::Answer) -> (u16, String) {
    (answer.status, answer.header("location").to_owned())
}

on_both_stores! {
    async fn a_merged_record_leads_to_the_one_that_stays(registry: TestRegistry) {
        let [one, two, _, unit, _] = given_bodies(&registry).await;
        let before = registry.record(&one).await;
        registry.set_clock("2026-11-25T09:00:00Z");
        registry.merge(&one, &two).await.unwrap();

        let answer = registry.get(format!("/v1/organizations/{one}")).await;
        assert_eq!(location(&answer), (301, format!("/v1/organizations/{two}")));
        assert_eq!(answer.json(), json!({"id": one, "merged": {"into": two, "at": "2026-11-25T09:00:00.000Z"}}));
        assert_eq!(answer.header("cache-control"), "public, no-cache");
        let answer = registry.get(format!("/v1/organizations/{one}/similar?limit=3")).await;
        assert_eq!(location(&answer), (301, format!("/v1/organizations/{two}/similar?limit=3")));
        for lang in ["kk", "ru", "en"] {
            let page = registry.get(format!("/{lang}/organizations/{one}")).await;
            assert_eq!(location(&page), (301, format!("/{lang}/organizations/{two}")));
        }
        let was = registry.get(format!("/v1/organizations/{one}?as_of=2026-11-24")).await.ok().json();
        assert_eq!(was, before);
        let since = registry.get(format!("/v1/organizations/{one}?as_of=2026-11-25")).await;
        assert_eq!(location(&since), (301, format!("/v1/organizations/{two}?as_of=2026-11-25")));
        let history = registry.get(format!("/v1/organizations/{one}/history")).await.ok().json();
        assert_eq!((&history["items"][0]["verb"], &history["items"][0]["into"]), (&json!("merged"), &json!(two)));
        assert_eq!((&history["items"][0]["changed"], &history["items"][0]["version"]), (&json!([]), &json!(1)));

        let stays = registry.record(&two).await;
        let values = |record: &Value, field: &str| record[field].as_array().map_or(0, Vec::len);
        assert_eq!([values(&stays, "names"), values(&stays, "sources"), values(&stays, "identifiers")], [2, 2, 2]);
        assert_eq!(registry.record(&unit).await["affiliations"][0]["to"], two);
        let units = registry.all_ids(&format!("parent={two}")).await;
        assert_eq!(units.len(), 2);
        assert!(!registry.export().await.contains(&format!("\"{one}\"")));
        registry.assert_index_agrees().await;
        registry.verify().await.unwrap();
    }

    async fn a_split_gives_back_what_was(registry: TestRegistry) {
        let [one, two, ..] = given_bodies(&registry).await;
        let before = registry.contents().await;
        let keys = "SELECT scheme || value || organization_id FROM organization_key ORDER BY 1";
        let known = registry.column(keys).await;
        for _ in 0..2 {
            let merge = registry.merge(&one, &two).await.unwrap();
            assert_eq!(registry.records().await.len(), 4);
            let split = registry.split(&merge.id).await.unwrap();
            assert!(split.kept.is_empty(), "{split:?}");
            assert_eq!(registry.contents().await, before);
            assert_eq!(registry.column(keys).await, known);
            assert!(matches!(registry.split(&merge.id).await, Err(MergeError::NoSuchMerge(_))));
            registry.get(format!("/v1/organizations/{one}")).await.ok();
        }
        registry.assert_index_agrees().await;
        registry.verify().await.unwrap();
        let history = registry.get(format!("/v1/organizations/{one}/history")).await.ok().json();
        let verbs: Vec<&Value> = history["items"].as_array().unwrap().iter().map(|item| &item["verb"]).collect();
        assert_eq!(verbs, ["restored", "merged", "restored", "merged", "created"]);
        assert_eq!(history["items"][0]["changed"], json!([]), "it is what it was");
    }

    async fn a_split_goes_around_what_was_edited_since(registry: TestRegistry) {
        let [one, two, ..] = given_bodies(&registry).await;
        let merge = registry.merge(&one, &two).await.unwrap();
        let mut record = registry.record(&two).await;
        record["founded_on"] = json!("2011");
        record["contacts"]["phones"] = json!(["+77172500100", "+77172500101", "+77172500109"]);
        registry.import_all(&record.to_string()).await;
        let split = registry.split(&merge.id).await.unwrap();
        assert_eq!(split.kept.iter().map(|(_, field)| field.as_str()).collect::<Vec<_>>(), ["contacts"]);
        let stays = registry.record(&two).await;
        assert_eq!(stays["founded_on"], "2011");
        assert_eq!(stays["identifiers"], json!([{"scheme": "corpus", "value": "w1"}]));
        registry.verify().await.unwrap();
    }

    async fn merges_follow_one_another(registry: TestRegistry) {
        let [one, two, three, unit, _] = given_bodies(&registry).await;
        let before = registry.contents().await;
        let first = registry.merge(&one, &two).await.unwrap();
        let second = registry.merge(&two, &three).await.unwrap();
        for id in [&one, &two] {
            let answer = registry.get(format!("/v1/organizations/{id}")).await;
            assert_eq!(location(&answer), (301, format!("/v1/organizations/{three}")));
            assert_eq!(answer.json()["merged"]["into"], json!(three));
        }
        assert_eq!(registry.record(&unit).await["affiliations"][0]["to"], three);
        match registry.merge(&one, &three).await {
            Err(MergeError::MergedAlready { into, .. }) => assert_eq!(into.to_string(), three),
            other => panic!("{other:?}"),
        }
        // What was merged on is taken apart from the end.
        assert!(matches!(registry.split(&first.id).await, Err(MergeError::MergedOn { later, .. }) if later == second.id));
        registry.split(&second.id).await.unwrap();
        registry.split(&first.id).await.unwrap();
        assert_eq!(registry.contents().await, before);
        registry.verify().await.unwrap();
        registry.assert_index_agrees().await;
    }

    async fn what_is_not_one_body_is_not_merged(registry: TestRegistry) {
        let ids = given_bodies(&registry).await;
        for (at, bin) in BINS.iter().enumerate().take(2) {
            let mut record = registry.record(&ids[at]).await;
            record["bin"] = json!(bin);
            registry.import_all(&record.to_string()).await;
        }
        let (before, seq) = (registry.export().await, registry.last_seq().await);
        assert!(matches!(registry.merge(&ids[0], &ids[1]).await, Err(MergeError::DifferentBins(..))));
        assert!(matches!(registry.merge(&ids[0], &ids[0]).await, Err(MergeError::Same(_))));
        assert!(matches!(registry.merge("b7k2m9x80", &ids[0]).await, Err(MergeError::NoSuchRecord(_))));
        assert!(matches!(registry.split("g999").await, Err(MergeError::NoSuchMerge(_))));
        assert_eq!((registry.export().await, registry.last_seq().await), (before, seq));
    }

    async fn a_body_merged_with_its_own_unit_does_not_belong_to_itself(registry: TestRegistry) {
        let [one, _, _, unit, other] = given_bodies(&registry).await;
        let before = registry.contents().await;
        let merge = registry.merge(&one, &unit).await.unwrap();
        assert!(registry.record(&unit).await.get("affiliations").is_none());
        assert_eq!(registry.record(&other).await["affiliations"][0]["to"], unit);
        registry.split(&merge.id).await.unwrap();
        assert_eq!(registry.contents().await, before);
    }

    async fn lines_of_a_merged_record_are_told_where_it_went(registry: TestRegistry) {
        let [one, two, ..] = given_bodies(&registry).await;
        let old = registry.export().await;
        registry.merge(&one, &two).await.unwrap();
        let merged = registry.contents().await;
        let own = old.lines().find(|line| line.contains(&format!("\"id\":\"{one}\""))).unwrap().to_owned();
        let imported = registry.import(&own).await;
        assert_eq!(imported.wrong(1), ["id"]);
        assert!(imported.rejected[&1][0].reason.contains(&two), "{:?}", imported.rejected);
        assert_eq!(registry.contents().await, merged);
        // Whoever names the old id in an affiliation means the record that stays.
        let unit = line("Жаңа", json!({"affiliations": [{"type": "member_of", "to": one}]}));
        registry.import_all(&unit).await;
        let id = registry.named("Жаңа").await;
        assert_eq!(registry.record(&id).await["affiliations"][0]["to"], two);
        registry.verify().await.unwrap();
    }
}
