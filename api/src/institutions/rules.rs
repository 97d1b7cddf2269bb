//! What an institution means for the records it hosts, without I/O.

use birlik_entity::{InstitutionId, KatoCode};
use chrono::{DateTime, Datelike};
use sha2::{Digest, Sha256};

use super::model::{Headcount, Institution};
use crate::areas::AreaTree;
use crate::clock::timestamp;
use crate::organizations::Host;
use crate::parsed::Parsed;
use crate::privacy;

const MOST_VERSIONS: i64 = 1_000_000_000;
const MOST_NAMES: usize = 20;
const MOST_HEADCOUNTS: usize = 1000;

/// The `host` of a record, as the institution is now.
pub fn host_of(institution: &Institution) -> Host {
    Host {
        id: institution.id,
        bin: institution.bin,
        kato: institution.kato,
        names: institution.names.clone(),
        teachers: institution.headcounts.iter().rev().find_map(|headcount| headcount.teachers),
    }
}

/// The institution that a `host` describes. What has nothing but a name lies where its record does, unless it
/// says otherwise: schools of many places have one name.
pub(super) fn institution_of(host: &Host, area: Option<KatoCode>, source: Option<&str>) -> Institution {
    let has_only_a_name = host.id.is_none() && host.bin.is_none();
    let headcount = host.teachers.map(|teachers| Headcount {
        as_of: None,
        staff: None,
        teachers: Some(teachers),
        learners: None,
        source: source.map(str::to_owned),
    });
    Institution {
        id: host.id,
        number: host.names.iter().find_map(|name| number_in(&name.value)),
        names: host.names.clone(),
        bin: host.bin,
        kato: host.kato.or_else(|| area.filter(|_| has_only_a_name).map(Parsed)),
        headcounts: headcount.into_iter().collect(),
        version: None,
        updated_at: None,
    }
}

/// The number in a name such as «№25 орта мектеп» or «Школа N 25».
pub(super) fn number_in(name: &str) -> Option<String> {
    let at = name.find('№').map(|at| at + '№'.len_utf8()).or_else(|| name.find("N ").map(|at| at + 2))?;
    let digits: String = name[at..].trim_start().chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

/// An institution that comes in, in good order; or what is wrong with it: the field, and what would be right.
pub(super) fn checked(
    mut institution: Institution,
    areas: &AreaTree,
) -> Result<Institution, (String, String)> {
    check(&institution, areas)?;
    check_size(&institution)?;
    if institution.version.is_some_and(|version| !(1..=MOST_VERSIONS).contains(&version)) {
        let reason = format!("this is not a version; expected 1 to {MOST_VERSIONS}");
        return Err(("version".to_owned(), reason));
    }
    institution.updated_at = institution.updated_at.as_deref().map(time).transpose()?;
    let mut headcounts = Vec::new();
    for headcount in institution.headcounts {
        add_headcount(&mut headcounts, headcount);
    }
    Ok(Institution { headcounts, ..institution })
}

fn time(text: &str) -> Result<String, (String, String)> {
    // A year of five digits would not sort as a text.
    let at = DateTime::parse_from_rfc3339(text.trim()).ok().map(|at| at.to_utc());
    at.filter(|at| (0..=9999).contains(&at.year())).map(timestamp).ok_or_else(|| {
        let reason = "this is not a time; expected RFC 3339, as in 2026-11-24T09:00:00.000Z";
        ("updated_at".to_owned(), reason.to_owned())
    })
}

/// Refuses an institution that has more than any school has.
pub(super) fn check_size(institution: &Institution) -> Result<(), (String, String)> {
    for (field, length, most) in [
        ("names", institution.names.len(), MOST_NAMES),
        ("headcounts", institution.headcounts.len(), MOST_HEADCOUNTS),
    ] {
        if length > most {
            return Err((field.to_owned(), format!("there are {length} of them; expected at most {most}")));
        }
    }
    Ok(())
}

fn check(institution: &Institution, areas: &AreaTree) -> Result<(), (String, String)> {
    if institution.kato.is_some_and(|kato| areas.nearest(&kato).is_none()) {
        let reason = "there is no such region; expected a code of /v1/areas or of a place inside one of them";
        return Err(("kato".to_owned(), reason.to_owned()));
    }
    let names = institution.names.iter().map(|name| (format!("name_{}", name.lang.0), name.value.as_str()));
    let sources = institution.headcounts.iter().filter_map(|headcount| headcount.source.as_deref());
    let number = institution.number.iter().map(|number| ("number".to_owned(), number.as_str()));
    for (field, text) in names.chain(number).chain(sources.map(|source| ("source".to_owned(), source))) {
        if text.is_empty() || text.chars().count() > 500 || text.chars().any(char::is_control) {
            return Err((field, "expected 1 to 500 characters, none of them a control character".to_owned()));
        }
        if let Some(found) = privacy::redact(text).1.first() {
            let reason =
                format!("{} is in it; expected what belongs to the institution alone", found.as_str());
            return Err((field, reason));
        }
    }
    if institution.names.is_empty() && institution.bin.is_none() && institution.id.is_none() {
        return Err((
            "names".to_owned(),
            "there is neither name nor BIN nor id; expected one of them".to_owned(),
        ));
    }
    for headcount in &institution.headcounts {
        if headcount.staff.zip(headcount.teachers).is_some_and(|(staff, teachers)| teachers > staff) {
            return Err((
                "teachers".to_owned(),
                "there are more teachers than staff; expected at most the staff".to_owned(),
            ));
        }
    }
    Ok(())
}

/// Puts a headcount where its date belongs, replacing one of the same date and source where it stands: the
/// same list twice changes nothing.
pub(super) fn add_headcount(headcounts: &mut Vec<Headcount>, headcount: Headcount) {
    let is_same = |known: &&mut Headcount| known.as_of == headcount.as_of && known.source == headcount.source;
    match headcounts.iter_mut().find(is_same) {
        Some(known) => *known = headcount,
        None => headcounts.push(headcount),
    }
    // Figures without a date are the oldest: a dated one always tells more.
    headcounts.sort_by_key(|headcount| headcount.as_of.map(|date| date.0));
}

/// The id to try in the `attempt`-th place for an institution known by this key.
pub(super) fn mint(key: &str, attempt: u32) -> InstitutionId {
    let digest = Sha256::digest(format!("institution\n{key}\n{attempt}"));
    InstitutionId::from_number(u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names() {
        assert_eq!(number_in("№25 орта мектеп").as_deref(), Some("25"));
        assert_eq!(number_in("Школа-гимназия № 7 имени Абая").as_deref(), Some("7"));
        assert_eq!(number_in("School N 12"), Some("12".into()));
        assert_eq!(number_in("Абай атындағы мектеп"), None);
    }

    fn checked_line(extra: &str) -> Result<Institution, String> {
        let line = format!(r#"{{"names":[{{"value":"№25 мектеп","lang":"kk"}}]{extra}}}"#);
        checked(serde_json::from_str(&line).unwrap(), &AreaTree::default()).map_err(|(field, _)| field)
    }

    #[test]
    fn what_the_bulk_form_brings_is_checked() {
        let right =
            checked_line(r#","version":7,"updated_at":"2026-11-24T14:00:00+05:00","number":"25""#).unwrap();
        assert_eq!((right.version, right.updated_at.as_deref()), (Some(7), Some("2026-11-24T09:00:00.000Z")));
        for (extra, field) in [
            (r#","version":0"#, "version"),
            (r#","version":-1"#, "version"),
            (r#","version":1000000001"#, "version"),
            (r#","version":9223372036854775807"#, "version"),
            (r#","updated_at":"991231599997""#, "updated_at"),
            (r#","updated_at":"кеше""#, "updated_at"),
            (r#","updated_at":"9999-12-31T23:59:59-05:00""#, "updated_at"),
            (r#","number":"991231599997""#, "number"),
            (r#","headcounts":[{"teachers":5,"source":"тел. +7 701 234 56 78"}]"#, "source"),
        ] {
            assert_eq!(checked_line(extra), Err(field.to_owned()), "{extra}");
        }
        let headcounts = |count: usize| {
            let years: Vec<_> =
                (0..count).map(|at| format!(r#"{{"teachers":5,"source":"есеп {at}"}}"#)).collect();
            format!(r#","headcounts":[{}]"#, years.join(","))
        };
        assert_eq!(checked_line(&headcounts(1000)).unwrap().headcounts.len(), 1000);
        assert_eq!(checked_line(&headcounts(1001)), Err("headcounts".to_owned()));
        let mut many = checked_line("").unwrap();
        many.names = vec![many.names[0].clone(); 21];
        assert_eq!(checked(many, &AreaTree::default()).unwrap_err().0, "names");
    }

    #[test]
    fn what_has_only_a_name_lies_where_its_record_does() {
        let host = |text: &str| serde_json::from_str::<Host>(text).unwrap();
        let area: KatoCode = "610000000".parse().unwrap();
        let kato =
            |text: &str| institution_of(&host(text), Some(area), None).kato.map(|kato| kato.to_string());
        let name = r#""names":[{"value":"№25 мектеп","lang":"kk"}]"#;
        assert_eq!(kato(&format!("{{{name}}}")).as_deref(), Some("610000000"));
        assert_eq!(kato(&format!(r#"{{"kato":"350000000",{name}}}"#)).as_deref(), Some("350000000"));
        assert_eq!(kato(&format!(r#"{{"bin":"990140001154",{name}}}"#)), None);
    }

    #[test]
    fn two_sources_of_one_date_stay_in_their_order() {
        let count = |source: &str, teachers| Headcount {
            as_of: Some("2025".parse().unwrap()),
            staff: None,
            teachers: Some(teachers),
            learners: None,
            source: Some(source.to_owned()),
        };
        let mut headcounts = Vec::new();
        for headcount in [count("бір", 1), count("екі", 2)] {
            add_headcount(&mut headcounts, headcount);
        }
        let before = headcounts.clone();
        for headcount in [count("бір", 1), count("екі", 2)] {
            add_headcount(&mut headcounts, headcount);
            assert_eq!(headcounts, before);
        }
        add_headcount(&mut headcounts, count("бір", 3));
        assert_eq!(headcounts, [count("бір", 3), count("екі", 2)]);
    }

    #[test]
    fn the_latest_dated_headcount_counts() {
        let count = |date: Option<&str>, teachers| Headcount {
            as_of: date.map(|date| date.parse().unwrap()),
            staff: None,
            teachers: Some(teachers),
            learners: None,
            source: None,
        };
        let mut headcounts = vec![count(None, 60)];
        add_headcount(&mut headcounts, count(Some("2025"), 70));
        add_headcount(&mut headcounts, count(Some("2024"), 65));
        add_headcount(&mut headcounts, count(Some("2024"), 66));
        let teachers: Vec<_> = headcounts.iter().map(|headcount| headcount.teachers.unwrap()).collect();
        assert_eq!(teachers, [60, 66, 70]);
    }
}
