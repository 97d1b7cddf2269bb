//! The desk itself: what waits, the form for a list, the history of sources.

use std::collections::BTreeMap;

use askama::Template;

use super::access::{Call, Outcome, shown};
use super::receiving::Said;
use super::uploads::State;
use super::words::word;
use crate::lists::Batch;
use crate::lists::reading::{Limits, Mapping};
use crate::staff::Session;
use crate::web::format;
use crate::web::page::{Frame, PageError};

/// The page.
#[derive(Template)]
#[template(path = "desk/home.html", whitespace = "minimize")]
pub(super) struct Home {
    f: Frame,
    session: Session,
    /// Lists that are uploaded and not matched.
    uploads: Vec<UploadLine>,
    /// Batches about which something is to be done.
    waiting: Vec<BatchLine>,
    /// All batches by list.
    lists: Vec<History>,
    /// Names of lists to choose from.
    known: Vec<String>,
    /// Names of mappings to choose from.
    mappings: Vec<&'static str>,
    said: Said,
    /// What is wrong with the form, as the end of a key; empty where nothing is.
    wrong: String,
    /// True where a list was asked for that is no longer there.
    gone: bool,
    /// Bytes of a file at most.
    most: u64,
}

struct UploadLine {
    href: String,
    list: String,
    file: String,
}

/// A batch in a list of batches.
pub(super) struct BatchLine {
    href: String,
    list: String,
    date: String,
    came: String,
    file: String,
    state: String,
    state_text: String,
    rows: u64,
    bodies: u64,
    undecided: u64,
    /// What to do next, and where; empty where nothing is to be done.
    next: String,
    next_href: String,
}

struct History {
    list: String,
    title: String,
    batches: Vec<BatchLine>,
}

/// Shows the page.
pub(super) async fn page(call: Call) -> Outcome {
    shown(&Home::of(&call, Said::default(), "").await?)
}

impl Home {
    /// The page with what a form said and what is wrong with it.
    pub(super) async fn of(call: &Call, said: Said, wrong: &str) -> Result<Self, PageError> {
        let f = call.titled(call.frame.t("desk-title"));
        let desk = &call.desk;
        let batches = desk.app.lists.batches().await.map_err(PageError::failed)?;
        let undecided = desk.app.lists.undecided().await.map_err(PageError::failed)?;
        let mut waiting = Vec::new();
        let mut lists: BTreeMap<String, History> = BTreeMap::new();
        for batch in batches {
            let count = undecided.get(&batch.row.id).copied().unwrap_or_default();
            let line = || line(&f, &batch, count);
            if batch.row.state == "matched" || batch.row.state == "applied" && count > 0 {
                waiting.push(line());
            }
            let history = lists.entry(batch.row.list.clone()).or_insert_with(|| History {
                list: batch.row.list.clone(),
                title: String::new(),
                batches: Vec::new(),
            });
            if history.title.is_empty() {
                history.title = batch.row.title.clone().unwrap_or_default();
            }
            history.batches.push(line());
        }
        for history in lists.values_mut() {
            history.batches.sort_by(|one, other| other.date.cmp(&one.date));
        }
        let uploads = desk.uploads.of(&call.session.staff);
        let uploads = uploads
            .into_iter()
            .filter(|upload| !matches!(upload.state, State::Matched(_)))
            .map(|upload| UploadLine {
                href: f.link(&format!("/desk/uploads/{}", upload.id)),
                list: upload.list,
                file: upload.file_name,
            })
            .collect();
        let mappings: Vec<&'static str> = Mapping::shipped_names().collect();
        let mut known: Vec<String> = lists.keys().cloned().collect();
        known.extend(mappings.iter().map(|name| (*name).to_owned()));
        known.sort();
        known.dedup();
        Ok(Self {
            session: call.session.clone(),
            uploads,
            waiting,
            lists: lists.into_values().collect(),
            known,
            mappings,
            said,
            wrong: wrong.to_owned(),
            gone: call.query.get("gone").is_some(),
            most: Limits::default().file_bytes,
            f,
        })
    }

    fn error(&self) -> String {
        self.f.t1(&format!("desk-error-{}", self.wrong), "n", self.megabytes())
    }

    fn megabytes(&self) -> u64 {
        self.most / 1024 / 1024
    }
}

fn line(f: &Frame, batch: &Batch, undecided: u64) -> BatchLine {
    let (row, summary) = (&batch.row, &batch.summary);
    let href = f.link(&format!("/desk/batches/{}", row.id));
    let (next, next_href) = match (row.state.as_str(), undecided) {
        ("reverted", _) => (String::new(), String::new()),
        (_, 1..) => (f.t("desk-next-review"), format!("{href}/review")),
        ("matched", 0) => (f.t("desk-next-apply"), href.clone()),
        _ => (String::new(), String::new()),
    };
    BatchLine {
        list: row.list.clone(),
        date: row.list_date.clone().unwrap_or_default(),
        came: format::day_of(&row.created_at).map(|day| format::date(f.lang, day)).unwrap_or_default(),
        file: row.file_name.clone(),
        state: row.state.clone(),
        state_text: word(f.lang, "desk-state", &row.state),
        rows: summary.rows as u64,
        bodies: summary.bodies as u64,
        undecided,
        next,
        next_href,
        href,
    }
}
