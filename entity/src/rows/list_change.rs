//! The table `list_change`.

use sea_orm::entity::prelude::*;

/// What a batch changed of a record, in order.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "list_change")]
pub struct Model {
    /// The batch.
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: String,
    /// The order of changes in the batch.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The record.
    pub organization_id: String,
    /// The record before; none for a new one.
    #[sea_orm(column_type = "Text", nullable)]
    pub before: Option<String>,
    /// The event that changed it.
    pub seq: i64,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
