//! Work on batches that takes longer than a request: it goes on when the browser has gone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::Desk;
use crate::lists::Reverted;

/// How long an answer waits for the work: most batches are small.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is done with a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// It is applied.
    Apply,
    /// It is taken back.
    Revert,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Progress {
    /// Under way.
    Running(Work),
    /// It failed and changed nothing.
    Failed(Work),
    /// It was taken back, with what stayed.
    Reverted(Reverted),
}

/// The work of this node, by batch.
#[derive(Debug, Clone, Default)]
pub(super) struct Tasks(Arc<Mutex<HashMap<String, Progress>>>);

impl Tasks {
    /// How far the work on a batch is; none where there was none, or it was applied.
    pub(super) fn of(&self, batch: &str) -> Option<Progress> {
        self.all().get(batch).cloned()
    }

    fn start(&self, batch: &str, work: Work) -> bool {
        let mut all = self.all();
        if matches!(all.get(batch), Some(Progress::Running(_))) {
            return false;
        }
        all.insert(batch.to_owned(), Progress::Running(work));
        true
    }

    fn end(&self, batch: &str, progress: Option<Progress>) {
        let mut all = self.all();
        match progress {
            Some(progress) => all.insert(batch.to_owned(), progress),
            None => all.remove(batch),
        };
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Progress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does work that asks much of the processor on a thread of its own, so that others are answered meanwhile.
pub(super) fn apart<Work>(work: impl FnOnce() -> Work + Send + 'static) -> JoinHandle<()>
where
    Work: Future<Output = ()>,
{
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(work()))
}

/// Does it, and waits a moment for the end.
pub(super) async fn run(desk: &Arc<Desk>, batch: &str, work: Work, actor: &str) {
    if !desk.tasks.start(batch, work) {
        return;
    }
    let (desk, batch, actor) = (desk.clone(), batch.to_owned(), actor.to_owned());
    let task = apart(move || async move {
        let lists = &desk.app.lists;
        let done = match work {
            Work::Apply => lists.apply(&batch, &actor).await.map(|_| None),
            Work::Revert => {
                lists.revert(&batch, &actor).await.map(|reverted| Some(Progress::Reverted(reverted)))
            }
        };
        desk.app.follower.notify();
        let progress = done.unwrap_or_else(|error| {
            tracing::error!(batch, %error, "a batch could not be changed: {error}");
            Some(Progress::Failed(work))
        });
        desk.tasks.end(&batch, progress);
    });
    // Whoever does not wait for it does not stop it.
    let _ = tokio::time::timeout(PATIENCE, task).await;
}
