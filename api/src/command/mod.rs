//! The command line: `birlik` alone serves.
//!
//! Exit status: 0 all is well, 1 the command failed, 2 it was called wrongly, 3 it did its work but some lines
//! were not taken.

/// Writes a line to standard output; whoever reads may have seen enough and gone.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

mod areas;
mod backup;
mod bench;
mod bulk;
mod index;
mod institutions;
mod lists;
mod log;
mod merging;
mod output;
mod progress;
mod serve;
mod staff;
mod synth;

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::app::StartError;
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, ConfigError, LogFormat};

/// The open registry of teachers' and parents' bodies of Kazakhstan.
#[derive(Debug, Parser)]
#[command(name = "birlik", version, about)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the pages (the default).
    Serve,
    /// Import organizations from a file of JSON lines (the bulk format; `-` is standard input).
    Import(bulk::ImportArguments),
    /// Export all organizations as JSON lines, to a file or to standard output.
    Export {
        /// The file; standard output where none is given.
        file: Option<PathBuf>,
    },
    /// The classifier of areas.
    #[command(subcommand)]
    Areas(areas::AreasCommand),
    /// Schools and colleges.
    #[command(subcommand)]
    Institutions(institutions::InstitutionsCommand),
    /// Lists of bodies, as they come: CSV, XLSX, XLS, ODS.
    #[command(subcommand)]
    Lists(lists::ListsCommand),
    /// Who may sign in at the desk.
    #[command(subcommand)]
    Staff(staff::StaffCommand),
    /// Make one record of two that are one body; the first id leads to the second from then on.
    Merge(merging::MergeArguments),
    /// Take a merge back.
    Split(merging::SplitArguments),
    /// The event log.
    #[command(subcommand)]
    Log(log::LogCommand),
    /// Build the search index anew from the log, aside, and swap it in.
    Reindex,
    /// Write a backup into a new folder, also while the service runs.
    Backup {
        /// The folder.
        folder: PathBuf,
    },
    /// Restore a backup into an empty store.
    Restore {
        /// The folder.
        folder: PathBuf,
    },
    /// Write a synthetic world in the bulk format, and queries for it: for measuring.
    Synth(synth::SynthArguments),
    /// Measure.
    #[command(subcommand)]
    Bench(bench::BenchCommand),
    /// Print the OpenAPI document.
    Openapi,
    /// Print the JSON Schema of the record.
    Schema,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
    #[error("{path}: {error}")]
    File { path: String, error: std::io::Error },
    #[error("{0}")]
    Failed(String),
}

impl CommandError {
    fn failed(error: impl std::fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }

    fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |error| Self::File { path, error }
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    /// The work is done but for some lines, which were reported.
    SomeRejected,
}

/// Runs the command of this process.
pub async fn run() -> ExitCode {
    let command = CommandLine::parse().command.unwrap_or(Command::Serve);
    match dispatch(command).await {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeRejected) => ExitCode::from(3),
        Err(error) => {
            eprintln!("birlik: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(command: Command) -> Result<Outcome, CommandError> {
    let config = Config::read()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    start_logging(&config);
    match command {
        Command::Serve => serve::serve(config, clock).await,
        Command::Import(arguments) => bulk::import(config, clock, arguments).await,
        Command::Export { file } => bulk::export(config, clock, file).await,
        Command::Areas(command) => areas::run(config, clock, command).await,
        Command::Institutions(command) => institutions::run(config, clock, command).await,
        Command::Lists(command) => lists::run(config, clock, command).await,
        Command::Staff(command) => staff::run(config, clock, command).await,
        Command::Merge(arguments) => merging::merge(config, clock, arguments).await,
        Command::Split(arguments) => merging::split(config, clock, arguments).await,
        Command::Log(command) => log::run(config, clock, command).await,
        Command::Reindex => index::reindex(config, clock).await,
        Command::Backup { folder } => backup::backup(config, clock, folder).await,
        Command::Restore { folder } => backup::restore(config, clock, folder).await,
        Command::Synth(arguments) => synth::synth(arguments).await,
        Command::Bench(command) => bench::run(config, clock, command).await,
        Command::Openapi => print(&crate::http::openapi_text()),
        Command::Schema => print(&format!("{:#}\n", crate::organizations::json_schema())),
    }
}

fn print(text: &str) -> Result<Outcome, CommandError> {
    match std::io::stdout().write_all(text.as_bytes()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(CommandError::failed(error)),
        _ => Ok(Outcome::Done),
    }
}

/// Logs go to standard error, so that standard output is the command's own.
fn start_logging(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log).unwrap_or_default();
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match config.log_format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
}
