//! How a batch stands, for whoever works on it: what is to be decided, and what applying would do.

use std::collections::{BTreeMap, HashMap, HashSet};

use birlik_entity::rows::list_row;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition};

use super::batches::{StoredSummary, Told};
use super::bodies::{Bodies, Key};
use super::error::ListError;
use super::service::Lists;
use super::store;

/// How a batch stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Rows in review.
    pub review: usize,
    /// Rows in review about which nobody has decided.
    pub undecided: usize,
    /// Rows that are not taken.
    pub rejected: usize,
    /// Rows that were applied.
    pub applied: usize,
    /// Decided bodies that wait to be applied and are not in the registry as far as the matching knows.
    pub to_create: usize,
    /// Decided bodies that wait to be applied and are in the registry.
    pub to_update: usize,
}

/// Which rows of a batch are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsShown {
    /// All of them.
    All,
    /// First rows of bodies that the registry does not have.
    New,
    /// Rows of bodies that another row or a record is.
    Duplicate,
    /// Rows about which a person decides, or decided.
    Review,
    /// Rows not taken because they are not about education.
    NotEducation,
    /// Rows not taken for another reason.
    Refused,
}

impl RowsShown {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::All, Self::Review, Self::New, Self::Duplicate, Self::NotEducation, Self::Refused];

    /// Its word in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::New => "new",
            Self::Duplicate => "duplicate",
            Self::Review => "review",
            Self::NotEducation => "not_education",
            Self::Refused => "refused",
        }
    }

    /// What a word in an address asks for.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    fn condition(self) -> Condition {
        let decision = |word: &str| list_row::Column::Decision.eq(word);
        let all = Condition::all();
        match self {
            Self::All => all,
            Self::New => all.add(decision("new")),
            Self::Duplicate => all.add(decision("duplicate")),
            Self::Review => all.add(decision("review")),
            Self::NotEducation => all.add(decision("rejected")).add(list_row::Column::Education.eq("no")),
            Self::Refused => all.add(decision("rejected")).add(list_row::Column::Education.ne("no")),
        }
    }
}

impl Lists {
    /// How a batch stands.
    pub async fn standing(&self, batch: &str) -> Result<Standing, ListError> {
        let rows = store::placed(self.store.read(), batch).await?;
        let bodies = Bodies::of(&rows);
        let mut standing = Standing::default();
        let mut waiting: BTreeMap<Key, bool> = BTreeMap::new();
        let mut there: HashSet<i32> = HashSet::new();
        for row in &rows {
            standing.review += usize::from(row.decision == "review");
            standing.rejected += usize::from(row.decision == "rejected");
            let key = bodies.of_row(row.number);
            if row.organization_id.is_some() {
                standing.applied += 1;
                there.extend(key.map(|key| key.0));
            } else if let Some(key) = key {
                let is_known = row.proposed_id.is_some() || bodies.proposed(key.0).is_some();
                *waiting.entry(key).or_default() |= key.1 == 0 && is_known;
            } else if row.decision == "review" {
                standing.undecided += 1;
            }
        }
        for (key, is_known) in waiting {
            if is_known || key.1 == 0 && there.contains(&key.0) {
                standing.to_update += 1;
            } else {
                standing.to_create += 1;
            }
        }
        Ok(standing)
    }

    /// How many rows of each batch nobody has decided about; batches without such rows are left out.
    pub async fn undecided(&self) -> Result<HashMap<String, u64>, ListError> {
        let counts = store::undecided(self.store.read()).await?;
        Ok(counts.into_iter().map(|(batch, rows)| (batch, u64::try_from(rows).unwrap_or_default())).collect())
    }

    /// Some rows of a batch, in order, and how many there are of this sort.
    pub async fn page(
        &self,
        batch: &str,
        shown: RowsShown,
        offset: u64,
        limit: u64,
    ) -> Result<(Vec<list_row::Model>, u64), ListError> {
        Ok(store::some_rows(self.store.read(), batch, shown.condition(), offset, limit).await?)
    }

    /// The next row after this one about which nobody has decided, or the first; none where all is decided.
    pub async fn next_undecided(&self, batch: &str, after: u32) -> Result<Option<u32>, ListError> {
        let undecided = RowsShown::Review
            .condition()
            .add(list_row::Column::Answer.is_null())
            .add(list_row::Column::OrganizationId.is_null())
            // Of rows that are asked about together the first stands for all.
            .add(
                Condition::any()
                    .add(list_row::Column::AskedWith.is_null())
                    .add(Expr::col(list_row::Column::AskedWith).equals(list_row::Column::Number)),
            );
        let later = undecided.clone().add(list_row::Column::Number.gt(store::number(after)));
        for condition in [later, undecided] {
            let (rows, _) = store::some_rows(self.store.read(), batch, condition, 0, 1).await?;
            if let Some(row) = rows.first() {
                return Ok(u32::try_from(row.number).ok());
            }
        }
        Ok(None)
    }

    /// How many rows of its batch are asked about together with a row, itself counted.
    pub async fn asked_together(&self, row: &list_row::Model) -> Result<u64, ListError> {
        Ok(store::asked_together(self.store.read(), row).await?)
    }

    /// Cells of a batch that could not be read, and what was assumed or left out of its file.
    pub async fn told(&self, batch: &str) -> Result<Told, ListError> {
        let stored: StoredSummary = serde_json::from_str(&self.batch(batch).await?.row.summary)?;
        Ok(stored.told)
    }
}
