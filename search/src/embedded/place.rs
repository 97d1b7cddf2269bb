//! Where an index lies on disk: who may feed it, opening it, starting it anew, moving a new one
//! into its place.
//!
//! The lock is a file beside the directory, so that it stays while directories are renamed; the
//! system frees it when its holder dies. `<dir>.new` and `<dir>.old` exist during a rebuild only.
//! Whatever cannot be read is thrown away: the event log can rebuild it. Called by the engine's
//! ways to open it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::schema::Schema;
use tantivy::{Index, IndexSettings, TantivyError};

use super::schema::{Fields, SCHEMA_VERSION, build, register_words};
use super::writer::Payload;
use crate::index::{Head, SearchError};

/// The right to feed the index in a directory, for as long as it lives.
pub(super) struct Guard {
    _file: File,
}

impl Guard {
    /// [`SearchError::Locked`] where another has it.
    pub(super) fn acquire(dir: &Path) -> Result<Guard, SearchError> {
        fs::create_dir_all(parent(dir)).map_err(failed)?;
        let file = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(beside(dir, ".lock"))
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Guard { _file: file }),
            Err(TryLockError::WouldBlock) => Err(SearchError::Locked),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

/// An index that was opened.
pub(super) struct Opened {
    pub(super) index: Index,
    pub(super) fields: Fields,
}

/// Opens what is there, which must be whole and of this version.
pub(super) fn open(dir: &Path) -> Result<Opened, SearchError> {
    let (schema, fields) = build();
    let index = Index::open(MmapDirectory::open(dir).map_err(TantivyError::from)?)?;
    if !is_of_this_version(&index, &schema)? {
        return Err(SearchError::Unavailable("the index has another version and must be rebuilt".to_owned()));
    }
    register_words(&index);
    Ok(Opened { index, fields })
}

/// True where an index is there, in whatever state.
pub(super) fn exists(dir: &Path) -> bool {
    dir.join("meta.json").exists()
}

/// Makes an empty index; the index that lay there is removed, other files are not touched. Only the
/// holder of the lock may ask.
pub(super) fn create(dir: &Path) -> Result<Opened, SearchError> {
    fs::create_dir_all(dir).map_err(failed)?;
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if is_of_an_index(&entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    let (schema, fields) = build();
    let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
    let directory = MmapDirectory::open(dir).map_err(TantivyError::from)?;
    let index = Index::create(directory, schema, settings)?;
    register_words(&index);
    Ok(Opened { index, fields })
}

/// Number of the last commit and the place in the log that it covers.
pub(super) fn committed(index: &Index) -> Result<(u64, Head), SearchError> {
    let metas = index.load_metas()?;
    let payload: Option<Payload> = metas.payload.and_then(|payload| serde_json::from_str(&payload).ok());
    let head = payload.map_or_else(Head::default, |payload| Head::new(payload.seq, payload.hash));
    Ok((metas.opstamp, head))
}

/// The directory in which the next index is built.
pub(super) fn aside(dir: &Path) -> PathBuf {
    beside(dir, ".new")
}

/// Puts the index built aside into its place. Only the holder of both locks may ask.
pub(super) fn replace(dir: &Path) -> Result<(), SearchError> {
    let old = beside(dir, ".old");
    remove(&old)?;
    if dir.exists() {
        fs::rename(dir, &old).map_err(failed)?;
    }
    fs::rename(aside(dir), dir).map_err(failed)?;
    File::open(parent(dir)).and_then(|parent| parent.sync_all()).map_err(failed)?;
    remove(&old)
}

/// Puts right what a replacement that was cut off left behind. Only the holder of the lock may ask.
pub(super) fn recover(dir: &Path) -> Result<(), SearchError> {
    let old = beside(dir, ".old");
    if !dir.exists() && old.exists() {
        fs::rename(&old, dir).map_err(failed)?;
    }
    remove(&old)
}

fn remove(dir: &Path) -> Result<(), SearchError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
        _ => Ok(()),
    }
}

/// True for the files that tantivy writes, its locks apart.
fn is_of_an_index(name: &str) -> bool {
    let segment = name.split('.').next().unwrap_or_default();
    let is_segment = segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_segment || name == "meta.json" || name == ".managed.json"
}

fn is_of_this_version(index: &Index, schema: &Schema) -> Result<bool, SearchError> {
    let metas = index.load_metas()?;
    let known = match metas.payload {
        Some(payload) => {
            serde_json::from_str::<Payload>(&payload).is_ok_and(|payload| payload.schema == SCHEMA_VERSION)
        }
        None => metas.segments.is_empty(),
    };
    Ok(known && index.schema() == *schema)
}

fn parent(dir: &Path) -> &Path {
    match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn beside(dir: &Path, suffix: &str) -> PathBuf {
    let mut name = dir.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn failed(error: io::Error) -> SearchError {
    SearchError::Failed(error.to_string())
}
