//! A registry of a test's own, asked as its users ask it: over HTTP, without a socket.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use birlik_api::app::App;
use birlik_api::clock::{Clock, SetClock};
use birlik_api::config::Config;
use birlik_api::log::{Broken, SYSTEM_ACTOR, Verified};
use birlik_api::organizations::{self, Finding, ImportError, ImportOptions, ImportProgress, ImportSummary};
use birlik_api::{http, log};
use poem::endpoint::BoxEndpoint;
use poem::http::uri::Scheme;
use poem::http::{self as standard, Method};
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Body, EndpointExt, Request, RequestParts, Response};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

use super::{Answer, Place};

/// What an import did and said.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    pub summary: ImportSummary,
    /// Lines that were not taken, by number.
    pub rejected: BTreeMap<u64, Vec<Finding>>,
    /// Lines of which something was left out, by number.
    pub noted: BTreeMap<u64, Vec<Finding>>,
}

impl Imported {
    /// Fields that were found wrong in a line that was not taken.
    pub fn wrong(&self, line: u64) -> Vec<&str> {
        self.rejected.get(&line).into_iter().flatten().map(|finding| finding.field.as_str()).collect()
    }

    /// Created, updated, unchanged, rejected.
    pub fn counts(&self) -> (u64, u64, u64, u64) {
        let ImportSummary { created, updated, unchanged, rejected, .. } = self.summary;
        (created, updated, unchanged, rejected)
    }
}

/// A registry with its areas, its index and a clock that stands still.
pub struct TestRegistry {
    pub place: Place,
    pub clock: Arc<SetClock>,
    pub app: Arc<App>,
    service: BoxEndpoint<'static, Response>,
}

impl TestRegistry {
    /// The registry of a place; without organizations where it is new.
    pub async fn open(place: &Place) -> Self {
        Self::with(place, &[("BIRLIK_SEED", "false")]).await
    }

    /// The registry of a place, with the organizations that the studies name where it is new.
    pub async fn seeded(place: &Place) -> Self {
        Self::with(place, &[]).await
    }

    /// The configuration of a place.
    pub fn config(place: &Place, variables: &[(&str, &str)]) -> Config {
        let folder = place.folder().display().to_string();
        let variables = [("BIRLIK_DATA", folder.as_str()), ("BIRLIK_DATABASE_URL", place.url())]
            .iter()
            .chain(variables)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Config::from_parts(None, &variables).unwrap()
    }

    async fn with(place: &Place, variables: &[(&str, &str)]) -> Self {
        let config = Self::config(place, variables);
        let clock = Arc::new(SetClock::new("2026-11-24T09:00:00Z".parse().unwrap()));
        let app = Arc::new(App::open(config, clock.clone()).await.unwrap());
        let service = http::service(app.clone()).boxed();
        Self { place: place.clone(), clock, app, service }
    }

    /// Closes everything, so that other processes can feed the index.
    pub async fn close(self) {
        let Self { app, service, .. } = self;
        drop(service);
        app.store.clone().close().await.unwrap();
        assert_eq!(Arc::strong_count(&app), 1, "something still holds the registry");
    }

    /// Sets the clock.
    pub fn set_clock(&self, at: &str) {
        self.clock.set(at.parse().unwrap());
    }

    /// The clock, as it is handed around.
    pub fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone()
    }

    /// Gets an address.
    pub async fn get(&self, path: impl AsRef<str>) -> Answer {
        self.ask(Method::GET, path, &[]).await
    }

    /// Gets an address, saying more about it.
    pub async fn get_with(&self, path: impl AsRef<str>, headers: &[(&str, &str)]) -> Answer {
        self.ask(Method::GET, path, headers).await
    }

    /// Asks anything, as the server does: poem's own test client leaves out the address as it came.
    pub async fn ask(&self, method: Method, path: impl AsRef<str>, headers: &[(&str, &str)]) -> Answer {
        self.send(method, path, headers, Vec::new()).await
    }

    /// The same with a body.
    pub async fn send(
        &self,
        method: Method,
        path: impl AsRef<str>,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let path = path.as_ref();
        let asked = format!("{method} {}", path.chars().take(300).collect::<String>());
        let mut request = standard::Request::builder().method(method).uri(path).header("host", "birlik.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap_or_else(|error| panic!("{asked}: {error}")).into_parts();
        let parts = RequestParts::from((parts, LocalAddr::default(), RemoteAddr::default(), Scheme::HTTP));
        let mut response = match self.service.call(Request::from_parts(parts, Body::from_vec(body))).await {
            Ok(response) => response,
            Err(error) => panic!("{asked}: an error left all layers: {error}"),
        };
        let body = response.take_body().into_vec().await.unwrap();
        Answer { asked, status: response.status().as_u16(), headers: response.headers().clone(), body }
    }

    /// The record with this id.
    pub async fn record(&self, id: &str) -> Value {
        self.get(format!("/v1/organizations/{id}")).await.ok().json()
    }

    /// All pages of a list: the ids in order, and the last page.
    pub async fn all_ids(&self, query: &str) -> Vec<String> {
        let (mut ids, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.get(format!("/v1/organizations?{query}{cursor}")).await.ok();
            ids.extend(page.ids());
            match page.json()["next"].as_str() {
                Some(next) => cursor = format!("&cursor={}", encoded(next)),
                None => return ids,
            }
        }
    }

    /// Imports lines and brings the index up to date.
    pub async fn import(&self, lines: &str) -> Imported {
        let imported = self.try_import(lines.as_bytes(), false).await.unwrap();
        self.catch_up().await;
        imported
    }

    /// Imports lines, of which each must be taken without a note.
    pub async fn import_all(&self, lines: &str) -> Imported {
        let imported = self.import(lines).await;
        assert!(imported.rejected.is_empty() && imported.noted.is_empty(), "{imported:?}");
        imported
    }

    /// Imports lines, all or nothing where it is `strict`; leaves the index as it is.
    pub async fn try_import(&self, lines: &[u8], strict: bool) -> Result<Imported, ImportError> {
        let mut imported = Imported::default();
        let options = ImportOptions { strict, actor: SYSTEM_ACTOR.to_owned() };
        let summary = organizations::import(
            &self.app.store,
            &self.app.areas,
            &self.clock(),
            &options,
            lines,
            |progress| match progress {
                ImportProgress::Rejected { line, findings, .. } => {
                    imported.rejected.insert(line, findings.to_vec());
                }
                ImportProgress::Noted { line, findings } => {
                    imported.noted.insert(line, findings.to_vec());
                }
                _ => {}
            },
        )
        .await?;
        imported.summary = summary;
        Ok(imported)
    }

    /// Brings the index up to the log.
    pub async fn catch_up(&self) -> i64 {
        self.app.follower.catch_up().await.unwrap()
    }

    /// An organization with this name; its id.
    pub async fn given_organization(&self, name: &str) -> String {
        let line = super::record(name).to_string();
        self.import_all(&line).await;
        let exported = self.export().await;
        let wanted = |record: &Value| record["names"][0]["value"] == name;
        let record = exported.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).find(wanted);
        record.unwrap_or_else(|| panic!("{name} is not in the export"))["id"].as_str().unwrap().to_owned()
    }

    /// The whole export.
    pub async fn export(&self) -> String {
        let mut bytes = Vec::new();
        organizations::export(&self.app.store, &mut bytes, |_, _| {}).await.unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// The records of the export.
    pub async fn records(&self) -> Vec<Value> {
        self.export().await.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The number of the last event.
    pub async fn last_seq(&self) -> i64 {
        self.app.log.last_seq().await.unwrap()
    }

    /// Checks the log.
    pub async fn verify(&self) -> Result<Verified, Broken> {
        log::verify(self.app.store.read(), |_| {}).await.unwrap()
    }

    /// Changes the store behind the program's back.
    pub async fn tamper(&self, sql: &str) -> u64 {
        self.app.store.read().execute_unprepared(sql).await.unwrap().rows_affected()
    }

    /// The first column of what a query finds, as text.
    pub async fn column(&self, sql: &str) -> Vec<String> {
        let connection = self.app.store.read();
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let rows = connection.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// Store and index must hold the same records.
    pub async fn assert_index_agrees(&self) {
        self.catch_up().await;
        let stored: BTreeSet<String> =
            self.column("SELECT id FROM organization WHERE country = 'KZ'").await.into_iter().collect();
        let found = self.all_ids("limit=1000").await;
        let distinct: BTreeSet<String> = found.iter().cloned().collect();
        assert_eq!(found.len(), distinct.len(), "the index holds records twice");
        assert_eq!(distinct, stored);
    }
}

/// A text as a part of a query string.
pub fn encoded(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
