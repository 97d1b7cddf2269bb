//! The server for the tests, where there is one.

use birlik_search::MeilisearchIndex;

/// An index of this name on the server that `BIRLIK_TEST_MEILISEARCH` names (its key, if it wants one,
/// is `BIRLIK_TEST_MEILISEARCH_KEY`); `None` where none is named.
pub fn meilisearch(name: &str) -> Option<MeilisearchIndex> {
    let address = std::env::var("BIRLIK_TEST_MEILISEARCH").ok()?;
    let key = std::env::var("BIRLIK_TEST_MEILISEARCH_KEY").ok();
    Some(MeilisearchIndex::new(&address, key.as_deref(), name).unwrap())
}
