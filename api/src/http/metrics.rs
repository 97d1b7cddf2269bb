//! Numbers about the running service for whoever watches over it, in the text format of Prometheus.
//!
//! They are served on an address of their own, which is off unless the configuration names it: how busy
//! a service is and how far its search is behind is for its operators. Nothing in them tells of a person
//! or of what was asked.

use std::sync::Arc;
use std::time::Duration;

use poem::http::{Method, StatusCode};
use poem::web::Data;
use poem::{Endpoint, EndpointExt, Response, Route, get, handler};
use prometheus::{HistogramOpts, HistogramVec, IntGaugeVec, Opts, Registry, TextEncoder};

use super::problem::Problem;
use crate::app::App;

/// Upper ends of the classes of time, in seconds.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5];

/// What is counted while the service runs, and what is read off when somebody asks.
#[derive(Debug, Clone)]
pub struct Metrics {
    registry: Registry,
    requests: HistogramVec,
    search_lag: IntGaugeVec,
    search_answers: IntGaugeVec,
    log_seq: IntGaugeVec,
}

impl Metrics {
    /// Metrics with nothing counted yet.
    pub fn new() -> Result<Self, prometheus::Error> {
        let requests =
            HistogramOpts::new("birlik_http_request_seconds", "Time until a request was answered.");
        let requests = requests.buckets(SECONDS.to_vec());
        let gauge = |name: &str, help: &str, labels: &[&str]| IntGaugeVec::new(Opts::new(name, help), labels);
        let metrics = Self {
            registry: Registry::new(),
            requests: HistogramVec::new(requests, &["part", "method", "status"])?,
            search_lag: gauge(
                "birlik_search_lag_events",
                "Events of the log that a search engine does not show yet.",
                &["engine"],
            )?,
            search_answers: gauge(
                "birlik_search_answers",
                "1 where a search engine answered when it was last asked, else 0.",
                &["engine"],
            )?,
            log_seq: gauge("birlik_log_seq", "Number of the last event of the log.", &[])?,
        };
        metrics.registry.register(Box::new(metrics.requests.clone()))?;
        for gauge in [&metrics.search_lag, &metrics.search_answers, &metrics.log_seq] {
            metrics.registry.register(Box::new(gauge.clone()))?;
        }
        Ok(metrics)
    }

    /// Counts an answered request.
    pub(super) fn answered(&self, method: &Method, path: &str, status: StatusCode, time: Duration) {
        // A method can be any word: only those that are served have a line of their own.
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            _ => "other",
        };
        let class =
            ["1xx", "2xx", "3xx", "4xx", "5xx"].get(usize::from(status.as_u16() / 100).wrapping_sub(1));
        let labels = [part(path), method, class.copied().unwrap_or("other")];
        self.requests.with_label_values(&labels).observe(time.as_secs_f64());
    }

    async fn text(&self, app: &App) -> Result<String, Problem> {
        let seq = app.log.last_seq().await.map_err(|error| {
            tracing::error!(%error, "the store does not answer");
            Problem::unavailable("the store is away")
        })?;
        self.log_seq.with_label_values::<&str>(&[]).set(seq);
        let head = app.follower.lag().await;
        self.search_answers.with_label_values(&["embedded"]).set(i64::from(head.is_ok()));
        match head {
            Ok(lag) => self.search_lag.with_label_values(&["embedded"]).set(lag),
            Err(error) => tracing::error!(%error, "the search index does not answer"),
        }
        if let Some((remote, _)) = &app.remote {
            self.search_answers.with_label_values(&["meilisearch"]).set(i64::from(remote.answers()));
            // A server that never answered shows nothing of the log.
            let shown = remote.shown().unwrap_or(0);
            self.search_lag.with_label_values(&["meilisearch"]).set(seq - shown);
        }
        TextEncoder::new()
            .encode_to_string(&self.registry.gather())
            .map_err(|error| Problem::internal(&error))
    }
}

/// Which part of the service an address belongs to.
fn part(path: &str) -> &'static str {
    match path.split('/').nth(1) {
        Some("v1") => "api",
        Some("health") => "health",
        Some("static") => "static",
        Some("desk") => "desk",
        _ => "pages",
    }
}

/// What is served on the address for operators: `/metrics`.
pub fn metrics_service(app: Arc<App>) -> impl Endpoint {
    Route::new().at("/metrics", get(current)).data(app)
}

#[handler]
async fn current(app: Data<&Arc<App>>) -> Result<Response, Problem> {
    let text = app.metrics.text(&app).await?;
    Ok(Response::builder().content_type(prometheus::TEXT_FORMAT).body(text))
}
