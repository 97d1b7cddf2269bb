//! Makes dirty lists of bodies that are known: other names, purposes, places and noise than any sample.
//!
//! So that the matching is not made for one list. Three kinds of list: NGOs, bodies of schools, and both
//! with more noise. Everything follows from the seed.

use std::fmt::Write as _;

use crate::index::{Vocabulary, VocabularyArea};
use crate::matching::RowInput;
use crate::matching::evaluation::Truth;

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

const OWN: [&str; 60] = [
    "Самұрық",
    "Ақниет",
    "Шұғыла",
    "Тұран",
    "Нұр бала",
    "Жас қанат",
    "Інжу",
    "Алтын дән",
    "Білге",
    "Даналық",
    "Радуга",
    "Содружество",
    "Надежда",
    "Лучик",
    "Росток",
    "Созвездие",
    "Первоцвет",
    "Новый век",
    "Гармония",
    "Диалог",
    "EduLab",
    "Smart Kids",
    "Qadam",
    "Bilim Hub",
    "Open World",
    "Ержүрек",
    "Баспалдақ",
    "Тұғыр",
    "Көкжиек",
    "Ақ желкен",
    "Заңғар",
    "Жаңа толқын",
    "Сарыарқа самалы",
    "Жетінші мұхит",
    "Қыран",
    "Ақ қайың",
    "Үкілі үміт",
    "Сұңқар",
    "Таңшолпан",
    "Ел ертеңі",
    "Шапағат нұры",
    "Бал бөбек",
    "Ақ бидай",
    "Наурыз",
    "Тәуелсіз ұрпақ",
    "Мирас",
    "Атамекен",
    "Отбасы",
    "Жолдас",
    "Ақерке",
    "Мейірбан",
    "Еркетай",
    "Дос",
    "Зияткер",
    "Айналайын",
    "Тілек",
    "Ғибрат",
    "Өріс",
    "Жарқын",
    "Бесігім",
];

const PURPOSES: [(&str, &str, &str); 30] = [
    ("центр развития образования", "білім беруді дамыту орталығы", "yes"),
    ("ассоциация директоров школ", "мектеп директорларының қауымдастығы", "yes"),
    ("союз сельских учителей", "ауыл мұғалімдерінің одағы", "yes"),
    ("центр робототехники", "робототехника орталығы", "yes"),
    ("академия педагогического мастерства", "педагогикалық шеберлік академиясы", "yes"),
    ("ассоциация школьных психологов", "мектеп психологтарының қауымдастығы", "yes"),
    (
        "центр поддержки детей-сирот и выпускников детских домов",
        "жетім балалар мен балалар үйі түлектерін қолдау орталығы",
        "yes",
    ),
    ("ассоциация частных школ", "жекеменшік мектептер қауымдастығы", "yes"),
    ("институт воспитания", "тәрбие институты", "yes"),
    ("клуб молодых учителей", "жас мұғалімдер клубы", "yes"),
    ("центр детского чтения", "балалар оқуы орталығы", "yes"),
    ("объединение многодетных родителей", "көп балалы ата-аналар бірлестігі", "yes"),
    ("центр раннего развития детей", "балалардың ерте даму орталығы", "yes"),
    ("союз работников дошкольных организаций", "мектепке дейінгі ұйымдар қызметкерлерінің одағы", "yes"),
    ("центр инноваций в образовании", "білім берудегі инновациялар орталығы", "yes"),
    ("ассоциация репетиторов и преподавателей", "репетиторлар мен оқытушылар қауымдастығы", "yes"),
    ("центр профессиональной подготовки педагогов", "педагогтерді кәсіби даярлау орталығы", "yes"),
    ("совет отцов учащихся", "оқушы әкелерінің кеңесі", "yes"),
    ("центр педагогики и психологии", "педагогика және психология орталығы", "yes"),
    ("лига школьных дебатов", "мектеп дебаттары лигасы", "yes"),
    ("общество филателистов", "филателистер қоғамы", "no"),
    ("ассоциация стоматологов", "стоматологтар қауымдастығы", "no"),
    ("союз пчеловодов", "омарташылар одағы", "no"),
    ("федерация плавания", "жүзу федерациясы", "no"),
    ("клуб мотоциклистов", "мотоциклшілер клубы", "no"),
    ("союз охотников", "аңшылар одағы", "no"),
    ("палата архитекторов", "сәулетшілер палатасы", "no"),
    ("ассоциация таксистов", "таксистер қауымдастығы", "no"),
    ("союз строителей", "құрылысшылар одағы", "no"),
    ("федерация тенниса", "теннис федерациясы", "no"),
];

/// Full and short, in Russian and Kazakh.
const FORMS: [[&str; 4]; 6] = [
    ["Общественное объединение", "ОО", "қоғамдық бірлестігі", "ҚБ"],
    ["Общественный фонд", "ОФ", "қоғамдық қоры", "ҚҚ"],
    ["Частный фонд", "ЧФ", "жеке қоры", "ЖҚ"],
    ["Корпоративный фонд", "КФ", "корпоративтік қоры", "КҚ"],
    ["Частное учреждение", "ЧУ", "жеке мекемесі", "ЖМ"],
    ["Объединение юридических лиц", "ОЮЛ", "заңды тұлғалар бірлестігі", "ЗТБ"],
];

const SUBJECTS: [(&str, &str); 8] = [
    ("математики", "математика"),
    ("физики", "физика"),
    ("химии", "химия"),
    ("истории", "тарих"),
    ("казахского языка и литературы", "қазақ тілі мен әдебиеті"),
    ("английского языка", "ағылшын тілі"),
    ("физической культуры", "дене шынықтыру"),
    ("начальных классов", "бастауыш сынып"),
];

const PEOPLE: [(&str, &str); 8] = [
    ("Каныша Сатпаева", "Қаныш Сәтбаев"),
    ("Ахмета Жубанова", "Ахмет Жұбанов"),
    ("Динмухамеда Кунаева", "Дінмұхамед Қонаев"),
    ("Шокана Уалиханова", "Шоқан Уәлиханов"),
    ("Алии Молдагуловой", "Әлия Молдағұлова"),
    ("Габита Мусрепова", "Ғабит Мүсірепов"),
    ("Сакена Сейфуллина", "Сәкен Сейфуллин"),
    ("Курмангазы", "Құрманғазы"),
];

const SCHOOLS: [(&str, &str, &str); 4] = [
    ("Средняя школа", "СШ", "орта мектебі"),
    ("Общеобразовательная школа", "ОШ", "жалпы білім беретін мектебі"),
    ("Школа-гимназия", "школа-гимназия", "мектеп-гимназиясы"),
    ("Школа-лицей", "школа-лицей", "мектеп-лицейі"),
];

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

fn ngo_names(body: &Body, noise: usize, chance: &mut Chance) -> (String, String) {
    let [ru_full, ru_short, kk_full, kk_short] = FORMS[body.form];
    let (purpose_ru, purpose_kk, _) = PURPOSES[body.purpose];
    let form = |full: &str, short: &str, chance: &mut Chance| {
        if chance.percent(noise / 3) {
            String::new()
        } else if chance.percent(noise * 2) {
            short.to_owned()
        } else {
            full.to_owned()
        }
    };
    let (ru_form, kk_form) = (form(ru_full, ru_short, chance), form(kk_full, kk_short, chance));
    let own = &body.own;
    let ru = match chance.below(4) {
        0 if noise > 10 => format!("«{own}» {purpose_ru} {ru_form}"),
        1 if noise > 10 => format!("{ru_form} {purpose_ru} «{own}»"),
        _ => format!("{ru_form} «{own}» {purpose_ru}"),
    };
    let kk = format!("«{own}» {purpose_kk} {kk_form}");
    (ru.trim().to_owned(), kk.trim().to_owned())
}

fn school_names(
    school: &School,
    kind: usize,
    subject: usize,
    noise: usize,
    chance: &mut Chance,
) -> (String, String) {
    let (full, short, kk_school) = SCHOOLS[school.kind];
    let (person_ru, person_kk) = PEOPLE[school.person];
    let is_short = chance.percent(noise * 2);
    let host_ru = match school.number {
        Some(number) if is_short => format!("{short} №{number}"),
        Some(number) if chance.percent(30) => format!("КГУ «{full} № {number}»"),
        Some(number) => format!("{full} №{number}"),
        None => format!("{} имени {person_ru}", if is_short { short } else { full }),
    };
    let host_kk = match school.number {
        Some(number) => format!("№{number} {kk_school}"),
        None => format!("{person_kk} атындағы {kk_school}"),
    };
    let (subject_ru, subject_kk) = SUBJECTS[subject];
    let ru = match kind {
        0 if is_short => "ППО".to_owned(),
        0 => "Первичная профсоюзная организация".to_owned(),
        1 => if is_short { "Родком" } else { "Родительский комитет" }.to_owned(),
        2 => "Попечительский совет".to_owned(),
        _ if is_short => format!("МО учителей {subject_ru}"),
        _ => format!("Методическое объединение учителей {subject_ru}"),
    };
    let kk = match kind {
        0 => "бастауыш кәсіподақ ұйымы".to_owned(),
        1 => "ата-аналар комитеті".to_owned(),
        2 => "қамқоршылық кеңесі".to_owned(),
        _ if is_short => format!("{subject_kk} пәні ӘБ"),
        _ => format!("{subject_kk} пәні мұғалімдерінің әдістемелік бірлестігі"),
    };
    let separator = if chance.percent(60) { ", " } else { " " };
    (format!("{ru}{separator}{host_ru}"), format!("{host_kk}{separator}{kk}"))
}

fn region_cell(region: &VocabularyArea, noise: usize, chance: &mut Chance) -> String {
    let ru = region.names[1].clone().unwrap_or_default();
    if chance.percent(noise) {
        if let Some(alias) = (!region.aliases.is_empty()).then(|| chance.pick(&region.aliases).clone())
            && !alias.contains("Ақмола")
        {
            return alias;
        }
        return ru.replace("область", "обл.");
    }
    let old = match region.kato.as_str() {
        "100000000" => "Восточно-Казахстанская область",
        "330000000" => "Алматинская область",
        "620000000" => "Карагандинская область",
        _ => return ru,
    };
    if chance.percent(noise / 2) { old.to_owned() } else { ru }
}

fn district_cell(district: &VocabularyArea, noise: usize, chance: &mut Chance) -> String {
    let ru = district.names[1].clone().unwrap_or_default();
    if chance.percent(noise) {
        return ru.replace("район", "р-н");
    }
    if chance.percent(noise / 2) { district.names[0].clone().unwrap_or(ru) } else { ru }
}

fn bin_cell(bin: &str, noise: usize, chance: &mut Chance) -> String {
    if !chance.percent(noise) {
        return bin.to_owned();
    }
    let at = 1 + chance.below(10);
    match chance.below(4) {
        0 => format!("{} {} {}", &bin[..4], &bin[4..8], &bin[8..]),
        1 => bin.trim_start_matches('0').to_owned(),
        2 => format!("{}{}", &bin[..at], &bin[at + 1..]),
        _ => format!("{}{}{}", &bin[..at], chance.below(10), &bin[at + 1..]),
    }
}

fn contact(
    known: &str,
    noise: usize,
    chance: &mut Chance,
    write: fn(&str, &mut Chance) -> String,
    other: fn(&mut Chance) -> String,
) -> Vec<String> {
    if chance.percent(noise) {
        return Vec::new();
    }
    let contact = if chance.percent(noise / 2) { other(chance) } else { known.to_owned() };
    vec![write(&contact, chance)]
}

fn phone_cell(phone: &str, chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => format!("+7{phone}"),
        1 => format!("8 ({}) {}-{}-{}", &phone[..4], &phone[4..6], &phone[6..8], &phone[8..]),
        2 => format!("8{phone}"),
        _ => format!("+7 {} {}", &phone[..4], &phone[4..]),
    }
}

fn email_cell(email: &str, chance: &mut Chance) -> String {
    if chance.percent(10) { email.to_uppercase() } else { email.to_owned() }
}

fn date_cell((year, month, day): (usize, usize, usize), noise: usize, chance: &mut Chance) -> String {
    if chance.percent(noise / 8) {
        return format!("{month:02}.{day:02}.{year}");
    }
    match chance.below(4) {
        0 if noise > 10 => format!("{year}-{month:02}-{day:02}"),
        1 if noise > 10 => format!("{day}/{month}/{:02}", year % 100),
        2 if noise > 25 => format!("{year}"),
        _ => format!("{day:02}.{month:02}.{year}"),
    }
}

/// Slips, keyboards, quotes, capitals.
fn dirty(text: &str, noise: usize, chance: &mut Chance) -> String {
    let mut text = text.to_owned();
    if chance.percent(noise) {
        let [open, close] = *chance.pick(&[["\"", "\""], ["", ""], ["“", "”"], ["„", "“"]]);
        text = text.replace('«', open).replace('»', close);
    }
    if chance.percent(noise) {
        text = crate::text::repair(&text)
            .chars()
            .map(|c| match c {
                'ә' => 'а',
                'ғ' => 'г',
                'қ' => 'к',
                'ң' => 'н',
                'ө' => 'о',
                'ұ' | 'ү' => 'у',
                'і' => 'и',
                'Қ' => 'К',
                'Ә' => 'А',
                'Ө' => 'О',
                other => other,
            })
            .collect();
    }
    if chance.percent(noise / 3) {
        text = text.to_uppercase();
    }
    for _ in 0..3 {
        if chance.percent(noise) {
            text = slip(&text, chance);
        }
    }
    text
}

fn slip(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = 1 + chance.below(letters.len().saturating_sub(2).max(1));
    // Numbers are not mistyped: nobody could tell which school was meant.
    if letters.len() < 4 || !letters[at].is_alphabetic() || !letters[at - 1].is_alphabetic() {
        return text.to_owned();
    }
    match chance.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters.swap(at, at - 1),
        _ => letters[at] = *chance.pick(&['а', 'о', 'е', 'н', 'р', 'т']),
    }
    letters.into_iter().collect()
}
