//! The table `job`.

use sea_orm::entity::prelude::*;

/// Work to be done by one of the nodes, leased so that only one does it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// What is to be done; one row for each.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Not before this time.
    pub run_at: String,
    /// How often it failed since it last succeeded.
    pub attempts: i32,
    /// The node at work.
    pub leased_by: Option<String>,
    /// When its lease ends.
    pub leased_until: Option<String>,
    /// When it last succeeded.
    pub last_run_at: Option<String>,
    /// What it last found, in words.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_result: Option<String>,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
