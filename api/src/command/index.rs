//! `birlik reindex`, and the index beside an import.

use std::sync::Arc;

use birlik_search::{EmbeddedIndex, SearchError};

use super::{CommandError, Outcome, progress};
use crate::app::{Registry, index_folder, meilisearch, open_index};
use crate::clock::Clock;
use crate::config::Config;
use crate::log::LogReader;
use crate::search::Follower;

/// The index while a command writes the store: fed here, unless a running service feeds it.
pub(super) struct Indexing {
    /// `None` where a running service feeds it.
    fed: Option<Fed>,
}

struct Fed {
    index: Arc<EmbeddedIndex>,
    follower: Follower,
    task: tokio::task::JoinHandle<()>,
}

impl Indexing {
    /// Starts feeding the index beside the work.
    pub(super) async fn start(config: &Config, registry: &Registry) -> Self {
        let index = match open_index(&index_folder(&config.data)).await {
            Ok(index) => index,
            Err(error) => {
                if !matches!(error, SearchError::Locked) {
                    tracing::warn!(%error, "the search index is not fed by this command");
                }
                return Self { fed: None };
            }
        };
        let follower = Follower::new(
            registry.store.clone(),
            registry.clock.clone(),
            registry.areas.clone(),
            index.clone(),
        );
        let task = tokio::spawn({
            let follower = follower.clone();
            async move { follower.follow().await }
        });
        Self { fed: Some(Fed { index, follower, task }) }
    }

    /// Says that the log has news.
    pub(super) fn notify(&self) {
        if let Some(fed) = &self.fed {
            fed.follower.notify();
        }
    }

    /// Brings the index up to the log; says in words where it stands.
    pub(super) async fn finish(self) -> Result<String, CommandError> {
        let Some(Fed { index, follower, task }) = self.fed else {
            return Ok("the running service brings the search index up to date".to_owned());
        };
        task.abort();
        // What it had under way ends before the rest is done.
        let _ = task.await;
        let seq = follower.catch_up().await.map_err(CommandError::failed)?;
        drop(follower);
        if let Some(index) = Arc::into_inner(index) {
            let closed = tokio::task::spawn_blocking(|| index.close()).await;
            closed.map_err(CommandError::failed)?.map_err(CommandError::failed)?;
        }
        Ok(format!("searchable up to event {seq}"))
    }
}

pub(super) async fn reindex(config: Config, clock: Arc<dyn Clock>) -> Result<Outcome, CommandError> {
    let registry = Registry::open(&config, clock).await?;
    let folder = index_folder(&config.data);
    let aside: Arc<EmbeddedIndex> = Arc::new(EmbeddedIndex::build_aside(&folder).map_err(explain)?);
    let follower =
        Follower::new(registry.store.clone(), registry.clock.clone(), registry.areas.clone(), aside.clone());
    let last = LogReader::new(registry.store.clone()).last_seq().await?;
    let bar = progress::things(u64::try_from(last).ok());
    let watch = tokio::spawn({
        let (follower, bar) = (follower.clone(), bar.clone());
        async move {
            loop {
                bar.set_position(u64::try_from(follower.reached()).unwrap_or(0));
                tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            }
        }
    });
    let seq = follower.catch_up().await.map_err(CommandError::failed)?;
    watch.abort();
    let _ = watch.await;
    bar.finish_and_clear();
    drop(follower);
    let index =
        Arc::into_inner(aside).ok_or_else(|| CommandError::failed("the new index is still in use"))?;
    index.swap(&folder).map_err(explain)?;
    say!("the search index holds everything up to event {seq}");
    if let Some(server) = &config.meilisearch {
        let index = meilisearch(server).map_err(CommandError::failed)?;
        index.start_over().await.map_err(CommandError::failed)?;
        let Registry { store, areas, clock } = &registry;
        let follower = Follower::new(store.clone(), clock.clone(), areas.clone(), index);
        let seq = follower.catch_up().await.map_err(CommandError::failed)?;
        say!("the index on the Meilisearch server holds everything up to event {seq}");
    }
    Ok(Outcome::Done)
}

fn explain(error: SearchError) -> CommandError {
    match error {
        SearchError::Locked => CommandError::failed(
            "a running service feeds the search index; stop it first, or let it be: it follows the log by itself",
        ),
        other => CommandError::failed(other),
    }
}
