//! Makes dirty lists of bodies that are known: other names, purposes, places and noise than any sample.
//!
//! So that the matching is not made for one list. Three kinds of list: NGOs, bodies of schools, and both
//! with more noise. Everything follows from the seed. Which bodies there are is decided here; `names` and
//! `cells` write them, in words of `words`.

mod cells;
mod names;
mod words;

use std::fmt::Write as _;

use crate::index::{Vocabulary, VocabularyArea};
use crate::matching::RowInput;
use crate::matching::evaluation::Truth;

use cells::{bin_cell, contact, date_cell, dirty, district_cell, email_cell, phone_cell, region_cell};
use names::{ngo_names, school_names};
use words::{FORMS, OWN, PEOPLE, PURPOSES, SCHOOLS, SUBJECTS};

/// A generator of numbers (xorshift), so that lists repeat.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() >> 20).unwrap() % most.max(1)
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Ngos,
    Schools,
    Both,
}

/// What list to make.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub of: Of,
    pub bodies: usize,
    pub seed: u64,
    /// Share of cells with each kind of noise, in a hundred.
    pub noise: usize,
}

#[derive(Debug, Clone)]
struct School {
    number: Option<usize>,
    person: usize,
    kind: usize,
    region: usize,
    district: usize,
    phone: String,
    email: String,
}

#[derive(Debug, Clone)]
struct Body {
    form: usize,
    own: String,
    purpose: usize,
    /// Kind of a school's body, and subject.
    of_school: Option<(School, usize, usize)>,
    region: usize,
    district: Option<usize>,
    bin: Option<String>,
    phone: String,
    email: String,
    date: (usize, usize, usize),
}

/// The places of a vocabulary, regions with their districts.
pub struct Places {
    regions: Vec<VocabularyArea>,
    districts: Vec<Vec<VocabularyArea>>,
}

impl Places {
    pub fn of(vocabulary: &Vocabulary) -> Places {
        let regions: Vec<VocabularyArea> =
            vocabulary.areas.iter().filter(|area| area.parent.is_none()).cloned().collect();
        let districts = regions
            .iter()
            .map(|region| {
                let is_below = |area: &&VocabularyArea| {
                    area.parent.as_ref() == Some(&region.kato) && area.kind != "city_admin"
                };
                vocabulary.areas.iter().filter(is_below).cloned().collect()
            })
            .collect();
        Places { regions, districts }
    }
}

/// A list with its truth.
pub fn generate(plan: Plan, places: &Places) -> (Vec<RowInput>, Vec<Truth>) {
    let mut chance = Chance::new(plan.seed);
    let bureaus: Vec<(String, String)> =
        (0..=plan.bodies / 100).map(|place| (phone(&mut chance), format!("buh{place}@mail.ru"))).collect();
    let mut bodies: Vec<Body> = Vec::new();
    while bodies.len() < plan.bodies {
        let is_school = match plan.of {
            Of::Ngos => false,
            Of::Schools => true,
            Of::Both => chance.percent(40),
        };
        if is_school {
            school_bodies(&mut chance, places, &mut bodies);
        } else {
            bodies.push(ngo(&mut chance, places, &bureaus));
        }
    }
    bodies.truncate(plan.bodies);
    let mut rows: Vec<(RowInput, Truth)> = Vec::new();
    for (place, body) in bodies.iter().enumerate() {
        let copies = 1 + [0, 0, 0, 0, 1, 1, 1, 2, 3, 5][chance.below(10)];
        for copy in 0..copies {
            let noise = if copy == 0 { plan.noise / 3 } else { plan.noise };
            let truth =
                Truth { body: place.to_string(), education: education(body), kind: kind(body).to_owned() };
            rows.push((row(body, places, noise, &mut chance), truth));
        }
    }
    for place in (1..rows.len()).rev() {
        rows.swap(place, chance.below(place + 1));
    }
    rows.into_iter().unzip()
}

fn phone(chance: &mut Chance) -> String {
    format!("7{}{:08}", 1 + chance.below(2), chance.below(100_000_000))
}

fn date(chance: &mut Chance) -> (usize, usize, usize) {
    (1996 + chance.below(28), 1 + chance.below(12), 1 + chance.below(28))
}

fn bin(chance: &mut Chance) -> String {
    loop {
        let head = format!(
            "{:02}{:02}40{:05}",
            (95 + chance.below(30)) % 100,
            1 + chance.below(12),
            chance.below(100_000)
        );
        for check in 0..10 {
            let number = format!("{head}{check}");
            if crate::matching::bin::is_valid(&number) {
                return number;
            }
        }
    }
}

fn ngo(chance: &mut Chance, places: &Places, bureaus: &[(String, String)]) -> Body {
    let region = chance.below(places.regions.len());
    let district = (chance.percent(60) && !places.districts[region].is_empty())
        .then(|| chance.below(places.districts[region].len()));
    let own = (*chance.pick(&OWN)).to_owned();
    let (phone, email) = if chance.percent(20) {
        chance.pick(bureaus).clone()
    } else {
        (
            phone(chance),
            format!("org{}@{}", chance.below(1_000_000), chance.pick(&["mail.ru", "gmail.com", "list.ru"])),
        )
    };
    Body {
        form: chance.below(FORMS.len()),
        own,
        purpose: chance.below(PURPOSES.len()),
        of_school: None,
        region,
        district,
        bin: chance.percent(60).then(|| bin(chance)),
        phone,
        email,
        date: date(chance),
    }
}

fn school_bodies(chance: &mut Chance, places: &Places, bodies: &mut Vec<Body>) {
    let region = chance.below(places.regions.len());
    if places.districts[region].is_empty() {
        return;
    }
    let school = School {
        number: chance.percent(75).then(|| 1 + chance.below(180)),
        person: chance.below(PEOPLE.len()),
        kind: chance.below(SCHOOLS.len()),
        region,
        district: chance.below(places.districts[region].len()),
        phone: phone(chance),
        email: format!("school{}@edu.kz", chance.below(1_000_000)),
    };
    let founded = date(chance);
    let subjects = 1 + chance.below(5);
    let first = chance.below(SUBJECTS.len());
    let kinds = [0, 1, 2].map(|kind| (kind, 0));
    let associations = (0..subjects).map(|place| (3, (first + place) % SUBJECTS.len()));
    for (kind, subject) in kinds.into_iter().chain(associations) {
        if chance.percent(30) {
            continue;
        }
        bodies.push(Body {
            form: 0,
            own: String::new(),
            purpose: 0,
            region: school.region,
            district: Some(school.district),
            bin: None,
            phone: school.phone.clone(),
            email: school.email.clone(),
            date: if chance.percent(50) { founded } else { date(chance) },
            of_school: Some((school.clone(), kind, subject)),
        });
    }
}

fn education(body: &Body) -> String {
    if body.of_school.is_some() { "yes".to_owned() } else { PURPOSES[body.purpose].2.to_owned() }
}

fn kind(body: &Body) -> &'static str {
    match &body.of_school {
        None => "ngo",
        Some((_, 0, _)) => "trade_union",
        Some((_, 1, _)) => "parent_committee",
        Some((_, 2, _)) => "board_of_trustees",
        Some(_) => "methodical_association",
    }
}

fn row(body: &Body, places: &Places, noise: usize, chance: &mut Chance) -> RowInput {
    let region = &places.regions[body.region];
    let district = body.district.map(|district| &places.districts[body.region][district]);
    let area = district.unwrap_or(region);
    let [area_kk, area_ru] = [0, 1].map(|lang| area.names[lang].clone().unwrap_or_default());
    let tail = !chance.percent(noise);
    let (mut ru, mut kk) = match &body.of_school {
        None => ngo_names(body, noise, chance),
        Some((school, kind, subject)) => school_names(school, *kind, *subject, noise, chance),
    };
    if tail {
        let _ = write!(ru, ", {area_ru}");
        if chance.percent(50) {
            let _ = write!(kk, ", {area_kk}");
        } else {
            kk = format!("{area_kk}, {kk}");
        }
    }
    let mut input = RowInput {
        activity: Some("Образование".to_owned()),
        region: Some(region_cell(region, noise, chance)),
        district: district
            .filter(|_| !chance.percent(noise))
            .map(|district| district_cell(district, noise, chance)),
        bin: body.bin.as_ref().filter(|_| !chance.percent(noise * 2)).map(|bin| bin_cell(bin, noise, chance)),
        phones: contact(&body.phone, noise, chance, phone_cell, phone),
        emails: contact(&body.email, noise, chance, email_cell, |chance| {
            format!("new{}@gmail.com", chance.below(1_000_000))
        }),
        date: (!chance.percent(noise)).then(|| date_cell(body.date, noise, chance)),
        ..RowInput::default()
    };
    let (ru, kk) = (dirty(&ru, noise, chance), dirty(&kk, noise, chance));
    let which = chance.below(100);
    let (ru, kk) = if which < noise {
        (Some(ru), None)
    } else if which < noise * 2 {
        (None, Some(kk))
    } else {
        (Some(ru), Some(kk))
    };
    (input.name_ru, input.name_kk) = if chance.percent(noise / 4) { (kk, ru) } else { (ru, kk) };
    input
}
