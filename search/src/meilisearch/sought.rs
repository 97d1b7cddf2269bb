//! What is wanted, as it is looked up in Meilisearch: dimensions of relevance, each with steps.
//!
//! The relevance of a document is a sum: for each word the best way to answer it, for each group of
//! signs the best one borne, and the shortness of its names. Each summand is a [`Dimension`]; its
//! steps are conditions, the best first. The same steps select documents in a filter and score a
//! document that came back.

use super::document::Document;
use super::filter::{Filter, value};
use super::settings::attribute;
use crate::finding::{Sign, TermField, Wanted, Ways, Words};

/// A term, or the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Test {
    field: TermField,
    value: String,
    is_beginning: bool,
}

/// Terms that are worth the same.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) worth: f32,
    tests: Vec<Test>,
}

/// A summand of relevance.
#[derive(Debug, Clone)]
pub(super) struct Dimension {
    /// The best first.
    pub(super) steps: Vec<Step>,
    /// False where a document must have one of the steps.
    pub(super) is_optional: bool,
    /// What having any of the steps weighs, where enough must be had together.
    pub(super) weight: f32,
}

/// All dimensions of what is wanted.
#[derive(Debug, Clone)]
pub(super) struct Sought {
    pub(super) dimensions: Vec<Dimension>,
    /// What a document must weigh.
    pub(super) enough: f32,
    /// True where the shortness of names counts.
    pub(super) with_shortness: bool,
}

impl Step {
    fn add(&mut self, test: Test) {
        if !self.tests.contains(&test) {
            self.tests.push(test);
        }
    }

    fn filters(&self) -> Vec<Filter> {
        let mut fields: Vec<TermField> = self.tests.iter().map(|test| test.field).collect();
        fields.sort_unstable();
        fields.dedup();
        let mut filters = Vec::new();
        for field in fields {
            let of_field = || self.tests.iter().filter(|test| test.field == field);
            let whole: Vec<&str> =
                of_field().filter(|test| !test.is_beginning).map(|test| test.value.as_str()).collect();
            if !whole.is_empty() {
                filters.push(Filter::any_of(attribute(field), whole));
            }
            let begun = of_field().filter(|test| test.is_beginning);
            filters.extend(begun.map(|test| Filter::begins(attribute(field), &test.value)));
        }
        filters
    }

    fn is_met(&self, document: &Document) -> bool {
        self.tests.iter().any(|test| {
            let mut terms = document.terms(test.field).iter();
            if test.is_beginning {
                terms.any(|term| term.starts_with(&test.value))
            } else {
                terms.any(|term| *term == test.value)
            }
        })
    }
}

impl Dimension {
    fn of_word(ways: &Ways, worth: impl Fn(f32) -> f32) -> Dimension {
        let mut dimension = Dimension { steps: Vec::new(), is_optional: false, weight: 0.0 };
        for way in ways.ways() {
            let test = Test { field: way.field, value: value(&way.text), is_beginning: false };
            dimension.add(worth(way.worth), test);
        }
        for begun in ways.begun() {
            let test = Test { field: begun.field, value: value(&begun.beginning), is_beginning: true };
            dimension.add(worth(begun.worth), test);
        }
        dimension.sort();
        dimension
    }

    fn of_group(signs: &[&Sign]) -> Dimension {
        let mut dimension = Dimension { steps: Vec::new(), is_optional: true, weight: 0.0 };
        for sign in signs {
            let test = Test { field: sign.field, value: value(&sign.text), is_beginning: false };
            dimension.add(sign.worth, test);
        }
        dimension.sort();
        dimension
    }

    #[expect(clippy::float_cmp, reason = "the same constant, or not")]
    fn add(&mut self, worth: f32, test: Test) {
        match self.steps.iter_mut().find(|step| step.worth == worth) {
            Some(step) => step.add(test),
            None => self.steps.push(Step { worth, tests: vec![test] }),
        }
    }

    fn sort(&mut self) {
        self.steps.sort_by(|left, right| right.worth.total_cmp(&left.worth));
    }

    /// What the best step is worth.
    pub(super) fn most(&self) -> f32 {
        self.steps.first().map_or(0.0, |step| step.worth)
    }

    /// What the least step is worth that a document may have.
    pub(super) fn least(&self) -> f32 {
        if self.is_optional { 0.0 } else { self.steps.last().map_or(0.0, |step| step.worth) }
    }

    /// Documents that have any of the steps.
    pub(super) fn any(&self) -> Filter {
        self.any_before(self.steps.len()).unwrap_or_else(nothing)
    }

    /// Documents that have one of the first steps.
    pub(super) fn any_before(&self, step: usize) -> Option<Filter> {
        let mut all = Step { worth: 0.0, tests: Vec::new() };
        for test in self.steps[..step].iter().flat_map(|step| &step.tests) {
            all.add(test.clone());
        }
        Filter::either(all.filters())
    }

    /// Documents whose best step is this one.
    pub(super) fn exactly(&self, step: usize) -> Filter {
        let has = Filter::either(self.steps[step].filters()).unwrap_or_else(nothing);
        match self.any_before(step) {
            Some(better) => has.and(better.not()),
            None => has,
        }
    }

    /// The best step that a document has.
    fn best(&self, document: &Document) -> Option<f32> {
        self.steps.iter().find(|step| step.is_met(document)).map(|step| step.worth)
    }

    fn fields(&self) -> impl Iterator<Item = TermField> {
        self.steps.iter().flat_map(|step| &step.tests).map(|test| test.field)
    }
}

fn nothing() -> Filter {
    Filter::any_of(super::settings::KEY, [])
}

/// How many words are looked at where enough must be had together, the lightest left out: the
/// condition grows with the ways to have enough.
const MOST_WEIGHED: usize = 10;

impl Sought {
    pub(super) fn of(wanted: &Wanted) -> Sought {
        let (mut dimensions, mut enough) = (Vec::new(), 0.0);
        match &wanted.words {
            Words::All(words) => {
                dimensions.extend(words.iter().map(|ways| Dimension::of_word(ways, |worth| worth)));
            }
            Words::Partly(partly) => {
                enough = partly.enough;
                for word in &partly.words {
                    let weight = word.weight;
                    let worth = |worth| if partly.by_weight { weight } else { worth * weight };
                    let dimension = Dimension::of_word(&word.ways, worth);
                    dimensions.push(Dimension { is_optional: true, weight, ..dimension });
                }
            }
        }
        let signs = wanted.signs.as_deref().unwrap_or_default();
        let mut groups: Vec<u8> = signs.iter().map(|sign| sign.group).collect();
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            let of_group: Vec<&Sign> = signs.iter().filter(|sign| sign.group == group).collect();
            dimensions.push(Dimension::of_group(&of_group));
        }
        Sought { dimensions, enough, with_shortness: wanted.signs.is_some() }
    }

    /// Documents that match.
    pub(super) fn matching(&self) -> Filter {
        let musts = self.dimensions.iter().filter(|one| !one.is_optional).map(Dimension::any).collect();
        let must = Filter::all(musts);
        let weighed: Vec<(f32, Filter)> =
            self.weighed().take(MOST_WEIGHED).map(|one| (one.weight, one.any())).collect();
        let may = (self.enough > 0.0).then(|| match at_least(&weighed, self.enough) {
            Enough::Surely => Filter::either(weighed.into_iter().map(|(_, filter)| filter).collect())
                .unwrap_or_else(nothing),
            Enough::Never => nothing(),
            Enough::Where(filter) => filter,
        });
        Filter::all(must.into_iter().chain(may).collect()).unwrap_or_else(nothing)
    }

    /// Documents among which all are that weigh enough: those with one of the heavier words.
    pub(super) fn leading(&self) -> Filter {
        let words: Vec<&Dimension> = self.weighed().collect();
        let mut leading = words.len();
        let mut light = 0.0;
        while leading > 0 && light + words[leading - 1].weight < self.enough {
            leading -= 1;
            light += words[leading].weight;
        }
        Filter::either(words[..leading].iter().map(|one| one.any()).collect()).unwrap_or_else(nothing)
    }

    fn weighed(&self) -> impl Iterator<Item = &Dimension> {
        self.dimensions.iter().filter(|one| one.weight > 0.0)
    }

    /// Relevance of a document, its shortness apart; `None` where it does not match.
    pub(super) fn relevance(&self, document: &Document) -> Option<f32> {
        let (mut sum, mut weight) = (0.0, 0.0);
        for dimension in &self.dimensions {
            match dimension.best(document) {
                Some(worth) => {
                    sum += worth;
                    weight += dimension.weight;
                }
                None if dimension.is_optional => {}
                None => return None,
            }
        }
        (weight * 1.000_01 >= self.enough).then_some(sum)
    }

    /// The attributes that say how relevant a document is.
    pub(super) fn attributes(&self) -> Vec<&'static str> {
        let mut fields: Vec<TermField> = self.dimensions.iter().flat_map(Dimension::fields).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.into_iter().map(attribute).collect()
    }
}

/// Which documents weigh enough.
enum Enough {
    Surely,
    Never,
    Where(Filter),
}

fn at_least(words: &[(f32, Filter)], enough: f32) -> Enough {
    if enough <= 0.0 {
        return Enough::Surely;
    }
    let all: f32 = words.iter().map(|(weight, _)| weight).sum();
    // What was summed in another order may differ in the last digit.
    let Some(((weight, word), rest)) = words.split_first().filter(|_| all * 1.000_01 >= enough) else {
        return Enough::Never;
    };
    let with = match at_least(rest, enough - weight) {
        Enough::Surely => Some(word.clone()),
        Enough::Never => None,
        Enough::Where(filter) => Some(word.clone().and(filter)),
    };
    match (with, at_least(rest, enough)) {
        (_, Enough::Surely) => Enough::Surely,
        (Some(with), Enough::Where(without)) => {
            Filter::either(vec![with, without]).map_or(Enough::Never, Enough::Where)
        }
        (Some(filter), Enough::Never) | (None, Enough::Where(filter)) => Enough::Where(filter),
        (None, Enough::Never) => Enough::Never,
    }
}
