//! Cells of two rows, one in a line: the names in the first two compared by themselves, the rows understood and
//! compared. What must hold: `promises::check_names` and `promises::check_row`.
#![no_main]

use birlik_fuzz::LEXICON;
use birlik_search::promises::{check_names, check_row};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = birlik_fuzz::text(bytes);
    let cells: Vec<&str> = text.split('\n').collect();
    if let [left, right, ..] = cells[..] {
        check_names(left, right);
    }
    check_row(&cells, &LEXICON);
});
