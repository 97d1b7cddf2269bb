//! Titles of columns in three languages, and contents that decide.

use super::super::headings::read_title;
use super::*;

fn field(title: &str) -> Option<Field> {
    read_title(title).map(|reading| reading.field)
}

#[test]
fn titles_are_known_in_three_languages() {
    for (title, expected) in [
        ("№ п/п", Field::Number),
        ("р/с №", Field::Number),
        ("БИН", Field::Bin),
        ("БСН", Field::Bin),
        ("BIN", Field::Bin),
        ("ИИН руководителя", Field::Ignore),
        ("Полное наименование организации", Field::Name),
        ("Наименование на казахском языке", Field::NameKk),
        ("Атауы (қаз.)", Field::NameKk),
        ("Наименование (рус)", Field::NameRu),
        ("Name (English)", Field::NameEn),
        ("Ұйымның толық атауы", Field::Name),
        ("ОПФ", Field::LegalForm),
        ("Организационно-\nправовая форма", Field::LegalForm),
        ("Наименование региона", Field::Region),
        ("Наименова-\nние", Field::Name),
        ("Облыс", Field::Region),
        ("Oбласть", Field::Region),
        ("Район / город", Field::District),
        ("Аудан", Field::District),
        ("Населённый пункт", Field::Place),
        ("Юр. адрес", Field::Address),
        ("Заңды мекенжайы", Field::Address),
        ("Адрес сайта", Field::Website),
        ("Адрес электронной почты", Field::Email),
        ("Эл. почта", Field::Email),
        ("Электрондық поштасы", Field::Email),
        ("Тел.", Field::Phone),
        ("Контактные телефоны", Field::Phone),
        ("Телефон, e-mail", Field::Contacts),
        ("Ф.И.О. руководителя", Field::Head),
        ("ФИО председателя, телефон", Field::Head),
        ("Төраға", Field::Head),
        ("Сфера деятельности", Field::Activity),
        ("Қызмет саласы", Field::Activity),
        ("Предмет", Field::Subject),
        ("Дата гос. регистрации", Field::Date),
        ("Тіркелген күні", Field::Date),
        ("Наименование школы", Field::Host),
        ("Количество педагогов", Field::Teachers),
        ("Кол-во членов", Field::Members),
        ("Число подписчиков", Field::Followers),
        ("Дата подсчёта подписчиков", Field::FollowersAsOf),
        ("Социальная сеть", Field::Platform),
        ("Ссылка на группу", Field::Url),
        ("Примечание", Field::Note),
        ("Вышестоящая организация", Field::Parent),
        ("Статус", Field::Status),
    ] {
        assert_eq!(field(title), Some(expected), "{title}");
    }
}

#[test]
fn other_words_are_no_titles() {
    for title in ["", "Сауле", "12345", "x", "Бірлік"] {
        assert_eq!(field(title), None, "{title}");
    }
}

#[test]
fn contents_say_what_a_title_does_not() {
    let list = "Наименование;Колонка;Номер;Ещё\n\
                А;a@a.kz;990140001154;+7 (701) 234-56-78\nБ;b@a.kz;240340999688;8 701 234 56 79\nВ;c@a.kz;231141999596;+77012345670\n";
    let table = reading(list, "list.csv");
    let expected = [Some(Field::Name), Some(Field::Email), Some(Field::Bin), Some(Field::Phone)];
    assert_eq!(fields(&table), expected);
    assert_eq!(table.sheets[0].columns[1].why, Why::Contents);
}

#[test]
fn numbers_of_persons_are_ignored_whatever_their_title() {
    let list = "Наименование;БИН\nА;850101300123\nБ;900202400456\nВ;770303300789\n";
    assert_eq!(fields(&reading(list, "list.csv"))[1], Some(Field::Ignore));
}

#[test]
fn the_language_of_names_is_seen() {
    let list = "Наименование;Атауы;E-mail\n\
                Фонд образования;Білім беру қоры;a@a.kz\nСоюз учителей;Мұғалімдер одағы;b@a.kz\nАссоциация;Қауымдастық;c@a.kz\n";
    assert_eq!(
        fields(&reading(list, "list.csv")),
        [Some(Field::NameRu), Some(Field::NameKk), Some(Field::Email)]
    );
}

#[test]
fn a_list_without_a_header_is_refused_with_its_first_row() {
    let error = refused("Өркен;+77012345678\nБірлік;+77012345679\n", "list.csv");
    assert!(matches!(error, ReadError::NoHeader { .. }), "{error}");
    assert!(error.to_string().starts_with("list.csv!1: no header row was recognised"), "{error}");
    assert!(error.to_string().contains("Өркен | +77012345678"), "{error}");
}

#[test]
fn a_name_of_no_said_language_stands_beside_one_in_kazakh() {
    for (titles, wanted) in [
        ("Название;Қазақша атауы", [Field::Name, Field::NameKk]),
        ("Наименование;Наименование на казахском языке", [Field::Name, Field::NameKk]),
    ] {
        let list =
            format!("{titles};Область\nФонд «Дарын»;«Дарын» қоры;Абай\nСоюз матерей;Аналар одағы;Абай\n");
        assert_eq!(fields(&reading(list.as_str(), "list.csv"))[..2], wanted.map(Some), "{titles}");
    }
}

#[test]
fn a_list_without_names_or_rows_says_where_and_what_would_be_right() {
    let table = reading("Регион;Телефон\nАбай облысы;87172742530\n", "list.csv");
    assert_eq!(
        table.check().unwrap_err().to_string(),
        "list.csv!1: no column holds names (columns: A \"Регион\", B \"Телефон\"): say in a mapping file which one \
         does, such as `columns = { A = \"name\" }`"
    );
    let table = mapped("Регион;Телефон\nАбай облысы;87172742530\n", "[columns]\nA = \"name\"\n");
    assert!(table.check().is_ok());
    let error = reading("Наименование;Регион\nИтого: 0;\n", "list.csv").check().unwrap_err();
    assert_eq!(error.code(), "list_without_rows");
    assert!(error.to_string().starts_with("list.csv!1: no row of data below the header (1 rows left out)"));
}

#[test]
fn json_and_running_text_are_no_tables() {
    for text in
        ["[{\"name\": \"Өркен\"}]", "{\"a\": [1,\n2]}\n", "{\"a\": 1}\n{\"a\": 2}\n", "[\n  {\"name\":"]
    {
        assert_eq!(refused(text, "list.csv").code(), "list_json", "{text}");
    }
    let table = reading("[№];Наименование;Регион\n1;Өркен;Абай облысы\n", "list.csv");
    assert_eq!(table.sheets[0].rows.len(), 1);
    let prose = "Құрметті әріптестер,\nтізімді жібереміз.\nІске сәт, құрметпен, бөлім\n";
    let error = refused(prose, "хат.txt");
    assert_eq!(error.code(), "list_prose");
    assert!(error.to_string().starts_with("хат.txt!1: text without columns"), "{error}");
    let names = mapped("Өркен\nБірлік\n", "header_row = 0\n[columns]\nA = \"name\"\n");
    assert_eq!(values(&names, Field::Name), ["Өркен", "Бірлік"]);
}
