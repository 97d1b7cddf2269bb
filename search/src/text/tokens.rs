//! A word with every form under which it is indexed and looked up.
//!
//! Reading a text costs little per word; the forms cost more, and names repeat their words. So
//! [`Reader`] remembers the forms of words it has seen, and queries share what they remember. The
//! index reads documents and queries so, phrases compare by [`Forms::keys`].

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use quick_cache::sync::Cache;

use super::fold::{Form, fold};
use super::latin::{plain, skeleton};
use super::stem::{exact_stems, stems};
use super::words::{MAX_QUERY_WORDS, Spans};

/// How many words a reader remembers, and how many texts.
const REMEMBERED: usize = 20_000;

/// The longest word of a query that is remembered, in bytes: what is longer does not come again.
const LONGEST: usize = 64;

/// Words that queries had, for all threads.
static ASKED: LazyLock<Cache<String, Arc<Forms>>> = LazyLock::new(|| Cache::new(REMEMBERED));

/// The forms of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// As written, accidents of encoding undone.
    pub exact: String,
    /// In plain Latin, where all keyboards and scripts meet.
    pub plain: String,
    /// Stems in plain Latin, marked with their language.
    pub stems: Vec<String>,
    /// Stems in exact letters, marked with their language.
    pub exact_stems: Vec<String>,
    /// Skeletons of the stems, none twice, none empty.
    pub skeletons: Vec<String>,
    /// Under which an abbreviation is looked up.
    pub short: String,
    /// True for a run of digits.
    pub is_number: bool,
}

impl Forms {
    /// The forms of an exact word.
    pub fn of(exact: &str, is_number: bool) -> Forms {
        let exact = exact.to_owned();
        if is_number {
            let plain = number(&exact);
            let (stems, exact_stems, skeletons) = (Vec::new(), Vec::new(), Vec::new());
            return Forms { short: plain.clone(), exact, plain, stems, exact_stems, skeletons, is_number };
        }
        let plain = plain(&exact);
        let stems = stems(&exact, &plain);
        let mut skeletons: Vec<String> = stems.iter().map(|stem| skeleton(&stem[1..])).collect();
        skeletons.sort_unstable();
        skeletons.dedup();
        skeletons.retain(|skeleton| !skeleton.is_empty());
        let mut short = String::from("=");
        short.push_str(&fold(&exact));
        Forms { exact_stems: exact_stems(&exact), exact, plain, stems, skeletons, short, is_number }
    }

    /// The keys by which phrases know the word.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let number = self.is_number.then_some(self.plain.as_str());
        self.stems.iter().map(String::as_str).chain(number)
    }
}

/// A number without leading zeros.
fn number(digits: &str) -> String {
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        rest => rest.to_owned(),
    }
}

/// A word of a text, with its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its forms.
    pub forms: Arc<Forms>,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends in the text, in bytes.
    pub end: usize,
}

/// Reads texts and remembers the forms of words.
#[derive(Debug, Default)]
pub struct Reader {
    seen: HashMap<String, Arc<Forms>>,
    texts: HashMap<String, Arc<[Token]>>,
    word: String,
}

impl Reader {
    /// All words of a text.
    pub fn read(&mut self, text: &str) -> Vec<Token> {
        let mut word = std::mem::take(&mut self.word);
        let tokens = tokens(text, usize::MAX, &mut word, |word, is_number| self.forms(word, is_number));
        self.word = word;
        tokens
    }

    /// All words of a text that comes again and again, such as a label or the name of a place.
    pub fn read_again(&mut self, text: &str) -> Arc<[Token]> {
        if let Some(tokens) = self.texts.get(text) {
            return Arc::clone(tokens);
        }
        let tokens: Arc<[Token]> = self.read(text).into();
        if self.texts.len() >= REMEMBERED {
            self.texts.clear();
        }
        self.texts.insert(text.to_owned(), Arc::clone(&tokens));
        tokens
    }

    fn forms(&mut self, word: &str, is_number: bool) -> Arc<Forms> {
        if let Some(forms) = self.seen.get(word) {
            return Arc::clone(forms);
        }
        let forms = Arc::new(Forms::of(word, is_number));
        if self.seen.len() >= REMEMBERED {
            self.seen.clear();
        }
        self.seen.insert(word.to_owned(), Arc::clone(&forms));
        forms
    }
}

/// The first words of a text; `word` is room to write each in, `forms` gives its forms.
fn tokens(
    text: &str,
    limit: usize,
    word: &mut String,
    mut forms: impl FnMut(&str, bool) -> Arc<Forms>,
) -> Vec<Token> {
    let mut tokens = Vec::new();
    for span in Spans::of(text).take(limit) {
        span.write(text, Form::Exact, word);
        if word.is_empty() {
            continue;
        }
        let forms = forms(word, span.is_number);
        if !forms.plain.is_empty() || !forms.exact.is_empty() {
            tokens.push(Token { forms, start: span.start, end: span.end });
        }
    }
    tokens
}

/// The words of what a person typed, at most [`MAX_QUERY_WORDS`].
pub fn query_tokens(text: &str) -> Vec<Token> {
    tokens(text, MAX_QUERY_WORDS, &mut String::new(), asked)
}

/// The forms of a word of a query.
fn asked(word: &str, is_number: bool) -> Arc<Forms> {
    if word.len() > LONGEST {
        return Arc::new(Forms::of(word, is_number));
    }
    if let Some(forms) = ASKED.get(word) {
        return forms;
    }
    let forms = Arc::new(Forms::of(word, is_number));
    ASKED.insert(word.to_owned(), Arc::clone(&forms));
    forms
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_its_value() {
        let tokens = query_tokens("№007 мектеп");
        assert_eq!((tokens[0].forms.plain.as_str(), tokens[0].forms.is_number), ("7", true));
        assert!(tokens[0].forms.stems.is_empty() && tokens[0].forms.skeletons.is_empty());
        assert_eq!(query_tokens("000")[0].forms.plain, "0");
    }

    #[test]
    fn apostrophes_stand_inside_latin_words() {
        for text in ["mug'alimder", "mug’alimder", "mugʼalimder"] {
            let tokens = query_tokens(text);
            assert_eq!((tokens.len(), tokens[0].forms.plain.as_str()), (1, "mugalimder"), "{text}");
        }
        assert_eq!(query_tokens("'teachers' ata-ana'").len(), 3);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let mut reader = Reader::default();
            let tokens = reader.read(&text);
            prop_assert_eq!(&reader.read(&text), &tokens);
            for _ in 0..2 {
                prop_assert_eq!(&*reader.read_again(&text), &*tokens);
            }
            prop_assert!(query_tokens(&text).len() <= MAX_QUERY_WORDS);
        }
    }
}
