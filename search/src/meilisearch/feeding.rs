//! Feeds an index: documents first, then the head that says which events they cover.
//!
//! A crash between the two leaves an older head, and whoever feeds the index applies the same events
//! again, which changes nothing. A new index is built aside and swapped in by one task.

use std::collections::BTreeMap;

use meilisearch_sdk::client::SwapIndexes;

use super::document::{self, HEAD, document, key_of};
use super::server::{Lookup, Server};
use super::settings::{KEY, VERSION, settings};
use crate::index::{Change, Head, OrganizationDocument, SearchError};
use crate::text::tokens::Reader;

/// How many documents are sent at once: some megabytes.
const BATCH: usize = 2000;

/// What is known of an index before it is used.
pub(super) enum Standing {
    /// It is there and of this version, or new and empty.
    Ready(Head),
    /// It was written by another version.
    Outdated,
}

/// Feeds the index of a name.
pub(super) struct Feeder {
    pub(super) server: Server,
    pub(super) uid: String,
    /// True between [`Feeder::start_aside`] and [`Feeder::swap`].
    pub(super) is_aside: bool,
    pub(super) reader: Reader,
}

impl Feeder {
    /// Where a new index is built.
    fn aside(&self) -> String {
        format!("{}_aside", self.uid)
    }

    /// The index that changes go to.
    fn target(&self) -> String {
        if self.is_aside { self.aside() } else { self.uid.clone() }
    }

    /// Where in the log the index stands that changes go to; one that is not there is made.
    pub(super) async fn standing(&self) -> Result<Standing, SearchError> {
        let uid = self.target();
        match self.server.document(&uid, HEAD).await? {
            Lookup::Found(document) => Ok(match document.head {
                Some(head) if head.version == VERSION => Standing::Ready(Head::new(head.seq, head.hash)),
                _ => Standing::Outdated,
            }),
            Lookup::NoDocument | Lookup::NoIndex => {
                self.make(&uid).await?;
                Ok(Standing::Ready(Head::default()))
            }
        }
    }

    /// Makes an empty index, or gives one that is there its settings.
    async fn make(&self, uid: &str) -> Result<(), SearchError> {
        let client = self.server.client();
        self.server.done(client.create_index(uid, Some(KEY)), Some("index_already_exists")).await?;
        self.server.done(self.server.index(uid).set_settings(&settings()), None).await
    }

    async fn remove(&self, uid: &str) -> Result<(), SearchError> {
        self.server.done(self.server.client().delete_index(uid), Some("index_not_found")).await
    }

    /// Starts an empty index aside; changes go there from now on.
    pub(super) async fn start_aside(&mut self) -> Result<(), SearchError> {
        let aside = self.aside();
        self.remove(&aside).await?;
        self.make(&aside).await?;
        self.is_aside = true;
        Ok(())
    }

    /// Puts the index built aside into the place of the other, which is removed.
    pub(super) async fn swap(&mut self) -> Result<(), SearchError> {
        let indexes = (self.uid.clone(), self.aside());
        self.server
            .done(self.server.client().create_index(&self.uid, Some(KEY)), Some("index_already_exists"))
            .await?;
        let swap = SwapIndexes { indexes, rename: None };
        self.server.done(self.server.client().swap_indexes([&swap]), None).await?;
        self.is_aside = false;
        self.remove(&self.aside()).await
    }

    /// Applies changes and then says that the index holds the log up to `head`.
    pub(super) async fn apply(&mut self, changes: Vec<Change>, head: &Head) -> Result<(), SearchError> {
        let mut last: BTreeMap<String, Option<Box<OrganizationDocument>>> = BTreeMap::new();
        let mut is_anew = false;
        for change in changes {
            match change {
                Change::Put(organization) => {
                    last.insert(organization.id.clone(), Some(organization));
                }
                Change::Remove(id) => {
                    last.insert(id, None);
                }
                Change::Clear => {
                    last.clear();
                    is_anew = true;
                }
            }
        }
        let is_apart = is_anew && !self.is_aside;
        if is_anew {
            self.start_aside().await?;
        }
        self.write(last, head).await?;
        if is_apart { self.swap().await } else { Ok(()) }
    }

    async fn write(
        &mut self,
        changes: BTreeMap<String, Option<Box<OrganizationDocument>>>,
        head: &Head,
    ) -> Result<(), SearchError> {
        let index = self.server.index(&self.target());
        let removed: Vec<String> =
            changes.iter().filter(|(_, change)| change.is_none()).map(|(id, _)| key_of(id)).collect();
        if !removed.is_empty() {
            self.server.done(index.delete_documents(&removed), None).await?;
        }
        let put: Vec<Box<OrganizationDocument>> = changes.into_values().flatten().collect();
        let mut batches = put.chunks(BATCH).peekable();
        loop {
            let batch = batches.next().unwrap_or_default();
            let mut documents: Vec<_> = batch.iter().map(|one| document(one, &mut self.reader)).collect();
            let is_last = batches.peek().is_none();
            if is_last {
                // In one task with the last documents: both are there, or neither.
                documents.push(document::head(head));
            }
            self.server.done(index.add_or_replace(&documents, Some(KEY)), None).await?;
            if is_last {
                return Ok(());
            }
        }
    }
}
