//! What the tests stand on: a registry of their own on each store, the program itself, sample records.
//!
//! A test is written once with [`on_both_stores`] and runs on SQLite and on PostgreSQL. The PostgreSQL half
//! needs a server, named in `BIRLIK_TEST_POSTGRES`; `tests/run` starts one. Without it that half says that it
//! did not run, and fails where `CI=true`.

mod answer;
mod lists;
mod place;
mod program;
mod records;
mod registry;

use std::future::{Future, poll_fn};
use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::task::Poll;
use std::time::{Duration, Instant};

pub use answer::Answer;
pub use lists::{Listed, PRIVATE, csv, dirty, incoming, listed};
pub use place::{Place, StoreKind};
pub use program::{Service, birlik, fetch, run as run_command, send, wait};
pub use records::{BINS, Chance, line, maximal, record, synthetic};
pub use registry::{Imported, TestRegistry, encoded};

/// Makes two tests of each function: `name::sqlite` and `name::postgres`.
macro_rules! on_both_stores {
    ($($(#[$meta:meta])* async fn $name:ident($given:ident: $type:ty) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, clippy::wildcard_imports, reason = "the body is of the module above")]
            use super::*;

            async fn test($given: $type) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                $crate::support::run($crate::support::StoreKind::Sqlite, test).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                $crate::support::run($crate::support::StoreKind::Postgres, test).await;
            }
        }
    )+};
}
pub(crate) use on_both_stores;

/// What a test may ask for: a place for a store, or a registry in it.
pub trait Given: Sized {
    /// Makes it.
    fn given(place: Place) -> impl Future<Output = Self>;
}

impl Given for Place {
    async fn given(place: Place) -> Self {
        place
    }
}

impl Given for TestRegistry {
    async fn given(place: Place) -> Self {
        Self::open(&place).await
    }
}

/// Runs a test on a store and removes what it left, also where it failed.
pub async fn run<G: Given, T: Future<Output = ()>>(kind: StoreKind, test: impl FnOnce(G) -> T) {
    if !kind.is_there() {
        return;
    }
    let place = Place::new(kind).await;
    let mut test = Box::pin(async { test(G::given(place.clone()).await).await });
    let outcome = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| test.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await;
    drop(test);
    place.remove().await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// A reference file; `None`, with a notice, where it is not on this machine.
pub fn shared(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("BIRLIK_TEST_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let path = folder.join("data").join(name);
    if path.exists() {
        return Some(path);
    }
    did_not_run(&format!("{} is missing (BIRLIK_TEST_SHARED names the folder)", path.display()));
    None
}

/// Says that a test did not run; fails where a robot decides by it.
pub fn did_not_run(reason: &str) {
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{reason}");
    eprintln!("did not run: {reason}");
}

/// Asks again and again until there is an answer; fails after a minute.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited a minute for {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A part of a time, by chance.
pub fn part(of: Duration) -> Duration {
    let chance = RandomState::new().hash_one(Instant::now()) % 1000;
    of * u32::try_from(chance).unwrap() / 1000
}
