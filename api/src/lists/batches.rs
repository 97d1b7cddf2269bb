//! Batches as they are kept: their rows, and the report of each as it stands.

use birlik_entity::OrganizationId;
use birlik_entity::rows::{list_batch, list_row};

use super::columns::ColumnUse;
use super::error::ListError;
use super::reading::{CellProblem, ListTable, Remark};
use super::report::{Decision, Report, ReportRow, Summary, Verdict};
use super::service::Lists;
use super::store;
use crate::organizations::Redirects;

/// Rows a page.
pub(super) const PAGE: u64 = 2000;

/// A batch with its summary.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The row of the batch.
    pub row: list_batch::Model,
    /// What became of it.
    pub summary: Summary,
}

impl Lists {
    /// All batches, the latest first.
    pub async fn batches(&self) -> Result<Vec<Batch>, ListError> {
        store::batches(self.store.read()).await?.into_iter().map(with_summary).collect()
    }

    /// One batch.
    pub async fn batch(&self, id: &str) -> Result<Batch, ListError> {
        with_summary(self.batch_row(self.store.read(), id).await?)
    }

    /// The rows of a batch.
    pub async fn rows(&self, batch: &str) -> Result<Vec<list_row::Model>, ListError> {
        Ok(store::rows(self.store.read(), batch).await?)
    }

    /// One row of a batch.
    pub async fn row(&self, batch: &str, row: u32) -> Result<Option<list_row::Model>, ListError> {
        Ok(store::row(self.store.read(), batch, store::number(row)).await?)
    }

    /// The rows of lists that a record comes from, those of records merged into it included, with their batches.
    pub async fn rows_of_record(
        &self,
        organization: &str,
    ) -> Result<Vec<(list_row::Model, list_batch::Model)>, ListError> {
        let mut ids = vec![organization.to_owned()];
        if let Ok(id) = organization.parse::<OrganizationId>() {
            let merged = Redirects::all(self.store.read()).await?.leading_to(id);
            ids.extend(merged.iter().map(ToString::to_string));
        }
        Ok(store::rows_of_records(self.store.read(), &ids).await?)
    }

    /// The report of a batch as it stands.
    pub async fn report(&self, id: &str) -> Result<Report, ListError> {
        let batch = self.batch(id).await?;
        let stored: StoredSummary = serde_json::from_str(&batch.row.summary)?;
        let mut rows = Vec::new();
        loop {
            let after = rows.last().map_or(0, |row: &ReportRow| store::number(row.row));
            let page = store::rows_after(self.store.read(), id, after, PAGE).await?;
            if page.is_empty() {
                break;
            }
            for row in page {
                rows.push(report_row(row)?);
            }
        }
        let mut summary = batch.summary;
        summary.new = rows.iter().filter(|row| row.decision == Decision::New).count();
        summary.rejected = rows.iter().filter(|row| row.decision == Decision::Rejected).count();
        Ok(Report {
            batch: Some(id.to_owned()),
            list: batch.row.list,
            file_digest: batch.row.file_digest,
            summary,
            columns: stored.columns,
            rows,
            problems: stored.problems,
            remarks: stored.remarks,
            left_out: stored.left_out,
        })
    }

    pub(super) async fn batch_row(
        &self,
        connection: &impl sea_orm::ConnectionTrait,
        id: &str,
    ) -> Result<list_batch::Model, ListError> {
        store::batch(connection, id).await?.ok_or_else(|| ListError::NoSuchBatch(id.to_owned()))
    }
}

/// What is kept of the report beside the rows.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct StoredSummary {
    pub(super) summary: Summary,
    #[serde(default)]
    pub(super) columns: Vec<ColumnUse>,
    pub(super) problems: Vec<String>,
    pub(super) remarks: Vec<String>,
    #[serde(default)]
    pub(super) left_out: Vec<String>,
    /// Problems and remarks once more, for those who read them in another language.
    #[serde(default)]
    pub(super) told: Told,
}

/// What the reader of a file had to say, without words.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Told {
    /// Cells that could not be read.
    pub problems: Vec<CellProblem>,
    /// What was assumed.
    pub remarks: Vec<Remark>,
}

impl Told {
    pub(super) fn of(table: &ListTable) -> Self {
        Self { problems: table.problems.clone(), remarks: table.remarks.clone() }
    }
}

fn with_summary(row: list_batch::Model) -> Result<Batch, ListError> {
    let stored: StoredSummary = serde_json::from_str(&row.summary)?;
    Ok(Batch { row, summary: stored.summary })
}

fn report_row(row: list_row::Model) -> Result<ReportRow, ListError> {
    let said: serde_json::Value = serde_json::from_str(&row.said)?;
    Ok(ReportRow {
        row: u32::try_from(row.number).unwrap_or_default(),
        place: row.place,
        decision: Decision::parse(&row.decision).unwrap_or(Decision::Review),
        cluster: usize::try_from(row.cluster).unwrap_or_default(),
        record: row.organization_id.or(row.proposed_id),
        score: row.score.unwrap_or_default(),
        education: row.education,
        kind: said["kind"].as_str().unwrap_or_default().to_owned(),
        area: said["area"]["kato"].as_str().map(str::to_owned),
        reasons: serde_json::from_str(&row.reasons)?,
        compared_with: row.compared_with.and_then(|number| u32::try_from(number).ok()),
        asked_with: row.asked_with.and_then(|number| u32::try_from(number).ok()),
        answer: row.answer.as_deref().and_then(Verdict::parse),
    })
}
