//! Lists that were imported, row by row, what they changed, and records that were merged.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, double_null, integer, integer_null, string, string_null, text, text_null,
};

/// Creates the tables of lists and merges.
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_lists"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
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
    ("list_batch_list", "list_batch", &["list"]),
    ("list_row_organization", "list_row", &["organization_id"]),
    ("list_change_organization", "list_change", &["organization_id"]),
    ("contact_digest_batch", "contact_digest", &["batch_id"]),
    ("organization_merge_from", "organization_merge", &["from_id"]),
    ("organization_merge_into", "organization_merge", &["into_id"]),
];

fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("list_batch")
            .col(string("id"))
            .col(string("list"))
            .col(string_null("title"))
            .col(string_null("report"))
            .col(string_null("list_date"))
            .col(string("file_name"))
            .col(string("file_digest"))
            .col(string("state"))
            .col(string("actor"))
            .col(string("created_at"))
            .col(string_null("applied_at"))
            .col(string_null("reverted_at"))
            .col(text("summary"))
            .primary_key(Index::create().col("id"))
            .take(),
        Table::create()
            .table("list_row")
            .col(string("batch_id"))
            .col(integer("number"))
            .col(string("place"))
            .col(string("decision"))
            .col(integer("cluster"))
            .col(string_null("proposed_id"))
            .col(double_null("score"))
            .col(string("education"))
            .col(text("reasons"))
            .col(text("said"))
            .col(text("digests"))
            .col(integer_null("compared_with"))
            .col(string_null("answer"))
            .col(string_null("answered_by"))
            .col(string_null("organization_id"))
            .primary_key(Index::create().col("batch_id").col("number"))
            .foreign_key(ForeignKey::create().from("list_row", "batch_id").to("list_batch", "id"))
            .take(),
        Table::create()
            .table("list_change")
            .col(string("batch_id"))
            .col(integer("position"))
            .col(string("organization_id"))
            .col(text_null("before"))
            .col(big_integer("seq"))
            .primary_key(Index::create().col("batch_id").col("position"))
            .foreign_key(ForeignKey::create().from("list_change", "batch_id").to("list_batch", "id"))
            .take(),
        Table::create()
            .table("contact_digest")
            .col(string("organization_id"))
            .col(string("digest"))
            .col(string("batch_id"))
            .primary_key(Index::create().col("organization_id").col("digest").col("batch_id"))
            .foreign_key(ForeignKey::create().from("contact_digest", "batch_id").to("list_batch", "id"))
            .take(),
        Table::create()
            .table("organization_merge")
            .col(string("id"))
            .col(string("from_id"))
            .col(string("into_id"))
            .col(text("changes"))
            .col(string("actor"))
            .col(string("at"))
            .col(big_integer("seq"))
            .col(string_null("undone_at"))
            .col(big_integer_null("undone_seq"))
            .primary_key(Index::create().col("id"))
            .take(),
    ]
}
