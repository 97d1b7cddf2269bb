//! Which of a body's names a page shows, and how it says that a name is in another language.

use super::format;
use super::locale::PageLang;
use super::said::said;
use crate::organizations::{HostName, Name};

/// A text that may be in another language than the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The text as written.
    pub value: String,
    /// Its language, BCP 47; empty where it is that of the page.
    pub lang: String,
    /// The small mark beside it: `қаз`, `рус`, `eng`; empty where it is in the page's language.
    pub mark: String,
}

impl Shown {
    /// A text in a language, on a page in another or the same one.
    pub fn new(value: &str, lang: &str, page: PageLang) -> Self {
        if PageLang::from_tag(lang) == Some(page) {
            return Self { value: value.to_owned(), lang: String::new(), mark: String::new() };
        }
        Self { value: value.to_owned(), lang: lang.to_owned(), mark: mark(lang) }
    }

    /// A text whose language nobody wrote down; its letters tell.
    pub fn guessed(value: &str, page: PageLang) -> Self {
        if let Some(value) = said(value, page) {
            return Self { value, lang: String::new(), mark: String::new() };
        }
        let mut shown = Self::new(value, format::guessed_lang(value), page);
        shown.mark.clear();
        shown
    }
}

/// The mark of a language.
pub fn mark(lang: &str) -> String {
    match PageLang::from_tag(lang) {
        Some(PageLang::Kk) => "қаз".to_owned(),
        Some(PageLang::Ru) => "рус".to_owned(),
        Some(PageLang::En) => "eng".to_owned(),
        None => lang.to_owned(),
    }
}

/// A name with what is known of it.
#[derive(Debug, Clone)]
pub struct OtherName {
    /// The name.
    pub value: String,
    /// Its language, BCP 47.
    pub lang: String,
    /// The mark of the language.
    pub mark: String,
    /// What sort of name, in words; empty for an official one.
    pub sort: String,
    /// Until when; empty for a name of today.
    pub until: String,
}

/// The name under which a page shows a body: one of today in the page's language, else in Kazakh,
/// Russian, English or what there is; official before others.
pub fn best(names: &[Name], lang: PageLang) -> Option<&Name> {
    let rank = |name: &Name| {
        let of_today = name.until.is_none() && !name.name_type.is("former");
        let language = PageLang::from_tag(name.lang.as_str());
        let by_language = match language {
            Some(own) if own == lang => 0,
            Some(PageLang::Kk) => 1,
            Some(PageLang::Ru) => 2,
            Some(PageLang::En) => 3,
            None => 4,
        };
        let by_type = match name.name_type.as_str() {
            "official" => 0,
            "trade" => 1,
            "label" => 2,
            "alias" => 3,
            "short" => 4,
            _ => 5,
        };
        (!of_today, by_language, by_type)
    };
    names.iter().min_by_key(|name| rank(name))
}

/// The best name, ready to be shown; the id where a record has no name at all.
pub fn shown(names: &[Name], lang: PageLang, id: &str) -> Shown {
    best(names, lang).map_or_else(
        || Shown { value: id.to_owned(), lang: String::new(), mark: String::new() },
        |name| Shown::new(&name.value, name.lang.as_str(), lang),
    )
}

/// What sort of name it is, in words; empty for an official one.
pub fn sort(name: &Name, lang: PageLang) -> String {
    if name.name_type.is("official") {
        return String::new();
    }
    let key = format!("name-{}", name.name_type.as_str());
    if lang.has(&key) { lang.text(&key) } else { name.name_type.entry().label(lang.as_str()).to_owned() }
}

/// All names but the one shown as the title.
pub fn others(names: &[Name], lang: PageLang) -> Vec<OtherName> {
    let title = best(names, lang);
    names
        .iter()
        .filter(|name| title.is_none_or(|title| !std::ptr::eq(*name, title)))
        .map(|name| OtherName {
            value: name.value.clone(),
            lang: name.lang.to_string(),
            mark: mark(name.lang.as_str()),
            sort: sort(name, lang),
            until: name.until.as_ref().map_or_else(String::new, |until| format::until(lang, until.0)),
        })
        .collect()
}

/// The best name of an institution.
pub fn host(names: &[HostName], lang: PageLang) -> Option<Shown> {
    names
        .iter()
        .min_by_key(|name| match PageLang::from_tag(name.lang.as_str()) {
            Some(own) if own == lang => 0,
            Some(_) => 1,
            None => 2,
        })
        .map(|name| Shown::new(&name.value, name.lang.as_str(), lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<Name> {
        serde_json::from_value(serde_json::json!([
            {"value": "Бұрынғы", "lang": "kk", "type": "former", "until": "2019-03-23"},
            {"value": "Өркен", "lang": "kk"},
            {"value": "Orken Association", "lang": "en", "type": "label"},
        ]))
        .unwrap()
    }

    #[test]
    fn a_name_in_the_page_s_language_first() {
        assert_eq!(
            shown(&names(), PageLang::Kk, "b"),
            Shown { value: "Өркен".into(), lang: String::new(), mark: String::new() }
        );
        assert_eq!(shown(&names(), PageLang::En, "b").value, "Orken Association");
        assert_eq!(
            shown(&names(), PageLang::Ru, "b"),
            Shown { value: "Өркен".into(), lang: "kk".into(), mark: "қаз".into() }
        );
        assert_eq!(shown(&[], PageLang::Ru, "b7k2m9x80").value, "b7k2m9x80");
    }

    #[test]
    fn the_others_say_what_they_are() {
        let others = others(&names(), PageLang::Kk);
        assert_eq!(others.len(), 2);
        assert_eq!(others[0].until, "2019 жылғы 23 наурызға дейін");
    }
}
