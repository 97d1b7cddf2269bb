//! `birlik areas`.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Subcommand;

use super::{CommandError, Outcome, index};
use crate::app::Registry;
use crate::clock::Clock;
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum AreasCommand {
    /// Import the classifier KATO from CSV: columns kato, kind, name_kk, name_ru and, if known, parent and
    /// name_en.
    Import {
        /// The file.
        file: PathBuf,
        /// The edition of the list, as it is to be shown.
        #[arg(long)]
        edition: Option<String>,
    },
}

pub(super) async fn run(
    config: Config,
    clock: Arc<dyn Clock>,
    command: AreasCommand,
) -> Result<Outcome, CommandError> {
    let AreasCommand::Import { file, edition } = command;
    let input = BufReader::new(File::open(&file).map_err(CommandError::file(&file))?);
    let registry = Registry::open(&config, clock).await?;
    let import = registry.areas.import(input, edition.as_deref()).await.map_err(CommandError::failed)?;
    let indexed = index::Indexing::start(&config, &registry).await.finish().await?;
    registry.close().await?;
    for error in &import.errors {
        eprintln!("{error}");
    }
    say!(
        "{} areas new, {} changed, {} as they were, {} rows not taken; {} areas of the registry are not in the list",
        import.created,
        import.updated,
        import.unchanged,
        import.errors.len(),
        import.not_in_list
    );
    say!("{indexed}");
    Ok(if import.errors.is_empty() { Outcome::Done } else { Outcome::SomeRejected })
}
