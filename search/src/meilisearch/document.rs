//! The document of an organization, as Meilisearch keeps it and as it comes back.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::filter::value;
use crate::finding::{KEY_END, Order, Place, TermField, analyse, shortness, steps};
use crate::index::{Head, IndexedName, OrganizationDocument};
use crate::text::tokens::Reader;

/// Primary key of the head: no organization has it.
pub(super) const HEAD: &str = "_head";

/// A document. Attributes that were not asked for are empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Document {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) pk: String,
    /// The organization's id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) head: Option<StoredHead>,
    /// Value, language and type of each name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) stored: Vec<(String, String, String)>,
    names: Vec<String>,
    names_plain: Vec<String>,
    names_stems: Vec<String>,
    words: Vec<String>,
    plain: Vec<String>,
    stems: Vec<String>,
    skeletons: Vec<String>,
    meanings: Vec<String>,
    whole: Vec<String>,
    kind: Vec<String>,
    level: Vec<String>,
    area: Vec<String>,
    activity: Vec<String>,
    subject: Vec<String>,
    legal_form: Vec<String>,
    status: Vec<String>,
    confirmed: Vec<String>,
    country: Vec<String>,
    host: Vec<String>,
    parent: Vec<String>,
    bin: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_bin: Option<bool>,
    pub(super) shortness: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_kk: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_ru: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_en: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_updated: Option<String>,
}

/// Where in the log the index stands, kept with the documents.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StoredHead {
    /// [`super::settings::VERSION`] of the program that wrote the index.
    pub(super) version: u32,
    pub(super) seq: i64,
    pub(super) hash: String,
}

/// The document that says where in the log the index stands.
pub(super) fn head(head: &Head) -> Document {
    let head = StoredHead { version: super::settings::VERSION, seq: head.seq, hash: head.hash.clone() };
    Document { pk: HEAD.to_owned(), head: Some(head), ..Document::default() }
}

/// Longest key made of an id; Meilisearch takes 511 bytes.
const LONGEST: usize = 400;

/// The primary key of an id: Meilisearch takes letters, digits, - and _ only.
pub(super) fn key_of(id: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !id.is_empty() && id.len() < LONGEST && id.bytes().all(is_plain) {
        return id.to_owned();
    }
    let mut bytes = String::new();
    for byte in value(id).bytes() {
        // A string takes any writing.
        let _ = write!(bytes, "{byte:02x}");
    }
    // The value of a long id ends with a check of the whole.
    format!("_{}", &bytes[bytes.len().saturating_sub(LONGEST)..])
}

/// The document of an organization.
pub(super) fn document(organization: &OrganizationDocument, reader: &mut Reader) -> Document {
    let analysed = analyse(organization, reader);
    let length = analysed.names_plain.split(' ').filter(|word| !word.is_empty()).count();
    let length = as_tantivy_keeps_it(u32::try_from(length).unwrap_or(u32::MAX));
    let [key_kk, key_ru, key_en] = analysed.sort_keys.map(|key| Some(stored_key(&key)));
    let updated = u64::MAX - (u64::from_ne_bytes(organization.updated_at.to_ne_bytes()) ^ (1 << 63));
    Document {
        pk: key_of(&organization.id),
        id: organization.id.clone(),
        head: None,
        stored: organization
            .names
            .iter()
            .map(|name| (name.value.clone(), name.lang.clone(), name.name_type.clone()))
            .collect(),
        names: terms(&analysed.names),
        names_plain: terms(&analysed.names_plain),
        names_stems: terms(&analysed.names_stems),
        words: terms(&analysed.words),
        plain: terms(&analysed.plain),
        stems: terms(&analysed.stems),
        skeletons: terms(&analysed.skeletons),
        meanings: values(&analysed.meanings),
        whole: values(&analysed.wholes),
        kind: values([&organization.kind]),
        level: values([&organization.level]),
        area: values(&organization.areas),
        activity: values(&organization.activities),
        subject: values(&organization.subjects),
        legal_form: values(&organization.legal_form),
        status: values([&organization.status]),
        confirmed: values([&organization.confirmed]),
        country: values([&organization.country]),
        host: values(&organization.host),
        parent: values(&organization.parents),
        bin: values(&organization.bin),
        has_bin: Some(organization.bin.as_ref().is_some_and(|bin| !bin.is_empty())),
        shortness: steps(shortness(length)),
        key_kk,
        key_ru,
        key_en,
        key_updated: Some(stored_place(&Place { rank: updated, key: organization.id.clone() })),
    }
}

impl Document {
    /// The terms of a field.
    pub(super) fn terms(&self, field: TermField) -> &[String] {
        match field {
            TermField::Names => &self.names,
            TermField::NamesPlain => &self.names_plain,
            TermField::NamesStems => &self.names_stems,
            TermField::Words => &self.words,
            TermField::Plain => &self.plain,
            TermField::Stems => &self.stems,
            TermField::Skeletons => &self.skeletons,
            TermField::Meanings => &self.meanings,
            TermField::Whole => &self.whole,
            TermField::Kind => &self.kind,
            TermField::Level => &self.level,
            TermField::Area => &self.area,
            TermField::Activity => &self.activity,
            TermField::Subject => &self.subject,
            TermField::Confirmed => &self.confirmed,
            TermField::Status => &self.status,
        }
    }

    /// The names, in the record's order.
    pub(super) fn names(&self) -> Vec<IndexedName> {
        let names = self.stored.iter().map(|(value, lang, name_type)| IndexedName {
            value: value.clone(),
            lang: lang.clone(),
            name_type: name_type.clone(),
        });
        names.collect()
    }

    /// The place in an order, the rank of a relevance left to the caller.
    pub(super) fn place(&self, order: Order) -> Option<Place> {
        let key = match order {
            Order::Updated => {
                let (rank, _) = self.key_updated.as_ref()?.split_once(STORED_END)?;
                let rank = u64::from_str_radix(rank, 16).ok()?;
                return Some(Place { rank, key: self.id.clone() });
            }
            Order::Score | Order::NameKk => &self.key_kk,
            Order::NameRu => &self.key_ru,
            Order::NameEn => &self.key_en,
        };
        let (name, _) = key.as_ref()?.split_once(STORED_END)?;
        Some(Place { rank: 0, key: format!("{name}{KEY_END}{}", self.id) })
    }
}

/// Stands for [`KEY_END`]: below digits and letters, and left alone by Meilisearch.
const STORED_END: char = '!';

/// The key of an order by name, as it is kept.
pub(super) fn stored_key(key: &str) -> String {
    let (name, id) = key.split_once(KEY_END).unwrap_or((key, ""));
    format!("{name}{STORED_END}{}", value(id))
}

/// The place in the order of change, as it is kept.
pub(super) fn stored_place(place: &Place) -> String {
    format!("{:016x}{STORED_END}{}", place.rank, value(&place.key))
}

fn terms(joined: &str) -> Vec<String> {
    distinct(joined.split(' '))
}

fn values<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    distinct(texts.into_iter().map(String::as_str))
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut values: Vec<String> = texts.filter(|text| !text.is_empty()).map(value).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// Lengths beyond 40 in the steps in which the embedded engine keeps them, so that both rank alike.
fn as_tantivy_keeps_it(length: u32) -> u32 {
    const EXACT: u32 = 40;
    const FREE: u32 = 24;
    const BITS: u32 = 4;
    if length < EXACT {
        return length;
    }
    let rest = length - FREE;
    let dropped = (u32::BITS - rest.leading_zeros()).saturating_sub(BITS);
    FREE + (rest >> dropped << dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_order_like_the_places_they_stand_for() {
        let place = |updated_at, id: &str| {
            let organization =
                OrganizationDocument { id: id.to_owned(), updated_at, ..OrganizationDocument::default() };
            document(&organization, &mut Reader::default())
        };
        let documents = [place(5, "a"), place(5, "B"), place(0, "a"), place(-1, "c"), place(i64::MIN, "d")];
        let keys: Vec<_> = documents.iter().map(|one| one.key_updated.clone().unwrap()).collect();
        assert!(keys[0] < keys[2] && keys[2] < keys[3] && keys[3] < keys[4] && keys[1] < keys[2]);
        assert_eq!(documents[1].place(Order::Updated).unwrap().key, "B");
        assert_eq!(documents[1].place(Order::NameKk).unwrap().key, "\u{1}B");
    }

    #[test]
    fn lengths_are_kept_in_steps() {
        let kept: Vec<u32> = [0, 39, 40, 41, 42, 55, 56, 57, 60, 1000].map(as_tantivy_keeps_it).to_vec();
        assert_eq!(kept, [0, 39, 40, 40, 42, 54, 56, 56, 60, 984]);
    }

    #[test]
    fn any_id_has_a_key_of_its_own() {
        assert_eq!((key_of("org-1"), key_of("_head")), ("org-1".to_owned(), "_5f68656164".to_owned()));
        assert_eq!(key_of("ө"), "_d3a9");
        assert_ne!(key_of(&"я".repeat(300)), key_of(&"я".repeat(301)));
    }
}
