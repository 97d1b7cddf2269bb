//! Areas: the tree, names past and present, the full official list, a change that reaches the search.

use serde_json::{Value, json};

use crate::support::{TestRegistry, encoded, line, on_both_stores, shared};

on_both_stores! {
    async fn the_tree(registry: TestRegistry) {
        let all = registry.get("/v1/areas").await.ok().json();
        assert_eq!(all["total"], 254);
        let regions: Vec<&Value> =
            all["items"].as_array().unwrap().iter().filter(|area| area["parent"].is_null()).collect();
        assert_eq!(regions.len(), 20);
        let mut below = 0;
        for region in regions {
            let kato = region["kato"].as_str().unwrap();
            assert_eq!(&registry.get(format!("/v1/areas/{kato}")).await.ok().json(), region);
            let children = registry.get(format!("/v1/areas/{kato}/children")).await.ok().json();
            assert!(children["items"].as_array().unwrap().iter().all(|child| child["parent"] == kato));
            below += children["total"].as_u64().unwrap();
        }
        assert_eq!(below, 234, "every district lies in a region");
        registry.get("/v1/areas/990000000").await.problem(404, "not_found");
        registry.get("/v1/areas/990000000/children").await.problem(404, "not_found");
        registry.get("/v1/areas/61").await.problem(404, "not_found");
    }

    async fn areas_are_found_by_any_name(registry: TestRegistry) {
        for (name, kato) in [
            ("ЮКО", "610000000"),
            ("юко", "610000000"),
            ("Нур-Султан", "710000000"),
            ("нур-султан", "710000000"),
            ("Астана", "710000000"),
            (" Алматы ", "750000000"),
        ] {
            let found = registry.get(format!("/v1/areas?name={}", encoded(name))).await.ok().json();
            let codes: Vec<&str> = found["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|area| area["kato"].as_str().unwrap())
                .collect();
            assert!(codes.contains(&kato), "{name}: {codes:?}");
        }
        let none = registry.get(format!("/v1/areas?name={}", encoded("Атлантида"))).await.ok().json();
        assert_eq!((&none["total"], &none["items"]), (&json!(0), &json!([])));
        let cities = registry.get("/v1/areas?kind=republic_city").await.ok().json();
        assert_eq!(cities["total"], 3, "Astana, Almaty, Shymkent");
    }

    async fn former_names_have_their_time(registry: TestRegistry) {
        let astana = registry.get("/v1/areas/710000000").await.ok().json();
        let former = astana["aliases"]
            .as_array()
            .unwrap()
            .iter()
            .find(|alias| alias["alias"] == "Нур-Султан")
            .unwrap();
        assert_eq!(
            (&former["valid_from"], &former["valid_to"]),
            (&json!("2019-03-23"), &json!("2022-09-17"))
        );
    }

    async fn a_body_is_below_every_area_above_it(registry: TestRegistry) {
        // A village that the shipped list does not have: its district and region hold it all the same.
        registry.import_all(&line("ауылдағы", json!({"area": {"kato": "101010101"}}))).await;
        for (area, total) in [("100000000", 1), ("101000000", 1), ("101010101", 1), ("610000000", 0)] {
            let found = registry.get(format!("/v1/organizations?area={area}")).await.ok().json();
            assert_eq!(found["total"], total, "{area}");
        }
    }

    async fn a_changed_area_reaches_the_search(registry: TestRegistry) {
        registry
            .import_all(
                &[
                    line("бір", json!({"area": {"kato": "101000000"}})),
                    line("екі", json!({"area": {"kato": "101010101"}})),
                    line("үш", json!({"area": {"kato": "610000000"}})),
                ]
                .join("\n"),
            )
            .await;
        let found = async |name: &str| {
            registry.get(format!("/v1/organizations?q={}", encoded(name))).await.ok().json()["total"].clone()
        };
        assert_eq!((found("Семей").await, found("Жаңақала").await), (json!(2), json!(0)));
        let renamed = "kato,parent,kind,name_kk,name_ru\n101000000,100000000,city_admin,Жаңақала қаласы,город Жанакала\n";
        let import = registry.app.areas.import(renamed.as_bytes(), Some("сынақ")).await.unwrap();
        assert_eq!((import.updated, import.created, import.not_in_list), (1, 0, 253), "{import:?}");
        registry.catch_up().await;
        assert_eq!(found("Жаңақала").await, 2);
        assert_eq!(registry.get("/v1/areas/101000000").await.ok().json()["edition"], "сынақ");
        // A node that did not import it hears of it from the log.
        let second = TestRegistry::open(&registry.place.another_node()).await;
        assert_eq!(second.get("/v1/areas/101000000").await.ok().json()["names"]["kk"], "Жаңақала қаласы");
    }

    async fn another_node_hears_of_a_changed_area(registry: TestRegistry) {
        let second = TestRegistry::open(&registry.place.another_node()).await;
        let renamed = "kato,parent,kind,name_kk,name_ru\n101000000,100000000,city_admin,Жаңақала қаласы,город Жанакала\n";
        registry.app.areas.import(renamed.as_bytes(), None).await.unwrap();
        second.catch_up().await;
        assert_eq!(second.get("/v1/areas/101000000").await.ok().json()["names"]["kk"], "Жаңақала қаласы");
    }

    async fn the_full_official_list(registry: TestRegistry) {
        let Some(list) = shared("kato.csv") else { return };
        let list = std::fs::read(list).unwrap();
        let text = String::from_utf8(list.clone()).unwrap();
        let village =
            text.lines().find(|line| line.contains(",village,")).unwrap().split(',').next().unwrap();
        registry.import_all(&line("ауылдағы", json!({"area": {"kato": village}}))).await;
        let import = registry.app.areas.import(&*list, None).await.unwrap();
        assert_eq!(import.created + import.updated + import.unchanged, 15_594, "{import:?}");
        assert!(import.errors.is_empty(), "{:?}", import.errors);
        registry.catch_up().await;
        let seq = registry.last_seq().await;
        let again = registry.app.areas.import(&*list, None).await.unwrap();
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 15_594), "{again:?}");
        assert_eq!(registry.last_seq().await, seq, "the same list makes no event");
        // What the product knows beyond the list stays: names of regions, aliases, places on the map.
        let astana = registry.get("/v1/areas/710000000").await.ok().json();
        assert!(astana["tile"].is_object() && astana["aliases"].as_array().unwrap().len() > 1, "{astana}");
        let village = registry.get(format!("/v1/areas/{village}")).await.ok().json();
        let found = registry
            .get(format!("/v1/organizations?q={}", encoded(village["names"]["kk"].as_str().unwrap())))
            .await;
        assert_eq!(found.ok().json()["total"], 1, "{village}");
        registry.verify().await.unwrap();
    }

    async fn rows_that_cannot_be_right_are_named(registry: TestRegistry) {
        let list = "kato,parent,kind,name_kk,name_ru\n\
            x,,village,а,б\n\
            101010102,,nothing,а,б\n\
            101010103,,village,,б\n\
            101010104,y,village,а,б\n\
            101010105,,village,а\0,б\n\
            101010106,,village,а,б\n";
        let import = registry.app.areas.import(list.as_bytes(), None).await.unwrap();
        let errors: Vec<(u64, &str)> =
            import.errors.iter().map(|error| (error.line, error.field.as_str())).collect();
        assert_eq!(errors, [(2, "kato"), (3, "kind"), (4, "name_kk"), (5, "parent"), (6, "name_kk")]);
        assert_eq!(import.created, 1);
    }
}
