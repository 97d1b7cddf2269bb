//! Tests of understanding single rows.

use crate::index::{Vocabulary, VocabularyArea};
use crate::matching::{
    BinState, Column, DigestKey, EducationReason, EducationVerdict, Lexicon, Matcher, NameLang, NoteCode,
    RowFacts, RowInput, understand,
};

fn area(kato: &str, parent: Option<&str>, kind: &str, names: [&str; 2], aliases: &[&str]) -> VocabularyArea {
    VocabularyArea {
        kato: kato.to_owned(),
        kind: kind.to_owned(),
        parent: parent.map(str::to_owned),
        names: [Some(names[0].to_owned()), Some(names[1].to_owned()), None],
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    }
}

pub fn lexicon() -> Lexicon {
    Lexicon::of(&Vocabulary {
        areas: vec![
            area(
                "630000000",
                None,
                "region",
                ["Шығыс Қазақстан облысы", "Восточно-Казахстанская область"],
                &["ВКО"],
            ),
            area("100000000", None, "region", ["Абай облысы", "область Абай"], &["Семипалатинская область"]),
            area("310000000", None, "region", ["Жамбыл облысы", "Жамбылская область"], &[]),
            area("103600000", Some("100000000"), "rayon", ["Аягөз ауданы", "Аягозский район"], &[]),
            area("634600000", Some("630000000"), "rayon", ["Ұлан ауданы", "Уланский район"], &[]),
            area("316200000", Some("310000000"), "rayon", ["Талас ауданы", "Таласский район"], &[]),
            area("314000000", Some("310000000"), "rayon", ["Жамбыл ауданы", "Жамбылский район"], &[]),
            area("710000000", None, "republic_city", ["Астана қаласы", "город Астана"], &["Нур-Султан"]),
        ],
        codes: Vec::new(),
    })
}

pub fn read(input: &RowInput) -> RowFacts {
    understand(input, &lexicon(), &DigestKey::new(b"test"))
}

pub fn named(ru: &str, kk: &str) -> RowInput {
    let cell = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    RowInput { name_ru: cell(ru), name_kk: cell(kk), ..RowInput::default() }
}

fn has(facts: &RowFacts, column: Column, code: NoteCode) -> bool {
    facts.notes.iter().any(|note| note.column == column && note.code == code)
}

#[test]
fn a_name_is_taken_apart() {
    let facts = read(&RowInput {
        region: Some("Жамбылская обл.".to_owned()),
        ..named(
            "ОО «Дарын» центр поддержки одарённых детей, Таласский район",
            "Дарын дарынды балаларды қолдау орталығы қоғамдық бірлестігі, Талас ауданы",
        )
    });
    assert_eq!(facts.legal_forms, ["public_association"]);
    assert_eq!(facts.kind.as_deref(), Some("ngo"));
    assert_eq!(facts.area.chain(), ["310000000", "316200000"]);
    for name in &facts.names {
        assert_eq!(name.own, "Дарын", "{}", name.clean);
        assert!(!name.clean.contains("Талас"), "{}", name.clean);
    }
    assert_eq!(facts.activities, ["gifted_children"]);
    assert_eq!(facts.education.verdict, EducationVerdict::Yes);
}

#[test]
fn bodies_of_schools() {
    for (ru, kk, kind, number) in [
        ("Родительский комитет, Средняя школа №12", "", "parent_committee", Some("12")),
        ("ППО КГУ «Общеобразовательная школа № 7»", "", "trade_union", Some("7")),
        ("", "№5 орта мектеп, қамқоршылық кеңес", "board_of_trustees", Some("5")),
        ("МО учителей химии СШ №31", "", "methodical_association", Some("31")),
        ("Board of trustees of School No. 43", "", "board_of_trustees", Some("43")),
        ("Parent committee of kindergarten No. 21", "", "parent_committee", Some("21")),
        ("Попечительский совет школы-гимназии имени Каныша Сатпаева", "", "board_of_trustees", None),
    ] {
        let facts = read(&named(ru, kk));
        assert_eq!(facts.kind.as_deref(), Some(kind), "{ru}{kk}");
        assert_eq!(facts.host.number.as_deref(), number, "{ru}{kk}");
        assert!(facts.host.is_named() && facts.level.as_deref() == Some("school"), "{ru}{kk}");
    }
    assert_eq!(read(&named("МО учителей химии СШ №31", "")).subjects, ["chemistry"]);
}

#[test]
fn kinds_as_lists_write_them() {
    for (name, host, kind) in [
        ("Род. комитет", "Средняя школа №12", "parent_committee"),
        ("Rod. komitet srednyaya shkola N 1", "", "parent_committee"),
        ("таа-аналар комитеті", "№12 орта мектеп", "parent_committee"),
        ("Ясли-сад №56, попечит. совет", "", "board_of_trustees"),
        ("Popechit. sovet, SOSh №5", "", "board_of_trustees"),
        ("Қамқоршылық кеңесінің", "№12 орта мектеп", "board_of_trustees"),
        ("Педагогикалық кеңесі", "", "pedagogical_council"),
        ("№12 орта мектебінің педагогикалық кеңесі", "", "pedagogical_council"),
        ("ППО", "Средняя школа №12", "trade_union"),
        ("ППО", "", "trade_union"),
        ("PPO SOSh №5", "", "trade_union"),
        ("КБҰ", "№12 орта мектеп", "trade_union"),
        ("Проф. комитет", "", "trade_union"),
        ("ППО, начальная школа №7", "", "trade_union"),
        ("ОМО учителей химии Жамбылской области", "", "methodical_association"),
        ("АӘД облыстық ӘБ", "", "methodical_association"),
    ] {
        let host = (!host.is_empty()).then(|| host.to_owned());
        let facts = read(&RowInput { host, ..named(name, "") });
        assert_eq!((facts.kind.as_deref(), facts.kind_is_stated), (Some(kind), true), "{name}");
    }
    // A cut word or a few letters in the name of another body are no kind.
    for name in ["ОФ «ППО»", "Общество ПС «Достык»", "ОО «Род» комитет женщин"]
    {
        assert!(!read(&named(name, "")).kind_is_stated, "{name}");
    }
}

#[test]
fn schools_are_known_by_whom_they_are_named_after() {
    for (name, person) in [
        ("Совет попечителей, школа-гимназия имени А. Байтурсынова", "А Байтурсынова"),
        ("Попечительский совет, СШ им. С. Сейфуллина", "С Сейфуллина"),
        ("Board of trustees of Secondary school named after Abay", "Abay"),
    ] {
        let facts = read(&named(name, ""));
        assert_eq!(facts.host.name.as_deref(), Some(person), "{name}");
        assert!(!facts.host.is_of_village, "{name}");
    }
    let types = |name: &str| read(&named("", name)).host.types;
    assert_eq!(types("№40 «Ертегі» балабақшасы жалпы мектептік ата-аналар комитеті"), ["preschool"]);
}

#[test]
fn schools_are_known_by_their_villages() {
    for (name, host, village) in [
        ("Родительский комитет", "СШ с. Южное", "Южное"),
        ("Родительский комитет", "КГУ «Средняя школа села Южное»", "Южное"),
        ("Ата-аналар комитеті", "Южное ауылының орта мектебі", "Южное"),
        ("Родительский комитет", "\"Южное\" средняя школа", "Южное"),
        ("Родительский комитет, СШ с. Южное", "", "Южное"),
        ("ППО, начальная школа с.Южное", "", "Южное"),
        ("ШМО химии, основная школа аула Южное", "", "Южное"),
        ("Южное ауылындағы негізгі орта мектебі, бастауыш кәсіподақ ұйымы", "", "Южное"),
        ("Тоқшын орта мектебінің ата-аналар комитеті", "", "Тоқшын"),
        ("«Ақсуат жалпы білім беретін мектебі» КММ", "Ақсуат жалпы білім беретін мектебі", "Ақсуат"),
        ("Қоғам ауылындағы орта мектебі, ата-аналар комитеті", "", "Қоғам"),
        ("«Бектау жлпы білім беретін мектебі» КММ бастауыш кәсіподақ ұйымы", "", "Бектау"),
        ("Алаш орта мектебі жалпы мектептік ата-аналар комитеті", "", "Алаш"),
    ] {
        let host = (!host.is_empty()).then(|| host.to_owned());
        let facts = read(&RowInput { host, ..named(name, "") });
        assert_eq!(facts.host.name.as_deref(), Some(village), "{name} {:?}", facts.host);
        assert!(facts.host.is_of_village && facts.host.number.is_none(), "{name} {:?}", facts.host);
        assert!(facts.subjects.iter().all(|subject| subject == "chemistry"), "{name}");
    }
    for name in [
        "МО учителей химии школ области",
        "Ауыл мектептері мұғалімдерінің әдістемелік бірлестігі",
        "Школьное МО учителей химии",
        "МО учителей химии с углублённым изучением",
    ] {
        assert_eq!(read(&named(name, "")).host.name, None, "{name}");
    }
    assert_eq!(read(&named("МО учителей начальной школы, СШ №5", "")).subjects, ["primary_school"]);
    assert_eq!(read(&named("МО учителей начальной школы", "")).subjects, ["primary_school"]);
}

#[test]
fn education_is_judged_by_what_a_body_is_for() {
    for (name, verdict, reason) in [
        ("ОФ «Білім» общество рыболовов", EducationVerdict::No, EducationReason::OtherField),
        ("ЧФ «Шоқан Уәлиханов»", EducationVerdict::Unknown, EducationReason::OnlyTheList),
        ("ОО «Асар» союз учителей", EducationVerdict::Yes, EducationReason::Word),
        ("Федерация шахмат среди школьников", EducationVerdict::Yes, EducationReason::Word),
        ("Ассоциация учителей физики", EducationVerdict::Yes, EducationReason::Kind),
        // Own names, places and persons, and words that only look like one of a trade.
        ("ОФ «Қанат»", EducationVerdict::Unknown, EducationReason::OnlyTheList),
        ("ОФ «Көгершін»", EducationVerdict::Unknown, EducationReason::OnlyTheList),
        ("Общественный фонд «Қарағанды-Білім»", EducationVerdict::Unknown, EducationReason::OnlyTheList),
        ("РОО «Ұстаздар одағы»", EducationVerdict::Yes, EducationReason::Word),
        ("РОО «Жас ұстаз»", EducationVerdict::Yes, EducationReason::Word),
        ("Дархан орта мектебі бастауыш кәсіподақ ұйымы", EducationVerdict::Yes, EducationReason::Host),
        ("МО основ права (город Уральск)", EducationVerdict::Yes, EducationReason::Kind),
        ("Ассоциация пчеловодов «Маяк»", EducationVerdict::No, EducationReason::OtherField),
    ] {
        let facts =
            read(&RowInput { activity: Some("Образование".to_owned()), ..named(name, "") });
        assert_eq!((facts.education.verdict, facts.education.reason), (verdict, reason), "{name}");
    }
}

#[test]
fn the_district_decides_which_region_it_is_in_today() {
    let facts = read(&RowInput {
        region: Some("ВКО".to_owned()),
        district: Some("Аягозский район".to_owned()),
        ..named("ОО «Асар»", "")
    });
    assert_eq!(facts.area.chain(), ["100000000", "103600000"]);
    assert_eq!(facts.area.region_of_list.as_deref(), Some("630000000"));
    assert!(has(&facts, Column::Region, NoteCode::AreaSplit));

    let facts = read(&RowInput {
        region: Some("Восточно-Казахстанская область".to_owned()),
        list_date: Some("2021-02-01".to_owned()),
        ..named("ОО «Асар»", "")
    });
    assert_eq!(facts.area.perhaps, ["100000000"]);

    let facts = read(&RowInput {
        region: Some("Жамбылская область".to_owned()),
        district: Some("Уланский район".to_owned()),
        ..named("ОО «Асар»", "")
    });
    assert_eq!(facts.area.chain(), ["310000000"]);
    assert!(has(&facts, Column::District, NoteCode::AreaContradiction));

    let facts = read(&RowInput {
        region: Some("г. Нур-Султан".to_owned()), ..named("ОО «Асар»", "")
    });
    assert_eq!(facts.area.chain(), ["710000000"]);
}

#[test]
fn a_town_lies_in_its_district() {
    for town in [
        RowInput {
            address: Some("г. Аягуз, ул. Сатпаева, 5".to_owned()), ..named("ОО «Асар»", "")
        },
        RowInput { district: Some("Аягуз".to_owned()), ..named("ОО «Асар»", "") },
        named("ОО «Асар», город Аягуз", ""),
    ] {
        let facts = read(&town);
        assert_eq!(facts.area.chain(), ["100000000", "103600000"], "{town:?}");
        assert!(!has(&facts, Column::District, NoteCode::AreaUnknown));
    }
}

#[test]
fn a_comma_ends_the_name_of_a_place() {
    let facts = read(&RowInput {
        region: Some("Жамбылская область".to_owned()),
        ..named("", "Талас ауданы, Жамбыл Жабаев атындағы орта мектеп, ата-аналар комитеті")
    });
    assert_eq!(facts.area.chain(), ["310000000", "316200000"]);
    assert_eq!(facts.host.name.as_deref(), Some("Жамбыл Жабаев"));
}

#[test]
fn names_in_each_others_columns_are_noticed() {
    let facts = read(&named("«Асар» ата-аналар одағы қоғамдық бірлестігі", "ОО «Асар» союз родителей"));
    assert_eq!(facts.names[0].lang, NameLang::Ru);
    assert_eq!(facts.names[1].lang, NameLang::Kk);
    assert!(has(&facts, Column::NameRu, NoteCode::LanguageSwapped));
    assert!(has(&facts, Column::NameKk, NoteCode::LanguageSwapped));
}

#[test]
fn nothing_personal_is_kept() {
    let facts = read(&RowInput {
        bin: Some("991231599997".to_owned()),
        phones: vec!["87012223344".to_owned()],
        emails: vec!["somebody@mail.ru".to_owned()],
        ..named("ОО «Асар» 991231599997", "")
    });
    assert_eq!(facts.bin, BinState::Personal);
    assert!(has(&facts, Column::Bin, NoteCode::PersonalNumber));
    assert!(has(&facts, Column::Phones, NoteCode::PrivateContact));
    let all = format!("{facts:?}");
    for kept in ["991231599997", "7012223344", "somebody"] {
        assert!(!all.contains(kept), "{kept}");
    }
}

#[test]
fn two_names_in_one_cell_are_two_names() {
    let facts = read(&named("«Дарын» колледждер одағы жеке қоры / Частный фонд «Дарын» союз колледжей", ""));
    assert_eq!(facts.names.len(), 2);
    assert!(facts.names.iter().all(|name| name.own == "Дарын"), "{:?}", facts.names);
    assert_eq!(read(&named("Центр «Книга/Чтение»", "")).names.len(), 1);
}

#[test]
fn inner_quotes_hold_the_own_name_and_long_ones_hold_none() {
    for text in [
        "Общественный фонд «Ассоциация частных школ «Коктем»",
        "«Ассоциация частных школ «Коктем», ОФ",
        "ОФ \"Ассоциация частных школ \"Коктем\"\"",
        "ОФ ''Ассоциация частных школ ''Коктем''",
    ] {
        let facts = read(&named(text, ""));
        assert_eq!(facts.names[0].own, "Коктем", "{text}");
        assert_eq!(facts.legal_forms, ["public_foundation"], "{text}");
    }
    let facts = read(&named("", "«Аягөз ауданының жеке мектептер қауымдастығы» қоғамдық қоры"));
    assert_eq!(facts.names[0].own, "");
    assert_eq!(facts.area.district.as_deref(), Some("103600000"));
    assert_eq!(facts.education.verdict, EducationVerdict::Yes);
}

#[test]
fn a_word_that_mixes_alphabets_tells_on_the_others() {
    // Latin M and O, and Latin letters inside the other words.
    let facts = read(&named("MO yчитeлeй химии, СШ №5", ""));
    assert_eq!(facts.kind.as_deref(), Some("methodical_association"));
}

#[test]
fn streets_are_no_places_and_adjectives_are_regions() {
    let at = |region: &str, address: &str| {
        read(&RowInput {
            region: (!region.is_empty()).then(|| region.to_owned()),
            address: Some(address.to_owned()),
            ..named("ОО «Асар»", "")
        })
        .area
    };
    assert_eq!(at("", "Астана каласы").region.as_deref(), Some("710000000"));
    assert_eq!(at("", "ул. Астана").region, None);
    assert_eq!(at("", "Астана көшесі, 5").region, None);
    assert_eq!(at("Абайская область", "").region.as_deref(), Some("100000000"));
}

proptest::proptest! {
    #[test]
    fn any_row_is_understood(ru in "\\PC{0,60}", kk in "[а-яәғқңөұүһі№«»\", 0-9.-]{0,80}", other in "\\PC{0,20}") {
        let input = RowInput {
            bin: Some(other.clone()),
            region: Some(kk.clone()),
            district: Some(other.clone()),
            host: Some(other.clone()),
            phones: vec![other.clone()],
            date: Some(other),
            ..named(&ru, &kk)
        };
        let facts = read(&input);
        let comparison = Matcher::default().compare(&facts, &facts);
        proptest::prop_assert!((0.0..=1.0).contains(&comparison.probability));
    }
}
