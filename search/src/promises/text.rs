//! The text pipeline: every step of `text`, alone and as the index reads.

use std::collections::HashSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::text::fold::{fold, is_invisible, normalize, repair};
use crate::text::kazakh::stem_plain;
use crate::text::latin::{cyrillic_guess, plain, skeleton};
use crate::text::layout::{readings, texts};
use crate::text::thesaurus::{everyday, is_stop_word, meanings};
use crate::text::tokens::{Forms, Reader, Token, query_tokens};
use crate::text::words::{MAX_QUERY_WORDS, MAX_WORD_CHARS, Word, query_words, words};
use crate::text::{collation_key, phrases::Phrases};

/// How much longer the steps may make a text, in bytes: the most that Unicode composes, decomposes and
/// lowers to, one after the other.
const GROWTH: usize = 9;

/// How many meanings may lie on a word: those of all phrases that begin there, in every language.
const MEANINGS: usize = 24;

/// No step panics. No step makes more of a text than a multiple of its length. What is said to stand in
/// the text stands there. A spelling made comparable stays as it is when it is made comparable again.
pub fn check_text(text: &str) {
    check_spellings(text);
    check_words(text);
    check_tokens(text);
    check_layouts(text);
    check_key(text);
}

fn check_spellings(text: &str) {
    let (exact, folded) = (normalize(text), fold(text));
    assert_eq!(normalize(&exact), exact, "the exact form stays");
    assert_eq!(fold(&folded), folded, "the folded form stays");
    assert_eq!(fold(&exact), folded, "the folded form is that of the exact one");
    assert_eq!(repair(&repair(text)), repair(text), "what is repaired stays");
    assert_eq!(repair(text).chars().count(), text.chars().count(), "letters are repaired one by one");
    for form in [&exact, &folded] {
        assert!(form.len() <= GROWTH * text.len(), "{} of {} bytes", form.len(), text.len());
    }
}

fn check_words(text: &str) {
    let all = words(text);
    check_ranges(text, all.iter().map(|word| word.start..word.end));
    for Word { exact, folded, .. } in &all {
        assert!(!folded.is_empty(), "a word has a letter or a digit");
        assert!(exact.chars().count() <= MAX_WORD_CHARS && folded.chars().count() <= MAX_WORD_CHARS);
    }
    assert_eq!(query_words(text), all[..all.len().min(MAX_QUERY_WORDS)], "a query has the first words");
    let (composed, decomposed) = (text.nfc().collect::<String>(), text.nfd().collect::<String>());
    let exact = |text: &str| words(text).into_iter().map(|word| word.exact).collect::<Vec<String>>();
    let is_cut = words(&decomposed)
        .iter()
        .any(|word| decomposed[word.start..word.end].chars().count() > MAX_WORD_CHARS);
    assert!(is_cut || exact(&composed) == exact(&decomposed), "composed and decomposed are the same words");
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    assert!(is_cut || exact(&visible) == exact(text), "what nobody sees parts and joins no words");
}

fn check_tokens(text: &str) {
    let mut reader = Reader::default();
    let tokens = reader.read(text);
    assert_eq!(reader.read(text), tokens, "a reader that remembers reads the same");
    assert_eq!(*reader.read_again(text), tokens[..], "a text that comes again is read the same");
    assert!(query_tokens(text).len() <= MAX_QUERY_WORDS);
    assert!(tokens.starts_with(&query_tokens(text)), "a query has the first words");
    check_ranges(text, tokens.iter().map(|token| token.start..token.end));
    for token in &tokens {
        check_forms(&token.forms);
        assert_eq!(
            reader_of_word(&token.forms.exact),
            std::slice::from_ref(&token.forms.exact),
            "a word stays a word"
        );
    }
    check_meanings(&tokens);
}

fn reader_of_word(exact: &str) -> Vec<String> {
    query_tokens(exact).into_iter().map(|token| token.forms.exact.clone()).collect()
}

fn check_forms(forms: &Forms) {
    assert_eq!(*forms, Forms::of(&forms.exact, forms.is_number), "forms depend on the word alone");
    let most = GROWTH * 4 * MAX_WORD_CHARS;
    assert!(forms.exact.chars().count() <= MAX_WORD_CHARS);
    assert!(forms.plain.len() <= most && forms.short.len() <= most);
    assert!(forms.stems.len() <= 3 && forms.exact_stems.len() <= 2 && forms.skeletons.len() <= 3);
    for stem in forms.stems.iter().chain(&forms.exact_stems) {
        assert!(stem.starts_with(['k', 'r', 'e']) && stem.len() <= most, "{stem}");
    }
    let skeletons: HashSet<&String> = forms.skeletons.iter().collect();
    assert_eq!(skeletons.len(), forms.skeletons.len(), "no skeleton twice");
    assert!(forms.skeletons.iter().all(|skeleton| !skeleton.is_empty() && skeleton.len() <= most));
    for term in
        [&forms.exact, &forms.plain, &forms.short].into_iter().chain(&forms.stems).chain(&forms.skeletons)
    {
        assert!(!term.contains(char::is_whitespace), "a term has no space: {term:?}");
    }
    if forms.is_number {
        assert!(forms.stems.is_empty() && forms.skeletons.is_empty(), "a number has no forms");
        return;
    }
    assert_eq!(forms.plain, plain(&forms.exact));
    assert!(skeleton(&forms.plain).len() <= forms.plain.len() + 1);
    let stem = stem_plain(&forms.plain);
    assert!(stem.chars().count() <= forms.plain.chars().count(), "a stem is no longer than its word");
    assert_eq!(stem_plain(&stem), stem, "a stem stays");
    assert!(cyrillic_guess(&forms.exact).len() <= 2 * forms.exact.len() + 2);
    is_stop_word(&forms.exact);
}

fn check_meanings(tokens: &[Token]) {
    let (meant, said) = (meanings(tokens), everyday(tokens));
    for meaning in meant.iter().chain(&said) {
        assert!(meaning.words.start < meaning.words.end && meaning.words.end <= tokens.len());
    }
    for found in [&meant, &said] {
        assert!(found.len() <= MEANINGS * tokens.len(), "{} of {} words", found.len(), tokens.len());
    }
    assert!(meant.windows(2).all(|two| two[0] != two[1]), "no meaning twice");
    let tokens = &tokens[..tokens.len().min(MAX_QUERY_WORDS)];
    let mut phrases = Phrases::default();
    phrases.add(tokens, (), |_| true);
    let has_keys = tokens.iter().all(|token| token.forms.keys().next().is_some());
    let whole = 0..tokens.len();
    assert!(
        tokens.is_empty() || !has_keys || phrases.find(tokens).iter().any(|found| found.words == whole),
        "a phrase is found in itself"
    );
}

fn check_layouts(text: &str) {
    for piece in text.split_whitespace() {
        let readings = readings(piece);
        assert!(readings.len() <= 4);
        for (place, (_, reading)) in readings.iter().enumerate() {
            assert_eq!(reading.chars().count(), piece.chars().count(), "a key is a letter");
            assert_ne!(reading, piece, "a reading is another one");
            assert!(readings[..place].iter().all(|(_, known)| known != reading), "no reading twice");
        }
    }
    for reading in texts(text) {
        assert_eq!(reading.chars().count(), text.chars().count(), "a key is a letter");
        assert_ne!(reading, text, "a reading is another one");
    }
}

fn check_key(text: &str) {
    const MOST: usize = 4 * 400;
    let key = collation_key(text);
    assert!(key.len() <= MOST, "a key is short");
    assert!(key.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()), "{key}");
}

/// Ranges in a text: in order, apart, none empty, whole characters.
pub(super) fn check_ranges(text: &str, ranges: impl Iterator<Item = Range<usize>>) {
    let mut last = 0;
    for range in ranges {
        assert!(last <= range.start && range.start < range.end, "{range:?} after {last}");
        assert!(text.get(range.clone()).is_some(), "{range:?} cuts a character or the text");
        last = range.end;
    }
}
