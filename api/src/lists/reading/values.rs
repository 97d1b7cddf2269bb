//! Numbers and dates as text: numbers without an exponent, dates as ISO 8601.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};

use super::headings::fold;

/// The names of months: number, language, beginning of the word.
const MONTHS: &str = include_str!("../../../data/list-months.tsv");

static MONTH_NAMES: LazyLock<Vec<(u32, String)>> = LazyLock::new(|| {
    let line = |line: &str| {
        let mut parts = line.split('\t');
        let number = parts.next()?.parse().ok()?;
        Some((number, fold(parts.nth(1)?)))
    };
    MONTHS.lines().filter_map(line).collect()
});

/// A number as text, without an exponent and with no more digits than it has.
pub(super) fn number_text(number: f64) -> String {
    if number.is_finite() { number.to_string() } else { String::new() }
}

/// A date of a spreadsheet as ISO 8601, with the time only where it has one.
pub(super) fn date_of(year: u32, month: u8, day: u8, hour: u8, minute: u8) -> String {
    if hour == 0 && minute == 0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
    }
}

/// The date that a spreadsheet counts in days, from 1900 or from 1904.
pub(super) fn serial_date(serial: f64, from_1904: bool) -> Option<String> {
    let (start, most) = if from_1904 {
        (NaiveDate::from_ymd_opt(1904, 1, 1)?, 2_957_003)
    } else {
        (NaiveDate::from_ymd_opt(1899, 12, 30)?, 2_958_465)
    };
    if !(1.0..=f64::from(most)).contains(&serial) {
        return None;
    }
    // In range, so the whole part fits; the fraction is the time of day.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let days = serial.trunc() as u64;
    Some(start.checked_add_days(Days::new(days))?.format("%Y-%m-%d").to_string())
}

/// A written date as ISO 8601: a day, a month (`2021-05`) or a year. None where it is no date.
///
/// Days are written `03.05.2021`, `3/5/21`, `2021-05-03`, `3 мая 2021 г.`, `2021 ж. 3 мамыр`, or as the count
/// of days of a spreadsheet; a time after the day is dropped.
pub(super) fn iso_date(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 60 {
        return None;
    }
    if let Ok(serial) = text.parse::<f64>()
        && (20_000.0..60_000.0).contains(&serial)
    {
        return serial_date(serial, false);
    }
    let folded = fold(text);
    let mut numbers = Vec::new();
    let mut month = None;
    // A time has colons, and follows the day.
    let day = folded.split(['t', ' ']).take_while(|word| !word.contains(':')).collect::<Vec<_>>().join(" ");
    let day = if month_in(&folded).is_some() { folded.clone() } else { day };
    for word in day.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        if let Ok(number) = digits.parse::<u32>() {
            numbers.push((number, digits.len()));
        }
        if letters.is_empty() || ["г", "ж", "год", "года", "жыл", "жылы", "жылгы"].contains(&letters)
        {
            continue;
        }
        month = Some(month_in(letters)?);
    }
    match (month, numbers.as_slice()) {
        (None, [(year, 4)]) if (1900..2100).contains(year) => Some(format!("{year}")),
        (None, [(month, 1 | 2), (year, 4)] | [(year, 4), (month, 1 | 2)]) if (1..=12).contains(month) => {
            Some(format!("{year:04}-{month:02}"))
        }
        (None, [(year, 4), (month, _), (day, _)]) => ymd(*year, *month, *day),
        (None, [(day, 1 | 2), (month, 1 | 2), (year, width @ (2 | 4))]) => {
            let year = if *width == 2 { century(*year) } else { *year };
            ymd(year, *month, *day).or_else(|| ymd(year, *day, *month))
        }
        (Some(month), [(year, 4)]) => Some(format!("{year:04}-{month:02}")),
        (Some(month), [(day, 1 | 2), (year, 4)] | [(year, 4), (day, 1 | 2)]) => ymd(*year, month, *day),
        _ => None,
    }
}

fn month_in(text: &str) -> Option<u32> {
    let starts =
        |word: &str| MONTH_NAMES.iter().find(|(_, name)| word.starts_with(name)).map(|(month, _)| *month);
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).find_map(starts)
}

/// Registers start in 1991: two digits from 70 on are of the last century.
fn century(year: u32) -> u32 {
    if year >= 70 { 1900 + year } else { 2000 + year }
}

fn ymd(year: u32, month: u32, day: u32) -> Option<String> {
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (1900..2100).contains(&year).then(|| date.format("%Y-%m-%d").to_string())
}
