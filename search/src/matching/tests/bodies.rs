//! Tests of comparing and matching a few rows.

use super::rows::{lexicon, named, read};
use crate::matching::{
    Conflict, Decision, DigestKey, Feature, KnownBodies, MatchConfig, Matcher, Matching, Outcome, RowFacts,
    RowInput, RowReader, Thresholds,
};

fn ngo(own: &str, purpose: &str, phone: &str, date: &str) -> RowInput {
    RowInput {
        region: Some("Жамбылская область".to_owned()),
        phones: vec![phone.to_owned()],
        date: Some(date.to_owned()),
        ..named(&format!("Общественный фонд «{own}» {purpose}"), "")
    }
}

fn matched(inputs: &[RowInput], registry: &[RowInput]) -> Matching {
    let facts: Vec<RowFacts> = inputs.iter().map(read).collect();
    let known: Vec<RowFacts> = registry.iter().map(read).collect();
    Matcher::new(MatchConfig::default()).match_rows(&facts, known.iter().collect())
}

/// Unlike bodies, so that a few rows stand in a list.
fn others() -> Vec<RowInput> {
    (0..40)
        .map(|place| {
            let own =
                ["Самұрық", "Ақниет", "Шұғыла", "Тұран", "Інжу", "Радуга", "Росток", "Диалог"][place % 8];
            let purpose =
                ["союз родителей", "центр чтения", "клуб учителей", "общество рыболовов", "школа вожатых"]
                    [place % 5];
            ngo(
                own,
                purpose,
                &format!("871422{place:05}"),
                &format!("1{}.0{}.2001", place % 9, 1 + place / 9),
            )
        })
        .collect()
}

#[test]
fn a_bookkeepers_telephone_makes_no_body_of_many() {
    let mut rows = others();
    for row in &mut rows[..20] {
        row.phones = vec!["87142200000".to_owned()];
    }
    let matching = matched(&rows, &[]);
    assert_eq!(matching.clusters.len(), rows.len());
}

#[test]
fn a_name_in_one_language_meets_the_other() {
    let mut rows = others();
    rows.push(ngo("Дарын", "центр поддержки одарённых детей", "87262111111", "05.06.2010"));
    rows.push(RowInput {
        region: Some("Жамбыл облысы".to_owned()),
        phones: vec!["+7 7262 111111".to_owned()],
        ..named("", "«Дарын» дарынды балаларды қолдау орталығы қоғамдық қоры")
    });
    let matching = matched(&rows, &[]);
    let [left, right] = [&matching.rows[40], &matching.rows[41]];
    assert_eq!((left.cluster, left.decision), (right.cluster, Decision::New));
    assert_eq!(right.decision, Decision::Same);
    let comparison = right.comparison.as_ref().unwrap();
    for feature in [Feature::OwnName, Feature::Purpose, Feature::Phone, Feature::LegalForm] {
        let evidence = comparison.features.iter().find(|evidence| evidence.feature == feature).unwrap();
        assert_eq!(evidence.outcome, Outcome::Agree, "{}", feature.code());
    }
}

#[test]
fn a_row_finds_its_record() {
    let mut rows = others();
    rows.push(ngo("Дарын", "центр чтения", "87262111111", "05.06.2010"));
    let registry = [
        ngo("Дарын", "центр чтения", "87262111112", "05.06.2010"),
        ngo("Дарын", "союз родителей", "87262111113", "07.08.2011"),
    ];
    let matching = matched(&rows, &registry);
    assert_eq!((matching.rows[40].decision, matching.rows[40].record), (Decision::Same, Some(0)));
    assert!(matching.rows[..40].iter().all(|row| row.record.is_none()));
}

#[test]
fn no_likeness_outweighs_a_conflict() {
    let matcher = Matcher::default();
    let body = |name: &str, district: &str, bin: &str| {
        read(&RowInput {
            region: Some("Жамбылская область".to_owned()),
            district: Some(district.to_owned()),
            bin: Some(bin.to_owned()),
            phones: vec!["87262111111".to_owned()],
            ..named(name, "")
        })
    };
    let school = body("Родительский комитет, Средняя школа №12", "Таласский район", "");
    for (other, conflict) in [
        (body("Родительский комитет, Средняя школа №21", "Таласский район", ""), Conflict::HostNumbers),
        (body("Родительский комитет, Средняя школа №12", "Жамбылский район", ""), Conflict::Districts),
        (body("Попечительский совет, Средняя школа №12", "Таласский район", ""), Conflict::Kinds),
    ] {
        let comparison = matcher.compare(&school, &other);
        assert_eq!((comparison.conflicts.as_slice(), comparison.probability), ([conflict].as_slice(), 0.0));
    }
    let subjects = ["химии", "физики"].map(|subject| {
        body(
            &format!("Методическое объединение учителей {subject}, Средняя школа №12"),
            "Таласский район",
            "",
        )
    });
    assert_eq!(matcher.compare(&subjects[0], &subjects[1]).conflicts, [Conflict::Subjects]);
    let [head, other, branch] = ["990140001154", "940140000385", "231141999596"]
        .map(|bin| body("ОО «Асар» союз родителей", "Таласский район", bin));
    assert_eq!(matcher.compare(&head, &other).conflicts, [Conflict::Bins]);
    assert!(matcher.compare(&head, &branch).conflicts.contains(&Conflict::Branch));
    assert!(matcher.compare(&head, &head).probability > 0.99);
}

/// A district has one school of a number, and a school one body of a kind: nothing else need agree.
#[test]
fn a_body_of_a_school_is_known_by_its_school() {
    let body = |name: &str, district: &str| {
        let region = Some("Жамбылская область".to_owned());
        RowInput { district: Some(district.to_owned()), region, ..named(name, "") }
    };
    let rows = [
        body("Родительский комитет, Средняя школа №12", "Таласский район"),
        body("Родком СШ № 12", "Талас ауданы"),
        body("Родительский комитет, Средняя школа №12", "Жамбылский район"),
        body("Родительский комитет, Ясли-сад №12", "Таласский район"),
        body("МО классных руководителей, Средняя школа №12", "Таласский район"),
        body("МО учителей химии, Средняя школа №12", "Таласский район"),
        body("Родительский комитет, Школа-лицей имени К. Сатпаева", "Таласский район"),
        body("Родительский комитет, Школа-лицей имени Каныша Сатпаева", "Таласский район"),
        body("Родительский комитет, Школа-гимназия имени Каныша Сатпаева", "Таласский район"),
    ];
    // Others make the list as long as lists are.
    let others = (100..700)
        .map(|number| body(&format!("Родительский комитет, Средняя школа №{number}"), "Жамбылский район"));
    let (lexicon, key) = (lexicon(), DigestKey::new(b"test"));
    let mut reader = RowReader::new(&lexicon, &key);
    let facts: Vec<RowFacts> = rows.iter().cloned().chain(others).map(|row| reader.read(&row)).collect();
    let matching = Matcher::default().match_rows(&facts, KnownBodies::default());
    let clusters: Vec<usize> = matching.rows[..9].iter().map(|row| row.cluster).collect();
    assert_eq!(clusters[0], clusters[1]);
    assert_eq!(clusters[6], clusters[7]);
    let mut different =
        vec![clusters[0], clusters[2], clusters[3], clusters[4], clusters[5], clusters[6], clusters[8]];
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), 7, "{clusters:?}");
    assert_eq!(matching.rows[1].decision, Decision::Same);
}

#[test]
fn a_number_in_a_name_tells_bodies_apart() {
    let rows = ["«Болашақ»", "«Болашақ-2»"].map(|own| RowInput {
        region: Some("Жамбылская область".to_owned()),
        district: Some("Таласский район".to_owned()),
        ..named(&format!("Частный фонд {own} ассоциация школьных психологов"), "")
    });
    let facts = rows.map(|row| read(&row));
    assert!(Matcher::default().compare(&facts[0], &facts[1]).probability < 0.5);
    assert!(Matcher::default().compare(&facts[1], &facts[1]).probability > 0.9);
}

#[test]
fn rows_without_anything_are_bodies_of_their_own() {
    let matching = matched(&[RowInput::default(), RowInput::default(), named("12", "№")], &[]);
    assert_eq!(matching.clusters.len(), 3);
    assert_eq!(matched(&[], &[]), Matching::default());
}

/// A list in which two groups of three rows come as near to each other as the thresholds say.
fn two_groups(thresholds: Thresholds) -> Matching {
    let mut rows = others();
    // Three rows with one number, and three with one telephone and date: each surely one body.
    let numbered = RowInput {
        bin: Some("990140001154".to_owned()),
        date: None,
        ..ngo("Дарын", "центр чтения", "87262111111", "")
    };
    rows.extend(std::iter::repeat_n(numbered, 3));
    rows.extend((0..3).map(|_| ngo("Дарын", "центр чтения детей", "87262222222", "07.08.2015")));
    let (lexicon, key) = (lexicon(), DigestKey::new(b"test"));
    let mut reader = RowReader::new(&lexicon, &key);
    let facts: Vec<RowFacts> = rows.iter().map(|row| reader.read(row)).collect();
    let config = MatchConfig { thresholds, ..MatchConfig::default() };
    Matcher::new(config).match_rows(&facts, KnownBodies::default())
}

/// Asserts that one answer decides about the second group, and that the first group stands beside it.
fn assert_asked_once(matching: &Matching) {
    let in_review: Vec<usize> =
        (0..matching.rows.len()).filter(|row| matching.rows[*row].decision == Decision::Review).collect();
    assert_eq!(in_review, [43, 44, 45]);
    for row in in_review {
        let asked = &matching.rows[row];
        assert_eq!(asked.asked_with, Some(43));
        assert!(asked.beside.is_some_and(|beside| (40..43).contains(&beside)), "{:?}", asked.beside);
        // What is compared are the two groups: a group agrees with itself about its telephone.
        let comparison = asked.comparison.as_ref().unwrap();
        let phone = comparison.features.iter().find(|evidence| evidence.feature == Feature::Phone);
        assert_eq!(phone.map(|evidence| evidence.outcome), Some(Outcome::Differ));
    }
    assert_eq!(matching.rows[40].decision, Decision::New);
    assert!(matching.rows[40..43].iter().all(|row| row.asked_with.is_none()));
}

#[test]
fn a_person_is_asked_once_about_two_groups_that_are_probably_one_body() {
    let matching = two_groups(Thresholds { same: 0.999_9, propose: 0.001, doubt: 0.000_1 });
    assert_asked_once(&matching);
    // Being one body is proposed: yes leaves all where they are.
    assert!(matching.rows[40..46].iter().all(|row| row.cluster == matching.rows[40].cluster));
}

#[test]
fn a_person_is_asked_once_about_two_groups_that_are_hardly_one_body() {
    let matching = two_groups(Thresholds { same: 0.999_9, propose: 0.999_9, doubt: 0.001 });
    assert_asked_once(&matching);
    // Being two bodies is proposed, and where yes leads is named.
    let [first, second] = [40, 43].map(|row| matching.rows[row].cluster);
    assert_ne!(first, second);
    for row in &matching.rows[43..46] {
        assert_eq!((row.cluster, row.competitor.as_ref().map(|other| other.cluster)), (second, Some(first)));
    }
}

/// What nobody could read is no kind that two bodies of a school have in common.
#[test]
fn bodies_of_unread_kinds_of_a_school_stay_apart() {
    let body = |name: &str| {
        let cell = |text: &str| Some(text.to_owned());
        let (region, district) = (cell("Жамбылская область"), cell("Таласский район"));
        let (phones, emails) = (vec!["87262111111".to_owned()], vec!["school12@edu.kz".to_owned()]);
        read(&RowInput { region, district, phones, emails, ..named(name, "") })
    };
    let [left, right] = ["Кружок юннатов, СШ №12", "Дружина скаутов, СШ №12"].map(body);
    assert!(Matcher::default().compare(&left, &right).probability < 0.5);
}

#[test]
fn a_village_has_one_school_and_another_village_another() {
    let body = |name: &str, host: &str| {
        let cell = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (region, district) = (cell("Жамбылская область"), cell("Таласский район"));
        read(&RowInput { region, district, host: cell(host), ..named(name, "") })
    };
    let compare = |left: &RowFacts, right: &RowFacts| Matcher::default().compare(left, right).probability;
    let here = body("Родительский комитет", "СШ с. Аксуек");
    for same in [
        body("Ақсүйек ауылының орта мектебі, ата-аналар комитеті", ""),
        body("Ақсүйек орта мектебінің ата-аналар комитеті", ""),
        body("Родительский комитет", "КГУ «Общеобразовательная школа села Аксуек»"),
    ] {
        assert!(compare(&here, &same) > 0.9, "{same:?}");
    }
    let other = body("Ата-аналар комитеті", "Ақсай ауылының орта мектебі");
    assert!(compare(&here, &other) < 0.01);
    let unread = ["Родительский комитет школы", "Ата-аналар комитеті, мектеп"].map(|name| body(name, ""));
    assert!(compare(&unread[0], &unread[1]) < 0.5);
}

#[test]
fn a_subject_that_is_on_no_list_is_one_nevertheless() {
    let body = |name: &str| {
        let cell = |text: &str| Some(text.to_owned());
        let (region, district) = (cell("Жамбылская область"), cell("Таласский район"));
        let phones = vec!["87262111111".to_owned()];
        read(&RowInput { region, district, phones, ..named(&format!("{name}, СШ №12"), "") })
    };
    let compare =
        |[left, right]: [&str; 2]| Matcher::default().compare(&body(left), &body(right)).probability;
    for same in [
        ["МО НВП", "АӘД ӘБ"],
        ["МО основ права", "құқық негіздері ӘБ"],
        ["МО предшкольной подготовки", "Мектепалды даярлық ӘБ"],
        ["МО учителей мехатроники", "ШМО учителей мехатроники"],
    ] {
        assert!(compare(same) > 0.9, "{same:?}");
    }
    for different in [
        ["МО НВП", "МО предшкольной подготовки"],
        ["МО НВП", "МО основ права"],
        ["МО учителей мехатроники", "МО учителей пчеловодства"],
        ["МО учителей мехатроники", "МО учителей физики"],
        ["МО учителей математики", "МО учителей математики и физики"],
    ] {
        assert!(compare(different) < 0.5, "{different:?}");
    }
}

/// The same number, name, date, telephone and mailbox: nothing is left to ask, whoever else is near.
#[test]
fn an_entry_written_twice_is_one() {
    let mut rows = others();
    let entry = RowInput {
        bin: Some("990140001154".to_owned()),
        emails: vec!["asar@mail.ru".to_owned()],
        ..ngo("Асар", "союз родителей", "87262111111", "05.06.2010")
    };
    let mut rival = RowInput { bin: None, ..entry.clone() };
    rival.district = Some("Таласский район".to_owned());
    let mut other = rival.clone();
    other.district = Some("Жамбылский район".to_owned());
    rows.extend([entry.clone(), entry, rival, other]);
    let matching = matched(&rows, &[]);
    assert_eq!(matching.rows[40].cluster, matching.rows[41].cluster);
    assert_eq!(matching.rows[41].decision, Decision::Same);
}

#[test]
fn a_region_has_one_association_of_a_subject() {
    let body = |name: &str| {
        let region = Some("Жамбылская область".to_owned());
        read(&RowInput { region, ..named(name, "") })
    };
    let here = body("Областное МО учителей физики");
    let compare = |other: &str| Matcher::default().compare(&here, &body(other)).probability;
    assert!(compare("Облыстық физика пәні мұғалімдерінің ӘБ") > 0.9);
    assert!(compare("Облыстық химия пәні мұғалімдерінің ӘБ") < 0.5);
    assert!(compare("Таласское районное МО учителей физики, Таласский район") < 0.5);
}
