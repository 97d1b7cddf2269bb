//! Takes a name apart: legal form, area, host, kind, subjects, the body's own name, what it is for.
//!
//! Every word of the cell gets one role. What tells the roles apart is what the lexicon knows, quotes
//! and commas, and the order that Russian and Kazakh names have: «form — own name — purpose, area» and
//! «own name — purpose — form, area». What no table knows is the own name. Each role is found in a file
//! of its own; the order in which they are looked for is here.

mod form;
mod host;
mod kind;
mod language;
mod own;
mod places;
mod quotes;
mod village;

use std::ops::Range;

use super::facts::NameLang;
use super::lexicon::{Lexicon, Sense};
use crate::text::thesaurus::is_stop_word;
use crate::text::tokens::{Forms, Token};

/// The role of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Free,
    Form,
    Place,
    Host,
    HostName,
    Kind,
    Subject,
    Stop,
}

/// Which cell a name stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    /// A name of a body.
    Name,
    /// A name of a body of which another cell of the row names the school.
    NameBesideSchool,
    /// The school that a body belongs to.
    School,
}

/// Places that some words name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedPlace {
    pub(crate) words: Range<usize>,
    pub(crate) katos: Vec<String>,
}

/// A name taken apart.
#[derive(Debug, Clone)]
pub(crate) struct ParsedName {
    pub(crate) text: String,
    pub(crate) tokens: Vec<Token>,
    pub(crate) roles: Vec<Role>,
    pub(crate) senses: Vec<Sense>,
    pub(crate) lang: NameLang,
    /// How clearly the words tell the language.
    pub(crate) is_lang_sure: bool,
    pub(crate) legal_forms: Vec<String>,
    pub(crate) places: Vec<NamedPlace>,
    pub(crate) kind: Option<String>,
    pub(crate) association: Option<String>,
    pub(crate) subjects: Vec<String>,
    /// Subjects that are on no closed list: `topic/military_training`.
    pub(crate) topics: Vec<String>,
    /// Words that say of what a methodical association is, and that no table knows.
    pub(crate) unknown_subject: Vec<usize>,
    /// Whom a methodical association of no subject brings together: `role/class_teacher`.
    pub(crate) members: Option<String>,
    pub(crate) is_branch: bool,
    pub(crate) host_number: Option<String>,
    pub(crate) host_types: Vec<String>,
    pub(crate) host_name: Vec<usize>,
    /// The host's name is that of its village, or its own: no person's.
    pub(crate) is_host_of_village: bool,
    /// The name is of one school, and which one could not be read.
    pub(crate) is_host_unread: bool,
    /// Places of the words of the own name.
    pub(crate) own: Vec<usize>,
    pub(crate) purpose: Vec<usize>,
    pub(crate) is_quoted: bool,
    /// Quotes stand around the whole name: what has no own name in them has none.
    pub(crate) is_whole: bool,
    /// Words for a school stand in it.
    pub(crate) is_of_school: bool,
    cell: Cell,
    segments: Vec<Range<usize>>,
    segment_of: Vec<usize>,
    quoted: Vec<bool>,
}

impl ParsedName {
    /// Takes a name apart. The tokens are those of the text, corrected; `column` is the language that
    /// the column promises.
    pub(crate) fn of(
        text: &str,
        tokens: Vec<Token>,
        lexicon: &Lexicon,
        column: NameLang,
        cell: Cell,
    ) -> ParsedName {
        let senses = lexicon.senses(&tokens);
        let count = tokens.len();
        let mut name = ParsedName {
            text: text.to_owned(),
            roles: vec![Role::Free; count],
            senses,
            lang: column,
            is_lang_sure: false,
            legal_forms: Vec::new(),
            places: Vec::new(),
            kind: None,
            association: None,
            subjects: Vec::new(),
            topics: Vec::new(),
            unknown_subject: Vec::new(),
            is_branch: false,
            host_number: None,
            host_types: Vec::new(),
            host_name: Vec::new(),
            is_host_of_village: false,
            is_host_unread: false,
            own: Vec::new(),
            purpose: Vec::new(),
            members: None,
            is_quoted: false,
            is_whole: false,
            is_of_school: false,
            cell,
            segments: Vec::new(),
            segment_of: Vec::new(),
            quoted: Vec::new(),
            tokens,
        };
        name.split();
        name.open_long_quotes(lexicon);
        name.find_places(lexicon);
        name.find_kind(lexicon);
        name.find_form(lexicon);
        name.find_host();
        name.guess_kind(lexicon);
        name.find_subjects();
        name.mark_stops();
        name.find_lang(lexicon);
        name.find_own();
        name
    }

    fn is_inside(&self, word: usize, list: &str, least: usize) -> bool {
        self.senses.iter().any(|sense| {
            sense.start <= word
                && word < sense.end
                && sense.end - sense.start >= least
                && sense.code.starts_with(list)
        })
    }

    fn mark_stops(&mut self) {
        for (place, token) in self.tokens.iter().enumerate() {
            let exact = token.forms.exact.as_str();
            let is_number_sign = matches!(exact, "no" | "n") && !self.quoted[place];
            if self.roles[place] == Role::Free
                && (is_stop_word(exact) && !self.quoted[place] || is_number_sign)
            {
                self.roles[place] = Role::Stop;
            }
        }
    }

    /// The text of some words, as written.
    pub(crate) fn text_of(&self, words: &[usize]) -> String {
        let mut out = String::new();
        for word in words {
            if !out.is_empty() {
                out.push(' ');
            }
            let token = &self.tokens[*word];
            out.push_str(&self.text[token.start..token.end]);
        }
        out
    }

    /// The text without the parts between commas that only name a place.
    pub(crate) fn clean(&self) -> String {
        let kept: Vec<&str> = self
            .segments
            .iter()
            .filter(|segment| {
                !segment.is_empty()
                    && !Range::clone(segment).all(|word| matches!(self.roles[word], Role::Place | Role::Stop))
            })
            .map(|segment| {
                let start = if segment.start == 0 { 0 } else { self.tokens[segment.start].start };
                let end = self.tokens.get(segment.end).map_or(self.text.len(), |next| next.start);
                self.text.get(start..end).unwrap_or_default().trim_matches([' ', ',', ';'])
            })
            .collect();
        if kept.is_empty() { self.text.trim().to_owned() } else { kept.join(", ") }
    }

    /// Meanings of the purpose: codes, and stems where no meaning is known.
    pub(crate) fn concepts(&self) -> Vec<String> {
        let mut concepts: Vec<String> = Vec::new();
        let mut covered = vec![false; self.tokens.len()];
        for sense in &self.senses {
            let words = sense.start..sense.end;
            let list = sense.code.split('/').next().unwrap_or_default();
            if !matches!(
                list,
                "activity" | "role" | "quality" | "thing" | "name" | "field" | "school" | "subject" | "place"
            ) || !words.clone().all(|word| self.purpose.contains(&word))
            {
                continue;
            }
            covered[words].fill(true);
            if !concepts.contains(&sense.code) {
                concepts.push(sense.code.clone());
            }
        }
        for word in &self.purpose {
            if !covered[*word]
                && let Some(stem) = shortest_stem(&self.tokens[*word].forms)
            {
                concepts.push(format!("={stem}"));
            }
        }
        concepts
    }

    /// The codes of a list among the meanings of the purpose.
    pub(crate) fn purpose_codes(&self) -> impl Iterator<Item = &str> {
        self.senses
            .iter()
            .filter(|sense| (sense.start..sense.end).all(|word| self.purpose.contains(&word)))
            .map(|sense| sense.code.as_str())
    }

    /// The codes among the meanings of the own name.
    pub(crate) fn own_codes(&self) -> impl Iterator<Item = &str> {
        self.senses
            .iter()
            .filter(|sense| (sense.start..sense.end).all(|word| self.own.contains(&word)))
            .map(|sense| sense.code.as_str())
    }
}

pub(crate) fn shortest_stem(forms: &Forms) -> Option<&str> {
    forms
        .stems
        .iter()
        .filter_map(|stem| stem.get(1..))
        .min_by_key(|stem| stem.len())
        .or_else(|| forms.is_number.then_some(forms.plain.as_str()))
}
