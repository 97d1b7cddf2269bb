//! Dates as sources know them: a year, a month or a day (ISO 8601: `2011`, `2011-05`, `2011-05-10`).

use std::fmt;
use std::str::FromStr;

use crate::value::{Invalid, Value};

/// A date of which the day, or the day and month, may be unknown. Ordered by its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// Year.
    pub fn year(&self) -> u16 {
        self.year
    }

    /// Month, 1 to 12, where known.
    pub fn month(&self) -> Option<u8> {
        self.month
    }

    /// Day of the month, where known.
    pub fn day(&self) -> Option<u8> {
        self.day
    }

    /// The first day that the date may mean, as `(year, month, day)`.
    pub fn first_day(&self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that the date may mean, as `(year, month, day)`.
    pub fn last_day(&self) -> (u16, u8, u8) {
        let month = self.month.unwrap_or(12);
        (self.year, month, self.day.unwrap_or_else(|| days_in(self.year, month)))
    }
}

impl Value for PartialDate {
    const NAME: &'static str = "PartialDate";
    const EXPECTED: &'static str = "a date such as 2011, 2011-05 or 2011-05-10";
    const EXAMPLE: &'static str = "2011-05";
    const PATTERN: &'static str = "^(1[89]|2[01])[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";
}

impl FromStr for PartialDate {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let invalid = |reason: &str| Invalid::new::<Self>(reason);
        let text = text.trim();
        let mut parts = text.split('-');
        let mut number = |digits: usize| -> Result<Option<u16>, Invalid> {
            match parts.next() {
                None => Ok(None),
                Some(part) if part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                    part.parse().map(Some).map_err(|_| invalid("this is not a date"))
                }
                Some(_) => Err(invalid("this is not a date")),
            }
        };
        let year = number(4)?
            .filter(|year| (1800..=2199).contains(year))
            .ok_or_else(|| invalid("the year is not from 1800 to 2199"))?;
        let month = number(2)?.map(|month| u8::try_from(month).unwrap_or(0));
        let day = number(2)?.map(|day| u8::try_from(day).unwrap_or(0));
        if parts.next().is_some() {
            return Err(invalid("this is not a date"));
        }
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(invalid("there is no such month"));
        }
        if let (Some(month), Some(day)) = (month, day)
            && !(1..=days_in(year, month)).contains(&day)
        {
            return Err(invalid("there is no such day"));
        }
        Ok(Self { year, month, day })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(formatter, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(formatter, "-{day:02}")?;
        }
        Ok(())
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_dates_are_written_as_read() {
        for text in ["2011", "2011-05", "2011-05-10", "2024-02-29"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn wrong_dates() {
        for text in [
            "",
            "11",
            "2011-13",
            "2011-00",
            "2023-02-29",
            "2011-05-10T00:00",
            "2011-5",
            "1799",
            "2011-05-1a",
            "-2011",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_is_from_january_to_december() {
        assert_eq!("2019".parse::<PartialDate>().unwrap().first_day(), (2019, 1, 1));
        assert_eq!("2024-02".parse::<PartialDate>().unwrap().first_day(), (2024, 2, 1));
        assert_eq!("2024-02-29".parse::<PartialDate>().unwrap().first_day(), (2024, 2, 29));
        assert_eq!("2019".parse::<PartialDate>().unwrap().last_day(), (2019, 12, 31));
        assert_eq!("2024-02".parse::<PartialDate>().unwrap().last_day(), (2024, 2, 29));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = text.parse::<PartialDate>();
        }
    }
}
