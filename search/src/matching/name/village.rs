//! Finds the name that a school has instead of a number: that of its village, or its own.
//!
//! «СШ с. Южное», «Южное ауылының орта мектебі», «Алаш орта мектебі», «"Южное" средняя школа»: within a
//! district such a name is as good as a number. Words that say something else about a school («жалпы», «химия»)
//! are no name.

use super::{ParsedName, Role};
use crate::text::thesaurus::is_stop_word;

/// How many words the name of a village has at most.
const MOST: usize = 3;

/// Words for a village before its name.
const BEFORE: [&str; 17] = [
    "с",
    "п",
    "ст",
    "село",
    "села",
    "селе",
    "аул",
    "аула",
    "ауле",
    "пос",
    "поселок",
    "посёлок",
    "поселка",
    "посёлка",
    "поселке",
    "станция",
    "станции",
];

/// Beginnings of words for a village behind its name.
const BEHIND: [&str; 7] = ["ауылы", "ауылын", "селосы", "кенті", "кентін", "станциясы", "стансасы"];

/// Lists of meanings that no name of a village has.
const OTHER: [&str; 9] =
    ["place/", "role/", "subject/", "topic/", "activity/", "name/", "kind/", "legal_form/", "school/"];

/// Villages are called after where they lie: Южное.
const DIRECTIONS: [&str; 4] = ["place/east", "place/west", "place/north", "place/south"];

impl ParsedName {
    /// The words of the name, where there is one.
    pub(super) fn find_village(&mut self) -> Vec<usize> {
        for place in 0..self.tokens.len() {
            let words = if self.is_mark_before(place) {
                self.or_next(self.names_from(place + 1), Some(place + 1))
            } else if self.is_mark_behind(place) {
                // «ауыл мектептері» are those of villages at large.
                let is_of_one = self.tokens[place].forms.exact != "ауыл";
                self.or_next(self.names_before(place), place.checked_sub(1).filter(|_| is_of_one))
            } else {
                continue;
            };
            if !words.is_empty() {
                self.roles[place] = Role::Host;
                return words;
            }
        }
        self.find_beside_school()
    }

    /// The words; where there are none, the one beside the mark, though it may mean something else elsewhere: Қоғам
    /// ауылы.
    fn or_next(&self, words: Vec<usize>, next: Option<usize>) -> Vec<usize> {
        if !words.is_empty() {
            return words;
        }
        let may = |word: &usize| {
            self.roles.get(*word) == Some(&Role::Free)
                && !self.tokens[*word].forms.is_number
                && !is_general(&self.tokens[*word].forms.exact)
                && !is_stop_word(&self.tokens[*word].forms.exact)
        };
        next.filter(may).into_iter().collect()
    }

    fn is_mark_before(&self, place: usize) -> bool {
        let token = &self.tokens[place];
        let exact = token.forms.exact.as_str();
        // «с углублённым изучением» is no village.
        let is_whole = exact.chars().count() > 2 || self.text[token.end..].starts_with('.');
        is_whole && BEFORE.contains(&exact)
    }

    fn is_mark_behind(&self, place: usize) -> bool {
        let exact = self.tokens[place].forms.exact.as_str();
        let is_okrug = self.tokens.get(place + 1).is_some_and(|next| next.forms.exact.starts_with("округ"));
        !is_okrug && (exact == "ауыл" || BEHIND.iter().any(|begin| exact.starts_with(begin)))
    }

    /// True for a word by which a village is told: what stands behind it belongs to it.
    pub(super) fn is_village_mark(&self, place: usize) -> bool {
        self.is_mark_before(place) || self.is_mark_behind(place)
    }

    /// The name beside the words for the school: before them in Kazakh, in quotes in Russian.
    fn find_beside_school(&self) -> Vec<usize> {
        let is_host = |place: usize| self.roles.get(place) == Some(&Role::Host);
        let mut place = 0;
        while place < self.tokens.len() {
            if !is_host(place) {
                place += 1;
                continue;
            }
            let start = place;
            while is_host(place) {
                place += 1;
            }
            if (start..place).all(|word| self.is_of_many(word)) {
                continue;
            }
            let is_kazakh = (start..place).any(|word| {
                let plain = &self.tokens[word].forms.plain;
                ["mektep", "mekteb", "gimnaziasi", "litsei"].iter().any(|begin| plain.starts_with(begin))
                    && !plain.starts_with("litseia")
            });
            // «Алаш жлпы білім беретін мектебі»: what kind of school it is, with a slip.
            let is_type =
                |word: usize| self.roles[word] == Role::Free && is_general(&self.tokens[word].forms.exact);
            let mut first = start;
            while first > 0 && is_type(first - 1) {
                first -= 1;
            }
            let before = self.names_before(first);
            let is_quoted =
                |words: &[usize]| words.first().is_some_and(|word| self.quoted[*word] && !self.quoted[start]);
            if !before.is_empty() && (is_kazakh || is_quoted(&before)) {
                return before;
            }
            let behind = self.names_from(place);
            if is_quoted(&behind) {
                return behind;
            }
        }
        Vec::new()
    }

    /// Words that speak of schools in general: «школьное объединение», «мектептер».
    pub(super) fn is_of_many(&self, word: usize) -> bool {
        let exact = self.tokens[word].forms.exact.as_str();
        exact == "школ"
            || ["школьн", "школам", "школах", "общешкольн", "мектептік", "мектептер", "school's"]
                .iter()
                .any(|begin| exact.starts_with(begin))
    }

    fn names_from(&self, start: usize) -> Vec<usize> {
        let end = self.tokens.len();
        let same = |word: &usize| self.stands_with(*word, start);
        (start..end).take_while(|word| same(word) && self.may_be_village(*word)).take(MOST).collect()
    }

    fn names_before(&self, end: usize) -> Vec<usize> {
        let Some(last) = end.checked_sub(1) else { return Vec::new() };
        let same = |word: &usize| self.stands_with(*word, last);
        let mut words: Vec<usize> =
            (0..end).rev().take_while(|word| same(word) && self.may_be_village(*word)).take(MOST).collect();
        words.reverse();
        words
    }

    /// True for words of one part of the name, in the same quotes.
    fn stands_with(&self, word: usize, other: usize) -> bool {
        self.segment_of[word] == self.segment_of[other] && self.quoted[word] == self.quoted[other]
    }

    fn may_be_village(&self, word: usize) -> bool {
        let exact = self.tokens[word].forms.exact.as_str();
        let says_other = self.senses.iter().any(|sense| {
            sense.start <= word
                && word < sense.end
                && (OTHER.iter().any(|list| sense.code.starts_with(list))
                    && !DIRECTIONS.contains(&&*sense.code)
                    || sense.code.starts_with("quality/")
                        && !matches!(sense.code.as_str(), "quality/new" | "quality/best"))
        });
        self.roles[word] == Role::Free
            && !self.tokens[word].forms.is_number
            && !is_stop_word(exact)
            && !is_general(exact)
            && !self.is_village_mark(word)
            && !says_other
    }
}

/// Words of what a school is called in general, also with a slip.
fn is_general(exact: &str) -> bool {
    const LEAST: usize = 5;
    const WORDS: [&str; 10] =
        ["жалпы", "пәні", "білім", "беру", "беретін", "орта", "при", "негізгі", "бастауыш", "мемлекеттік"];
    WORDS.iter().any(|word| {
        *word == exact
            || word.chars().count() >= LEAST
                && exact.chars().count() + 1 >= LEAST
                && strsim::osa_distance(word, exact) <= 1
    })
}
