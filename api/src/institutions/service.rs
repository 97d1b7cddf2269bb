//! Asking for institutions, and importing a list of them.

use std::io::{BufRead, Read};
use std::sync::Arc;

use birlik_entity::{Bin, InstitutionId, KatoCode};
use sea_orm::DbErr;

use super::model::Institution;
use super::{csv, rules, store};
use crate::areas::{Areas, CsvError, RowError};
use crate::clock::Clock;
use crate::log::{SYSTEM_ACTOR, Subject, Verb, Write};
use crate::organizations::refresh_hosts;
use crate::parsed::Parsed;
use crate::store::Store;

/// Why institutions could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum InstitutionError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// The file cannot be read.
    #[error(transparent)]
    Csv(#[from] CsvError),
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
        let found = store::by_id_or_bin(self.store.read(), vec![id.to_string()], Vec::new()).await?;
        Ok(found.into_iter().next())
    }

    /// One page of institutions, by id: complete to the end while others write.
    pub async fn list(&self, request: InstitutionRequest) -> Result<InstitutionList, InstitutionError> {
        let selection = store::Selection {
            after: request.after.map(|id| id.to_string()),
            bin: request.bin.map(|bin| bin.to_string()),
            kato: request.area.map(range),
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
        let (mut rows, mut errors) = (Vec::new(), Vec::new());
        for (text, line) in input.lines().zip(1..) {
            let text = text.map_err(|error| CsvError::Unreadable(error.into()))?;
            if text.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<Institution>(&text) {
                Ok(institution) => rows.push((line, institution)),
                Err(error) => errors.push(RowError { line, field: "line".into(), reason: error.to_string() }),
            }
        }
        self.write((rows, errors), |_, line| line).await
    }

    /// Writes all institutions, one a line, by id; returns how many.
    pub async fn export(&self, mut output: impl std::io::Write) -> Result<u64, InstitutionError> {
        let (mut after, mut written) = (None, 0);
        loop {
            let selection = store::Selection { after, limit: 1000, ..store::Selection::default() };
            let (page, _) = store::list(self.store.read(), selection).await?;
            for institution in &page {
                let line =
                    serde_json::to_string(institution).map_err(|error| DbErr::Custom(error.to_string()))?;
                writeln!(output, "{line}").map_err(|error| DbErr::Custom(error.to_string()))?;
            }
            written += page.len() as u64;
            match page.last().and_then(|institution| institution.id) {
                Some(id) => after = Some(id.to_string()),
                None => return Ok(written),
            }
        }
    }

    /// Writes rows in one transaction; `combine` makes of what was known and of a row what is to be.
    async fn write(
        &self,
        (rows, errors): csv::Rows,
        combine: impl Fn(&Institution, Institution) -> Institution,
    ) -> Result<InstitutionImport, InstitutionError> {
        let mut import = InstitutionImport { errors, ..InstitutionImport::default() };
        let mut write = Write::begin(&self.store, &self.clock, SYSTEM_ACTOR).await?;
        let mut changed = Vec::new();
        let tree = self.areas.tree();
        for (line, row) in rows {
            if let Err((field, reason)) = rules::check(&row, &tree) {
                import.errors.push(RowError { line, field, reason });
                continue;
            }
            let Ok(known) = recognize(&write, &row).await? else {
                let reason = "id and BIN name different institutions; expected one of them alone".to_owned();
                import.errors.push(RowError { line, field: "id".into(), reason });
                continue;
            };
            let (verb, mut institution) = if let Some(before) = known {
                let mut after = combine(&before, row);
                (after.id, after.version, after.updated_at) =
                    (before.id, before.version, before.updated_at.clone());
                if after == before {
                    import.unchanged += 1;
                    continue;
                }
                after.version = Some(before.version.unwrap_or(1) + 1);
                after.updated_at = None;
                import.updated += 1;
                (Verb::Updated, after)
            } else {
                let mut new = row;
                if new.id.is_none() {
                    new.id = Some(Parsed(mint(&write, &new).await?));
                }
                new.version = new.version.or(Some(1));
                import.created += 1;
                (Verb::Created, new)
            };
            institution.updated_at.get_or_insert_with(|| write.at().to_owned());
            let Some(id) = institution.id else { continue };
            let payload =
                serde_json::to_string(&institution).map_err(|error| DbErr::Custom(error.to_string()))?;
            let seq = write.append(Subject::Institution(id.0), verb, payload.clone());
            store::upsert(write.rows(), &[(institution.clone(), payload, seq)]).await?;
            changed.retain(|known: &Institution| known.id != institution.id);
            changed.push(institution);
        }
        import.records = refresh_hosts(&mut write, &changed).await?;
        write.commit().await?;
        Ok(import)
    }
}

/// The institution that a row means; an error where id and BIN mean different ones.
async fn recognize(write: &Write, row: &Institution) -> Result<Result<Option<Institution>, ()>, DbErr> {
    let ids: Vec<String> = row.id.iter().map(ToString::to_string).collect();
    let bins: Vec<String> = row.bin.iter().map(ToString::to_string).collect();
    let found = store::by_id_or_bin(write.rows(), ids, bins).await?;
    if found.len() > 1 || (row.id.is_some() && found.iter().any(|known| known.id != row.id)) {
        return Ok(Err(()));
    }
    if !found.is_empty() || row.id.is_some() {
        return Ok(Ok(found.into_iter().next()));
    }
    let kato = row.kato.map(|kato| kato.to_string());
    let keys: Vec<_> = row.names.iter().map(|name| store::key(kato.as_deref(), &name.value)).collect();
    let named = store::by_names(write.rows(), &keys).await?;
    // A name alone does not recognise an institution whose BIN says that it is another one.
    Ok(Ok(named
        .into_iter()
        .find(|known| known.kato == row.kato && (row.bin.is_none() || known.bin.is_none()))))
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

async fn mint(write: &Write, row: &Institution) -> Result<InstitutionId, DbErr> {
    let name = row.names.first().map(|name| name.value.as_str()).unwrap_or_default();
    let (kato, name) = store::key(row.kato.map(|kato| kato.to_string()).as_deref(), name);
    let seed = row.bin.map_or_else(|| format!("{kato}\n{name}"), |bin| bin.to_string());
    let mut attempt = 0;
    loop {
        let id = rules::mint(&seed, attempt);
        if store::by_id_or_bin(write.rows(), vec![id.to_string()], Vec::new()).await?.is_empty() {
            return Ok(id);
        }
        attempt += 1;
    }
}

/// First and last code of an area and everything below it.
fn range(kato: KatoCode) -> (String, String) {
    let code = kato.to_string();
    let significant = match code.trim_end_matches('0').len() {
        0..=2 => 2,
        3 | 4 => 4,
        5 | 6 => 6,
        _ => 9,
    };
    (code.clone(), format!("{:9<9}", &code[..significant]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_below_an_area() {
        let of = |code: &str| range(code.parse().unwrap());
        assert_eq!(of("350000000"), ("350000000".into(), "359999999".into()));
        assert_eq!(of("351600000"), ("351600000".into(), "351699999".into()));
        assert_eq!(of("113820100"), ("113820100".into(), "113820100".into()));
    }
}
