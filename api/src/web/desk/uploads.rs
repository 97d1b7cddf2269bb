//! Lists that were uploaded and are not matched yet: a file each, of which only its owner can read, and what is
//! known of it. Both go when the list is matched or discarded, after an hour, and when the program starts.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::reading::{Preview, Trouble};
use crate::lists::reading::{Field, Mapping, SheetName};

/// How long a list waits.
const PATIENCE: Duration = Duration::from_hours(1);
/// Lists that wait at most; the oldest goes first.
const MOST: usize = 24;
/// How the files end.
const ENDING: &str = "list";

/// How a list is to be read.
#[derive(Debug, Clone, Default)]
pub(super) struct Wishes {
    /// A mapping of the program: its name, `none`, or empty for the one that has the name of the list.
    pub(super) mapping: String,
    /// The only sheet to read.
    pub(super) sheet: Option<String>,
    /// The row of the header; 0 where there is none.
    pub(super) header_row: Option<u32>,
    /// Columns by letter, with their title, that hold something else than was recognised.
    pub(super) columns: BTreeMap<String, (String, Field)>,
}

impl Wishes {
    /// The mapping that they come to, for a list of this name.
    pub(super) fn mapping(&self, list: &str) -> Option<Mapping> {
        let name = if self.mapping.is_empty() { list } else { &self.mapping };
        let shipped = Mapping::shipped(name).ok();
        if self.sheet.is_none() && self.header_row.is_none() && self.columns.is_empty() {
            return shipped;
        }
        let mut mapping = shipped.unwrap_or_default();
        if let Some(sheet) = &self.sheet {
            mapping.sheet = Some(SheetName::Name(sheet.clone()));
        }
        if self.header_row.is_some() {
            mapping.header_row = self.header_row;
        }
        for (letter, (title, field)) in &self.columns {
            mapping.correct(letter, title, *field);
        }
        Some(mapping)
    }
}

/// What is done with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// Somebody looks at it.
    Waiting,
    /// It is read once more.
    Reading,
    /// It is matched with the registry.
    Matching,
    /// It became a batch.
    Matched(String),
    /// It could not be matched.
    Failed(Trouble),
}

/// A list that was uploaded.
#[derive(Debug, Clone)]
pub(super) struct Upload {
    pub(super) id: String,
    /// Who brought it; nobody else sees it.
    pub(super) staff: String,
    pub(super) path: PathBuf,
    pub(super) file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub(super) digest: String,
    pub(super) bytes: u64,
    /// Name of the list.
    pub(super) list: String,
    pub(super) list_date: Option<String>,
    pub(super) wishes: Wishes,
    pub(super) state: State,
    /// What was read of it.
    pub(super) preview: Arc<Result<Preview, Trouble>>,
    /// Grows with each list, to know the oldest.
    order: u64,
}

/// A file that is being written. It goes with this value unless it is kept.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) path: PathBuf,
    is_kept: bool,
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_kept {
            remove(&self.path);
        }
    }
}

/// The lists that wait on this node.
#[derive(Debug)]
pub(super) struct Uploads {
    folder: PathBuf,
    all: Mutex<HashMap<String, Upload>>,
}

impl Uploads {
    /// No lists; files that an earlier run left in the data folder are removed.
    pub(super) fn new(data: &Path) -> Self {
        let folder = data.join("uploads");
        for file in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            if file.path().extension().is_some_and(|ending| ending == ENDING) {
                remove(&file.path());
            }
        }
        Self { folder, all: Mutex::default() }
    }

    /// A new file that only this user of the machine can read.
    pub(super) fn draft(&self) -> io::Result<(Draft, File)> {
        let mut folder = std::fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&self.folder)?;
        let id = hex::encode(rand::random::<[u8; 16]>());
        let path = self.folder.join(format!("{id}.{ENDING}"));
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        Ok((Draft { id, path, is_kept: false }, file))
    }

    /// Keeps a list for an hour. Where too many wait, the oldest goes.
    #[allow(clippy::too_many_arguments, reason = "each is a part of what is kept")]
    pub(super) fn keep(
        self: &Arc<Self>,
        mut draft: Draft,
        staff: &str,
        file_name: String,
        digest: String,
        bytes: u64,
        list: String,
        list_date: Option<String>,
        wishes: Wishes,
        preview: Result<Preview, Trouble>,
    ) -> String {
        draft.is_kept = true;
        let id = draft.id.clone();
        let mut all = self.all();
        let order = all.values().map(|upload| upload.order).max().unwrap_or(0) + 1;
        let upload = Upload {
            id: id.clone(),
            staff: staff.to_owned(),
            path: draft.path.clone(),
            file_name,
            digest,
            bytes,
            list,
            list_date,
            wishes,
            state: State::Waiting,
            preview: Arc::new(preview),
            order,
        };
        all.insert(id.clone(), upload);
        let waiting = all.values().filter(|upload| upload.state == State::Waiting);
        let oldest = waiting.min_by_key(|upload| upload.order).map(|upload| upload.id.clone());
        let too_many = all.len() > MOST;
        drop(all);
        if let Some(oldest) = oldest.filter(|_| too_many) {
            self.discard(&oldest);
        }
        tokio::spawn(forget_later(Arc::downgrade(self), id.clone()));
        id
    }

    /// A list, where it is of this member of the staff.
    pub(super) fn get(&self, id: &str, staff: &str) -> Option<Upload> {
        self.all().get(id).filter(|upload| upload.staff == staff).cloned()
    }

    /// The lists of somebody, the latest first.
    pub(super) fn of(&self, staff: &str) -> Vec<Upload> {
        let mut own: Vec<Upload> =
            self.all().values().filter(|upload| upload.staff == staff).cloned().collect();
        own.sort_by_key(|upload| std::cmp::Reverse(upload.order));
        own
    }

    /// Changes what is known of a list.
    pub(super) fn change(&self, id: &str, change: impl FnOnce(&mut Upload)) {
        if let Some(upload) = self.all().get_mut(id) {
            change(upload);
        }
    }

    /// Starts the work on a list; false where it is under way already.
    pub(super) fn start(&self, id: &str) -> bool {
        match self.all().get_mut(id) {
            Some(upload) if matches!(upload.state, State::Waiting | State::Failed(_)) => {
                upload.state = State::Reading;
                true
            }
            _ => false,
        }
    }

    /// Notes that a list became a batch; its file goes.
    pub(super) fn matched(&self, id: &str, batch: String) {
        if let Some(upload) = self.all().get_mut(id) {
            remove(&upload.path);
            upload.state = State::Matched(batch);
        }
    }

    /// Removes a list and its file.
    pub(super) fn discard(&self, id: &str) {
        if let Some(upload) = self.all().remove(id) {
            remove(&upload.path);
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Upload>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Uploads {
    fn drop(&mut self) {
        for upload in self.all().values() {
            remove(&upload.path);
        }
    }
}

async fn forget_later(uploads: Weak<Uploads>, id: String) {
    tokio::time::sleep(PATIENCE).await;
    if let Some(uploads) = uploads.upgrade() {
        uploads.discard(&id);
    }
}

fn remove(path: &Path) {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::error!(%error, path = %path.display(), "an uploaded list could not be removed");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_list_goes_when_it_is_discarded_and_with_the_next_start() {
        let data = tempfile::tempdir().unwrap();
        let uploads = Arc::new(Uploads::new(data.path()));
        let keep = |uploads: &Arc<Uploads>| {
            let (draft, _) = uploads.draft().unwrap();
            let path = draft.path.clone();
            let trouble = Err(Trouble::new("list_empty"));
            let id = uploads.keep(
                draft,
                "s1",
                "a.csv".into(),
                String::new(),
                0,
                "a".into(),
                None,
                Wishes::default(),
                trouble,
            );
            (id, path)
        };
        let (id, path) = keep(&uploads);
        assert!(path.exists() && uploads.get(&id, "s1").is_some());
        assert!(uploads.get(&id, "s2").is_none(), "a list is seen by who brought it");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        uploads.discard(&id);
        assert!(!path.exists());

        let (draft, _) = uploads.draft().unwrap();
        let path = draft.path.clone();
        drop(draft);
        assert!(!path.exists(), "what is not kept goes");

        let first = keep(&uploads).1;
        for _ in 0..MOST {
            keep(&uploads);
        }
        assert!(!first.exists(), "the oldest goes first");

        let left = data.path().join("uploads/0123.list");
        std::fs::write(&left, "x").unwrap();
        Uploads::new(data.path());
        assert!(!left.exists());
    }

    #[test]
    fn a_correction_wins_over_the_mapping_of_the_list() {
        let columns = BTreeMap::from([("J".to_owned(), ("Сфера деятельности".to_owned(), Field::Note))]);
        let wishes = Wishes { columns, ..Wishes::default() };
        let mapping = wishes.mapping("ngo-register").unwrap();
        assert!(mapping.optional_columns.iter().all(|(key, _)| key != "Сфера деятельности"));
        assert_eq!(mapping.optional_columns.get("J"), Some(&Field::Note));
        assert_eq!(mapping.fixed.len(), 1, "the rest of it stays");
        assert_eq!(Wishes { mapping: "none".into(), ..Wishes::default() }.mapping("ngo-register"), None);
    }
}
