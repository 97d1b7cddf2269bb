//! What every engine must do alike: one body of cases for all of them.
//!
//! Each case gets an empty index. It runs on the embedded engine; on a Meilisearch server, where
//! `BIRLIK_TEST_MEILISEARCH` names one; and on what such a server (1.50) answered when it was recorded,
//! so that it can fail without one. `BIRLIK_RECORD_MEILISEARCH=1` records anew.
//!
//! The world is the same in every run. `finding` asks what words find, `meaning` what queries are taken
//! to mean, `listing` compares filters, facets and pages with counting by hand, `feeding` writes.

mod exchange;
mod feeding;
mod finding;
mod listing;
mod meaning;

use birlik_search::{
    Change, EmbeddedIndex, Head, IndexedName, MeilisearchIndex, OrganizationDocument, SearchIndex,
    SearchPage, SearchRequest,
};

use self::exchange::Exchange;

/// Makes of each case a test on each engine.
macro_rules! conforms {
    ($($module:ident: $($case:ident)+;)+) => {
        mod on_embedded {
            $($(#[tokio::test] async fn $case() { super::embedded(super::$module::$case).await; })+)+
        }
        mod on_meilisearch {
            $($(#[tokio::test] async fn $case() {
                super::live(stringify!($case), super::$module::$case).await;
            })+)+
        }
        mod on_recorded_meilisearch {
            $($(#[tokio::test] async fn $case() {
                super::recorded(stringify!($case), super::$module::$case).await;
            })+)+
        }
    };
}

conforms! {
    finding: a_name_is_found_exactly_folded_and_half_typed numbers_match_exactly_or_not_at_all identifiers_answer_as_a_whole better_ways_of_matching_come_first equal_hits_stand_in_the_order_of_names a_query_without_words_lists_everything hostile_queries_are_answered words_and_filters_go_together_in_any_order;
    listing: totals_and_facets_equal_counting_by_hand the_parts_of_a_partition_add_up host_parent_and_bin_filter pages_follow_each_other_to_the_end_in_every_order orders_are_what_they_say keyed_pages_miss_nothing_while_others_write a_relevance_cursor_says_when_the_index_changed a_cursor_serves_its_own_request_only;
    meaning: a_body_is_found_in_other_languages_scripts_and_layouts another_number_is_another_body an_answer_says_what_it_assumed the_literal_search_takes_words_as_they_are words_are_turned_to_their_keyboards_one_by_one names_are_found_by_their_initials what_a_place_lacks_lies_around_it guesses_do_not_stand_in_for_what_filters_hide pages_of_a_guessed_result_go_on highlights_are_ranges_of_the_name suggestions_are_values_and_records;
    feeding: a_put_replaces_and_a_remove_removes an_index_remembers_its_head what_was_cleared_is_gone
        a_new_index_is_seen_when_it_is_shown many_changes_go_together;
}

async fn embedded(case: impl AsyncFnOnce(&dyn SearchIndex)) {
    let dir = tempfile::tempdir().unwrap();
    case(&EmbeddedIndex::open(&dir.path().join("index")).unwrap()).await;
}

async fn live(name: &str, case: impl AsyncFnOnce(&dyn SearchIndex)) {
    match crate::world::meilisearch(&format!("live_{name}")) {
        Some(index) => emptied(&index, case).await,
        None => println!("not run: BIRLIK_TEST_MEILISEARCH names no server"),
    }
}

async fn recorded(name: &str, case: impl AsyncFnOnce(&dyn SearchIndex)) {
    let exchange = Exchange::start(name);
    let index = MeilisearchIndex::new(exchange.address(), None, name).unwrap();
    emptied(&index, case).await;
    exchange.finish();
}

async fn emptied(index: &dyn SearchIndex, case: impl AsyncFnOnce(&dyn SearchIndex)) {
    index.apply(vec![Change::Clear], Head::default()).await.unwrap();
    case(index).await;
}

/// Writes organizations in several steps.
async fn fill(index: &dyn SearchIndex, organizations: &[OrganizationDocument]) {
    let batch = organizations.len().div_ceil(3).max(1);
    for (number, part) in (1..).zip(organizations.chunks(batch)) {
        index.apply(part.iter().cloned().map(put).collect(), at(number)).await.unwrap();
    }
}

fn name(value: &str, lang: &str) -> IndexedName {
    IndexedName { value: value.to_owned(), lang: lang.to_owned(), name_type: "official".to_owned() }
}

fn named(id: &str, value: &str) -> OrganizationDocument {
    OrganizationDocument {
        id: id.to_owned(),
        names: vec![name(value, "kk")],
        ..OrganizationDocument::default()
    }
}

fn at(seq: i64) -> Head {
    Head::new(seq, "")
}

fn put(organization: OrganizationDocument) -> Change {
    Change::Put(Box::new(organization))
}

async fn ask(index: &dyn SearchIndex, query: &str) -> SearchPage {
    let query = Some(query.to_owned());
    index.search(SearchRequest { query, limit: 100, ..SearchRequest::default() }).await.unwrap()
}

async fn found(index: &dyn SearchIndex, query: &str) -> Vec<String> {
    ids(&ask(index, query).await)
}

fn ids(page: &SearchPage) -> Vec<String> {
    page.hits.iter().map(|hit| hit.id.clone()).collect()
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick(&mut self, from: &[&str]) -> String {
        let side = self.roll(from.len() as u64);
        from[usize::try_from(side).unwrap()].to_owned()
    }

    fn some(&mut self, from: &[&str], at_most: u64) -> Vec<String> {
        (0..self.roll(at_most + 1)).map(|_| self.pick(from)).collect()
    }
}

const KINDS: [&str; 4] = ["union", "association", "committee", "ngo"];
const SUBJECTS: [&str; 4] = ["math", "physics", "kazakh", "history"];
const FIRST: [&str; 8] = ["Өркен", "Ата-ана", "Әділет", "Ғылым", "Ұстаз", "Қамқор", "Учитель", "Білім"];
const SECOND: [&str; 5] = ["бірлестігі", "комитеті", "одағы", "кеңесі", "ассоциациясы"];

fn world(size: usize) -> Vec<OrganizationDocument> {
    let mut dice = Dice(7);
    (0..size).map(|number| organization(number, &mut dice)).collect()
}

fn organization(number: usize, dice: &mut Dice) -> OrganizationDocument {
    let (first, second, school) = (dice.pick(&FIRST), dice.pick(&SECOND), dice.roll(40));
    let mut names = vec![name(&format!("«{first}» №{school} мектеп {second}"), "kk")];
    if dice.roll(2) == 0 {
        names.push(name(&format!("Объединение «{first}» школы №{school}"), "ru"));
    }
    let region = dice.roll(3);
    let district = dice.roll(4);
    OrganizationDocument {
        id: format!("org-{number:04}"),
        names,
        host_names: vec![format!("№{school} мектеп-гимназия")],
        place_names: vec![dice.pick(&["Семей қаласы", "Абай облысы", "Тараз"])],
        labels: vec!["мұғалімдер бірлестігі".to_owned()],
        kind: dice.pick(&KINDS),
        level: dice.pick(&["school", "district", "republic"]),
        status: dice.pick(&["active", "stale"]),
        legal_form: (dice.roll(3) > 0).then(|| dice.pick(&["ob", "oyul"])),
        country: "KZ".to_owned(),
        areas: vec![format!("{region}1"), format!("{region}1{district}")],
        activities: dice.some(&["training", "contest", "advice"], 3),
        subjects: dice.some(&SUBJECTS, 2),
        host: (dice.roll(2) == 0).then(|| format!("inst-{school}")),
        parents: dice.some(&["org-0001", "org-0002"], 1),
        bin: (dice.roll(2) == 0).then(|| format!("9901400{number:05}")),
        confirmed: dice.pick(&["imported", "contact", "official"]),
        identifiers: Vec::new(),
        updated_at: i64::try_from(dice.roll(50)).unwrap() - 10,
    }
}
