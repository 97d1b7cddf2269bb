//! Copies of what a record said, beside the log: they say no longer what is erased from the log.
//!
//! Lists and merges keep what a record was, so that they can be taken back, and what each row said of it.

use birlik_entity::rows::{list_change, list_row, organization_merge};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::Value;

/// Fewest characters of a text by which a row is found.
const SHORTEST: usize = 6;

/// What is erased: where in the record, and the value that stood there.
pub(super) type Erased = (String, Value);

/// Erases from every copy of a record. The copies are found by its id.
pub(super) async fn erase(
    connection: &impl ConnectionTrait,
    id: &str,
    erased: &[Erased],
) -> Result<(), DbErr> {
    let rows = list_change::Entity::find()
        .filter(list_change::Column::OrganizationId.eq(id))
        .all(connection)
        .await?;
    for row in rows {
        if let Some(text) = row.before.as_deref().and_then(|text| without(text, erased)) {
            list_change::Entity::update_many()
                .col_expr(list_change::Column::Before, Expr::value(text))
                .filter(list_change::Column::BatchId.eq(row.batch_id))
                .filter(list_change::Column::Position.eq(row.position))
                .exec(connection)
                .await?;
        }
    }
    // Rows of a batch that was reverted, or that nobody has decided about, name no record: their words do.
    let mut of_record = Condition::any().add(list_row::Column::OrganizationId.eq(id));
    for text in erased.iter().flat_map(|(_, value)| texts(value)) {
        of_record = of_record.add(list_row::Column::Said.contains(text));
    }
    let rows = list_row::Entity::find().filter(of_record).all(connection).await?;
    for row in rows {
        if let Some(text) = without(&row.said, erased) {
            list_row::Entity::update_many()
                .col_expr(list_row::Column::Said, Expr::value(text))
                .filter(list_row::Column::BatchId.eq(row.batch_id))
                .filter(list_row::Column::Number.eq(row.number))
                .exec(connection)
                .await?;
        }
    }
    let rows = organization_merge::Entity::find()
        .filter(organization_merge::Column::Changes.contains(id))
        .all(connection)
        .await?;
    for row in rows {
        let mut changes: Value =
            serde_json::from_str(&row.changes).map_err(|error| DbErr::Type(error.to_string()))?;
        for change in changes.as_array_mut().into_iter().flatten().filter(|change| change["id"] == id) {
            for (pointer, value) in erased {
                remove(&mut change["before"], pointer, value);
                remove(&mut change["after"], pointer, value);
            }
        }
        organization_merge::Entity::update_many()
            .col_expr(organization_merge::Column::Changes, Expr::value(changes.to_string()))
            .filter(organization_merge::Column::Id.eq(row.id))
            .exec(connection)
            .await?;
    }
    Ok(())
}

/// The texts of a value that are long enough to be told from others.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) if text.chars().count() >= SHORTEST => vec![text],
        Value::Array(entries) => entries.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// A document without what is erased; `None` where nothing of it is there.
fn without(text: &str, erased: &[Erased]) -> Option<String> {
    let mut document: Value = serde_json::from_str(text).ok()?;
    let before = document.clone();
    for (pointer, value) in erased {
        remove(&mut document, pointer, value);
    }
    (document != before).then(|| document.to_string())
}

/// Removes a value from where it stood. The entries of a list may stand at other places in a copy.
fn remove(document: &mut Value, pointer: &str, erased: &Value) {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return };
    let key = key.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Array(entries)) => entries.retain(|entry| entry != erased),
        Some(Value::Object(fields)) => {
            let is_empty = match (fields.get_mut(&key), erased) {
                (Some(Value::Array(entries)), Value::Array(gone)) => {
                    entries.retain(|entry| !gone.contains(entry));
                    entries.is_empty()
                }
                (Some(value), _) => value == erased,
                (None, _) => false,
            };
            if is_empty {
                fields.shift_remove(&key);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_copy_loses_what_is_erased_and_nothing_else() {
        let copy = json!({"contacts": {"phones": ["+77172500101", "+77172500102"], "address": "Абай 1"}});
        let erased = [
            ("/contacts/phones/0".to_owned(), json!("+77172500102")),
            ("/contacts/address".to_owned(), json!("Абай 1")),
            ("/contacts/emails".to_owned(), json!(["a@b.kz"])),
        ];
        let left = without(&copy.to_string(), &erased).unwrap();
        assert_eq!(
            serde_json::from_str::<Value>(&left).unwrap(),
            json!({"contacts": {"phones": ["+77172500101"]}})
        );
        assert_eq!(without(&left, &erased), None);
        let all = [("/contacts/phones".to_owned(), json!(["+77172500101", "+77172500103"]))];
        assert_eq!(without(&left, &all), Some(json!({"contacts": {}}).to_string()));
    }
}
