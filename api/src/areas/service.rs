//! Loading, importing and asking for areas.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Arc, PoisonError, RwLock};

use birlik_entity::KatoCode;
use sea_orm::DbErr;

use super::csv::{self, CsvError, RowError};
use super::model::Area;
use super::store;
use super::tree::AreaTree;
use crate::clock::Clock;
use crate::log::{SYSTEM_ACTOR, Subject, Verb, Write};
use crate::parsed::Parsed;
use crate::store::Store;

/// Why areas could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum AreaError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// The file cannot be read.
    #[error(transparent)]
    Csv(#[from] CsvError),
}

/// What an import did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct AreaImport {
    /// Areas that are new.
    pub created: usize,
    /// Areas that were written again.
    pub updated: usize,
    /// Areas that were the same already.
    pub unchanged: usize,
    /// Areas of the registry that the list does not have; they stay.
    pub not_in_list: usize,
    /// Rows that cannot be read.
    pub errors: Vec<RowError>,
}

/// The areas of a store.
#[derive(Debug, Clone)]
pub struct Areas {
    store: Store,
    clock: Arc<dyn Clock>,
    tree: Arc<RwLock<Arc<AreaTree>>>,
}

impl std::fmt::Debug for dyn Clock {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Clock")
    }
}

impl Areas {
    /// Reads the areas of a store.
    pub async fn load(store: Store, clock: Arc<dyn Clock>) -> Result<Self, AreaError> {
        let areas = Self { store, clock, tree: Arc::default() };
        areas.refresh().await?;
        Ok(areas)
    }

    /// The tree as last read.
    pub fn tree(&self) -> Arc<AreaTree> {
        self.tree.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the tree anew.
    pub async fn refresh(&self) -> Result<(), AreaError> {
        let tree = AreaTree::new(store::all(self.store.read()).await?);
        *self.tree.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(tree);
        Ok(())
    }

    /// Loads the areas that the product ships.
    pub async fn import_shipped(&self) -> Result<AreaImport, AreaError> {
        self.write(csv::shipped()?, Vec::new(), false).await
    }

    /// Imports the classifier from CSV with the columns kato, kind, name_kk, name_ru and, if known, parent
    /// and name_en. What the list does not know (aliases, English names, places on the map) stays.
    pub async fn import(&self, file: impl Read, edition: Option<&str>) -> Result<AreaImport, AreaError> {
        let (areas, errors) = csv::read_areas(file, edition.unwrap_or(csv::EDITION))?;
        self.write(areas, errors, true).await
    }

    async fn write(
        &self,
        areas: Vec<Area>,
        errors: Vec<RowError>,
        keep_known: bool,
    ) -> Result<AreaImport, AreaError> {
        let mut write = Write::begin(&self.store, &self.clock, SYSTEM_ACTOR).await?;
        let known: BTreeMap<KatoCode, Area> =
            store::all(write.rows()).await?.into_iter().map(|area| (area.kato.0, area)).collect();
        let mut import = AreaImport { errors, ..AreaImport::default() };
        let mut incoming: BTreeMap<KatoCode, Area> =
            areas.into_iter().map(|area| (area.kato.0, area)).collect();
        let codes: Vec<KatoCode> = incoming.keys().copied().collect();
        let exists = |kato: &KatoCode| codes.binary_search(kato).is_ok() || known.contains_key(kato);
        for area in incoming.values_mut() {
            // The classifier leaves out some levels: the parent is the nearest area that exists.
            let given = area.parent.map(|parent| parent.0).filter(|parent| exists(parent));
            area.parent =
                given.or_else(|| area.kato.possible_parents().find(|parent| exists(parent))).map(Parsed);
            if let Some(before) = known.get(&area.kato).filter(|_| keep_known) {
                keep(area, before);
            }
        }
        let mut changed = Vec::new();
        for (kato, area) in incoming {
            let verb = match known.get(&kato) {
                Some(before) if *before == area => {
                    import.unchanged += 1;
                    continue;
                }
                Some(_) => Verb::Updated,
                None => Verb::Created,
            };
            match verb {
                Verb::Created => import.created += 1,
                _ => import.updated += 1,
            }
            let payload = serde_json::to_string(&area).map_err(|error| DbErr::Custom(error.to_string()))?;
            let seq = write.append(Subject::Area(kato), verb, payload);
            changed.push((area, seq));
        }
        import.not_in_list = known.keys().filter(|kato| codes.binary_search(kato).is_err()).count();
        store::upsert(write.rows(), &changed).await?;
        write.commit().await?;
        self.refresh().await?;
        Ok(import)
    }
}

/// Keeps what a list of codes and names does not know.
fn keep(area: &mut Area, before: &Area) {
    area.iso3166_2 = area.iso3166_2.take().or_else(|| before.iso3166_2.clone());
    area.names.en = area.names.en.take().or_else(|| before.names.en.clone());
    area.tile = area.tile.or(before.tile);
    area.aliases.clone_from(&before.aliases);
    area.valid_from = area.valid_from.or(before.valid_from);
    area.valid_to = area.valid_to.or(before.valid_to);
    // A region's name is the one people use, not the classifier's abbreviation.
    if before.parent.is_none() {
        area.names = before.names.clone();
    }
}
