//! Finding or making the institution of each `host` while organizations are imported.

use std::collections::HashMap;

use birlik_entity::{Bin, InstitutionId};
use sea_orm::DbErr;

use super::model::Institution;
use super::rules::{host_of, institution_of, mint};
use super::store::{self, key};
use crate::log::{Subject, Verb, Write};
use crate::organizations::Host;
use crate::parsed::Parsed;

/// How many ids are tried for one institution: each is taken with a chance of about one in a hundred
/// thousand.
const MINT_ATTEMPTS: u32 = 3;

/// The institutions that the hosts of one batch may mean, and those made for them.
#[derive(Debug, Default)]
pub struct HostResolver {
    institutions: HashMap<InstitutionId, Institution>,
    bins: HashMap<Bin, InstitutionId>,
    names: HashMap<(String, String), InstitutionId>,
    written: Vec<(Institution, String, i64)>,
}

impl HostResolver {
    /// Reads the institutions that these hosts may mean.
    pub async fn load<'a>(
        write: &Write,
        hosts: impl Iterator<Item = &'a Host> + Clone + Send,
    ) -> Result<Self, DbErr> {
        let mut resolver = Self::default();
        // The ids that may be minted are read as well, so that none is given twice.
        let ids = hosts
            .clone()
            .flat_map(|host| {
                let seed = seed(host);
                host.id
                    .map(|id| id.0)
                    .into_iter()
                    .chain((0..MINT_ATTEMPTS).map(move |attempt| mint(&seed, attempt)))
            })
            .map(|id| id.to_string())
            .collect();
        let bins = hosts.clone().filter_map(|host| host.bin).map(|bin| bin.to_string()).collect();
        let mut keys: Vec<_> =
            hosts.filter(|host| host.id.is_none() && host.bin.is_none()).flat_map(name_keys).collect();
        keys.sort();
        keys.dedup();
        for institution in store::by_id_or_bin(write.rows(), ids, bins).await? {
            resolver.know(institution);
        }
        for institution in store::by_names(write.rows(), &keys).await? {
            resolver.know(institution);
        }
        Ok(resolver)
    }

    fn know(&mut self, institution: Institution) {
        let Some(id) = institution.id.map(|id| id.0) else { return };
        if let Some(bin) = institution.bin {
            self.bins.insert(bin.0, id);
        }
        let kato = institution.kato.map(|kato| kato.to_string());
        for name in &institution.names {
            self.names.entry(key(kato.as_deref(), &name.value)).or_insert(id);
        }
        self.institutions.insert(id, institution);
    }

    /// The host as the registry knows it: by id, BIN, or name and place; made where it is new.
    ///
    /// # Errors
    /// The reason, where id and BIN mean different institutions.
    pub fn resolve(&mut self, write: &mut Write, host: &Host, source: Option<&str>) -> Result<Host, String> {
        let by_id = host.id.map(|id| id.0).filter(|id| self.institutions.contains_key(id));
        let by_bin = host.bin.and_then(|bin| self.bins.get(&bin.0)).copied();
        if let (Some(_), Some(by_bin)) = (host.id, by_bin)
            && by_id.is_none_or(|by_id| by_id != by_bin)
        {
            return Err(format!(
                "the id and the BIN name different institutions: the BIN belongs to {by_bin}"
            ));
        }
        let known = by_id.or(by_bin).or_else(|| {
            let nameless = host.id.is_none() && host.bin.is_none();
            nameless.then(|| name_keys(host).iter().find_map(|key| self.names.get(key)).copied()).flatten()
        });
        if let Some(institution) = known.and_then(|id| self.institutions.get(&id)) {
            return Ok(host_of(institution));
        }
        let mut institution = institution_of(host, source);
        institution.id = Some(match host.id {
            Some(id) => id,
            None => Parsed(self.mint(host).ok_or("no id is left for this institution")?),
        });
        institution.version = Some(1);
        institution.updated_at = Some(write.at().to_owned());
        let id = institution.id.map(|id| id.0).ok_or("the institution has no id")?;
        let payload = serde_json::to_string(&institution).map_err(|error| error.to_string())?;
        let seq = write.append(Subject::Institution(id), Verb::Created, payload.clone());
        let resolved = host_of(&institution);
        self.know(institution.clone());
        self.written.push((institution, payload, seq));
        Ok(resolved)
    }

    fn mint(&self, host: &Host) -> Option<InstitutionId> {
        let seed = seed(host);
        (0..MINT_ATTEMPTS).map(|attempt| mint(&seed, attempt)).find(|id| !self.institutions.contains_key(id))
    }

    /// Writes the institutions that were made.
    pub async fn flush(&mut self, write: &Write) -> Result<(), DbErr> {
        store::upsert(write.rows(), &std::mem::take(&mut self.written)).await
    }
}

/// What an institution's id is minted from: the same host gets the same id in every registry.
fn seed(host: &Host) -> String {
    let name_key =
        || name_keys(host).first().map(|(kato, name)| format!("{kato}\n{name}")).unwrap_or_default();
    host.bin.map_or_else(name_key, |bin| bin.to_string())
}

fn name_keys(host: &Host) -> Vec<(String, String)> {
    let kato = host.kato.map(|kato| kato.to_string());
    host.names.iter().map(|name| key(kato.as_deref(), &name.value)).collect()
}
