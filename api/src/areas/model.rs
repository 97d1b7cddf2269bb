//! An area as the API answers it and the log keeps it.

use birlik_entity::code::{AliasKind, AreaKind};
use birlik_entity::{KatoCode, Lang, PartialDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::parsed::Parsed;

/// An area of the classifier KATO (national standard НК РК 11-2025).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The code.
    pub kato: Parsed<KatoCode>,
    /// The area it lies in; absent for regions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parsed<KatoCode>>,
    /// What it is.
    pub kind: Parsed<AreaKind>,
    /// ISO 3166-2, regions only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iso3166_2: Option<String>,
    /// Its names.
    pub names: AreaNames,
    /// Its place on the tile map of the country, regions only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tile: Option<Tile>,
    /// Its other names: former, abbreviated, or its centre's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<AreaAlias>,
    /// First day of validity, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Parsed<PartialDate>>,
    /// Last day of validity, where it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Parsed<PartialDate>>,
    /// Edition of the classifier it was read from.
    pub edition: String,
}

/// Names of an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaNames {
    /// In Kazakh.
    pub kk: String,
    /// In Russian.
    pub ru: String,
    /// In English, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

/// Place on the tile map: columns from the west, rows from the north, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tile {
    /// Column.
    pub x: i32,
    /// Row.
    pub y: i32,
}

/// Another name of an area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaAlias {
    /// Language.
    pub lang: Parsed<Lang>,
    /// The name.
    pub alias: String,
    /// What sort of name.
    pub kind: Parsed<AliasKind>,
    /// First day it was the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Parsed<PartialDate>>,
    /// Last day it was the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Parsed<PartialDate>>,
}

impl Area {
    /// Its name in a language; in English the Russian one where no English one is known.
    pub fn name(&self, lang: &str) -> &str {
        match lang {
            "kk" => &self.names.kk,
            "en" => self.names.en.as_deref().unwrap_or(&self.names.ru),
            _ => &self.names.ru,
        }
    }
}
