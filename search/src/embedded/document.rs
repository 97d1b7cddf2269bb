//! Makes the index's document of an organization: every form under which its words may be asked for.
//!
//! Names are kept apart from what surrounds them (host, places, labels), because a word of the name
//! answers better. Each term stands once in a field. Called by the writer only.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::schema::{Fields, KEY_END, whole_exact, whole_plain};
use crate::index::OrganizationDocument;
use crate::text::collation_key;
use crate::text::thesaurus::meanings;
use crate::text::tokens::{Forms, Reader, Token};

/// Separates the parts of a stored name.
pub(super) const PART_END: char = '\u{1}';

/// The document of an organization.
pub(super) fn document(
    fields: &Fields,
    organization: &OrganizationDocument,
    reader: &mut Reader,
) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, &organization.id);
    add_words(fields, organization, reader, &mut document);
    add_sort_keys(fields, organization, &mut document);

    add_codes(&mut document, fields.kind, [&organization.kind]);
    add_codes(&mut document, fields.level, [&organization.level]);
    add_codes(&mut document, fields.status, [&organization.status]);
    add_codes(&mut document, fields.legal_form, &organization.legal_form);
    add_codes(&mut document, fields.country, [&organization.country]);
    add_codes(&mut document, fields.confirmed, [&organization.confirmed]);
    add_codes(&mut document, fields.area, &organization.areas);
    add_codes(&mut document, fields.activity, &organization.activities);
    add_codes(&mut document, fields.subject, &organization.subjects);
    add_codes(&mut document, fields.host, &organization.host);
    add_codes(&mut document, fields.parent, &organization.parents);
    add_codes(&mut document, fields.bin, &organization.bin);
    document.add_bool(fields.has_bin, organization.bin.as_ref().is_some_and(|bin| !bin.is_empty()));
    document.add_i64(fields.updated, organization.updated_at);
    document
}

/// Terms of a document by field, joined by spaces. Words repeat much, so each is taken once; a stem that
/// two words share may stand twice, which the index does not mind.
#[derive(Default)]
struct Terms {
    names: String,
    names_plain: String,
    names_stems: String,
    words: String,
    plain: String,
    stems: String,
    skeletons: String,
    meanings: BTreeSet<String>,
    wholes: BTreeSet<String>,
    seen_in_names: Vec<Arc<Forms>>,
    /// The words of everything, some more than once.
    any: Vec<Arc<Forms>>,
}

impl Terms {
    fn add_name(&mut self, tokens: &[Token]) {
        if tokens.is_empty() {
            return;
        }
        self.wholes.insert(whole_exact(tokens.iter().map(|token| token.forms.exact.as_str())));
        self.wholes.insert(whole_plain(tokens.iter().map(|token| token.forms.plain.as_str())));
        for token in tokens {
            let forms = &token.forms;
            push(&mut self.names_plain, &forms.plain);
            if self.seen_in_names.iter().any(|seen| Arc::ptr_eq(seen, forms)) {
                continue;
            }
            self.seen_in_names.push(Arc::clone(forms));
            if forms.is_number {
                push(&mut self.names, &forms.plain);
                continue;
            }
            push(&mut self.names, &forms.exact);
            for stem in &forms.exact_stems {
                push(&mut self.names_stems, &in_exact_letters(stem));
            }
            for stem in &forms.stems {
                push(&mut self.names_stems, stem);
            }
        }
    }

    fn add_any(&mut self, tokens: &[Token]) {
        self.any.extend(tokens.iter().map(|token| Arc::clone(&token.forms)));
    }

    /// Writes the terms of all words. The order of terms in a field says nothing.
    fn finish(&mut self) {
        let mut any = std::mem::take(&mut self.any);
        any.sort_unstable_by_key(Arc::as_ptr);
        any.dedup_by(|left, right| Arc::ptr_eq(left, right));
        for forms in &any {
            if forms.is_number {
                push(&mut self.words, &forms.plain);
                continue;
            }
            push(&mut self.words, &forms.exact);
            push(&mut self.plain, &forms.plain);
            for stem in &forms.stems {
                push(&mut self.stems, stem);
            }
            for skeleton in &forms.skeletons {
                push(&mut self.skeletons, skeleton);
            }
        }
    }

    fn add_meanings(&mut self, tokens: &[Token]) {
        for meaning in meanings(tokens) {
            if !self.meanings.contains(meaning.code) {
                self.meanings.insert(meaning.code.to_owned());
            }
        }
    }
}

fn push(terms: &mut String, term: &str) {
    if !terms.is_empty() {
        terms.push(' ');
    }
    terms.push_str(term);
}

/// The term of a stem in exact letters: its mark in capitals.
pub(super) fn in_exact_letters(stem: &str) -> String {
    let mut chars = stem.chars();
    let mark = chars.next().map(|mark| mark.to_ascii_uppercase());
    mark.into_iter().chain(chars).collect()
}

fn add_words(
    fields: &Fields,
    organization: &OrganizationDocument,
    reader: &mut Reader,
    document: &mut TantivyDocument,
) {
    let mut terms = Terms::default();
    for name in &organization.names {
        let tokens = reader.read(&name.value);
        terms.add_name(&tokens);
        terms.add_any(&tokens);
        terms.add_meanings(&tokens);
        let stored = format!("{}{PART_END}{}{PART_END}{}", name.lang, name.name_type, name.value);
        document.add_text(fields.stored_name, stored);
    }
    for text in &organization.host_names {
        let tokens = reader.read(text);
        terms.add_any(&tokens);
        terms.add_meanings(&tokens);
    }
    for text in organization.place_names.iter().chain(&organization.labels) {
        terms.add_any(&reader.read_again(text));
    }
    for text in organization.identifiers.iter().chain(&organization.bin) {
        terms.add_any(&reader.read(text));
    }
    terms.finish();
    add_code_meanings(organization, &mut terms.meanings);

    for meaning in &terms.meanings {
        document.add_text(fields.meanings, meaning);
    }
    for whole in &terms.wholes {
        document.add_text(fields.whole, whole);
    }
    for (field, joined) in [
        (fields.names, terms.names),
        (fields.names_plain, terms.names_plain),
        (fields.names_stems, terms.names_stems),
        (fields.words, terms.words),
        (fields.plain, terms.plain),
        (fields.stems, terms.stems),
        (fields.skeletons, terms.skeletons),
    ] {
        document.add_text(field, joined);
    }
}

fn add_code_meanings(organization: &OrganizationDocument, meanings: &mut BTreeSet<String>) {
    let coded = [("kind", &organization.kind), ("level", &organization.level)]
        .into_iter()
        .chain(organization.legal_form.iter().map(|code| ("legal_form", code)))
        .chain(organization.subjects.iter().map(|code| ("subject", code)))
        .chain(organization.activities.iter().map(|code| ("activity", code)))
        .chain(organization.areas.last().map(|code| ("own", code)));
    for (list, code) in coded {
        if !code.is_empty() {
            meanings.insert(format!("{list}/{code}"));
        }
    }
}

fn add_sort_keys(fields: &Fields, organization: &OrganizationDocument, document: &mut TantivyDocument) {
    let mut made: Vec<(&str, String)> = Vec::new();
    for (field, lang) in [(fields.sort_kk, "kk"), (fields.sort_ru, "ru"), (fields.sort_en, "en")] {
        let name = name_in(organization, lang);
        let known = made.iter().find(|(of, _)| std::ptr::eq(*of, name)).map(|(_, key)| key.clone());
        let key = known.unwrap_or_else(|| {
            let mut key = collation_key(name);
            key.push(KEY_END);
            key.push_str(&organization.id);
            key
        });
        document.add_text(field, &key);
        made.push((name, key));
    }
}

/// Each code once: a value that stood twice would be counted twice.
fn add_codes<'a>(document: &mut TantivyDocument, field: Field, codes: impl IntoIterator<Item = &'a String>) {
    let mut seen: Vec<&str> = Vec::new();
    for code in codes {
        if !code.is_empty() && !seen.contains(&code.as_str()) {
            document.add_text(field, code);
            seen.push(code);
        }
    }
}

/// The name a list in this language is ordered by: the first one in it that is not a former name,
/// else Kazakh, else Russian, else any.
fn name_in<'a>(organization: &'a OrganizationDocument, lang: &str) -> &'a str {
    let current = |lang: &str| {
        organization.names.iter().find(|name| {
            name.name_type != "former" && name.lang.split('-').next().is_some_and(|primary| primary == lang)
        })
    };
    [lang, "kk", "ru"]
        .into_iter()
        .find_map(current)
        .or_else(|| organization.names.iter().find(|name| name.name_type != "former"))
        .or_else(|| organization.names.first())
        .map_or("", |name| name.value.as_str())
}
