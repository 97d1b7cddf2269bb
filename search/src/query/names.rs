//! What the person may be about to type, of the names of places and codes.
//!
//! Every name in every language is known by the beginnings of its words in plain Latin, so that half
//! a word on any keyboard finds it. Suggestions are shown in the language of the page.

use super::gazetteer::towns;
use crate::index::{FacetField, Suggestion, SuggestionTarget, Vocabulary};
use crate::text::thesaurus::forms_of;
use crate::text::tokens::{Reader, query_tokens};

/// A name to suggest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Words in plain Latin, from one of them on.
    key: String,
    /// From which word on; the first is likelier meant.
    from: usize,
    /// Index of the value.
    value: usize,
}

#[derive(Debug, Clone)]
struct Value {
    field: FacetField,
    code: String,
    /// In Kazakh, Russian, English.
    labels: [String; 3],
    /// Likelier values have smaller ranks.
    rank: u8,
}

/// The names of places and codes, for suggestions.
#[derive(Debug, Clone, Default)]
pub struct Names {
    values: Vec<Value>,
    /// In order of their keys.
    entries: Vec<Entry>,
}

/// From how many letters on a beginning may be misspelt.
const MIN_ALIKE: usize = 5;

impl Names {
    /// Learns the names of a vocabulary.
    pub fn of(vocabulary: &Vocabulary) -> Names {
        let mut names = Names::default();
        let mut reader = Reader::default();
        for code in &vocabulary.codes {
            let (field, rank) = match code.list.as_str() {
                "subject" => (FacetField::Subject, 0),
                "kind" => (FacetField::Kind, 1),
                "activity" => (FacetField::Activity, 3),
                _ => continue,
            };
            let others = forms_of(&format!("{}/{}", code.list, code.code));
            names.learn(&mut reader, field, &code.code, code.labels.clone(), others.into_iter(), rank);
        }
        for area in &vocabulary.areas {
            let any = area.names.iter().flatten().next().cloned().unwrap_or_default();
            let labels = area.names.clone().map(|name| name.unwrap_or_else(|| any.clone()));
            let rank = if area.parent.is_none() { 2 } else { 4 };
            // A district of a city is no city, though the name of the city leads to it.
            let towns = towns().filter(|(kato, _)| *kato == area.kato && area.kind != "city_district");
            let towns = towns.flat_map(|(_, names)| names.split('|'));
            let others = area.aliases.iter().map(String::as_str).chain(towns);
            names.learn(&mut reader, FacetField::Area, &area.kato, labels, others, rank);
        }
        names.entries.sort();
        names
    }

    fn learn<'a>(
        &mut self,
        reader: &mut Reader,
        field: FacetField,
        code: &str,
        labels: [String; 3],
        others: impl Iterator<Item = &'a str>,
        rank: u8,
    ) {
        let value = self.values.len();
        let mut words_of = |name: &str| -> Vec<String> {
            reader.read(name).iter().map(|token| token.forms.plain.clone()).collect()
        };
        for name in &labels {
            let words = words_of(name);
            for from in 0..words.len() {
                self.entries.push(Entry { key: words[from..].join(" "), from, value });
            }
        }
        for name in others {
            self.entries.push(Entry { key: words_of(name).join(" "), from: 1, value });
        }
        self.values.push(Value { field, code: code.to_owned(), labels, rank });
    }

    /// The values whose names go on from what was typed, the likeliest first.
    pub fn suggest(&self, typed: &str, lang: &str, limit: usize) -> Vec<Suggestion> {
        let typed: Vec<String> = query_tokens(typed).iter().map(|token| token.forms.plain.clone()).collect();
        let typed = typed.join(" ");
        if typed.is_empty() {
            return Vec::new();
        }
        let start = self.entries.partition_point(|entry| entry.key < typed);
        let mut found: Vec<(usize, u8, usize)> = self.entries[start..]
            .iter()
            .take_while(|entry| entry.key.starts_with(&typed))
            .map(|entry| (usize::from(entry.from > 0), self.values[entry.value].rank, entry.value))
            .collect();
        found.sort_unstable();
        self.shown(found.into_iter().map(|(_, _, value)| value), lang, limit)
    }

    /// The values whose names begin like what was typed, give or take a letter or two.
    pub fn alike(&self, typed: &str, lang: &str, limit: usize) -> Vec<Suggestion> {
        let typed: Vec<String> = query_tokens(typed).iter().map(|token| token.forms.plain.clone()).collect();
        let typed = typed.join(" ");
        let letters = typed.chars().count();
        let most = match letters {
            0..MIN_ALIKE => return Vec::new(),
            MIN_ALIKE..8 => 1,
            _ => 2,
        };
        let away = |key: &str| {
            let beginnings = [letters, letters + 1, letters - 1];
            let beginnings = beginnings.map(|length| key.chars().take(length).collect::<String>());
            beginnings.iter().map(|beginning| strsim::osa_distance(beginning, &typed)).min()
        };
        let first = typed.chars().next();
        let whole_names =
            self.entries.iter().filter(|entry| entry.from == 0 && entry.key.chars().next() == first);
        let mut found: Vec<(usize, u8, usize)> = whole_names
            .filter_map(|entry| Some((away(&entry.key)?, self.values[entry.value].rank, entry.value)))
            .filter(|(edits, _, _)| *edits <= most)
            .collect();
        found.sort_unstable();
        self.shown(found.into_iter().map(|(_, _, value)| value), lang, limit)
    }

    /// The value of a property, as it is suggested; `None` where it is none that is suggested.
    pub fn value(&self, field: FacetField, code: &str, lang: &str) -> Option<Suggestion> {
        let value = self.values.iter().position(|value| value.field == field && value.code == code)?;
        self.shown(std::iter::once(value), lang, 1).pop()
    }

    fn shown(&self, values: impl Iterator<Item = usize>, lang: &str, limit: usize) -> Vec<Suggestion> {
        let column = match lang.split('-').next() {
            Some("ru") => 1,
            Some("en") => 2,
            _ => 0,
        };
        let mut seen = Vec::new();
        let new = values.filter(|value| {
            let is_new = !seen.contains(value);
            seen.push(*value);
            is_new
        });
        let shown = new.map(|value| &self.values[value]).map(|value| Suggestion {
            target: SuggestionTarget::Value(value.field, value.code.clone()),
            text: value.labels[column].clone(),
        });
        shown.take(limit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{VocabularyArea, VocabularyCode};

    #[test]
    fn half_a_word_on_any_keyboard() {
        let labels = ["дене шынықтыру", "физическая культура", "physical education"].map(str::to_owned);
        let code =
            VocabularyCode { list: "subject".to_owned(), code: "physical_education".to_owned(), labels };
        let area = VocabularyArea {
            kato: "61".to_owned(),
            names: ["Түркістан облысы", "Туркестанская область", "Turkistan Region"]
                .map(|name| Some(name.to_owned())),
            aliases: vec!["ЮКО".to_owned()],
            ..VocabularyArea::default()
        };
        let names = Names::of(&Vocabulary { areas: vec![area], codes: vec![code] });
        for typed in ["физ", "дене шы", "fizich", "шынык", "physi"] {
            assert_eq!(names.suggest(typed, "ru", 5)[0].text, "физическая культура", "{typed}");
        }
        for typed in ["юк", "турк", "Түркістан обл"] {
            assert_eq!(names.suggest(typed, "kk", 5)[0].text, "Түркістан облысы", "{typed}");
        }
        for typed in ["физра", "физрук"] {
            assert_eq!(names.suggest(typed, "ru", 5)[0].text, "физическая культура", "{typed}");
        }
        assert_eq!(names.alike("туркистанск", "kk", 5)[0].text, "Түркістан облысы");
        assert!(names.alike("тур", "kk", 5).is_empty() && names.alike("школа", "kk", 5).is_empty());
        assert!(names.suggest("", "kk", 5).is_empty() && names.suggest("ъь", "kk", 5).is_empty());
    }
}
