//! XLSX, ODS and XLS: sheets, merged cells, dates, formulas.

use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook};

use super::*;

#[test]
fn a_workbook_with_merged_cells_is_read() {
    let mut book = Workbook::new();
    let plain = CellFormat::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Тізім").unwrap();
    sheet.merge_range(0, 0, 0, 5, "Список методических объединений", &plain).unwrap();
    sheet.merge_range(2, 0, 3, 0, "Область", &plain).unwrap();
    sheet.merge_range(2, 1, 2, 2, "Наименование", &plain).unwrap();
    sheet.write(3, 1, "рус").unwrap();
    sheet.write(3, 2, "каз").unwrap();
    sheet.merge_range(2, 3, 3, 3, "Дата создания", &plain).unwrap();
    sheet.merge_range(2, 4, 3, 4, "БИН", &plain).unwrap();
    sheet.merge_range(2, 5, 3, 5, "Количество членов", &plain).unwrap();
    sheet.merge_range(4, 0, 6, 0, "Абай облысы", &plain).unwrap();
    let date = CellFormat::new().set_num_format("dd.mm.yyyy");
    for row in 4..7 {
        sheet.write(row, 1, format!("МО {row}")).unwrap();
        let day = ExcelDateTime::from_ymd(2021, 5, 3).unwrap();
        sheet.write_with_format(row, 3, &day, &date).unwrap();
        sheet.write(row, 4, 990_140_001_154.0_f64).unwrap();
    }
    sheet.write_formula(4, 5, Formula::new("=1+2").set_result("3")).unwrap();
    sheet.write(5, 5, "=1+2").unwrap();
    let other = book.add_worksheet();
    other.set_name("Анықтама").unwrap();
    other.write(0, 0, "как заполнять").unwrap();
    let table = reading(book.save_to_buffer().unwrap(), "list.xlsx");
    assert_eq!(table.format, Format::Xlsx);
    assert_eq!(values(&table, Field::Region), ["Абай облысы"; 3]);
    assert_eq!(values(&table, Field::NameRu), ["МО 4", "МО 5", "МО 6"]);
    assert_eq!(values(&table, Field::Date), ["2021-05-03"; 3]);
    assert_eq!(values(&table, Field::Bin), ["990140001154"; 3]);
    assert_eq!(values(&table, Field::Members), ["3", "=1+2", ""]);
    assert_eq!(left_out(&table), [(1, LeftOutWhy::Title)]);
    assert!(table.remarks.iter().any(|remark| remark.to_string().starts_with("Анықтама: left out")));
}

#[test]
fn sheets_with_tables_are_all_read_and_hidden_ones_where_named() {
    let mut book = Workbook::new();
    for (name, hidden) in [("А", false), ("Б", false), ("В", true)] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write_row(0, 0, ["Наименование", "Регион"]).unwrap();
        sheet.write_row(1, 0, [name, "Абай облысы"]).unwrap();
        sheet.set_hidden(hidden);
    }
    let bytes = book.save_to_buffer().unwrap();
    let table = reading(bytes.clone(), "list.xlsx");
    let names: Vec<&str> = table.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["А", "Б"]);
    assert_eq!(values(&mapped(bytes, "sheet = \"В\""), Field::Name), ["В"]);
}

#[test]
fn formulas_without_a_value_and_errors_are_reported() {
    let cells = r#"<row r="3"><c r="A3"><f>1+1</f></c><c r="B3" t="e"><v>#REF!</v></c><c r="C3"><v>x</v></c></row>
        <row r="4"><c r="A4" t="n"><v>+1</v></c><c r="B4" t="s"><v>7</v></c></row>
        <row r="5"><c r="A5" t="inlineStr"><is><t>Бірлік</t></is></c></row>"#;
    let table = reading(workbook(cells, "<sst/>"), "list.xlsx");
    let places: Vec<&str> = table.problems.iter().map(|problem| problem.cell.as_str()).collect();
    assert_eq!(places[..2], ["A3", "B3"]);
    assert!(problems(&table)[0].contains("a formula without a value"));
    assert!(values(&table, Field::Name).contains(&"Бірлік"));
}

#[test]
fn another_extension_is_remarked_on() {
    let table = reading(workbook("", "<sst/>"), "list.csv");
    assert_eq!(
        table.remarks[0].to_string(),
        "list.csv: by its content a file with the extension .xlsx, and read as one"
    );
}

#[test]
fn opendocument_spreadsheets_keep_merges_repeats_and_zeros() {
    let rows = [
        row(&["Регион", "БИН", "Наименование"]),
        r#"<table:table-row><table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>Абай облысы</text:p></table:table-cell>
           <table:table-cell office:value-type="float" office:value="20340999688"><text:p>020340999688</text:p></table:table-cell>
           <table:table-cell office:value-type="string"><text:p>А<text:s text:c="2"/>Б</text:p><text:p>В &amp; Г</text:p></table:table-cell></table:table-row>"#.to_owned(),
        r#"<table:table-row table:number-rows-repeated="2"><table:covered-table-cell/><table:table-cell/>
           <table:table-cell office:value-type="string"><office:annotation><text:p>пометка</text:p></office:annotation><text:p>Д</text:p></table:table-cell>
           <table:table-cell table:number-columns-repeated="16000"/></table:table-row>"#.to_owned(),
        r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#.to_owned(),
    ];
    let table = reading(opendocument(&rows.concat(), "<m/>"), "list.ods");
    assert_eq!(table.format, Format::Ods);
    assert_eq!(values(&table, Field::Name), ["А  Б\nВ & Г", "Д", "Д"]);
    assert_eq!(values(&table, Field::Region), ["Абай облысы", "Абай облысы", ""]);
    assert_eq!(values(&table, Field::Bin)[0], "020340999688");
}

/// A workbook 97-2003 of records.
pub(super) fn old_workbook(globals: &[(u16, Vec<u8>)], sheet: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let record = |(kind, data): &(u16, Vec<u8>)| {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let begin = (0x0809, vec![0, 6, 5, 0, 0, 0, 0, 0]);
    let end = (0x000a, Vec::new());
    let name = |start: usize| {
        let start = u32::try_from(start).unwrap().to_le_bytes();
        (0x0085, [&start[..], &[0, 0, 4, 0], b"List"].concat())
    };
    let parts = |start: usize| {
        let records = [&[begin.clone(), name(start)], globals, std::slice::from_ref(&end)].concat();
        records.iter().flat_map(record).collect::<Vec<u8>>()
    };
    let start = parts(0).len();
    let sheet = [std::slice::from_ref(&begin), sheet, std::slice::from_ref(&end)].concat();
    let stream: Vec<u8> = [parts(start), sheet.iter().flat_map(record).collect()].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    file.into_inner().into_inner()
}

/// The head of a cell: row and column from zero, and its format.
pub(super) fn cell(row: u16, column: u16, format: u16, rest: &[u8]) -> Vec<u8> {
    [&row.to_le_bytes()[..], &column.to_le_bytes(), &format.to_le_bytes(), rest].concat()
}

fn label(row: u16, column: u16, text: &str) -> (u16, Vec<u8>) {
    let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(text.encode_utf16().count()).unwrap().to_le_bytes();
    (0x0204, cell(row, column, 0, &[&length[..], &[1], &letters].concat()))
}

#[test]
fn an_old_workbook_is_read() {
    // One shared string, divided in the middle with the width of its letters changed.
    let table = [&1_u32.to_le_bytes()[..], &1_u32.to_le_bytes(), &4_u16.to_le_bytes(), &[0], b"AB"].concat();
    let rest = [&[1_u8][..], &0x0416_u16.to_le_bytes(), &0x0417_u16.to_le_bytes()].concat();
    let date_format =
        (0x041e, [&164_u16.to_le_bytes()[..], &10_u16.to_le_bytes(), &[0], b"DD/MM/YYYY"].concat());
    let formats = [(0x00e0, vec![0, 0, 0, 0]), (0x00e0, vec![0, 0, 164, 0])];
    let globals = [&[date_format][..], &formats, &[(0x00fc, table), (0x003c, rest)]].concat();
    let result = [&[0_u8, 0, 0, 0, 0, 0, 0xff, 0xff][..], &[0; 8]].concat();
    let cells = [
        label(0, 0, "Атауы"),
        label(0, 1, "БИН"),
        label(0, 2, "Дата создания"),
        label(0, 3, "Мүшелер саны"),
        (0x00fd, cell(1, 0, 0, &0_u32.to_le_bytes())),
        (0x0203, cell(1, 1, 0, &990_140_001_154_f64.to_le_bytes())),
        (0x027e, cell(1, 2, 1, &(44319_u32 << 2 | 2).to_le_bytes())),
        (0x0006, cell(1, 3, 0, &result)),
        (0x0207, [&1_u16.to_le_bytes()[..], &[0], b"7"].concat()),
        label(2, 0, "Өркен"),
        (0x0205, cell(2, 3, 0, &[42, 1])),
        (0x00e5, [1_u16, 1, 2, 1, 1].iter().flat_map(|number| number.to_le_bytes()).collect()),
    ];
    let table = reading(old_workbook(&globals, &cells), "list.xls");
    assert_eq!(table.format, Format::Xls);
    assert_eq!(values(&table, Field::Name), ["ABЖЗ", "Өркен"]);
    assert_eq!(values(&table, Field::Bin), ["990140001154", "990140001154"]);
    assert_eq!(values(&table, Field::Date), ["2021-05-03", ""]);
    assert_eq!(values(&table, Field::Members), ["7", ""]);
    assert_eq!(table.problems[0].cell, "D3");
}
