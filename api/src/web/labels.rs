//! Words for codes, countries and fields on pages.

use birlik_entity::code;

use super::format;
use super::locale::PageLang;

/// The label of a code; the code itself where the list does not have it.
pub fn label(list: &str, code: &str, lang: PageLang) -> String {
    code::entry(list, code).map_or_else(|| code.to_owned(), |entry| entry.label(lang.as_str()).to_owned())
}

/// The label of a code as a heading: kinds in the plural, everything with a large first letter.
pub fn heading(list: &str, code: &str, lang: PageLang) -> String {
    let key = format!("kinds-{code}");
    if list == "kind" && lang.has(&key) {
        lang.text(&key)
    } else {
        format::capitalized(&label(list, code, lang))
    }
}

/// The name of a country; its code where the pages do not know it.
pub fn country(code: &str, lang: PageLang) -> String {
    let key = format!("country-{code}");
    if lang.has(&key) { lang.text(&key) } else { code.to_owned() }
}

/// An address without scheme, `www.` and closing slash.
pub fn host_of(url: &str) -> String {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_plural() {
        for lang in PageLang::ALL {
            for entry in code::entries("kind") {
                assert!(lang.has(&format!("kinds-{}", entry.code)), "{}", entry.code);
            }
        }
    }

    #[test]
    fn sites_are_short() {
        assert_eq!(host_of("http://www.edu-tradeunion.kz/"), "edu-tradeunion.kz");
        assert_eq!(host_of("https://t.me/birlik"), "t.me/birlik");
    }
}
