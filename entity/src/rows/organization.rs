//! The table `organization`.

use sea_orm::entity::prelude::*;

/// An organization: the columns that other tables and rules ask for, and its public document.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organization")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Kind, by code.
    pub kind: String,
    /// Status, by code.
    pub status: String,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// KATO code of its area.
    pub kato: Option<String>,
    /// Business identification number.
    pub bin: Option<String>,
    /// The institution it belongs to.
    pub institution_id: Option<String>,
    /// How often it was written; 1 when new.
    pub version: i64,
    /// When it was last written.
    pub updated_at: String,
    /// The event that wrote it last.
    pub seq: i64,
    /// The whole record as the API answers it: the payload of that event.
    #[sea_orm(column_type = "Text")]
    pub document: String,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
