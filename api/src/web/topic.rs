//! Activities and subjects: what each covers, where there are bodies for it, the first of them.

use std::sync::Arc;

use askama::Template;
use birlik_entity::code;
use birlik_search::{FacetCount, FacetField, Filters, Sort};
use poem::web::{Data, Path};
use poem::{Request, Response, handler};

use super::area::Bar;
use super::figures::share;
use super::item::Item;
use super::locale::PageLang;
use super::page::{CachePolicy, Frame, Page, PageError, answer};
use super::record::Link;
use super::{address, format, labels};
use crate::app::App;
use crate::areas::AreaTree;
use crate::organizations::{ListPage, ListRequest};

/// Bodies shown.
const FIRST: usize = 10;

/// What a topic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// What a body does.
    Activity,
    /// The school subject that it is for.
    Subject,
}

impl Topic {
    /// The list of its codes, which is also the parameter of the list of organizations.
    fn list(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Subject => "subject",
        }
    }

    /// Its folder in the address, which is also how its texts begin.
    fn folder(self) -> &'static str {
        match self {
            Self::Activity => "activities",
            Self::Subject => "subjects",
        }
    }

    fn facet(self) -> FacetField {
        match self {
            Self::Activity => FacetField::Activity,
            Self::Subject => FacetField::Subject,
        }
    }

    fn filters(self, code: &str) -> Filters {
        let codes = vec![code.to_owned()];
        match self {
            Self::Activity => Filters { activity: codes, ..Filters::default() },
            Self::Subject => Filters { subject: codes, ..Filters::default() },
        }
    }
}

/// The page of one topic.
#[derive(Template)]
#[template(path = "topic.html", whitespace = "minimize")]
pub struct TopicPage {
    f: Frame,
    folder: &'static str,
    name: String,
    total: u64,
    kinds: Vec<Bar>,
    regions: Vec<Bar>,
    everywhere: String,
    items: Vec<Item>,
    list: String,
    others: Vec<Link>,
}

impl Page for TopicPage {
    const CACHE: CachePolicy = CachePolicy::Minute;
}

/// The page of all topics of a sort.
#[derive(Template)]
#[template(path = "topics.html", whitespace = "minimize")]
pub struct TopicIndex {
    f: Frame,
    folder: &'static str,
    bars: Vec<Bar>,
}

impl Page for TopicIndex {
    const CACHE: CachePolicy = CachePolicy::Minute;
}

/// Shows all activities.
#[handler]
pub async fn activities(request: &Request, app: Data<&Arc<App>>) -> Response {
    answer(request, build_index(request, app.0, Topic::Activity).await)
}

/// Shows all subjects.
#[handler]
pub async fn subjects(request: &Request, app: Data<&Arc<App>>) -> Response {
    answer(request, build_index(request, app.0, Topic::Subject).await)
}

/// Shows one activity.
#[handler]
pub async fn activity(request: &Request, Path(code): Path<String>, app: Data<&Arc<App>>) -> Response {
    answer(request, build(request, app.0, Topic::Activity, &code).await)
}

/// Shows one subject.
#[handler]
pub async fn subject(request: &Request, Path(code): Path<String>, app: Data<&Arc<App>>) -> Response {
    answer(request, build(request, app.0, Topic::Subject, &code).await)
}

async fn build_index(request: &Request, app: &App, topic: Topic) -> Result<TopicIndex, PageError> {
    let all = ListRequest { limit: 0, facets: vec![topic.facet()], ..ListRequest::default() };
    let result = app.organizations.list(all).await.map_err(PageError::failed)?;
    let counts = result.facets.get(&topic.facet()).cloned().unwrap_or_default();
    Ok(TopicIndex::new(Frame::of(request, app), topic, &counts))
}

async fn build(request: &Request, app: &App, topic: Topic, code: &str) -> Result<TopicPage, PageError> {
    code::entry(topic.list(), code).ok_or(PageError::NotFound)?;
    let frame = Frame::of(request, app);
    let sort = match frame.lang {
        PageLang::Kk => Sort::NameKk,
        PageLang::Ru => Sort::NameRu,
        PageLang::En => Sort::NameEn,
    };
    let found = app
        .organizations
        .list(ListRequest {
            filters: topic.filters(code),
            sort,
            limit: FIRST,
            facets: vec![FacetField::Kind, FacetField::Area],
            ..ListRequest::default()
        })
        .await
        .map_err(PageError::failed)?;
    Ok(TopicPage::new(frame, topic, code, &found, &app.areas.tree()))
}

impl TopicIndex {
    /// The page of these counts.
    pub fn new(frame: Frame, topic: Topic, counts: &[FacetCount]) -> Self {
        let folder = topic.folder();
        let (title, description) =
            (frame.t(&format!("{folder}-title")), frame.t(&format!("{folder}-description")));
        let frame = frame.titled(title, description);
        let most = counts.iter().map(|count| count.count).max().unwrap_or_default();
        let bars = code::entries(topic.list())
            .map(|entry| {
                let count =
                    counts.iter().find(|count| count.value == entry.code).map_or(0, |count| count.count);
                Bar {
                    name: format::capitalized(entry.label(frame.lang.as_str())),
                    count: format::number(count),
                    percent: format!("{:.1}%", 100.0 * share(count, most)),
                    href: frame.link(&format!("/{folder}/{}", entry.code)),
                }
            })
            .collect();
        Self { folder, bars, f: frame }
    }
}

impl TopicPage {
    /// The page of a topic and its bodies.
    pub fn new(frame: Frame, topic: Topic, code: &str, found: &ListPage, tree: &AreaTree) -> Self {
        let lang = frame.lang;
        let folder = topic.folder();
        let name = labels::heading(topic.list(), code, lang);
        let description =
            frame.t2(&format!("{folder}-one-description"), "name", &name, "n", format::number(found.total));
        let frame = frame.titled(name.clone(), description);
        let counts = |field: FacetField| found.facets.get(&field).map_or(&[][..], Vec::as_slice);
        let listed = |field: &str, value: &str| {
            format!(
                "{}{}",
                frame.link("/organizations"),
                address::query([(field, value), (topic.list(), code)])
            )
        };
        let kinds = bars(counts(FacetField::Kind).iter().map(|count| {
            (labels::heading("kind", &count.value, lang), count.count, listed("kind", &count.value))
        }));
        let regions: Vec<(String, u64, String)> = tree
            .regions()
            .filter_map(|region| {
                let count =
                    counts(FacetField::Area).iter().find(|count| count.value == region.kato.as_str())?.count;
                (count > 0).then(|| {
                    (region.name(lang.as_str()).to_owned(), count, listed("area", region.kato.as_str()))
                })
            })
            .collect();
        let placed: u64 = regions.iter().map(|(_, count, _)| *count).sum();
        let everywhere = found.total.saturating_sub(placed);
        let others = code::entries(topic.list())
            .filter(|entry| entry.code != code)
            .map(|entry| Link {
                href: frame.link(&format!("/{folder}/{}", entry.code)),
                text: entry.label(lang.as_str()).to_owned(),
            })
            .collect();
        Self {
            folder,
            total: found.total,
            kinds,
            regions: bars(regions.into_iter()),
            everywhere: if everywhere == 0 { String::new() } else { format::number(everywhere) },
            items: Item::all(&found.items, &frame, tree),
            list: format!("{}{}", frame.link("/organizations"), address::query([(topic.list(), code)])),
            others,
            name,
            f: frame,
        }
    }
}

/// Bars of numbers, the longest first.
pub fn bars(counts: impl Iterator<Item = (String, u64, String)>) -> Vec<Bar> {
    let mut counts: Vec<(String, u64, String)> = counts.collect();
    counts.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    let most = counts.first().map_or(0, |(_, count, _)| *count);
    counts
        .into_iter()
        .map(|(name, count, href)| Bar {
            name,
            count: format::number(count),
            percent: format!("{:.1}%", 100.0 * share(count, most)),
            href,
        })
        .collect()
}
