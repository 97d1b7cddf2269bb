//! Tests of the embedded engine, over a small generated world.
//!
//! The world is the same in every run. `finding` asks what words find, `meaning` what
//! queries are taken to mean, `listing` compares filters,
//! facets and pages with counting by hand, `life` opens, closes, damages and replaces indexes.

mod finding;
mod life;
mod listing;
mod meaning;

use std::path::PathBuf;

use tempfile::TempDir;

use super::EmbeddedIndex;
use crate::index::{Change, Head, IndexedName, OrganizationDocument, SearchIndex, SearchPage, SearchRequest};

/// A directory that goes away, and where the index in it lies.
struct Home {
    _dir: TempDir,
    index: PathBuf,
}

fn home() -> Home {
    let dir = tempfile::tempdir().unwrap();
    let index = dir.path().join("index");
    Home { _dir: dir, index }
}

fn name(value: &str, lang: &str) -> IndexedName {
    IndexedName { value: value.to_owned(), lang: lang.to_owned(), name_type: "official".to_owned() }
}

fn named(id: &str, value: &str) -> OrganizationDocument {
    OrganizationDocument {
        id: id.to_owned(),
        names: vec![name(value, "kk")],
        ..OrganizationDocument::default()
    }
}

fn at(seq: i64) -> Head {
    Head::new(seq, "")
}

fn put(organization: OrganizationDocument) -> Change {
    Change::Put(Box::new(organization))
}

async fn index_of(home: &Home, organizations: &[OrganizationDocument]) -> EmbeddedIndex {
    let index = EmbeddedIndex::open(&home.index).unwrap();
    // Several commits make several segments.
    let batch = organizations.len().div_ceil(3).max(1);
    for (number, part) in (1..).zip(organizations.chunks(batch)) {
        index.apply(part.iter().cloned().map(put).collect(), at(number)).await.unwrap();
    }
    index
}

async fn ask(index: &EmbeddedIndex, query: &str) -> SearchPage {
    let query = Some(query.to_owned());
    index.search(SearchRequest { query, limit: 100, ..SearchRequest::default() }).await.unwrap()
}

async fn found(index: &EmbeddedIndex, query: &str) -> Vec<String> {
    ids(&ask(index, query).await)
}

fn ids(page: &SearchPage) -> Vec<String> {
    page.hits.iter().map(|hit| hit.id.clone()).collect()
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick(&mut self, from: &[&str]) -> String {
        let side = self.roll(from.len() as u64);
        from[usize::try_from(side).unwrap()].to_owned()
    }

    fn some(&mut self, from: &[&str], at_most: u64) -> Vec<String> {
        (0..self.roll(at_most + 1)).map(|_| self.pick(from)).collect()
    }
}

const KINDS: [&str; 4] = ["union", "association", "committee", "ngo"];
const SUBJECTS: [&str; 4] = ["math", "physics", "kazakh", "history"];
const FIRST: [&str; 8] = ["Өркен", "Ата-ана", "Әділет", "Ғылым", "Ұстаз", "Қамқор", "Учитель", "Білім"];
const SECOND: [&str; 5] = ["бірлестігі", "комитеті", "одағы", "кеңесі", "ассоциациясы"];

fn world(size: usize) -> Vec<OrganizationDocument> {
    let mut dice = Dice(7);
    (0..size).map(|number| organization(number, &mut dice)).collect()
}

fn organization(number: usize, dice: &mut Dice) -> OrganizationDocument {
    let (first, second, school) = (dice.pick(&FIRST), dice.pick(&SECOND), dice.roll(40));
    let mut names = vec![name(&format!("«{first}» №{school} мектеп {second}"), "kk")];
    if dice.roll(2) == 0 {
        names.push(name(&format!("Объединение «{first}» школы №{school}"), "ru"));
    }
    let region = dice.roll(3);
    let district = dice.roll(4);
    OrganizationDocument {
        id: format!("org-{number:04}"),
        names,
        host_names: vec![format!("№{school} мектеп-гимназия")],
        place_names: vec![dice.pick(&["Семей қаласы", "Абай облысы", "Тараз"])],
        labels: vec!["мұғалімдер бірлестігі".to_owned()],
        kind: dice.pick(&KINDS),
        level: dice.pick(&["school", "district", "republic"]),
        status: dice.pick(&["active", "stale"]),
        legal_form: (dice.roll(3) > 0).then(|| dice.pick(&["ob", "oyul"])),
        country: "KZ".to_owned(),
        areas: vec![format!("{region}1"), format!("{region}1{district}")],
        activities: dice.some(&["training", "contest", "advice"], 3),
        subjects: dice.some(&SUBJECTS, 2),
        host: (dice.roll(2) == 0).then(|| format!("inst-{school}")),
        parents: dice.some(&["org-0001", "org-0002"], 1),
        bin: (dice.roll(2) == 0).then(|| format!("9901400{number:05}")),
        confirmed: dice.pick(&["imported", "contact", "official"]),
        identifiers: Vec::new(),
        updated_at: i64::try_from(dice.roll(50)).unwrap() - 10,
    }
}
