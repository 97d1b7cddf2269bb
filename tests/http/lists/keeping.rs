//! What is kept of lists, and what never is.

use serde_json::json;

use super::{edit, records_of};
use crate::support::{Listed, PRIVATE, Place, StoreKind, TestRegistry, csv, dirty, listed, on_both_stores};

on_both_stores! {
    async fn nothing_personal_is_kept_anywhere(place: Place) {
        let registry = TestRegistry::open(&place).await;
        let mut bodies: Vec<Listed> = (0..6).map(listed).collect();
        bodies[0].phone = format!("+7 701 333 44 55, {}", bodies[0].phone);
        bodies[1].phone = "8(701)333-44-55".into();
        bodies[2].email = format!("{}, {}", PRIVATE[1], bodies[2].email);
        bodies[3].email = PRIVATE[1].into();
        bodies[4].bin = PRIVATE[2].into();
        bodies[5].name = format!("{} {}", bodies[5].name, PRIVATE[2]);
        bodies[5].site = "тел. +7 (701) 333 44 55".into();
        let report = registry.import_list("ngo", Some("2021"), &csv(&bodies)).await;
        assert_eq!(report.summary.rows, 6);
        let mut everything = registry.export().await;
        everything.push_str(&serde_json::to_string(&report).unwrap());
        for table in ["event", "list_batch", "list_row", "list_change", "contact_digest", "organization_key"] {
            let columns = match table {
                "event" => "payload",
                "list_batch" => "summary || file_name",
                "list_row" => "said || reasons || digests",
                "list_change" => "coalesce(before, '')",
                "contact_digest" => "digest",
                _ => "value",
            };
            everything.push_str(&registry.column(&format!("SELECT {columns} FROM {table}")).await.join("\n"));
        }
        assert_nothing_private(&everything);
        registry.revert(&report).await;
        registry.close().await;
        if place.kind() == StoreKind::Sqlite {
            for file in ["birlik.sqlite", "birlik.sqlite-wal"] {
                let bytes = std::fs::read(place.folder().join(file)).unwrap_or_default();
                assert_nothing_private(&String::from_utf8_lossy(&bytes));
            }
        }
    }

    async fn what_is_erased_from_the_log_is_not_kept_with_the_list(registry: TestRegistry) {
        let mut bodies = vec![listed(2)];
        let first = registry.import_list("ngo", Some("2021"), &csv(&bodies)).await;
        let id = records_of(&first)[&1].clone();
        bodies[0].phone = "+7 (7172) 70-00-01".into();
        registry.import_list("ngo", Some("2022"), &csv(&bodies)).await;
        let phone = "+77172512293";
        edit(&registry, &id, json!({"contacts": {"phones": ["+77172700001"]}})).await;
        let history = registry.get(format!("/v1/organizations/{id}/history")).await.ok().json();
        let kept = async || registry.column(&format!("SELECT said FROM list_row WHERE said LIKE '%{phone}%' UNION ALL SELECT before FROM list_change WHERE before LIKE '%{phone}%'")).await.len();
        assert_eq!(kept().await, 2);
        for item in history["items"].as_array().unwrap().iter().skip(1) {
            let mut write = birlik_api::log::Write::begin(&registry.app.store, &registry.clock(), "system").await.unwrap();
            birlik_api::log::erase(&mut write, item["seq"].as_i64().unwrap(), &["/contacts/phones".to_owned()]).await.unwrap();
            write.commit().await.unwrap();
        }
        assert_eq!(kept().await, 0);
        registry.verify().await.unwrap();
    }

    async fn a_backup_keeps_lists_and_merges(registry: TestRegistry) {
        let report = registry.import_list("ngo", Some("2021"), &dirty(0..6)).await;
        let ids = records_of(&report);
        registry.merge(&ids[&3], &ids[&7]).await.unwrap();
        let folder = registry.place.folder().join("kept");
        birlik_api::backup::backup(&registry.app.store, &registry.clock(), &folder, |_, _| {}).await.unwrap();
        let other = registry.place.beside(registry.place.kind()).await;
        std::fs::copy(registry.place.folder().join("contacts.key"), other.folder().join("contacts.key")).unwrap();
        {
            let store = birlik_api::store::Store::open(&TestRegistry::config(&other, &[]).store).await.unwrap();
            birlik_api::backup::restore(&store, &folder, |_, _| {}).await.unwrap();
            store.close().await.unwrap();
        }
        let restored = TestRegistry::open(&other).await;
        assert_eq!(restored.export().await, registry.export().await);
        let moved = restored.get(format!("/v1/organizations/{}", ids[&3])).await;
        assert_eq!(moved.status, 301);
        let reverted = restored.revert(&report).await;
        assert_eq!((reverted.removed, reverted.merged.len()), (4, 1), "{reverted:?}");
        restored.verify().await.unwrap();
    }
}

fn assert_nothing_private(text: &str) {
    let digits: String = text.chars().filter(|letter| !" ()-+".contains(*letter)).collect();
    for secret in PRIVATE {
        assert!(!text.contains(secret) && !digits.contains(secret), "{secret} is kept");
    }
    assert!(!text.contains("Ахметова"), "a person is kept");
}
