//! What the search index sees of a record.

use birlik_entity::code;
use birlik_search::{IndexedName, OrganizationDocument};
use chrono::DateTime;

use super::model::Organization;
use crate::areas::AreaTree;

/// The document of a record on a day (`2026-11-24`); `None` where the record has no id.
pub fn document_of(record: &Organization, areas: &AreaTree, today: &str) -> Option<OrganizationDocument> {
    let chain = record.kato().map(|kato| areas.chain(&kato)).unwrap_or_default();
    let place_names = chain
        .iter()
        .flat_map(|area| {
            let names = [Some(&area.names.kk), Some(&area.names.ru), area.names.en.as_ref()];
            names.into_iter().flatten().chain(area.aliases.iter().map(|alias| &alias.alias))
        })
        .cloned()
        .collect();
    // A code that is not loaded as an area still selects its body.
    let mut codes: Vec<String> = chain.iter().map(|area| area.kato.to_string()).collect();
    codes.extend(record.kato().map(|kato| kato.to_string()).filter(|kato| !codes.contains(kato)));
    let labelled = std::iter::once(("kind", record.kind.as_str()))
        .chain(record.subjects.iter().map(|subject| ("subject", subject.as_str())))
        .chain(record.activities.iter().map(|activity| ("activity", activity.as_str())));
    let labels = labelled
        .filter_map(|(list, code)| code::entry(list, code))
        .flat_map(|entry| [entry.kk.clone(), entry.ru.clone(), entry.en.clone()])
        .collect();
    let parents = record
        .affiliations
        .iter()
        .filter(|one| {
            one.is_current(today)
                && matches!(one.affiliation_type.as_str(), "unit_of" | "branch_of" | "member_of")
        })
        .map(|one| one.to.to_string())
        .collect();
    Some(OrganizationDocument {
        id: record.id?.to_string(),
        names: record
            .names
            .iter()
            .map(|name| IndexedName {
                value: name.value.clone(),
                lang: name.lang.to_string(),
                name_type: name.name_type.to_string(),
            })
            .collect(),
        host_names: record.host.iter().flat_map(|host| &host.names).map(|name| name.value.clone()).collect(),
        place_names,
        labels,
        kind: record.kind.to_string(),
        level: record.level.to_string(),
        status: record.status.to_string(),
        legal_form: record.legal_form.map(|form| form.to_string()),
        country: record.country.to_string(),
        areas: codes,
        activities: record.activities.iter().map(ToString::to_string).collect(),
        subjects: record.subjects.iter().map(ToString::to_string).collect(),
        host: record.host.as_ref().and_then(|host| host.id).map(|id| id.to_string()),
        parents,
        bin: record.bin.map(|bin| bin.to_string()),
        confirmed: record.confirmed_level().to_owned(),
        identifiers: record.identifiers.iter().map(|identifier| identifier.value.clone()).collect(),
        updated_at: record
            .updated_at
            .as_deref()
            .and_then(|at| DateTime::parse_from_rfc3339(at).ok())
            .map_or(0, |at| at.timestamp_micros()),
    })
}
