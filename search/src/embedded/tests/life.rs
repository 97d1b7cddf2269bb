//! Opening, closing, damaging and replacing indexes.

use std::fs;

use super::*;
use crate::embedded::schema::SCHEMA_VERSION;
use crate::index::SearchError;

#[tokio::test]
async fn an_index_remembers_its_seq() {
    let home = home();
    let index = EmbeddedIndex::open(&home.index).unwrap();
    assert_eq!((index.head().await.unwrap().seq, index.was_reset()), (0, false));
    index.apply(vec![put(named("a", "Өркен"))], at(5)).await.unwrap();
    index.apply(Vec::new(), at(8)).await.unwrap();
    assert_eq!(index.head().await.unwrap().seq, 8);
    drop(index);

    let again = EmbeddedIndex::open(&home.index).unwrap();
    assert_eq!((again.head().await.unwrap().seq, again.was_reset()), (8, false));
    assert_eq!(found(&again, "өркен").await, ["a"]);
}

#[tokio::test]
async fn a_put_replaces_and_a_remove_removes() {
    let home = home();
    let index = index_of(&home, &[named("a", "Өркен"), named("b", "Әділет")]).await;
    index.apply(vec![put(named("a", "Ғылым"))], at(10)).await.unwrap();
    assert!(found(&index, "өркен").await.is_empty());
    assert_eq!(found(&index, "ғылым").await, ["a"]);
    let changes = vec![
        Change::Remove("b".to_owned()),
        put(named("c", "Бірінші")),
        put(named("c", "Екінші")),
        put(named("d", "Қысқа")),
        Change::Remove("d".to_owned()),
        Change::Remove("never".to_owned()),
    ];
    index.apply(changes, at(11)).await.unwrap();
    assert_eq!(found(&index, "").await, ["a", "c"]);
    assert_eq!(found(&index, "екінші").await, ["c"]);
}

#[tokio::test]
async fn what_was_not_committed_is_lost_and_nothing_else() {
    let home = home();
    let index = index_of(&home, &[named("a", "Өркен")]).await;
    index.inner.feeder.as_ref().unwrap().lock().unwrap().add_uncommitted(&named("b", "Әділет"));
    drop(index);
    let again = EmbeddedIndex::open(&home.index).unwrap();
    assert_eq!((again.head().await.unwrap().seq, again.was_reset()), (1, false));
    assert_eq!(found(&again, "").await, ["a"]);
}

#[tokio::test]
async fn what_is_added_comes_with_the_next_commit() {
    let home = home();
    let many: Vec<OrganizationDocument> = (0..50).map(|n| named(&format!("a{n}"), "Өркен")).collect();
    for aside in [false, true] {
        let index =
            if aside { EmbeddedIndex::build_aside(&home.index) } else { EmbeddedIndex::open(&home.index) };
        let index = index.unwrap();
        index.add(many.clone()).await.unwrap();
        index.add(vec![named("b", "Әділет")]).await.unwrap();
        assert_eq!((ask(&index, "").await.total, index.head().await.unwrap().seq), (0, 0));
        index.apply(vec![put(named("a7", "Ғылым"))], at(7)).await.unwrap();
        assert_eq!((ask(&index, "").await.total, index.head().await.unwrap().seq), (51, 7));
        assert_eq!(
            (ask(&index, "өркен").await.total, found(&index, "ғылым").await),
            (49, vec!["a7".to_owned()])
        );
    }
}

#[tokio::test]
async fn what_was_added_and_not_committed_goes_when_all_is_removed() {
    let home = home();
    let index = EmbeddedIndex::open(&home.index).unwrap();
    index.add(vec![named("a", "Өркен")]).await.unwrap();
    index.apply(vec![Change::Clear], Head::default()).await.unwrap();
    index.add(vec![named("b", "Әділет")]).await.unwrap();
    index.apply(Vec::new(), at(3)).await.unwrap();
    assert_eq!(found(&index, "").await, ["b"]);
}

#[tokio::test]
async fn one_feeds_and_others_read() {
    let home = home();
    assert!(matches!(EmbeddedIndex::open_read_only(&home.index), Err(SearchError::Unavailable(_))));
    let index = index_of(&home, &[named("a", "Өркен")]).await;
    assert!(matches!(EmbeddedIndex::open(&home.index), Err(SearchError::Locked)));

    let reader = EmbeddedIndex::open_read_only(&home.index).unwrap();
    assert!(matches!(reader.apply(Vec::new(), at(3)).await, Err(SearchError::Failed(_))));
    index.apply(vec![put(named("b", "Өркен"))], at(2)).await.unwrap();
    let page = ask(&reader, "өркен").await;
    assert_eq!((page.total, page.seq, reader.head().await.unwrap().seq), (2, 2, 2));
}

#[tokio::test]
async fn files_of_a_commit_that_was_cut_off_do_not_stop_the_next_one() {
    let home = home();
    index_of(&home, &[named("a", "Өркен"), named("b", "Ұстаз")]).await.close().unwrap();
    // What tantivy writes of a commit before it stands: which documents of a part are no more, by the number
    // of the commit.
    let file = |end: &str| {
        let files = std::fs::read_dir(&home.index).unwrap().filter_map(Result::ok).map(|file| file.path());
        files.filter(|path| path.extension().is_some_and(|known| known == end)).last().unwrap()
    };
    let segment = file("store").with_extension("");
    let managed = home.index.join(".managed.json");
    let mut names: Vec<String> = serde_json::from_str(&std::fs::read_to_string(&managed).unwrap()).unwrap();
    for number in 0..30 {
        let left = segment.with_extension(format!("{number}.del"));
        std::fs::write(&left, "cut off").unwrap();
        names.push(left.file_name().unwrap().to_str().unwrap().to_owned());
    }
    std::fs::write(&managed, serde_json::to_string(&names).unwrap()).unwrap();
    let index = EmbeddedIndex::open(&home.index).unwrap();
    assert!(!index.was_reset());
    index.apply(vec![put(named("a", "Өркен")), put(named("b", "Ұстаз"))], at(9)).await.unwrap();
    assert_eq!(ask(&index, "өркен").await.total, 1);
}

#[tokio::test]
async fn many_commits_leave_few_parts() {
    let home = home();
    let index = EmbeddedIndex::open(&home.index).unwrap();
    for number in 1..=20 {
        index.apply(vec![put(named(&format!("id{number}"), "Өркен"))], at(number)).await.unwrap();
    }
    index.close().unwrap();
    let files = std::fs::read_dir(&home.index).unwrap().filter_map(Result::ok);
    let stores = files.filter(|file| file.path().extension().is_some_and(|end| end == "store"));
    assert!(stores.count() <= 2, "each part costs every search");
    let reader = EmbeddedIndex::open_read_only(&home.index).unwrap();
    assert_eq!(ask(&reader, "өркен").await.total, 20);
}

#[tokio::test]
async fn a_damaged_index_starts_anew_and_other_files_stay() {
    let home = home();
    for damage in ["meta.json", ".term", ".fast", "version"] {
        index_of(&home, &[named("a", "Өркен")]).await.close().unwrap();
        fs::write(home.index.join("note.txt"), "mine").unwrap();
        for entry in fs::read_dir(&home.index).unwrap() {
            let path = entry.unwrap().path();
            if path.to_string_lossy().ends_with(damage) {
                fs::write(&path, "").unwrap();
            }
        }
        if damage == "version" {
            let meta = fs::read_to_string(home.index.join("meta.json")).unwrap();
            let older = meta.replace(&format!("schema\\\":{SCHEMA_VERSION}"), "schema\\\":0");
            assert_ne!(meta, older);
            fs::write(home.index.join("meta.json"), older).unwrap();
            assert!(matches!(EmbeddedIndex::open_read_only(&home.index), Err(SearchError::Unavailable(_))));
        }
        let again = EmbeddedIndex::open(&home.index).unwrap();
        assert_eq!((again.head().await.unwrap().seq, again.was_reset()), (0, true), "{damage}");
        assert!(found(&again, "").await.is_empty());
        again.apply(vec![put(named("b", "Әділет"))], at(4)).await.unwrap();
        assert_eq!(found(&again, "").await, ["b"]);
        assert_eq!(fs::read_to_string(home.index.join("note.txt")).unwrap(), "mine");
    }
}

#[tokio::test]
async fn a_new_index_takes_the_place_of_the_old_one() {
    let home = home();
    let old = index_of(&home, &[named("a", "Өркен")]).await;
    let reader = EmbeddedIndex::open_read_only(&home.index).unwrap();

    let new = EmbeddedIndex::build_aside(&home.index).unwrap();
    new.apply(vec![put(named("b", "Өркен"))], at(7)).await.unwrap();
    assert!(matches!(EmbeddedIndex::build_aside(&home.index), Err(SearchError::Locked)));
    assert!(matches!(new.swap(&home.index), Err(SearchError::Locked)), "the old one is being fed");
    assert_eq!(found(&old, "өркен").await, ["a"]);
    drop(old);

    let new = EmbeddedIndex::build_aside(&home.index).unwrap();
    assert_eq!(new.head().await.unwrap().seq, 0, "it starts empty");
    new.apply(vec![put(named("b", "Өркен"))], at(7)).await.unwrap();
    new.swap(&home.index).unwrap();
    assert_eq!(found(&reader, "өркен").await, ["b"]);
    let again = EmbeddedIndex::open(&home.index).unwrap();
    assert_eq!((again.head().await.unwrap().seq, again.was_reset()), (7, false));
    assert_eq!(found(&again, "өркен").await, ["b"]);
    let left: Vec<_> =
        fs::read_dir(home.index.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name == "index.old" || name == "index.new"), "{left:?}");
}

#[tokio::test]
async fn a_replacement_that_was_cut_off_is_put_right() {
    let home = home();
    drop(index_of(&home, &[named("a", "Өркен")]).await);
    fs::rename(&home.index, home.index.with_extension("old")).unwrap();
    let again = EmbeddedIndex::open(&home.index).unwrap();
    assert_eq!((again.head().await.unwrap().seq, again.was_reset()), (1, false));
}
