//! Tests of what is the embedded engine's own: `life` opens, closes, damages and replaces indexes,
//! `cost` asks what nobody should. What engines do alike is tested in `tests/engine/conformance`.

mod cost;
mod life;

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
