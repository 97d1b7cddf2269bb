//! The table `staff_token`.

use sea_orm::entity::prelude::*;

/// A token with which somebody of the staff signs in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_token")]
pub struct Model {
    /// Opaque id of whom the token is for: the actor of what is done with it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// What the operator calls the token.
    pub name: String,
    /// SHA-256 of the token, in hexadecimal; the token itself is nowhere.
    #[sea_orm(unique)]
    pub digest: String,
    /// When it was made: RFC 3339, UTC.
    pub created_at: String,
    /// From when on it is worth nothing.
    pub expires_at: String,
    /// When it was revoked.
    pub revoked_at: Option<String>,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
