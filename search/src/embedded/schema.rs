//! The fields of the embedded index and how their text becomes words.
//!
//! Nothing is stored: a hit is an id, read from a fast column. A change of any field, or of how
//! words are made, must raise [`SCHEMA_VERSION`], so that an index made before is rebuilt. Used by
//! everything else in this engine.

use tantivy::Index;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder};
use tantivy::schema::{TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::index::FacetField;
use crate::text::fold::Form;
use crate::text::words::Spans;

/// Raised whenever an index made before would answer wrongly.
pub(super) const SCHEMA_VERSION: u32 = 1;

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

/// Stands between the collation key and the id in a sort column; below every character of either.
pub(super) const KEY_END: char = '\u{1}';

const EXACT: &str = "birlik_exact";
const FOLDED: &str = "birlik_folded";

/// The fields by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) id: Field,
    /// Words of the names, exact.
    pub(super) names: Field,
    /// Words of the names, folded; the only field with frequencies and lengths.
    pub(super) names_folded: Field,
    /// Words of host, places, labels, BIN and identifiers, exact.
    pub(super) context: Field,
    /// The same, folded.
    pub(super) context_folded: Field,
    /// Whole names, as [`whole_exact`] and [`whole_folded`] write them.
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
}

/// The schema and its fields.
pub(super) fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let fast_code = STRING.set_fast("raw");
    let sort = TextOptions::default().set_fast("raw");
    let fields = Fields {
        id: schema.add_text_field(ID, fast_code.clone()),
        names: words(&mut schema, "names", EXACT, false),
        names_folded: words(&mut schema, "names_folded", FOLDED, true),
        context: words(&mut schema, "context", EXACT, false),
        context_folded: words(&mut schema, "context_folded", FOLDED, false),
        whole: schema.add_text_field("whole", STRING),
        kind: schema.add_text_field(column(FacetField::Kind), fast_code.clone()),
        level: schema.add_text_field(column(FacetField::Level), fast_code.clone()),
        area: schema.add_text_field(column(FacetField::Area), fast_code.clone()),
        activity: schema.add_text_field(column(FacetField::Activity), fast_code.clone()),
        subject: schema.add_text_field(column(FacetField::Subject), fast_code.clone()),
        legal_form: schema.add_text_field(column(FacetField::LegalForm), fast_code.clone()),
        status: schema.add_text_field(column(FacetField::Status), fast_code.clone()),
        confirmed: schema.add_text_field(column(FacetField::Confirmed), fast_code.clone()),
        country: schema.add_text_field(column(FacetField::Country), fast_code),
        host: schema.add_text_field("host", STRING),
        parent: schema.add_text_field("parent", STRING),
        bin: schema.add_text_field("bin", STRING),
        has_bin: schema.add_bool_field("has_bin", INDEXED),
        sort_kk: schema.add_text_field(SORT_KK, sort.clone()),
        sort_ru: schema.add_text_field(SORT_RU, sort.clone()),
        sort_en: schema.add_text_field(SORT_EN, sort),
        updated: schema.add_i64_field(UPDATED, FAST),
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

/// Teaches an index how its text becomes words; needed each time it is opened.
pub(super) fn register_words(index: &Index) {
    index.tokenizers().register(EXACT, WordTokenizer::new(Form::Exact));
    index.tokenizers().register(FOLDED, WordTokenizer::new(Form::Folded));
}

/// The term of a whole name in exact words.
pub(super) fn whole_exact<'a>(words: impl Iterator<Item = &'a str>) -> String {
    whole('=', words)
}

/// The term of a whole name in folded words.
pub(super) fn whole_folded<'a>(words: impl Iterator<Item = &'a str>) -> String {
    whole('~', words)
}

fn whole<'a>(form: char, words: impl Iterator<Item = &'a str>) -> String {
    let mut whole = String::from(form);
    for word in words {
        whole.push_str(word);
        whole.push(' ');
    }
    whole
}

fn words(schema: &mut SchemaBuilder, name: &str, tokenizer: &str, ranked: bool) -> Field {
    let record = if ranked { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
    let indexing =
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(ranked);
    schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

/// The words of [`crate::text`] as tantivy reads them.
#[derive(Clone)]
struct WordTokenizer {
    form: Form,
    token: Token,
}

impl WordTokenizer {
    fn new(form: Form) -> WordTokenizer {
        WordTokenizer { form, token: Token::default() }
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { text, spans: Spans::of(text), form: self.form, token: &mut self.token }
    }
}

struct WordStream<'a> {
    text: &'a str,
    spans: Spans<'a>,
    form: Form,
    token: &'a mut Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        for span in self.spans.by_ref() {
            span.write(self.text, self.form, &mut self.token.text);
            if !self.token.text.is_empty() {
                self.token.position = self.token.position.wrapping_add(1);
                self.token.offset_from = span.start;
                self.token.offset_to = span.end;
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
