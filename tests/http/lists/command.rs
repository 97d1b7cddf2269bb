//! `birlik lists`, as it is typed.

use serde_json::{Value, json};

use super::contents_of;
use crate::support::{Place, dirty, on_both_stores};

on_both_stores! {
    async fn the_command_tells_what_it_did(place: Place) {
        let file = place.file("list.csv", dirty(0..6));
        let report = place.folder().join("report.json");
        let import = ["lists", "import", file.to_str().unwrap(), "--source", "ngo", "--list-date", "2021-05", "--report", report.to_str().unwrap()];
        let dry = place.birlik(import.into_iter().chain(["--dry-run"])).status(0);
        assert!(dry.out.contains("list.csv: columns: "), "{}", dry.out);
        assert!(dry.out.contains("12 rows: 6 bodies") && dry.out.contains("nothing was written"), "{}", dry.out);
        let ended = place.birlik(import).status(0);
        assert!(ended.out.contains("6 records are new") && ended.out.contains("`birlik lists revert l1`"), "{}", ended.out);
        let told: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
        assert_eq!((&told["batch"], told["rows"].as_array().unwrap().len()), (&json!("l1"), 12));
        assert!(told["columns"].as_array().unwrap().iter().any(|column| column["used"] == true), "{}", told["columns"]);
        let shown = place.birlik(["lists", "show"]).status(0);
        assert!(shown.out.contains("l1  applied  ngo 2021-05  12 rows, 6 bodies, 0 to decide"), "{}", shown.out);
        let truth = place.file("truth.csv", "row,cluster,education,kind\n".to_owned()
            + &(0..12).map(|row| format!("{},{},yes,ngo", row + 1, row / 2)).collect::<Vec<_>>().join("\n"));
        let measured = place.birlik(["lists", "evaluate", report.to_str().unwrap(), truth.to_str().unwrap()]).status(0);
        assert!(measured.out.contains("6 of 6") && measured.out.contains("precision               1.0000"), "{}", measured.out);
        let reverted = place.birlik(["lists", "revert", "l1"]).status(0);
        assert!(reverted.out.contains("6 records taken out"), "{}", reverted.out);
        place.birlik(["lists", "revert", "l1"]).status(1);
        let unknown = place.birlik(["lists", "revert", "l9"]).status(1);
        assert!(unknown.err.contains("there is no batch l9"), "{}", unknown.err);
        place.birlik(["log", "verify"]).status(0);
    }

    async fn a_file_that_is_no_list_is_refused_and_nothing_is_written(place: Place) {
        place.birlik(["lists", "show"]).status(0);
        let encrypted = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
        for (name, bytes, said) in [
            ("page.csv", b"<!doctype html><html><body>404</body></html>".to_vec(), "page.csv"),
            ("empty.csv", Vec::new(), "empty.csv"),
            ("bomb.xlsx", bomb(200 << 20), "bomb.xlsx"),
            ("locked.xls", encrypted, "locked.xls"),
            ("words.csv", "бір\nекі\nүш\n".as_bytes().to_vec(), "words.csv!1: text without columns"),
            ("rows.json", b"[{\"name\": \"a\"}]".to_vec(), "line 1: the file is JSON"),
            ("places.csv", "Регион;Телефон\nАбай облысы;87172742530\n".into(), "places.csv!1: no column holds names"),
            ("header.csv", "Наименование;Регион\n".into(), "header.csv!1: no row of data"),
        ] {
            let file = place.file(name, bytes);
            let started = std::time::Instant::now();
            let ended = place.birlik(["lists", "import", "--source", "x", file.to_str().unwrap()]).status(1);
            assert!(ended.err.contains(said) && ended.out.is_empty(), "{name}: {}", ended.err);
            eprintln!("{name}: {:?}: {}", started.elapsed(), ended.err.lines().last().unwrap_or_default());
        }
        place.birlik(["lists", "import", "--source", "a/b", "nothing.csv"]).status(1);
        assert_eq!(contents_of(&place).await, Vec::<Value>::new());
    }
}

/// Bytes of a file that `zip` makes of this many zeros, named as a sheet of a workbook.
fn bomb(bytes: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        archive.start_file(name, options).unwrap();
        let size = if name.ends_with("sheet1.xml") { bytes } else { 16 };
        std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), size as u64), &mut archive).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
