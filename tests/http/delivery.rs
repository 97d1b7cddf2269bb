//! How answers are delivered: entity tags, codings, CORS, security headers.

use std::io::Read;

use poem::http::Method;

use crate::support::{Answer, TestRegistry, on_both_stores, synthetic};

/// The body of an answer, unpacked.
fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut body = Vec::new();
    match answer.header("content-encoding") {
        "br" => drop(brotli::Decompressor::new(&*answer.body, 4096).read_to_end(&mut body).unwrap()),
        "gzip" => drop(flate2::read::GzDecoder::new(&*answer.body).read_to_end(&mut body).unwrap()),
        "" => body.clone_from(&answer.body),
        other => panic!("{}: {other}", answer.asked),
    }
    body
}

/// What has an entity tag.
async fn tagged(registry: &TestRegistry) -> Vec<String> {
    registry.import_all(&synthetic(60)).await;
    let id = registry.get("/v1/organizations?limit=1").await.ok().ids().remove(0);
    let institution = registry.get("/v1/institutions?limit=1").await.ok().ids().remove(0);
    [
        "/v1/organizations",
        "/v1/organizations?limit=1000&facets=kind",
        &format!("/v1/organizations/{id}"),
        &format!("/v1/organizations/{id}?as_of=2027-01-01"),
        &format!("/v1/organizations/{id}/history"),
        "/v1/institutions",
        &format!("/v1/institutions/{institution}"),
        "/v1/areas",
        "/v1/areas/610000000",
        "/v1/areas/610000000/children",
        "/v1/codes",
        "/v1/statistics",
        "/v1/openapi.json",
        "/v1/schemas/organization.json",
        "/kk",
        &format!("/ru/organizations/{id}"),
    ]
    .map(str::to_owned)
    .to_vec()
}

on_both_stores! {
    async fn an_answer_that_the_client_has_is_not_sent_again(registry: TestRegistry) {
        for path in tagged(&registry).await {
            let whole = registry.get(&path).await.ok();
            let etag = whole.header("etag").to_owned();
            assert!(etag.starts_with('"') && etag.ends_with('"') && etag.len() > 4, "{path}: {etag}");
            for wanted in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".to_owned()] {
                let answer = registry.get_with(&path, &[("if-none-match", &wanted)]).await;
                assert_eq!((answer.status, answer.body.len()), (304, 0), "{path} {wanted}");
                assert_eq!(answer.header("etag"), etag);
                assert_eq!(answer.header("content-type"), "");
                for name in ["cache-control", "vary"] {
                    assert_eq!(answer.header(name), whole.header(name), "{path} {name}");
                }
            }
            let other = registry.get_with(&path, &[("if-none-match", "\"x\"")]).await.ok();
            assert_eq!(other.body, whole.body);
        }
    }

    async fn each_coding_has_a_tag_of_its_own(registry: TestRegistry) {
        for path in tagged(&registry).await {
            let plain = registry.get(&path).await.ok();
            let mut tags = vec![plain.header("etag").to_owned()];
            for coding in ["br", "gzip"] {
                let answer = registry.get_with(&path, &[("accept-encoding", coding)]).await.ok();
                assert_eq!(unpacked(&answer), plain.body, "{path} {coding}");
                assert!(answer.header("vary").to_lowercase().contains("accept-encoding"), "{path}");
                if plain.body.len() >= 1024 {
                    assert_eq!(answer.header("content-encoding"), coding, "{path}");
                    assert!(answer.body.len() < plain.body.len());
                    let tag = answer.header("etag").to_owned();
                    let again = registry
                        .get_with(&path, &[("accept-encoding", coding), ("if-none-match", &tag)])
                        .await;
                    assert_eq!(again.status, 304, "{path} {coding} {tag}");
                    let plainly = registry.get_with(&path, &[("if-none-match", &tag)]).await;
                    assert_eq!(plainly.status, 304, "{path}: the tag of a coding names the same content");
                    tags.push(tag);
                }
            }
            tags.sort();
            let all = tags.len();
            tags.dedup();
            assert_eq!(tags.len(), all, "{path}: {tags:?}");
        }
    }

    async fn wishes_about_codings_are_respected(registry: TestRegistry) {
        for (wish, coding) in [
            ("gzip, deflate, br", "br"),
            ("br;q=0, gzip", "gzip"),
            ("gzip;q=1.0, br;q=0.5", "gzip"),
            ("*;q=0", ""),
            ("br;q=0, gzip;q=0", ""),
            ("identity", ""),
            ("zstd", ""),
            ("gzip;q=nonsense", ""),
            ("", ""),
        ] {
            let answer = registry.get_with("/v1/areas", &[("accept-encoding", wish)]).await.ok();
            assert_eq!(answer.header("content-encoding"), coding, "{wish}");
            assert!(answer.header("vary").to_lowercase().contains("accept-encoding"));
        }
    }

    async fn a_change_changes_the_tag(registry: TestRegistry) {
        let id = registry.given_organization("Өркен").await;
        let paths =
            [format!("/v1/organizations/{id}"), "/v1/organizations".to_owned(), "/v1/statistics".to_owned()];
        let mut before = Vec::new();
        for path in &paths {
            before.push(registry.get(path).await.ok().header("etag").to_owned());
        }
        let changed = serde_json::json!({"id": id, "status": "active"});
        registry.import_all(&crate::support::line("Өркен", changed)).await;
        for (path, before) in paths.iter().zip(before) {
            let answer = registry.get_with(path, &[("if-none-match", &before)]).await.ok();
            assert_ne!(answer.header("etag"), before, "{path}");
        }
    }

    async fn head_is_get_without_a_body(registry: TestRegistry) {
        for path in tagged(&registry).await {
            let get = registry.get(&path).await.ok();
            let head = registry.ask(Method::HEAD, &path, &[]).await;
            assert_eq!(head.status, 200, "{path}");
            for name in ["etag", "content-type", "cache-control", "vary"] {
                assert_eq!(head.header(name), get.header(name), "{path} {name}");
            }
            let known = registry.ask(Method::HEAD, &path, &[("if-none-match", get.header("etag"))]).await;
            assert_eq!(known.status, 304, "{path}");
        }
        assert_eq!(registry.ask(Method::HEAD, "/v1/nothing", &[]).await.status, 404);
    }

    async fn any_page_may_read_the_api(registry: TestRegistry) {
        for path in ["/v1/organizations", "/v1/nothing", "/v1/organizations?x=1", "/health/ready"] {
            let answer = registry.get_with(path, &[("origin", "https://example.kz")]).await;
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
            assert!(answer.header("access-control-expose-headers").contains("etag"), "{path}");
            let preflight = registry
                .ask(
                    Method::OPTIONS,
                    path,
                    &[("origin", "https://example.kz"), ("access-control-request-method", "GET")],
                )
                .await;
            assert_eq!(preflight.status, 204, "{path}");
            assert!(preflight.header("access-control-allow-methods").contains("GET"));
            assert!(!preflight.header("access-control-allow-methods").contains("POST"));
            assert!(preflight.header("access-control-allow-headers").contains("if-none-match"));
        }
        assert_eq!(registry.get("/kk").await.ok().header("access-control-allow-origin"), "");
    }

    async fn every_answer_is_guarded(registry: TestRegistry) {
        for path in [
            "/",
            "/kk",
            "/kk/nothing",
            "/v1/organizations",
            "/v1/nothing",
            "/docs/api",
            "/health/live",
            "/favicon.ico",
        ] {
            let answer = registry.get(path).await;
            let policy = answer.header("content-security-policy");
            assert!(
                policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
                "{path}: {policy}"
            );
            assert!(!policy.contains("unsafe-"), "{path}: {policy}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert!(!answer.header("referrer-policy").is_empty(), "{path}");
        }
    }

    async fn a_request_has_an_id(registry: TestRegistry) {
        let given = "0123456789-abcdef";
        assert_eq!(
            registry.get_with("/v1/codes", &[("x-request-id", given)]).await.header("x-request-id"),
            given
        );
        let one = registry.get("/v1/codes").await.header("x-request-id").to_owned();
        let two = registry.get("/v1/nothing").await.header("x-request-id").to_owned();
        assert!(one.len() >= 8 && one != two, "{one} {two}");
        for strange in ["<script>", "short", &"x".repeat(65), "with space"] {
            let answer = registry.get_with("/v1/codes", &[("x-request-id", strange)]).await;
            assert_ne!(answer.header("x-request-id"), strange);
        }
    }

    async fn errors_are_kept_by_nobody(registry: TestRegistry) {
        for path in ["/v1/nothing", "/v1/organizations?x=1", "/kk/nothing"] {
            let answer = registry.get(path).await;
            assert_eq!((answer.header("cache-control"), answer.header("etag")), ("no-store", ""), "{path}");
        }
    }
}
