//! Ids of records that were merged away lead to the record that stays, through all merges.
//!
//! A merge holds until it is split again; only those that hold are looked at here.

use std::collections::HashMap;

use birlik_entity::OrganizationId;
use birlik_entity::rows::organization_merge;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// Few enough values for the parameter limits of both stores.
const VALUES_A_STATEMENT: usize = 5000;

/// Ids that lead elsewhere, each with the next step.
#[derive(Debug, Clone, Default)]
pub(crate) struct Redirects(HashMap<OrganizationId, OrganizationId>);

impl Redirects {
    /// All that there are.
    pub(crate) async fn all(connection: &impl ConnectionTrait) -> Result<Self, DbErr> {
        Ok(Self(steps(connection, None).await?.into_iter().collect()))
    }

    /// Those of some ids, to their ends.
    pub(crate) async fn of(
        connection: &impl ConnectionTrait,
        ids: impl IntoIterator<Item = OrganizationId>,
    ) -> Result<Self, DbErr> {
        let mut redirects = Self::default();
        let mut next: Vec<OrganizationId> = ids.into_iter().collect();
        while !next.is_empty() {
            let mut found = Vec::new();
            for chunk in next.chunks(VALUES_A_STATEMENT) {
                found.extend(steps(connection, Some(chunk)).await?);
            }
            next = found
                .into_iter()
                .filter_map(|(from, into)| redirects.0.insert(from, into).is_none().then_some(into))
                .collect();
        }
        Ok(redirects)
    }

    /// The record that an id means: another one where it was merged away.
    pub(crate) fn living(&self, id: OrganizationId) -> OrganizationId {
        let mut at = id;
        // A chain has at most as many steps as there are redirects.
        for _ in 0..self.0.len() {
            match self.0.get(&at) {
                Some(into) => at = *into,
                None => break,
            }
        }
        at
    }

    /// The record that stands for an id, where this was merged away.
    pub(crate) fn away(&self, id: OrganizationId) -> Option<OrganizationId> {
        self.0.contains_key(&id).then(|| self.living(id))
    }

    /// The ids that lead to a record, in order.
    pub(crate) fn leading_to(&self, into: OrganizationId) -> Vec<OrganizationId> {
        let mut ids: Vec<OrganizationId> =
            self.0.keys().copied().filter(|id| self.living(*id) == into).collect();
        ids.sort();
        ids
    }
}

async fn steps(
    connection: &impl ConnectionTrait,
    of: Option<&[OrganizationId]>,
) -> Result<Vec<(OrganizationId, OrganizationId)>, DbErr> {
    let mut query = organization_merge::Entity::find()
        .select_only()
        .columns([organization_merge::Column::FromId, organization_merge::Column::IntoId])
        .filter(organization_merge::Column::UndoneAt.is_null());
    if let Some(ids) = of {
        query = query.filter(organization_merge::Column::FromId.is_in(ids.iter().map(ToString::to_string)));
    }
    let rows: Vec<(String, String)> = query.into_tuple().all(connection).await?;
    Ok(rows.into_iter().filter_map(|(from, into)| Some((from.parse().ok()?, into.parse().ok()?))).collect())
}

#[cfg(test)]
mod tests {
    use super::super::rules::mint;
    use super::*;

    #[test]
    fn an_id_leads_through_all_merges() {
        let [one, two, three, other] = ["1", "2", "3", "4"].map(|key| mint(key, 0));
        let redirects = Redirects(HashMap::from([(one, two), (two, three)]));
        assert_eq!((redirects.living(one), redirects.away(two)), (three, Some(three)));
        assert_eq!((redirects.living(other), redirects.away(three)), (other, None));
        let mut both = vec![one, two];
        both.sort();
        assert_eq!(redirects.leading_to(three), both);
    }

    #[test]
    fn a_circle_ends() {
        let [one, two] = ["1", "2"].map(|key| mint(key, 0));
        Redirects(HashMap::from([(one, two), (two, one)])).living(one);
    }
}
