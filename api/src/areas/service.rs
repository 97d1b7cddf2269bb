//! Loading, importing and asking for areas.

use std::collections::{BTreeMap, BTreeSet};
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
    /// Rows that cannot be read, and those whose parent was not taken.
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
        let areas = csv::shipped()?.into_iter().map(|area| (0, area)).collect();
        self.write(areas, Vec::new(), false).await
    }

    /// Imports the classifier from CSV with the columns kato, kind, name_kk, name_ru and, if known, parent
    /// and name_en. What the list does not know (aliases, English names, places on the map) stays.
    pub async fn import(&self, file: impl Read, edition: Option<&str>) -> Result<AreaImport, AreaError> {
        let (areas, errors) = csv::read_areas(file, edition.unwrap_or(csv::EDITION))?;
        self.write(areas, errors, true).await
    }

    async fn write(
        &self,
        areas: Vec<(u64, Area)>,
        errors: Vec<RowError>,
        keep_known: bool,
    ) -> Result<AreaImport, AreaError> {
        let mut write = Write::begin(&self.store, &self.clock, SYSTEM_ACTOR).await?;
        let known: BTreeMap<KatoCode, Area> =
            store::all(write.rows()).await?.into_iter().map(|area| (area.kato.0, area)).collect();
        let mut import = AreaImport { errors, ..AreaImport::default() };
        let mut incoming: BTreeMap<KatoCode, (u64, Area)> =
            areas.into_iter().map(|(line, area)| (area.kato.0, (line, area))).collect();
        import.errors.extend(place(&mut incoming, &known));
        import.errors.sort_by_key(|error| error.line);
        import.not_in_list = known.keys().filter(|kato| !incoming.contains_key(kato)).count();
        let mut changed = Vec::new();
        for (kato, (_, mut area)) in incoming {
            if let Some(before) = known.get(&kato).filter(|_| keep_known) {
                keep(&mut area, before);
            }
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
        store::upsert(write.rows(), &changed).await?;
        write.commit().await?;
        self.refresh().await?;
        Ok(import)
    }
}

/// Gives every area of a list its parent: the one that its row names where the area may lie there, else the
/// nearest of its code that exists, since the classifier leaves out some levels. Returns the rows whose parent
/// was not taken.
fn place(incoming: &mut BTreeMap<KatoCode, (u64, Area)>, known: &BTreeMap<KatoCode, Area>) -> Vec<RowError> {
    let exists = |kato: &KatoCode| incoming.contains_key(kato) || known.contains_key(kato);
    let nearest = |kato: &KatoCode| kato.possible_parents().find(|parent| exists(parent));
    let mut parents: BTreeMap<KatoCode, Option<KatoCode>> =
        known.iter().map(|(kato, area)| (*kato, area.parent.map(|parent| parent.0))).collect();
    let mut refused = Vec::new();
    // Only a parent that is not of the area's own code can close a circle.
    let mut foreign = Vec::new();
    for (kato, (_, area)) in &*incoming {
        let given = area.parent.map(|parent| parent.0);
        let is_above = |parent: &KatoCode| kato.possible_parents().any(|above| above == *parent);
        let parent = match given {
            Some(parent) if is_above(&parent) => Some(parent).filter(exists).or_else(|| nearest(kato)),
            Some(parent) if exists(&parent) => {
                foreign.push(*kato);
                Some(parent)
            }
            Some(_) => {
                refused.push(*kato);
                nearest(kato)
            }
            None => nearest(kato),
        };
        parents.insert(*kato, parent);
    }
    for kato in foreign {
        if lies_below_itself(kato, &parents) {
            refused.push(kato);
            parents.insert(kato, nearest(&kato));
        }
    }
    for (kato, (_, area)) in &mut *incoming {
        area.parent = parents.get(kato).copied().flatten().map(Parsed);
    }
    let reason = "the area cannot lie there, and the nearest area of its code was taken; expected another area that exists and is not below this one";
    let line = |kato: &KatoCode| incoming.get(kato).map_or(0, |(line, _)| *line);
    (refused.iter().map(line))
        .map(|line| RowError { line, field: "parent".to_owned(), reason: reason.to_owned() })
        .collect()
}

/// True where the way up from an area comes back to it.
fn lies_below_itself(kato: KatoCode, parents: &BTreeMap<KatoCode, Option<KatoCode>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = parents.get(&kato).copied().flatten();
    while let Some(above) = next.filter(|above| seen.insert(*above)) {
        if above == kato {
            return true;
        }
        next = parents.get(&above).copied().flatten();
    }
    false
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The parents that the areas of a list get, and the lines that are reported.
    fn placed(list: &str) -> (BTreeMap<String, Option<String>>, Vec<u64>) {
        let (areas, errors) = csv::read_areas(list.as_bytes(), "test").unwrap();
        assert!(errors.is_empty(), "{errors:?}");
        let known = csv::shipped().unwrap().into_iter().map(|area| (area.kato.0, area)).collect();
        let mut incoming = areas.into_iter().map(|(line, area)| (area.kato.0, (line, area))).collect();
        let mut lines: Vec<u64> = place(&mut incoming, &known).iter().map(|error| error.line).collect();
        lines.sort_unstable();
        let parent = |area: &Area| area.parent.map(|parent| parent.to_string());
        (incoming.iter().map(|(kato, (_, area))| (kato.to_string(), parent(area))).collect(), lines)
    }

    #[test]
    fn no_area_lies_in_itself() {
        let list = "kato,parent,kind,name_kk,name_ru\n\
            610000000,610000000,region,а,б\n\
            100000000,101010100,region,а,б\n\
            101010100,101000000,village,а,б\n\
            101010200,990000000,village,а,б\n\
            101010300,101010000,village,а,б\n\
            350000000,390000000,region,а,б\n\
            390000000,350000000,region,а,б\n\
            101010400,610000000,village,а,б\n";
        let (parents, lines) = placed(list);
        let parent = |kato: &str| parents[kato].as_deref();
        assert_eq!(parent("610000000"), None, "itself");
        assert_eq!(parent("100000000"), None, "below itself");
        assert_eq!(parent("101010100"), Some("101000000"));
        assert_eq!(parent("101010200"), Some("101000000"), "no such area");
        assert_eq!(parent("101010300"), Some("101000000"), "a level that the list leaves out");
        assert_eq!(parent("101010400"), Some("610000000"), "elsewhere, where the list says so");
        // Of two that lie in one another one is set right.
        assert_eq!((parent("350000000"), parent("390000000")), (None, Some("350000000")));
        assert_eq!(lines, [2, 3, 5, 7]);
    }

    #[test]
    fn names_with_personal_data_and_lists_that_are_not_utf8_are_refused() {
        let list = "kato,parent,kind,name_kk,name_ru,name_en\n\
            101010100,,village,Абай 991231599997,Абай,\n\
            101010200,,village,Абай,Абай +7 701 234 56 78,\n\
            101010300,,village,Абай,Абай,anna@mail.ru\n\
            101010400,,village,Абай,Абай,Abai\n";
        let (areas, errors) = csv::read_areas(list.as_bytes(), "test").unwrap();
        assert_eq!(areas.len(), 1);
        let errors: Vec<(u64, &str)> =
            errors.iter().map(|error| (error.line, error.field.as_str())).collect();
        assert_eq!(errors, [(2, "name_kk"), (3, "name_ru"), (4, "name_en")]);
        let error =
            csv::read_areas(&b"kato,kind,name_kk,name_ru\n1,village,\xc0,b\n"[..], "test").unwrap_err();
        assert!(matches!(error, CsvError::NotUtf8 { line: 2 }), "{error}");
        assert!(error.to_string().contains("expected UTF-8"), "{error}");
    }
}
