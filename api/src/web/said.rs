//! What the first lists say in English, said in the language of the page.
//!
//! Scopes, sources and titles of lists are texts in one language. Those of the two studies that the
//! registry begins with stand in the locale files, whose English text is the one in the records:
//! a teacher who reads Kazakh reads in Kazakh where a figure comes from. Other texts stay as they are.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::locale::PageLang;

const KEYS: [&str; 20] = [
    "said-voices",
    "said-parents",
    "said-list-abroad",
    "said-list-groups",
    "said-list-academy",
    "said-list-pages",
    "said-list-union",
    "said-inferred",
    "said-infographic",
    "said-infographic-report",
    "said-text",
    "said-text-same",
    "said-report-latest",
    "said-report-parents",
    "said-own",
    "said-own-dated",
    "said-elsewhere",
    "said-scope-all",
    "said-scope-teachers",
    "said-rules",
];

static KNOWN: LazyLock<HashMap<String, &'static str>> =
    LazyLock::new(|| KEYS.into_iter().map(|key| (PageLang::En.text(key), key)).collect());

/// The text in the language of the page; `None` where nobody has written it in that language.
pub fn said(text: &str, lang: PageLang) -> Option<String> {
    if lang == PageLang::En {
        return None;
    }
    KNOWN.get(text).map(|key| lang.text(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organizations::Organization;

    /// Where a record keeps texts of one language.
    fn texts(organization: &Organization) -> Vec<String> {
        let sources = organization.sources.iter().flat_map(|source| [&source.title, &source.report]);
        let members = organization.member_counts.iter().flat_map(|count| [&count.scope, &count.source]);
        let units = organization.unit_counts.iter().flat_map(|count| [&count.scope, &count.source]);
        let ties = organization.affiliations.iter().map(|tie| &tie.source);
        let rules = organization.membership.iter().map(|membership| &membership.rules);
        let channels = organization.contacts.iter().flat_map(|contacts| &contacts.channels);
        sources
            .chain(members)
            .chain(units)
            .chain(ties)
            .chain(rules)
            .chain(channels.map(|channel| &channel.source))
            .filter_map(Clone::clone)
            .collect()
    }

    #[test]
    fn the_texts_of_the_seed_records_are_in_three_languages() {
        let seed = include_str!("../../data/seed-organizations.jsonl");
        let mut all = 0;
        for line in seed.lines().filter(|line| !line.trim().is_empty()) {
            let organization: Organization = serde_json::from_str(line).unwrap();
            for text in texts(&organization) {
                all += 1;
                assert!(KNOWN.contains_key(&text), "no key for: {text}");
                assert!(said(&text, PageLang::En).is_none());
                for lang in [PageLang::Kk, PageLang::Ru] {
                    assert!(said(&text, lang).is_some_and(|own| own != text), "{text} in {lang}");
                }
            }
        }
        assert!(all > 50, "{all}");
        assert_eq!(KNOWN.len(), KEYS.len());
    }
}
