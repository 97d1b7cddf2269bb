//! A body as an entry of a list: what it is, where, how to reach it, whether anybody confirmed it.

use std::collections::BTreeMap;

use birlik_entity::OrganizationId;
use birlik_search::Highlight;

use super::locale::PageLang;
use super::marks::{self, OtherName, Piece};
use super::names::{self, Shown};
use super::page::Frame;
use super::{format, labels};
use crate::areas::AreaTree;
use crate::organizations::Organization;

/// How much of the words on joining stands in a list.
const JOIN_LINE: usize = 140;

/// An entry of a list.
#[derive(Debug, Clone)]
pub struct Item {
    /// The body's page.
    pub href: String,
    /// Its name.
    pub name: Shown,
    /// Its name in pieces, those marked that answer the query.
    pub pieces: Vec<Piece>,
    /// The name that answers the query, where nothing of the one above does.
    pub answers: Option<OtherName>,
    /// Kind, level and place, in words.
    pub what: Vec<String>,
    /// Its subjects, in words.
    pub subjects: Vec<String>,
    /// How to join or reach it, in a line; empty where nobody has said.
    pub reach: Shown,
    /// Whether anybody confirmed it.
    pub state: State,
    /// True where the record is made up for tests.
    pub synthetic: bool,
}

/// Whether anybody confirmed a record, in a word with a sign.
#[derive(Debug, Clone)]
pub struct State {
    /// True where somebody did.
    pub confirmed: bool,
    /// The words.
    pub text: String,
    /// How it was confirmed; empty where it was not.
    pub level: String,
}

impl State {
    /// The state of a record.
    pub fn of(organization: &Organization, frame: &Frame) -> Self {
        let level = organization.confirmed_level();
        if level == "imported" {
            return Self { confirmed: false, text: frame.t("not-confirmed"), level: String::new() };
        }
        let date = organization.confirmed.as_ref().and_then(|confirmed| confirmed.on.as_ref());
        Self {
            confirmed: true,
            text: date.map_or_else(
                || frame.t("confirmed"),
                |date| frame.t1("confirmed-on", "when", format::when(frame.lang, date.0)),
            ),
            level: labels::label("confirmed_level", level, frame.lang),
        }
    }
}

impl Item {
    /// The entry of a record, with what of its names answers the query.
    pub fn new(
        organization: &Organization,
        highlights: &[Highlight],
        frame: &Frame,
        tree: &AreaTree,
    ) -> Self {
        let id = organization.id.map(|id| id.to_string()).unwrap_or_default();
        let name = names::shown(&organization.names, frame.lang, &id);
        let (pieces, answers) = marks::marked(&name, &organization.names, highlights, frame);
        Self {
            href: frame.link(&format!("/organizations/{id}")),
            name,
            pieces,
            answers,
            what: vec![
                format::capitalized(organization.kind.entry().label(frame.lang.as_str())),
                organization.level.entry().label(frame.lang.as_str()).to_owned(),
                place(organization, frame, tree),
            ],
            subjects: organization
                .subjects
                .iter()
                .map(|subject| subject.entry().label(frame.lang.as_str()).to_owned())
                .collect(),
            reach: reach(organization, frame),
            state: State::of(organization, frame),
            synthetic: is_synthetic(organization),
        }
    }

    /// Entries of records.
    pub fn all<'a>(
        organizations: impl IntoIterator<Item = &'a Organization>,
        frame: &Frame,
        tree: &AreaTree,
    ) -> Vec<Self> {
        organizations.into_iter().map(|organization| Self::new(organization, &[], frame, tree)).collect()
    }

    /// Entries of records that were searched for, with what of their names answers the query.
    pub fn found(
        organizations: &[Organization],
        highlights: &BTreeMap<OrganizationId, Vec<Highlight>>,
        frame: &Frame,
        tree: &AreaTree,
    ) -> Vec<Self> {
        let of = |organization: &Organization| {
            let marks = organization.id.and_then(|id| highlights.get(&id.0));
            Self::new(organization, marks.map_or(&[], Vec::as_slice), frame, tree)
        };
        organizations.iter().map(of).collect()
    }
}

/// True where a record was made up for tests.
pub fn is_synthetic(organization: &Organization) -> bool {
    organization.sources.iter().any(|source| source.list.starts_with("synthetic"))
}

/// The place in a line: its area and the region of this, or the country.
fn place(organization: &Organization, frame: &Frame, tree: &AreaTree) -> String {
    let place = organization.kato().and_then(|kato| tree.place(&kato, frame.lang.as_str()));
    place.unwrap_or_else(|| labels::country(organization.country.as_str(), frame.lang))
}

fn reach(organization: &Organization, frame: &Frame) -> Shown {
    let lang = frame.lang;
    if let Some(how) = organization.membership.as_ref().and_then(|membership| membership.how_to_join.as_ref())
        && let Some(shown) = localized(how, lang)
    {
        return Shown { value: shortened(&shown.value, JOIN_LINE), ..shown };
    }
    let contact = organization.contacts.as_ref().and_then(|contacts| {
        let mail = contacts.emails.first().map(ToString::to_string);
        let phone = contacts.phones.first().map(ToString::to_string);
        let site = contacts.websites.first().map(|site| labels::host_of(&site.to_string()));
        let channel =
            contacts.channels.first().map(|channel| channel.platform.entry().label(lang.as_str()).to_owned());
        mail.or(phone).or(site).or(channel)
    });
    let line = contact.map_or_else(String::new, |contact| frame.t1("item-contact", "contact", contact));
    Shown { value: line, lang: String::new(), mark: String::new() }
}

/// A text in the page's language, else in one it is there in.
pub fn localized(text: &crate::organizations::Localized, lang: PageLang) -> Option<Shown> {
    let of = |language: PageLang| {
        match language {
            PageLang::Kk => text.kk.as_deref(),
            PageLang::Ru => text.ru.as_deref(),
            PageLang::En => text.en.as_deref(),
        }
        .map(|value| Shown::new(value, language.as_str(), lang))
    };
    of(lang).or_else(|| PageLang::ALL.into_iter().find_map(of))
}

fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let start: String = text.chars().take(letters).collect();
    let whole = start.rfind(' ').map_or(start.as_str(), |end| &start[..end]);
    format!("{}…", whole.trim_end_matches([',', '.', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_with_a_word() {
        assert_eq!(shortened("бір екі үш", 20), "бір екі үш");
        assert_eq!(shortened("бір екі, үш төрт", 10), "бір екі…");
    }
}
