//! Lists: imported, brought again, decided about; what came of every row.

mod command;
mod keeping;
mod killed;
mod reverting;

use std::collections::BTreeMap;

use birlik_api::lists::{Decision, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{Listed, Place, TestRegistry, csv, dirty, incoming, listed, on_both_stores, shared};

/// The records of rows that were taken, by row.
fn records_of(report: &Report) -> BTreeMap<u32, String> {
    report.rows.iter().filter_map(|row| Some((row.row, row.record.clone()?))).collect()
}

/// A line of the bulk format for a record as it is, with other values in some fields.
async fn edit(registry: &TestRegistry, id: &str, fields: Value) {
    let mut record = registry.record(id).await;
    for (name, value) in fields.as_object().unwrap() {
        record[name] = value.clone();
    }
    registry.import_all(&record.to_string()).await;
}

async fn contents_of(place: &Place) -> Vec<Value> {
    let registry = TestRegistry::open(place).await;
    let contents = registry.contents().await;
    registry.close().await;
    contents
}

on_both_stores! {
    async fn the_next_edition_updates_adds_and_tells_what_vanished(registry: TestRegistry) {
        let first = registry.import_list("ngo", Some("2021"), &csv(&(0..20).map(listed).collect::<Vec<_>>())).await;
        let mut bodies: Vec<Listed> = (4..24).map(listed).collect();
        bodies[0].phone = "+7 (7172) 70-00-01".into();
        let second = registry.import_list("ngo", Some("2022"), &csv(&bodies)).await;
        assert_eq!((second.summary.created, second.summary.updated), (4, 16), "{:?}", second.summary);
        let ids = records_of(&first);
        let vanished: Vec<String> = (1..=4).map(|row| ids[&row].clone()).collect();
        let mut told = second.summary.vanished.clone();
        told.sort();
        let mut expected = vanished.clone();
        expected.sort();
        assert_eq!(told, expected);
        assert_eq!(registry.records().await.len(), 24, "what vanished from a list stays in the registry");
        let record = registry.record(&ids[&5]).await;
        assert_eq!(record["contacts"]["phones"].as_array().unwrap().len(), 2);
        assert_eq!(record["sources"].as_array().unwrap().len(), 2);
        // Out of order: what the first said of the others goes with it, and at last nothing is left.
        let reverted = registry.revert(&first).await;
        assert_eq!((reverted.removed, reverted.kept.len()), (4, 16), "{reverted:?}");
        let reverted = registry.revert(&second).await;
        assert_eq!((reverted.removed, reverted.kept.len()), (20, 0), "{reverted:?}");
        assert_eq!(registry.records().await.len(), 0);
        registry.verify().await.unwrap();
        registry.assert_index_agrees().await;
    }

    async fn answers_of_a_person_are_applied_to_the_batch(registry: TestRegistry) {
        let (list, source) = (dirty(0..4), "review");
        let lists = &registry.app.lists;
        let batch = lists.add(incoming(source, Some("2021"), "list.csv", list.as_bytes()), "system").await.unwrap();
        assert_eq!(registry.records().await.len(), 0, "a batch that is kept is not applied");
        // Which rows the matching leaves to a person is its own affair: here it is the second of each body.
        registry.tamper("UPDATE list_row SET decision = 'review' WHERE decision = 'duplicate'").await;
        let report = lists.apply(&batch, "system").await.unwrap();
        assert_eq!((report.summary.created, in_review(&report)), (4, vec![2, 4, 6, 8]));
        assert_eq!(records_of(&report).len(), 4, "what is not decided has no record");

        let mut answered = report.clone();
        answered.rows[1].answer = Some(Verdict::Same);
        answered.rows[3].answer = Some(Verdict::Different);
        // Nobody asked about this one.
        answered.rows[0].answer = Some(Verdict::Different);
        let after = registry.import_answered(source, Some("2021"), &list, Some(&answered)).await;
        assert_eq!(after.batch, Some(batch), "answers go to the batch that asked");
        assert_eq!(after.summary.created, 5);
        let records = records_of(&after);
        assert_eq!(records[&1], records[&2]);
        assert_ne!(records[&3], records[&4]);
        assert!(!records.contains_key(&6) && !records.contains_key(&8));
        assert_eq!(registry.records().await.len(), 5);

        let again = registry.import_answered(source, Some("2021"), &list, Some(&answered)).await;
        assert_eq!((again.summary.created, registry.records().await.len()), (5, 5));
        for (name, text) in [("other", list.clone()), (source, format!("{list}\n"))] {
            let other = incoming(name, None, "list.csv", text.as_bytes());
            let error = lists.import(other, Some(&answered), "system").await.unwrap_err();
            assert!(error.to_string().starts_with("the answers are in a report of "), "{error}");
        }
        let reverted = registry.revert(&after).await;
        assert_eq!((reverted.removed, registry.records().await.len()), (5, 0));
        let error = lists.apply(after.batch.as_deref().unwrap(), "system").await.unwrap_err();
        assert!(error.to_string().contains("is reverted"), "{error}");
        registry.verify().await.unwrap();
    }

    async fn what_was_decided_about_a_row_holds_when_the_list_comes_again(registry: TestRegistry) {
        let (list, source) = (dirty(0..4), "review");
        let lists = &registry.app.lists;
        let batch = lists.add(incoming(source, Some("2021"), "list.csv", list.as_bytes()), "system").await.unwrap();
        registry.tamper("UPDATE list_row SET decision = 'review' WHERE decision = 'duplicate'").await;
        let mut answered = lists.report(&batch).await.unwrap();
        answered.rows[1].answer = Some(Verdict::Same);
        answered.rows[3].answer = Some(Verdict::Different);
        let first = registry.import_answered(source, Some("2021"), &list, Some(&answered)).await;
        assert_eq!((first.summary.created, in_review(&first)), (5, vec![2, 4, 6, 8]));

        let (before, seq) = (registry.export().await, registry.last_seq().await);
        let second = registry.import_list(source, Some("2021"), &list).await;
        assert_ne!(second.batch, first.batch);
        assert_eq!(in_review(&second), [6, 8], "what nobody decided about waits on");
        let records = |report: &Report| -> Vec<_> {
            [1, 2, 3, 4, 5, 7].iter().map(|row| records_of(report)[row].clone()).collect()
        };
        assert_eq!(records(&second), records(&first));
        assert_eq!((second.summary.created, second.summary.updated), (0, 0), "{:?}", second.summary);
        assert_eq!((registry.export().await, registry.last_seq().await), (before, seq));
        // A row that says something else is matched anew.
        let third = registry.import_list(source, Some("2021"), &list.replace("info@fond-2-bilim.kz", "sana@fond-2-bilim.kz")).await;
        assert_eq!(in_review(&third), [8], "{:?}", third.rows);
    }

    async fn what_waits_for_the_body_that_came_near_waits_for_it_again(registry: TestRegistry) {
        let (list, source) = (dirty(0..2), "near");
        let lists = &registry.app.lists;
        let batch = lists.add(incoming(source, Some("2021"), "list.csv", list.as_bytes()), "system").await.unwrap();
        let near = r#"[{"sort": "competitor", "code": "1", "text": "another body comes near: number 1, 40%", "similarity": 0.4}]"#;
        registry
            .tamper(&format!("UPDATE list_row SET decision = 'review', compared_with = 1, score = 0.6, reasons = '{near}' WHERE number > 2"))
            .await;
        let first = lists.apply(&batch, "system").await.unwrap();
        registry.catch_up().await;
        assert_eq!((first.summary.created, in_review(&first)), (1, vec![3, 4]));
        let second = registry.import_list(source, Some("2021"), &list).await;
        assert_eq!((second.summary.created, second.summary.updated, in_review(&second)), (0, 0, vec![3, 4]));
        let asked: Vec<_> = second.rows[2..].iter().map(|row| (row.compared_with, row.asked_with)).collect();
        assert_eq!(asked, [(Some(1), Some(3)); 2]);
        let mut answered = second;
        answered.rows[2].answer = Some(Verdict::Same);
        let third = registry.import_answered(source, Some("2021"), &list, Some(&answered)).await;
        let records = records_of(&third);
        assert_eq!([&records[&3], &records[&4]], [&records[&1]; 2]);
        assert_eq!(registry.records().await.len(), 1);
    }

    async fn rows_that_are_one_body_are_asked_about_once(registry: TestRegistry) {
        let list = dirty(0..2);
        let lists = &registry.app.lists;
        let batch = lists.add(incoming("together", Some("2021"), "list.csv", list.as_bytes()), "system").await.unwrap();
        registry.tamper("UPDATE list_row SET decision = 'review', asked_with = 2 WHERE number IN (2, 3)").await;
        assert_eq!(lists.next_undecided(&batch, 0).await.unwrap(), Some(2));
        assert_eq!(lists.next_undecided(&batch, 2).await.unwrap(), Some(2), "the other is the same question");
        let row = lists.row(&batch, 3).await.unwrap().unwrap();
        assert_eq!(lists.asked_together(&row).await.unwrap(), 2);
        lists.answer(&batch, 3, Some(Verdict::Different), "staff").await.unwrap();
        let report = lists.report(&batch).await.unwrap();
        assert_eq!([report.rows[1].answer, report.rows[2].answer], [Some(Verdict::Different); 2]);
        assert_eq!(lists.next_undecided(&batch, 0).await.unwrap(), None);
    }

    async fn it_is_told_which_list_said_what(registry: TestRegistry) {
        let mut body = listed(2);
        let older = csv(&[body.clone(), listed(4)]);
        body.name = body.name.replace("Общественный фонд", "Частный фонд");
        body.phone = "+7 (7172) 70-00-01".into();
        let newer = csv(&[body]);
        let first = registry.import_list("ngo-register", Some("2021-05"), &older).await;
        let second = registry.import_list("other-list", Some("2022"), &newer).await;
        assert_eq!(second.summary.updated, 1, "{:?}", second.rows);
        let id = records_of(&first)[&1].clone();
        let record = registry.record(&id).await;
        let told = registry.get(format!("/v1/organizations/{id}/statements")).await.ok().json();
        let of = |field: &str| told["items"].as_array().unwrap().iter().find(|item| item["field"] == field).unwrap_or_else(|| panic!("{field}: {told}"));
        let name = of("names/ru");
        assert_eq!((&name["differs"], &name["rule"]), (&json!(true), &json!("registry")));
        assert_eq!(name["statements"][0]["list"], "ngo-register");
        assert_eq!(name["statements"][0]["list_date"], "2021-05");
        assert_eq!((&name["statements"][0]["rows"], &name["statements"][0]["taken"]), (&json!([1]), &json!(true)));
        assert_eq!((&name["statements"][1]["list_date"], &name["statements"][1]["taken"]), (&json!("2022"), &json!(false)));
        assert_eq!(of("contacts/phones")["value"], record["contacts"]["phones"]);
        assert_eq!((&of("bin")["differs"], &of("bin")["rule"]), (&json!(false), &json!("agreed")));
        for (lang, said) in [("kk", "Тізімдер әртүрлі айтады"), ("ru", "Списки говорят разное"), ("en", "The lists say different things")] {
            let page = registry.get(format!("/{lang}/organizations/{id}")).await.ok().text();
            assert!(page.contains(said) && page.contains("Частный фонд"), "{lang}");
            assert!(page.contains(&format!("href=\"/{lang}/sources/ngo-register\"")), "{lang}");
        }

        let all = registry.get("/v1/sources").await.ok().json();
        let names: Vec<&str> = all["items"].as_array().unwrap().iter().map(|item| item["list"].as_str().unwrap()).collect();
        assert_eq!(names, ["ngo-register", "other-list"]);
        let one = registry.get("/v1/sources/ngo-register?limit=1").await.ok().json();
        assert_eq!((&one["records"], &one["imports"][0]["rows"], &one["imports"][0]["created"]), (&json!(2), &json!(2), &json!(2)));
        assert_eq!((&one["title"], &one["synthetic"]), (&json!("Register of non-governmental organizations"), &json!(false)));
        let rest = registry.get(format!("/v1/sources/ngo-register?cursor={}", one["next"].as_str().unwrap())).await.ok().json();
        assert_eq!((one["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (1, 1));
        assert_ne!(one["items"], rest["items"]);
        registry.get("/v1/sources/no-such-list").await.problem(404, "not_found");
        assert_eq!(registry.get("/ru/sources/no-such-list").await.status, 404);
        // What is taken back is no source any more, and says nothing.
        registry.revert(&second).await;
        let told = registry.get(format!("/v1/organizations/{id}/statements")).await.ok().json();
        assert!(!told.to_string().contains("other-list"));
        registry.get("/v1/sources/other-list").await.problem(404, "not_found");
    }

    async fn no_row_is_lost_and_each_refusal_has_its_reason(registry: TestRegistry) {
        let mut list = dirty(0..4);
        list.push_str("9;;Общество онкологов;Акмолинская область;;;;Здравоохранение;;\n");
        list.push_str("10;;;Акмолинская область;;;;Образование;;\n");
        let rows = list.lines().count() - 1;
        let report = registry.import_list("ngo", Some("2021"), &list).await;
        assert_eq!(report.rows.len(), rows);
        assert_eq!(report.rows.iter().map(|row| row.row).collect::<Vec<_>>(), (1..=10).collect::<Vec<u32>>());
        for row in report.rows.iter().filter(|row| row.decision == Decision::Rejected) {
            assert!(!row.reasons.is_empty() && row.record.is_none(), "{row:?}");
        }
        let rejected = report.rows.iter().filter(|row| row.decision == Decision::Rejected).count();
        assert_eq!((rejected, report.summary.rejected), (2, 2), "{:?}", report.rows);
        assert_eq!(report.rows[8].education, "no");
        assert!(report.rows[9].reasons.iter().any(|reason| reason.code.starts_with("names")), "{:?}", report.rows[9]);
    }

    async fn lists_of_the_study_are_understood(registry: TestRegistry) {
        for (name, ([precision, recall, with_review, review], bodies)) in [
            ("dev/ngo-list", ([0.99, 0.92, 0.97, 0.06], 2)),
            ("dev/ngo-list-hard", ([0.98, 0.85, 0.93, 0.08], 4)),
        ] {
            let Some(list) = shared(&format!("{name}.csv")) else { return };
            let Some(truth) = shared(&format!("{name}.truth.csv")) else { return };
            let truth = birlik_api::lists::truth(std::fs::File::open(truth).unwrap()).unwrap();
            let text = std::fs::read(&list).unwrap();
            let preview = registry.app.lists.preview(incoming("ngo-list", Some("2021"), "list.csv", &text), None).await.unwrap();
            let found = birlik_api::lists::evaluate(&preview, &truth).unwrap();
            let (off, all) = (found.bodies.abs_diff(found.true_bodies), found.true_bodies);
            assert!(
                found.precision >= precision && found.recall >= recall && found.recall_with_review >= with_review
                    && found.review <= review && off * 100 <= bodies * all && found.education >= 0.98,
                "{name}:\n{found}"
            );
        }
    }
}

fn in_review(report: &Report) -> Vec<u32> {
    report.rows.iter().filter(|row| row.decision == Decision::Review).map(|row| row.row).collect()
}
