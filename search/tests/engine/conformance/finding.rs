//! What words find, and in which order.

use super::*;

pub async fn a_name_is_found_exactly_folded_and_half_typed(index: &dyn SearchIndex) {
    fill(index, &[named("a", "«Өркен» мұғалімдер бірлестігі"), named("b", "Ата-ана комитеті")]).await;
    for query in ["Өркен", "Оркен", "өрк", "ОРК", "«өркен»", "бирлестиги Өркен", "мугалимд", "Өркeн"]
    {
        assert_eq!(found(index, query).await, ["a"], "{query}");
    }
    assert_eq!(found(index, "Өркен бірлестігі").await, ["a"], "every word is found where one has them all");
    assert_eq!(found(index, "Өркен комитеті").await.len(), 2, "else the best that have some");
    assert!(found(index, "ө").await.is_empty(), "one letter is not the beginning of a word");
    assert!(found(index, "рке").await.is_empty());
}

pub async fn numbers_match_exactly_or_not_at_all(index: &dyn SearchIndex) {
    let mut with_bin = named("c", "Кеңес");
    with_bin.bin = Some("990140001154".to_owned());
    fill(index, &[named("a", "№12 мектеп"), named("b", "№120 мектеп"), with_bin]).await;
    assert_eq!(found(index, "12").await, ["a"]);
    assert_eq!(found(index, "мектеп №120").await, ["b"]);
    assert_eq!(found(index, "990140001154").await, ["c"]);
    assert!(found(index, "99014").await.is_empty());
}

pub async fn identifiers_answer_as_a_whole(index: &dyn SearchIndex) {
    let mut numbered = named("c", "Кеңес");
    numbered.identifiers = vec!["KZ-0412/77".to_owned(), "31".to_owned(), "0090412".to_owned()];
    fill(index, &[named("a", "№12 мектеп"), numbered]).await;
    for query in ["KZ-0412/77", "kz0412/77", "90412"] {
        assert_eq!(found(index, query).await, ["c"], "{query}");
    }
    for query in ["77", "412", "№31", "мектеп 77"] {
        assert!(!found(index, query).await.contains(&"c".to_owned()), "{query}");
    }
    let told = ask(index, "мектеп 77").await.interpretation.unwrap();
    assert_eq!(told.left_out, ["77"], "a number that nothing has is told");
}

pub async fn better_ways_of_matching_come_first(index: &dyn SearchIndex) {
    let mut host = named("host", "Қамқор");
    host.host_names = vec!["Өркен мектебі".to_owned()];
    let organizations = [
        host,
        named("begun", "Өркениет қоғамы"),
        named("folded", "Оркен тобы"),
        named("long", "Өркен ауылының жастар мен балалар үйі"),
        named("short", "Өркен қоры"),
        named("whole", "«Өркен»"),
    ];
    fill(index, &organizations).await;
    assert_eq!(found(index, "өркен").await, ["whole", "short", "long", "folded", "begun", "host"]);
    assert_eq!(found(index, "оркен").await[..2], ["whole", "folded"]);
    let page = ask(index, "өркен").await;
    assert!(page.hits.is_sorted_by(|left, right| left.score >= right.score && right.score > 0.0));
}

pub async fn equal_hits_stand_in_the_order_of_names(index: &dyn SearchIndex) {
    fill(index, &[named("a", "Өркен Ясли"), named("b", "Өркен Әлем"), named("c", "Өркен Алма")]).await;
    assert_eq!(found(index, "өркен").await, ["c", "b", "a"]);
}

pub async fn a_query_without_words_lists_everything(index: &dyn SearchIndex) {
    fill(index, &[named("a", "Ә"), named("b", "А")]).await;
    for query in ["", "  ", "«»—№", "\0"] {
        let page = ask(index, query).await;
        assert_eq!(ids(&page), ["b", "a"], "{query:?}");
        assert!(page.hits.iter().all(|hit| hit.score == 0.0));
    }
}

pub async fn hostile_queries_are_answered(index: &dyn SearchIndex) {
    fill(index, &world(50)).await;
    for query in [
        "ө".repeat(100_000),
        "өркен ".repeat(20_000),
        "\0а".repeat(50_000),
        "\u{301}\u{10FFFF}\u{FFFF}а".to_owned(),
    ] {
        ask(index, &query).await;
    }
    let many: Vec<String> = (0..1000).map(|number| "я".repeat(number % 60)).collect();
    assert_eq!(ask(index, &many.join(" ")).await.total, 0);
}

pub async fn words_and_filters_go_together_in_any_order(index: &dyn SearchIndex) {
    let organizations = world(300);
    fill(index, &organizations).await;
    let mut request =
        SearchRequest { query: Some("әділет".to_owned()), limit: 1000, ..SearchRequest::default() };
    request.filters.kind = vec!["union".to_owned()];
    let mut expected: Vec<&str> = organizations
        .iter()
        .filter(|organization| organization.kind == "union" && organization.names[0].value.contains("Әділет"))
        .map(|organization| organization.id.as_str())
        .collect();
    expected.sort_unstable();
    for sort in [birlik_search::Sort::Relevance, birlik_search::Sort::NameRu, birlik_search::Sort::Updated] {
        request.sort = sort;
        let page = index.search(request.clone()).await.unwrap();
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!(found, expected);
        assert!(page.hits.iter().all(|hit| hit.score > 0.0));
    }
}
