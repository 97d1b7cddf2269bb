//! A batch: what became of its rows, what applying would do, and the way back.

use askama::Template;
use serde_json::Value;

use super::access::{Call, Outcome, shown, to};
use super::preview::{Working, state_answer};
use super::sides;
use super::tasks::{self, Progress, Work};
use super::words::{self, word};
use crate::lists::{Batch, ListError, Reason, Reverted, RowsShown, Standing};
use crate::staff::Session;
use crate::web::format;
use crate::web::page::{Frame, PageError};

/// Rows of a page.
const ROWS: u64 = 50;
/// Records and problems that are shown.
const SHOWN: usize = 50;

/// The page.
#[derive(Template)]
#[template(path = "desk/batch.html", whitespace = "minimize")]
struct BatchPage {
    f: Frame,
    session: Session,
    batch: Batch,
    standing: Standing,
    /// What came of reverting it, where that was just done.
    reverted: Option<Reverted>,
    /// What failed; empty where nothing did.
    failure: String,
    /// What was just done, as the end of a key; empty where nothing was.
    done: String,
    /// The filter, with the words and addresses of all.
    shows: Vec<Show>,
    rows: Vec<Line>,
    total: u64,
    first: u64,
    last: u64,
    before: String,
    after: String,
    problems: Vec<String>,
    remarks: Vec<String>,
    vanished: Vec<String>,
}

struct Show {
    text: String,
    href: String,
    here: bool,
}

/// A row.
struct Line {
    number: u32,
    place: String,
    name: String,
    lang: String,
    decision: &'static str,
    decision_text: String,
    answer: String,
    why: String,
    record: String,
    review: String,
}

pub(super) fn failed(error: ListError) -> PageError {
    match error {
        ListError::NoSuchBatch(_) => PageError::NotFound,
        other => PageError::failed(other),
    }
}

/// Shows the batch, or the progress of what is done with it.
pub(super) async fn page(call: Call) -> Outcome {
    let progress = call.desk.tasks.of(&call.id);
    if let Some(Progress::Running(work)) = progress {
        let f = call.titled(stage(&call.frame, work));
        let state = f.link(&format!("/desk/batches/{}/state", call.id));
        let stage = f.t("desk-stage-long");
        return shown(&Working { f, session: call.session, state, stage });
    }
    shown(&batch_page(call, progress).await?)
}

async fn batch_page(call: Call, progress: Option<Progress>) -> Result<BatchPage, PageError> {
    let lists = &call.desk.app.lists;
    let batch = lists.batch(&call.id).await.map_err(failed)?;
    let standing = lists.standing(&call.id).await.map_err(failed)?;
    let told = lists.told(&call.id).await.map_err(failed)?;
    let shown = call.query.get("show").and_then(RowsShown::parse).unwrap_or(RowsShown::All);
    let number =
        call.query.get("page").and_then(|text| text.parse::<u64>().ok()).unwrap_or(1).clamp(1, 1_000_000);
    let (rows, total) = lists.page(&call.id, shown, (number - 1) * ROWS, ROWS).await.map_err(failed)?;
    let f = call.titled(call.frame.t2("desk-batch-title", "list", &batch.row.list, "id", &batch.row.id));
    let here = f.link(&format!("/desk/batches/{}", batch.row.id));
    let href = |shown: RowsShown, page: u64| match page {
        1 => format!("{here}?show={}#rows", shown.as_str()),
        _ => format!("{here}?show={}&page={page}#rows", shown.as_str()),
    };
    let first = (number - 1) * ROWS + 1;
    let last = (first + rows.len() as u64).saturating_sub(1);
    let shows = RowsShown::ALL.map(|one| Show {
        text: word(f.lang, "desk-show", one.as_str()),
        href: href(one, 1),
        here: one == shown,
    });
    let rows = rows
        .into_iter()
        .map(|row| line(&f, row, &here, &batch.row.state))
        .collect::<Result<Vec<_>, serde_json::Error>>()
        .map_err(PageError::failed)?;
    let done =
        ["applied", "reverted", "reviewed"].into_iter().find(|done| call.query.get("done") == Some(done));
    let failure = match progress {
        Some(Progress::Failed(Work::Apply)) => f.t("desk-apply-failed"),
        Some(Progress::Failed(Work::Revert)) => f.t("desk-revert-failed"),
        _ => String::new(),
    };
    let is_reverted = batch.row.state == "reverted";
    Ok(BatchPage {
        session: call.session.clone(),
        standing,
        reverted: match progress {
            Some(Progress::Reverted(reverted)) if is_reverted => Some(reverted),
            _ => None,
        },
        done: if failure.is_empty() { done.unwrap_or_default().to_owned() } else { String::new() },
        failure,
        shows: shows.into_iter().collect(),
        before: if number > 1 { href(shown, number - 1) } else { String::new() },
        after: if last < total { href(shown, number + 1) } else { String::new() },
        rows,
        total,
        first: first.min(total),
        last,
        problems: told.problems.iter().take(SHOWN).map(|problem| words::problem(&f, problem)).collect(),
        remarks: told.remarks.iter().map(|remark| words::remark(&f, remark)).collect(),
        vanished: batch.summary.vanished.iter().take(SHOWN).cloned().collect(),
        batch,
        f,
    })
}

fn line(
    f: &Frame,
    row: birlik_entity::rows::list_row::Model,
    here: &str,
    state: &str,
) -> Result<Line, serde_json::Error> {
    let said: Value = serde_json::from_str(&row.said)?;
    let reasons: Vec<Reason> = serde_json::from_str(&row.reasons)?;
    let (name, lang) = sides::name(f, &said);
    let decision = ["new", "duplicate", "review"].into_iter().find(|one| *one == row.decision);
    let decision = decision.unwrap_or("rejected");
    let why =
        match decision {
            "rejected" => {
                let sort = if row.education == "no" { "education" } else { "refused" };
                let told: Vec<Reason> = reasons.into_iter().filter(|reason| reason.sort == sort).collect();
                let told = words::reasons(f, &told);
                told.into_iter()
                    .map(|one| {
                        if one.detail.is_empty() { one.text } else { format!("{}: {}", one.text, one.detail) }
                    })
                    .collect::<Vec<_>>()
                    .join("; ")
            }
            _ => String::new(),
        };
    let number = u32::try_from(row.number).unwrap_or_default();
    let can_review = decision == "review" && row.organization_id.is_none() && state != "reverted";
    let record = row.organization_id.or(row.proposed_id).map(|id| f.link(&format!("/organizations/{id}")));
    Ok(Line {
        number,
        place: row.place,
        name,
        lang,
        decision,
        decision_text: word(f.lang, "desk-decision", if row.answer.is_some() { "decided" } else { decision }),
        answer: row.answer.map(|answer| word(f.lang, "desk-verdict", &answer)).unwrap_or_default(),
        why,
        record: record.unwrap_or_default(),
        review: if can_review { format!("{here}/review/{number}") } else { String::new() },
    })
}

/// Applies the batch, or takes it back.
pub(super) async fn change(call: Call) -> Outcome {
    call.desk.app.lists.batch(&call.id).await.map_err(failed)?;
    let (work, done) = match call.form.get("action") {
        Some("apply") => (Work::Apply, "applied"),
        Some("revert") => (Work::Revert, "reverted"),
        _ => return Err(PageError::NotFound),
    };
    tasks::run(&call.desk, &call.id, work, &call.session.staff).await;
    Ok(to(&call.frame.link(&format!("/desk/batches/{}?done={done}", call.id))))
}

/// Says whether the work on the batch is done, for the script of the page.
pub(super) async fn state(call: Call) -> Outcome {
    let is_running = matches!(call.desk.tasks.of(&call.id), Some(Progress::Running(_)));
    Ok(state_answer(!is_running, ""))
}

fn stage(f: &Frame, work: Work) -> String {
    if work == Work::Apply { f.t("desk-stage-applying") } else { f.t("desk-stage-reverting") }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "templates call these, with references")]
impl BatchPage {
    fn done(&self) -> String {
        self.f.t(&format!("desk-done-{}", self.done))
    }

    fn state(&self) -> String {
        word(self.f.lang, "desk-state", &self.batch.row.state)
    }

    fn number(&self, value: &usize) -> String {
        self.f.n(&(*value as u64))
    }

    fn vanished_count(&self) -> String {
        self.f.n(&(self.batch.summary.vanished.len() as u64))
    }

    fn sentence(&self) -> String {
        let summary = &self.batch.summary;
        let texts = [
            ("rows", summary.rows),
            ("bodies", summary.bodies),
            ("other", summary.education_no),
            ("refused", self.standing.rejected.saturating_sub(summary.education_no)),
            ("review", self.standing.undecided),
        ];
        let texts = texts
            .map(|(name, count)| (name, crate::web::locale::Argument::Text(format::number(count as u64))));
        self.f.lang.format("desk-summary", &texts)
    }

    fn came(&self) -> String {
        let day = format::day_of(&self.batch.row.created_at);
        day.map(|day| format::date(self.f.lang, day)).unwrap_or_default()
    }

    fn list_date(&self) -> String {
        let date = self.batch.row.list_date.as_deref().and_then(|text| text.parse().ok());
        date.map(|date| format::date(self.f.lang, date)).unwrap_or_default()
    }

    /// True where something decided waits to be applied.
    fn can_apply(&self) -> bool {
        self.batch.row.state != "reverted" && self.standing.to_create + self.standing.to_update > 0
    }

    fn review(&self) -> String {
        self.f.link(&format!("/desk/batches/{}/review", self.batch.row.id))
    }

    fn record(&self, id: &str) -> String {
        self.f.link(&format!("/organizations/{id}"))
    }

    /// The fields of a record that it keeps, in words where they have any.
    fn kept(&self, fields: &[String]) -> String {
        let word = |field: &String| word(self.f.lang, "desk-kept", field);
        fields.iter().map(word).collect::<Vec<_>>().join(", ")
    }
}
