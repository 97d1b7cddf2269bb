//! The desk: where staff bring lists, correct how they are read, decide what is one body, apply and revert.
//!
//! Nothing here is public: `access` lets through whoever is signed in and whose forms come from these pages.
//! `uploads` keeps a list until it is matched, `tasks` the work that takes longer than a request; both are of
//! this node alone. Everything else is asked of `lists` and `staff`.

mod access;
mod batch;
mod home;
mod marked;
mod preview;
mod reading;
mod receiving;
mod review;
mod sides;
mod sign_in;
mod tasks;
mod uploads;
mod words;

use std::sync::Arc;

use poem::{Route, get, post};

use self::access::{form, page};
use self::tasks::Tasks;
use self::uploads::Uploads;
use super::locale::PageLang;
use crate::app::App;
use crate::staff::Staff;

/// What the pages of the desk need beside the registry.
pub(super) struct Desk {
    app: Arc<App>,
    staff: Staff,
    uploads: Arc<Uploads>,
    tasks: Tasks,
}

/// Adds the pages of the desk in all languages.
pub(super) fn mount(mut route: Route, app: &Arc<App>) -> Route {
    let desk = Arc::new(Desk {
        app: app.clone(),
        staff: Staff::new(app.store.clone(), app.clock.clone()),
        uploads: Arc::new(Uploads::new(&app.config.data)),
        tasks: Tasks::default(),
    });
    for lang in PageLang::ALL {
        let at = |rest: &str| format!("/{lang}/desk{rest}");
        route = route
            .at(at(""), get(page(&desk, home::page)))
            .at(
                at("/sign-in"),
                get(access::open(&desk, sign_in::page)).post(access::open(&desk, sign_in::enter)),
            )
            .at(at("/sign-out"), post(form(&desk, sign_in::leave)))
            .at(at("/uploads"), post(access::upload(&desk, receiving::receive)))
            .at(at("/uploads/:id"), get(page(&desk, preview::page)).post(form(&desk, preview::change)))
            .at(at("/uploads/:id/state"), get(page(&desk, preview::state)))
            .at(at("/batches/:id"), get(page(&desk, batch::page)).post(form(&desk, batch::change)))
            .at(at("/batches/:id/state"), get(page(&desk, batch::state)))
            .at(at("/batches/:id/review"), get(page(&desk, review::first)))
            .at(
                at("/batches/:id/review/:row"),
                get(page(&desk, review::page)).post(form(&desk, review::decide)),
            );
    }
    route
}
