//! Figures of a body: each with its date, its scope and its source, side by side and never added up.
//!
//! From the third date of a category on, a small line chart shows how it went.

use std::fmt::Write;

use birlik_entity::code::Qualifier;

use super::format;
use super::names::Shown;
use super::page::Frame;
use crate::organizations::Organization;
use crate::parsed::Parsed;

/// Width and height of a chart in its own units, and the room around its line.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 96.0;
const MARGIN: f64 = 10.0;

/// A figure.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it counts.
    pub what: String,
    /// How many, with how exact that is.
    pub how_many: String,
    /// What is included.
    pub scope: Shown,
    /// Of which day.
    pub as_of: String,
    /// Where it is known from.
    pub source: Shown,
}

/// How a category went over its dates.
#[derive(Debug, Clone)]
pub struct Chart {
    /// What it counts.
    pub what: String,
    /// What it shows, in a sentence.
    pub summary: String,
    /// The points of the line.
    pub line: String,
    /// The points.
    pub points: Vec<Point>,
}

/// A point of a chart.
#[derive(Debug, Clone)]
pub struct Point {
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
    /// What it says.
    pub title: String,
}

/// The figures of a body, members before units, the newest first within a category.
pub fn figures(organization: &Organization, frame: &Frame) -> Vec<Figure> {
    let lang = frame.lang;
    let members = organization.member_counts.iter().map(|count| {
        let label = count.category.entry().label(lang.as_str());
        let what = frame.t1("figure-members", "category", label);
        (what, count.as_of.0, count.count, count.qualifier, count.scope.as_deref(), count.source.as_deref())
    });
    let units = organization.unit_counts.iter().map(|count| {
        let key = format!("figure-units-{}", count.unit_type.as_str());
        let label = count.unit_type.entry().label(lang.as_str());
        let what = if lang.has(&key) { lang.text(&key) } else { format::capitalized(label) };
        (what, count.as_of.0, count.count, count.qualifier, count.scope.as_deref(), count.source.as_deref())
    });
    let all: Vec<_> = members.chain(units).collect();
    // Categories stay in the order of the record; within one, the newest comes first.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| {
        (all.iter().position(|other| other.0 == all[*at].0), std::cmp::Reverse(all[*at].1))
    });
    order
        .into_iter()
        .map(|at| {
            let (what, as_of, count, qualifier, scope, source) = &all[at];
            Figure {
                what: what.clone(),
                how_many: qualified(frame, *count, *qualifier),
                scope: Shown::guessed(scope.unwrap_or_default(), lang),
                as_of: frame.t1("as-of", "date", format::date(lang, *as_of)),
                source: Shown::guessed(source.unwrap_or_default(), lang),
            }
        })
        .collect()
}

/// A number with how exact it is: `about 198 000`, `450 000-нан астам`.
pub fn qualified(frame: &Frame, count: u64, qualifier: Option<Parsed<Qualifier>>) -> String {
    let number = format::number(count);
    match qualifier {
        None => number,
        Some(qualifier) => {
            let key = format!("figure-{}", qualifier.as_str());
            if frame.lang.has(&key) {
                frame.t2(&key, "n", number, "ending", format::kazakh_ablative(count))
            } else {
                format!("{} {number}", qualifier.entry().label(frame.lang.as_str()))
            }
        }
    }
}

/// Charts of the categories that have three dates or more.
pub fn charts(organization: &Organization, frame: &Frame) -> Vec<Chart> {
    let mut categories: Vec<&str> =
        organization.member_counts.iter().map(|count| count.category.as_str()).collect();
    categories.sort_unstable();
    categories.dedup();
    categories.into_iter().filter_map(|category| chart(organization, frame, category)).collect()
}

fn chart(organization: &Organization, frame: &Frame, category: &str) -> Option<Chart> {
    let mut counts: Vec<_> =
        organization.member_counts.iter().filter(|count| count.category.is(category)).collect();
    counts.sort_by_key(|count| count.as_of.0);
    counts.dedup_by_key(|count| count.as_of.0);
    if counts.len() < 3 {
        return None;
    }
    let (first, last) = (counts.first()?, counts.last()?);
    let most = counts.iter().map(|count| count.count).max().unwrap_or_default().max(1);
    let day = |count: &crate::organizations::MemberCount| {
        let date = count.as_of.0;
        f64::from(date.year()) * 372.0
            + f64::from(date.month().unwrap_or(1)) * 31.0
            + f64::from(date.day().unwrap_or(1))
    };
    let span = (day(last) - day(first)).max(1.0);
    let mut line = String::new();
    let points = counts
        .iter()
        .map(|count| {
            let x = MARGIN + (WIDTH - 2.0 * MARGIN) * (day(count) - day(first)) / span;
            let y = HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * share(count.count, most);
            let (x, y) = (format!("{x:.1}"), format!("{y:.1}"));
            // Writing to a string cannot fail.
            let _ = write!(line, "{x},{y} ");
            let date = format::date(frame.lang, count.as_of.0);
            Point { x, y, title: format!("{date}: {}", qualified(frame, count.count, count.qualifier)) }
        })
        .collect();
    let what = frame.t1("figure-members", "category", first.category.entry().label(frame.lang.as_str()));
    let summary = [&first, &last]
        .map(|count| {
            format!(
                "{}: {}",
                format::date(frame.lang, count.as_of.0),
                qualified(frame, count.count, count.qualifier)
            )
        })
        .join(" → ");
    Some(Chart { what, summary, line: line.trim_end().to_owned(), points })
}

/// The share of a number in the greatest one; exact enough to be drawn.
#[allow(clippy::cast_precision_loss)]
pub fn share(count: u64, most: u64) -> f64 {
    count as f64 / most.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_counts(counts: &serde_json::Value) -> Organization {
        serde_json::from_value(serde_json::json!({
            "kind": "trade_union", "level": "republic", "names": [{"value": "X", "lang": "kk"}], "member_counts": counts
        }))
        .unwrap()
    }

    #[test]
    fn a_figure_says_how_exact_it_is() {
        let union = with_counts(&serde_json::json!([
            {"as_of": "2019-01-01", "category": "total", "count": 730_302, "scope": "teachers and students", "source": "own"},
            {"as_of": "2021-05", "category": "teachers", "count": 198_000, "qualifier": "about"},
            {"as_of": "2021", "category": "total", "count": 450_000, "qualifier": "more_than"},
        ]));
        let written: Vec<String> =
            figures(&union, &Frame::new("/kk")).into_iter().map(|figure| figure.how_many).collect();
        assert_eq!(written, ["450\u{202f}000-нан астам", "730\u{202f}302", "шамамен 198\u{202f}000"]);
        let figure = &figures(&union, &Frame::new("/en"))[1];
        assert_eq!(figure.as_of, "as of 1 January 2019");
        assert_eq!(figure.scope.lang, "");
        let russian = &figures(&union, &Frame::new("/ru"))[1];
        assert_eq!((russian.scope.lang.as_str(), russian.source.lang.as_str()), ("en", "en"));
    }

    #[test]
    fn a_chart_needs_three_dates() {
        let frame = Frame::new("/ru");
        let two = serde_json::json!([{"as_of": "2019", "category": "total", "count": 1}, {"as_of": "2020", "category": "total", "count": 2}]);
        assert!(charts(&with_counts(&two), &frame).is_empty());
        let three = serde_json::json!([
            {"as_of": "2021", "category": "total", "count": 30}, {"as_of": "2019", "category": "total", "count": 10},
            {"as_of": "2020", "category": "total", "count": 20},
        ]);
        let charts = charts(&with_counts(&three), &frame);
        assert_eq!(charts[0].line.split(' ').count(), 3);
        assert!(charts[0].line.starts_with("10.0,"), "{}", charts[0].line);
        assert!(charts[0].line.ends_with("310.0,10.0"), "{}", charts[0].line);
    }
}
