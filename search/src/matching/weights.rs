//! The table of weights: `data/matching-weights.tsv`, which says what its numbers mean.

use std::sync::LazyLock;

use super::lexicon::rows;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Feature {
    /// How likely it is before anything is compared.
    Prior,
    /// Business identification number.
    Bin,
    /// The body's own name.
    OwnName,
    /// What it is for.
    Purpose,
    /// Legal form.
    LegalForm,
    /// Region.
    Region,
    /// District or city.
    District,
    /// Date of registration or foundation.
    Date,
    /// Telephone.
    Phone,
    /// Mailbox.
    Email,
    /// Kind of body.
    Kind,
    /// School subjects.
    Subject,
    /// Number of the host.
    HostNumber,
    /// Name of the host.
    HostName,
    /// What the host is.
    HostType,
}

impl Feature {
    /// All features, in the order of the table.
    pub const ALL: [Feature; 15] = [
        Feature::Prior,
        Feature::Bin,
        Feature::OwnName,
        Feature::Purpose,
        Feature::LegalForm,
        Feature::Region,
        Feature::District,
        Feature::Date,
        Feature::Phone,
        Feature::Email,
        Feature::Kind,
        Feature::Subject,
        Feature::HostNumber,
        Feature::HostName,
        Feature::HostType,
    ];

    /// Its name in the table.
    pub fn code(self) -> &'static str {
        match self {
            Self::Prior => "prior",
            Self::Bin => "bin",
            Self::OwnName => "own_name",
            Self::Purpose => "purpose",
            Self::LegalForm => "legal_form",
            Self::Region => "region",
            Self::District => "district",
            Self::Date => "date",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Kind => "kind",
            Self::Subject => "subject",
            Self::HostNumber => "host_number",
            Self::HostName => "host_name",
            Self::HostType => "host_type",
        }
    }
}

/// What a feature is worth.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Weight {
    /// Share of the logarithm of rarity that an agreement is worth.
    pub agree: f64,
    /// The most that an agreement is worth.
    pub most: f64,
    /// Worth of a half agreement.
    pub partly: f64,
    /// Worth of a difference.
    pub differ: f64,
    /// Worth where only one side says something.
    pub missing: f64,
}

/// The weights of all features.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights([Weight; Feature::ALL.len()]);

static TABLE: LazyLock<Weights> = LazyLock::new(|| {
    let mut weights = Weights([Weight::default(); Feature::ALL.len()]);
    for line in rows(include_str!("../../data/matching-weights.tsv")) {
        let mut columns = line.split('\t');
        let name = columns.next().unwrap_or_default();
        let Some(feature) = Feature::ALL.iter().find(|feature| feature.code() == name) else { continue };
        let mut number = || columns.next().and_then(|text| text.trim().parse().ok()).unwrap_or_default();
        let [agree, most, partly, differ, missing] = std::array::from_fn(|_| number());
        weights.0[*feature as usize] = Weight { agree, most, partly, differ, missing };
    }
    weights
});

impl Default for Weights {
    fn default() -> Weights {
        TABLE.clone()
    }
}

impl Weights {
    /// The weight of a feature.
    pub fn of(&self, feature: Feature) -> Weight {
        self.0[feature as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_weight() {
        for feature in Feature::ALL {
            assert_ne!(Weights::default().of(feature), Weight::default(), "{}", feature.code());
        }
        assert_eq!(rows(include_str!("../../data/matching-weights.tsv")).count(), Feature::ALL.len());
    }
}
