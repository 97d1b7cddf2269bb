//! The tree of areas, in memory.

use std::collections::{BTreeMap, HashMap};

use birlik_entity::KatoCode;

use super::model::Area;

/// All areas at one moment.
#[derive(Debug, Default)]
pub struct AreaTree {
    areas: BTreeMap<KatoCode, Area>,
    children: HashMap<KatoCode, Vec<KatoCode>>,
    /// Codes by folded alias and name.
    names: HashMap<String, Vec<KatoCode>>,
}

impl AreaTree {
    /// The tree of these areas.
    pub fn new(areas: impl IntoIterator<Item = Area>) -> Self {
        let mut tree = Self::default();
        for area in areas {
            let kato = area.kato.0;
            if let Some(parent) = area.parent {
                tree.children.entry(parent.0).or_default().push(kato);
            }
            let names =
                [Some(area.names.kk.as_str()), Some(area.names.ru.as_str()), area.names.en.as_deref()];
            let aliases = area.aliases.iter().map(|alias| alias.alias.as_str());
            for name in names.into_iter().flatten().chain(aliases) {
                let codes = tree.names.entry(birlik_search::text::fold(name)).or_default();
                if !codes.contains(&kato) {
                    codes.push(kato);
                }
            }
            tree.areas.insert(kato, area);
        }
        tree
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// True where nothing is loaded.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// One area by code.
    pub fn get(&self, kato: &KatoCode) -> Option<&Area> {
        self.areas.get(kato)
    }

    /// The area of a code or, where it is not loaded, the nearest area that holds it.
    pub fn nearest(&self, kato: &KatoCode) -> Option<&Area> {
        self.get(kato).or_else(|| kato.possible_parents().find_map(|parent| self.areas.get(&parent)))
    }

    /// An area and those it lies in, the highest first, itself last.
    pub fn chain(&self, kato: &KatoCode) -> Vec<&Area> {
        let mut chain = Vec::new();
        let mut next = self.nearest(kato);
        while let Some(area) = next {
            if chain.iter().any(|above: &&Area| above.kato == area.kato) {
                break;
            }
            chain.push(area);
            next = area.parent.and_then(|parent| self.areas.get(&parent.0));
        }
        chain.reverse();
        chain
    }

    /// The areas directly inside one, by code.
    pub fn children(&self, kato: &KatoCode) -> impl Iterator<Item = &Area> {
        self.children.get(kato).into_iter().flatten().filter_map(|child| self.areas.get(child))
    }

    /// The regions and cities of republican significance, by code.
    pub fn regions(&self) -> impl Iterator<Item = &Area> {
        self.areas.values().filter(|area| area.parent.is_none())
    }

    /// All areas by code.
    pub fn all(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }

    /// The areas that have this name or alias, in any language, whatever its case and keyboard.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Area> {
        let codes = self.names.get(&birlik_search::text::fold(name.trim()));
        codes.into_iter().flatten().filter_map(|kato| self.areas.get(kato))
    }
}
