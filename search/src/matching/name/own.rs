//! Tells the body's own name from what it is for: by quotes, by the order of the language, by its other name.

use std::sync::Arc;

use super::{ParsedName, Role};
use crate::text::tokens::Forms;

impl ParsedName {
    pub(super) fn find_own(&mut self) {
        let free: Vec<usize> =
            (0..self.tokens.len()).filter(|word| self.roles[*word] == Role::Free).collect();
        let (quoted, open): (Vec<usize>, Vec<usize>) = free.iter().partition(|word| self.quoted[**word]);
        let is_hosted = self.host_number.is_some() || !self.host_name.is_empty();
        if self.kind.is_some() {
            if !is_hosted && matches!(self.kind.as_deref(), Some("trade_union" | "union_association")) {
                self.own = quoted;
                self.purpose = open;
            }
            self.is_quoted = !self.own.is_empty();
            return;
        }
        if quoted.is_empty() && (is_hosted || self.begins_with_place(&open)) {
            self.purpose = open;
        } else if quoted.is_empty() {
            (self.own, self.purpose) = self.own_and_purpose(&open);
        } else if open.is_empty() && quoted.len() >= 3 {
            (self.own, self.purpose) = self.own_and_purpose(&quoted);
            if self.own.is_empty() {
                (self.own, self.purpose) = (quoted, Vec::new());
            }
        } else {
            self.is_quoted = true;
            (self.own, self.purpose) = (quoted, open);
        }
    }

    /// True where a place stands right before the first of some words: «Отырар ауданының жеке мектептер
    /// қауымдастығы» is called by what it is for.
    fn begins_with_place(&self, words: &[usize]) -> bool {
        words.first().is_some_and(|first| {
            first.checked_sub(1).is_some_and(|before| {
                self.roles[before] == Role::Place && self.segment_of[before] == self.segment_of[*first]
            })
        })
    }

    /// Tells the own name from the purpose by the order of the language.
    fn own_and_purpose(&self, words: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let begins = |place: usize| {
            self.senses.iter().any(|sense| {
                let length = sense.end - sense.start;
                let Some((list, code)) = sense.code.split_once('/') else { return false };
                let holds = sense.start <= place && place < sense.end;
                holds
                    && match list {
                        "name" => code != "named_after",
                        "activity" | "field" | "kind" | "subject" | "role" => true,
                        "quality" => matches!(
                            code,
                            "pedagogical"
                                | "inclusive"
                                | "continuous"
                                | "gifted"
                                | "young"
                                | "special"
                                | "methodical"
                                | "professional"
                        ),
                        "thing" => length > 1,
                        _ => false,
                    }
            })
        };
        let is_purpose_at_once = |place: usize| {
            self.is_inside(place, "name/", 1)
                || self.is_inside(place, "field/", 1)
                || self.is_inside(place, "kind/", 2)
                || self.is_inside(place, "activity/", 2)
        };
        let Some(first) = words.first() else { return (Vec::new(), Vec::new()) };
        if is_purpose_at_once(*first) {
            return (Vec::new(), words.to_vec());
        }
        let end = words.iter().skip(1).position(|word| begins(*word)).map_or(words.len(), |at| at + 1);
        (words[..end].to_vec(), words[end..].to_vec())
    }

    /// Looks for an own name that is known from another name of the body.
    pub(crate) fn take_own(&mut self, known: &[Arc<Forms>]) {
        if self.is_quoted || self.kind.is_some() || known.is_empty() {
            return;
        }
        let words: Vec<usize> = {
            let mut words: Vec<usize> = self.own.iter().chain(&self.purpose).copied().collect();
            words.sort_unstable();
            words
        };
        let is_same = |left: &Forms, right: &Forms| {
            left.plain == right.plain
                || strsim::osa_distance(&left.plain, &right.plain) * 4 <= left.plain.chars().count()
        };
        let found = words.windows(known.len()).position(|window| {
            window.iter().zip(known).all(|(word, known)| is_same(&self.tokens[*word].forms, known))
        });
        if let Some(at) = found {
            self.own = words[at..at + known.len()].to_vec();
            self.purpose = words.iter().filter(|word| !self.own.contains(word)).copied().collect();
            self.is_quoted = true;
        }
    }
}
