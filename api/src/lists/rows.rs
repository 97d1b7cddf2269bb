//! Rows of a file as the matching understands them, and what the record takes over beside.

use birlik_search::matching::RowInput;

use super::reading::{Field, ListTable, Row, Sheet};

/// A row of a list, before it is understood.
#[derive(Debug, Clone, Default)]
pub(super) struct ListRow {
    /// Its number in the list: the first row after the header is 1; sheets count on.
    pub(super) number: u32,
    /// Where it stands: `Sheet!17`.
    pub(super) place: String,
    /// What the matching reads.
    pub(super) input: RowInput,
    /// What the record says beside.
    pub(super) beside: Beside,
}

/// What a list says that takes no part in the matching.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    pub(super) platform: Option<String>,
    pub(super) url: Option<String>,
    pub(super) followers: Option<String>,
    pub(super) followers_as_of: Option<String>,
}

/// The rows of all sheets.
pub(super) fn rows(table: &ListTable, list_date: Option<&str>) -> Vec<ListRow> {
    let mut rows = Vec::new();
    for sheet in &table.sheets {
        let before = rows.last().map_or(0, |row: &ListRow| row.number);
        rows.extend(sheet.rows.iter().map(|row| ListRow {
            number: before + row.number,
            place: format!("{}!{}", sheet.name, row.line),
            input: input(sheet, row, list_date),
            beside: beside(sheet, row),
        }));
    }
    rows
}

fn input(sheet: &Sheet, row: &Row, list_date: Option<&str>) -> RowInput {
    let one = |field| sheet.value(row, field).map(str::to_owned);
    let many = |field| sheet.values(row, field).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let words = |fields: &[Field]| {
        let words: Vec<&str> = fields.iter().filter_map(|field| sheet.value(row, *field)).collect();
        (!words.is_empty()).then(|| words.join(", "))
    };
    let contacts = many(Field::Contacts);
    let (mailboxes, numbers): (Vec<String>, Vec<String>) = contacts
        .iter()
        .flat_map(|cell| cell.split([',', ';', '\n']))
        .map(|piece| piece.trim().to_owned())
        .filter(|piece| !piece.is_empty())
        .partition(|piece| piece.contains('@'));
    RowInput {
        name_kk: one(Field::NameKk),
        name_ru: one(Field::NameRu),
        name_en: one(Field::NameEn),
        names: many(Field::Name),
        bin: one(Field::Bin),
        legal_form: one(Field::LegalForm),
        kind: one(Field::Kind),
        region: one(Field::Region),
        district: one(Field::District),
        address: words(&[Field::Place, Field::Address]),
        kato: None,
        phones: many(Field::Phone).into_iter().chain(numbers).collect(),
        emails: many(Field::Email).into_iter().chain(mailboxes).collect(),
        websites: many(Field::Website),
        activity: one(Field::Activity),
        subjects: many(Field::Subject),
        date: one(Field::Date),
        host: one(Field::Host),
        parent: one(Field::Parent),
        list_date: list_date.map(str::to_owned),
    }
}

fn beside(sheet: &Sheet, row: &Row) -> Beside {
    let one = |field| sheet.value(row, field).map(str::to_owned);
    Beside {
        platform: one(Field::Platform),
        url: one(Field::Url),
        followers: one(Field::Followers),
        followers_as_of: one(Field::FollowersAsOf),
    }
}
