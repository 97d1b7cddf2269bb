//! Bulk import: what is taken, what is refused and where it says so, which record a line means.

use serde_json::{Value, json};

use crate::support::{BINS, TestRegistry, line, maximal, on_both_stores, record};

on_both_stores! {
    async fn all_errors_of_a_line_are_located(registry: TestRegistry) {
        let lines = [
            line("Өркен", json!({"kind": "union", "founded_on": "soon", "kinds": 1, "names": [{"value": "Ө", "lang": "қазақша"}]})),
            line("Өркен", json!({"member_counts": [{"as_of": "2019", "category": "total", "count": -1}]})),
            line("Өркен", json!({"contacts": {"emails": ["info@example.kz", "no mailbox"], "websites": ["ftp://x"]}})),
            line("Өркен", json!({"names": []})),
            line("Өркен", json!({"area": {"kato": "990000000"}})),
            "{\"kind\":".to_owned(),
            "[]".to_owned(),
            line("Өркен", json!({"officers": [{"role": "chair", "since": "2024", "until": "2020"}]})),
            line("Жарайды", json!({})),
        ]
        .join("\n");
        let imported = registry.import(&lines).await;
        assert_eq!(imported.counts(), (1, 0, 0, 8));
        for (number, fields) in [
            (1, &["kind", "names[0].lang", "founded_on", "kinds"][..]),
            (2, &["member_counts[0].count"]),
            (3, &["contacts.emails[1]", "contacts.websites[0]"]),
            (4, &["names"]),
            (5, &["area.kato"]),
            (6, &[""]),
            (7, &[""]),
            (8, &["officers[0].until"]),
        ] {
            let mut wrong = imported.wrong(number);
            let mut fields = fields.to_vec();
            wrong.sort_unstable();
            fields.sort_unstable();
            assert_eq!(wrong, fields, "line {number}: {imported:?}");
        }
        let reasons: Vec<&str> =
            imported.rejected[&1].iter().map(|finding| finding.reason.as_str()).collect();
        assert!(reasons.iter().any(|reason| reason.contains("did you mean `kind`")), "{reasons:?}");
        assert!(reasons.iter().any(|reason| reason.contains("trade_union")), "{reasons:?}");
        assert_eq!(registry.records().await.len(), 1);
    }

    async fn a_bad_bin_stays_with_its_source(registry: TestRegistry) {
        let sources = json!([{"list": "l", "row": "1"}]);
        let imported =
            registry.import(&line("Өркен", json!({"bin": "990140001155", "sources": sources}))).await;
        assert_eq!(imported.counts(), (1, 0, 0, 0));
        assert_eq!(imported.noted[&1][0].field, "bin");
        let record = &registry.records().await[0];
        assert_eq!((record.get("bin"), &record["sources"][0]["bin"]), (None, &json!("990140001155")));
    }

    async fn a_line_may_have_limits_in_full_and_not_more(registry: TestRegistry) {
        let name = |length: usize| line(&"ө".repeat(length), json!({}));
        let join =
            |length: usize| line("Ж", json!({"membership": {"how_to_join": {"kk": "ж".repeat(length)}}}));
        let sources = |count: usize| {
            let sources: Vec<Value> =
                (0..count).map(|row| json!({"list": "l", "row": row.to_string()})).collect();
            line("К", json!({"sources": sources}))
        };
        let exact = [name(500), join(5000), sources(1000)].join("\n");
        assert_eq!(registry.import(&exact).await.counts(), (3, 0, 0, 0));
        let imported = registry.import(&[name(501), join(5001), sources(1001)].join("\n")).await;
        assert_eq!(imported.counts(), (0, 0, 0, 3));
        assert_eq!(imported.wrong(1), ["names[0].value"]);
        assert_eq!(imported.wrong(2), ["membership.how_to_join.kk"]);
        assert_eq!(imported.wrong(3), ["sources"]);
    }

    async fn a_line_has_a_mebibyte_at_most(registry: TestRegistry) {
        let long = |name: &str, length: usize| {
            let record = record(name).to_string();
            format!("{}{}}}", &record[..record.len() - 1], " ".repeat(length - record.len()))
        };
        let lines =
            [long("А", (1 << 20) - 1), long("Б", (1 << 20) + 1), long("В", 5 << 20), record("Г").to_string()];
        let imported = registry.import(&lines.join("\n")).await;
        assert_eq!(imported.counts(), (2, 0, 0, 2));
        assert_eq!(imported.rejected.keys().copied().collect::<Vec<_>>(), [2, 3]);
    }

    async fn control_characters_are_stored_nowhere(registry: TestRegistry) {
        let union = registry.given_organization("Кәсіподақ").await;
        let whole = maximal("b7k2m9x80", &union, "m7k2m9x80");
        let mut paths = Vec::new();
        texts(&whole, String::new(), &mut paths);
        assert!(paths.len() > 80, "{paths:?}");
        for control in ["\0", "\u{1b}", "\u{85}"] {
            let lines: Vec<String> = paths
                .iter()
                .map(|path| {
                    let mut record = whole.clone();
                    let text = record.pointer_mut(path).unwrap();
                    *text = json!(format!("{}{control}x", text.as_str().unwrap()));
                    record.to_string()
                })
                .collect();
            let imported = registry.import(&lines.join("\n")).await;
            for (path, number) in paths.iter().zip(1..) {
                let noted = imported.noted.contains_key(&number);
                assert!(
                    noted || imported.rejected.contains_key(&number),
                    "{path} with {control:?} was taken as it is"
                );
            }
            let export = registry.export().await;
            let escaped = serde_json::to_string(control).unwrap();
            assert!(
                !export.contains(control) && !export.contains(escaped.trim_matches('"')),
                "{control:?} is stored"
            );
        }
    }

    async fn text_that_is_not_utf8_is_not_taken(registry: TestRegistry) {
        let mut lines = record("Өркен").to_string().into_bytes();
        let at = lines.windows(2).position(|two| two == "Ө".as_bytes()).unwrap();
        lines[at] = 0xff;
        let imported = registry.try_import(&lines, false).await.unwrap();
        assert_eq!(imported.counts(), (0, 0, 0, 1), "{}", registry.export().await);
    }

    async fn a_field_given_twice_is_not_guessed_at(registry: TestRegistry) {
        let twice = r#"{"kind":"ngo","level":"city","kind":"community","names":[{"value":"Ө","lang":"kk"}]}"#;
        let imported = registry.import(twice).await;
        assert_eq!(imported.counts(), (0, 0, 0, 1), "{}", registry.export().await);
    }

    async fn the_order_of_recognition(registry: TestRegistry) {
        let with = |name: &str, fields: Value| line(name, fields);
        let lines = [
            with("бір", json!({"id": "b7k2m9x80"})),
            with("екі", json!({"identifiers": [{"scheme": "corpus", "value": "w1"}]})),
            with("үш", json!({"bin": BINS[0]})),
            with("төрт", json!({"sources": [{"list": "l", "row": "1"}]})),
            with("бес", json!({})),
        ];
        assert_eq!(registry.import_all(&lines.join("\n")).await.counts(), (5, 0, 0, 0));
        let seq = registry.last_seq().await;
        assert_eq!(registry.import_all(&lines.join("\n")).await.counts(), (0, 0, 5, 0));
        assert_eq!(registry.last_seq().await, seq, "the same file makes no event");
        // The same keys with another name are the same records; without keys it is another record.
        let renamed =
            lines.map(|line| line.replace("\"names\":[{\"value\":\"", "\"names\":[{\"value\":\"жаңа "));
        assert_eq!(registry.import_all(&renamed.join("\n")).await.counts(), (1, 4, 0, 0));
        let versions: Vec<Value> =
            registry.records().await.iter().map(|record| record["version"].clone()).collect();
        assert_eq!(versions.iter().filter(|version| **version == 2).count(), 4);
        // An earlier key beats a later one where the later one says nothing else.
        let both = with(
            "екі",
            json!({"identifiers": [{"scheme": "corpus", "value": "w1"}], "sources": [{"list": "l", "row": "2"}]}),
        );
        assert_eq!(registry.import_all(&both).await.counts(), (0, 1, 0, 0));
        registry.verify().await.unwrap();
    }

    async fn contradictions_are_reported(registry: TestRegistry) {
        let lines = [
            line("бір", json!({"identifiers": [{"scheme": "corpus", "value": "w1"}]})),
            line("екі", json!({"bin": BINS[0]})),
            line("үш", json!({"sources": [{"list": "l", "row": "1"}]})),
        ];
        registry.import_all(&lines.join("\n")).await;
        let export = registry.export().await;
        let contradictory = [
            line("?", json!({"identifiers": [{"scheme": "corpus", "value": "w1"}], "bin": BINS[0]})),
            line("?", json!({"bin": BINS[0], "sources": [{"list": "l", "row": "1"}]})),
            line("?", json!({"id": "b7k2m9x80", "bin": BINS[0]})),
        ];
        let imported = registry.import(&contradictory.join("\n")).await;
        assert_eq!(imported.counts(), (0, 0, 0, 3));
        assert_eq!(
            (imported.wrong(1), imported.wrong(2), imported.wrong(3)),
            (vec!["bin"], vec!["sources"], vec!["id"])
        );
        assert_eq!(registry.export().await, export);
    }

    async fn a_known_id_does_not_take_what_belongs_to_another(registry: TestRegistry) {
        let lines = [line("бір", json!({"id": "b7k2m9x80"})), line("екі", json!({"bin": BINS[0]}))];
        registry.import_all(&lines.join("\n")).await;
        let imported = registry.import(&line("бір", json!({"id": "b7k2m9x80", "bin": BINS[0]}))).await;
        assert_eq!(imported.counts(), (0, 0, 0, 1), "two records have one BIN: {}", registry.export().await);
    }

    async fn one_record_twice_in_a_file_is_one_record(registry: TestRegistry) {
        let source = json!([{"list": "l", "row": "1"}]);
        let lines = [line("бір", json!({"sources": source})), line("екі", json!({"sources": source}))];
        assert_eq!(registry.import_all(&lines.join("\n")).await.counts(), (1, 1, 0, 0));
        let records = registry.records().await;
        assert_eq!((records.len(), &records[0]["version"]), (1, &json!(2)));
        registry.verify().await.unwrap();
    }

    async fn records_of_a_file_name_one_another(registry: TestRegistry) {
        let to = |kind: &str, to: &str| json!([{"type": kind, "to": to}]);
        let lines = [
            line("бөлім", json!({"ref": "unit", "affiliations": to("unit_of", "union")})),
            line("одақ", json!({"ref": "union", "affiliations": to("member_of", "federation")})),
            line("федерация", json!({"ref": "federation"})),
            line("филиал", json!({"ref": "branch", "affiliations": to("branch_of", "union")})),
            line("серік", json!({"ref": "one", "affiliations": to("partner_of", "two")})),
            line("серік екі", json!({"ref": "two", "affiliations": to("partner_of", "one")})),
        ]
        .join("\n");
        assert_eq!(registry.import_all(&lines).await.counts(), (6, 0, 0, 0));
        let export = registry.export().await;
        assert!(!export.contains("\"ref\"") && !export.contains("\"union\""), "{export}");
        let records = registry.records().await;
        let id_of = |name: &str| {
            records.iter().find(|record| record["names"][0]["value"] == name).unwrap()["id"].as_str().unwrap()
        };
        let above = |name: &str| {
            records.iter().find(|record| record["names"][0]["value"] == name).unwrap()["affiliations"][0]["to"].clone()
        };
        assert_eq!(above("бөлім"), id_of("одақ"));
        assert_eq!(above("одақ"), id_of("федерация"));
        assert_eq!((above("серік"), above("серік екі")), (json!(id_of("серік екі")), json!(id_of("серік"))));
        let seq = registry.last_seq().await;
        assert_eq!(registry.import_all(&lines).await.counts(), (0, 0, 6, 0));
        assert_eq!(registry.last_seq().await, seq);
    }

    async fn a_circle_is_refused(registry: TestRegistry) {
        let above = |name: &str, kind: &str, to: &str| {
            line(
                name,
                json!({"ref": name, "sources": [{"list": "l", "row": name}], "affiliations": [{"type": kind, "to": to}]}),
            )
        };
        let bare = line("c", json!({"ref": "c", "sources": [{"list": "l", "row": "c"}]}));
        let lines = [above("a", "unit_of", "b"), above("b", "member_of", "c"), bare].join("\n");
        registry.import_all(&lines).await;
        let id_of = |records: &[Value], name: &str| {
            let record = records.iter().find(|record| record["names"][0]["value"] == name).unwrap();
            record["id"].as_str().unwrap().to_owned()
        };
        let records = registry.records().await;
        let (a, c) = (id_of(&records, "a"), id_of(&records, "c"));
        let closing = registry.import(&above("c", "branch_of", &a)).await;
        assert_eq!((closing.counts(), closing.wrong(1)), ((0, 0, 0, 1), vec!["affiliations[0].to"]));
        let itself = registry.import(&above("c", "partner_of", &c)).await;
        assert_eq!(itself.wrong(1), ["affiliations[0].to"]);
        // What is over does not count, and following in time is another matter than belonging.
        let over = json!([{"type": "unit_of", "to": a, "until": "2020"}, {"type": "successor_of", "to": a}]);
        registry
            .import_all(&line("c", json!({"sources": [{"list": "l", "row": "c"}], "affiliations": over})))
            .await;
        // A circle within one file: one line of it cannot be taken.
        let circle = [above("x", "unit_of", "y"), above("y", "unit_of", "x")].join("\n");
        let imported = registry.import(&circle).await;
        assert!(imported.summary.rejected >= 1, "{imported:?}");
        registry.verify().await.unwrap();
    }

    async fn a_record_that_is_nowhere_is_reported(registry: TestRegistry) {
        let to = |name: &str, to: &str| {
            line(name, json!({"ref": name, "affiliations": [{"type": "unit_of", "to": to}]}))
        };
        let lines =
            [to("a", "nowhere"), to("b", "b7k2m9x80"), to("c", "a"), record("d").to_string()].join("\n");
        let imported = registry.import(&lines).await;
        assert_eq!(imported.counts(), (1, 0, 0, 3));
        for number in 1..=3 {
            assert_eq!(imported.wrong(number), ["affiliations[0].to"], "{imported:?}");
        }
    }

    async fn strict_takes_all_or_nothing(registry: TestRegistry) {
        let seq = registry.last_seq().await;
        let mut lines: Vec<String> =
            (0..1500).map(|at| record(&format!("synthetic {at}")).to_string()).collect();
        lines.push("{}".to_owned());
        let error = registry.try_import(lines.join("\n").as_bytes(), true).await.unwrap_err();
        assert!(error.to_string().contains("nothing was taken"), "{error}");
        assert_eq!((registry.last_seq().await, registry.records().await.len()), (seq, 0));
        lines.pop();
        let imported = registry.try_import(lines.join("\n").as_bytes(), true).await.unwrap();
        assert_eq!(imported.counts(), (1500, 0, 0, 0));
        registry.verify().await.unwrap();
    }

    async fn a_version_can_always_grow(registry: TestRegistry) {
        let greatest = line("бір", json!({"id": "b7k2m9x80", "version": i64::MAX}));
        if registry.import(&greatest).await.counts().0 == 0 {
            return;
        }
        let changed = line("екі", json!({"id": "b7k2m9x80"}));
        assert_eq!(registry.import(&changed).await.counts(), (0, 1, 0, 0));
        assert!(registry.record("b7k2m9x80").await["version"].as_i64().unwrap() > 0);
    }

    async fn what_a_line_says_of_its_host_is_kept_or_noted(registry: TestRegistry) {
        let host = |teachers: Value| json!({"kato": "610000000", "names": [{"value": "№5 мектеп", "lang": "kk"}], "teachers": teachers});
        let lines = [
            line("бір", json!({"host": host(Value::Null)})),
            line("екі", json!({"host": host(json!(64))})),
            line("үш", json!({"host": {"kato": "610000000", "teachers": 64}})),
        ];
        let imported = registry.import(&lines.join("\n")).await;
        let records = registry.records().await;
        for (name, number) in [("екі", 2), ("үш", 3)] {
            let record = records.iter().find(|record| record["names"][0]["value"] == name);
            let kept = record.is_some_and(|record| record["host"]["teachers"] == 64);
            let told = imported.noted.contains_key(&number) || imported.rejected.contains_key(&number);
            assert!(kept || told, "64 teachers of line {number} are lost without a word: {record:?}");
        }
    }

    async fn a_list_is_known_where_its_export_was_imported(registry: TestRegistry) {
        let lines = [
            record("бір").to_string(),
            line("үш", json!({"subjects": ["chemistry"], "member_counts": [{"as_of": "2021", "category": "total", "count": 3}]})),
        ]
        .join("\n");
        registry.import_all(&lines).await;
        let second = TestRegistry::open(&registry.place.beside(registry.place.kind()).await).await;
        second.import_all(&registry.export().await).await;
        assert_eq!(second.import(&lines).await.counts(), (0, 0, 2, 0), "{}", second.export().await);
    }

    async fn what_was_taken_is_taken_again(registry: TestRegistry) {
        // Odd values: each may be refused, but what is taken must survive export and import.
        let odd = [
            json!({"updated_at": "2016-12-31T23:59:60Z"}),
            json!({"updated_at": "9999-12-31T23:59:59-12:00"}),
            json!({"updated_at": "2026-01-01T00:00:00.123456789+05:00"}),
            json!({"updated_at": "0000-01-01T00:00:00+14:00"}),
            json!({"founded_on": 2011}),
            json!({"founded_on": "2011-02-30"}),
            json!({"membership": {"fee": {"amount": 1.5, "unit": "KZT"}}}),
            json!({"membership": {"fee": {"amount": "0001.50"}}}),
            json!({"membership": {"fee": {}}}),
            json!({"membership": {"fee": {"amount": null}}}),
            json!({"membership": {"how_to_join": {}}}),
            json!({"contacts": {}}),
            json!({"contacts": {"channels": [{"platform": "telegram"}]}}),
            json!({"area": {}}),
            json!({"host": {"kato": "610000000", "teachers": 5}}),
            json!({"host": {"names": [{"value": "№1 мектеп", "lang": "kk"}], "teachers": 5}}),
            json!({"activities": ["stem", "stem"]}),
            json!({"names": [{"value": "  Ө  ", "lang": "KK"}]}),
            json!({"names": [{"value": "\u{feff}Ө\u{2003}", "lang": "kk"}]}),
            json!({"names": [{"value": "Ө\u{202e}\u{200b}\u{1f3eb}", "lang": "kk"}]}),
            json!({"country": "gb"}),
            json!({"contacts": {"emails": ["INFO@Example.KZ"], "phones": ["8 (7172) 74-25-30"]}}),
            json!({"member_counts": [{"as_of": "2019", "category": "total", "count": u64::MAX}]}),
            json!({"sources": [{"list": "l", "row": 12}]}),
            json!({"identifiers": [{"scheme": "a", "value": "x"}, {"scheme": "a", "value": "x"}]}),
        ];
        let lines: Vec<String> =
            odd.iter().enumerate().map(|(at, fields)| line(&format!("Ө {at}"), fields.clone())).collect();
        let taken = registry.import(&lines.join("\n")).await;
        assert!(taken.summary.created > 15, "{taken:?}");
        let export = registry.export().await;
        let second = TestRegistry::open(&registry.place.beside(registry.place.kind()).await).await;
        let imported = second.import(&export).await;
        assert!(imported.rejected.is_empty() && imported.noted.is_empty(), "{imported:?}");
        assert_eq!(second.export().await, export);
    }
}

/// JSON pointers to all texts of a value.
fn texts(value: &Value, path: String, paths: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| texts(value, format!("{path}/{key}"), paths));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| texts(value, format!("{path}/{at}"), paths));
        }
        Value::String(_) => paths.push(path),
        _ => {}
    }
}
