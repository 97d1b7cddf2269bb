//! Mends the values of columns whose field is known: dates as ISO 8601, identifiers with their zeros. What
//! cannot be mended stays as it is and is reported.

use super::contents::is_bin;
use super::grid::{Budget, cell_name};
use super::values::{iso_date, number_text};
use super::{Field, Flaw, Sheet};

/// What became of a value.
enum Tidied {
    AsItIs,
    Mended(String),
    /// Mended or not, it is reported.
    Reported(Option<String>, Flaw),
}

pub(super) fn tidy(sheet: &mut Sheet, budget: &mut Budget<'_>) {
    let columns: Vec<(usize, Field)> =
        sheet.columns.iter().filter_map(|column| Some((column.index, column.field?))).collect();
    let with_bins: Vec<usize> = columns
        .iter()
        .map(|(index, _)| *index)
        .filter(|index| sheet.rows.iter().any(|row| row.cells.get(*index).is_some_and(|cell| is_bin(cell))))
        .collect();
    for row in &mut sheet.rows {
        for (index, field) in &columns {
            let Some(cell) = row.cells.get_mut(*index).filter(|cell| !cell.is_empty()) else { continue };
            let tidied = match field {
                Field::Date | Field::FollowersAsOf => date(cell),
                Field::Bin => bin(cell, with_bins.contains(index)),
                Field::Phone => phone(cell),
                _ => Tidied::AsItIs,
            };
            match tidied {
                Tidied::AsItIs => {}
                Tidied::Mended(text) => *cell = text,
                Tidied::Reported(text, flaw) => {
                    budget.report(&sheet.name, cell_name(row.line, *index), flaw);
                    if let Some(text) = text {
                        *cell = text;
                    }
                }
            }
        }
    }
}

fn date(cell: &str) -> Tidied {
    match iso_date(cell) {
        Some(date) => Tidied::Mended(date),
        None => Tidied::Reported(None, Flaw::NoDate { found: short(cell) }),
    }
}

/// Twelve digits without spaces. Where other numbers of the column have twelve digits and this one has lost one
/// or two zeros at its start, they are put back: the year of such a number is from 2000 to 2009.
fn bin(cell: &str, has_others: bool) -> Tidied {
    if is_exponent(cell) {
        return Tidied::Reported(None, Flaw::BinRounded { found: short(cell) });
    }
    let digits: String = cell.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    let digits = digits.strip_suffix(".0").unwrap_or(&digits);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Tidied::AsItIs;
    }
    let padded = format!("{digits:0>12}");
    let month = padded.get(2..4).and_then(|month| month.parse::<u32>().ok());
    let lost =
        matches!(digits.len(), 10 | 11) && has_others && is_bin(&padded) && matches!(month, Some(1..=12));
    if lost {
        return Tidied::Reported(Some(padded), Flaw::ZerosLost { found: digits.to_owned() });
    }
    if digits == cell { Tidied::AsItIs } else { Tidied::Mended(digits.to_owned()) }
}

/// A telephone number that was taken for a number: `7.7012345678E10`, `77012345678.0`.
fn phone(cell: &str) -> Tidied {
    let plain = cell.strip_suffix(".0").filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(digits) = plain {
        return Tidied::Mended(digits.to_owned());
    }
    if !is_exponent(cell) {
        return Tidied::AsItIs;
    }
    let digits = cell.split(['E', 'e']).next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
    match cell.replace(',', ".").parse::<f64>() {
        Ok(number) if digits >= 10 => Tidied::Mended(number_text(number)),
        _ => Tidied::Reported(None, Flaw::PhoneRounded { found: short(cell) }),
    }
}

/// `1,2E+11`
fn is_exponent(cell: &str) -> bool {
    let Some((number, exponent)) = cell.trim().split_once(['E', 'e', 'Е', 'е']) else { return false };
    let is_number =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
    let exponent = exponent.trim_start_matches('+');
    is_number(number)
        && !exponent.is_empty()
        && exponent.len() <= 2
        && exponent.bytes().all(|b| b.is_ascii_digit())
}

fn short(cell: &str) -> String {
    super::layout::shorten(cell).chars().take(40).collect()
}
