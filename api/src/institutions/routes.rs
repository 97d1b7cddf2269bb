//! The operations on institutions.

use std::sync::Arc;

use birlik_entity::{Bin, InstitutionId, KatoCode};
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use schemars::JsonSchema;
use serde::Serialize;

use super::model::Institution;
use super::service::{InstitutionError, InstitutionRequest};
use crate::app::App;
use crate::http::{Answer, Problem, Shape, Tag};
use crate::parsed::Parsed;

/// Most institutions of one page.
const MOST: u32 = 1000;

/// Operations on institutions.
#[derive(Debug, Clone, Copy)]
pub struct InstitutionRoutes;

/// A list of institutions.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "InstitutionList")]
pub struct InstitutionPage {
    /// The institutions of this page, by id.
    items: Vec<Institution>,
    /// How many the whole result has; exact.
    total: u64,
    /// The `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Answers that are one institution.
#[derive(Debug)]
pub enum OneInstitution {}
impl Shape for OneInstitution {
    const NAME: &'static str = "Institution";
    const DESCRIPTION: &'static str = "The institution.";
}

/// Answers that are a list of institutions.
#[derive(Debug)]
pub enum ManyInstitutions {}
impl Shape for ManyInstitutions {
    const NAME: &'static str = "InstitutionList";
    const DESCRIPTION: &'static str = "The institutions of this page.";
}

#[OpenApi(tag = "Tag::Institutions")]
impl InstitutionRoutes {
    /// Lists institutions, by id.
    #[oai(path = "/institutions", method = "get", operation_id = "listInstitutions")]
    async fn list(
        &self,
        app: Data<&Arc<App>>,
        /// A part of a name.
        q: Query<Option<String>>,
        /// KATO code of an area; includes everything below it.
        area: Query<Option<Parsed<KatoCode>>>,
        /// Business identification number.
        bin: Query<Option<Parsed<Bin>>>,
        /// How many institutions a page has, 1 to 1000; 20 where not given.
        limit: Query<Option<u32>>,
        /// The `next` of the page before.
        cursor: Query<Option<Parsed<InstitutionId>>>,
    ) -> Result<Answer<ManyInstitutions>, Problem> {
        let limit = limit.0.unwrap_or(20);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::invalid_parameter("limit", format!("expected 1 to {MOST}")));
        }
        let name = q.0.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        if name.as_ref().is_some_and(|name| name.chars().count() > 200 || name.contains('\0')) {
            return Err(Problem::invalid_parameter("q", "expected at most 200 characters, none of them NUL"));
        }
        let request = InstitutionRequest {
            bin: bin.0.map(|bin| bin.0),
            area: area.0.map(|area| area.0),
            name,
            after: cursor.0.map(|id| id.0),
            limit: u64::from(limit),
        };
        let list = app.institutions.list(request).await?;
        Answer::of(&InstitutionPage {
            items: list.items,
            total: list.total,
            next: list.next.map(|id| id.to_string()),
        })
    }

    /// Shows one institution.
    #[oai(path = "/institutions/:id", method = "get", operation_id = "getInstitution")]
    async fn get(
        &self,
        app: Data<&Arc<App>>,
        /// Id of the institution.
        id: Path<Parsed<InstitutionId>>,
    ) -> Result<Answer<OneInstitution>, Problem> {
        let institution = app.institutions.find(id.0.0).await?;
        Answer::of(
            &institution.ok_or_else(|| Problem::not_found(format!("there is no institution {}", id.0)))?,
        )
    }
}

impl From<InstitutionError> for Problem {
    fn from(error: InstitutionError) -> Self {
        match error {
            InstitutionError::Store(error) => error.into(),
            InstitutionError::Csv(error) => Self::internal(&error),
            InstitutionError::Output(error) => Self::internal(&error),
        }
    }
}
