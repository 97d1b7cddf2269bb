//! The closed lists of codes, as the API answers them.

use std::collections::BTreeMap;

use birlik_entity::code::{self, CodeEntry};
use poem_openapi::OpenApi;
use poem_openapi::param::Query;
use schemars::JsonSchema;
use serde::Serialize;

use crate::http::{Answer, Problem, Shape, Tag};

/// Operations on codes.
#[derive(Debug, Clone, Copy)]
pub struct CodeRoutes;

/// The closed lists, by name.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CodeLists {
    /// The lists: each code with its labels, in the order of the list.
    lists: BTreeMap<&'static str, Vec<CodeLabels>>,
}

/// A code and its labels.
#[derive(Debug, Serialize, JsonSchema)]
struct CodeLabels {
    /// The code.
    code: &'static str,
    /// Label in Kazakh.
    kk: &'static str,
    /// Label in Russian.
    ru: &'static str,
    /// Label in English.
    en: &'static str,
    /// What it covers, where the labels do not say it.
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'static str,
}

/// Answers that are lists of codes.
#[derive(Debug)]
pub enum ManyCodes {}
impl Shape for ManyCodes {
    const NAME: &'static str = "CodeLists";
    const DESCRIPTION: &'static str = "The lists, by name.";
}

#[OpenApi(tag = "Tag::Codes")]
impl CodeRoutes {
    /// Shows the closed lists with their labels in Kazakh, Russian and English.
    #[oai(path = "/codes", method = "get", operation_id = "listCodes")]
    async fn list(
        &self,
        /// Only this list.
        list: Query<Option<String>>,
    ) -> Result<Answer<ManyCodes>, Problem> {
        let wanted = |name: &&'static str| list.0.as_deref().is_none_or(|list| list == *name);
        let lists: BTreeMap<_, _> = code::lists()
            .filter(wanted)
            .map(|name| (name, code::entries(name).map(labels).collect()))
            .collect();
        if lists.is_empty() {
            let names: Vec<&str> = code::lists().collect();
            return Err(Problem::invalid_parameter("list", format!("expected one of {}", names.join(", "))));
        }
        Answer::of(&CodeLists { lists })
    }
}

fn labels(entry: &'static CodeEntry) -> CodeLabels {
    CodeLabels { code: &entry.code, kk: &entry.kk, ru: &entry.ru, en: &entry.en, note: &entry.note }
}
