//! Reading the classifier from CSV: the files the product ships, and the full official list.
//!
//! The official list has quirks that are mended here: no-break and double spaces, letters of legacy fonts,
//! and city administrations written with a Russian or Kazakh abbreviation in either column.

use std::collections::BTreeMap;
use std::io::Read;

use birlik_entity::KatoCode;
use birlik_search::text::repair;

use super::model::{Area, AreaAlias, AreaNames, Tile};
use crate::parsed::Parsed;
use crate::privacy;

/// The edition of the list that the product ships.
pub(super) const EDITION: &str = "NK RK 11-2025, 2026-07-17";

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {field}: {reason}")]
pub struct RowError {
    /// Line of the file, from 1.
    pub line: u64,
    /// Column.
    pub field: String,
    /// What is wrong and what would be right.
    pub reason: String,
}

/// A file that cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// It cannot be read, or is not CSV.
    #[error("the file cannot be read: {0}")]
    Unreadable(::csv::Error),
    /// It is in another encoding.
    #[error("line {line} is not UTF-8; expected UTF-8 in the whole file")]
    NotUtf8 {
        /// Line of the file, from 1.
        line: u64,
    },
    /// A column is missing.
    #[error(
        "the column `{0}` is missing; expected kato, kind, name_kk, name_ru and, if known, parent and name_en"
    )]
    MissingColumn(&'static str),
}

impl From<::csv::Error> for CsvError {
    fn from(error: ::csv::Error) -> Self {
        match error.kind() {
            ::csv::ErrorKind::Utf8 { pos, .. } => {
                Self::NotUtf8 { line: pos.as_ref().map_or(1, ::csv::Position::line) }
            }
            _ => Self::Unreadable(error),
        }
    }
}

/// Areas by line, and the rows that were left out.
pub(super) type Rows = (Vec<(u64, Area)>, Vec<RowError>);

/// Reads the classifier; rows that cannot be read are reported and left out.
pub(super) fn read_areas(file: impl Read, edition: &str) -> Result<Rows, CsvError> {
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let headers = reader.headers()?.clone();
    let column = |names: &[&str]| {
        headers.iter().position(|header| names.contains(&header.trim().trim_start_matches('\u{feff}')))
    };
    let required = |names: &[&str], name| column(names).ok_or(CsvError::MissingColumn(name));
    let kato = required(&["kato", "te"], "kato")?;
    let kind = required(&["kind"], "kind")?;
    let name_kk = required(&["name_kk", "kaz_name"], "name_kk")?;
    let name_ru = required(&["name_ru", "rus_name"], "name_ru")?;
    let parent = column(&["parent", "region_kato"]);
    let name_en = column(&["name_en", "name_latn_auto"]);
    let iso = column(&["iso3166_2"]);
    let tile = column(&["tile_x"]).zip(column(&["tile_y"]));
    let (mut areas, mut errors) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, ::csv::Position::line);
        let text = |at: usize| record.get(at).unwrap_or_default().trim();
        let optional = |at: Option<usize>| at.map(text).filter(|text| !text.is_empty());
        let read = || -> Result<Area, RowError> {
            let error = |field: &str, reason: String| RowError { line, field: field.to_owned(), reason };
            let names = AreaNames {
                kk: clean_name(text(name_kk), "kk"),
                ru: clean_name(text(name_ru), "ru"),
                en: optional(name_en).map(str::to_owned),
            };
            for (field, name) in [("name_kk", &names.kk), ("name_ru", &names.ru)] {
                if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
                    return Err(error(
                        field,
                        "a name has 1 to 200 characters, none of them a control character".to_owned(),
                    ));
                }
            }
            let en = names.en.as_deref().unwrap_or_default();
            for (field, name) in [("name_kk", names.kk.as_str()), ("name_ru", &names.ru), ("name_en", en)] {
                if let Some(found) = privacy::redact(name).1.first() {
                    let reason = format!("{} is in it; expected the name of an area alone", found.as_str());
                    return Err(error(field, reason));
                }
            }
            let parent = optional(parent)
                .map(|code| code.parse().map(Parsed))
                .transpose()
                .map_err(|invalid: birlik_entity::Invalid| error("parent", invalid.to_string()))?;
            Ok(Area {
                kato: text(kato)
                    .parse()
                    .map_err(|invalid: birlik_entity::Invalid| error("kato", invalid.to_string()))?,
                parent,
                kind: text(kind)
                    .parse()
                    .map_err(|invalid: birlik_entity::Invalid| error("kind", invalid.to_string()))?,
                iso3166_2: optional(iso).map(str::to_owned),
                names,
                tile: tile
                    .and_then(|(x, y)| Some(Tile { x: text(x).parse().ok()?, y: text(y).parse().ok()? })),
                aliases: Vec::new(),
                valid_from: None,
                valid_to: None,
                edition: edition.to_owned(),
            })
        };
        match read() {
            Ok(area) => areas.push((line, area)),
            Err(error) => errors.push(error),
        }
    }
    Ok((areas, errors))
}

/// The areas that the product ships: 20 regions, 234 districts and cities, their aliases.
pub fn shipped() -> Result<Vec<Area>, CsvError> {
    let (regions, _) = read_areas(include_bytes!("../../data/regions.csv").as_slice(), EDITION)?;
    let (districts, _) = read_areas(include_bytes!("../../data/districts.csv").as_slice(), EDITION)?;
    let mut areas: BTreeMap<KatoCode, Area> =
        regions.into_iter().chain(districts).map(|(_, area)| (area.kato.0, area)).collect();
    let mut reader = ::csv::Reader::from_reader(include_bytes!("../../data/area-aliases.csv").as_slice());
    for record in reader.records() {
        let record = record?;
        let text = |at: usize| record.get(at).unwrap_or_default().trim();
        let alias = || -> Option<(KatoCode, AreaAlias)> {
            let date = |at: usize| text(at).parse().ok();
            let alias = AreaAlias {
                lang: text(1).parse().ok()?,
                alias: text(2).to_owned(),
                kind: text(3).parse().ok()?,
                valid_from: date(4),
                valid_to: date(5),
            };
            Some((text(0).parse().ok()?, alias))
        };
        if let Some((kato, alias)) = alias()
            && let Some(area) = areas.get_mut(&kato)
        {
            area.aliases.push(alias);
        }
    }
    Ok(areas.into_values().collect())
}

/// A name without the quirks of the list; a city administration becomes the city.
fn clean_name(name: &str, lang: &str) -> String {
    let words: Vec<&str> =
        name.split(|c: char| c.is_whitespace() || c == '\u{a0}').filter(|word| !word.is_empty()).collect();
    let name = words.join(" ");
    let administration = ["Қ.Ә.", "Г.А.", "қ.ә.", "г.а."].iter().find_map(|suffix| name.strip_suffix(suffix));
    match (administration, lang) {
        (Some(city), "kk") => format!("{} қаласы", repair(city.trim())),
        (Some(city), _) => format!("город {}", city.trim()),
        (None, "kk") => repair(&name),
        (None, _) => name,
    }
}
