//! How to reach a body: every way that its record holds, ready to be tapped.

use super::names::Shown;
use super::page::Frame;
use super::record::Link;
use super::{format, labels};
use crate::organizations::{Contacts, Organization};

/// The ways to reach a body.
#[derive(Debug, Clone)]
pub struct ContactLines {
    /// Postal address; empty where unknown.
    pub address: Shown,
    /// Telephones.
    pub phones: Vec<Link>,
    /// Mailboxes.
    pub mails: Vec<String>,
    /// Sites.
    pub sites: Vec<Link>,
    /// Groups, pages and channels.
    pub channels: Vec<ChannelLine>,
}

/// A group, page or channel.
#[derive(Debug, Clone)]
pub struct ChannelLine {
    /// Where.
    pub platform: String,
    /// Its name there.
    pub name: Shown,
    /// Its address; empty where unknown.
    pub url: String,
    /// How many follow it, with the date; empty where unknown.
    pub followers: String,
    /// Where the figure comes from.
    pub source: Shown,
}

impl ContactLines {
    /// The ways that a record holds.
    pub fn new(organization: &Organization, frame: &Frame) -> Self {
        let contacts = organization.contacts.clone().unwrap_or_default();
        Self {
            address: Shown::guessed(contacts.address.as_deref().unwrap_or_default(), frame.lang),
            phones: contacts.phones.iter().map(|phone| phone_link(phone.as_str())).collect(),
            mails: contacts.emails.iter().map(ToString::to_string).collect(),
            sites: contacts
                .websites
                .iter()
                .map(|site| Link { text: labels::host_of(site.as_str()), href: site.to_string() })
                .collect(),
            channels: channels(&contacts, frame),
        }
    }

    /// True where the record holds a way to reach the body.
    pub fn is_reachable(&self) -> bool {
        !(self.address.value.is_empty()
            && self.mails.is_empty()
            && self.phones.is_empty()
            && self.sites.is_empty()
            && self.channels.is_empty())
    }
}

fn phone_link(phone: &str) -> Link {
    let digits: String = phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
    Link { href: format!("tel:{digits}"), text: phone.to_owned() }
}

fn channels(contacts: &Contacts, frame: &Frame) -> Vec<ChannelLine> {
    let lang = frame.lang;
    contacts
        .channels
        .iter()
        .map(|channel| {
            let date =
                channel.as_of.as_ref().map(|date| frame.t1("as-of", "date", format::date(lang, date.0)));
            let followers = channel
                .followers
                .map(|followers| frame.t1("channel-followers", "n", format::number(followers)));
            let engaged = channel.engagement_percent.as_ref().map(|percent| {
                frame.t1("channel-engagement", "percent", format::decimal(lang, percent.as_str()))
            });
            ChannelLine {
                platform: channel.platform.entry().label(lang.as_str()).to_owned(),
                name: Shown::guessed(channel.name.as_deref().unwrap_or_default(), lang),
                url: channel.url.as_ref().map_or_else(String::new, ToString::to_string),
                followers: [followers, engaged, date].into_iter().flatten().collect::<Vec<_>>().join(", "),
                source: Shown::guessed(channel.source.as_deref().unwrap_or_default(), lang),
            }
        })
        .collect()
}
