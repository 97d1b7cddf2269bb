//! Comparing names, understanding rows and comparing them.

use std::ops::Range;
use std::sync::LazyLock;

use super::text::check_ranges;
use crate::matching::bin::holds_personal;
use crate::matching::names::{align, similarity, within};
use crate::matching::{
    DigestKey, KnownBodies, Lexicon, MatchConfig, Matcher, RowFacts, RowInput, understand,
};
use crate::text::words;

static KEY: LazyLock<DigestKey> = LazyLock::new(|| DigestKey::new(b"promises"));

/// No names panic. Likeness lies between 0 and 1, and is whole for a name and itself. What is aligned stands in
/// the names, and what differs in the words.
pub fn check_names(left: &str, right: &str) {
    let alike = similarity(left, right);
    assert!((0.0..=1.0).contains(&alike), "{alike}");
    for name in [left, right] {
        let own = similarity(name, name);
        assert!(words(name).is_empty() || own > 0.999, "a name is itself: {own}");
    }
    for (one, other) in [(left, right), (right, left)] {
        assert!((0.0..=1.0).contains(&within(one, other)));
    }
    for word in align(left, right) {
        let pieces = |word: &Option<Range<usize>>| word.iter().cloned().collect::<Vec<_>>();
        for (text, word, differs) in [
            (left, pieces(&word.left), &word.left_differs),
            (right, pieces(&word.right), &word.right_differs),
        ] {
            check_ranges(text, word.iter().cloned());
            check_ranges(text, differs.iter().cloned());
            let is_in_word = |range: &Range<usize>| {
                word.iter().any(|word| word.start <= range.start && range.end <= word.end)
            };
            assert!(differs.iter().all(is_in_word), "what differs is a part of the word");
        }
    }
}

/// No row panics, whatever its cells hold. It is understood the same again, and what is kept of its names has no
/// personal number. How alike two rows are lies between 0 and 1, and each is put into one body.
pub fn check_row(cells: &[&str], lexicon: &Lexicon) {
    let (left, right) = (row(cells, 0), row(cells, 6));
    let rows = [&left, &right].map(|row| understand(row, lexicon, &KEY));
    assert_eq!(understand(&left, lexicon, &KEY), rows[0], "a row is understood the same again");
    for name in rows.iter().flat_map(|row| &row.names) {
        for text in [&name.clean, &name.own, &name.purpose] {
            assert!(!holds_personal(text), "a personal number is kept");
        }
    }
    let matcher = Matcher::new(MatchConfig { threads: 1, ..MatchConfig::default() });
    let [ours, theirs] = &rows;
    for comparison in [matcher.compare(ours, theirs), matcher.compare(theirs, ours)] {
        assert!((0.0..=1.0).contains(&comparison.probability), "{}", comparison.probability);
    }
    check_matching(&matcher, &rows);
}

fn check_matching(matcher: &Matcher, rows: &[RowFacts; 2]) {
    let matching = matcher.match_rows(rows, KnownBodies::from_iter([&rows[1]]));
    assert_eq!(matching.rows.len(), rows.len(), "each row is decided on");
    let mut placed: Vec<usize> =
        matching.clusters.iter().flat_map(|body| body.rows.iter().copied()).collect();
    placed.sort_unstable();
    assert_eq!(placed, [0, 1], "each row is in one body");
    for row in &matching.rows {
        assert!(row.cluster < matching.clusters.len() && (0.0..=1.0).contains(&row.probability));
    }
}

fn row(cells: &[&str], from: usize) -> RowInput {
    let cell =
        |place: usize| cells.get(from + place).filter(|cell| !cell.is_empty()).map(|cell| (*cell).to_owned());
    RowInput {
        name_kk: cell(0),
        name_ru: cell(1),
        names: cell(2).into_iter().collect(),
        bin: cell(2),
        phones: cell(2).into_iter().collect(),
        emails: cell(3).into_iter().collect(),
        legal_form: cell(3),
        region: cell(4),
        district: cell(4),
        address: cell(5),
        host: cell(5),
        date: cell(2),
        kind: cell(3),
        subjects: cell(3).into_iter().collect(),
        activity: cell(3),
        ..RowInput::default()
    }
}
