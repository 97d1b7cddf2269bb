//! The settings of an index, as code: which attributes there are and what Meilisearch does with them.
//!
//! Meilisearch's own words, typos and synonyms are not used: the attributes hold terms that
//! [`crate::finding`] made, each looked up as it is. A change of an attribute, or of how terms are
//! made, must raise [`VERSION`], so that an index made before is built anew.

use meilisearch_sdk::settings::{
    FacetingSettings, FilterFeatureModes, FilterFeatures, FilterableAttribute, FilterableAttributesSettings,
    PaginationSetting, Settings, TypoToleranceSettings,
};

use crate::finding::{Order, TermField};
use crate::index::FacetField;

/// Raised whenever an index made before would answer wrongly.
pub(super) const VERSION: u32 = 4;

/// The primary key.
pub(super) const KEY: &str = "pk";
/// Whether there is a BIN; every organization has this, the head has not.
pub(super) const HAS_BIN: &str = "has_bin";
/// What the shortness of the names is worth, in steps of relevance.
pub(super) const SHORTNESS: &str = "shortness";
/// Ids.
pub(super) const ID: &str = "id";
/// Names as written, for highlights and suggestions.
pub(super) const STORED: &str = "stored";

/// The server's limits, out of the way: how many hits a count counts, and how many values of a facet.
const NO_LIMIT: usize = 100_000_000;

/// Attributes that are compared for equality only.
const EQUAL: [&str; 20] = [
    KEY,
    "names",
    "names_stems",
    "words",
    "stems",
    "skeletons",
    "meanings",
    "whole",
    "kind",
    "level",
    "area",
    "activity",
    "subject",
    "legal_form",
    "status",
    "confirmed",
    "country",
    "host",
    "parent",
    "bin",
];

/// Attributes that are also compared by order or beginning.
const ORDERED: [&str; 8] =
    ["names_plain", "plain", HAS_BIN, SHORTNESS, "key_kk", "key_ru", "key_en", "key_updated"];

/// The attribute of a field of terms.
pub(super) fn attribute(field: TermField) -> &'static str {
    match field {
        TermField::Names => "names",
        TermField::NamesPlain => "names_plain",
        TermField::NamesStems => "names_stems",
        TermField::Words => "words",
        TermField::Plain => "plain",
        TermField::Stems => "stems",
        TermField::Skeletons => "skeletons",
        TermField::Meanings => "meanings",
        TermField::Whole => "whole",
        TermField::Kind => "kind",
        TermField::Level => "level",
        TermField::Area => "area",
        TermField::Activity => "activity",
        TermField::Subject => "subject",
        TermField::Confirmed => "confirmed",
        TermField::Status => "status",
    }
}

/// The attribute of a facet.
pub(super) fn facet(field: FacetField) -> &'static str {
    match field {
        FacetField::Kind => "kind",
        FacetField::Level => "level",
        FacetField::Area => "area",
        FacetField::Activity => "activity",
        FacetField::Subject => "subject",
        FacetField::LegalForm => "legal_form",
        FacetField::Status => "status",
        FacetField::Confirmed => "confirmed",
        FacetField::Country => "country",
    }
}

/// The attribute of the keys of an order.
pub(super) fn key(order: Order) -> &'static str {
    match order {
        Order::Score | Order::NameKk => "key_kk",
        Order::NameRu => "key_ru",
        Order::NameEn => "key_en",
        Order::Updated => "key_updated",
    }
}

/// The settings.
pub(super) fn settings() -> Settings {
    let rule = |attributes: &[&str], comparison| {
        FilterableAttribute::Settings(FilterableAttributesSettings {
            attribute_patterns: attributes.iter().map(|one| (*one).to_owned()).collect(),
            features: FilterFeatures {
                facet_search: false,
                filter: FilterFeatureModes { equality: true, comparison },
            },
        })
    };
    Settings {
        filterable_attributes: Some(vec![rule(&EQUAL, false), rule(&ORDERED, true)]),
        typo_tolerance: Some(TypoToleranceSettings {
            enabled: Some(false),
            disable_on_attributes: None,
            disable_on_words: None,
            disable_on_numbers: None,
            min_word_size_for_typos: None,
        }),
        ..Settings::new()
    }
    .with_searchable_attributes(Vec::<&str>::new())
    .with_sortable_attributes([SHORTNESS, "key_kk", "key_ru", "key_en", "key_updated"])
    .with_ranking_rules(["sort"])
    .with_pagination(PaginationSetting { max_total_hits: NO_LIMIT })
    .with_faceting(FacetingSettings { max_values_per_facet: NO_LIMIT, sort_facet_values_by: None })
}
