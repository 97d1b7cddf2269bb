//! What an institution means for the records it hosts, without I/O.

use birlik_entity::InstitutionId;
use sha2::{Digest, Sha256};

use super::model::{Headcount, Institution};
use crate::areas::AreaTree;
use crate::organizations::Host;
use crate::privacy;

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

/// The institution that a `host` describes, without id.
pub(super) fn institution_of(host: &Host, source: Option<&str>) -> Institution {
    let headcount = host.teachers.map(|teachers| Headcount {
        as_of: None,
        staff: None,
        teachers: Some(teachers),
        learners: None,
        source: source.map(str::to_owned),
    });
    Institution {
        id: None,
        number: host.names.iter().find_map(|name| number_in(&name.value)),
        names: host.names.clone(),
        bin: host.bin,
        kato: host.kato,
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

/// What is wrong with an institution that comes in: the field, and what would be right.
pub(super) fn check(institution: &Institution, areas: &AreaTree) -> Result<(), (String, String)> {
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

/// Puts a headcount where its date belongs, replacing one of the same date and source.
pub(super) fn add_headcount(headcounts: &mut Vec<Headcount>, headcount: Headcount) {
    headcounts.retain(|known| (known.as_of, &known.source) != (headcount.as_of, &headcount.source));
    headcounts.push(headcount);
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
