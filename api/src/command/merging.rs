//! `birlik merge` and `birlik split`.

use std::sync::Arc;

use birlik_entity::OrganizationId;
use clap::Args;

use super::index::Indexing;
use super::{CommandError, Outcome};
use crate::app::Registry;
use crate::clock::Clock;
use crate::config::Config;
use crate::log::SYSTEM_ACTOR;
use crate::organizations;

#[derive(Debug, Args)]
pub(super) struct MergeArguments {
    /// The record that goes; its id leads to the other.
    from: OrganizationId,
    /// The record that stays.
    into: OrganizationId,
}

#[derive(Debug, Args)]
pub(super) struct SplitArguments {
    /// The merge, as `birlik merge` named it.
    merge: String,
}

pub(super) async fn merge(
    config: Config,
    clock: Arc<dyn Clock>,
    arguments: MergeArguments,
) -> Result<Outcome, CommandError> {
    let registry = Registry::open(&config, clock).await?;
    let Registry { store, areas, clock } = &registry;
    let MergeArguments { from, into } = arguments;
    let merge = organizations::merge(store, areas, clock, SYSTEM_ACTOR, from, into)
        .await
        .map_err(CommandError::failed)?;
    let searchable = Indexing::start(&config, &registry).await.finish().await?;
    say!("{from} is a part of {into} now; `birlik split {}` takes it back", merge.id);
    say!("{searchable}");
    Ok(Outcome::Done)
}

pub(super) async fn split(
    config: Config,
    clock: Arc<dyn Clock>,
    arguments: SplitArguments,
) -> Result<Outcome, CommandError> {
    let registry = Registry::open(&config, clock).await?;
    let split = organizations::split(&registry.store, &registry.clock, SYSTEM_ACTOR, &arguments.merge)
        .await
        .map_err(CommandError::failed)?;
    let searchable = Indexing::start(&config, &registry).await.finish().await?;
    say!("{} is a record of its own again", split.restored);
    for (id, field) in &split.kept {
        say!("{id}: `{field}` was changed since, and stays");
    }
    say!("{searchable}");
    Ok(Outcome::Done)
}
