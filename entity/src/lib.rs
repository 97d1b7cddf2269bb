//! Rows of the store and the value types that cannot be wrong.
//!
//! A value type is parsed once, at the door, and is right from then on; [`Value`] is what they share.
//! Rows are SeaORM entities, one module a table. This crate does no I/O and knows neither HTTP nor
//! JSON; `api` wraps the values where they meet either.

pub mod bin;
pub mod code;
pub mod contact;
pub mod country;
pub mod date;
pub mod decimal;
pub mod id;
pub mod kato;
pub mod lang;
pub mod rows;
pub mod value;

pub use bin::Bin;
pub use code::Code;
pub use contact::{Email, Phone, WebUrl};
pub use country::Country;
pub use date::PartialDate;
pub use decimal::Decimal;
pub use id::{InstitutionId, OrganizationId, PersonId, Reference};
pub use kato::KatoCode;
pub use lang::Lang;
pub use value::{Invalid, Value};
