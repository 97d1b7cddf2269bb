//! Where a body stands: what it belongs to, what belongs to it, in words with links.

use birlik_entity::{OrganizationId, PartialDate};

use super::names::{self, Shown};
use super::page::Frame;
use super::{format, labels};
use crate::organizations::{Affiliation, Organization};
use crate::parsed::Parsed;

/// Another body and how it belongs to this one.
#[derive(Debug, Clone)]
pub struct Tie {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: Shown,
    /// How they belong together, and since when.
    pub how: String,
    /// Where this is known from.
    pub source: Shown,
    /// True where the tie has ended.
    pub ended: bool,
}

/// The ties of a record to the bodies it names; those whose records are not there are left out.
pub fn upward(organization: &Organization, named: &[Organization], frame: &Frame) -> Vec<Tie> {
    organization
        .affiliations
        .iter()
        .filter_map(|affiliation| {
            let id = affiliation.to.id()?;
            let record = named.iter().find(|record| record.id == Some(Parsed(id)))?;
            let term = term(frame, affiliation.since.as_ref(), affiliation.until.as_ref());
            let label = labels::label("affiliation", affiliation.affiliation_type.as_str(), frame.lang);
            Some(Tie {
                href: frame.link(&format!("/organizations/{id}")),
                name: names::shown(&record.names, frame.lang, &id.to_string()),
                how: if term.is_empty() { label } else { format!("{label}, {term}") },
                source: Shown::guessed(affiliation.source.as_deref().unwrap_or_default(), frame.lang),
                ended: affiliation.until.is_some(),
            })
        })
        .collect()
}

/// The body above a record: what it is a unit, a branch or a member of today.
pub fn parent(organization: &Organization) -> Option<OrganizationId> {
    let above = |code: &str| {
        let of_today =
            |affiliation: &&Affiliation| affiliation.affiliation_type.is(code) && affiliation.until.is_none();
        organization.affiliations.iter().find(of_today).and_then(|affiliation| affiliation.to.id())
    };
    ["unit_of", "branch_of", "member_of"].into_iter().find_map(above)
}

/// The bodies that a record names.
pub fn named(organization: &Organization) -> Vec<OrganizationId> {
    let mut ids: Vec<OrganizationId> =
        organization.affiliations.iter().filter_map(|affiliation| affiliation.to.id()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A term in words: since when, until when; empty where nobody knows.
pub fn term(
    frame: &Frame,
    since: Option<&Parsed<PartialDate>>,
    until: Option<&Parsed<PartialDate>>,
) -> String {
    let since = since.map(|date| format::since(frame.lang, date.0));
    let until = until.map(|date| format::until(frame.lang, date.0));
    [since, until].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
