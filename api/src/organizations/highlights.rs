//! What of the names answers a query, as the API answers it: the engine counts bytes, the API letters.

use std::collections::BTreeMap;
use std::sync::Arc;

use birlik_entity::OrganizationId;
use birlik_search::Highlight;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A part of a name that answers the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NamePart {
    /// Which of the record's `names`, from 0.
    name: usize,
    /// Where it starts, in Unicode code points from 0.
    start: usize,
    /// Where it ends: the code point after its last.
    end: usize,
}

/// The parts by record, for the records of these texts; those that name no part are left out.
pub(super) fn parts_by_id(
    documents: &[Arc<str>],
    highlights: &BTreeMap<OrganizationId, Vec<Highlight>>,
) -> serde_json::Result<BTreeMap<String, Vec<NamePart>>> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
        names: Vec<Name>,
    }
    #[derive(Deserialize)]
    struct Name {
        value: String,
    }
    let mut parts = BTreeMap::new();
    if highlights.is_empty() {
        return Ok(parts);
    }
    for document in documents {
        let Named { id, names } = serde_json::from_str(document)?;
        let Some(found) = id.parse().ok().and_then(|id: OrganizationId| highlights.get(&id)) else {
            continue;
        };
        let of_name = |one: &Highlight| part(one, &names.get(one.name)?.value);
        let of_record: Vec<NamePart> = found.iter().filter_map(of_name).collect();
        if !of_record.is_empty() {
            parts.insert(id, of_record);
        }
    }
    Ok(parts)
}

/// The part of a name; `None` where the name has changed since the index read it and has no such part.
fn part(highlight: &Highlight, name: &str) -> Option<NamePart> {
    let length = name.get(highlight.range.clone())?.chars().count();
    let start = name.get(..highlight.range.start)?.chars().count();
    Some(NamePart { name: highlight.name, start, end: start + length })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_code_points() {
        let of = |range| part(&Highlight { name: 1, range }, "№ 25 Өркен 🎓 мектебі");
        let start = "№ 25 Өркен 🎓 ".len();
        let end = start + "мектебі".len();
        assert_eq!(of(start..end), Some(NamePart { name: 1, start: 13, end: 20 }));
        assert_eq!(of(1..4), None);
        assert_eq!(of(end..end + 1), None);
    }

    #[test]
    fn a_record_is_found_by_its_id_and_a_name_that_is_gone_marks_nothing() {
        let documents = [
            r#"{"id":"b7k2m9x80","names":[{"value":"Өркен"}]}"#.into(),
            r#"{"id":"b0000000","names":[]}"#.into(),
        ];
        let mark = |name| Highlight { name, range: 0.."Өр".len() };
        let highlights = [("b7k2m9x80".parse().unwrap(), vec![mark(0), mark(1)])].into();
        let parts = parts_by_id(&documents, &highlights).unwrap();
        assert_eq!(parts, [("b7k2m9x80".to_owned(), vec![NamePart { name: 0, start: 0, end: 2 }])].into());
    }
}
