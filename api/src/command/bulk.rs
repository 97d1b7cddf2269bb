//! `birlik import` and `birlik export`.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::{CommandError, Outcome, index, output, progress};
use crate::app::Registry;
use crate::clock::Clock;
use crate::config::Config;
use crate::log::SYSTEM_ACTOR;
use crate::organizations::{self, Finding, ImportOptions, ImportProgress, ImportSummary};
use crate::privacy;

/// Findings shown on the terminal; all of them are in the report.
const SHOWN: u64 = 50;

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// The file; `-` is standard input.
    file: PathBuf,
    /// All or nothing: one wrong line and nothing is taken.
    #[arg(long)]
    strict: bool,
    /// Where lines go that were not taken, to be mended and imported again; the reasons go beside it, into
    /// the same name with `.report.jsonl`. In the data folder where not given.
    #[arg(long)]
    rejected: Option<PathBuf>,
}

/// The files into which an import reports; made when there is something to say.
struct Report {
    rejected: PathBuf,
    files: Option<(BufWriter<File>, BufWriter<File>)>,
    shown: u64,
    error: Option<std::io::Error>,
}

#[derive(Serialize)]
struct ReportLine<'a> {
    line: u64,
    taken: bool,
    field: &'a str,
    reason: &'a str,
}

impl Report {
    fn path(&self) -> PathBuf {
        self.rejected.with_extension("report.jsonl")
    }

    fn tell(
        &mut self,
        line: u64,
        rejected: Option<&str>,
        findings: &[Finding],
        bar: &indicatif::ProgressBar,
    ) {
        for finding in findings {
            self.shown += 1;
            if self.shown <= SHOWN {
                let place =
                    if finding.field.is_empty() { String::new() } else { format!(", {}", finding.field) };
                let taken = if rejected.is_some() { "not taken" } else { "note" };
                bar.suspend(|| eprintln!("line {line}{place}: {taken}: {}", finding.reason));
            }
        }
        if let Err(error) = self.write(line, rejected, findings) {
            self.error = Some(error);
        }
    }

    fn write(&mut self, line: u64, rejected: Option<&str>, findings: &[Finding]) -> std::io::Result<()> {
        if self.files.is_none() {
            if let Some(folder) = self.rejected.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let open = |path: &Path| File::create(path).map(BufWriter::new);
            self.files = Some((open(&self.rejected)?, open(&self.path())?));
        }
        let Some((lines, report)) = &mut self.files else { return Ok(()) };
        if let Some(text) = rejected {
            // A personal number is not copied, also not into a file of the operator.
            writeln!(lines, "{}", privacy::redact(text).0)?;
        }
        for finding in findings {
            let line = ReportLine {
                line,
                taken: rejected.is_none(),
                field: &finding.field,
                reason: &finding.reason,
            };
            writeln!(report, "{}", serde_json::to_string(&line)?)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> std::io::Result<bool> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let Some((lines, report)) = &mut self.files else { return Ok(false) };
        lines.flush()?;
        report.flush()?;
        Ok(true)
    }
}

pub(super) async fn import(
    config: Config,
    clock: Arc<dyn Clock>,
    arguments: ImportArguments,
) -> Result<Outcome, CommandError> {
    let (input, size): (Box<dyn BufRead + Send>, Option<u64>) = if arguments.file.as_os_str() == "-" {
        (Box::new(BufReader::new(std::io::stdin())), None)
    } else {
        let file = File::open(&arguments.file).map_err(CommandError::file(&arguments.file))?;
        let size = file.metadata().ok().map(|metadata| metadata.len());
        (Box::new(BufReader::with_capacity(1 << 16, file)), size)
    };
    let registry = Registry::open(&config, clock).await?;
    let stem = match arguments.file.file_stem() {
        Some(stem) if stem != "-" => stem.to_string_lossy().into_owned(),
        _ => "standard-input".to_owned(),
    };
    let rejected = arguments
        .rejected
        .unwrap_or_else(|| config.data.join("imports").join(format!("{stem}.rejected.jsonl")));
    if std::fs::canonicalize(&rejected)
        .is_ok_and(|path| std::fs::canonicalize(&arguments.file).is_ok_and(|file| file == path))
    {
        return Err(CommandError::failed("--rejected names the file that is imported; expected another one"));
    }
    let mut report = Report { rejected, files: None, shown: 0, error: None };
    let options = ImportOptions { strict: arguments.strict, actor: SYSTEM_ACTOR.to_owned() };
    let indexing = index::Indexing::start(&config, &registry).await;
    let bar = progress::bytes(size);
    let watched = std::io::stderr().is_terminal();
    let result = organizations::import(
        &registry.store,
        &registry.areas,
        &registry.clock,
        &options,
        input,
        |progress| match progress {
            ImportProgress::Read(bytes) => bar.set_position(bytes),
            ImportProgress::Committed(summary) => {
                bar.set_message(format!("{} records", summary.created + summary.updated + summary.unchanged));
                if !watched {
                    eprintln!(
                        "committed {} of {} lines, event {}",
                        taken(summary),
                        summary.lines,
                        summary.seq
                    );
                }
                indexing.notify();
            }
            ImportProgress::Rejected { line, text, findings } => {
                report.tell(line, Some(text), findings, &bar);
            }
            ImportProgress::Noted { line, findings } => report.tell(line, None, findings, &bar),
        },
    )
    .await;
    bar.finish_and_clear();
    let reported = report.finish().map_err(CommandError::file(&report.rejected))?;
    if report.shown > SHOWN {
        eprintln!("… and {} more", report.shown - SHOWN);
    }
    let summary = match result {
        Ok(summary) => summary,
        Err(error) => {
            indexing.finish().await?;
            if reported {
                eprintln!("the reasons are in {}", report.path().display());
            }
            return Err(CommandError::failed(error));
        }
    };
    let indexed = indexing.finish().await?;
    registry.close().await?;
    say!(
        "{} lines: {} new, {} changed, {} as they were, {} not taken; something was left out of {}",
        summary.lines,
        summary.created,
        summary.updated,
        summary.unchanged,
        summary.rejected,
        summary.noted
    );
    say!("{indexed}");
    if reported {
        if summary.rejected > 0 {
            say!("lines not taken: {}", report.rejected.display());
        }
        say!("reasons: {}", report.path().display());
    }
    Ok(if summary.rejected > 0 { Outcome::SomeRejected } else { Outcome::Done })
}

fn taken(summary: &ImportSummary) -> u64 {
    summary.created + summary.updated + summary.unchanged
}

pub(super) async fn export(
    config: Config,
    clock: Arc<dyn Clock>,
    file: Option<PathBuf>,
) -> Result<Outcome, CommandError> {
    let registry = Registry::open(&config, clock).await?;
    let bar = progress::things(None);
    let mut known = false;
    let tell = |written: u64, total: u64| {
        if !known {
            known = true;
            bar.set_length(total);
        }
        bar.set_position(written);
    };
    let written = output::write(file.as_deref(), async |output| {
        organizations::export(&registry.store, output, tell).await
    })
    .await?;
    registry.close().await?;
    bar.finish_and_clear();
    if let Some(written) = written {
        eprintln!("{written} records");
    }
    Ok(Outcome::Done)
}
