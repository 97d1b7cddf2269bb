//! Filters, counts and pages, compared with counting by hand.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use birlik_search::text::collation_key;
use birlik_search::{Cursor, FacetField, Filters, SearchError, Sort};

const FACETS: [FacetField; 9] = [
    FacetField::Kind,
    FacetField::Level,
    FacetField::Area,
    FacetField::Activity,
    FacetField::Subject,
    FacetField::LegalForm,
    FacetField::Status,
    FacetField::Confirmed,
    FacetField::Country,
];

const SORTS: [Sort; 5] = [Sort::Relevance, Sort::NameKk, Sort::NameRu, Sort::NameEn, Sort::Updated];

fn values(organization: &OrganizationDocument, field: FacetField) -> BTreeSet<String> {
    match field {
        FacetField::Kind => BTreeSet::from([organization.kind.clone()]),
        FacetField::Level => BTreeSet::from([organization.level.clone()]),
        FacetField::Area => organization.areas.iter().cloned().collect(),
        FacetField::Activity => organization.activities.iter().cloned().collect(),
        FacetField::Subject => organization.subjects.iter().cloned().collect(),
        FacetField::LegalForm => organization.legal_form.iter().cloned().collect(),
        FacetField::Status => BTreeSet::from([organization.status.clone()]),
        FacetField::Confirmed => BTreeSet::from([organization.confirmed.clone()]),
        FacetField::Country => BTreeSet::from([organization.country.clone()]),
    }
}

fn filter(filters: &mut Filters, field: FacetField) -> &mut Vec<String> {
    match field {
        FacetField::Kind => &mut filters.kind,
        FacetField::Level => &mut filters.level,
        FacetField::Area => &mut filters.area,
        FacetField::Activity => &mut filters.activity,
        FacetField::Subject => &mut filters.subject,
        FacetField::LegalForm => &mut filters.legal_form,
        FacetField::Status => &mut filters.status,
        FacetField::Confirmed => &mut filters.confirmed,
        FacetField::Country => &mut filters.country,
    }
}

fn matches(organization: &OrganizationDocument, filters: &Filters, except: Option<FacetField>) -> bool {
    FACETS.into_iter().filter(|field| Some(*field) != except).all(|field| {
        let wanted = filter(&mut filters.clone(), field).clone();
        wanted.is_empty() || wanted.iter().any(|value| values(organization, field).contains(value))
    })
}

fn random_filters(dice: &mut Dice) -> Filters {
    Filters {
        kind: dice.some(&KINDS, 2),
        subject: dice.some(&SUBJECTS, 2),
        area: dice.some(&["01", "11", "012", "999"], 1),
        status: dice.some(&["active"], 1),
        legal_form: dice.some(&["ob"], 1),
        ..Filters::default()
    }
}

pub async fn totals_and_facets_equal_counting_by_hand(index: &dyn SearchIndex) {
    let organizations = world(400);
    fill(index, &organizations).await;
    let mut dice = Dice(11);
    for _ in 0..40 {
        let filters = random_filters(&mut dice);
        let request =
            SearchRequest { filters: filters.clone(), facets: FACETS.to_vec(), ..SearchRequest::default() };
        let page = index.search(request).await.unwrap();
        let total = organizations.iter().filter(|organization| matches(organization, &filters, None)).count();
        assert_eq!(page.total, total as u64, "{filters:?}");
        assert!(page.hits.is_empty() && page.next.is_none());
        for field in FACETS {
            let mut expected: BTreeMap<String, u64> = BTreeMap::new();
            for organization in organizations.iter().filter(|one| matches(one, &filters, Some(field))) {
                for value in values(organization, field) {
                    *expected.entry(value).or_default() += 1;
                }
            }
            let counted = &page.facets[&field];
            assert!(counted.is_sorted_by_key(|one| (std::cmp::Reverse(one.count), one.value.clone())));
            let counted: BTreeMap<String, u64> =
                counted.iter().map(|one| (one.value.clone(), one.count)).collect();
            assert_eq!(counted, expected, "{field:?} under {filters:?}");
        }
    }
}

pub async fn the_parts_of_a_partition_add_up(index: &dyn SearchIndex) {
    fill(index, &world(300)).await;
    let all = index
        .search(SearchRequest { facets: vec![FacetField::Kind], ..SearchRequest::default() })
        .await
        .unwrap();
    assert_eq!(all.facets[&FacetField::Kind].iter().map(|one| one.count).sum::<u64>(), all.total);
    let mut sum = 0;
    for has_bin in [true, false] {
        let filters = Filters { has_bin: Some(has_bin), ..Filters::default() };
        sum += index.search(SearchRequest { filters, ..SearchRequest::default() }).await.unwrap().total;
    }
    assert_eq!(sum, all.total);
}

pub async fn host_parent_and_bin_filter(index: &dyn SearchIndex) {
    let organizations = world(300);
    fill(index, &organizations).await;
    let one = organizations.iter().find(|one| one.host.is_some() && one.bin.is_some()).unwrap();
    let host = Filters { host: one.host.clone().into_iter().collect(), ..Filters::default() };
    let bin = Filters { bin: one.bin.clone().into_iter().collect(), ..Filters::default() };
    let parent = Filters { parent: vec!["org-0001".to_owned()], ..Filters::default() };
    let expected = [
        organizations.iter().filter(|other| other.host == one.host).count(),
        1,
        organizations.iter().filter(|other| other.parents.contains(&"org-0001".to_owned())).count(),
    ];
    for (filters, expected) in [host, bin, parent].into_iter().zip(expected) {
        let page = index.search(SearchRequest { filters, ..SearchRequest::default() }).await.unwrap();
        assert_eq!(page.total, expected as u64);
    }
}

async fn all_pages(index: &dyn SearchIndex, mut request: SearchRequest) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        let page = index.search(request.clone()).await.unwrap();
        assert!(page.hits.len() <= request.limit);
        all.extend(ids(&page));
        match page.next {
            Some(next) => request.cursor = Some(next),
            None => return all,
        }
    }
}

pub async fn pages_follow_each_other_to_the_end_in_every_order(index: &dyn SearchIndex) {
    let organizations = world(200);
    fill(index, &organizations).await;
    for query in [None, Some("мектеп".to_owned())] {
        for sort in SORTS {
            let request =
                SearchRequest { query: query.clone(), sort, limit: 1000, ..SearchRequest::default() };
            let whole = all_pages(index, request.clone()).await;
            assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), organizations.len());
            for limit in [9, 70, 200] {
                assert_eq!(
                    all_pages(index, SearchRequest { limit, ..request.clone() }).await,
                    whole,
                    "{sort:?}"
                );
            }
        }
    }
}

pub async fn orders_are_what_they_say(index: &dyn SearchIndex) {
    let organizations = world(200);
    fill(index, &organizations).await;
    let of = |id: &str| organizations.iter().find(|one| one.id == id).unwrap();
    let list =
        async |sort| all_pages(index, SearchRequest { sort, limit: 50, ..SearchRequest::default() }).await;

    let by_updated = list(Sort::Updated).await;
    assert!(by_updated.is_sorted_by_key(|id| (-of(id).updated_at, id.clone())));
    let by_kazakh = list(Sort::NameKk).await;
    assert!(by_kazakh.is_sorted_by_key(|id| (collation_key(&of(id).names[0].value), id.clone())));
    let by_russian = list(Sort::NameRu).await;
    assert!(
        by_russian.is_sorted_by_key(|id| (collation_key(&of(id).names.last().unwrap().value), id.clone()))
    );
    assert_eq!(list(Sort::Relevance).await, by_kazakh);
}

pub async fn keyed_pages_miss_nothing_while_others_write(index: &dyn SearchIndex) {
    let organizations = world(120);
    fill(index, &organizations).await;
    for sort in [Sort::NameKk, Sort::NameRu, Sort::NameEn, Sort::Updated] {
        let mut request = SearchRequest { sort, limit: 9, ..SearchRequest::default() };
        let mut seen = Vec::new();
        for number in 0.. {
            let page = index.search(request.clone()).await.unwrap();
            assert!(!page.changed_since_cursor);
            seen.extend(ids(&page).into_iter().filter(|id| id.starts_with("org-")));
            let Some(next) = page.next else { break };
            request.cursor = Some(next);
            let mut dice = Dice(number);
            let added = OrganizationDocument {
                id: format!("new-{sort:?}-{number}"),
                ..organization(usize::try_from(number).unwrap(), &mut dice)
            };
            let rewritten = organizations[usize::try_from(number).unwrap() % 120].clone();
            index.apply(vec![put(added), put(rewritten)], at(page.seq + 1)).await.unwrap();
        }
        let distinct: BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len(), distinct.len()), (organizations.len(), organizations.len()), "{sort:?}");
    }
}

pub async fn a_relevance_cursor_says_when_the_index_changed(index: &dyn SearchIndex) {
    fill(index, &world(60)).await;
    let mut request =
        SearchRequest { query: Some("мектеп".to_owned()), limit: 5, ..SearchRequest::default() };
    let page = index.search(request.clone()).await.unwrap();
    request.cursor = page.next;
    assert!(!index.search(request.clone()).await.unwrap().changed_since_cursor);
    index.apply(vec![put(named("x", "Мектеп"))], at(99)).await.unwrap();
    let changed = index.search(request).await.unwrap();
    assert!(changed.changed_since_cursor);
    assert_eq!(changed.seq, 99);
}

pub async fn a_cursor_serves_its_own_request_only(index: &dyn SearchIndex) {
    fill(index, &world(60)).await;
    let request = SearchRequest { limit: 5, ..SearchRequest::default() };
    let cursor = index.search(request.clone()).await.unwrap().next;
    assert!(cursor.is_some());
    let own = SearchRequest {
        cursor: cursor.clone(),
        limit: 17,
        facets: vec![FacetField::Kind],
        ..request.clone()
    };
    assert!(index.search(own).await.is_ok());

    let other_filter = Filters { kind: vec!["union".to_owned()], ..Filters::default() };
    let others = [
        SearchRequest { cursor: cursor.clone(), filters: other_filter, ..request.clone() },
        SearchRequest { cursor: cursor.clone(), sort: Sort::Updated, ..request.clone() },
        SearchRequest { cursor, query: Some("мектеп".to_owned()), ..request.clone() },
        SearchRequest { cursor: Some(Cursor(String::new())), ..request.clone() },
        SearchRequest { cursor: Some(Cursor("мектеп\0%%".to_owned())), ..request },
    ];
    for other in others {
        assert!(matches!(index.search(other).await, Err(SearchError::InvalidCursor)));
    }
}
