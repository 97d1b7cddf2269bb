//! The pages that people see, in Kazakh, Russian and English, complete without JavaScript.
//!
//! A page is a struct with a template (`templates/`) and a cache policy; what it says stands in
//! `locales/`. Pages ask services and never a store; they ignore parameters that they do not know,
//! since campaigns append such. `app` mounts [`routes`]; the outer error layer asks [`error_response`].

mod about;
mod address;
mod api_docs;
mod area;
mod assumed;
mod contacts;
mod desk;
mod errors;
mod figures;
mod format;
mod home;
mod item;
mod joining;
mod json_ld;
mod labels;
mod list;
mod list_state;
mod locale;
mod marks;
mod names;
mod page;
mod proof;
mod record;
mod said;
mod source;
mod static_files;
mod structure;
#[cfg(test)]
mod tests;
mod tiles;
mod topic;

use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use poem::http::{StatusCode, header};
use poem::{EndpointExt, Request, Response, Route, get, handler};

pub use self::errors::error_response;
use self::locale::PageLang;
use crate::app::App;

/// The pages, to be mounted at `/`.
pub fn routes(app: Arc<App>) -> Route {
    let with_app = |endpoint| with(&app, endpoint);
    let mut route = Route::new()
        .at("/", get(choose_language))
        .at("/favicon.ico", get(static_files::favicon))
        .at("/static/:name", get(static_files::static_file))
        .at("/docs/api", with_app(get(api_docs::page).boxed()));
    for lang in PageLang::ALL {
        let page = |rest: &str, endpoint| (format!("/{lang}{rest}"), with_app(endpoint));
        for (path, endpoint) in [
            page("", get(home::page).boxed()),
            page("/", get(without_slash).boxed()),
            page("/organizations", get(list::page).boxed()),
            page("/organizations/:id", get(record::page).boxed()),
            page("/areas", get(area::index).boxed()),
            page("/areas/:kato", get(area::page).boxed()),
            page("/activities", get(topic::activities).boxed()),
            page("/activities/:code", get(topic::activity).boxed()),
            page("/subjects", get(topic::subjects).boxed()),
            page("/subjects/:code", get(topic::subject).boxed()),
            page("/sources", get(source::index).boxed()),
            page("/sources/:list", get(source::page).boxed()),
            page("/about", get(about::page).boxed()),
        ] {
            route = route.at(path, endpoint);
        }
    }
    desk::mount(route, &app)
}

fn with(app: &Arc<App>, endpoint: BoxEndpoint<'static, Response>) -> BoxEndpoint<'static, Response> {
    endpoint.data(app.clone()).boxed()
}

/// Sends a visitor to the language that the browser asks for.
#[handler]
fn choose_language(request: &Request) -> Response {
    let lang = PageLang::negotiate(request.header(header::ACCEPT_LANGUAGE).unwrap_or_default());
    Response::builder()
        .status(StatusCode::FOUND)
        .header(header::LOCATION, format!("/{lang}"))
        .header(header::VARY, "Accept-Language")
        .header(header::CACHE_CONTROL, "private, max-age=300")
        .finish()
}

/// `/kk/` is `/kk`.
#[handler]
fn without_slash(request: &Request) -> Response {
    let path = request.original_uri().path().trim_end_matches('/');
    Response::builder().status(StatusCode::PERMANENT_REDIRECT).header(header::LOCATION, path).finish()
}
