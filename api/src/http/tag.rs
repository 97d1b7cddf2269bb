//! The groups of operations in the OpenAPI document.

use poem_openapi::Tags;

/// What an operation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Tags)]
pub enum Tag {
    /// Unions, associations, committees, boards, NGOs, communities.
    Organizations,
    /// Schools and colleges to which bodies belong.
    Institutions,
    /// Regions, districts and places.
    Areas,
    /// Closed lists and their labels.
    Codes,
    /// Lists that records come from, and what they say.
    Sources,
    /// The registry in numbers.
    Statistics,
}
