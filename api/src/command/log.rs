//! `birlik log`.

use std::sync::Arc;

use clap::Subcommand;

use super::{CommandError, Outcome, progress};
use crate::app::Registry;
use crate::clock::Clock;
use crate::config::Config;
use crate::log::{self, LogReader, SYSTEM_ACTOR, Write};

#[derive(Debug, Subcommand)]
pub(super) enum LogCommand {
    /// Check that no event was changed, lost or added, and that every record is what the log says.
    Verify,
    /// Erase from the payload of an event; the log stays verifiable. Change the record itself first.
    Erase {
        /// Number of the event.
        seq: i64,
        /// What to erase, as JSON pointers such as /contacts/address.
        #[arg(required = true)]
        pointers: Vec<String>,
    },
}

pub(super) async fn run(
    config: Config,
    clock: Arc<dyn Clock>,
    command: LogCommand,
) -> Result<Outcome, CommandError> {
    let registry = Registry::open_empty(&config, clock).await?;
    match command {
        LogCommand::Verify => {
            let last = LogReader::new(registry.store.clone()).last_seq().await?;
            let bar = progress::things(u64::try_from(last).ok());
            let snapshot = registry.store.snapshot().await?;
            let checked =
                log::verify(&snapshot, |seq| bar.set_position(u64::try_from(seq).unwrap_or_default()))
                    .await?;
            bar.finish_and_clear();
            let verified = checked.map_err(CommandError::failed)?;
            say!(
                "{} events are whole and {} records agree with them; head {}",
                verified.events,
                verified.records,
                verified.head
            );
        }
        LogCommand::Erase { seq, pointers } => {
            let mut write = Write::begin(&registry.store, &registry.clock, SYSTEM_ACTOR).await?;
            let notice = log::erase(&mut write, seq, &pointers).await.map_err(CommandError::failed)?;
            write.commit().await?;
            say!("erased from event {seq}; event {notice} says so");
        }
    }
    registry.close().await?;
    Ok(Outcome::Done)
}
