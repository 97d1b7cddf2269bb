//! The table `organization_key`.

use sea_orm::entity::prelude::*;

/// What a source calls an organization: how an import recognises a record it has seen.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organization_key")]
pub struct Model {
    /// `identifier/<scheme>`, `source/<list>` or `line`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    /// Identifier, row of the list, or digest of the line.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: String,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
