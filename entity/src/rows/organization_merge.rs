//! The table `organization_merge`.

use sea_orm::entity::prelude::*;

/// Two records that were found to be one body.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organization_merge")]
pub struct Model {
    /// The id of the merge.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The record that is no more; its id leads to the other.
    pub from_id: String,
    /// The record that stays.
    pub into_id: String,
    /// Every record that the merge changed, before and after, as JSON.
    #[sea_orm(column_type = "Text")]
    pub changes: String,
    /// Opaque id of who merged.
    pub actor: String,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// The event that says so.
    pub seq: i64,
    /// When it was split again.
    pub undone_at: Option<String>,
    /// The event that says so.
    pub undone_seq: Option<i64>,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
