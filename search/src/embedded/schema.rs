//! The fields of the embedded index and how their text becomes words.
//!
//! A hit is an id, read from a fast column; names are stored, for highlights and suggestions. The
//! writer makes the terms of a document through [`crate::text`] and hands them over ready. A change of
//! any field or table, or of how words are made, must raise [`SCHEMA_VERSION`], so that an index made
//! before is rebuilt. Used by everything else in this engine.

use tantivy::Index;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, SchemaBuilder};
use tantivy::schema::{TextFieldIndexing, TextOptions};
use tantivy::tokenizer::WhitespaceTokenizer;

use crate::finding::TermField;
use crate::index::FacetField;

/// Raised whenever an index made before would answer wrongly.
pub(super) const SCHEMA_VERSION: u32 = 6;

/// Column of ids.
pub(super) const ID: &str = "id";
/// Column of times of change.
pub(super) const UPDATED: &str = "updated";
/// Column of the Kazakh order.
pub(super) const SORT_KK: &str = "sort_kk";
/// Column of the Russian order.
pub(super) const SORT_RU: &str = "sort_ru";
/// Column of the English order.
pub(super) const SORT_EN: &str = "sort_en";

/// Splits terms that the writer joined by spaces.
const TERMS: &str = "birlik_terms";

/// The fields by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) id: Field,
    /// Words of the names, exact; numbers by value.
    pub(super) names: Field,
    /// Words of the names in plain Latin; the only field with lengths.
    pub(super) names_plain: Field,
    /// Stems of the names, in exact letters (marked in capitals) and in plain Latin.
    pub(super) names_stems: Field,
    /// Words of names, host, places, labels, BIN and identifiers, exact; numbers by value.
    pub(super) words: Field,
    /// The same in plain Latin, without numbers.
    pub(super) plain: Field,
    /// Their stems in plain Latin.
    pub(super) stems: Field,
    /// The skeletons of their stems.
    pub(super) skeletons: Field,
    /// Meanings of codes, names and host; `own/<KATO>` for the area itself.
    pub(super) meanings: Field,
    /// Whole names.
    pub(super) whole: Field,
    pub(super) kind: Field,
    pub(super) level: Field,
    pub(super) area: Field,
    pub(super) activity: Field,
    pub(super) subject: Field,
    pub(super) legal_form: Field,
    pub(super) status: Field,
    pub(super) host: Field,
    pub(super) parent: Field,
    pub(super) confirmed: Field,
    pub(super) country: Field,
    pub(super) bin: Field,
    pub(super) has_bin: Field,
    pub(super) sort_kk: Field,
    pub(super) sort_ru: Field,
    pub(super) sort_en: Field,
    pub(super) updated: Field,
    /// Stored: language, type and value of each name, in order.
    pub(super) stored_name: Field,
}

impl Fields {
    /// The field in which terms stand.
    pub(super) fn of(&self, field: TermField) -> Field {
        match field {
            TermField::Names => self.names,
            TermField::NamesPlain => self.names_plain,
            TermField::NamesStems => self.names_stems,
            TermField::Words => self.words,
            TermField::Plain => self.plain,
            TermField::Stems => self.stems,
            TermField::Skeletons => self.skeletons,
            TermField::Meanings => self.meanings,
            TermField::Whole => self.whole,
            TermField::Kind => self.kind,
            TermField::Level => self.level,
            TermField::Area => self.area,
            TermField::Activity => self.activity,
            TermField::Subject => self.subject,
            TermField::Confirmed => self.confirmed,
            TermField::Status => self.status,
        }
    }
}

/// The schema and its fields.
pub(super) fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let code = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    );
    let fast_code = code.clone().set_fast("raw");
    let sort = TextOptions::default().set_fast("raw");
    let fields = Fields {
        id: schema.add_text_field(ID, fast_code.clone()),
        names: terms(&mut schema, "names", false),
        names_plain: terms(&mut schema, "names_plain", true),
        names_stems: terms(&mut schema, "names_stems", false),
        words: terms(&mut schema, "words", false),
        plain: terms(&mut schema, "plain", false),
        stems: terms(&mut schema, "stems", false),
        skeletons: terms(&mut schema, "skeletons", false),
        meanings: terms(&mut schema, "meanings", false),
        whole: schema.add_text_field("whole", code.clone()),
        kind: schema.add_text_field(column(FacetField::Kind), fast_code.clone()),
        level: schema.add_text_field(column(FacetField::Level), fast_code.clone()),
        area: schema.add_text_field(column(FacetField::Area), fast_code.clone()),
        activity: schema.add_text_field(column(FacetField::Activity), fast_code.clone()),
        subject: schema.add_text_field(column(FacetField::Subject), fast_code.clone()),
        legal_form: schema.add_text_field(column(FacetField::LegalForm), fast_code.clone()),
        status: schema.add_text_field(column(FacetField::Status), fast_code.clone()),
        confirmed: schema.add_text_field(column(FacetField::Confirmed), fast_code.clone()),
        country: schema.add_text_field(column(FacetField::Country), fast_code),
        host: schema.add_text_field("host", code.clone()),
        parent: schema.add_text_field("parent", code.clone()),
        bin: schema.add_text_field("bin", code),
        has_bin: schema.add_bool_field("has_bin", INDEXED),
        sort_kk: schema.add_text_field(SORT_KK, sort.clone()),
        sort_ru: schema.add_text_field(SORT_RU, sort.clone()),
        sort_en: schema.add_text_field(SORT_EN, sort),
        updated: schema.add_i64_field(UPDATED, FAST),
        stored_name: schema.add_text_field("stored_name", STORED),
    };
    (schema.build(), fields)
}

/// The column in which a facet's values stand.
pub(super) fn column(facet: FacetField) -> &'static str {
    match facet {
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

/// Teaches an index how its text becomes terms; needed each time it is opened.
pub(super) fn register_words(index: &Index) {
    index.tokenizers().register(TERMS, WhitespaceTokenizer::default());
}

fn terms(schema: &mut SchemaBuilder, name: &str, with_lengths: bool) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TERMS)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(with_lengths);
    schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}
