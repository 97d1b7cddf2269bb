//! The table `contact_digest`.

use sea_orm::entity::prelude::*;

/// A contact that a list gave for a record, as a keyed digest: how the next list is recognised.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_digest")]
pub struct Model {
    /// The record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: String,
    /// The digest, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// The batch that brought it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: String,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
