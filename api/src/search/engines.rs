//! Which engine answers: Meilisearch where it is configured, there and up to the log; else the embedded
//! one, which is always fed.
//!
//! Features search through [`Engines`] and do not know which engine that was. What changes is logged once,
//! and [`Engines::remote`] says how it stands, for health and metrics.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use birlik_search::{
    Change, Head, SearchError, SearchHit, SearchIndex, SearchPage, SearchRequest, SuggestRequest, Suggestion,
    Vocabulary,
};

/// Behind the embedded engine by more events than this, Meilisearch is not asked.
const GREATEST_LAG: i64 = 1000;

/// How long Meilisearch is left alone at least after it did not answer.
const REST: Duration = Duration::from_secs(5);

/// The engines of a service.
pub struct Engines {
    embedded: Arc<dyn SearchIndex>,
    remote: Option<Arc<Remote>>,
}

/// An engine on a server.
pub struct Remote {
    index: Arc<dyn SearchIndex>,
    /// The last event that searches see; -1 before that is known.
    shown: AtomicI64,
    /// When it last did not answer, where it has not since.
    away: Mutex<Option<Instant>>,
    /// How long it is left alone then.
    rest: Duration,
}

impl Engines {
    /// An engine in the process, and the one on a server where there is one.
    pub fn new(embedded: Arc<dyn SearchIndex>, remote: Option<Arc<dyn SearchIndex>>) -> Self {
        Self::resting(embedded, remote, REST)
    }

    fn resting(embedded: Arc<dyn SearchIndex>, remote: Option<Arc<dyn SearchIndex>>, rest: Duration) -> Self {
        let remote = remote
            .map(|index| Arc::new(Remote { index, shown: AtomicI64::new(-1), away: Mutex::new(None), rest }));
        Self { embedded, remote }
    }

    /// The engine in the process.
    pub fn embedded(&self) -> Arc<dyn SearchIndex> {
        self.embedded.clone()
    }

    /// The engine on a server, to be fed.
    pub fn remote(&self) -> Option<Arc<Remote>> {
        self.remote.clone()
    }

    /// The engine on a server where it is to be asked.
    async fn asked(&self) -> Result<Option<&Remote>, SearchError> {
        // While it is away, feeding it tries whether it is back: no person waits for that.
        let Some(remote) = self.remote.as_deref().filter(|remote| remote.answers()) else {
            return Ok(None);
        };
        let behind = self.embedded.head().await?.seq - remote.shown.load(Ordering::Relaxed);
        Ok((remote.shown.load(Ordering::Relaxed) >= 0 && behind <= GREATEST_LAG).then_some(remote))
    }

    /// Asks the engine on the server, or the one in the process while that is away or behind.
    async fn ask<T, Answer>(
        &self,
        ask: impl Fn(Arc<dyn SearchIndex>) -> Answer + Send + Sync,
    ) -> Result<T, SearchError>
    where
        Answer: Future<Output = Result<T, SearchError>> + Send,
        T: Send,
    {
        if let Some(remote) = self.asked().await? {
            match ask(remote.index.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(SearchError::InvalidCursor) => return Err(SearchError::InvalidCursor),
                Err(error) => remote.is_away(&error),
            }
        }
        ask(self.embedded.clone()).await
    }
}

impl Remote {
    /// True where it answered when it was last asked.
    pub fn answers(&self) -> bool {
        self.away.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// The last event that searches see; `None` before that is known.
    pub fn shown(&self) -> Option<i64> {
        Some(self.shown.load(Ordering::Relaxed)).filter(|seq| *seq >= 0)
    }

    fn has_answered(&self) {
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        if away.is_some_and(|since| since.elapsed() >= self.rest) {
            *away = None;
            tracing::info!("meilisearch answers again");
        }
    }

    fn is_away(&self, error: &SearchError) {
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        if away.replace(Instant::now()).is_none() {
            tracing::error!(%error, "meilisearch does not answer; the embedded engine does");
        }
    }

    fn noted<T>(&self, answer: Result<T, SearchError>) -> Result<T, SearchError> {
        match &answer {
            Ok(_) => self.has_answered(),
            Err(error) => self.is_away(error),
        }
        answer
    }
}

#[async_trait]
impl SearchIndex for Engines {
    async fn head(&self) -> Result<Head, SearchError> {
        self.embedded.head().await
    }

    async fn apply(&self, changes: Vec<Change>, head: Head) -> Result<(), SearchError> {
        self.embedded.apply(changes, head).await
    }

    fn set_vocabulary(&self, vocabulary: &Vocabulary) {
        self.embedded.set_vocabulary(vocabulary);
    }

    async fn search(&self, request: SearchRequest) -> Result<SearchPage, SearchError> {
        self.ask(|index| {
            let request = request.clone();
            async move { index.search(request).await }
        })
        .await
    }

    async fn suggest(&self, request: SuggestRequest) -> Result<Vec<Suggestion>, SearchError> {
        self.ask(|index| {
            let request = request.clone();
            async move { index.suggest(request).await }
        })
        .await
    }

    async fn more_like_this(&self, id: &str, limit: usize) -> Result<Vec<SearchHit>, SearchError> {
        self.ask(|index| async move { index.more_like_this(id, limit).await }).await
    }
}

/// Feeding: notes how far searches can see.
#[async_trait]
impl SearchIndex for Remote {
    async fn head(&self) -> Result<Head, SearchError> {
        self.noted(self.index.head().await)
    }

    async fn apply(&self, changes: Vec<Change>, head: Head) -> Result<(), SearchError> {
        self.noted(self.index.apply(changes, head).await)
    }

    async fn start_over(&self) -> Result<(), SearchError> {
        // What it still shows is of another log.
        self.shown.store(-1, Ordering::Relaxed);
        self.noted(self.index.start_over().await)
    }

    async fn show(&self) -> Result<(), SearchError> {
        self.noted(self.index.show().await)?;
        let head = self.noted(self.index.head().await)?;
        self.shown.store(head.seq, Ordering::Relaxed);
        Ok(())
    }

    fn set_vocabulary(&self, vocabulary: &Vocabulary) {
        self.index.set_vocabulary(vocabulary);
    }

    async fn search(&self, request: SearchRequest) -> Result<SearchPage, SearchError> {
        self.index.search(request).await
    }

    async fn suggest(&self, request: SuggestRequest) -> Result<Vec<Suggestion>, SearchError> {
        self.index.suggest(request).await
    }

    async fn more_like_this(&self, id: &str, limit: usize) -> Result<Vec<SearchHit>, SearchError> {
        self.index.more_like_this(id, limit).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;

    /// An engine that can go away; its name is the id of its only hit.
    struct Named {
        name: &'static str,
        seq: AtomicI64,
        is_away: AtomicBool,
    }

    impl Named {
        fn new(name: &'static str) -> Arc<Named> {
            Arc::new(Named { name, seq: AtomicI64::new(0), is_away: AtomicBool::new(false) })
        }

        fn answer<T>(&self, answer: T) -> Result<T, SearchError> {
            if self.is_away.load(Ordering::Relaxed) {
                return Err(SearchError::Unavailable("away".to_owned()));
            }
            Ok(answer)
        }
    }

    #[async_trait]
    impl SearchIndex for Named {
        async fn head(&self) -> Result<Head, SearchError> {
            self.answer(Head::new(self.seq.load(Ordering::Relaxed), ""))
        }

        async fn apply(&self, _: Vec<Change>, head: Head) -> Result<(), SearchError> {
            self.seq.store(head.seq, Ordering::Relaxed);
            self.answer(())
        }

        fn set_vocabulary(&self, _: &Vocabulary) {}

        async fn search(&self, request: SearchRequest) -> Result<SearchPage, SearchError> {
            if request.cursor.is_some() {
                return Err(SearchError::InvalidCursor);
            }
            let hit = SearchHit { id: self.name.to_owned(), ..SearchHit::default() };
            self.answer(SearchPage { hits: vec![hit], ..SearchPage::default() })
        }

        async fn suggest(&self, _: SuggestRequest) -> Result<Vec<Suggestion>, SearchError> {
            self.answer(Vec::new())
        }

        async fn more_like_this(&self, _: &str, _: usize) -> Result<Vec<SearchHit>, SearchError> {
            self.answer(Vec::new())
        }
    }

    async fn answers(engines: &Engines) -> String {
        engines.search(SearchRequest::default()).await.unwrap().hits.remove(0).id
    }

    #[tokio::test]
    async fn the_server_answers_while_it_is_there_and_up_to_the_log() {
        let (embedded, server) = (Named::new("embedded"), Named::new("server"));
        let engines = Engines::resting(embedded.clone(), Some(server.clone()), Duration::ZERO);
        let remote = engines.remote().unwrap();
        embedded.apply(Vec::new(), Head::new(5000, "")).await.unwrap();
        assert_eq!((answers(&engines).await.as_str(), remote.shown()), ("embedded", None));

        remote.apply(Vec::new(), Head::new(3000, "")).await.unwrap();
        remote.show().await.unwrap();
        assert_eq!((answers(&engines).await.as_str(), remote.shown()), ("embedded", Some(3000)));

        remote.apply(Vec::new(), Head::new(5000, "")).await.unwrap();
        remote.show().await.unwrap();
        assert_eq!(answers(&engines).await, "server");
        let cursor = Some(birlik_search::Cursor(String::new()));
        let refused = engines.search(SearchRequest { cursor, ..SearchRequest::default() }).await;
        assert!(matches!(refused, Err(SearchError::InvalidCursor)) && remote.answers());

        server.is_away.store(true, Ordering::Relaxed);
        assert_eq!((answers(&engines).await.as_str(), remote.answers()), ("embedded", false));
        server.is_away.store(false, Ordering::Relaxed);
        assert_eq!(answers(&engines).await, "embedded", "feeding it tries whether it is back");
        remote.head().await.unwrap();
        assert_eq!((answers(&engines).await.as_str(), remote.answers()), ("server", true));

        remote.start_over().await.unwrap();
        assert_eq!(answers(&engines).await, "embedded");
    }
}
