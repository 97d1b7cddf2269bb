//! Decides whether a body is about education, and says why.
//!
//! What the body is for decides, not its own name: «Білім» may be a club of anglers. The sphere in the
//! list decides nothing by itself: lists call everything education. Where nothing is said, nothing is
//! concluded.

use super::facts::{Education, EducationReason, EducationVerdict};
use super::name::ParsedName;

/// Activities that are found outside education as often.
const BROAD: [&str; 7] = [
    "activity/veterans",
    "activity/charity",
    "activity/volunteering",
    "activity/culture_and_sport",
    "activity/orphans",
    "activity/legal_literacy",
    "activity/public_monitoring",
];

/// Words that are about education wherever they stand in a purpose.
const WORDS: [&str; 16] = [
    "role/teacher",
    "role/pupil",
    "role/student",
    "role/child",
    "role/class_teacher",
    "role/educator",
    "role/head_teacher",
    "role/psychologist",
    "role/graduate",
    "quality/pedagogical",
    "quality/vocational",
    "thing/education",
    "thing/enlightenment",
    "thing/upbringing",
    "thing/learning",
    "thing/science",
];

/// Words for teachers: even an own name that has them, «Жас ұстаз», is about education.
const OF_TEACHERS: [&str; 4] =
    ["role/teacher", "role/class_teacher", "role/educator", "activity/young_teachers"];

/// Words for bodies whose members a purpose names: «союз рыболовов».
const OF_MEMBERS: [&str; 7] = [
    "name/union",
    "name/federation",
    "name/club",
    "name/society",
    "name/association",
    "name/confederation",
    "name/assembly",
];

/// The verdict on a body with these names.
pub(crate) fn judge(
    names: &[ParsedName],
    kind: Option<&str>,
    subjects: &[String],
    has_host: bool,
    sphere: bool,
) -> Education {
    let yes = |reason, because: &str| Education {
        verdict: EducationVerdict::Yes,
        reason,
        because: Some(because.to_owned()),
    };
    if let Some(kind) = kind.filter(|kind| {
        !matches!(*kind, "ngo" | "community" | "network" | "union_association" | "trade_union")
    }) {
        return yes(EducationReason::Kind, &format!("kind/{kind}"));
    }
    if has_host {
        return yes(EducationReason::Host, "school/school");
    }
    let codes: Vec<&str> = names.iter().flat_map(ParsedName::purpose_codes).collect();
    let field = codes.iter().find(|code| code.starts_with("field/"));
    if let Some(activity) = codes.iter().find(|code| code.starts_with("activity/") && !BROAD.contains(code)) {
        return yes(EducationReason::Activity, activity);
    }
    if let Some(word) = codes.iter().find(|code| WORDS.contains(code) || code.starts_with("school/")) {
        return yes(EducationReason::Word, word);
    }
    if let Some(field) = field {
        return Education {
            verdict: EducationVerdict::No,
            reason: EducationReason::OtherField,
            because: Some((*field).to_owned()),
        };
    }
    if let Some(subject) = subjects.first() {
        return yes(EducationReason::Subject, &format!("subject/{subject}"));
    }
    let own: Vec<&str> = names.iter().flat_map(ParsedName::own_codes).collect();
    if let Some(field) = own
        .iter()
        .find(|code| code.starts_with("field/"))
        // «Көгершін» in quotes may call anything after a pigeon.
        .filter(|_| names.iter().all(|name| name.purpose.is_empty() && !name.is_quoted))
    {
        return Education {
            verdict: EducationVerdict::No,
            reason: EducationReason::OtherField,
            because: Some((*field).to_owned()),
        };
    }
    if names.iter().any(|name| name.own.len() >= 3)
        && let Some(word) = own.iter().find(|code| {
            WORDS.contains(code)
                || code.starts_with("school/")
                || code.starts_with("activity/") && !BROAD.contains(code)
        })
    {
        return yes(EducationReason::Word, word);
    }
    if let Some(word) = own.iter().find(|code| OF_TEACHERS.contains(code)) {
        return yes(EducationReason::Word, word);
    }
    if let Some(word) = names.iter().find_map(nearly_a_word_of_education) {
        return yes(EducationReason::Word, &word);
    }
    let unknown = names.iter().find_map(unknown_members);
    if let Some(members) = unknown {
        return Education {
            verdict: EducationVerdict::No,
            reason: EducationReason::UnknownMembers,
            because: Some(members),
        };
    }
    let reason = if sphere { EducationReason::OnlyTheList } else { EducationReason::NothingSaid };
    Education { verdict: EducationVerdict::Unknown, reason, because: None }
}

/// Words of education in plain Latin, for those written with slips that no stem survives.
const PLAIN_WORDS: [&str; 14] = [
    "bilim",
    "balalar",
    "mugalimder",
    "ustazdar",
    "pedagogter",
    "pedagogov",
    "okuxilar",
    "mektepter",
    "ucitelei",
    "pedagogika",
    "obrazovania",
    "vospitania",
    "roditelei",
    "uceniki",
];

/// A word of the purpose that no table knows and that is a slip away from one of education.
fn nearly_a_word_of_education(name: &ParsedName) -> Option<String> {
    const LEAST: f64 = 0.78;
    let word = name.purpose.iter().find(|word| {
        let plain = &name.tokens[**word].forms.plain;
        !name.senses.iter().any(|sense| sense.start <= **word && **word < sense.end)
            && PLAIN_WORDS.iter().any(|known| strsim::normalized_damerau_levenshtein(plain, known) >= LEAST)
    })?;
    Some(name.text_of(&[*word]))
}

/// «союз кинооператоров»: members of a trade that no table knows.
fn unknown_members(name: &ParsedName) -> Option<String> {
    let is_of_members = name.purpose_codes().any(|code| OF_MEMBERS.contains(&code));
    let strange: Vec<usize> = name
        .purpose
        .iter()
        .filter(|word| {
            !name.tokens[**word].forms.is_number
                && name.tokens[**word].forms.plain.len() > 4
                && !name.senses.iter().any(|sense| sense.start <= **word && **word < sense.end)
        })
        .copied()
        .collect();
    (is_of_members && !strange.is_empty()).then(|| name.text_of(&strange))
}
