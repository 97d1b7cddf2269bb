//! What Birlik is and what it is not, where its data comes from, on what terms.

use std::sync::Arc;

use askama::Template;
use poem::web::Data;
use poem::{Request, Response, handler};

use super::page::{CachePolicy, Frame, Page, PageError, answer};
use super::{format, labels};
use crate::app::App;

/// The page.
#[derive(Template)]
#[template(path = "about.html", whitespace = "minimize")]
pub struct About {
    f: Frame,
}

impl Page for About {
    const CACHE: CachePolicy = CachePolicy::Hour;
}

/// Shows the page.
#[handler]
pub fn page(request: &Request, Data(app): Data<&Arc<App>>) -> Response {
    answer(request, Ok::<_, PageError>(About::new(Frame::of(request, app))))
}

impl About {
    /// The page.
    pub fn new(frame: Frame) -> Self {
        let (title, description) = (frame.t("about-title"), frame.t("about-description"));
        Self { f: frame.titled(title, description) }
    }

    fn label(&self, list: &str, code: &str) -> String {
        format::capitalized(&labels::label(list, code, self.f.lang))
    }

    fn confirmation(&self, code: &str) -> String {
        self.f.t(&format!("about-confirm-{code}"))
    }
}
