//! What the person may be about to type, of the names of places and codes.
//!
//! Every name in every language is known by the beginnings of its words in plain Latin, so that half
//! a word on any keyboard finds it. Suggestions are shown in the language of the page.

use crate::index::{FacetField, Suggestion, SuggestionTarget, Vocabulary};
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
            names.learn(&mut reader, field, &code.code, code.labels.clone(), &[], rank);
        }
        for area in &vocabulary.areas {
            let any = area.names.iter().flatten().next().cloned().unwrap_or_default();
            let labels = area.names.clone().map(|name| name.unwrap_or_else(|| any.clone()));
            let rank = if area.parent.is_none() { 2 } else { 4 };
            names.learn(&mut reader, FacetField::Area, &area.kato, labels, &area.aliases, rank);
        }
        names.entries.sort();
        names
    }

    fn learn(
        &mut self,
        reader: &mut Reader,
        field: FacetField,
        code: &str,
        labels: [String; 3],
        aliases: &[String],
        rank: u8,
    ) {
        let value = self.values.len();
        for name in labels.iter().chain(aliases) {
            let words: Vec<String> =
                reader.read(name).iter().map(|token| token.forms.plain.clone()).collect();
            for from in 0..words.len() {
                self.entries.push(Entry { key: words[from..].join(" "), from, value });
            }
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
        let column = match lang.split('-').next() {
            Some("ru") => 1,
            Some("en") => 2,
            _ => 0,
        };
        let mut seen = Vec::new();
        let mut suggestions = Vec::new();
        for (_, _, place) in found {
            if suggestions.len() >= limit {
                break;
            }
            if seen.contains(&place) {
                continue;
            }
            seen.push(place);
            let value = &self.values[place];
            suggestions.push(Suggestion {
                target: SuggestionTarget::Value(value.field, value.code.clone()),
                text: value.labels[column].clone(),
            });
        }
        suggestions
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
        assert!(names.suggest("", "kk", 5).is_empty() && names.suggest("ъь", "kk", 5).is_empty());
    }
}
