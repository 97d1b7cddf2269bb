//! Institutions: lists of them from CSV, and what a change means for the records they host.

use serde_json::json;

use crate::support::{BINS, TestRegistry, encoded, line, on_both_stores};

async fn import(registry: &TestRegistry, csv: &str) -> birlik_api::institutions::InstitutionImport {
    let import = registry.app.institutions.import(csv.as_bytes()).await.unwrap();
    registry.catch_up().await;
    import
}

on_both_stores! {
    async fn a_list_makes_and_updates_institutions(registry: TestRegistry) {
        let first = format!(
            "number,name_kk,name_ru,bin,kato,as_of,staff,teachers,learners,source\n\
             25,№25 мектеп,Школа №25,{},610000000,2024,80,60,900,есеп\n\
             ,Абай мектебі,,,350000000,2024,40,30,,\n",
            BINS[0]
        );
        let made = import(&registry, &first).await;
        assert_eq!((made.created, made.updated, made.unchanged, made.errors.len()), (2, 0, 0, 0), "{made:?}");
        let seq = registry.last_seq().await;
        let again = import(&registry, &first).await;
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2), "{again:?}");
        assert_eq!(registry.last_seq().await, seq, "the same list makes no event");

        let second = format!("bin,as_of,staff,teachers\n{},2025,82,64\n", BINS[0]);
        let updated = import(&registry, &second).await;
        assert_eq!((updated.created, updated.updated), (0, 1));
        let found = registry.get(format!("/v1/institutions?bin={}", BINS[0])).await.ok().json();
        assert_eq!(found["total"], 1);
        let institution = &found["items"][0];
        assert_eq!((&institution["number"], &institution["version"]), (&json!("25"), &json!(2)));
        assert_eq!(
            institution["headcounts"],
            json!([
                {"as_of": "2024", "staff": 80, "teachers": 60, "learners": 900, "source": "есеп"},
                {"as_of": "2025", "staff": 82, "teachers": 64}
            ])
        );
        let id = institution["id"].as_str().unwrap();
        assert_eq!(&registry.get(format!("/v1/institutions/{id}")).await.ok().json(), institution);
        registry.verify().await.unwrap();
    }

    async fn institutions_are_found_by_name_and_area(registry: TestRegistry) {
        import(&registry, "name_kk,name_ru,kato\n№1 мектеп,Школа 1,610000000\n№2 мектеп,Школа 2,611600000\n100%,а_б,350000000\n").await;
        for (query, total) in [
            ("", 3),
            ("area=610000000", 2),
            ("area=611600000", 1),
            ("area=750000000", 0),
            ("q=МЕКТЕП", 2),
            ("q=школа&area=610000000", 2),
            ("q=№1", 1),
            ("q=№1 мектеп", 1),
            ("q=«МЕКТЕП»", 2),
            ("q=100%25", 1),
            ("q=ш%25а", 0),
            ("q=ш_ола", 0),
        ] {
            let query: String = query
                .chars()
                .map(|c| if c.is_ascii() && c != ' ' { c.to_string() } else { encoded(&c.to_string()) })
                .collect();
            let found = registry.get(format!("/v1/institutions?{query}")).await.ok().json();
            assert_eq!(found["total"], total, "{query}: {found}");
        }
        registry.get("/v1/institutions/m7k2m9x80").await.problem(404, "not_found");
    }

    async fn pages_of_institutions_are_complete(registry: TestRegistry) {
        let rows: Vec<String> = (0..57).map(|at| format!("№{at} мектеп,610000000")).collect();
        import(&registry, &format!("name_kk,kato\n{}\n", rows.join("\n"))).await;
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = registry.get(format!("/v1/institutions?limit=10{cursor}")).await.ok();
            assert_eq!(page.json()["total"], 57 + u64::from(seen.len() >= 20));
            seen.extend(page.ids());
            if seen.len() == 20 {
                import(&registry, "name_kk,kato\nкейін,350000000\n").await;
            }
            match page.json()["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert!(seen.is_sorted());
        seen.dedup();
        assert!((57..=58).contains(&seen.len()), "{}", seen.len());
    }

    async fn a_change_reaches_the_records_that_it_hosts(registry: TestRegistry) {
        let host =
            json!({"kato": "610000000", "names": [{"value": "№25 мектеп", "lang": "kk"}], "teachers": 60});
        let lines = ["химия", "физика"].map(|name| line(name, json!({"host": host})));
        registry.import_all(&lines.join("\n")).await;
        registry.given_organization("басқа").await;
        let before = registry.records().await;
        let hosted: Vec<_> = before.iter().filter(|record| record["host"].is_object()).collect();
        assert_eq!(hosted[0]["host"]["id"], hosted[1]["host"]["id"], "one institution for both");
        let institution = hosted[0]["host"]["id"].as_str().unwrap();
        registry.set_clock("2026-12-01T00:00:00Z");

        let changed = import(
            &registry,
            &format!("id,name_ru,bin,as_of,teachers\n{institution},Лицей Сатпаева,{},2026,70\n", BINS[0]),
        )
        .await;
        assert_eq!((changed.updated, changed.records), (1, 2), "{changed:?}");
        for record in registry.records().await.iter().filter(|record| record["host"].is_object()) {
            assert_eq!(
                record["host"],
                json!({
                    "id": institution, "bin": BINS[0], "kato": "610000000",
                    "names": [{"value": "№25 мектеп", "lang": "kk"}, {"value": "Лицей Сатпаева", "lang": "ru"}], "teachers": 70
                })
            );
            assert_eq!(
                (&record["version"], &record["updated_at"]),
                (&json!(2), &json!("2026-12-01T00:00:00.000Z"))
            );
            let id = record["id"].as_str().unwrap();
            let history = registry.get(format!("/v1/organizations/{id}/history")).await.ok().json();
            assert_eq!(history["items"][0]["changed"], json!(["host"]));
        }
        let found = registry.get(format!("/v1/organizations?q={}", encoded("Лицей Сатпаева"))).await.ok();
        assert_eq!(found.json()["total"], 2);
        let hosted = registry.get(format!("/v1/organizations?host={institution}")).await.ok();
        assert_eq!(hosted.json()["total"], 2);
        registry.verify().await.unwrap();
        // The records are still recognised by their lines.
        assert_eq!(registry.import(&lines.join("\n")).await.counts(), (0, 0, 2, 0));
    }

    async fn rows_that_contradict_themselves_are_named(registry: TestRegistry) {
        import(&registry, &format!("name_kk,bin\nбір,{}\nекі,{}\n", BINS[0], BINS[1])).await;
        let found = registry.get(format!("/v1/institutions?bin={}", BINS[0])).await.ok().ids().remove(0);
        let csv = format!(
            "id,name_kk,bin,as_of,staff,teachers\n\
             {found},,{},,,\n\
             ,үш,12,,,\n\
             ,төрт,,soon,,\n\
             ,бес,,2025,10,20\n\
             ,,,,,\n\
             ,алты,,2025,көп,\n\
             ,жеті,,2025,10,5\n",
            BINS[1]
        );
        let imported = import(&registry, &csv).await;
        let errors: Vec<(u64, &str)> =
            imported.errors.iter().map(|error| (error.line, error.field.as_str())).collect();
        let mut sorted = errors.clone();
        sorted.sort_unstable();
        assert_eq!(
            sorted,
            [(2, "id"), (3, "bin"), (4, "as_of"), (5, "teachers"), (6, "names"), (7, "staff")]
        );
        assert_eq!((imported.created, imported.updated), (1, 0));
    }

    async fn control_characters_are_refused(registry: TestRegistry) {
        let csv = "name_kk,number,as_of,staff,source\n\
            а\0,1,2025,5,есеп\n\
            б,1\0,2025,5,есеп\n\
            в,1,2025,5,ес\0еп\n\
            г,1,2025,5,есеп\n";
        let imported = import(&registry, csv).await;
        let mut lines: Vec<u64> = imported.errors.iter().map(|error| error.line).collect();
        lines.sort_unstable();
        assert_eq!((lines, imported.created), (vec![2, 3, 4], 1));
    }

    async fn a_file_that_is_no_list_changes_nothing(registry: TestRegistry) {
        let seq = registry.last_seq().await;
        for csv in ["", "a,b\n1,2\n", "name_kk\n\u{0}\u{0}"] {
            let _ = registry
                .app
                .institutions
                .import(csv.as_bytes())
                .await
                .map(|import| assert_eq!(import.created, 0));
        }
        assert!(registry.app.institutions.import(&b"name_kk\n\xff\xfe\n"[..]).await.is_err());
        assert_eq!(registry.last_seq().await, seq);
    }
}
