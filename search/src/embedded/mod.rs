//! The search engine that lives in the process: tantivy, in a directory.
//!
//! It owns that directory and nothing else. It knows the event log only as the number of the last
//! event it holds: whoever feeds it compares and goes on from there. Work that blocks runs off the
//! async threads. `api` opens it once and shares it; `birlik reindex` builds a second one aside.

mod current;
mod document;
mod engine;
mod facets;
mod merging;
mod order;
mod partly;
mod place;
mod query;
mod ranked;
mod schema;
mod spelling;
mod stored;
#[cfg(test)]
mod tests;
mod ways;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use async_trait::async_trait;
use tantivy::TantivyError;
use tantivy::directory::WatchHandle;
use tantivy::directory::error::LockError;

use self::current::{Current, Snapshot, manual_reader};
use self::engine::State;
use self::place::{Guard, Opened};
use self::schema::Fields;
use self::writer::{Effort, Feeder};
use crate::finding;
use crate::index::{
    Change, Head, OrganizationDocument, SearchError, SearchHit, SearchIndex, SearchPage, SearchRequest,
    SuggestRequest, Suggestion, Vocabulary,
};
use crate::query::{Reading, Understanding};

/// A tantivy index in a directory.
pub struct EmbeddedIndex {
    inner: Arc<Inner>,
}

struct Inner {
    dir: PathBuf,
    fields: Fields,
    current: Arc<Current>,
    /// `None` where the index is open for searching only. Dropped before the guard.
    feeder: Option<Mutex<Feeder>>,
    was_reset: bool,
    /// Tells when merges made other files of the same documents.
    merges: Option<WatchHandle>,
    /// What places and codes are called; empty until it is set.
    understanding: RwLock<Arc<Understanding>>,
    _guard: Option<Guard>,
}

impl EmbeddedIndex {
    /// Opens the index in `dir` for searching and feeding; makes an empty one where there is none,
    /// or none that can be read. [`SearchError::Locked`] where another process feeds it.
    pub fn open(dir: &Path) -> Result<EmbeddedIndex, SearchError> {
        let guard = Guard::acquire(dir)?;
        place::recover(dir)?;
        if !place::exists(dir) {
            return EmbeddedIndex::feeding(dir, place::create(dir)?, guard, Effort::BESIDE, false);
        }
        match place::open(dir).and_then(readable) {
            Ok(opened) => EmbeddedIndex::feeding(dir, opened, guard, Effort::BESIDE, false),
            Err(SearchError::Locked) => Err(SearchError::Locked),
            Err(_) => EmbeddedIndex::feeding(dir, place::create(dir)?, guard, Effort::BESIDE, true),
        }
    }

    /// Opens the index in `dir` for searching only, beside the process that feeds it. Each search
    /// sees what was committed before it.
    pub fn open_read_only(dir: &Path) -> Result<EmbeddedIndex, SearchError> {
        if !place::exists(dir) {
            return Err(SearchError::Unavailable(format!("there is no index in {}", dir.display())));
        }
        EmbeddedIndex::assemble(dir, place::open(dir)?, None, None, false)
    }

    /// Starts an empty index beside the one in `dir`, to be fed and then moved into its place by
    /// [`EmbeddedIndex::swap`]. The one in `dir` goes on answering.
    pub fn build_aside(dir: &Path) -> Result<EmbeddedIndex, SearchError> {
        let aside = place::aside(dir);
        let guard = Guard::acquire(&aside)?;
        EmbeddedIndex::feeding(&aside, place::create(&aside)?, guard, Effort::ALONE, false)
    }

    /// Moves an index built aside into the place of the one in `dir`, which is removed.
    /// [`SearchError::Locked`] while any process, this one included, has that one open for feeding;
    /// the index built aside must then be built again.
    pub fn swap(self, dir: &Path) -> Result<(), SearchError> {
        if self.inner.dir != place::aside(dir) {
            return Err(SearchError::Failed(format!("this index was not built beside {}", dir.display())));
        }
        let _place = Guard::acquire(dir)?;
        self.close()?;
        place::replace(dir)
    }

    /// Ends what the index does in the background, which is lost where it is only dropped.
    pub fn close(self) -> Result<(), SearchError> {
        let inner = Arc::into_inner(self.inner)
            .ok_or_else(|| SearchError::Failed("the index is still in use".to_owned()))?;
        let Inner { feeder, merges, _guard, .. } = inner;
        drop(merges);
        match feeder {
            Some(feeder) => feeder.into_inner().unwrap_or_else(PoisonError::into_inner).finish(),
            None => Ok(()),
        }
    }

    /// True where opening found an index that was damaged or of another version, and started anew.
    pub fn was_reset(&self) -> bool {
        self.inner.was_reset
    }

    fn feeding(
        dir: &Path,
        opened: Opened,
        guard: Guard,
        effort: Effort,
        was_reset: bool,
    ) -> Result<EmbeddedIndex, SearchError> {
        let feeder = Feeder::new(&opened.index, opened.fields, effort)?;
        EmbeddedIndex::assemble(dir, opened, Some(Mutex::new(feeder)), Some(guard), was_reset)
    }

    fn assemble(
        dir: &Path,
        opened: Opened,
        feeder: Option<Mutex<Feeder>>,
        guard: Option<Guard>,
        was_reset: bool,
    ) -> Result<EmbeddedIndex, SearchError> {
        let Opened { index, fields } = opened;
        // The tables of the language are read now, not by the first query.
        Reading::of("сөз", &Understanding::default());
        let current = Arc::new(Current::new(index)?);
        let merges = feeder.is_some().then(|| current.watch()).transpose()?;
        let dir = dir.to_path_buf();
        let inner = Inner {
            dir,
            fields,
            current,
            feeder,
            was_reset,
            merges,
            understanding: RwLock::default(),
            _guard: guard,
        };
        Ok(EmbeddedIndex { inner: Arc::new(inner) })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || work(&inner))
            .await
            .unwrap_or_else(|error| Err(SearchError::Failed(error.to_string())))
    }
}

#[async_trait]
impl SearchIndex for EmbeddedIndex {
    fn set_vocabulary(&self, vocabulary: &Vocabulary) {
        let understanding = Arc::new(Understanding::of(vocabulary));
        *self.inner.understanding.write().unwrap_or_else(PoisonError::into_inner) = understanding;
    }

    async fn head(&self) -> Result<Head, SearchError> {
        self.run(|inner| Ok(inner.snapshot()?.head)).await
    }

    async fn apply(&self, changes: Vec<Change>, head: Head) -> Result<(), SearchError> {
        self.run(move |inner| inner.apply(changes, head)).await
    }

    async fn add(&self, documents: Vec<OrganizationDocument>) -> Result<(), SearchError> {
        self.run(move |inner| inner.feeder()?.add(&documents)).await
    }

    async fn search(&self, request: SearchRequest) -> Result<SearchPage, SearchError> {
        self.run(move |inner| {
            let (state, head) = inner.state()?;
            finding::search(&state, &inner.understanding(), &request, head.seq)
        })
        .await
    }

    async fn suggest(&self, request: SuggestRequest) -> Result<Vec<Suggestion>, SearchError> {
        self.run(move |inner| finding::suggest(&inner.state()?.0, &inner.understanding(), &request)).await
    }

    async fn more_like_this(&self, id: &str, limit: usize) -> Result<Vec<SearchHit>, SearchError> {
        let id = id.to_owned();
        self.run(move |inner| finding::more_like_this(&inner.state()?.0, &id, limit)).await
    }
}

impl Inner {
    fn understanding(&self) -> Arc<Understanding> {
        Arc::clone(&self.understanding.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The state to ask, and where in the log it stands.
    fn state(&self) -> Result<(State<'_>, Head), SearchError> {
        let Snapshot { searcher, head, .. } = self.snapshot()?;
        Ok((State { searcher, fields: &self.fields }, head))
    }

    fn apply(&self, changes: Vec<Change>, head: Head) -> Result<(), SearchError> {
        let mut feeder = self.feeder()?;
        feeder.apply(changes, &head)?;
        self.current.move_on()?;
        Ok(())
    }

    fn feeder(&self) -> Result<MutexGuard<'_, Feeder>, SearchError> {
        let feeder = self.feeder.as_ref();
        let feeder =
            feeder.ok_or_else(|| SearchError::Failed("the index is open for searching only".to_owned()))?;
        Ok(feeder.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The state to answer from. Where another process feeds the index, its last commit.
    fn snapshot(&self) -> Result<Snapshot, SearchError> {
        if self.feeder.is_some() { Ok(self.current.known()) } else { self.current.newest() }
    }
}

/// Fails where a file of the index is missing or cut.
fn readable(opened: Opened) -> Result<Opened, SearchError> {
    manual_reader(&opened.index)?;
    Ok(opened)
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> SearchError {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => SearchError::Locked,
            other => SearchError::Failed(other.to_string()),
        }
    }
}
