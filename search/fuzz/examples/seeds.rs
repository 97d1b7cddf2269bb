//! Writes what the fuzzer starts from, made of the tables that the program is shipped with: a few small inputs
//! for each target in `corpus/`, and the words to build others of in `words.dict`.
//!
//! ```sh
//! cargo run --manifest-path search/fuzz/Cargo.toml --example seeds
//! ```

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const TABLES: [&str; 8] = [
    include_str!("../../data/abbreviations.tsv"),
    include_str!("../../data/confusables.tsv"),
    include_str!("../../data/everyday.tsv"),
    include_str!("../../data/latin.tsv"),
    include_str!("../../data/legal-forms.tsv"),
    include_str!("../../data/name-words.tsv"),
    include_str!("../../data/thesaurus.tsv"),
    include_str!("../../data/towns.tsv"),
];

const ORGANIZATIONS: &str = include_str!("../../../api/data/seed-organizations.jsonl");

/// What no table has: accidents of encoding, other keyboards, numbers, quotes in quotes.
const ODD: [&str; 12] = [
    "и\u{306}",
    "e\u{308}",
    "\u{ad}",
    "\u{200b}",
    "İ",
    "ς",
    "№007",
    "v95fk3v",
    "2л-фараби",
    "«„\"“»",
    "990140001154",
    "+7 (7172) 55-55-55",
];

/// How many inputs a target gets.
const INPUTS: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
    let forms: BTreeSet<&str> = TABLES
        .iter()
        .flat_map(|table| table.lines().filter(|line| !line.starts_with('#')))
        .flat_map(|line| line.split(['\t', '|']))
        .filter(|form| !form.is_ascii())
        .chain(ODD)
        .collect();
    let names: Vec<&str> =
        ORGANIZATIONS.split("\"value\": \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let (forms, names) = (spread(forms.into_iter().collect()), spread(names));
    let pairs = || forms.iter().zip(names.iter().cycle());
    let later = names.iter().cycle().skip(1);
    write(&fuzz.join("corpus/text"), pairs().map(|(form, name)| format!("{form} {name}")))?;
    write(&fuzz.join("corpus/query"), forms.iter().map(|form| (*form).to_owned()))?;
    write(
        &fuzz.join("corpus/finding"),
        pairs().map(|(form, name)| format!("{form}\n{name}\n{form} {name}")),
    )?;
    let rows = pairs().zip(later).map(|((form, name), other)| {
        format!(
            "{name}\n{other}\n990140001154\n{form}\nАлматы\nшкола № 5\n{other}\n{name}\n12.05.2001\n{form}"
        )
    });
    write(&fuzz.join("corpus/matching"), rows)?;
    let mut words = String::new();
    for form in &forms {
        let bytes = form.bytes().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
        writeln!(words, "\"{bytes}\"")?;
    }
    fs::write(fuzz.join("words.dict"), words)?;
    Ok(())
}

/// So many at most, from everywhere.
fn spread(all: Vec<&'static str>) -> Vec<&'static str> {
    let step = all.len().div_ceil(INPUTS).max(1);
    all.into_iter().step_by(step).collect()
}

fn write(folder: &Path, inputs: impl Iterator<Item = String>) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for (place, input) in inputs.enumerate() {
        fs::write(folder.join(format!("seed-{place:03}")), input)?;
    }
    Ok(())
}
