//! The table `staff_session`.

use sea_orm::entity::prelude::*;

/// A browser in which somebody of the staff is signed in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_session")]
pub struct Model {
    /// SHA-256 of the secret in the cookie, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// Id of the token with which it began.
    pub staff_id: String,
    /// When it began: RFC 3339, UTC.
    pub created_at: String,
    /// When it ends.
    pub expires_at: String,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
