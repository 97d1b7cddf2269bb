//! The shared reference data, where it lies beside the project.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::index::{Vocabulary, VocabularyArea, VocabularyCode};
use crate::matching::evaluation::Truth;
use crate::matching::{Lexicon, RowInput};

/// Where the shared data lies: `BIRLIK_TEST_SHARED`, else beside the repository; `None` where absent.
pub fn data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("BIRLIK_TEST_SHARED").map_or(beside, PathBuf::from);
    let data = shared.join("data");
    if data.join("dev/ngo-list.csv").exists() {
        return Some(data);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "the shared data is not in {}", data.display());
    println!("not run: there is no {}", data.display());
    None
}

/// The places and codes of the reference data.
pub fn vocabulary(data: &Path) -> Vocabulary {
    let mut areas: BTreeMap<String, VocabularyArea> = BTreeMap::new();
    for row in rows(&data.join("regions.csv"), ',') {
        let names = [3, 4, 5].map(|column| Some(row[column].clone()));
        let (kato, kind) = (row[0].clone(), row[2].clone());
        areas.insert(kato.clone(), VocabularyArea { kato, kind, parent: None, names, aliases: Vec::new() });
    }
    for row in rows(&data.join("districts.csv"), ',') {
        let names = [4, 5, 6].map(|column| Some(row[column].clone()));
        let (kato, parent, kind) = (row[0].clone(), Some(row[1].clone()), row[2].clone());
        areas.insert(kato.clone(), VocabularyArea { kato, kind, parent, names, aliases: Vec::new() });
    }
    for row in rows(&data.join("area-aliases.csv"), ',') {
        if let Some(area) = areas.get_mut(&row[0]) {
            area.aliases.push(row[2].clone());
        }
    }
    let codes = rows(&data.join("codes.csv"), ',').into_iter().map(|row| VocabularyCode {
        list: row[0].clone(),
        code: row[1].clone(),
        labels: [row[2].clone(), row[3].clone(), row[4].clone()],
    });
    Vocabulary { areas: areas.into_values().collect(), codes: codes.collect() }
}

/// The lexicon of the reference data.
pub fn lexicon(data: &Path) -> Lexicon {
    Lexicon::of(&vocabulary(data))
}

/// A list of NGOs with its truth.
pub fn list(data: &Path, name: &str) -> (Vec<RowInput>, Vec<Truth>) {
    let cell = |row: &[String], column: usize| row.get(column).filter(|cell| !cell.is_empty()).cloned();
    let inputs = rows(&data.join(format!("dev/{name}.csv")), ';')
        .iter()
        .map(|row| RowInput {
            bin: cell(row, 1),
            name_ru: cell(row, 2),
            name_kk: cell(row, 3),
            legal_form: cell(row, 4),
            region: cell(row, 5),
            district: cell(row, 6),
            phones: cell(row, 7).into_iter().collect(),
            emails: cell(row, 8).into_iter().collect(),
            activity: cell(row, 9),
            date: cell(row, 10),
            ..RowInput::default()
        })
        .collect();
    let truth = rows(&data.join(format!("dev/{name}.truth.csv")), ',')
        .into_iter()
        .map(|row| Truth { body: row[1].clone(), education: row[2].clone(), kind: row[3].clone() })
        .collect();
    (inputs, truth)
}

/// The rows of a CSV file without its header.
pub fn rows(path: &Path, separator: char) -> Vec<Vec<String>> {
    let file = std::fs::read_to_string(path).unwrap();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = file.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows.drain(..1);
    rows
}
