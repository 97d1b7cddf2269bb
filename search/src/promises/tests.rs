//! The promises with random inputs: short pieces of what people write, and anything else.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::index::{Vocabulary, VocabularyArea, VocabularyCode};
use crate::matching::Lexicon;
use crate::query::Understanding;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let area = |kato: &str, kind: &str, parent: Option<&str>, names: [&str; 3]| VocabularyArea {
        kato: kato.to_owned(),
        kind: kind.to_owned(),
        parent: parent.map(str::to_owned),
        names: names.map(|name| Some(name.to_owned())),
        aliases: Vec::new(),
    };
    let chemistry = VocabularyCode {
        list: "subject".to_owned(),
        code: "chemistry".to_owned(),
        labels: ["химия", "химия", "chemistry"].map(str::to_owned),
    };
    Vocabulary {
        areas: vec![
            area(
                "610000000",
                "region",
                None,
                ["Түркістан облысы", "Туркестанская область", "Turkistan Region"],
            ),
            area("750000000", "republic_city", None, ["Алматы қаласы", "город Алматы", "Almaty"]),
            area(
                "751000000",
                "city_district",
                Some("750000000"),
                ["Алмалы ауданы", "Алмалинский район", "Almaly"],
            ),
        ],
        codes: vec![chemistry],
    }
});

static UNDERSTANDING: LazyLock<Understanding> = LazyLock::new(|| Understanding::of(&VOCABULARY));

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(&VOCABULARY));

/// Words of names and queries between pieces of anything.
fn written() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        prop::sample::select(vec![
            "мұғалімдерінің",
            "учителей",
            "teachers'",
            "Алматы",
            "обл",
            "«Өркен»",
            "№007",
            "РК",
            "мектеб3",
            "v95fk3v",
            "химия",
            "г.",
            "Kәсiподақ",
            "И\u{306}",
            "ı\u{307}",
            "ΣΑΣ",
            "990140001154",
            "+7 701 000 00 00",
            "\n",
            "/",
        ])
        .prop_map(str::to_owned),
        "[а-яәғқңөұүһі0-9a-z«»\"',. \\-]{0,12}",
        "\\PC{0,8}",
        any::<String>().prop_map(|text| text.chars().take(8).collect()),
    ];
    prop::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

#[test]
fn a_name_with_digits_within_is_found_as_typed() {
    for name in ["Сео2A/K", "Дарын7Б-К", "а2б"] {
        check_finding(name, &[name], &UNDERSTANDING);
    }
}

proptest! {
    #[test]
    fn any_text_keeps_the_promises(text in written()) {
        check_text(&text);
    }

    #[test]
    fn any_query_keeps_the_promises(query in written()) {
        check_query(&query, &UNDERSTANDING);
    }

    #[test]
    fn any_finding_keeps_the_promises(query in written(), names in prop::collection::vec(written(), 0..3)) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        check_finding(&query, &names, &UNDERSTANDING);
    }

    #[test]
    fn any_names_keep_the_promises(left in written(), right in written()) {
        check_names(&left, &right);
    }

    #[test]
    fn any_rows_keep_the_promises(cells in prop::collection::vec(written(), 0..12)) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        check_row(&cells, &LEXICON);
    }
}
