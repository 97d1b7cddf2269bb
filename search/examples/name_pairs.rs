//! Measures the comparison of names against pairs of which the truth is known.
//!
//! Reads pairs from standard input, one a line: a name, another, and `true` or `false` for one body,
//! with tabs between. Prints the best F1, the recall at a precision of 0.95, and both for thresholds.
//!
//! ```sh
//! cargo run --release -p birlik-search --example name_pairs -- [within] [show] < pairs.tsv
//! ```
//!
//! `within` asks how much of the first name stands in the second text instead; `show` prints the pairs
//! that [`names::SAME`] decides wrongly.

use std::error::Error;
use std::io::BufRead;

use birlik_search::matching::evaluation::{ScoredPair, measure_pairs};
use birlik_search::matching::names;

fn main() -> Result<(), Box<dyn Error>> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let is_asked = |word: &str| asked.iter().any(|argument| argument == word);
    let compare = if is_asked("within") { names::within } else { names::similarity };
    let mut lines = Vec::new();
    let mut pairs = Vec::new();
    for (place, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line?;
        let [left, right, truth] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("line {}: three columns are wanted", place + 1).into());
        };
        pairs.push(ScoredPair { score: compare(left, right), is_same: truth == "true" });
        lines.push(line);
    }
    let quality = measure_pairs(&pairs);
    print!("{quality}");
    if is_asked("show") {
        for (pair, line) in pairs.iter().zip(&lines) {
            if pair.is_same != (pair.score >= names::SAME) {
                println!("{:.3}\t{line}", pair.score);
            }
        }
    }
    Ok(())
}
