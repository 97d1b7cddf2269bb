//! Bodies and their records.

use std::collections::HashSet;

use birlik_entity::Bin;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use super::words::{Body, Form, Purpose, Subject, WORDS};
use crate::areas::AreaTree;

/// How many of a hundred bodies are NGOs, by chance.
const NGOS: f64 = 0.12;

/// Bodies that only differ in what is random about them.
#[derive(Debug)]
pub struct World {
    pub(super) places: Vec<Place>,
    pub(super) schools: Vec<School>,
    pub(super) bodies: Vec<Made>,
    /// The highest number of a school: all places are alike, and a large world needs room.
    highest: u32,
}

/// A district or a city of the republic.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) kato: String,
    pub(super) region: String,
    pub(super) kk: String,
    pub(super) ru: String,
    /// The region's names in Kazakh, Russian and English, for those who ask by region.
    pub(super) region_names: [String; 3],
    /// Russian former names of the region.
    pub(super) region_was: Vec<String>,
}

#[derive(Debug)]
pub(super) struct School {
    pub(super) place: usize,
    pub(super) number: Option<u32>,
    pub(super) kk: String,
    pub(super) ru: String,
    teachers: u32,
}

/// Which languages a record has names in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Langs {
    Both,
    Kazakh,
    Russian,
}

#[derive(Debug)]
pub(super) struct Made {
    pub(super) what: What,
    pub(super) place: usize,
    pub(super) langs: Langs,
}

#[derive(Debug)]
pub(super) enum What {
    Ngo { name: &'static str, purpose: &'static Purpose, form: &'static Form, bin: String },
    OfSchool { school: usize, body: &'static Body },
    Teachers { school: usize, subject: &'static Subject },
}

impl World {
    /// A world of so many bodies in the districts and republican cities of the classifier; fewer where it
    /// has no room for more that differ.
    pub fn new(areas: &AreaTree, size: usize, seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let places = places(areas);
        let highest = u32::try_from(size / 1000).unwrap_or(u32::MAX).max(220);
        let mut world = Self { places, schools: Vec::new(), bodies: Vec::with_capacity(size), highest };
        let mut taken = Taken::default();
        // A school number is used once in a place, whatever the school is called.
        let mut misses = 0;
        while world.bodies.len() < size && misses < 10_000 && !world.places.is_empty() {
            let place = rng.random_range(0..world.places.len());
            let made = if rng.random_bool(NGOS) {
                world.add_ngo(&mut rng, place, &mut taken)
            } else {
                world.add_school(&mut rng, place, &mut taken)
            };
            misses = if made { 0 } else { misses + 1 };
        }
        world.bodies.truncate(size);
        world
    }

    /// How many bodies there are.
    pub fn len(&self) -> usize {
        self.bodies.len()
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.bodies.is_empty()
    }

    /// The records in the bulk format, one after the other.
    pub fn records(&self) -> impl Iterator<Item = Value> {
        (0..self.bodies.len()).map(|number| self.record(number))
    }

    fn add_ngo(&mut self, rng: &mut StdRng, place: usize, taken: &mut Taken) -> bool {
        let words = &*WORDS;
        let (name, purpose) =
            (rng.random_range(0..words.names.len()), rng.random_range(0..words.purposes.len()));
        let Some(form) = words.forms.choose(rng) else { return false };
        if !taken.in_place.insert((place, (1 << 40) + (name * words.purposes.len() + purpose) as u64)) {
            return false;
        }
        let what = What::Ngo {
            name: &words.names[name],
            purpose: &words.purposes[purpose],
            form,
            bin: taken.bin(rng),
        };
        self.bodies.push(Made { what, place, langs: langs(rng) });
        true
    }

    fn add_school(&mut self, rng: &mut StdRng, place: usize, taken: &mut Taken) -> bool {
        let words = &*WORDS;
        let type_at = rng.random_range(0..words.schools.len());
        let kind = &words.schools[type_at];
        let (number, kk, ru) = if rng.random_bool(0.75) {
            let number = rng.random_range(1..=self.highest);
            if !taken.in_place.insert((place, u64::from(number))) {
                return false;
            }
            (Some(number), format!("№{number} {}", kind.kk), format!("{} №{number}", kind.ru))
        } else {
            let at = rng.random_range(0..words.people.len());
            if !taken.in_place.insert((place, (1 << 20) + (at * words.schools.len() + type_at) as u64)) {
                return false;
            }
            let person = &words.people[at];
            (None, format!("{} атындағы {}", person.kk, kind.kk), format!("{} имени {}", kind.ru, person.ru))
        };
        let school = self.schools.len();
        self.schools.push(School { place, number, kk, ru, teachers: rng.random_range(12..=140) });
        for body in &words.bodies {
            let langs = langs(rng);
            self.bodies.push(Made { what: What::OfSchool { school, body }, place, langs });
        }
        let mut subjects: Vec<&'static Subject> = words.subjects.iter().collect();
        subjects.shuffle(rng);
        for subject in subjects.into_iter().take(rng.random_range(3..=6)) {
            let langs = langs(rng);
            self.bodies.push(Made { what: What::Teachers { school, subject }, place, langs });
        }
        true
    }

    /// The Kazakh and the Russian name of a body, whether its record has both or not.
    pub(super) fn names(&self, made: &Made) -> (String, String) {
        let place = &self.places[made.place];
        match &made.what {
            What::Ngo { name, purpose, form, .. } => (
                format!("«{name}» {} {}, {}", purpose.kk, form.kk, place.kk),
                format!("{} «{name}» {}, {}", form.ru, purpose.ru, place.ru),
            ),
            What::OfSchool { school, body } => {
                let school = &self.schools[*school];
                (
                    format!("{}, {}, {}", place.kk, school.kk, body.kk),
                    format!("{}, {}, {}", body.ru, school.ru, place.ru),
                )
            }
            What::Teachers { school, subject } => {
                let school = &self.schools[*school];
                (
                    format!(
                        "{}, {}, {} пәні мұғалімдерінің әдістемелік бірлестігі",
                        place.kk, school.kk, subject.kk
                    ),
                    format!("Методическое объединение учителей {}, {}, {}", subject.ru, school.ru, place.ru),
                )
            }
        }
    }

    /// How the list of this world calls a body.
    pub(super) fn row(number: usize) -> String {
        format!("s{number:07}")
    }

    fn record(&self, number: usize) -> Value {
        let made = &self.bodies[number];
        let (kk, ru) = self.names(made);
        let names: Vec<Value> = [("kk", kk, Langs::Russian), ("ru", ru, Langs::Kazakh)]
            .into_iter()
            .filter(|(_, _, without)| made.langs != *without)
            .map(|(lang, value, _)| json!({"value": value, "lang": lang, "type": "official"}))
            .collect();
        let row = Self::row(number);
        let (kind, level, activity, subjects): (_, _, &str, Vec<&str>) = match &made.what {
            What::Ngo { purpose, .. } => ("ngo", "district", &purpose.activity, vec![]),
            What::OfSchool { body, .. } => (body.kind.as_str(), "school", &body.activity, vec![]),
            What::Teachers { subject, .. } => {
                ("methodical_association", "school", "methodical_support", vec![&subject.code])
            }
        };
        let mut record = json!({
            "kind": kind, "level": level, "status": "active", "names": names,
            "area": {"kato": self.places[made.place].kato},
            "activities": [activity], "subjects": subjects,
            "identifiers": [{"scheme": "synthetic", "value": row}],
            "sources": [{"list": "synthetic-world", "row": row}],
        });
        match &made.what {
            What::Ngo { form, bin, .. } => {
                record["legal_form"] = json!(form.code);
                record["bin"] = json!(bin);
            }
            What::OfSchool { school, .. } | What::Teachers { school, .. } => {
                let school = &self.schools[*school];
                record["host"] = json!({
                    "kato": self.places[school.place].kato,
                    "names": [{"value": school.kk, "lang": "kk"}, {"value": school.ru, "lang": "ru"}],
                    "teachers": school.teachers,
                });
            }
        }
        record
    }
}

fn langs(rng: &mut StdRng) -> Langs {
    match rng.random_range(0..100) {
        0..8 => Langs::Kazakh,
        8..11 => Langs::Russian,
        _ => Langs::Both,
    }
}

/// Districts and cities, by their codes.
fn places(areas: &AreaTree) -> Vec<Place> {
    let inside =
        areas.regions().flat_map(|region| areas.children(&region.kato).map(move |area| (region, area)));
    inside
        .map(|(region, area)| Place {
            kato: area.kato.0.to_string(),
            region: region.kato.0.to_string(),
            kk: area.names.kk.clone(),
            ru: area.names.ru.clone(),
            region_names: ["kk", "ru", "en"].map(|lang| region.name(lang).to_owned()),
            region_was: region
                .aliases
                .iter()
                .filter(|alias| alias.kind.0.as_str() == "former" && alias.lang.0.as_str() == "ru")
                .map(|alias| alias.alias.clone())
                .collect(),
        })
        .collect()
}

/// What is given out already.
#[derive(Debug, Default)]
struct Taken {
    /// Places with the school numbers and names that they have.
    in_place: HashSet<(usize, u64)>,
    bins: HashSet<String>,
}

impl Taken {
    /// A business identification number that checks and that nobody else has, of a legal person registered
    /// between 2000 and 2023.
    fn bin(&mut self, rng: &mut StdRng) -> String {
        loop {
            let (year, month, number) =
                (rng.random_range(0..24), rng.random_range(1..13), rng.random_range(0..100_000));
            let start = format!("{year:02}{month:02}40{number:05}");
            let mut checks = (0..10).map(|check| format!("{start}{check}"));
            let checked = checks.find(|text| text.parse::<Bin>().is_ok());
            if let Some(bin) = checked.filter(|bin| self.bins.insert(bin.clone())) {
                return bin;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::{SeedableRng as _, rngs::StdRng};

    use super::Taken;

    #[test]
    fn no_two_bodies_have_one_bin() {
        let (mut rng, mut taken) = (StdRng::seed_from_u64(1), Taken::default());
        // So many that some would come again by chance.
        let bins: HashSet<String> = (0..50_000).map(|_| taken.bin(&mut rng)).collect();
        assert_eq!(bins.len(), 50_000);
    }
}
