//! The table `institution_key`.

use sea_orm::entity::prelude::*;

/// A name of an institution in a place: how an import recognises one without id or BIN.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "institution_key")]
pub struct Model {
    /// KATO code of its area; empty where unknown.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kato: String,
    /// The words of the name in lower case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The institution.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: String,
    /// The words as a Russian keyboard would type them, with a space before and after, for looking up some of them.
    pub folded: String,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
