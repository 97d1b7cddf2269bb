//! Suggestions while typing: values of properties first, then records.

use super::plan::Planner;
use super::{Inner, Snapshot, answer, stored};
use crate::index::{SearchError, SearchRequest, SuggestRequest, Suggestion, SuggestionTarget};
use crate::query::Reading;

/// From how many letters on records are suggested: fewer begin almost every name.
const MIN_LETTERS: usize = 3;

impl Inner {
    pub(super) fn suggest(&self, request: &SuggestRequest) -> Result<Vec<Suggestion>, SearchError> {
        let vocabulary = self.understanding();
        let values = vocabulary.names.suggest(&request.typed, &request.lang, request.limit.div_ceil(2));
        let reading = Reading::of(&request.typed, &vocabulary);
        let letters: usize = reading.slots.iter().map(|slot| slot.forms.plain.len()).sum();
        let mut suggestions = values;
        if letters < MIN_LETTERS {
            return Ok(suggestions);
        }
        let Snapshot { searcher, .. } = self.snapshot()?;
        let planner = Planner { searcher: &searcher, fields: &self.fields, understanding: &vocabulary };
        if planner.is_vague(&reading)? {
            return Ok(suggestions);
        }
        let left = request.limit - suggestions.len().min(request.limit);
        let search = SearchRequest { limit: left, ..SearchRequest::default() };
        let asked = answer::Asked::ranked(self, &searcher, &search);
        let (page, _, _) = asked.try_plans(&planner, reading)?;
        for entry in page.entries.iter().take(left) {
            let names = stored::names(&searcher, &self.fields, entry.address)?;
            if let Some(name) = stored::name_in(&names, &request.lang) {
                let target = SuggestionTarget::Organization(entry.id().to_owned());
                suggestions.push(Suggestion { target, text: name.to_owned() });
            }
        }
        Ok(suggestions)
    }
}
