//! The review: a row beside the body that it may be; a person says same, different, or later.

use askama::Template;
use birlik_entity::OrganizationId;
use birlik_entity::rows::list_row;
use serde_json::Value;

use super::access::{Call, Outcome, shown, to};
use super::batch::failed;
use super::sides::{self, Line};
use super::words::{self, Because, word};
use crate::lists::{Reason, Verdict};
use crate::staff::Session;
use crate::web::page::{Frame, PageError};

/// The page.
#[derive(Template)]
#[template(path = "desk/review.html", whitespace = "minimize")]
struct Review {
    f: Frame,
    session: Session,
    /// Address of the batch, and its list.
    batch: String,
    list: String,
    /// The row, where it stands, its name.
    row: u32,
    place: String,
    name: String,
    name_lang: String,
    /// What it may be; the first is what is asked about.
    others: Vec<Other>,
    reasons: Vec<Because>,
    percent: String,
    answered: u64,
    total: u64,
    /// How many rows one answer counts for.
    together: u64,
    /// What was decided about this row before; empty where nothing was.
    answer: String,
    /// What was just decided, to be said aloud, and about which row; empty where nothing was.
    said: String,
    was: Option<u32>,
}

/// What a row may be.
struct Other {
    title: String,
    /// Address of its page, where it is a record.
    href: String,
    lines: Vec<Line>,
}

impl Review {
    fn outcome(&self, line: &Line) -> String {
        word(self.f.lang, "desk-line", line.outcome)
    }
}

/// Leads to the first row that is not decided, or back to the batch.
pub(super) async fn first(call: Call) -> Outcome {
    call.desk.app.lists.batch(&call.id).await.map_err(failed)?;
    next(&call, 0, "").await
}

async fn next(call: &Call, after: u32, said: &str) -> Outcome {
    let batch = call.frame.link(&format!("/desk/batches/{}", call.id));
    let row = call.desk.app.lists.next_undecided(&call.id, after).await.map_err(failed)?;
    // What is put off is not asked again at once.
    Ok(to(&match row.filter(|row| *row != after) {
        Some(row) => format!("{batch}/review/{row}{said}"),
        None => format!("{batch}?done=reviewed"),
    }))
}

/// Shows a row.
pub(super) async fn page(call: Call) -> Outcome {
    let lists = &call.desk.app.lists;
    let batch = lists.batch(&call.id).await.map_err(failed)?;
    let number = call.row.ok_or(PageError::NotFound)?;
    let row = lists.row(&call.id, number).await.map_err(failed)?.ok_or(PageError::NotFound)?;
    if row.decision != "review" {
        return Err(PageError::NotFound);
    }
    let standing = lists.standing(&call.id).await.map_err(failed)?;
    let said: Value = serde_json::from_str(&row.said).map_err(PageError::failed)?;
    let reasons: Vec<Reason> = serde_json::from_str(&row.reasons).map_err(PageError::failed)?;
    let f = call.titled(call.frame.t("desk-review-title"));
    let (name, name_lang) = sides::name(&f, &said);
    let others = others(&call, &f, &row, &said, &reasons).await?;
    let together = lists.asked_together(&row).await.map_err(failed)?;
    let was = call.query.get("was").and_then(|text| text.parse().ok());
    let said =
        ["same", "different", "later", "undo"].into_iter().find(|one| call.query.get("said") == Some(one));
    let said = match (said, was) {
        (Some(said), Some(was)) => {
            f.t2("desk-said", "row", was, "verdict", word(f.lang, "desk-verdict", said))
        }
        _ => String::new(),
    };
    shown(&Review {
        session: call.session.clone(),
        batch: f.link(&format!("/desk/batches/{}", call.id)),
        list: batch.row.list,
        row: number,
        place: row.place,
        name,
        name_lang,
        others,
        together,
        reasons: words::reasons(&f, &reasons),
        percent: words::percent(likeness(row.score, &reasons)),
        answered: standing.review.saturating_sub(standing.undecided) as u64,
        total: standing.review as u64,
        answer: row.answer.map(|answer| word(f.lang, "desk-verdict", &answer)).unwrap_or_default(),
        was: was.filter(|_| !said.is_empty() && call.query.get("said") != Some("undo")),
        said,
        f,
    })
}

/// How likely it is that both are one body: of a row by itself, what its competitor has.
fn likeness(score: Option<f64>, reasons: &[Reason]) -> f64 {
    let competitor = reasons.iter().find(|reason| reason.sort == "competitor");
    let score = score.unwrap_or_default();
    match competitor.and_then(|reason| reason.similarity) {
        // The score of a row by itself is that of being by itself.
        Some(near) if (near + score - 1.0).abs() < 0.002 => near,
        _ => score,
    }
}

/// What a row may be: a record of the registry, another row of its list.
async fn others(
    call: &Call,
    f: &Frame,
    row: &list_row::Model,
    said: &Value,
    reasons: &[Reason],
) -> Result<Vec<Other>, PageError> {
    let app = &call.desk.app;
    let tree = app.areas.tree();
    let mut others = Vec::new();
    let compared = match row.compared_with.and_then(|number| u32::try_from(number).ok()) {
        Some(number) => app.lists.row(&call.id, number).await.map_err(failed)?.map(|other| (number, other)),
        None => None,
    };
    // Beside a row of another body stands that body's record, not the one that the row was found to be.
    let is_for_another = compared.as_ref().is_some_and(|(_, other)| other.cluster != row.cluster);
    let own = row.proposed_id.as_deref().filter(|_| !is_for_another);
    let near = reasons.iter().find(|reason| reason.sort == "competitor");
    let record = own.or(near.and_then(|reason| reason.found.as_deref()));
    if let Some(id) = record.and_then(|id| id.parse::<OrganizationId>().ok())
        && let Some(record) = app.organizations.record(id).await.map_err(PageError::failed)?
    {
        let record = serde_json::to_value(record).map_err(PageError::failed)?;
        others.push(Other {
            title: f.t("desk-other-record"),
            href: f.link(&format!("/organizations/{id}")),
            lines: sides::lines(f, &tree, said, &record),
        });
    }
    if let Some((number, other)) = compared {
        let theirs: Value = serde_json::from_str(&other.said).map_err(PageError::failed)?;
        others.push(Other {
            title: f.t2("desk-other-row", "row", number, "place", &other.place),
            href: String::new(),
            lines: sides::lines(f, &tree, said, &theirs),
        });
    }
    Ok(others)
}

/// Keeps what was decided and leads to the next row.
pub(super) async fn decide(call: Call) -> Outcome {
    let number = call.row.ok_or(PageError::NotFound)?;
    let said = call.form.get("verdict").unwrap_or_default();
    let verdict = match said {
        "same" => Some(Verdict::Same),
        "different" => Some(Verdict::Different),
        "undo" | "later" => None,
        _ => return Err(PageError::NotFound),
    };
    if said != "later" {
        match call.desk.app.lists.answer(&call.id, number, verdict, &call.session.staff).await {
            Ok(()) => {}
            Err(crate::lists::ListError::NotInReview { .. }) => return Err(PageError::NotFound),
            Err(error) => return Err(failed(error)),
        }
    }
    if said == "undo" {
        let page = format!("/desk/batches/{}/review/{number}?was={number}&said=undo", call.id);
        return Ok(to(&call.frame.link(&page)));
    }
    next(&call, number, &format!("?was={number}&said={said}")).await
}
