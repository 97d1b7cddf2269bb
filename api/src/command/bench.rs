//! `birlik bench`: what the configured search engine finds, and how quickly.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use birlik_entity::rows::organization_key;
use birlik_search::{SearchIndex, SearchRequest};
use clap::{Args, Subcommand};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{CommandError, Outcome, progress};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::store::Store;
use crate::synthetic::Query;

/// Few enough values for the parameter limits of both stores.
const VALUES_A_STATEMENT: usize = 5000;

/// A page of the list has so many records.
const PAGE: usize = 20;

#[derive(Debug, Subcommand)]
pub(super) enum BenchCommand {
    /// Ask queries whose answers are known: success@1, MRR@10 and NDCG@10 by category with 95% intervals,
    /// then how many the engine answers a second and how long each takes.
    Search(SearchArguments),
}

#[derive(Debug, Args)]
pub(super) struct SearchArguments {
    /// Queries, one JSON object a line: `category`, `query`, `relevant` (identifiers or ids of the records meant).
    queries: PathBuf,
    /// How many ask at once when the engine is asked as fast as it answers.
    #[arg(long, default_value_t = 8)]
    clients: usize,
    /// How long each of the two loads lasts, in seconds; 0 leaves them out.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Queries a second in the open load, which does not wait for answers; half of what the engine was seen
    /// to answer where not given.
    #[arg(long)]
    rate: Option<f64>,
    /// Lists the queries of this category that do not find their record first.
    #[arg(long)]
    show: Option<String>,
}

pub(super) async fn run(
    config: Config,
    clock: Arc<dyn Clock>,
    command: BenchCommand,
) -> Result<Outcome, CommandError> {
    let BenchCommand::Search(arguments) = command;
    let asked = read(&arguments.queries)?;
    let app = App::open(config, clock).await?;
    let ids = ids_of(&app.store, &asked).await?;
    let index = app.index.clone();

    let scores = quality(index.as_ref(), &asked, &ids, arguments.show.as_deref()).await?;
    print_quality(&scores);

    if arguments.seconds > 0 {
        let asked: Arc<[Query]> = asked.into();
        let time = Duration::from_secs(arguments.seconds);
        let (closed, took) = closed_load(&index, &asked, arguments.clients.max(1), time).await?;
        let rate = per_second(closed.len(), took);
        say!(
            "{} clients, each asks when it is answered: {rate:.0} queries/s, {}",
            arguments.clients,
            Percentiles::of(closed)
        );
        let rate = arguments.rate.unwrap_or(rate / 2.0).max(1.0);
        let open = open_load(&index, &asked, rate, time).await?;
        say!("{rate:.0} queries/s, whether answered or not: {}", Percentiles::of(open));
    }
    Ok(Outcome::Done)
}

/// The queries of a file; a line that is wrong is named.
fn read(path: &PathBuf) -> Result<Vec<Query>, CommandError> {
    let file = BufReader::new(File::open(path).map_err(CommandError::file(path))?);
    let mut queries = Vec::new();
    for (number, line) in (1..).zip(file.lines()) {
        let line = line.map_err(CommandError::file(path))?;
        if !line.trim().is_empty() {
            let query = serde_json::from_str(&line).map_err(|error| {
                CommandError::Failed(format!("{}, line {number}: {error}", path.display()))
            })?;
            queries.push(query);
        }
    }
    if queries.is_empty() {
        return Err(CommandError::Failed(format!("{} has no queries", path.display())));
    }
    Ok(queries)
}

/// The ids of the records that queries name by an identifier.
async fn ids_of(store: &Store, asked: &[Query]) -> Result<HashMap<String, String>, CommandError> {
    let mut values: Vec<&String> = asked.iter().flat_map(|query| &query.relevant).collect();
    values.sort();
    values.dedup();
    let mut ids = HashMap::new();
    for chunk in values.chunks(VALUES_A_STATEMENT) {
        let keys = organization_key::Entity::find()
            .filter(organization_key::Column::Scheme.starts_with("identifier/"))
            .filter(organization_key::Column::Value.is_in(chunk.iter().map(|value| value.as_str())))
            .all(store.read())
            .await?;
        ids.extend(keys.into_iter().map(|key| (key.value, key.organization_id)));
    }
    Ok(ids)
}

/// What the queries of a category found.
#[derive(Debug, Default)]
struct Score {
    first: usize,
    reciprocal: Vec<f64>,
    gain: Vec<f64>,
    times: Vec<Duration>,
}

async fn quality(
    index: &dyn SearchIndex,
    asked: &[Query],
    ids: &HashMap<String, String>,
    show: Option<&str>,
) -> Result<BTreeMap<String, Score>, CommandError> {
    let bar = progress::things(u64::try_from(asked.len()).ok());
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for query in asked {
        let start = Instant::now();
        let page = index.search(request(query)).await.map_err(CommandError::failed)?;
        let time = start.elapsed();
        let relevant: Vec<&String> =
            query.relevant.iter().map(|value| ids.get(value).unwrap_or(value)).collect();
        let places: Vec<usize> = (0..10)
            .zip(&page.hits)
            .filter(|(_, hit)| relevant.contains(&&hit.id))
            .map(|(place, _)| place)
            .collect();
        let is_first = places.first() == Some(&0);
        if !is_first && show == Some(query.category.as_str()) {
            let found = page.hits.first().map_or("nothing", |hit| hit.id.as_str());
            bar.suspend(|| {
                say!(
                    "{}: {} first, not {}",
                    query.query,
                    found,
                    relevant.first().map_or("", |id| id.as_str())
                );
            });
        }
        let score = scores.entry(query.category.clone()).or_default();
        score.first += usize::from(is_first);
        score.reciprocal.push(places.first().map_or(0.0, |place| 1.0 / to_f64(place + 1)));
        score.gain.push(gain(&places, relevant.len()));
        score.times.push(time);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(scores)
}

fn request(query: &Query) -> SearchRequest {
    SearchRequest { query: Some(query.query.clone()), limit: PAGE, ..SearchRequest::default() }
}

/// NDCG@10 where every record that is meant is worth the same: Järvelin and Kekäläinen, 2002.
fn gain(places: &[usize], relevant: usize) -> f64 {
    let worth = |place: usize| 1.0 / to_f64(place + 2).log2();
    let best: f64 = (0..relevant.min(10)).map(worth).sum();
    if best > 0.0 { places.iter().map(|place| worth(*place)).sum::<f64>() / best } else { 0.0 }
}

fn print_quality(scores: &BTreeMap<String, Score>) {
    say!(
        "{:16} {:>7}  {:<22}{:<22}{:<22}{}",
        "category",
        "queries",
        "success@1",
        "MRR@10",
        "NDCG@10",
        "one client"
    );
    let (mut first, mut reciprocal, mut gain) = (0.0, 0.0, 0.0);
    let mut times = Vec::new();
    for (category, score) in scores {
        let asked = score.times.len();
        let success = Interval::of_share(score.first, asked);
        let (mrr, ndcg) = (Interval::of_mean(&score.reciprocal), Interval::of_mean(&score.gain));
        say!("{category:16} {asked:>7}  {success}{mrr}{ndcg}{}", Percentiles::of(score.times.clone()));
        first += success.mean;
        reciprocal += mrr.mean;
        gain += ndcg.mean;
        times.extend_from_slice(&score.times);
    }
    let categories = to_f64(scores.len().max(1));
    say!(
        "{:16} {:>7}  {:<22.3}{:<22.3}{:<22.3}{}",
        "mean",
        times.len(),
        first / categories,
        reciprocal / categories,
        gain / categories,
        Percentiles::of(times)
    );
}

/// A mean and where it lies with a confidence of 95%.
struct Interval {
    mean: f64,
    low: f64,
    high: f64,
}

/// Standard errors that 95% of a normal distribution lie within.
const Z: f64 = 1.96;

impl Interval {
    /// The share of successes: Wilson's score interval.
    fn of_share(successes: usize, of: usize) -> Self {
        let (n, p) = (to_f64(of.max(1)), to_f64(successes) / to_f64(of.max(1)));
        let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        Self { mean: p, low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
    }

    /// The mean of values between 0 and 1.
    fn of_mean(values: &[f64]) -> Self {
        let n = to_f64(values.len().max(1));
        let mean = values.iter().sum::<f64>() / n;
        let spread = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
        let half = Z * (spread / n).sqrt();
        Self { mean, low: (mean - half).max(0.0), high: (mean + half).min(1.0) }
    }
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:.3} [{:.3}, {:.3}]", self.mean, self.low, self.high);
        write!(f, "{text:<22}")
    }
}

/// How long answers took: half, nine of ten, 99 of a hundred at most so long.
struct Percentiles(Vec<Duration>);

impl Percentiles {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort();
        Self(times)
    }

    fn at(&self, percent: usize) -> f64 {
        let place = (self.0.len().max(1) - 1) * percent / 100;
        self.0.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }
}

impl std::fmt::Display for Percentiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms", self.at(50), self.at(90), self.at(99))
    }
}

/// Each client asks again as soon as it is answered.
async fn closed_load(
    index: &Arc<dyn SearchIndex>,
    asked: &Arc<[Query]>,
    clients: usize,
    time: Duration,
) -> Result<(Vec<Duration>, Duration), CommandError> {
    let (start, next) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (index, asked, next) = (index.clone(), asked.clone(), next.clone());
            tokio::spawn(async move {
                let mut times = Vec::new();
                while start.elapsed() < time {
                    let query = &asked[mixed(next.fetch_add(1, Ordering::Relaxed), asked.len())];
                    let begun = Instant::now();
                    index.search(request(query)).await.map_err(CommandError::failed)?;
                    times.push(begun.elapsed());
                }
                Ok::<_, CommandError>(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.map_err(CommandError::failed)??);
    }
    Ok((times, start.elapsed()))
}

/// Queries come at their times, whether those before are answered or not; an answer's time counts from when
/// its query should have been sent.
async fn open_load(
    index: &Arc<dyn SearchIndex>,
    asked: &Arc<[Query]>,
    rate: f64,
    time: Duration,
) -> Result<Vec<Duration>, CommandError> {
    let start = Instant::now();
    let mut tasks = Vec::new();
    for number in 0_u32.. {
        let due = Duration::from_secs_f64(f64::from(number) / rate);
        if due > time {
            break;
        }
        tokio::time::sleep_until((start + due).into()).await;
        let (index, asked) = (index.clone(), asked.clone());
        tasks.push(tokio::spawn(async move {
            let query = &asked[mixed(number as usize, asked.len())];
            index.search(request(query)).await.map_err(CommandError::failed)?;
            Ok::<_, CommandError>(start.elapsed().saturating_sub(due))
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.push(task.await.map_err(CommandError::failed)??);
    }
    Ok(times)
}

/// Goes through all places, in an order in which neighbours of a file do not follow each other.
fn mixed(number: usize, of: usize) -> usize {
    const STEP: usize = 7919;
    (number.wrapping_mul(STEP) + number / of) % of
}

fn per_second(count: usize, time: Duration) -> f64 {
    to_f64(count) / time.as_secs_f64().max(f64::EPSILON)
}

#[expect(clippy::cast_precision_loss, reason = "counts of queries are small")]
fn to_f64(count: usize) -> f64 {
    count as f64
}
