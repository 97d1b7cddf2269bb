//! A record as schema.org sees it, for search engines and programs that read pages.

use serde_json::{Map, Value, json};

use crate::organizations::Organization;

/// What the page knows of a record besides the record.
#[derive(Debug, Default)]
pub struct Node {
    /// Its address for programs, the same in all languages.
    pub id: String,
    /// The page.
    pub url: String,
    /// Its region, in words.
    pub area: Option<String>,
    /// The body above it: address for programs and name.
    pub parent: Option<(String, String)>,
}

/// The record as JSON-LD, escaped so that it can stand in a `script` element: no text of a record can
/// close the element or open a comment.
pub fn json_ld(organization: &Organization, place: &Node) -> String {
    let mut node = Map::new();
    node.insert("@context".into(), json!("https://schema.org"));
    node.insert("@type".into(), json!(if organization.kind.is("ngo") { "NGO" } else { "Organization" }));
    node.insert("@id".into(), json!(place.id));
    node.insert("url".into(), json!(place.url));
    let of_today = |former: bool| {
        organization
            .names
            .iter()
            .filter(move |name| (name.until.is_some() || name.name_type.is("former")) == former)
            .map(|name| json!({"@value": name.value, "@language": name.lang.as_str()}))
            .collect::<Vec<Value>>()
    };
    node.insert("name".into(), Value::Array(of_today(false)));
    let former = of_today(true);
    if !former.is_empty() {
        node.insert("alternateName".into(), Value::Array(former));
    }
    if let Some(contacts) = &organization.contacts {
        let links: Vec<String> = contacts
            .websites
            .iter()
            .map(ToString::to_string)
            .chain(
                contacts.channels.iter().filter_map(|channel| channel.url.as_ref().map(ToString::to_string)),
            )
            .collect();
        if !links.is_empty() {
            node.insert("sameAs".into(), json!(links));
        }
        if let Some(mail) = contacts.emails.first() {
            node.insert("email".into(), json!(mail.to_string()));
        }
        if let Some(phone) = contacts.phones.first() {
            node.insert("telephone".into(), json!(phone.to_string()));
        }
        if let Some(address) = &contacts.address {
            node.insert("address".into(), json!(address));
        }
    }
    if let Some(founded) = &organization.founded_on {
        node.insert("foundingDate".into(), json!(founded.to_string()));
    }
    if let Some(area) = &place.area {
        node.insert("areaServed".into(), json!(area));
    }
    if let Some((id, name)) = &place.parent {
        node.insert("parentOrganization".into(), json!({"@type": "Organization", "@id": id, "name": name}));
    }
    if let Some(bin) = &organization.bin {
        node.insert(
            "identifier".into(),
            json!({"@type": "PropertyValue", "propertyID": "KZ-BIN", "value": bin.to_string()}),
        );
    }
    escaped(&Value::Object(node))
}

fn escaped(value: &Value) -> String {
    let mut text = String::new();
    for letter in value.to_string().chars() {
        match letter {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_out_of_the_element() {
        let hostile: Organization = serde_json::from_value(json!({
            "kind": "ngo", "level": "city",
            "names": [{"value": "</script><script>alert(1)</script><!--", "lang": "kk"}]
        }))
        .unwrap();
        let text = json_ld(&hostile, &Node::default());
        assert!(!text.contains('<') && !text.contains('>'), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["name"][0]["@value"], "</script><script>alert(1)</script><!--");
        assert_eq!(read["@type"], "NGO");
    }
}
