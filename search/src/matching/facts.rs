//! What a row was understood to say: typed facts, each with where it comes from.
//!
//! Facts hold no personal number and no readable private contact. They are compared by `compare`,
//! stored by the caller, and shown on the pages of an import.

use std::sync::Arc;

use super::bin::BinState;
use super::contacts::Contact;
use super::dates::PartialDate;
use super::word::NameWord;

/// A field of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The Kazakh name.
    NameKk,
    /// The Russian name.
    NameRu,
    /// The English name.
    NameEn,
    /// A name without a language.
    Name,
    /// The identification number.
    Bin,
    /// The legal form.
    LegalForm,
    /// The kind of body.
    Kind,
    /// The region.
    Region,
    /// The district.
    District,
    /// The address.
    Address,
    /// The telephone numbers.
    Phones,
    /// The mailboxes.
    Emails,
    /// The sphere of activity.
    Activity,
    /// The date.
    Date,
    /// The host.
    Host,
}

/// A language of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameLang {
    /// Kazakh.
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
}

/// Everything that a row says about its body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFacts {
    /// Its names.
    pub names: Vec<NameFacts>,
    /// Codes of the legal forms that it may have: one where that is sure, none where nothing is said.
    pub legal_forms: Vec<String>,
    /// Code of the kind of body.
    pub kind: Option<String>,
    /// True where a word says the kind; false where it was concluded.
    pub kind_is_stated: bool,
    /// Code of the level.
    pub level: Option<String>,
    /// Where it is.
    pub area: AreaFacts,
    /// The school or college that it belongs to.
    pub host: HostFacts,
    /// Codes of subjects.
    pub subjects: Vec<String>,
    /// Subjects that are on no closed list.
    pub(crate) topics: Vec<String>,
    /// Words for a subject that no table knows.
    pub(crate) unknown_subject: Vec<NameWord>,
    /// Whom a methodical association of no subject brings together.
    pub(crate) members: Option<String>,
    /// Codes of activities.
    pub activities: Vec<String>,
    /// Its number.
    pub bin: BinState,
    /// Telephone numbers.
    pub phones: Vec<Contact>,
    /// Mailboxes.
    pub emails: Vec<Contact>,
    /// When it was registered or founded.
    pub date: Option<PartialDate>,
    /// True for a branch or representative office of another body.
    pub is_branch: bool,
    /// Whether it is about education.
    pub education: Education,
    /// What a person should know of the row.
    pub notes: Vec<Note>,
}

impl RowFacts {
    /// Gives back memory that grew for nothing: lists have many rows.
    pub(crate) fn shrink(&mut self) {
        self.names.shrink_to_fit();
        self.legal_forms.shrink_to_fit();
        self.subjects.shrink_to_fit();
        self.activities.shrink_to_fit();
        self.phones.shrink_to_fit();
        self.emails.shrink_to_fit();
        self.notes.shrink_to_fit();
        for name in &mut self.names {
            name.clean.shrink_to_fit();
            name.own.shrink_to_fit();
            name.purpose.shrink_to_fit();
            name.own_words.shrink_to_fit();
            name.concepts.shrink_to_fit();
            name.purpose_words.shrink_to_fit();
        }
    }
}

/// A name, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFacts {
    /// The column it stood in.
    pub column: Column,
    /// The language it is in, whatever the column.
    pub lang: NameLang,
    /// The cell without the area at its end and without personal numbers: what the body is called.
    pub clean: String,
    /// The body's own name, as in quotes; empty where it has none.
    pub own: String,
    /// What it is for, in general words: «центр поддержки одарённых детей».
    pub purpose: String,
    /// True where quotes tell the own name from the purpose.
    pub is_quoted: bool,
    /// Words of the own name.
    pub(crate) own_words: Vec<NameWord>,
    /// Meanings of the purpose: codes, or stems of words without a known meaning.
    pub(crate) concepts: Vec<Arc<str>>,
    /// Stems of the purpose, for names in one language.
    pub(crate) purpose_words: Vec<NameWord>,
}

/// Where a body is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AreaFacts {
    /// KATO code of the region or city of republican significance.
    pub region: Option<String>,
    /// KATO code of the district or city below it.
    pub district: Option<String>,
    /// KATO code of a smaller place, where one is named.
    pub place: Option<String>,
    /// True where the name itself says that the body is of the whole region.
    pub is_of_region: bool,
    /// KATO code of the region that the list names, where the body is in another one today.
    pub region_of_list: Option<String>,
    /// KATO codes of regions that were part of this one, in which the body may be as well.
    pub perhaps: Vec<String>,
}

impl AreaFacts {
    /// KATO codes from the region down.
    pub fn chain(&self) -> Vec<&str> {
        [&self.region, &self.district, &self.place].into_iter().flatten().map(String::as_str).collect()
    }
}

/// A host, as a row names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostFacts {
    /// Its number, without zeros in front.
    pub number: Option<String>,
    /// Whose name it bears, or its own name.
    pub name: Option<String>,
    /// Codes of what it is: `gymnasium`, `lyceum`, `general`, …
    pub types: Vec<String>,
    /// True where its name is that of its village, or its own: no person's.
    pub(crate) is_of_village: bool,
    /// True where a school is meant and it could not be read which one.
    pub(crate) is_unread: bool,
    /// Words of its name.
    pub(crate) name_words: Vec<Vec<NameWord>>,
}

impl HostFacts {
    /// True where the row names a host.
    pub fn is_named(&self) -> bool {
        self.number.is_some() || !self.name_words.is_empty()
    }
}

/// Is the body about education?
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum EducationVerdict {
    /// It is.
    Yes,
    /// It is about something else.
    No,
    /// The row does not tell.
    #[default]
    Unknown,
}

impl EducationVerdict {
    /// `yes`, `no` or `unknown`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// The verdict on education, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Education {
    /// The verdict.
    pub verdict: EducationVerdict,
    /// Why.
    pub reason: EducationReason,
    /// The code or word that decided: `kind/parent_committee`, `field/oncology`, «рыболовов».
    pub because: Option<String>,
}

/// Why a body is taken to be about education or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum EducationReason {
    /// Bodies of its kind are.
    Kind,
    /// It is about a school subject.
    Subject,
    /// Its activity is a part of education.
    Activity,
    /// A word of education is in what it is for.
    Word,
    /// It belongs to a school.
    Host,
    /// It is about another field, which its name tells.
    OtherField,
    /// It brings together people of a trade that is not known to be one of education.
    UnknownMembers,
    /// Only the list says that it is about education; its name does not.
    OnlyTheList,
    /// Its name does not tell what it is for.
    #[default]
    NothingSaid,
}

/// Something that a person should know of a row: what was found where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub column: Column,
    /// What is the matter.
    pub code: NoteCode,
    /// What was found; never a personal number or a private contact.
    pub found: String,
    /// What would be right, where that is known.
    pub right: Option<String>,
}

/// What can be the matter with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteCode {
    /// The number was written with other characters, or without its zeros.
    BinRepaired,
    /// The number cannot be one of a body.
    BinInvalid,
    /// The number is one of a person; it is not kept.
    PersonalNumber,
    /// Names stand in each other's columns.
    LanguageSwapped,
    /// The area is named as it was called before.
    AreaRenamed,
    /// The area belongs to another region today.
    AreaSplit,
    /// The region and the district do not go together.
    AreaContradiction,
    /// The area is not known.
    AreaUnknown,
    /// The name and the column of the legal form contradict each other.
    LegalFormContradiction,
    /// A telephone number that is none.
    PhoneInvalid,
    /// A mailbox that is none.
    EmailInvalid,
    /// A mailbox was written wrongly, in a way that can be read as one only.
    EmailRepaired,
    /// A date that is none.
    DateInvalid,
    /// A private contact, kept as a digest only.
    PrivateContact,
}
