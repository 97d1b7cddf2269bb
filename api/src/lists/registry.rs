//! The registry as the matching sees it: what each record says, and digests of the contacts that lists gave.

use std::collections::HashMap;

use birlik_entity::OrganizationId;
use birlik_entity::rows::contact_digest;
use birlik_search::matching::{
    Contact, ContactDigest, DigestKey, KnownBodies, Lexicon, RowFacts, RowInput, RowReader,
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QuerySelect};

use super::platforms::Pages;
use crate::organizations::{self, Organization};

/// Records a page.
const PAGE: u64 = 2000;

/// Records as they are compared, in the order of their ids.
#[derive(Debug, Default)]
pub(super) struct Registry {
    pub(super) ids: Vec<String>,
    pub(super) known: KnownBodies,
    /// Their pages in social networks.
    pub(super) pages: Pages,
}

/// Reads the whole registry.
pub(super) async fn read(
    connection: &impl ConnectionTrait,
    lexicon: &Lexicon,
    key: &DigestKey,
) -> Result<Registry, DbErr> {
    let digests = digests(connection).await?;
    let mut registry = Registry::default();
    let mut reader = RowReader::new(lexicon, key);
    let mut after = String::new();
    loop {
        let page = organizations::document_page(connection, &after, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(registry) };
        after.clone_from(last);
        for (id, document) in page {
            let record: Organization =
                serde_json::from_str(&document).map_err(|error| DbErr::Type(error.to_string()))?;
            let mut facts = reader.read(&input(&record));
            for digest in digests.get(&id).into_iter().flatten() {
                add(&mut facts, digest);
            }
            registry.pages.note(registry.ids.len(), &record, &facts);
            registry.ids.push(id);
            registry.known.push(&facts);
        }
    }
}

async fn digests(connection: &impl ConnectionTrait) -> Result<HashMap<String, Vec<String>>, DbErr> {
    let rows: Vec<(String, String)> = contact_digest::Entity::find()
        .select_only()
        .columns([contact_digest::Column::OrganizationId, contact_digest::Column::Digest])
        .into_tuple()
        .all(connection)
        .await?;
    let redirects = organizations::Redirects::all(connection).await?;
    let mut digests: HashMap<String, Vec<String>> = HashMap::new();
    for (id, digest) in rows {
        // The contacts of a record that was merged are those of the one that stays.
        let away = id.parse().ok().and_then(|id: OrganizationId| redirects.away(id));
        digests.entry(away.map_or(id, |into| into.to_string())).or_default().push(digest);
    }
    Ok(digests)
}

/// The digests of a row's contacts as they are stored: `p:` a telephone, `m:` a mailbox.
pub(super) fn stored_digests(facts: &RowFacts) -> Vec<String> {
    let of = |sort: char, contacts: &[Contact]| -> Vec<String> {
        contacts.iter().map(|contact| format!("{sort}:{:016x}", contact.digest.0)).collect()
    };
    let mut all = of('p', &facts.phones);
    all.extend(of('m', &facts.emails));
    all
}

fn add(facts: &mut RowFacts, stored: &str) {
    let Some((sort, digits)) = stored.split_once(':') else { return };
    let Ok(digest) = u64::from_str_radix(digits, 16).map(ContactDigest) else { return };
    let contacts = if sort == "p" { &mut facts.phones } else { &mut facts.emails };
    if contacts.iter().all(|contact| contact.digest != digest) {
        contacts.push(Contact { digest, institutional: None });
        contacts.sort_by_key(|contact| contact.digest);
    }
}

/// A record in the shape of a row.
fn input(record: &Organization) -> RowInput {
    let mut input = RowInput {
        bin: record.bin.map(|bin| bin.to_string()),
        legal_form: record.legal_form.map(|form| form.to_string()),
        kind: Some(record.kind.to_string()),
        kato: record.kato().map(|kato| kato.to_string()),
        subjects: record.subjects.iter().map(ToString::to_string).collect(),
        date: record.registered_on.or(record.founded_on).map(|date| date.to_string()),
        host: record.host.as_ref().and_then(|host| host.names.first()).map(|name| name.value.clone()),
        ..RowInput::default()
    };
    for name in &record.names {
        let place = match name.lang.to_string().as_str() {
            "kk" => &mut input.name_kk,
            "ru" => &mut input.name_ru,
            "en" => &mut input.name_en,
            _ => {
                input.names.push(name.value.clone());
                continue;
            }
        };
        match place {
            None => *place = Some(name.value.clone()),
            Some(_) => input.names.push(name.value.clone()),
        }
    }
    if let Some(contacts) = &record.contacts {
        input.phones = contacts.phones.iter().map(ToString::to_string).collect();
        input.emails = contacts.emails.iter().map(ToString::to_string).collect();
        input.websites = contacts.websites.iter().map(ToString::to_string).collect();
    }
    input
}
