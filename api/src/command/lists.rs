//! `birlik lists`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::index::Indexing;
use super::{CommandError, Outcome, progress};
use crate::app::Registry;
use crate::clock::Clock;
use crate::config::Config;
use crate::lists::reading::{self, Limits, Mapping};
use crate::lists::{self, ColumnUse, Decision, Incoming, Lists, Report, digest_of, source_of};
use crate::log::SYSTEM_ACTOR;

/// Problems of cells shown on the terminal; all of them are in the report.
const SHOWN: usize = 20;

#[derive(Debug, Subcommand)]
pub(super) enum ListsCommand {
    /// Import a list: rows become records, all of them or none; rows that a person must decide wait.
    Import(ImportArguments),
    /// Take back what a list changed.
    Revert {
        /// The batch, as the import named it.
        batch: String,
    },
    /// Show the batches there are.
    Show,
    /// Measure the report of an import of which it is known which rows are one body.
    Evaluate {
        /// The report, as `import --report` writes it.
        report: PathBuf,
        /// CSV with the columns row, cluster, education, kind.
        truth: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// The file: CSV, XLSX, XLS or ODS.
    file: PathBuf,
    /// Name of the list, the same for every edition: `ngo-register`.
    #[arg(long)]
    source: String,
    /// What the columns are, where their titles do not say it: a file (TOML, JSON), or the name of a mapping
    /// that comes with the program. One that has the name of the list is used by itself.
    #[arg(long)]
    mapping: Option<String>,
    /// When the list was made: `2021`, `2021-05` or `2021-05-17`.
    #[arg(long)]
    list_date: Option<birlik_entity::PartialDate>,
    /// Only say what would become of it.
    #[arg(long)]
    dry_run: bool,
    /// Write there what became of every row, as JSON.
    #[arg(long)]
    report: Option<PathBuf>,
    /// A report of the same list in which rows in review have an `"answer"`: `"same"` or `"different"`.
    #[arg(long)]
    apply_review: Option<PathBuf>,
}

pub(super) async fn run(
    config: Config,
    clock: Arc<dyn Clock>,
    command: ListsCommand,
) -> Result<Outcome, CommandError> {
    if let ListsCommand::Evaluate { report, truth } = &command {
        let file = std::fs::File::open(truth).map_err(CommandError::file(truth))?;
        let truth = lists::truth(std::io::BufReader::new(file)).map_err(CommandError::failed)?;
        say!("{}", lists::evaluate(&read_report(report)?, &truth).map_err(CommandError::failed)?);
        return Ok(Outcome::Done);
    }
    let registry = Registry::open(&config, clock).await?;
    let Registry { store, areas, clock } = &registry;
    let lists = Lists::open(store.clone(), areas.clone(), clock.clone(), &config.data)
        .map_err(CommandError::failed)?;
    match command {
        ListsCommand::Import(arguments) => import(&config, &registry, &lists, arguments).await,
        ListsCommand::Revert { batch } => {
            let reverted = lists.revert(&batch, SYSTEM_ACTOR).await.map_err(CommandError::failed)?;
            let searchable = Indexing::start(&config, &registry).await.finish().await?;
            say!(
                "batch {batch} is reverted: {} records taken out, {} as they were",
                reverted.removed,
                reverted.restored
            );
            for (id, fields) in &reverted.kept {
                say!("{id} was edited since, and keeps: {}", fields.join(", "));
            }
            for (id, into) in &reverted.merged {
                say!("{id} was merged into {into} since, which keeps what the list said but its source");
            }
            say!("{searchable}");
            Ok(Outcome::Done)
        }
        ListsCommand::Evaluate { .. } => Ok(Outcome::Done),
        ListsCommand::Show => {
            for batch in lists.batches().await.map_err(CommandError::failed)? {
                let (row, summary) = (batch.row, batch.summary);
                let date = row.list_date.unwrap_or_default();
                say!(
                    "{}  {}  {} {date}  {} rows, {} bodies, {} to decide",
                    row.id,
                    row.state,
                    row.list,
                    summary.rows,
                    summary.bodies,
                    summary.review
                );
            }
            Ok(Outcome::Done)
        }
    }
}

async fn import(
    config: &Config,
    registry: &Registry,
    lists: &Lists,
    arguments: ImportArguments,
) -> Result<Outcome, CommandError> {
    let mapping = mapping(&arguments)?;
    let answers = arguments.apply_review.as_deref().map(read_report).transpose()?;
    let list_date = arguments.list_date.map(|date| date.to_string());
    let source =
        source_of(&arguments.source, list_date.as_deref(), mapping.as_ref()).map_err(CommandError::failed)?;
    let limits = Limits::of_the_operator();
    let refused =
        |error: reading::ReadError| CommandError::Failed(format!("{}: {error}", arguments.file.display()));
    let bytes = reading::load(&arguments.file, &limits).map_err(refused)?;
    let file_digest = digest_of(&bytes);
    let file_name =
        arguments.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let table = reading::read(bytes, &file_name, mapping.as_ref(), &limits).map_err(refused)?;
    table.check().map_err(refused)?;
    let incoming = Incoming { table, source, file_name, file_digest };

    let bar = progress::things(None);
    bar.set_message("reading, matching, applying");
    let result = if arguments.dry_run {
        lists.preview(incoming, answers.as_ref()).await
    } else {
        lists.import(incoming, answers.as_ref(), SYSTEM_ACTOR).await
    };
    bar.finish_and_clear();
    let report = result.map_err(CommandError::failed)?;
    if let Some(path) = &arguments.report {
        write_report(&report, path).map_err(CommandError::file(path))?;
    }
    tell(&report);
    if !arguments.dry_run {
        let searchable = Indexing::start(config, registry).await.finish().await?;
        say!("{searchable}");
    }
    let is_whole = report.problems.is_empty() && report.rows.iter().all(|row| !is_refused(row));
    Ok(if is_whole { Outcome::Done } else { Outcome::SomeRejected })
}

/// Writes a report as it goes: as one text it would take as much memory again.
fn write_report(report: &Report, path: &Path) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    serde_json::to_writer_pretty(&mut file, report)?;
    file.write_all(b"\n")?;
    file.flush()
}

/// True for a row that could not be taken, though it is about education.
fn is_refused(row: &crate::lists::ReportRow) -> bool {
    row.decision == Decision::Rejected && row.education != "no"
}

fn mapping(arguments: &ImportArguments) -> Result<Option<Mapping>, CommandError> {
    match &arguments.mapping {
        None => Ok(Mapping::of_list(&arguments.source)),
        Some(name) if Mapping::shipped_names().any(|shipped| shipped == name) => {
            Mapping::shipped(name).map(Some).map_err(CommandError::failed)
        }
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(CommandError::file(Path::new(path)))?;
            Mapping::parse(&text, path).map(Some).map_err(CommandError::failed)
        }
    }
}

fn read_report(path: &Path) -> Result<Report, CommandError> {
    let text = std::fs::read_to_string(path).map_err(CommandError::file(path))?;
    serde_json::from_str(&text).map_err(|error| {
        CommandError::Failed(format!("{} is not a report of an import: {error}", path.display()))
    })
}

fn tell(report: &Report) {
    let summary = &report.summary;
    say!(
        "{} rows: {} bodies, {} rows not taken ({} not about education), {} to decide",
        summary.rows,
        summary.bodies,
        summary.rejected,
        summary.education_no,
        summary.review
    );
    if let Some(batch) = &report.batch {
        say!(
            "{} records are new, {} were changed, {} said it already",
            summary.created,
            summary.updated,
            summary.unchanged
        );
        if !summary.vanished.is_empty() {
            say!("{} records of the edition before are not in this one", summary.vanished.len());
        }
        say!("batch {batch}; `birlik lists revert {batch}` takes it back");
    } else {
        say!("nothing was written");
    }
    for columns in ColumnUse::told(&report.columns) {
        say!("{columns}");
    }
    for remark in &report.remarks {
        eprintln!("{remark}");
    }
    for problem in report.problems.iter().take(SHOWN) {
        eprintln!("{problem}");
    }
    if report.problems.len() > SHOWN {
        eprintln!(
            "and {} more cells that could not be read; `--report` lists them",
            report.problems.len() - SHOWN
        );
    }
}
