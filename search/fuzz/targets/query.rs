//! Any text as a query, with the places and codes of the program. What must hold: `promises::check_query`.
#![no_main]

use birlik_fuzz::UNDERSTANDING;
use birlik_search::promises::check_query;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| check_query(&birlik_fuzz::text(bytes), &UNDERSTANDING));
