//! Which institution a row of a list or the host of a record means: by id, then BIN, then a name in a place.
//! Contradictions are reported, never guessed. No I/O: [`Known`] is read by `store::known`, asked by `service`
//! (lists) and `hosts` (records).

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use birlik_entity::{Bin, InstitutionId};

use super::model::Institution;
use super::rules::mint;

/// Most characters of a name that recognise an institution.
const KEY_LENGTH: usize = 300;

/// How many ids are tried for one institution beyond those that its namesakes may have: each is taken with a
/// chance of about one in a hundred thousand.
const MINT_ATTEMPTS: u32 = 3;

/// A name in a place, as `institution_key` keeps it.
pub(super) type Key = (String, String);

/// The names of an institution in its place, without those that have neither letter nor digit.
pub(super) fn keys(institution: &Institution) -> Vec<Key> {
    let kato = institution.kato.map(|kato| kato.to_string()).unwrap_or_default();
    let mut keys: Vec<Key> = Vec::new();
    for name in &institution.names {
        let words: Vec<String> =
            birlik_search::text::words(&name.value).into_iter().map(|word| word.exact).collect();
        let key = (kato.clone(), words.join(" ").chars().take(KEY_LENGTH).collect());
        if !words.is_empty() && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// What is said of an institution, for recognising it.
#[derive(Debug)]
pub(super) struct Mention {
    pub(super) id: Option<InstitutionId>,
    pub(super) bin: Option<Bin>,
    pub(super) keys: Vec<Key>,
    has_place: bool,
}

/// Who mentions an institution.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    /// A row of a list: each is one institution, its BIN may be new to one that is known by name.
    Row,
    /// A record. It changes nothing of the institution, and a name without place says too little; but what
    /// the record has by now it keeps, so that importing it again changes nothing.
    Host {
        /// The institution that the record has by now.
        current: Option<InstitutionId>,
    },
}

impl Mention {
    pub(super) fn of(institution: &Institution) -> Self {
        Self {
            id: institution.id.map(|id| id.0),
            bin: institution.bin.map(|bin| bin.0),
            keys: keys(institution),
            has_place: institution.kato.is_some(),
        }
    }

    /// What the id is minted from: what has no namesake gets the same id in every registry.
    fn seed(&self) -> String {
        let name = || self.keys.first().map(|(kato, name)| format!("{kato}\n{name}")).unwrap_or_default();
        self.bin.map_or_else(name, |bin| bin.to_string())
    }
}

/// What the registry knows of the institutions that are mentioned.
#[derive(Debug, Default)]
pub(super) struct Known {
    institutions: HashMap<InstitutionId, Institution>,
    bins: HashMap<Bin, InstitutionId>,
    names: HashMap<Key, BTreeSet<InstitutionId>>,
    /// By seed, which of the ids that can be minted from it were looked up and not yet tried.
    attempts: HashMap<String, Range<u32>>,
}

impl Known {
    /// From now on this institution is known, and under its present names besides its former ones.
    pub(super) fn learn(&mut self, institution: Institution) {
        let Some(id) = institution.id.map(|id| id.0) else { return };
        for key in keys(&institution) {
            self.learn_name(key, id);
        }
        let bin = institution.bin.map(|bin| bin.0);
        let before = self.institutions.insert(id, institution);
        if let Some(old) = before.and_then(|before| before.bin).map(|bin| bin.0)
            && self.bins.get(&old) == Some(&id)
        {
            self.bins.remove(&old);
        }
        if let Some(bin) = bin {
            self.bins.insert(bin, id);
        }
    }

    /// From now on an institution is known under this name, present or former.
    pub(super) fn learn_name(&mut self, key: Key, id: InstitutionId) {
        self.names.entry(key).or_default().insert(id);
    }

    /// The ids that may be minted for what is mentioned. Those that the registry has must be learnt before
    /// [`Known::mint`] is asked.
    pub(super) fn candidates<'a>(
        &mut self,
        mentions: impl Iterator<Item = &'a Mention>,
    ) -> Vec<InstitutionId> {
        for mention in mentions.filter(|mention| mention.id.is_none()) {
            let namesakes = mention.keys.first().and_then(|key| self.names.get(key)).map_or(0, BTreeSet::len);
            let attempts = MINT_ATTEMPTS.saturating_add(u32::try_from(namesakes).unwrap_or(u32::MAX));
            self.attempts.entry(mention.seed()).or_insert(0..attempts).end += 1;
        }
        let seeds = self.attempts.iter();
        seeds.flat_map(|(seed, attempts)| attempts.clone().map(|attempt| mint(seed, attempt))).collect()
    }

    /// The institution that is meant; `None` where it is a new one.
    ///
    /// # Errors
    /// The field and the reason, where what is said means several institutions, or none at all.
    pub(super) fn recognize(
        &self,
        mention: &Mention,
        by: By,
    ) -> Result<Option<&Institution>, (&'static str, String)> {
        let by_bin = mention.bin.and_then(|bin| self.bins.get(&bin)).copied();
        if let Some(id) = mention.id {
            if let Some(other) = by_bin.filter(|other| *other != id) {
                let reason =
                    format!("the id and the BIN name different institutions: the BIN belongs to {other}");
                return Err(("id", reason));
            }
            return Ok(self.institutions.get(&id));
        }
        if let Some(id) = by_bin {
            return Ok(self.institutions.get(&id));
        }
        if mention.bin.is_none() && mention.keys.is_empty() {
            let reason =
                "no name has a letter or digit, and there is neither BIN nor id; expected one of them";
            return Err(("names", reason.to_owned()));
        }
        let named: BTreeSet<InstitutionId> = (mention.keys.iter())
            .filter_map(|key| self.names.get(key))
            .flatten()
            .copied()
            .filter(|id| self.may_be(*id, mention, by))
            .collect();
        match (by, named.len()) {
            (By::Row, 0 | 1) => Ok(named.first().and_then(|id| self.institutions.get(id))),
            (By::Row, _) => Err((
                "names",
                format!(
                    "several institutions have this name in this place: {}; expected an id",
                    list(&named)
                ),
            )),
            (By::Host { current }, several) => {
                let only = named.first().copied().filter(|_| several == 1 && mention.has_place);
                let meant = current.filter(|current| named.contains(current)).or(only);
                Ok(meant.and_then(|id| self.institutions.get(&id)))
            }
        }
    }

    /// True where the BIN that is said does not speak against an institution which has the name.
    fn may_be(&self, id: InstitutionId, mention: &Mention, by: By) -> bool {
        let Some(institution) = self.institutions.get(&id) else { return false };
        match by {
            _ if mention.bin.is_none() => true,
            By::Row => institution.bin.is_none(),
            // The BIN would be lost: a record does not add it to an institution.
            By::Host { .. } => false,
        }
    }

    /// An id that no institution has, for a new one; `None` where none of the candidates is left.
    pub(super) fn mint(&mut self, mention: &Mention) -> Option<InstitutionId> {
        let seed = mention.seed();
        let attempts = self.attempts.get_mut(&seed)?;
        attempts.map(|attempt| mint(&seed, attempt)).find(|id| !self.institutions.contains_key(id))
    }
}

fn list(ids: &BTreeSet<InstitutionId>) -> String {
    ids.iter().take(5).map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BIN: &str = "990140001154";
    const OTHER_BIN: &str = "940140000385";
    const RECORD: By = By::Host { current: None };

    fn institution(value: serde_json::Value) -> Institution {
        serde_json::from_value(value).unwrap()
    }

    fn school(name: &str, kato: Option<&str>) -> Institution {
        institution(json!({"names": [{"value": name, "lang": "ru"}], "kato": kato}))
    }

    /// Everything that these institutions are asked about, none of them known.
    fn asked(institutions: &[&Institution]) -> Known {
        let mut known = Known::default();
        let mentions: Vec<Mention> = institutions.iter().map(|one| Mention::of(one)).collect();
        known.candidates(mentions.iter());
        known
    }

    fn add(known: &mut Known, mut institution: Institution) -> InstitutionId {
        let mention = Mention::of(&institution);
        let id = mention.id.or_else(|| known.mint(&mention)).unwrap();
        institution.id = Some(crate::parsed::Parsed(id));
        known.learn(institution);
        id
    }

    fn meant(known: &Known, institution: &Institution, by: By) -> Option<InstitutionId> {
        known.recognize(&Mention::of(institution), by).unwrap().and_then(|one| one.id).map(|id| id.0)
    }

    #[test]
    fn by_bin_and_by_a_name_in_a_place() {
        let here = school("Школа №1", Some("610000000"));
        let mut known = asked(&[&here]);
        let id = add(&mut known, here.clone());
        for by in [By::Row, RECORD] {
            assert_eq!(meant(&known, &here, by), Some(id));
            assert_eq!(meant(&known, &school("ШКОЛА 1", Some("610000000")), by), Some(id));
            assert_eq!(meant(&known, &school("Школа №1", Some("350000000")), by), None);
            assert_eq!(meant(&known, &school("Школа №1", None), by), None);
        }
        let mut with_bin = Institution { bin: Some(BIN.parse().unwrap()), ..here.clone() };
        assert_eq!(meant(&known, &with_bin, By::Row), Some(id), "a list adds the BIN");
        assert_eq!(meant(&known, &with_bin, RECORD), None, "a record does not");
        with_bin.id = Some(crate::parsed::Parsed(id));
        known.learn(with_bin.clone());
        assert_eq!(meant(&known, &institution(json!({"bin": BIN})), RECORD), Some(id));
        let other = Institution { id: None, bin: Some(OTHER_BIN.parse().unwrap()), ..here };
        assert_eq!(meant(&known, &other, By::Row), None, "another BIN is another institution");
        let contradiction = institution(json!({"id": "m7k2m9x80", "bin": BIN}));
        let (field, reason) = known.recognize(&Mention::of(&contradiction), By::Row).unwrap_err();
        assert!(field == "id" && reason.contains(&id.to_string()), "{field}: {reason}");
    }

    #[test]
    fn a_name_without_a_place_recognises_nothing_for_a_record_but_its_own() {
        let placeless = school("Школа №1", None);
        let mut known = asked(&[&placeless, &placeless]);
        let first = add(&mut known, placeless.clone());
        assert_eq!(meant(&known, &placeless, By::Row), Some(first), "the same list again");
        assert_eq!(meant(&known, &placeless, RECORD), None);
        let second = add(&mut known, placeless.clone());
        assert_ne!(first, second, "two hosts of one batch do not collide");
        for id in [first, second] {
            assert_eq!(meant(&known, &placeless, By::Host { current: Some(id) }), Some(id));
        }
    }

    #[test]
    fn a_name_that_means_several_is_no_recognition() {
        let here = school("Школа №1", Some("610000000"));
        let mut known = asked(&[&here, &here]);
        let (first, second) = (add(&mut known, here.clone()), add(&mut known, here.clone()));
        assert_eq!(meant(&known, &here, RECORD), None);
        assert_eq!(meant(&known, &here, By::Host { current: Some(second) }), Some(second));
        let (field, reason) = known.recognize(&Mention::of(&here), By::Row).unwrap_err();
        assert_eq!(field, "names");
        assert!(reason.contains(&first.to_string()) && reason.contains(&second.to_string()), "{reason}");
    }

    #[test]
    fn former_names_go_on_recognising() {
        let old = school("Школа №1", Some("610000000"));
        let mut known = asked(&[&old]);
        let id = add(&mut known, old.clone());
        let mut renamed = school("Лицей Абая", Some("610000000"));
        renamed.id = Some(crate::parsed::Parsed(id));
        known.learn(renamed.clone());
        renamed.id = None;
        for name in [&old, &renamed] {
            assert_eq!(meant(&known, name, By::Row), Some(id));
        }
    }

    #[test]
    fn a_name_without_letters_means_nothing() {
        let known = Known::default();
        let (field, _) = known.recognize(&Mention::of(&school("«»", Some("610000000"))), RECORD).unwrap_err();
        assert_eq!(field, "names");
    }

    #[test]
    fn ids_run_out_only_where_more_are_made_than_were_asked_for() {
        let here = school("Школа №1", None);
        let mut known = asked(&[&here, &here]);
        let mention = Mention::of(&here);
        let ids: BTreeSet<_> = std::iter::from_fn(|| known.mint(&mention)).collect();
        assert_eq!(ids.len(), 5);
        assert_eq!(known.mint(&Mention::of(&school("басқа", None))), None);
    }
}
