//! `birlik institutions`.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Subcommand;

use super::{CommandError, Outcome, index};
use crate::app::Registry;
use crate::clock::Clock;
use crate::config::Config;
use crate::institutions::InstitutionService;

#[derive(Debug, Subcommand)]
pub(super) enum InstitutionsCommand {
    /// Import schools and colleges from CSV: columns name_kk, name_ru, name_en, number, bin, kato, as_of,
    /// staff, teachers, learners, source, id.
    Import {
        /// The file.
        file: PathBuf,
    },
}

pub(super) async fn run(
    config: Config,
    clock: Arc<dyn Clock>,
    command: InstitutionsCommand,
) -> Result<Outcome, CommandError> {
    let InstitutionsCommand::Import { file } = command;
    let input = BufReader::new(File::open(&file).map_err(CommandError::file(&file))?);
    let registry = Registry::open(&config, clock).await?;
    let institutions = InstitutionService::new(registry.store.clone(), registry.clock.clone());
    let import = institutions.import(input).await.map_err(CommandError::failed)?;
    let indexed = index::Indexing::start(&config, &registry).await.finish().await?;
    for error in &import.errors {
        eprintln!("{error}");
    }
    println!(
        "{} institutions new, {} changed, {} as they were, {} rows not taken; {} records written again",
        import.created,
        import.updated,
        import.unchanged,
        import.errors.len(),
        import.records
    );
    println!("{indexed}");
    Ok(if import.errors.is_empty() { Outcome::Done } else { Outcome::SomeRejected })
}
