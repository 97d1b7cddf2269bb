//! The table `area`.

use sea_orm::entity::prelude::*;

/// An area of the classifier KATO.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "area")]
pub struct Model {
    /// The code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kato: String,
    /// The code it lies in; none for regions.
    pub parent: Option<String>,
    /// What it is, by code of the list `area_kind`.
    pub kind: String,
    /// ISO 3166-2, regions only.
    pub iso3166_2: Option<String>,
    /// Name in Kazakh.
    pub name_kk: String,
    /// Name in Russian.
    pub name_ru: String,
    /// Name in English, where one is known.
    pub name_en: Option<String>,
    /// Column on the tile map, regions only.
    pub tile_x: Option<i32>,
    /// Row on the tile map, regions only.
    pub tile_y: Option<i32>,
    /// First day of validity, where known.
    pub valid_from: Option<String>,
    /// Last day of validity, where it has ended.
    pub valid_to: Option<String>,
    /// Edition of the classifier it was read from.
    pub edition: String,
    /// The event that wrote it last.
    pub seq: i64,
}

/// No relations are declared: rows are joined by hand where they are asked for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
