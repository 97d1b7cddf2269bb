//! The names of places and codes that the service gives an engine, and the suggestions made of them.
//!
//! Part of the contract in `index`.

use crate::index::FacetField;

/// The names by which people call what records are about. The engine answers without it; with it, it
/// understands places and codes in queries and suggests them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Places.
    pub areas: Vec<VocabularyArea>,
    /// Codes of the closed lists.
    pub codes: Vec<VocabularyCode>,
}

/// A place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VocabularyArea {
    /// Its KATO code.
    pub kato: String,
    /// What it is, by code: `region`, `republic_city`, `rayon`, `city_admin`, `city_district`, …
    pub kind: String,
    /// KATO code of the area above it.
    pub parent: Option<String>,
    /// Its name in Kazakh, Russian and English, where it has one.
    pub names: [Option<String>; 3],
    /// Former names and abbreviations, in any language.
    pub aliases: Vec<String>,
}

/// A code and its labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VocabularyCode {
    /// The list: `kind`, `subject`, `activity`, `legal_form`, `level`.
    pub list: String,
    /// The code.
    pub code: String,
    /// Its label in Kazakh, Russian and English.
    pub labels: [String; 3],
}

/// What is asked while typing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SuggestRequest {
    /// What has been typed so far.
    pub typed: String,
    /// Language of the suggestions, BCP 47.
    pub lang: String,
    /// How many at most.
    pub limit: usize,
}

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub target: SuggestionTarget,
    /// How it is written.
    pub text: String,
}

/// What a suggestion leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuggestionTarget {
    /// An organization, by id.
    Organization(String),
    /// A value of a property: a code, or a KATO code.
    Value(FacetField, String),
}
