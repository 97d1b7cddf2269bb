//! Pages for what went wrong, in the language of the address, with a way on.

use askama::Template;
use poem::http::{StatusCode, header};
use poem::{IntoResponse, Response};

use super::page::Frame;

#[derive(Template)]
#[template(path = "errors.html", whitespace = "minimize")]
struct ErrorPage {
    f: Frame,
    /// Which texts: `gone`, `not-found`, `bad-request`, `unavailable`, `failed`.
    what: &'static str,
    code: u16,
}

/// The error page of a path; `status` should be one of a client's or a server's error.
pub fn error_response(path: &str, status: StatusCode) -> Response {
    let what = match status {
        StatusCode::GONE => "gone",
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "not-found",
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS | StatusCode::GATEWAY_TIMEOUT => {
            "unavailable"
        }
        status if status.is_client_error() => "bad-request",
        _ => "failed",
    };
    let frame = Frame::new(path);
    let title = frame.t(&format!("error-{what}-title"));
    let description = frame.t(&format!("error-{what}-text"));
    let mut frame = frame.titled(title, description);
    frame.noindex = true;
    let page = ErrorPage { f: frame, what, code: status.as_u16() };
    match page.render() {
        Ok(body) => Response::builder()
            .status(status)
            .content_type("text/html; charset=utf-8")
            .header(header::CACHE_CONTROL, "no-store")
            .body(body),
        Err(error) => {
            tracing::error!(%error, "the error page failed: {error}");
            status.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn errors_speak_the_language_of_the_path() {
        for (path, lang) in [("/kk/x", "kk"), ("/ru/x", "ru"), ("/en/x", "en"), ("/x", "kk")] {
            for status in [
                StatusCode::NOT_FOUND,
                StatusCode::GONE,
                StatusCode::BAD_REQUEST,
                StatusCode::INTERNAL_SERVER_ERROR,
                StatusCode::SERVICE_UNAVAILABLE,
            ] {
                let response = error_response(path, status);
                assert_eq!(response.status(), status);
                let body = response.into_body().into_string().await.unwrap();
                assert!(body.contains(&format!("<html lang=\"{lang}\"")), "{body}");
                assert!(!body.contains('⟦'), "{body}");
            }
        }
    }
}
