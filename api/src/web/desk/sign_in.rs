//! Signing in with a token of the command line, and out.

use std::sync::Arc;

use askama::Template;
use poem::http::{StatusCode, header};
use poem::{Request, Response};

use super::Desk;
use super::access::{Call, Fields, Outcome, shown, shown_as, to, with_cookie};
use crate::staff::SignInError;
use crate::web::page::{Frame, PageError};

/// The page.
#[derive(Template)]
#[template(path = "desk/sign_in.html", whitespace = "minimize")]
struct SignIn {
    f: Frame,
    /// What was wrong; empty at first.
    error: String,
}

impl SignIn {
    fn new(frame: Frame, error: String) -> Self {
        let title = frame.t("desk-sign-in-title");
        let mut frame = frame.titled(title, String::new());
        frame.noindex = true;
        Self { f: frame, error }
    }
}

/// Shows the page.
pub(super) async fn page(_: Arc<Desk>, frame: Frame, _: Request, _: Fields) -> Outcome {
    shown(&SignIn::new(frame, String::new()))
}

/// Lets in whoever brings a right token.
pub(super) async fn enter(desk: Arc<Desk>, frame: Frame, request: Request, form: Fields) -> Outcome {
    let from = request.remote_addr().as_socket_addr().map(std::net::SocketAddr::ip);
    let token = form.get("token").unwrap_or_default();
    match desk.staff.sign_in(token, from).await {
        Ok(session) => {
            tracing::info!("somebody signed in at the desk");
            Ok(with_cookie(to(&frame.link("/desk")), &desk, &session.secret, session.seconds))
        }
        Err(SignInError::Wrong) => {
            tracing::warn!("somebody brought a wrong token to the desk");
            let error = frame.t("desk-sign-in-wrong");
            shown_as(StatusCode::UNPROCESSABLE_ENTITY, &SignIn::new(frame, error))
        }
        Err(SignInError::TooMany(seconds)) => {
            let error = frame.t1("desk-sign-in-too-many", "n", seconds.div_ceil(60));
            let mut response = shown_as(StatusCode::TOO_MANY_REQUESTS, &SignIn::new(frame, error))?;
            if let Ok(value) = seconds.to_string().parse() {
                response.headers_mut().insert(header::RETRY_AFTER, value);
            }
            Ok(response)
        }
        Err(SignInError::Store(error)) => Err(PageError::failed(error)),
    }
}

/// Ends the session.
pub(super) async fn leave(call: Call) -> Result<Response, PageError> {
    call.desk.staff.sign_out(&call.session).await.map_err(PageError::failed)?;
    Ok(with_cookie(to(&call.frame.link("/desk/sign-in")), &call.desk, "", 0))
}
