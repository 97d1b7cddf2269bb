//! Rows that are no data: totals, notes, and headings that give a place to the rows below them.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Field;
use super::headings::fold;

const ROWS: &str = include_str!("../../../data/list-rows.tsv");
const REGIONS: &str = include_str!("../../../data/regions.csv");

/// Words of a heading at most, and of a total.
const HEADING: usize = 5;

struct Words {
    totals: Vec<String>,
    footers: Vec<String>,
    /// Nouns of places with the field that they make of a heading.
    nouns: Vec<(String, Field)>,
    regions: HashSet<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let of = |kind: &str| {
        let line = |line: &str| {
            let mut parts = line.split('\t');
            (parts.next() == Some(kind)).then(|| parts.nth(1).map(fold)).flatten()
        };
        ROWS.lines().filter_map(line).collect::<Vec<_>>()
    };
    let field =
        |kind: &str, field: Field| of(kind).into_iter().map(move |word| (word, field)).collect::<Vec<_>>();
    let nouns =
        [field("region", Field::Region), field("district", Field::District), field("place", Field::District)]
            .concat();
    // The file holds no quoted cells; its fourth to sixth cells are the names.
    let regions = REGIONS.lines().skip(1).flat_map(|line| line.split(',').skip(3).take(3)).map(fold);
    let regions = regions.filter(|name| name.chars().any(char::is_alphabetic)).collect();
    Words { totals: of("total"), footers: of("footer"), nouns, regions }
});

/// Whether a row that starts with a text is a total.
pub(super) fn is_total(text: &str) -> bool {
    let text = fold(text);
    starts(&text, &WORDS.totals) && text.split_whitespace().count() <= HEADING
}

/// Whether a text is a note below a table.
pub(super) fn is_footer(text: &str) -> bool {
    starts(&fold(text), &WORDS.footers)
}

fn starts(text: &str, words: &[String]) -> bool {
    let rest = |word: &String| text.strip_prefix(word.as_str());
    words.iter().filter_map(rest).any(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Region or district, where a text is nothing but the name of one, in its base form: `Акмолинская область`,
/// `Абай облысы`, `г. Астана`, `2. Аршалынский район:`.
pub(super) fn place(text: &str) -> Option<(Field, String)> {
    let name = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".) ".contains(c));
    let name = name.trim_end_matches([':', '.', ' ']);
    if name.is_empty() || name.contains(['«', '"', '“', '@', ',', '\n']) {
        return None;
    }
    let folded = fold(name);
    if WORDS.regions.contains(&folded) {
        return Some((Field::Region, name.to_owned()));
    }
    let words: Vec<&str> =
        folded.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|w| !w.is_empty()).collect();
    if !(2..=HEADING - 1).contains(&words.len()) {
        return None;
    }
    let (first, last) = (words.first()?, words.last()?);
    let noun = WORDS.nouns.iter().find(|(noun, _)| first == noun || last == noun);
    let (noun, field) = noun?;
    // A city of a region is of the level of a district; those of the republic are in the list of regions.
    let bare: Vec<&str> = words.iter().copied().filter(|word| word != noun).collect();
    let is_region = *field == Field::District
        && WORDS
            .regions
            .iter()
            .any(|region| region.split(' ').eq(bare.iter().copied()) || is_city(region, &bare));
    Some((if is_region { Field::Region } else { *field }, name.to_owned()))
}

/// Whether a text is the name of a region.
pub(super) fn is_region(text: &str) -> bool {
    WORDS.regions.contains(&fold(text.trim()))
}

/// Whether a name of the list of regions is a city of this bare name.
fn is_city(region: &str, bare: &[&str]) -> bool {
    let [name] = bare else { return false };
    let is_noun =
        |word: &str| WORDS.nouns.iter().any(|(noun, field)| *field == Field::District && noun == word);
    region.split(' ').any(|word| word == *name)
        && region.split(' ').all(|word| word == *name || is_noun(word))
}
