//! The table `event`.

use sea_orm::entity::prelude::*;

/// The event log: numbered without gaps and chained by hashes. Everything else follows from it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// Number, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// When; never before the event ahead of it.
    pub at: String,
    /// Opaque id of who did it.
    pub actor: String,
    /// What it is about: `organization/<id>`, `institution/<id>`, `area/<kato>`, `event/<seq>`, `log`.
    pub subject: String,
    /// What happened.
    pub verb: String,
    /// Version of the payload's shape.
    pub schema_version: i32,
    /// The whole subject after the change, as text.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// Random salt of the digest; gone once something was erased from the payload.
    pub salt: Option<String>,
    /// SHA-256 over salt and payload.
    pub digest: String,
    /// Hash of the event before.
    pub prev: String,
    /// SHA-256 over the other fields (the digest for the payload) and `prev`.
    pub hash: String,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
