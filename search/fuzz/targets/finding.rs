//! A query in the first line, names of bodies in the lines below: the plans for the query, the marks in the
//! names, suggestions. What must hold: `promises::check_finding`.
#![no_main]

use birlik_fuzz::UNDERSTANDING;
use birlik_search::promises::check_finding;
use libfuzzer_sys::fuzz_target;

/// How many bodies there are, and how many characters a name may have, as in a record.
const BODIES: usize = 4;
const NAME: usize = 500;

fuzz_target!(|bytes: &[u8]| {
    let text = birlik_fuzz::text(bytes);
    let (query, names) = text.split_once('\n').unwrap_or((&text, ""));
    let names = names.split('\n').filter(|name| !name.is_empty() && name.chars().count() <= NAME);
    check_finding(query, &names.take(BODIES).collect::<Vec<&str>>(), &UNDERSTANDING);
});
