//! Finding or making the institution of each `host` while organizations are imported. Which one is meant is
//! asked of `recognition`.

use birlik_entity::{InstitutionId, KatoCode};
use sea_orm::DbErr;

use super::model::Institution;
use super::recognition::{By, Known, Mention};
use super::rules::{host_of, institution_of};
use super::store;
use crate::log::{Subject, Verb, Write};
use crate::organizations::Host;
use crate::parsed::Parsed;

/// The institutions that the hosts of one batch may mean, and those made for them.
#[derive(Debug, Default)]
pub struct HostResolver {
    known: Known,
    written: Vec<(Institution, String, i64)>,
}

impl HostResolver {
    /// Reads the institutions that these hosts may mean; beside each host the area of its record.
    pub async fn load(write: &Write, hosts: &[(Host, Option<KatoCode>)]) -> Result<Self, DbErr> {
        let mentions: Vec<Mention> =
            hosts.iter().map(|(host, area)| Mention::of(&institution_of(host, *area, None))).collect();
        Ok(Self { known: store::known(write.rows(), mentions.iter()).await?, written: Vec::new() })
    }

    /// The host as the registry knows it: by id, BIN, or name and place (where the host has none, the area of
    /// its record); made where it is new. `current` is the institution that the record has by now: it stays
    /// where a name alone would not tell it from its namesakes.
    ///
    /// # Errors
    /// The reason, where id and BIN mean different institutions.
    pub fn resolve(
        &mut self,
        write: &mut Write,
        host: &Host,
        area: Option<KatoCode>,
        current: Option<InstitutionId>,
        source: Option<&str>,
    ) -> Result<Host, String> {
        let mut institution = institution_of(host, area, source);
        let mention = Mention::of(&institution);
        let known = self.known.recognize(&mention, By::Host { current });
        if let Some(known) = known.map_err(|(_, reason)| reason)? {
            return Ok(host_of(known));
        }
        let id = mention.id.or_else(|| self.known.mint(&mention));
        let id = id.ok_or("no id is left for this institution; expected an id or a BIN")?;
        institution.id = Some(Parsed(id));
        institution.version = Some(1);
        institution.updated_at = Some(write.at().to_owned());
        let payload = serde_json::to_string(&institution).map_err(|error| error.to_string())?;
        let seq = write.append(Subject::Institution(id), Verb::Created, payload.clone());
        let resolved = host_of(&institution);
        self.known.learn(institution.clone());
        self.written.push((institution, payload, seq));
        Ok(resolved)
    }

    /// Writes the institutions that were made.
    pub async fn flush(&mut self, write: &Write) -> Result<(), DbErr> {
        store::upsert(write.rows(), &std::mem::take(&mut self.written)).await
    }
}
