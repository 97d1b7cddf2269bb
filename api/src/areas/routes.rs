//! The operations on areas.

use std::sync::Arc;

use birlik_entity::KatoCode;
use birlik_entity::code::AreaKind;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use schemars::JsonSchema;
use serde::Serialize;

use super::model::Area;
use crate::app::App;
use crate::http::{Answer, Problem, Shape, Tag};
use crate::parsed::Parsed;

/// Operations on areas.
#[derive(Debug, Clone, Copy)]
pub struct AreaRoutes;

/// A list of areas.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AreaList {
    /// The areas, by code.
    items: Vec<Area>,
    /// How many there are.
    total: u64,
}

/// Answers that are one area.
#[derive(Debug)]
pub enum OneArea {}
impl Shape for OneArea {
    const NAME: &'static str = "Area";
    const DESCRIPTION: &'static str = "The area.";
}

/// Answers that are a list of areas.
#[derive(Debug)]
pub enum ManyAreas {}
impl Shape for ManyAreas {
    const NAME: &'static str = "AreaList";
    const DESCRIPTION: &'static str = "The areas, by code.";
}

#[OpenApi(tag = "Tag::Areas")]
impl AreaRoutes {
    /// Lists areas: all of them, or those of a kind, or those that have a name.
    #[oai(path = "/areas", method = "get", operation_id = "listAreas")]
    async fn list(
        &self,
        app: Data<&Arc<App>>,
        /// A name or alias, whole, in any language; former names and abbreviations too (`ЮКО`).
        name: Query<Option<String>>,
        /// What the area is.
        kind: Query<Option<Parsed<AreaKind>>>,
    ) -> Result<Answer<ManyAreas>, Problem> {
        let tree = app.areas.tree();
        let of_kind = |area: &&Area| kind.0.is_none_or(|kind| area.kind == kind);
        let areas = match name.0 {
            Some(name) => tree.named(&name).filter(of_kind).cloned().collect(),
            None => tree.all().filter(of_kind).cloned().collect(),
        };
        many(areas)
    }

    /// Shows one area.
    #[oai(path = "/areas/:kato", method = "get", operation_id = "getArea")]
    async fn get(
        &self,
        app: Data<&Arc<App>>,
        /// KATO code.
        kato: Path<Parsed<KatoCode>>,
    ) -> Result<Answer<OneArea>, Problem> {
        let tree = app.areas.tree();
        Answer::of(tree.get(&kato.0).ok_or_else(|| unknown(&kato.0))?)
    }

    /// Lists the areas directly inside one.
    #[oai(path = "/areas/:kato/children", method = "get", operation_id = "listAreaChildren")]
    async fn children(
        &self,
        app: Data<&Arc<App>>,
        /// KATO code.
        kato: Path<Parsed<KatoCode>>,
    ) -> Result<Answer<ManyAreas>, Problem> {
        let tree = app.areas.tree();
        tree.get(&kato.0).ok_or_else(|| unknown(&kato.0))?;
        many(tree.children(&kato.0).cloned().collect())
    }
}

fn many(items: Vec<Area>) -> Result<Answer<ManyAreas>, Problem> {
    Answer::of(&AreaList { total: items.len() as u64, items })
}

fn unknown(kato: &KatoCode) -> Problem {
    Problem::not_found(format!("there is no area {kato}; see /v1/areas"))
}
