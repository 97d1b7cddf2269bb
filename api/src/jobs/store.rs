//! The table `job`: leases, due times, results.

use birlik_entity::rows::job;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// What is known of a job.
pub type JobState = job::Model;

/// All jobs, by name.
pub async fn states(connection: &impl ConnectionTrait) -> Result<Vec<JobState>, DbErr> {
    job::Entity::find().order_by_asc(job::Column::Name).all(connection).await
}

/// Makes a job where there is none of the name.
pub(super) async fn ensure(connection: &impl ConnectionTrait, name: &str, run_at: &str) -> Result<(), DbErr> {
    let row = job::ActiveModel {
        name: Set(name.to_owned()),
        run_at: Set(run_at.to_owned()),
        attempts: Set(0),
        leased_by: Set(None),
        leased_until: Set(None),
        last_run_at: Set(None),
        last_result: Set(None),
    };
    job::Entity::insert(row)
        .on_conflict(OnConflict::column(job::Column::Name).do_nothing().to_owned())
        .exec_without_returning(connection)
        .await?;
    Ok(())
}

/// Leases a job that is due and not leased; false where another node has it or it is not due.
pub(super) async fn lease(
    connection: &impl ConnectionTrait,
    name: &str,
    node: &str,
    now: &str,
    until: &str,
) -> Result<bool, DbErr> {
    let updated = job::Entity::update_many()
        .col_expr(job::Column::LeasedBy, Expr::value(node))
        .col_expr(job::Column::LeasedUntil, Expr::value(until))
        .filter(job::Column::Name.eq(name))
        .filter(job::Column::RunAt.lte(now))
        .filter(job::Column::LeasedUntil.is_null().or(job::Column::LeasedUntil.lt(now)))
        .exec(connection)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Says that a leased job was done, and when it is due again.
pub(super) async fn done(
    connection: &impl ConnectionTrait,
    name: &str,
    node: &str,
    now: &str,
    next: &str,
    result: &str,
) -> Result<(), DbErr> {
    finish(name, node, next)
        .col_expr(job::Column::Attempts, Expr::value(0))
        .col_expr(job::Column::LastRunAt, Expr::value(now))
        .col_expr(job::Column::LastResult, Expr::value(result))
        .exec(connection)
        .await?;
    Ok(())
}

/// Says that a leased job failed, and when it is tried again.
pub(super) async fn failed(
    connection: &impl ConnectionTrait,
    name: &str,
    node: &str,
    next: &str,
) -> Result<(), DbErr> {
    finish(name, node, next)
        .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
        .exec(connection)
        .await?;
    Ok(())
}

/// One job by name.
pub(super) async fn find(connection: &impl ConnectionTrait, name: &str) -> Result<Option<JobState>, DbErr> {
    job::Entity::find_by_id(name).one(connection).await
}

fn finish(name: &str, node: &str, next: &str) -> sea_orm::UpdateMany<job::Entity> {
    job::Entity::update_many()
        .col_expr(job::Column::RunAt, Expr::value(next))
        .col_expr(job::Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(job::Column::LeasedUntil, Expr::value(None::<String>))
        .filter(job::Column::Name.eq(name))
        .filter(job::Column::LeasedBy.eq(node))
}
