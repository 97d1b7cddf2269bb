//! The layers around everything: request id, log line, errors, security headers, delivery.

use std::sync::Arc;
use std::time::Instant;

use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse, Request, Response};
use poem_openapi::error::{ContentTypeError, ParseParamError, ParsePathError};

use super::delivery::Wishes;
use super::guard::Guard;
use super::metrics::Metrics;
use super::problem::Problem;
use crate::web;

/// No script, style or anything else from elsewhere; no script inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const REQUEST_ID: &str = "x-request-id";

/// Answers a request through all layers; never fails.
pub(super) async fn around<E: Endpoint>(
    endpoint: Arc<E>,
    guard: Arc<Guard>,
    metrics: Metrics,
    request: Request,
) -> poem::Result<Response> {
    let started = Instant::now();
    let id = request_id(&request);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let wishes = Wishes::of(&method, request.headers());
    let answered = answer(&*endpoint, &guard, request, &method, &path).await;
    let mut response = wishes.deliver(answered).await;
    let status = response.status();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_for_programs(&path) {
        // Whoever reads the open data may do so from any page.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("etag, retry-after, x-request-id"),
        );
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    let elapsed = started.elapsed();
    metrics.answered(&method, &path, status, elapsed);
    // The query may hold what a person typed: it stays out of the log.
    let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    if status.is_server_error() || milliseconds > 1000 {
        tracing::warn!(request.id = %id, %method, path, status = status.as_u16(), milliseconds, "answered {method} {path}");
    } else {
        tracing::debug!(request.id = %id, %method, path, status = status.as_u16(), milliseconds, "answered {method} {path}");
    }
    Ok(response)
}

async fn answer<E: Endpoint>(
    endpoint: &E,
    guard: &Guard,
    request: Request,
    method: &Method,
    path: &str,
) -> Response {
    if is_for_programs(path) {
        if *method == Method::OPTIONS {
            return preflight();
        }
        if let Err(problem) = guard.check(request.uri()) {
            return problem.response();
        }
    }
    // HEAD is GET without the body (RFC 9110, 9.3.2); the server leaves the body out.
    let mut request = request;
    if *method == Method::HEAD {
        request.set_method(Method::GET);
    }
    match endpoint.call(request).await {
        Ok(response) => {
            let response = response.into_response();
            let is_answered = !response.status().is_client_error() && !response.status().is_server_error();
            if is_answered || has_body(&response) {
                response
            } else {
                error_response(path, response.status(), None)
            }
        }
        Err(error) => {
            let problem = problem_of(&error, path);
            error_response(path, problem.status_code(), Some(problem))
        }
    }
}

fn has_body(response: &Response) -> bool {
    response.headers().contains_key(header::CONTENT_TYPE)
}

fn preflight() -> Response {
    Response::builder()
        .status(StatusCode::NO_CONTENT)
        .header(header::ALLOW, "GET, HEAD, OPTIONS")
        .header(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS")
        .header(header::ACCESS_CONTROL_ALLOW_HEADERS, "if-none-match, x-request-id")
        .header(header::ACCESS_CONTROL_MAX_AGE, "86400")
        .finish()
}

/// The API and everything else that programs read.
fn is_for_programs(path: &str) -> bool {
    path == "/v1" || path.starts_with("/v1/") || path.starts_with("/health/")
}

fn problem_of(error: &poem::Error, path: &str) -> Problem {
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return problem.clone();
    }
    if let Some(error) = error.downcast_ref::<ParseParamError>() {
        let reason = plain_reason(&error.reason);
        let reason = match super::openapi::allowed_values(error.name) {
            Some(values) if reason.starts_with("Expect a valid enumeration") => {
                format!("expected one of {values}")
            }
            _ => reason,
        };
        return Problem::invalid_parameter(error.name, reason);
    }
    if let Some(error) = error.downcast_ref::<ParsePathError>() {
        return Problem::not_found(format!("there is nothing here: {}", plain_reason(&error.reason)));
    }
    if error.downcast_ref::<ContentTypeError>().is_some() {
        return Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", error.to_string());
    }
    match error.status() {
        StatusCode::NOT_FOUND => {
            Problem::not_found(format!("there is nothing at {path}; see /docs/api for what there is"))
        }
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "this address is for reading; expected GET or HEAD",
        ),
        status if status.is_client_error() => Problem::new(status, "bad_request", error.to_string()),
        _ => Problem::internal(error),
    }
}

/// The reason without what the framework puts around it, and in words where it is about numbers.
fn plain_reason(reason: &str) -> String {
    let reason = reason
        .strip_prefix("failed to parse \"")
        .and_then(|rest| rest.split_once("\": "))
        .map_or(reason, |(_, rest)| rest);
    let reason = reason.split(" (occurred while parsing").next().unwrap_or(reason);
    match reason {
        "invalid digit found in string"
        | "cannot parse integer from empty string"
        | "number too large to fit in target type" => {
            "expected a whole number that is not negative".to_owned()
        }
        "provided string was not `true` or `false`" => "expected true or false".to_owned(),
        other => other.to_owned(),
    }
}

/// The error for a person or a program, by the address.
fn error_response(path: &str, status: StatusCode, problem: Option<Problem>) -> Response {
    let mut response = if is_for_programs(path) {
        let detail = status.canonical_reason().unwrap_or("error").to_lowercase();
        problem.unwrap_or_else(|| Problem::new(status, "error", detail)).response()
    } else {
        web::error_response(path, status)
    };
    if status == StatusCode::METHOD_NOT_ALLOWED {
        let allowed = if is_for_programs(path) { "GET, HEAD, OPTIONS" } else { "GET, HEAD" };
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    }
    response
}

/// The id that the client gave, where it is a plain one, or a new one.
fn request_id(request: &Request) -> String {
    let plain = |text: &&str| {
        (8..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    match request.header(REQUEST_ID).filter(plain) {
        Some(given) => given.to_owned(),
        None => format!("{:016x}", rand::random::<u64>()),
    }
}
