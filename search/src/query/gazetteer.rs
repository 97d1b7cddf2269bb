//! Knows places by all their names, and finds them in a query.
//!
//! A place is known by its whole names (`Туркестанская область`), by its bare name (`Туркестанская`,
//! `Түркістан`) and by its aliases (`ЮКО`). A word for what kind of place it is, beside a bare name,
//! decides between the city, the region and the district of one name.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::index::Vocabulary;
use crate::text::phrases::Phrases;
use crate::text::tokens::{Reader, Token};

/// Confidence in a whole name.
const WHOLE: f32 = 1.0;
/// Confidence in a bare name with its kind beside it.
const NAMED: f32 = 0.98;
/// Confidence in a bare name of the likeliest kind of place.
const BARE: f32 = 0.8;
/// Confidence in a bare name of another kind of place.
const OTHER: f32 = 0.6;
/// Confidence in the name of a town that the vocabulary does not have: a former one, or one within a district.
const TOWN: f32 = 0.85;
/// Confidence in a bare name where another word speaks of its kind: аудандық.
const HINTED: f32 = 0.9;
/// What is left of the confidence in a place whose name only has its stem in common with what was typed,
/// where another place has that very name.
const NAMESAKE: f32 = 0.5;
/// Confidence in a name that contradicts the kind named beside it.
const CONTRADICTED: f32 = 0.3;

/// A place that a query may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Which words name it.
    pub words: Range<usize>,
    /// Its KATO code.
    pub kato: String,
    /// KATO code of the area above it.
    pub parent: Option<String>,
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

#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    /// Index of the area.
    area: usize,
    is_bare: bool,
    /// True for the name of a town that the vocabulary does not have.
    is_town: bool,
    /// Its words in plain Latin.
    plain: String,
}

#[derive(Debug, Clone)]
struct Area {
    kato: String,
    parent: Option<String>,
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
    /// Words of names, in plain Latin.
    words: HashSet<String>,
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
            gazetteer.areas.push(Area { kato: area.kato.clone(), parent: area.parent.clone(), kind, rank });
            for name in area.names.iter().flatten().chain(&area.aliases) {
                let whole = reader.read(name);
                gazetteer.learn(&whole, index, false);
                if let Some(adjective) = gazetteer.adjective(&whole).filter(|_| kind == Kind::Region) {
                    gazetteer.learn(&reader.read(&adjective), index, false);
                }
            }
        }
        gazetteer
    }

    /// Learns the places of a vocabulary, and the towns that people name and it does not have.
    pub fn with_towns(vocabulary: &Vocabulary) -> Gazetteer {
        let mut gazetteer = Gazetteer::of(vocabulary);
        let mut reader = Reader::default();
        let areas: HashMap<String, usize> =
            gazetteer.areas.iter().enumerate().map(|(index, area)| (area.kato.clone(), index)).collect();
        for (kato, names) in towns() {
            let Some(area) = areas.get(kato) else { continue };
            for name in names.split('|') {
                gazetteer.learn(&reader.read(name), *area, true);
            }
        }
        gazetteer
    }

    /// True for a word of the name of a place, in plain Latin.
    pub fn knows(&self, plain: &str) -> bool {
        self.words.contains(plain)
    }

    fn learn(&mut self, whole: &[Token], area: usize, is_town: bool) {
        let bare: Vec<Token> = whole.iter().filter(|token| self.is_name(token)).cloned().collect();
        let plain: Vec<&str> = bare.iter().map(|token| token.forms.plain.as_str()).collect();
        let name = |is_bare| Name { area, is_bare, is_town, plain: plain.join(" ") };
        self.words.extend(plain.iter().map(|word| (*word).to_owned()));
        for mark in ['k', 'r', 'e'] {
            let keep = |key: &str| key.starts_with(mark);
            if bare.len() < whole.len() {
                self.names.add(whole, name(false), keep);
            }
            self.names.add(&bare, name(true), keep);
        }
    }

    /// What people make of the name of a region that has no adjective of its own: «Жетысуская область».
    fn adjective(&self, whole: &[Token]) -> Option<String> {
        let is_region = |token: &Token| token.forms.exact == "область";
        if !whole.iter().any(is_region) {
            return None;
        }
        let mut bare = whole.iter().filter(|token| self.is_name(token));
        let (name, None) = (bare.next()?.forms.exact.as_str(), bare.next()) else { return None };
        (!name.ends_with("ая")).then(|| format!("{name}ская"))
    }

    fn is_name(&self, token: &Token) -> bool {
        let exact = token.forms.exact.as_str();
        !self.kinds.contains_key(exact) && !FILLERS.contains(&exact)
    }

    /// The places that a query may mean, the surest first.
    pub fn find(&self, text: &[Token]) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        let found = self.names.find(text);
        let hint = hint(text);
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
            let words = text[phrase.words.clone()].iter().filter(|token| self.is_name(token));
            let typed: Vec<&str> = words.map(|token| token.forms.plain.as_str()).collect();
            let typed = typed.join(" ");
            let is_typed = |name: &Name| name.plain == typed;
            // «в Караганде» is the city: the region has an adjective.
            let before = phrase.words.start.checked_sub(1).map(|at| text[at].forms.exact.as_str());
            let is_inside = before.is_some_and(|word| ["в", "во", "из"].contains(&word))
                && !is_adjective(&text[phrase.words.clone()]);
            // The rank of a town that the vocabulary has under this name.
            let own = phrase.meanings.iter().filter(|name| !name.is_town);
            let own = own.map(|name| &self.areas[name.area]).filter(|area| area.kind == Kind::City);
            let own = own.map(|area| area.rank).min();
            for name in phrase.meanings {
                let area = &self.areas[name.area];
                // A town within a district is a town.
                let kind_of = if name.is_town && name.is_bare && area.kind == Kind::District {
                    Kind::City
                } else {
                    area.kind
                };
                let (words, kind) = self.with_kind(text, &phrase.words);
                let mut confidence = match kind {
                    _ if !name.is_bare => WHOLE,
                    Some(kind) if kind == kind_of => NAMED,
                    Some(_) => CONTRADICTED,
                    None if hint == Some(kind_of) => HINTED,
                    None if hint.is_none() && is_inside && kind_of == Kind::City => HINTED,
                    None if name.is_town && own.is_none() => TOWN,
                    None if name.is_town => {
                        if own == Some(best) {
                            BARE
                        } else {
                            OTHER
                        }
                    }
                    None if area.rank == best => BARE,
                    None => OTHER,
                };
                let is_other = |other: &&Name| {
                    is_typed(other) && other.area != name.area && self.areas[other.area].kind == area.kind
                };
                let has_it = phrase.meanings.iter().any(|own| own.area == name.area && is_typed(own));
                if !has_it && phrase.meanings.iter().any(|other| is_other(&other)) {
                    confidence *= NAMESAKE;
                }
                places.push(Place {
                    words,
                    kato: area.kato.clone(),
                    parent: area.parent.clone(),
                    confidence,
                });
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

/// The kind that an adjective anywhere in the text speaks of: «районное объединение Целиноград».
fn hint(text: &[Token]) -> Option<Kind> {
    const ADJECTIVES: [(Kind, &str); 6] = [
        (Kind::District, "аудандық"),
        (Kind::District, "районн"),
        (Kind::Region, "облыстық"),
        (Kind::Region, "областн"),
        (Kind::City, "қалалық"),
        (Kind::City, "городск"),
    ];
    let kind = |token: &Token| {
        let begins = |(_, word): &&(Kind, &str)| token.forms.exact.starts_with(word);
        ADJECTIVES.iter().find(begins).map(|(kind, _)| *kind)
    };
    text.iter().find_map(kind)
}

/// True for words that end as Russian adjectives of places do.
fn is_adjective(words: &[Token]) -> bool {
    let ends = |word: &str| ["ой", "ом", "их", "ий", "ого"].iter().any(|end| word.ends_with(end));
    words.last().is_some_and(|word| word.forms.exact.contains("ск") && ends(&word.forms.exact))
}

/// Names of towns by the KATO code of the area that they are, or lie in.
pub(super) fn towns() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("../../data/towns.tsv").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
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
    fn towns_lead_to_what_they_lie_in() {
        let gazetteer = Gazetteer::with_towns(&Vocabulary {
            areas: vec![
                area("471000000", "city_admin", ["Ақтау қаласы", "город Актау", "Aktau"], &[]),
                area(
                    "334600000",
                    "rayon",
                    ["Панфилов ауданы", "Панфиловский район", "Panfilov District"],
                    &[],
                ),
                area("101000000", "city_admin", ["Семей қаласы", "город Семей", "Semey"], &[]),
            ],
            codes: Vec::new(),
        });
        let first = |query: &str| Some(gazetteer.find(&query_tokens(query)).first()?.kato.clone());
        for (query, kato) in [
            ("Шевченко", "471000000"),
            ("учителя Жаркента", "334600000"),
            ("город Жаркент", "334600000"),
            ("Семипалатинск", "101000000"),
            ("школы Семипалатинска", "101000000"),
        ] {
            assert_eq!(first(query).as_deref(), Some(kato), "{query}");
        }
        for query in ["мал", "шар", "новый", "жар кент"] {
            assert_eq!(first(query), None, "{query}");
        }
    }

    #[test]
    fn a_name_comes_before_one_that_shares_its_stem() {
        let gazetteer = Gazetteer::of(&Vocabulary {
            areas: vec![
                area("33", "rayon", ["Қаратал ауданы", "Каратальский район", "Karatal District"], &[]),
                area("79", "city_district", ["Қаратау ауданы", "Каратауский район", "Karatau District"], &[]),
                area("35", "region", ["Қарағанды облысы", "Карагандинская область", "Karaganda Region"], &[]),
                area("351", "city_admin", ["Қарағанды қаласы", "город Караганда", "Karaganda"], &[]),
                area("116", "rayon", ["Целиноград ауданы", "Целиноградский район", "Tselinograd"], &[]),
                area("71", "republic_city", ["Астана қаласы", "город Астана", "Astana"], &["Целиноград"]),
            ],
            codes: Vec::new(),
        });
        for (query, kato) in [
            ("Қаратау ауданы", "79"),
            ("karatau district", "79"),
            ("Қаратал", "33"),
            ("Целиноград", "71"),
            ("районное объединение Целиноград", "116"),
            ("учителя в Караганде", "351"),
            ("учителя в Карагандинской области", "35"),
            ("Қарағанды", "35"),
        ] {
            assert_eq!(gazetteer.find(&query_tokens(query))[0].kato, kato, "{query}");
        }
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
