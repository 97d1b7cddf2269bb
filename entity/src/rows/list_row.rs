//! The table `list_row`.

use sea_orm::entity::prelude::*;

/// A row of a list: what it says, without anything personal, and what became of it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "list_row")]
pub struct Model {
    /// The batch.
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: String,
    /// Its number: the first row after the header is 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// Where it stands in the file: sheet and row.
    pub place: String,
    /// `new`, `duplicate`, `review` or `rejected`.
    pub decision: String,
    /// The body of the list that it is, or is proposed to be.
    pub cluster: i32,
    /// The record of the registry that this body was found to be.
    pub proposed_id: Option<String>,
    /// Probability that it belongs to this body.
    pub score: Option<f64>,
    /// Whether it is about education: `yes`, `no` or `unknown`.
    pub education: String,
    /// Why, as JSON.
    #[sea_orm(column_type = "Text")]
    pub reasons: String,
    /// What it says, in the bulk format.
    #[sea_orm(column_type = "Text")]
    pub said: String,
    /// Keyed digests of its contacts, as JSON.
    #[sea_orm(column_type = "Text")]
    pub digests: String,
    /// The row of this list that it was compared with.
    pub compared_with: Option<i32>,
    /// The first of the rows about which a person is asked once; none where a row is asked about alone.
    pub asked_with: Option<i32>,
    /// What a person decided: `same` or `different`.
    pub answer: Option<String>,
    /// Opaque id of that person.
    pub answered_by: Option<String>,
    /// The record that has it now.
    pub organization_id: Option<String>,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
