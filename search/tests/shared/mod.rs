//! The shared reference data as the engine would receive it from the service.
//!
//! Reads areas, codes, organizations and queries from a directory of CSV and JSON lines and makes
//! documents and the vocabulary of them. Used by the tests that measure finding; nothing here is
//! part of the product.

#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use birlik_search::{IndexedName, OrganizationDocument, Vocabulary, VocabularyArea, VocabularyCode};
use serde_json::Value;

/// Where the shared data lies: `BIRLIK_TEST_SHARED`, else beside the repository; `None` where absent.
pub fn data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("BIRLIK_TEST_SHARED").map_or(beside, PathBuf::from);
    let data = shared.join("data");
    if data.join("dev/queries.jsonl").exists() {
        return Some(data);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "the shared data is not in {}", data.display());
    println!("not run: there is no {}", data.display());
    None
}

/// A place with all its names.
#[derive(Debug, Clone, Default)]
pub struct Area {
    pub kato: String,
    pub kind: String,
    pub parent: Option<String>,
    pub kk: String,
    pub ru: String,
    pub en: String,
    pub aliases: Vec<String>,
}

/// A code of a closed list with its labels.
#[derive(Debug, Clone)]
pub struct Code {
    pub list: String,
    pub value: String,
    pub labels: [String; 3],
}

/// A query and the records it must find.
#[derive(Debug, Clone)]
pub struct Asked {
    pub category: String,
    pub query: String,
    pub relevant: Vec<String>,
}

/// The reference data.
pub struct World {
    pub areas: BTreeMap<String, Area>,
    pub codes: Vec<Code>,
    pub documents: Vec<OrganizationDocument>,
    pub queries: Vec<Asked>,
}

impl World {
    pub fn read(data: &Path) -> World {
        let areas = areas(data);
        let codes: Vec<Code> = rows(&data.join("codes.csv"))
            .into_iter()
            .map(|row| Code {
                list: row[0].clone(),
                value: row[1].clone(),
                labels: [row[2].clone(), row[3].clone(), row[4].clone()],
            })
            .collect();
        let documents = lines(&data.join("dev/organizations.jsonl"))
            .map(|record| document(&record, &areas, &codes))
            .collect();
        let queries = lines(&data.join("dev/queries.jsonl"))
            .map(|asked| Asked {
                category: text(&asked["category"]),
                query: text(&asked["query"]),
                relevant: texts(&asked["relevant"]),
            })
            .collect();
        World { areas, codes, documents, queries }
    }

    /// The seed organizations; their ids are their places in the file.
    pub fn seeds(&self, data: &Path) -> Vec<OrganizationDocument> {
        lines(&data.join("seed-organizations.jsonl"))
            .enumerate()
            .map(|(place, record)| {
                let mut seed = document(&record, &self.areas, &self.codes);
                seed.id = format!("seed-{place:02}");
                record["country"].as_str().unwrap_or("KZ").clone_into(&mut seed.country);
                seed
            })
            .collect()
    }

    /// What the service tells the engine about places and codes.
    pub fn vocabulary(&self) -> Vocabulary {
        let named = |name: &String| (!name.is_empty()).then(|| name.clone());
        let areas = self.areas.values().map(|area| VocabularyArea {
            kato: area.kato.clone(),
            kind: area.kind.clone(),
            parent: area.parent.clone(),
            names: [named(&area.kk), named(&area.ru), named(&area.en)],
            aliases: area.aliases.clone(),
        });
        let codes = self.codes.iter().map(|code| VocabularyCode {
            list: code.list.clone(),
            code: code.value.clone(),
            labels: code.labels.clone(),
        });
        Vocabulary { areas: areas.collect(), codes: codes.collect() }
    }
}

fn document(record: &Value, areas: &BTreeMap<String, Area>, codes: &[Code]) -> OrganizationDocument {
    let mut chain: Vec<&Area> = Vec::new();
    let mut next = areas.get(record["area"]["kato"].as_str().unwrap_or_default());
    while let Some(area) = next {
        chain.insert(0, area);
        next = area.parent.as_ref().and_then(|parent| areas.get(parent));
    }
    let place_names = chain
        .iter()
        .flat_map(|area| [&area.kk, &area.ru, &area.en].into_iter().chain(&area.aliases).cloned())
        .filter(|name| !name.is_empty())
        .collect();
    let kind = text(&record["kind"]);
    let (subjects, activities) = (texts(&record["subjects"]), texts(&record["activities"]));
    let labelled = std::iter::once(("kind", &kind))
        .chain(subjects.iter().map(|subject| ("subject", subject)))
        .chain(activities.iter().map(|activity| ("activity", activity)));
    let labels = labelled
        .filter_map(|(list, code)| codes.iter().find(|entry| entry.list == list && entry.value == *code))
        .flat_map(|entry| entry.labels.clone())
        .collect();
    OrganizationDocument {
        id: text(&record["identifiers"][0]["value"]),
        names: names(&record["names"]),
        host_names: names(&record["host"]["names"]).into_iter().map(|name| name.value).collect(),
        place_names,
        labels,
        kind,
        level: text(&record["level"]),
        status: text(&record["status"]),
        legal_form: record["legal_form"].as_str().map(str::to_owned),
        country: "KZ".to_owned(),
        areas: chain.iter().map(|area| area.kato.clone()).collect(),
        activities,
        subjects,
        bin: record["bin"].as_str().map(str::to_owned),
        confirmed: "imported".to_owned(),
        ..OrganizationDocument::default()
    }
}

fn names(names: &Value) -> Vec<IndexedName> {
    names
        .as_array()
        .into_iter()
        .flatten()
        .map(|name| IndexedName {
            value: text(&name["value"]),
            lang: text(&name["lang"]),
            name_type: text(&name["type"]),
        })
        .collect()
}

fn areas(data: &Path) -> BTreeMap<String, Area> {
    let mut areas = BTreeMap::new();
    for row in rows(&data.join("regions.csv")) {
        let [kato, kind, kk, ru, en] = [0, 2, 3, 4, 5].map(|column| row[column].clone());
        areas.insert(kato.clone(), Area { kato, kind, kk, ru, en, ..Area::default() });
    }
    for row in rows(&data.join("districts.csv")) {
        let [kato, parent, kind, kk, ru, en] = [0, 1, 2, 4, 5, 6].map(|column| row[column].clone());
        areas
            .insert(kato.clone(), Area { kato, kind, parent: Some(parent), kk, ru, en, aliases: Vec::new() });
    }
    for row in rows(&data.join("area-aliases.csv")) {
        if let Some(area) = areas.get_mut(&row[0]) {
            area.aliases.push(row[2].clone());
        }
    }
    areas
}

/// The rows of a CSV file without its header.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let file = std::fs::read_to_string(path).unwrap();
    file.lines().skip(1).map(columns).collect()
}

fn columns(line: &str) -> Vec<String> {
    let (mut columns, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => columns.push(String::new()),
            _ => columns.last_mut().unwrap().push(c),
        }
    }
    columns
}

fn lines(path: &Path) -> impl Iterator<Item = Value> {
    let file = std::fs::read_to_string(path).unwrap();
    let values: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    values.into_iter()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(values: &Value) -> Vec<String> {
    values.as_array().into_iter().flatten().map(text).collect()
}
