//! Finds where quotes and commas part a name, and what the quotes are worth.
//!
//! Quotes come nested, closed once for two, straight or typographic, and around the whole name, where
//! they tell nothing.

use super::ParsedName;
use crate::matching::lexicon::Lexicon;

impl ParsedName {
    /// Quotes and commas.
    pub(super) fn split(&mut self) {
        let closing = |c: char| matches!(c, '»' | '”');
        let (opened, closed) = (self.text.matches(['«', '„']).count(), self.text.matches(closing).count());
        let last = if opened > closed { self.text.rfind(closing) } else { None };
        let mut depth = 0usize;
        let mut begin = 0;
        let mut before = ' ';
        let mut inner = Vec::new();
        let mut at = self.text.char_indices().peekable();
        for (place, token) in self.tokens.iter().enumerate() {
            while let Some((offset, c)) = at.next_if(|(offset, _)| *offset < token.start) {
                let is_before_word =
                    at.peek().is_some_and(|(_, next)| next.is_alphanumeric() || matches!(next, '"' | '«'));
                match c {
                    '«' | '„' => depth += 1,
                    '“' if is_before_word && !before.is_alphanumeric() => depth += 1,
                    // Quotes in quotes are often closed once.
                    '»' | '”' if Some(offset) == last => depth = 0,
                    '»' | '”' | '“' => depth = depth.saturating_sub(1),
                    // A straight quote opens before a word and closes behind one.
                    '"' if is_before_word
                        && (before.is_whitespace() || matches!(before, '(' | '"' | '«')) =>
                    {
                        depth += 1;
                    }
                    '"' if depth == 0 => depth = 1,
                    '"' => depth -= 1,
                    ',' | ';' | '(' | ')' if depth == 0 && place > begin => {
                        self.segments.push(begin..place);
                        begin = place;
                    }
                    _ => {}
                }
                before = c;
            }
            before = self.text[..token.end].chars().next_back().unwrap_or(' ');
            while at.next_if(|(offset, _)| *offset < token.end).is_some() {}
            self.quoted.push(depth > 0);
            inner.push(depth > 1);
            self.segment_of.push(self.segments.len());
        }
        self.segments.push(begin..self.tokens.len());
        // «Союз педагогов «Алтын бесік»: the inner quotes hold the own name.
        if inner.contains(&true) {
            self.quoted = inner;
        }
    }

    /// Quotes around all but the legal form and the place tell nothing: «Ассоциация учителей химии» ҚБ.
    pub(super) fn open_long_quotes(&mut self, lexicon: &Lexicon) {
        const LEAST: usize = 4;
        if self.quoted.iter().filter(|quoted| **quoted).count() < LEAST {
            return;
        }
        let is_around = |word: usize| {
            self.is_inside(word, "legal_form/", 1)
                || self.is_inside(word, "place/", 1)
                || !lexicon.legal_forms_of(&self.tokens[word].forms.exact).is_empty()
        };
        let words = 0..self.tokens.len();
        let first = self.segment_of.first().copied();
        let is_bare = words
            .filter(|word| !self.quoted[*word])
            .all(|word| is_around(word) || Some(self.segment_of[word]) != first && !self.quoted[0]);
        if is_bare {
            self.is_whole = true;
            self.quoted.fill(false);
        }
    }
}
