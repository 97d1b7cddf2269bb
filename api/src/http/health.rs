//! Whether the service lives, and whether it can answer.

use std::sync::Arc;

use poem::web::Data;
use poem::{Response, handler};

use super::problem::Problem;
use crate::app::App;

/// How many events the index may be behind before the service is not ready.
const GREATEST_LAG: i64 = 100_000;

/// `/health/live`: the process answers.
#[handler]
pub(super) fn live() -> Response {
    json(r#"{"status":"live"}"#.to_owned())
}

/// `/health/ready`: the store answers and the index follows it.
#[handler]
pub(super) async fn ready(app: Data<&Arc<App>>) -> Result<Response, Problem> {
    if !app.store.is_alive().await {
        return Err(Problem::unavailable("the store is away"));
    }
    let lag = app.follower.lag().await.map_err(|error| {
        tracing::error!(%error, "the search index does not answer");
        Problem::unavailable("the search index does not answer")
    })?;
    if lag > GREATEST_LAG {
        return Err(Problem::unavailable(format!("the search index is {lag} events behind")));
    }
    let Some((remote, _)) = &app.remote else {
        return Ok(json(format!(r#"{{"status":"ready","lag":{lag}}}"#)));
    };
    // The embedded engine answers while the other is away: that is no reason not to be ready.
    let last = app.log.last_seq().await.map_err(|error| {
        tracing::error!(%error, "the store does not answer");
        Problem::unavailable("the store is away")
    })?;
    let behind = remote.shown().map_or("null".to_owned(), |seq| (last - seq).to_string());
    let answers = remote.answers();
    Ok(json(format!(
        r#"{{"status":"ready","lag":{lag},"meilisearch":{{"answers":{answers},"lag":{behind}}}}}"#
    )))
}

fn json(body: String) -> Response {
    Response::builder().content_type("application/json").header("cache-control", "no-store").body(body)
}
