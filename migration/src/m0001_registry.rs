//! The first tables: records, areas, the event log, jobs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, integer_null, string, string_null, text, text_null};

/// Creates all tables of the first version.
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_registry"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        // SQLite runs migrations outside a transaction unless asked.
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in INDEXES {
            let mut index = Index::create();
            index.name(*name).table(*table);
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

const INDEXES: &[(&str, &str, &[&str])] = &[
    ("organization_bin", "organization", &["bin"]),
    ("organization_institution", "organization", &["institution_id"]),
    ("organization_kato", "organization", &["kato"]),
    ("organization_key_organization", "organization_key", &["organization_id"]),
    ("affiliation_to", "affiliation", &["to_id"]),
    ("institution_bin", "institution", &["bin"]),
    ("institution_key_institution", "institution_key", &["institution_id"]),
    ("area_parent", "area", &["parent"]),
    ("event_subject", "event", &["subject", "seq"]),
];

#[allow(clippy::too_many_lines, reason = "a list of tables, one after the other")]
fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("institution")
            .col(string("id"))
            .col(string_null("bin"))
            .col(string_null("kato"))
            .col(big_integer("version"))
            .col(string("updated_at"))
            .col(big_integer("seq"))
            .col(text("document"))
            .primary_key(Index::create().col("id"))
            .take(),
        Table::create()
            .table("organization")
            .col(string("id"))
            .col(string("kind"))
            .col(string("status"))
            .col(string("country"))
            .col(string_null("kato"))
            .col(string_null("bin"))
            .col(string_null("institution_id"))
            .col(big_integer("version"))
            .col(string("updated_at"))
            .col(big_integer("seq"))
            .col(text("document"))
            .primary_key(Index::create().col("id"))
            .foreign_key(ForeignKey::create().from("organization", "institution_id").to("institution", "id"))
            .take(),
        Table::create()
            .table("organization_key")
            .col(string("scheme"))
            .col(string("value"))
            .col(string("organization_id"))
            .primary_key(Index::create().col("scheme").col("value").col("organization_id"))
            .foreign_key(
                ForeignKey::create().from("organization_key", "organization_id").to("organization", "id"),
            )
            .take(),
        Table::create()
            .table("affiliation")
            .col(string("organization_id"))
            .col(integer("position"))
            .col(string("affiliation_type"))
            .col(string("to_id"))
            .col(string_null("until"))
            .primary_key(Index::create().col("organization_id").col("position"))
            .foreign_key(ForeignKey::create().from("affiliation", "organization_id").to("organization", "id"))
            .take(),
        Table::create()
            .table("institution_key")
            .col(string("kato"))
            .col(string("name"))
            .col(string("institution_id"))
            .col(string("folded"))
            .primary_key(Index::create().col("kato").col("name").col("institution_id"))
            .foreign_key(
                ForeignKey::create().from("institution_key", "institution_id").to("institution", "id"),
            )
            .take(),
        Table::create()
            .table("area")
            .col(string("kato"))
            .col(string_null("parent"))
            .col(string("kind"))
            .col(string_null("iso3166_2"))
            .col(string("name_kk"))
            .col(string("name_ru"))
            .col(string_null("name_en"))
            .col(integer_null("tile_x"))
            .col(integer_null("tile_y"))
            .col(string_null("valid_from"))
            .col(string_null("valid_to"))
            .col(string("edition"))
            .col(big_integer("seq"))
            .primary_key(Index::create().col("kato"))
            .take(),
        Table::create()
            .table("area_alias")
            .col(string("kato"))
            .col(integer("position"))
            .col(string("lang"))
            .col(string("alias"))
            .col(string("kind"))
            .col(string_null("valid_from"))
            .col(string_null("valid_to"))
            .primary_key(Index::create().col("kato").col("position"))
            .foreign_key(ForeignKey::create().from("area_alias", "kato").to("area", "kato"))
            .take(),
        Table::create()
            .table("event")
            .col(big_integer("seq"))
            .col(string("at"))
            .col(string("actor"))
            .col(string("subject"))
            .col(string("verb"))
            .col(integer("schema_version"))
            .col(text("payload"))
            .col(string_null("salt"))
            .col(string("digest"))
            .col(string("prev"))
            .col(string("hash"))
            .primary_key(Index::create().col("seq"))
            .take(),
        Table::create()
            .table("job")
            .col(string("name"))
            .col(string("run_at"))
            .col(integer("attempts"))
            .col(string_null("leased_by"))
            .col(string_null("leased_until"))
            .col(string_null("last_run_at"))
            .col(text_null("last_result"))
            .primary_key(Index::create().col("name"))
            .take(),
    ]
}
