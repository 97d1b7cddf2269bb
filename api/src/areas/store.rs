//! The tables `area` and `area_alias`.

use std::collections::HashMap;

use birlik_entity::rows::{area, area_alias};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};

use super::model::{Area, AreaAlias, AreaNames, Tile};
use crate::log::insert_many;
use crate::parsed::Parsed;

/// All areas, by code.
pub(super) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Area>, DbErr> {
    let mut aliases: HashMap<String, Vec<area_alias::Model>> = HashMap::new();
    for row in area_alias::Entity::find().order_by_asc(area_alias::Column::Position).all(connection).await? {
        aliases.entry(row.kato.clone()).or_default().push(row);
    }
    let rows = area::Entity::find().order_by_asc(area::Column::Kato).all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let aliases = aliases.remove(&row.kato).unwrap_or_default();
            from_rows(row, aliases).ok_or_else(|| DbErr::Type("a row of area cannot be read".into()))
        })
        .collect()
}

/// Writes areas, replacing those that are there.
pub(super) async fn upsert(connection: &impl ConnectionTrait, areas: &[(Area, i64)]) -> Result<(), DbErr> {
    for chunk in areas.chunks(500) {
        let rows = chunk.iter().map(|(area, seq)| to_row(area, *seq));
        area::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::column(area::Column::Kato)
                    .update_columns([
                        area::Column::Parent,
                        area::Column::Kind,
                        area::Column::Iso31662,
                        area::Column::NameKk,
                        area::Column::NameRu,
                        area::Column::NameEn,
                        area::Column::TileX,
                        area::Column::TileY,
                        area::Column::ValidFrom,
                        area::Column::ValidTo,
                        area::Column::Edition,
                        area::Column::Seq,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(connection)
            .await?;
        let codes = chunk.iter().map(|(area, _)| area.kato.to_string());
        area_alias::Entity::delete_many()
            .filter(area_alias::Column::Kato.is_in(codes))
            .exec(connection)
            .await?;
    }
    let aliases = areas.iter().flat_map(|(area, _)| alias_rows(area));
    insert_many::<area_alias::Entity, _>(connection, aliases).await
}

fn to_row(area: &Area, seq: i64) -> area::ActiveModel {
    area::ActiveModel {
        kato: Set(area.kato.to_string()),
        parent: Set(area.parent.map(|parent| parent.to_string())),
        kind: Set(area.kind.to_string()),
        iso3166_2: Set(area.iso3166_2.clone()),
        name_kk: Set(area.names.kk.clone()),
        name_ru: Set(area.names.ru.clone()),
        name_en: Set(area.names.en.clone()),
        tile_x: Set(area.tile.map(|tile| tile.x)),
        tile_y: Set(area.tile.map(|tile| tile.y)),
        valid_from: Set(area.valid_from.map(|date| date.to_string())),
        valid_to: Set(area.valid_to.map(|date| date.to_string())),
        edition: Set(area.edition.clone()),
        seq: Set(seq),
    }
}

fn alias_rows(area: &Area) -> impl Iterator<Item = area_alias::ActiveModel> {
    area.aliases.iter().zip(0..).map(|(alias, position)| area_alias::ActiveModel {
        kato: Set(area.kato.to_string()),
        position: Set(position),
        lang: Set(alias.lang.to_string()),
        alias: Set(alias.alias.clone()),
        kind: Set(alias.kind.to_string()),
        valid_from: Set(alias.valid_from.map(|date| date.to_string())),
        valid_to: Set(alias.valid_to.map(|date| date.to_string())),
    })
}

fn from_rows(row: area::Model, aliases: Vec<area_alias::Model>) -> Option<Area> {
    Some(Area {
        kato: row.kato.parse().ok()?,
        parent: parse(row.parent)?,
        kind: row.kind.parse().ok()?,
        iso3166_2: row.iso3166_2,
        names: AreaNames { kk: row.name_kk, ru: row.name_ru, en: row.name_en },
        tile: row.tile_x.zip(row.tile_y).map(|(x, y)| Tile { x, y }),
        aliases: aliases
            .into_iter()
            .map(|alias| {
                Some(AreaAlias {
                    lang: alias.lang.parse().ok()?,
                    alias: alias.alias,
                    kind: alias.kind.parse().ok()?,
                    valid_from: parse(alias.valid_from)?,
                    valid_to: parse(alias.valid_to)?,
                })
            })
            .collect::<Option<_>>()?,
        valid_from: parse(row.valid_from)?,
        valid_to: parse(row.valid_to)?,
        edition: row.edition,
    })
}

/// The value of a column that may be empty; `None` where it holds something that is not one.
#[allow(clippy::option_option, reason = "empty and unreadable are different")]
fn parse<T: birlik_entity::Value>(text: Option<String>) -> Option<Option<Parsed<T>>> {
    text.map_or(Some(None), |text| text.parse().ok().map(Some))
}
