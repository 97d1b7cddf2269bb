//! Answers about one record that may have become a part of another one: then its address leads there.

use birlik_entity::OrganizationId;
use poem::http::{HeaderValue, StatusCode, header};
use poem::{Body, IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry};
use schemars::JsonSchema;
use serde::Serialize;

use super::service::Lookup;
use crate::http::{Answer, Problem, Shape};
use crate::parsed::Parsed;

/// Name of the schema of [`MergedOrganization`].
const SCHEMA: &str = "MergedOrganization";

/// A record that was found to be the same body as another one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MergedOrganization {
    /// The id that was asked for.
    id: Parsed<OrganizationId>,
    /// What it is a part of.
    merged: MergedInto,
}

/// The record that stands for one that was merged.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MergedInto {
    /// Its id; it is a record, however many merges lead there.
    into: Parsed<OrganizationId>,
    /// When the one asked for was merged: RFC 3339, UTC.
    #[schemars(extend("format" = "date-time"))]
    at: String,
}

/// An answer about a record, or the way to the record that it became a part of.
#[derive(Debug)]
pub enum OrMerged<S> {
    /// The answer.
    Here(Answer<S>),
    /// The way on.
    Merged(Merged),
}

/// The way from a record that was merged.
#[derive(Debug)]
pub struct Merged {
    body: String,
    location: String,
}

impl Lookup {
    /// The record, or the way to the one that it became a part of; `rest` is what stands in the address behind
    /// the id.
    pub(crate) fn or_merged<S>(
        self,
        id: OrganizationId,
        rest: &str,
        answer: impl FnOnce(super::Stored) -> Result<Answer<S>, Problem>,
    ) -> Result<OrMerged<S>, Problem> {
        match self {
            Self::There(stored) => answer(stored).map(OrMerged::Here),
            Self::Merged { into, at } => {
                let body =
                    MergedOrganization { id: Parsed(id), merged: MergedInto { into: Parsed(into), at } };
                Ok(OrMerged::Merged(Merged {
                    body: serde_json::to_string(&body).map_err(|error| Problem::internal(&error))?,
                    location: format!("/v1/organizations/{into}{rest}"),
                }))
            }
            Self::Removed { at } => Err(Problem::new(
                StatusCode::GONE,
                "organization_removed",
                format!("the organization {id} was taken out of the registry on {at}; its history says more"),
            )),
            Self::Unknown => Err(Problem::not_found(format!("there is no organization {id}"))),
        }
    }
}

impl<S: Shape> IntoResponse for OrMerged<S> {
    fn into_response(self) -> Response {
        match self {
            Self::Here(answer) => answer.into_response(),
            Self::Merged(Merged { body, location }) => {
                let mut response = Response::builder()
                    .status(StatusCode::MOVED_PERMANENTLY)
                    .header(header::CONTENT_TYPE, "application/json")
                    // A merge can be taken back: whoever keeps the way asks whether it still leads there.
                    .header(header::CACHE_CONTROL, "public, no-cache")
                    .body(Body::from_string(body));
                if let Ok(location) = HeaderValue::from_str(&location) {
                    response.headers_mut().insert(header::LOCATION, location);
                }
                response
            }
        }
    }
}

impl<S: Shape> ApiResponse for OrMerged<S> {
    fn meta() -> MetaResponses {
        let response = |status, description, content_type, schema: &str| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content: vec![MetaMediaType {
                content_type,
                schema: MetaSchemaRef::Reference(schema.to_owned()),
            }],
            headers: Vec::new(),
        };
        let mut meta = <Answer<S> as ApiResponse>::meta();
        meta.responses.push(response(
            301,
            "The record was found to be the same body as another one; `Location` leads there.",
            "application/json",
            SCHEMA,
        ));
        meta.responses.push(response(
            410,
            "The record was taken out of the registry; its history is still there.",
            "application/problem+json",
            "Problem",
        ));
        meta
    }

    fn register(registry: &mut Registry) {
        <Answer<S> as ApiResponse>::register(registry);
        crate::http::announce(registry, SCHEMA);
    }
}
