//! What a person may be about to type, as the API answers it: each with what tells it from its namesakes.

use birlik_search::{FacetField, Suggestion, SuggestionTarget};
use schemars::JsonSchema;
use serde::Serialize;

use super::model::Organization;
use super::routes::facet_name;
use crate::areas::AreaTree;

/// What a person may be about to type.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SuggestionList {
    /// Places, subjects and kinds first, then records.
    items: Vec<SuggestionItem>,
}

/// One suggestion.
#[derive(Debug, Serialize, JsonSchema)]
struct SuggestionItem {
    /// How it is written.
    text: String,
    /// Language of `text`, BCP 47.
    lang: String,
    /// `organization`, or the filter by which it can be asked.
    field: &'static str,
    /// Id of the organization, or the value of the filter.
    value: String,
    /// Where it is, in the language asked for: the region of a place, the place of an organization.
    /// Many are called the same; absent where the text says it or nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
}

impl SuggestionList {
    /// The document of suggestions in a language (`kk`, `ru`, `en`); `records` are the organizations among them.
    pub(super) fn of(
        suggestions: Vec<Suggestion>,
        records: &[Organization],
        tree: &AreaTree,
        lang: &str,
    ) -> Self {
        let item = |Suggestion { target, text }| match target {
            SuggestionTarget::Organization(value) => {
                let is_it = |record: &&Organization| record.id.is_some_and(|id| id.to_string() == value);
                let record = records.iter().find(is_it);
                let name = record.and_then(|record| record.names.iter().find(|name| name.value == text));
                let place = record.and_then(Organization::kato).and_then(|kato| tree.place(&kato, lang));
                SuggestionItem {
                    lang: name.map_or_else(|| lang.to_owned(), |name| name.lang.to_string()),
                    place: place.filter(|place| !text.contains(place.as_str())),
                    field: "organization",
                    text,
                    value,
                }
            }
            SuggestionTarget::Value(field, value) => SuggestionItem {
                place: (field == FacetField::Area).then(|| above(&value, tree, lang)).flatten(),
                lang: lang.to_owned(),
                field: facet_name(field),
                text,
                value,
            },
        };
        Self { items: suggestions.into_iter().map(item).collect() }
    }
}

/// The region of a place that is not one itself.
fn above(kato: &str, tree: &AreaTree, lang: &str) -> Option<String> {
    let kato = kato.parse().ok()?;
    let region = *tree.chain(&kato).first()?;
    (region.kato.0 != kato).then(|| region.name(lang).to_owned())
}
