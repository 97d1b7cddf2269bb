//! What goes wrong is a problem (RFC 9457) that says what would be right, and never a failure of the service.

use poem::http::Method;
use serde_json::Value;

use crate::support::{BINS, TestRegistry, encoded, on_both_stores, synthetic};

/// Values that people and attackers try.
fn garbage() -> Vec<String> {
    let mut values: Vec<String> = [
        "",
        " ",
        "0",
        "-1",
        "1.5",
        "null",
        "true",
        "''",
        "' OR '1'='1",
        "\"",
        "\\",
        "%",
        "_",
        "*",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "{}",
        "[]",
        "\0",
        "a\0b",
        "\u{1}",
        "\r\nset-cookie: a=b",
        "\u{202e}",
        "\u{feff}",
        "9223372036854775808",
        "99999999999999999999999999",
        "NaN",
        "AND OR NOT",
        "((((",
        "\"unclosed",
        "a:b",
        "kind:ngo^99",
        "+-!(){}[]^~*?:\\/",
        "ө".repeat(5000).as_str(),
        "\u{1f3eb}\u{200d}\u{1f469}",
        "2026-11-24",
        "b7k2m9x80",
        BINS[0],
    ]
    .map(str::to_owned)
    .to_vec();
    // A letter or sign of every block of Unicode.
    values.extend(
        (0..0x11_0000_u32)
            .step_by(0x80)
            .filter_map(char::from_u32)
            .collect::<Vec<_>>()
            .chunks(64)
            .map(|block| block.iter().collect()),
    );
    values
}

on_both_stores! {
    async fn an_unknown_parameter_is_named_with_the_nearest(registry: TestRegistry) {
        for (path, field, nearest) in [
            ("/v1/organizations?knid=ngo", "knid", Some("kind")),
            ("/v1/organizations?utm_source=x", "utm_source", None),
            ("/v1/organizations/b7k2m9x80?asof=2026", "asof", Some("as_of")),
            ("/v1/institutions?limt=1", "limt", Some("limit")),
            ("/v1/areas?nam=x", "nam", Some("name")),
            ("/v1/codes?lsit=kind", "lsit", Some("list")),
            ("/v1/statistics?a=1", "a", None),
            ("/v1/areas/610000000/children?a=1", "a", None),
            ("/v1/organizations?kind=ngo&kind[]=ngo", "kind[]", Some("kind")),
        ] {
            let problem = registry.get(path).await.problem(400, "unknown_parameter");
            assert_eq!(problem["field"], field);
            if let Some(nearest) = nearest {
                assert!(problem["detail"].as_str().unwrap().contains(&format!("`{nearest}`")), "{problem}");
            }
        }
    }

    async fn a_bad_value_is_named_with_what_would_be_right(registry: TestRegistry) {
        for (path, field, expected) in [
            ("/v1/organizations?kind=union", "kind", "trade_union"),
            ("/v1/organizations?kind=ngo&kind=union", "kind", "trade_union"),
            ("/v1/organizations?area=61", "area", ""),
            ("/v1/organizations?bin=990140001155", "bin", "12 digits"),
            ("/v1/organizations?parent=x", "parent", "b7k2m9x"),
            ("/v1/organizations?host=x", "host", "m7k2m9x"),
            ("/v1/organizations?country=Kazakhstan", "country", "KZ"),
            ("/v1/organizations?has_bin=yes", "has_bin", "true or false"),
            ("/v1/organizations?limit=1001", "limit", "1000"),
            ("/v1/organizations?limit=-1", "limit", "whole number"),
            ("/v1/organizations?limit=99999999999", "limit", "whole number"),
            ("/v1/organizations?limit=", "limit", "whole number"),
            ("/v1/organizations?sort=size", "sort", ""),
            ("/v1/organizations?facets=colour", "facets", ""),
            ("/v1/organizations?lang=de", "lang", ""),
            ("/v1/organizations?limit=1&limit=2", "limit", "once"),
            ("/v1/organizations?q=a&q=b", "q", "once"),
            ("/v1/organizations?cursor=x", "cursor", "next"),
            ("/v1/organizations?cursor=", "cursor", ""),
            ("/v1/institutions?limit=0", "limit", "1 to 1000"),
            ("/v1/institutions?cursor=x", "cursor", ""),
            ("/v1/areas?kind=planet", "kind", "rayon"),
            ("/v1/codes?list=x", "list", "kind"),
        ] {
            let problem = registry.get(path).await.problem(400, "invalid_parameter");
            assert_eq!(problem["field"], field, "{path}: {problem}");
            assert!(problem["detail"].as_str().unwrap().contains(expected), "{path}: {problem}");
        }
    }

    async fn a_personal_number_in_a_filter_is_not_repeated(registry: TestRegistry) {
        let answer = registry.get("/v1/organizations?bin=991231599997").await;
        answer.problem(400, "invalid_parameter");
        assert!(!answer.text().contains("991231599997"), "{}", answer.text());
    }

    async fn a_cursor_belongs_to_its_request(registry: TestRegistry) {
        registry.import_all(&synthetic(60)).await;
        let page = registry.get("/v1/organizations?limit=5&sort=name").await.ok().json();
        let cursor = encoded(page["next"].as_str().unwrap());
        registry.get(format!("/v1/organizations?limit=9&sort=name&cursor={cursor}")).await.ok();
        for other in ["sort=updated", "sort=name&lang=ru", "q=x"] {
            let problem = registry
                .get(format!("/v1/organizations?{other}&cursor={cursor}"))
                .await
                .problem(400, "invalid_parameter");
            assert_eq!(problem["field"], "cursor", "{other}");
        }
        let text = page["next"].as_str().unwrap();
        for damaged in
            [&text[1..], &text[..text.len() - 1], &text.to_uppercase(), "AAAA", &format!("{text}{text}")]
        {
            let answer =
                registry.get(format!("/v1/organizations?sort=name&cursor={}", encoded(damaged))).await;
            assert!(answer.status == 200 || answer.any_problem()["field"] == "cursor", "{damaged}");
        }
    }

    async fn addresses_without_anything(registry: TestRegistry) {
        for path in [
            "/v1",
            "/v1/",
            "/v1/nothing",
            "/v1/organizations/",
            "/v1/organizations/x",
            "/v1/organizations/x/y",
            "/v1/organizations/b7k2m9x81",
            "/v1/institutions/x",
            "/v1/areas/x",
            "/v2/organizations",
            "/health/nothing",
            "/v1/organizations/%00",
            "/v1/areas/%F0%9F%8F%AB",
            "/v1/schemas/nothing.json",
        ] {
            let answer = registry.get(path).await;
            assert_eq!(answer.status, 404, "{path}");
            if path.starts_with("/v1") || path.starts_with("/health") {
                answer.problem(404, "not_found");
            }
        }
    }

    async fn an_address_that_is_not_text_is_a_problem(registry: TestRegistry) {
        for path in [
            "/v1/organizations/%FF",
            "/v1/organizations?q=%FF",
            "/v1/areas?name=%C3%28",
            "/v1/institutions?q=%FF",
        ] {
            assert_answered(&registry.get(path).await);
        }
    }

    async fn other_methods_are_refused_with_those_allowed(registry: TestRegistry) {
        for path in [
            "/v1/organizations",
            "/v1/organizations/b7k2m9x80",
            "/v1/areas",
            "/v1/openapi.json",
            "/health/live",
        ] {
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                let answer = registry.ask(method, path, &[]).await;
                answer.problem(405, "method_not_allowed");
                assert!(answer.header("allow").contains("GET"), "{path}");
            }
        }
    }

    async fn no_garbage_makes_the_service_fail(registry: TestRegistry) {
        registry.import_all(&synthetic(30)).await;
        let document = registry.get("/v1/openapi.json").await.ok().json();
        let garbage = garbage();
        let mut asked = 0;
        for (path, operations) in document["paths"].as_object().unwrap() {
            for operation in operations.as_object().unwrap().values() {
                let parameters = operation["parameters"].as_array().into_iter().flatten();
                for parameter in parameters {
                    let name = parameter["name"].as_str().unwrap();
                    // Every value where any text is taken, a sample elsewhere.
                    let step = if name == "q" || name == "name" { 1 } else { 5 };
                    for value in garbage.iter().step_by(step) {
                        let value = encoded(value);
                        let address = if parameter["in"] == "path" {
                            path.replace(&format!("{{{name}}}"), &value)
                        } else {
                            format!("{}?{name}={value}", with_examples(path, operation))
                        };
                        let answer = registry.get(format!("/v1{address}")).await;
                        assert_answered(&answer);
                        asked += 1;
                    }
                }
            }
        }
        assert!(asked > 1000, "{asked}");
    }

    async fn a_very_long_question_is_answered_or_refused(registry: TestRegistry) {
        registry.import_all(&synthetic(30)).await;
        // A URI has 64 kB at most; a hundred thousand bytes of letters are tried over the socket elsewhere.
        for q in [
            "a".repeat(60_000),
            "а ".repeat(5000),
            "\"".repeat(20_000),
            "(".repeat(20_000),
            "a OR ".repeat(6000),
        ] {
            assert_answered(&registry.get(format!("/v1/organizations?q={}", encoded(&q))).await);
        }
        let many: String = (0..3000).map(|_| "&kind=ngo").collect();
        assert_answered(&registry.get(format!("/v1/organizations?limit=1{many}")).await);
    }

    async fn a_store_that_is_away_is_a_503_without_its_secrets(registry: TestRegistry) {
        registry.app.store.clone().close().await.unwrap();
        for path in ["/v1/organizations/b7k2m9x80", "/v1/institutions", "/health/ready"] {
            let answer = registry.get(path).await;
            answer.problem(503, "unavailable");
            assert_eq!(answer.header("retry-after"), "5", "{path}");
            assert!(!answer.text().contains("sql"), "{}", answer.text());
        }
        registry.get("/health/live").await.ok();
    }
}

/// A path with the example of each of its parameters.
fn with_examples(path: &str, operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    parameters.filter(|parameter| parameter["in"] == "path").fold(path.to_owned(), |path, parameter| {
        let name = parameter["name"].as_str().unwrap();
        let schema = &parameter["schema"];
        let example = [&schema["example"], &schema["enum"][0], &parameter["example"]]
            .into_iter()
            .find_map(Value::as_str)
            .unwrap_or_else(|| panic!("{path}: {name} has no example"));
        path.replace(&format!("{{{name}}}"), example)
    })
}

/// 200, or a problem of the client's making.
fn assert_answered(answer: &crate::support::Answer) {
    if answer.status == 200 {
        return;
    }
    assert!((400..500).contains(&answer.status), "{}: {} {}", answer.asked, answer.status, answer.text());
    answer.any_problem();
}
