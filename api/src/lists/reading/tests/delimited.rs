//! CSV: encodings, delimiters, quoting.

use super::*;

const LIST: &str = "№;БИН;Наименование;Регион;E-mail\n\
                    1;240340999688;Ассоциация «Орлеу»;Акмолинская область;a@mail.kz\n\
                    2;;Общественный фонд «Дидар», филиал;г. Астана;d@mail.kz\n";

#[test]
fn encodings_give_the_same_rows() {
    let utf_16 = |bytes: fn(u16) -> [u8; 2]| LIST.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let single = |encoding: &'static encoding_rs::Encoding| encoding.encode(LIST).0.into_owned();
    let expected = reading(LIST, "list.csv");
    assert_eq!(values(&expected, Field::Name), ["Ассоциация «Орлеу»", "Общественный фонд «Дидар», филиал"]);
    for (encoding, bytes) in [
        ("UTF-8", marked(b"\xef\xbb\xbf", LIST.into())),
        ("UTF-16LE", marked(b"\xff\xfe", utf_16(u16::to_le_bytes))),
        ("UTF-16BE", marked(b"\xfe\xff", utf_16(u16::to_be_bytes))),
        ("UTF-16LE", utf_16(u16::to_le_bytes)),
        ("UTF-16BE", utf_16(u16::to_be_bytes)),
        ("windows-1251", single(encoding_rs::WINDOWS_1251)),
        (
            "KOI8-R",
            encoding_rs::KOI8_R.encode(&LIST.replace(['«', '»'], "'").replace('№', "N")).0.into_owned(),
        ),
    ] {
        let table = reading(bytes, "list.csv");
        assert_eq!(table.encoding, Some(encoding));
        assert_eq!(values(&table, Field::Region), values(&expected, Field::Region), "{encoding}");
    }
}

#[test]
fn delimiters_are_found_out() {
    for delimiter in [',', ';', '\t', '|', '^', '~'] {
        let list = format!(
            "Наименование{delimiter}Регион{delimiter}Телефон\n\"А{delimiter} Б\"{delimiter}Абай облысы{delimiter}+77012345678\n"
        );
        let table = reading(list, "list.csv");
        assert_eq!(table.delimiter, Some(delimiter));
        assert_eq!(values(&table, Field::Name), [format!("А{delimiter} Б")]);
    }
}

#[test]
fn a_line_that_names_the_delimiter_is_obeyed() {
    let table = reading("sep=:\nНаименование:Регион\nӨркен, А; Б:Абай облысы\n", "list.csv");
    assert_eq!(table.delimiter, Some(':'));
    assert_eq!(table.sheets[0].header_row, Some(2));
    assert_eq!(values(&table, Field::Name), ["Өркен, А; Б"]);
}

#[test]
fn lines_within_quotes_keep_the_count_of_lines() {
    let list = "Наименование;Регион\n\"Один\nв двух строках\";Абай облысы\n\nДва;Абай облысы\n";
    let table = reading(list, "list.csv");
    let lines: Vec<u32> = table.sheets[0].rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 5]);
    assert_eq!(values(&table, Field::Name), ["Один\nв двух строках", "Два"]);
}

#[test]
fn an_open_quotation_mark_costs_one_line() {
    let rest = "Организация;Абай облысы\n".repeat(100);
    let table = reading(format!("Наименование;Регион\n\"Фонд;Абай облысы\n{rest}"), "list.csv");
    assert_eq!(table.sheets[0].rows.len(), 101);
    assert_eq!(values(&table, Field::Region)[0], "Абай облысы");
    assert_eq!(
        problems(&table),
        ["list.csv!2: a quotation mark is opened and not closed: close it, or double it inside a text"]
    );
}

#[test]
fn broken_letters_are_reported_where_they_are() {
    let mut bytes = LIST.as_bytes().to_vec();
    let at = LIST.find("Орлеу").unwrap();
    bytes[at] = 0xff;
    let table = reading(bytes, "list.csv");
    assert_eq!(table.encoding, Some("UTF-8"));
    assert!(problems(&table)[0].starts_with("list.csv!C2: letters are lost"), "{:?}", table.problems);
    assert_eq!(table.sheets[0].rows.len(), 2);
}

#[test]
fn formulas_are_text() {
    let table = reading("Наименование;Телефон\n=cmd|' /C calc'!A0;+77012345678\n@SUM(1);\n", "list.csv");
    assert_eq!(values(&table, Field::Name), ["=cmd|' /C calc'!A0", "@SUM(1)"]);
}

#[test]
fn rejected_rows_can_be_sent_again() {
    let list = "Наименование;Регион;Телефон\n=1+1;Абай облысы;+77012345678\n'=x;-;@y\nФонд;Абай облысы;\n";
    let table = reading(list, "list.csv");
    let sheet = &table.sheets[0];
    let rejected: Vec<Rejected<'_>> =
        sheet.rows.iter().map(|row| Rejected { row, reason: "БИН неверен: 12 цифр" }).collect();
    let mut written = Vec::new();
    write_rejected(&mut written, sheet, &rejected).unwrap();
    let text = String::from_utf8(written.clone()).unwrap();
    assert!(text.starts_with("\u{feff}Наименование;Регион;Телефон;"), "{text}");
    assert!(text.contains("'=1+1;Абай облысы;'+77012345678;"), "{text}");
    let again = reading(written, "rejected.csv");
    let cells = |table: &ListTable| {
        table.sheets[0]
            .rows
            .iter()
            .map(|row| row.cells.iter().take(3).cloned().collect())
            .collect::<Vec<Vec<String>>>()
    };
    let padded = |mut rows: Vec<Vec<String>>| {
        for row in &mut rows {
            row.resize(3, String::new());
        }
        rows
    };
    assert_eq!(padded(cells(&again)), padded(cells(&table)));
    assert_eq!(fields(&again)[3], Some(Field::Ignore));
}

#[test]
fn a_region_from_a_heading_is_given_back_as_a_column() {
    let list = "Наименование;E-mail\nАкмолинская область;\nФонд А;a@a.kz\nФонд Б;b@a.kz\n";
    let table = reading(list, "list.csv");
    let sheet = &table.sheets[0];
    let mut written = Vec::new();
    write_rejected(&mut written, sheet, &[Rejected { row: &sheet.rows[1], reason: "?" }]).unwrap();
    let again = reading(written, "rejected.csv");
    assert_eq!(values(&again, Field::Region), ["Акмолинская область"]);
}

#[test]
fn lines_may_end_in_a_carriage_return_alone() {
    let list = "Наименование;Регион\r\"Один\nв двух строках\";Абай облысы\r\rДва;Абай облысы\r";
    let table = reading(list, "list.csv");
    let lines: Vec<u32> = table.sheets[0].rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 5]);
    assert_eq!(values(&table, Field::Name), ["Один\nв двух строках", "Два"]);
}

#[test]
fn letters_that_were_coded_twice_are_read_as_meant() {
    let list = format!("{LIST}3;;№5 Қазақ Әліпбиі — ғылым, Өңір, Ұлт, Үміт;Абай облысы;h@mail.kz\n");
    let expected = reading(list.clone(), "list.csv");
    let latin: String = list.bytes().map(char::from).collect();
    let twice = |encoding: &'static encoding_rs::Encoding| {
        encoding.decode_without_bom_handling(list.as_bytes()).0.into_owned()
    };
    for (taken_for, text) in [
        ("windows-1251", twice(encoding_rs::WINDOWS_1251)),
        ("windows-1252", twice(encoding_rs::WINDOWS_1252)),
        ("windows-1252", latin),
        ("windows-1251", format!("п»ї{}", twice(encoding_rs::WINDOWS_1251))),
    ] {
        let table = reading(text, "list.csv");
        assert_eq!(table.sheets, expected.sheets, "{taken_for}");
        let told = Remark::CodedTwice { file: "list.csv".into(), taken_for: taken_for.into() };
        assert_eq!(table.remarks, [told]);
    }
    for right in ["Наименование;Регион\nР С Т У;Абай облысы\n", "Name;Region\nCafé Münster;São Paulo\n"]
    {
        assert_eq!(reading(right, "list.csv").remarks, []);
    }
}
