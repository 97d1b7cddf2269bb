//! The tables `institution` and `institution_key`.

use birlik_entity::rows::{institution, institution_key};
use birlik_search::text::fold;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::model::Institution;
use crate::log::insert_many;

/// Most characters of a name that recognise an institution.
const KEY_LENGTH: usize = 300;

/// A name in a place, as `institution_key` keeps it.
pub(super) fn key(kato: Option<&str>, name: &str) -> (String, String) {
    let words: Vec<String> = birlik_search::text::words(name).into_iter().map(|word| word.exact).collect();
    (kato.unwrap_or_default().to_owned(), words.join(" ").chars().take(KEY_LENGTH).collect())
}

fn read(rows: Vec<String>) -> Result<Vec<Institution>, DbErr> {
    rows.iter()
        .map(|document| serde_json::from_str(document).map_err(|error| DbErr::Type(error.to_string())))
        .collect()
}

/// Institutions by id or BIN.
pub(super) async fn by_id_or_bin(
    connection: &impl ConnectionTrait,
    ids: Vec<String>,
    bins: Vec<String>,
) -> Result<Vec<Institution>, DbErr> {
    let rows = institution::Entity::find()
        .select_only()
        .column(institution::Column::Document)
        .filter(institution::Column::Id.is_in(ids).or(institution::Column::Bin.is_in(bins)))
        .into_tuple()
        .all(connection)
        .await?;
    read(rows)
}

/// Institutions that have one of these names in one of these places (both must be asked for together).
pub(super) async fn by_names(
    connection: &impl ConnectionTrait,
    keys: &[(String, String)],
) -> Result<Vec<Institution>, DbErr> {
    let mut found = Vec::new();
    for chunk in keys.chunks(400) {
        let names = chunk.iter().map(|(_, name)| name.clone());
        let ids = Query::select()
            .column(institution_key::Column::InstitutionId)
            .from(institution_key::Entity)
            .and_where(Expr::col(institution_key::Column::Name).is_in(names))
            .and_where(
                Expr::col(institution_key::Column::Kato).is_in(chunk.iter().map(|(kato, _)| kato.clone())),
            )
            .to_owned();
        let rows = institution::Entity::find()
            .select_only()
            .column(institution::Column::Document)
            .filter(institution::Column::Id.in_subquery(ids))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(read(rows)?);
    }
    Ok(found)
}

/// What a list of institutions is to hold.
#[derive(Debug, Default)]
pub(super) struct Selection {
    pub(super) after: Option<String>,
    pub(super) bin: Option<String>,
    /// First and last KATO code of the area asked for.
    pub(super) kato: Option<(String, String)>,
    pub(super) name: Option<String>,
    pub(super) limit: u64,
}

/// One page of institutions by id, and how many the selection has.
pub(super) async fn list(
    connection: &impl ConnectionTrait,
    selection: Selection,
) -> Result<(Vec<Institution>, u64), DbErr> {
    use sea_orm::PaginatorTrait;
    let mut query = institution::Entity::find();
    if let Some(bin) = selection.bin {
        query = query.filter(institution::Column::Bin.eq(bin));
    }
    if let Some((first, last)) = selection.kato {
        query = query.filter(institution::Column::Kato.between(first, last));
    }
    if let Some(name) = selection.name {
        let folded = fold(&name).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let pattern = sea_orm::sea_query::LikeExpr::new(format!("%{folded}%")).escape('\\');
        let ids = Query::select()
            .column(institution_key::Column::InstitutionId)
            .from(institution_key::Entity)
            .and_where(Expr::col(institution_key::Column::Folded).like(pattern))
            .to_owned();
        query = query.filter(institution::Column::Id.in_subquery(ids));
    }
    let total = query.clone().count(connection).await?;
    if let Some(after) = selection.after {
        query = query.filter(institution::Column::Id.gt(after));
    }
    let rows = query
        .order_by_asc(institution::Column::Id)
        .limit(selection.limit)
        .select_only()
        .column(institution::Column::Document)
        .into_tuple()
        .all(connection)
        .await?;
    Ok((read(rows)?, total))
}

/// Writes institutions, replacing those that are there.
pub(super) async fn upsert(
    connection: &impl ConnectionTrait,
    written: &[(Institution, String, i64)],
) -> Result<(), DbErr> {
    for chunk in written.chunks(500) {
        let rows = chunk.iter().map(|(institution, document, seq)| institution::ActiveModel {
            id: Set(institution.id.map(|id| id.to_string()).unwrap_or_default()),
            bin: Set(institution.bin.map(|bin| bin.to_string())),
            kato: Set(institution.kato.map(|kato| kato.to_string())),
            version: Set(institution.version.unwrap_or(1)),
            updated_at: Set(institution.updated_at.clone().unwrap_or_default()),
            seq: Set(*seq),
            document: Set(document.clone()),
        });
        institution::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::column(institution::Column::Id)
                    .update_columns([
                        institution::Column::Bin,
                        institution::Column::Kato,
                        institution::Column::Version,
                        institution::Column::UpdatedAt,
                        institution::Column::Seq,
                        institution::Column::Document,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(connection)
            .await?;
        let ids = chunk.iter().filter_map(|(institution, ..)| institution.id).map(|id| id.to_string());
        institution_key::Entity::delete_many()
            .filter(institution_key::Column::InstitutionId.is_in(ids))
            .exec(connection)
            .await?;
    }
    let keys = written.iter().flat_map(|(institution, ..)| {
        let id = institution.id.map(|id| id.to_string()).unwrap_or_default();
        let kato = institution.kato.map(|kato| kato.to_string());
        let mut keys: Vec<(String, String)> =
            institution.names.iter().map(|name| key(kato.as_deref(), &name.value)).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter().map(move |(kato, name)| institution_key::ActiveModel {
            kato: Set(kato),
            folded: Set(fold(&name)),
            name: Set(name),
            institution_id: Set(id.clone()),
        })
    });
    insert_many::<institution_key::Entity, _>(connection, keys).await
}
