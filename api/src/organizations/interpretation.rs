//! What the search made of a query, as the API answers it.

use birlik_search::Interpretation;
use schemars::JsonSchema;
use serde::Serialize;

use super::routes::facet_name;

/// What the search made of a query: nothing is assumed silently.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Interpretation")]
pub struct InterpretationDocument {
    /// The query as it reads on another keyboard layout, where that was searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    layout: Option<String>,
    /// Words taken for misspelt, and what was searched for instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    corrected: Vec<CorrectedWord>,
    /// Words found through their meaning, whatever the language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translated: Vec<TranslatedWords>,
    /// What the words say about the body; it ranks and excludes nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<UnderstoodPart>,
    /// Words that no hit need have, because nothing has all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
    /// A query that would find something, where this one finds nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    did_you_mean: Option<String>,
}

/// A word taken for misspelt.
#[derive(Debug, Serialize, JsonSchema)]
struct CorrectedWord {
    /// As typed.
    from: String,
    /// As searched for.
    to: String,
}

/// Words and what they mean.
#[derive(Debug, Serialize, JsonSchema)]
struct TranslatedWords {
    /// As typed.
    from: String,
    /// The meaning, by code: `kind/trade_union`, `role/teacher`.
    meaning: String,
}

/// What some words say about the body.
#[derive(Debug, Serialize, JsonSchema)]
struct UnderstoodPart {
    /// The filter by which the same can be asked.
    field: &'static str,
    /// Its values, the likeliest first.
    values: Vec<String>,
    /// The words, as typed.
    words: String,
    /// How sure that is, 0 to 1.
    confidence: f32,
}

impl InterpretationDocument {
    /// The document of an interpretation; `None` where nothing was made of the query but its words.
    pub(super) fn of(interpretation: &Interpretation) -> Option<Self> {
        if *interpretation == Interpretation::default() {
            return None;
        }
        let corrected = interpretation.corrected.iter();
        let translated = interpretation.translated.iter();
        let parts = interpretation.parts.iter();
        Some(Self {
            layout: interpretation.layout.clone(),
            corrected: corrected
                .map(|one| CorrectedWord { from: one.from.clone(), to: one.to.clone() })
                .collect(),
            translated: translated
                .map(|one| TranslatedWords { from: one.from.clone(), meaning: one.meaning.clone() })
                .collect(),
            parts: parts
                .map(|part| UnderstoodPart {
                    field: facet_name(part.field),
                    values: part.values.clone(),
                    words: part.words.clone(),
                    confidence: part.confidence,
                })
                .collect(),
            left_out: interpretation.left_out.clone(),
            did_you_mean: interpretation.did_you_mean.clone(),
        })
    }
}
