//! Who works at the desk: tokens to sign in with, and sessions. Of both only digests are kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, string_null};

/// Creates the tables of the staff.
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_staff"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tokens = Table::create()
            .table("staff_token")
            .col(string("id"))
            .col(string("name"))
            .col(string("digest"))
            .col(string("created_at"))
            .col(string("expires_at"))
            .col(string_null("revoked_at"))
            .primary_key(Index::create().col("id"))
            .take();
        let sessions = Table::create()
            .table("staff_session")
            .col(string("digest"))
            .col(string("staff_id"))
            .col(string("created_at"))
            .col(string("expires_at"))
            .primary_key(Index::create().col("digest"))
            .foreign_key(ForeignKey::create().from("staff_session", "staff_id").to("staff_token", "id"))
            .take();
        manager.create_table(tokens).await?;
        manager.create_table(sessions).await?;
        let mut index = Index::create();
        index.name("staff_token_digest").table("staff_token").col("digest").unique();
        manager.create_index(index).await?;
        let mut index = Index::create();
        index.name("staff_session_staff").table("staff_session").col("staff_id");
        manager.create_index(index).await
    }
}
