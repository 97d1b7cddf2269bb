//! Lists and searches against the records themselves: filters, counts, orders, pages to the very end.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{BINS, TestRegistry, encoded, line, on_both_stores, record, synthetic};

/// Records of which a condition holds, by id.
fn ids_where(records: &[Value], condition: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    records
        .iter()
        .filter(|record| condition(record))
        .map(|record| record["id"].as_str().unwrap().to_owned())
        .collect()
}

/// The values of a list in a record, or of the objects in it.
fn has(list: &Value, value: &str) -> bool {
    list.as_array().is_some_and(|all| all.iter().any(|one| one == value))
}

/// Whether a record is in an area or below it; by the codes alone, which is how KATO nests regions and districts.
fn is_below(record: &Value, area: &str) -> bool {
    let prefix = if area.ends_with("0000000") { &area[..2] } else { &area[..4] };
    record["area"]["kato"].as_str().is_some_and(|kato| kato.starts_with(prefix))
}

fn belongs(record: &Value, to: &str) -> bool {
    record["affiliations"].as_array().into_iter().flatten().any(|one| {
        one["to"] == to
            && one["until"].is_null()
            && one["type"] != "partner_of"
            && one["type"] != "successor_of"
    })
}

on_both_stores! {
    async fn every_filter_selects_what_the_records_say(registry: TestRegistry) {
        registry.import_all(&synthetic(400)).await;
        let all = registry.records().await;
        let records: Vec<Value> = all.iter().filter(|record| record["country"] == "KZ").cloned().collect();
        let parent = records.iter().find_map(|record| record["affiliations"][0]["to"].as_str()).unwrap();
        let host = records.iter().find_map(|record| record["host"]["id"].as_str()).unwrap();
        let mut nonempty = 0;
        let mut cases: Vec<(String, BTreeSet<String>)> = vec![
            (String::new(), ids_where(&records, |_| true)),
            ("kind=ngo".into(), ids_where(&records, |r| r["kind"] == "ngo")),
            (
                "kind=ngo&kind=community".into(),
                ids_where(&records, |r| r["kind"] == "ngo" || r["kind"] == "community"),
            ),
            (
                "kind=ngo&level=school".into(),
                ids_where(&records, |r| r["kind"] == "ngo" && r["level"] == "school"),
            ),
            ("status=dissolved&status=active".into(), ids_where(&records, |r| r["status"] != "unconfirmed")),
            (
                "activity=stem&activity=mentoring".into(),
                ids_where(&records, |r| has(&r["activities"], "stem") || has(&r["activities"], "mentoring")),
            ),
            ("subject=chemistry".into(), ids_where(&records, |r| has(&r["subjects"], "chemistry"))),
            (
                "subject=physics&activity=stem".into(),
                ids_where(&records, |r| has(&r["subjects"], "physics") && has(&r["activities"], "stem")),
            ),
            (
                "legal_form=private_foundation".into(),
                ids_where(&records, |r| r["legal_form"] == "private_foundation"),
            ),
            ("confirmed=imported".into(), ids_where(&records, |r| r["confirmed"].is_null())),
            (
                "confirmed=contact&confirmed=official".into(),
                ids_where(&records, |r| r["confirmed"].is_object()),
            ),
            ("area=610000000".into(), ids_where(&records, |r| is_below(r, "610000000"))),
            ("area=611600000".into(), ids_where(&records, |r| is_below(r, "611600000"))),
            (
                "area=350000000&area=100000000&kind=ngo".into(),
                ids_where(&records, |r| {
                    (is_below(r, "350000000") || is_below(r, "100000000")) && r["kind"] == "ngo"
                }),
            ),
            (format!("host={host}"), ids_where(&records, |r| r["host"]["id"] == host)),
            (format!("parent={parent}"), ids_where(&records, |r| belongs(r, parent))),
            (format!("bin={}", BINS[1]), ids_where(&records, |r| r["bin"] == BINS[1])),
            (
                format!("bin={}&bin={}", BINS[1], BINS[2]),
                ids_where(&records, |r| r["bin"] == BINS[1] || r["bin"] == BINS[2]),
            ),
            ("has_bin=true".into(), ids_where(&records, |r| r["bin"].is_string())),
            (
                "has_bin=false&level=region".into(),
                ids_where(&records, |r| r["bin"].is_null() && r["level"] == "region"),
            ),
            ("country=GB".into(), ids_where(&all, |r| r["country"] == "GB")),
            ("country=GB&country=KZ&kind=ngo".into(), ids_where(&all, |r| r["kind"] == "ngo")),
            ("country=US".into(), BTreeSet::new()),
            ("kind=network".into(), BTreeSet::new()),
        ];
        // All pairs of kind and level, with what is left over.
        for kind in ["ngo", "trade_union", "teacher_association", "community"] {
            for level in ["school", "district", "region"] {
                cases.push((
                    format!("kind={kind}&level={level}&has_bin=false"),
                    ids_where(&records, |r| r["kind"] == kind && r["level"] == level && r["bin"].is_null()),
                ));
            }
        }
        for (query, expected) in cases {
            let found = registry.all_ids(&format!("limit=1000&{query}")).await;
            let distinct: BTreeSet<String> = found.iter().cloned().collect();
            assert_eq!(distinct, expected, "{query}");
            assert_eq!(found.len(), distinct.len(), "{query}");
            let total =
                registry.get(format!("/v1/organizations?limit=0&{query}")).await.ok().json()["total"].clone();
            assert_eq!(total, expected.len(), "{query}");
            nonempty += usize::from(!expected.is_empty());
        }
        assert!(nonempty > 25, "{nonempty}");
    }

    async fn counts_are_those_of_the_records(registry: TestRegistry) {
        registry.import_all(&synthetic(300)).await;
        let records: Vec<Value> =
            registry.records().await.into_iter().filter(|record| record["country"] == "KZ").collect();
        let facets = "facets=kind&facets=level&facets=status&facets=legal_form&facets=activity&facets=subject&facets=confirmed&facets=area";
        for (filter, condition) in [
            ("", (|_| true) as fn(&Value) -> bool),
            ("&status=active", |r| r["status"] == "active"),
            ("&subject=chemistry", |r| has(&r["subjects"], "chemistry")),
            ("&area=610000000", |r| is_below(r, "610000000")),
        ] {
            let page = registry.get(format!("/v1/organizations?limit=0&{facets}{filter}")).await.ok().json();
            let filtered_by = filter.trim_start_matches('&').split('=').next().unwrap_or_default();
            for field in ["kind", "level", "status", "legal_form", "activity", "subject", "confirmed"] {
                let mut expected: BTreeMap<String, u64> = BTreeMap::new();
                // A field is counted as if it were not filtered by itself.
                for record in records.iter().filter(|record| field == filtered_by || condition(record)) {
                    let values: Vec<String> = match field {
                        "activity" => texts(&record["activities"]),
                        "subject" => texts(&record["subjects"]),
                        "confirmed" => {
                            vec![record["confirmed"]["level"].as_str().unwrap_or("imported").to_owned()]
                        }
                        field => record[field].as_str().map(str::to_owned).into_iter().collect(),
                    };
                    for value in values {
                        *expected.entry(value).or_default() += 1;
                    }
                }
                assert_eq!(counts(&page["facets"][field]), expected, "{field} {filter}");
            }
            if filtered_by != "area" {
                let areas = counts(&page["facets"]["area"]);
                for area in ["610000000", "611600000", "350000000", "100000000"] {
                    let expected =
                        records.iter().filter(|record| condition(record) && is_below(record, area)).count()
                            as u64;
                    assert_eq!(areas.get(area).copied().unwrap_or(0), expected, "{area} {filter}");
                }
            }
            let kinds: u64 = counts(&page["facets"]["kind"]).values().sum();
            assert_eq!(page["total"], kinds, "every body has one kind");
        }
    }

    async fn pages_are_complete_in_every_order(registry: TestRegistry) {
        registry.import_all(&synthetic(120)).await;
        let all: BTreeSet<String> = ids_where(&registry.records().await, |record| record["country"] == "KZ");
        for order in [
            "",
            "sort=name&lang=kk",
            "sort=name&lang=ru",
            "sort=name&lang=en",
            "sort=updated",
            "sort=relevance",
        ] {
            let whole = registry.all_ids(&format!("limit=1000&{order}")).await;
            for limit in [1, 7, 60] {
                let paged = registry.all_ids(&format!("limit={limit}&{order}")).await;
                assert_eq!(paged, whole, "{order} by {limit}");
            }
            assert_eq!(whole.iter().cloned().collect::<BTreeSet<_>>(), all, "{order}");
            assert_eq!(whole.len(), all.len(), "{order}");
        }
        let found = registry.all_ids(&format!("limit=7&q={}", encoded("Өркен"))).await;
        let distinct: BTreeSet<&String> = found.iter().collect();
        assert_eq!(found.len(), distinct.len());
        let total = registry
            .get(format!("/v1/organizations?limit=0&q={}", encoded("Өркен")))
            .await
            .ok()
            .json()["total"]
            .clone();
        assert_eq!(total, found.len());
        assert!(found.len() > 7, "{}", found.len());
    }

    async fn pages_stay_complete_while_others_write(registry: TestRegistry) {
        registry.import_all(&synthetic(100)).await;
        let all: BTreeSet<String> = ids_where(&registry.records().await, |record| record["country"] == "KZ");
        for (number, order) in ["sort=name&lang=kk", "sort=name&lang=ru", "sort=updated"].iter().enumerate() {
            let (mut seen, mut cursor, mut page_number) = (Vec::new(), String::new(), 0);
            loop {
                let page = registry.get(format!("/v1/organizations?limit=9&{order}{cursor}")).await.ok();
                seen.extend(page.ids());
                let Some(next) = page.json()["next"].as_str().map(encoded) else { break };
                cursor = format!("&cursor={next}");
                // New names before, between and behind those of the pages.
                let lines = ["Аа", "Мм", "Яя"]
                    .map(|name| record(&format!("{name} {number} {page_number}")).to_string());
                registry.import_all(&lines.join("\n")).await;
                page_number += 1;
            }
            assert!(page_number > 5);
            for id in &all {
                assert_eq!(seen.iter().filter(|one| *one == id).count(), 1, "{order}: {id}");
            }
            let distinct: BTreeSet<&String> = seen.iter().collect();
            assert_eq!(distinct.len(), seen.len(), "{order}");
        }
    }

    async fn names_are_in_the_order_of_the_alphabet(registry: TestRegistry) {
        let sorted = [
            "Абай",
            "Әділет",
            "Болашақ",
            "Ғылым",
            "Дана",
            "Қамқор",
            "Ляззат",
            "Нұр",
            "Орал",
            "Өркен",
            "Ұстаз",
            "Үміт",
            "Шаңырақ",
            "Іскер",
        ];
        let lines: Vec<String> = sorted.iter().rev().map(|name| record(name).to_string()).collect();
        registry.import_all(&lines.join("\n")).await;
        let list = registry.get("/v1/organizations?sort=name&lang=kk").await.ok().json();
        let names: Vec<&str> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["names"][0]["value"].as_str().unwrap())
            .collect();
        assert_eq!(names, sorted);
    }

    async fn the_last_changed_is_first(registry: TestRegistry) {
        let first = registry.given_organization("бірінші").await;
        registry.set_clock("2026-12-01T00:00:00Z");
        let second = registry.given_organization("екінші").await;
        assert_eq!(registry.all_ids("sort=updated").await, [second.clone(), first.clone()]);
        registry.set_clock("2026-12-02T00:00:00Z");
        registry.import_all(&line("бірінші", json!({"id": first, "status": "active"}))).await;
        assert_eq!(registry.all_ids("sort=updated").await, [first, second]);
    }

    async fn a_search_that_changed_in_between_says_so(registry: TestRegistry) {
        let lines: Vec<String> = (0..30).map(|at| record(&format!("Өркен {at}")).to_string()).collect();
        registry.import_all(&lines.join("\n")).await;
        let q = encoded("Өркен");
        let page = registry.get(format!("/v1/organizations?limit=10&q={q}")).await.ok().json();
        let cursor = encoded(page["next"].as_str().unwrap());
        let next =
            registry.get(format!("/v1/organizations?limit=10&q={q}&cursor={cursor}")).await.ok().json();
        assert_eq!(next.get("changed"), None);
        registry.given_organization("Өркен жаңа").await;
        let next =
            registry.get(format!("/v1/organizations?limit=10&q={q}&cursor={cursor}")).await.ok().json();
        assert_eq!(next["changed"], true);
    }

    async fn what_of_the_names_answers_is_marked(registry: TestRegistry) {
        let names = json!([
            {"value": "🎓 «Өркен» химия мұғалімдері", "lang": "kk"},
            {"value": "Учителя химии «Росток»", "lang": "ru"},
            {"value": "Старый Росток", "lang": "ru", "type": "former"}
        ]);
        registry.import_all(&line("x", json!({ "names": names }))).await;
        registry.given_organization("Қарлығаш").await;
        let marked = async |q: &str, rest: &str| {
            let list = registry.get(format!("/v1/organizations?q={}{rest}", encoded(q))).await.ok().json();
            let Some(found) = list.get("highlights") else { return Vec::new() };
            let record = &list["items"][0];
            let parts = found[record["id"].as_str().unwrap()].as_array().unwrap();
            let at = |part: &Value, key: &str| usize::try_from(part[key].as_u64().unwrap()).unwrap();
            // Code points, so that the letter outside of the basic plane counts once.
            let words = parts.iter().map(|part| {
                let name = record["names"][at(part, "name")]["value"].as_str().unwrap();
                name.chars().skip(at(part, "start")).take(at(part, "end") - at(part, "start")).collect()
            });
            words.collect::<Vec<String>>()
        };
        assert_eq!(marked("оркен", "&highlight=true").await, ["Өркен"]);
        assert_eq!(marked("росток", "&highlight=true").await, ["Росток", "Росток"]);
        assert_eq!(marked("химия Өркен", "&highlight=true").await, ["Өркен", "химия", "химии"]);
        assert!(marked("оркен", "").await.is_empty());
        assert!(marked("", "&highlight=true").await.is_empty());
    }

    async fn suggestions_say_where_namesakes_are(registry: TestRegistry) {
        let fields = json!({"area": {"kato": "611600000"}, "names": [{"value": "«Тұлпар» қауымдастығы", "lang": "kk"}]});
        registry.import_all(&line("x", fields)).await;
        let suggest = async |q: &str, lang: &str| {
            let address = format!("/v1/organizations/suggest?q={}&lang={lang}", encoded(q));
            registry.get(address).await.ok().json()["items"].as_array().unwrap().clone()
        };
        let subject = suggest("хим", "kk").await.remove(0);
        assert_eq!((&subject["field"], &subject["value"]), (&json!("subject"), &json!("chemistry")));
        assert_eq!((&subject["lang"], subject.get("place")), (&json!("kk"), None));
        let record = suggest("тұлпар", "ru").await.remove(0);
        assert_eq!((&record["field"], &record["lang"]), (&json!("organization"), &json!("kk")));
        let place = record["place"].as_str().unwrap();
        assert!(place.ends_with(", Туркестанская область"), "{place}");
        // A region is in no region; a district is.
        let places = suggest("түркістан", "kk").await;
        let place_of = |kato: &str| places.iter().find(|one| one["value"] == kato).map(|one| one.get("place"));
        assert_eq!(place_of("610000000"), Some(None));
        let inner = places.iter().find(|one| one["field"] == "area" && one["value"] != "610000000").unwrap();
        assert_eq!(inner["place"], "Түркістан облысы");
        for bad in ["limit=0", "limit=21"] {
            registry.get(format!("/v1/organizations/suggest?q=x&{bad}")).await.problem(400, "invalid_parameter");
        }
    }

    async fn the_likest_come_first_and_never_the_record_itself(registry: TestRegistry) {
        let of = |name: &str, subject: &str, kato: &str| {
            line(name, json!({"subjects": [subject], "area": {"kato": kato}, "kind": "teacher_association"}))
        };
        registry
            .import_all(
                &[
                    of("Химия мұғалімдері А", "chemistry", "610000000"),
                    of("Химия мұғалімдері Б", "chemistry", "610000000"),
                    of("Химия мұғалімдері В", "chemistry", "350000000"),
                    of("Тарихшылар", "history", "350000000"),
                ]
                .join("\n"),
            )
            .await;
        let records = registry.records().await;
        let id_of = |name: &str| {
            let record = records.iter().find(|record| record["names"][0]["value"] == name).unwrap();
            record["id"].as_str().unwrap().to_owned()
        };
        let id = id_of("Химия мұғалімдері А");
        let similar = registry.get(format!("/v1/organizations/{id}/similar")).await.ok();
        let ids = similar.ids();
        assert_eq!(ids[..2], [id_of("Химия мұғалімдері Б"), id_of("Химия мұғалімдері В")]);
        assert!(!ids.contains(&id));
        let one = registry.get(format!("/v1/organizations/{id}/similar?limit=1")).await.ok().json();
        assert_eq!(one["items"], json!([registry.record(&ids[0]).await]));
        for bad in ["limit=0", "limit=21"] {
            registry.get(format!("/v1/organizations/{id}/similar?{bad}")).await.problem(400, "invalid_parameter");
        }
        registry.get("/v1/organizations/b0000000/similar").await.problem(404, "not_found");
    }

    async fn what_a_record_no_longer_says_is_not_found(registry: TestRegistry) {
        let id = registry.given_organization("Қарлығаш").await;
        assert_eq!(registry.all_ids(&format!("q={}", encoded("Қарлығаш"))).await, std::slice::from_ref(&id));
        registry.import_all(&line("Тұлпар", json!({"id": id}))).await;
        assert!(registry.all_ids(&format!("q={}", encoded("Қарлығаш"))).await.is_empty());
        assert_eq!(registry.all_ids(&format!("q={}", encoded("тұлпар"))).await, [id]);
        registry.assert_index_agrees().await;
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn counts(facet: &Value) -> BTreeMap<String, u64> {
    let counts = facet.as_array().into_iter().flatten();
    counts
        .map(|count| (count["value"].as_str().unwrap().to_owned(), count["count"].as_u64().unwrap()))
        .collect()
}
