//! What each column of a table holds: by the mapping, by its title, by its contents.

use super::contents::Profile;
use super::grid::{column_of, letter};
use super::headings::{Reading, fold, read_title};
use super::{Column, Field, Mapping, Why};

/// Divides the rows of a title.
pub(super) const TITLE_ROWS: &str = " / ";

/// Says what the columns hold. `cells` gives the cells of a column.
pub(super) fn columns<'r>(
    titles: &[String],
    mapping: Option<&Mapping>,
    cells: impl Fn(usize) -> Vec<&'r str>,
) -> Vec<Column> {
    let profiles: Vec<Profile> =
        (0..titles.len()).map(|index| Profile::of(cells(index).into_iter())).collect();
    let mut found: Vec<(Column, u8)> = titles
        .iter()
        .enumerate()
        .map(|(index, title)| {
            let profile = profiles.get(index).copied().unwrap_or_default();
            let mapped = mapping.and_then(|mapping| mapped(mapping, index, title));
            let (field, why, rank) = match (mapped, read_rows(title)) {
                (Some(field), _) => (Some(field), Why::Mapping, 3),
                (None, Some(reading)) => {
                    let (field, why) = with_contents(reading, &profile);
                    (Some(field), why, reading.rank)
                }
                (None, None) => match profile.field() {
                    Some(field) => (Some(field), Why::Contents, 2),
                    None => (None, Why::Nothing, 0),
                },
            };
            (Column { index, letter: letter(index), title: title.clone(), field, why }, rank)
        })
        .collect();
    name_languages(&mut found, &profiles);
    let seen = |column: &Column, profile: &Profile| !column.title.is_empty() || profile.cells > 0;
    found
        .into_iter()
        .zip(&profiles)
        .filter(|((column, _), profile)| seen(column, profile))
        .map(|(found, _)| found.0)
        .collect()
}

/// The reading of a title: of its last row where that says enough, of all of them otherwise.
pub(super) fn read_rows(title: &str) -> Option<Reading> {
    let last = title.rsplit(TITLE_ROWS).next().filter(|last| last.len() < title.len());
    let own = last.and_then(read_title).filter(|reading| reading.rank >= 2);
    let own = own.filter(|reading| !matches!(reading.field, Field::NameKk | Field::NameRu | Field::NameEn));
    own.or_else(|| read_title(title))
}

/// The contents decide where a title is vague, and where numbers are plainly something else.
fn with_contents(reading: Reading, profile: &Profile) -> (Field, Why) {
    let Some(seen) = profile.field() else { return (reading.field, Why::Title) };
    let is_number = |field| matches!(field, Field::Number | Field::Bin | Field::Phone | Field::Email);
    let decides = match (reading.field, seen) {
        (field, seen) if field == seen => false,
        (Field::Head | Field::Ignore, _) => false,
        (_, Field::Ignore) => true,
        (field, seen) if is_number(field) && is_number(seen) => true,
        _ => reading.rank == 1,
    };
    if decides { (seen, Why::TitleAndContents) } else { (reading.field, Why::Title) }
}

/// Finds the language of names whose titles do not say it, and takes vague titles for names only where there
/// is no better one.
fn name_languages(found: &mut [(Column, u8)], profiles: &[Profile]) {
    let is_name = |field: Option<Field>| {
        matches!(field, Some(Field::Name | Field::NameKk | Field::NameRu | Field::NameEn))
    };
    let names = found.iter().filter(|(column, _)| is_name(column.field)).count();
    for (column, _) in found.iter_mut().filter(|(column, _)| column.field == Some(Field::Name)) {
        if column.why == Why::Mapping {
            continue;
        }
        let language = profiles.get(column.index).map_or(Field::Name, |profile| profile.language(names > 1));
        if language != Field::Name {
            (column.field, column.why) = (Some(language), Why::TitleAndContents);
        }
    }
    let best_of = |is_wanted: &dyn Fn(Option<Field>) -> bool| {
        let ranks = found.iter().filter(|(column, _)| is_wanted(column.field)).map(|(_, rank)| *rank);
        ranks.max().unwrap_or(0)
    };
    // Beside a name in one language stands the name in another, whatever its title says less of it.
    let (best, best_alike) = (best_of(&is_name), best_of(&|field| field == Some(Field::Name)));
    for (column, rank) in found.iter_mut() {
        let is_vague = *rank == VAGUE && best > VAGUE;
        if column.field == Some(Field::Name) && column.why != Why::Mapping && (is_vague || *rank < best_alike)
        {
            (column.field, column.why) = (None, Why::Nothing);
        }
    }
}

/// The rank of words that say what a column holds only where nothing else does.
const VAGUE: u8 = 1;

fn mapped(mapping: &Mapping, index: usize, title: &str) -> Option<Field> {
    let all = mapping.columns.iter().chain(&mapping.optional_columns);
    let by_title = all.clone().find(|(key, _)| is_title(key, title));
    by_title.or_else(|| all.clone().find(|(key, _)| column_of(key) == Some(index))).map(|(_, field)| *field)
}

/// Whether a key of a mapping names a column with this title.
pub(super) fn is_title(key: &str, title: &str) -> bool {
    let plain = |text: &str| fold(text).split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().concat();
    let wanted = plain(key);
    !wanted.is_empty() && (plain(title) == wanted || title.split(TITLE_ROWS).any(|row| plain(row) == wanted))
}
