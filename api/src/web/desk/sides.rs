//! A row beside what it is compared with, field by field.

use serde_json::Value;

use super::marked::{Piece, compare, whole};
use crate::areas::AreaTree;
use crate::web::page::Frame;
use crate::web::{format, labels};

/// A field of both sides.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) label: String,
    /// Language of the texts; empty where it is that of the page.
    pub(super) lang: &'static str,
    pub(super) left: Vec<Piece>,
    pub(super) right: Vec<Piece>,
    /// `same`, `differ`, `left` or `right`: where there is something.
    pub(super) outcome: &'static str,
}

/// The lines of two records in the bulk format; fields that neither has are left out.
pub(super) fn lines(f: &Frame, tree: &AreaTree, left: &Value, right: &Value) -> Vec<Line> {
    let (ours, theirs) = (values(f, tree, left), values(f, tree, right));
    ours.into_iter()
        .zip(theirs)
        .filter(|((_, _, ours, _), (_, _, theirs, _))| !ours.is_empty() || !theirs.is_empty())
        .map(|((label, lang, ours, by_letters), (_, _, theirs, _))| {
            line(label, lang, &ours, &theirs, by_letters)
        })
        .collect()
}

fn line(label: String, lang: &'static str, ours: &str, theirs: &str, by_letters: bool) -> Line {
    let outcome = match (ours.is_empty(), theirs.is_empty()) {
        (false, true) => "left",
        (true, false) => "right",
        _ if ours == theirs => "same",
        _ => "differ",
    };
    let (left, right) = match outcome {
        "differ" if by_letters => compare(ours, theirs),
        "differ" => (whole(ours, true), whole(theirs, true)),
        _ => (whole(ours, false), whole(theirs, false)),
    };
    Line { label, lang, left, right, outcome }
}

/// What a record says of a field: label, language, text, and whether letters of it tell something: the words for
/// codes and days are those of the page.
type Said = (String, &'static str, String, bool);

/// What a record says, in the order in which it is read.
fn values(f: &Frame, tree: &AreaTree, record: &Value) -> Vec<Said> {
    let code = |list: &str, field: &str| {
        let code = record[field].as_str().unwrap_or_default();
        if code.is_empty() { String::new() } else { labels::label(list, code, f.lang) }
    };
    let codes = |list: &str, field: &str| {
        let all = texts(&record[field]);
        all.iter().map(|code| labels::label(list, code, f.lang)).collect::<Vec<_>>().join(", ")
    };
    let date = |field: &str| {
        let date = record[field].as_str().and_then(|text| text.parse().ok());
        date.map(|date| format::date(f.lang, date)).unwrap_or_default()
    };
    let contacts = &record["contacts"];
    let reach = |field: &str| texts(&contacts[field]).join(", ");
    let area = record["area"]["kato"].as_str().and_then(|kato| kato.parse().ok());
    let place = area.and_then(|kato| tree.place(&kato, f.lang.as_str())).unwrap_or_default();
    let label = |key: &str| f.lang.text(&format!("desk-field-{key}"));
    let mut values: Vec<Said> = [("name_kk", "kk"), ("name_ru", "ru"), ("name_en", "en")]
        .into_iter()
        .map(|(key, lang)| {
            let lang_of_page = f.lang.as_str() == lang;
            (label(key), if lang_of_page { "" } else { lang }, names(&record["names"], lang), true)
        })
        .collect();
    let channels: Vec<String> = contacts["channels"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|channel| channel["url"].as_str().or(channel["name"].as_str()))
        .map(str::to_owned)
        .collect();
    values.extend([
        (label("bin"), "", record["bin"].as_str().unwrap_or_default().to_owned(), true),
        (label("kind"), "", code("kind", "kind"), false),
        (label("legal_form"), "", code("legal_form", "legal_form"), false),
        (label("level"), "", code("level", "level"), false),
        (label("district"), "", place, false),
        (label("host"), "", names_of_all(&record["host"]["names"]), true),
        (label("date"), "", date("registered_on"), false),
        (label("activity"), "", codes("activity", "activities"), false),
        (label("subject"), "", codes("subject", "subjects"), false),
        (label("phone"), "", reach("phones"), true),
        (label("email"), "", reach("emails"), true),
        (label("website"), "", reach("websites"), true),
        (label("url"), "", channels.join(", "), true),
    ]);
    values
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The names in a language, without those that are no longer so.
fn names(names: &Value, lang: &str) -> String {
    let all = names.as_array().into_iter().flatten();
    let known = all.filter(|name| name["lang"] == lang && name["until"].is_null());
    known.filter_map(|name| name["value"].as_str()).collect::<Vec<_>>().join(" · ")
}

fn names_of_all(names: &Value) -> String {
    let all = names.as_array().into_iter().flatten();
    all.filter_map(|name| name["value"].as_str()).collect::<Vec<_>>().join(" · ")
}

/// The name by which a page shows a record in the bulk format: in its language, or else the first; with the
/// language where it is another one.
pub(super) fn name(f: &Frame, record: &Value) -> (String, String) {
    let all: Vec<(&str, &str)> = record["names"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| Some((name["value"].as_str()?, name["lang"].as_str()?)))
        .collect();
    let own = all.iter().find(|(_, lang)| *lang == f.lang.as_str());
    match own.or(all.first()) {
        Some((value, lang)) if *lang == f.lang.as_str() => ((*value).to_owned(), String::new()),
        Some((value, lang)) => ((*value).to_owned(), (*lang).to_owned()),
        None => (f.t("desk-nameless"), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_stand_side_by_side() {
        let left = json!({
            "kind": "ngo", "bin": "940140000385",
            "names": [{"value": "«Мерей» қоры", "lang": "kk"}, {"value": "Фонд «Мерей»", "lang": "ru"}],
        });
        let right = json!({"kind": "ngo", "names": [{"value": "«Мерей» коры", "lang": "kk"}],
            "contacts": {"phones": ["+7 7172 74 25 30"]}});
        let frame = Frame::new("/kk/desk");
        let lines = lines(&frame, &AreaTree::default(), &left, &right);
        let outcomes: Vec<&str> = lines.iter().map(|line| line.outcome).collect();
        assert_eq!(outcomes, ["differ", "left", "left", "same", "right"]);
        assert_eq!((lines[0].lang, lines[1].lang), ("", "ru"));
        let marked: Vec<&str> =
            lines[0].left.iter().filter(|piece| piece.differs).map(|piece| piece.text.as_str()).collect();
        assert_eq!(marked, ["қ"]);
        assert_eq!(name(&frame, &left), ("«Мерей» қоры".to_owned(), String::new()));
        assert_eq!(name(&Frame::new("/en/desk"), &left).1, "kk");
    }
}
