//! Which of an organization's names stands for it in a language.

use crate::index::IndexedName;

/// The name to show in a language: a current one in it, else in Kazakh, else Russian, else any.
pub(super) fn name_in<'a>(names: &'a [IndexedName], lang: &str) -> Option<&'a str> {
    let current = |lang: &str| {
        names.iter().find(|name| {
            name.name_type != "former" && name.lang.split('-').next().is_some_and(|primary| primary == lang)
        })
    };
    let primary = lang.split('-').next().unwrap_or_default();
    let found = [primary, "kk", "ru"].into_iter().find_map(current);
    found
        .or_else(|| names.iter().find(|name| name.name_type != "former"))
        .or_else(|| names.first())
        .map(|name| name.value.as_str())
}
