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
            for name in
                names.into_iter().flatten().chain(aliases).flat_map(|name| [key(name), bare_key(name)])
            {
                let codes = tree.names.entry(name).or_default();
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

    /// Where an area is, in a line: its name and that of its region, in a language (`kk`, `ru`, `en`).
    pub fn place(&self, kato: &KatoCode, lang: &str) -> Option<String> {
        let chain = self.chain(kato);
        let (area, region) = (chain.last()?, chain.first()?);
        Some(if area.kato == region.kato {
            area.name(lang).to_owned()
        } else {
            format!("{}, {}", area.name(lang), region.name(lang))
        })
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

    /// The areas that have this name or alias, in any language, whatever its case and keyboard, with or without
    /// the word for what the area is.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Area> {
        let codes = self.names.get(&key(name));
        codes.into_iter().flatten().filter_map(|kato| self.areas.get(kato))
    }
}

/// Words for what an area is, folded, as names and the classifier's abbreviations have them.
const TYPE_WORDS: &[&str] = &[
    "облысы",
    "область",
    "region",
    "ауданы",
    "район",
    "district",
    "каласы",
    "город",
    "city",
    "кенти",
    "поселок",
    "ауылы",
    "село",
    "ауылдык",
    "округи",
    "сельскии",
    "округ",
    "г",
    "с",
    "п",
    "пос",
    "к",
    "а",
    "ст",
    "о",
    "ао",
    "со",
    "каз",
    "аул",
];

fn key(name: &str) -> String {
    let words: Vec<String> = birlik_search::text::words(name).into_iter().map(|word| word.folded).collect();
    words.join(" ")
}

/// The key without the words for what the area is; the whole key where nothing else is left.
fn bare_key(name: &str) -> String {
    let key = key(name);
    let words: Vec<&str> = key.split(' ').filter(|word| !TYPE_WORDS.contains(word)).collect();
    if words.is_empty() { key } else { words.join(" ") }
}
