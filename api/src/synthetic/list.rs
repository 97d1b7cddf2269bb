//! A dirty list of bodies of a synthetic world, as a ministry would send it, and which row is which body.
//!
//! Bodies come again, in one language or both, with letters of a Russian keyboard, in capitals, with typing errors,
//! without a number or a telephone. Rows of bodies that have nothing to do with education are among them.

use std::io::{self, Write};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use super::words::WORDS;
use super::world::{Langs, Made, What, World};

/// Of a hundred rows, how many are not about education.
const OTHERS: u32 = 4;
/// What bodies do that are not about education, in Russian and Kazakh.
const OTHER_PURPOSES: [(&str, &str); 6] = [
    ("общество рыболовов", "балық аулаушылар қоғамы"),
    ("федерация шахмат", "шахмат федерациясы"),
    ("общество онкологов", "онкологтар қоғамы"),
    ("клуб автолюбителей", "автокөлік әуесқойлары клубы"),
    ("союз пчеловодов", "ара өсірушілер одағы"),
    ("федерация бокса", "бокс федерациясы"),
];
/// Letters as a Russian keyboard has them.
const FOLDED: [(char, char); 9] = [
    ('ә', 'а'),
    ('ғ', 'г'),
    ('қ', 'к'),
    ('ң', 'н'),
    ('ө', 'о'),
    ('ұ', 'у'),
    ('ү', 'у'),
    ('һ', 'х'),
    ('і', 'и'),
];

/// A list to be made of a world.
#[derive(Debug, Clone, Copy)]
pub struct DirtyList {
    /// Rows.
    pub rows: usize,
    /// Bodies, the last ones of the world; each of them at least once.
    pub bodies: usize,
    /// Another seed gives another list.
    pub seed: u64,
}

impl DirtyList {
    /// Writes the list and what is true of its rows, both as CSV.
    pub fn write(self, world: &World, list: impl Write, truth: impl Write) -> io::Result<()> {
        let mut rng = StdRng::seed_from_u64(self.seed);
        let bodies = self.bodies.clamp(1, world.len().max(1)).min(self.rows.max(1));
        let first = world.len().saturating_sub(bodies);
        let mut list = csv::WriterBuilder::new().delimiter(b';').from_writer(list);
        let mut truth = csv::Writer::from_writer(truth);
        list.write_record([
            "№",
            "БИН",
            "Наименование (рус)",
            "Атауы (қаз)",
            "Регион",
            "Район/город",
            "Телефон",
            "E-mail",
            "Сфера деятельности",
            "Дата регистрации",
        ])?;
        truth.write_record(["row", "cluster", "education", "kind"])?;
        for at in 0..self.rows {
            // Each body once in the order of the world, evenly; the others by chance among them.
            let due = (at * bodies).div_ceil(self.rows);
            let is_due = due < bodies && due * self.rows / bodies == at;
            let body = first + if is_due { due } else { rng.random_range(0..bodies) };
            let is_other = body as u64 % 100 < u64::from(OTHERS);
            let row = row(world, body, is_other, &mut rng);
            list.write_record(std::iter::once((at + 1).to_string()).chain(row))?;
            let kind = if is_other { "ngo" } else { kind(&world.bodies[body]) };
            let education = if is_other { "no" } else { "yes" };
            truth.write_record([(at + 1).to_string().as_str(), &body.to_string(), education, kind])?;
        }
        list.flush()?;
        truth.flush()
    }
}

fn kind(made: &Made) -> &'static str {
    match &made.what {
        What::Ngo { .. } => "ngo",
        What::OfSchool { body, .. } => body.kind.as_str(),
        What::Teachers { .. } => "methodical_association",
    }
}

/// What a body is called everywhere and how it is reached, before somebody typed it.
fn row(world: &World, body: usize, is_other: bool, rng: &mut StdRng) -> [String; 9] {
    let made = &world.bodies[body];
    let place = &world.places[made.place];
    let mut own = StdRng::seed_from_u64(body as u64);
    let (mut kk, mut ru) = if is_other {
        let name = WORDS.names.choose(&mut own).map_or("", String::as_str);
        let (russian, kazakh) = OTHER_PURPOSES[body % OTHER_PURPOSES.len()];
        (
            format!("«{name} {body}» {kazakh} қоғамдық бірлестігі, {}", place.kk),
            format!("Общественное объединение «{name} {body}» {russian}, {}", place.ru),
        )
    } else {
        world.names(made)
    };
    let bin = match &made.what {
        What::Ngo { bin, .. } if rng.random_bool(0.7) => bin.clone(),
        _ => String::new(),
    };
    let phone = format!("+7{}2{:07}", 71 + own.random_range(0..2), own.random_range(2_000_000..7_000_000));
    let email = format!(
        "{}{body}@bk.ru",
        transliterate(&kk).chars().filter(char::is_ascii_lowercase).take(8).collect::<String>()
    );
    let date = format!(
        "{:02}.{:02}.{}",
        own.random_range(1..29),
        own.random_range(1..13),
        own.random_range(1996..2024)
    );
    kk = typed(kk, rng);
    ru = typed(ru, rng);
    match (made.langs, rng.random_range(0..10)) {
        (Langs::Kazakh, _) | (Langs::Both, 0..2) => ru.clear(),
        (Langs::Russian, _) | (Langs::Both, 2..4) => kk.clear(),
        (Langs::Both, _) => {}
    }
    let mut or_nothing = |value: String, chance| if rng.random_bool(chance) { value } else { String::new() };
    let region = place.region_names[1].clone();
    [
        bin,
        ru,
        kk,
        or_nothing(region, 0.97),
        or_nothing(place.ru.clone(), 0.75),
        or_nothing(phone, 0.85),
        or_nothing(email, 0.75),
        if is_other { "Культура и спорт" } else { "Образование" }.to_owned(),
        or_nothing(date, 0.85),
    ]
}

/// A name as somebody typed it.
fn typed(name: String, rng: &mut StdRng) -> String {
    match rng.random_range(0..20) {
        0..2 => name
            .chars()
            .map(|letter| FOLDED.iter().find(|(own, _)| *own == letter).map_or(letter, |(_, other)| *other))
            .collect(),
        2 => name.to_uppercase(),
        3 => transliterate(&name),
        4..7 => with_a_slip(&name, rng),
        7 => name.replace(['«', '»'], "\""),
        _ => name,
    }
}

/// A text in Latin letters.
fn transliterate(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    for letter in text.to_lowercase().chars() {
        match WORDS.latin.get(&letter) {
            Some(letters) => latin.push_str(letters),
            None => latin.push(letter),
        }
    }
    latin
}

/// A letter twice, left out, or swapped with the next.
fn with_a_slip(name: &str, rng: &mut StdRng) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let places: Vec<usize> =
        (1..letters.len().saturating_sub(1)).filter(|at| letters[*at].is_alphabetic()).collect();
    let Some(at) = places.choose(rng).copied() else { return name.to_owned() };
    match rng.random_range(0..3) {
        0 => letters.insert(at, letters[at]),
        1 => drop(letters.remove(at)),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}
