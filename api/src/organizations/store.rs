//! The tables `organization`, `organization_key` and `affiliation`.

use std::collections::HashMap;

use birlik_entity::code::AffiliationType;
use birlik_entity::rows::{affiliation, organization, organization_key};
use birlik_entity::{Bin, KatoCode, OrganizationId};
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::model::Organization;
use super::recognition::Key;
use super::service::Stored;
use crate::log::insert_many;

/// Few enough values for the parameter limits of both stores.
const VALUES_A_STATEMENT: usize = 5000;

/// A record as it is to be written: its text, the event that says so, and whether it is new.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) record: Organization,
    pub(super) document: String,
    pub(super) seq: i64,
    pub(super) is_new: bool,
    /// The keys under which it is to be recognised; `None` leaves them as they are.
    pub(super) keys: Option<Vec<Key>>,
}

/// Records as they are stored, by id; at most as many as one statement takes.
pub(super) async fn documents_with_versions(
    connection: &impl ConnectionTrait,
    ids: &[OrganizationId],
) -> Result<HashMap<OrganizationId, Stored>, DbErr> {
    let rows: Vec<(String, String, i64)> = organization::Entity::find()
        .select_only()
        .columns([organization::Column::Id, organization::Column::Document, organization::Column::Version])
        .filter(organization::Column::Id.is_in(ids.iter().map(ToString::to_string)))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, document, version)| Some((id.parse().ok()?, Stored { document, version })))
        .collect())
}

/// Documents by id, in no order.
pub(crate) async fn documents(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = OrganizationId>,
) -> Result<HashMap<OrganizationId, String>, DbErr> {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(VALUES_A_STATEMENT) {
        let rows: Vec<(String, String)> = organization::Entity::find()
            .select_only()
            .columns([organization::Column::Id, organization::Column::Document])
            .filter(organization::Column::Id.is_in(chunk.iter().map(String::as_str)))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(rows.into_iter().filter_map(|(id, document)| Some((id.parse().ok()?, document))));
    }
    Ok(found)
}

/// A page of documents by id.
pub(crate) async fn document_page(
    connection: &impl ConnectionTrait,
    after: &str,
    limit: u64,
) -> Result<Vec<(String, String)>, DbErr> {
    organization::Entity::find()
        .select_only()
        .columns([organization::Column::Id, organization::Column::Document])
        .filter(organization::Column::Id.gt(after))
        .order_by_asc(organization::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await
}

/// How many organizations there are.
pub(super) async fn count(connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
    organization::Entity::find().count(connection).await
}

/// Which of these ids exist.
pub(super) async fn existing(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = OrganizationId>,
) -> Result<Vec<OrganizationId>, DbErr> {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    let mut found = Vec::new();
    for chunk in ids.chunks(VALUES_A_STATEMENT) {
        let rows: Vec<String> = organization::Entity::find()
            .select_only()
            .column(organization::Column::Id)
            .filter(organization::Column::Id.is_in(chunk.iter().map(String::as_str)))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(rows.into_iter().filter_map(|id| id.parse::<OrganizationId>().ok()));
    }
    Ok(found)
}

/// The organizations known under these keys.
pub(super) async fn by_keys(
    connection: &impl ConnectionTrait,
    wanted: &[Key],
) -> Result<Vec<(Key, OrganizationId)>, DbErr> {
    let mut by_scheme: HashMap<&str, Vec<&str>> = HashMap::new();
    for (scheme, value) in wanted {
        by_scheme.entry(scheme).or_default().push(value);
    }
    let mut found = Vec::new();
    for (scheme, values) in by_scheme {
        for chunk in values.chunks(VALUES_A_STATEMENT) {
            let rows: Vec<(String, String)> = organization_key::Entity::find()
                .select_only()
                .columns([organization_key::Column::Value, organization_key::Column::OrganizationId])
                .filter(organization_key::Column::Scheme.eq(scheme))
                .filter(organization_key::Column::Value.is_in(chunk.iter().copied()))
                .into_tuple()
                .all(connection)
                .await?;
            found.extend(
                rows.into_iter()
                    .filter_map(|(value, id)| Some(((scheme.to_owned(), value), id.parse().ok()?))),
            );
        }
    }
    Ok(found)
}

/// The organizations with these BINs.
pub(crate) async fn by_bins(
    connection: &impl ConnectionTrait,
    bins: &[Bin],
) -> Result<Vec<(Bin, OrganizationId)>, DbErr> {
    let mut found = Vec::new();
    for chunk in bins.chunks(VALUES_A_STATEMENT) {
        let rows: Vec<(String, String)> = organization::Entity::find()
            .select_only()
            .columns([organization::Column::Bin, organization::Column::Id])
            .filter(organization::Column::Bin.is_in(chunk.iter().map(ToString::to_string)))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(rows.into_iter().filter_map(|(bin, id)| Some((bin.parse().ok()?, id.parse().ok()?))));
    }
    Ok(found)
}

/// The current affiliations of these organizations: from, type, to.
pub(super) async fn current_affiliations(
    connection: &impl ConnectionTrait,
    from: &[OrganizationId],
    today: &str,
) -> Result<Vec<(OrganizationId, AffiliationType, OrganizationId)>, DbErr> {
    let mut found = Vec::new();
    for chunk in from.chunks(VALUES_A_STATEMENT) {
        let rows: Vec<(String, String, String)> = affiliation::Entity::find()
            .select_only()
            .columns([
                affiliation::Column::OrganizationId,
                affiliation::Column::AffiliationType,
                affiliation::Column::ToId,
            ])
            .filter(affiliation::Column::OrganizationId.is_in(chunk.iter().map(ToString::to_string)))
            .filter(affiliation::Column::Until.is_null().or(affiliation::Column::Until.gte(today)))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(
            rows.into_iter().filter_map(|(from, kind, to)| {
                Some((from.parse().ok()?, kind.parse().ok()?, to.parse().ok()?))
            }),
        );
    }
    Ok(found)
}

/// The first of those that now belong to an organization, by id, and how many there are.
pub(super) async fn belonging_to(
    connection: &impl ConnectionTrait,
    to: OrganizationId,
    today: &str,
    limit: u64,
) -> Result<(Vec<(OrganizationId, AffiliationType)>, u64), DbErr> {
    let query = affiliation::Entity::find()
        .filter(affiliation::Column::ToId.eq(to.to_string()))
        .filter(affiliation::Column::Until.is_null().or(affiliation::Column::Until.gte(today)));
    let total = query.clone().count(connection).await?;
    let rows: Vec<(String, String)> = query
        .select_only()
        .columns([affiliation::Column::OrganizationId, affiliation::Column::AffiliationType])
        .order_by_asc(affiliation::Column::OrganizationId)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?;
    Ok((
        rows.into_iter().filter_map(|(id, kind)| Some((id.parse().ok()?, kind.parse().ok()?))).collect(),
        total,
    ))
}

/// The organizations of an institution.
pub(super) async fn hosted_by(
    connection: &impl ConnectionTrait,
    institution: &str,
) -> Result<Vec<(OrganizationId, String)>, DbErr> {
    let rows: Vec<(String, String)> = organization::Entity::find()
        .select_only()
        .columns([organization::Column::Id, organization::Column::Document])
        .filter(organization::Column::InstitutionId.eq(institution))
        .order_by_asc(organization::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, document)| Some((id.parse().ok()?, document))).collect())
}

/// Ids of the organizations of an area itself and of everything whose code lies below it.
pub(crate) async fn ids_of_area(
    connection: &impl ConnectionTrait,
    kato: KatoCode,
) -> Result<Vec<OrganizationId>, DbErr> {
    let (first, last) = kato.subtree();
    let rows: Vec<String> = organization::Entity::find()
        .select_only()
        .column(organization::Column::Id)
        .filter(organization::Column::Kato.between(first.as_str(), last.as_str()))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// Writes records with their keys and affiliations, replacing those that are there.
pub(super) async fn write(connection: &impl ConnectionTrait, written: &[Written]) -> Result<(), DbErr> {
    use organization::Column as Organization;
    for chunk in written.chunks(500) {
        organization::Entity::insert_many(chunk.iter().map(row))
            .on_conflict(
                OnConflict::column(Organization::Id)
                    .update_columns([
                        Organization::Kind,
                        Organization::Status,
                        Organization::Country,
                        Organization::Kato,
                        Organization::Bin,
                        Organization::InstitutionId,
                        Organization::Version,
                        Organization::UpdatedAt,
                        Organization::Seq,
                        Organization::Document,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(connection)
            .await?;
        let old: Vec<String> = chunk.iter().filter(|one| !one.is_new).map(|one| id_of(&one.record)).collect();
        let rekeyed =
            chunk.iter().filter(|one| !one.is_new && one.keys.is_some()).map(|one| id_of(&one.record));
        if !old.is_empty() {
            organization_key::Entity::delete_many()
                .filter(organization_key::Column::OrganizationId.is_in(rekeyed))
                .exec(connection)
                .await?;
            affiliation::Entity::delete_many()
                .filter(affiliation::Column::OrganizationId.is_in(old.iter().map(String::as_str)))
                .exec(connection)
                .await?;
        }
    }
    let key_rows = written.iter().flat_map(|one| {
        let id = id_of(&one.record);
        one.keys.iter().flatten().cloned().map(move |(scheme, value)| organization_key::ActiveModel {
            scheme: Set(scheme),
            value: Set(value),
            organization_id: Set(id.clone()),
        })
    });
    insert_many::<organization_key::Entity, _>(connection, key_rows).await?;
    let affiliation_rows = written.iter().flat_map(|one| {
        let id = id_of(&one.record);
        one.record.affiliations.iter().zip(0..).map(move |(affiliation, position)| affiliation::ActiveModel {
            organization_id: Set(id.clone()),
            position: Set(position),
            affiliation_type: Set(affiliation.affiliation_type.to_string()),
            to_id: Set(affiliation.to.to_string()),
            until: Set(affiliation.last_day()),
        })
    });
    insert_many::<affiliation::Entity, _>(connection, affiliation_rows).await
}

/// Adds keys under which a record is recognised.
pub(super) async fn add_keys(
    connection: &impl ConnectionTrait,
    id: OrganizationId,
    keys: &[Key],
) -> Result<(), DbErr> {
    if keys.is_empty() {
        return Ok(());
    }
    let rows = keys.iter().map(|(scheme, value)| organization_key::ActiveModel {
        scheme: Set(scheme.clone()),
        value: Set(value.clone()),
        organization_id: Set(id.to_string()),
    });
    let there = OnConflict::columns([
        organization_key::Column::Scheme,
        organization_key::Column::Value,
        organization_key::Column::OrganizationId,
    ])
    .do_nothing()
    .to_owned();
    organization_key::Entity::insert_many(rows).on_conflict(there).exec_without_returning(connection).await?;
    Ok(())
}

fn id_of(record: &Organization) -> String {
    record.id.map(|id| id.to_string()).unwrap_or_default()
}

fn row(one: &Written) -> organization::ActiveModel {
    let record = &one.record;
    organization::ActiveModel {
        id: Set(id_of(record)),
        kind: Set(record.kind.to_string()),
        status: Set(record.status.to_string()),
        country: Set(record.country.to_string()),
        kato: Set(record.kato().map(|kato| kato.to_string())),
        bin: Set(record.bin.map(|bin| bin.to_string())),
        institution_id: Set(record.host.as_ref().and_then(|host| host.id).map(|id| id.to_string())),
        version: Set(record.version.unwrap_or(1)),
        updated_at: Set(record.updated_at.clone().unwrap_or_default()),
        seq: Set(one.seq),
        document: Set(one.document.clone()),
    }
}
