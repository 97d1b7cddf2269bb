//! Institutions: the schools and colleges to which bodies belong, with dated headcounts.
//!
//! An import of organizations finds or makes the institution of each `host` ([`HostResolver`]); a list of
//! institutions is imported from CSV. A change of an institution reaches every record that it hosts.

mod csv;
mod hosts;
mod model;
mod recognition;
mod routes;
mod rules;
mod service;
mod store;
#[cfg(test)]
mod tests;

pub use hosts::HostResolver;
pub use model::{Headcount, Institution};
pub use routes::{InstitutionPage, InstitutionRoutes};
pub use rules::host_of;
pub use service::{
    InstitutionError, InstitutionImport, InstitutionList, InstitutionRequest, InstitutionService,
};
