//! Takes a list that is uploaded: the form in the order of its fields, the file piece by piece to the disk.

use std::io::Write;

use birlik_entity::PartialDate;
use poem::http::StatusCode;
use poem::web::Multipart;
use poem::{FromRequest, Request, RequestBody};
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;

use super::access::{Call, Outcome, shown_as, to};
use super::home::Home;
use super::reading::{Preview, Trouble, read};
use super::uploads::{Draft, Wishes};
use crate::lists::reading::{Limits, Mapping};
use crate::lists::source_of;
use crate::web::errors::error_response;
use crate::web::page::PageError;

/// Bytes of a field that is no file.
const FIELD_BYTES: u64 = 4096;
/// A file that is too large is read on up to this many bytes, so that the browser shows the answer.
const DRAINED_BYTES: u64 = 64 * 1024 * 1024;

/// What the form says.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) list: String,
    pub(super) list_date: String,
    pub(super) mapping: String,
}

/// What came of the file.
struct Received {
    draft: Draft,
    file_name: String,
    digest: String,
    bytes: u64,
}

/// Why a form is not taken; each has a text.
enum Refused {
    /// Not from a page of this session.
    Foreign,
    /// The form is broken off or no form.
    Broken,
    /// A reason that the page says, by the end of its key.
    Said(&'static str),
}

/// Takes the form and leads to the preview; what is wrong is said on the page of the desk.
pub(super) async fn receive(call: Call, mut request: Request) -> Outcome {
    let mut said = Said::default();
    let path = request.original_uri().path().to_owned();
    let body = request.take_body();
    let received = match form(&call, &request, body, &mut said).await {
        Ok(received) => received,
        Err(Failure::Refused(Refused::Foreign)) => return Ok(error_response(&path, StatusCode::FORBIDDEN)),
        Err(Failure::Refused(Refused::Broken)) => return Ok(error_response(&path, StatusCode::BAD_REQUEST)),
        Err(Failure::Refused(Refused::Said(what))) => {
            let status = match what {
                "too-large" => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            return shown_as(status, &Home::of(&call, said, what).await?);
        }
        Err(Failure::Disk(error)) => return Err(PageError::failed(error)),
    };
    let wishes = Wishes { mapping: said.mapping, ..Wishes::default() };
    let mapping = wishes.mapping(&said.list);
    let Received { draft, file_name, digest, bytes } = received;
    let (path, name) = (draft.path.clone(), file_name.clone());
    let preview: Result<Preview, Trouble> =
        tokio::task::spawn_blocking(move || read(&path, &name, mapping.as_ref()).map(Preview::of))
            .await
            .map_err(PageError::failed)?;
    let list_date = (!said.list_date.is_empty()).then_some(said.list_date);
    let id = call.desk.uploads.keep(
        draft,
        &call.session.staff,
        file_name,
        digest,
        bytes,
        said.list,
        list_date,
        wishes,
        preview,
    );
    Ok(to(&call.frame.link(&format!("/desk/uploads/{id}"))))
}

enum Failure {
    Refused(Refused),
    Disk(std::io::Error),
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Reads the form. Its word comes first, and nothing is written before it is known to be right.
async fn form(
    call: &Call,
    request: &Request,
    body: poem::Body,
    said: &mut Said,
) -> Result<Received, Failure> {
    let mut body = RequestBody::new(body);
    let mut parts = Multipart::from_request(request, &mut body).await.map_err(|_| Refused::Broken)?;
    let (mut is_ours, mut received) = (false, None);
    while let Some(field) = parts.next_field().await.map_err(|_| Refused::Broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            if !is_ours {
                return Err(Refused::Foreign.into());
            }
            let file_name = plain_name(field.file_name().unwrap_or_default());
            received = Some(file(call, field.into_async_read(), file_name).await?);
            continue;
        }
        let mut text = Vec::new();
        let mut value = field.into_async_read().take(FIELD_BYTES);
        value.read_to_end(&mut text).await.map_err(|_| Refused::Broken)?;
        let text = String::from_utf8_lossy(&text).trim().to_owned();
        match name.as_str() {
            "form" => is_ours = call.session.is_form_token(&text),
            "list" => said.list = text,
            "list_date" => said.list_date = text,
            "mapping" => said.mapping = text,
            _ => {}
        }
    }
    if !is_ours {
        return Err(Refused::Foreign.into());
    }
    if source_of(&said.list, None, None).is_err() {
        return Err(Refused::Said("list").into());
    }
    if !said.list_date.is_empty() && said.list_date.parse::<PartialDate>().is_err() {
        return Err(Refused::Said("list-date").into());
    }
    let is_known = said.mapping.is_empty()
        || said.mapping == "none"
        || Mapping::shipped_names().any(|name| name == said.mapping);
    if !is_known {
        return Err(Refused::Broken.into());
    }
    received.filter(|received| received.bytes > 0).ok_or(Refused::Said("file").into())
}

/// Writes a file to the disk as it comes, up to the limit.
async fn file(
    call: &Call,
    mut from: impl tokio::io::AsyncRead + Unpin,
    file_name: String,
) -> Result<Received, Failure> {
    let most = Limits::default().file_bytes;
    let (draft, mut file) = call.desk.uploads.draft().map_err(Failure::Disk)?;
    let (mut hash, mut bytes) = (Sha256::new(), 0_u64);
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut piece).await.map_err(|_| Refused::Broken)?;
        if length == 0 {
            break;
        }
        bytes += length as u64;
        if bytes > DRAINED_BYTES {
            break;
        }
        if bytes <= most {
            hash.update(&piece[..length]);
            // The pieces are small and go to the cache of the disk.
            file.write_all(&piece[..length]).map_err(Failure::Disk)?;
        }
    }
    if bytes > most {
        return Err(Refused::Said("too-large").into());
    }
    file.flush().map_err(Failure::Disk)?;
    Ok(Received { draft, file_name, digest: hex::encode(hash.finalize()), bytes })
}

/// The name of a file without folders, control characters and excess.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|letter| !letter.is_control()).take(120).collect();
    if plain.trim().is_empty() { "list".to_owned() } else { plain.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_plain() {
        assert_eq!(plain_name("C:\\Мои документы\\Тізім 2021.xlsx"), "Тізім 2021.xlsx");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("a\u{0}\n.csv"), "a.csv");
        assert_eq!(plain_name("/"), "list");
    }
}
