//! Personal data that a list brings: stored nowhere, repeated by no report.

use birlik_api::backup;
use serde_json::{Value, json};

use crate::support::{Imported, TestRegistry, line, on_both_stores};

/// A made-up personal number with a right check digit.
const IIN: &str = "991231599997";
const MOBILES: [&str; 6] = [
    "+77012345678",
    "8 701 234 56 78",
    "8(701)2345678",
    "8-701-234-56-78",
    "+7 (701) 234-56-78",
    "7 701 2345678",
];
const MAILBOXES: [&str; 3] = ["anna.akhmetova@mail.ru", "ANNA@GMAIL.COM", "anna-1980@yandex.kz"];

/// Nothing of a registry may hold any of these: table, log, search index, file, export or report.
async fn assert_nowhere(registry: &TestRegistry, imported: &Imported, secrets: &[&str]) {
    let report = format!("{:?} {:?}", imported.rejected, imported.noted);
    for secret in secrets {
        assert!(!report.contains(secret), "the report repeats {secret}: {report}");
    }
    let export = registry.export().await;
    for secret in secrets {
        let line = export.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} is in a record");
    }
    // A backup holds every row of every table, on both stores.
    let folder = registry.place.folder().join("dump");
    backup::backup(&registry.app.store, &registry.clock(), &folder, |_, _| {}).await.unwrap();
    let mut folders = vec![registry.place.folder().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for secret in secrets {
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "{secret} is in {}", path.display());
            }
        }
    }
    std::fs::remove_dir_all(registry.place.folder().join("dump")).unwrap();
}

/// Imports a record with each text at each place where a text can stand, and looks for the texts everywhere.
async fn assert_taken_out(registry: &TestRegistry, texts: &[&str]) {
    let places: [fn(&str) -> Value; 22] = [
        |text| json!({"names": [{"value": format!("Өркен {text}"), "lang": "kk"}]}),
        |text| json!({"ref": text}),
        |text| json!({"bin": text}),
        |text| json!({"founded_on": text}),
        |text| json!({"host": {"names": [{"value": format!("мектеп, {text}"), "lang": "kk"}]}}),
        |text| json!({"host": {"bin": text, "names": [{"value": "мектеп", "lang": "kk"}]}}),
        |text| json!({"contacts": {"emails": [text]}}),
        |text| json!({"contacts": {"phones": [text]}}),
        |text| json!({"contacts": {"address": format!("Астана, тел. {text}")}}),
        |text| json!({"contacts": {"channels": [{"platform": "whatsapp", "name": text, "source": format!("({text})")}]}}),
        |text| json!({"membership": {"how_to_join": {"ru": format!("Звоните {text}, Анна"), "kk": text, "en": text}}}),
        |text| json!({"membership": {"rules": format!("Жарғы:\n{text}")}}),
        |text| json!({"officers": [{"role": "chair", "person": text}]}),
        |text| json!({"documents": [{"type": "charter", "title": format!("Жарғы {text}")}]}),
        |text| json!({"member_counts": [{"as_of": "2019", "category": "total", "count": 5, "scope": text, "source": text}]}),
        |text| json!({"sources": [{"list": text, "title": text, "report": text}]}),
        |text| json!({"sources": [{"list": "l", "row": text}]}),
        |text| json!({"sources": [{"list": "l", "row": format!("12, {text}")}]}),
        |text| json!({"sources": [{"list": "l", "row": "1", "bin": text}]}),
        |text| json!({"note": text}),
        |text| json!({"names": text, "officers": text}),
        |text| json!({text: "x"}),
    ];
    let lines: Vec<String> = texts
        .iter()
        .flat_map(|text| {
            places.iter().enumerate().map(|(at, place)| line(&format!("Өркен {at}"), place(text)))
        })
        .collect();
    let mut failed = Vec::new();
    for line in lines {
        let imported = registry.import(&line).await;
        let report = format!("{:?} {:?}", imported.rejected, imported.noted);
        if texts.iter().any(|text| report.contains(text)) {
            failed.push(format!("the report repeats it: {report}"));
        }
        let kept = registry.export().await;
        if texts.iter().any(|text| kept.contains(text)) {
            failed.push(format!("it is stored: {line}"));
            // What was found is put right, so that the next place is looked at by itself.
            let statements = [
                "DELETE FROM affiliation",
                "DELETE FROM organization_key",
                "DELETE FROM organization",
                "DELETE FROM institution_key",
                "DELETE FROM institution",
                "DELETE FROM event WHERE subject NOT LIKE 'area/%'",
            ];
            for statement in statements {
                registry.tamper(statement).await;
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert_nowhere(registry, &Imported::default(), texts).await;
}

on_both_stores! {
    async fn a_personal_number_is_stored_nowhere(registry: TestRegistry) {
        assert_taken_out(&registry, &[IIN]).await;
    }

    async fn a_personal_number_without_quotes_is_stored_nowhere(registry: TestRegistry) {
        let number: u64 = IIN.parse().unwrap();
        let lines = [
            line("бір", json!({"bin": number, "sources": [{"list": "l", "row": "1"}]})),
            line("екі", json!({"sources": [{"list": "l", "row": number}]})),
        ];
        let imported = registry.import(&lines.join("\n")).await;
        assert_nowhere(&registry, &imported, &[IIN]).await;
    }

    async fn a_mobile_number_is_stored_nowhere(registry: TestRegistry) {
        // Numbers of other registers may look like one; they are no free text.
        assert_taken_out(&registry, &MOBILES[..3]).await;
        assert_taken_out(&registry, &MOBILES[3..]).await;
    }

    async fn a_private_mailbox_is_stored_nowhere(registry: TestRegistry) {
        assert_taken_out(&registry, &MAILBOXES).await;
    }

    async fn the_name_of_a_person_is_stored_nowhere(registry: TestRegistry) {
        let name = "Анна Ахметова";
        let lines = [
            line("бір", json!({"officers": [{"role": "chair", "person": name}]})),
            line("екі", json!({"officers": [{"role": "chair", "person": {"name": name}}]})),
            line("үш", json!({"officers": [{"role": "chair", "name": name}]})),
            line("төрт", json!({"officers": [name]})),
            line("бес", json!({"officers": name})),
            line("алты", json!({"officers": [{"role": name}]})),
            line("жеті", json!({"officers": [{"role": "chair", "person": [name]}]})),
        ];
        let imported = registry.import(&lines.join("\n")).await;
        assert!(imported.noted.contains_key(&1), "{imported:?}");
        let record =
            registry.records().await.into_iter().find(|record| record["names"][0]["value"] == "бір").unwrap();
        assert_eq!(record["officers"], json!([{"role": "chair"}]), "the office itself is no secret");
        assert_nowhere(&registry, &imported, &[name]).await;
    }

    async fn what_is_institutional_stays(registry: TestRegistry) {
        let contacts = json!({"emails": ["info@example.kz"], "phones": ["+77172742530"], "address": "Астана, тел. 8 (7172) 74-25-30"});
        registry.import_all(&line("Өркен", json!({"contacts": contacts, "bin": "990140001154"}))).await;
        assert_eq!(registry.records().await[0]["contacts"], contacts);
    }

    async fn a_list_of_institutions_is_looked_at_too(registry: TestRegistry) {
        let csv = format!(
            "name_kk,number,bin,as_of,staff,source\n\
             \"№1 мектеп, директор {}\",1,,2025,60,есеп\n\
             №2 мектеп,{IIN},,2025,60,есеп\n\
             №3 мектеп,3,,2025,60,\"{} жіберді\"\n\
             №4 мектеп,4,{IIN},2025,60,есеп\n",
            MOBILES[1], MAILBOXES[0]
        );
        let import = registry.app.institutions.import(csv.as_bytes()).await.unwrap();
        let report = format!("{:?}", import.errors);
        let secrets = [IIN, MOBILES[1], MAILBOXES[0]];
        assert!(secrets.iter().all(|secret| !report.contains(secret)), "{report}");
        assert_nowhere(&registry, &Imported::default(), &secrets).await;
    }
}
