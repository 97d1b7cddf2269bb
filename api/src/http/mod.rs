//! What all requests share: errors, delivery, limits of what may be asked.
//!
//! [`service`] puts the API, the pages and the layers around them together. A feature's routes know
//! [`Problem`] and [`Answer`] from here and nothing of the layers.

mod answer;
mod delivery;
mod guard;
mod health;
mod layers;
mod metrics;
mod openapi;
mod problem;
mod refusal;
mod service;
mod tag;

pub use answer::{Answer, ContentType, Shape};
pub use metrics::{Metrics, metrics_service};
pub(crate) use openapi::announce;
pub use openapi::{document as openapi_document, openapi_text};
pub use problem::Problem;
pub use refusal::Refusing;
pub use service::service;
pub use tag::Tag;
