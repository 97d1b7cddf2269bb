//! Files that want more than a list does: refused or read, with a place.

use std::fmt::Write as _;

use super::workbooks::{cell, old_workbook};
use super::*;

/// Asserts that a file is refused with a code and a text that has these words.
fn assert_refused(bytes: impl Into<Vec<u8>>, code: &str, words: &str) {
    let error = refused(bytes, "list.xlsx");
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn a_cell_at_the_far_end_is_left_out() {
    let cells = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576"><v>2</v></c></row>"#;
    let table = reading(workbook(cells, "<sst/>"), "list.xlsx");
    assert_eq!(
        problems(&table),
        ["Тізім!XFD1048576: too far right to be read: move it to column IV or further left"]
    );
    assert_eq!(table.sheets[0].rows.last().unwrap().line, 1_048_576);
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let row = r#"<row><c t="inlineStr"><is><t>xxxxxxxx</t></is></c></row>"#;
    assert_refused(workbook(&row.repeat(300_000), "<sst/>"), "list_too_large", "sheet1.xml: too large");
    let strings = format!("<sst><si><t>{}</t></si></sst>", "A".repeat(4_000_000));
    assert_refused(workbook("", &strings), "list_too_large", "xl/sharedStrings.xml");
}

#[test]
fn strings_that_a_table_only_claims_are_refused() {
    assert_refused(workbook("", r#"<sst uniqueCount="99999999999"/>"#), "list_too_large", "350000 strings");
}

#[test]
fn one_string_for_all_cells_is_refused_where_it_is_too_much() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "ұзақ ".repeat(5_000));
    let mut cells = String::new();
    for row in 3..2_000 {
        write!(cells, r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#).unwrap();
    }
    assert_refused(workbook(&cells, &strings), "list_too_large", "bytes of text in cells");
}

#[test]
fn entities_depth_and_long_elements_are_refused() {
    let doctype = r#"<!DOCTYPE x [<!ENTITY a "aaaa">]><sst/>"#;
    assert_refused(workbook("", doctype), "list_damaged", "document type");
    assert_refused(workbook(&"<a>".repeat(300), "<sst/>"), "list_too_large", "inside one another");
    let mut noise = String::new();
    for number in 0..400_000_u32 {
        write!(noise, "{:x}", number.wrapping_mul(2_654_435_761)).unwrap();
    }
    let long = format!(r#"<row r="3" x="{noise}"></row>"#);
    assert_refused(workbook(&long, "<sst/>"), "list_too_large", "bytes in an element");
}

#[test]
fn archives_that_are_no_lists_are_named() {
    let inner = archive(&[("a.csv", b"x")]);
    assert_refused(archive(&[("inner.zip", &inner)]), "list_not_a_table", "an archive (ZIP)");
    assert_refused(archive(&[("xl/workbook.bin", b"x")]), "list_not_a_table", "XLSB");
    assert_refused(archive(&[("word/document.xml", b"x")]), "list_not_a_table", "a text document");
    let parts: Vec<String> = (0..1_100).map(|number| format!("{number}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_refused(archive(&parts), "list_too_large", "1000 files");
    let whole = workbook("", "<sst/>");
    assert_refused(&whole[..whole.len() - 40], "list_damaged", "archive");
}

#[test]
fn a_part_that_lies_about_its_size_is_refused() {
    let mut bytes = workbook(&"<row></row>".repeat(1_000), "<sst/>");
    for (signature, offset) in [(&b"PK\x01\x02"[..], 24), (&b"PK\x03\x04"[..], 22)] {
        let found: Vec<usize> = (0..bytes.len() - 4)
            .filter(|at| bytes[*at..].starts_with(signature))
            .map(|at| at + offset)
            .collect();
        for at in found {
            let size = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
            if size > 10_000 {
                bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
            }
        }
    }
    assert_refused(bytes, "list_damaged", "sheet1.xml");
}

#[test]
fn repeats_without_end_are_refused_where_they_are() {
    let header = row(&["Наименование", "Регион"]);
    let cell = |repeat: &str| {
        format!(
            r#"<table:table-cell office:value-type="string" {repeat}><text:p>x</text:p></table:table-cell>"#
        )
    };
    let rows = format!(
        r#"{header}<table:table-row table:number-rows-repeated="1048576">{}</table:table-row>"#,
        cell("")
    );
    assert_refused(
        opendocument(&rows, "<m/>"),
        "list_too_large",
        "Тізім!50001: too large: at most 50000 rows",
    );
    let rows = format!(
        "{header}<table:table-row>{}</table:table-row>",
        cell(r#"table:number-columns-repeated="4000000000""#)
    );
    let table = reading(opendocument(&rows, "<m/>"), "list.ods");
    assert_eq!(table.problems[0].cell, "IW2");
    let spaces = r#"<text:s text:c="4000000000"/>"#.repeat(1_000);
    let rows = format!(
        "{header}<table:table-row><table:table-cell><text:p>x{spaces}y</text:p></table:table-cell></table:table-row>"
    );
    let table = reading(opendocument(&rows, "<m/>"), "list.ods");
    assert!(problems(&table)[0].contains("too long for a cell"), "{:?}", table.problems);
}

#[test]
fn encrypted_files_are_named() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptedPackage").unwrap().write_all(b"secret").unwrap();
    assert_refused(file.into_inner().into_inner(), "list_encrypted", "without one");
    assert_refused(old_workbook(&[(0x002f, vec![1, 0])], &[]), "list_encrypted", "password");
    let manifest = "<manifest:encryption-data/>";
    assert_refused(opendocument(&row(&["x"]), manifest), "list_encrypted", "password");
}

#[test]
fn an_old_workbook_that_claims_much_costs_nothing() {
    let dimensions = (0x0200, [0, u32::MAX, 0xffff_0000, 0].iter().flat_map(|n| n.to_le_bytes()).collect());
    let far = (0x0203, cell(65_535, 255, 0, &1_f64.to_le_bytes()));
    let bytes = old_workbook(&[], &[dimensions, far]);
    assert_refused(bytes, "list_header_unknown", "first row");
}

#[test]
fn text_that_is_no_list_is_named() {
    assert_refused("", "list_empty", "empty");
    assert_refused(&b"\xef\xbb\xbf\r\n  \n"[..], "list_empty", "empty");
    assert_refused("<!DOCTYPE html>\n<table><tr><td>Наименование", "list_not_a_table", "a web page");
    assert_refused("<?xml version=\"1.0\"?><Workbook/>", "list_not_a_table", "an XML file");
    assert_refused("%PDF-1.7", "list_not_a_table", "PDF");
    assert_refused((1..=255).cycle().take(5_000).collect::<Vec<u8>>(), "list_not_a_table", "not text");
    let line = format!("Наименование;Регион\n{}", "x".repeat(1_100_000));
    assert_refused(line, "list_too_large", ":2:");
    assert_refused(vec![b'x'; 17 * 1024 * 1024], "list_too_large", "the file");
    assert_refused(
        "Наименование;Регион\n".to_owned() + &"x;y\n".repeat(50_001),
        "list_too_large",
        "50000 rows",
    );
}

#[test]
fn one_part_as_many_sheets_is_read_no_more_than_a_few_times() {
    let whole = workbook("", "<sst/>");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut part, &mut bytes).unwrap();
        parts.push((part.name().unwrap().into_owned(), bytes));
    }
    for (name, bytes) in &mut parts {
        let text = String::from_utf8(bytes.clone()).unwrap();
        if name.ends_with("workbook.xml") {
            let sheets: String = (2..60).fold(String::new(), |mut all, number| {
                write!(all, r#"<sheet name="{number}" sheetId="{number}" r:id="rId1"/>"#).unwrap();
                all
            });
            *bytes = text.replace("</sheets>", &format!("{sheets}</sheets>")).into_bytes();
        } else if name.ends_with("sheet1.xml") {
            let rows = (9..9_000_u32).fold(String::new(), |mut all, row| {
                write!(all, r#"<row r="{row}" x="{:x}"/>"#, row.wrapping_mul(2_654_435_761)).unwrap();
                all
            });
            *bytes = text.replace("</sheetData>", &format!("{rows}</sheetData>")).into_bytes();
        }
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert_refused(archive(&parts), "list_damaged", "again and again");
}
