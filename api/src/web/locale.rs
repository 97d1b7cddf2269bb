//! The texts of the pages in three languages, from `locales/{kk,ru,en}.ftl`.
//!
//! No sentence stands in code or in a template: both ask here by key. The three files hold the same
//! keys, which a test compares; a key that is not there is shown between `⟦` and `⟧` and logged.

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language in which the pages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PageLang {
    /// Kazakh, the first of them.
    #[default]
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
}

impl PageLang {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The BCP 47 tag, which is also the first segment of the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Kk => "Қазақша",
            Self::Ru => "Русский",
            Self::En => "English",
        }
    }

    /// The three letters by which the switch names it.
    pub fn short(self) -> &'static str {
        match self {
            Self::Kk => "Қаз",
            Self::Ru => "Рус",
            Self::En => "Eng",
        }
    }

    /// The language of a tag, where the pages are written in it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| lang.as_str().eq_ignore_ascii_case(primary))
    }

    /// The language of an address such as `/ru/about`; Kazakh where it names none.
    pub fn of_path(path: &str) -> Self {
        path.split('/')
            .nth(1)
            .and_then(|first| Self::ALL.into_iter().find(|lang| lang.as_str() == first))
            .unwrap_or_default()
    }

    /// The language that an `Accept-Language` header likes best; Kazakh where it names none of ours.
    pub fn negotiate(header: &str) -> Self {
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let quality = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1.0, |text| text.trim().parse::<f32>().unwrap_or(0.0));
            let Some(lang) = Self::from_tag(tag) else { continue };
            if quality > 0.0 && best.is_none_or(|(most, _)| quality > most) {
                best = Some((quality, lang));
            }
        }
        best.map_or_else(Self::default, |(_, lang)| lang)
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self {
            Self::Kk => &KK,
            Self::Ru => &RU,
            Self::En => &EN,
        }
    }

    /// Whether there is a text under a key.
    pub fn has(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    /// The text of a key without arguments.
    pub fn text(self, key: &str) -> String {
        self.text_with(key, None)
    }

    /// The text of a key with arguments.
    pub fn format(self, key: &str, arguments: &[(&'static str, Argument)]) -> String {
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, argument) in arguments {
            match argument {
                Argument::Text(text) => values.set(*name, FluentValue::from(text.as_str())),
                Argument::Number(number) => values.set(*name, FluentValue::from(*number)),
            }
        }
        self.text_with(key, Some(&values))
    }

    fn text_with(self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, lang = self.as_str(), "no text for the key {key}");
            return format!("⟦{key}⟧");
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, arguments, &mut errors).into_owned();
        if errors.is_empty() {
            return text;
        }
        tracing::error!(key, lang = self.as_str(), ?errors, "the text {key} lacks an argument");
        format!("⟦{key}: {text}⟧")
    }
}

impl fmt::Display for PageLang {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// What a text can hold.
#[derive(Debug, Clone)]
pub enum Argument {
    /// A text that is shown as it is; also a number that is already written out.
    Text(String),
    /// A number that only chooses a variant, such as a month.
    Number(u32),
}

static KK: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("kk", include_str!("../../locales/kk.ftl")));
static RU: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("ru", include_str!("../../locales/ru.ftl")));
static EN: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("en", include_str!("../../locales/en.ftl")));

fn bundle(tag: &str, source: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Every text is of one direction: marks around arguments would only get into what people copy.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, errors)| {
        tracing::error!(?errors, "the texts in {tag} have errors");
        resource
    });
    if let Err(errors) = bundle.add_resource(resource) {
        tracing::error!(?errors, "the texts in {tag} have a key twice");
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const FILES: [(&str, &str); 3] = [
        ("kk", include_str!("../../locales/kk.ftl")),
        ("ru", include_str!("../../locales/ru.ftl")),
        ("en", include_str!("../../locales/en.ftl")),
    ];

    fn keys(source: &str) -> BTreeSet<&str> {
        source
            .lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .collect()
    }

    #[test]
    fn the_three_files_are_right_and_hold_the_same_keys() {
        for (tag, source) in FILES {
            if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                panic!("{tag}: {errors:?}");
            }
            let twice = source
                .lines()
                .filter(|line| {
                    line.starts_with(|first: char| first.is_ascii_lowercase()) && line.contains(" =")
                })
                .count();
            assert_eq!(twice, keys(source).len(), "{tag} has a key twice");
        }
        let kazakh = keys(FILES[0].1);
        for (tag, source) in &FILES[1..] {
            let other = keys(source);
            assert_eq!(
                kazakh.difference(&other).collect::<Vec<_>>(),
                Vec::<&&str>::new(),
                "missing in {tag}"
            );
            assert_eq!(other.difference(&kazakh).collect::<Vec<_>>(), Vec::<&&str>::new(), "missing in kk");
        }
    }

    /// Keys written out in templates and code exist.
    #[test]
    fn every_key_that_is_asked_for_is_there() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut asked = 0;
        let mut folders = vec![root.join("templates"), root.join("src/web")];
        while let Some(folder) = folders.pop() {
            for file in std::fs::read_dir(folder).unwrap() {
                let path = file.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let source = std::fs::read_to_string(&path).unwrap();
                for opening in [".t(\"", ".t1(\"", ".t2(\"", ".text(\"", ".format(\""] {
                    for rest in source.split(opening).skip(1) {
                        let key = rest.split('"').next().unwrap_or_default();
                        if key.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
                            && !key.is_empty()
                        {
                            asked += 1;
                            assert!(PageLang::Kk.has(key), "{}: {key}", path.display());
                        }
                    }
                }
            }
        }
        assert!(asked > 100, "the scan found only {asked} keys");
    }

    #[test]
    fn the_best_language_wins() {
        for (header, lang) in [
            ("", PageLang::Kk),
            ("de", PageLang::Kk),
            ("ru-RU,ru;q=0.9,en;q=0.8", PageLang::Ru),
            ("en-GB;q=0.5, kk;q=0.7", PageLang::Kk),
            ("ru;q=0, en", PageLang::En),
            ("kk-Cyrl-KZ", PageLang::Kk),
            (";;q=,", PageLang::Kk),
        ] {
            assert_eq!(PageLang::negotiate(header), lang, "{header}");
        }
        assert_eq!(PageLang::of_path("/ru/about"), PageLang::Ru);
        assert_eq!(PageLang::of_path("/xx"), PageLang::Kk);
    }
}
