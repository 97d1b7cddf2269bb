//! Any text, through every step of the text pipeline. What must hold: `promises::check_text`.
#![no_main]

use birlik_search::promises::check_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| check_text(&birlik_fuzz::text(bytes)));
