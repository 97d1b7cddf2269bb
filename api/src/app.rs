//! The wiring: one store, one index, and the features on top of them.

use std::path::Path;
use std::sync::Arc;

use birlik_search::{EmbeddedIndex, MeilisearchIndex, SearchError, SearchIndex};
use sea_orm::DbErr;

use crate::areas::{AreaError, Areas};
use crate::clock::Clock;
use crate::config::{Config, MeilisearchServer};
use crate::http::Metrics;
use crate::institutions::InstitutionService;
use crate::lists::{ListError, Lists, Sources};
use crate::log::{LogReader, SYSTEM_ACTOR};
use crate::organizations::{
    self, Documents, ImportError, ImportOptions, ImportProgress, OrganizationService,
};
use crate::search::{Engines, FollowError, Follower, Remote};
use crate::statistics::Statistics;
use crate::store::Store;

/// The organizations that the studies name, in the bulk format.
const SEED: &[u8] = include_bytes!("../data/seed-organizations.jsonl");

/// Why the program could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be made.
    #[error("the data folder cannot be made: {0}")]
    Data(#[from] std::io::Error),
    /// The store cannot be opened.
    #[error("the store cannot be opened: {0}")]
    Store(#[from] DbErr),
    /// The areas cannot be loaded.
    #[error("the areas cannot be loaded: {0}")]
    Areas(#[from] AreaError),
    /// The index cannot be opened.
    #[error("the search index cannot be opened: {0}")]
    Index(#[from] SearchError),
    /// The index cannot follow the log.
    #[error("the search index cannot follow the log: {0}")]
    Follow(#[from] FollowError),
    /// The lists cannot be opened.
    #[error("the lists cannot be opened: {0}")]
    Lists(#[from] ListError),
    /// Two metrics have one name.
    #[error("the metrics cannot be set up: {0}")]
    Metrics(#[from] prometheus::Error),
    /// The seed cannot be imported.
    #[error("the organizations that the studies name cannot be loaded: {0}")]
    Seed(#[from] ImportError),
}

/// Everything that requests need.
pub struct App {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// What is counted while it runs.
    pub metrics: Metrics,
    /// The configuration.
    pub config: Config,
    /// The areas.
    pub areas: Areas,
    /// The organizations.
    pub organizations: OrganizationService,
    /// The institutions.
    pub institutions: InstitutionService,
    /// The registry in numbers.
    pub statistics: Statistics,
    /// The log.
    pub log: LogReader,
    /// The lists that records come from.
    pub lists: Lists,
    /// What came from which list.
    pub sources: Sources,
    /// The search engine that answers.
    pub index: Arc<dyn SearchIndex>,
    /// What keeps the embedded index in step with the log.
    pub follower: Follower,
    /// The index on a server and what keeps it in step, where there is one.
    pub remote: Option<(Arc<Remote>, Follower)>,
}

/// The store with its areas: all that commands need which do not search.
pub struct Registry {
    /// The store.
    pub store: Store,
    /// The areas.
    pub areas: Areas,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

impl Registry {
    /// Opens the store of a configuration; an empty one gets the areas and, unless the configuration says
    /// otherwise, the organizations that the studies name.
    pub async fn open(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        let registry = Self::open_empty(config, clock).await?;
        // Asked for separately: a start that was cut off between the two goes on where it was.
        if registry.areas.tree().is_empty() {
            registry.areas.import_shipped().await?;
        }
        if config.seed && !LogReader::new(registry.store.clone()).knows_organizations().await? {
            let options = ImportOptions { strict: true, actor: SYSTEM_ACTOR.to_owned() };
            let report = |progress: ImportProgress<'_>| {
                if let ImportProgress::Rejected { line, findings, .. } = progress {
                    tracing::error!(line, ?findings, "a line of the seed is wrong");
                }
            };
            let Self { store, areas, clock } = &registry;
            organizations::import(store, areas, clock, &options, SEED, report).await?;
        }
        Ok(registry)
    }

    /// Closes the store, so that an SQLite one is a single file again.
    pub async fn close(self) -> Result<(), DbErr> {
        self.store.close().await
    }

    /// Opens the store of a configuration as it is.
    pub async fn open_empty(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        std::fs::create_dir_all(&config.data)?;
        let store = Store::open(&config.store).await?;
        let areas = Areas::load(store.clone(), clock.clone()).await?;
        Ok(Self { store, areas, clock })
    }
}

impl App {
    /// Opens everything and brings the index up to the log.
    pub async fn open(config: Config, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        let registry = Registry::open(&config, clock).await?;
        let embedded = open_index(&index_folder(&config.data)).await?;
        let remote = config.meilisearch.as_ref().map(meilisearch).transpose()?;
        let app = Self::new(config, registry, Engines::new(embedded, remote))?;
        app.follower.catch_up().await?;
        Ok(app)
    }

    /// Puts the parts together.
    pub fn new(config: Config, registry: Registry, engines: Engines) -> Result<Self, StartError> {
        let Registry { store, areas, clock } = registry;
        let lists = Lists::open(store.clone(), areas.clone(), clock.clone(), &config.data)?;
        let documents = Documents::new(store.clone());
        let follower = |index| {
            Follower::new(store.clone(), clock.clone(), areas.clone(), index).telling(documents.clone())
        };
        let remote = engines.remote().map(|remote| (remote.clone(), follower(remote)));
        let embedded = follower(engines.embedded());
        let index: Arc<dyn SearchIndex> = Arc::new(engines);
        Ok(Self {
            lists,
            metrics: Metrics::new()?,
            sources: Sources::new(store.clone(), areas.clone()),
            organizations: OrganizationService::new(store.clone(), clock.clone(), documents, index.clone()),
            institutions: InstitutionService::new(store.clone(), areas.clone(), clock.clone()),
            statistics: Statistics::new(index.clone(), areas.clone()),
            log: LogReader::new(store.clone()),
            index,
            follower: embedded,
            remote,
            store,
            clock,
            config,
            areas,
        })
    }
}

/// Where the embedded index is in a data folder.
pub fn index_folder(data: &Path) -> std::path::PathBuf {
    data.join("index")
}

/// The index on a server. It is asked for the first time when it is fed.
pub fn meilisearch(server: &MeilisearchServer) -> Result<Arc<dyn SearchIndex>, SearchError> {
    Ok(Arc::new(MeilisearchIndex::new(&server.address, server.key.as_deref(), &server.index)?))
}

/// Opens the embedded index for searching and feeding; one that is damaged or of an older shape starts
/// empty and is filled from the log.
pub async fn open_index(folder: &Path) -> Result<Arc<EmbeddedIndex>, SearchError> {
    let folder = folder.to_owned();
    let index = tokio::task::spawn_blocking(move || EmbeddedIndex::open(&folder))
        .await
        .map_err(|error| SearchError::Failed(error.to_string()))??;
    if index.was_reset() {
        tracing::warn!("the search index was damaged or of another version and is built anew");
    }
    Ok(Arc::new(index))
}
