//! The table `institution`.

use sea_orm::entity::prelude::*;

/// A school or college to which bodies belong.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "institution")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Business identification number.
    pub bin: Option<String>,
    /// KATO code of its area.
    pub kato: Option<String>,
    /// How often it was written; 1 when new.
    pub version: i64,
    /// When it was last written.
    pub updated_at: String,
    /// The event that wrote it last.
    pub seq: i64,
    /// The whole institution as the API answers it.
    #[sea_orm(column_type = "Text")]
    pub document: String,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
