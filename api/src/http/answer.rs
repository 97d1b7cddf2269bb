//! Successful answers: a body that is ready as text, its entity tag, its place in the OpenAPI document.

use std::marker::PhantomData;

use poem::http::{HeaderValue, StatusCode, header};
use poem::{Body, IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry};
use sha2::{Digest, Sha256};

/// The shape of an answer: the name of its schema in the OpenAPI document.
pub trait Shape: Send + 'static {
    /// Name of the schema.
    const NAME: &'static str;
    /// What the answer is.
    const DESCRIPTION: &'static str;
    /// Media type.
    const CONTENT_TYPE: ContentType = ContentType::Json;
}

/// Media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentType {
    /// `application/json`.
    Json,
    /// `application/schema+json`.
    JsonSchema,
}

impl ContentType {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::JsonSchema => "application/schema+json",
        }
    }
}

/// An answer of shape `S`.
#[derive(Debug)]
pub struct Answer<S> {
    body: String,
    etag: String,
    shape: PhantomData<fn() -> S>,
}

impl<S: Shape> Answer<S> {
    /// An answer whose entity tag is known, without quotes.
    pub fn tagged(body: String, etag: String) -> Self {
        Self { body, etag, shape: PhantomData }
    }

    /// An answer whose entity tag is a digest of its body.
    pub fn digested(body: String) -> Self {
        let digest = Sha256::digest(&body);
        let etag = hex::encode(&digest[..12]);
        Self::tagged(body, etag)
    }

    /// An answer from a value.
    pub fn of(value: &impl serde::Serialize) -> Result<Self, super::Problem> {
        serde_json::to_string(value).map(Self::digested).map_err(|error| super::Problem::internal(&error))
    }
}

impl<S: Shape> IntoResponse for Answer<S> {
    fn into_response(self) -> Response {
        let mut response = Response::builder()
            .status(StatusCode::OK)
            .header(header::CONTENT_TYPE, S::CONTENT_TYPE.as_str())
            .header(header::CACHE_CONTROL, "public, no-cache")
            .body(Body::from_string(self.body));
        if let Ok(etag) = HeaderValue::from_str(&format!("\"{}\"", self.etag)) {
            response.headers_mut().insert(header::ETAG, etag);
        }
        response
    }
}

impl<S: Shape> ApiResponse for Answer<S> {
    fn meta() -> MetaResponses {
        let response = |status, description, content| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content,
            headers: Vec::new(),
        };
        let content = vec![MetaMediaType {
            content_type: S::CONTENT_TYPE.as_str(),
            schema: MetaSchemaRef::Reference(S::NAME.to_owned()),
        }];
        MetaResponses {
            responses: vec![
                response(200, S::DESCRIPTION, content),
                response(
                    304,
                    "It is as it was when the client got the entity tag of `If-None-Match`.",
                    Vec::new(),
                ),
            ],
        }
    }

    fn register(registry: &mut Registry) {
        super::openapi::announce(registry, S::NAME);
    }
}
