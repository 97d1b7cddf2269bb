//! What the targets share: the vocabulary that the program is shipped with, and how bytes become text.

use std::borrow::Cow;
use std::sync::LazyLock;

use birlik_search::matching::Lexicon;
use birlik_search::query::Understanding;
use birlik_search::{Vocabulary, VocabularyArea, VocabularyCode};

/// The places and codes of the program.
pub static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut areas: Vec<VocabularyArea> = Vec::new();
    for row in rows(include_str!("../../../api/data/regions.csv")) {
        areas.push(area(&row[0], &row[2], None, [3, 4, 5].map(|column| &row[column])));
    }
    for row in rows(include_str!("../../../api/data/districts.csv")) {
        areas.push(area(&row[0], &row[2], Some(&row[1]), [4, 5, 6].map(|column| &row[column])));
    }
    for row in rows(include_str!("../../../api/data/area-aliases.csv")) {
        let mut known = areas.iter_mut().filter(|area| area.kato == row[0]);
        known.by_ref().for_each(|area| area.aliases.push(row[2].to_owned()));
    }
    let codes = rows(include_str!("../../../entity/data/codes.csv")).map(|row| VocabularyCode {
        list: row[0].to_owned(),
        code: row[1].to_owned(),
        labels: [2, 3, 4].map(|column| row[column].to_owned()),
    });
    Vocabulary { codes: codes.collect(), areas }
});

/// The vocabulary, prepared for queries.
pub static UNDERSTANDING: LazyLock<Understanding> = LazyLock::new(|| Understanding::of(&VOCABULARY));

/// The vocabulary, prepared for rows.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(&VOCABULARY));

/// The bytes as text; what is none stands there as U+FFFD, so that nothing behind it is lost.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn area(kato: &str, kind: &str, parent: Option<&str>, names: [&str; 3]) -> VocabularyArea {
    // The table has administrations of cities, as the program's own reading of it has not.
    let mended = |name: &str| {
        let name = name.trim_end_matches(" (city)");
        let city = [" Қ.Ә.", " Г.А."].iter().find_map(|administration| name.strip_suffix(administration));
        city.unwrap_or(name).to_owned()
    };
    VocabularyArea {
        kato: kato.to_owned(),
        kind: kind.to_owned(),
        parent: parent.map(str::to_owned),
        names: names.map(|name| Some(mended(name))),
        aliases: Vec::new(),
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(table.as_bytes())
        .into_records()
        .map(|row| row.expect("a shipped table is whole"))
}
