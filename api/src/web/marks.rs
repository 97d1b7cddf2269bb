//! What of a body's names answers the query, to be marked on a page.

use std::ops::Range;

use birlik_search::Highlight;

use super::names::{self, Shown};
use super::page::Frame;
use crate::organizations::Name;

/// A piece of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its letters.
    pub text: String,
    /// True where it answers the query.
    pub marked: bool,
}

/// Another name than the title, shown because it is the one that answers the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherName {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Its language, BCP 47; empty where it is that of the page.
    pub lang: String,
    /// The small mark of the language; empty where it is that of the page.
    pub mark: String,
    /// What sort of name, in words; empty for an official one.
    pub sort: String,
}

/// The title in pieces and, where nothing of it answers the query, the name that does.
pub fn marked(
    title: &Shown,
    all: &[Name],
    highlights: &[Highlight],
    frame: &Frame,
) -> (Vec<Piece>, Option<OtherName>) {
    let best = names::best(all, frame.lang);
    let at = all.iter().position(|name| best.is_some_and(|best| std::ptr::eq(name, best)));
    let title = pieces(&title.value, ranges(highlights, at));
    if title.iter().any(|piece| piece.marked) {
        return (title, None);
    }
    let others = all.iter().enumerate().filter(|(place, _)| Some(*place) != at);
    let mut answers: Option<(usize, &Name, Vec<Piece>)> = None;
    for (place, name) in others {
        let pieces = pieces(&name.value, ranges(highlights, Some(place)));
        let letters = pieces.iter().filter(|piece| piece.marked).map(|piece| piece.text.len()).sum();
        if letters > answers.as_ref().map_or(0, |(most, ..)| *most) {
            answers = Some((letters, name, pieces));
        }
    }
    let other = answers.map(|(_, name, pieces)| {
        let Shown { lang, mark, .. } = Shown::new(&name.value, name.lang.as_str(), frame.lang);
        OtherName { pieces, lang, mark, sort: names::sort(name, frame.lang) }
    });
    (title, other)
}

fn ranges(highlights: &[Highlight], name: Option<usize>) -> impl Iterator<Item = Range<usize>> {
    let of_name = highlights.iter().filter(move |one| Some(one.name) == name);
    of_name.map(|one| one.range.clone())
}

/// A text cut where marks begin and end; marks that touch or overlap are one. A range that does not lie in
/// the text, which may have changed since the index read it, marks nothing.
fn pieces(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Piece> {
    let mut ranges: Vec<Range<usize>> =
        ranges.filter(|range| text.get(range.clone()).is_some_and(|part| !part.is_empty())).collect();
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    let mut pieces = Vec::new();
    let mut add = |range: Range<usize>, marked| {
        pieces.extend(
            text.get(range)
                .filter(|part| !part.is_empty())
                .map(|part| Piece { text: part.to_owned(), marked }),
        );
    };
    let mut done = 0;
    for range in merged {
        add(done..range.start, false);
        done = range.end;
        add(range, true);
    }
    add(done..text.len(), false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<const MARKS: usize>(text: &str, ranges: [(usize, usize); MARKS]) -> String {
        let pieces = pieces(text, ranges.into_iter().map(|(start, end)| start..end));
        pieces
            .iter()
            .map(|one| if one.marked { format!("[{}]", one.text) } else { one.text.clone() })
            .collect()
    }

    #[test]
    fn a_name_is_cut_at_its_marks() {
        assert_eq!(cut("Химия мұғалімдері", [(0, 10)]), "[Химия] мұғалімдері");
        assert_eq!(cut("abcdef", [(4, 6), (0, 2), (1, 3)]), "[abc]d[ef]");
        assert_eq!(cut("abcdef", [(2, 4), (0, 2)]), "[abcd]ef");
        assert_eq!(cut("abc", []), "abc");
    }

    #[test]
    fn a_range_outside_of_the_name_marks_nothing() {
        for range in [(0, 99), (1, 2), (7, 9), (0, 0)] {
            assert_eq!(cut("Өрк", [range]), "Өрк", "{range:?}");
        }
    }

    #[test]
    fn a_name_that_is_not_the_title_says_why_the_body_is_here() {
        let names: Vec<Name> = serde_json::from_value(serde_json::json!([
            {"value": "Өркен", "lang": "kk"},
            {"value": "Росток", "lang": "ru"},
            {"value": "Старый росток", "lang": "ru", "type": "former", "until": "2019"}
        ]))
        .unwrap();
        let of = |lang: &str, highlights: &[Highlight]| {
            let frame = Frame::new(&format!("/{lang}/organizations"));
            let title = names::shown(&names, frame.lang, "b");
            marked(&title, &names, highlights, &frame)
        };
        let in_name = |name, range| Highlight { name, range };
        let whole = in_name(1, 0.."Росток".len());
        let (title, other) = of("ru", std::slice::from_ref(&whole));
        assert!(title[0].marked && other.is_none());
        let (title, other) = of("kk", &[whole, in_name(2, 0.."Ст".len())]);
        let other = other.unwrap();
        assert!(!title[0].marked && other.pieces[0].marked);
        assert_eq!(
            (other.pieces[0].text.as_str(), other.mark.as_str(), other.sort.as_str()),
            ("Росток", "рус", "")
        );
        let (_, former) = of("ru", &[in_name(2, 0.."Старый".len())]);
        assert!(!former.unwrap().sort.is_empty());
        assert_eq!(of("kk", &[]).1, None);
    }
}
