//! The names of places and codes that the search engine understands queries by.

use birlik_entity::code;
use birlik_search::{Vocabulary, VocabularyArea, VocabularyCode};

use crate::areas::{Area, AreaTree};

/// The lists whose codes people name when they search.
const LISTS: [&str; 5] = ["kind", "subject", "activity", "legal_form", "level"];

/// The vocabulary of these areas and of the closed lists.
pub(crate) fn vocabulary_of(areas: &AreaTree) -> Vocabulary {
    Vocabulary {
        areas: areas.all().map(area).collect(),
        codes: LISTS
            .into_iter()
            .flat_map(code::entries)
            .map(|entry| VocabularyCode {
                list: entry.list.clone(),
                code: entry.code.clone(),
                labels: [entry.kk.clone(), entry.ru.clone(), entry.en.clone()],
            })
            .collect(),
    }
}

fn area(area: &Area) -> VocabularyArea {
    VocabularyArea {
        kato: area.kato.to_string(),
        kind: area.kind.to_string(),
        parent: area.parent.map(|parent| parent.to_string()),
        names: [Some(area.names.kk.clone()), Some(area.names.ru.clone()), area.names.en.clone()],
        aliases: area.aliases.iter().map(|alias| alias.alias.clone()).collect(),
    }
}
