//! Lists of the kinds that the studies used, each with its mapping from file to records. What stands in them is
//! made up.

use birlik_api::lists::{Decision, Report};
use serde_json::{Value, json};

use crate::support::{TestRegistry, on_both_stores};

/// The record of a row.
async fn of_row(registry: &TestRegistry, report: &Report, row: u32) -> Value {
    let found = report.rows.iter().find(|one| one.row == row).and_then(|one| one.record.clone());
    registry.record(&found.unwrap_or_else(|| panic!("row {row} has no record: {:?}", report.rows))).await
}

const SUBJECTS: [(&str, &str); 12] = [
    ("математики", "mathematics"),
    ("физики", "physics"),
    ("химии", "chemistry"),
    ("биологии", "biology"),
    ("географии", "geography"),
    ("истории", "history"),
    ("информатики", "informatics"),
    ("английского языка", "english"),
    ("казахского языка и литературы", ""),
    ("начальных классов", ""),
    ("музыки", "music"),
    ("физической культуры", ""),
];

on_both_stores! {
    async fn associations_of_the_academy(registry: TestRegistry) {
        let rows = SUBJECTS.iter().enumerate().map(|(at, (subject, _))| {
            format!(
                "{};Ассоциация учителей {subject} «Тест-{at}»;Сериков Асан Болатович;assoc{at}@test-uba.kz, +7 (7172) 57-63-{:02}, 8 701 333 44 55",
                at + 1, 10 + at
            )
        });
        let list = format!("№;Название ассоциации;Председатель;Контакты\n{}\n", rows.collect::<Vec<_>>().join("\n"));
        let report = registry.import_list("nao-altynsarin", Some("2021"), &list).await;
        assert_eq!((report.summary.rows, report.summary.created, report.summary.review), (12, 12, 0), "{:?}", report.rows);
        for (at, (_, subject)) in SUBJECTS.iter().enumerate() {
            let record = of_row(&registry, &report, u32::try_from(at + 1).unwrap()).await;
            assert_eq!((&record["kind"], &record["level"]), (&json!("teacher_association"), &json!("republic")));
            assert_eq!(record["contacts"]["emails"], json!([format!("assoc{at}@test-uba.kz")]));
            assert_eq!(record["contacts"]["phones"], json!([format!("+7717257{}", 6310 + at)]));
            assert_eq!(record["sources"][0]["list"], "nao-altynsarin");
            if !subject.is_empty() {
                assert!(record["subjects"].to_string().contains(subject), "{record}");
            }
        }
        assert!(!registry.export().await.contains("Сериков"), "who leads a body is a person");
    }

    async fn methodical_associations_under_headings_of_regions(registry: TestRegistry) {
        let list = "Список методических объединений (выдуман для проверки);;;\n\
            №;Методическое объединение;Руководитель МО;E-mail\n\
            Акмолинская область;;;\n\
            1;МО учителей химии города Кокшетау;Иванова А.А.;mo-him@test-kokshe.kz\n\
            2;Методическое объединение учителей истории Аккольского района;Петрова Б.Б.;mo-ist@test-akkol.kz\n\
            Жамбылская область;;;\n\
            3;Химия пәні мұғалімдерінің әдістемелік бірлестігі;Асанов В.В.;him@test-taraz.kz\n\
            4;МО учителей физики Меркенского района;Болатов Г.Г.;fiz@test-merke.kz\n";
        let report = registry.import_list("methodical-associations", Some("2023-09"), list).await;
        assert_eq!((report.summary.rows, report.summary.created), (4, 4), "{:?}", report.rows);
        assert_eq!(report.left_out.len(), 3, "{:?}", report.left_out);
        assert!(report.left_out[1].ends_with("!3: a heading that gives a place to the rows below"), "{:?}", report.left_out);
        for (row, region) in [(1, "11"), (2, "11"), (3, "31"), (4, "31")] {
            let record = of_row(&registry, &report, row).await;
            assert_eq!(record["kind"], "methodical_association");
            assert!(record["area"]["kato"].as_str().unwrap().starts_with(region), "{record}");
        }
        assert_eq!(of_row(&registry, &report, 1).await["subjects"], json!(["chemistry"]));
        assert!(!registry.export().await.contains("Иванова"));
    }

    async fn the_register_of_ngos_keeps_education(registry: TestRegistry) {
        let list = "№;БИН;Наименование;Регион;Сфера деятельности;Первый руководитель\n\
            1;;Общественный фонд «Тест-Білім»;Акмолинская область;Образование, наука;Иванов И.И.\n\
            2;;Общественное объединение «Тест-Спорт»;Акмолинская область;Спорт;Петров П.П.\n\
            3;;Корпоративный фонд «Тест-Мектеп»;Абайская область;просвещение населения;Асанов А.А.\n\
            4;;Общественный фонд «Тест-Ағарту»;Жамбылская область;Білім беру;Болатов Б.Б.\n";
        let report = registry.import_list("ngo-register", Some("2024"), list).await;
        assert_eq!((report.summary.rows, report.summary.created), (3, 3), "{:?}", report.rows);
        assert_eq!(report.left_out.len(), 1);
        assert!(report.left_out[0].ends_with("!3: not among what the mapping keeps"), "{:?}", report.left_out);
        assert!(!registry.export().await.contains("Тест-Спорт"));
    }

    async fn companies_that_a_search_found(registry: TestRegistry) {
        let list = "БИН;Компания;Юр. адрес;Первый руководитель;Вид деятельности\n\
            ;Общественное объединение «Родительский комитет Тест-Астана»;г. Астана, пр. Тест, 1;Иванов Иван;Деятельность прочих общественных организаций\n\
            ;ОФ «Ассоциация родителей Тест»;г. Алматы, ул. Тест, 2;Петров Пётр;Деятельность прочих общественных организаций\n\
            ;ТОО «Родительский дом-мебель»;г. Алматы, ул. Тест, 3;Асанов Асан;Торговля мебелью\n";
        let report = registry.import_list("company-search", Some("2022-03"), list).await;
        assert_eq!(report.summary.rows, 3);
        let first = of_row(&registry, &report, 1).await;
        assert!(first["area"]["kato"].as_str().unwrap().starts_with("71"), "{first}");
        assert_eq!(of_row(&registry, &report, 2).await["area"]["kato"].as_str().unwrap().get(..2), Some("75"));
        assert!(!registry.export().await.contains("Петров"));
    }

    async fn a_blog_on_two_platforms_is_one_body(registry: TestRegistry) {
        let list = "Соцсеть;Название группы;Ссылка;Подписчики;На дату\n\
            Facebook;Тест-Ата-аналар мектебі;https://www.facebook.com/groups/test-ata;136 000;2021-05-01\n\
            Instagram;Тест-Ата-аналар мектебі;https://www.instagram.com/test_ata;87500;2021-05-02\n\
            Facebook;Тест-Мұғалімдер қауымы;https://www.facebook.com/groups/test-mug;500;2021-05-01\n\
            Telegram;Тест родители против буллинга;https://t.me/testrod;1200;2021-05-01\n";
        let report = registry.import_list("social-networks", Some("2021-05"), list).await;
        assert_eq!((report.summary.rows, report.summary.created), (4, 3), "{:?}", report.rows);
        assert_eq!(report.rows[1].decision, Decision::Duplicate);
        assert!(report.rows[1].reasons.iter().any(|reason| reason.code == "platform"));
        let record = of_row(&registry, &report, 1).await;
        assert_eq!(record["id"], of_row(&registry, &report, 2).await["id"]);
        assert_eq!(record["kind"], "community");
        assert_eq!(record["contacts"]["channels"], json!([
            {"platform": "facebook", "url": "https://www.facebook.com/groups/test-ata", "followers": 136_000, "as_of": "2021-05-01"},
            {"platform": "instagram", "url": "https://www.instagram.com/test_ata", "followers": 87_500, "as_of": "2021-05-02"},
        ]));
        // Two years later there are other figures, and the same bodies.
        let later = list.replace("136 000", "140 000").replace("2021-05-01", "2023-05-01");
        let again = registry.import_list("social-networks", Some("2023-05"), &later).await;
        assert_eq!((again.summary.created, again.summary.updated), (0, 3), "{:?}", again.rows);
        let record = registry.record(record["id"].as_str().unwrap()).await;
        assert_eq!(record["contacts"]["channels"][0]["followers"], 140_000);
        assert_eq!(record["contacts"]["channels"].as_array().unwrap().len(), 2);
    }
}
