//! Under `/v1` an unknown parameter is an error that names it and the nearest known one: a filter that is
//! spelt wrong must not silently select everything.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::problem::Problem;
use poem::http::{StatusCode, Uri};

/// What may be asked, read from the OpenAPI document.
#[derive(Debug, Default)]
pub(super) struct Guard {
    paths: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    /// Segments of the path; `None` for a parameter.
    segments: Vec<Option<String>>,
    parameters: BTreeSet<String>,
    /// Parameters that may be given several times.
    lists: BTreeSet<String>,
}

impl Guard {
    /// The guard of the operations in an OpenAPI document.
    pub(super) fn new(document: &Value) -> Self {
        let base = "/v1";
        let paths = document["paths"].as_object().into_iter().flatten().map(|(path, operations)| {
            let segments = format!("{base}{path}")
                .split('/')
                .map(|segment| (!segment.starts_with('{')).then(|| segment.to_owned()))
                .collect();
            let all = operations
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(_, operation)| operation["parameters"].as_array())
                .flatten()
                .filter(|parameter| parameter["in"] == "query");
            let named = |parameter: &Value| parameter["name"].as_str().map(str::to_owned);
            Known {
                segments,
                parameters: all.clone().filter_map(named).collect(),
                lists: all
                    .filter(|parameter| parameter["schema"]["type"] == "array")
                    .filter_map(named)
                    .collect(),
            }
        });
        // The document itself is not an operation of its own and takes no parameter.
        let document = Known {
            segments: "/v1/openapi.json".split('/').map(|segment| Some(segment.to_owned())).collect(),
            parameters: BTreeSet::new(),
            lists: BTreeSet::new(),
        };
        Self { paths: paths.chain([document]).collect() }
    }

    /// Refuses a parameter that the operation at this address does not know, or that is given twice.
    pub(super) fn check(&self, uri: &Uri) -> Result<(), Problem> {
        let Some(query) = uri.query().filter(|query| !query.is_empty()) else { return Ok(()) };
        let Some(known) = self.find(uri.path()) else { return Ok(()) };
        let mut seen = HashSet::new();
        for (name, _) in query_pairs(query) {
            if !known.parameters.contains(&name) {
                let shown: String = name.chars().take(100).collect();
                let nearest = known
                    .parameters
                    .iter()
                    .map(|known| (strsim::normalized_damerau_levenshtein(known, &shown), known))
                    .max_by(|(one, _), (other, _)| one.total_cmp(other))
                    .filter(|(similarity, _)| *similarity > 0.4);
                let hint = match nearest {
                    Some((_, nearest)) => format!("did you mean `{nearest}`?"),
                    None if known.parameters.is_empty() => "expected none".to_owned(),
                    None => {
                        let all: Vec<&str> = known.parameters.iter().map(String::as_str).collect();
                        format!("expected one of {}", all.join(", "))
                    }
                };
                let detail = format!("there is no parameter `{shown}`; {hint}");
                return Err(Problem::new(StatusCode::BAD_REQUEST, "unknown_parameter", detail).at(shown));
            }
            if !known.lists.contains(&name) && !seen.insert(name.clone()) {
                return Err(Problem::invalid_parameter(name, "it is given twice; expected once"));
            }
        }
        Ok(())
    }

    fn find(&self, path: &str) -> Option<&Known> {
        let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        let fits = |known: &&Known| {
            known.segments.len() == segments.len()
                && known
                    .segments
                    .iter()
                    .zip(&segments)
                    .all(|(known, segment)| known.as_ref().is_none_or(|known| known == segment))
        };
        // A path without parameters is meant before one with.
        self.paths
            .iter()
            .filter(fits)
            .min_by_key(|known| known.segments.iter().filter(|segment| segment.is_none()).count())
    }
}

/// Names and values of a query string, decoded.
fn query_pairs(query: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard::new(&serde_json::json!({ "paths": {
            "/organizations": { "get": { "parameters": [
                { "in": "query", "name": "kind", "schema": { "type": "array" } },
                { "in": "query", "name": "limit", "schema": { "type": "integer" } }
            ] } },
            "/organizations/{id}": { "get": { "parameters": [{ "in": "path", "name": "id" }] } }
        } }))
    }

    fn check(uri: &str) -> Result<(), Problem> {
        guard().check(&uri.parse().unwrap())
    }

    #[test]
    fn known_parameters_pass() {
        for uri in [
            "/v1/organizations",
            "/v1/organizations?kind=a&kind=b&limit=3",
            "/v1/organizations/b1?",
            "/v1/other?x=1",
        ] {
            assert_eq!(check(uri), Ok(()), "{uri}");
        }
    }

    #[test]
    fn unknown_ones_are_named_with_the_nearest() {
        let problem = check("/v1/organizations?knid=a").unwrap_err();
        assert_eq!((problem.status, problem.field.as_deref()), (400, Some("knid")));
        assert!(problem.detail.contains("`kind`"), "{problem:?}");
        assert!(check("/v1/organizations/b1?kind=a").is_err());
        assert_eq!(check("/v1/organizations?limit=1&limit=2").unwrap_err().field.as_deref(), Some("limit"));
    }
}
