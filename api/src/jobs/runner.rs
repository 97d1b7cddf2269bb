//! Taking jobs and doing them.

use std::sync::Arc;

use chrono::Duration;
use sea_orm::DbErr;

use super::{store, verify_log};
use crate::clock::{Clock, timestamp};
use crate::store::Store;

/// How long a node may work at a job before another takes it over.
const LEASE_MINUTES: i64 = 30;
/// The longest pause after failures.
const LONGEST_PAUSE_MINUTES: i64 = 24 * 60;
/// How often a node looks for work.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(30);

/// The jobs of a store, as one node does them.
#[derive(Clone)]
pub struct Jobs {
    store: Store,
    clock: Arc<dyn Clock>,
    node: String,
}

impl Jobs {
    /// The jobs of a store for a node of this name.
    pub fn new(store: Store, clock: Arc<dyn Clock>, node: impl Into<String>) -> Self {
        Self { store, clock, node: node.into() }
    }

    fn in_minutes(&self, minutes: i64) -> String {
        timestamp(self.clock.now() + Duration::minutes(minutes))
    }

    /// Does what is due and not done by another node; returns the names of what was done.
    pub async fn run_due(&self) -> Result<Vec<&'static str>, DbErr> {
        let mut done = Vec::new();
        let (name, hours) = (verify_log::NAME, 24);
        if self.lease(name).await? {
            match verify_log::run(&self.store).await {
                Ok(result) => self.finish(name, hours * 60, &result).await?,
                Err(error) => self.fail(name, &error).await?,
            }
            done.push(name);
        }
        Ok(done)
    }

    async fn lease(&self, name: &str) -> Result<bool, DbErr> {
        // Looking needs no lock: most of the time there is nothing to do.
        let known = store::find(self.store.read(), name).await?;
        if known.is_some_and(|job| job.run_at > self.in_minutes(0)) {
            return Ok(false);
        }
        let (now, until) = (self.in_minutes(0), self.in_minutes(LEASE_MINUTES));
        let write = self.store.begin_write().await?;
        // The first run comes an hour after the registry was made: a start stays quick.
        store::ensure(&write, name, &self.in_minutes(60)).await?;
        let leased = store::lease(&write, name, &self.node, &now, &until).await?;
        write.commit().await?;
        Ok(leased)
    }

    async fn finish(&self, name: &str, minutes: i64, result: &str) -> Result<(), DbErr> {
        let write = self.store.begin_write().await?;
        store::done(&write, name, &self.node, &self.in_minutes(0), &self.in_minutes(minutes), result).await?;
        write.commit().await
    }

    async fn fail(&self, name: &str, error: &str) -> Result<(), DbErr> {
        tracing::error!(job = name, error, "a job failed and will be tried again");
        let write = self.store.begin_write().await?;
        let attempts = store::find(&write, name).await?.map_or(0, |job| job.attempts);
        store::failed(&write, name, &self.node, &self.in_minutes(pause_minutes(attempts))).await?;
        write.commit().await
    }

    /// Does jobs for ever.
    pub async fn run(&self) {
        loop {
            if let Err(error) = self.run_due().await {
                tracing::error!(%error, "jobs could not be looked for");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

/// One minute after the first failure, twice as long after each further one.
fn pause_minutes(attempts: i32) -> i64 {
    let doublings = u32::try_from(attempts.clamp(0, 20)).unwrap_or(0);
    (1_i64 << doublings).min(LONGEST_PAUSE_MINUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_day() {
        assert_eq!([0, 1, 2, 30].map(pause_minutes), [1, 2, 4, 1440]);
    }
}
