//! Where a test keeps its store: a folder of its own, and on PostgreSQL a database of its own.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;

const SERVER: &str = "BIRLIK_TEST_POSTGRES";

/// Which store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreKind {
    Sqlite,
    Postgres,
}

impl StoreKind {
    /// Whether tests can run on it here; says so where they cannot.
    pub fn is_there(self) -> bool {
        let there = self == Self::Sqlite || std::env::var_os(SERVER).is_some();
        if !there {
            super::did_not_run(&format!("{SERVER} is not set"));
        }
        there
    }
}

/// A folder and an empty database; further ones can be made beside it.
#[derive(Debug, Clone)]
pub struct Place(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    kind: StoreKind,
    folder: PathBuf,
    url: String,
    /// What all places of a test share.
    test: Arc<Test>,
}

#[derive(Debug)]
struct Test {
    folder: TempDir,
    databases: Mutex<Vec<String>>,
    places: AtomicU32,
}

impl Place {
    /// The first place of a test.
    pub async fn new(kind: StoreKind) -> Self {
        let folder = tempfile::Builder::new().prefix("birlik-test-").tempdir().unwrap();
        let test = Test { folder, databases: Mutex::default(), places: AtomicU32::new(0) };
        Self::of(kind, Arc::new(test)).await
    }

    /// Another place of the same test.
    pub async fn beside(&self, kind: StoreKind) -> Self {
        Self::of(kind, self.0.test.clone()).await
    }

    /// The same database seen from another machine: another folder.
    pub fn another_node(&self) -> Self {
        let folder = folder(&self.0.test);
        Self(Arc::new(Inner {
            kind: self.kind(),
            folder,
            url: self.0.url.clone(),
            test: self.0.test.clone(),
        }))
    }

    async fn of(kind: StoreKind, test: Arc<Test>) -> Self {
        let folder = folder(&test);
        let url = match kind {
            StoreKind::Sqlite => format!("sqlite:{}", folder.join("birlik.sqlite").display()),
            StoreKind::Postgres => create_database(&test).await,
        };
        Self(Arc::new(Inner { kind, folder, url, test }))
    }

    /// Which store it is.
    pub fn kind(&self) -> StoreKind {
        self.0.kind
    }

    /// The folder for data.
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// The address of the store.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// A file in the folder with this content.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.folder.join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Removes the databases of the test; its folder goes by itself.
    pub async fn remove(&self) {
        let databases = std::mem::take(&mut *self.0.test.databases.lock().unwrap());
        if databases.is_empty() {
            return;
        }
        let server = server().await;
        for name in databases {
            server.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
        }
        server.close().await.unwrap();
    }
}

fn folder(test: &Test) -> PathBuf {
    let number = test.places.fetch_add(1, Ordering::Relaxed);
    let folder = test.folder.path().join(number.to_string());
    std::fs::create_dir(&folder).unwrap();
    folder
}

fn server_url() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| panic!("{SERVER} is not set"))
}

async fn server() -> DatabaseConnection {
    let mut options = ConnectOptions::new(server_url());
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

async fn create_database(test: &Test) -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let name = format!("birlik_test_{}_{number}", std::process::id());
    test.databases.lock().unwrap().push(name.clone());
    let server = server().await;
    // A process of the same number may have been killed before it cleared up.
    server.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
    server.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE template0")).await.unwrap();
    server.close().await.unwrap();
    let url = server_url();
    let (address, parameters) =
        url.split_once('?').map_or((url.as_str(), None), |(one, two)| (one, Some(two)));
    let after_host = address.find("://").map_or(0, |at| at + 3);
    let host = address[after_host..].find('/').map_or(address, |at| &address[..after_host + at]);
    parameters.map_or_else(|| format!("{host}/{name}"), |parameters| format!("{host}/{name}?{parameters}"))
}
