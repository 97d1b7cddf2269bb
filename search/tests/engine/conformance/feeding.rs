//! Writing, and what searches see of it.

use super::*;

pub async fn a_put_replaces_and_a_remove_removes(index: &dyn SearchIndex) {
    fill(index, &[named("a", "Өркен"), named("b", "Әділет")]).await;
    index.apply(vec![put(named("a", "Ғылым"))], at(10)).await.unwrap();
    assert!(found(index, "өркен").await.is_empty());
    assert_eq!(found(index, "ғылым").await, ["a"]);
    let changes = vec![
        Change::Remove("b".to_owned()),
        put(named("c", "Бірінші")),
        put(named("c", "Екінші")),
        put(named("d", "Қысқа")),
        Change::Remove("d".to_owned()),
        Change::Remove("never".to_owned()),
    ];
    index.apply(changes, at(11)).await.unwrap();
    assert_eq!(found(index, "").await, ["a", "c"]);
    assert_eq!(found(index, "екінші").await, ["c"]);
}

pub async fn an_index_remembers_its_head(index: &dyn SearchIndex) {
    assert_eq!(index.head().await.unwrap(), Head::default());
    index.apply(vec![put(named("a", "Өркен"))], Head::new(5, "five")).await.unwrap();
    assert_eq!(index.head().await.unwrap(), Head::new(5, "five"));
    index.apply(Vec::new(), Head::new(8, "eight")).await.unwrap();
    assert_eq!(index.head().await.unwrap(), Head::new(8, "eight"));
    assert_eq!(ask(index, "өркен").await.seq, 8);
    assert_eq!(ask(index, "").await.total, 1);
}

pub async fn what_was_cleared_is_gone(index: &dyn SearchIndex) {
    fill(index, &[named("a", "Өркен"), named("b", "Әділет")]).await;
    index
        .apply(vec![put(named("c", "Ғылым")), Change::Clear, put(named("d", "Білім"))], at(9))
        .await
        .unwrap();
    assert_eq!(found(index, "").await, ["d"]);
    assert_eq!(index.head().await.unwrap(), at(9));
    index.apply(vec![Change::Clear], Head::default()).await.unwrap();
    assert_eq!((ask(index, "").await.total, index.head().await.unwrap()), (0, Head::default()));
}

pub async fn a_new_index_is_seen_when_it_is_shown(index: &dyn SearchIndex) {
    fill(index, &[named("a", "Өркен")]).await;
    index.start_over().await.unwrap();
    assert_eq!(index.head().await.unwrap(), Head::default());
    index.apply(vec![put(named("b", "Өркен"))], at(2)).await.unwrap();
    index.apply(vec![put(named("c", "Өркен"))], at(3)).await.unwrap();
    assert_eq!(index.head().await.unwrap(), at(3));
    index.show().await.unwrap();
    assert_eq!(found(index, "өркен").await, ["b", "c"]);
    assert_eq!(index.head().await.unwrap(), at(3));
    index.apply(vec![Change::Remove("b".to_owned())], at(4)).await.unwrap();
    assert_eq!(found(index, "өркен").await, ["c"]);
}

pub async fn many_changes_go_together(index: &dyn SearchIndex) {
    let strange = ["Ө", "a b", "KZ", "kz", "й", "\u{1}", "'; DROP", "_head", &"я".repeat(300)];
    index.apply(strange.iter().map(|id| put(named(id, "Өркен"))).collect(), at(1)).await.unwrap();
    let mut found = found(index, "өркен").await;
    found.sort();
    let mut expected = strange.map(str::to_owned);
    expected.sort();
    assert_eq!(found, expected);
    index.apply(strange.iter().map(|id| Change::Remove((*id).to_owned())).collect(), at(2)).await.unwrap();
    assert_eq!(ask(index, "").await.total, 0);
}
