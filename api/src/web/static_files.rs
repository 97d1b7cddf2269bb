//! The style sheet and the sign of the registry, built into the program.
//!
//! The style sheet's address holds a hash of its content, so that a browser keeps it for good and
//! still sees the next one at once.

use std::sync::LazyLock;

use poem::http::{StatusCode, header};
use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("../../static/birlik.css");
const SIGN: &str = include_str!("../../static/birlik.svg");

static STYLE_NAME: LazyLock<String> =
    LazyLock::new(|| format!("birlik.{}.css", &hex::encode(Sha256::digest(STYLE.as_bytes()))[..12]));

/// The address of the style sheet.
pub fn style_path() -> String {
    format!("/static/{}", *STYLE_NAME)
}

/// Answers `/static/…`.
#[handler]
pub fn static_file(Path(name): Path<String>) -> Response {
    if name == *STYLE_NAME {
        return file("text/css; charset=utf-8", "public, max-age=31536000, immutable", STYLE);
    }
    // A page of the version before, or of a node with the next one, still gets a style.
    if name.strip_prefix("birlik.").is_some_and(|rest| rest.rsplit('.').next() == Some("css")) {
        return file("text/css; charset=utf-8", "public, max-age=60", STYLE);
    }
    if name == "birlik.svg" {
        return file("image/svg+xml", "public, max-age=86400", SIGN);
    }
    StatusCode::NOT_FOUND.into_response()
}

/// Answers `/favicon.ico`, which browsers ask for beside documents that are not pages.
#[handler]
pub fn favicon() -> Response {
    Response::builder()
        .status(StatusCode::PERMANENT_REDIRECT)
        .header(header::LOCATION, "/static/birlik.svg")
        .header(header::CACHE_CONTROL, "public, max-age=86400")
        .finish()
}

fn file(content_type: &str, cache: &str, content: &'static str) -> Response {
    Response::builder().content_type(content_type).header(header::CACHE_CONTROL, cache).body(content)
}
