//! The tables `institution` and `institution_key`.

use std::collections::{BTreeMap, BTreeSet};

use birlik_entity::InstitutionId;
use birlik_entity::rows::{institution, institution_key};
use birlik_search::text::{fold, words};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::model::Institution;
use super::recognition::{Key, Known, Mention, keys};

/// How many values one statement asks for, and how many rows it writes: few enough for the parameter limits
/// of both stores.
const VALUES_A_STATEMENT: usize = 5_000;
const ROWS_A_STATEMENT: usize = 500;

fn read(document: &str) -> Result<Institution, DbErr> {
    serde_json::from_str(document).map_err(|error| DbErr::Type(error.to_string()))
}

/// Institutions by id or BIN, each once, by id.
pub(super) async fn by_id_or_bin(
    connection: &impl ConnectionTrait,
    ids: &[String],
    bins: &[String],
) -> Result<Vec<Institution>, DbErr> {
    let mut documents: BTreeMap<String, String> = BTreeMap::new();
    for (column, values) in [(institution::Column::Id, ids), (institution::Column::Bin, bins)] {
        for chunk in values.chunks(VALUES_A_STATEMENT) {
            let rows: Vec<(String, String)> = institution::Entity::find()
                .select_only()
                .columns([institution::Column::Id, institution::Column::Document])
                .filter(column.is_in(chunk.iter().map(String::as_str)))
                .into_tuple()
                .all(connection)
                .await?;
            documents.extend(rows);
        }
    }
    documents.values().map(|document| read(document)).collect()
}

/// Which institutions have or had these names in these places.
async fn by_keys(
    connection: &impl ConnectionTrait,
    keys: &BTreeSet<&Key>,
) -> Result<Vec<(Key, InstitutionId)>, DbErr> {
    let keys: Vec<&Key> = keys.iter().copied().collect();
    let mut found = Vec::new();
    for chunk in keys.chunks(VALUES_A_STATEMENT / 2) {
        let katos: BTreeSet<&str> = chunk.iter().map(|(kato, _)| kato.as_str()).collect();
        let rows: Vec<(String, String, String)> = institution_key::Entity::find()
            .select_only()
            .columns([
                institution_key::Column::Kato,
                institution_key::Column::Name,
                institution_key::Column::InstitutionId,
            ])
            .filter(institution_key::Column::Kato.is_in(katos))
            .filter(institution_key::Column::Name.is_in(chunk.iter().map(|(_, name)| name.as_str())))
            .into_tuple()
            .all(connection)
            .await?;
        for (kato, name, id) in rows {
            let key = (kato, name);
            // Names and places are asked for apart: a name may come from another place.
            if chunk.binary_search(&&key).is_ok() {
                let id = id.parse().map_err(|_| DbErr::Type("an institution has a wrong id".to_owned()))?;
                found.push((key, id));
            }
        }
    }
    Ok(found)
}

/// What the registry knows of the institutions that are mentioned.
pub(super) async fn known<'a>(
    connection: &impl ConnectionTrait,
    mentions: impl Iterator<Item = &'a Mention> + Clone,
) -> Result<Known, DbErr> {
    let mut known = Known::default();
    let keys = mentions.clone().filter(|mention| mention.id.is_none()).flat_map(|mention| &mention.keys);
    let named = by_keys(connection, &keys.collect()).await?;
    let ids: BTreeSet<String> = (mentions.clone().filter_map(|mention| mention.id))
        .chain(named.iter().map(|(_, id)| *id))
        .map(|id| id.to_string())
        .collect();
    let bins: BTreeSet<String> =
        mentions.clone().filter_map(|mention| mention.bin).map(|bin| bin.to_string()).collect();
    let (ids, bins): (Vec<_>, Vec<_>) = (ids.into_iter().collect(), bins.into_iter().collect());
    for institution in by_id_or_bin(connection, &ids, &bins).await? {
        known.learn(institution);
    }
    for (key, id) in named {
        known.learn_name(key, id);
    }
    // The ids that may be minted are read as well, so that none is given twice.
    let minted: Vec<String> = known.candidates(mentions).iter().map(ToString::to_string).collect();
    for institution in by_id_or_bin(connection, &minted, &[]).await? {
        known.learn(institution);
    }
    Ok(known)
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
        // As the key was made: words alone, without quotes and №.
        // The last word may be half; a number never is.
        let words = words(&name);
        let is_whole = words.last().is_none_or(|word| word.is_number);
        let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        let folded = folded.join(" ").replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let pattern = format!("% {folded}{}", if is_whole { " %" } else { "%" });
        let pattern = sea_orm::sea_query::LikeExpr::new(pattern).escape('\\');
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
    let rows: Vec<String> = query
        .order_by_asc(institution::Column::Id)
        .limit(selection.limit)
        .select_only()
        .column(institution::Column::Document)
        .into_tuple()
        .all(connection)
        .await?;
    Ok((rows.iter().map(|document| read(document)).collect::<Result<_, _>>()?, total))
}

/// The next institutions after an id, by id: each with its document.
pub(super) async fn document_page(
    connection: &impl ConnectionTrait,
    after: &str,
    limit: u64,
) -> Result<Vec<(String, String)>, DbErr> {
    institution::Entity::find()
        .select_only()
        .columns([institution::Column::Id, institution::Column::Document])
        .filter(institution::Column::Id.gt(after))
        .order_by_asc(institution::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await
}

/// Writes institutions, each at most once, replacing those that are there. Names that one had before go on
/// recognising it: a list from before a change is still about the same school.
pub(super) async fn upsert(
    connection: &impl ConnectionTrait,
    written: &[(Institution, String, i64)],
) -> Result<(), DbErr> {
    for chunk in written.chunks(ROWS_A_STATEMENT) {
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
        let keys: Vec<_> = chunk.iter().flat_map(|(institution, ..)| key_rows(institution)).collect();
        for rows in keys.chunks(ROWS_A_STATEMENT) {
            use institution_key::Column;
            let known = OnConflict::columns([Column::Kato, Column::Name, Column::InstitutionId])
                .do_nothing()
                .to_owned();
            institution_key::Entity::insert_many(rows.to_vec())
                .on_conflict(known)
                .exec_without_returning(connection)
                .await?;
        }
    }
    Ok(())
}

fn key_rows(institution: &Institution) -> impl Iterator<Item = institution_key::ActiveModel> {
    let id = institution.id.map(|id| id.to_string()).unwrap_or_default();
    keys(institution).into_iter().map(move |(kato, name)| institution_key::ActiveModel {
        kato: Set(kato),
        folded: Set(format!(" {} ", fold(&name))),
        name: Set(name),
        institution_id: Set(id.clone()),
    })
}
