//! Finds what kind of body a name states, and of which subjects or members it is.
//!
//! An abbreviation tells a kind only where a school or a subject is near; a kind written with slips
//! only where a host is.

use super::{Cell, ParsedName, Role};
use crate::matching::lexicon::{Lexicon, Sense};
use crate::text::thesaurus::is_stop_word;

/// Kinds that a name states, whatever else it holds.
const STATED_KINDS: [&str; 10] = [
    "methodical_association",
    "parent_committee",
    "board_of_trustees",
    "school_council",
    "pedagogical_council",
    "methodical_council",
    "coordination_council",
    "trade_union",
    "union_association",
    "parents_meeting",
];

/// Whom a methodical association brings together.
const MEMBERS: [&str; 4] = ["role/teacher", "role/class_teacher", "role/educator", "role/psychologist"];

impl ParsedName {
    pub(super) fn find_kind(&mut self, lexicon: &Lexicon) {
        let mut best: Option<(usize, usize)> = None;
        for (place, sense) in self.senses.iter().enumerate() {
            let Some(code) = sense.code.strip_prefix("kind/") else { continue };
            if matches!(code, "teacher_association" | "parent_association") {
                self.association.get_or_insert_with(|| code.to_owned());
            }
            // Half in quotes and half behind them is no phrase: «Род» комитет.
            let is_cut = (sense.start..sense.end).any(|word| self.quoted[word] != self.quoted[sense.start]);
            if is_cut || !STATED_KINDS.contains(&code) {
                continue;
            }
            let is_short =
                sense.end - sense.start == 1 && self.tokens[sense.start].forms.exact.chars().count() <= 3;
            // Whole phrases before abbreviations, longer before shorter.
            let weight = if is_short { 0 } else { 1 + sense.end - sense.start };
            if best.is_none_or(|(_, known)| weight > known) {
                best = Some((place, weight));
            }
        }
        let Some((place, weight)) = best else { return };
        let sense = self.senses[place].clone();
        if weight == 0 && !self.may_be_kind(&sense, lexicon) {
            return;
        }
        self.kind = sense.code.strip_prefix("kind/").map(str::to_owned);
        for word in sense.start..sense.end {
            self.roles[word] = Role::Kind;
        }
    }

    /// An abbreviation such as ПС or МО tells the kind only in its own letters and where a school is
    /// near, or a subject for those of teachers; never where it abbreviates a legal form.
    fn may_be_kind(&self, sense: &Sense, lexicon: &Lexicon) -> bool {
        let exact = &self.tokens[sense.start].forms.exact;
        let is_near = |list: &str| {
            self.senses.iter().any(|other| {
                other.start != sense.start
                    && other.code.starts_with(list)
                    && !self.is_inside(other.start, "activity/", 2)
            })
        };
        let has_members =
            is_near("subject/") || is_near("topic/") || MEMBERS.iter().any(|role| is_near(role));
        let is_methodical = sense.code == "kind/methodical_association";
        let has_school = is_near("school/")
            || self.text.contains('№') && self.senses.iter().any(|other| other.code == "activity/preschool")
            || self.cell == Cell::NameBesideSchool;
        // Three letters by themselves are no word that a name begins or ends with.
        let is_all = self.tokens.len() == 1 && exact.chars().count() >= 3;
        !self.quoted[sense.start]
            && lexicon.is_short_kind(exact, has_school || is_methodical && has_members)
            && lexicon.legal_forms_of(exact).is_empty()
            && (self.text.contains('№') || has_school || is_all || is_methodical && has_members)
    }

    /// A body of a school whose kind was written with slips: «ата-аналар комиеті».
    pub(super) fn guess_kind(&mut self, lexicon: &Lexicon) {
        let is_hosted =
            self.host_number.is_some() || !self.host_name.is_empty() || self.cell == Cell::NameBesideSchool;
        if self.kind.is_some() || !is_hosted || self.cell == Cell::School {
            return;
        }
        let free: Vec<usize> = (0..self.tokens.len())
            .filter(|word| self.roles[*word] == Role::Free && !self.quoted[*word])
            .collect();
        let words: Vec<&str> = free.iter().map(|word| self.tokens[*word].forms.plain.as_str()).collect();
        if let Some(kind) = lexicon.kind_meant(&words, |code| STATED_KINDS.contains(&code)) {
            self.kind = Some(kind.to_owned());
            // A subject may stand among these words.
            for word in free {
                if !self.is_inside(word, "subject/", 1) {
                    self.roles[word] = Role::Kind;
                }
            }
            return;
        }
        let short = free.into_iter().find_map(|word| {
            let kind = lexicon.short_kind_meant(&self.tokens[word].forms.exact)?;
            STATED_KINDS.contains(&kind).then_some((word, kind))
        });
        if let Some((word, kind)) = short {
            self.kind = Some(kind.to_owned());
            self.roles[word] = Role::Kind;
        }
    }

    pub(super) fn find_subjects(&mut self) {
        let mut covered = vec![0usize; self.tokens.len()];
        let mut found: Vec<(usize, usize, String)> = Vec::new();
        for sense in &self.senses {
            if !sense.code.starts_with("subject/") && !sense.code.starts_with("topic/") {
                continue;
            }
            let code = &sense.code;
            let words = sense.start..sense.end;
            let is_taken =
                words.clone().any(|word| !matches!(self.roles[word], Role::Free) || self.quoted[word]);
            if !is_taken {
                found.push((sense.start, sense.end, code.to_owned()));
                for word in words {
                    covered[word] = covered[word].max(sense.end - sense.start);
                }
            }
        }
        for (start, end, code) in found {
            // A longer phrase that holds this one is meant instead.
            if (start..end).all(|word| covered[word] > end - start) {
                continue;
            }
            let (found, code) = match code.strip_prefix("subject/") {
                Some(subject) => (&mut self.subjects, subject.to_owned()),
                None => (&mut self.topics, code),
            };
            if !found.contains(&code) {
                found.push(code);
            }
            if self.kind.is_some() || self.association.is_some() {
                self.roles[start..end].fill(Role::Subject);
            }
        }
        let is_methodical = self.kind.as_deref() == Some("methodical_association");
        if is_methodical && self.subjects.is_empty() && self.topics.is_empty() {
            let role = self.senses.iter().find(|sense| MEMBERS[1..].contains(&sense.code.as_str()));
            self.members = role.map(|sense| sense.code.clone());
        }
        // Teachers of a subject belong to it: «учителей химии».
        if self.kind.is_some() || self.association.is_some() {
            for word in 0..self.tokens.len() {
                let is_helper =
                    |code: &str| self.senses.iter().any(|sense| sense.start == word && sense.code == code);
                let is_subject = is_helper("thing/subject") || self.tokens[word].forms.plain == "pani";
                if self.roles[word] == Role::Free
                    && (is_subject || is_helper("role/teacher") && self.kind.is_some())
                {
                    self.roles[word] = Role::Kind;
                }
            }
        }
        if is_methodical && self.subjects.is_empty() && self.topics.is_empty() && self.members.is_none() {
            self.unknown_subject = (0..self.tokens.len()).filter(|word| self.may_be_subject(*word)).collect();
        }
    }

    /// True for a word that says of what an association is: it is no subject that the tables know, and
    /// nothing that stands in the name of any association.
    fn may_be_subject(&self, word: usize) -> bool {
        const ANY: [&str; 8] =
            ["place/", "name/", "school/", "role/", "kind/", "legal_form/", "thing/subject", "thing/method"];
        const LEAST: usize = 4;
        let says_other = self.senses.iter().any(|sense| {
            sense.start <= word
                && word < sense.end
                && (ANY.iter().any(|list| sense.code.starts_with(list)) || sense.code == "quality/methodical")
        });
        let forms = &self.tokens[word].forms;
        self.roles[word] == Role::Free
            && !self.quoted[word]
            && !forms.is_number
            && forms.plain.len() >= LEAST
            && !is_stop_word(&forms.exact)
            && !says_other
    }
}
