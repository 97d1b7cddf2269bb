//! What a row says, in the bulk format: the part of its record that comes from this row.
//!
//! Nothing personal is in it: the matching has left private contacts and personal numbers out of its facts.

use birlik_entity::code::Platform;
use birlik_entity::{Bin, Email, KatoCode, PartialDate, Phone, WebUrl};
use birlik_search::matching::{BinState, Column, NameFacts, NameLang, RowFacts};
use birlik_search::text::repair;
use serde_json::{Map, Value, json};

use super::rows::ListRow;
use super::source::SourceOfList;
use crate::privacy;

/// What a row says.
pub(super) fn said(row: &ListRow, facts: &RowFacts, source: &SourceOfList) -> Value {
    let mut record = Map::new();
    let kato = facts.area.chain().last().and_then(|kato| kato.parse::<KatoCode>().ok());
    record.insert("kind".into(), json!(facts.kind.as_deref().unwrap_or("ngo")));
    record.insert("level".into(), json!(level(facts)));
    record.insert("status".into(), json!("unconfirmed"));
    record.insert("names".into(), Value::Array(names(row, &facts.names)));
    if let [form] = facts.legal_forms.as_slice() {
        record.insert("legal_form".into(), json!(form));
    }
    if let Some(bin) = facts.bin.number().and_then(|bin| bin.parse::<Bin>().ok()) {
        record.insert("bin".into(), json!(bin.to_string()));
    }
    if let Some(date) =
        facts.date.map(birlik_search::matching::PartialDate::to_iso).filter(|date| is::<PartialDate>(date))
    {
        record.insert("registered_on".into(), json!(date));
    }
    if let Some(kato) = kato {
        record.insert("area".into(), json!({"kato": kato.to_string()}));
    }
    if let Some(host) = host(row, kato) {
        record.insert("host".into(), host);
    }
    if !facts.activities.is_empty() {
        record.insert("activities".into(), json!(facts.activities));
    }
    if !facts.subjects.is_empty() {
        record.insert("subjects".into(), json!(facts.subjects));
    }
    let contacts = contacts(row, facts, source);
    if !contacts.is_empty() {
        record.insert("contacts".into(), Value::Object(contacts));
    }
    record.insert("sources".into(), json!([source.of_row(row.number, wrong_bin(&facts.bin))]));
    Value::Object(record)
}

/// A number that cannot be right stays with the source that gives it.
fn wrong_bin(bin: &BinState) -> Option<String> {
    match bin {
        BinState::Repaired { from, .. } => Some(from.chars().filter(char::is_ascii_digit).collect()),
        BinState::Invalid(found) => Some(found.clone()),
        _ => None,
    }
    .filter(|text| (1..=14).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
    .filter(|text| privacy::redact(text).1.is_empty() && !birlik_search::matching::bin::is_personal(text))
}

fn level(facts: &RowFacts) -> &str {
    let by_area = if facts.area.district.is_some() {
        "district"
    } else if facts.area.region.is_some() {
        "region"
    } else {
        "republic"
    };
    facts.level.as_deref().unwrap_or(by_area)
}

/// One name for each language is the official one, the others are further names; each as its cell has it, but
/// for look-alike letters of another script inside its words.
fn names(row: &ListRow, facts: &[NameFacts]) -> Vec<Value> {
    let mut names: Vec<Value> = Vec::new();
    let mut langs: Vec<NameLang> = Vec::new();
    for name in facts {
        let cell = match name.column {
            Column::NameKk => row.input.name_kk.as_deref(),
            Column::NameRu => row.input.name_ru.as_deref(),
            Column::NameEn => row.input.name_en.as_deref(),
            _ => match row.input.names.as_slice() {
                [only] => Some(only.as_str()),
                _ => None,
            },
        };
        let text = repair(cell.unwrap_or(&name.clean)).split_whitespace().collect::<Vec<_>>().join(" ");
        let text = privacy::redact(&birlik_search::matching::bin::without_personal(&text)).0.into_owned();
        if text.is_empty() || names.iter().any(|one| one["value"] == text) {
            continue;
        }
        let kind = if langs.contains(&name.lang) { "alias" } else { "official" };
        langs.push(name.lang);
        let lang = match name.lang {
            NameLang::Kk => "kk",
            NameLang::Ru => "ru",
            NameLang::En => "en",
        };
        names.push(json!({"value": text, "lang": lang, "type": kind}));
    }
    names
}

fn host(row: &ListRow, kato: Option<KatoCode>) -> Option<Value> {
    let name = row.input.host.as_deref().map(str::trim).filter(|name| !name.is_empty())?;
    let lang =
        if name.chars().any(|c| "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(c)) { "kk" } else { "ru" };
    let mut host = json!({"names": [{"value": privacy::redact(name).0, "lang": lang}]});
    host["kato"] = json!(kato?.to_string());
    Some(host)
}

fn contacts(row: &ListRow, facts: &RowFacts, source: &SourceOfList) -> Map<String, Value> {
    let mut contacts = Map::new();
    let mut put = |name: &str, values: Vec<String>| {
        if !values.is_empty() {
            contacts.insert(name.into(), json!(values));
        }
    };
    let institutional = |all: &[birlik_search::matching::Contact]| -> Vec<String> {
        all.iter().filter_map(|contact| contact.institutional.clone()).collect()
    };
    put(
        "emails",
        institutional(&facts.emails).into_iter().filter(|text| is_institutional_mailbox(text)).collect(),
    );
    put(
        "phones",
        institutional(&facts.phones).into_iter().filter(|text| is_institutional_phone(text)).collect(),
    );
    let (pages, sites): (Vec<String>, Vec<String>) = row
        .input
        .websites
        .iter()
        .filter_map(|site| address(site))
        .partition(|site| platform_of(site).is_some());
    put("websites", sites);
    let mut channels: Vec<Value> = pages.iter().map(|page| channel(Some(page), None)).collect();
    let url = row.beside.url.as_deref().and_then(address);
    if url.is_some() || row.beside.platform.is_some() {
        let mut channel = channel(url.as_deref(), row.beside.platform.as_deref());
        if let Some(followers) = row.beside.followers.as_deref().and_then(count) {
            channel["followers"] = json!(followers);
        }
        let as_of = row.beside.followers_as_of.as_deref().or(source.list_date.as_deref());
        if let Some(as_of) = as_of.filter(|date| is::<PartialDate>(date)) {
            channel["as_of"] = json!(as_of);
        }
        channels.push(channel);
    }
    if !channels.is_empty() {
        contacts.insert("channels".into(), Value::Array(channels));
    }
    contacts
}

fn channel(url: Option<&str>, platform: Option<&str>) -> Value {
    let named = platform.map(|name| name.trim().to_lowercase());
    let known = named.as_deref().and_then(platform_named).or_else(|| url.and_then(platform_of));
    let mut channel = json!({"platform": known.unwrap_or("other")});
    if let Some(url) = url {
        channel["url"] = json!(url);
    }
    channel
}

/// The pages in social networks that a row gives.
pub(super) fn pages(row: &ListRow) -> impl Iterator<Item = String> {
    let urls = row.beside.url.iter().chain(&row.input.websites);
    urls.filter_map(|url| address(url)).filter(|url| platform_of(url).is_some())
}

/// The platform that a row is about: the one it names, or that of its page.
pub(super) fn platform(row: &ListRow) -> Option<&'static str> {
    let named = row.beside.platform.as_deref().map(|name| name.trim().to_lowercase());
    named.as_deref().and_then(platform_named).or_else(|| pages(row).find_map(|page| platform_of(&page)))
}

/// Addresses and names by which platforms are known.
const PLATFORMS: [(&str, &[&str]); 10] = [
    ("facebook", &["facebook", "fb.com", "фейсбук"]),
    ("instagram", &["instagram", "инстаграм"]),
    ("telegram", &["telegram", "t.me", "телеграм"]),
    ("whatsapp", &["whatsapp", "wa.me", "ватсап", "вотсап"]),
    ("youtube", &["youtube", "youtu.be", "ютуб"]),
    ("tiktok", &["tiktok", "тикток"]),
    ("vk", &["vk.com", "vkontakte", "вконтакте", "вк"]),
    ("threads", &["threads"]),
    ("x", &["twitter", "x.com", "твиттер"]),
    ("linkedin", &["linkedin"]),
];

fn platform_of(url: &str) -> Option<&'static str> {
    let host = url.split("//").nth(1)?.split('/').next()?.trim_start_matches("www.");
    PLATFORMS
        .iter()
        .find(|(_, known)| {
            known.iter().any(|name| {
                host == *name
                    || host.starts_with(&format!("{name}."))
                    || host.ends_with(&format!(".{name}.com"))
            })
        })
        .map(|(code, _)| *code)
}

fn platform_named(name: &str) -> Option<&'static str> {
    let known =
        PLATFORMS.iter().find(|(code, known)| *code == name || known.iter().any(|one| name.starts_with(one)));
    known.map(|(code, _)| *code).filter(|code| is::<Platform>(code))
}

/// An address on the web as it should be written.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.contains('@') || text.contains(char::is_whitespace) || !text.contains('.') {
        return None;
    }
    let full = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    full.parse::<WebUrl>().ok().map(|url| url.to_string()).filter(|url| privacy::redact(url).1.is_empty())
}

fn count(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
    digits.trim_end_matches(".0").parse().ok()
}

fn is_institutional_mailbox(text: &str) -> bool {
    text.parse::<Email>().is_ok_and(|email| !email.is_private())
}

fn is_institutional_phone(text: &str) -> bool {
    text.parse::<Phone>().is_ok_and(|phone| !phone.is_mobile())
}

fn is<T: birlik_entity::Value>(text: &str) -> bool {
    text.parse::<T>().is_ok()
}
