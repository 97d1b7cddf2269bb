//! Numbers and dates as people write them in the language of the page.
//!
//! The words of a date stand in the locale files; here is only which of their forms is meant: the
//! date itself, when something happened, since when, until when.

use birlik_entity::PartialDate;
use chrono::{DateTime, Datelike, FixedOffset};

use super::locale::{Argument, PageLang};

/// Separates thousands: thin, and no line breaks there.
const THIN_SPACE: char = '\u{202f}';

/// Seconds by which the clocks of Kazakhstan are ahead of UTC.
const ASTANA: i32 = 5 * 3600;

/// A number with a thin space between thousands: `730 302`.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(THIN_SPACE);
        }
        text.push(digit);
    }
    text
}

/// A decimal as the language writes it, without zeros that say nothing: `1.0` is `1`, `1.2` is `1,2`.
pub fn decimal(lang: PageLang, text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), number);
    let fraction = fraction.trim_end_matches('0');
    match (fraction, lang) {
        ("", _) => whole,
        (fraction, PageLang::En) => format!("{whole}.{fraction}"),
        (fraction, _) => format!("{whole},{fraction}"),
    }
}

/// The date: `1 January 2019`, `2019 жылғы 1 қаңтар`.
pub fn date(lang: PageLang, date: PartialDate) -> String {
    written(lang, "date", date)
}

/// When something happened: `on 1 January 2019`, `2019 жылғы 1 қаңтарда`.
pub fn when(lang: PageLang, date: PartialDate) -> String {
    written(lang, "date-when", date)
}

/// Since when something lasts: `since 1 January 2019`.
pub fn since(lang: PageLang, date: PartialDate) -> String {
    written(lang, "date-since", date)
}

/// Until when something lasted: `until 1 January 2019`.
pub fn until(lang: PageLang, date: PartialDate) -> String {
    written(lang, "date-until", date)
}

fn written(lang: PageLang, form: &str, date: PartialDate) -> String {
    let mut arguments = vec![("year", Argument::Text(date.year().to_string()))];
    let precision = match (date.month(), date.day()) {
        (Some(month), day) => {
            arguments.push(("month", Argument::Number(u32::from(month))));
            if let Some(day) = day {
                arguments.push(("day", Argument::Text(day.to_string())));
            }
            if day.is_some() { "day" } else { "month" }
        }
        _ => "year",
    };
    lang.format(&format!("{form}-{precision}"), &arguments)
}

/// The day in Kazakhstan of a time in RFC 3339.
pub fn day_of(time: &str) -> Option<PartialDate> {
    DateTime::parse_from_rfc3339(time).ok().and_then(|time| day_of_time(&time))
}

/// The day in Kazakhstan of a time.
pub fn day_of_time<Zone: chrono::TimeZone>(time: &DateTime<Zone>) -> Option<PartialDate> {
    let local = time.with_timezone(&FixedOffset::east_opt(ASTANA)?);
    format!("{:04}-{:02}-{:02}", local.year(), local.month(), local.day()).parse().ok()
}

/// The ending of the Kazakh ablative after a number in digits, by how its last word is spoken:
/// `450 000-нан`, `20 500-ден`, `7-ден`.
pub fn kazakh_ablative(value: u64) -> &'static str {
    if value == 0 {
        return "ден";
    }
    let zeros = (1..19).take_while(|power| value.is_multiple_of(10u64.pow(*power))).count();
    match (zeros, value / 10 % 10, value % 10) {
        (9.., _, _) => "тан",
        (3.., _, _) => "нан",
        (2, _, _) => "ден",
        (1, tens, _) => match tens {
            1 | 9 => "нан",
            2 | 3 => "дан",
            4 | 6 => "тан",
            5 => "ден",
            7 => "тен",
            _ => "нен",
        },
        (_, _, units) => match units {
            3..=5 => "тен",
            6 | 9 => "дан",
            _ => "ден",
        },
    }
}

/// The language in which a text of unknown language seems to be written, by its letters: `lang` of a
/// title or a scope that a source gives without saying.
pub fn guessed_lang(text: &str) -> &'static str {
    let mut cyrillic = false;
    for letter in text.chars() {
        if "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(letter) {
            return "kk";
        }
        cyrillic |= ('а'..='я').contains(&letter) || ('А'..='Я').contains(&letter) || letter == 'ё';
    }
    if cyrillic { "ru" } else { "en" }
}

/// A label with its first letter large, as at the start of a line.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_thin_spaces() {
        for (value, text) in [
            (0, "0"),
            (999, "999"),
            (3120, "3\u{202f}120"),
            (730_302, "730\u{202f}302"),
            (1_000_000, "1\u{202f}000\u{202f}000"),
        ] {
            assert_eq!(number(value), text);
        }
        assert_eq!(decimal(PageLang::Kk, "1.0"), "1");
        assert_eq!(decimal(PageLang::Ru, "1.20"), "1,2");
        assert_eq!(decimal(PageLang::En, "1500.5"), "1\u{202f}500.5");
    }

    #[test]
    fn dates_as_people_write_them() {
        let day: PartialDate = "2019-01-01".parse().unwrap();
        assert_eq!(date(PageLang::Kk, day), "2019 жылғы 1 қаңтар");
        assert_eq!(date(PageLang::Ru, day), "1 января 2019 года");
        assert_eq!(date(PageLang::En, day), "1 January 2019");
        assert_eq!(when(PageLang::Kk, day), "2019 жылғы 1 қаңтарда");
        let month: PartialDate = "2021-05".parse().unwrap();
        assert_eq!(date(PageLang::Kk, month), "2021 жылғы мамыр");
        assert_eq!(date(PageLang::Ru, month), "май 2021 года");
        assert_eq!(when(PageLang::Ru, month), "в мае 2021 года");
        assert_eq!(date(PageLang::En, month), "May 2021");
        let year: PartialDate = "2019".parse().unwrap();
        assert_eq!(until(PageLang::Kk, year), "2019 жылға дейін");
        assert_eq!(since(PageLang::Ru, year), "с 2019 года");
    }

    #[test]
    fn the_day_is_that_of_kazakhstan() {
        assert_eq!(day_of("2026-09-01T20:30:00Z").unwrap().to_string(), "2026-09-02");
        assert_eq!(day_of("yesterday"), None);
    }

    #[test]
    fn kazakh_endings_follow_the_spoken_number() {
        for (value, ending) in [
            (450_000, "нан"),
            (20_500, "ден"),
            (3_000_000, "нан"),
            (7, "ден"),
            (40, "тан"),
            (30, "дан"),
            (10, "нан"),
            (20, "дан"),
            (50, "ден"),
            (80, "нен"),
            (6, "дан"),
            (13, "тен"),
            (90, "нан"),
            (0, "ден"),
            (1_000_000_000, "тан"),
        ] {
            assert_eq!(kazakh_ablative(value), ending, "{value}");
        }
    }

    #[test]
    fn letters_tell_the_language() {
        assert_eq!(guessed_lang("Қазақстан"), "kk");
        assert_eq!(guessed_lang("Список школ"), "ru");
        assert_eq!(guessed_lang("Voices of teachers"), "en");
    }
}
