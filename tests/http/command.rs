//! The program on the command line: exit statuses, reports, the service as a process.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::{
    Place, Service, birlik, eventually, fetch, line, on_both_stores, record, run_command, synthetic,
};

/// The lines of a file as JSON.
fn lines_of(path: &std::path::Path) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

on_both_stores! {
    async fn the_status_tells_how_an_import_went(place: Place) {
        let good = place.file("good.jsonl", synthetic(30));
        let ended = place.birlik(["import".as_ref(), good.as_os_str()]).status(0);
        assert!(
            ended.out.contains("30 lines: 30 new, 0 changed, 0 as they were, 0 not taken"),
            "{}",
            ended.out
        );
        assert!(!place.folder().join("imports").exists(), "there is nothing to report");
        let again = place.birlik(["import".as_ref(), good.as_os_str()]).status(0);
        assert!(again.out.contains("0 new, 0 changed, 30 as they were"), "{}", again.out);

        let mixed = [
            record("жаңа").to_string(),
            line("қате", json!({"kind": "union", "level": "galaxy"})),
            "{".to_owned(),
        ]
        .join("\n");
        let mixed = place.file("mixed.jsonl", mixed);
        let ended = place.birlik(["import".as_ref(), mixed.as_os_str()]).status(3);
        assert!(ended.out.contains("1 new") && ended.out.contains("2 not taken"), "{}", ended.out);
        assert!(ended.err.contains("line 2, kind: not taken"), "{}", ended.err);
        let strict = place.birlik(["import".as_ref(), mixed.as_os_str(), "--strict".as_ref()]).status(1);
        assert!(strict.err.contains("nothing was taken"), "{}", strict.err);

        place.birlik(["import", "nothing.jsonl"]).status(1);
        place.birlik(["imprt"]).status(2);
        place.birlik(["log", "verify"]).status(0);
    }

    async fn lines_that_are_not_taken_come_back_with_reasons(place: Place) {
        let rejected = place.folder().join("back.jsonl");
        let private = line("хат", json!({"contacts": {"address": "anna@mail.ru"}}));
        let lines = [
            record("жақсы").to_string(),
            line("қате", json!({"kind": "union", "level": "galaxy", "sources": [{"list": "l", "title": "ЖСН 991231599997"}]})),
            private,
            "{\"kind\":".to_owned(),
        ]
        .join("\n");
        let file = place.file("list.jsonl", lines);
        let ended = place
            .birlik(["import".as_ref(), file.as_os_str(), "--rejected".as_ref(), rejected.as_os_str()])
            .status(3);
        assert!(ended.out.contains(&rejected.display().to_string()), "{}", ended.out);
        let back = std::fs::read_to_string(&rejected).unwrap();
        assert_eq!(back.lines().count(), 2);
        assert!(back.contains("union") && !back.contains("991231599997"), "{back}");
        let report = lines_of(&rejected.with_extension("report.jsonl"));
        let told: Vec<(u64, bool, &str)> = report
            .iter()
            .map(|finding| {
                (
                    finding["line"].as_u64().unwrap(),
                    finding["taken"].as_bool().unwrap(),
                    finding["field"].as_str().unwrap(),
                )
            })
            .collect();
        assert!(told.contains(&(2, false, "kind")) && told.contains(&(2, false, "level")), "{told:?}");
        assert!(told.contains(&(3, true, "contacts.address")) && told.contains(&(4, false, "")), "{told:?}");
        assert!(!told.iter().any(|(line, ..)| *line == 1), "{told:?}");
        let everything = format!("{}{}{back}{report:?}", ended.out, ended.err);
        assert!(!everything.contains("991231599997") && !everything.contains("anna@mail.ru"), "{everything}");
        // Mended, it goes in.
        let mended = back.replace("\"union\"", "\"ngo\"").replace("galaxy", "city");
        let mended = place.file("mended.jsonl", mended.lines().next().unwrap());
        place.birlik(["import".as_ref(), mended.as_os_str()]).status(0);
    }

    async fn lines_come_from_standard_input(place: Place) {
        use std::io::Write;
        let mut command = birlik(&place, ["import", "-"]);
        command.stdin(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(synthetic(5).as_bytes()).unwrap();
        let ended = crate::support::wait(child).status(0);
        assert!(ended.out.contains("5 new"), "{}", ended.out);
        let exported = place.birlik(["export"]).status(0);
        assert_eq!(exported.out.lines().count(), 5);
        let file = place.folder().join("export.jsonl");
        place.birlik(["export".as_ref(), file.as_os_str()]).status(0);
        assert_eq!(std::fs::read_to_string(file).unwrap(), exported.out);
    }

    async fn the_log_is_checked_and_erased_from(place: Place) {
        let file = place.file("one.jsonl", line("Өркен", json!({"contacts": {"address": "Абай 1"}})));
        place.birlik(["import".as_ref(), file.as_os_str()]).status(0);
        let verified = place.birlik(["log", "verify"]).status(0);
        assert!(verified.out.contains("255 events are whole and 1 records agree"), "{}", verified.out);
        let early = place.birlik(["log", "erase", "255", "/contacts/address"]).status(1);
        assert!(early.err.contains("change the record first"), "{}", early.err);
        let exported = place.birlik(["export"]).status(0).out;
        let file = place.file("one.jsonl", exported.replace("Абай 1", "Абай 2"));
        place.birlik(["import".as_ref(), file.as_os_str()]).status(0);
        place.birlik(["log", "erase", "255", "/contacts/nothing"]).status(1);
        let erased = place.birlik(["log", "erase", "255", "/contacts/address"]).status(0);
        assert!(erased.out.contains("event 257 says so"), "{}", erased.out);
        place.birlik(["log", "verify"]).status(0);
        // One byte of one event, changed in the store itself.
        let registry = crate::support::TestRegistry::open(&place).await;
        registry.tamper("UPDATE event SET payload = replace(payload, 'kato', 'kat0') WHERE seq = 200").await;
        registry.close().await;
        let changed = place.birlik(["log", "verify"]);
        assert_eq!(changed.status, Some(1), "{}", changed.out);
        assert!(changed.err.contains("event 200 is broken"), "{}", changed.err);
    }

    async fn a_backup_goes_from_store_to_store(place: Place) {
        let file = place.file("list.jsonl", synthetic(40));
        place.birlik(["import".as_ref(), file.as_os_str()]).status(0);
        let folder = place.folder().join("backup");
        place.birlik(["backup".as_ref(), folder.as_os_str()]).status(0);
        place.birlik(["backup".as_ref(), folder.as_os_str()]).status(1);
        let other = place.beside(crate::support::StoreKind::Sqlite).await;
        other.birlik(["restore".as_ref(), folder.as_os_str()]).status(0);
        other.birlik(["log", "verify"]).status(0);
        assert_eq!(other.birlik(["export"]).status(0).out, place.birlik(["export"]).status(0).out);
        other.birlik(["restore".as_ref(), folder.as_os_str()]).status(1);
    }

    async fn lists_of_areas_and_institutions_come_in(place: Place) {
        let areas = place
            .file("areas.csv", "kato,kind,name_kk,name_ru\n101010106,village,Ауыл,Село\nx,village,а,б\n");
        let ended = place.birlik(["areas".as_ref(), "import".as_ref(), areas.as_os_str()]).status(3);
        assert!(
            ended.out.contains("1 areas new") && ended.err.contains("line 3"),
            "{} {}",
            ended.out,
            ended.err
        );
        let institutions = place.file("schools.csv", "name_kk,kato\n№1 мектеп,610000000\n");
        let ended =
            place.birlik(["institutions".as_ref(), "import".as_ref(), institutions.as_os_str()]).status(0);
        assert!(ended.out.contains("1 institutions new"), "{}", ended.out);
        let empty = place.file("empty.csv", "");
        place.birlik(["institutions".as_ref(), "import".as_ref(), empty.as_os_str()]).status(1);
    }

    async fn the_index_is_built_anew(place: Place) {
        let file = place.file("list.jsonl", synthetic(40));
        place.birlik(["import".as_ref(), file.as_os_str()]).status(0);
        let ended = place.birlik(["reindex"]).status(0);
        assert!(ended.out.contains("everything up to event"), "{}", ended.out);
        // A damaged index is noticed and built from the log.
        for entry in std::fs::read_dir(place.folder().join("index")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::write(path, b"damaged").unwrap();
            }
        }
        let registry = crate::support::TestRegistry::open(&place).await;
        registry.assert_index_agrees().await;
        assert_eq!(registry.get("/v1/organizations?country=GB&country=KZ").await.ok().json()["total"], 40);
        // The running service feeds it: nobody else may.
        let refused = place.birlik(["reindex"]).status(1);
        assert!(refused.err.contains("running service"), "{}", refused.err);
        registry.close().await;
        place.birlik(["reindex"]).status(0);
    }

    async fn a_setting_that_is_not_known_stops_the_start(place: Place) {
        for (name, value, named) in [
            ("BIRLIK_LISTN", "127.0.0.1:0", "BIRLIK_LISTEN"),
            ("BIRLIK_LISTEN", "nowhere", "BIRLIK_LISTEN"),
            ("BIRLIK_SEED", "perhaps", "BIRLIK_SEED"),
            ("BIRLIK_DATABASE_URL", "mysql://user:secret@host/", "BIRLIK_DATABASE_URL"),
            ("BIRLIK_CONFIG", "/nothing.toml", "/nothing.toml"),
        ] {
            let mut command = birlik(&place, [] as [&str; 0]);
            command.env(name, value);
            let ended = run_command(command).status(1);
            assert!(ended.err.contains(named) && !ended.err.contains("secret"), "{name}: {}", ended.err);
        }
        let file = place.file("birlik.toml", "listenn = \"127.0.0.1:0\"\n");
        let ended = place.birlik(["serve"]).status(1);
        assert!(ended.err.contains("`listen`"), "{}", ended.err);
        std::fs::remove_file(file).unwrap();
    }

    async fn birlik_alone_serves_and_stops(place: Place) {
        let service = Service::start(&place);
        assert_eq!(service.get("/health/live").ok().json()["status"], "live");
        assert_eq!(service.get("/health/ready").ok().json()["status"], "ready");
        assert_eq!(service.get("/v1/areas").ok().json()["total"], 254);
        let head = fetch(&service.address, "HEAD", "/v1/areas");
        assert_eq!((head.status, head.body.len()), (200, 0));
        service.get("/v1/nothing").problem(404, "not_found");
        // Longer than any address may be: refused, and the service goes on.
        for (length, status, code) in
            [(100_000, 414, "uri_too_long"), (1_000_000, 431, "headers_too_large")]
        {
            service.get(&format!("/v1/organizations?q={}", "a".repeat(length))).problem(status, code);
        }
        service.get("/kk").ok();
        assert_eq!(service.stop(), Some(0));
        place.birlik(["log", "verify"]).status(0);
    }

    async fn metrics_are_for_operators_only(place: Place) {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let service = Service::start_with(&place, &[("BIRLIK_METRICS_LISTEN", &address)]);
        service.get("/v1/areas").ok();
        service.get("/v1/nothing").problem(404, "not_found");
        let text = fetch(&address, "GET", "/metrics").ok().text();
        for line in [
            "birlik_http_request_seconds_count{method=\"GET\",part=\"api\",status=\"2xx\"} 1",
            "birlik_http_request_seconds_count{method=\"GET\",part=\"api\",status=\"4xx\"} 1",
            "birlik_search_answers{engine=\"embedded\"} 1",
            "birlik_search_lag_events{engine=\"embedded\"} 0",
        ] {
            assert!(text.lines().any(|said| said == line), "{line} is not in\n{text}");
        }
        assert_eq!(service.get("/metrics").status, 404, "whoever reaches the service does not reach them");
        assert_eq!(fetch(&address, "GET", "/v1/areas").status, 404);
        assert_eq!(service.stop(), Some(0));
    }

    async fn what_another_process_imports_is_found_in_the_service(place: Place) {
        let service = Service::start(&place);
        let file = place.file("list.jsonl", synthetic(50));
        let ended = place.birlik(["import".as_ref(), file.as_os_str()]).status(0);
        assert!(ended.out.contains("running service"), "{}", ended.out);
        let found = async || {
            let list = service.get("/v1/organizations?limit=0&country=KZ&country=GB").ok().json();
            (list["total"] == 50).then_some(())
        };
        eventually("the service to follow the log", found).await;
        // An area that another process renames is another name in the service.
        let areas =
            place.file("areas.csv", "kato,kind,name_kk,name_ru\n101000000,city_admin,Жаңақала,Жанакала\n");
        place.birlik(["areas".as_ref(), "import".as_ref(), areas.as_os_str()]).status(0);
        let renamed = async || {
            let area = service.get("/v1/areas/101000000").ok().json();
            (area["names"]["kk"] == "Жаңақала").then_some(())
        };
        eventually("the service to hear of the area", renamed).await;
        assert_eq!(service.stop(), Some(0));
    }

    async fn two_services_do_not_feed_one_index(place: Place) {
        let service = Service::start(&place);
        let mut command = birlik(&place, ["serve"]);
        command.env("BIRLIK_LISTEN", "127.0.0.1:0");
        let ended = run_command(command).status(1);
        assert!(ended.err.contains("index"), "{}", ended.err);
        service.get("/health/ready").ok();
    }

    async fn two_nodes_serve_one_registry(place: Place) {
        let (one, two) = (Service::start(&place), Service::start(&place.another_node()));
        let file = place.file("list.jsonl", synthetic(20));
        place.birlik(["import".as_ref(), file.as_os_str()]).status(0);
        for service in [&one, &two] {
            let found = async || {
                let list = service.get("/v1/organizations?limit=0&country=KZ&country=GB").ok().json();
                (list["total"] == 20).then_some(())
            };
            eventually("both nodes to follow the log", found).await;
        }
        assert_eq!((one.stop(), two.stop()), (Some(0), Some(0)));
    }

    async fn a_new_registry_has_the_seed(place: Place) {
        let mut command = birlik(&place, ["export"]);
        command.env_remove("BIRLIK_SEED");
        assert_eq!(run_command(command).status(0).out.lines().count(), 51);
    }
}

#[tokio::test]
async fn documents_are_printed() {
    let place = Place::new(crate::support::StoreKind::Sqlite).await;
    let openapi = place.birlik(["openapi"]).status(0);
    assert_eq!(openapi.out, birlik_api::http::openapi_text());
    let schema: Value = serde_json::from_str(&place.birlik(["schema"]).status(0).out).unwrap();
    assert_eq!(schema["$id"], "/v1/schemas/organization.json");
    let help = place.birlik(["--help"]).status(0).out;
    for command in [
        "serve",
        "import",
        "export",
        "areas",
        "institutions",
        "log",
        "reindex",
        "backup",
        "restore",
        "openapi",
        "schema",
    ] {
        assert!(help.contains(command), "{command}");
    }
    assert!(!place.folder().join("birlik.sqlite").exists(), "printing makes no store");
}

#[tokio::test]
async fn nothing_needs_to_be_configured() {
    let place = Place::new(crate::support::StoreKind::Sqlite).await;
    let mut command: Command = birlik(&place, ["log", "verify"]);
    for name in ["BIRLIK_DATA", "BIRLIK_DATABASE_URL", "BIRLIK_SEED"] {
        command.env_remove(name);
    }
    run_command(command).status(0);
    assert!(place.folder().join("data/birlik.sqlite").exists());
}
