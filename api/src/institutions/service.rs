//! Asking for institutions, and importing a list of them.

use std::collections::BTreeMap;
use std::io::{BufRead, ErrorKind, Read, Write};
use std::sync::Arc;

use birlik_entity::{Bin, InstitutionId, KatoCode};
use sea_orm::DbErr;

use super::model::Institution;
use super::recognition::{By, Known, Mention};
use super::{csv, rules, store};
use crate::areas::{Areas, CsvError, RowError};
use crate::clock::Clock;
use crate::log::{self, SYSTEM_ACTOR, Subject, Verb};
use crate::organizations::refresh_hosts;
use crate::parsed::Parsed;
use crate::privacy;
use crate::store::Store;

/// How many institutions an export reads at once.
const PAGE: u64 = 2000;

/// Why institutions could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum InstitutionError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// The file cannot be read.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

/// What an import did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct InstitutionImport {
    /// Institutions that are new.
    pub created: usize,
    /// Institutions that were written again.
    pub updated: usize,
    /// Institutions that were the same already.
    pub unchanged: usize,
    /// Records of organizations that were written again because of it.
    pub records: usize,
    /// Rows that were not taken.
    pub errors: Vec<RowError>,
}

/// Which institutions are asked for.
#[derive(Debug, Clone, Default)]
pub struct InstitutionRequest {
    /// With this BIN.
    pub bin: Option<Bin>,
    /// In this area and everything below it.
    pub area: Option<KatoCode>,
    /// With this in a name.
    pub name: Option<String>,
    /// After this id.
    pub after: Option<InstitutionId>,
    /// How many at most.
    pub limit: u64,
}

/// One page of institutions.
#[derive(Debug, Clone)]
pub struct InstitutionList {
    /// The institutions, by id.
    pub items: Vec<Institution>,
    /// How many the selection has.
    pub total: u64,
    /// The id after which the next page starts; `None` on the last.
    pub next: Option<InstitutionId>,
}

/// The institutions of a store.
#[derive(Debug, Clone)]
pub struct InstitutionService {
    store: Store,
    areas: Areas,
    clock: Arc<dyn Clock>,
}

impl InstitutionService {
    /// The institutions of a store.
    pub fn new(store: Store, areas: Areas, clock: Arc<dyn Clock>) -> Self {
        Self { store, areas, clock }
    }

    /// One institution by id.
    pub async fn find(&self, id: InstitutionId) -> Result<Option<Institution>, InstitutionError> {
        let found = store::by_id_or_bin(self.store.read(), &[id.to_string()], &[]).await?;
        Ok(found.into_iter().next())
    }

    /// One page of institutions, by id: complete to the end while others write.
    pub async fn list(&self, request: InstitutionRequest) -> Result<InstitutionList, InstitutionError> {
        let selection = store::Selection {
            after: request.after.map(|id| id.to_string()),
            bin: request.bin.map(|bin| bin.to_string()),
            kato: request
                .area
                .map(|area| area.subtree())
                .map(|(first, last)| (first.to_string(), last.to_string())),
            name: request.name,
            limit: request.limit + 1,
        };
        let (mut items, total) = store::list(self.store.read(), selection).await?;
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next =
            if more { items.last().and_then(|institution| institution.id).map(|id| id.0) } else { None };
        Ok(InstitutionList { items, total, next })
    }

    /// Imports a list from CSV (columns in `docs/records.md`): an institution is recognised by id, BIN, or name
    /// and place; its headcount is added under its date. All or nothing but the rows that are reported.
    pub async fn import(&self, file: impl Read) -> Result<InstitutionImport, InstitutionError> {
        self.write(csv::read(file)?, merge).await
    }

    /// Imports the bulk form, one institution a line, as [`InstitutionService::export`] writes it: what a line
    /// says takes the place of what was known.
    pub async fn import_lines(&self, input: impl BufRead) -> Result<InstitutionImport, InstitutionError> {
        self.write(read_lines(input)?, |_, line| line).await
    }

    /// Writes all institutions, one a line, by id, as the registry stood at one moment; returns how many.
    pub async fn export(&self, mut output: impl Write + Send) -> Result<u64, InstitutionError> {
        let snapshot = self.store.snapshot().await?;
        let (mut after, mut written) = (String::new(), 0);
        loop {
            let page = store::document_page(&snapshot, &after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after.clone_from(last);
            for (_, document) in &page {
                output.write_all(document.as_bytes())?;
                output.write_all(b"\n")?;
            }
            written += page.len() as u64;
        }
        output.flush()?;
        Ok(written)
    }

    /// Writes rows in one transaction; `combine` makes of what was known and of a row what is to be.
    async fn write(
        &self,
        (rows, errors): csv::Rows,
        combine: impl Fn(&Institution, Institution) -> Institution,
    ) -> Result<InstitutionImport, InstitutionError> {
        let mut import = InstitutionImport { errors, ..InstitutionImport::default() };
        let mut write = log::Write::begin(&self.store, &self.clock, SYSTEM_ACTOR).await?;
        let tree = self.areas.tree();
        let mut right = Vec::new();
        for (line, row) in rows {
            match rules::checked(row, &tree) {
                Ok(row) => right.push((line, Mention::of(&row), row)),
                Err((field, reason)) => import.errors.push(RowError { line, field, reason }),
            }
        }
        let mut known = store::known(write.rows(), right.iter().map(|(_, mention, _)| mention)).await?;
        let mut written = BTreeMap::new();
        for (line, mention, row) in right {
            let (verb, institution) = match change(&mut known, &mention, row, &combine, write.at()) {
                Ok(Some(change)) => change,
                Ok(None) => {
                    import.unchanged += 1;
                    continue;
                }
                Err((field, reason)) => {
                    import.errors.push(RowError { line, field, reason });
                    continue;
                }
            };
            match verb {
                Verb::Created => import.created += 1,
                _ => import.updated += 1,
            }
            let Some(id) = institution.id.map(|id| id.0) else { continue };
            let payload =
                serde_json::to_string(&institution).map_err(|error| DbErr::Custom(error.to_string()))?;
            let seq = write.append(Subject::Institution(id), verb, payload.clone());
            known.learn(institution.clone());
            // Rows about one institution are one row of the table: the last.
            written.insert(id, (institution, payload, seq));
        }
        import.errors.sort_by_key(|error| error.line);
        let written: Vec<_> = written.into_values().collect();
        store::upsert(write.rows(), &written).await?;
        let changed: Vec<Institution> = written.into_iter().map(|(institution, ..)| institution).collect();
        import.records = refresh_hosts(&mut write, &changed).await?;
        write.commit().await?;
        Ok(import)
    }
}

/// What a row makes of an institution; `None` where it is so already.
fn change(
    known: &mut Known,
    mention: &Mention,
    row: Institution,
    combine: impl Fn(&Institution, Institution) -> Institution,
    at: &str,
) -> Result<Option<(Verb, Institution)>, (String, String)> {
    let before = known.recognize(mention, By::Row).map_err(|(field, reason)| (field.to_owned(), reason))?;
    if let Some(before) = before {
        let mut after = combine(before, row);
        rules::check_size(&after)?;
        (after.id, after.version, after.updated_at) = (before.id, before.version, before.updated_at.clone());
        if after == *before {
            return Ok(None);
        }
        after.version = Some(before.version.unwrap_or(1).saturating_add(1));
        after.updated_at = Some(at.to_owned());
        return Ok(Some((Verb::Updated, after)));
    }
    let mut new = row;
    let id = mention.id.or_else(|| known.mint(mention)).ok_or_else(|| {
        let reason = "no id is left for this institution; expected an id in the row";
        ("id".to_owned(), reason.to_owned())
    })?;
    new.id = Some(Parsed(id));
    // A new institution brings its version and time along.
    new.version = new.version.or(Some(1));
    new.updated_at.get_or_insert_with(|| at.to_owned());
    Ok(Some((Verb::Created, new)))
}

/// The institutions of the bulk form by line; lines that cannot be read are reported and left out.
fn read_lines(input: impl BufRead) -> Result<csv::Rows, CsvError> {
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    for (text, line) in input.lines().zip(1..) {
        let text = text.map_err(|error| match error.kind() {
            ErrorKind::InvalidData => CsvError::NotUtf8 { line },
            _ => CsvError::Unreadable(error.into()),
        })?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            continue;
        }
        match serde_json::from_str::<Institution>(text) {
            Ok(institution) => rows.push((line, institution)),
            Err(error) => {
                // The reason may repeat what stands in the line.
                let reason = privacy::redact(&error.to_string()).0.into_owned();
                errors.push(RowError { line, field: "line".into(), reason });
            }
        }
    }
    Ok((rows, errors))
}

/// What is known, with what a row of a list adds.
fn merge(before: &Institution, row: Institution) -> Institution {
    let mut after = before.clone();
    after.number = row.number.or(after.number);
    after.bin = row.bin.or(after.bin);
    after.kato = row.kato.or(after.kato);
    for name in row.names {
        match after.names.iter_mut().find(|known| known.lang == name.lang) {
            Some(known) => known.value = name.value,
            None => after.names.push(name),
        }
    }
    for headcount in row.headcounts {
        rules::add_headcount(&mut after.headcounts, headcount);
    }
    after
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn institution(value: serde_json::Value) -> Institution {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn the_next_version_of_the_last_is_the_last() {
        let mut known = Known::default();
        known.learn(institution(json!({"id": "m1xhnyb05", "bin": "990140001154", "version": i64::MAX})));
        let row = institution(json!({"bin": "990140001154", "number": "25"}));
        let mention = Mention::of(&row);
        let (verb, after) = change(&mut known, &mention, row.clone(), merge, "now").unwrap().unwrap();
        assert_eq!((verb, after.version), (Verb::Updated, Some(i64::MAX)));
        assert_eq!(after.updated_at.as_deref(), Some("now"));
        known.learn(after);
        assert_eq!(change(&mut known, &mention, row, merge, "later"), Ok(None));
    }

    #[test]
    fn lines_that_cannot_be_read_are_reported_without_personal_data() {
        let text = "\u{feff}{\"number\":\"1\"}\n\n{\"headcounts\":[{\"staff\":\"991231599997\"}]}\n{\n";
        let (rows, errors) = read_lines(text.as_bytes()).unwrap();
        assert_eq!((rows.len(), rows[0].0), (1, 1));
        assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [3, 4]);
        assert!(errors.iter().all(|error| !error.reason.contains("991231599997")), "{errors:?}");
        let error = read_lines(&b"{}\n\xff\xfe\n"[..]).unwrap_err();
        assert!(matches!(error, CsvError::NotUtf8 { line: 2 }), "{error}");
    }
}
