//! What queries are taken to mean: other spellings, languages, layouts; what the answer says of it.

use super::*;
use birlik_search::{
    FacetField, SuggestRequest, SuggestionTarget, Vocabulary, VocabularyArea, VocabularyCode,
};

fn school_body(id: &str, value: &str, kind: &str, place: &[&str]) -> OrganizationDocument {
    let mut body = named(id, value);
    kind.clone_into(&mut body.kind);
    "school".clone_into(&mut body.level);
    body.place_names = place.iter().map(|name| (*name).to_owned()).collect();
    body
}

fn bodies() -> Vec<OrganizationDocument> {
    let semey = ["Семей Қ.Ә.", "Семей Г.А.", "Абай облысы", "область Абай"];
    let mut bodies = vec![
        school_body("union25", "№25 орта мектеп, бастауыш кәсіподақ ұйымы", "trade_union", &semey),
        school_body("union52", "№52 орта мектеп, бастауыш кәсіподақ ұйымы", "trade_union", &semey),
        school_body("parents25", "№25 орта мектеп, ата-аналар комитеті", "parent_committee", &semey),
        named("altynsarin", "Ыбырай Алтынсарин атындағы мектептің әдістемелік кеңесі"),
        named("fund", "«Жұлдыз» дарынды балаларды қолдау орталығы қоғамдық қоры"),
    ];
    bodies[0].areas = vec!["10".to_owned(), "101".to_owned()];
    bodies
}

fn vocabulary() -> Vocabulary {
    let area = |kato: &str, kind: &str, parent: Option<&str>, names: [&str; 3]| VocabularyArea {
        kato: kato.to_owned(),
        kind: kind.to_owned(),
        parent: parent.map(str::to_owned),
        names: names.map(|name| Some(name.to_owned())),
        aliases: Vec::new(),
    };
    Vocabulary {
        areas: vec![
            area("10", "region", None, ["Абай облысы", "область Абай", "Abai Region"]),
            area("101", "city_admin", Some("10"), ["Семей Қ.Ә.", "Семей Г.А.", "Semey (city)"]),
        ],
        codes: vec![VocabularyCode {
            list: "kind".to_owned(),
            code: "trade_union".to_owned(),
            labels: ["кәсіподақ", "профсоюз", "trade union"].map(str::to_owned),
        }],
    }
}

pub async fn a_body_is_found_in_other_languages_scripts_and_layouts(index: &dyn SearchIndex) {
    fill(index, &bodies()).await;
    for (query, id) in [
        ("профсоюз 25 школа Семей", "union25"),
        ("ППО 52 школа", "union52"),
        ("trade union school 52", "union52"),
        ("kasipodaq 25 mektep", "union25"),
        ("ghjacj.p 52 irjkf", "union52"),
        ("родительский комитет 25 школы", "parents25"),
        ("методический совет школы имени Ибрая Алтынсарина", "altynsarin"),
        ("ОФ жулдыз", "fund"),
        ("жұлдыздың дарынды балалары", "fund"),
        ("жұлдыз центр поддержки одарённых детей", "fund"),
        ("жұлдиз", "fund"),
        ("алтнысарин", "altynsarin"),
        ("совет родителей 25", "parents25"),
        ("союз учителей 25", "union25"),
        ("местком 52 школы", "union52"),
    ] {
        assert_eq!(found(index, query).await.first().map(String::as_str), Some(id), "{query}");
    }
}

pub async fn another_number_is_another_body(index: &dyn SearchIndex) {
    fill(index, &bodies()).await;
    assert_eq!(found(index, "профсоюз 25 школа Семей").await, ["union25"]);
    assert_ne!(found(index, "профсоюз 25 гимназия Семей").await.first().unwrap(), "union52");
}

pub async fn an_answer_says_what_it_assumed(index: &dyn SearchIndex) {
    fill(index, &bodies()).await;
    index.set_vocabulary(&vocabulary());
    let interpretation = |page: SearchPage| page.interpretation.unwrap();

    let told = interpretation(ask(index, "профсоюз 25 школа Семей").await);
    let part = |field| told.parts.iter().find(|part| part.field == field).unwrap();
    assert_eq!(part(FacetField::Kind).values, ["trade_union"]);
    assert_eq!(
        (part(FacetField::Area).values[0].as_str(), part(FacetField::Area).words.as_str()),
        ("101", "Семей")
    );
    assert_eq!((told.layout, told.corrected.len(), told.left_out.len()), (None, 0, 0));

    let told = interpretation(ask(index, "ghjacj.p").await);
    assert_eq!(told.layout.as_deref(), Some("профсоюз"));

    let told = interpretation(ask(index, "алтнысарин").await);
    assert_eq!(
        (told.corrected[0].from.as_str(), told.corrected[0].to.as_str()),
        ("алтнысарин", "алтынсарин")
    );
    // Whatever the script of what was typed, the word is one of a record.
    let told = interpretation(ask(index, "altnysarin").await);
    assert_eq!(told.corrected[0].to, "алтынсарин");

    let told = interpretation(ask(index, "кәсіподақ ҚҰҚЫҚЩХ").await);
    assert_eq!(told.left_out, ["ҚҰҚЫҚЩХ"]);
}

pub async fn the_literal_search_takes_words_as_they_are(index: &dyn SearchIndex) {
    fill(index, &bodies()).await;
    let literal = |query: &str| SearchRequest {
        query: Some(query.to_owned()),
        limit: 10,
        literal: true,
        ..SearchRequest::default()
    };
    let page = index.search(literal("кәсіподақ ұйымы")).await.unwrap();
    assert_eq!(page.total, 2);
    for query in ["профсоюз", "касиподак", "кәсіподағы"] {
        assert_eq!(index.search(literal(query)).await.unwrap().total, 0, "{query}");
    }
    let page = index.search(literal("алтнысарин")).await.unwrap();
    assert_eq!(page.interpretation.unwrap().did_you_mean.as_deref(), Some("алтынсарин"));
}

pub async fn words_are_turned_to_their_keyboards_one_by_one(index: &dyn SearchIndex) {
    let mut all = bodies();
    all.push(named("book", "«Reading room» кітапхана қоры"));
    all.push(named("sea", "Әл-Фараби атындағы көмек қоры"));
    fill(index, &all).await;
    for (query, layout, id) in [
        ("52 орта мектеп к2с3пода0", "52 орта мектеп кәсіподақ", "union52"),
        ("2д3стемел3к ке4ес3", "әдістемелік кеңесі", "altynsarin"),
        ("к2с3пода0 9йымы 25", "кәсіподақ ұйымы 25", "union25"),
        ("дарынды ;9klsp", "дарынды жұлдыз", "fund"),
        ("reading 0jhs", "reading қоры", "book"),
        ("2k-afhf,b r-vtr", "әл-фараби көмек", "sea"),
    ] {
        let page = ask(index, query).await;
        let told = page.interpretation.as_ref().unwrap();
        assert_eq!(told.layout.as_deref(), Some(layout), "{query}");
        assert_eq!(page.hits[0].id, id, "{query}");
    }
    for query in ["25 мектеп", "25мектеп", "№25-мектеп", "ата-аналар 25", "мектеп 25"]
    {
        let page = ask(index, query).await;
        assert_eq!(page.interpretation.unwrap().layout, None, "{query}");
        assert!(page.hits[0].id.ends_with("25"), "{query}");
    }
}

pub async fn names_are_found_by_their_initials(index: &dyn SearchIndex) {
    let bodies = [
        named("space", "Казахский национальный университет космоса"),
        named("guild", "«Алатау шеберлері мен ұсталары» қоғамдық қоры"),
        named("union", "Профсоюз работников Музея редких книг имени Ахмета Байтурсынова"),
    ];
    fill(index, &bodies).await;
    for (query, id) in [
        ("КазНУК", "space"),
        ("КНУК", "space"),
        ("АШҰ", "guild"),
        ("МРК профсоюз", "union"),
        ("мрк", "union"),
    ] {
        assert_eq!(found(index, query).await.first().map(String::as_str), Some(id), "{query}");
    }
    assert!(found(index, "КазГЮ").await.is_empty(), "an abbreviation is not taken for another word");
}

pub async fn what_a_place_lacks_lies_around_it(index: &dyn SearchIndex) {
    let mut bodies = bodies();
    for (id, area) in [("chemists", "10"), ("elsewhere", "39")] {
        let mut body = named(id, "Химия мұғалімдерінің үйірмесі");
        body.areas = vec![area.to_owned()];
        bodies.push(body);
    }
    fill(index, &bodies).await;
    index.set_vocabulary(&vocabulary());
    let page = ask(index, "химия Семей").await;
    assert_eq!(page.hits[0].id, "chemists");
    assert_eq!(page.interpretation.unwrap().left_out, ["Семей"]);
}

pub async fn guesses_do_not_stand_in_for_what_filters_hide(index: &dyn SearchIndex) {
    fill(index, &bodies()).await;
    let mut request =
        SearchRequest { query: Some("кәсіподақ".to_owned()), limit: 9, ..SearchRequest::default() };
    request.filters.kind = vec!["parent_committee".to_owned()];
    assert_eq!(index.search(request).await.unwrap().total, 0);
}

pub async fn pages_of_a_guessed_result_go_on(index: &dyn SearchIndex) {
    fill(index, &world(200)).await;
    let mut request =
        SearchRequest {
            query: Some("Өркенн одағы".to_owned()), limit: 3, ..SearchRequest::default()
        };
    let (mut seen, mut total) = (Vec::new(), 0);
    loop {
        let page = index.search(request.clone()).await.unwrap();
        total = total.max(page.total);
        seen.extend(ids(&page));
        request.cursor = page.next;
        if request.cursor.is_none() {
            break;
        }
    }
    let mut unique = seen.clone();
    unique.sort();
    unique.dedup();
    assert!(unique.len() == seen.len() && seen.len() as u64 == total && total > 3, "{total} {seen:?}");
}

pub async fn highlights_are_ranges_of_the_name(index: &dyn SearchIndex) {
    fill(index, &bodies()).await;
    for (query, marked) in [
        ("профсоюз 25 школа", vec!["25", "мектеп", "бастауыш кәсіподақ ұйымы"]),
        ("жулдыздын дарынды", vec!["Жұлдыз", "дарынды"]),
        ("алтнысарин", vec!["Алтынсарин"]),
    ] {
        let request = SearchRequest {
            query: Some(query.to_owned()),
            limit: 1,
            highlight: true,
            ..SearchRequest::default()
        };
        let page = index.search(request).await.unwrap();
        let hit = &page.hits[0];
        let body = bodies().into_iter().find(|body| body.id == hit.id).unwrap();
        let texts: Vec<&str> =
            hit.highlights.iter().map(|mark| &body.names[mark.name].value[mark.range.clone()]).collect();
        for text in marked {
            assert!(texts.iter().any(|found| found.contains(text)), "{query}: {texts:?}");
        }
    }
}

pub async fn suggestions_are_values_and_records(index: &dyn SearchIndex) {
    fill(index, &bodies()).await;
    index.set_vocabulary(&vocabulary());
    let ask = async |typed: &str| {
        let request = SuggestRequest { typed: typed.to_owned(), lang: "ru".to_owned(), limit: 4 };
        index.suggest(request).await.unwrap()
    };
    let suggestions = ask("проф").await;
    assert_eq!(suggestions[0].text, "профсоюз");
    assert_eq!(ask("сем").await[0].target, SuggestionTarget::Value(FacetField::Area, "101".to_owned()));
    assert!(ask("жұл").await.iter().any(|one| one.text.contains("Жұлдыз")));
    for typed in ["", " ", "\0", "щ"] {
        assert!(ask(typed).await.len() <= 4);
    }
}
