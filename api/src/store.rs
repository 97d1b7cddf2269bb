//! The store of records: SQLite on one machine, PostgreSQL for a country.
//!
//! [`Store::begin_write`] is the only way to change anything: it takes the place of the one writer (on
//! SQLite by `BEGIN IMMEDIATE`, on PostgreSQL by one advisory lock), so that events are numbered without
//! gaps and races for duplicates and cycles end here. Readers have a pool of their own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use birlik_migration::Migrator;
use sea_orm::sqlx;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, IsolationLevel, RuntimeErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

/// Any number, the same for all nodes: who holds it writes.
const WRITER_LOCK: i64 = 0x6269_726c_696b;

/// How long a request waits for a connection: who asks should soon know that the store is away.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreUrl {
    /// A file on this machine.
    Sqlite(PathBuf),
    /// A PostgreSQL database; the address may hold a password and is never logged.
    Postgres(String),
}

impl StoreUrl {
    /// Reads `sqlite:PATH` or `postgres://…`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.contains(":memory:") {
                return Err("expected a file, as in sqlite:data/birlik.sqlite".into());
            }
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.into()));
        }
        Err("expected sqlite:PATH or postgres://USER@HOST/DATABASE".into())
    }
}

/// The store, open.
#[derive(Debug, Clone)]
pub struct Store {
    read: DatabaseConnection,
    write: DatabaseConnection,
}

impl Store {
    /// Opens the store, making the file of an SQLite one, and brings its tables up to date.
    pub async fn open(url: &StoreUrl) -> Result<Self, DbErr> {
        let store = match url {
            StoreUrl::Sqlite(path) => Self {
                write: Database::connect(sqlite_options(path, 1)).await?,
                read: Database::connect(sqlite_options(path, 4)).await?,
            },
            StoreUrl::Postgres(url) => {
                let connection = Database::connect(options(url, 16)).await?;
                Self { write: connection.clone(), read: connection }
            }
        };
        store.migrate().await?;
        Ok(store)
    }

    /// Brings the tables up to date; several programs may start on one store at once.
    async fn migrate(&self) -> Result<(), DbErr> {
        if self.write.get_database_backend() == DbBackend::Postgres {
            let lock = self.begin_write().await?;
            Migrator::up(&self.write, None).await?;
            return lock.commit().await;
        }
        match Migrator::up(&self.write, None).await {
            // Another program may have been a moment quicker: then there is nothing left to do.
            Err(_) => Migrator::up(&self.write, None).await,
            done => done,
        }
    }

    /// The connection for reading.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// A view of the whole store at one moment, for reading many things that must agree.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        match self.read.get_database_backend() {
            DbBackend::Postgres => {
                self.read
                    .begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly))
                    .await
            }
            _ => self.read.begin().await,
        }
    }

    /// Begins a transaction that may write: at most one is under way over all nodes.
    pub async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        match self.write.get_database_backend() {
            DbBackend::Postgres => {
                let transaction = self.write.begin().await?;
                transaction
                    .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({WRITER_LOCK})"))
                    .await?;
                Ok(transaction)
            }
            _ => {
                self.write
                    .begin_with_options(TransactionOptions {
                        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                        ..TransactionOptions::default()
                    })
                    .await
            }
        }
    }

    /// True where the store answers.
    pub async fn is_alive(&self) -> bool {
        self.read.execute_unprepared("SELECT 1").await.is_ok()
    }

    /// Closes all connections; on SQLite this also folds the write-ahead log into the file.
    pub async fn close(self) -> Result<(), DbErr> {
        self.read.close().await?;
        self.write.close().await
    }
}

/// True where the store does not answer, as against an answer that it failed.
pub fn is_away(error: &DbErr) -> bool {
    let of_driver = |error: &RuntimeErr| match error {
        RuntimeErr::SqlxError(error) => matches!(
            **error,
            sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
        ),
        RuntimeErr::Internal(_) => false,
    };
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(error) | DbErr::Query(error) => of_driver(error),
        _ => false,
    }
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

fn sqlite_options(path: &Path, connections: u32) -> ConnectOptions {
    let path = path.to_owned();
    let mut options = options("sqlite:birlik", connections);
    if connections == 1 {
        // Writers of this process wait for one another.
        options.acquire_timeout(Duration::from_secs(30));
    }
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(30))
            .pragma("secure_delete", "ON")
            .pragma("mmap_size", "268435456")
            .pragma("cache_size", "-4000")
    });
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(StoreUrl::parse("sqlite:a/b.sqlite"), Ok(StoreUrl::Sqlite("a/b.sqlite".into())));
        assert_eq!(StoreUrl::parse("sqlite:///a.sqlite"), Ok(StoreUrl::Sqlite("/a.sqlite".into())));
        assert!(matches!(StoreUrl::parse("postgres://u@h/d"), Ok(StoreUrl::Postgres(_))));
        for wrong in ["", "sqlite:", "sqlite::memory:", "mysql://a", "a.sqlite"] {
            assert!(StoreUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
