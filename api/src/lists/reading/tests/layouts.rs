//! Lines above and below a table, headings in it, values written once for several rows.

use super::*;

#[test]
fn lines_around_a_table_are_left_out_with_their_place() {
    let list = "Список НПО;;\nна 01.05.2021;;\n№;Наименование;Телефон\n1;2;3\n1;Фонд;+77012345678\n;;\n\
                2;Союз;+77012345679\nИтого: 2;;\nИсполнитель: Сериков А.;;\n";
    let table = reading(list, "list.csv");
    assert_eq!(table.sheets[0].header_row, Some(3));
    assert_eq!(values(&table, Field::Name), ["Фонд", "Союз"]);
    let numbers: Vec<(u32, u32)> = table.sheets[0].rows.iter().map(|row| (row.number, row.line)).collect();
    assert_eq!(numbers, [(1, 5), (2, 7)]);
    let expected = [
        (1, LeftOutWhy::Title),
        (2, LeftOutWhy::Title),
        (4, LeftOutWhy::Header),
        (8, LeftOutWhy::Total),
        (9, LeftOutWhy::Footer),
    ];
    assert_eq!(left_out(&table), expected);
}

#[test]
fn headings_give_region_and_district() {
    let list = "№;Наименование;E-mail\nАкмолинская область;;\nАршалынский район;;\n1;МО математики;a@a.kz\n\
                г. Семей;;\n2;МО физики;b@a.kz\nАстана қаласы;;\n3;МО химии;c@a.kz\nОбщественные фонды;;\n4;Фонд;d@a.kz\n";
    let table = reading(list, "list.csv");
    let regions = ["Акмолинская область", "Акмолинская область", "Астана қаласы", "Астана қаласы"];
    assert_eq!(values(&table, Field::Region), regions);
    assert_eq!(values(&table, Field::District), ["Аршалынский район", "г. Семей", "", ""]);
    let groups = |why| left_out(&table).iter().filter(|(_, found)| *found == why).count();
    assert_eq!((groups(LeftOutWhy::Group), groups(LeftOutWhy::UnknownGroup)), (4, 1));
}

#[test]
fn a_name_alone_is_a_row_and_no_heading() {
    let list = "Наименование;E-mail;Телефон\nСоюз учителей Акмолинской области;;\nФонд;a@a.kz;+77012345678\n";
    let table = reading(list, "list.csv");
    assert_eq!(values(&table, Field::Name), ["Союз учителей Акмолинской области", "Фонд"]);
}

#[test]
fn a_place_alone_is_no_heading_where_rows_name_their_own() {
    let list = "Наименование;Регион\nА;Абай облысы\n;Жетісу облысы\nБ;Абай облысы\nВ;\n";
    let table = reading(list, "list.csv");
    assert_eq!(values(&table, Field::Region), ["Абай облысы", "Жетісу облысы", "Абай облысы", ""]);
}

#[test]
fn a_region_alone_is_a_heading_in_whatever_column() {
    let list = "№;Аудан (қала);Атауы;Пәні\n;Акмолинская область;;\n1;Аршалынский район;А;физика\n\
                2;Бурабайский район;Б;химия\n;область Абай;;\n3;Бородулиха ауданы;В;физика\n4;г. Семей;Г;химия\n";
    let table = reading(list, "list.csv");
    let regions = ["Акмолинская область", "Акмолинская область", "область Абай", "область Абай"];
    assert_eq!(values(&table, Field::Region), regions);
    assert_eq!(left_out(&table), [(2, LeftOutWhy::Group), (5, LeftOutWhy::Group)]);
    let own = "Наименование;Регион\n;Абай облысы\nА;\nБ;Жетісу облысы\nВ;Абай облысы\nГ;Абай облысы\n";
    let table = reading(own, "list.csv");
    assert_eq!(values(&table, Field::Region), ["Абай облысы", "Жетісу облысы", "Абай облысы", "Абай облысы"]);
    assert_eq!(left_out(&table), [(2, LeftOutWhy::Group)]);
}

#[test]
fn a_region_written_once_goes_down() {
    let list = "Регион;Наименование\nАбай облысы;А\n;Б\n;В\nЖетісу облысы;Г\n;Д\n";
    let table = reading(list, "list.csv");
    let regions = ["Абай облысы", "Абай облысы", "Абай облысы", "Жетісу облысы", "Жетісу облысы"];
    assert_eq!(values(&table, Field::Region), regions);
    assert!(table.remarks[0].to_string().contains("3 empty cells"), "{:?}", table.remarks);
}

#[test]
fn empty_regions_among_filled_ones_stay_empty() {
    let list = "Регион;Наименование\nАбай облысы;А\nАбай облысы;Б\n;В\n;Г\n;Д\nЖетісу облысы;Е\n";
    assert_eq!(values(&reading(list, "list.csv"), Field::Region)[2], "");
}

#[test]
fn a_place_that_comes_again_shows_that_the_others_are_merely_empty() {
    let list = "Регион;Наименование\nАбай облысы;А\n;Б\n;В\nЖетісу облысы;Г\n;Д\nАбай облысы;Е\n;Ж\n;З\n";
    let table = reading(list, "list.csv");
    assert_eq!(values(&table, Field::Region)[1], "");
    assert!(table.remarks.is_empty(), "{:?}", table.remarks);
    let once = "Регион;Наименование\nАбай облысы;А\n;Б\n;В\n;Г\n";
    assert_eq!(values(&reading(once, "list.csv"), Field::Region)[1], "", "one value proves nothing");
    let no_places = "Регион;Наименование\nбіздікі;А\n;Б\n;В\nсіздікі;Г\n;Д\n";
    assert_eq!(values(&reading(no_places, "list.csv"), Field::Region)[1], "");
}

#[test]
fn only_places_are_ever_taken_from_above() {
    let list = "Регион;Наименование;БИН;Телефон;E-mail;Дата регистрации\n\
                Абай облысы;А;990140001154;+77172742530;a@a.kz;2021\n;Б;;;;\n;В;;;;\n\
                Жетісу облысы;Г;020340999688;+77172742531;b@a.kz;2020\n;Д;;;;\n";
    let table = reading(list, "list.csv");
    assert_eq!(values(&table, Field::Region)[2], "Абай облысы");
    for field in [Field::Bin, Field::Phone, Field::Email, Field::Date] {
        let filled = values(&table, field).into_iter().filter(|value| !value.is_empty()).count();
        assert_eq!(filled, 2, "{field:?}");
    }
    for field in ["bin", "phone", "email", "name", "name_kk", "date"] {
        let mapping = Mapping::parse(&format!("fill_down = [\"{field}\"]"), "mapping.toml");
        assert!(mapping.unwrap_err().to_string().contains(field), "{field}");
    }
}

#[test]
fn a_district_written_once_ends_with_its_region() {
    let list = "Регион;Район;Наименование\nАбай облысы;Абай ауданы;А\n;;Б\n;;В\nЖетісу облысы;;Г\n;;Д\n\
                ;Алакөл ауданы;Е\n;;Ж\n";
    let table = reading(list, "list.csv");
    let (abai, alakol) = ("Абай ауданы", "Алакөл ауданы");
    assert_eq!(values(&table, Field::District), [abai, abai, abai, "", "", alakol, alakol]);
}

#[test]
fn a_header_of_two_rows_is_joined() {
    let list = "№;Наименование;;Контакты;\n;рус;қаз;тел;почта\n1;Фонд;Қор;+77012345678;a@a.kz\n";
    let table = reading(list, "list.csv");
    let expected = [
        Some(Field::Number),
        Some(Field::NameRu),
        Some(Field::NameKk),
        Some(Field::Phone),
        Some(Field::Email),
    ];
    assert_eq!(fields(&table), expected);
    assert_eq!(table.sheets[0].columns[2].title, "Наименование / қаз");
    assert_eq!(table.sheets[0].rows.len(), 1);
}

#[test]
fn a_header_that_comes_again_is_left_out() {
    let list = "Наименование;E-mail\nА;a@a.kz\nНаименование;E-mail\nБ;b@a.kz\n";
    let table = reading(list, "list.csv");
    assert_eq!(values(&table, Field::Name), ["А", "Б"]);
    assert_eq!(left_out(&table), [(3, LeftOutWhy::Header)]);
}

#[test]
fn dates_are_written_one_way() {
    let list = "Наименование;Дата регистрации\nА;03.05.2021\nБ;3/5/21\nВ;2021-05-03 00:00:00\nГ;3 мая 2021 г.\n\
                Д;2021 ж. 3 мамыр\nЕ;44319\nЖ;2021\nЗ;мамыр 2021\nИ;31.02.2021\n";
    let table = reading(list, "list.csv");
    let day = "2021-05-03";
    assert_eq!(values(&table, Field::Date), [day, day, day, day, day, day, "2021", "2021-05", "31.02.2021"]);
    assert_eq!(problems(&table), ["list.csv!B10: \"31.02.2021\" is no date: a date such as 31.12.2021"]);
}

#[test]
fn identifiers_keep_their_digits() {
    let list = "Наименование;БИН;Телефон\nА;990140001154;77012345678.0\nБ;20 340 999 688;7.7012345678E10\n\
                В;1,2E+11;7,70123E+10\nГ;240340999688;\nД;123;\n";
    let table = reading(list, "list.csv");
    assert_eq!(
        values(&table, Field::Bin),
        ["990140001154", "020340999688", "1,2E+11", "240340999688", "123"]
    );
    assert_eq!(values(&table, Field::Phone), ["77012345678", "77012345678", "7,70123E+10", "", ""]);
    let places: Vec<&str> = table.problems.iter().map(|problem| problem.cell.as_str()).collect();
    assert_eq!(places, ["B3", "B4", "C4"]);
}
