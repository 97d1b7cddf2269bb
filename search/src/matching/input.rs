//! What a list says about one body, before anything is understood: the raw text of its cells.
//!
//! The caller maps the columns of a list to these fields; a field that the list does not have stays
//! empty. Records of the registry are given in the same shape, with codes where codes are known.

/// One row of a list, or one record of the registry, as raw text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowInput {
    /// Name in the column that should be Kazakh.
    pub name_kk: Option<String>,
    /// Name in the column that should be Russian.
    pub name_ru: Option<String>,
    /// Name in the column that should be English.
    pub name_en: Option<String>,
    /// Further names, in any language: a column without a language, former and short names.
    pub names: Vec<String>,
    /// Business identification number.
    pub bin: Option<String>,
    /// Legal form: a name, an abbreviation, or a code of the closed list.
    pub legal_form: Option<String>,
    /// Kind of body: a name, or a code of the closed list.
    pub kind: Option<String>,
    /// Region, in any language, also by a former name.
    pub region: Option<String>,
    /// District or city.
    pub district: Option<String>,
    /// Place or address: more words about where it is.
    pub address: Option<String>,
    /// KATO code of the area, where it is known.
    pub kato: Option<String>,
    /// Telephone numbers; a cell may hold several.
    pub phones: Vec<String>,
    /// Mailboxes; a cell may hold several.
    pub emails: Vec<String>,
    /// Addresses on the web.
    pub websites: Vec<String>,
    /// Sphere of activity.
    pub activity: Option<String>,
    /// Subjects, by name or code.
    pub subjects: Vec<String>,
    /// Date of registration or foundation.
    pub date: Option<String>,
    /// School or college that the body belongs to.
    pub host: Option<String>,
    /// Body above it.
    pub parent: Option<String>,
    /// Date of the whole list, ISO 8601: old lists name old areas.
    pub list_date: Option<String>,
}
