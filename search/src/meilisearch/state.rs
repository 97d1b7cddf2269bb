//! What Meilisearch answers to the questions of finding.
//!
//! Called from threads that may block; each question is one request or few.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;

use super::cells::{Cells, SMALL, entry};
use super::dictionary::Dictionary;
use super::document::{Document, key_of, stored_key, stored_place};
use super::filter::{Filter, text, value};
use super::server::{Found, Lookup, Query, Server};
use super::settings::{HAS_BIN, ID, KEY, SHORTNESS, STORED, attribute, facet, key};
use super::sought::Sought;
use crate::finding::{
    Counts, Engine, Entry, Listing, Order, Page, Partly, Record, TermField, Wanted, Ways, Words, is_filtered,
};
use crate::index::{FacetField, Filters, Head, IndexedName, SearchError};

/// After how many requests "more like this" is content with what it has: no cursor goes on from there.
const PATIENCE: usize = 12;

/// The words of an index by field, and the state that they were read in.
pub(super) type Dictionaries = Mutex<(Head, HashMap<TermField, Arc<Dictionary>>)>;

/// One state of an index. The server may move on while it is asked: then an answer is of the later
/// state and says that it is of the earlier.
pub(super) struct State<'a> {
    pub(super) server: &'a Server,
    pub(super) uid: &'a str,
    pub(super) runtime: Handle,
    pub(super) head: Head,
    pub(super) dictionaries: &'a Dictionaries,
    /// How many documents filters select, as far as it was asked.
    pub(super) frequencies: RefCell<HashMap<String, u64>>,
}

impl State<'_> {
    /// Answers queries, in their order.
    pub(super) fn ask(&self, queries: &[Query]) -> Result<Vec<Found>, SearchError> {
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        self.runtime.block_on(self.server.search(queries))
    }

    fn ask_one(&self, query: Query) -> Result<Found, SearchError> {
        let found = self.ask(&[query])?.pop();
        found.ok_or_else(|| SearchError::Failed("the server left a query without an answer".to_owned()))
    }

    /// Counts what a filter selects; everything without one.
    pub(super) fn count(&self, filter: Option<&Filter>) -> Query {
        // The head is a document too, but has no BIN, nor is it without.
        let everything = || Filter::is(HAS_BIN, true).or(Filter::is(HAS_BIN, false));
        let filter = filter.cloned().unwrap_or_else(everything);
        Query {
            index_uid: self.uid.to_owned(),
            filter: Some(filter.as_str().to_owned()),
            page: 1,
            hits_per_page: 0,
            sort: Vec::new(),
            facets: Vec::new(),
            attributes_to_retrieve: vec![ID],
        }
    }

    fn total(&self, filter: Option<&Filter>) -> Result<u64, SearchError> {
        Ok(self.ask_one(self.count(filter))?.total_hits)
    }

    /// How many documents each filter selects; what was asked before is not asked again.
    fn totals(&self, filters: Vec<Filter>) -> Result<Vec<u64>, SearchError> {
        let mut known = self.frequencies.borrow_mut();
        let is_new = |filter: &&Filter| !known.contains_key(filter.as_str());
        let asked: Vec<&Filter> = filters.iter().filter(is_new).collect();
        let queries: Vec<Query> = asked.iter().map(|filter| self.count(Some(filter))).collect();
        let counts = self.ask(&queries)?.into_iter().map(|found| found.total_hits);
        known.extend(asked.into_iter().map(|filter| filter.as_str().to_owned()).zip(counts));
        Ok(filters.iter().map(|filter| known.get(filter.as_str()).copied().unwrap_or(0)).collect())
    }

    fn dictionary(&self, field: TermField) -> Result<Arc<Dictionary>, SearchError> {
        {
            let known = self.dictionaries.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(dictionary) = known.1.get(&field).filter(|_| known.0 == self.head) {
                return Ok(Arc::clone(dictionary));
            }
        }
        let name = attribute(field);
        let found = self.ask_one(Query { facets: vec![name], ..self.count(None) })?;
        let empty = BTreeMap::new();
        let dictionary = Arc::new(Dictionary::of(found.facet_distribution.get(name).unwrap_or(&empty)));
        let mut known = self.dictionaries.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 != self.head {
            *known = (self.head.clone(), HashMap::new());
        }
        known.1.insert(field, Arc::clone(&dictionary));
        Ok(dictionary)
    }

    /// The attributes that a hit needs.
    fn attributes(sought: Option<&Sought>, listing: &Listing<'_>) -> Vec<&'static str> {
        let mut attributes = vec![ID, SHORTNESS, key(listing.order)];
        attributes.extend(sought.into_iter().flat_map(Sought::attributes));
        if listing.with_names {
            attributes.push(STORED);
        }
        attributes.sort_unstable();
        attributes.dedup();
        attributes
    }

    /// What is wanted and the filters select, the filter of `except` left out.
    fn selection(
        words: Option<&Filter>,
        listing: &Listing<'_>,
        except: Option<FacetField>,
    ) -> Option<Filter> {
        let mut all = filters(listing.filters, except);
        all.extend(words.cloned());
        if let Some(id) = listing.except {
            all.push(Filter::any_of(KEY, [key_of(id).as_str()]).not());
        }
        Filter::all(all)
    }

    /// The hits in an order of keys.
    fn in_order(&self, sought: Option<&Sought>, selected: Option<&Filter>, listing: &Listing<'_>) -> Query {
        let key = key(listing.order);
        let after = listing.after.as_ref().map(|after| {
            let after = match listing.order {
                Order::Updated => stored_place(after),
                _ => stored_key(&after.key),
            };
            Filter::after(key, &after)
        });
        let selected = Filter::all(selected.cloned().into_iter().chain(after).collect());
        Query {
            hits_per_page: listing.take,
            sort: vec![format!("{key}:asc")],
            attributes_to_retrieve: Self::attributes(sought, listing),
            ..self.count(selected.as_ref())
        }
    }
}

/// The ways to answer a word, each by itself.
fn terms(ways: &Ways) -> impl Iterator<Item = Filter> {
    let whole = ways.ways().iter();
    let whole = whole.map(|way| Filter::any_of(attribute(way.field), [value(&way.text).as_str()]));
    let begun = ways.begun().iter();
    whole.chain(begun.map(|begun| Filter::begins(attribute(begun.field), &value(&begun.beginning))))
}

/// The filters of a request, that of `except` left out.
fn filters(filters: &Filters, except: Option<FacetField>) -> Vec<Filter> {
    let facets = FACETS.into_iter().filter(|field| Some(*field) != except);
    let lists = facets.map(|field| (facet(field), filters.of(field))).chain([
        ("host", filters.host.as_slice()),
        ("parent", &filters.parent),
        ("bin", &filters.bin),
    ]);
    let mut all = Vec::new();
    for (name, texts) in lists.filter(|(_, texts)| !texts.is_empty()) {
        let values: Vec<String> = texts.iter().map(|text| value(text)).collect();
        all.push(Filter::any_of(name, values.iter().map(String::as_str)));
    }
    all.extend(filters.has_bin.map(|yes| Filter::is(HAS_BIN, yes)));
    all
}

const FACETS: [FacetField; 9] = [
    FacetField::Kind,
    FacetField::Level,
    FacetField::Area,
    FacetField::Activity,
    FacetField::Subject,
    FacetField::LegalForm,
    FacetField::Status,
    FacetField::Confirmed,
    FacetField::Country,
];

fn counts(found: &Found, field: FacetField) -> BTreeMap<String, u64> {
    let counted = found.facet_distribution.get(facet(field)).into_iter().flatten();
    counted.map(|(value, count)| (text(value), *count)).collect()
}

impl Engine for State<'_> {
    type At = Document;

    fn documents(&self) -> Result<u64, SearchError> {
        self.total(None)
    }

    fn frequency(&self, ways: &Ways) -> Result<u64, SearchError> {
        Ok(self.totals(terms(ways).collect())?.into_iter().max().unwrap_or(0))
    }

    fn known(&self, words: &[Ways]) -> Result<Vec<bool>, SearchError> {
        let any = words.iter().filter_map(|ways| Filter::either(terms(ways).collect()));
        Ok(self.totals(any.collect())?.into_iter().map(|total| total > 0).collect())
    }

    fn alike(
        &self,
        field: TermField,
        word: &str,
        edits: u8,
        most: usize,
    ) -> Result<Vec<String>, SearchError> {
        Ok(self.dictionary(field)?.alike(word, edits, most))
    }

    fn finds(&self, wanted: &Wanted) -> Result<bool, SearchError> {
        Ok(self.total(Some(&Sought::of(wanted).matching()))? > 0)
    }

    fn most_weight(&self, partly: Partly, filters: &Filters) -> Result<Option<f32>, SearchError> {
        let wanted = Wanted { words: Words::Partly(partly), signs: None };
        let listing = Listing {
            filters,
            facets: &[],
            order: Order::Score,
            after: None,
            take: 1,
            except: None,
            with_names: false,
        };
        Ok(self.likest(&wanted, &listing, None)?.first().map(|best| best.score))
    }

    fn collect(
        &self,
        wanted: Option<&Wanted>,
        listing: &Listing<'_>,
    ) -> Result<(Page<Document>, Counts), SearchError> {
        if let Some(wanted) = wanted.filter(|_| listing.except.is_some()) {
            // Likeness: nobody asks how many there are, which would be dear to know.
            let entries = self.likest(wanted, listing, Some(PATIENCE))?;
            return Ok((Page { total: entries.len() as u64, entries }, Counts::new()));
        }
        let sought = wanted.map(Sought::of);
        let words = sought.as_ref().map(Sought::matching);
        let selected = Self::selection(words.as_ref(), listing, None);
        // A field with a filter of its own is counted apart, without that filter.
        let is_apart = |field: &&FacetField| is_filtered(listing.filters, **field);
        let (apart, beside): (Vec<FacetField>, Vec<FacetField>) = listing.facets.iter().partition(is_apart);
        let is_scored = listing.order == Order::Score;
        let whole = Query {
            facets: beside.iter().map(|field| facet(*field)).collect(),
            hits_per_page: if is_scored && listing.take > 0 { SMALL } else { 0 },
            attributes_to_retrieve: Self::attributes(sought.as_ref(), listing),
            ..self.count(selected.as_ref())
        };
        let mut queries = vec![whole];
        queries.extend(apart.iter().map(|field| {
            let selected = Self::selection(words.as_ref(), listing, Some(*field));
            Query { facets: vec![facet(*field)], ..self.count(selected.as_ref()) }
        }));
        if !is_scored && listing.take > 0 {
            queries.push(self.in_order(sought.as_ref(), selected.as_ref(), listing));
        }
        let mut found = self.ask(&queries)?.into_iter();
        let whole = found.next().ok_or_else(|| SearchError::Failed("nothing came back".to_owned()))?;
        let mut counted: Counts = beside.into_iter().map(|field| (field, counts(&whole, field))).collect();
        counted.extend(
            apart.into_iter().zip(found.by_ref()).map(|(field, found)| (field, counts(&found, field))),
        );

        let total = whole.total_hits;
        let entries = match (&sought, found.next()) {
            (_, None) if listing.take == 0 => Vec::new(),
            (Some(sought), None) if total > SMALL as u64 => {
                let cells = Cells {
                    state: self,
                    sought,
                    after: listing.after.as_ref(),
                    take: listing.take,
                    attributes: Self::attributes(Some(sought), listing),
                    patience: None,
                };
                match selected {
                    Some(selected) => cells.best(selected, total)?,
                    None => Vec::new(),
                }
            }
            (Some(sought), None) => {
                let entries = whole.hits.into_iter().filter_map(|document| entry(sought, document));
                let is_later =
                    |one: &Entry<Document>| listing.after.as_ref().is_none_or(|after| one.place > *after);
                let mut entries: Vec<_> = entries.filter(is_later).collect();
                entries.sort_by(|left, right| left.place.cmp(&right.place));
                entries.truncate(listing.take);
                entries
            }
            (sought, found) => {
                let hits = found.map(|found| found.hits).unwrap_or_default();
                hits.into_iter()
                    .filter_map(|document| placed(sought.as_ref(), listing.order, document))
                    .collect()
            }
        };
        Ok((Page { total, entries }, counted))
    }

    fn names(&self, at: &Document) -> Result<Vec<IndexedName>, SearchError> {
        Ok(at.names())
    }

    fn record(&self, id: &str) -> Result<Option<Record>, SearchError> {
        let lookup = self.runtime.block_on(self.server.document(self.uid, &key_of(id)))?;
        let Lookup::Found(document) = lookup else { return Ok(None) };
        let mut codes = Vec::new();
        for field in
            [TermField::Kind, TermField::Subject, TermField::Activity, TermField::Area, TermField::Level]
        {
            codes.extend(document.terms(field).iter().map(|value| (field, text(value))));
        }
        Ok(Some(Record { codes, names: document.names() }))
    }
}

impl State<'_> {
    /// The documents that weigh most, without knowing how many weigh enough.
    fn likest(
        &self,
        wanted: &Wanted,
        listing: &Listing<'_>,
        patience: Option<usize>,
    ) -> Result<Vec<Entry<Document>>, SearchError> {
        let sought = Sought::of(wanted);
        let selected = Self::selection(Some(&sought.leading()), listing, None);
        let count = self.total(selected.as_ref())?;
        let cells = Cells {
            state: self,
            sought: &sought,
            after: None,
            take: listing.take,
            attributes: Self::attributes(Some(&sought), listing),
            patience,
        };
        match selected {
            Some(selected) if count > 0 => cells.best(selected, count),
            _ => Ok(Vec::new()),
        }
    }
}

/// The entry of a hit in an order of keys.
fn placed(sought: Option<&Sought>, order: Order, document: Document) -> Option<Entry<Document>> {
    let place = document.place(order)?;
    let score = match sought {
        Some(sought) => {
            let shortness = if sought.with_shortness { document.shortness } else { 0 };
            crate::finding::points(crate::finding::steps(sought.relevance(&document)?) + shortness)
        }
        None => 0.0,
    };
    Some(Entry { place, score, at: document })
}
