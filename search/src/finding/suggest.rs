//! Suggestions while typing: values of properties first, then records.

use super::answer::Asked;
use super::engine::Engine;
use super::names::name_in;
use super::plan::Planner;
use crate::index::{
    FacetField, Part, SearchError, SearchRequest, SuggestRequest, Suggestion, SuggestionTarget,
};
use crate::query::{Reading, Understanding};
use crate::text::layout;

/// From how many letters on records are suggested: fewer begin almost every name.
const MIN_LETTERS: usize = 3;

/// What the person may be about to type.
pub(crate) fn suggest<E: Engine>(
    engine: &E,
    understanding: &Understanding,
    request: &SuggestRequest,
) -> Result<Vec<Suggestion>, SearchError> {
    let reading = Reading::of(&request.typed, understanding);
    let mut suggestions = values(understanding, request, &reading);
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

/// The values of properties that may be meant: what the words mean, what they begin, and only where there
/// is nothing of the kind, what they say on another keyboard or begin with a slip.
fn values(understanding: &Understanding, request: &SuggestRequest, reading: &Reading) -> Vec<Suggestion> {
    let limit = request.limit.div_ceil(2);
    let names = &understanding.names;
    let (typed, lang) = (request.typed.as_str(), request.lang.as_str());
    let mut values = Vec::new();
    let mut add = |more: Vec<Suggestion>| {
        for one in more {
            if values.len() < limit && !values.contains(&one) {
                values.push(one);
            }
        }
        values.is_empty()
    };
    let of_parts = |is_wanted: &dyn Fn(&Part) -> bool| -> Vec<Suggestion> {
        let parts = reading.parts.iter().filter(|part| is_wanted(part));
        let codes = parts.flat_map(|part| part.values.iter().map(|value| (part.field, value)));
        codes.filter_map(|(field, code)| names.value(field, code, lang)).collect()
    };
    let whole = reading.text.trim();
    add(of_parts(&|part| part.words == whole && part.field != FacetField::Area));
    let mut is_empty = add(names.suggest(typed, lang, limit));
    if is_empty {
        is_empty = add(of_parts(&|_| true));
    }
    for text in layout::texts(&reading.text) {
        if is_empty {
            is_empty = add(names.suggest(&text, lang, limit));
        }
    }
    if is_empty {
        add(names.alike(typed, lang, limit));
    }
    values
}
