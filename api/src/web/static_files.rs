//! The style sheet, the script and the sign of the registry, built into the program.
//!
//! The addresses of style sheet and script hold a hash of the content, so that a browser keeps them for
//! good and still sees the next ones at once.

use std::sync::LazyLock;

use poem::http::{StatusCode, header};
use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use sha2::{Digest, Sha256};

const SIGN: &str = include_str!("../../static/birlik.svg");

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("birlik", "css", "text/css; charset=utf-8", include_str!("../../static/birlik.css"))
});
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("birlik", "js", "text/javascript; charset=utf-8", include_str!("../../static/birlik.js"))
});
static DESK_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("desk", "js", "text/javascript; charset=utf-8", include_str!("../../static/desk.js"))
});

/// A file whose address changes with its content.
struct Asset {
    path: String,
    stem: &'static str,
    extension: &'static str,
    content_type: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(
        stem: &'static str,
        extension: &'static str,
        content_type: &'static str,
        content: &'static str,
    ) -> Self {
        let hash = hex::encode(Sha256::digest(content.as_bytes()));
        let path = format!("/static/{stem}.{}.{extension}", &hash[..12]);
        Self { path, stem, extension, content_type, content }
    }

    /// The file, where that is what a name under `/static/` means.
    fn named(&self, name: &str) -> Option<Response> {
        let cache = if self.path.strip_prefix("/static/") == Some(name) {
            "public, max-age=31536000, immutable"
        } else {
            // A page of the version before, or of a node with the next one, still gets one.
            let rest = name.strip_prefix(self.stem)?.strip_prefix('.')?;
            rest.rsplit('.').next().filter(|extension| *extension == self.extension)?;
            "public, max-age=60"
        };
        Some(file(self.content_type, cache, self.content))
    }
}

/// The address of the style sheet.
pub fn style_path() -> &'static str {
    &STYLE.path
}

/// The address of the script.
pub fn script_path() -> &'static str {
    &SCRIPT.path
}

/// The address of the script of the desk.
pub fn desk_script_path() -> &'static str {
    &DESK_SCRIPT.path
}

/// Answers `/static/…`.
#[handler]
pub fn static_file(Path(name): Path<String>) -> Response {
    if let Some(response) = [&STYLE, &SCRIPT, &DESK_SCRIPT].into_iter().find_map(|asset| asset.named(&name)) {
        return response;
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
