//! `birlik institutions`.

use std::fs::File;
use std::io::{BufReader, BufWriter};
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
    /// Import schools and colleges from CSV (columns name_kk, name_ru, name_en, number, bin, kato, as_of,
    /// staff, teachers, learners, source, id) or, where the file ends in .jsonl, from their bulk form.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Export all institutions with their headcounts as JSON lines, to a file or to standard output.
    Export {
        /// The file; standard output where none is given.
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
            let written = match file {
                Some(path) => {
                    let output = BufWriter::new(File::create(&path).map_err(CommandError::file(&path))?);
                    institutions.export(output).await
                }
                None => institutions.export(BufWriter::new(std::io::stdout())).await,
            };
            eprintln!("{} institutions", written.map_err(CommandError::failed)?);
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
