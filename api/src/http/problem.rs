//! Errors as RFC 9457 problem details: one shape on every answer that is not a success.

use poem::error::ResponseError;
use poem::http::{StatusCode, header};
use poem::{Body, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry};
use schemars::JsonSchema;
use serde::Serialize;

use crate::store;

/// An error as the client reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Problem {
    /// `about:blank`: the status and the code say what it is.
    #[serde(rename = "type")]
    pub problem_type: &'static str,
    /// The status in words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code of the error, for programs.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub detail: String,
    /// The parameter or field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Problem {
    /// A problem with a status, a stable code and what would be right.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            problem_type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            field: None,
        }
    }

    /// The same, of a parameter or field.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// 404: there is nothing here.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// 400: a parameter is not right.
    pub fn invalid_parameter(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_parameter", detail).at(field)
    }

    /// 500: the cause is logged here, once, and the client is told nothing of it.
    pub fn internal(cause: &dyn std::error::Error) -> Self {
        tracing::error!(cause = %cause, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", "the service failed; try again later")
    }

    /// 503: something that the service needs is away.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
    }

    /// The status.
    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The answer.
    pub fn response(&self) -> Response {
        let body = serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned());
        let mut response = Response::builder()
            .status(self.status_code())
            .header(header::CONTENT_TYPE, "application/problem+json")
            .header(header::CACHE_CONTROL, "no-store")
            .body(Body::from_string(body));
        if self.status_code() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
        }
        response
    }
}

impl ResponseError for Problem {
    fn status(&self) -> StatusCode {
        self.status_code()
    }

    fn as_response(&self) -> Response {
        self.response()
    }
}

impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        let response = |status: u16, description| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content: vec![MetaMediaType {
                content_type: "application/problem+json",
                schema: MetaSchemaRef::Reference("Problem".to_owned()),
            }],
            headers: Vec::new(),
        };
        MetaResponses {
            responses: vec![
                response(400, "A parameter is unknown or not right; `field` names it."),
                response(404, "There is no such thing."),
                response(500, "The service failed."),
                response(503, "Something that the service needs is away; try again after `Retry-After`."),
            ],
        }
    }

    fn register(registry: &mut Registry) {
        super::openapi::announce(registry, "Problem");
    }
}

impl From<sea_orm::DbErr> for Problem {
    fn from(error: sea_orm::DbErr) -> Self {
        if store::is_away(&error) {
            tracing::error!(cause = %error, "the store is away");
            return Self::unavailable("the store is away; try again later");
        }
        Self::internal(&error)
    }
}
