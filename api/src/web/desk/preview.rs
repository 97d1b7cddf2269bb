//! A list before it is matched: how its columns were read, what can be corrected, and the matching itself.

use std::sync::Arc;

use askama::Template;
use poem::Response;

use super::Desk;
use super::access::{Call, Fields, Outcome, shown, to};
use super::reading::{ColumnPreview, Preview, SheetPreview, Trouble, read};
use super::tasks;
use super::uploads::{State, Upload, Wishes};
use super::words;
use crate::lists::reading::{CellProblem, Field, LeftOutWhy, Mapping, Remark, Why};
use crate::lists::{Incoming, source_of};
use crate::staff::Session;
use crate::web::page::{Frame, PageError};

/// The page.
#[derive(Template)]
#[template(path = "desk/preview.html", whitespace = "minimize")]
struct PreviewPage {
    f: Frame,
    session: Session,
    upload: Upload,
    preview: Arc<Result<Preview, Trouble>>,
    mappings: Vec<&'static str>,
    /// The batch into which the same file was taken before, with its address.
    earlier: Option<(String, String)>,
}

/// The page while the list is matched.
#[derive(Template)]
#[template(path = "desk/working.html", whitespace = "minimize")]
pub(super) struct Working {
    pub(super) f: Frame,
    pub(super) session: Session,
    /// Where the state can be asked.
    pub(super) state: String,
    /// What is done now.
    pub(super) stage: String,
}

/// Shows the preview, the progress, or leads to the batch.
pub(super) async fn page(call: Call) -> Outcome {
    let Some(upload) = call.desk.uploads.get(&call.id, &call.session.staff) else {
        return Ok(to(&call.frame.link("/desk?gone=1")));
    };
    match &upload.state {
        State::Matched(batch) => Ok(to(&call.frame.link(&format!("/desk/batches/{batch}")))),
        State::Reading | State::Matching => {
            let f = call.titled(call.frame.t("desk-matching-title"));
            let state = f.link(&format!("/desk/uploads/{}/state", upload.id));
            let stage = stage(&f, &upload.state);
            shown(&Working { f, session: call.session, state, stage })
        }
        State::Waiting | State::Failed(_) => preview(call, upload).await,
    }
}

async fn preview(call: Call, upload: Upload) -> Outcome {
    let f = call.titled(call.frame.t1("desk-preview-title", "list", &upload.list));
    let batches = call.desk.app.lists.batches().await.map_err(PageError::failed)?;
    let same = batches
        .iter()
        .find(|batch| batch.row.file_digest == upload.digest && batch.row.state != "reverted")
        .map(|batch| (batch.row.id.clone(), f.link(&format!("/desk/batches/{}", batch.row.id))));
    let preview = upload.preview.clone();
    let mappings = Mapping::shipped_names().collect();
    shown(&PreviewPage { f, session: call.session, preview, mappings, earlier: same, upload })
}

/// Says how far the matching is, for the script of the page.
pub(super) async fn state(call: Call) -> Outcome {
    let upload = call.desk.uploads.get(&call.id, &call.session.staff);
    let (is_done, text) = match upload.map(|upload| upload.state) {
        Some(state @ (State::Reading | State::Matching)) => (false, stage(&call.frame, &state)),
        _ => (true, String::new()),
    };
    Ok(state_answer(is_done, &text))
}

/// The answer to the script of the page.
pub(super) fn state_answer(is_done: bool, text: &str) -> Response {
    let body = serde_json::json!({"done": is_done, "text": text}).to_string();
    Response::builder().content_type("application/json").body(body)
}

fn stage(f: &Frame, state: &State) -> String {
    if *state == State::Reading { f.t("desk-stage-reading") } else { f.t("desk-stage-matching") }
}

/// Reads the list again, matches it or discards it.
pub(super) async fn change(call: Call) -> Outcome {
    let Some(upload) = call.desk.uploads.get(&call.id, &call.session.staff) else {
        return Ok(to(&call.frame.link("/desk?gone=1")));
    };
    let here = call.frame.link(&format!("/desk/uploads/{}", upload.id));
    if matches!(upload.state, State::Reading | State::Matching | State::Matched(_)) {
        return Ok(to(&here));
    }
    let action = call.form.get("action").unwrap_or("read");
    if action == "discard" {
        call.desk.uploads.discard(&upload.id);
        return Ok(to(&call.frame.link("/desk")));
    }
    let wishes = wishes(&call.form, &upload);
    let mapping = wishes.mapping(&upload.list);
    let (path, name) = (upload.path.clone(), upload.file_name.clone());
    let preview = tokio::task::spawn_blocking(move || read(&path, &name, mapping.as_ref()).map(Preview::of))
        .await
        .map_err(PageError::failed)?;
    let can_be_matched = preview.as_ref().is_ok_and(|preview| preview.lacks.is_none());
    call.desk.uploads.change(&upload.id, |upload| {
        upload.wishes = wishes;
        upload.preview = Arc::new(preview);
        upload.state = State::Waiting;
    });
    if action == "match" && can_be_matched && call.desk.uploads.start(&upload.id) {
        let (desk, id, staff) = (call.desk.clone(), upload.id.clone(), call.session.staff.clone());
        tasks::apart(move || async move { run(desk, id, staff).await });
    }
    Ok(to(&here))
}

/// What the form says, on top of what was said before.
fn wishes(form: &Fields, upload: &Upload) -> Wishes {
    let mut wishes = upload.wishes.clone();
    let mapping = form.get("mapping").unwrap_or_default();
    if mapping.is_empty() || mapping == "none" || Mapping::shipped_names().any(|name| name == mapping) {
        mapping.clone_into(&mut wishes.mapping);
    }
    wishes.sheet = form.get("sheet").map(str::to_owned);
    wishes.header_row = form.get("header_row").and_then(|text| text.parse().ok());
    let Ok(preview) = upload.preview.as_ref() else { return wishes };
    for (letter, said) in form.iter().filter_map(|(name, said)| Some((name.strip_prefix("column-")?, said))) {
        let columns = preview.sheets.iter().flat_map(|sheet| &sheet.columns);
        let Some(column) = columns.clone().find(|column| column.letter == letter) else { continue };
        let field: Option<Field> = said.parse().ok();
        if field != column.field {
            let field = field.unwrap_or(Field::Ignore);
            wishes.columns.insert(letter.to_owned(), (column.title.clone(), field));
        }
    }
    wishes
}

/// Reads and matches a list, and keeps it as a batch.
async fn run(desk: Arc<Desk>, id: String, staff: String) {
    let Some(upload) = desk.uploads.get(&id, &staff) else { return };
    match matched(&desk, &upload).await {
        Ok(batch) => desk.uploads.matched(&id, batch),
        Err(trouble) => desk.uploads.change(&id, |upload| upload.state = State::Failed(trouble)),
    }
}

async fn matched(desk: &Arc<Desk>, upload: &Upload) -> Result<String, Trouble> {
    let failed = |error: &dyn std::error::Error| {
        tracing::error!(%error, "a list could not be matched: {error}");
        Trouble::new("matching_failed")
    };
    let mapping = upload.wishes.mapping(&upload.list);
    let source = source_of(&upload.list, upload.list_date.as_deref(), mapping.as_ref())
        .map_err(|error| failed(&error))?;
    let (path, name) = (upload.path.clone(), upload.file_name.clone());
    let table = tokio::task::spawn_blocking(move || read(&path, &name, mapping.as_ref()))
        .await
        .map_err(|error| failed(&error))??;
    desk.uploads.change(&upload.id, |upload| upload.state = State::Matching);
    let incoming =
        Incoming { table, source, file_name: upload.file_name.clone(), file_digest: upload.digest.clone() };
    desk.app.lists.add(incoming, &upload.staff).await.map_err(|error| failed(&error))
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "templates call these, with references")]
impl PreviewPage {
    fn here(&self) -> String {
        self.f.link(&format!("/desk/uploads/{}", self.upload.id))
    }

    /// All fields that a column can hold, but for nothing.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let all = Field::ALL.iter().map(|field| (field.name(), words::field(self.f.lang, *field)));
        all.collect()
    }

    fn is_field(column: &ColumnPreview, name: &str) -> bool {
        column.field.is_some_and(|field| field.name() == name)
    }

    /// True where the field of a column can be chosen: letters are those of the first sheet that has them.
    fn is_first(preview: &Preview, sheet: &SheetPreview, column: &ColumnPreview) -> bool {
        let has = |sheet: &&SheetPreview| sheet.columns.iter().any(|one| one.letter == column.letter);
        preview.sheets.iter().find(has).is_some_and(|first| first.name == sheet.name)
    }

    fn field(&self, column: &ColumnPreview) -> String {
        column.field.map_or_else(|| self.f.t("desk-field-nothing"), |field| words::field(self.f.lang, field))
    }

    fn why(&self, why: &Why) -> String {
        words::why(self.f.lang, *why)
    }

    fn left(&self, why: &LeftOutWhy) -> String {
        words::left_out(self.f.lang, *why)
    }

    fn problem(&self, problem: &CellProblem) -> String {
        words::problem(&self.f, problem)
    }

    fn remark(&self, remark: &Remark) -> String {
        words::remark(&self.f, remark)
    }

    fn trouble(&self, trouble: &Trouble) -> String {
        words::trouble(&self.f, trouble)
    }

    fn number(&self, value: &usize) -> String {
        self.f.n(&(*value as u64))
    }

    fn kilobytes(&self) -> String {
        self.f.n(&self.upload.bytes.div_ceil(1024))
    }

    /// The sheets to choose from; empty where there is no choice.
    fn sheets(&self, preview: &Preview) -> Vec<String> {
        let mut names: Vec<String> = preview.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        names.extend(self.upload.wishes.sheet.clone().filter(|name| !names.contains(name)));
        if names.len() > 1 || self.upload.wishes.sheet.is_some() { names } else { Vec::new() }
    }

    fn header_row(&self) -> String {
        self.upload.wishes.header_row.map(|row| row.to_string()).unwrap_or_default()
    }

    /// True where columns are there about which nothing was recognised.
    fn has_unknown(preview: &Preview) -> bool {
        preview.sheets.iter().flat_map(|sheet| &sheet.columns).any(|column| column.field.is_none())
    }

    fn failure(&self) -> Option<String> {
        match &self.upload.state {
            State::Failed(trouble) => Some(self.trouble(trouble)),
            _ => None,
        }
    }
}
