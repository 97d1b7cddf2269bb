//! Finds phrases in a text, in any inflected form, whatever keyboard they were typed on.
//!
//! A set of phrases is a tree over the stems of their words; a phrase stands in a text where its
//! words stand side by side with a stem in common each. Phrases may overlap. The thesaurus and the
//! gazetteer are such sets.

use std::collections::HashMap;
use std::ops::Range;

use super::tokens::{Forms, Token};

/// Phrases, each with what it stands for.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    /// From a node and a key to the next node.
    steps: HashMap<u32, HashMap<String, u32>>,
    /// What ends at a node.
    ends: HashMap<u32, Vec<T>>,
    nodes: u32,
}

impl<T> Default for Phrases<T> {
    fn default() -> Phrases<T> {
        Phrases { steps: HashMap::new(), ends: HashMap::new(), nodes: 0 }
    }
}

/// A phrase found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a, T> {
    /// Which words it covers.
    pub words: Range<usize>,
    /// What it stands for.
    pub meanings: &'a [T],
}

impl<T: PartialEq> Phrases<T> {
    /// Adds a phrase. Each word counts with those of its stems that `keep` wants; all of them where
    /// it wants none.
    pub fn add(&mut self, words: &[Token], meaning: T, keep: impl Fn(&str) -> bool) {
        if words.is_empty() {
            return;
        }
        // One way through the tree for each choice of stems would grow without need: the first
        // wanted key of each word carries the phrase.
        let mut node = 0;
        for word in words {
            let key = word.forms.keys().find(|key| keep(key)).or_else(|| word.forms.keys().next());
            let Some(key) = key else { return };
            node = self.step(node, key.to_owned());
        }
        self.end(node, meaning);
    }

    /// Adds a phrase of one word under a key of its own.
    pub fn add_key(&mut self, key: String, meaning: T) {
        let node = self.step(0, key);
        self.end(node, meaning);
    }

    fn step(&mut self, from: u32, key: String) -> u32 {
        let next = self.nodes + 1;
        let node = *self.steps.entry(from).or_default().entry(key).or_insert(next);
        self.nodes = self.nodes.max(node);
        node
    }

    fn end(&mut self, node: u32, meaning: T) {
        let meanings = self.ends.entry(node).or_default();
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
        }
    }

    /// All phrases in a text, in the order in which they begin, shorter ones first.
    pub fn find<'a>(&'a self, text: &[Token]) -> Vec<Found<'a, T>> {
        let mut found = Vec::new();
        for start in 0..text.len() {
            let mut here = vec![0u32];
            for (place, token) in text.iter().enumerate().skip(start) {
                here = self.next(&here, &token.forms);
                if here.is_empty() {
                    break;
                }
                for node in &here {
                    if let Some(meanings) = self.ends.get(node) {
                        found.push(Found { words: start..place + 1, meanings });
                    }
                }
            }
        }
        found
    }

    /// What a key of its own stands for.
    pub fn get(&self, key: &str) -> &[T] {
        let node = self.steps.get(&0).and_then(|steps| steps.get(key));
        node.and_then(|node| self.ends.get(node)).map_or(&[], Vec::as_slice)
    }

    fn next(&self, here: &[u32], forms: &Forms) -> Vec<u32> {
        let mut next = Vec::new();
        for node in here {
            let Some(steps) = self.steps.get(node) else { continue };
            for key in forms.keys() {
                if let Some(node) = steps.get(key)
                    && !next.contains(node)
                {
                    next.push(*node);
                }
            }
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::query_tokens;
    use super::*;

    #[test]
    fn phrases_are_found_inflected_and_overlapping() {
        let mut phrases = Phrases::default();
        phrases.add(&query_tokens("родительский комитет"), 1, |key| key.starts_with('r'));
        phrases.add(&query_tokens("комитет"), 2, |key| key.starts_with('r'));
        phrases.add(&query_tokens("ата-аналар комитеті"), 3, |key| key.starts_with('k'));
        let text = query_tokens("о родительских комитетах");
        let found: Vec<(Range<usize>, &[i32])> =
            phrases.find(&text).into_iter().map(|found| (found.words, found.meanings)).collect();
        assert_eq!(found, [(1..3, &[1][..]), (2..3, &[2][..])]);
        assert_eq!(phrases.find(&query_tokens("ata-analar komitetinin"))[0].meanings, [3]);
        assert!(phrases.find(&query_tokens("родительский совет")).is_empty());
    }
}
