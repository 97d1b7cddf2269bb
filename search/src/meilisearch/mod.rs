//! The search engine on a Meilisearch server, for registries that have one.
//!
//! It finds what the embedded engine finds, in the same order: the documents hold the same analysed
//! terms ([`crate::finding`]), and Meilisearch is asked which documents have which terms. Its filters
//! give exact sets and counts, know no limit of ten words and no typos of their own; relevance is the
//! sum that it is elsewhere, found by cutting a result into [`cells`]. `filter` alone writes values into
//! filters, `settings` are the settings as code, `feeding` follows tasks to their end and builds a new
//! index aside. Whoever feeds the index must be alone in that: no lock reaches over a network.

mod cells;
mod dictionary;
mod document;
mod feeding;
mod filter;
mod server;
mod settings;
mod sought;
mod state;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use async_trait::async_trait;
use tokio::runtime::Handle;

use self::feeding::{Feeder, Standing};
use self::server::Server;
use self::state::{Dictionaries, State};
use crate::finding;
use crate::index::{
    Change, Head, SearchError, SearchHit, SearchIndex, SearchPage, SearchRequest, SuggestRequest, Suggestion,
    Vocabulary,
};
use crate::query::Understanding;
use crate::text::tokens::Reader;

/// An index on a Meilisearch server.
pub struct MeilisearchIndex {
    inner: Arc<Inner>,
    feeder: tokio::sync::Mutex<Feeder>,
}

struct Inner {
    server: Server,
    uid: String,
    /// What places and codes are called; empty until it is set.
    understanding: RwLock<Arc<Understanding>>,
    dictionaries: Dictionaries,
}

impl MeilisearchIndex {
    /// The index of a name (letters, digits, `-` and `_`) on the server at an address such as
    /// `http://localhost:7700`, with the key that the server wants. Nothing is asked of the server yet.
    pub fn new(address: &str, key: Option<&str>, uid: &str) -> Result<MeilisearchIndex, SearchError> {
        let server = Server::new(address, key)?;
        let feeder = Feeder {
            server: server.clone(),
            uid: uid.to_owned(),
            is_aside: false,
            reader: Reader::default(),
        };
        let inner = Inner {
            server,
            uid: uid.to_owned(),
            understanding: RwLock::default(),
            dictionaries: Mutex::new((Head::default(), HashMap::new())),
        };
        Ok(MeilisearchIndex { inner: Arc::new(inner), feeder: tokio::sync::Mutex::new(feeder) })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&State<'_>, &Understanding) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let head = self.inner.server.head(&self.inner.uid).await?;
        let (inner, runtime) = (Arc::clone(&self.inner), Handle::current());
        let work = move || {
            let understanding =
                Arc::clone(&inner.understanding.read().unwrap_or_else(PoisonError::into_inner));
            let state = State {
                server: &inner.server,
                uid: &inner.uid,
                runtime,
                head,
                dictionaries: &inner.dictionaries,
                frequencies: RefCell::default(),
            };
            work(&state, &understanding)
        };
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or_else(|error| Err(SearchError::Failed(error.to_string())))
    }
}

#[async_trait]
impl SearchIndex for MeilisearchIndex {
    fn set_vocabulary(&self, vocabulary: &Vocabulary) {
        let understanding = Arc::new(Understanding::of(vocabulary));
        *self.inner.understanding.write().unwrap_or_else(PoisonError::into_inner) = understanding;
    }

    async fn head(&self) -> Result<Head, SearchError> {
        let mut feeder = self.feeder.lock().await;
        match feeder.standing().await? {
            Standing::Ready(head) => Ok(head),
            Standing::Outdated => {
                feeder.start_aside().await?;
                Ok(Head::default())
            }
        }
    }

    async fn apply(&self, changes: Vec<Change>, head: Head) -> Result<(), SearchError> {
        let mut feeder = self.feeder.lock().await;
        feeder.apply(changes, &head).await
    }

    async fn start_over(&self) -> Result<(), SearchError> {
        self.feeder.lock().await.start_aside().await
    }

    async fn show(&self) -> Result<(), SearchError> {
        let mut feeder = self.feeder.lock().await;
        if feeder.is_aside { feeder.swap().await } else { Ok(()) }
    }

    async fn search(&self, request: SearchRequest) -> Result<SearchPage, SearchError> {
        self.run(move |state, understanding| finding::search(state, understanding, &request, state.head.seq))
            .await
    }

    async fn suggest(&self, request: SuggestRequest) -> Result<Vec<Suggestion>, SearchError> {
        self.run(move |state, understanding| finding::suggest(state, understanding, &request)).await
    }

    async fn more_like_this(&self, id: &str, limit: usize) -> Result<Vec<SearchHit>, SearchError> {
        let id = id.to_owned();
        self.run(move |state, _| finding::more_like_this(state, &id, limit)).await
    }
}
