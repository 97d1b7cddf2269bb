//! Jobs: one node of many does them, and another where it does not.

use std::sync::Arc;

use birlik_api::jobs::{JobState, Jobs, states};

use crate::support::{TestRegistry, on_both_stores};

fn node(registry: &TestRegistry, name: &str) -> Jobs {
    Jobs::new(registry.app.store.clone(), registry.clock(), name)
}

async fn state(registry: &TestRegistry) -> JobState {
    states(registry.app.store.read()).await.unwrap().remove(0)
}

/// The jobs are known and due.
async fn given_due_jobs(registry: &TestRegistry) {
    assert!(node(registry, "first").run_due().await.unwrap().is_empty(), "a start stays quick");
    registry.set_clock("2026-11-24T10:00:00Z");
}

on_both_stores! {
    async fn one_of_many_nodes_does_a_job(registry: TestRegistry) {
        given_due_jobs(&registry).await;
        let registry = Arc::new(registry);
        let second = Arc::new(TestRegistry::open(&registry.place.another_node()).await);
        second.set_clock("2026-11-24T10:00:00Z");
        let handle = tokio::runtime::Handle::current();
        let runners: Vec<_> = (0..12)
            .map(|number| {
                let (handle, on) =
                    (handle.clone(), if number % 2 == 0 { registry.clone() } else { second.clone() });
                std::thread::spawn(move || {
                    handle.block_on(node(&on, &format!("node {number}")).run_due()).unwrap()
                })
            })
            .collect();
        let done: Vec<_> = tokio::task::block_in_place(|| {
            runners.into_iter().flat_map(|runner| runner.join().unwrap()).collect()
        });
        assert_eq!(done, ["verify_log"]);
        let state = state(&registry).await;
        assert_eq!((state.attempts, state.leased_by.as_deref()), (0, None));
        assert_eq!(state.last_run_at.as_deref(), Some("2026-11-24T10:00:00.000Z"));
        assert_eq!(state.run_at, "2026-11-25T10:00:00.000Z");
        assert!(state.last_result.unwrap().contains("events are whole"));
    }

    async fn a_lease_that_ran_out_is_taken_over(registry: TestRegistry) {
        given_due_jobs(&registry).await;
        registry.tamper("UPDATE job SET leased_by = 'dead', leased_until = '2026-11-24T10:29:00.000Z'").await;
        let other = node(&registry, "other");
        assert!(other.run_due().await.unwrap().is_empty());
        registry.set_clock("2026-11-24T10:28:59Z");
        assert!(other.run_due().await.unwrap().is_empty());
        registry.set_clock("2026-11-24T10:29:01Z");
        assert_eq!(other.run_due().await.unwrap(), ["verify_log"]);
    }

    async fn pauses_grow_after_failures(registry: TestRegistry) {
        given_due_jobs(&registry).await;
        // The check cannot read what is not there.
        registry.tamper("ALTER TABLE event RENAME TO event_away").await;
        let node = node(&registry, "node");
        for (now, next, attempts) in [
            ("2026-11-24T10:00:00Z", "2026-11-24T10:01:00.000Z", 1),
            ("2026-11-24T10:01:00Z", "2026-11-24T10:03:00.000Z", 2),
            ("2026-11-24T10:03:00Z", "2026-11-24T10:07:00.000Z", 3),
        ] {
            registry.set_clock(now);
            assert_eq!(node.run_due().await.unwrap(), ["verify_log"]);
            let state = state(&registry).await;
            assert_eq!((state.run_at.as_str(), state.attempts, state.leased_by), (next, attempts, None));
            assert!(node.run_due().await.unwrap().is_empty(), "not before its time");
        }
        registry.tamper("ALTER TABLE event_away RENAME TO event").await;
        registry.set_clock("2026-11-24T10:07:00Z");
        assert_eq!(node.run_due().await.unwrap(), ["verify_log"]);
        assert_eq!(state(&registry).await.attempts, 0);
    }

    async fn a_broken_log_is_told(registry: TestRegistry) {
        given_due_jobs(&registry).await;
        registry.tamper("UPDATE event SET actor = 'x' WHERE seq = 7").await;
        node(&registry, "node").run_due().await.unwrap();
        assert!(state(&registry).await.last_result.unwrap().contains("event 7 is broken"));
    }
}
