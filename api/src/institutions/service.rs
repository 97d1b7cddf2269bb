//! Asking for institutions, and importing a list of them.

use std::io::Read;
use std::sync::Arc;

use birlik_entity::{Bin, InstitutionId, KatoCode};
use sea_orm::DbErr;

use super::model::Institution;
use super::{csv, rules, store};
use crate::areas::{CsvError, RowError};
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
    clock: Arc<dyn Clock>,
}

impl InstitutionService {
    /// The institutions of a store.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
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

    /// Imports a list from CSV (columns in `institutions/csv.rs` and `docs/operations.md`): an institution
    /// is recognised by id, BIN, or name and place; its headcount is added under its date. All or nothing
    /// but the rows that are reported.
    pub async fn import(&self, file: impl Read) -> Result<InstitutionImport, InstitutionError> {
        let (rows, errors) = csv::read(file)?;
        let mut import = InstitutionImport { errors, ..InstitutionImport::default() };
        let mut write = Write::begin(&self.store, &self.clock, SYSTEM_ACTOR).await?;
        let mut changed = Vec::new();
        for (line, row) in rows {
            let Some((mut institution, before)) = self.merge(&write, row, &changed).await? else {
                import.errors.push(RowError {
                    line,
                    field: "id".into(),
                    reason: "id and BIN name different institutions; expected one of them alone".into(),
                });
                continue;
            };
            if before.as_ref() == Some(&institution) {
                import.unchanged += 1;
                continue;
            }
            let verb = if let Some(before) = &before {
                institution.version = Some(before.version.unwrap_or(1) + 1);
                import.updated += 1;
                Verb::Updated
            } else {
                institution.version = Some(1);
                import.created += 1;
                Verb::Created
            };
            institution.updated_at = Some(write.at().to_owned());
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

    /// The institution after a row, and as it was before; `None` where the row contradicts itself.
    async fn merge(
        &self,
        write: &Write,
        row: Institution,
        changed: &[Institution],
    ) -> Result<Option<(Institution, Option<Institution>)>, DbErr> {
        let ids: Vec<String> = row.id.iter().map(ToString::to_string).collect();
        let bins: Vec<String> = row.bin.iter().map(ToString::to_string).collect();
        let mut found = store::by_id_or_bin(write.rows(), ids, bins).await?;
        if found.len() > 1 {
            return Ok(None);
        }
        if found.is_empty() && row.id.is_none() {
            let kato = row.kato.map(|kato| kato.to_string());
            let keys: Vec<_> =
                row.names.iter().map(|name| store::key(kato.as_deref(), &name.value)).collect();
            let named = store::by_names(write.rows(), &keys).await?;
            // A name alone does not recognise an institution whose BIN says that it is another one.
            found = named
                .into_iter()
                .filter(|known| known.kato == row.kato && (row.bin.is_none() || known.bin.is_none()))
                .take(1)
                .collect();
        }
        let Some(before) = found.into_iter().next() else {
            let mut institution = row;
            if institution.id.is_none() {
                institution.id = Some(Parsed(self.mint(write, &institution, changed).await?));
            }
            return Ok(Some((institution, None)));
        };
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
        Ok(Some((after, Some(before))))
    }

    async fn mint(
        &self,
        write: &Write,
        row: &Institution,
        changed: &[Institution],
    ) -> Result<InstitutionId, DbErr> {
        let name = row.names.first().map(|name| name.value.as_str()).unwrap_or_default();
        let (kato, name) = store::key(row.kato.map(|kato| kato.to_string()).as_deref(), name);
        let seed = row.bin.map_or_else(|| format!("{kato}\n{name}"), |bin| bin.to_string());
        let mut attempt = 0;
        loop {
            let id = rules::mint(&seed, attempt);
            let taken = changed.iter().any(|known| known.id == Some(Parsed(id)))
                || !store::by_id_or_bin(write.rows(), vec![id.to_string()], Vec::new()).await?.is_empty();
            if !taken {
                return Ok(id);
            }
            attempt += 1;
        }
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
