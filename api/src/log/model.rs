//! What an event says.

use std::fmt;
use std::str::FromStr;

use birlik_entity::{InstitutionId, KatoCode, OrganizationId};

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An organization.
    Organization(OrganizationId),
    /// An institution.
    Institution(InstitutionId),
    /// An area.
    Area(KatoCode),
    /// An earlier event.
    Event(i64),
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organization(id) => write!(formatter, "organization/{id}"),
            Self::Institution(id) => write!(formatter, "institution/{id}"),
            Self::Area(kato) => write!(formatter, "area/{kato}"),
            Self::Event(seq) => write!(formatter, "event/{seq}"),
        }
    }
}

impl FromStr for Subject {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (kind, name) = text.split_once('/').ok_or(())?;
        match kind {
            "organization" => name.parse().map(Self::Organization).map_err(drop),
            "institution" => name.parse().map(Self::Institution).map_err(drop),
            "area" => name.parse().map(Self::Area).map_err(drop),
            "event" => name.parse().map(Self::Event).map_err(drop),
            _ => Err(()),
        }
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// It is new.
    Created,
    /// It was written again.
    Updated,
    /// It is no more; its id stays its own.
    Removed,
    /// It is no more: it was found to be the same body as another one, which the payload names.
    Merged,
    /// It is there again, as the payload says.
    Restored,
    /// Something was erased from the payload of an earlier event.
    Erased,
    /// Somebody of the staff signed in; known to the chain, not to the public.
    SignedIn,
    /// Somebody of the staff wrote a note; known to the chain, not to the public.
    Noted,
}

impl Verb {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Created, "created"),
        (Self::Updated, "updated"),
        (Self::Removed, "removed"),
        (Self::Merged, "merged"),
        (Self::Restored, "restored"),
        (Self::Erased, "erased"),
        (Self::SignedIn, "signed_in"),
        (Self::Noted, "noted"),
    ];

    /// The word in the log.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(verb, _)| *verb == self).map_or("", |(_, word)| word)
    }

    /// True where everybody may see the event; the others are in the chain alone.
    pub fn is_public(self) -> bool {
        !matches!(self, Self::SignedIn | Self::Noted)
    }

    /// The words of the verbs after which the subject is what the payload says.
    pub fn living_words() -> [&'static str; 3] {
        [Self::Created, Self::Updated, Self::Restored].map(Self::as_str)
    }

    /// The words of the verbs after which the subject is no more.
    pub fn gone_words() -> [&'static str; 2] {
        [Self::Removed, Self::Merged].map(Self::as_str)
    }

    /// The words of all verbs that everybody may see.
    pub fn public_words() -> Vec<&'static str> {
        Self::ALL.iter().filter(|(verb, _)| verb.is_public()).map(|(_, word)| *word).collect()
    }
}

impl FromStr for Verb {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().find(|(_, word)| *word == text).map(|(verb, _)| *verb).ok_or(())
    }
}

/// An event without its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Number.
    pub seq: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Opaque id of who did it.
    pub actor: String,
    /// What it is about, as `organization/<id>`.
    pub subject: String,
    /// What happened.
    pub verb: String,
}
