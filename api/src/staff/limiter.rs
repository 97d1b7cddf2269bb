//! The brake on guessing: failed tries of each address, and of all together, in a span of time.
//!
//! Tokens are too long to be guessed; the brake keeps those who try from wearing the service out.

use std::collections::HashMap;
use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};

/// Failed tries of one address within the span.
const OF_ONE: u32 = 10;
/// Failed tries of all addresses within the span.
const OF_ALL: u32 = 300;
/// The span, in minutes.
const SPAN: i64 = 15;
/// Addresses that are remembered.
const REMEMBERED: usize = 10_000;

/// Counts failed tries.
#[derive(Debug, Default)]
pub(super) struct Limiter {
    of_one: HashMap<Option<IpAddr>, Tries>,
    of_all: Tries,
}

#[derive(Debug, Clone, Copy, Default)]
struct Tries {
    failed: u32,
    until: DateTime<Utc>,
}

impl Tries {
    fn count(&mut self, now: DateTime<Utc>) {
        if self.until <= now {
            *self = Self { failed: 0, until: now + Duration::minutes(SPAN) };
        }
        self.failed += 1;
    }

    fn pause(self, most: u32, now: DateTime<Utc>) -> Option<u64> {
        let is_held = self.failed >= most && self.until > now;
        is_held.then(|| u64::try_from((self.until - now).num_seconds()).unwrap_or(0).max(1))
    }
}

impl Limiter {
    /// For how many seconds an address has to wait; none where it may try.
    pub(super) fn pause(&self, from: Option<IpAddr>, now: DateTime<Utc>) -> Option<u64> {
        let own = self.of_one.get(&from.map(network)).and_then(|tries| tries.pause(OF_ONE, now));
        own.or_else(|| self.of_all.pause(OF_ALL, now))
    }

    /// Counts a failed try.
    pub(super) fn failed(&mut self, from: Option<IpAddr>, now: DateTime<Utc>) {
        if self.of_one.len() >= REMEMBERED {
            self.of_one.retain(|_, tries| tries.until > now);
        }
        if self.of_one.len() < REMEMBERED {
            self.of_one.entry(from.map(network)).or_default().count(now);
        }
        self.of_all.count(now);
    }
}

/// Whoever has one address of IPv6 has the 64 bits below it too.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => match six.to_ipv4_mapped() {
            Some(four) => IpAddr::V4(four),
            None => IpAddr::V6((u128::from(six) >> 64 << 64).into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_waits_after_ten_tries_and_then_may_try_again() {
        let mut limiter = Limiter::default();
        let now: DateTime<Utc> = "2026-11-24T09:00:00Z".parse().unwrap();
        for _ in 0..OF_ONE {
            assert_eq!(limiter.pause(Some(address("2001:db8::1")), now), None);
            limiter.failed(Some(address("2001:db8::1")), now);
        }
        assert_eq!(limiter.pause(Some(address("2001:db8::2")), now), Some(900), "of the same network");
        assert_eq!(limiter.pause(Some(address("192.0.2.1")), now), None);
        assert_eq!(limiter.pause(Some(address("2001:db8::1")), now + Duration::minutes(SPAN)), None);
    }

    #[test]
    fn all_wait_where_many_try() {
        let mut limiter = Limiter::default();
        let now: DateTime<Utc> = "2026-11-24T09:00:00Z".parse().unwrap();
        for number in 0..OF_ALL {
            let from = Some(IpAddr::from((0x0a00_0000 + number).to_be_bytes()));
            limiter.failed(from, now);
        }
        assert!(limiter.pause(Some(address("192.0.2.1")), now).is_some());
    }
}
