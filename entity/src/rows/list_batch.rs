//! The table `list_batch`.

use sea_orm::entity::prelude::*;

/// A list as it came once: all that it changes is applied together, and can be reverted together.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "list_batch")]
pub struct Model {
    /// The id of the batch.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Name of the list, as sources of records name it.
    pub list: String,
    /// Title of the list.
    pub title: Option<String>,
    /// Study or register that it was made for.
    pub report: Option<String>,
    /// When the list was made: a year, a month or a day.
    pub list_date: Option<String>,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub file_digest: String,
    /// `matched`, `applied` or `reverted`.
    pub state: String,
    /// Opaque id of who brought it.
    pub actor: String,
    /// When it came: RFC 3339, UTC.
    pub created_at: String,
    /// When it was applied first.
    pub applied_at: Option<String>,
    /// When it was reverted.
    pub reverted_at: Option<String>,
    /// What became of it, as JSON: counts, problems of cells, what vanished.
    #[sea_orm(column_type = "Text")]
    pub summary: String,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
