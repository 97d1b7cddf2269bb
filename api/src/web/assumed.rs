//! What the search assumed of a query, in words: corrected layout and spelling, what was understood, what was
//! left out, and the way back to the words as they were typed.

use birlik_search::{FacetField, Interpretation};

use super::labels;
use super::list_state::ListState;
use super::page::Frame;
use crate::areas::AreaTree;

/// A part of the query that was understood and can be taken away.
#[derive(Debug, Clone)]
pub struct Understood {
    /// What it is about.
    pub field: String,
    /// What it was understood as.
    pub value: String,
    /// The list without these words.
    pub href: String,
}

/// What was assumed of a query.
#[derive(Debug, Clone, Default)]
pub struct Assumed {
    /// What was guessed, a sentence each.
    pub lines: Vec<String>,
    /// What was understood.
    pub parts: Vec<Understood>,
    /// The list for the words exactly as typed; empty where nothing was assumed.
    pub literal: String,
    /// True where the words were searched for exactly as typed.
    pub is_literal: bool,
    /// The usual search for the same words.
    pub usual: String,
    /// A query that would find something; empty where there is none.
    pub meant: String,
    /// The list for that query.
    pub meant_href: String,
}

impl Assumed {
    /// What an interpretation says, on the page of a list.
    pub fn of(
        interpretation: Option<&Interpretation>,
        state: &ListState,
        tree: &AreaTree,
        frame: &Frame,
        list: &str,
    ) -> Self {
        let mut assumed = Self {
            is_literal: state.literal,
            usual: format!("{list}{}", state.with_literal(false)),
            ..Self::default()
        };
        let Some(made) = interpretation.filter(|_| !state.literal) else { return assumed };
        assumed.lines.extend(made.layout.as_ref().map(|q| frame.t1("assumed-layout", "q", q)));
        let corrected = made.corrected.iter();
        assumed.lines.extend(corrected.map(|one| {
            // Where no spelling is known, what was searched for is no word that a person would write.
            if one.to.is_ascii() && !one.from.is_ascii() {
                frame.t1("assumed-misspelt", "word", &one.from)
            } else {
                frame.t2("assumed-corrected", "from", &one.from, "to", &one.to)
            }
        }));
        if !made.left_out.is_empty() {
            assumed.lines.push(frame.t1("assumed-left-out", "words", made.left_out.join(", ")));
        }
        if !assumed.lines.is_empty() || !made.translated.is_empty() || !made.parts.is_empty() {
            assumed.literal = format!("{list}{}", state.with_literal(true));
        }
        // Where the layout was wrong, the words stand in the query as it was meant.
        let asked = made.layout.as_deref().unwrap_or(&state.q);
        assumed.parts = made
            .parts
            .iter()
            .filter_map(|part| {
                let value = part.values.first()?;
                let (field, value) = named(part.field, value, tree, frame)?;
                let words = without(asked, &part.words);
                Some(Understood { field, value, href: format!("{list}{}", state.with_words(&words)) })
            })
            .collect();
        if assumed.lines.is_empty() && assumed.parts.is_empty() && !made.translated.is_empty() {
            assumed.lines.push(frame.t("assumed-meaning"));
        }
        if let Some(meant) = &made.did_you_mean {
            assumed.meant_href = format!("{list}{}", state.with_words(meant));
            assumed.meant.clone_from(meant);
        }
        assumed
    }
}

/// A field and a value in words.
fn named(field: FacetField, value: &str, tree: &AreaTree, frame: &Frame) -> Option<(String, String)> {
    let lang = frame.lang;
    let (name, value) = match field {
        FacetField::Area => ("area", tree.get(&value.parse().ok()?)?.name(lang.as_str()).to_owned()),
        FacetField::Kind => ("kind", labels::label("kind", value, lang)),
        FacetField::Subject => ("subject", labels::label("subject", value, lang)),
        FacetField::Activity => ("activity", labels::label("activity", value, lang)),
        FacetField::Level => ("level", labels::label("level", value, lang)),
        FacetField::LegalForm => ("legal_form", labels::label("legal_form", value, lang)),
        FacetField::Status | FacetField::Confirmed | FacetField::Country => return None,
    };
    Some((frame.t(&format!("filter-{name}")), value))
}

/// The query without some of its words; the whole query where they do not stand in it as they are.
fn without(q: &str, words: &str) -> String {
    let left = q.replacen(words, " ", 1);
    let left: Vec<&str> = left.split_whitespace().collect();
    left.join(" ")
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn words_are_taken_out_of_a_query() {
        assert_eq!(without("химия  Түркістан мұғалім", "Түркістан"), "химия мұғалім");
        assert_eq!(without("химия", "химия"), "");
        assert_eq!(without("химия", "физика"), "химия");
    }
}
