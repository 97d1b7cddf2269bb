//! Every page with sample data in all languages: no key missing, one title, right landmarks, small.

use std::sync::LazyLock;

use askama::Template;
use birlik_search::{Correction, FacetCount, FacetField, Interpretation, Part};
use serde_json::json;

use super::list_state::ListState;
use super::locale::PageLang;
use super::page::Frame;
use super::record::{Parts, Record};
use super::topic::{Topic, TopicIndex, TopicPage};
use super::{about, area, home, list, source};
use crate::areas::{Area, AreaTree};
use crate::lists::{AllSources, Edition, FieldStatements, Rule, SourceFacts, Statement, Summary};
use crate::log::LogEntry;
use crate::organizations::{HistoryEntry, ListPage, Organization, Units};
use crate::statistics::Figures;

static TREE: LazyLock<AreaTree> = LazyLock::new(|| {
    let area = |kato: &str, parent: Option<&str>, kind: &str, name: &str, tile: Option<(i32, i32)>| -> Area {
        let mut value = json!({
            "kato": kato, "kind": kind, "edition": "НК РК 11-2025",
            "names": {"kk": format!("{name} облысы"), "ru": format!("{name} область")},
            "aliases": [{"lang": "kk", "alias": "Бұрынғы", "kind": "former"}]
        });
        if let Some(parent) = parent {
            value["parent"] = json!(parent);
        }
        if let Some((x, y)) = tile {
            value["tile"] = json!({"x": x, "y": y});
        }
        serde_json::from_value(value).unwrap()
    };
    AreaTree::new([
        area("610000000", None, "region", "Түркістан", Some((3, 3))),
        area("350000000", None, "region", "Қарағанды", Some((4, 2))),
        area("611600000", Some("610000000"), "city_admin", "Түркістан қ.", None),
        area("613600000", Some("610000000"), "rayon", "Бәйдібек", None),
    ])
});

fn counts(values: &[(&str, u64)]) -> Vec<FacetCount> {
    values.iter().map(|(value, count)| FacetCount { value: (*value).to_owned(), count: *count }).collect()
}

fn full() -> Organization {
    serde_json::from_value(json!({
        "id": "b7k2m9x80", "kind": "teacher_association", "level": "region", "status": "suspended", "origin": "members",
        "names": [
            {"value": "Химия мұғалімдері <b>«Өркен»</b>", "lang": "kk"},
            {"value": "Бұрынғы атауы", "lang": "kk", "type": "former", "until": "2019-03-23"},
            {"value": "Orken", "lang": "en", "type": "label"}
        ],
        "legal_form": "public_association", "bin": "940140000385", "founded_on": "2011-05", "registered_on": "2011-06-02",
        "country": "KZ", "area": {"kato": "613600000"},
        "host": {"names": [{"value": "№ 6 мектеп", "lang": "kk"}], "teachers": 64},
        "activities": ["methodical_support"], "subjects": ["chemistry"],
        "contacts": {"emails": ["info@orken.kz"], "phones": ["+7 7212 50 12 34"], "websites": ["https://www.orken.kz/"], "address": "Қарағанды",
            "channels": [{"platform": "facebook", "name": "Өркен", "url": "https://facebook.com/orken", "followers": 136_000,
                "engagement_percent": "1.20", "as_of": "2021-05", "source": "report"}]},
        "membership": {"open_to": ["teachers"], "how_to_join": {"ru": "Напишите нам"}, "join_url": "https://orken.kz/join",
            "rules": "Жарғы бойынша", "rules_url": "https://orken.kz/rules",
            "fee": {"amount": "1.0", "unit": "percent_of_salary", "period": "month"}},
        "officers": [{"role": "chair", "since": "2024-09"}],
        "documents": [{"type": "charter", "title": "Жарғы", "url": "https://orken.kz/charter.pdf", "date": "2024-09-10"}],
        "affiliations": [{"type": "member_of", "to": "b7k2m9x80", "since": "2019", "source": "inferred"}],
        "member_counts": [
            {"as_of": "2019-01-01", "category": "total", "count": 730_302, "scope": "teachers, other staff and students", "source": "own figure"},
            {"as_of": "2020", "category": "total", "count": 700_000, "qualifier": "more_than"},
            {"as_of": "2021-05", "category": "total", "count": 690_000, "qualifier": "about"}
        ],
        "unit_counts": [{"as_of": "2019-01-01", "type": "primary", "count": 9296, "source": "own figure"}],
        "identifiers": [{"scheme": "corpus", "value": "w1"}],
        "confirmed": {"level": "contact", "on": "2026-09-01"},
        "sources": [{"list": "synthetic-world", "title": "Тізім", "report": "Voices", "row": 12, "retrieved_on": "2021-05", "bin": "123"}],
        "version": 2, "updated_at": "2026-09-01T10:00:00.000Z"
    }))
    .unwrap()
}

fn bare() -> Organization {
    serde_json::from_value(json!({
        "id": "b7k2m9x80", "kind": "trade_union", "level": "republic", "country": "GB",
        "names": [{"value": "National Education Union", "lang": "en"}]
    }))
    .unwrap()
}

fn parts(organization: Organization) -> Parts {
    let entry = |verb: &str, changed: &[&str]| HistoryEntry {
        into: None,
        seq: 2,
        at: "2026-09-01T10:00:00.000Z".into(),
        actor: "system".into(),
        verb: verb.into(),
        version: 1,
        changed: changed.iter().map(|field| (*field).to_owned()).collect(),
    };
    let kind = birlik_entity::code::AffiliationType::all().next().unwrap();
    Parts {
        named: vec![full()],
        units: Units { total: 12, items: vec![(kind, full())] },
        history: vec![entry("updated", &["names", "contacts"]), entry("created", &["names"])],
        neighbours: vec![bare()],
        statements: said(),
        similar: vec![full(), bare()],
        organization,
    }
}

fn said() -> Vec<FieldStatements> {
    let of = |field: &str, values: [serde_json::Value; 2]| FieldStatements {
        field: field.into(),
        value: Some(values[1].clone()),
        differs: true,
        rule: Rule::NewestList,
        statements: values
            .into_iter()
            .zip(["2021", "2022-05"])
            .map(|(value, date)| Statement {
                list: "ngo".into(),
                title: Some("Тізім <b>«Өркен»</b>".into()),
                list_date: Some(date.into()),
                rows: vec![3],
                taken: date == "2022-05",
                value,
            })
            .collect(),
    };
    vec![
        of("kind", [json!("ngo"), json!("network")]),
        of("area", [json!("610000000"), json!("613600000")]),
        of("names/ru", [json!("Химики"), json!("Химик")]),
        of(
            "host",
            [json!([{"value": "№ 6 мектеп", "lang": "kk"}]), json!([{"value": "Школа 6", "lang": "ru"}])],
        ),
        of("registered_on", [json!("2011"), json!("2011-06-02")]),
    ]
}

fn list_facts() -> AllSources {
    let facts = SourceFacts {
        list: "synthetic ngo/1".into(),
        title: Some("Тізім <b>«Өркен»</b>".into()),
        report: Some("Voices".into()),
        records: vec!["b7k2m9x80".parse().unwrap(); 21],
        by_kind: [("ngo".to_owned(), 20), ("network".to_owned(), 1)].into(),
        by_region: [("610000000".to_owned(), 9)].into(),
        dates: [("2021-05".to_owned(), 21)].into(),
        editions: vec![Edition {
            batch: "l1".into(),
            list_date: Some("2021-05".into()),
            file_digest: "00".into(),
            applied_at: None,
            summary: Summary { rows: 1467, bodies: 762, ..Summary::default() },
        }],
    };
    AllSources { seq: 1, items: vec![facts, SourceFacts { list: "bare".into(), ..SourceFacts::default() }] }
}

fn result(items: Vec<Organization>) -> ListPage {
    ListPage {
        total: 12_345,
        next: Some("abc".into()),
        facets: [
            (FacetField::Kind, counts(&[("trade_union", 12_000), ("ngo", 345)])),
            (FacetField::Area, counts(&[("610000000", 9), ("613600000", 4)])),
            (FacetField::Subject, counts(&[("chemistry", 3), ("physics", 2)])),
        ]
        .into(),
        items,
        ..ListPage::default()
    }
}

#[allow(clippy::too_many_lines, reason = "one entry a page")]
fn pages(lang: PageLang) -> Vec<(&'static str, String)> {
    let frame = |rest: &str| Frame::new(&format!("/{lang}{rest}"));
    let read = |pairs: &[(&str, &str)]| {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        ListState::read(&pairs, &TREE)
    };
    let everything = read(&[
        ("q", "химия \"<script>"),
        ("kind", "ngo"),
        ("kind", "no_such_kind"),
        ("area", "613600000"),
        ("subject", "chemistry"),
        ("has_bin", "true"),
        ("confirmed", "imported"),
        ("country", "GB"),
        ("parent", "b7k2m9x80"),
        ("legal_form", "public_association"),
        ("status", "active"),
        ("level", "school"),
        ("activity", "research"),
        ("sort", "updated"),
        ("cursor", "abc"),
        ("from", "26"),
        ("utm_source", "x"),
    ]);
    let named = [("b7k2m9x80".to_owned(), "Өркен".to_owned())];
    let figures = Figures {
        total: 5881,
        confirmed: 2,
        by_kind: counts(&[("trade_union", 214), ("parent_committee", 7)]),
        by_region: counts(&[("610000000", 9)]),
        ..Figures::default()
    };
    let log = [LogEntry {
        seq: 1,
        at: "2026-09-01T10:00:00.000Z".into(),
        actor: "system".into(),
        subject: "organization/b7k2m9x80".into(),
        verb: "created".into(),
    }];
    let region = TREE.get(&"610000000".parse().unwrap()).unwrap();
    let counted = area::Counts {
        total: 9,
        by_kind: counts(&[("trade_union", 5), ("ngo", 4)]),
        by_area: [("trade_union".to_owned(), counts(&[("613600000", 2)]))].into(),
        of_areas: counts(&[("613600000", 4)]),
    };
    let now = chrono::DateTime::UNIX_EPOCH;
    let changes =
        |frame: &Frame| [full(), bare()].iter().map(|record| home::LatestChange::of(record, frame)).collect();
    let render = |page: &dyn askama::DynTemplate| page.dyn_render().unwrap();
    vec![
        ("home", render(&home::Home::new(frame(""), &figures, &TREE, &log, &[full()], now))),
        (
            "list",
            render(&list::List::new(
                frame("/organizations"),
                &everything,
                &result(vec![full(), bare()]),
                &TREE,
                &named,
                true,
            )),
        ),
        (
            "list of all",
            render(&list::List::new(
                frame("/organizations"),
                &read(&[]),
                &result(vec![full()]),
                &TREE,
                &[],
                false,
            )),
        ),
        (
            "empty list",
            render(&list::List::new(
                frame("/organizations"),
                &everything,
                &ListPage::default(),
                &TREE,
                &named,
                false,
            )),
        ),
        ("record", render(&Record::new(frame("/organizations/b7k2m9x80"), &parts(full()), &TREE))),
        (
            "bare record",
            render(&Record::new(
                frame("/organizations/b7k2m9x80"),
                &Parts { units: Units::default(), neighbours: Vec::new(), ..parts(bare()) },
                &TREE,
            )),
        ),
        ("areas", render(&area::AreaIndex::new(frame("/areas"), &TREE, &figures.by_region, 20))),
        (
            "area",
            render(&area::AreaPage::new(
                frame("/areas/610000000"),
                region,
                &TREE,
                &counted,
                &figures.by_region,
                changes(&frame("/areas/610000000")),
            )),
        ),
        (
            "empty area",
            render(&area::AreaPage::new(
                frame("/areas/610000000"),
                region,
                &TREE,
                &area::Counts::default(),
                &[],
                Vec::new(),
            )),
        ),
        (
            "subjects",
            render(&TopicIndex::new(frame("/subjects"), Topic::Subject, &counts(&[("chemistry", 2)]))),
        ),
        ("activities", render(&TopicIndex::new(frame("/activities"), Topic::Activity, &[]))),
        (
            "subject",
            render(&TopicPage::new(
                frame("/subjects/chemistry"),
                Topic::Subject,
                "chemistry",
                &result(vec![full()]),
                &TREE,
            )),
        ),
        (
            "activity",
            render(&TopicPage::new(
                frame("/activities/research"),
                Topic::Activity,
                "research",
                &ListPage::default(),
                &TREE,
            )),
        ),
        ("sources", render(&source::SourceIndex::new(frame("/sources"), &list_facts()))),
        (
            "source",
            render(&source::SourcePage::new(
                frame("/sources/ngo"),
                &list_facts().items[0],
                &[full(), bare()],
                2,
                &TREE,
            )),
        ),
        (
            "bare source",
            render(&source::SourcePage::new(frame("/sources/bare"), &list_facts().items[1], &[], 1, &TREE)),
        ),
        ("about", render(&about::About::new(frame("/about")))),
    ]
}

#[test]
fn every_page_renders_in_every_language() {
    for lang in PageLang::ALL {
        for (name, html) in pages(lang) {
            assert!(
                !html.contains('⟦'),
                "{name} in {lang} lacks a text: {}",
                &html[html.find('⟦').unwrap()..]
            );
            assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{name}");
            assert_eq!(html.matches("<h1").count(), 1, "{name} in {lang} has not one h1");
            assert_eq!(html.matches("<main").count(), 1, "{name}");
            assert_eq!(
                html.matches("hreflang=\"kk\"").count() % 2,
                usize::from(html.contains("noindex")),
                "{name}"
            );
            assert!(
                !html.contains("style=") && !html.contains("onclick"),
                "{name} in {lang} has something inline"
            );
            assert!(
                !html.contains("<b>«Өркен»</b>") && !html.contains("\"<script>"),
                "{name} in {lang} does not escape"
            );
            assert!(html.len() < 36_000, "{name} in {lang} has {} bytes", html.len());
        }
    }
}

#[test]
fn ids_on_a_page_are_unique_and_links_within_it_lead_somewhere() {
    for (name, html) in pages(PageLang::Kk) {
        let mut ids: Vec<&str> =
            html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        for target in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(&target), "{name}: #{target}");
        }
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name} has an id twice: {ids:?}");
    }
}

#[test]
fn a_record_says_what_it_must() {
    let html = |lang: PageLang, organization| {
        Record::new(Frame::new(&format!("/{lang}/organizations/b7k2m9x80")), &parts(organization), &TREE)
            .render()
            .unwrap()
    };
    let kazakh = html(PageLang::Kk, full());
    assert!(kazakh.contains("730\u{202f}302") && kazakh.contains("2019 жылғы 1 қаңтар жағдайы бойынша"));
    assert!(kazakh.contains("700\u{202f}000-нан астам") && kazakh.contains("<polyline"));
    assert!(kazakh.contains("2026 жылғы 1 қыркүйекте расталған"));
    assert!(kazakh.contains("Жасанды дерек"));
    let english = html(PageLang::En, bare());
    assert!(english.contains("Not confirmed: known from a list only"));
    assert!(english.contains("An organization of another country (United Kingdom)."));
    assert!(english.contains("Nobody has said yet how to join this organization."));
    let russian = html(PageLang::Ru, full());
    assert!(russian.contains("<h1 lang=\"kk\">") && russian.contains("<small class=\"mark\">қаз</small>"));
    assert!(russian.contains("Взнос") && russian.contains("1 % от зарплаты в месяц"));
}

#[test]
fn a_list_says_what_it_assumed_and_how_to_take_it_back() {
    let interpretation = Interpretation {
        layout: Some("химия Түркістан".into()),
        corrected: vec![Correction { from: "хмия".into(), to: "химия".into() }],
        parts: vec![Part {
            field: FacetField::Subject,
            values: vec!["chemistry".into()],
            words: "химия".into(),
            range: 0..10,
            confidence: 1.0,
        }],
        left_out: vec!["Түркістан".into()],
        ..Interpretation::default()
    };
    let state = ListState::read(&[("q".to_owned(), "[bvbz".to_owned())], &TREE);
    for lang in PageLang::ALL {
        let frame = Frame::new(&format!("/{lang}/organizations"));
        let found =
            ListPage { interpretation: Some(interpretation.clone()), total: 1, ..result(vec![full()]) };
        let html = list::List::new(frame.clone(), &state, &found, &TREE, &[], false).render().unwrap();
        assert!(!html.contains('⟦'), "{lang}");
        for line in [
            frame.t1("assumed-layout", "q", "химия Түркістан"),
            frame.t2("assumed-corrected", "from", "хмия", "to", "химия"),
            frame.t1("assumed-left-out", "words", "Түркістан"),
        ] {
            assert!(html.contains(&line), "{lang}: {line}");
        }
        let literal = format!("/{lang}/organizations?q=%5Bbvbz&#38;literal=true");
        assert_eq!(html.matches(&literal).count(), 1, "{lang}");
        // The words stand in the query as it was meant, not as it was typed.
        let without =
            format!("/{lang}/organizations?q=%D0%A2%D2%AF%D1%80%D0%BA%D1%96%D1%81%D1%82%D0%B0%D0%BD\"");
        assert!(html.contains(&without), "{lang}");
    }
}

#[test]
fn the_state_of_a_list_is_its_address() {
    let pairs = [("kind", "ngo"), ("kind", "ngo"), ("area", "999999999"), ("q", " химия "), ("page", "7")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let state = ListState::read(&pairs, &TREE);
    assert_eq!(state.query(), "?q=%D1%85%D0%B8%D0%BC%D0%B8%D1%8F&kind=ngo");
    assert_eq!(state.ignored, [("area".to_owned(), "999999999".to_owned())]);
    assert_eq!(state.toggled("kind", "ngo"), "?q=%D1%85%D0%B8%D0%BC%D0%B8%D1%8F");
    assert_eq!(state.without_words(), "?kind=ngo");
    assert_eq!(state.page("c", 26), "?q=%D1%85%D0%B8%D0%BC%D0%B8%D1%8F&kind=ngo&cursor=c&from=26");
}
