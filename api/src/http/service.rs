//! The service as a whole: the API under `/v1`, health, the pages.

use std::sync::Arc;

use poem::endpoint::make_sync;
use poem::middleware::{AddData, CatchPanic};
use poem::{Endpoint, EndpointExt, IntoEndpoint, Response, Route, get};
use poem_openapi::OpenApiService;
use sha2::{Digest, Sha256};

use super::guard::Guard;
use super::metrics::Metrics;
use super::problem::Problem;
use super::{health, layers, openapi};
use crate::app::App;
use crate::areas::AreaRoutes;
use crate::codes::CodeRoutes;
use crate::institutions::InstitutionRoutes;
use crate::lists::ListRoutes;
use crate::organizations::OrganizationRoutes;
use crate::statistics::StatisticsRoutes;
use crate::web;

/// The operations of the API.
pub(super) type Operations =
    (OrganizationRoutes, InstitutionRoutes, AreaRoutes, CodeRoutes, ListRoutes, StatisticsRoutes);

pub(super) fn routes_without_app() -> Operations {
    (OrganizationRoutes, InstitutionRoutes, AreaRoutes, CodeRoutes, ListRoutes, StatisticsRoutes)
}

/// Everything that the program serves.
pub fn service(app: Arc<App>) -> impl Endpoint<Output = Response> {
    let guard = Arc::new(Guard::new(&openapi::document()));
    let api =
        openapi::describe(OpenApiService::new(routes_without_app(), "Birlik", env!("CARGO_PKG_VERSION")));
    let document = openapi::openapi_text();
    let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&document)[..12]));
    let routes = Route::new()
        .at(
            "/v1/openapi.json",
            get(make_sync(move |_| {
                Response::builder()
                    .content_type("application/json")
                    .header("cache-control", "public, no-cache")
                    .header("etag", &etag)
                    .body(document.clone())
            })),
        )
        .at("/health/live", get(health::live))
        .at("/health/ready", get(health::ready))
        .nest("/v1", api)
        .nest_no_strip("/", web::routes(app.clone()));
    let panic = |_: Box<dyn std::any::Any + Send + 'static>| {
        tracing::error!("a request panicked");
        Problem::new(
            poem::http::StatusCode::INTERNAL_SERVER_ERROR,
            "internal_error",
            "the service failed; try again later",
        )
        .response()
    };
    let metrics = app.metrics.clone();
    let endpoint = routes.with(AddData::new(app)).with(CatchPanic::new().with_handler(panic)).into_endpoint();
    let endpoint = Arc::new(endpoint);
    make_endpoint(endpoint, guard, metrics)
}

fn make_endpoint<E: Endpoint + 'static>(
    endpoint: Arc<E>,
    guard: Arc<Guard>,
    metrics: Metrics,
) -> impl Endpoint<Output = Response> {
    poem::endpoint::make(move |request| {
        layers::around(endpoint.clone(), guard.clone(), metrics.clone(), request)
    })
}
