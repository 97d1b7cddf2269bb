//! An institution as the API answers it and the log keeps it; also a line of its bulk file.

use birlik_entity::{Bin, InstitutionId, KatoCode, PartialDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::organizations::HostName;
use crate::parsed::Parsed;

/// A school or college.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    /// Minted by the registry, never reused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Parsed<InstitutionId>>,
    /// Its number, as in «№25».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<HostName>,
    /// Business identification number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Parsed<Bin>>,
    /// KATO code of its area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kato: Option<Parsed<KatoCode>>,
    /// Who works and learns there, by date, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headcounts: Vec<Headcount>,
    /// How often it was written; 1 when new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// When it was last written: RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
}

/// How many people work and learn at an institution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Headcount {
    /// Date of the figures; absent where the source has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Parsed<PartialDate>>,
    /// All staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<u32>,
    /// Teachers among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teachers: Option<u32>,
    /// Learners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learners: Option<u32>,
    /// Where the figures come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
