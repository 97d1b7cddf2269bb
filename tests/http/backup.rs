//! Backup while the service runs, and restore into either kind of store.

use std::path::PathBuf;

use birlik_api::app::Registry;
use birlik_api::backup::{backup, restore};
use birlik_api::config::Config;

use crate::support::{Place, StoreKind, TestRegistry, on_both_stores, synthetic};

async fn given_backup(registry: &TestRegistry) -> PathBuf {
    registry.import_all(&synthetic(120)).await;
    let institutions = "name_kk,kato,as_of,staff\n№ 9 мектеп,610000000,2025,60\n";
    registry.app.institutions.import(institutions.as_bytes()).await.unwrap();
    let folder = registry.place.folder().join("backup");
    let manifest = backup(&registry.app.store, &registry.clock(), &folder, |_, _| {}).await.unwrap();
    assert_eq!(manifest.seq, registry.last_seq().await);
    folder
}

/// A store without anything.
async fn empty(place: &Place, registry: &TestRegistry) -> Registry {
    let variables = [
        ("BIRLIK_DATA".to_owned(), place.folder().display().to_string()),
        ("BIRLIK_DATABASE_URL".to_owned(), place.url().to_owned()),
    ];
    let config = Config::from_parts(None, &variables.into_iter().collect()).unwrap();
    Registry::open_empty(&config, registry.clock()).await.unwrap()
}

on_both_stores! {
    async fn a_backup_restores_into_either_store(registry: TestRegistry) {
        let folder = given_backup(&registry).await;
        // What comes later is not in it.
        let (export, seq) = (registry.export().await, registry.last_seq().await);
        let institutions = registry.get("/v1/institutions?limit=1000").await.ok().text();
        registry.given_organization("кейін").await;
        for kind in [StoreKind::Sqlite, registry.place.kind()] {
            let place = registry.place.beside(kind).await;
            let store = empty(&place, &registry).await.store;
            restore(&store, &folder, |_, _| {}).await.unwrap();
            store.close().await.unwrap();
            let restored = TestRegistry::open(&place).await;
            assert_eq!(restored.export().await, export);
            assert_eq!(restored.last_seq().await, seq);
            assert_eq!(restored.verify().await.unwrap().events, seq);
            assert_eq!(restored.get("/v1/institutions?limit=1000").await.ok().text(), institutions);
            assert_eq!(restored.get("/v1/areas").await.ok().json()["total"], 254);
            restored.assert_index_agrees().await;
            // It goes on where it was: the same lines are known, a new one has the next number.
            assert_eq!(restored.import(&synthetic(120)).await.counts(), (0, 0, 120, 0));
            restored.given_organization("жаңа").await;
            assert_eq!(restored.last_seq().await, seq + 1);
        }
    }

    async fn a_damaged_backup_restores_nothing(registry: TestRegistry) {
        let folder = given_backup(&registry).await;
        let place = registry.place.beside(registry.place.kind()).await;
        let store = empty(&place, &registry).await.store;
        for name in
            ["event.jsonl", "organization.jsonl", "area_alias.jsonl", "institution.jsonl", "manifest.json"]
        {
            let path = folder.join(name);
            let whole = std::fs::read(&path).unwrap();
            let mut flipped = whole.clone();
            let middle = flipped.len() / 2;
            flipped[middle] ^= 1;
            let cut = whole[..whole.len() / 2].to_vec();
            for damaged in [Some(flipped), Some(cut), Some(Vec::new()), None] {
                match &damaged {
                    Some(bytes) => std::fs::write(&path, bytes).unwrap(),
                    None => std::fs::remove_file(&path).unwrap(),
                }
                let restored = restore(&store, &folder, |_, _| {}).await;
                // A flipped bit in a time of the manifest says nothing about the data.
                assert!(restored.is_err(), "{name} with {:?} bytes", damaged.map(|bytes| bytes.len()));
                assert_eq!(birlik_api::log::LogReader::new(store.clone()).last_seq().await.unwrap(), 0);
            }
            std::fs::write(&path, whole).unwrap();
        }
        restore(&store, &folder, |_, _| {}).await.unwrap();
    }

    async fn nothing_is_written_over(registry: TestRegistry) {
        let folder = given_backup(&registry).await;
        let error = backup(&registry.app.store, &registry.clock(), &folder, |_, _| {}).await.unwrap_err();
        assert!(error.to_string().contains("not empty"), "{error}");
        let error = restore(&registry.app.store, &folder, |_, _| {}).await.unwrap_err();
        assert!(error.to_string().contains("not empty"), "{error}");
        registry.verify().await.unwrap();
    }

    async fn a_backup_of_a_forged_log_is_refused(registry: TestRegistry) {
        registry.import_all(&synthetic(5)).await;
        registry.tamper("UPDATE event SET payload = '{}' WHERE seq = 100").await;
        let folder = registry.place.folder().join("backup");
        backup(&registry.app.store, &registry.clock(), &folder, |_, _| {}).await.unwrap();
        let place = registry.place.beside(registry.place.kind()).await;
        let store = empty(&place, &registry).await.store;
        let error = restore(&store, &folder, |_, _| {}).await.unwrap_err();
        assert!(error.to_string().contains("event 100"), "{error}");
        assert_eq!(birlik_api::log::LogReader::new(store.clone()).last_seq().await.unwrap(), 0);
    }
}
