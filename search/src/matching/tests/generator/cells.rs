//! Writes the cells of a generated row, each in one of the ways that lists have.

use super::Chance;
use crate::index::VocabularyArea;

pub fn region_cell(region: &VocabularyArea, noise: usize, chance: &mut Chance) -> String {
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

pub fn district_cell(district: &VocabularyArea, noise: usize, chance: &mut Chance) -> String {
    let ru = district.names[1].clone().unwrap_or_default();
    if chance.percent(noise) {
        return ru.replace("район", "р-н");
    }
    if chance.percent(noise / 2) { district.names[0].clone().unwrap_or(ru) } else { ru }
}

pub fn bin_cell(bin: &str, noise: usize, chance: &mut Chance) -> String {
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

pub fn contact(
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

pub fn phone_cell(phone: &str, chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => format!("+7{phone}"),
        1 => format!("8 ({}) {}-{}-{}", &phone[..4], &phone[4..6], &phone[6..8], &phone[8..]),
        2 => format!("8{phone}"),
        _ => format!("+7 {} {}", &phone[..4], &phone[4..]),
    }
}

pub fn email_cell(email: &str, chance: &mut Chance) -> String {
    if chance.percent(10) { email.to_uppercase() } else { email.to_owned() }
}

pub fn date_cell((year, month, day): (usize, usize, usize), noise: usize, chance: &mut Chance) -> String {
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
pub fn dirty(text: &str, noise: usize, chance: &mut Chance) -> String {
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
