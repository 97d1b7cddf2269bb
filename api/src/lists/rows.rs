//! Rows of a file as the matching understands them, and what the record takes over beside.

use birlik_search::matching::RowInput;

use super::contacts::Reach;
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
    // A second column of a language holds another name of the body.
    let other_names = [Field::NameKk, Field::NameRu, Field::NameEn]
        .into_iter()
        .flat_map(|field| sheet.values(row, field).into_iter().skip(1));
    let names = sheet.values(row, Field::Name).into_iter().chain(other_names).map(str::to_owned).collect();
    let reach = Reach::of(
        &sheet.values(row, Field::Contacts),
        &sheet.values(row, Field::Phone),
        &sheet.values(row, Field::Email),
    );
    RowInput {
        name_kk: one(Field::NameKk),
        name_ru: one(Field::NameRu),
        name_en: one(Field::NameEn),
        names,
        bin: one(Field::Bin),
        legal_form: one(Field::LegalForm),
        kind: one(Field::Kind),
        region: one(Field::Region),
        district: one(Field::District),
        address: words(&[Field::Place, Field::Address]).or(reach.place),
        kato: None,
        phones: reach.phones,
        emails: reach.mailboxes,
        websites: many(Field::Website).into_iter().chain(reach.websites).collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::reading::{Limits, read};

    fn of(list: &str) -> Vec<ListRow> {
        rows(&read(list.into(), "list.csv", None, &Limits::default()).unwrap(), None)
    }

    #[test]
    fn a_second_name_of_a_language_is_another_name() {
        let list = "Наименование (рус);Полное наименование на русском языке;Регион\nОФ «Сана»;Фонд «Сана»;Абай облысы\n";
        let [row] = of(list).try_into().unwrap();
        assert_eq!(row.input.name_ru.as_deref(), Some("ОФ «Сана»"));
        assert_eq!(row.input.names, ["Фонд «Сана»"]);
    }
}
