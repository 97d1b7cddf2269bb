//! Who may use the desk: every endpoint goes through one of four doors, and none is open by mistake.
//!
//! - [`page`]: signed in;
//! - [`form`]: signed in, sent from these pages, with the word that the session's forms carry;
//! - [`upload`]: as a form, whose word the receiver checks before it takes the file;
//! - [`open`]: the sign-in alone.

use std::future::Future;
use std::sync::Arc;

use poem::endpoint::{BoxEndpoint, make};
use poem::http::{HeaderValue, StatusCode, header};
use poem::{EndpointExt, Request, Response};

use super::Desk;
use crate::staff::Session;
use crate::web::errors::error_response;
use crate::web::page::{Frame, PageError};

/// Bytes of a form without a file.
const FORM_BYTES: usize = 256 * 1024;

/// What a page of the desk answers.
pub(super) type Outcome = Result<Response, PageError>;

/// The fields of a form or a query, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`; what is not that has no fields.
    fn read(text: &[u8]) -> Self {
        Self(serde_urlencoded::from_bytes(text).unwrap_or_default())
    }

    /// The first value of a name, trimmed; none where it is absent or empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(known, _)| known == name)?.1.trim();
        (!value.is_empty()).then_some(value)
    }

    /// All names and values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.trim()))
    }
}

/// A request of somebody who is signed in.
pub(super) struct Call {
    pub(super) desk: Arc<Desk>,
    pub(super) session: Session,
    pub(super) frame: Frame,
    /// The id in the path; empty where the path has none.
    pub(super) id: String,
    /// The number of the row in the path.
    pub(super) row: Option<u32>,
    pub(super) query: Fields,
    pub(super) form: Fields,
}

impl Call {
    /// The frame of the page, with a title, kept out of search engines.
    pub(super) fn titled(&self, title: String) -> Frame {
        let mut frame = self.frame.clone().titled(title, String::new());
        frame.noindex = true;
        frame
    }
}

/// A page for whoever is signed in.
pub(super) fn page<F, Answer>(desk: &Arc<Desk>, handler: F) -> BoxEndpoint<'static, Response>
where
    F: Fn(Call) -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Outcome> + Send + 'static,
{
    closed(desk, move |call, _| handler(call))
}

/// What a form asks for.
pub(super) fn form<F, Answer>(desk: &Arc<Desk>, handler: F) -> BoxEndpoint<'static, Response>
where
    F: Fn(Call) -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Outcome> + Send + 'static,
{
    closed(desk, move |mut call, mut request| {
        let handler = handler.clone();
        async move {
            if !is_from_here(&request, &call.desk) {
                return Ok(refused(&request));
            }
            let Ok(body) = request.take_body().into_bytes_limit(FORM_BYTES).await else {
                return Ok(error_response(request.original_uri().path(), StatusCode::PAYLOAD_TOO_LARGE));
            };
            call.form = Fields::read(&body);
            if !call.form.get("form").is_some_and(|word| call.session.is_form_token(word)) {
                return Ok(refused(&request));
            }
            handler(call).await
        }
    })
}

/// A form with a file. Its word is in the body, which the handler reads: it must check it first.
pub(super) fn upload<F, Answer>(desk: &Arc<Desk>, handler: F) -> BoxEndpoint<'static, Response>
where
    F: Fn(Call, Request) -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Outcome> + Send + 'static,
{
    closed(desk, move |call, request| {
        let handler = handler.clone();
        async move {
            if !is_from_here(&request, &call.desk) {
                return Ok(refused(&request));
            }
            handler(call, request).await
        }
    })
}

/// The sign-in: open to all, its form from these pages only.
pub(super) fn open<F, Answer>(desk: &Arc<Desk>, handler: F) -> BoxEndpoint<'static, Response>
where
    F: Fn(Arc<Desk>, Frame, Request, Fields) -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Outcome> + Send + 'static,
{
    let desk = desk.clone();
    make(move |mut request: Request| {
        let (desk, handler) = (desk.clone(), handler.clone());
        async move {
            let path = request.original_uri().path().to_owned();
            let mut fields = Fields::default();
            if request.method() == poem::http::Method::POST {
                if !is_from_here(&request, &desk) {
                    return private(refused(&request));
                }
                let body = request.take_body().into_bytes_limit(FORM_BYTES).await;
                fields = body.map(|body| Fields::read(&body)).unwrap_or_default();
            }
            let frame = Frame::of(&request, &desk.app);
            private(settled(&path, handler(desk, frame, request, fields).await))
        }
    })
    .boxed()
}

/// What needs a session: without one the way leads to the sign-in.
fn closed<F, Answer>(desk: &Arc<Desk>, handler: F) -> BoxEndpoint<'static, Response>
where
    F: Fn(Call, Request) -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Outcome> + Send + 'static,
{
    let desk = desk.clone();
    make(move |request: Request| {
        let (desk, handler) = (desk.clone(), handler.clone());
        async move {
            let path = request.original_uri().path().to_owned();
            let frame = Frame::of(&request, &desk.app);
            let session = match cookie(&request, &desk) {
                Some(secret) => match desk.staff.session(secret).await {
                    Ok(session) => session,
                    Err(error) => return private(settled(&path, Err(PageError::failed(error)))),
                },
                None => None,
            };
            let Some(session) = session else {
                return private(to(&frame.link("/desk/sign-in")));
            };
            let parameter = |name: &str| request.raw_path_param(name).unwrap_or_default().to_owned();
            let query = request.original_uri().query().unwrap_or_default();
            let call = Call {
                session,
                id: parameter("id"),
                row: parameter("row").parse().ok(),
                query: Fields::read(query.as_bytes()),
                form: Fields::default(),
                frame,
                desk,
            };
            private(settled(&path, handler(call, request).await))
        }
    })
    .boxed()
}

/// The secret in the cookie of a request.
pub(super) fn cookie<'r>(request: &'r Request, desk: &Desk) -> Option<&'r str> {
    let name = cookie_name(desk);
    let cookies = request.headers().get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(known, value)| (known == name).then_some(value))
}

/// Gives an answer the cookie of a session, or takes it away with 0 seconds.
pub(super) fn with_cookie(mut response: Response, desk: &Desk, secret: &str, seconds: i64) -> Response {
    let secure = if is_secure(desk) { "; Secure" } else { "" };
    let name = cookie_name(desk);
    let text = format!("{name}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

fn is_secure(desk: &Desk) -> bool {
    desk.app.config.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
}

/// Browsers take a cookie whose name begins with `__Host-` only from the host itself and encrypted.
fn cookie_name(desk: &Desk) -> &'static str {
    if is_secure(desk) { "__Host-birlik-desk" } else { "birlik-desk" }
}

/// True where the browser says that the request comes from a page of this service. One that says nothing is not
/// believed.
fn is_from_here(request: &Request, desk: &Desk) -> bool {
    let site = request.header("sec-fetch-site");
    if site.is_some_and(|site| site != "same-origin") {
        return false;
    }
    let Some(origin) = request.header(header::ORIGIN) else { return site.is_some() };
    let Some((_, host)) = origin.split_once("://") else { return false };
    let public = desk.app.config.public_url.as_deref().and_then(|url| url.split_once("://"));
    let public = public.and_then(|(_, rest)| rest.split('/').next());
    request.header(header::HOST) == Some(host) || public == Some(host)
}

fn refused(request: &Request) -> Response {
    error_response(request.original_uri().path(), StatusCode::FORBIDDEN)
}

/// Leads on to another page of the site.
pub(super) fn to(path: &str) -> Response {
    Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, path).finish()
}

/// A page as an answer.
pub(super) fn shown(page: &impl askama::Template) -> Outcome {
    shown_as(StatusCode::OK, page)
}

/// A page as an answer with another status.
pub(super) fn shown_as(status: StatusCode, page: &impl askama::Template) -> Outcome {
    let body = page.render().map_err(PageError::failed)?;
    Ok(Response::builder().status(status).content_type("text/html; charset=utf-8").body(body))
}

fn settled(path: &str, outcome: Outcome) -> Response {
    match outcome {
        Ok(response) => response,
        Err(PageError::NotFound) => error_response(path, StatusCode::NOT_FOUND),
        Err(PageError::Gone) => error_response(path, StatusCode::GONE),
        Err(PageError::Moved(place) | PageError::Merged(place)) => to(&place),
        Err(PageError::Failed(cause)) => {
            tracing::error!(path, cause, "the page {path} failed: {cause}");
            error_response(path, StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Nothing of the desk is kept by anybody or found by search engines.
fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}
