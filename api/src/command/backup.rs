//! `birlik backup` and `birlik restore`.

use std::path::PathBuf;
use std::sync::Arc;

use super::{CommandError, Outcome, progress};
use crate::app::Registry;
use crate::clock::Clock;
use crate::config::Config;

pub(super) async fn backup(
    config: Config,
    clock: Arc<dyn Clock>,
    folder: PathBuf,
) -> Result<Outcome, CommandError> {
    let registry = Registry::open_empty(&config, clock).await?;
    let bar = progress::things(None);
    let manifest = crate::backup::backup(&registry.store, &registry.clock, &folder, |table, rows| {
        bar.set_message(table.to_owned());
        bar.inc(rows);
    })
    .await
    .map_err(CommandError::failed)?;
    registry.close().await?;
    bar.finish_and_clear();
    say!("backup of everything up to event {} in {}", manifest.seq, folder.display());
    Ok(Outcome::Done)
}

pub(super) async fn restore(
    config: Config,
    clock: Arc<dyn Clock>,
    folder: PathBuf,
) -> Result<Outcome, CommandError> {
    let registry = Registry::open_empty(&config, clock).await?;
    let bar = progress::things(None);
    let manifest = crate::backup::restore(&registry.store, &folder, |table, rows| {
        bar.set_message(table.to_owned());
        bar.inc(rows);
    })
    .await
    .map_err(CommandError::failed)?;
    registry.close().await?;
    bar.finish_and_clear();
    say!("restored everything up to event {}; the search index follows at the next start", manifest.seq);
    Ok(Outcome::Done)
}
