//! The time, as an argument: everything that dates something takes a [`Clock`].

use std::sync::Mutex;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, SecondsFormat, Utc};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// The clock of the machine.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that tests set.
#[derive(Debug)]
pub struct SetClock(Mutex<DateTime<Utc>>);

impl SetClock {
    /// A clock that shows this time until it is set again.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self(Mutex::new(now))
    }

    /// Sets the clock.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A time as it is stored and shown: RFC 3339 in UTC with milliseconds, so that text order is time order.
pub fn timestamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The day in Astana at a stored time, as `2026-11-24`.
pub fn day_in_astana(timestamp: &str) -> String {
    let at = DateTime::parse_from_rfc3339(timestamp).ok().zip(FixedOffset::east_opt(5 * 3600));
    at.map_or_else(String::new, |(at, offset)| at.with_timezone(&offset).format("%Y-%m-%d").to_string())
}

/// The first moment after a day in Astana (UTC+5 in all of Kazakhstan since 1 March 2024), in UTC.
pub fn end_of_day_in_astana(day: NaiveDate) -> Option<DateTime<Utc>> {
    let next = day.checked_add_signed(Duration::days(1))?.and_hms_opt(0, 0, 0)?;
    let offset = FixedOffset::east_opt(5 * 3600)?;
    Some(next.and_local_timezone(offset).single()?.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_astana_ends_at_seven_in_the_evening_utc() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        assert_eq!(timestamp(end_of_day_in_astana(day).unwrap()), "2026-11-24T19:00:00.000Z");
        assert_eq!(day_in_astana("2026-11-24T18:59:59.999Z"), "2026-11-24");
        assert_eq!(day_in_astana("2026-11-24T19:00:00.000Z"), "2026-11-25");
    }
}
