//! Suggestions while typing: values of properties first, then records.

use super::answer::Asked;
use super::engine::Engine;
use super::names::name_in;
use super::plan::Planner;
use crate::index::{SearchError, SearchRequest, SuggestRequest, Suggestion, SuggestionTarget};
use crate::query::{Reading, Understanding};

/// From how many letters on records are suggested: fewer begin almost every name.
const MIN_LETTERS: usize = 3;

/// What the person may be about to type.
pub(crate) fn suggest<E: Engine>(
    engine: &E,
    understanding: &Understanding,
    request: &SuggestRequest,
) -> Result<Vec<Suggestion>, SearchError> {
    let mut suggestions =
        understanding.names.suggest(&request.typed, &request.lang, request.limit.div_ceil(2));
    let reading = Reading::of(&request.typed, understanding);
    let letters: usize = reading.slots.iter().map(|slot| slot.forms.plain.len()).sum();
    if letters < MIN_LETTERS {
        return Ok(suggestions);
    }
    let planner = Planner { engine, understanding };
    if planner.is_vague(&reading)? {
        return Ok(suggestions);
    }
    let left = request.limit - suggestions.len().min(request.limit);
    let search = SearchRequest { limit: left, ..SearchRequest::default() };
    let asked = Asked::named(engine, &search);
    let (page, _, _) = asked.try_plans(&planner, reading)?;
    for entry in page.entries.iter().take(left) {
        if let Some(name) = name_in(&engine.names(&entry.at)?, &request.lang) {
            let target = SuggestionTarget::Organization(entry.id().to_owned());
            suggestions.push(Suggestion { target, text: name.to_owned() });
        }
    }
    Ok(suggestions)
}
