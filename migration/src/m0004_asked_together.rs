//! Rows of a list about which a person is asked once.

use sea_orm_migration::prelude::*;

/// Adds to `list_row` which row it is asked about with.
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_asked_together"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut change = Table::alter();
        change.table("list_row").add_column(ColumnDef::new("asked_with").integer().null());
        manager.alter_table(change).await
    }
}
