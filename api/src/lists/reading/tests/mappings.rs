//! Mapping files: what they say, and what is said where they are wrong.

use super::*;

#[test]
fn a_mapping_says_row_columns_values_and_what_is_kept() {
    let list = "x;y;z\nтақырып;;\nОрг;Тел;Что\nА;123;спорт\nБ;456;Образование, культура\n";
    let mapping = r#"
        list = "l-2021"
        list_date = 2021-05-13
        header_row = 3
        [columns]
        "Орг" = "name"
        B = "phone"
        C = "activity"
        [fixed]
        region = "Абай облысы"
        level = "region"
        [keep]
        activity = ["образован"]
    "#;
    let table = mapped(list, mapping);
    assert_eq!(values(&table, Field::Name), ["Б"]);
    assert_eq!(values(&table, Field::Phone), ["456"]);
    assert_eq!(values(&table, Field::Region), ["Абай облысы"]);
    assert!(left_out(&table).contains(&(4, LeftOutWhy::NotKept)));
    assert_eq!(Mapping::parse(mapping, "m.toml").unwrap().list_date.as_deref(), Some("2021-05-13"));
}

#[test]
fn a_list_without_a_header_is_read_by_letters() {
    let table = mapped("Өркен;a@a.kz\nБірлік;b@a.kz\n", "header_row = 0\n[columns]\nA = \"name_kk\"\n");
    assert_eq!(values(&table, Field::NameKk), ["Өркен", "Бірлік"]);
    assert_eq!(table.sheets[0].header_row, None);
}

#[test]
fn an_unknown_field_names_the_nearest() {
    let error = Mapping::parse("list = \"x\"\n[columns]\n\"A\" = \"regoin\"\n", "m.toml").unwrap_err();
    let text = error.to_string();
    assert!(text.contains("\"regoin\": did you mean \"region\"?"), "{text}");
    assert!(text.starts_with("m.toml, line 3:"), "{text}");
    let error = Mapping::parse(r#"{"columns": {"A": "emial"}}"#, "m.json").unwrap_err();
    assert!(error.to_string().contains("did you mean \"email\""), "{error}");
}

#[test]
fn a_mapping_of_another_list_is_refused_with_what_is_there() {
    let refusal = |mapping: &str| {
        let mapping = Mapping::parse(mapping, "m.toml").unwrap();
        let list = "Наименование;Регион\nА;Абай облысы\n";
        read(list.into(), "list.csv", Some(&mapping), &Limits::default()).unwrap_err().to_string()
    };
    let text = refusal("[columns]\n\"Название\" = \"name\"\n");
    assert!(text.contains("\"Название\"") && text.contains("A \"Наименование\""), "{text}");
    assert!(refusal("sheet = 2").contains("its sheets are list.csv"));
    assert!(refusal("header_row = 9").contains("row 9"));
}

#[test]
fn shipped_mappings_are_right() {
    for name in Mapping::shipped_names() {
        Mapping::shipped(name).unwrap();
    }
    assert!(Mapping::shipped("nonesuch").unwrap_err().to_string().contains("ngo-register"));
}

#[test]
fn the_lists_of_the_studies_are_read() {
    let read_as = |name: &str, list: &str| {
        let mapping = Mapping::shipped(name).unwrap();
        read(list.into(), "list.csv", Some(&mapping), &Limits::default()).unwrap()
    };
    let table = read_as(
        "academy-associations",
        "№;Название ассоциации;Председатель;Контакты\n1;Ассоциация учителей химии;И. И.;87011234567, a@a.kz\n",
    );
    assert_eq!(values(&table, Field::Kind), ["teacher_association"]);
    assert_eq!(fields(&table)[2..], [Some(Field::Head), Some(Field::Contacts)]);

    let table = read_as(
        "methodical-associations",
        "Область;Методическое объединение;Руководитель МО\nАкмолинская область;;\n;МО химии;И. И.\n;Мастер-класс;П. П.\n",
    );
    assert_eq!(values(&table, Field::Region), ["Акмолинская область"; 2]);

    let table = read_as(
        "ngo-register",
        "БИН;Наименование;Сфера деятельности\n240340999688;Фонд;Образование, наука\n;Клуб;Спорт\n",
    );
    assert_eq!(values(&table, Field::Name), ["Фонд"]);

    let table = read_as(
        "company-search",
        "БИН;Компания;Юр. адрес;Первый руководитель\n240340999688;ОФ «Фонд»;Семей;И. И.\n",
    );
    let expected = [Some(Field::Bin), Some(Field::Name), Some(Field::Address), Some(Field::Head)];
    assert_eq!(fields(&table), expected);

    let table = read_as(
        "social-networks",
        "Соцсеть;Название группы;Ссылка;Количество участников;На дату\nFacebook;Учителя;facebook.com/x;136000;13.02.2022\n",
    );
    assert_eq!(values(&table, Field::Followers), ["136000"]);
    assert_eq!(values(&table, Field::FollowersAsOf), ["2022-02-13"]);
    assert_eq!(values(&table, Field::Name), ["Учителя"]);
}
