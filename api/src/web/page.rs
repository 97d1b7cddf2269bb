//! What all pages share: the frame around the content, the address in the other languages, how a
//! page becomes an answer.
//!
//! A page is a struct with a template and a cache policy. Its [`Frame`] holds the language and the
//! place in the site; templates ask it for texts (`f.t`) and links (`f.link`).

use std::fmt::Display;

use askama::Template;
use poem::http::{StatusCode, header};
use poem::{IntoResponse, Request, Response};
use sha2::{Digest, Sha256};

use super::locale::{Argument, PageLang};
use super::{errors, format, static_files};
use crate::app::App;

/// How long a page may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachePolicy {
    /// Asked about each time; the answer is short where nothing changed.
    Revalidate,
    /// Kept for a minute: lists and counts.
    Minute,
    /// Kept for an hour: texts that change with the program.
    Hour,
}

impl CachePolicy {
    fn header(self) -> &'static str {
        match self {
            Self::Revalidate => "public, no-cache",
            Self::Minute => "public, max-age=60",
            Self::Hour => "public, max-age=3600",
        }
    }
}

/// A page: its fields, its template, how long it may be kept.
pub trait Page: Template {
    /// How long it may be kept.
    const CACHE: CachePolicy;
}

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// There is nothing at this address.
    #[error("there is nothing at this address")]
    NotFound,
    /// There was something at this address, and it was taken away.
    #[error("what was at this address was taken away")]
    Gone,
    /// It is at another address.
    #[error("the page is at {0}")]
    Moved(String),
    /// What it shows was found to be the same as what another page shows.
    #[error("what the page showed is on the page {0}")]
    Merged(String),
    /// Something below the pages failed.
    #[error("{0}")]
    Failed(String),
}

impl PageError {
    /// The failure of something below.
    pub fn failed(cause: impl Display) -> Self {
        Self::Failed(cause.to_string())
    }
}

/// An address in one of the languages.
#[derive(Debug, Clone)]
pub struct Alternate {
    /// The language.
    pub lang: PageLang,
    /// The address within the site.
    pub href: String,
    /// The address with scheme and host, where these are known.
    pub url: String,
    /// True for the language of the page.
    pub here: bool,
}

/// The frame around a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Language of the page.
    pub lang: PageLang,
    /// Title, without the name of the site.
    pub title: String,
    /// What the page is about, in a sentence.
    pub description: String,
    /// What stands in the search box.
    pub search: String,
    /// True where search engines should not list the page.
    pub noindex: bool,
    /// The page's address after the language: `/about`; empty for home.
    rest: String,
    /// The query string as it came, with its question mark.
    query: String,
    /// The query string that belongs to the page.
    canonical_query: String,
    /// The whole address of a page that is there in one language only; empty for others.
    outside: String,
    /// Scheme and host by configuration; empty where not configured.
    site: String,
    /// Scheme and host by configuration, else as the request names them.
    reachable: String,
}

impl Frame {
    /// The frame of the page that a request asks for.
    pub fn of(request: &Request, app: &App) -> Self {
        let site = app.config.public_url.as_deref().unwrap_or_default().trim_end_matches('/').to_owned();
        let reachable = match request.header(header::HOST) {
            Some(host) if site.is_empty() => format!("http://{host}"),
            _ => site.clone(),
        };
        let uri = request.original_uri();
        let mut frame = Self::new(uri.path());
        frame.query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
        frame.site = site;
        frame.reachable = reachable;
        frame
    }

    /// The frame of the page at a path.
    pub fn new(path: &str) -> Self {
        let lang = PageLang::of_path(path);
        let rest =
            path.strip_prefix('/').and_then(|path| path.strip_prefix(lang.as_str())).unwrap_or_default();
        Self {
            lang,
            title: String::new(),
            description: String::new(),
            search: String::new(),
            noindex: false,
            rest: rest.trim_end_matches('/').to_owned(),
            query: String::new(),
            canonical_query: String::new(),
            outside: String::new(),
            site: String::new(),
            reachable: String::new(),
        }
    }

    /// Sets title and description.
    pub fn titled(mut self, title: impl Into<String>, description: impl Into<String>) -> Self {
        self.title = title.into();
        self.description = description.into();
        self
    }

    /// The frame of a page that is there once, in English, outside the addresses by language.
    pub fn outside(mut self, path: &str) -> Self {
        self.lang = PageLang::En;
        path.clone_into(&mut self.outside);
        self
    }

    /// Sets the query string that belongs to the page, with its question mark.
    pub fn with_canonical_query(mut self, query: String) -> Self {
        self.canonical_query = query;
        self
    }

    /// True for the home page.
    pub fn is_home(&self) -> bool {
        self.rest.is_empty() && self.outside.is_empty()
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.lang.text(key)
    }

    /// The text of a key with one argument.
    pub fn t1(&self, key: &str, name: &'static str, value: impl Display) -> String {
        self.lang.format(key, &[(name, Argument::Text(value.to_string()))])
    }

    /// The text of a key with two arguments.
    pub fn t2(
        &self,
        key: &str,
        first: &'static str,
        first_value: impl Display,
        second: &'static str,
        second_value: impl Display,
    ) -> String {
        self.lang.format(
            key,
            &[
                (first, Argument::Text(first_value.to_string())),
                (second, Argument::Text(second_value.to_string())),
            ],
        )
    }

    /// A number with thin spaces.
    #[allow(
        clippy::unused_self,
        clippy::trivially_copy_pass_by_ref,
        reason = "templates call it, with references"
    )]
    pub fn n(&self, value: &u64) -> String {
        format::number(*value)
    }

    /// A range of numbers: `26–50`.
    #[allow(
        clippy::unused_self,
        clippy::trivially_copy_pass_by_ref,
        reason = "templates call it, with references"
    )]
    pub fn range(&self, first: &u64, last: &u64) -> String {
        if first == last {
            format::number(*first)
        } else {
            format!("{}–{}", format::number(*first), format::number(*last))
        }
    }

    /// The address of a page in the language of this one: `/about` is `/kk/about`.
    pub fn link(&self, rest: &str) -> String {
        format!("/{}{rest}", self.lang)
    }

    /// The title as it stands in the tab.
    pub fn full_title(&self) -> String {
        if self.title.is_empty() {
            format!("Birlik · {}", self.t("site-title"))
        } else {
            format!("{} · Birlik", self.title)
        }
    }

    /// True where the page is there in all languages.
    pub fn is_translated(&self) -> bool {
        self.outside.is_empty()
    }

    /// The page in all languages, the query included; home where the page is there in one only.
    pub fn alternates(&self) -> Vec<Alternate> {
        PageLang::ALL
            .into_iter()
            .map(|lang| Alternate {
                lang,
                href: format!("/{lang}{}{}", self.rest, self.query),
                url: format!("{}/{lang}{}{}", self.site, self.rest, self.canonical_query),
                here: lang == self.lang,
            })
            .collect()
    }

    /// The address for languages that are not ours: home chooses, other pages are in Kazakh.
    pub fn default_url(&self) -> String {
        if self.is_home() {
            format!("{}/", self.site)
        } else {
            format!("{}/kk{}{}", self.site, self.rest, self.canonical_query)
        }
    }

    /// The one address of this page for search engines.
    pub fn canonical(&self) -> String {
        if !self.outside.is_empty() {
            return format!("{}{}", self.site, self.outside);
        }
        format!("{}/{}{}{}", self.site, self.lang, self.rest, self.canonical_query)
    }

    /// The address of this page that can be passed on.
    pub fn permalink(&self) -> String {
        format!("{}/{}{}", self.reachable, self.lang, self.rest)
    }

    /// An address within the site with scheme and host, where these are known.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.reachable)
    }

    /// The address of the style sheet.
    #[allow(clippy::unused_self, reason = "templates call it")]
    pub fn style(&self) -> &'static str {
        static_files::style_path()
    }

    /// The address of the script.
    #[allow(clippy::unused_self, reason = "templates call it")]
    pub fn script(&self) -> &'static str {
        static_files::script_path()
    }

    /// The groups of the suggestions beside the organizations: the filter that each is, and its name.
    pub fn suggested(&self) -> impl Iterator<Item = (&'static str, String)> {
        let fields = ["area", "subject", "kind", "activity", "level", "legal_form"];
        fields.into_iter().map(|field| (field, self.t(&format!("filter-{field}"))))
    }
}

/// Turns a page, or the reason why there is none, into an answer.
pub fn answer<P: Page>(request: &Request, page: Result<P, PageError>) -> Response {
    let path = request.original_uri().path();
    match page.and_then(|page| page.render().map_err(PageError::failed)) {
        Ok(body) => html(request, body, P::CACHE),
        Err(PageError::NotFound) => errors::error_response(path, StatusCode::NOT_FOUND),
        Err(PageError::Gone) => errors::error_response(path, StatusCode::GONE),
        Err(PageError::Merged(to)) => Response::builder()
            .status(StatusCode::MOVED_PERMANENTLY)
            .header(header::LOCATION, to)
            // It can be taken back: whoever keeps the way asks whether it still leads there.
            .header(header::CACHE_CONTROL, CachePolicy::Revalidate.header())
            .finish(),
        Err(PageError::Moved(to)) => {
            Response::builder().status(StatusCode::PERMANENT_REDIRECT).header(header::LOCATION, to).finish()
        }
        Err(PageError::Failed(cause)) => {
            tracing::error!(path, cause, "the page {path} failed: {cause}");
            errors::error_response(path, StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

fn html(request: &Request, body: String, cache: CachePolicy) -> Response {
    let tag = format!("\"{}\"", &hex::encode(Sha256::digest(body.as_bytes()))[..20]);
    let known = request
        .header(header::IF_NONE_MATCH)
        .is_some_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    let response =
        Response::builder().header(header::ETAG, tag).header(header::CACHE_CONTROL, cache.header());
    if known {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    response.content_type("text/html; charset=utf-8").body(body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_its_other_languages() {
        let mut frame = Frame::new("/ru/areas/610000000");
        frame.query = "?a=b".into();
        assert_eq!(frame.lang, PageLang::Ru);
        let switch: Vec<String> = frame.alternates().into_iter().map(|alternate| alternate.href).collect();
        assert_eq!(switch, ["/kk/areas/610000000?a=b", "/ru/areas/610000000?a=b", "/en/areas/610000000?a=b"]);
        assert_eq!(frame.canonical(), "/ru/areas/610000000");
        assert_eq!(frame.default_url(), "/kk/areas/610000000");
        assert!(Frame::new("/kk").is_home());
        assert_eq!(Frame::new("/kk").default_url(), "/");
    }
}
