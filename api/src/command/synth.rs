//! `birlik synth`: a synthetic world, and queries for it.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{CommandError, Outcome, output, progress};
use crate::areas::{self, AreaTree};
use crate::synthetic::{DirtyList, World, queries};

#[derive(Debug, Args)]
pub(super) struct SynthArguments {
    /// How many records.
    count: usize,
    /// The file of records, in the bulk format; where none is given, standard output, or nothing with `--list`.
    file: Option<PathBuf>,
    /// Another seed gives another world.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Writes queries for the world there, one a line, as `birlik bench search` reads them.
    #[arg(long)]
    queries: Option<PathBuf>,
    /// How many queries of each category.
    #[arg(long, default_value_t = 200)]
    each: usize,
    /// Writes a dirty list of the last bodies of the world there, as CSV. The file beside it that ends in
    /// `.truth.csv` says which row is which body, as `birlik lists evaluate` reads it.
    #[arg(long, requires = "rows")]
    list: Option<PathBuf>,
    /// How many rows the list has.
    #[arg(long)]
    rows: Option<usize>,
    /// How many bodies the list has; half as many as rows where not given.
    #[arg(long)]
    bodies: Option<usize>,
}

pub(super) async fn synth(arguments: SynthArguments) -> Result<Outcome, CommandError> {
    let areas = AreaTree::new(areas::shipped().map_err(CommandError::failed)?);
    let world = World::new(&areas, arguments.count, arguments.seed);
    if world.len() < arguments.count {
        eprintln!("there is room for {} different bodies in this world", world.len());
    }
    if let Some(file) = &arguments.queries {
        let asked = queries(&world, arguments.each, arguments.seed);
        lines(Some(file), asked.iter(), asked.len()).await?;
    }
    if let (Some(file), Some(rows)) = (&arguments.list, arguments.rows) {
        let create = |path: &PathBuf| {
            std::fs::File::create(path).map(std::io::BufWriter::new).map_err(CommandError::file(path))
        };
        let list =
            DirtyList { rows, bodies: arguments.bodies.unwrap_or(rows.div_ceil(2)), seed: arguments.seed };
        let truth = file.with_extension("truth.csv");
        list.write(&world, create(file)?, create(&truth)?).map_err(CommandError::file(file))?;
        if arguments.file.is_none() {
            return Ok(Outcome::Done);
        }
    }
    lines(arguments.file.as_ref(), world.records(), world.len()).await?;
    Ok(Outcome::Done)
}

async fn lines(
    file: Option<&PathBuf>,
    items: impl Iterator<Item = impl Serialize> + Send,
    count: usize,
) -> Result<(), CommandError> {
    let bar = progress::things(u64::try_from(count).ok());
    output::write(file.map(PathBuf::as_path), async |writer| {
        for item in items {
            serde_json::to_writer(&mut *writer, &item).map_err(std::io::Error::from)?;
            writer.write_all(b"\n")?;
            bar.inc(1);
        }
        Ok::<_, std::io::Error>(())
    })
    .await?;
    bar.finish_and_clear();
    Ok(())
}
