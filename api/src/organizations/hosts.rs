//! When an institution changes, every record that it hosts is written again.

use sea_orm::DbErr;

use super::model::Organization;
use super::store::{self, Written};
use crate::institutions::{Institution, host_of};
use crate::log::{Subject, Verb, Write};

/// Writes the records of these institutions again; returns how many changed.
pub async fn refresh_hosts(write: &mut Write, institutions: &[Institution]) -> Result<usize, DbErr> {
    let mut written = Vec::new();
    for institution in institutions {
        let Some(id) = institution.id else { continue };
        let host = host_of(institution);
        for (id, document) in store::hosted_by(write.rows(), &id.to_string()).await? {
            let mut record: Organization =
                serde_json::from_str(&document).map_err(|error| DbErr::Type(error.to_string()))?;
            if record.host.as_ref() == Some(&host) {
                continue;
            }
            record.host = Some(host.clone());
            record.version = Some(record.version.unwrap_or(1).saturating_add(1));
            record.updated_at = Some(write.at().to_owned());
            let document = serde_json::to_string(&record).map_err(|error| DbErr::Type(error.to_string()))?;
            let seq = write.append(Subject::Organization(id), Verb::Updated, document.clone());
            written.push(Written { record, document, seq, is_new: false, keys: None });
        }
    }
    store::write(write.rows(), &written).await?;
    Ok(written.len())
}
