//! The tables of lists.

use std::collections::HashMap;

use birlik_entity::rows::{contact_digest, event, list_batch, list_change, list_row};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::bodies::Placed;
use super::matched::MatchedRow;
use crate::log::insert_many;

/// Few enough values for the parameter limits of both stores.
const VALUES_A_STATEMENT: usize = 5000;
/// Rows of lists that are looked at for one record: more than a body ever has.
const MOST_ROWS_OF_A_RECORD: u64 = 1000;

pub(super) async fn batch(
    connection: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<list_batch::Model>, DbErr> {
    list_batch::Entity::find_by_id(id).one(connection).await
}

/// All batches, the latest first.
pub(super) async fn batches(connection: &impl ConnectionTrait) -> Result<Vec<list_batch::Model>, DbErr> {
    list_batch::Entity::find()
        .order_by_desc(list_batch::Column::CreatedAt)
        .order_by_desc(list_batch::Column::Id)
        .all(connection)
        .await
}

/// The batches of a list that are applied, the latest first.
pub(super) async fn applied_batches(
    connection: &impl ConnectionTrait,
    list: &str,
) -> Result<Vec<list_batch::Model>, DbErr> {
    list_batch::Entity::find()
        .filter(list_batch::Column::List.eq(list))
        .filter(list_batch::Column::State.eq("applied"))
        .order_by_desc(list_batch::Column::AppliedAt)
        .all(connection)
        .await
}

pub(super) async fn insert_batch(
    connection: &impl ConnectionTrait,
    batch: list_batch::ActiveModel,
    rows: &[MatchedRow],
) -> Result<(), DbErr> {
    let id = batch.id.clone().unwrap();
    list_batch::Entity::insert(batch).exec_without_returning(connection).await?;
    let rows = rows.iter().map(|row| list_row::ActiveModel {
        batch_id: Set(id.clone()),
        number: Set(number(row.report.row)),
        place: Set(row.report.place.clone()),
        decision: Set(row.report.decision.as_str().to_owned()),
        cluster: Set(i32::try_from(row.report.cluster).unwrap_or(i32::MAX)),
        proposed_id: Set(row.report.record.clone()),
        score: Set(Some(row.report.score)),
        education: Set(row.report.education.clone()),
        reasons: Set(row.reasons.clone()),
        said: Set(row.said.clone()),
        digests: Set(row.digests.clone()),
        compared_with: Set(row.report.compared_with.map(number)),
        asked_with: Set(row.report.asked_with.map(number)),
        answer: Set(row.report.answer.map(|answer| answer.as_str().to_owned())),
        answered_by: Set(None),
        organization_id: Set(None),
    });
    insert_many::<list_row::Entity, _>(connection, rows).await
}

pub(super) fn number(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The rows of a batch, in order.
pub(super) async fn rows(
    connection: &impl ConnectionTrait,
    batch: &str,
) -> Result<Vec<list_row::Model>, DbErr> {
    list_row::Entity::find()
        .filter(list_row::Column::BatchId.eq(batch))
        .order_by_asc(list_row::Column::Number)
        .all(connection)
        .await
}

/// The rows of a batch after one, in order.
pub(super) async fn rows_after(
    connection: &impl ConnectionTrait,
    batch: &str,
    after: i32,
    limit: u64,
) -> Result<Vec<list_row::Model>, DbErr> {
    list_row::Entity::find()
        .filter(list_row::Column::BatchId.eq(batch))
        .filter(list_row::Column::Number.gt(after))
        .order_by_asc(list_row::Column::Number)
        .limit(limit)
        .all(connection)
        .await
}

/// Rows of a batch by their numbers.
pub(super) async fn numbered(
    connection: &impl ConnectionTrait,
    batch: &str,
    numbers: &[i32],
) -> Result<HashMap<i32, list_row::Model>, DbErr> {
    let mut rows = HashMap::with_capacity(numbers.len());
    for chunk in numbers.chunks(VALUES_A_STATEMENT) {
        let found = list_row::Entity::find()
            .filter(list_row::Column::BatchId.eq(batch))
            .filter(list_row::Column::Number.is_in(chunk.iter().copied()))
            .all(connection)
            .await?;
        rows.extend(found.into_iter().map(|row| (row.number, row)));
    }
    Ok(rows)
}

/// One row of a batch.
pub(super) async fn row(
    connection: &impl ConnectionTrait,
    batch: &str,
    number: i32,
) -> Result<Option<list_row::Model>, DbErr> {
    list_row::Entity::find_by_id((batch.to_owned(), number)).one(connection).await
}

/// What says which bodies the rows of a batch are.
pub(super) async fn placed(connection: &impl ConnectionTrait, batch: &str) -> Result<Vec<Placed>, DbErr> {
    // Reasons are long, and only those of rows in review are needed.
    let reasons = Expr::case(list_row::Column::Decision.eq("review"), Expr::col(list_row::Column::Reasons));
    list_row::Entity::find()
        .select_only()
        .columns([
            list_row::Column::Number,
            list_row::Column::Cluster,
            list_row::Column::Decision,
            list_row::Column::Answer,
            list_row::Column::ProposedId,
            list_row::Column::OrganizationId,
            list_row::Column::ComparedWith,
            list_row::Column::AskedWith,
        ])
        .expr_as(reasons.finally(""), "reasons")
        .filter(list_row::Column::BatchId.eq(batch))
        .order_by_asc(list_row::Column::Number)
        .into_model::<Placed>()
        .all(connection)
        .await
}

/// How many rows of each batch nobody has decided about; batches without such rows are left out.
pub(super) async fn undecided(connection: &impl ConnectionTrait) -> Result<HashMap<String, i64>, DbErr> {
    let rows: Vec<(String, i64)> = list_row::Entity::find()
        .select_only()
        .column(list_row::Column::BatchId)
        .expr_as(Expr::col(list_row::Column::Number).count(), "rows")
        .filter(list_row::Column::Decision.eq("review"))
        .filter(list_row::Column::Answer.is_null())
        .filter(list_row::Column::OrganizationId.is_null())
        .group_by(list_row::Column::BatchId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Rows of a batch that fit a condition, some of them in order, and how many there are.
pub(super) async fn some_rows(
    connection: &impl ConnectionTrait,
    batch: &str,
    condition: Condition,
    offset: u64,
    limit: u64,
) -> Result<(Vec<list_row::Model>, u64), DbErr> {
    let query = list_row::Entity::find().filter(list_row::Column::BatchId.eq(batch)).filter(condition);
    let total = query.clone().count(connection).await?;
    let rows =
        query.order_by_asc(list_row::Column::Number).offset(offset).limit(limit).all(connection).await?;
    Ok((rows, total))
}

/// Gives rows the record that has them now; none takes it away.
pub(super) async fn set_record(
    connection: &impl ConnectionTrait,
    batch: &str,
    numbers: &[i32],
    organization: Option<&str>,
) -> Result<(), DbErr> {
    for chunk in numbers.chunks(VALUES_A_STATEMENT) {
        list_row::Entity::update_many()
            .col_expr(list_row::Column::OrganizationId, Expr::value(organization.map(str::to_owned)))
            .filter(list_row::Column::BatchId.eq(batch))
            .filter(list_row::Column::Number.is_in(chunk.iter().copied()))
            .exec(connection)
            .await?;
    }
    Ok(())
}

/// Rejects a row, with the reasons it has now.
pub(super) async fn reject(
    connection: &impl ConnectionTrait,
    batch: &str,
    number: i32,
    reasons: String,
) -> Result<(), DbErr> {
    list_row::Entity::update_many()
        .col_expr(list_row::Column::Decision, Expr::value("rejected"))
        .col_expr(list_row::Column::Reasons, Expr::value(reasons))
        .filter(list_row::Column::BatchId.eq(batch))
        .filter(list_row::Column::Number.eq(number))
        .exec(connection)
        .await?;
    Ok(())
}

/// How many rows of a batch are asked about together with one.
pub(super) async fn asked_together(
    connection: &impl ConnectionTrait,
    row: &list_row::Model,
) -> Result<u64, DbErr> {
    let Some(first) = row.asked_with else { return Ok(1) };
    list_row::Entity::find()
        .filter(list_row::Column::BatchId.eq(row.batch_id.as_str()))
        .filter(list_row::Column::AskedWith.eq(first))
        .count(connection)
        .await
}

/// Keeps what a person decided about a row that is not yet applied, and about those asked about with it; false
/// where there is no such row.
pub(super) async fn answer(
    connection: &impl ConnectionTrait,
    batch: &str,
    number: i32,
    answer: Option<&str>,
    by: &str,
) -> Result<bool, DbErr> {
    let with: Option<Option<i32>> = list_row::Entity::find_by_id((batch.to_owned(), number))
        .select_only()
        .column(list_row::Column::AskedWith)
        .into_tuple()
        .one(connection)
        .await?;
    let asked = match with.flatten() {
        Some(first) => list_row::Column::AskedWith.eq(first),
        None => list_row::Column::Number.eq(number),
    };
    let result = list_row::Entity::update_many()
        .col_expr(list_row::Column::Answer, Expr::value(answer.map(str::to_owned)))
        .col_expr(list_row::Column::AnsweredBy, Expr::value(answer.map(|_| by.to_owned())))
        .filter(list_row::Column::BatchId.eq(batch))
        .filter(asked)
        .filter(list_row::Column::Decision.eq("review"))
        .filter(list_row::Column::OrganizationId.is_null())
        .exec(connection)
        .await?;
    Ok(result.rows_affected > 0)
}

/// The changes of a batch, in order.
pub(super) async fn changes(
    connection: &impl ConnectionTrait,
    batch: &str,
) -> Result<Vec<list_change::Model>, DbErr> {
    list_change::Entity::find()
        .filter(list_change::Column::BatchId.eq(batch))
        .order_by_asc(list_change::Column::Position)
        .all(connection)
        .await
}

/// What other batches changed of the records that a batch changed: by record, in order.
pub(super) async fn changes_by_others(
    connection: &impl ConnectionTrait,
    batch: &str,
) -> Result<HashMap<String, Vec<list_change::Model>>, DbErr> {
    let records = list_change::Entity::find()
        .select_only()
        .column(list_change::Column::OrganizationId)
        .filter(list_change::Column::BatchId.eq(batch))
        .into_query();
    // A batch that was reverted has no changes any more.
    let rows = list_change::Entity::find()
        .filter(list_change::Column::BatchId.ne(batch))
        .filter(list_change::Column::OrganizationId.in_subquery(records))
        .order_by_asc(list_change::Column::Seq)
        .all(connection)
        .await?;
    let mut changes: HashMap<String, Vec<list_change::Model>> = HashMap::new();
    for row in rows {
        changes.entry(row.organization_id.clone()).or_default().push(row);
    }
    Ok(changes)
}

/// Sets what a record was before a change.
pub(super) async fn set_before(
    connection: &impl ConnectionTrait,
    change: &list_change::Model,
    before: Option<String>,
) -> Result<(), DbErr> {
    list_change::Entity::update_many()
        .col_expr(list_change::Column::Before, Expr::value(before))
        .filter(list_change::Column::BatchId.eq(change.batch_id.as_str()))
        .filter(list_change::Column::Position.eq(change.position))
        .exec(connection)
        .await?;
    Ok(())
}

/// Adds changes to those of a batch.
pub(super) async fn add_changes(
    connection: &impl ConnectionTrait,
    batch: &str,
    changes: Vec<(String, Option<String>, i64)>,
) -> Result<(), DbErr> {
    let there =
        list_change::Entity::find().filter(list_change::Column::BatchId.eq(batch)).count(connection).await?;
    let first = i32::try_from(there).unwrap_or(i32::MAX);
    let rows = changes.into_iter().zip(first..).map(|((organization, before, seq), position)| {
        list_change::ActiveModel {
            batch_id: Set(batch.to_owned()),
            position: Set(position),
            organization_id: Set(organization),
            before: Set(before),
            seq: Set(seq),
        }
    });
    insert_many::<list_change::Entity, _>(connection, rows).await
}

pub(super) async fn remove_changes(connection: &impl ConnectionTrait, batch: &str) -> Result<(), DbErr> {
    list_change::Entity::delete_many()
        .filter(list_change::Column::BatchId.eq(batch))
        .exec(connection)
        .await?;
    contact_digest::Entity::delete_many()
        .filter(contact_digest::Column::BatchId.eq(batch))
        .exec(connection)
        .await?;
    Ok(())
}

/// Keeps the digests of contacts that a batch gave for records.
pub(super) async fn add_digests(
    connection: &impl ConnectionTrait,
    batch: &str,
    digests: &[(String, String)],
) -> Result<(), DbErr> {
    for chunk in digests.chunks(500) {
        let rows = chunk.iter().map(|(organization, digest)| contact_digest::ActiveModel {
            organization_id: Set(organization.clone()),
            digest: Set(digest.clone()),
            batch_id: Set(batch.to_owned()),
        });
        let known = OnConflict::columns([
            contact_digest::Column::OrganizationId,
            contact_digest::Column::Digest,
            contact_digest::Column::BatchId,
        ])
        .do_nothing()
        .to_owned();
        contact_digest::Entity::insert_many(rows)
            .on_conflict(known)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

/// The payloads of events.
pub(super) async fn payloads(
    connection: &impl ConnectionTrait,
    events: &[i64],
) -> Result<HashMap<i64, String>, DbErr> {
    let mut payloads = HashMap::new();
    for chunk in events.chunks(VALUES_A_STATEMENT) {
        let rows: Vec<(i64, String)> = event::Entity::find()
            .select_only()
            .columns([event::Column::Seq, event::Column::Payload])
            .filter(event::Column::Seq.is_in(chunk.iter().copied()))
            .into_tuple()
            .all(connection)
            .await?;
        payloads.extend(rows);
    }
    Ok(payloads)
}

/// The records that rows of a batch became.
pub(super) async fn records_of(connection: &impl ConnectionTrait, batch: &str) -> Result<Vec<String>, DbErr> {
    let rows: Vec<Option<String>> = list_row::Entity::find()
        .select_only()
        .column(list_row::Column::OrganizationId)
        .distinct()
        .filter(list_row::Column::BatchId.eq(batch))
        .filter(list_row::Column::OrganizationId.is_not_null())
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().flatten().collect())
}

/// The rows of applied batches that records come from, with their batches, in the order in which they came.
pub(super) async fn rows_of_records(
    connection: &impl ConnectionTrait,
    organizations: &[String],
) -> Result<Vec<(list_row::Model, list_batch::Model)>, DbErr> {
    let rows = list_row::Entity::find()
        .filter(list_row::Column::OrganizationId.is_in(organizations.iter().map(String::as_str)))
        .order_by_asc(list_row::Column::BatchId)
        .order_by_asc(list_row::Column::Number)
        .limit(MOST_ROWS_OF_A_RECORD)
        .all(connection)
        .await?;
    let ids: Vec<String> = rows.iter().map(|row| row.batch_id.clone()).collect();
    let batches: HashMap<String, list_batch::Model> = list_batch::Entity::find()
        .filter(list_batch::Column::Id.is_in(ids))
        .all(connection)
        .await?
        .into_iter()
        .map(|batch| (batch.id.clone(), batch))
        .collect();
    let mut rows: Vec<(list_row::Model, list_batch::Model)> = rows
        .into_iter()
        .filter_map(|row| Some((batches.get(&row.batch_id)?.clone(), row)))
        .map(|(batch, row)| (row, batch))
        .collect();
    rows.sort_by(|(row, batch), (other, of)| {
        (&batch.created_at, row.number).cmp(&(&of.created_at, other.number))
    });
    Ok(rows)
}

/// The records that rows of a batch are proposed to be.
pub(super) async fn proposed_by(
    connection: &impl ConnectionTrait,
    batch: &str,
) -> Result<Vec<String>, DbErr> {
    let rows: Vec<Option<String>> = list_row::Entity::find()
        .select_only()
        .column(list_row::Column::ProposedId)
        .distinct()
        .filter(list_row::Column::BatchId.eq(batch))
        .filter(list_row::Column::ProposedId.is_not_null())
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().flatten().collect())
}
