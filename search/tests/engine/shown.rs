//! What the search must show, over the shared data and the seed organizations.

use std::sync::LazyLock;

use birlik_search::{
    Change, EmbeddedIndex, FacetField, Head, OrganizationDocument, SearchIndex, SearchPage, SearchRequest,
    SuggestRequest, SuggestionTarget,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::shared::{self, World};

struct Registry {
    _dir: TempDir,
    index: EmbeddedIndex,
    documents: Vec<OrganizationDocument>,
}

/// Indexed once for all tests, on a thread of its own: a test's runtime ends with the test.
static REGISTRY: LazyLock<Option<Registry>> =
    LazyLock::new(|| std::thread::spawn(Registry::build).join().unwrap());

impl Registry {
    fn build() -> Option<Registry> {
        let data = shared::data()?;
        let world = World::read(&data);
        let dir = tempfile::tempdir().unwrap();
        let index = EmbeddedIndex::open(&dir.path().join("index")).unwrap();
        index.set_vocabulary(&world.vocabulary());
        let mut documents = world.seeds(&data);
        documents.extend(world.documents);
        let changes = documents.iter().map(|document| Change::Put(Box::new(document.clone()))).collect();
        Runtime::new().unwrap().block_on(index.apply(changes, Head::new(1, ""))).unwrap();
        Some(Registry { _dir: dir, index, documents })
    }

    async fn ask(&self, query: &str) -> SearchPage {
        let request = SearchRequest {
            query: Some(query.to_owned()),
            limit: 50,
            highlight: true,
            ..SearchRequest::default()
        };
        self.index.search(request).await.unwrap()
    }

    async fn found(&self, query: &str) -> Vec<&OrganizationDocument> {
        let page = self.ask(query).await;
        page.hits.iter().map(|hit| self.document(&hit.id)).collect()
    }

    fn document(&self, id: &str) -> &OrganizationDocument {
        self.documents.iter().find(|document| document.id == id).unwrap()
    }
}

fn name(document: &OrganizationDocument) -> &str {
    &document.names[0].value
}

#[tokio::test]
async fn the_search_shows_what_it_must() {
    let Some(registry) = &*REGISTRY else { return };

    let page = registry.ask("vfntvfnbrf").await;
    assert_eq!(page.interpretation.unwrap().layout.as_deref(), Some("математика"));
    let found = registry.found("vfntvfnbrf").await;
    assert!(found.len() == 50 && found.iter().all(|one| one.subjects.contains(&"mathematics".to_owned())));

    let teachers = registry.ask("мұғалім").await;
    for query in ["мугалим", "mugalim", "мұғалімдерінің"] {
        assert_eq!(registry.ask(query).await.total, teachers.total, "{query}");
    }

    let found = registry.found("Нур-Султан").await;
    let is_in = |one: &OrganizationDocument| one.areas.contains(&"710000000".to_owned());
    assert!(found.len() == 50 && found.iter().all(|one| is_in(one)));

    let page =
        SearchRequest { query: Some("родители".to_owned()), limit: 5000, ..SearchRequest::default() };
    let all = registry.index.search(page).await.unwrap();
    for wanted in ["Ашық білім", "QZ Саналылар бірлігі"] {
        assert!(all.hits.iter().any(|hit| name(registry.document(&hit.id)).contains(wanted)), "{wanted}");
    }
}

#[tokio::test]
async fn real_organizations_are_found_as_people_ask_for_them() {
    let Some(registry) = &*REGISTRY else { return };
    let mut missed = Vec::new();
    for (query, wanted) in [
        ("Союз родителей Казахстана", "Қазақстан ата-аналар одағы"),
        ("parents union Kazakhstan", "Қазақстан ата-аналар одағы"),
        ("қазақстан ата-аналар одағына", "Қазақстан ата-аналар одағы"),
        ("казахстанская федерация профсоюзов", "Кәсіподақтар федерациясы"),
        ("кәсіподақтар федерациясы", "Кәсіподақтар федерациясы"),
        ("federation of trade unions", "Кәсіподақтар федерациясы"),
        ("отраслевой профсоюз образования и науки", "салалық білім және ғылым"),
        ("профсоюз работников образования Казахстана", "салалық білім және ғылым"),
        ("открытое образование", "Ашық білім"),
        ("монтессори ассоциация педагогов", "Монтессори"),
        ("monetssori", "Монтессори"),
        ("Астана педагогтар қауымдастығы", "Нұр-Сұлтан қаласының педагогтар"),
        ("мұғалім мәртебесі ҚБ", "Мұғалім мәртебесі"),
        ("mugalim martebesi", "Мұғалім мәртебесі"),
        ("ассоциация непрерывного образования Казахстана", "үздіксіз білім беру қауымдастығы"),
        ("Бастауыш сынып мұғалімдері бірлестігі", "Бастауыш сынып мұғалімдері бірлестігі"),
        ("ВКО Шығыс аймақтық ассоциация", "«Шығыс» пән мұғалімдері"),
        ("ассоциация молодых ученых педагогов", "Жас ғалым-педагогтар"),
        ("лучшие педагоги Костанай", "Үздік педагогтар одағы"),
        ("математика директора школ Туркестан", "мектеп директорлары, математика"),
        ("өркен қарағанды", "Қарағанды облысының «Өркен»"),
        ("orken karaganda", "Қарағанды облысының «Өркен»"),
        ("институт детства", "OYNA"),
        ("қазақ тілі және әдебиеті ұстаздарына", "Қазақ тілі және әдебиеті пәні ұстаздарына"),
        ("педагогическое мастерство", "Педагогикалық шеберлік"),
        ("ұстаздар ортасы", "Ұстаздар ортасы"),
        ("ecnfplfh jhnfcs", "Ұстаздар ортасы"),
        ("республиканская ассоциация учителей Алтынсарина", "мұғалімдерінің республикалық қауымдастығы"),
    ] {
        let found = registry.found(query).await;
        if !found.first().is_some_and(|one| one.names.iter().any(|name| name.value.contains(wanted))) {
            missed.push((query, found.iter().take(3).map(|one| name(one)).collect::<Vec<_>>()));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[tokio::test]
async fn a_school_number_is_that_number() {
    let Some(registry) = &*REGISTRY else { return };
    let unions = registry
        .documents
        .iter()
        .filter(|one| one.kind == "trade_union" && one.level == "school" && name(one).contains('№'));
    for union in unions.take(40) {
        let number: String =
            name(union).chars().skip_while(|c| *c != '№').skip(1).take_while(char::is_ascii_digit).collect();
        let place = name(union).split(' ').next().unwrap();
        let found = registry.found(&format!("профсоюз {number} школа {place}")).await;
        let first = found.first().unwrap();
        assert!(
            first.kind == "trade_union" && first.areas == union.areas,
            "{}: {}",
            name(union),
            name(first)
        );
        let has_number = |one: &&OrganizationDocument| {
            one.names.iter().any(|name| name.value.split(|c: char| !c.is_ascii_digit()).any(|n| n == number))
        };
        assert!(found.iter().take(3).all(has_number), "{}", name(union));
    }
}

#[tokio::test]
async fn an_answer_says_what_was_understood() {
    let Some(registry) = &*REGISTRY else { return };
    let texts = ["химия Түркістан", "учителя химии Туркестанской области", "chemistry teachers Turkistan"];
    for query in texts {
        let page = registry.ask(query).await;
        let parts = page.interpretation.unwrap().parts;
        let of = |field| parts.iter().find(|part| part.field == field).unwrap();
        assert_eq!(of(FacetField::Subject).values[0], "chemistry", "{query}");
        assert_eq!(of(FacetField::Area).values[0], "610000000", "{query}");
        let first = registry.document(&page.hits[0].id);
        assert!(first.subjects.contains(&"chemistry".to_owned()), "{query}");
    }
    let page = registry.ask("методическое объединение учителей инфорамтики Шымкент").await;
    assert_eq!(page.interpretation.unwrap().corrected[0].from, "инфорамтики");
}

#[tokio::test]
async fn highlights_mark_the_original_name() {
    let Some(registry) = &*REGISTRY else { return };
    for query in ["химия мугалимдери Туркистан", "учителя химии", "chemistry teachers", "[bvbz vefksv"]
    {
        let page = registry.ask(query).await;
        let hit = &page.hits[0];
        let names = &registry.document(&hit.id).names;
        let marked: Vec<&str> = hit
            .highlights
            .iter()
            .map(|mark| names[mark.name].value.get(mark.range.clone()).unwrap())
            .collect();
        assert!(marked.iter().any(|text| text.to_lowercase().contains("хими")), "{query}: {marked:?}");
    }
}

#[tokio::test]
async fn suggestions_come_while_typing() {
    let Some(registry) = &*REGISTRY else { return };
    for (typed, lang, wanted) in
        [("хим", "ru", "химия"), ("туркест", "ru", "Туркестанская область"), ("кәсіп", "kk", "кәсіподақ")]
    {
        let request = SuggestRequest { typed: typed.to_owned(), lang: lang.to_owned(), limit: 8 };
        let suggestions = registry.index.suggest(request).await.unwrap();
        assert!(
            suggestions.len() <= 8 && suggestions.iter().any(|one| one.text == wanted),
            "{suggestions:?}"
        );
        let is_record = |target: &SuggestionTarget| matches!(target, SuggestionTarget::Organization(_));
        assert!(suggestions.iter().any(|one| is_record(&one.target)), "{suggestions:?}");
    }
}

#[tokio::test]
async fn more_like_this_is_alike() {
    let Some(registry) = &*REGISTRY else { return };
    let chemists = registry.documents.iter().filter(|one| one.subjects == ["chemistry"]).take(5);
    for one in chemists {
        let alike = registry.index.more_like_this(&one.id, 5).await.unwrap();
        assert!(alike.len() == 5 && alike.iter().all(|hit| hit.id != one.id));
        let shares = alike.iter().filter(|hit| {
            let other = registry.document(&hit.id);
            other.subjects == one.subjects || other.host_names == one.host_names
        });
        assert!(shares.count() >= 4, "{}", name(one));
    }
    assert!(registry.index.more_like_this("nothing", 5).await.unwrap().is_empty());
}

/// Shares of queries whose first ten hits, or as many as there are, are all meant; and the worst.
async fn precision(registry: &Registry, queries: Vec<(String, Vec<&str>)>) -> (f64, Vec<String>) {
    let (mut whole, mut asked, mut worst) = (0.0, 0.0, Vec::new());
    for (query, meant) in queries.into_iter().filter(|(_, meant)| !meant.is_empty()) {
        let page = registry.ask(&query).await;
        let wanted = meant.len().min(10);
        let right = page.hits.iter().take(wanted).filter(|hit| meant.contains(&hit.id.as_str())).count();
        asked += 1.0;
        if right == wanted {
            whole += 1.0;
        } else {
            worst.push(format!("{query}: {right} of {wanted}"));
        }
    }
    (whole / asked, worst)
}

#[tokio::test]
async fn every_subject_is_found_in_every_region_in_three_languages() {
    let Some(registry) = &*REGISTRY else { return };
    let world = World::read(&shared::data().unwrap());
    let patterns =
        ["{place} {subject} мұғалімдері", "учителя {subject} {place}", "{subject} teachers {place}"];
    let mut queries = Vec::new();
    for subject in world.codes.iter().filter(|code| code.list == "subject") {
        for region in world.areas.values().filter(|area| area.parent.is_none()) {
            let names = [&region.kk, &region.ru, &region.en];
            for ((pattern, label), place) in patterns.iter().zip(&subject.labels).zip(names) {
                let meant = |one: &&OrganizationDocument| {
                    one.subjects.contains(&subject.value) && one.areas.contains(&region.kato)
                };
                let meant = registry.documents.iter().filter(meant).map(|one| one.id.as_str()).collect();
                queries.push((pattern.replace("{subject}", label).replace("{place}", place), meant));
            }
        }
    }
    let (share, worst) = precision(registry, queries).await;
    assert!(share >= 0.98, "{share} {worst:#?}");
}

#[tokio::test]
async fn no_subject_is_taken_for_another() {
    let Some(registry) = &*REGISTRY else { return };
    let world = World::read(&shared::data().unwrap());
    let subjects = || world.codes.iter().filter(|code| code.list == "subject");
    for subject in subjects() {
        let teachers = ["мұғалімдері", "учителя", "teachers"];
        for (label, teachers) in subject.labels.iter().zip(teachers) {
            let page = registry.ask(&format!("{label} {teachers}")).await;
            let parts = page.interpretation.unwrap().parts;
            let parts = parts.iter().filter(|part| part.field == FacetField::Subject);
            let read: Vec<&String> = parts.flat_map(|part| &part.values).collect();
            assert_eq!(read, [&subject.value], "{label}");
            let has_it = |id: &str| {
                let subjects = &registry.document(id).subjects;
                subjects.is_empty() || subjects.contains(&subject.value)
            };
            let all = registry.documents.iter().filter(|one| one.subjects.contains(&subject.value)).count();
            let other = page.hits.iter().take(all.min(10)).find(|hit| !has_it(&hit.id));
            assert!(other.is_none(), "{label}: {}", name(registry.document(&other.unwrap().id)));
        }
    }
}

#[tokio::test]
async fn everyday_words_find_what_they_stand_for() {
    let Some(registry) = &*REGISTRY else { return };
    for (query, subject) in [
        ("физручка", "physical_education"),
        ("муз. рук.", "music"),
        ("рисование", "art_and_labour"),
        ("каз. яз.", "kazakh_language"),
        ("айтишники", "informatics"),
        ("младшие классы", "primary_school"),
        ("бағдарламалау", "informatics"),
        ("gym teachers", "physical_education"),
        ("мат", "mathematics"),
    ] {
        let found = registry.found(query).await;
        let has_it = |one: &&OrganizationDocument| one.subjects.contains(&subject.to_owned());
        assert!(!found.is_empty() && found.iter().take(10).all(has_it), "{query}");
    }
    for (query, kind) in [
        ("местком", "trade_union"),
        ("род. комитет", "parent_committee"),
        ("родительский совет", "parent_committee"),
        ("parents council", "parent_committee"),
        ("попсовет", "board_of_trustees"),
    ] {
        let found = registry.found(query).await;
        assert!(!found.is_empty() && found.iter().take(5).all(|one| one.kind == kind), "{query}");
    }
    for query in ["союз учителей", "мұғалімдер одағы", "union of teachers"] {
        let request =
            SearchRequest { query: Some(query.to_owned()), limit: 5000, ..SearchRequest::default() };
        let page = registry.index.search(request).await.unwrap();
        let kinds: Vec<&str> = page.hits.iter().map(|hit| registry.document(&hit.id).kind.as_str()).collect();
        assert!(kinds.contains(&"trade_union") && kinds.contains(&"teacher_association"), "{query}");
    }
}

#[tokio::test]
async fn corrections_are_of_misspelt_words_alone() {
    let Some(registry) = &*REGISTRY else { return };
    // Words of places that nothing has together.
    for query in ["кәсіподақ Шымкент Семей Қарағанды", "школы Тараз комитет Шымкент", "КазХХУ профсоюз Ақтау"]
    {
        let told = registry.ask(query).await.interpretation.unwrap();
        assert!(told.corrected.is_empty(), "{query}: {:?}", told.corrected);
        assert!(!told.left_out.is_empty(), "{query}");
    }
    let told = registry.ask("учителя химии Кызлорда").await.interpretation.unwrap();
    assert_eq!(told.corrected[0].from, "Кызлорда");
    let place = told.parts.iter().find(|part| part.field == FacetField::Area).unwrap();
    assert!(place.values.contains(&"430000000".to_owned()) && place.words == "Кызлорда");
    let told = registry.ask("учителя химии школа 98765").await.interpretation.unwrap();
    assert_eq!(told.left_out, ["98765"]);
}

#[tokio::test]
async fn suggestions_forgive() {
    let Some(registry) = &*REGISTRY else { return };
    for (typed, wanted) in [
        ("ппо", "профсоюз"),
        ("родительский сов", "родительский комитет"),
        ("[bvbz", "химия"),
        ("геогрфия", "география"),
        ("кызыордин", "Кызылординская область"),
        ("гурье", "Атырау Г.А."),
    ] {
        let request = SuggestRequest { typed: typed.to_owned(), lang: "ru".to_owned(), limit: 8 };
        let suggestions = registry.index.suggest(request).await.unwrap();
        assert!(suggestions.iter().any(|one| one.text == wanted), "{typed}: {suggestions:?}");
    }
}

#[tokio::test]
async fn places_are_known_by_their_former_names() {
    let Some(registry) = &*REGISTRY else { return };
    let world = World::read(&shared::data().unwrap());
    let mut queries = Vec::new();
    for area in world.areas.values() {
        for alias in &area.aliases {
            let meant = |one: &&OrganizationDocument| {
                one.subjects.contains(&"history".to_owned()) && one.areas.contains(&area.kato)
            };
            let meant = registry.documents.iter().filter(meant).map(|one| one.id.as_str()).collect();
            queries.push((format!("истории {alias}"), meant));
        }
    }
    let (share, worst) = precision(registry, queries).await;
    // Целиноград, Ақмола and Қапшағай are also names of other places.
    assert!(share >= 0.95, "{share} {worst:#?}");
}

#[tokio::test]
async fn every_district_is_understood_in_its_languages() {
    let Some(registry) = &*REGISTRY else { return };
    let world = World::read(&shared::data().unwrap());
    let mut queries = Vec::new();
    for area in world.areas.values().filter(|area| area.parent.is_some()) {
        let meant = |one: &&OrganizationDocument| one.kind == "trade_union" && one.areas.contains(&area.kato);
        let meant: Vec<&str> = registry.documents.iter().filter(meant).map(|one| one.id.as_str()).collect();
        let whole = |name: &str, city: &str| name.replace(" Қ.Ә.", city).replace(" Г.А.", city);
        queries.push((format!("{} кәсіподақ", whole(&area.kk, " қаласы")), meant.clone()));
        queries.push((format!("профсоюз {}", whole(&area.ru, "")), meant.clone()));
        queries.push((format!("trade union {}", area.en.replace(" (city)", "")), meant));
    }
    let (share, worst) = precision(registry, queries).await;
    assert!(share >= 0.9, "{share} {worst:#?}");
}
