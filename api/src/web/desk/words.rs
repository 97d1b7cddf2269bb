//! Words of the desk for codes: fields, states, reasons, troubles.

use super::reading::{Trouble, clean};
use crate::lists::Reason;
use crate::lists::reading::{CellProblem, Field, LeftOutWhy, Remark, Why};
use crate::web::locale::PageLang;
use crate::web::page::Frame;

/// Bytes of a mebibyte.
const MEBIBYTE: u64 = 1024 * 1024;

/// The text of a key with a code at its end; the code itself where there is no text.
pub(super) fn word(lang: PageLang, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}-{code}");
    if lang.has(&key) { lang.text(&key) } else { code.replace('_', " ") }
}

/// What a column holds.
pub(super) fn field(lang: PageLang, field: Field) -> String {
    word(lang, "desk-field", field.name())
}

/// What said so.
pub(super) fn why(lang: PageLang, why: Why) -> String {
    word(lang, "desk-why", why.code())
}

/// Why a line is no data.
pub(super) fn left_out(lang: PageLang, why: LeftOutWhy) -> String {
    let code = match why {
        LeftOutWhy::Title => "title",
        LeftOutWhy::Header => "header",
        LeftOutWhy::Empty => "empty",
        LeftOutWhy::Group => "group",
        LeftOutWhy::UnknownGroup => "unknown_group",
        LeftOutWhy::Total => "total",
        LeftOutWhy::Footer => "footer",
        LeftOutWhy::NotKept => "not_kept",
    };
    word(lang, "desk-left", code)
}

/// What was assumed or left out of a file.
pub(super) fn remark(f: &Frame, remark: &Remark) -> String {
    match remark {
        Remark::WrongExtension { expected, .. } => f.t1("desk-remark-extension", "ending", expected),
        Remark::SheetLeftOut { sheet, why } => {
            f.t1(&format!("desk-remark-sheet-{}", why.code()), "sheet", sheet)
        }
        Remark::CodedTwice { taken_for, .. } => f.t1("desk-remark-coded-twice", "encoding", taken_for),
        Remark::FilledDown { column, cells, .. } => {
            f.t2("desk-remark-filled", "column", column, "n", f.n(&(*cells as u64)))
        }
    }
}

/// Why a list cannot be read or matched: what is wrong, where, how much would be read.
pub(super) fn trouble(f: &Frame, trouble: &Trouble) -> String {
    let mut said = word(f.lang, "desk-trouble", trouble.code);
    if let Some((measure, most)) = trouble.most
        && let Some(code) = measure.seen()
    {
        let shown = if measure.is_bytes() { most / MEBIBYTE } else { most };
        said = format!("{said} {}", f.t1(&format!("desk-most-{code}"), "n", f.n(&shown)));
    }
    let place = trouble.place.as_ref().map(|place| ("place", place));
    let named = trouble.named.as_ref().map(|(word, value)| (*word, value));
    for (word, value) in [place, named].into_iter().flatten() {
        said = format!("{said} {}", f.t1(&format!("desk-trouble-{word}"), "value", value));
    }
    said
}

/// A cell that could not be read: its place, what is wrong, what would be right.
pub(super) fn problem(f: &Frame, problem: &CellProblem) -> String {
    let said = f.t1(&format!("desk-cell-{}", problem.flaw.code()), "value", clean(&problem.flaw.value()));
    format!("{}!{}: {said}", problem.sheet, problem.cell)
}

/// Why a row cannot be a record. The field is named where there is no sentence of its own.
fn refused(f: &Frame, field: &str) -> Because {
    let root = field.split(['.', '[']).next().unwrap_or_default();
    let key = format!("desk-refused-{root}");
    let (text, detail) =
        if f.lang.has(&key) { (f.t(&key), String::new()) } else { (f.t("desk-refused"), field.to_owned()) };
    Because { text, side: "", detail }
}

/// A reason in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Because {
    pub(super) text: String,
    /// `for` being one body, `against` it, or neither: empty.
    pub(super) side: &'static str,
    /// What exactly, in the words of the list; empty where there is nothing more to say.
    pub(super) detail: String,
}

/// The reasons of a row, those that weigh most first.
pub(super) fn reasons(f: &Frame, reasons: &[Reason]) -> Vec<Because> {
    let rank = |reason: &Reason| match reason.sort.as_str() {
        "refused" => 0,
        "conflict" => 1,
        "feature" => 2,
        "competitor" | "review" => 3,
        "note" => 4,
        _ => 5,
    };
    // How likely it is before anything is compared says nothing of these two.
    let mut told: Vec<&Reason> = reasons.iter().filter(|reason| reason.code != "prior").collect();
    told.sort_by(|one, other| {
        let weight = |reason: &Reason| reason.weight.unwrap_or_default().abs();
        rank(one).cmp(&rank(other)).then(weight(other).total_cmp(&weight(one)))
    });
    told.into_iter().map(|reason| because(f, reason)).collect()
}

fn because(f: &Frame, reason: &Reason) -> Because {
    let word = |prefix: &str| word(f.lang, prefix, &reason.code);
    let plain = |text: String| Because { text, side: "", detail: String::new() };
    match reason.sort.as_str() {
        "feature" => feature(f, reason),
        "conflict" => Because { side: "against", ..plain(word("desk-conflict")) },
        "note" => {
            let found = reason.found.as_deref().map(|found| format!("«{found}»"));
            let right = reason.right.as_deref().map(|right| format!("«{right}»"));
            let detail = [found, right].into_iter().flatten().collect::<Vec<_>>().join(" → ");
            Because { detail, ..plain(word("desk-note")) }
        }
        "education" => {
            let verdict = f.lang.text(match reason.outcome.as_deref() {
                Some("yes") => "desk-education-yes",
                Some("no") => "desk-education-no",
                _ => "desk-education-unknown",
            });
            plain(format!("{verdict}: {}", word("desk-education-why")))
        }
        "competitor" => {
            plain(f.t1("desk-competitor", "percent", percent(reason.similarity.unwrap_or_default())))
        }
        "review" => plain(f.t1("desk-unsure", "percent", percent(reason.similarity.unwrap_or_default()))),
        "refused" => refused(f, &reason.code),
        _ => plain(reason.text.clone()),
    }
}

fn feature(f: &Frame, reason: &Reason) -> Because {
    let outcome = reason.outcome.as_deref().unwrap_or_default();
    let mut text =
        format!("{}: {}", word(f.lang, "desk-feature", &reason.code), word(f.lang, "desk-outcome", outcome));
    if outcome == "partly" {
        let likeness = percent(reason.similarity.unwrap_or_default());
        text = format!("{text}, {likeness}");
    }
    let detail = match reason.shared_by {
        Some(rows) if outcome == "agree" => f.t1("desk-shared-by", "n", f.n(&u64::from(rows))),
        _ => String::new(),
    };
    let weight = reason.weight.unwrap_or_default();
    let side = if weight > 0.0 {
        "for"
    } else if weight < 0.0 {
        "against"
    } else {
        ""
    };
    Because { text, side, detail }
}

/// A share of one as a percentage; what is not sure is never 100 %.
pub(super) fn percent(share: f64) -> String {
    let hundredths = (share.clamp(0.0, 1.0) * 100.0).round();
    let shown = if share < 1.0 { hundredths.min(99.0) } else { hundredths };
    format!("{shown:.0}\u{a0}%")
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use birlik_search::matching::{Conflict, EducationReason, Feature, NoteCode, Outcome};

    use super::*;
    use crate::lists::reading::Measure;

    /// Fields for which rows of lists are refused, with a sentence of their own.
    const REFUSED: [&str; 6] = ["names", "bin", "id", "area", "affiliations", "host"];

    /// Why lists are not read or matched.
    const TROUBLES: [&str; 13] = [
        "list_unreadable",
        "list_empty",
        "list_too_large",
        "list_encrypted",
        "list_not_a_table",
        "list_json",
        "list_prose",
        "list_without_names",
        "list_without_rows",
        "list_damaged",
        "list_header_unknown",
        "list_mapping_wrong",
        "matching_failed",
    ];

    fn code(variant: impl Debug) -> String {
        let mut code = String::new();
        for letter in format!("{variant:?}").chars() {
            if letter.is_uppercase() && !code.is_empty() {
                code.push('_');
            }
            code.extend(letter.to_lowercase());
        }
        code
    }

    #[test]
    fn every_code_has_words_in_three_languages() {
        use Conflict as C;
        use EducationReason as E;
        use LeftOutWhy as L;
        use NoteCode as N;
        let mut keys: Vec<String> = Vec::new();
        let mut add = |prefix: &str, codes: Vec<String>| {
            keys.extend(codes.into_iter().map(|code| format!("{prefix}-{code}")));
        };
        add("desk-field", Field::ALL.iter().map(|field| field.name().to_owned()).collect());
        let features = Feature::ALL.into_iter().filter(|feature| *feature != Feature::Prior);
        add("desk-feature", features.map(code).collect());
        add(
            "desk-outcome",
            [Outcome::Agree, Outcome::Partly, Outcome::Differ, Outcome::Missing].map(code).to_vec(),
        );
        add(
            "desk-conflict",
            [C::Bins, C::HostNumbers, C::Districts, C::Regions, C::Subjects, C::Kinds, C::Branch, C::Records]
                .map(code)
                .to_vec(),
        );
        add(
            "desk-education-why",
            [
                E::Kind,
                E::Subject,
                E::Activity,
                E::Word,
                E::Host,
                E::OtherField,
                E::UnknownMembers,
                E::OnlyTheList,
                E::NothingSaid,
            ]
            .map(code)
            .to_vec(),
        );
        add(
            "desk-note",
            [
                N::BinRepaired,
                N::BinInvalid,
                N::PersonalNumber,
                N::LanguageSwapped,
                N::AreaRenamed,
                N::AreaSplit,
                N::AreaContradiction,
                N::AreaUnknown,
                N::LegalFormContradiction,
                N::PhoneInvalid,
                N::EmailInvalid,
                N::EmailRepaired,
                N::DateInvalid,
                N::PrivateContact,
            ]
            .map(code)
            .to_vec(),
        );
        add(
            "desk-left",
            [L::Title, L::Header, L::Empty, L::Group, L::UnknownGroup, L::Total, L::Footer, L::NotKept]
                .map(code)
                .to_vec(),
        );
        let whys = ["mapping", "title", "title_and_contents", "contents", "nothing"];
        add("desk-why", whys.map(str::to_owned).to_vec());
        add("desk-trouble", TROUBLES.map(str::to_owned).to_vec());
        add("desk-trouble", ["place", "first-row", "no-column", "no-sheet"].map(str::to_owned).to_vec());
        let most = Measure::ALL.into_iter().filter_map(Measure::seen);
        add("desk-most", most.map(str::to_owned).collect());
        add(
            "desk-cell",
            crate::lists::reading::Flaw::all().iter().map(|flaw| flaw.code().to_owned()).collect(),
        );
        add("desk-remark", ["extension", "coded-twice", "filled"].map(str::to_owned).to_vec());
        add("desk-remark-sheet", ["empty", "no_header", "hidden"].map(str::to_owned).to_vec());
        add("desk-refused", REFUSED.map(str::to_owned).to_vec());
        add("desk-state", ["matched", "applied", "reverted"].map(str::to_owned).to_vec());
        add(
            "desk-decision",
            ["new", "duplicate", "review", "decided", "rejected"].map(str::to_owned).to_vec(),
        );
        add("desk-verdict", ["same", "different", "later", "undo"].map(str::to_owned).to_vec());
        add("desk-error", ["list", "list-date", "file", "too-large"].map(str::to_owned).to_vec());
        let shown = crate::lists::RowsShown::ALL.map(|shown| shown.as_str().to_owned());
        add("desk-show", shown.to_vec());
        keys.push("desk-unsure".to_owned());
        for lang in PageLang::ALL {
            for key in &keys {
                assert!(lang.has(key), "{lang}: {key}");
            }
        }
    }

    #[test]
    fn problems_and_refusals_are_said_in_the_language_of_the_page() {
        for lang in PageLang::ALL {
            for flaw in crate::lists::reading::Flaw::all() {
                let value = flaw.value();
                let key = format!("desk-cell-{}", flaw.code());
                let argument = crate::web::locale::Argument::Text(value.clone());
                let said = lang.format(&key, &[("value", argument)]);
                assert!(!said.contains('⟦') && said.contains(&value), "{lang}: {said}");
                let foreign = said.replace(&value, "").replace("CSV UTF-8", "");
                let latin = foreign.chars().filter(char::is_ascii_alphabetic).count();
                assert!(lang == PageLang::En || latin == 0, "{lang}: {said}");
            }
        }
    }

    #[test]
    fn what_is_not_sure_is_never_a_hundred_percent() {
        assert_eq!(percent(0.998), "99\u{a0}%");
        assert_eq!(percent(1.0), "100\u{a0}%");
        assert_eq!(percent(0.934), "93\u{a0}%");
    }
}
