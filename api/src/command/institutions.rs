//! `birlik institutions`.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Subcommand;

use super::{CommandError, Outcome, index, output};
use crate::app::Registry;
use crate::clock::Clock;
use crate::config::Config;
use crate::institutions::InstitutionService;

#[derive(Debug, Subcommand)]
pub(super) enum InstitutionsCommand {
    /// Import schools and colleges from CSV (columns name_kk, name_ru, name_en, number, bin, kato, as_of,
    /// staff, teachers, learners, source, id) or, where the file ends in .jsonl, from their bulk form.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Export all institutions with their headcounts as JSON lines, to a file or to standard output.
    Export {
        /// The file; standard output where none is given or it is `-`.
        file: Option<PathBuf>,
    },
}

pub(super) async fn run(
    config: Config,
    clock: Arc<dyn Clock>,
    command: InstitutionsCommand,
) -> Result<Outcome, CommandError> {
    let registry = Registry::open(&config, clock).await?;
    let institutions =
        InstitutionService::new(registry.store.clone(), registry.areas.clone(), registry.clock.clone());
    let file = match command {
        InstitutionsCommand::Import { file } => file,
        InstitutionsCommand::Export { file } => {
            let written = output::write(file.as_deref(), async |output| institutions.export(output).await);
            if let Some(written) = written.await? {
                eprintln!("{written} institutions");
            }
            return Ok(Outcome::Done);
        }
    };
    let input = BufReader::new(File::open(&file).map_err(CommandError::file(&file))?);
    let import = if file.extension().is_some_and(|extension| extension == "jsonl") {
        institutions.import_lines(input).await
    } else {
        institutions.import(input).await
    };
    let import = import.map_err(CommandError::failed)?;
    let indexed = index::Indexing::start(&config, &registry).await.finish().await?;
    registry.close().await?;
    for error in &import.errors {
        eprintln!("{error}");
    }
    say!(
        "{} institutions new, {} changed, {} as they were, {} rows not taken; {} records written again",
        import.created,
        import.updated,
        import.unchanged,
        import.errors.len(),
        import.records
    );
    say!("{indexed}");
    Ok(if import.errors.is_empty() { Outcome::Done } else { Outcome::SomeRejected })
}
