//! Matches the rows of a list among each other and with the registry.
//!
//! Rows and records become profiles, `blocking` finds the pairs worth comparing, `compare` scores them,
//! `clusters` makes bodies of them, `decisions` gives each row one of three outcomes, with reasons.

use super::blocking;
use super::clusters::{Clustering, HOPELESS, Thresholds};
use super::compare::{Comparer, Comparison};
use super::decisions::decide;
use super::facts::RowFacts;
use super::profile::{Frequencies, Interner, Profile};
use super::weights::Weights;
use super::word::NameWord;

/// How matching decides.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchConfig {
    /// What features are worth.
    pub weights: Weights,
    /// From which probability on rows are one body, and where a person decides.
    pub thresholds: Thresholds,
    /// How many threads compare; 0 for as many as the machine has.
    pub threads: usize,
}

impl Default for MatchConfig {
    fn default() -> MatchConfig {
        MatchConfig {
            weights: Weights::default(),
            thresholds: Thresholds { same: 0.9, propose: 0.5, doubt: 0.35 },
            threads: 0,
        }
    }
}

/// Matches rows.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    config: MatchConfig,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is a body that another row or a record already is.
    Same,
    /// It is a body of its own, or the first row of one.
    New,
    /// A person decides; the cluster is what is proposed.
    Review,
}

/// What was decided about one row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowMatch {
    /// What becomes of it.
    pub decision: Decision,
    /// The body that it is, or is proposed to be: an index into [`Matching::clusters`].
    pub cluster: usize,
    /// Index of the record of the registry that the body is, where it is one.
    pub record: Option<usize>,
    /// Probability that the row belongs to this body; 1 for a row by itself without a doubt.
    pub probability: f64,
    /// How it compares with the rest of its body, or with the competitor where it is by itself. Rows that
    /// are asked about together compare as the one body that they are.
    pub comparison: Option<Comparison>,
    /// The next best body, where there is one that comes near; of several the one that is asked about.
    pub competitor: Option<Competitor>,
    /// The row to ask a person about for all rows of its group, where a group of several is in review: one
    /// answer decides about all of them.
    pub asked_with: Option<usize>,
    /// A row to show beside it: of the rest of its body, or of the competitor that is asked about.
    pub beside: Option<usize>,
}

/// Another body that a row could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Competitor {
    /// The body: an index into [`Matching::clusters`].
    pub cluster: usize,
    /// Index of its record of the registry, where it is one.
    pub record: Option<usize>,
    /// Probability that the row is this one.
    pub probability: f64,
}

/// A body, as the rows that are it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cluster {
    /// Indices of its rows, in order.
    pub rows: Vec<usize>,
    /// Index of its record of the registry.
    pub record: Option<usize>,
}

/// The result of matching a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matching {
    /// Bodies, in the order of their first rows.
    pub clusters: Vec<Cluster>,
    /// What was decided about each row, in their order.
    pub rows: Vec<RowMatch>,
}

/// Profiles of rows and records with what is needed to compare them.
struct Prepared {
    profiles: Vec<Profile>,
    words: Vec<NameWord>,
    frequencies: Frequencies,
}

impl Prepared {
    fn of(rows: &[RowFacts], known: KnownBodies) -> Prepared {
        let KnownBodies { profiles: known, mut interner, mut forms } = known;
        let mut profiles: Vec<Profile> =
            rows.iter().map(|facts| Profile::of(facts, &mut interner, &mut forms)).collect();
        profiles.extend(known);
        let frequencies = Frequencies::of(&profiles);
        Prepared { profiles, words: interner.into_words(), frequencies }
    }
}

/// The bodies of a registry in the form in which rows are compared with them.
///
/// What a record says is not kept: a registry is large, and its records have their texts elsewhere.
#[derive(Debug, Default)]
pub struct KnownBodies {
    profiles: Vec<Profile>,
    interner: Interner,
    forms: Vec<String>,
}

impl KnownBodies {
    /// Adds a record, understood as a row is.
    pub fn push(&mut self, facts: &RowFacts) {
        let mut profile = Profile::of(facts, &mut self.interner, &mut self.forms);
        profile.record = Some(u32::try_from(self.profiles.len()).unwrap_or(u32::MAX));
        self.profiles.push(profile);
    }
}

impl<'a> FromIterator<&'a RowFacts> for KnownBodies {
    fn from_iter<I: IntoIterator<Item = &'a RowFacts>>(records: I) -> KnownBodies {
        let mut known = KnownBodies::default();
        records.into_iter().for_each(|facts| known.push(facts));
        known
    }
}

impl Matcher {
    /// A matcher that decides as configured.
    pub fn new(config: MatchConfig) -> Matcher {
        Matcher { config }
    }

    /// Matches the rows of a list among each other and with the records of the registry. Records are
    /// never put together with each other.
    pub fn match_rows(&self, rows: &[RowFacts], known: KnownBodies) -> Matching {
        let prepared = Prepared::of(rows, known);
        let pairs = blocking::pairs(&prepared.profiles, &prepared.words);
        let scored = self.score_all(&prepared, &pairs);
        drop(pairs);
        let mut comparer = Comparer::new(&prepared.words, &prepared.frequencies, &self.config.weights);
        let (groups, doubts) =
            Clustering::new(&prepared.profiles, &scored, &mut comparer).run(self.config.thresholds);
        drop(scored);
        decide(rows.len(), &prepared.profiles, &groups, &doubts, &mut comparer)
    }

    /// Compares two rows or records for a person who decides. Without the other rows every value is
    /// taken to be as rare as in a list of a thousand.
    pub fn compare(&self, left: &RowFacts, right: &RowFacts) -> Comparison {
        const TYPICAL_ROWS: f64 = 1_000.0;
        let mut prepared = Prepared::of(std::slice::from_ref(left), KnownBodies::from_iter([right]));
        prepared.frequencies.rows = TYPICAL_ROWS;
        prepared.frequencies.make_typical(&prepared.profiles);
        if let [left, right] = prepared.profiles.as_mut_slice() {
            (left.record, right.record) = (None, None);
        }
        let mut comparer = Comparer::new(&prepared.words, &prepared.frequencies, &self.config.weights);
        match prepared.profiles.as_slice() {
            [left, right] => comparer.compare(left, right),
            _ => Comparison::default(),
        }
    }

    fn score_all(&self, prepared: &Prepared, pairs: &[(u32, u32)]) -> Vec<(u32, u32, f64)> {
        let threads = match self.config.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        };
        let score = |pairs: &[(u32, u32)]| -> Vec<(u32, u32, f64)> {
            let mut comparer = Comparer::new(&prepared.words, &prepared.frequencies, &self.config.weights);
            pairs
                .iter()
                .filter_map(|(left, right)| {
                    let (ours, theirs) =
                        (prepared.profiles.get(*left as usize)?, prepared.profiles.get(*right as usize)?);
                    let (score, has_conflict) = comparer.score(ours, theirs);
                    (!has_conflict && score > HOPELESS).then_some((*left, *right, score))
                })
                .collect()
        };
        if threads < 2 || pairs.len() < 10_000 {
            return score(pairs);
        }
        let share = pairs.len().div_ceil(threads);
        std::thread::scope(|scope| {
            let workers: Vec<_> =
                pairs.chunks(share).map(|pairs| scope.spawn(move || score(pairs))).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
        })
    }
}
