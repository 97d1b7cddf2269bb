//! Lists as they come: each test builds its file and reads it.

mod attacks;
mod delimited;
mod headers;
mod layouts;
mod mappings;
mod properties;
mod workbooks;

use std::io::{Cursor, Write};

use super::*;

/// Reads bytes with the usual limits and no mapping.
fn reading(bytes: impl Into<Vec<u8>>, file_name: &str) -> ListTable {
    read(bytes.into(), file_name, None, &Limits::default()).unwrap()
}

/// Reads bytes with a mapping in TOML.
fn mapped(bytes: impl Into<Vec<u8>>, mapping: &str) -> ListTable {
    let mapping = Mapping::parse(mapping, "mapping.toml").unwrap();
    read(bytes.into(), "list.csv", Some(&mapping), &Limits::default()).unwrap()
}

/// Why bytes are refused.
fn refused(bytes: impl Into<Vec<u8>>, file_name: &str) -> ReadError {
    read(bytes.into(), file_name, None, &Limits::default()).unwrap_err()
}

/// The values of a field in all rows of the first sheet; empty where a row has none.
fn values(table: &ListTable, field: Field) -> Vec<&str> {
    let sheet = &table.sheets[0];
    sheet.rows.iter().map(|row| sheet.value(row, field).unwrap_or_default()).collect()
}

/// The fields of the columns of the first sheet.
fn fields(table: &ListTable) -> Vec<Option<Field>> {
    table.sheets[0].columns.iter().map(|column| column.field).collect()
}

/// Why rows of the first sheet are left out, with their first row.
fn left_out(table: &ListTable) -> Vec<(u32, LeftOutWhy)> {
    table.sheets[0].left_out.iter().map(|left_out| (left_out.from, left_out.why)).collect()
}

fn problems(table: &ListTable) -> Vec<String> {
    table.problems.iter().map(ToString::to_string).collect()
}

/// An archive of parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with a header, one row, and whatever a test adds to its sheet and its strings.
fn workbook(cells: &str, strings: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>Наименование</t></is></c><c r="B1" t="inlineStr"><is><t>Регион</t></is></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t>Өркен</t></is></c><c r="B2" t="inlineStr"><is><t>Абай облысы</t></is></c></row>
        {cells}</sheetData></worksheet>"#
    );
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relations = format!(
        r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let sheets = format!(
        r#"<workbook xmlns:r="{office}"><sheets><sheet name="Тізім" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let targets = format!(
        r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relations.as_bytes()),
        ("xl/workbook.xml", sheets.as_bytes()),
        ("xl/_rels/workbook.xml.rels", targets.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// An OpenDocument spreadsheet with these rows of one table.
fn opendocument(rows: &str, manifest: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
        <table:table table:name="Тізім">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

/// A row of an OpenDocument spreadsheet.
fn row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}
