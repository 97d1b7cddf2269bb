//! Splits a text into words: runs of letters and runs of digits, each by itself.
//!
//! Everything else separates: spaces, quotes, hyphens, №. Combining marks and invisible characters
//! belong to the word that they stand in. Numbers are told apart because they are never guessed at.
//! The index reads documents through `Spans`, queries come through [`query_words`] with limits.

use std::iter::Peekable;
use std::str::CharIndices;

use unicode_normalization::char::is_combining_mark;

use super::fold::{Form, is_cyrillic, is_invisible, push_word};
use super::latin::is_apostrophe;

/// How many words of a query count; the rest is not looked at.
pub const MAX_QUERY_WORDS: usize = 64;

/// How many characters of a word count; the rest is cut off, in the index and in queries alike.
pub const MAX_WORD_CHARS: usize = 64;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its exact form.
    pub exact: String,
    /// Its folded form.
    pub folded: String,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends in the text, in bytes.
    pub end: usize,
    /// True where it is a run of digits.
    pub is_number: bool,
}

/// All words of a text.
pub fn words(text: &str) -> Vec<Word> {
    collect_words(text, usize::MAX)
}

/// The words of what a person typed: at most [`MAX_QUERY_WORDS`].
pub fn query_words(text: &str) -> Vec<Word> {
    collect_words(text, MAX_QUERY_WORDS)
}

fn collect_words(text: &str, limit: usize) -> Vec<Word> {
    Spans::of(text)
        .map(|span| {
            let mut word = Word {
                exact: String::new(),
                folded: String::new(),
                start: span.start,
                end: span.end,
                is_number: span.is_number,
            };
            span.write(text, Form::Exact, &mut word.exact);
            span.write(text, Form::Folded, &mut word.folded);
            word
        })
        .filter(|word| !word.folded.is_empty())
        .take(limit)
        .collect()
}

/// Where a word stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) is_number: bool,
}

impl Span {
    /// Replaces `out` with the word in the form wanted, cut to [`MAX_WORD_CHARS`].
    pub(crate) fn write(self, text: &str, form: Form, out: &mut String) {
        out.clear();
        push_word(cut(&text[self.start..self.end]), form, out);
        let length = cut(out).len();
        out.truncate(length);
    }
}

fn cut(word: &str) -> &str {
    match word.char_indices().nth(MAX_WORD_CHARS) {
        Some((end, _)) => &word[..end],
        None => word,
    }
}

/// The spans of a text's words, in order.
pub(crate) struct Spans<'a> {
    chars: Peekable<CharIndices<'a>>,
}

impl<'a> Spans<'a> {
    pub(crate) fn of(text: &'a str) -> Spans<'a> {
        Spans { chars: text.char_indices().peekable() }
    }

    /// True before an apostrophe inside a Latin word: Latin Kazakh has its apostrophes there. Beside a
    /// Cyrillic letter it separates, because its neighbours are Cyrillic letters too, once repaired.
    fn is_inner_apostrophe(&self) -> bool {
        let mut ahead = self.chars.clone().map(|(_, c)| c).filter(|c| !is_invisible(*c));
        if !ahead.next().is_some_and(is_apostrophe) || !ahead.next().is_some_and(|c| c.is_ascii_alphabetic())
        {
            return false;
        }
        let mut word = ahead.take_while(|c| matches!(class(*c), Class::Letter | Class::Inside)).peekable();
        !word.peek().is_some_and(|c| is_combining_mark(*c)) && !word.any(is_cyrillic)
    }
}

impl Iterator for Spans<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let (start, first, is_number) = self.chars.by_ref().find_map(|(at, c)| match class(c) {
            Class::Letter => Some((at, c, false)),
            Class::Digit => Some((at, c, true)),
            Class::Inside | Class::Separator => None,
        })?;
        let mut end = start + first.len_utf8();
        let goes_on = |c: char| match class(c) {
            Class::Letter => !is_number,
            Class::Digit => is_number,
            Class::Inside => true,
            Class::Separator => false,
        };
        let mut last = first;
        let mut has_cyrillic = is_cyrillic(first);
        loop {
            if let Some((at, c)) = self.chars.next_if(|(_, c)| goes_on(*c)) {
                end = at + c.len_utf8();
                has_cyrillic |= is_cyrillic(c);
                if !is_invisible(c) {
                    last = c;
                }
            } else if !is_number && !has_cyrillic && last.is_ascii_alphabetic() && self.is_inner_apostrophe()
            {
                self.chars.next();
            } else {
                break;
            }
        }
        Some(Span { start, end, is_number })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Inside,
    Separator,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\0'..='\x7F' => Class::Separator,
        _ if is_invisible(c) || is_combining_mark(c) => Class::Inside,
        _ if c.is_numeric() => Class::Digit,
        _ if c.is_alphabetic() => Class::Letter,
        _ => Class::Separator,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.exact).collect()
    }

    #[test]
    fn separators_quotes_numbers() {
        assert_eq!(exact("«Өркен» ата-ана №25Мектеп"), ["өркен", "ата", "ана", "25", "мектеп"]);
        assert_eq!(exact("мек\u{AD}теп\u{200B} и\u{306}од"), ["мектеп", "йод"]);
        assert!(exact(" «»—№ \u{AD}\u{301}").is_empty());
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "№12 «Өркен»";
        let found = words(text);
        assert_eq!(&text[found[0].start..found[0].end], "12");
        assert!(found[0].is_number);
        assert_eq!(&text[found[1].start..found[1].end], "Өркен");
        assert_eq!((found[1].exact.as_str(), found[1].folded.as_str()), ("өркен", "оркен"));
    }

    #[test]
    fn an_apostrophe_stands_inside_latin_words_only() {
        assert_eq!(exact("mug'alim s'y'g'ys"), ["mug'alim", "s'y'g'ys"]);
        assert_eq!(exact("Бip'mug'alim mug'Бip"), ["бір", "mug'alim", "mug", "бір"]);
        for text in ["оku'uch", "u'оku", "o'\u{AD}rken", "o\u{AD}'rken", "o'e\u{301}", "o'\u{E9}"] {
            let once = exact(text);
            assert_eq!(exact(&once.join(" ")), once, "{text}");
        }
        assert_eq!(exact("o\u{AD}'\u{200B}rken"), exact("o'rken"));
        assert_eq!(exact("o'e\u{301}"), exact("o'\u{E9}"));
    }

    #[test]
    fn hostile_queries_are_cut() {
        let long = "ә".repeat(100_000);
        let found = query_words(&long);
        assert_eq!((found.len(), found[0].exact.chars().count()), (1, MAX_WORD_CHARS));
        assert_eq!(query_words(&"а\0".repeat(50_000)).len(), MAX_QUERY_WORDS);
        assert_eq!(query_words(&format!("а{}", "\u{301}".repeat(50_000))).len(), 1);
        assert!(query_words(&"\0".repeat(100_000)).is_empty());
    }

    proptest! {
        #[test]
        fn spans_are_ordered_and_forms_bounded(text in any::<String>()) {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(last <= word.start && word.start < word.end && word.end <= text.len());
                prop_assert!(text.is_char_boundary(word.start) && text.is_char_boundary(word.end));
                prop_assert!(word.exact.chars().count() <= MAX_WORD_CHARS);
                prop_assert!(word.folded.chars().count() <= MAX_WORD_CHARS);
                last = word.end;
            }
        }

        #[test]
        fn splitting_again_changes_nothing(text in "[а-яәғқңөұүһі0-9 «»№\\-a-z]{0,60}") {
            let once = exact(&text);
            prop_assert_eq!(exact(&once.join(" ")), once);
        }
    }
}
