//! Finds the places that a name has words for, also misspelled ones between commas.

use std::ops::Range;

use super::{NamedPlace, ParsedName, Role};
use crate::matching::lexicon::Lexicon;

impl ParsedName {
    pub(super) fn find_places(&mut self, lexicon: &Lexicon) {
        // A comma ends a name: «Талас ауданы, Жамбыл Жабаев атындағы» is not in a district of Zhambyl.
        let segments = self.segments.clone();
        let places = segments.iter().filter(|segment| !segment.is_empty()).flat_map(|segment| {
            lexicon.places(&self.tokens[segment.clone()]).into_iter().map(|mut place| {
                place.words = place.words.start + segment.start..place.words.end + segment.start;
                place
            })
        });
        for place in places.collect::<Vec<_>>() {
            if place.confidence < 1.0 || place.words.clone().any(|word| self.quoted[word]) {
                continue;
            }
            match self.places.iter_mut().find(|known| overlap(&known.words, &place.words)) {
                Some(known) if known.words == place.words => known.katos.push(place.kato),
                Some(known) if known.words.len() < place.words.len() => {
                    *known = NamedPlace { words: place.words, katos: vec![place.kato] };
                }
                Some(_) => {}
                None => self.places.push(NamedPlace { words: place.words, katos: vec![place.kato] }),
            }
        }
        for place in &self.places {
            self.roles[place.words.clone()].fill(Role::Place);
        }
        self.find_spoilt_places(lexicon);
    }

    /// A part between commas that names a place with slips: «Түроістан облрсы».
    fn find_spoilt_places(&mut self, lexicon: &Lexicon) {
        const MOST: usize = 4;
        if self.segments.len() < 2 {
            return;
        }
        for segment in self.segments.clone() {
            let is_other = segment.is_empty()
                || segment.len() > MOST
                || segment.clone().any(|word| {
                    self.roles[word] == Role::Place || self.quoted[word] || self.tokens[word].forms.is_number
                });
            let level = self.senses.iter().find_map(|sense| {
                let is_here = segment.contains(&sense.start) && sense.end <= segment.end;
                match sense.code.as_str() {
                    "place/region" if is_here => Some(1),
                    "place/district" | "place/city" if is_here => Some(2),
                    _ => None,
                }
            });
            let Some(level) = level.filter(|_| !is_other) else { continue };
            self.roles[segment.clone()].fill(Role::Place);
            let found = lexicon.places(&self.tokens[segment.clone()]);
            let katos: Vec<String> = found
                .into_iter()
                .map(|place| place.kato)
                .filter(|kato| {
                    let depth = lexicon.chain(kato).len();
                    if level == 1 { depth == 1 } else { depth > 1 }
                })
                .collect();
            if !katos.is_empty() {
                self.places.push(NamedPlace { words: segment, katos });
            }
        }
    }
}

fn overlap(left: &Range<usize>, right: &Range<usize>) -> bool {
    left.start < right.end && right.start < left.end
}
