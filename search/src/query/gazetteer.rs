//! Knows places by all their names, and finds them in a query.
//!
//! A place is known by its whole names (`Туркестанская область`), by its bare name (`Туркестанская`,
//! `Түркістан`) and by its aliases (`ЮКО`). A word for what kind of place it is, beside a bare name,
//! decides between the city, the region and the district of one name.

use std::collections::HashMap;
use std::ops::Range;

use crate::index::Vocabulary;
use crate::text::phrases::Phrases;
use crate::text::tokens::{Reader, Token};

/// Confidence in a whole name, or a bare one with its kind beside it.
const WHOLE: f32 = 1.0;
/// Confidence in a bare name of the likeliest kind of place.
const BARE: f32 = 0.8;
/// Confidence in a bare name of another kind of place.
const OTHER: f32 = 0.6;
/// Confidence in a name that contradicts the kind named beside it.
const CONTRADICTED: f32 = 0.3;

/// A place that a query may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Which words name it.
    pub words: Range<usize>,
    /// Its KATO code.
    pub kato: String,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
}

/// What kind of place a word speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Region,
    District,
    City,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Name {
    /// Index of the area.
    area: usize,
    is_bare: bool,
}

#[derive(Debug, Clone)]
struct Area {
    kato: String,
    kind: Kind,
    /// Likelier places have smaller ranks.
    rank: u8,
}

/// The places of a vocabulary.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    areas: Vec<Area>,
    names: Phrases<Name>,
    kinds: HashMap<&'static str, Kind>,
}

/// Words for kinds of places, and what stands for them in names.
const KINDS: [(Kind, &[&str]); 3] = [
    (
        Kind::Region,
        &["облыс", "облысы", "облысының", "область", "области", "обл", "region", "oblast", "oblysy"],
    ),
    (
        Kind::District,
        &[
            "аудан",
            "ауданы",
            "ауданының",
            "район",
            "района",
            "районе",
            "ауд",
            "district",
            "rayon",
            "raion",
            "audany",
        ],
    ),
    (
        Kind::City,
        &[
            "қала",
            "қаласы",
            "қаласының",
            "город",
            "города",
            "городе",
            "г",
            "қ",
            "city",
            "town",
            "gorod",
            "qalasy",
            "kalasy",
        ],
    ),
];

/// Other words that are no part of a bare name.
const FILLERS: [&str; 8] = ["а", "ә", "им", "имени", "атын", "атындағы", "the", "of"];

impl Gazetteer {
    /// Learns the places of a vocabulary.
    pub fn of(vocabulary: &Vocabulary) -> Gazetteer {
        let mut gazetteer = Gazetteer { kinds: kinds(), ..Gazetteer::default() };
        let mut reader = Reader::default();
        for area in &vocabulary.areas {
            let (kind, rank) = match area.kind.as_str() {
                "republic_city" => (Kind::City, 0),
                "region" => (Kind::Region, 1),
                "city_admin" | "city" => (Kind::City, 2),
                "rayon" | "district" => (Kind::District, 3),
                _ => (Kind::District, 4),
            };
            let index = gazetteer.areas.len();
            gazetteer.areas.push(Area { kato: area.kato.clone(), kind, rank });
            for name in area.names.iter().flatten().chain(&area.aliases) {
                gazetteer.learn(&reader.read(name), index);
            }
        }
        gazetteer
    }

    fn learn(&mut self, whole: &[Token], area: usize) {
        let is_name = |token: &&Token| {
            let exact = token.forms.exact.as_str();
            !self.kinds.contains_key(exact) && !FILLERS.contains(&exact)
        };
        let bare: Vec<Token> = whole.iter().filter(is_name).cloned().collect();
        for mark in ['k', 'r', 'e'] {
            let keep = |key: &str| key.starts_with(mark);
            if bare.len() < whole.len() {
                self.names.add(whole, Name { area, is_bare: false }, keep);
            }
            self.names.add(&bare, Name { area, is_bare: true }, keep);
        }
    }

    /// The places that a query may mean, the surest first.
    pub fn find(&self, text: &[Token]) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        let found = self.names.find(text);
        for phrase in &found {
            // A longer name that holds this one is meant instead: Шығыс Қазақстан, not Қазақстан.
            let is_inside = found.iter().any(|other| {
                other.words.len() > phrase.words.len()
                    && other.words.start <= phrase.words.start
                    && phrase.words.end <= other.words.end
                    && other.meanings.iter().any(|name| name.is_bare)
            });
            if is_inside {
                continue;
            }
            let best = phrase.meanings.iter().map(|name| self.areas[name.area].rank).min().unwrap_or(0);
            for name in phrase.meanings {
                let area = &self.areas[name.area];
                let (words, kind) = self.with_kind(text, &phrase.words);
                let confidence = match kind {
                    _ if !name.is_bare => WHOLE,
                    Some(kind) if kind == area.kind => WHOLE,
                    Some(_) => CONTRADICTED,
                    None if area.rank == best => BARE,
                    None => OTHER,
                };
                places.push(Place { words, kato: area.kato.clone(), confidence });
            }
        }
        places.sort_by(|left, right| {
            right.confidence.total_cmp(&left.confidence).then_with(|| left.kato.cmp(&right.kato))
        });
        let mut seen: Vec<String> = Vec::new();
        places.retain(|place| {
            let is_new = !seen.contains(&place.kato);
            seen.push(place.kato.clone());
            is_new
        });
        places
    }

    /// The words of a name with the word for its kind beside it, and that kind.
    fn with_kind(&self, text: &[Token], words: &Range<usize>) -> (Range<usize>, Option<Kind>) {
        let kind_at = |place: usize| {
            let token = text.get(place)?;
            self.kinds.get(token.forms.exact.as_str()).copied().or_else(|| half_typed(text, place))
        };
        if let Some(kind) = kind_at(words.end) {
            return (words.start..words.end + 1, Some(kind));
        }
        if let Some((place, kind)) = words.start.checked_sub(1).and_then(|at| Some((at, kind_at(at)?))) {
            return (place..words.end, Some(kind));
        }
        (words.clone(), None)
    }
}

/// The kind whose word the last word of the query begins.
fn half_typed(text: &[Token], place: usize) -> Option<Kind> {
    let typed = text.get(place).filter(|_| place + 1 == text.len())?.forms.exact.as_str();
    let is_begun = |word: &str| typed.chars().count() >= 2 && word.starts_with(typed);
    KINDS.iter().find(|(_, words)| words.iter().any(|word| is_begun(word))).map(|(kind, _)| *kind)
}

fn kinds() -> HashMap<&'static str, Kind> {
    KINDS.iter().flat_map(|(kind, words)| words.iter().map(|word| (*word, *kind))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::VocabularyArea;
    use crate::text::tokens::query_tokens;

    fn area(kato: &str, kind: &str, names: [&str; 3], aliases: &[&str]) -> VocabularyArea {
        VocabularyArea {
            kato: kato.to_owned(),
            kind: kind.to_owned(),
            names: names.map(|name| Some(name.to_owned())),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            ..VocabularyArea::default()
        }
    }

    fn gazetteer() -> Gazetteer {
        Gazetteer::of(&Vocabulary {
            areas: vec![
                area("19", "region", ["Алматы облысы", "Алматинская область", "Almaty Region"], &[]),
                area("75", "republic_city", ["Алматы қаласы", "город Алматы", "Almaty"], &["Алма-Ата"]),
                area(
                    "61",
                    "region",
                    ["Түркістан облысы", "Туркестанская область", "Turkistan Region"],
                    &["ЮКО"],
                ),
                area("711", "city_district", ["Алматы ауданы", "район Алматы", "Almaty District"], &[]),
            ],
            codes: Vec::new(),
        })
    }

    fn first(query: &str) -> Option<(String, f32)> {
        let place = gazetteer().find(&query_tokens(query)).into_iter().next()?;
        Some((place.kato, place.confidence))
    }

    #[test]
    fn names_aliases_and_inflected_forms() {
        for query in ["ЮКО", "Туркестанской области", "Түркістан облысында", "turkistan", "туркестанский"]
        {
            assert_eq!(first(query).unwrap().0, "61", "{query}");
        }
        assert_eq!(first("школа в Алма-Ате").unwrap().0, "75");
        assert_eq!(first("химия"), None);
    }

    #[test]
    fn the_kind_beside_a_name_decides() {
        assert_eq!(first("Алматы").unwrap(), ("75".to_owned(), BARE));
        assert_eq!(first("Алматы облысы").unwrap(), ("19".to_owned(), WHOLE));
        assert_eq!(first("физика Алматы обл").unwrap().0, "19");
        assert_eq!(first("район Алматы").unwrap(), ("711".to_owned(), WHOLE));
        assert_eq!(first("город Алматы").unwrap(), ("75".to_owned(), WHOLE));
    }
}
