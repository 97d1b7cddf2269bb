//! The browsable page of the API, made on the server from its `OpenAPI` document.
//!
//! It needs no script and nothing from elsewhere. It is in English, as the document is.

use std::sync::Arc;

use askama::Template;
use poem::web::Data;
use poem::{Request, Response, handler};
use serde_json::Value;

use super::page::{CachePolicy, Frame, Page, PageError, answer};
use crate::app::App;
use crate::http::openapi_document;

/// The methods of HTTP that an operation can have.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// A field of a schema, or a parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub sort: String,
    /// Where it stands: `path`, `query`, `header`; empty for a field.
    pub place: String,
    /// True where it must be given.
    pub required: bool,
    /// What it means.
    pub description: String,
    /// The values it can have, where these are few.
    pub values: String,
}

/// An answer of an operation.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: String,
    /// What it means.
    pub description: String,
    /// Its content type and schema.
    pub content: String,
}

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its id, which is also its place on the page.
    pub id: String,
    /// The method, in capitals.
    pub method: String,
    /// The path.
    pub path: String,
    /// What it does, in a line.
    pub summary: String,
    /// What it does, at length, in paragraphs.
    pub description: Vec<String>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its body; empty where it has none.
    pub body: String,
    /// Its answers where all went well.
    pub answers: Vec<Answer>,
    /// Its answers where something did not.
    pub problems: Vec<Answer>,
    /// How to call it.
    pub curl: String,
    /// An address at which it can be tried; empty where there is none.
    pub attempt: String,
}

/// Operations that belong together.
#[derive(Debug, Clone)]
pub struct Group {
    /// Their name.
    pub name: String,
    /// What they are about.
    pub description: String,
    /// The operations.
    pub operations: Vec<Operation>,
}

/// A schema.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Its name, which is also its place on the page.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Its fields.
    pub fields: Vec<Parameter>,
}

/// The page.
#[derive(Template)]
#[template(path = "api_docs.html", whitespace = "minimize")]
pub struct ApiDocs {
    f: Frame,
    version: String,
    introduction: Vec<String>,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
    base: String,
}

impl Page for ApiDocs {
    const CACHE: CachePolicy = CachePolicy::Hour;
}

/// Shows the page.
#[handler]
pub fn page(request: &Request, Data(app): Data<&Arc<App>>) -> Response {
    let mut frame = Frame::of(request, app);
    let base = frame.absolute("");
    let document = openapi_document();
    frame = frame.outside("/docs/api");
    answer(request, Ok::<_, PageError>(ApiDocs::new(frame, &document, base)))
}

impl ApiDocs {
    /// The page of a document.
    pub fn new(frame: Frame, document: &Value, base: String) -> Self {
        let frame = frame.titled("API", "The open API of Birlik: every operation, parameter and answer.");
        Self {
            version: text(document, "/info/version"),
            introduction: paragraphs(&text(document, "/info/description")),
            groups: groups(document, &base),
            schemas: schemas(document),
            base,
            f: frame,
        }
    }
}

/// The pieces of a text in which code stands between backticks, each with whether it is code.
pub fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    text.split('`').enumerate().map(|(at, piece)| (at % 2 == 1, piece))
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect()
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn groups(document: &Value, base: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = list(document, "tags")
        .map(|tag| Group {
            name: text(tag, "/name"),
            description: text(tag, "/description"),
            operations: Vec::new(),
        })
        .collect();
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    for (path, item) in paths {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let name = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or("Other");
            let read = read_operation(document, base, path, method, operation);
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.operations.push(read),
                None => groups.push(Group {
                    name: name.to_owned(),
                    description: String::new(),
                    operations: vec![read],
                }),
            }
        }
    }
    groups.retain(|group| !group.operations.is_empty());
    groups
}

fn read_operation(document: &Value, base: &str, path: &str, method: &str, operation: &Value) -> Operation {
    let prefix = server_path(document);
    let path = format!("{prefix}{path}");
    let parameters: Vec<Parameter> =
        list(operation, "parameters").map(|parameter| read_parameter(document, parameter)).collect();
    let example = example_path(&path, operation);
    let description = text(operation, "/description");
    let summary = text(operation, "/summary");
    let body = operation.get("requestBody").map_or_else(String::new, content);
    let (answers, problems) =
        answers(operation).into_iter().partition(|answer| answer.status.starts_with(['2', '3']));
    let curl = match (method, body.is_empty()) {
        ("get", _) => format!("curl '{base}{example}'"),
        (method, true) => format!("curl -X {} '{base}{example}'", method.to_uppercase()),
        (method, false) => {
            format!(
                "curl -X {} -H 'Content-Type: application/json' -d @body.json '{base}{example}'",
                method.to_uppercase()
            )
        }
    };
    Operation {
        id: operation
            .get("operationId")
            .and_then(Value::as_str)
            .map_or_else(|| format!("{method}-{path}"), str::to_owned),
        method: method.to_uppercase(),
        attempt: if method == "get" && !example.contains('{') { example } else { String::new() },
        description: paragraphs(&description).into_iter().filter(|line| *line != summary).collect(),
        path,
        summary,
        parameters,
        body,
        answers,
        problems,
        curl,
    }
}

/// The path of the server's address: `/v1` of `https://example.org/v1`.
fn server_path(document: &Value) -> String {
    let url = text(document, "/servers/0/url");
    let path = url
        .split_once("://")
        .map_or(url.as_str(), |(_, rest)| rest.find('/').map_or("", |start| &rest[start..]));
    path.trim_end_matches('/').to_owned()
}

/// The path with examples for its parameters.
fn example_path(path: &str, operation: &Value) -> String {
    list(operation, "parameters").filter(|parameter| text(parameter, "/in") == "path").fold(
        path.to_owned(),
        |path, parameter| {
            let example = ["/example", "/schema/example", "/schema/enum/0"]
                .into_iter()
                .find_map(|pointer| parameter.pointer(pointer))
                .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            match example {
                Some(example) => path.replace(&format!("{{{}}}", text(parameter, "/name")), &example),
                None => path,
            }
        },
    )
}

fn read_parameter(document: &Value, parameter: &Value) -> Parameter {
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    Parameter {
        name: text(parameter, "/name"),
        place: text(parameter, "/in"),
        required: parameter.get("required").and_then(Value::as_bool).unwrap_or_default(),
        description: first_text([text(parameter, "/description"), text(schema, "/description")]),
        sort: sort(schema),
        values: values(document, schema),
    }
}

fn first_text<const N: usize>(texts: [String; N]) -> String {
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// The type of a schema in a word.
fn sort(schema: &Value) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(items) = schema.get("items") {
        return format!("list of {}", sort(items));
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        let sorts: Vec<String> = list(schema, several).map(sort).filter(|sort| !sort.is_empty()).collect();
        if !sorts.is_empty() {
            return sorts.join(if several == "allOf" { " and " } else { " or " });
        }
    }
    match schema.get("type") {
        Some(Value::String(name)) => match schema.get("format").and_then(Value::as_str) {
            Some(form) => format!("{name} ({form})"),
            None => name.clone(),
        },
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    }
}

fn values(document: &Value, schema: &Value) -> String {
    let schema = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| document.pointer(reference.trim_start_matches('#')))
        .unwrap_or(schema);
    let schema = schema.get("items").unwrap_or(schema);
    list(schema, "enum")
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        .collect::<Vec<_>>()
        .join(", ")
}

fn content(value: &Value) -> String {
    let types = value.get("content").and_then(Value::as_object).into_iter().flatten();
    types
        .map(|(content_type, media)| match media.get("schema") {
            Some(schema) => format!("{}: {}", content_type, sort(schema)),
            None => content_type.clone(),
        })
        .collect::<Vec<_>>()
        .join(", ")
}

fn answers(operation: &Value) -> Vec<Answer> {
    let responses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    responses
        .map(|(status, answer)| Answer {
            status: status.clone(),
            description: text(answer, "/description"),
            content: content(answer),
        })
        .collect()
}

fn schemas(document: &Value) -> Vec<Schema> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
    schemas
        .map(|(name, schema)| {
            let required: Vec<&str> = list(schema, "required").filter_map(Value::as_str).collect();
            let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
            Schema {
                name: name.clone(),
                description: text(schema, "/description"),
                fields: properties
                    .map(|(field, property)| Parameter {
                        name: field.clone(),
                        place: String::new(),
                        required: required.contains(&field.as_str()),
                        description: text(property, "/description"),
                        sort: sort(property),
                        values: values(document, property),
                    })
                    .collect(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_becomes_a_page() {
        let document = json!({
            "openapi": "3.0.0", "info": {"title": "Birlik", "version": "0.1.0", "description": "One.\n\nTwo."},
            "servers": [{"url": "/v1"}], "tags": [{"name": "Organizations", "description": "Bodies"}],
            "paths": {"/organizations/{id}": {"get": {
                "tags": ["Organizations"], "operationId": "getOrganization", "summary": "Shows one <organization>.",
                "parameters": [{"name": "id", "in": "path", "required": true,
                    "schema": {"type": "string", "example": "b7k2m9x80"}, "description": "Its id"}],
                "responses": {"200": {"description": "The record", "content":
                    {"application/json": {"schema": {"$ref": "#/components/schemas/Organization"}}}}}
            }}},
            "components": {"schemas": {"Organization": {"type": "object", "required": ["kind"],
                "properties": {"kind": {"type": "string", "enum": ["ngo", "network"]}, "names": {"type": "array", "items": {"type": "string"}}}}}}
        });
        let docs = ApiDocs::new(
            Frame::new("/docs/api").outside("/docs/api"),
            &document,
            "https://birlik.example".into(),
        );
        assert_eq!(docs.introduction, ["One.", "Two."]);
        let operation = &docs.groups[0].operations[0];
        assert_eq!(operation.attempt, "/v1/organizations/b7k2m9x80");
        assert_eq!(operation.curl, "curl 'https://birlik.example/v1/organizations/b7k2m9x80'");
        assert_eq!(operation.answers[0].content, "application/json: Organization");
        assert_eq!(docs.schemas[0].fields[1].sort, "list of string");
        let html = docs.render().unwrap();
        assert!(html.contains("Shows one &#60;organization&#62;."), "{html}");
        assert!(!html.contains('⟦'), "{html}");
        assert!(html.contains("<html lang=\"en\""));
    }
}
