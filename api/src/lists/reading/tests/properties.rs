//! Whatever comes in, something is answered; whatever is written, the same is read.

use proptest::prelude::*;

use super::workbooks::old_workbook;
use super::*;

/// Cells without line breaks and quotation marks at the ends, as people write them.
fn cell_text() -> impl Strategy<Value = String> {
    "[А-Яа-яәғқңөұүһі a-z0-9,;|«»\"'.:()=+@-]{0,24}".prop_map(|text| text.trim().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), start in 0..5_usize) {
        let starts: [&[u8]; 5] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Наименование;БИН\n".as_bytes(), b"\xff\xfe"];
        let _ = read([starts[start], &bytes].concat(), "list.bin", None, &Limits::default());
    }

    #[test]
    fn damaged_workbooks_are_answered(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), old in any::<bool>()) {
        let mut bytes = if old {
            old_workbook(&[(0x00fc, vec![0; 40])], &[(0x0204, vec![0, 0, 0, 0, 0, 0, 2, 0, 0, b'a', b'b']), (0x00bd, vec![0; 30])])
        } else {
            workbook("", "<sst/>")
        };
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(bytes, "list.xlsx", None, &Limits::default());
    }

    #[test]
    fn any_records_are_answered(records in proptest::collection::vec((prop::sample::select(vec![0x0006_u16, 0x0203, 0x0204, 0x0207, 0x00fd, 0x00bd, 0x00e5, 0x0205, 0x027e, 0x003c, 0x00fc, 0x041e, 0x0085]), proptest::collection::vec(any::<u8>(), 0..40)), 0..20)) {
        let _ = read(old_workbook(&records, &records), "list.xls", None, &Limits::default());
    }

    #[test]
    fn a_table_is_the_same_in_all_writings(rows in proptest::collection::vec(proptest::collection::vec(cell_text(), 3), 1..12), delimiter in prop::sample::select(vec![b';', b',', b'\t', b'|'])) {
        // Names with a mark of their own, so that each row is one of data, and never a heading or a total.
        let rows: Vec<Vec<String>> = rows.iter().zip(0..).map(|(row, n)| {
            vec![format!("Ұйым {n} {}x", row[0]), format!("x{}x", row[1]), format!("бағыт {}x", row[2])]
        }).collect();
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["Наименование", "Примечание", "Сфера деятельности"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let utf_16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.clone().into_bytes(), text.replace('\n', "\r\n").into_bytes(), utf_16] {
            let table = reading(bytes, "list.csv");
            let cells: Vec<&Vec<String>> = table.sheets[0].rows.iter().map(|row| &row.cells).collect();
            prop_assert_eq!(cells, rows.iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn escaped_cells_come_back(text in "['=+@\\-a-zА-Я ]{0,8}") {
        let escaped = super::super::rejected::escape(&text);
        prop_assert!(!escaped.starts_with(['=', '+', '-', '@']));
        prop_assert_eq!(super::super::rejected::unescape(&escaped), text.as_str());
    }
}
