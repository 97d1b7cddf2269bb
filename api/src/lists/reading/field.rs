//! What a column of a list can be.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What a column of a list holds. A closed set: mapping files and the table of header words use the
        /// names that [`Field::name`] gives.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field { $($(#[$doc])* $variant,)+ }

        impl Field {
    /// True for what names, identifies or reaches one body, and so never holds for the rows below.
    pub(super) fn is_of_one_body(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::Bin
                | Self::Name
                | Self::NameKk
                | Self::NameRu
                | Self::NameEn
                | Self::Address
                | Self::Phone
                | Self::Email
                | Self::Website
                | Self::Contacts
                | Self::Date
                | Self::Head
                | Self::Members
                | Self::Teachers
                | Self::Followers
                | Self::Url
        )
    }

            /// All fields.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name in mapping files and tables.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

fields! {
    /// The number of the row as the list counts.
    Number = "number",
    /// Business identification number, 12 digits.
    Bin = "bin",
    /// Name in a language that neither title nor contents say.
    Name = "name",
    /// Name in Kazakh.
    NameKk = "name_kk",
    /// Name in Russian.
    NameRu = "name_ru",
    /// Name in English.
    NameEn = "name_en",
    /// Legal form, in words or abbreviated.
    LegalForm = "legal_form",
    /// Kind of body: trade union, parent committee, …
    Kind = "kind",
    /// Level: school, district, region, republic.
    Level = "level",
    /// Region or city of republican significance.
    Region = "region",
    /// District or city of a region.
    District = "district",
    /// Settlement.
    Place = "place",
    /// Address.
    Address = "address",
    /// Telephone numbers.
    Phone = "phone",
    /// E-mail addresses.
    Email = "email",
    /// Web site.
    Website = "website",
    /// Contacts of several kinds in one cell.
    Contacts = "contacts",
    /// Sphere of activity.
    Activity = "activity",
    /// School subjects.
    Subject = "subject",
    /// Date of registration or foundation, ISO 8601 where it could be read.
    Date = "date",
    /// School or other institution that the body belongs to.
    Host = "host",
    /// Body above it.
    Parent = "parent",
    /// Head or officer: personal, kept only with a consent.
    Head = "head",
    /// Number of members.
    Members = "members",
    /// Number of teachers of the institution.
    Teachers = "teachers",
    /// Number of followers.
    Followers = "followers",
    /// Date of the number of followers.
    FollowersAsOf = "followers_as_of",
    /// Social network.
    Platform = "platform",
    /// Address of a page or group.
    Url = "url",
    /// Whether the body works.
    Status = "status",
    /// A remark.
    Note = "note",
    /// Nothing that is taken over; also personal numbers.
    Ignore = "ignore",
}

/// A name that no field has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown field \"{name}\": did you mean \"{nearest}\"?")]
pub struct UnknownField {
    /// The name.
    pub name: String,
    /// The nearest that is known.
    pub nearest: Field,
}

impl fmt::Display for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(text: &str) -> Result<Self, UnknownField> {
        let wanted = text.trim().to_lowercase().replace([' ', '-'], "_");
        Self::ALL
            .iter()
            .copied()
            .find(|field| field.name() == wanted)
            .ok_or_else(|| UnknownField { name: text.to_owned(), nearest: nearest(&wanted) })
    }
}

/// The field whose name is most like `text`.
fn nearest(text: &str) -> Field {
    let likeness = |field: &Field| strsim::jaro_winkler(field.name(), text);
    Field::ALL
        .iter()
        .copied()
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
        .unwrap_or(Field::Ignore)
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
