//! Finding: from a query and names to hits, marks and what is said about the query.

use super::query::check_parts;
use super::shelf::Shelf;
use super::text::check_ranges;
use crate::finding::{more_like_this, search, suggest};
use crate::index::{Interpretation, SearchPage, SearchRequest, SuggestRequest};
use crate::query::{Reading, Understanding};
use crate::text::tokens::query_tokens;
use crate::text::words::MAX_QUERY_WORDS;

/// How many hits are asked for.
const LIMIT: usize = 8;

/// No query and no name panics or is looked up without end. Marks are parts of the name, in order and apart;
/// what is said of the query is said of words that stand in it. A body is found by its own name.
pub fn check_finding(query: &str, names: &[&str], understanding: &Understanding) {
    let shelf = Shelf::of(names, understanding);
    for literal in [false, true] {
        let page = found(&shelf, query, literal, understanding);
        check_page(&page, &shelf);
        if let Some(interpretation) = &page.interpretation {
            check_interpretation(interpretation, query, understanding);
        }
    }
    for name in names {
        check_own_name(name, understanding);
    }
    shelf.begin();
    let request = SuggestRequest { typed: query.to_owned(), lang: "kk".to_owned(), limit: LIMIT };
    let suggestions = suggest(&shelf, understanding, &request).unwrap_or_default();
    assert!(suggestions.len() <= LIMIT, "no more than asked for");
    shelf.begin();
    let alike = more_like_this(&shelf, "0", LIMIT).unwrap_or_default();
    assert!(alike.len() <= LIMIT && alike.iter().all(|hit| hit.id != "0"), "a body is not like itself");
}

fn found(shelf: &Shelf, query: &str, literal: bool, understanding: &Understanding) -> SearchPage {
    let request = SearchRequest {
        query: Some(query.to_owned()),
        limit: LIMIT,
        literal,
        highlight: true,
        ..SearchRequest::default()
    };
    shelf.begin();
    search(shelf, understanding, &request, 1).unwrap_or_default()
}

fn check_page(page: &SearchPage, shelf: &Shelf) {
    assert!(page.hits.len() as u64 <= page.total && page.hits.len() <= LIMIT);
    assert!(page.hits.iter().all(|hit| hit.score.is_finite() && hit.score >= 0.0));
    assert!(page.hits.is_sorted_by(|left, right| left.score >= right.score), "the best comes first");
    for (place, hit) in page.hits.iter().enumerate() {
        assert!(page.hits[..place].iter().all(|known| known.id != hit.id), "a body is found once");
        let name = shelf.name(&hit.id).unwrap_or_default();
        assert!(hit.highlights.iter().all(|mark| mark.name == 0), "a mark is in a name");
        check_ranges(name, hit.highlights.iter().map(|mark| mark.range.clone()));
    }
}

fn check_interpretation(interpretation: &Interpretation, query: &str, understanding: &Understanding) {
    let typed = Reading::of(query, understanding).text;
    let read = interpretation.layout.as_ref().unwrap_or(&typed);
    let is_read = |word: &String| !word.is_empty() && read.contains(word.as_str());
    check_parts(read, &interpretation.parts);
    assert!(interpretation.layout.as_ref() != Some(&typed), "another keyboard says something else");
    assert!(interpretation.corrected.iter().all(|one| is_read(&one.from) && !one.to.is_empty()));
    assert!(interpretation.translated.iter().all(|one| is_read(&one.from)));
    for (place, word) in interpretation.left_out.iter().enumerate() {
        assert!(is_read(word), "{word} was not typed");
        assert!(!interpretation.left_out[..place].contains(word), "{word} is left out twice");
    }
    assert!(interpretation.did_you_mean.as_ref().is_none_or(|meant| *meant != typed));
}

fn check_own_name(name: &str, understanding: &Understanding) {
    let words = query_tokens(name);
    if words.is_empty() || words.len() == MAX_QUERY_WORDS {
        return;
    }
    let shelf = Shelf::of(&[name], understanding);
    for literal in [false, true] {
        let page = found(&shelf, name, literal, understanding);
        assert_eq!(page.total, 1, "a body is found by its name");
        assert!(!page.hits[0].highlights.is_empty(), "what was typed is marked");
    }
}
