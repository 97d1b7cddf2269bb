//! What people would type for the bodies of a world, in fourteen ways.

use std::collections::{BTreeMap, HashMap};

use birlik_search::text::layout;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::words::WORDS;
use super::world::{Langs, Made, What, World};

/// A query and what it must find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The way it is typed: `exact`, `prefix`, `typo1`, …
    pub category: String,
    /// What is typed.
    pub query: String,
    /// Values of identifiers (or ids) of the records that are meant.
    pub relevant: Vec<String>,
    /// True where many records are meant and their order among themselves does not matter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub graded: bool,
}

type Typed = fn(&World, &Made, &mut StdRng) -> Option<String>;

/// The ways in which one body is looked for.
const ONE: [(&str, Typed); 12] = [
    ("exact", |world, made, rng| Some(written(world, made, rng))),
    ("prefix", prefix),
    ("typo1", |world, made, rng| misspelt(world, made, rng, 1)),
    ("typo2", |world, made, rng| misspelt(world, made, rng, 2)),
    ("ru_keyboard", russian_keyboard),
    ("latin", |world, made, rng| Some(latin(world, made, rng))),
    ("layout", wrong_layout),
    ("word_order", |world, made, rng| Some(word_order(world, made, rng))),
    ("cross_language", cross_language),
    ("abbreviation", abbreviation),
    ("inflected", inflected),
    ("colloquial", colloquial),
];

/// So many queries of each category for a world; the same seed gives the same queries.
pub fn queries(world: &World, each: usize, seed: u64) -> Vec<Query> {
    let mut rng = StdRng::seed_from_u64(seed ^ 0x51ED);
    let mut queries = Vec::new();
    for (category, typed) in ONE {
        let (mut made, mut tries) = (0, 0);
        while made < each && tries < each * 50 && !world.is_empty() {
            tries += 1;
            let number = rng.random_range(0..world.bodies.len());
            if let Some(query) = typed(world, &world.bodies[number], &mut rng) {
                let relevant = vec![World::row(number)];
                queries.push(Query { category: category.to_owned(), query, relevant, graded: false });
                made += 1;
            }
        }
    }
    queries.extend(by_subject(world, each, &mut rng));
    queries
}

/// Teachers of a subject in a region: by its name of today, and by a former one.
fn by_subject(world: &World, each: usize, rng: &mut StdRng) -> Vec<Query> {
    let mut groups: BTreeMap<(&str, &str), (usize, Vec<String>)> = BTreeMap::new();
    for (number, made) in world.bodies.iter().enumerate() {
        if let What::Teachers { subject, .. } = &made.what {
            let place = &world.places[made.place];
            let group = groups.entry((&subject.code, &place.region)).or_insert((number, Vec::new()));
            group.1.push(World::row(number));
        }
    }
    let mut topical = Vec::new();
    let mut old = Vec::new();
    for (number, relevant) in groups.into_values() {
        let made = &world.bodies[number];
        let What::Teachers { subject, .. } = &made.what else { continue };
        let place = &world.places[made.place];
        let [kk, ru, en] = &place.region_names;
        let ways = [
            format!("{kk} {} мұғалімдері", subject.kk),
            format!("учителя {} {ru}", subject.ru),
            format!("{} teachers {en}", subject.en),
        ];
        for query in ways {
            let relevant = relevant.clone();
            topical.push(Query { category: "topical".to_owned(), query, relevant, graded: true });
        }
        for was in &place.region_was {
            let (query, relevant) = (format!("{} {was}", subject.ru), relevant.clone());
            old.push(Query { category: "old_place".to_owned(), query, relevant, graded: true });
        }
    }
    for group in [&mut topical, &mut old] {
        group.shuffle(rng);
        group.truncate(each);
    }
    topical.extend(old);
    topical
}

/// A name that the record has, without its signs.
fn written(world: &World, made: &Made, rng: &mut StdRng) -> String {
    let (kk, ru) = world.names(made);
    let kazakh = match made.langs {
        Langs::Kazakh => true,
        Langs::Russian => false,
        Langs::Both => rng.random_bool(0.5),
    };
    plain(if kazakh { &kk } else { &ru })
}

fn plain(name: &str) -> String {
    name.replace(['«', '»', ','], "")
}

/// All but the end; what tells the body from its neighbours is kept, as the place comes last in Russian.
fn prefix(world: &World, made: &Made, rng: &mut StdRng) -> Option<String> {
    let name: Vec<char> = written(world, made, rng).chars().collect();
    let cut = rng.random_range(2..=5);
    (name.len() > 30).then(|| name[..name.len() - cut].iter().collect())
}

fn misspelt(world: &World, made: &Made, rng: &mut StdRng, typos: usize) -> Option<String> {
    let mut words: Vec<String> = written(world, made, rng).split(' ').map(str::to_owned).collect();
    let mut long: Vec<usize> = (0..words.len())
        .filter(|at| words[*at].chars().count() >= 6 && words[*at].chars().all(char::is_alphabetic))
        .collect();
    long.shuffle(rng);
    if long.len() < typos {
        return None;
    }
    for at in long.into_iter().take(typos) {
        words[at] = typo(&words[at], rng);
    }
    Some(words.join(" "))
}

/// One letter left out, doubled, changed for another, or two that changed places; never the first.
fn typo(word: &str, rng: &mut StdRng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = rng.random_range(1..letters.len() - 1);
    match rng.random_range(0..4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = *['а', 'о', 'н', 'т', 'р', 'е'].choose(rng).unwrap_or(&'а'),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

fn russian_keyboard(world: &World, made: &Made, _: &mut StdRng) -> Option<String> {
    let name = (made.langs != Langs::Russian).then(|| plain(&world.names(made).0))?;
    let letter = |c| match c {
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' => 'и',
        'Ә' => 'А',
        'Ғ' => 'Г',
        'Қ' => 'К',
        'Ө' => 'О',
        'Ұ' | 'Ү' => 'У',
        'І' => 'И',
        other => other,
    };
    Some(name.chars().map(letter).collect())
}

fn latin(world: &World, made: &Made, rng: &mut StdRng) -> String {
    let mut name = String::new();
    for letter in written(world, made, rng).to_lowercase().chars() {
        match WORDS.latin.get(&letter) {
            Some(latin) => name.push_str(latin),
            None => name.push(letter),
        }
    }
    name
}

fn wrong_layout(world: &World, made: &Made, _: &mut StdRng) -> Option<String> {
    let name = (made.langs != Langs::Kazakh).then(|| plain(&world.names(made).1).replace('№', ""))?;
    let name = name.to_lowercase();
    // The last keyboard is the English one.
    layout::texts(&name).pop()
}

fn word_order(world: &World, made: &Made, rng: &mut StdRng) -> String {
    let name = written(world, made, rng);
    let mut words: Vec<&str> = name.split(' ').collect();
    words.shuffle(rng);
    words.join(" ")
}

/// The school of a body, and what people call the body in Kazakh and Russian; `None` outside schools.
fn as_people_say(made: &Made) -> Option<(usize, String, String)> {
    match &made.what {
        What::Ngo { .. } => None,
        What::OfSchool { school, body } => Some((*school, body.said_kk.clone(), body.said_ru.clone())),
        What::Teachers { school, subject } => Some((
            *school,
            format!("{} әдістемелік бірлестік", subject.kk),
            format!("методобъединение {}", subject.ru),
        )),
    }
}

/// In the language that the record has no name in.
fn cross_language(world: &World, made: &Made, _: &mut StdRng) -> Option<String> {
    let place = &world.places[made.place];
    let (school, said_kk, said_ru) = as_people_say(made)?;
    let school = &world.schools[school];
    match made.langs {
        Langs::Both => None,
        Langs::Kazakh => Some(format!("{said_ru} {} {}", school.ru, place.ru)),
        Langs::Russian => Some(format!("{} {} {said_kk}", place.kk, school.kk)),
    }
}

fn abbreviation(world: &World, made: &Made, rng: &mut StdRng) -> Option<String> {
    let What::Ngo { form, .. } = &made.what else { return None };
    let name = written(world, made, rng);
    let short = name.replace(&form.kk, &form.short_kk).replace(&form.ru, &form.short_ru);
    (short != name).then_some(short)
}

/// The proper name and the place with Kazakh endings, as they stand in a sentence.
fn inflected(world: &World, made: &Made, rng: &mut StdRng) -> Option<String> {
    let What::Ngo { name, purpose, .. } = &made.what else { return None };
    let place = &world.places[made.place];
    let kazakh = made.langs == Langs::Kazakh || (made.langs == Langs::Both && rng.random_bool(0.5));
    Some(if kazakh {
        format!("{} {} {}", with_ending(name, rng), purpose.kk, with_ending(&place.kk, rng))
    } else {
        format!("{} {} {}", with_ending(name, rng), purpose.ru, place.ru)
    })
}

/// A Kazakh ending that goes with the word: of the genitive, dative, ablative, instrumental, or the plural.
fn with_ending(word: &str, rng: &mut StdRng) -> String {
    let lower = word.to_lowercase();
    let back = lower.chars().rev().find_map(|c| match c {
        'а' | 'о' | 'ұ' | 'ы' | 'у' | 'я' | 'ё' | 'ю' => Some(true),
        'ә' | 'ө' | 'ү' | 'і' | 'е' | 'э' | 'и' => Some(false),
        _ => None,
    });
    let last = lower.chars().last().unwrap_or('а');
    let voiceless = "пфкқтсшщчцхбвгд".contains(last);
    let nasal = "мнң".contains(last);
    let vowel = "аәоөұүыіеэуияёю".contains(last);
    let start = |voiced: char, after_nasal: char, unvoiced: char| {
        if voiceless {
            unvoiced
        } else if nasal {
            after_nasal
        } else {
            voiced
        }
    };
    let (a, y) = if back.unwrap_or(true) { ('а', 'ы') } else { ('е', 'і') };
    let ending = match rng.random_range(0..5) {
        0 => format!("{}{y}ң", if vowel { 'н' } else { start('д', 'н', 'т') }),
        1 => match (voiceless, back.unwrap_or(true)) {
            (true, true) => "қа".to_owned(),
            (true, false) => "ке".to_owned(),
            (false, true) => "ға".to_owned(),
            (false, false) => "ге".to_owned(),
        },
        2 => format!("{}{a}н", start('д', 'н', 'т')),
        3 => format!("{}ен", start('м', 'м', 'п')),
        _ => format!("{}{a}р", if vowel { 'л' } else { start('л', 'д', 'т') }),
    };
    format!("{word}{ending}")
}

/// As people say it: the number, the school, the place without the word for what it is.
fn colloquial(world: &World, made: &Made, rng: &mut StdRng) -> Option<String> {
    let place = &world.places[made.place];
    let (school, said_kk, said_ru) = as_people_say(made)?;
    let number = world.schools[school].number?;
    if same_name_elsewhere(world, made.place) {
        return None;
    }
    let without = |name: &str, words: &[&str]| {
        let kept: Vec<&str> =
            name.split(' ').filter(|word| !words.contains(&word.to_lowercase().as_str())).collect();
        kept.join(" ")
    };
    Some(if rng.random_bool(0.5) {
        format!("{} {number} мектеп {said_kk}", without(&place.kk, &["ауданы", "қаласы", "қ.ә."]))
    } else {
        format!("{said_ru} {number} школа {}", without(&place.ru, &["район", "город", "г.а."]))
    })
}

/// True where another place has the same name but for the word for what it is, so that people would say more.
fn same_name_elsewhere(world: &World, place: usize) -> bool {
    let first = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for other in &world.places {
        *counts.entry(first(&other.kk)).or_default() += 1;
    }
    counts.get(&first(&world.places[place].kk)).is_some_and(|count| *count > 1)
}
