//! Writes the names of generated bodies, Russian and Kazakh.

use super::words::{FORMS, PEOPLE, PURPOSES, SCHOOLS, SUBJECTS};
use super::{Body, Chance, School};

pub fn ngo_names(body: &Body, noise: usize, chance: &mut Chance) -> (String, String) {
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

pub fn school_names(
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
