//! Lists as they come: read, matched, applied, reviewed, reverted.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use birlik_entity::OrganizationId;
use birlik_entity::rows::list_batch;
use birlik_search::matching::DigestKey;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::apply::apply;
use super::batches::{PAGE, StoredSummary, Told};
use super::earlier::Earlier;
use super::error::ListError;
use super::incoming::{Incoming, belongs};
use super::matched::{MatchedList, ReadyList, lexicon, match_list};
use super::report::{Report, Verdict};
use super::revert::{Reverted, revert};
use super::{key, registry, store};
use crate::areas::Areas;
use crate::clock::{Clock, day_in_astana, timestamp};
use crate::log::{LogReader, Write};
use crate::organizations::Redirects;
use crate::store::Store;

/// How often a list is matched while others write, before it is applied all the same.
const MATCHINGS: u32 = 3;

/// The lists of a registry.
#[derive(Clone)]
pub struct Lists {
    pub(super) store: Store,
    areas: Areas,
    clock: Arc<dyn Clock>,
    key: DigestKey,
}

impl Lists {
    /// The lists of a store; the key of contacts is in the data folder.
    pub fn open(store: Store, areas: Areas, clock: Arc<dyn Clock>, data: &Path) -> Result<Self, ListError> {
        Ok(Self { store, areas, clock, key: key::of(data)? })
    }

    /// Matches a list with the registry and itself, and writes nothing.
    pub async fn preview(&self, incoming: Incoming, answers: Option<&Report>) -> Result<Report, ListError> {
        answers.map(|answers| belongs(answers, &incoming)).transpose()?;
        let (matched, list, _) = self.matched(incoming.into(), answers).await?;
        // The rows as they were read are large, and the report needs none of them.
        let (source, file_digest) = list.into_source();
        Ok(matched.into_report(&source.list, &file_digest))
    }

    /// Matches a list and keeps it as a batch that is not applied yet.
    pub async fn add(&self, incoming: Incoming, actor: &str) -> Result<String, ListError> {
        let told = Told::of(&incoming.table);
        let (mut write, matched, list) = self.matched_for_writing(incoming, None, actor).await?;
        let id = self.insert(&mut write, &list, &matched, told, actor).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Matches a list and applies what is decided, all in one transaction. Answers in a report of a batch that is
    /// there go to that batch: it is not matched again.
    pub async fn import(
        &self,
        incoming: Incoming,
        answers: Option<&Report>,
        actor: &str,
    ) -> Result<Report, ListError> {
        if let Some(answers) = answers {
            belongs(answers, &incoming)?;
            if let Some(batch) = self.batch_of(answers, &incoming).await? {
                return self.apply_answers(&batch, answers, actor).await;
            }
        }
        let told = Told::of(&incoming.table);
        let (mut write, matched, list) = self.matched_for_writing(incoming, answers, actor).await?;
        let id = self.insert(&mut write, &list, &matched, told, actor).await?;
        // From here on the rows are in the store.
        drop((matched, list));
        self.apply_in(&mut write, &id).await?;
        write.commit().await?;
        self.report(&id).await
    }

    /// The batch that a report is of, where it is of this very file and can still be applied.
    async fn batch_of(&self, report: &Report, incoming: &Incoming) -> Result<Option<String>, ListError> {
        let Some(id) = &report.batch else { return Ok(None) };
        let batch = store::batch(self.store.read(), id).await?;
        let is_it = |batch: &list_batch::Model| {
            batch.file_digest == incoming.file_digest
                && batch.list == incoming.source.list
                && batch.state != "reverted"
        };
        Ok(batch.filter(is_it).map(|batch| batch.id))
    }

    /// Keeps the answers of a report and applies what is decided by them, in one transaction.
    async fn apply_answers(&self, batch: &str, answers: &Report, actor: &str) -> Result<Report, ListError> {
        let mut write = Write::begin(&self.store, &self.clock, actor).await?;
        let mut answered = BTreeSet::new();
        for row in &answers.rows {
            // An answer counts for all rows that are asked about together; of several the first.
            if let Some(answer) = row.answer
                && row.asked_with.is_none_or(|first| answered.insert(first))
            {
                let number = store::number(row.row);
                store::answer(write.rows(), batch, number, Some(answer.as_str()), actor).await?;
            }
        }
        self.apply_in(&mut write, batch).await?;
        write.commit().await?;
        self.report(batch).await
    }

    /// Applies what is decided of a batch and not applied yet.
    pub async fn apply(&self, batch: &str, actor: &str) -> Result<Report, ListError> {
        let mut write = Write::begin(&self.store, &self.clock, actor).await?;
        self.apply_in(&mut write, batch).await?;
        write.commit().await?;
        self.report(batch).await
    }

    /// Takes a batch back.
    pub async fn revert(&self, batch: &str, actor: &str) -> Result<Reverted, ListError> {
        let mut write = Write::begin(&self.store, &self.clock, actor).await?;
        let row = self.batch_row(write.rows(), batch).await?;
        if row.state != "applied" {
            return Err(ListError::WrongState { id: row.id, state: row.state, expected: "applied" });
        }
        let reverted = revert(&mut write, &row).await?;
        let numbers: Vec<i32> =
            store::rows(write.rows(), batch).await?.into_iter().map(|row| row.number).collect();
        store::set_record(write.rows(), batch, &numbers, None).await?;
        let mut row = row.into_active_model();
        row.state = Set("reverted".to_owned());
        row.reverted_at = Set(Some(write.at().to_owned()));
        row.update(write.rows()).await?;
        write.commit().await?;
        Ok(reverted)
    }

    /// Keeps what a person decided about a row in review; `None` takes it back.
    pub async fn answer(
        &self,
        batch: &str,
        row: u32,
        verdict: Option<Verdict>,
        actor: &str,
    ) -> Result<(), ListError> {
        let write = Write::begin(&self.store, &self.clock, actor).await?;
        let answer = verdict.map(Verdict::as_str);
        if !store::answer(write.rows(), batch, store::number(row), answer, actor).await? {
            return Err(ListError::NotInReview { batch: batch.to_owned(), row });
        }
        write.commit().await?;
        Ok(())
    }

    /// Matches a list, with the last event that the matching knows of.
    async fn matched(
        &self,
        list: ReadyList,
        answers: Option<&Report>,
    ) -> Result<(MatchedList, ReadyList, i64), ListError> {
        let seq = LogReader::new(self.store.clone()).last_seq().await?;
        let lexicon = Arc::new(lexicon(&self.areas.tree()));
        let registry = registry::read(self.store.read(), &lexicon, &self.key).await?;
        let earlier = self.earlier(&list.source.list).await?;
        let key = self.key.clone();
        let work = move || {
            let matched = match_list(&list, registry, &lexicon, &key, &earlier);
            (matched, list)
        };
        let (mut matched, list) = tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| ListError::Matching(error.to_string()))?;
        if let Some(report) = answers {
            matched.answer(report);
        }
        Ok((matched, list, seq))
    }

    /// What was decided about the rows of the last edition of a list.
    async fn earlier(&self, list: &str) -> Result<Earlier, ListError> {
        let mut earlier = Earlier::default();
        let batches = store::applied_batches(self.store.read(), list).await?.into_iter();
        let last = batches.max_by_key(|batch| {
            (
                batch.list_date.clone(),
                batch.applied_at.clone(),
                batch.created_at.clone(),
                batch.id.len(),
                batch.id.clone(),
            )
        });
        let Some(batch) = last else { return Ok(earlier) };
        let redirects = Redirects::all(self.store.read()).await?;
        let mut after = 0;
        loop {
            let page = store::rows_after(self.store.read(), &batch.id, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(earlier) };
            after = last.number;
            for row in &page {
                earlier.add(row, &redirects);
            }
        }
    }

    /// Matches a list with the registry as it stands when the write begins: where somebody wrote meanwhile, it is
    /// matched again.
    async fn matched_for_writing(
        &self,
        incoming: Incoming,
        answers: Option<&Report>,
        actor: &str,
    ) -> Result<(Write, MatchedList, ReadyList), ListError> {
        let mut list = ReadyList::from(incoming);
        let mut attempt = 1;
        loop {
            let (matched, same, seq) = self.matched(list, answers).await?;
            let write = Write::begin(&self.store, &self.clock, actor).await?;
            if write.last_seq() == seq || attempt == MATCHINGS {
                return Ok((write, matched, same));
            }
            drop(write);
            list = same;
            attempt += 1;
        }
    }

    async fn insert(
        &self,
        write: &mut Write,
        list: &ReadyList,
        matched: &MatchedList,
        told: Told,
        actor: &str,
    ) -> Result<String, ListError> {
        // What a list has no date of was true when it came.
        let list_date =
            list.source.list_date.clone().unwrap_or_else(|| day_in_astana(&timestamp(self.clock.now())));
        let count = store::batches(write.rows()).await?.len();
        let id = format!("l{}", count + 1);
        let stored = StoredSummary {
            summary: matched.summary(),
            columns: matched.columns.clone(),
            problems: matched.problems.clone(),
            remarks: matched.remarks.clone(),
            left_out: matched.left_out.clone(),
            told,
        };
        let row = list_batch::ActiveModel {
            id: Set(id.clone()),
            list: Set(list.source.list.clone()),
            title: Set(list.source.title.clone()),
            report: Set(list.source.report.clone()),
            list_date: Set(Some(list_date)),
            file_name: Set(list.file_name.clone()),
            file_digest: Set(list.file_digest.clone()),
            state: Set("matched".to_owned()),
            actor: Set(actor.to_owned()),
            created_at: Set(write.at().to_owned()),
            applied_at: Set(None),
            reverted_at: Set(None),
            summary: Set(serde_json::to_string(&stored)?),
        };
        store::insert_batch(write.rows(), row, &matched.rows).await?;
        Ok(id)
    }

    async fn apply_in(&self, write: &mut Write, id: &str) -> Result<(), ListError> {
        let row = self.batch_row(write.rows(), id).await?;
        if row.state == "reverted" {
            return Err(ListError::WrongState {
                id: row.id,
                state: row.state,
                expected: "matched or applied",
            });
        }
        let applied = apply(write, &self.areas, &row).await?;
        let mut stored: StoredSummary = serde_json::from_str(&row.summary)?;
        stored.summary.created += applied.created;
        stored.summary.updated += applied.updated;
        stored.summary.unchanged += applied.unchanged;
        stored.summary.vanished = self.vanished(write, &row).await?;
        let at = write.at().to_owned();
        let is_first = row.applied_at.is_none();
        let mut row = row.into_active_model();
        row.state = Set("applied".to_owned());
        if is_first {
            row.applied_at = Set(Some(at));
        }
        row.summary = Set(serde_json::to_string(&stored)?);
        list_batch::Entity::update(row).exec(write.rows()).await?;
        Ok(())
    }

    /// Records that the edition of the list before this one names, and this one does not.
    async fn vanished(&self, write: &Write, batch: &list_batch::Model) -> Result<Vec<String>, ListError> {
        let earlier = store::applied_batches(write.rows(), &batch.list).await?;
        let Some(earlier) = earlier.into_iter().find(|other| other.id != batch.id) else {
            return Ok(Vec::new());
        };
        let redirects = Redirects::all(write.rows()).await?;
        let living = |ids: Vec<String>| -> BTreeSet<String> {
            let ids = ids.into_iter().filter_map(|id| id.parse().ok());
            ids.map(|id: OrganizationId| redirects.living(id).to_string()).collect()
        };
        // A row that waits for a person, or is not taken, still names the body.
        let mut now = living(store::records_of(write.rows(), &batch.id).await?);
        now.extend(living(store::proposed_by(write.rows(), &batch.id).await?));
        let gone = living(store::records_of(write.rows(), &earlier.id).await?);
        Ok(gone.difference(&now).cloned().collect())
    }
}
