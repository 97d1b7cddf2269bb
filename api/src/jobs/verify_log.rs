//! The daily check of the log.

use crate::log::verify;
use crate::store::Store;

/// Name of the job.
pub(super) const NAME: &str = "verify_log";

/// Checks the whole log; the result in words.
pub(super) async fn run(store: &Store) -> Result<String, String> {
    let snapshot = store.snapshot().await.map_err(|error| error.to_string())?;
    match verify(&snapshot, |_| {}).await.map_err(|error| error.to_string())? {
        Ok(verified) => Ok(format!("{} events are whole, head {}", verified.events, verified.head)),
        Err(broken) => {
            tracing::error!(seq = broken.seq, reason = broken.reason, "the event log is broken");
            Ok(broken.to_string())
        }
    }
}
