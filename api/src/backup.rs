//! Backup and restore: every table as lines of JSON, as the store stood at one moment.
//!
//! The form is the same for both stores, so a backup of one restores into the other. A manifest holds the
//! number of rows and the digest of each file; restoring checks both, and the log afterwards.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;

use birlik_entity::rows::{
    affiliation, area, area_alias, contact_digest, event, institution, institution_key, list_batch,
    list_change, list_row, organization, organization_key, organization_merge,
};
use sea_orm::sea_query::ColumnType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityName, EntityTrait, Iden, Iterable,
    PaginatorTrait, PrimaryKeyToColumn, QueryOrder, QuerySelect, Value,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::{Clock, timestamp};
use crate::log::{Broken, insert_many, verify};
use crate::store::Store;

/// 2 since lists and merges are in it; an older backup restores without them.
const FORMAT: u32 = 2;
const MANIFEST: &str = "manifest.json";
const PAGE: u64 = 2000;

/// Why a backup or a restore failed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// A file cannot be read or written.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// The folder holds something already.
    #[error("the folder {0} is not empty; expected a new or an empty one")]
    NotEmpty(String),
    /// The store to restore into has records.
    #[error("the store is not empty; expected one without events")]
    StoreNotEmpty,
    /// The backup is not as it was written.
    #[error("{file}: {reason}")]
    Damaged {
        /// The file.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// The restored log is not whole.
    #[error("the restored log is not whole: {0}")]
    Broken(Broken),
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the form.
    pub format: u32,
    /// When it was made.
    pub created_at: String,
    /// The last event.
    pub seq: i64,
    /// The tables.
    pub tables: BTreeMap<String, TableManifest>,
}

/// What a file of a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableManifest {
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// Calls a macro for every table, those first that others refer to.
macro_rules! for_every_table {
    ($call:ident) => {
        $call!(institution);
        $call!(organization);
        $call!(organization_key);
        $call!(affiliation);
        $call!(institution_key);
        $call!(area);
        $call!(area_alias);
        $call!(event);
        $call!(list_batch);
        $call!(list_row);
        $call!(list_change);
        $call!(contact_digest);
        $call!(organization_merge);
    };
}

fn file_error(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError {
    let path = path.display().to_string();
    move |error| BackupError::File { path, error }
}

/// Writes a backup into a new folder, while the service goes on; `progress` is told which table is written.
pub async fn backup(
    store: &Store,
    clock: &Arc<dyn Clock>,
    folder: &Path,
    mut progress: impl FnMut(&str, u64),
) -> Result<Manifest, BackupError> {
    std::fs::create_dir_all(folder).map_err(file_error(folder))?;
    if std::fs::read_dir(folder).map_err(file_error(folder))?.next().is_some() {
        return Err(BackupError::NotEmpty(folder.display().to_string()));
    }
    let snapshot = store.snapshot().await?;
    let seq = event::Entity::find()
        .order_by_desc(event::Column::Seq)
        .one(&snapshot)
        .await?
        .map_or(0, |event| event.seq);
    let mut tables = BTreeMap::new();
    macro_rules! write {
        ($table:ident) => {
            let name = stringify!($table);
            let written =
                write_table::<$table::Entity>(&snapshot, &folder.join(format!("{name}.jsonl"))).await?;
            progress(name, written.rows);
            tables.insert(name.to_owned(), written);
        };
    }
    for_every_table!(write);
    let manifest = Manifest { format: FORMAT, created_at: timestamp(clock.now()), seq, tables };
    // The manifest comes last: a folder without one is no backup.
    let path = folder.join(MANIFEST);
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    write_synced(&path, text.as_bytes()).map_err(file_error(&path))?;
    Ok(manifest)
}

/// Restores a backup into an empty store: all of it or nothing.
pub async fn restore(
    store: &Store,
    folder: &Path,
    mut progress: impl FnMut(&str, u64),
) -> Result<Manifest, BackupError> {
    let path = folder.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(file_error(&path))?;
    let damaged = |reason: String| BackupError::Damaged { file: MANIFEST.to_owned(), reason };
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
    if !(1..=FORMAT).contains(&manifest.format) {
        return Err(damaged(format!("the form is {}; expected at most {FORMAT}", manifest.format)));
    }
    let write = store.begin_write().await?;
    if event::Entity::find().count(&write).await? > 0 {
        return Err(BackupError::StoreNotEmpty);
    }
    macro_rules! read {
        ($table:ident) => {
            let name = stringify!($table);
            match manifest.tables.get(name) {
                Some(expected) => {
                    let file = folder.join(format!("{name}.jsonl"));
                    read_table::<$table::Entity>(&write, &file, expected).await?;
                    progress(name, expected.rows);
                }
                None if manifest.format < FORMAT => {}
                None => return Err(damaged(format!("the table {name} is missing"))),
            }
        };
    }
    for_every_table!(read);
    if let Err(broken) = verify(&write, |_| {}).await? {
        return Err(BackupError::Broken(broken));
    }
    write.commit().await?;
    Ok(manifest)
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

async fn write_table<E: EntityTrait>(
    connection: &impl ConnectionTrait,
    path: &Path,
) -> Result<TableManifest, BackupError> {
    let mut file = BufWriter::new(File::create(path).map_err(file_error(path))?);
    let (mut hasher, mut rows) = (Sha256::new(), 0);
    loop {
        let mut query = E::find().select_only().columns(E::Column::iter());
        for key in E::PrimaryKey::iter() {
            query = query.order_by_asc(key.into_column());
        }
        let sql = connection
            .get_database_backend()
            .build(sea_orm::QueryTrait::as_query(&query.offset(rows).limit(PAGE)));
        let page = connection.query_all_raw(sql).await?;
        for row in &page {
            let mut fields = serde_json::Map::new();
            for column in E::Column::iter() {
                let name = column.unquoted().to_owned();
                let value = match column.def().get_column_type() {
                    ColumnType::BigInteger => row.try_get::<Option<i64>>("", &name)?.into(),
                    ColumnType::Integer => row.try_get::<Option<i32>>("", &name)?.into(),
                    ColumnType::Double => row.try_get::<Option<f64>>("", &name)?.into(),
                    _ => row.try_get::<Option<String>>("", &name)?.into(),
                };
                fields.insert(name, value);
            }
            let mut line = serde_json::Value::Object(fields).to_string();
            line.push('\n');
            hasher.update(&line);
            file.write_all(line.as_bytes()).map_err(file_error(path))?;
        }
        rows += page.len() as u64;
        if (page.len() as u64) < PAGE {
            break;
        }
    }
    let file = file.into_inner().map_err(|error| file_error(path)(error.into_error()))?;
    file.sync_all().map_err(file_error(path))?;
    Ok(TableManifest { rows, sha256: hex::encode(hasher.finalize()) })
}

async fn read_table<E>(
    connection: &impl ConnectionTrait,
    path: &Path,
    expected: &TableManifest,
) -> Result<(), BackupError>
where
    E: EntityTrait + EntityName,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let damaged = |reason: String| BackupError::Damaged { file: path.display().to_string(), reason };
    let mut hasher = Sha256::new();
    let mut file = File::open(path).map_err(file_error(path))?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(file_error(path))?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
    }
    if hex::encode(hasher.finalize()) != expected.sha256 {
        return Err(damaged("its digest is not the one of the manifest".to_owned()));
    }
    let file = BufReader::new(File::open(path).map_err(file_error(path))?);
    let (mut rows, mut count) = (Vec::new(), 0);
    for line in file.lines() {
        let line = line.map_err(file_error(path))?;
        count += 1;
        rows.push(row::<E>(&line).ok_or_else(|| damaged(format!("line {count} is not a row")))?);
        if rows.len() as u64 == PAGE {
            insert_many::<E, _>(connection, std::mem::take(&mut rows)).await?;
        }
    }
    insert_many::<E, _>(connection, rows).await?;
    if count != expected.rows {
        return Err(damaged(format!("it has {count} rows; expected {}", expected.rows)));
    }
    Ok(())
}

fn row<E: EntityTrait>(line: &str) -> Option<E::ActiveModel> {
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).ok()?;
    let mut row = <E::ActiveModel as ActiveModelTrait>::default();
    for column in E::Column::iter() {
        let value = fields.get(column.unquoted())?;
        let value = match column.def().get_column_type() {
            ColumnType::BigInteger => Value::BigInt(integer(value)?),
            ColumnType::Integer => Value::Int(integer(value)?.map(i32::try_from).transpose().ok()?),
            ColumnType::Double if value.is_null() => Value::Double(None),
            ColumnType::Double => Value::Double(Some(value.as_f64()?)),
            _ if value.is_null() => Value::String(None),
            _ => Value::String(Some(value.as_str()?.to_owned())),
        };
        row.set(column, value);
    }
    Some(row)
}

/// The integer of a field that may be null; `None` where it holds something else.
#[allow(clippy::option_option, reason = "null and wrong are different")]
fn integer(value: &serde_json::Value) -> Option<Option<i64>> {
    if value.is_null() { Some(None) } else { value.as_i64().map(Some) }
}
