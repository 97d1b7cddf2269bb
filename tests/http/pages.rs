//! Pages: each in three languages, without a missing text, with nothing of a record that a browser would run.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Place, TestRegistry, encoded, line, maximal, on_both_stores};

const LANGS: [&str; 3] = ["kk", "ru", "en"];

/// Every page of a language, for a record and an area that are there.
fn pages(id: &str) -> Vec<String> {
    let mut pages: Vec<String> = [
        "",
        "/organizations",
        "/areas",
        "/areas/610000000",
        "/areas/611600000",
        "/activities",
        "/activities/methodical_support",
        "/subjects",
        "/subjects/chemistry",
        "/sources",
        "/about",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.push(format!("/sources/{}", encoded("тізім")));
    pages.push(format!("/organizations/{id}"));
    pages.push(format!("/organizations?q={}&kind=ngo&sort=updated", encoded("мектеп")));
    pages.push(format!("/organizations?q={}", encoded("ондай жоқ")));
    pages.push("/organizations?utm_source=x&kind=nonsense&limit=-1&area=x&cursor=x".to_owned());
    pages
}

async fn given_record(registry: &TestRegistry) -> String {
    let union = registry.given_organization("Кәсіподақ").await;
    registry.import(&maximal("b7k2m9x80", &union, "m7k2m9x80").to_string()).await;
    "b7k2m9x80".to_owned()
}

on_both_stores! {
    async fn every_page_is_there_in_three_languages(place: Place) {
        let registry = TestRegistry::seeded(&place).await;
        let id = given_record(&registry).await;
        for page in pages(&id) {
            let mut texts = BTreeSet::new();
            for lang in LANGS {
                let answer = registry.get(format!("/{lang}{page}")).await.ok();
                assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
                let text = answer.text();
                assert!(text.contains(&format!("<html lang=\"{lang}\"")), "/{lang}{page}");
                for mark in ["⟦", "{$", "{ $", "{{"] {
                    assert!(!text.contains(mark), "/{lang}{page} has {mark}");
                }
                assert_eq!(text.matches("<h1").count(), 1, "/{lang}{page}");
                assert!(text.contains("<title>") && !text.contains("<title></title>"), "/{lang}{page}");
                for other in LANGS {
                    assert!(
                        text.contains(&format!("hreflang=\"{other}\"")),
                        "/{lang}{page} leads to {other}"
                    );
                }
                assert!(
                    !text.contains("style=\"") && !text.contains("onclick"),
                    "the policy forbids what is inline"
                );
                texts.insert(text);
            }
            assert_eq!(texts.len(), 3, "{page} says something else in each language");
        }
        registry.get("/docs/api").await.ok();
    }

    async fn every_link_leads_somewhere(place: Place) {
        let registry = TestRegistry::seeded(&place).await;
        let id = given_record(&registry).await;
        let mut links = BTreeSet::new();
        for lang in LANGS {
            for page in [
                "",
                "/organizations",
                "/areas/610000000",
                "/activities",
                "/subjects/chemistry",
                "/about",
                &format!("/organizations/{id}"),
            ] {
                links.extend(links_of(&registry.get(format!("/{lang}{page}")).await.ok().text()));
            }
        }
        links.extend(links_of(&registry.get("/docs/api").await.ok().text()));
        assert!(links.len() > 100, "{}", links.len());
        for link in links {
            let answer = registry.get(&link).await;
            assert!(matches!(answer.status, 200 | 302 | 308), "{link}: {}", answer.status);
        }
    }

    async fn the_home_of_each_language_is_found(registry: TestRegistry) {
        for (wish, home) in [
            ("ru-RU,ru;q=0.9,en;q=0.8", "/ru"),
            ("en-GB", "/en"),
            ("kk", "/kk"),
            ("de", "/kk"),
            ("", "/kk"),
            ("de,en;q=0.3,ru;q=0.5", "/ru"),
        ] {
            let answer = registry.get_with("/", &[("accept-language", wish)]).await;
            assert_eq!((answer.status, answer.header("location")), (302, home), "{wish}");
            assert!(answer.header("vary").to_lowercase().contains("accept-language"));
        }
        let slash = registry.get("/ru/").await;
        assert_eq!((slash.status, slash.header("location")), (308, "/ru"));
    }

    async fn what_is_not_there_has_a_page_that_leads_on(registry: TestRegistry) {
        for lang in LANGS {
            for page in [
                "/nothing",
                "/organizations/b7k2m9x80",
                "/organizations/x",
                "/areas/990000000",
                "/areas/x",
                "/subjects/x",
                "/activities/x",
                "/organizations/%00",
            ] {
                let answer = registry.get(format!("/{lang}{page}")).await;
                assert_eq!(answer.status, 404, "/{lang}{page}");
                let text = answer.text();
                assert!(
                    text.contains(&format!("<html lang=\"{lang}\"")) && !text.contains('⟦'),
                    "/{lang}{page}"
                );
                assert!(!links_of(&text).is_empty(), "/{lang}{page}");
            }
        }
        assert_eq!(registry.get("/static/../Cargo.toml").await.status, 404);
        assert_eq!(registry.get("/static/nothing.css").await.status, 404);
    }

    async fn nothing_of_a_record_runs_in_a_browser(registry: TestRegistry) {
        let hostile = "<script>alert(1)</script>\" onmouseover=alert(1) '</title><img src=x onerror=alert(1)>&amp;\u{202e}}{{7*7}}${1}";
        let fields = json!({
            "names": [{"value": hostile, "lang": "kk"}, {"value": format!("ru {hostile}"), "lang": "ru"}],
            "host": {"names": [{"value": hostile, "lang": "kk"}]},
            "contacts": {"address": hostile, "websites": ["https://example.kz/?a=1&b='x'"],
                "channels": [{"platform": "telegram", "name": hostile, "source": hostile}]},
            "membership": {"how_to_join": {"kk": hostile, "ru": hostile, "en": hostile}, "rules": hostile},
            "documents": [{"type": "charter", "title": hostile}],
            "member_counts": [{"as_of": "2019", "category": "total", "count": 5, "scope": hostile, "source": hostile}],
            "unit_counts": [{"as_of": "2019", "type": "primary", "count": 5, "scope": hostile, "source": hostile}],
            "identifiers": [{"scheme": "s", "value": hostile}],
            "sources": [{"list": "l", "title": hostile, "report": hostile, "row": "<script>alert(1)</script>"}],
            "area": {"kato": "610000000"}, "activities": ["stem"], "subjects": ["chemistry"]
        });
        registry.import_all(&line("x", fields)).await;
        let id = registry.records().await[0]["id"].as_str().unwrap().to_owned();
        let q = encoded(hostile);
        for lang in LANGS {
            for page in [
                format!("/organizations/{id}"),
                "/organizations".to_owned(),
                format!("/organizations?q={q}"),
                format!("/organizations?kind={q}&x={q}"),
                String::new(),
                "/areas/610000000".to_owned(),
                "/activities/stem".to_owned(),
                "/subjects/chemistry".to_owned(),
                format!("/{q}"),
            ] {
                let text = registry.get(format!("/{lang}{page}")).await.text();
                // In JSON-LD a quotation mark stands behind a backslash.
                let text = text.replace("\\\"", "");
                for mark in
                    ["<script>alert", "<img src=x", "\" onmouseover", "</title><img", "<title><script"]
                {
                    assert!(!text.contains(mark), "/{lang}{page} has {mark}");
                }
                assert!(!text.contains("'</title>"));
            }
        }
        let page = registry.get(format!("/kk/organizations/{id}")).await.ok().text();
        assert!(page.contains("&lt;script&gt;") || page.contains("&#60;script&#62;"), "the name is shown");
        let data = page
            .split("application/ld+json")
            .nth(1)
            .unwrap()
            .split_once('>')
            .unwrap()
            .1
            .split("</script>")
            .next()
            .unwrap();
        let data: Value = serde_json::from_str(data).unwrap();
        assert_eq!(data["name"][0]["@value"], hostile);
    }

    async fn a_record_page_is_light(place: Place) {
        let registry = TestRegistry::seeded(&place).await;
        let maximal = given_record(&registry).await;
        let ids: Vec<String> =
            registry.records().await.iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect();
        for id in ids.iter().step_by(7).chain([&maximal]) {
            for lang in LANGS {
                let page = registry
                    .get_with(format!("/{lang}/organizations/{id}"), &[("accept-encoding", "br")])
                    .await
                    .ok();
                let plain = registry.get(format!("/{lang}/organizations/{id}")).await.ok().text();
                let mut weight = page.body.len();
                for asset in assets_of(&plain) {
                    assert!(asset.starts_with('/') && !asset.starts_with("//"), "{asset} is elsewhere");
                    weight += registry.get_with(&asset, &[("accept-encoding", "br")]).await.ok().body.len();
                }
                assert!(weight <= 60_000, "/{lang}/organizations/{id}: {weight} bytes");
            }
        }
    }

    async fn an_unconfirmed_record_says_so(place: Place) {
        let registry = TestRegistry::seeded(&place).await;
        let records = registry.records().await;
        let union = records.iter().find(|record| record["member_counts"][0]["count"] == 730_302).unwrap();
        let id = union["id"].as_str().unwrap();
        for lang in LANGS {
            let text = registry.get(format!("/{lang}/organizations/{id}")).await.ok().text();
            let together: String = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
            for figure in ["730302", "198000"] {
                assert!(together.contains(figure), "/{lang}: {figure}");
            }
            let said = [("kk", "Расталмаған"), ("ru", "Не подтверждено"), ("en", "Not confirmed")];
            assert!(said.iter().any(|(own, words)| *own == lang && text.contains(words)), "/{lang}");
        }
    }

    async fn a_list_shows_why_each_body_is_there(registry: TestRegistry) {
        let names = json!([
            {"value": "«Өркен» & достар", "lang": "kk"},
            {"value": "Росток <i>друзей</i>", "lang": "ru"}
        ]);
        registry.import_all(&line("x", json!({ "names": names }))).await;
        let page = async |lang: &str, q: &str| {
            registry.get(format!("/{lang}/organizations?q={}", encoded(q))).await.ok().text()
        };
        let own = page("kk", "оркен").await;
        assert!(own.contains("«<mark>Өркен</mark>» &#38; достар"), "the title is marked and escaped");
        assert!(!own.contains("class=\"answers\""));
        let other = page("kk", "росток друзей").await;
        let line = other.split("class=\"answers\">").nth(1).unwrap().split("</p>").next().unwrap();
        assert_eq!(
            line,
            "<span lang=\"ru\"><mark>Росток</mark> &#60;i&#62;<mark>друзей</mark>&#60;/i&#62;</span> <small class=\"mark\">рус</small>"
        );
        assert!(!page("ru", "росток").await.contains("class=\"answers\""));
        assert!(!registry.get("/kk/organizations").await.ok().text().contains("<mark>"));
    }

    async fn a_record_leads_to_those_like_it(registry: TestRegistry) {
        let fields = || json!({"subjects": ["chemistry"], "kind": "teacher_association"});
        registry.import_all(&line("Химиктер А", fields())).await;
        let alone = registry.records().await[0]["id"].as_str().unwrap().to_owned();
        let title = [("kk", "Ұқсас ұйымдар"), ("ru", "Похожие организации"), ("en", "Similar organizations")];
        for (lang, title) in title {
            let page = registry.get(format!("/{lang}/organizations/{alone}")).await.ok().text();
            assert!(!page.contains(title), "{lang}");
        }
        registry.import_all(&line("Химиктер Б", fields())).await;
        for (lang, title) in title {
            let page = registry.get(format!("/{lang}/organizations/{alone}")).await.ok().text();
            let section = page.split(title).nth(1).unwrap().split("</section>").next().unwrap();
            assert!(section.contains("Химиктер Б") && !section.contains(&alone), "{lang}: {section}");
        }
    }

    async fn style_and_script_are_kept_for_good(registry: TestRegistry) {
        let page = registry.get("/kk").await.ok().text();
        for (kind, content_type) in [(".css", "text/css; charset=utf-8"), (".js", "text/javascript; charset=utf-8")] {
            let assets = assets_of(&page);
            let address = assets.iter().find(|address| address.ends_with(kind)).unwrap();
            let file = registry.get(address).await.ok();
            assert_eq!(file.header("content-type"), content_type);
            assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
            assert!(file.body.len() < 40_000 && (kind == ".css" || file.body.len() < 15_000));
            let before = registry.get(format!("/static/birlik.000000000000{kind}")).await.ok();
            assert_eq!((before.header("cache-control"), &before.body), ("public, max-age=60", &file.body));
        }
        assert_eq!(registry.get("/static/birlik.000000000000.exe").await.status, 404);
        assert_eq!(page.matches("<script").count(), 1, "no script but the file");
    }

    async fn the_list_can_be_walked_to_its_end(registry: TestRegistry) {
        registry.import_all(&crate::support::synthetic(90)).await;
        let expected = registry.get("/v1/organizations?limit=0").await.ok().json()["total"].as_u64().unwrap();
        let (mut seen, mut address) = (BTreeSet::new(), "/ru/organizations".to_owned());
        for _ in 0..100 {
            let text = registry.get(&address).await.ok().text();
            let links = links_of(&text);
            seen.extend(
                links.iter().filter_map(|link| link.strip_prefix("/ru/organizations/b")).map(str::to_owned),
            );
            match text.split("rel=\"next\" ").nth(1) {
                Some(next) => address = links_of(next).remove(0),
                None => break,
            }
        }
        assert_eq!(seen.len() as u64, expected);
    }
}

/// Addresses within the site to which a page links.
fn links_of(page: &str) -> Vec<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links
        .filter(|link| link.starts_with('/') && !link.starts_with("//"))
        .map(|link| link.split('#').next().unwrap().replace("&amp;", "&").replace("&#38;", "&"))
        .collect()
}

/// What a browser loads with a page.
fn assets_of(page: &str) -> BTreeSet<String> {
    let mut assets = BTreeSet::new();
    for tag in page
        .split('<')
        .filter(|tag| tag.starts_with("link ") || tag.starts_with("script ") || tag.starts_with("img "))
    {
        let wanted =
            tag.starts_with("link ") && ["stylesheet", "icon", "preload"].iter().any(|rel| tag.contains(rel));
        for attribute in if wanted { ["href=\"", "\0"] } else { ["src=\"", "\0"] } {
            if let Some(address) = tag.split(attribute).nth(1).and_then(|rest| rest.split('"').next()) {
                assets.insert(address.to_owned());
            }
        }
    }
    assets
}
