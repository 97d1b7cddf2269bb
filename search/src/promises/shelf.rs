//! An engine of a few bodies in memory, which answers finding's questions by looking at all of them.
//!
//! It watches what it is asked: how much, and with which terms.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};

use crate::finding::{
    Counts, Engine, Entry, Listing, Order, Page, Partly, Place, Record, Sign, TermField, Wanted, Ways, Words,
    analyse, points, rank_of, shortness, steps,
};
use crate::index::{FacetField, Filters, IndexedName, OrganizationDocument, SearchError};
use crate::query::{Reading, Understanding};
use crate::text::tokens::Reader;
use crate::text::words::MAX_QUERY_WORDS;

/// How many ways there may be to answer one word.
const WAYS: usize = 200;

/// How many things may be looked up for one request.
const LOOKUPS: usize = 4_000;

/// Bodies, and how many things were looked up since the last request.
pub(super) struct Shelf {
    bodies: Vec<Body>,
    lookups: Cell<usize>,
}

struct Body {
    id: String,
    names: Vec<IndexedName>,
    codes: Vec<(TermField, String)>,
    terms: BTreeMap<TermField, HashSet<String>>,
    key: String,
    /// How many words its names have.
    length: u32,
}

impl Shelf {
    /// A body for each name, and of what its name says.
    pub(super) fn of(names: &[&str], understanding: &Understanding) -> Shelf {
        let mut reader = Reader::default();
        let bodies = names.iter().enumerate().map(|(place, name)| {
            let reading = Reading::of(name, understanding);
            let values = |field| reading.part(field).map_or(&[][..], |part| part.values.as_slice());
            let first = |field| values(field).first().cloned();
            Body::of(
                &OrganizationDocument {
                    id: place.to_string(),
                    names: vec![IndexedName {
                        value: (*name).to_owned(),
                        lang: "kk".to_owned(),
                        name_type: "official".to_owned(),
                    }],
                    kind: first(FacetField::Kind).unwrap_or_default(),
                    level: ["region", "school"][place % 2].to_owned(),
                    legal_form: first(FacetField::LegalForm),
                    areas: first(FacetField::Area).into_iter().collect(),
                    subjects: values(FacetField::Subject).to_vec(),
                    ..OrganizationDocument::default()
                },
                &mut reader,
            )
        });
        Shelf { bodies: bodies.collect(), lookups: Cell::new(0) }
    }

    /// The name of a body.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        let body = self.bodies.iter().find(|body| body.id == id)?;
        Some(body.names.first()?.value.as_str())
    }

    /// Begins a request.
    pub(super) fn begin(&self) {
        self.lookups.set(0);
    }

    fn look_up(&self, count: usize) {
        self.lookups.set(self.lookups.get() + count);
        assert!(self.lookups.get() <= LOOKUPS, "a request looks so many things up at most");
    }

    /// How often a term stands in a field.
    fn count(&self, is_meant: impl Fn(&Body) -> bool) -> u64 {
        self.bodies.iter().filter(|body| is_meant(body)).count() as u64
    }
}

impl Body {
    fn of(document: &OrganizationDocument, reader: &mut Reader) -> Body {
        let analysed = analyse(document, reader);
        let split =
            |terms: &str| terms.split(' ').filter(|term| !term.is_empty()).map(str::to_owned).collect();
        let length = analysed.names_plain.split(' ').filter(|term| !term.is_empty()).count();
        let mut terms: BTreeMap<TermField, HashSet<String>> = BTreeMap::from([
            (TermField::Names, split(&analysed.names)),
            (TermField::NamesPlain, split(&analysed.names_plain)),
            (TermField::NamesStems, split(&analysed.names_stems)),
            (TermField::Words, split(&analysed.words)),
            (TermField::Plain, split(&analysed.plain)),
            (TermField::Stems, split(&analysed.stems)),
            (TermField::Skeletons, split(&analysed.skeletons)),
            (TermField::Meanings, analysed.meanings.into_iter().collect()),
            (TermField::Whole, analysed.wholes.into_iter().collect()),
        ]);
        let codes: Vec<(TermField, String)> =
            [(TermField::Kind, &document.kind), (TermField::Level, &document.level)]
                .into_iter()
                .chain(document.areas.iter().map(|code| (TermField::Area, code)))
                .chain(document.subjects.iter().map(|code| (TermField::Subject, code)))
                .map(|(field, code)| (field, code.clone()))
                .collect();
        for (field, code) in &codes {
            terms.entry(*field).or_default().insert(code.clone());
        }
        let [key, _, _] = analysed.sort_keys;
        Body {
            id: document.id.clone(),
            names: document.names.clone(),
            codes,
            terms,
            key,
            length: u32::try_from(length).unwrap_or(u32::MAX),
        }
    }

    fn has(&self, field: TermField, text: &str) -> bool {
        self.terms.get(&field).is_some_and(|terms| terms.contains(text))
    }

    fn has_begun(&self, field: TermField, beginning: &str) -> bool {
        self.terms.get(&field).is_some_and(|terms| terms.iter().any(|term| term.starts_with(beginning)))
    }

    /// What the best way is worth that the body has.
    fn best(&self, ways: &Ways) -> Option<f32> {
        let whole = ways.ways().iter().filter(|way| self.has(way.field, &way.text)).map(|way| way.worth);
        let begun = ways.begun().iter().filter(|begun| self.has_begun(begun.field, &begun.beginning));
        whole.chain(begun.map(|begun| begun.worth)).reduce(f32::max)
    }

    fn score(&self, wanted: &Wanted) -> Option<f32> {
        let words = match &wanted.words {
            Words::All(words) => words.iter().map(|ways| self.best(ways)).sum::<Option<f32>>()?,
            Words::Partly(partly) => self.weight(partly)?,
        };
        let Some(signs) = &wanted.signs else { return Some(words) };
        let mut best: BTreeMap<u8, f32> = BTreeMap::new();
        for Sign { field, text, worth, group } in signs {
            if self.has(*field, text) {
                let known = best.entry(*group).or_default();
                *known = known.max(*worth);
            }
        }
        Some(words + best.values().sum::<f32>() + shortness(self.length))
    }

    fn weight(&self, partly: &Partly) -> Option<f32> {
        let had = partly.words.iter().filter_map(|word| Some((word.weight, self.best(&word.ways)?)));
        let (weight, worth) = had
            .fold((0.0, 0.0), |(weight, worth), (of_word, best)| (weight + of_word, worth + of_word * best));
        (weight >= partly.enough).then_some(if partly.by_weight { weight } else { worth })
    }
}

fn check_wanted(wanted: &Wanted) {
    let words: Vec<&Ways> = match &wanted.words {
        Words::All(words) => words.iter().map(AsRef::as_ref).collect(),
        Words::Partly(partly) => partly.words.iter().map(|word| word.ways.as_ref()).collect(),
    };
    assert!(words.len() <= MAX_QUERY_WORDS.max(MOST_OF_A_RECORD), "so many words are wanted at most");
    words.into_iter().for_each(check_ways);
    for sign in wanted.signs.iter().flatten() {
        assert!(sign.worth.is_finite() && sign.worth >= 0.0, "{sign:?}");
    }
}

/// How many words and codes of a record likes are looked for by.
const MOST_OF_A_RECORD: usize = 128;

fn check_ways(ways: &Ways) {
    assert!(ways.ways().len() + ways.begun().len() <= WAYS, "a word has so many ways at most");
    for way in ways.ways() {
        assert!(!way.text.contains(char::is_whitespace), "no field has a term with a space: {way:?}");
        assert!(way.worth.is_finite() && way.worth >= 0.0, "{way:?}");
    }
}

impl Engine for Shelf {
    type At = usize;

    fn documents(&self) -> Result<u64, SearchError> {
        Ok(self.bodies.len() as u64)
    }

    fn frequency(&self, ways: &Ways) -> Result<u64, SearchError> {
        check_ways(ways);
        self.look_up(ways.ways().len() + ways.begun().len());
        let whole = ways.ways().iter().map(|way| self.count(|body| body.has(way.field, &way.text)));
        let begun = ways.begun().iter();
        let begun = begun.map(|begun| self.count(|body| body.has_begun(begun.field, &begun.beginning)));
        Ok(whole.chain(begun).max().unwrap_or_default())
    }

    fn alike(
        &self,
        field: TermField,
        word: &str,
        edits: u8,
        most: usize,
    ) -> Result<Vec<String>, SearchError> {
        self.look_up(1);
        let terms = self.bodies.iter().filter_map(|body| body.terms.get(&field)).flatten();
        let mut found: BTreeMap<&String, usize> = BTreeMap::new();
        for term in terms.filter(|term| strsim::osa_distance(term, word) <= usize::from(edits)) {
            *found.entry(term).or_default() += 1;
        }
        let mut found: Vec<(&String, usize)> = found.into_iter().collect();
        found.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(right.0)));
        Ok(found.into_iter().take(most).map(|(word, _)| word.clone()).collect())
    }

    fn finds(&self, wanted: &Wanted) -> Result<bool, SearchError> {
        check_wanted(wanted);
        Ok(self.bodies.iter().any(|body| body.score(wanted).is_some()))
    }

    fn most_weight(&self, partly: Partly, _: &Filters) -> Result<Option<f32>, SearchError> {
        let wanted = Wanted { words: Words::Partly(partly), signs: None };
        check_wanted(&wanted);
        Ok(self.bodies.iter().filter_map(|body| body.score(&wanted)).reduce(f32::max))
    }

    fn collect(
        &self,
        wanted: Option<&Wanted>,
        listing: &Listing<'_>,
    ) -> Result<(Page<usize>, Counts), SearchError> {
        self.look_up(1);
        wanted.into_iter().for_each(check_wanted);
        let mut entries = Vec::new();
        for (at, body) in self.bodies.iter().enumerate().filter(|(_, body)| listing.except != Some(&body.id))
        {
            let Some(score) = wanted.map_or(Some(0.0), |wanted| body.score(wanted)) else { continue };
            let steps = steps(score);
            let rank = if listing.order == Order::Score { rank_of(steps) } else { 0 };
            let place = Place { rank, key: body.key.clone() };
            entries.push(Entry { place, score: points(steps), at });
        }
        entries.sort_by(|left, right| left.place.cmp(&right.place));
        let total = entries.len() as u64;
        entries.retain(|entry| listing.after.as_ref().is_none_or(|after| entry.place > *after));
        entries.truncate(listing.take);
        Ok((Page { total, entries }, Counts::new()))
    }

    fn names(&self, at: &usize) -> Result<Vec<IndexedName>, SearchError> {
        Ok(self.bodies[*at].names.clone())
    }

    fn record(&self, id: &str) -> Result<Option<Record>, SearchError> {
        let body = self.bodies.iter().find(|body| body.id == id);
        Ok(body.map(|body| Record { codes: body.codes.clone(), names: body.names.clone() }))
    }
}
