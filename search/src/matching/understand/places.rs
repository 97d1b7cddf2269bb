//! Collects what the cells and names of a row say about where its body is.

use std::ops::Range;

use super::{REMEMBERED, RowReader, cut};
use crate::matching::areas::{PlaceClue, PlaceClues, resolve};
use crate::matching::facts::{Column, RowFacts};
use crate::matching::input::RowInput;
use crate::matching::name::ParsedName;
use crate::text::tokens::Token;

impl RowReader<'_> {
    pub(super) fn conclude_area(
        &mut self,
        input: &RowInput,
        names: &[(Column, ParsedName)],
        host: Option<&ParsedName>,
        facts: &mut RowFacts,
    ) {
        let mut clues = PlaceClues {
            kato: input.kato.clone().filter(|kato| !kato.is_empty()),
            region: self.place_clue(Column::Region, input.region.as_deref()),
            district: self.place_clue(Column::District, input.district.as_deref()),
            address: self.place_clue(Column::Address, input.address.as_deref()),
            names: Vec::new(),
            list_date: input.list_date.clone(),
        };
        for (column, name) in
            names.iter().map(|(column, name)| (*column, name)).chain(host.map(|host| (Column::Host, host)))
        {
            for place in &name.places {
                let words: Vec<usize> = place.words.clone().collect();
                clues.names.push(PlaceClue {
                    column: Some(column),
                    text: name.text_of(&words),
                    katos: place.katos.clone(),
                });
            }
        }
        facts.area = resolve(&clues, self.lexicon, &mut facts.notes);
    }

    fn place_clue(&mut self, column: Column, cell: Option<&str>) -> PlaceClue {
        let text = cut(cell.unwrap_or_default().trim()).to_owned();
        if text.is_empty() {
            return PlaceClue::default();
        }
        if let Some(katos) = self.places.get(&text) {
            return PlaceClue { column: Some(column), text, katos: katos.clone() };
        }
        let tokens = self.tokens(&text);
        let places = self.lexicon.places(&tokens);
        let best = places.first().map_or(0.0, |place| place.confidence);
        let katos: Vec<String> = places
            .into_iter()
            .filter(|place| column != Column::Address || !is_street(&tokens, &place.words))
            .filter(|place| {
                place.confidence >= best.min(1.0) || column == Column::Address && place.confidence >= 0.6
            })
            .map(|place| place.kato)
            .collect();
        let katos = match column {
            Column::Region => self.lexicon.region_of_adjective(&tokens).map_or(katos, |region| vec![region]),
            _ => katos,
        };
        if self.places.len() >= REMEMBERED {
            self.places.clear();
        }
        self.places.insert(text.clone(), katos.clone());
        PlaceClue { column: Some(column), text, katos }
    }
}

/// True where the words are the name of a street: «ул. Сатпаева», «Сәтбаев көш.».
fn is_street(tokens: &[Token], words: &Range<usize>) -> bool {
    let is_one_of = |at: Option<usize>, marks: &[&str]| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| marks.contains(&token.forms.exact.as_str()))
    };
    is_one_of(words.start.checked_sub(1), &["ул", "улица", "пр", "проспект", "мкр", "микрорайон", "пер"])
        || is_one_of(
            Some(words.end),
            &["көш", "көшесі", "кош", "кошеси", "даңғ", "даңғылы", "дангылы", "ықшам", "шағын"],
        )
}
