//! The words that names of the synthetic world are made of: `data/synthetic.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// What stands in quotes in the name of an NGO.
    pub(super) names: Vec<String>,
    pub(super) purposes: Vec<Purpose>,
    pub(super) forms: Vec<Form>,
    pub(super) schools: Vec<Pair>,
    /// Persons after whom schools are named; Russian in the genitive.
    pub(super) people: Vec<Pair>,
    pub(super) subjects: Vec<Subject>,
    pub(super) bodies: Vec<Body>,
    /// Everyday Latin spelling of a Cyrillic letter.
    pub(super) latin: HashMap<char, String>,
}

/// The same in Kazakh and in Russian.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pair {
    pub(super) kk: String,
    pub(super) ru: String,
}

/// What an NGO is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Purpose {
    pub(super) activity: String,
    pub(super) kk: String,
    pub(super) ru: String,
}

/// A legal form with its abbreviations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub(super) code: String,
    pub(super) kk: String,
    pub(super) ru: String,
    pub(super) short_kk: String,
    pub(super) short_ru: String,
}

/// A subject; Russian in the genitive.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subject {
    pub(super) code: String,
    pub(super) kk: String,
    pub(super) ru: String,
    pub(super) en: String,
}

/// A body that a school has, by its full name and as people say it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    pub(super) kind: String,
    pub(super) activity: String,
    pub(super) kk: String,
    pub(super) ru: String,
    pub(super) said_kk: String,
    pub(super) said_ru: String,
}

/// The words; the file is part of the program and a test reads it.
#[expect(clippy::expect_used, reason = "the file is built in and read in a test")]
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/synthetic.toml")).expect("the words are well-formed")
});
