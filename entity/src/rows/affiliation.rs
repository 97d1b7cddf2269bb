//! The table `affiliation`.

use sea_orm::entity::prelude::*;

/// How one organization belongs to another; kept beside the document for looking up from the other end.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "affiliation")]
pub struct Model {
    /// The one that belongs.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: String,
    /// Place in the record, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// Type, by code.
    pub affiliation_type: String,
    /// The one it belongs to.
    pub to_id: String,
    /// Last day, as `2026-12-31`, where it has an end; compared with the day on which it is asked.
    pub until: Option<String>,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
