//! Given names and the initials that records write for them: «М. Әуезов» and «Мұхтар Әуезов».
//!
//! An initial is indexed together with the surname that it stands before, so that no list of given names
//! is needed and other people's initials answer nothing. Looked up only where the words as typed do not
//! answer.

use crate::query::Slot;
use crate::text::tokens::{Forms, Token};

/// How many initials stand before a surname at most: «Қ.А. Ясауи».
const MOST: usize = 2;

/// How many letters a surname has at least.
const MIN_SURNAME: usize = 3;

/// The terms of the initials in a text, each with the stems of the surname behind it.
pub(super) fn terms(text: &[Token]) -> impl Iterator<Item = String> {
    let initial = |token: &Token| {
        let mut letters = token.forms.exact.chars();
        let is_initial = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
        is_initial.then(|| token.forms.plain.chars().next()).flatten()
    };
    text.iter().enumerate().flat_map(move |(at, token)| {
        let surname = text[at + 1..].iter().take(MOST).find(|next| initial(next).is_none());
        let surname = surname.filter(|next| is_surname(&next.forms));
        initial(token).zip(surname).into_iter().flat_map(|(letter, surname)| of(letter, &surname.forms))
    })
}

/// The terms by which records may write a word of a query that is a given name: with the surnames that may
/// stand beside it, before a patronymic or not.
pub(super) fn asked(slots: &[Slot], at: usize) -> Vec<String> {
    let slot = &slots[at];
    if !slot.meanings.is_empty() || !is_surname(&slot.forms) {
        return Vec::new();
    }
    let Some(letter) = slot.forms.plain.chars().next() else { return Vec::new() };
    let beside = [Some(at + 1), Some(at + 2), at.checked_sub(1)];
    let surnames = beside.into_iter().flatten().filter_map(|place| slots.get(place));
    let surnames = surnames.filter(|other| is_surname(&other.forms) && !other.is_stop);
    surnames.flat_map(|other| of(letter, &other.forms)).collect()
}

fn is_surname(forms: &Forms) -> bool {
    !forms.is_number && forms.exact.chars().nth(MIN_SURNAME - 1).is_some()
}

fn of(letter: char, surname: &Forms) -> impl Iterator<Item = String> {
    surname.stems.iter().map(move |stem| format!("forename/{letter}.{stem}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Reading, Understanding};
    use crate::text::tokens::query_tokens;

    #[test]
    fn a_given_name_meets_its_initial() {
        for (name, query) in [
            ("М.Әуезов атындағы мектеп", "Мұхтар Әуезов атындағы мектеп"),
            ("школа имени М. Ауэзова", "школа Мухтара Ауэзова"),
            ("Қ.А.Ясауи атындағы мектеп", "Қожа Ахмет Ясауи"),
            ("А.Құнанбаев", "Құнанбаев Абай"),
        ] {
            let known: Vec<String> = terms(&query_tokens(name)).collect();
            let slots = Reading::of(query, &Understanding::default()).slots;
            let is_met = (0..slots.len()).any(|at| asked(&slots, at).iter().any(|term| known.contains(term)));
            assert!(is_met, "{name} / {query}: {known:?}");
        }
        let known: Vec<String> = terms(&query_tokens("М. Мақатаев, Әуезов ауданы")).collect();
        let slots = Reading::of("Мұхтар Әуезов", &Understanding::default()).slots;
        assert!(!asked(&slots, 0).iter().any(|term| known.contains(term)), "{known:?}");
    }
}
