//! The JSON Schema of the record, from the code.

use super::model::Organization;

/// JSON Schema (2020-12) of one line of the bulk format.
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Organization).to_value();
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$id".to_owned(), "/v1/schemas/organization.json".into());
    }
    schema
}
