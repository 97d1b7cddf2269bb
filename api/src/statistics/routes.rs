//! The operations on statistics.

use std::sync::Arc;

use birlik_search::FacetCount;
use poem::web::Data;
use poem_openapi::OpenApi;
use schemars::JsonSchema;
use serde::Serialize;

use super::service::Figures;
use crate::app::App;
use crate::http::{Answer, Problem, Shape, Tag};

/// Operations on statistics.
#[derive(Debug, Clone, Copy)]
pub struct StatisticsRoutes;

/// The registry in numbers: bodies of Kazakhstan, except `abroad`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Statistics")]
pub struct StatisticsDocument {
    /// The last event of the log that the numbers take into account.
    seq: i64,
    /// Bodies of Kazakhstan.
    total: u64,
    /// Those that are confirmed by more than a list.
    confirmed: u64,
    /// References to bodies of other countries; in no other number.
    abroad: u64,
    /// By kind.
    by_kind: Vec<Count>,
    /// By level.
    by_level: Vec<Count>,
    /// By region, as KATO code; all regions, also those without a body.
    by_region: Vec<Count>,
    /// By status.
    by_status: Vec<Count>,
    /// By level of confirmation.
    by_confirmed: Vec<Count>,
}

/// How many bodies have a value.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "StatisticsCount")]
struct Count {
    /// The value: a code.
    value: String,
    /// How many have it.
    count: u64,
}

/// Answers that are statistics.
#[derive(Debug)]
pub enum OneStatistics {}
impl Shape for OneStatistics {
    const NAME: &'static str = "Statistics";
    const DESCRIPTION: &'static str = "The registry in numbers.";
}

#[OpenApi(tag = "Tag::Statistics")]
impl StatisticsRoutes {
    /// Shows the registry in numbers, counted live.
    #[oai(path = "/statistics", method = "get", operation_id = "getStatistics")]
    async fn get(&self, app: Data<&Arc<App>>) -> Result<Answer<OneStatistics>, Problem> {
        let figures = app.statistics.current().await.map_err(|error| {
            tracing::error!(%error, "the search engine does not answer");
            Problem::unavailable("the statistics are away; try again later")
        })?;
        Answer::of(&StatisticsDocument::from_figures(&figures))
    }
}

impl StatisticsDocument {
    fn from_figures(figures: &Figures) -> Self {
        let counts = |counts: &[FacetCount]| {
            counts.iter().map(|count| Count { value: count.value.clone(), count: count.count }).collect()
        };
        Self {
            seq: figures.seq,
            total: figures.total,
            confirmed: figures.confirmed,
            abroad: figures.abroad,
            by_kind: counts(&figures.by_kind),
            by_level: counts(&figures.by_level),
            by_region: counts(&figures.by_region),
            by_status: counts(&figures.by_status),
            by_confirmed: counts(&figures.by_confirmed),
        }
    }
}
