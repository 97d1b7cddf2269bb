//! Institutions in a store: what importing again, renaming, and exporting come to.

use std::path::PathBuf;
use std::sync::Arc;

use birlik_entity::{InstitutionId, KatoCode};

use super::service::{InstitutionImport, InstitutionService};
use super::{HostResolver, store};
use crate::areas::Areas;
use crate::clock::{Clock, SetClock};
use crate::log::Write;
use crate::organizations::Host;
use crate::store::{Store, StoreUrl};

/// An SQLite store of its own, gone with the test.
struct Place {
    folder: PathBuf,
    store: Store,
    clock: Arc<dyn Clock>,
    institutions: InstitutionService,
}

impl Place {
    async fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("birlik-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let store = Store::open(&StoreUrl::Sqlite(folder.join("birlik.sqlite"))).await.unwrap();
        let clock: Arc<dyn Clock> = Arc::new(SetClock::new("2026-11-24T09:00:00Z".parse().unwrap()));
        let areas = Areas::load(store.clone(), clock.clone()).await.unwrap();
        areas.import_shipped().await.unwrap();
        let institutions = InstitutionService::new(store.clone(), areas, clock.clone());
        Self { folder, store, clock, institutions }
    }

    async fn import(&self, csv: &str) -> InstitutionImport {
        self.institutions.import(csv.as_bytes()).await.unwrap()
    }

    async fn export(&self) -> String {
        let mut lines = Vec::new();
        self.institutions.export(&mut lines).await.unwrap();
        String::from_utf8(lines).unwrap()
    }

    /// Imports hosts as those of one batch of records; returns the institution of each.
    async fn hosts(
        &self,
        hosts: &[(Host, Option<KatoCode>)],
        current: &[InstitutionId],
    ) -> Vec<InstitutionId> {
        let mut write = Write::begin(&self.store, &self.clock, "test").await.unwrap();
        let mut resolver = HostResolver::load(&write, hosts).await.unwrap();
        let mut ids = Vec::new();
        for (at, (host, area)) in hosts.iter().enumerate() {
            let resolved = resolver.resolve(&mut write, host, *area, current.get(at).copied(), None).unwrap();
            ids.push(resolved.id.unwrap().0);
        }
        resolver.flush(&write).await.unwrap();
        write.commit().await.unwrap();
        ids
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn host(name: &str) -> Host {
    serde_json::from_value(serde_json::json!({"names": [{"value": name, "lang": "ru"}]})).unwrap()
}

fn counts(import: &InstitutionImport) -> (usize, usize, usize, usize) {
    (import.created, import.updated, import.unchanged, import.errors.len())
}

#[tokio::test]
async fn the_same_list_twice_changes_nothing() {
    let place = Place::new("institutions-twice").await;
    let list = "name_ru,kato,as_of,teachers,source\n\
        Школа №1,610000000,2025,60,бір\n\
        Школа №1,610000000,2025,61,екі\n\
        Школа без места,,2025,5,бір\n";
    assert_eq!(counts(&place.import(list).await), (2, 1, 0, 0));
    let before = place.export().await;
    assert_eq!(counts(&place.import(list).await), (0, 0, 3, 0));
    assert_eq!(place.export().await, before);
    let lines = place.institutions.import_lines(before.as_bytes()).await.unwrap();
    assert_eq!(counts(&lines), (0, 0, 2, 0));
}

#[tokio::test]
async fn a_list_from_before_a_change_of_name_is_about_the_same_school() {
    let place = Place::new("institutions-renamed").await;
    place.import("name_ru,kato\nШкола №1,610000000\n").await;
    let line = place.export().await;
    let id = serde_json::from_str::<serde_json::Value>(&line).unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(counts(&place.import(&format!("id,name_ru\n{id},Лицей Абая\n")).await), (0, 1, 0, 0));
    assert_eq!(counts(&place.import("name_ru,kato\nЛицей Абая,610000000\n").await), (0, 0, 1, 0));
    let old = place.import("name_ru,kato,as_of,teachers\nШкола №1,610000000,2025,60\n").await;
    assert_eq!(counts(&old), (0, 1, 0, 0));
}

#[tokio::test]
async fn a_name_of_several_is_reported_with_their_ids() {
    let place = Place::new("institutions-several").await;
    let two = "name_ru,kato,bin\nШкола №1,610000000,990140001154\nШкола №1,610000000,940140000385\n";
    assert_eq!(counts(&place.import(two).await), (2, 0, 0, 0));
    let import = place.import("name_ru,kato\nШкола №1,610000000\n").await;
    assert_eq!(counts(&import), (0, 0, 0, 1));
    for line in place.export().await.lines() {
        let id = serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
        assert!(import.errors[0].reason.contains(&id), "{}", import.errors[0].reason);
    }
}

#[tokio::test]
async fn hosts_without_a_place_are_those_of_their_records() {
    let place = Place::new("institutions-hosts").await;
    let area = |code: &str| Some(code.parse().unwrap());
    let school = host("Школа №1");
    let hosts = [
        (school.clone(), area("610000000")),
        (school.clone(), area("350000000")),
        (school.clone(), area("610000000")),
        (school.clone(), None),
        (school.clone(), None),
    ];
    let ids = place.hosts(&hosts, &[]).await;
    assert_eq!(ids[0], ids[2], "one school in one area");
    let different: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(different.len(), 4, "{ids:?}");
    assert!(place.export().await.contains(r#""kato":"350000000""#));
    // The same records again, and other ones without a place.
    assert_eq!(place.hosts(&hosts, &ids).await, ids);
    let others: Vec<_> = (0..20).map(|_| (school.clone(), None)).collect();
    let more = place.hosts(&others, &[]).await;
    let all: std::collections::BTreeSet<_> = ids.iter().chain(&more).collect();
    assert_eq!(all.len(), 24);
}

#[tokio::test]
async fn more_are_asked_for_than_a_statement_takes() {
    let place = Place::new("institutions-many").await;
    place.import("name_ru,bin\nШкола №1,990140001154\n").await;
    let ids: Vec<String> = (0..40_000).map(|at| InstitutionId::from_number(at).to_string()).collect();
    let mut bins = vec!["0".to_owned(); 40_000];
    bins.push("990140001154".to_owned());
    let found = store::by_id_or_bin(place.store.read(), &ids, &bins).await.unwrap();
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn an_output_that_fails_is_told() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
    }
    let place = Place::new("institutions-full").await;
    place.import("name_ru\nШкола №1\n").await;
    let error = place.institutions.export(Full).await.unwrap_err();
    assert!(matches!(error, super::InstitutionError::Output(_)), "{error}");
}
