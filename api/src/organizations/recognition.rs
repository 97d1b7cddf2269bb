//! Which record a line means: by id, then identifiers, then BIN, then (list, row), then the digest of the
//! line. Contradictions are reported, never guessed. No I/O: [`Known`] is read by the caller.

use std::collections::{BTreeSet, HashMap, HashSet};

use birlik_entity::{Bin, OrganizationId};

use super::model::Organization;
use super::read::Finding;
use super::redirects::Redirects;
use super::rules::{line_digest, mint};

/// How many ids are tried for one record: with 100,000 records one is taken with a chance of 1 in 10,000.
pub(super) const MINT_ATTEMPTS: u32 = 4;

/// A name under which a record is recognised: scheme and value.
pub(super) type Key = (String, String);

/// The keys of a record in the order in which they are asked; the digest of its line only where it has
/// nothing else.
pub(super) fn keys(record: &Organization) -> Vec<Key> {
    let mut keys: Vec<Key> = record
        .identifiers
        .iter()
        .map(|identifier| (format!("identifier/{}", identifier.scheme), identifier.value.clone()))
        .collect();
    keys.extend(
        record
            .sources
            .iter()
            .filter_map(|source| Some((format!("source/{}", source.list), source.row.clone()?))),
    );
    if keys.is_empty() && record.bin.is_none() {
        keys.push(("line".to_owned(), line_digest(record)));
    }
    let mut seen = HashSet::new();
    keys.retain(|key| seen.insert(key.clone()));
    keys
}

/// The ids that may be minted for a record.
pub(super) fn candidates(record: &Organization, keys: &[Key]) -> impl Iterator<Item = OrganizationId> {
    let seed = match (keys.first(), record.bin) {
        (Some((scheme, value)), bin) if scheme.starts_with("identifier/") || bin.is_none() => {
            format!("{scheme}\n{value}")
        }
        (_, Some(bin)) => format!("bin\n{bin}"),
        _ => line_digest(record),
    };
    (0..MINT_ATTEMPTS).map(move |attempt| mint(&seed, attempt))
}

/// What the registry knows of the lines of a batch.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) ids: HashSet<OrganizationId>,
    pub(super) keys: HashMap<Key, Vec<OrganizationId>>,
    pub(super) bins: HashMap<Bin, Vec<OrganizationId>>,
    /// What the records are known by that a line must not contradict.
    pub(super) facts: HashMap<OrganizationId, Facts>,
    /// Ids that lead to other records.
    pub(super) redirects: Redirects,
}

/// What a record is known by.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    bin: Option<Bin>,
    identifiers: Vec<(String, String)>,
}

impl Facts {
    /// What a record is known by.
    pub(super) fn of(record: &Organization) -> Self {
        Self {
            bin: record.bin.map(|bin| bin.0),
            identifiers: record
                .identifiers
                .iter()
                .map(|one| (one.scheme.clone(), one.value.clone()))
                .collect(),
        }
    }

    /// The field in which a line says something else than these.
    fn contradicted_by(&self, line: &Self) -> Option<&'static str> {
        if self.bin.zip(line.bin).is_some_and(|(known, new)| known != new) {
            return Some("bin");
        }
        let differs = |(scheme, value): &(String, String)| {
            self.identifiers.iter().any(|(known, _)| known == scheme)
                && !self
                    .identifiers
                    .iter()
                    .any(|(known, known_value)| known == scheme && known_value == value)
        };
        line.identifiers.iter().any(differs).then_some("identifiers")
    }
}

/// Which record a line means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recognized {
    /// One that the registry has.
    Old(OrganizationId),
    /// A new one, to have this id.
    New(OrganizationId),
}

impl Known {
    /// Recognises a line.
    pub(super) fn recognize(&self, record: &Organization, keys: &[Key]) -> Result<Recognized, Finding> {
        let id = record.id.map(|id| id.0);
        if let Some(into) = id.and_then(|id| self.redirects.away(id)) {
            let reason = format!("this record was found to be the same body as {into}; expected that id");
            return Err(Finding::new("id", reason));
        }
        let mut answers: Vec<(String, BTreeSet<OrganizationId>)> = Vec::new();
        let mut ask = |field: String, ids: Option<&Vec<OrganizationId>>| {
            if let Some(ids) = ids.filter(|ids| !ids.is_empty()) {
                answers.push((field, ids.iter().copied().collect()));
            }
        };
        for (at, key) in keys.iter().enumerate().filter(|(_, (scheme, _))| scheme.starts_with("identifier/"))
        {
            ask(format!("identifiers[{at}]"), self.keys.get(key));
        }
        if let Some(bin) = record.bin {
            ask("bin".to_owned(), self.bins.get(&bin.0));
        }
        for key in keys.iter().filter(|(scheme, _)| !scheme.starts_with("identifier/")) {
            ask("sources".to_owned(), self.keys.get(key));
        }
        if let Some(id) = id.filter(|id| self.ids.contains(id)) {
            // The id decides, unless what the line says of itself is another record's.
            return match answers.iter().find(|(field, ids)| field != "sources" && !ids.contains(&id)) {
                None => Ok(Recognized::Old(id)),
                Some((field, ids)) => Err(Finding::new(
                    field.clone(),
                    format!("the id means {id} and `{field}` means {}; expected one record", list(ids)),
                )),
            };
        }
        let Some((field, first)) = answers.first() else {
            let is_free = |id: &OrganizationId| !self.ids.contains(id) && self.redirects.away(*id).is_none();
            return match id.or_else(|| candidates(record, keys).find(is_free)) {
                Some(id) => Ok(Recognized::New(id)),
                None => Err(Finding::new("id", "no id is left for this record; expected an id in the line")),
            };
        };
        // All answers must have one record in common.
        let mut common = first.clone();
        for (other, ids) in &answers[1..] {
            let both: BTreeSet<_> = common.intersection(ids).copied().collect();
            if both.is_empty() {
                let (one, two) = (list(&common), list(ids));
                return Err(Finding::new(
                    other.clone(),
                    format!("`{field}` means {one} and `{other}` means {two}; expected one record"),
                ));
            }
            common = both;
        }
        match (common.first(), common.len(), id) {
            (Some(found), 1, None) => {
                let known = self.facts.get(found).and_then(|facts| facts.contradicted_by(&Facts::of(record)));
                match known {
                    None => Ok(Recognized::Old(*found)),
                    Some(other) => Err(Finding::new(
                        other,
                        format!(
                            "`{field}` means {found}, which has another value here; expected its id, if it changed"
                        ),
                    )),
                }
            }
            (Some(found), 1, Some(_)) => Err(Finding::new(
                "id",
                format!(
                    "the id is not known, and `{field}` means {found}; expected the id of that record, or none"
                ),
            )),
            _ => Err(Finding::new(
                field.clone(),
                format!("`{field}` means several records: {}; expected an id", list(&common)),
            )),
        }
    }

    /// From now on this record is known under these keys.
    pub(super) fn learn(&mut self, id: OrganizationId, record: &Organization, keys: &[Key]) {
        self.ids.insert(id);
        self.facts.insert(id, Facts::of(record));
        for key in keys {
            let ids = self.keys.entry(key.clone()).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if let Some(bin) = record.bin {
            let ids = self.bins.entry(bin.0).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
}

fn list(ids: &BTreeSet<OrganizationId>) -> String {
    ids.iter().take(5).map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::read::{Reading, read};
    use super::*;

    fn record(extra: &str) -> Organization {
        let line =
            format!(r#"{{"kind":"ngo","level":"region","names":[{{"value":"Өркен","lang":"kk"}}]{extra}}}"#);
        match read(&line) {
            Reading::Right(record, _) => *record,
            Reading::Wrong(errors) => panic!("{errors:?}"),
        }
    }

    fn known(records: &[&Organization]) -> (Known, Vec<OrganizationId>) {
        let mut known = Known::default();
        let ids = records
            .iter()
            .map(|record| {
                let keys = keys(record);
                let Ok(Recognized::New(id)) = known.recognize(record, &keys) else { panic!("not new") };
                known.learn(id, record, &keys);
                id
            })
            .collect();
        (known, ids)
    }

    #[test]
    fn the_order_of_recognition() {
        let by_identifier = record(r#","identifiers":[{"scheme":"corpus","value":"w1"}]"#);
        let by_bin = record(r#","bin":"990140001154""#);
        let by_row = record(r#","sources":[{"list":"l","row":"1"}]"#);
        let by_line = record("");
        let records = [&by_identifier, &by_bin, &by_row, &by_line];
        let (known, ids) = known(&records);
        for (record, id) in records.iter().zip(&ids) {
            assert_eq!(known.recognize(record, &keys(record)), Ok(Recognized::Old(*id)));
        }
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 4);
    }

    #[test]
    fn contradictions_are_reported() {
        let one = record(r#","identifiers":[{"scheme":"corpus","value":"w1"}]"#);
        let two = record(r#","bin":"990140001154""#);
        let (known, _) = known(&[&one, &two]);
        let both = record(r#","identifiers":[{"scheme":"corpus","value":"w1"}],"bin":"990140001154""#);
        assert_eq!(known.recognize(&both, &keys(&both)).unwrap_err().field, "bin");
        let other_id = record(r#","id":"b7k2m9x80","bin":"990140001154""#);
        assert_eq!(known.recognize(&other_id, &keys(&other_id)).unwrap_err().field, "id");
    }

    #[test]
    fn a_weaker_key_does_not_overrule_a_stronger_one() {
        let one = record(r#","bin":"990140001154","sources":[{"list":"l","row":"1"}]"#);
        let (known, ids) = known(&[&one]);
        let another = record(r#","bin":"240340999688","sources":[{"list":"l","row":"1"}]"#);
        assert_eq!(known.recognize(&another, &keys(&another)).unwrap_err().field, "bin");
        let mended = record(&format!(r#","id":"{}","bin":"240340999688""#, ids[0]));
        assert_eq!(known.recognize(&mended, &keys(&mended)), Ok(Recognized::Old(ids[0])));
    }

    #[test]
    fn an_id_is_not_given_twice() {
        let record = record(r#","sources":[{"list":"l","row":"1"}]"#);
        let keys = keys(&record);
        let first = candidates(&record, &keys).next().unwrap();
        let taken = Known { ids: HashSet::from([first]), ..Known::default() };
        assert_eq!(
            taken.recognize(&record, &keys),
            Ok(Recognized::New(candidates(&record, &keys).nth(1).unwrap()))
        );
    }
}
