//! What a search engine is for Birlik: the document it receives, the request it answers, the page
//! it returns, and the trait that each engine implements.
//!
//! An index is a projection of the event log: it can be thrown away and rebuilt. It keeps the last
//! event number it holds in its own commit, so that whoever feeds it knows where to go on after a
//! crash.

use std::collections::BTreeMap;
use std::ops::Range;

use async_trait::async_trait;

pub use crate::interpretation::{Correction, Interpretation, Part, Translation};
pub use crate::vocabulary::{
    SuggestRequest, Suggestion, SuggestionTarget, Vocabulary, VocabularyArea, VocabularyCode,
};

/// What the index holds of one organization.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationDocument {
    /// The organization's id, the key of the document.
    pub id: String,
    /// Its names, all languages and types, in the record's order.
    pub names: Vec<IndexedName>,
    /// Names of the school or college it belongs to, in all languages.
    pub host_names: Vec<String>,
    /// Names of its area and of all areas above it, in all languages, former names included.
    pub place_names: Vec<String>,
    /// Labels of its kind, subjects and activities in all languages.
    pub labels: Vec<String>,
    /// Kind, by code.
    pub kind: String,
    /// Level, by code.
    pub level: String,
    /// Status, by code.
    pub status: String,
    /// Legal form, by code; `None` where unknown.
    pub legal_form: Option<String>,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// KATO code of its area and of each area above it, the highest first.
    pub areas: Vec<String>,
    /// Activities, by code.
    pub activities: Vec<String>,
    /// Subjects, by code.
    pub subjects: Vec<String>,
    /// Id of the institution it belongs to.
    pub host: Option<String>,
    /// Ids of the organizations it is part of (`unit_of`, `branch_of`, `member_of`).
    pub parents: Vec<String>,
    /// Business identification number.
    pub bin: Option<String>,
    /// Level of confirmation, by code.
    pub confirmed: String,
    /// Values of its identifiers in other registers.
    pub identifiers: Vec<String>,
    /// When the record last changed: microseconds since 1970-01-01 UTC.
    pub updated_at: i64,
}

/// A name as the index sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedName {
    /// The name as written.
    pub value: String,
    /// Language, BCP 47.
    pub lang: String,
    /// Type of name, by code (`official`, `short`, `former`, …).
    pub name_type: String,
}

/// Where in the log an index stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The last event that the index holds; 0 for an empty one.
    pub seq: i64,
    /// Hash of that event: another log, or the same one restored and written on, has another.
    pub hash: String,
}

impl Head {
    /// A place in the log.
    pub fn new(seq: i64, hash: impl Into<String>) -> Self {
        Self { seq, hash: hash.into() }
    }
}

/// One step in following the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Writes the document, replacing the one with the same id.
    Put(Box<OrganizationDocument>),
    /// Removes the document with this id, if there is one.
    Remove(String),
    /// Removes all documents.
    Clear,
}

/// Filters by field. Several values of one field mean any of them; fields together mean all.
/// An empty list does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Kinds.
    pub kind: Vec<String>,
    /// Levels.
    pub level: Vec<String>,
    /// KATO codes; each includes everything below it.
    pub area: Vec<String>,
    /// Activities.
    pub activity: Vec<String>,
    /// Subjects.
    pub subject: Vec<String>,
    /// Legal forms.
    pub legal_form: Vec<String>,
    /// Statuses.
    pub status: Vec<String>,
    /// Institution ids.
    pub host: Vec<String>,
    /// Ids of organizations of which the body is directly a part.
    pub parent: Vec<String>,
    /// Levels of confirmation.
    pub confirmed: Vec<String>,
    /// Countries.
    pub country: Vec<String>,
    /// Exact business identification numbers.
    pub bin: Vec<String>,
    /// `Some(true)`: only with a BIN; `Some(false)`: only without.
    pub has_bin: Option<bool>,
}

impl Filters {
    /// The values wanted of a field that can be counted.
    pub fn of(&self, facet: FacetField) -> &[String] {
        match facet {
            FacetField::Kind => &self.kind,
            FacetField::Level => &self.level,
            FacetField::Area => &self.area,
            FacetField::Activity => &self.activity,
            FacetField::Subject => &self.subject,
            FacetField::LegalForm => &self.legal_form,
            FacetField::Status => &self.status,
            FacetField::Confirmed => &self.confirmed,
            FacetField::Country => &self.country,
        }
    }
}

/// A field whose values can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetField {
    /// Kind.
    Kind,
    /// Level.
    Level,
    /// Every area in the chain of each body (region, district, …), by KATO code.
    Area,
    /// Activity.
    Activity,
    /// Subject.
    Subject,
    /// Legal form.
    LegalForm,
    /// Status.
    Status,
    /// Level of confirmation.
    Confirmed,
    /// Country.
    Country,
}

/// Order of a result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// By relevance where there are words to search, else by [`Sort::NameKk`].
    #[default]
    Relevance,
    /// By Kazakh name.
    NameKk,
    /// By Russian name.
    NameRu,
    /// By English name.
    NameEn,
    /// Last changed first.
    Updated,
}

/// A place in a result, opaque to callers: made by an engine, given back to the same engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct SearchRequest {
    /// What the person typed; `None` or blank lists everything the filters select.
    pub query: Option<String>,
    /// Filters.
    pub filters: Filters,
    /// Order.
    pub sort: Sort,
    /// How many hits at most; 0 asks for the count and the facets alone.
    pub limit: usize,
    /// Where to go on.
    pub cursor: Option<Cursor>,
    /// Fields whose values are to be counted. Each field is counted over everything that the query
    /// and the filters of the *other* fields select, so that another value can be chosen.
    pub facets: Vec<FacetField>,
    /// True to search for the words exactly as typed: no other forms, meanings or guesses.
    pub literal: bool,
    /// True to mark what of each hit's names answers the query.
    pub highlight: bool,
}

/// One organization found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchHit {
    /// The organization's id.
    pub id: String,
    /// Relevance; comparable within one result only; 0 where nothing was searched for.
    pub score: f32,
    /// What of its names answers the query, in the order of the names; empty unless asked for.
    pub highlights: Vec<Highlight>,
}

/// A part of a name that answers the query, whichever way it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Which of the document's names, from 0.
    pub name: usize,
    /// Bytes of that name.
    pub range: Range<usize>,
}

/// How many organizations have a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value: a code, or a KATO code for areas.
    pub value: String,
    /// How many of the organizations counted have it; exact.
    pub count: u64,
}

/// One page of a result.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchPage {
    /// The hits in order.
    pub hits: Vec<SearchHit>,
    /// How many organizations the whole result has; exact.
    pub total: u64,
    /// Where the next page starts; `None` on the last.
    pub next: Option<Cursor>,
    /// Counts by field, most first, equal counts by value.
    pub facets: BTreeMap<FacetField, Vec<FacetCount>>,
    /// The last event number that the answer takes into account.
    pub seq: i64,
    /// True where the cursor came from an older state of the index, so that a result ordered by
    /// relevance may repeat or miss hits. Always false for other orders: their cursor is a key.
    pub changed_since_cursor: bool,
    /// What was made of the query; `None` where nothing was searched for.
    pub interpretation: Option<Interpretation>,
}

/// Why an engine could not answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The cursor was not made by this engine for this request.
    #[error("the cursor does not belong to this request")]
    InvalidCursor,
    /// The engine is not there or does not answer.
    #[error("the search engine is unavailable: {0}")]
    Unavailable(String),
    /// The engine failed.
    #[error("the search engine failed: {0}")]
    Failed(String),
    /// Another process feeds this index.
    #[error("another process writes this index")]
    Locked,
}

/// A search engine that holds organizations.
#[async_trait]
pub trait SearchIndex: Send + Sync {
    /// Where in the log the index stands.
    async fn head(&self) -> Result<Head, SearchError>;

    /// Applies changes in order and commits them together with `head`, the last event they cover.
    /// When it returns, searches see them, and they survive a crash.
    async fn apply(&self, changes: Vec<Change>, head: Head) -> Result<(), SearchError>;

    /// Starts over from an empty index. An engine may go on answering from what it had until
    /// [`SearchIndex::show`]; whoever feeds it sees the new one.
    async fn start_over(&self) -> Result<(), SearchError> {
        self.apply(vec![Change::Clear], Head::default()).await
    }

    /// Says that everything is there since the index was started over, so that searches may see it.
    async fn show(&self) -> Result<(), SearchError> {
        Ok(())
    }

    /// Adds documents that the index does not hold, when it is filled from nothing. Until the next
    /// [`SearchIndex::apply`] searches may not see them, and a crash may lose them.
    async fn add(&self, documents: Vec<OrganizationDocument>) -> Result<(), SearchError> {
        let changes = documents.into_iter().map(|document| Change::Put(Box::new(document))).collect();
        self.apply(changes, self.head().await?).await
    }

    /// Gives the names of places and codes, by which queries are understood. May be given again at any
    /// time; without it words are matched as words.
    fn set_vocabulary(&self, vocabulary: &Vocabulary);

    /// Answers a request.
    async fn search(&self, request: SearchRequest) -> Result<SearchPage, SearchError>;

    /// What the person may be about to type: places, subjects and kinds first, then records.
    async fn suggest(&self, request: SuggestRequest) -> Result<Vec<Suggestion>, SearchError>;

    /// Organizations like this one, the likest first, itself left out; none where there is no such id.
    async fn more_like_this(&self, id: &str, limit: usize) -> Result<Vec<SearchHit>, SearchError>;
}
