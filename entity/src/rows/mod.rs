//! The tables, one module each: what is stored, never how it is shown.
//!
//! Times are RFC 3339 text in UTC with milliseconds, set in Rust, so that they compare the same on
//! both stores. Digests and salts are lower-case hexadecimal.

pub mod affiliation;
pub mod area;
pub mod area_alias;
pub mod contact_digest;
pub mod event;
pub mod institution;
pub mod institution_key;
pub mod job;
pub mod list_batch;
pub mod list_change;
pub mod list_row;
pub mod organization;
pub mod organization_key;
pub mod organization_merge;
pub mod staff_session;
pub mod staff_token;
