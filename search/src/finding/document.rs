//! Analyses an organization: every form under which its words may be asked for.
//!
//! Names are kept apart from what surrounds them (host, places, labels), because a word of the name
//! answers better. Each term stands once in a field. Called by the engines' writers.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::forenames;
use super::order::KEY_END;
use crate::index::OrganizationDocument;
use crate::query::whole_term;
use crate::text::collation_key;
use crate::text::latin::plain;
use crate::text::thesaurus::{is_stop_word, meanings_for_kind};
use crate::text::tokens::{Forms, Reader, Token};

/// The analysed fields of an organization.
pub(crate) fn analyse(organization: &OrganizationDocument, reader: &mut Reader) -> Analysed {
    let mut analysed = Analysed::default();
    for name in &organization.names {
        let tokens = reader.read(&name.value);
        analysed.add_name(&tokens);
        analysed.add_any(&tokens);
        analysed.add_meanings(&tokens, &organization.kind);
        if organization.level != "school" {
            analysed.add_initials(&name.value, &tokens);
        }
    }
    for text in &organization.host_names {
        let tokens = reader.read(text);
        analysed.add_any(&tokens);
        analysed.add_meanings(&tokens, &organization.kind);
    }
    for text in organization.place_names.iter().chain(&organization.labels) {
        analysed.add_any(&reader.read_again(text));
    }
    for piece in organization.identifiers.iter().flat_map(|text| text.split_whitespace()) {
        analysed.add_identifier(piece);
    }
    if let Some(bin) = &organization.bin {
        analysed.add_any(&reader.read(bin));
    }
    add_code_meanings(organization, &mut analysed.meanings);
    let mut made: Vec<(&str, String)> = Vec::new();
    analysed.sort_keys = ["kk", "ru", "en"].map(|lang| {
        let name = name_in(organization, lang);
        if let Some((_, key)) = made.iter().find(|(of, _)| std::ptr::eq(*of, name)) {
            return key.clone();
        }
        let mut key = collation_key(name);
        key.push(KEY_END);
        key.push_str(&organization.id);
        made.push((name, key.clone()));
        key
    });
    analysed
}

/// The analysed fields of an organization: terms by field, joined by spaces. Words repeat much, so each
/// is taken once, except in `names_plain`, whose length is that of the names; a stem that two words share
/// may stand twice, which an index does not mind.
#[derive(Default)]
pub(crate) struct Analysed {
    pub(crate) names: String,
    pub(crate) names_plain: String,
    pub(crate) names_stems: String,
    pub(crate) words: String,
    pub(crate) plain: String,
    pub(crate) stems: String,
    pub(crate) skeletons: String,
    pub(crate) meanings: BTreeSet<String>,
    /// Whole names, as [`whole_exact`] and [`whole_plain`] write them.
    pub(crate) wholes: BTreeSet<String>,
    /// Keys of the Kazakh, Russian and English order; each ends with the id.
    pub(crate) sort_keys: [String; 3],
    seen_in_names: Vec<Arc<Forms>>,
    seen: HashSet<*const Forms>,
    /// What was seen, so that no other word takes its place in memory.
    kept: Vec<Arc<Forms>>,
}

impl Analysed {
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
        for token in tokens {
            let forms = &token.forms;
            if !self.seen.insert(Arc::as_ptr(forms)) {
                continue;
            }
            self.kept.push(Arc::clone(forms));
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

    /// An identifier answers as a whole: digits within it are no number of a school.
    fn add_identifier(&mut self, piece: &str) {
        let is_number = piece.chars().all(|c| c.is_ascii_digit());
        if !is_number {
            push(&mut self.words, &whole_term(piece));
        } else if piece.len() >= MIN_IDENTIFIER {
            push(&mut self.words, piece.trim_start_matches('0'));
        }
    }

    /// The initials by which a name is known: of the words between its quotes, dashes and dedications.
    fn add_initials(&mut self, name: &str, tokens: &[Token]) {
        let is_end = |left: &Token, right: &Token| {
            name.get(left.end..right.start)
                .is_none_or(|gap| gap.contains(['«', '»', '"', '“', '”', '(', ')', ',', '—', '–']))
        };
        let is_apart =
            |token: &Token| token.forms.is_number || DEDICATIONS.contains(&token.forms.exact.as_str());
        let mut run: Vec<&str> = Vec::new();
        let mut last: Option<&Token> = None;
        for token in tokens {
            if is_apart(token) || last.is_some_and(|last| is_end(last, token)) {
                self.add_runs(&run);
                run.clear();
            }
            if !is_apart(token) && !is_stop_word(&token.forms.exact) {
                run.push(&token.forms.exact);
            }
            last = Some(token);
        }
        self.add_runs(&run);
    }

    /// The run itself, and what it begins and ends with: «Профсоюз КазНУ» is no КазНУ yet.
    fn add_runs(&mut self, words: &[&str]) {
        let words = &words[..words.len().min(LONGEST_RUN)];
        for at in 0..words.len() {
            self.add_run(&words[at..]);
            self.add_run(&words[..at]);
        }
    }

    fn add_run(&mut self, words: &[&str]) {
        if !INITIALS.contains(&words.len()) {
            return;
        }
        let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
        self.meanings.insert(initials_term(&plain(&initials)));
        // КазНУ, ҚазҰУ: the country keeps a syllable.
        if let Some(country) =
            words.first().and_then(|word| word.get(..6)).filter(|begun| plain(begun) == "kaz")
        {
            let rest: String = initials.chars().skip(1).collect();
            self.meanings.insert(initials_term(&plain(&format!("{country}{rest}"))));
        }
    }

    /// What the words mean to a body of this kind, and the initials among them.
    fn add_meanings(&mut self, tokens: &[Token], kind: &str) {
        for meaning in meanings_for_kind(tokens, kind) {
            if !self.meanings.contains(meaning.code) {
                self.meanings.insert(meaning.code.to_owned());
            }
        }
        self.meanings.extend(forenames::terms(tokens));
    }
}

fn push(terms: &mut String, term: &str) {
    if !terms.is_empty() {
        terms.push(' ');
    }
    terms.push_str(term);
}

/// How many digits an identifier of digits alone has at least: fewer are the number of some school.
const MIN_IDENTIFIER: usize = 5;

/// Of how many words initials are made.
const INITIALS: std::ops::RangeInclusive<usize> = 3..=6;

/// How many words of a run are looked at.
const LONGEST_RUN: usize = 8;

/// Words that part a name from whom it is dedicated to.
const DEDICATIONS: [&str; 5] = ["имени", "им", "атындағы", "атын", "named"];

/// The term of initials in plain Latin.
pub(super) fn initials_term(plain: &str) -> String {
    format!("initials/{plain}")
}

/// The term of a stem in exact letters: its mark in capitals.
pub(super) fn in_exact_letters(stem: &str) -> String {
    let mut chars = stem.chars();
    let mark = chars.next().map(|mark| mark.to_ascii_uppercase());
    mark.into_iter().chain(chars).collect()
}

/// The term of a whole name in exact words.
pub(super) fn whole_exact<'a>(words: impl Iterator<Item = &'a str>) -> String {
    whole(b'=', words)
}

/// The term of a whole name in plain words.
pub(super) fn whole_plain<'a>(words: impl Iterator<Item = &'a str>) -> String {
    whole(b'~', words)
}

/// Nearly every whole name is a term of its own: as 48 bits of a hash it costs the dictionary a tenth of
/// the name. FNV-1a, which is the same on every machine and in every version.
fn whole<'a>(form: u8, words: impl Iterator<Item = &'a str>) -> String {
    let spaced = words.flat_map(|word| word.bytes().chain([b' ']));
    let hash = std::iter::once(form).chain(spaced).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = hash ^ (hash >> 32);
    mixed.to_le_bytes().iter().map(|byte| char::from(DIGITS[usize::from(byte & 63)])).collect()
}

const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

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
