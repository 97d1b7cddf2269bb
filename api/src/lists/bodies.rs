//! Which rows of a batch are one body, by what was decided.

use std::collections::HashMap;

use sea_orm::FromQueryResult;

use super::report::{Decision, Reason, Verdict};

/// What of a row says which body it is.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Placed {
    pub(super) number: i32,
    pub(super) cluster: i32,
    pub(super) decision: String,
    pub(super) answer: Option<String>,
    pub(super) proposed_id: Option<String>,
    pub(super) organization_id: Option<String>,
    /// The row that it was shown with.
    pub(super) compared_with: Option<i32>,
    /// The first of the rows that are asked about with it.
    pub(super) asked_with: Option<i32>,
    /// Reasons as JSON; empty for rows that no person decides about.
    pub(super) reasons: String,
}

/// A body of a batch: a cluster, or rows of it that a person found to be another body, by the first of them.
pub(super) type Key = (i32, i32);

/// The bodies of the rows of a batch, where that is decided, and the records proposed for bodies that only
/// a competitor names.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    of_row: HashMap<i32, Key>,
    proposed: HashMap<i32, String>,
}

impl Bodies {
    /// The bodies of all rows of a batch.
    pub(super) fn of(rows: &[Placed]) -> Self {
        let clusters: HashMap<i32, i32> = rows.iter().map(|row| (row.number, row.cluster)).collect();
        // Rows that were shown with a row of another body were shown for that body, and so were rows of which neither
        // their list nor the registry has more.
        let is_for_another = |row: &Placed| match row.compared_with {
            Some(other) => clusters.get(&other) != Some(&row.cluster),
            None => row.proposed_id.is_none(),
        };
        let mut bodies = Self::default();
        // Being the same leads there.
        let mut leads: HashMap<i32, i32> = HashMap::new();
        for row in rows.iter().filter(|row| is_for_another(row) && verdict(row) == Some(Verdict::Same)) {
            if let Some((cluster, record)) = competitor(&row.reasons) {
                leads.insert(row.cluster, cluster);
                if let Some(record) = record {
                    bodies.proposed.insert(cluster, record);
                }
            }
        }
        for row in rows {
            let key = match (Decision::parse(&row.decision), verdict(row)) {
                (Some(Decision::New | Decision::Duplicate), _) => (row.cluster, 0),
                (Some(Decision::Review), Some(Verdict::Same)) => (end_of(&leads, row.cluster), 0),
                (Some(Decision::Review), Some(Verdict::Different)) if is_for_another(row) => (row.cluster, 0),
                (Some(Decision::Review), Some(Verdict::Different)) => {
                    (row.cluster, row.asked_with.unwrap_or(row.number))
                }
                _ => continue,
            };
            bodies.of_row.insert(row.number, key);
        }
        bodies
    }

    /// The body of a row; none where it is not decided, or the row is not taken.
    pub(super) fn of_row(&self, number: i32) -> Option<Key> {
        self.of_row.get(&number).copied()
    }

    /// The record that a competitor named for a cluster.
    pub(super) fn proposed(&self, cluster: i32) -> Option<&str> {
        self.proposed.get(&cluster).map(String::as_str)
    }
}

fn verdict(row: &Placed) -> Option<Verdict> {
    row.answer.as_deref().and_then(Verdict::parse)
}

/// Where a chain of leads ends; a circle ends where it is entered.
fn end_of(leads: &HashMap<i32, i32>, start: i32) -> i32 {
    let mut at = start;
    for _ in 0..leads.len() {
        match leads.get(&at) {
            Some(next) if *next != start => at = *next,
            _ => break,
        }
    }
    at
}

/// The body that comes near a row, and its record, as the row's reasons name them.
pub(super) fn competitor(reasons: &str) -> Option<(i32, Option<String>)> {
    let reasons: Vec<Reason> = serde_json::from_str(reasons).ok()?;
    let reason = reasons.into_iter().find(|reason| reason.sort == "competitor")?;
    Some((reason.code.parse().ok()?, reason.found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: i32, cluster: i32, decision: &str, answer: Option<&str>, near: Option<i32>) -> Placed {
        let compared_with = (near.is_none() && number > 1).then_some(1);
        let reasons = near.map_or_else(
            || "[]".to_owned(),
            |near| format!(r#"[{{"sort": "competitor", "code": "{near}", "found": "b7k2m9x80"}}]"#),
        );
        Placed {
            number,
            cluster,
            decision: decision.to_owned(),
            answer: answer.map(str::to_owned),
            proposed_id: None,
            organization_id: None,
            compared_with,
            asked_with: None,
            reasons,
        }
    }

    #[test]
    fn answers_say_which_body_a_row_is() {
        let rows = [
            row(1, 1, "new", None, None),
            row(2, 1, "duplicate", None, None),
            row(3, 1, "review", Some("same"), None),
            row(4, 1, "review", Some("different"), None),
            row(5, 1, "review", None, None),
            row(6, 2, "rejected", None, None),
        ];
        let bodies = Bodies::of(&rows);
        let of = |number| bodies.of_row(number);
        assert_eq!([of(1), of(2), of(3), of(4)], [Some((1, 0)), Some((1, 0)), Some((1, 0)), Some((1, 4))]);
        assert_eq!([of(5), of(6)], [None, None]);
    }

    #[test]
    fn rows_that_are_asked_about_together_go_together() {
        let of = |answer| {
            let asked =
                |number| Placed { asked_with: Some(2), ..row(number, 2, "review", Some(answer), Some(1)) };
            Bodies::of(&[row(1, 1, "new", None, None), asked(2), asked(3)])
        };
        let same = of("same");
        assert_eq!([same.of_row(2), same.of_row(3)], [Some((1, 0)), Some((1, 0))]);
        let different = of("different");
        assert_eq!([different.of_row(2), different.of_row(3)], [Some((2, 0)), Some((2, 0))]);
    }

    #[test]
    fn a_row_by_itself_goes_to_the_body_that_it_was_shown_with() {
        let rows = [
            row(1, 1, "new", None, None),
            row(2, 2, "review", Some("same"), Some(1)),
            row(3, 3, "review", Some("same"), Some(2)),
            row(4, 4, "review", Some("different"), Some(1)),
            row(5, 5, "review", Some("same"), Some(6)),
            row(6, 6, "review", Some("same"), Some(5)),
        ];
        let bodies = Bodies::of(&rows);
        assert_eq!(bodies.of_row(2), Some((1, 0)));
        assert_eq!(bodies.of_row(3), Some((1, 0)));
        assert_eq!(bodies.of_row(4), Some((4, 0)), "it is a body of its own, whoever else is found to be it");
        assert_eq!(bodies.proposed(1), Some("b7k2m9x80"));
        assert!(bodies.of_row(5).is_some() && bodies.of_row(6).is_some(), "a circle ends");
    }
}
