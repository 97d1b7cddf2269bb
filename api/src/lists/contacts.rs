//! Cells by which a body is reached: telephones, mailboxes, sites and places, in any order and divided by anything.
//!
//! House numbers and postcodes stand among them in lists, so only what looks like a telephone is taken for one.
//! In a column of telephones everything is meant to be one; what is none stays, and the matching reports it.

use birlik_search::matching::miswritten_mailboxes;

use super::reading::is_place;

/// How a body is reached, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) phones: Vec<String>,
    pub(super) mailboxes: Vec<String>,
    pub(super) websites: Vec<String>,
    /// Names of places among the contacts, as an address has them.
    pub(super) place: Option<String>,
}

/// Signs that divide contacts.
const DIVIDERS: [char; 5] = [',', ';', '|', '\n', '\t'];
/// Groups of digits in which one number is written at most: `+7 7172 84 99 82`.
const GROUPS: usize = 6;

impl Reach {
    /// Sorts cells of mixed contacts, of telephones and of mailboxes.
    pub(super) fn of(mixed: &[&str], phones: &[&str], mailboxes: &[&str]) -> Self {
        let mut reach = Self::default();
        for cell in phones {
            let rest = reach.take_addresses(cell);
            for piece in rest.split(DIVIDERS).flat_map(|piece| piece.split('/')) {
                let found = numbers(piece);
                // What is no number is reported by those who read what is written.
                if found.is_empty() && piece.chars().any(|c| c.is_ascii_digit()) {
                    reach.phones.push(piece.trim().to_owned());
                }
                reach.phones.extend(found);
            }
        }
        for cell in mailboxes {
            let rest = reach.take_addresses(cell);
            let found = numbers(&rest);
            if found.is_empty() && rest.chars().any(char::is_alphanumeric) {
                reach.mailboxes.push(rest.trim().to_owned());
            }
            reach.phones.extend(found);
        }
        let mut places = Vec::new();
        for cell in mixed {
            let rest = reach.take_addresses(cell);
            for piece in rest.split(DIVIDERS).flat_map(|piece| piece.split(" / ")).map(str::trim) {
                let found = numbers(piece);
                // People stand among contacts too: a place is two words of the country's scripts, or one of the regions.
                let is_bare = !piece.chars().any(|c| c.is_ascii_alphanumeric());
                if found.is_empty() && is_bare && is_place(piece) {
                    places.push(piece.to_owned());
                }
                reach.phones.extend(found);
            }
        }
        reach.place = (!places.is_empty()).then(|| places.join(", "));
        reach
    }

    /// Takes mailboxes and sites out of a cell; what is left of it. Mailboxes that are written wrongly stay as they
    /// are: who repairs them reports it.
    fn take_addresses(&mut self, cell: &str) -> String {
        let (mut plain, mut done) = (String::new(), 0);
        for (range, _) in miswritten_mailboxes(cell) {
            plain.push_str(cell.get(done..range.start).unwrap_or_default());
            plain.push(';');
            done = range.end;
            self.mailboxes.extend(cell.get(range).map(str::to_owned));
        }
        plain.push_str(cell.get(done..).unwrap_or_default());
        let mut rest = String::new();
        let divides = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|');
        for word in plain.split_inclusive(divides) {
            let bare =
                word.trim_matches(|c: char| divides(c) || matches!(c, '/' | '(' | ')' | '<' | '>' | ':'));
            let lower = bare.to_lowercase();
            if ["http://", "https://", "www."].iter().any(|start| lower.starts_with(start)) {
                self.websites.push(bare.to_owned());
            } else if bare.contains('@') && bare.len() > 1 {
                // A mailbox has no slash: it stands between two contacts.
                for part in bare.split('/').filter(|part| !part.is_empty()) {
                    if part.contains('@') {
                        self.mailboxes.push(part.rsplit(':').next().unwrap_or(part).to_owned());
                    } else if part.starts_with("www.") {
                        self.websites.push(part.to_owned());
                    } else {
                        rest.push_str(part);
                        rest.push(';');
                    }
                }
            } else {
                rest.push_str(word);
                continue;
            }
            // What stood on its two sides does not belong together.
            rest.push(';');
        }
        rest
    }
}

/// The telephone numbers in a text.
fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is_of_number =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '–' | '(' | ')' | '.' | ' ' | '\u{a0}');
    for run in text.split(|c: char| !is_of_number(c)) {
        let groups: Vec<&str> = run.split([' ', '\u{a0}']).filter(|group| !group.is_empty()).collect();
        let mut rest = groups.as_slice();
        while let Some((_, after)) = rest.split_first() {
            // The shortest beginning that is a whole number.
            let whole = (1..=rest.len().min(GROUPS)).find_map(|count| {
                let (number, after) = rest.split_at_checked(count)?;
                is_whole(number).then_some((number, after))
            });
            if let Some((number, after)) = whole {
                found.push(number.join(" ").trim_matches(['-', '–', '.']).to_owned());
                rest = after;
            } else {
                rest = after;
            }
        }
    }
    found
}

/// Whether groups are one whole number: of this country or its neighbour, or of any behind a plus sign.
fn is_whole(groups: &[&str]) -> bool {
    let starts_abroad = groups.first().is_some_and(|group| group.trim_start_matches('(').starts_with('+'));
    if groups.iter().skip(1).any(|group| group.contains('+')) {
        return false;
    }
    let digits: String = groups.concat().chars().filter(char::is_ascii_digit).collect();
    match (starts_abroad, digits.len()) {
        (true, 11) => true,
        (true, 12..=15) => !digits.starts_with('7'),
        (false, 10) => digits.starts_with('7'),
        (false, 11) => ["77", "87", "79", "89", "73", "83", "74", "84", "78", "88"]
            .iter()
            .any(|start| digits.starts_with(start)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_and_numbers_are_found_whatever_divides_them() {
        let parts = ["ул. Республики 101", "sana_1@yandex.kz", "+7-7172-849982"];
        for divider in [" / ", "; ", ",", " | ", " ", "\n", "/"] {
            for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
                let cell = order.map(|at| parts[at]).join(divider);
                let reach = Reach::of(&[&cell], &[], &[]);
                assert_eq!(reach.phones, ["+7-7172-849982"], "{cell}");
                assert_eq!(reach.mailboxes, ["sana_1@yandex.kz"], "{cell}");
            }
        }
    }

    #[test]
    fn numbers_of_houses_flats_and_post_are_no_telephones() {
        let of = |cell| Reach::of(&[cell], &[], &[]).phones;
        let cell =
            "010000, г. Астана, ул. Абая 12/1, кв. 45; БИН 990140001154; 8 (7172) 84-99-82, 87012345678";
        assert_eq!(of(cell), ["8 (7172) 84-99-82", "87012345678"]);
        assert_eq!(of("101 8 7172 84-99-84"), ["8 7172 84-99-84"]);
        assert_eq!(of("ул. Абая 12, кв. 45"), Vec::<String>::new());
    }

    #[test]
    fn several_numbers_and_what_stands_in_the_wrong_column() {
        let reach = Reach::of(&[], &["87012345678 8 7172 849982", "a@mail.kz"], &["8 701 234 56 79", "нет"]);
        assert_eq!(reach.phones, ["87012345678", "8 7172 849982", "8 701 234 56 79"]);
        assert_eq!(reach.mailboxes, ["a@mail.kz", "нет"]);
        let of = |cell| Reach::of(&[], &[cell], &[]).phones;
        assert_eq!(of("12345"), ["12345"], "it is reported later");
        assert_eq!(of("87012345678 8 7172 849982 вн. 5"), ["87012345678", "8 7172 849982"]);
        assert_eq!(of("8 (7172) 84-99-82, 84-99-83"), ["8 (7172) 84-99-82", "84-99-83"]);
        assert_eq!(of("+49 30 123456"), ["+49 30 123456"], "numbers abroad are of any length");
    }

    #[test]
    fn mailboxes_written_wrongly_stay_whole() {
        let cell = "ул. Абая 5, sana @ mail.kz, 8 7172 849982, info@school5,kz";
        let reach = Reach::of(&[cell], &[], &["orken(at)mail.ru"]);
        assert_eq!(reach.mailboxes, ["orken(at)mail.ru", "sana @ mail.kz", "info@school5,kz"]);
        assert_eq!(reach.phones, ["8 7172 849982"]);
    }

    #[test]
    fn places_among_contacts_are_an_address() {
        let cell = "Мангистауская область, г.Жанаозен, ул. Абая 5, a@mail.kz, 87292611234";
        let reach = Reach::of(&[cell], &[], &[]);
        assert_eq!(reach.place.as_deref(), Some("Мангистауская область, г.Жанаозен"));
    }
}
