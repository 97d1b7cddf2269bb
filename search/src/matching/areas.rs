//! Finds out where a body is, from the columns, the address and its name.
//!
//! A list may name the region by a former name, or the region that the district belonged to before
//! 2022. The district decides: it lies where it lies today. A town that is no area of its own stands for
//! the one that it lies in. What contradicts is noted, not guessed.

use super::facts::{AreaFacts, Column, Note, NoteCode};
use super::lexicon::Lexicon;

/// What a cell or name says about the place: every place that it may mean, the likeliest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlaceClue {
    pub(crate) column: Option<Column>,
    pub(crate) text: String,
    pub(crate) katos: Vec<String>,
}

/// All clues of a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlaceClues {
    pub(crate) kato: Option<String>,
    pub(crate) region: PlaceClue,
    pub(crate) district: PlaceClue,
    pub(crate) address: PlaceClue,
    /// Of the names, in their order.
    pub(crate) names: Vec<PlaceClue>,
    pub(crate) list_date: Option<String>,
}

/// Where the body is, and what is to be noted about it.
pub(crate) fn resolve(clues: &PlaceClues, lexicon: &Lexicon, notes: &mut Vec<Note>) -> AreaFacts {
    if let Some(kato) = &clues.kato {
        let chain = lexicon.chain(kato);
        if !chain.is_empty() {
            return of_chain(&chain);
        }
    }
    let region = pick_region(clues, lexicon);
    let mut facts = AreaFacts::default();
    let lower = [&clues.district].into_iter().chain(&clues.names).chain([&clues.address]);
    let mut outside: Option<Vec<String>> = None;
    let mut chains: Vec<Vec<String>> = Vec::new();
    for clue in lower {
        let below: Vec<Vec<String>> =
            clue.katos.iter().map(|kato| lexicon.chain(kato)).filter(|chain| chain.len() > 1).collect();
        if below.is_empty() {
            continue;
        }
        let inside: Vec<&Vec<String>> =
            below.iter().filter(|chain| region.as_ref().is_none_or(|region| chain[0] == *region)).collect();
        let moved: Vec<&Vec<String>> = below
            .iter()
            .filter(|chain| {
                region.as_ref().is_some_and(|region| {
                    lexicon.splits().iter().any(|split| split.old == *region && split.new == chain[0])
                })
            })
            .collect();
        let found = match (inside.as_slice(), moved.as_slice()) {
            ([first, rest @ ..], _)
                if region.is_some() || rest.iter().all(|other| other[..2] == first[..2]) =>
            {
                Some((*first).clone())
            }
            ([], [first, ..]) => {
                facts.region_of_list.clone_from(&region);
                Some((*first).clone())
            }
            ([], []) => {
                outside.get_or_insert_with(|| below[0].clone());
                None
            }
            _ => None,
        };
        chains.extend(found);
    }
    // The longest chain that begins as the first one does.
    let first = chains.first().cloned();
    let best = first.map(|first| {
        chains
            .iter()
            .filter(|chain| chain[..2] == first[..2])
            .max_by_key(|chain| chain.len())
            .cloned()
            .unwrap_or(first)
    });
    if let Some(chain) = best {
        facts = AreaFacts { region_of_list: facts.region_of_list, ..of_chain(&chain) };
    } else {
        facts.region = region.clone().or_else(|| outside.as_ref().and_then(|chain| chain.first().cloned()));
        facts.is_of_region = clues.names.iter().any(|clue| {
            !clue.katos.is_empty() && clue.katos.iter().all(|kato| Some(kato) == facts.region.as_ref())
        });
    }
    if facts.region_of_list == facts.region {
        facts.region_of_list = None;
    }
    note(clues, lexicon, &facts, outside.as_deref(), notes);
    if facts.district.is_none()
        && let Some(region) = &facts.region
    {
        let date = clues.list_date.as_deref().unwrap_or_default();
        facts.perhaps = lexicon
            .splits()
            .iter()
            .filter(|split| split.old == *region && (date.is_empty() || date < split.since))
            .map(|split| split.new.to_owned())
            .collect();
    }
    facts
}

fn of_chain(chain: &[String]) -> AreaFacts {
    AreaFacts {
        region: chain.first().cloned(),
        district: chain.get(1).cloned(),
        place: chain.get(2).and(chain.last()).cloned(),
        ..AreaFacts::default()
    }
}

/// The region that the column means, else the one that the names or the address mean.
fn pick_region(clues: &PlaceClues, lexicon: &Lexicon) -> Option<String> {
    let columns = [&clues.region, &clues.district].into_iter().chain(&clues.names).chain([&clues.address]);
    for clue in columns {
        let tops: Vec<&String> = clue.katos.iter().filter(|kato| lexicon.chain(kato).len() == 1).collect();
        if let Some(top) = tops.first() {
            return Some((*top).clone());
        }
    }
    // A region's column that names a city names its region as well.
    clues.region.katos.first().and_then(|kato| lexicon.chain(kato).first().cloned())
}

fn note(
    clues: &PlaceClues,
    lexicon: &Lexicon,
    facts: &AreaFacts,
    outside: Option<&[String]>,
    notes: &mut Vec<Note>,
) {
    let name = |kato: &Option<String>| {
        kato.as_ref().and_then(|kato| lexicon.area(kato)).map(|area| area.name.clone())
    };
    for (clue, column) in [(&clues.region, Column::Region), (&clues.district, Column::District)] {
        if clue.text.is_empty() {
            continue;
        }
        if clue.katos.is_empty() {
            notes.push(Note { column, code: NoteCode::AreaUnknown, found: clue.text.clone(), right: None });
        } else if let Some(kato) = lexicon.renamed(&clue.text) {
            let right = name(&Some(kato.to_owned()));
            notes.push(Note { column, code: NoteCode::AreaRenamed, found: clue.text.clone(), right });
        }
    }
    if facts.region_of_list.is_some() {
        let found = clues.region.text.clone();
        notes.push(Note {
            column: Column::Region,
            code: NoteCode::AreaSplit,
            found,
            right: name(&facts.region),
        });
    } else if let Some(outside) = outside
        && facts.district.is_none()
        && facts.region.is_some()
        && outside.first() != facts.region.as_ref()
    {
        let clue = [&clues.district].into_iter().chain(&clues.names).find(|clue| !clue.katos.is_empty());
        let column = clue.and_then(|clue| clue.column).unwrap_or(Column::District);
        let found = clue.map(|clue| clue.text.clone()).unwrap_or_default();
        let right = name(&outside.first().cloned());
        notes.push(Note { column, code: NoteCode::AreaContradiction, found, right });
    }
}
