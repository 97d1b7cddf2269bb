//! What the report of a matched list says.

use std::fmt::Write;

use super::*;
use crate::areas::{AreaTree, shipped};
use crate::lists::reading::{Limits, read};
use crate::lists::source_of;

/// The report of a list in an empty registry.
fn report(list: String) -> Report {
    let table = read(list.into_bytes(), "list.csv", None, &Limits::default()).unwrap();
    let source = source_of("test-list", Some("2021"), None).unwrap();
    let incoming = Incoming { table, source, file_name: "list.csv".into(), file_digest: String::new() };
    let (lexicon, key) = (lexicon(&AreaTree::new(shipped().unwrap())), DigestKey::new(b"test"));
    match_list(&incoming.into(), Registry::default(), &lexicon, &key, &Earlier::default())
        .into_report("test-list", "")
}

#[test]
fn every_row_in_review_says_why_a_person_decides() {
    let mut list = String::from("Наименование;Регион;Телефон;Дата регистрации\n");
    for own in ["Дарын", "Болашақ", "Өркен", "Жас дарын", "Сана"] {
        for name in ["Общественный фонд «X» центр чтения", "Ассоциация педагогов физики X", "ОО «X»"]
        {
            for region in ["Абай облысы", "", "Акмолинская область"] {
                for rest in [";", "87172742530;", ";07.08.2015"] {
                    writeln!(list, "{};{region};{rest}", name.replace('X', own)).unwrap();
                }
            }
        }
    }
    let report = report(list);
    let in_review = || report.rows.iter().filter(|row| row.decision == Decision::Review);
    let says = |row: &ReportRow, sort: &str| row.reasons.iter().any(|reason| reason.sort == sort);
    assert!(in_review().all(|row| says(row, "review") || says(row, "competitor")));
    let unsure = in_review().find(|row| says(row, "review")).unwrap();
    let reason = unsure.reasons.iter().find(|reason| reason.sort == "review").unwrap();
    let expected = format!(
        "a person decides: {:.0}% sure that it is one body with row {}",
        unsure.score * 100.0,
        unsure.compared_with.unwrap()
    );
    assert_eq!((reason.code.as_str(), reason.text.as_str()), ("unsure", expected.as_str()));
    assert!(report.rows.iter().all(|row| row.decision == Decision::Review || !says(row, "review")));
}
