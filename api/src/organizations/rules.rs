//! What a right record is, beyond the types of its fields. No I/O.

use std::collections::HashSet;
use std::hash::Hash;

use birlik_entity::bin::is_personal_number;
use birlik_entity::{Bin, OrganizationId, PartialDate};
use chrono::DateTime;
use sha2::{Digest, Sha256};

use super::model::{Contacts, Localized, Membership, Organization};
use super::read::Finding;
use crate::clock::timestamp;
use crate::parsed::Parsed;
use crate::privacy;

/// Most characters of a name, title, row or other short text.
const SHORT: usize = 500;
/// Most characters of a text that explains something.
const LONG: usize = 5000;
/// Greatest version that a line may bring along.
const GREATEST_VERSION: i64 = 1_000_000_000;
/// Most entries of a list in a record.
const ENTRIES: usize = 1000;

/// Brings a record into the one form in which it is stored: texts without space around them, empty things
/// left out, codes once. What is tidy stays as it is.
pub(super) fn tidy(record: &mut Organization) {
    each_text(record, |_, text, _| {
        let trimmed = text.trim();
        if trimmed.len() != text.len() {
            *text = trimmed.to_owned();
        }
    });
    unique(&mut record.activities);
    unique(&mut record.subjects);
    if record.area.as_ref().is_some_and(|area| area.kato.is_none()) {
        record.area = None;
    }
    if record.contacts.as_ref() == Some(&Contacts::default()) {
        record.contacts = None;
    }
    if let Some(membership) = &mut record.membership {
        if membership.how_to_join.as_ref() == Some(&Localized::default()) {
            membership.how_to_join = None;
        }
        if *membership == Membership::default() {
            record.membership = None;
        }
    }
    if let Some(host) = &record.host
        && host.id.is_none()
        && host.bin.is_none()
        && host.names.is_empty()
        && host.kato.is_none()
        && host.teachers.is_none()
    {
        record.host = None;
    }
    if let Some(at) = record.updated_at.as_deref().and_then(|at| DateTime::parse_from_rfc3339(at).ok()) {
        record.updated_at = Some(timestamp(at.to_utc()));
    }
}

/// True where a record may hold personal data, so that it must be looked through text by text.
pub(super) fn may_hold_personal_data(record: &mut Organization) -> bool {
    let contacts = record.contacts.iter();
    let mut personal =
        record.sources.iter().filter_map(|source| source.bin.as_ref()).any(|bin| !may_stay_with_source(bin))
            || contacts.clone().flat_map(|contacts| &contacts.emails).any(|email| email.is_private())
            || contacts.clone().flat_map(|contacts| &contacts.phones).any(|phone| phone.is_mobile());
    let addresses = contacts
        .flat_map(|contacts| {
            contacts
                .websites
                .iter()
                .chain(contacts.channels.iter().filter_map(|channel| channel.url.as_ref()))
        })
        .chain(
            record
                .membership
                .iter()
                .flat_map(|membership| membership.join_url.iter().chain(&membership.rules_url)),
        )
        .chain(record.documents.iter().filter_map(|document| document.url.as_ref()));
    personal |= addresses.map(|url| url.as_str()).any(|url| !privacy::redact(url).1.is_empty());
    each_text(record, |_, text, _| personal |= !privacy::redact(text).1.is_empty());
    personal
}

/// True where a number may stay with the source that gives it as a BIN: digits alone, no telephone number, no
/// personal number and nothing that begins like one.
pub(super) fn may_stay_with_source(text: &str) -> bool {
    (1..=14).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && privacy::redact(text).1.is_empty()
        && !is_personal_number(text)
        && !text.parse::<Bin>().is_err_and(|error| error.personal)
}

/// Everything that is wrong with a tidy record.
pub(super) fn check(record: &mut Organization) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut wrong = |field: String, reason: &str| findings.push(Finding::new(field, reason));
    if record.names.is_empty() {
        wrong("names".into(), "the record has no name; expected at least one");
    }
    each_text(record, |field, text, most| {
        if text.is_empty() {
            wrong(field.to_owned(), "the text is empty; expected some text, or the field left out");
        } else if text.chars().count() > most {
            wrong(field.to_owned(), &format!("the text is too long; expected at most {most} characters"));
        } else if text.chars().any(|c| c.is_control() && !(most == LONG && matches!(c, '\n' | '\t'))) {
            wrong(
                field.to_owned(),
                "the text has a control character; expected letters, digits and punctuation",
            );
        }
    });
    if record
        .host
        .as_ref()
        .is_some_and(|host| host.id.is_none() && host.bin.is_none() && host.names.is_empty())
    {
        wrong(
            "host".into(),
            "the institution cannot be told from others; expected its id, its BIN or a name",
        );
    }
    for (field, length) in [
        ("names", record.names.len()),
        ("officers", record.officers.len()),
        ("documents", record.documents.len()),
        ("affiliations", record.affiliations.len()),
        ("member_counts", record.member_counts.len()),
        ("unit_counts", record.unit_counts.len()),
        ("identifiers", record.identifiers.len()),
        ("sources", record.sources.len()),
        ("host.names", record.host.as_ref().map_or(0, |host| host.names.len())),
        ("membership.open_to", record.membership.as_ref().map_or(0, |membership| membership.open_to.len())),
        ("contacts.channels", record.contacts.as_ref().map_or(0, |contacts| contacts.channels.len())),
        ("contacts.emails", record.contacts.as_ref().map_or(0, |contacts| contacts.emails.len())),
        ("contacts.phones", record.contacts.as_ref().map_or(0, |contacts| contacts.phones.len())),
        ("contacts.websites", record.contacts.as_ref().map_or(0, |contacts| contacts.websites.len())),
    ] {
        if length > ENTRIES {
            wrong(field.into(), &format!("the list is too long; expected at most {ENTRIES} entries"));
        }
    }
    let terms = record.officers.iter().map(|officer| (officer.since, officer.until));
    for (at, (since, until)) in terms.enumerate() {
        if ends_early(since, until) {
            wrong(format!("officers[{at}].until"), "the term ends before it begins; expected a later date");
        }
    }
    for (at, affiliation) in record.affiliations.iter().enumerate() {
        if ends_early(affiliation.since, affiliation.until) {
            wrong(format!("affiliations[{at}].until"), "it ends before it begins; expected a later date");
        }
        if record.id.is_some_and(|id| affiliation.to.id() == Some(id.0)) {
            wrong(
                format!("affiliations[{at}].to"),
                "a body cannot belong to itself; expected another record",
            );
        }
    }
    let current_units = record
        .affiliations
        .iter()
        .filter(|one| one.affiliation_type.is("unit_of") && one.until.is_none())
        .count();
    if current_units > 1 {
        wrong("affiliations".into(), "a body is a unit of one body at a time; expected one current unit_of");
    }
    for (at, document) in record.documents.iter().enumerate() {
        let right = |sha: &String| {
            sha.len() == 64 && sha.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        if !document.sha256.as_ref().is_none_or(right) {
            wrong(
                format!("documents[{at}].sha256"),
                "this is not a digest; expected 64 lower-case hexadecimal digits",
            );
        }
    }
    if record.version.is_some_and(|version| !(1..=GREATEST_VERSION).contains(&version)) {
        wrong("version".into(), &format!("a version is from 1 to {GREATEST_VERSION}"));
    }
    if record.updated_at.as_ref().is_some_and(|at| DateTime::parse_from_rfc3339(at).is_err()) {
        wrong("updated_at".into(), "this is not a time; expected RFC 3339, as in 2026-11-24T09:00:00.000Z");
    }
    findings
}

/// The digest by which a record is recognised that has nothing else to be recognised by: SHA-256 of the
/// record without what the registry gives it.
pub(super) fn line_digest(record: &Organization) -> String {
    let mut content = content(record);
    content.id = None;
    hex::encode(Sha256::digest(serde_json::to_vec(&content).unwrap_or_default()))
}

/// The record without version and time: two records with the same content say the same.
pub(super) fn content(record: &Organization) -> Organization {
    Organization { version: None, updated_at: None, local_ref: None, ..record.clone() }
}

/// The id to try in the `attempt`-th place for a record known by this key: the same record gets the same id
/// in every registry, unless the id is taken.
pub(super) fn mint(key: &str, attempt: u32) -> OrganizationId {
    let digest = Sha256::digest(format!("organization\n{key}\n{attempt}"));
    OrganizationId::from_number(u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]))
}

/// True where something ends before it can have begun, whatever the days that the dates leave open.
fn ends_early(since: Option<Parsed<PartialDate>>, until: Option<Parsed<PartialDate>>) -> bool {
    since.zip(until).is_some_and(|(since, until)| until.last_day() < since.first_day())
}

fn unique<T: Copy + Eq + Hash>(codes: &mut Vec<Parsed<T>>) {
    let mut seen = HashSet::new();
    codes.retain(|code| seen.insert(*code));
}

/// Calls `visit` with the path, the text and its greatest length, for each free text of a record.
fn each_text(record: &mut Organization, mut visit: impl FnMut(&str, &mut String, usize)) {
    let mut list = |field: String, text: Option<&mut String>, most: usize| {
        if let Some(text) = text {
            visit(&field, text, most);
        }
    };
    list("ref".into(), record.local_ref.as_mut(), 64);
    for (at, name) in record.names.iter_mut().enumerate() {
        list(format!("names[{at}].value"), Some(&mut name.value), SHORT);
    }
    if let Some(host) = &mut record.host {
        for (at, name) in host.names.iter_mut().enumerate() {
            list(format!("host.names[{at}].value"), Some(&mut name.value), SHORT);
        }
    }
    if let Some(contacts) = &mut record.contacts {
        list("contacts.address".into(), contacts.address.as_mut(), SHORT);
        for (at, channel) in contacts.channels.iter_mut().enumerate() {
            list(format!("contacts.channels[{at}].name"), channel.name.as_mut(), SHORT);
            list(format!("contacts.channels[{at}].source"), channel.source.as_mut(), SHORT);
        }
    }
    if let Some(membership) = &mut record.membership {
        if let Some(how) = &mut membership.how_to_join {
            list("membership.how_to_join.kk".into(), how.kk.as_mut(), LONG);
            list("membership.how_to_join.ru".into(), how.ru.as_mut(), LONG);
            list("membership.how_to_join.en".into(), how.en.as_mut(), LONG);
        }
        list("membership.rules".into(), membership.rules.as_mut(), LONG);
    }
    for (at, document) in record.documents.iter_mut().enumerate() {
        list(format!("documents[{at}].title"), Some(&mut document.title), SHORT);
    }
    for (at, affiliation) in record.affiliations.iter_mut().enumerate() {
        list(format!("affiliations[{at}].source"), affiliation.source.as_mut(), SHORT);
    }
    for (at, count) in record.member_counts.iter_mut().enumerate() {
        list(format!("member_counts[{at}].scope"), count.scope.as_mut(), SHORT);
        list(format!("member_counts[{at}].source"), count.source.as_mut(), SHORT);
    }
    for (at, count) in record.unit_counts.iter_mut().enumerate() {
        list(format!("unit_counts[{at}].scope"), count.scope.as_mut(), SHORT);
        list(format!("unit_counts[{at}].source"), count.source.as_mut(), SHORT);
    }
    for (at, identifier) in record.identifiers.iter_mut().enumerate() {
        list(format!("identifiers[{at}].scheme"), Some(&mut identifier.scheme), 64);
        list(format!("identifiers[{at}].value"), Some(&mut identifier.value), SHORT);
    }
    for (at, source) in record.sources.iter_mut().enumerate() {
        list(format!("sources[{at}].list"), Some(&mut source.list), 100);
        list(format!("sources[{at}].title"), source.title.as_mut(), SHORT);
        list(format!("sources[{at}].report"), source.report.as_mut(), SHORT);
        list(format!("sources[{at}].row"), source.row.as_mut(), 100);
        list(format!("sources[{at}].bin"), source.bin.as_mut(), 40);
    }
}
