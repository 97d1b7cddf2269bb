//! Files that want more than a list does, uploaded to the service itself: each is refused with its code, or read with
//! the place of what is wrong, and none takes much memory.

use std::io::{Cursor, Write};
use std::time::Instant;

use crate::support::{Answer, Place, Service, encoded, on_both_stores, send};

/// What an upload may take beyond what the idle service has, in KiB.
const MOST: u64 = 64 * 1024;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with a header, a row, and these rows.
fn workbook(rows: &str) -> Vec<u8> {
    let text = |cell: &str, text: &str| format!(r#"<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">{}{}</row><row r="2">{}{}</row>{rows}</sheetData></worksheet>"#,
        text("A1", "Наименование"),
        text("B1", "Регион"),
        text("A2", "Өркен"),
        text("B2", "Абай облысы")
    );
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let book = format!(
        r#"<workbook xmlns:r="{office}"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn opendocument(rows: &str, manifest: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="List">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

/// A workbook with a password: its archive is encrypted inside a compound file.
fn encrypted() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptedPackage").unwrap().write_all(&[7; 4096]).unwrap();
    file.into_inner().into_inner()
}

/// Name, file, and what its preview must say in English.
fn files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let row = r#"<row><c t="inlineStr"><is><t>xxxxxxxx</t></is></c></row>"#;
    let repeated = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>Наименование</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Регион</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell></table:table-row>"#;
    let formulas = r#"<row r="3"><c r="A3"><f>HYPERLINK("http://evil")</f></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>"#;
    vec![
        ("bomb.xlsx", workbook(&row.repeat(1_500_000)), "is larger than"),
        ("billion.ods", opendocument(repeated, "<m/>"), "is larger than"),
        (
            "far.xlsx",
            workbook(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576"><v>2</v></c></row>"#),
            "List!XFD1048576: too far right",
        ),
        ("line.csv", format!("Наименование;Регион\n{}", "x".repeat(10 << 20)).into_bytes(), "is larger than"),
        ("semicolons.csv", [b"\xd0\x90;B\n".to_vec(), vec![b';'; 15 << 20]].concat(), "is larger than"),
        ("formulas.xlsx", workbook(formulas), "List!A3: the value of the formula was not saved"),
        ("formulas.csv", "Наименование;Телефон\n=cmd|' /C calc'!A0;+7 (7172) 74-25-30\n".into(), "=cmd|"),
        ("page.csv", b"<!doctype html><html><body><table><tr><td>404".to_vec(), "is not a table"),
        ("encrypted.ods", opendocument("", "<manifest:encryption-data/>"), "protected by a password"),
        ("encrypted.xlsx", encrypted(), "protected by a password"),
        ("blank.csv", b"\xef\xbb\xbf\r\n \n".to_vec(), "The file is empty"),
    ]
}

/// A value of `/proc/<process>/status`, in KiB.
fn memory(service: &Service, field: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", service.process())).unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// A browser of somebody who is signed in.
struct Desk<'s> {
    service: &'s Service,
    headers: String,
    form: String,
}

impl<'s> Desk<'s> {
    fn open(service: &'s Service, place: &Place) -> Self {
        let token = place.birlik(["staff", "token", "--name", "test"]).status(0).out;
        let origin = format!("origin: http://{}\r\n", service.address);
        let urlencoded = format!("{origin}content-type: application/x-www-form-urlencoded\r\n");
        let body = format!("token={}", encoded(token.trim()));
        let answer = send(&service.address, "POST", "/en/desk/sign-in", &urlencoded, body.as_bytes());
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        let mut desk =
            Self { service, headers: format!("{origin}cookie: {cookie}\r\n"), form: String::new() };
        let page = desk.get("/en/desk").ok().text();
        let (_, rest) = page.split_once("name=\"form\" value=\"").unwrap();
        desk.form = rest.split('"').next().unwrap().to_owned();
        desk
    }

    fn get(&self, path: &str) -> Answer {
        send(&self.service.address, "GET", path, &self.headers, &[])
    }

    fn upload(&self, name: &str, content: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (field, value) in [("form", self.form.as_str()), ("list", "attack")] {
            write!(body, "--frontier\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                .unwrap();
        }
        let head = format!(
            "--frontier\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--frontier--\r\n");
        let headers = format!("{}content-type: multipart/form-data; boundary=frontier\r\n", self.headers);
        send(&self.service.address, "POST", "/en/desk/uploads", &headers, &body)
    }
}

on_both_stores! {
    async fn hostile_files_are_refused_or_located_in_little_memory(place: Place) {
        let service = Service::start(&place);
        let desk = Desk::open(&service, &place);
        desk.upload("plain.csv", "Наименование;Регион\nӨркен;Абай облысы\n".as_bytes());
        let idle = memory(&service, "VmRSS");
        for (name, content, said) in files() {
            // From here on the greatest memory is counted anew.
            std::fs::write(format!("/proc/{}/clear_refs", service.process()), "5").unwrap();
            let started = Instant::now();
            let answer = desk.upload(name, &content);
            let took = started.elapsed();
            assert_eq!(answer.status, 303, "{name}: {}", answer.text());
            let page = desk.get(answer.header("location")).ok().text();
            let page = page.replace("&#39;", "'").replace("&#124;", "|");
            assert!(page.contains(said), "{name}: {page}");
            let over = memory(&service, "VmHWM").saturating_sub(idle);
            eprintln!("{name}: {} KiB, {took:?}, {over} KiB over {idle}", content.len() / 1024);
            assert!(over < MOST, "{name} took {over} KiB over {idle}");
        }
        assert_eq!(desk.upload("empty.csv", b"").status, 422);
        assert_eq!(desk.upload("large.csv", &vec![b'x'; 17 << 20]).status, 413);
        assert!(memory(&service, "VmHWM").saturating_sub(idle) < MOST);
    }
}
