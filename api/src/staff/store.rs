//! The tables of the staff.

use birlik_entity::rows::{staff_session, staff_token};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

pub(super) async fn insert_token(
    connection: &impl ConnectionTrait,
    token: staff_token::Model,
) -> Result<(), DbErr> {
    let row = sea_orm::ActiveModelTrait::reset_all(token.into_active_model());
    staff_token::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// All tokens, the latest first.
pub(super) async fn tokens(connection: &impl ConnectionTrait) -> Result<Vec<staff_token::Model>, DbErr> {
    staff_token::Entity::find()
        .order_by_desc(staff_token::Column::CreatedAt)
        .order_by_desc(staff_token::Column::Id)
        .all(connection)
        .await
}

pub(super) async fn token(
    connection: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<staff_token::Model>, DbErr> {
    staff_token::Entity::find_by_id(id).one(connection).await
}

pub(super) async fn token_of_digest(
    connection: &impl ConnectionTrait,
    digest: &str,
) -> Result<Option<staff_token::Model>, DbErr> {
    staff_token::Entity::find().filter(staff_token::Column::Digest.eq(digest)).one(connection).await
}

/// Revokes a token and ends its sessions; false where there is none to revoke.
pub(super) async fn revoke(connection: &impl ConnectionTrait, id: &str, at: &str) -> Result<bool, DbErr> {
    let revoked = staff_token::Entity::update_many()
        .col_expr(staff_token::Column::RevokedAt, Expr::value(at))
        .filter(staff_token::Column::Id.eq(id))
        .filter(staff_token::Column::RevokedAt.is_null())
        .exec(connection)
        .await?;
    staff_session::Entity::delete_many()
        .filter(staff_session::Column::StaffId.eq(id))
        .exec(connection)
        .await?;
    Ok(revoked.rows_affected > 0)
}

pub(super) async fn insert_session(
    connection: &impl ConnectionTrait,
    session: staff_session::Model,
) -> Result<(), DbErr> {
    let row = sea_orm::ActiveModelTrait::reset_all(session.into_active_model());
    staff_session::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

pub(super) async fn session(
    connection: &impl ConnectionTrait,
    digest: &str,
) -> Result<Option<staff_session::Model>, DbErr> {
    staff_session::Entity::find_by_id(digest).one(connection).await
}

pub(super) async fn end_session(connection: &impl ConnectionTrait, digest: &str) -> Result<(), DbErr> {
    staff_session::Entity::delete_by_id(digest).exec(connection).await?;
    Ok(())
}

/// Removes sessions that have ended.
pub(super) async fn remove_ended(connection: &impl ConnectionTrait, now: &str) -> Result<(), DbErr> {
    staff_session::Entity::delete_many()
        .filter(staff_session::Column::ExpiresAt.lte(now))
        .exec(connection)
        .await?;
    Ok(())
}
