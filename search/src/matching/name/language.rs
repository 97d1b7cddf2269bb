//! Finds out which language a name is in, whatever the column promises.

use super::{ParsedName, Role};
use crate::matching::facts::NameLang;
use crate::matching::lexicon::Lexicon;

impl ParsedName {
    pub(super) fn find_lang(&mut self, lexicon: &Lexicon) {
        let mut scores = [0i32; 3];
        for (place, token) in self.tokens.iter().enumerate() {
            if self.quoted[place] || matches!(self.roles[place], Role::HostName) || token.forms.is_number {
                continue;
            }
            let exact = &token.forms.exact;
            if exact.contains(['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і'])
                && self.roles[place] != Role::Place
            {
                scores[0] += 2;
            }
            let known = ['k', 'r', 'e'].map(|mark| lexicon.spelling().knows_in(&token.forms, mark));
            if known.iter().filter(|known| **known).count() == 1 {
                for (score, known) in scores.iter_mut().zip(known) {
                    *score += i32::from(known) * 2;
                }
            }
        }
        let best = scores.iter().max().copied().unwrap_or_default();
        let langs = [NameLang::Kk, NameLang::Ru, NameLang::En];
        let of_column = langs.iter().position(|lang| *lang == self.lang).unwrap_or_default();
        if best > 0 && scores[of_column] < best {
            let place = scores.iter().position(|score| *score == best).unwrap_or_default();
            self.lang = langs[place];
            self.is_lang_sure = best >= scores[of_column] + 3;
        } else {
            self.is_lang_sure = best > 0;
        }
    }
}
