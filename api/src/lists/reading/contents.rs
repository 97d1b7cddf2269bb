//! What the cells of a column look like, where its title does not say or leaves a choice.

use super::Field;
use super::values::iso_date;

/// Cells looked at.
const SAMPLE: usize = 500;
/// Cells that are needed to say anything.
const FEW: usize = 3;

/// Shares of kinds of values in a column, in percent of its cells with content.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Profile {
    pub cells: usize,
    pub bin: usize,
    pub personal_number: usize,
    pub email: usize,
    pub phone: usize,
    pub date: usize,
    pub url: usize,
    /// Cells with letters that only Kazakh has.
    pub kazakh: usize,
    pub cyrillic: usize,
    pub latin: usize,
}

impl Profile {
    pub fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let mut counted = Self::default();
        for cell in cells.filter(|cell| !cell.is_empty()).take(SAMPLE) {
            counted.cells += 1;
            counted.bin += usize::from(is_bin(cell));
            counted.personal_number += usize::from(is_personal_number(cell));
            counted.email += usize::from(is_email(cell));
            counted.phone += usize::from(is_phone(cell));
            counted.date += usize::from(is_date(cell));
            counted.url += usize::from(is_url(cell));
            counted.kazakh += usize::from(is_kazakh(cell));
            let cyrillic = cell.chars().filter(|c| matches!(c, '\u{400}'..='\u{52f}')).count();
            let latin = cell.chars().filter(char::is_ascii_alphabetic).count();
            counted.cyrillic += usize::from(cyrillic > latin);
            counted.latin += usize::from(latin > cyrillic);
        }
        if counted.cells > 0 {
            let all = counted.cells;
            for share in [
                &mut counted.bin,
                &mut counted.personal_number,
                &mut counted.email,
                &mut counted.phone,
                &mut counted.date,
                &mut counted.url,
                &mut counted.kazakh,
                &mut counted.cyrillic,
                &mut counted.latin,
            ] {
                *share = *share * 100 / all;
            }
        }
        counted
    }

    /// The field that the contents say alone: nearly all cells must agree.
    pub fn field(&self) -> Option<Field> {
        if self.cells < FEW {
            return None;
        }
        let kinds = [
            (self.personal_number, Field::Ignore),
            (self.bin, Field::Bin),
            (self.email, Field::Email),
            (self.phone, Field::Phone),
            (self.url, Field::Url),
            (self.date, Field::Date),
        ];
        kinds.into_iter().find(|(share, _)| *share >= 70).map(|(_, field)| field)
    }

    /// The language of a column of names; `with_another` says that the list has a second column of names.
    pub fn language(&self, with_another: bool) -> Field {
        if self.cells < FEW {
            Field::Name
        } else if self.latin >= 80 {
            Field::NameEn
        } else if self.kazakh >= if with_another { 60 } else { 90 } {
            Field::NameKk
        } else if self.cyrillic >= 80 && self.kazakh < 40 && with_another {
            Field::NameRu
        } else {
            Field::Name
        }
    }
}

/// A cell that is certainly no title: a number, an address, a date.
pub(super) fn is_data(cell: &str) -> bool {
    is_bin(cell)
        || is_personal_number(cell)
        || is_email(cell)
        || is_phone(cell)
        || is_url(cell)
        || is_date(cell)
}

fn digits(cell: &str) -> Option<&[u8]> {
    let cell = cell.trim();
    (cell.len() == 12 && cell.bytes().all(|byte| byte.is_ascii_digit())).then_some(cell.as_bytes())
}

/// Twelve digits whose fifth is that of a legal person (4 to 6).
pub(super) fn is_bin(cell: &str) -> bool {
    digits(cell).is_some_and(|digits| matches!(digits.get(4), Some(b'4'..=b'6')))
}

/// Twelve digits whose fifth and sixth are a day: the number of a person.
fn is_personal_number(cell: &str) -> bool {
    digits(cell).is_some_and(|digits| matches!(digits.get(4), Some(b'0'..=b'3')))
}

fn is_email(cell: &str) -> bool {
    cell.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')) && !is_url(cell)
}

fn is_phone(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let strange = cell.chars().filter(|c| !(c.is_ascii_digit() || "+-–() ,;/.\n".contains(*c))).count();
    let start = cell.trim_start_matches(['(', '+', ' ', '\'']);
    let international =
        cell.trim_start().starts_with('+') || start.starts_with(['7', '8']) || cell.contains('(');
    // A bare number of twelve digits is an identifier.
    (10..=40).contains(&digits)
        && strange <= 12
        && international
        && self::digits(cell).is_none()
        && !is_date(cell)
}

fn is_date(cell: &str) -> bool {
    cell.len() >= 8 && cell.contains(['.', '-', '/', ' ']) && !cell.contains('(') && iso_date(cell).is_some()
}

fn is_url(cell: &str) -> bool {
    let cell = cell.trim().to_ascii_lowercase();
    let known = ["http://", "https://", "www.", "t.me/", "instagram.com/", "facebook.com/", "vk.com/"];
    !cell.contains(' ') && known.iter().any(|start| cell.starts_with(start))
}

fn is_kazakh(cell: &str) -> bool {
    cell.chars().any(|c| "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(c))
}
