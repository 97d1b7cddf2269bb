//! The table `area_alias`.

use sea_orm::entity::prelude::*;

/// Another name of an area: former, abbreviated, or its centre's.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "area_alias")]
pub struct Model {
    /// The area.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kato: String,
    /// Place among the area's aliases, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// Language.
    pub lang: String,
    /// The name.
    pub alias: String,
    /// Kind, by code of the list `alias_kind`.
    pub kind: String,
    /// First day it was the name.
    pub valid_from: Option<String>,
    /// Last day it was the name.
    pub valid_to: Option<String>,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
