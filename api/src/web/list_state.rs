//! What a list shows, as its address says it: words, filters, order, place.
//!
//! Every state of the list has an address, so a facet is a link that differs in one value. What the
//! address holds beyond that is ignored; a filter that cannot be is left out and reported.

use std::collections::BTreeMap;

use birlik_entity::{Bin, Country, InstitutionId, KatoCode, OrganizationId, code};
use birlik_search::{Filters, Sort};

use super::address;
use super::locale::PageLang;
use crate::areas::AreaTree;

/// The fields that filter, in the order of the address.
pub const FIELDS: [&str; 12] = [
    "kind",
    "level",
    "area",
    "subject",
    "activity",
    "legal_form",
    "status",
    "confirmed",
    "host",
    "parent",
    "country",
    "bin",
];

/// How many values of one field are taken; more would be no person's doing.
const MOST_VALUES: usize = 40;

/// How many letters of what was typed are taken.
const MOST_LETTERS: usize = 200;

/// An order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By relevance where there are words, else by name.
    Usual,
    /// By name in the page's language.
    Name,
    /// Last changed first.
    Updated,
}

impl Order {
    /// The value of the parameter; empty for the usual order.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::Name => "name",
            Self::Updated => "updated",
        }
    }
}

/// The state of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListState {
    /// What was typed; empty for nothing.
    pub q: String,
    /// The filters: field and value, in the order of [`FIELDS`].
    pub values: Vec<(&'static str, String)>,
    /// With a BIN, without, or both.
    pub has_bin: Option<bool>,
    /// True to search for the words exactly as typed.
    pub literal: bool,
    /// The order.
    pub order: Order,
    /// Where the page starts.
    pub cursor: Option<String>,
    /// Which entry of the result is the first here, from 1.
    pub from: u64,
    /// Filters that were left out: field and value.
    pub ignored: Vec<(String, String)>,
}

impl ListState {
    /// Reads the pairs of an address.
    pub fn read(pairs: &[(String, String)], tree: &AreaTree) -> Self {
        let mut by_field: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let mut state = Self {
            q: String::new(),
            values: Vec::new(),
            has_bin: None,
            literal: false,
            order: Order::Usual,
            cursor: None,
            from: 1,
            ignored: Vec::new(),
        };
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            if let Some(at) = FIELDS.iter().position(|field| *field == name) {
                let values = by_field.entry(at).or_default();
                match canonical(FIELDS[at], value, tree) {
                    Some(right) if values.contains(&right) || values.len() == MOST_VALUES => {}
                    Some(right) => values.push(right),
                    None if state.ignored.len() < MOST_VALUES => {
                        state.ignored.push((name.clone(), value.chars().take(MOST_LETTERS).collect()));
                    }
                    None => {}
                }
                continue;
            }
            match name.as_str() {
                "q" => state.q = value.chars().take(MOST_LETTERS).collect(),
                "has_bin" => match value {
                    "true" => state.has_bin = Some(true),
                    "false" => state.has_bin = Some(false),
                    other => state.ignored.push((name.clone(), other.chars().take(MOST_LETTERS).collect())),
                },
                "literal" => state.literal = value == "true",
                "sort" => {
                    state.order = match value {
                        "name" | "name_kk" | "name_ru" | "name_en" => Order::Name,
                        "updated" => Order::Updated,
                        _ => Order::Usual,
                    }
                }
                "cursor" => state.cursor = Some(value.to_owned()),
                "from" => state.from = value.parse().unwrap_or(1).max(1),
                _ => {}
            }
        }
        for (at, values) in by_field {
            state.values.extend(values.into_iter().map(|value| (FIELDS[at], value)));
        }
        if state.cursor.is_none() {
            state.from = 1;
        }
        state
    }

    /// The values of a field.
    pub fn of(&self, field: &str) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |(name, _)| *name == field).map(|(_, value)| value.as_str())
    }

    /// True where a field has this value.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.of(field).any(|own| own == value)
    }

    /// True where more than one thing narrows or orders the list, or it is not its first page.
    pub fn is_one_of_many(&self) -> bool {
        self.cursor.is_some()
            || self.order != Order::Usual
            || usize::from(!self.q.is_empty()) + self.values.len() + usize::from(self.has_bin.is_some()) > 1
    }

    /// The filters as the search knows them.
    pub fn filters(&self) -> Filters {
        let of = |field: &str| self.of(field).map(str::to_owned).collect();
        Filters {
            kind: of("kind"),
            level: of("level"),
            area: of("area"),
            activity: of("activity"),
            subject: of("subject"),
            legal_form: of("legal_form"),
            status: of("status"),
            host: of("host"),
            parent: of("parent"),
            confirmed: of("confirmed"),
            country: of("country"),
            bin: of("bin"),
            has_bin: self.has_bin,
        }
    }

    /// The order as the search knows it.
    pub fn sort(&self, lang: PageLang) -> Sort {
        let by_name = match lang {
            PageLang::Kk => Sort::NameKk,
            PageLang::Ru => Sort::NameRu,
            PageLang::En => Sort::NameEn,
        };
        match self.order {
            Order::Updated => Sort::Updated,
            Order::Name => by_name,
            Order::Usual if self.q.is_empty() => by_name,
            Order::Usual => Sort::Relevance,
        }
    }

    /// The query string of this state from its first page, with its question mark.
    pub fn query(&self) -> String {
        address::query(self.pairs().chain(self.order_pair()))
    }

    /// The query string that selects the same at the API.
    pub fn api_query(&self) -> String {
        address::query(self.pairs())
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let q = Some(("q", self.q.as_str())).filter(|(_, q)| !q.is_empty());
        let literal = (self.literal && !self.q.is_empty()).then_some(("literal", "true"));
        let has_bin = self.has_bin.map(|has_bin| ("has_bin", if has_bin { "true" } else { "false" }));
        q.into_iter()
            .chain(literal)
            .chain(self.values.iter().map(|(field, value)| (*field, value.as_str())))
            .chain(has_bin)
    }

    fn order_pair(&self) -> Option<(&str, &str)> {
        Some(("sort", self.order.as_str())).filter(|(_, order)| !order.is_empty())
    }

    fn changed(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut other = self.clone();
        change(&mut other);
        other.query()
    }

    /// The address that searches for the same words exactly as typed, or as usual.
    pub fn with_literal(&self, literal: bool) -> String {
        self.changed(|state| state.literal = literal)
    }

    /// The address that searches for other words.
    pub fn with_words(&self, words: &str) -> String {
        self.changed(|state| {
            words.clone_into(&mut state.q);
            state.literal = false;
        })
    }

    /// The address with a value added, or taken away where it is there.
    pub fn toggled(&self, field: &'static str, value: &str) -> String {
        self.changed(|state| {
            if state.has(field, value) {
                state.values.retain(|(name, own)| *name != field || own != value);
            } else {
                state.values.push((field, value.to_owned()));
            }
        })
    }

    /// The address with the values of a field replaced by one.
    pub fn only(&self, field: &'static str, value: &str) -> String {
        self.changed(|state| {
            state.values.retain(|(name, _)| *name != field);
            state.values.push((field, value.to_owned()));
        })
    }

    /// The address without words.
    pub fn without_words(&self) -> String {
        self.changed(|state| state.q.clear())
    }

    /// The address with the words alone.
    pub fn words_only(&self) -> String {
        self.changed(|state| {
            state.values.clear();
            state.has_bin = None;
        })
    }

    /// The address with another choice about the BIN; the same choice again takes it away.
    pub fn with_bin(&self, has_bin: bool) -> String {
        self.changed(|state| {
            state.has_bin = if state.has_bin == Some(has_bin) { None } else { Some(has_bin) }
        })
    }

    /// The address in another order.
    pub fn ordered(&self, order: Order) -> String {
        self.changed(|state| state.order = order)
    }

    /// The address of the page that starts at a cursor, whose first entry is number `from`.
    pub fn page(&self, cursor: &str, from: u64) -> String {
        let from = from.to_string();
        address::query(
            self.pairs().chain(self.order_pair()).chain([("cursor", cursor), ("from", from.as_str())]),
        )
    }
}

/// The value of a field as the registry writes it; `None` where there is no such value.
fn canonical(field: &str, value: &str, tree: &AreaTree) -> Option<String> {
    let of_list = |list: &str| code::entry(list, value).map(|entry| entry.code.clone());
    match field {
        "area" => value
            .parse::<KatoCode>()
            .ok()
            .filter(|kato| tree.get(kato).is_some())
            .map(|kato| kato.to_string()),
        "host" => value.parse::<InstitutionId>().ok().map(|id| id.to_string()),
        "parent" => value.parse::<OrganizationId>().ok().map(|id| id.to_string()),
        "country" => value.parse::<Country>().ok().map(|country| country.to_string()),
        "bin" => value.parse::<Bin>().ok().map(|bin| bin.to_string()),
        "confirmed" => of_list("confirmed_level"),
        list => of_list(list),
    }
}
