//! Closed lists of codes with their labels in three languages.
//!
//! The lists are data: `data/codes.csv` and `data/legal-forms.tsv` beside this crate are the one place
//! where a code, its labels and its note stand. A [`Code`] is a code of one list that exists; the
//! few codes that a rule must know by name are constants of their list.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::LazyLock;

use crate::value::{Invalid, Value};

/// One code of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeEntry {
    /// The list it belongs to, for example `kind`.
    pub list: String,
    /// The code, for example `trade_union`.
    pub code: String,
    /// Label in Kazakh.
    pub kk: String,
    /// Label in Russian.
    pub ru: String,
    /// Label in English.
    pub en: String,
    /// What the code covers, in English; empty where the labels say it.
    pub note: String,
}

impl CodeEntry {
    /// The label in a language; English where it is neither Kazakh nor Russian.
    pub fn label(&self, lang: &str) -> &str {
        match lang {
            "kk" => &self.kk,
            "ru" => &self.ru,
            _ => &self.en,
        }
    }
}

struct Tables {
    entries: Vec<CodeEntry>,
    /// Positions in `entries` by list, in the file's order.
    lists: Vec<(String, Vec<usize>)>,
    position: HashMap<(String, String), usize>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut entries = Vec::new();
    let mut codes = csv::Reader::from_reader(include_str!("../data/codes.csv").as_bytes());
    for row in codes.records().flatten() {
        let field = |at: usize| row.get(at).unwrap_or_default().to_owned();
        entries.push(CodeEntry {
            list: field(0),
            code: field(1),
            kk: field(2),
            ru: field(3),
            en: field(4),
            note: field(5),
        });
    }
    let mut forms = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_reader(include_str!("../data/legal-forms.tsv").as_bytes());
    for row in forms.records().flatten() {
        let field = |at: usize| row.get(at).unwrap_or_default().to_owned();
        entries.push(CodeEntry {
            list: "legal_form".into(),
            code: field(0),
            kk: field(5),
            ru: field(3),
            en: field(7),
            note: field(9),
        });
    }
    let mut lists: Vec<(String, Vec<usize>)> = Vec::new();
    let mut position = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        position.insert((entry.list.clone(), entry.code.clone()), at);
        match lists.iter_mut().find(|(list, _)| *list == entry.list) {
            Some((_, positions)) => positions.push(at),
            None => lists.push((entry.list.clone(), vec![at])),
        }
    }
    Tables { entries, lists, position }
});

/// The names of all lists, in the order of the data.
pub fn lists() -> impl Iterator<Item = &'static str> {
    TABLES.lists.iter().map(|(list, _)| list.as_str())
}

/// The entries of a list in its order; none where there is no such list.
pub fn entries(list: &str) -> impl Iterator<Item = &'static CodeEntry> {
    let positions =
        TABLES.lists.iter().find(|(name, _)| name == list).map_or(&[][..], |(_, positions)| positions);
    positions.iter().map(|at| &TABLES.entries[*at])
}

/// One entry by list and code.
pub fn entry(list: &str, code: &str) -> Option<&'static CodeEntry> {
    TABLES.position.get(&(list.to_owned(), code.to_owned())).map(|at| &TABLES.entries[*at])
}

/// A closed list.
pub trait CodeList: Send + Sync + 'static {
    /// Name of the list in the data.
    const LIST: &'static str;
    /// Name of the type in schemas.
    const NAME: &'static str;
    /// What would be right.
    const EXPECTED: &'static str;
    /// A code of the list.
    const EXAMPLE: &'static str;
}

/// A code of the list `L`.
pub struct Code<L>(&'static CodeEntry, PhantomData<fn() -> L>);

impl<L: CodeList> Code<L> {
    /// The code.
    pub fn as_str(&self) -> &'static str {
        &self.0.code
    }

    /// Code and labels.
    pub fn entry(&self) -> &'static CodeEntry {
        self.0
    }

    /// True where this is the code given.
    pub fn is(&self, code: &str) -> bool {
        self.0.code == code
    }

    /// All codes of the list, in its order.
    pub fn all() -> impl Iterator<Item = Self> {
        entries(L::LIST).map(|entry| Self(entry, PhantomData))
    }
}

impl<L> Clone for Code<L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for Code<L> {}
impl<L> PartialEq for Code<L> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}
impl<L> Eq for Code<L> {}
impl<L> Hash for Code<L> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.code.hash(state);
    }
}
impl<L> fmt::Debug for Code<L> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.code)
    }
}
impl<L> fmt::Display for Code<L> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.code)
    }
}

impl<L: CodeList> FromStr for Code<L> {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        entry(L::LIST, text).map(|entry| Self(entry, PhantomData)).ok_or_else(|| {
            let codes: Vec<&str> = entries(L::LIST).map(|entry| entry.code.as_str()).collect();
            Invalid {
                reason: format!("there is no such code in the list `{}`", L::LIST),
                expected: format!("one of {}", codes.join(", ")),
                personal: false,
            }
        })
    }
}

impl<L: CodeList> Value for Code<L> {
    const NAME: &'static str = L::NAME;
    const EXPECTED: &'static str = L::EXPECTED;
    const EXAMPLE: &'static str = L::EXAMPLE;
    const PATTERN: &'static str = "^[A-Za-z_]+$";

    fn allowed() -> Vec<&'static str> {
        entries(L::LIST).map(|entry| entry.code.as_str()).collect()
    }
}

macro_rules! code_lists {
    ($($(#[$docs:meta])* $alias:ident = $marker:ident, $list:literal, $example:literal;)*) => {
        $(
            #[doc = concat!("The list `", $list, "`.")]
            #[derive(Debug)]
            pub enum $marker {}
            impl CodeList for $marker {
                const LIST: &'static str = $list;
                const NAME: &'static str = stringify!($alias);
                const EXPECTED: &'static str = concat!("a code of the list ", $list, " at /v1/codes");
                const EXAMPLE: &'static str = $example;
            }
            $(#[$docs])*
            pub type $alias = Code<$marker>;
        )*

        #[cfg(test)]
        const ALL: &[(&str, &str)] = &[$(($list, $example)),*];
    };
}

code_lists! {
    /// What a body is.
    Kind = KindList, "kind", "teacher_association";
    /// Where a body stands between school and republic.
    Level = LevelList, "level", "region";
    /// Whether a body exists.
    Status = StatusList, "status", "unconfirmed";
    /// Whether a body came from its members or from above.
    Origin = OriginList, "origin", "members";
    /// Legal form, with bodies that by law have none of their own.
    LegalForm = LegalFormList, "legal_form", "public_association";
    /// What a body does.
    Activity = ActivityList, "activity", "methodical_support";
    /// School subject.
    Subject = SubjectList, "subject", "chemistry";
    /// How two bodies belong together.
    AffiliationType = AffiliationList, "affiliation", "member_of";
    /// Whom a member count counts.
    MemberCategory = MemberCategoryList, "member_category", "total";
    /// What a unit count counts.
    UnitType = UnitTypeList, "unit_type", "primary";
    /// How exact a figure is.
    Qualifier = QualifierList, "qualifier", "about";
    /// What sort of name a name is.
    NameType = NameTypeList, "name_type", "official";
    /// Social network or messenger.
    Platform = PlatformList, "platform", "facebook";
    /// How a record is confirmed.
    ConfirmedLevel = ConfirmedLevelList, "confirmed_level", "imported";
    /// Unit of a fee.
    FeeUnit = FeeUnitList, "fee_unit", "percent_of_salary";
    /// How often a fee is due.
    FeePeriod = FeePeriodList, "fee_period", "month";
    /// Who may join.
    OpenTo = OpenToList, "open_to", "teachers";
    /// Office that a person holds.
    OfficerRole = OfficerRoleList, "officer_role", "chair";
    /// What a document is.
    DocumentType = DocumentTypeList, "document_type", "charter";
    /// What an area is.
    AreaKind = AreaKindList, "area_kind", "rayon";
    /// What another name of an area is.
    AliasKind = AliasKindList, "alias_kind", "former";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_of_the_types_is_in_the_data_and_has_three_labels() {
        for (list, example) in ALL {
            assert!(entry(list, example).is_some(), "{list}: {example}");
        }
        for entry in &TABLES.entries {
            assert!(!entry.kk.is_empty() && !entry.ru.is_empty() && !entry.en.is_empty(), "{entry:?}");
        }
        assert_eq!(TABLES.entries.len(), TABLES.position.len(), "a code stands twice in one list");
    }

    #[test]
    fn codes_are_closed() {
        assert_eq!("trade_union".parse::<Kind>().unwrap().entry().ru, "профсоюз");
        let error = "tradeunion".parse::<Kind>().unwrap_err();
        assert!(error.to_string().contains("trade_union"), "{error}");
    }
}
