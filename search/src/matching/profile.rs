//! Facts in the form in which they are compared: numbers instead of texts, sets instead of values.
//!
//! A profile is one row, or all rows of a body together: merging two profiles is what clustering does.
//! The [`Interner`] gives every text a number once.

use std::collections::HashMap;
use std::sync::Arc;

use super::bin::BinState;
use super::dates::PartialDate;
use super::facts::{NameLang, RowFacts};
use super::word::NameWord;

/// How many different names of one body are compared.
const MOST_NAMES: usize = 12;

/// Gives texts numbers.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    numbers: HashMap<String, u32>,
    words: HashMap<String, u32>,
    forms: Vec<NameWord>,
}

impl Interner {
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text.to_owned(), next);
        next
    }

    fn word(&mut self, word: &NameWord) -> u32 {
        // A word read with look-alikes is another one than the same letters without.
        let key = match &word.look_alike {
            Some(look) => format!("{}~{look}", word.plain),
            None => word.plain.to_string(),
        };
        if let Some(number) = self.words.get(&key) {
            return *number;
        }
        let next = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        self.words.insert(key, next);
        self.forms.push(word.clone());
        next
    }

    /// The forms of the words, by number.
    pub(crate) fn into_words(self) -> Vec<NameWord> {
        self.forms
    }
}

/// A name in numbers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NameProfile {
    pub(crate) lang: NameLang,
    pub(crate) own: Box<[u32]>,
    pub(crate) purpose: Box<[u32]>,
    /// Sorted.
    pub(crate) concepts: Box<[u32]>,
    pub(crate) is_quoted: bool,
    /// The own name as one number: equal for equal names in every script.
    pub(crate) own_key: u32,
    /// The purpose as one number.
    pub(crate) purpose_key: u32,
}

/// What is known of one row or of one body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// Record of the registry, where one is among the rows.
    pub(crate) record: Option<u32>,
    pub(crate) bins: Vec<u64>,
    pub(crate) spoilt_bins: Vec<u64>,
    pub(crate) names: Vec<Arc<NameProfile>>,
    pub(crate) forms: u32,
    pub(crate) kinds: Vec<u32>,
    pub(crate) is_kind_stated: bool,
    pub(crate) subjects: Vec<u32>,
    /// Words for subjects that no table knows.
    pub(crate) unknown_subjects: Vec<Arc<[u32]>>,
    pub(crate) regions: Vec<u32>,
    pub(crate) perhaps: Vec<u32>,
    pub(crate) districts: Vec<u32>,
    pub(crate) is_of_region: bool,
    pub(crate) host_numbers: Vec<u32>,
    pub(crate) host_names: Vec<Arc<[u32]>>,
    pub(crate) host_types: Vec<u32>,
    /// True where the names of the host are those of its village, or its own.
    pub(crate) is_host_of_village: bool,
    /// True where it is of a school and nobody could read of which one.
    pub(crate) is_host_unread: bool,
    /// True for a school of general education; `is_plain_school` also for one of which steps are named.
    pub(crate) is_general_school: bool,
    pub(crate) is_plain_school: bool,
    pub(crate) dates: Vec<PartialDate>,
    pub(crate) phones: Vec<u64>,
    pub(crate) emails: Vec<u64>,
    pub(crate) is_branch: bool,
    /// True for a body of a kindergarten: those are numbered apart from schools.
    pub(crate) is_of_preschool: bool,
    /// How many rows it holds.
    pub(crate) rows: u32,
}

impl Profile {
    pub(crate) fn of(facts: &RowFacts, interner: &mut Interner, forms: &mut Vec<String>) -> Profile {
        let mut profile = Profile { rows: 1, is_branch: facts.is_branch, ..Profile::default() };
        match &facts.bin {
            BinState::Invalid(digits) if digits.len() >= 9 => {
                profile.spoilt_bins.extend(digits.parse::<u64>().ok());
            }
            state => profile.bins.extend(state.number().and_then(|number| number.parse::<u64>().ok())),
        }
        for name in &facts.names {
            let own: Box<[u32]> = name.own_words.iter().map(|word| interner.word(word)).collect();
            let purpose: Box<[u32]> = name.purpose_words.iter().map(|word| interner.word(word)).collect();
            let mut concepts: Vec<u32> =
                name.concepts.iter().map(|concept| interner.number(&format!("c:{concept}"))).collect();
            concepts.sort_unstable();
            concepts.dedup();
            let joined = |words: &[NameWord], list: &str| {
                let mut key = String::from(list);
                for word in words {
                    key.push(' ');
                    key.push_str(if word.skeleton.len() >= 3 { &word.skeleton } else { &word.plain });
                }
                key
            };
            let own_key = interner.number(&joined(&name.own_words, "o:"));
            let purpose_key = interner.number(&format!("p:{concepts:?}"));
            let (lang, is_quoted) = (name.lang, name.is_quoted);
            let concepts = concepts.into_boxed_slice();
            profile.names.push(Arc::new(NameProfile {
                lang,
                own,
                purpose,
                concepts,
                is_quoted,
                own_key,
                purpose_key,
            }));
        }
        for form in &facts.legal_forms {
            let place = forms.iter().position(|known| known == form).unwrap_or_else(|| {
                forms.push(form.clone());
                forms.len() - 1
            });
            profile.forms |= 1u32.checked_shl(u32::try_from(place).unwrap_or(31)).unwrap_or(1 << 31);
        }
        let mut numbers = |list: &str, texts: &mut dyn Iterator<Item = &String>| -> Vec<u32> {
            let mut numbers: Vec<u32> =
                texts.map(|text| interner.number(&format!("{list}:{text}"))).collect();
            numbers.sort_unstable();
            numbers
        };
        profile.kinds = numbers("k", &mut facts.kind.iter());
        profile.is_kind_stated = facts.kind_is_stated;
        profile.subjects =
            numbers("s", &mut facts.subjects.iter().chain(&facts.topics).chain(&facts.members));
        profile.regions = numbers("a", &mut facts.area.region.iter());
        profile.perhaps = numbers("a", &mut facts.area.perhaps.iter());
        profile.districts = numbers("a", &mut facts.area.district.iter());
        profile.host_numbers = numbers("h", &mut facts.host.number.iter());
        profile.host_types = numbers("t", &mut facts.host.types.iter());
        profile.is_of_region = facts.area.is_of_region;
        profile.is_of_preschool = facts.host.types.iter().any(|code| code == "preschool");
        profile.is_host_of_village = facts.host.is_of_village;
        profile.is_host_unread = facts.host.is_unread;
        let is_any = |codes: &[&str]| facts.host.types.iter().all(|code| codes.contains(&code.as_str()));
        profile.is_general_school = is_any(&["general"]);
        profile.is_plain_school = is_any(&["general", "secondary", "basic", "primary"]);
        profile.host_names = facts
            .host
            .name_words
            .iter()
            .map(|words| words.iter().map(|word| interner.word(word)).collect())
            .collect();
        if !facts.unknown_subject.is_empty() {
            let words = facts.unknown_subject.iter().map(|word| interner.word(word));
            profile.unknown_subjects.push(words.collect());
        }
        profile.dates.extend(facts.date);
        profile.phones = facts.phones.iter().map(|contact| contact.digest.0).collect();
        profile.emails = facts.emails.iter().map(|contact| contact.digest.0).collect();
        profile
    }

    /// Takes in what is known of the same body from elsewhere.
    pub(crate) fn absorb(&mut self, other: &Profile) {
        self.record = self.record.or(other.record);
        join(&mut self.bins, &other.bins);
        join(&mut self.spoilt_bins, &other.spoilt_bins);
        for name in &other.names {
            if self.names.len() >= MOST_NAMES {
                break;
            }
            if !self.names.contains(name) {
                self.names.push(Arc::clone(name));
            }
        }
        self.forms = match self.forms & other.forms {
            0 => self.forms | other.forms,
            both => both,
        };
        if self.is_kind_stated == other.is_kind_stated {
            join(&mut self.kinds, &other.kinds);
        } else if other.is_kind_stated {
            self.kinds.clone_from(&other.kinds);
        }
        self.is_kind_stated |= other.is_kind_stated;
        join(&mut self.subjects, &other.subjects);
        for subject in &other.unknown_subjects {
            if self.unknown_subjects.len() < MOST_NAMES && !self.unknown_subjects.contains(subject) {
                self.unknown_subjects.push(Arc::clone(subject));
            }
        }
        join(&mut self.regions, &other.regions);
        join(&mut self.perhaps, &other.perhaps);
        join(&mut self.districts, &other.districts);
        self.is_of_region |= other.is_of_region;
        join(&mut self.host_numbers, &other.host_numbers);
        join(&mut self.host_types, &other.host_types);
        self.is_host_of_village = match (self.host_names.is_empty(), other.host_names.is_empty()) {
            (_, true) => self.is_host_of_village,
            (true, false) => other.is_host_of_village,
            (false, false) => self.is_host_of_village && other.is_host_of_village,
        };
        self.is_host_unread &= other.is_host_unread;
        self.is_general_school &= other.is_general_school;
        self.is_plain_school &= other.is_plain_school;
        for name in &other.host_names {
            if self.host_names.len() < MOST_NAMES && !self.host_names.contains(name) {
                self.host_names.push(Arc::clone(name));
            }
        }
        join(&mut self.dates, &other.dates);
        join(&mut self.phones, &other.phones);
        join(&mut self.emails, &other.emails);
        self.is_branch |= other.is_branch;
        self.is_of_preschool |= other.is_of_preschool;
        self.rows += other.rows;
    }
}

fn join<T: Copy + Ord>(into: &mut Vec<T>, from: &[T]) {
    into.extend_from_slice(from);
    into.sort_unstable();
    into.dedup();
}

fn count(keys: &[u32], counts: &mut HashMap<u32, u32>) {
    for key in keys {
        *counts.entry(*key).or_default() += 1;
    }
}

/// How many rows have a value: rare values say more.
#[derive(Debug, Default)]
pub(crate) struct Frequencies {
    pub(crate) rows: f64,
    pub(crate) own: HashMap<u32, u32>,
    pub(crate) purposes: HashMap<u32, u32>,
    pub(crate) concepts: HashMap<u32, u32>,
    pub(crate) codes: HashMap<u32, u32>,
    pub(crate) forms: [u32; 32],
    pub(crate) dates: HashMap<PartialDate, u32>,
    pub(crate) contacts: HashMap<u64, u32>,
}

impl Frequencies {
    pub(crate) fn of(profiles: &[Profile]) -> Frequencies {
        let mut frequencies = Frequencies { rows: count_f64(profiles.len()), ..Frequencies::default() };
        for profile in profiles {
            let mut own: Vec<u32> =
                profile.names.iter().filter(|name| !name.own.is_empty()).map(|name| name.own_key).collect();
            own.sort_unstable();
            own.dedup();
            count(&own, &mut frequencies.own);
            let mut purposes: Vec<u32> = profile
                .names
                .iter()
                .filter(|name| !name.concepts.is_empty())
                .map(|name| name.purpose_key)
                .collect();
            purposes.sort_unstable();
            purposes.dedup();
            count(&purposes, &mut frequencies.purposes);
            let mut concepts: Vec<u32> =
                profile.names.iter().flat_map(|name| name.concepts.iter().copied()).collect();
            concepts.sort_unstable();
            concepts.dedup();
            count(&concepts, &mut frequencies.concepts);
            for code in [
                &profile.kinds,
                &profile.subjects,
                &profile.regions,
                &profile.districts,
                &profile.host_numbers,
            ]
            .into_iter()
            .flatten()
            {
                *frequencies.codes.entry(*code).or_default() += 1;
            }
            for (place, count) in frequencies.forms.iter_mut().enumerate() {
                *count += profile.forms >> place & 1;
            }
            for date in &profile.dates {
                *frequencies.dates.entry(*date).or_default() += 1;
            }
            for contact in profile.phones.iter().chain(&profile.emails) {
                *frequencies.contacts.entry(*contact).or_default() += 1;
            }
        }
        frequencies
    }

    /// Makes the counts those of a typical list, where only two rows are known.
    pub(crate) fn make_typical(&mut self, profiles: &[Profile]) {
        const SHARE_OF_FORM: u32 = 100;
        const SHARE_OF_CODE: u32 = 50;
        const SHARE_OF_NAME: u32 = 10;
        self.forms = [SHARE_OF_FORM; 32];
        self.codes.values_mut().for_each(|count| *count = SHARE_OF_CODE);
        self.purposes.values_mut().for_each(|count| *count = SHARE_OF_CODE);
        self.own.values_mut().for_each(|count| *count = SHARE_OF_NAME);
        for profile in profiles {
            for code in profile.districts.iter().chain(&profile.host_numbers) {
                self.codes.insert(*code, SHARE_OF_NAME);
            }
        }
    }

    /// The rarity of a date or contact: how rare those are is no matter of how long the list is.
    pub(crate) fn rarity_at_large(&self, count: Option<&u32>) -> f64 {
        const LEAST: f64 = 3_000.0;
        let count = count.copied().unwrap_or(1).max(1);
        (self.rows.max(LEAST) / f64::from(count)).ln().max(0.0)
    }

    /// `ln(rows / count)`: how surprising it is that two unlike bodies have the value. A value
    /// that was never counted is taken to be counted once.
    pub(crate) fn rarity(&self, count: Option<&u32>) -> f64 {
        let count = count.copied().unwrap_or(1).max(1);
        (self.rows.max(2.0) / f64::from(count)).ln().max(0.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(crate) fn count_f64(count: usize) -> f64 {
    count as f64
}
