//! Concludes which school or college a body belongs to, from its names and the column of hosts.

use super::{RowReader, cut};
use crate::matching::facts::{Column, HostFacts, NameLang, RowFacts};
use crate::matching::input::RowInput;
use crate::matching::name::{Cell, ParsedName};
use crate::matching::word::Words;

impl RowReader<'_> {
    pub(super) fn parse_host(&mut self, input: &RowInput) -> Option<ParsedName> {
        let text = cut(input.host.as_deref().filter(|text| !text.trim().is_empty())?);
        let tokens = self.tokens(text);
        Some(ParsedName::of(text, tokens, self.lexicon, NameLang::Ru, Cell::School))
    }
}

pub(super) fn conclude_host(
    names: &[(Column, ParsedName)],
    host: Option<&ParsedName>,
    facts: &mut RowFacts,
    words: &mut Words,
) {
    for name in names.iter().map(|(_, name)| name).chain(host) {
        if facts.host.number.is_none() {
            facts.host.number.clone_from(&name.host_number);
        }
        for code in &name.host_types {
            if !facts.host.types.contains(code) {
                facts.host.types.push(code.clone());
            }
        }
        facts.host.is_unread |= name.is_host_unread;
        if !name.host_name.is_empty() {
            facts.host.is_of_village =
                name.is_host_of_village && (facts.host.is_of_village || facts.host.name_words.is_empty());
            facts.host.name.get_or_insert_with(|| name.text_of(&name.host_name));
            facts.host.name_words.push(words.of(name, &name.host_name));
        }
    }
    facts.host.is_unread &= !facts.host.is_named();
    if let Some(host) = host.filter(|_| !facts.host.is_named()) {
        let named: Vec<usize> = host.own.iter().chain(&host.purpose).copied().collect();
        if !named.is_empty() {
            facts.host = HostFacts {
                name: Some(host.text_of(&named)),
                name_words: vec![words.of(host, &named)],
                ..std::mem::take(&mut facts.host)
            };
        }
    }
}
