//! The contract: `docs/openapi.json` is what the code says, and answers are what it promises.

use std::collections::BTreeSet;

use birlik_api::http::openapi_text;
use serde_json::Value;

use crate::support::{Answer, Place, TestRegistry, dirty, maximal, on_both_stores, synthetic};

/// Every operation; a new one is put here together with its tests.
const OPERATIONS: [&str; 15] = [
    "getArea",
    "getInstitution",
    "getOrganization",
    "getOrganizationHistory",
    "getOrganizationSchema",
    "getSource",
    "getStatistics",
    "listAreaChildren",
    "listAreas",
    "listCodes",
    "listInstitutions",
    "listOrganizationStatements",
    "listSimilarOrganizations",
    "listSources",
    "suggestOrganizations",
];

#[test]
fn the_kept_document_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == openapi_text(),
        "docs/openapi.json is not what the code says; run `cargo run -- openapi > docs/openapi.json`"
    );
}

#[test]
fn every_operation_is_known() {
    let document: Value = serde_json::from_str(&openapi_text()).unwrap();
    let ids: BTreeSet<&str> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|operations| operations.as_object().unwrap().values())
        .map(|operation| operation["operationId"].as_str().unwrap_or_else(|| panic!("{operation} has no id")))
        .collect();
    let known: BTreeSet<&str> = OPERATIONS.into_iter().chain(["listOrganizations"]).collect();
    assert_eq!(ids, known);
}

on_both_stores! {
    async fn answers_are_as_the_document_says(registry: TestRegistry) {
        registry.import_all(&synthetic(80)).await;
        let union = registry.given_organization("Кәсіподақ").await;
        registry.import(&maximal("b7k2m9x80", &union, "m7k2m9x80").to_string()).await;
        let document = registry.get("/v1/openapi.json").await.ok().json();
        let institution = "m7k2m9x80";
        let report = registry.import_list("ngo", Some("2021"), &dirty(0..4)).await;
        let [listed, merged, gone] = [1, 3, 5].map(|row| report.rows[row].record.clone().unwrap());
        for (operation, address) in [
            ("getArea", "/v1/areas/610000000".to_owned()),
            ("getInstitution", format!("/v1/institutions/{institution}")),
            ("getOrganization", "/v1/organizations/b7k2m9x80".to_owned()),
            ("getOrganizationHistory", "/v1/organizations/b7k2m9x80/history".to_owned()),
            ("getOrganizationSchema", "/v1/schemas/organization.json".to_owned()),
            ("getSource", "/v1/sources/synthetic?limit=1000".to_owned()),
            ("getStatistics", "/v1/statistics".to_owned()),
            ("listAreaChildren", "/v1/areas/610000000/children".to_owned()),
            ("listAreas", "/v1/areas".to_owned()),
            ("listCodes", "/v1/codes".to_owned()),
            ("listInstitutions", "/v1/institutions?limit=5".to_owned()),
            ("listOrganizationStatements", format!("/v1/organizations/{listed}/statements")),
            ("listSources", "/v1/sources".to_owned()),
            ("listSimilarOrganizations", format!("/v1/organizations/{union}/similar")),
            ("suggestOrganizations", "/v1/organizations/suggest?q=chem&lang=en".to_owned()),
            ("listOrganizations", "/v1/organizations?limit=1000&facets=kind&facets=area".to_owned()),
            ("listOrganizations", "/v1/organizations?q=teachers&highlight=true".to_owned()),
        ] {
            assert_documented(&document, operation, &registry.get(&address).await.ok());
        }
        assert_documented(&document, "listOrganizations", &registry.get("/v1/organizations?x=1").await);
        assert_documented(&document, "getOrganization", &registry.get("/v1/organizations/b0000000").await);
        registry.merge(&merged, &listed).await.unwrap();
        for (operation, rest) in
            [("getOrganization", ""), ("listOrganizationStatements", "/statements"), ("listSimilarOrganizations", "/similar")]
        {
            let moved = registry.get(format!("/v1/organizations/{merged}{rest}")).await;
            assert_eq!(moved.status, 301);
            assert_documented(&document, operation, &moved);
        }
        registry.revert(&report).await;
        assert_documented(&document, "getOrganization", &registry.get(format!("/v1/organizations/{gone}")).await);
        let nobody = registry.get("/v1/organizations/b0000000/similar").await;
        assert_documented(&document, "listSimilarOrganizations", &nobody);
    }

    async fn every_record_is_valid_by_the_published_schema(place: Place) {
        let registry = TestRegistry::seeded(&place).await;
        registry.import_all(&synthetic(80)).await;
        let union = registry.given_organization("Кәсіподақ").await;
        registry.import(&maximal("b7k2m9x80", &union, "m7k2m9x80").to_string()).await;
        let schema = registry.get("/v1/schemas/organization.json").await.ok().json();
        let records = registry.records().await;
        assert_eq!(records.len(), 51 + 80 + 2);
        for record in &records {
            let mut wrong = Vec::new();
            check(&schema, &schema, record, "", &mut wrong);
            assert!(wrong.is_empty(), "{wrong:?}\n{record}");
        }
        // The check can fail.
        let mut bad = records[0].clone();
        bad["kind"] = "union".into();
        bad["colour"] = "red".into();
        bad["names"][0]["value"] = 1.into();
        let mut wrong = Vec::new();
        check(&schema, &schema, &bad, "", &mut wrong);
        assert_eq!(wrong.len(), 3, "{wrong:?}");
    }
}

/// The status, media type and body must be among those that an operation promises.
fn assert_documented(document: &Value, operation: &str, answer: &Answer) {
    let all =
        document["paths"].as_object().unwrap().values().flat_map(|one| one.as_object().unwrap().values());
    let operation = all.into_iter().find(|one| one["operationId"] == operation).unwrap();
    let response = &operation["responses"][answer.status.to_string()];
    assert!(response.is_object(), "{}: status {} is not documented", answer.asked, answer.status);
    let kind = answer.header("content-type").split(';').next().unwrap_or_default().trim().to_owned();
    let content = response["content"].as_object().unwrap();
    let media =
        content.iter().find(|(name, _)| name.split(';').next() == Some(&kind)).map(|(_, media)| media);
    let media = media.unwrap_or_else(|| panic!("{}: {kind} is not among {:?}", answer.asked, content.keys()));
    let mut wrong = Vec::new();
    check(document, &media["schema"], &answer.json(), "", &mut wrong);
    assert!(wrong.is_empty(), "{}: {:?}", answer.asked, &wrong[..wrong.len().min(5)]);
}

/// What of a value is against a schema: as much of JSON Schema as ours uses.
fn check(root: &Value, schema: &Value, value: &Value, path: &str, wrong: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#'));
        return check(
            root,
            target.unwrap_or_else(|| panic!("{reference} leads nowhere")),
            value,
            path,
            wrong,
        );
    }
    if value.is_null() && schema["nullable"] == true {
        return;
    }
    for combination in ["anyOf", "oneOf"] {
        if let Some(any) = schema[combination].as_array() {
            let fits = any.iter().any(|one| {
                let mut inner = Vec::new();
                check(root, one, value, path, &mut inner);
                inner.is_empty()
            });
            if !fits {
                wrong.push(format!("{path}: none of the alternatives"));
            }
        }
    }
    for one in schema["allOf"].as_array().into_iter().flatten() {
        check(root, one, value, path, wrong);
    }
    let is = |kind: &str| match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("unknown type {other}"),
    };
    let right = match &schema["type"] {
        Value::String(kind) => is(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).any(is),
        _ => true,
    };
    if !right {
        wrong.push(format!("{path}: expected {}", schema["type"]));
        return;
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        wrong.push(format!("{path}: {value} is not among the values"));
    }
    if let (Some(minimum), Some(number)) = (schema["minimum"].as_f64(), value.as_f64())
        && number < minimum
    {
        wrong.push(format!("{path}: {number} is below {minimum}"));
    }
    for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.is_object() && value.get(required).is_none() {
            wrong.push(format!("{path}.{required} is missing"));
        }
    }
    for (name, child) in value.as_object().into_iter().flatten() {
        let path = format!("{path}.{name}");
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => wrong.push(format!("{path} is not in the schema")),
            (Value::Null, additional) if additional.is_object() => {
                check(root, additional, child, &path, wrong);
            }
            (Value::Null, _) => {}
            (property, _) => check(root, property, child, &path, wrong),
        }
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        check(root, &schema["items"], item, &format!("{path}[{at}]"), wrong);
    }
}
