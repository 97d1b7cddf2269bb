//! Talks to a Meilisearch server: requests with a patience, tasks followed to their end.
//!
//! The SDK's client has no timeout, and its tasks know no `canceled`: so each request is given up after
//! [`PATIENCE`], and the state of a task is read here. An answer that does not come is
//! [`SearchError::Unavailable`]; the address and the key stand in no error.

use std::collections::BTreeMap;
use std::time::Duration;

use meilisearch_sdk::client::Client;
use meilisearch_sdk::errors::{Error, ErrorCode, ErrorType};
use meilisearch_sdk::indexes::Index;
use meilisearch_sdk::request::{HttpClient, Method};
use meilisearch_sdk::reqwest::ReqwestClient;
use meilisearch_sdk::task_info::TaskInfo;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::document::{Document, HEAD};
use super::settings::VERSION;
use crate::index::{Head, SearchError};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long sending documents may take.
const SENDING: Duration = Duration::from_mins(2);
/// How long a task may take, those before it included.
const TASK: Duration = Duration::from_mins(30);
/// How long to wait before asking again for a task, at first and at most.
const POLLS: [Duration; 2] = [Duration::from_millis(5), Duration::from_millis(500)];

/// A server.
#[derive(Clone)]
pub(super) struct Server {
    http: ReqwestClient,
    client: Client<ReqwestClient>,
    address: String,
}

/// A query of a multi-search.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(super) struct Query {
    pub(super) index_uid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) filter: Option<String>,
    /// Asking for pages makes the total exact.
    pub(super) page: usize,
    pub(super) hits_per_page: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sort: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) facets: Vec<&'static str>,
    pub(super) attributes_to_retrieve: Vec<&'static str>,
}

/// What a query found.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Found {
    pub(super) hits: Vec<Document>,
    pub(super) total_hits: u64,
    #[serde(default)]
    pub(super) facet_distribution: Distribution,
}

/// Counts by attribute and value.
pub(super) type Distribution = BTreeMap<String, BTreeMap<String, u64>>;

#[derive(Debug, Serialize)]
struct MultiSearch<'a> {
    queries: &'a [Query],
}

#[derive(Debug, Deserialize)]
struct MultiFound {
    results: Vec<Found>,
}

/// The state of a task.
#[derive(Debug, Deserialize)]
struct TaskState {
    status: String,
    error: Option<TaskError>,
}

#[derive(Debug, Deserialize)]
struct TaskError {
    message: String,
    code: String,
}

impl Server {
    /// A server at an address such as `http://localhost:7700`, with the key it wants.
    pub(super) fn new(address: &str, key: Option<&str>) -> Result<Server, SearchError> {
        let address = address.trim_end_matches('/').to_owned();
        let http = ReqwestClient::new(key).map_err(failed)?;
        let client = Client::new_with_client(&address, key, http.clone());
        Ok(Server { http, client, address })
    }

    pub(super) fn client(&self) -> &Client<ReqwestClient> {
        &self.client
    }

    pub(super) fn index(&self, uid: &str) -> Index<ReqwestClient> {
        self.client.index(uid)
    }

    /// Answers queries, in their order.
    pub(super) async fn search(&self, queries: &[Query]) -> Result<Vec<Found>, SearchError> {
        let found: MultiFound = self.post("multi-search", MultiSearch { queries }).await?;
        if found.results.len() != queries.len() {
            return Err(SearchError::Failed("the server left queries without an answer".to_owned()));
        }
        Ok(found.results)
    }

    async fn post<B, T>(&self, path: &str, body: B) -> Result<T, SearchError>
    where
        B: Serialize + Send + Sync,
        T: DeserializeOwned + Send + 'static,
    {
        let url = format!("{}/{path}", self.address);
        let request = self.http.request::<(), B, T>(&url, Method::Post { query: (), body }, 200);
        patient(PATIENCE, request).await
    }

    /// A document; `None` where it, or the index, is not there.
    pub(super) async fn document(&self, uid: &str, key: &str) -> Result<Lookup, SearchError> {
        let index = self.index(uid);
        match tokio::time::timeout(PATIENCE, index.get_document::<Document>(key)).await {
            Ok(Ok(document)) => Ok(Lookup::Found(Box::new(document))),
            Ok(Err(Error::Meilisearch(error))) => match error.error_code {
                ErrorCode::DocumentNotFound => Ok(Lookup::NoDocument),
                ErrorCode::IndexNotFound => Ok(Lookup::NoIndex),
                _ => Err(failed(Error::Meilisearch(error))),
            },
            Ok(Err(error)) => Err(failed(error)),
            Err(_) => Err(silent()),
        }
    }

    /// Where in the log the index stands that is searched.
    pub(super) async fn head(&self, uid: &str) -> Result<Head, SearchError> {
        match self.document(uid, HEAD).await? {
            Lookup::Found(document) => Ok(match document.head {
                Some(head) if head.version == VERSION => Head::new(head.seq, head.hash),
                _ => return Err(SearchError::Unavailable("the index has another version".to_owned())),
            }),
            Lookup::NoDocument => Ok(Head::default()),
            Lookup::NoIndex => Err(SearchError::Unavailable("there is no index yet".to_owned())),
        }
    }

    /// Sends work that the server does later, and waits until it is done. `forgiven` is the code of an
    /// error that does not matter.
    pub(super) async fn done(
        &self,
        sending: impl Future<Output = Result<TaskInfo, Error>>,
        forgiven: Option<&str>,
    ) -> Result<(), SearchError> {
        let task = patient(SENDING, sending).await?.task_uid;
        let followed = tokio::time::timeout(TASK, self.follow(task, forgiven)).await;
        followed.unwrap_or_else(|_| Err(SearchError::Unavailable(format!("task {task} does not end"))))
    }

    async fn follow(&self, task: u32, forgiven: Option<&str>) -> Result<(), SearchError> {
        let url = format!("{}/tasks/{task}", self.address);
        let [mut pause, longest] = POLLS;
        loop {
            let request = self.http.request::<(), (), TaskState>(&url, Method::Get { query: () }, 200);
            let state = patient(PATIENCE, request).await?;
            match (state.status.as_str(), state.error) {
                ("succeeded", _) => return Ok(()),
                ("failed", Some(error)) if forgiven == Some(error.code.as_str()) => return Ok(()),
                ("failed", error) => {
                    let reason = error.map(|error| error.message).unwrap_or_default();
                    return Err(SearchError::Failed(format!("task {task} failed: {reason}")));
                }
                ("canceled", _) => {
                    return Err(SearchError::Unavailable(format!("task {task} was cancelled")));
                }
                _ => tokio::time::sleep(pause).await,
            }
            pause = (pause * 3 / 2).min(longest);
        }
    }
}

/// What came of looking for a document.
pub(super) enum Lookup {
    Found(Box<Document>),
    NoDocument,
    NoIndex,
}

async fn patient<T>(
    patience: Duration,
    request: impl Future<Output = Result<T, Error>>,
) -> Result<T, SearchError> {
    match tokio::time::timeout(patience, request).await {
        Ok(answer) => answer.map_err(failed),
        Err(_) => Err(silent()),
    }
}

fn silent() -> SearchError {
    SearchError::Unavailable(format!("the server does not answer within {} s", PATIENCE.as_secs()))
}

fn failed(error: Error) -> SearchError {
    match error {
        Error::HttpError(error) => SearchError::Unavailable(error.without_url().to_string()),
        Error::MeilisearchCommunication(error) if error.status_code >= 500 || error.status_code == 429 => {
            SearchError::Unavailable(format!("the server answers {}", error.status_code))
        }
        Error::MeilisearchCommunication(error) => {
            SearchError::Failed(format!("the server answers {}", error.status_code))
        }
        Error::Meilisearch(error) => match error.error_type {
            ErrorType::InvalidRequest => SearchError::Failed(error.error_message),
            _ => SearchError::Unavailable(error.error_message),
        },
        other => SearchError::Failed(other.to_string()),
    }
}
