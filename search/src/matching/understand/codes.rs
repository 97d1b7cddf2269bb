//! Concludes codes: legal form, kind, level, subjects, activities.
//!
//! What a cell or name states goes before what is concluded from the rest of the row.

use super::{RowReader, cut};
use crate::matching::facts::{Column, NameLang, Note, NoteCode, RowFacts};
use crate::matching::input::RowInput;
use crate::matching::name::{Cell, ParsedName};

impl RowReader<'_> {
    pub(super) fn conclude_form(
        &mut self,
        input: &RowInput,
        names: &[(Column, ParsedName)],
        facts: &mut RowFacts,
    ) {
        let mut sets: Vec<Vec<String>> = Vec::new();
        if let Some(cell) = input.legal_form.as_deref().filter(|cell| !cell.trim().is_empty()) {
            let cell = cut(cell.trim());
            let is_code =
                cell.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && cell.contains('_');
            if is_code {
                sets.push(vec![cell.to_owned()]);
            } else {
                let tokens = self.tokens(cell);
                sets.push(ParsedName::of(cell, tokens, self.lexicon, NameLang::Ru, Cell::Name).legal_forms);
            }
        }
        sets.extend(names.iter().map(|(_, name)| name.legal_forms.clone()));
        sets.retain(|set| !set.is_empty());
        let mut forms: Vec<String> = Vec::new();
        for set in sets {
            if forms.is_empty() {
                forms = set;
                continue;
            }
            let both: Vec<String> = forms.iter().filter(|form| set.contains(form)).cloned().collect();
            if both.is_empty() {
                let note = Note {
                    column: Column::LegalForm,
                    code: NoteCode::LegalFormContradiction,
                    found: set.join(", "),
                    right: Some(forms.join(", ")),
                };
                facts.notes.push(note);
                forms.extend(set);
            } else {
                forms = both;
            }
        }
        facts.legal_forms = forms;
        facts.is_branch = names.iter().any(|(_, name)| name.is_branch)
            || facts.bin.number().is_some_and(|bin| bin.get(5..6).is_some_and(|unit| unit != "0"));
    }

    pub(super) fn conclude_codes(
        &mut self,
        input: &RowInput,
        names: &[(Column, ParsedName)],
        facts: &mut RowFacts,
    ) {
        for name in names.iter().map(|(_, name)| name) {
            for subject in &name.subjects {
                if !facts.subjects.contains(subject) {
                    facts.subjects.push(subject.clone());
                }
            }
            for topic in &name.topics {
                if !facts.topics.contains(topic) {
                    facts.topics.push(topic.clone());
                }
            }
            let activities = name.purpose_codes().filter_map(|code| code.strip_prefix("activity/"));
            for activity in activities {
                if !facts.activities.iter().any(|known| known == activity) {
                    facts.activities.push(activity.to_owned());
                }
            }
        }
        for text in &input.subjects {
            let tokens = self.tokens(cut(text));
            let senses = self.lexicon.senses(&tokens);
            for sense in senses.iter().filter(|sense| sense.code.starts_with("topic/")) {
                if !facts.topics.contains(&sense.code) {
                    facts.topics.push(sense.code.clone());
                }
            }
            let mut found: Vec<String> = senses
                .iter()
                .filter_map(|sense| sense.code.strip_prefix("subject/"))
                .map(str::to_owned)
                .collect();
            if found.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
                found.push(text.clone());
            }
            found.retain(|subject| !facts.subjects.contains(subject));
            facts.subjects.extend(found);
        }
        if facts.subjects.is_empty() && facts.topics.is_empty() {
            facts.members = names.iter().find_map(|(_, name)| name.members.clone());
            let unknown = names.iter().map(|(_, name)| name).find(|name| !name.unknown_subject.is_empty());
            facts.unknown_subject = unknown
                .filter(|_| facts.members.is_none())
                .map(|name| self.words.of(name, &name.unknown_subject))
                .unwrap_or_default();
        }
        let given = input.kind.as_deref().map(str::trim).filter(|kind| !kind.is_empty());
        let of_cell = given.and_then(|cell| self.kind_of(cut(cell)));
        let stated = of_cell.or_else(|| names.iter().find_map(|(_, name)| name.kind.clone()));
        facts.kind_is_stated = stated.is_some();
        facts.kind = stated.or_else(|| conclude_kind(names, facts));
        let is_methodical = facts.kind_is_stated && facts.kind.as_deref() == Some("methodical_association");
        let says_region = |name: &ParsedName| name.senses.iter().any(|sense| sense.code == "place/region");
        if is_methodical
            && !facts.host.is_named()
            && facts.area.district.is_none()
            && names.iter().any(|(_, name)| says_region(name))
        {
            // «Областное МО учителей химии»: a region has one.
            facts.area.is_of_region = true;
        }
        facts.level = conclude_level(names, facts);
    }

    fn kind_of(&mut self, cell: &str) -> Option<String> {
        if cell.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Some(cell.to_owned());
        }
        let tokens = self.tokens(cell);
        let senses = self.lexicon.senses(&tokens);
        let best = senses
            .iter()
            .filter_map(|sense| Some((sense.end - sense.start, sense.code.strip_prefix("kind/")?)))
            .max_by_key(|(length, _)| *length);
        best.map(|(_, kind)| kind.to_owned())
    }
}

/// The kind where no word says it.
fn conclude_kind(names: &[(Column, ParsedName)], facts: &RowFacts) -> Option<String> {
    let association = names.iter().find_map(|(_, name)| name.association.clone());
    let has_own = names.iter().any(|(_, name)| !name.own.is_empty());
    match association {
        Some(kind) if kind == "teacher_association" && !facts.subjects.is_empty() => Some(kind),
        Some(kind) if !has_own && facts.legal_forms.is_empty() => Some(kind),
        _ if names.is_empty() => None,
        _ => Some("ngo".to_owned()),
    }
}

fn conclude_level(names: &[(Column, ParsedName)], facts: &RowFacts) -> Option<String> {
    if facts.host.is_named() {
        return Some("school".to_owned());
    }
    let is_republican = facts.legal_forms.iter().any(|form| form == "republican_public_association")
        || names.iter().any(|(_, name)| {
            name.senses.iter().any(|sense| {
                matches!(sense.code.as_str(), "place/republic" | "place/kazakhstan")
                    && !name.own.contains(&sense.start)
            })
        });
    let level = if facts.area.district.is_some() {
        "district"
    } else if is_republican {
        "republic"
    } else if facts.area.region.is_some() {
        "region"
    } else {
        return None;
    };
    Some(level.to_owned())
}
