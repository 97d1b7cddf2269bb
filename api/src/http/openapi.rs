//! The OpenAPI document: operations from the routes, schemas from the types.
//!
//! Records are answered as the texts that are stored, so their schemas come from the same types that read
//! and write them (schemars) and are put into the document here.

use std::sync::{Arc, LazyLock};

use poem_openapi::OpenApiService;
use poem_openapi::registry::{MetaSchema, Registry};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::problem::Problem;
use super::service::{Operations, routes_without_app};
use crate::{areas, codes, institutions, lists, organizations, statistics};

static DOCUMENT: LazyLock<Arc<Value>> = LazyLock::new(|| {
    let service = describe(OpenApiService::new(routes_without_app(), "Birlik", env!("CARGO_PKG_VERSION")));
    let mut document: Value = serde_json::from_str(&service.spec()).unwrap_or_default();
    let schemas = document
        .as_object_mut()
        .map(|document| document.entry("components").or_insert_with(|| serde_json::json!({})))
        .and_then(Value::as_object_mut)
        .map(|components| components.entry("schemas").or_insert_with(|| serde_json::json!({})))
        .and_then(Value::as_object_mut);
    if let Some(schemas) = schemas {
        for (name, schema) in schemas_of_answers() {
            schemas.insert(name, schema);
        }
        schemas.sort_keys();
    }
    Arc::new(document)
});

/// The OpenAPI document of the service.
pub fn document() -> Arc<Value> {
    DOCUMENT.clone()
}

/// The same as text, as it is kept in `docs/openapi.json`.
pub fn openapi_text() -> String {
    format!("{}\n", serde_json::to_string_pretty(&**DOCUMENT).unwrap_or_default())
}

/// The values that a parameter may have, where it is a closed list.
pub(super) fn allowed_values(parameter: &str) -> Option<String> {
    let schemas = &DOCUMENT["components"]["schemas"];
    let resolve =
        |schema: &'static Value| match schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            Some(name) => &schemas[name],
            None => schema,
        };
    let values = DOCUMENT["paths"]
        .as_object()?
        .values()
        .filter_map(Value::as_object)
        .flat_map(serde_json::Map::values)
        .filter_map(|operation| operation["parameters"].as_array())
        .flatten()
        .filter(|known| known["name"] == parameter)
        .map(|known| resolve(&known["schema"]))
        .map(|schema| if schema["type"] == "array" { resolve(&schema["items"]) } else { schema })
        .find_map(|schema| schema["enum"].as_array())?;
    Some(values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
}

/// What the document says of the service as a whole.
pub(super) fn describe(service: OpenApiService<Operations, ()>) -> OpenApiService<Operations, ()> {
    service
        .description(
            "The open registry of teachers' and parents' bodies of Kazakhstan. Reading needs no key. The data are CC0. \
             Every answer that is not a success is a problem (RFC 9457) with a stable code; an unknown parameter is one.",
        )
        .server("/v1")
}

/// Holds the place of a schema that is put in later.
pub(crate) fn announce(registry: &mut Registry, name: &str) {
    registry.schemas.entry(name.to_owned()).or_insert_with(|| MetaSchema::new("object"));
}

fn schemas_of_answers() -> Vec<(String, Value)> {
    let mut generator = SchemaSettings::openapi3().for_serialize().into_generator();
    let root = |name: &str, schema: schemars::Schema| (name.to_owned(), schema.to_value());
    // Each root is named as the answers name it; what they are made of follows.
    let mut schemas = vec![root(
        "JsonSchema",
        schemars::json_schema!({ "type": "object", "description": "A JSON Schema (2020-12)." }),
    )];
    register::<Problem>(&mut generator);
    register::<organizations::Organization>(&mut generator);
    register::<organizations::OrganizationList>(&mut generator);
    register::<organizations::SuggestionList>(&mut generator);
    register::<organizations::History>(&mut generator);
    register::<organizations::MergedOrganization>(&mut generator);
    register::<organizations::SimilarOrganizations>(&mut generator);
    register::<institutions::Institution>(&mut generator);
    register::<institutions::InstitutionPage>(&mut generator);
    register::<areas::Area>(&mut generator);
    register::<areas::AreaList>(&mut generator);
    register::<codes::CodeLists>(&mut generator);
    register::<lists::SourceList>(&mut generator);
    register::<lists::SourceDetails>(&mut generator);
    register::<lists::Statements>(&mut generator);
    register::<statistics::StatisticsDocument>(&mut generator);
    schemas.extend(generator.take_definitions(true));
    schemas
}

fn register<T: JsonSchema>(generator: &mut schemars::SchemaGenerator) {
    generator.subschema_for::<T>();
}
