//! Bulk export: every record, one a line, by id, as the registry stood at one moment.

use std::io::Write;

use sea_orm::DbErr;

use super::store;
use crate::store::Store;

const PAGE: u64 = 2000;

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Writes all records; `progress` is told how many are written and how many there are. Returns how many.
pub async fn export(
    store: &Store,
    mut output: impl Write + Send,
    mut progress: impl FnMut(u64, u64) + Send,
) -> Result<u64, ExportError> {
    let snapshot = store.snapshot().await?;
    let total = store::count(&snapshot).await?;
    let (mut written, mut after) = (0, String::new());
    loop {
        let page = store::document_page(&snapshot, &after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after.clone_from(last);
        for (_, document) in &page {
            output.write_all(document.as_bytes())?;
            output.write_all(b"\n")?;
        }
        written += page.len() as u64;
        progress(written, total);
    }
    output.flush()?;
    Ok(written)
}
