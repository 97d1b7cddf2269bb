//! Takes a name apart: legal form, area, host, kind, subjects, the body's own name, what it is for.
//!
//! Every word of the cell gets one role. What tells the roles apart is what the lexicon knows, quotes
//! and commas, and the order that Russian and Kazakh names have: «form — own name — purpose, area» and
//! «own name — purpose — form, area». What no table knows is the own name.

use std::ops::Range;
use std::sync::Arc;

use super::facts::NameLang;
use super::lexicon::{Lexicon, Sense};
use crate::text::thesaurus::is_stop_word;
use crate::text::tokens::{Forms, Token};

/// The role of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Free,
    Form,
    Place,
    Host,
    HostName,
    Kind,
    Subject,
    Stop,
}

/// Places that some words name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedPlace {
    pub(crate) words: Range<usize>,
    pub(crate) katos: Vec<String>,
}

/// A name taken apart.
#[derive(Debug, Clone)]
pub(crate) struct ParsedName {
    pub(crate) text: String,
    pub(crate) tokens: Vec<Token>,
    pub(crate) roles: Vec<Role>,
    pub(crate) senses: Vec<Sense>,
    pub(crate) lang: NameLang,
    /// How clearly the words tell the language.
    pub(crate) is_lang_sure: bool,
    pub(crate) legal_forms: Vec<String>,
    pub(crate) places: Vec<NamedPlace>,
    pub(crate) kind: Option<String>,
    pub(crate) association: Option<String>,
    pub(crate) subjects: Vec<String>,
    /// Whom a methodical association of no subject brings together: `role/class_teacher`.
    pub(crate) members: Option<String>,
    pub(crate) is_branch: bool,
    pub(crate) host_number: Option<String>,
    pub(crate) host_types: Vec<String>,
    pub(crate) host_name: Vec<usize>,
    /// Places of the words of the own name.
    pub(crate) own: Vec<usize>,
    pub(crate) purpose: Vec<usize>,
    pub(crate) is_quoted: bool,
    /// Quotes stand around the whole name: what has no own name in them has none.
    pub(crate) is_whole: bool,
    segments: Vec<Range<usize>>,
    segment_of: Vec<usize>,
    quoted: Vec<bool>,
}

/// Kinds that a name states, whatever else it holds.
const STATED_KINDS: [&str; 10] = [
    "methodical_association",
    "parent_committee",
    "board_of_trustees",
    "school_council",
    "pedagogical_council",
    "methodical_council",
    "coordination_council",
    "trade_union",
    "union_association",
    "parents_meeting",
];

/// Whom a methodical association brings together.
const MEMBERS: [&str; 4] = ["role/teacher", "role/class_teacher", "role/educator", "role/psychologist"];

impl ParsedName {
    /// Takes a name apart. The tokens are those of the text, corrected; `column` is the language that
    /// the column promises.
    pub(crate) fn of(text: &str, tokens: Vec<Token>, lexicon: &Lexicon, column: NameLang) -> ParsedName {
        let senses = lexicon.senses(&tokens);
        let count = tokens.len();
        let mut name = ParsedName {
            text: text.to_owned(),
            roles: vec![Role::Free; count],
            senses,
            lang: column,
            is_lang_sure: false,
            legal_forms: Vec::new(),
            places: Vec::new(),
            kind: None,
            association: None,
            subjects: Vec::new(),
            is_branch: false,
            host_number: None,
            host_types: Vec::new(),
            host_name: Vec::new(),
            own: Vec::new(),
            purpose: Vec::new(),
            members: None,
            is_quoted: false,
            is_whole: false,
            segments: Vec::new(),
            segment_of: Vec::new(),
            quoted: Vec::new(),
            tokens,
        };
        name.split();
        name.open_long_quotes(lexicon);
        name.find_places(lexicon);
        name.find_kind(lexicon);
        name.find_form(lexicon);
        name.find_host();
        name.guess_kind(lexicon);
        name.find_subjects();
        name.mark_stops();
        name.find_lang(lexicon);
        name.find_own();
        name
    }

    /// Quotes and commas.
    fn split(&mut self) {
        let closing = |c: char| matches!(c, '»' | '”');
        let (opened, closed) = (self.text.matches(['«', '„']).count(), self.text.matches(closing).count());
        let last = if opened > closed { self.text.rfind(closing) } else { None };
        let mut depth = 0usize;
        let mut begin = 0;
        let mut before = ' ';
        let mut inner = Vec::new();
        let mut at = self.text.char_indices().peekable();
        for (place, token) in self.tokens.iter().enumerate() {
            while let Some((offset, c)) = at.next_if(|(offset, _)| *offset < token.start) {
                let is_before_word =
                    at.peek().is_some_and(|(_, next)| next.is_alphanumeric() || matches!(next, '"' | '«'));
                match c {
                    '«' | '„' => depth += 1,
                    '“' if is_before_word && !before.is_alphanumeric() => depth += 1,
                    // Quotes in quotes are often closed once.
                    '»' | '”' if Some(offset) == last => depth = 0,
                    '»' | '”' | '“' => depth = depth.saturating_sub(1),
                    // A straight quote opens before a word and closes behind one.
                    '"' if is_before_word
                        && (before.is_whitespace() || matches!(before, '(' | '"' | '«')) =>
                    {
                        depth += 1;
                    }
                    '"' if depth == 0 => depth = 1,
                    '"' => depth -= 1,
                    ',' | ';' | '(' | ')' if depth == 0 && place > begin => {
                        self.segments.push(begin..place);
                        begin = place;
                    }
                    _ => {}
                }
                before = c;
            }
            before = self.text[..token.end].chars().next_back().unwrap_or(' ');
            while at.next_if(|(offset, _)| *offset < token.end).is_some() {}
            self.quoted.push(depth > 0);
            inner.push(depth > 1);
            self.segment_of.push(self.segments.len());
        }
        self.segments.push(begin..self.tokens.len());
        // «Союз педагогов «Алтын бесік»: the inner quotes hold the own name.
        if inner.contains(&true) {
            self.quoted = inner;
        }
    }

    /// Quotes around all but the legal form and the place tell nothing: «Ассоциация учителей химии» ҚБ.
    fn open_long_quotes(&mut self, lexicon: &Lexicon) {
        const LEAST: usize = 4;
        if self.quoted.iter().filter(|quoted| **quoted).count() < LEAST {
            return;
        }
        let is_around = |word: usize| {
            self.is_inside(word, "legal_form/", 1)
                || self.is_inside(word, "place/", 1)
                || !lexicon.legal_forms_of(&self.tokens[word].forms.exact).is_empty()
        };
        let words = 0..self.tokens.len();
        let first = self.segment_of.first().copied();
        let is_bare = words
            .filter(|word| !self.quoted[*word])
            .all(|word| is_around(word) || Some(self.segment_of[word]) != first && !self.quoted[0]);
        if is_bare {
            self.is_whole = true;
            self.quoted.fill(false);
        }
    }

    fn find_places(&mut self, lexicon: &Lexicon) {
        // A comma ends a name: «Талас ауданы, Жамбыл Жабаев атындағы» is not in a district of Zhambyl.
        let segments = self.segments.clone();
        let places = segments.iter().filter(|segment| !segment.is_empty()).flat_map(|segment| {
            lexicon.places(&self.tokens[segment.clone()]).into_iter().map(|mut place| {
                place.words = place.words.start + segment.start..place.words.end + segment.start;
                place
            })
        });
        for place in places.collect::<Vec<_>>() {
            if place.confidence < 1.0 || place.words.clone().any(|word| self.quoted[word]) {
                continue;
            }
            match self.places.iter_mut().find(|known| overlap(&known.words, &place.words)) {
                Some(known) if known.words == place.words => known.katos.push(place.kato),
                Some(known) if known.words.len() < place.words.len() => {
                    *known = NamedPlace { words: place.words, katos: vec![place.kato] };
                }
                Some(_) => {}
                None => self.places.push(NamedPlace { words: place.words, katos: vec![place.kato] }),
            }
        }
        for place in &self.places {
            self.roles[place.words.clone()].fill(Role::Place);
        }
        self.find_spoilt_places(lexicon);
    }

    /// A part between commas that names a place with slips: «Түроістан облрсы».
    fn find_spoilt_places(&mut self, lexicon: &Lexicon) {
        const MOST: usize = 4;
        if self.segments.len() < 2 {
            return;
        }
        for segment in self.segments.clone() {
            let is_other = segment.is_empty()
                || segment.len() > MOST
                || segment.clone().any(|word| {
                    self.roles[word] == Role::Place || self.quoted[word] || self.tokens[word].forms.is_number
                });
            let level = self.senses.iter().find_map(|sense| {
                let is_here = segment.contains(&sense.start) && sense.end <= segment.end;
                match sense.code.as_str() {
                    "place/region" if is_here => Some(1),
                    "place/district" | "place/city" if is_here => Some(2),
                    _ => None,
                }
            });
            let Some(level) = level.filter(|_| !is_other) else { continue };
            self.roles[segment.clone()].fill(Role::Place);
            let found = lexicon.places(&self.tokens[segment.clone()]);
            let katos: Vec<String> = found
                .into_iter()
                .map(|place| place.kato)
                .filter(|kato| {
                    let depth = lexicon.chain(kato).len();
                    if level == 1 { depth == 1 } else { depth > 1 }
                })
                .collect();
            if !katos.is_empty() {
                self.places.push(NamedPlace { words: segment, katos });
            }
        }
    }

    fn find_form(&mut self, lexicon: &Lexicon) {
        let mut sure: Vec<String> = Vec::new();
        for sense in &self.senses {
            let Some(code) = sense.code.strip_prefix("legal_form/") else { continue };
            let words = sense.start..sense.end;
            let is_short = words.len() == 1 && self.tokens[sense.start].forms.exact.chars().count() <= 5;
            if is_short || self.roles[words.clone()].contains(&Role::Place) {
                continue;
            }
            if matches!(code, "branch" | "representative_office") {
                self.is_branch = true;
                continue;
            }
            // «Попечительский совет общественного объединения» names its host's form.
            self.roles[words].fill(Role::Form);
            if !sure.iter().any(|known| known == code) {
                sure.push(code.to_owned());
            }
        }
        if sure.iter().any(|form| form == "republican_public_association") {
            sure.retain(|form| form != "public_association");
        }
        if sure.iter().any(|form| form == "noncommercial_jsc") {
            sure.retain(|form| form == "noncommercial_jsc");
        }
        for (place, token) in self.tokens.iter().enumerate() {
            let forms = lexicon.legal_forms_of(&token.forms.exact);
            if forms.is_empty() || self.roles[place] != Role::Free || self.quoted[place] {
                continue;
            }
            self.roles[place] = Role::Form;
            if sure.is_empty() {
                sure = forms.to_vec();
            }
        }
        self.legal_forms = sure;
    }

    fn find_kind(&mut self, lexicon: &Lexicon) {
        let mut best: Option<(usize, usize)> = None;
        for (place, sense) in self.senses.iter().enumerate() {
            let Some(code) = sense.code.strip_prefix("kind/") else { continue };
            if matches!(code, "teacher_association" | "parent_association") {
                self.association.get_or_insert_with(|| code.to_owned());
            }
            if !STATED_KINDS.contains(&code) {
                continue;
            }
            let is_short =
                sense.end - sense.start == 1 && self.tokens[sense.start].forms.exact.chars().count() <= 3;
            // Whole phrases before abbreviations, longer before shorter.
            let weight = if is_short { 0 } else { 1 + sense.end - sense.start };
            if best.is_none_or(|(_, known)| weight > known) {
                best = Some((place, weight));
            }
        }
        let Some((place, weight)) = best else { return };
        let sense = self.senses[place].clone();
        if weight == 0 && !self.may_be_kind(&sense, lexicon) {
            return;
        }
        self.kind = sense.code.strip_prefix("kind/").map(str::to_owned);
        for word in sense.start..sense.end {
            self.roles[word] = Role::Kind;
        }
    }

    /// An abbreviation such as ПС or МО tells the kind only in its own letters and where a school is
    /// near, or a subject for those of teachers; never where it abbreviates a legal form.
    fn may_be_kind(&self, sense: &Sense, lexicon: &Lexicon) -> bool {
        let exact = &self.tokens[sense.start].forms.exact;
        let is_near = |list: &str| {
            self.senses.iter().any(|other| {
                other.start != sense.start
                    && other.code.starts_with(list)
                    && !self.is_inside(other.start, "activity/", 2)
            })
        };
        let has_members = is_near("subject/") || MEMBERS.iter().any(|role| is_near(role));
        let is_methodical = sense.code == "kind/methodical_association";
        !self.quoted[sense.start]
            && lexicon.is_short_kind(exact, is_near("school/") || is_methodical && has_members)
            && lexicon.legal_forms_of(exact).is_empty()
            && (self.text.contains('№') || is_near("school/") || is_methodical && has_members)
    }

    fn is_inside(&self, word: usize, list: &str, least: usize) -> bool {
        self.senses.iter().any(|sense| {
            sense.start <= word
                && word < sense.end
                && sense.end - sense.start >= least
                && sense.code.starts_with(list)
        })
    }

    fn find_host(&mut self) {
        let mut is_school = false;
        for sense in self.senses.clone() {
            let Some(code) = sense.code.strip_prefix("school/") else { continue };
            let words = sense.start..sense.end;
            let is_other = words.clone().any(|word| {
                self.is_inside(word, "activity/", 2) || matches!(self.roles[word], Role::Place | Role::Form)
            });
            if is_other {
                continue;
            }
            is_school = true;
            for word in words {
                if self.roles[word] == Role::Free {
                    self.roles[word] = Role::Host;
                }
            }
            if code != "school" && !self.host_types.iter().any(|known| known == code) {
                self.host_types.push(code.to_owned());
            }
        }
        for place in 0..self.tokens.len() {
            if !self.tokens[place].forms.is_number || self.roles[place] == Role::Place {
                continue;
            }
            if self.is_host_number(place) {
                self.roles[place] = Role::Host;
                self.host_number.get_or_insert_with(|| self.tokens[place].forms.plain.clone());
            }
        }
        if self.host_number.is_some()
            && !is_school
            && self.senses.iter().any(|sense| sense.code == "activity/preschool")
        {
            self.host_types.push("preschool".to_owned());
        }
        if is_school || self.kind.is_some() {
            self.find_host_name();
        }
        if is_school && self.kind.is_none() && self.host_number.is_none() && self.host_name.is_empty() {
            // «Школа молодого педагога» is no host.
            for role in &mut self.roles {
                if *role == Role::Host {
                    *role = Role::Free;
                }
            }
            self.host_types.clear();
        }
    }

    fn is_host_number(&self, place: usize) -> bool {
        let token = &self.tokens[place];
        let before = self.text[..token.start].trim_end();
        if before.ends_with('№')
            || before.ends_with(['N', '#'])
            || before.ends_with("No")
            || before.ends_with("no")
        {
            return true;
        }
        // «Болашақ-2» мектеп психологтары: a number in quotes is no number of what stands outside.
        let is_near_host = |at: Option<usize>| {
            at.is_some_and(|at| {
                self.roles.get(at) == Some(&Role::Host) && self.quoted.get(at) == self.quoted.get(place)
            })
        };
        let plain = &token.forms.plain;
        let is_year = plain.len() == 4 && (plain.starts_with("19") || plain.starts_with("20"));
        !is_year
            && token.forms.plain.len() <= 4
            && (is_near_host(place.checked_sub(1)) || is_near_host(Some(place + 1)))
    }

    /// «имени Мухтара Ауэзова» or «Мұхтар Әуезов атындағы», else the quoted name of the school.
    fn find_host_name(&mut self) {
        const MOST: usize = 3;
        let marker =
            self.senses.iter().find(|sense| sense.code == "name/named_after").map(|sense| sense.start);
        let mut words = Vec::new();
        if let Some(marker) = marker {
            let is_before = self.tokens[marker].forms.plain.starts_with("at");
            self.roles[marker] = Role::Host;
            let segment = self.segments[self.segment_of[marker]].clone();
            let may = |word: &usize| {
                self.roles[*word] == Role::Free
                    && !self.tokens[*word].forms.is_number
                    && segment.contains(word)
            };
            if is_before {
                words.extend((segment.start..marker).rev().take_while(may).take(MOST));
                words.reverse();
            } else {
                words.extend((marker + 1..segment.end).take_while(may).take(MOST));
            }
        } else if self.kind.is_some() {
            let quoted: Vec<usize> = (0..self.tokens.len()).filter(|word| self.quoted[*word]).collect();
            if quoted.iter().any(|word| self.roles[*word] == Role::Host) {
                words.extend(quoted.into_iter().filter(|word| self.roles[*word] == Role::Free));
            }
        }
        for word in &words {
            self.roles[*word] = Role::HostName;
        }
        self.host_name = words;
    }

    /// A body of a school whose kind was written with slips: «ата-аналар комиеті».
    fn guess_kind(&mut self, lexicon: &Lexicon) {
        let is_hosted = self.host_number.is_some() || !self.host_name.is_empty();
        if self.kind.is_some() || !is_hosted {
            return;
        }
        let free: Vec<usize> = (0..self.tokens.len())
            .filter(|word| self.roles[*word] == Role::Free && !self.quoted[*word])
            .collect();
        let words: Vec<&str> = free.iter().map(|word| self.tokens[*word].forms.plain.as_str()).collect();
        if let Some(kind) = lexicon.kind_meant(&words, |code| STATED_KINDS.contains(&code)) {
            self.kind = Some(kind.to_owned());
            // A subject may stand among these words.
            for word in free {
                if !self.is_inside(word, "subject/", 1) {
                    self.roles[word] = Role::Kind;
                }
            }
        }
    }

    fn find_subjects(&mut self) {
        let mut covered = vec![0usize; self.tokens.len()];
        let mut found: Vec<(usize, usize, String)> = Vec::new();
        for sense in &self.senses {
            let Some(code) = sense.code.strip_prefix("subject/") else { continue };
            let words = sense.start..sense.end;
            let is_taken =
                words.clone().any(|word| !matches!(self.roles[word], Role::Free) || self.quoted[word]);
            if !is_taken {
                found.push((sense.start, sense.end, code.to_owned()));
                for word in words {
                    covered[word] = covered[word].max(sense.end - sense.start);
                }
            }
        }
        for (start, end, code) in found {
            // A longer phrase that holds this one is meant instead.
            if (start..end).all(|word| covered[word] > end - start) {
                continue;
            }
            if !self.subjects.contains(&code) {
                self.subjects.push(code);
            }
            if self.kind.is_some() || self.association.is_some() {
                self.roles[start..end].fill(Role::Subject);
            }
        }
        if self.kind.as_deref() == Some("methodical_association") && self.subjects.is_empty() {
            let role = self.senses.iter().find(|sense| MEMBERS[1..].contains(&sense.code.as_str()));
            self.members = role.map(|sense| sense.code.clone());
        }
        // Teachers of a subject belong to it: «учителей химии».
        if self.kind.is_some() || self.association.is_some() {
            for word in 0..self.tokens.len() {
                let is_helper =
                    |code: &str| self.senses.iter().any(|sense| sense.start == word && sense.code == code);
                let is_subject = is_helper("thing/subject") || self.tokens[word].forms.plain == "pani";
                if self.roles[word] == Role::Free
                    && (is_subject || is_helper("role/teacher") && self.kind.is_some())
                {
                    self.roles[word] = Role::Kind;
                }
            }
        }
    }

    fn mark_stops(&mut self) {
        for (place, token) in self.tokens.iter().enumerate() {
            let exact = token.forms.exact.as_str();
            let is_number_sign = matches!(exact, "no" | "n") && !self.quoted[place];
            if self.roles[place] == Role::Free
                && (is_stop_word(exact) && !self.quoted[place] || is_number_sign)
            {
                self.roles[place] = Role::Stop;
            }
        }
    }

    fn find_lang(&mut self, lexicon: &Lexicon) {
        let mut scores = [0i32; 3];
        for (place, token) in self.tokens.iter().enumerate() {
            if self.quoted[place] || matches!(self.roles[place], Role::HostName) || token.forms.is_number {
                continue;
            }
            let exact = &token.forms.exact;
            if exact.contains(['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і'])
                && self.roles[place] != Role::Place
            {
                scores[0] += 2;
            }
            let known = ['k', 'r', 'e'].map(|mark| lexicon.spelling().knows_in(&token.forms, mark));
            if known.iter().filter(|known| **known).count() == 1 {
                for (score, known) in scores.iter_mut().zip(known) {
                    *score += i32::from(known) * 2;
                }
            }
        }
        let best = scores.iter().max().copied().unwrap_or_default();
        let langs = [NameLang::Kk, NameLang::Ru, NameLang::En];
        let of_column = langs.iter().position(|lang| *lang == self.lang).unwrap_or_default();
        if best > 0 && scores[of_column] < best {
            let place = scores.iter().position(|score| *score == best).unwrap_or_default();
            self.lang = langs[place];
            self.is_lang_sure = best >= scores[of_column] + 3;
        } else {
            self.is_lang_sure = best > 0;
        }
    }

    fn find_own(&mut self) {
        let free: Vec<usize> =
            (0..self.tokens.len()).filter(|word| self.roles[*word] == Role::Free).collect();
        let (quoted, open): (Vec<usize>, Vec<usize>) = free.iter().partition(|word| self.quoted[**word]);
        let is_hosted = self.host_number.is_some() || !self.host_name.is_empty();
        if self.kind.is_some() {
            if !is_hosted && matches!(self.kind.as_deref(), Some("trade_union" | "union_association")) {
                self.own = quoted;
                self.purpose = open;
            }
            self.is_quoted = !self.own.is_empty();
            return;
        }
        if quoted.is_empty() && (is_hosted || self.begins_with_place(&open)) {
            self.purpose = open;
        } else if quoted.is_empty() {
            (self.own, self.purpose) = self.own_and_purpose(&open);
        } else if open.is_empty() && quoted.len() >= 3 {
            (self.own, self.purpose) = self.own_and_purpose(&quoted);
            if self.own.is_empty() {
                (self.own, self.purpose) = (quoted, Vec::new());
            }
        } else {
            self.is_quoted = true;
            (self.own, self.purpose) = (quoted, open);
        }
    }

    /// True where a place stands right before the first of some words: «Отырар ауданының жеке мектептер
    /// қауымдастығы» is called by what it is for.
    fn begins_with_place(&self, words: &[usize]) -> bool {
        words.first().is_some_and(|first| {
            first.checked_sub(1).is_some_and(|before| {
                self.roles[before] == Role::Place && self.segment_of[before] == self.segment_of[*first]
            })
        })
    }

    /// Tells the own name from the purpose by the order of the language.
    fn own_and_purpose(&self, words: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let begins = |place: usize| {
            self.senses.iter().any(|sense| {
                let length = sense.end - sense.start;
                let Some((list, code)) = sense.code.split_once('/') else { return false };
                let holds = sense.start <= place && place < sense.end;
                holds
                    && match list {
                        "name" => code != "named_after",
                        "activity" | "field" | "kind" | "subject" | "role" => true,
                        "quality" => matches!(
                            code,
                            "pedagogical"
                                | "inclusive"
                                | "continuous"
                                | "gifted"
                                | "young"
                                | "special"
                                | "methodical"
                                | "professional"
                        ),
                        "thing" => length > 1,
                        _ => false,
                    }
            })
        };
        let is_purpose_at_once = |place: usize| {
            self.is_inside(place, "name/", 1)
                || self.is_inside(place, "field/", 1)
                || self.is_inside(place, "kind/", 2)
                || self.is_inside(place, "activity/", 2)
        };
        let Some(first) = words.first() else { return (Vec::new(), Vec::new()) };
        if is_purpose_at_once(*first) {
            return (Vec::new(), words.to_vec());
        }
        let end = words.iter().skip(1).position(|word| begins(*word)).map_or(words.len(), |at| at + 1);
        (words[..end].to_vec(), words[end..].to_vec())
    }

    /// Looks for an own name that is known from another name of the body.
    pub(crate) fn take_own(&mut self, known: &[Arc<Forms>]) {
        if self.is_quoted || self.kind.is_some() || known.is_empty() {
            return;
        }
        let words: Vec<usize> = {
            let mut words: Vec<usize> = self.own.iter().chain(&self.purpose).copied().collect();
            words.sort_unstable();
            words
        };
        let is_same = |left: &Forms, right: &Forms| {
            left.plain == right.plain
                || strsim::osa_distance(&left.plain, &right.plain) * 4 <= left.plain.chars().count()
        };
        let found = words.windows(known.len()).position(|window| {
            window.iter().zip(known).all(|(word, known)| is_same(&self.tokens[*word].forms, known))
        });
        if let Some(at) = found {
            self.own = words[at..at + known.len()].to_vec();
            self.purpose = words.iter().filter(|word| !self.own.contains(word)).copied().collect();
            self.is_quoted = true;
        }
    }

    /// The text of some words, as written.
    pub(crate) fn text_of(&self, words: &[usize]) -> String {
        let mut out = String::new();
        for word in words {
            if !out.is_empty() {
                out.push(' ');
            }
            let token = &self.tokens[*word];
            out.push_str(&self.text[token.start..token.end]);
        }
        out
    }

    /// The text without the parts between commas that only name a place.
    pub(crate) fn clean(&self) -> String {
        let kept: Vec<&str> = self
            .segments
            .iter()
            .filter(|segment| {
                !segment.is_empty()
                    && !Range::clone(segment).all(|word| matches!(self.roles[word], Role::Place | Role::Stop))
            })
            .map(|segment| {
                let start = if segment.start == 0 { 0 } else { self.tokens[segment.start].start };
                let end = self.tokens.get(segment.end).map_or(self.text.len(), |next| next.start);
                self.text.get(start..end).unwrap_or_default().trim_matches([' ', ',', ';'])
            })
            .collect();
        if kept.is_empty() { self.text.trim().to_owned() } else { kept.join(", ") }
    }

    /// Meanings of the purpose: codes, and stems where no meaning is known.
    pub(crate) fn concepts(&self) -> Vec<String> {
        let mut concepts: Vec<String> = Vec::new();
        let mut covered = vec![false; self.tokens.len()];
        for sense in &self.senses {
            let words = sense.start..sense.end;
            let list = sense.code.split('/').next().unwrap_or_default();
            if !matches!(
                list,
                "activity" | "role" | "quality" | "thing" | "name" | "field" | "school" | "subject" | "place"
            ) || !words.clone().all(|word| self.purpose.contains(&word))
            {
                continue;
            }
            covered[words].fill(true);
            if !concepts.contains(&sense.code) {
                concepts.push(sense.code.clone());
            }
        }
        for word in &self.purpose {
            if !covered[*word]
                && let Some(stem) = shortest_stem(&self.tokens[*word].forms)
            {
                concepts.push(format!("={stem}"));
            }
        }
        concepts
    }

    /// The codes of a list among the meanings of the purpose.
    pub(crate) fn purpose_codes(&self) -> impl Iterator<Item = &str> {
        self.senses
            .iter()
            .filter(|sense| (sense.start..sense.end).all(|word| self.purpose.contains(&word)))
            .map(|sense| sense.code.as_str())
    }

    /// The codes among the meanings of the own name.
    pub(crate) fn own_codes(&self) -> impl Iterator<Item = &str> {
        self.senses
            .iter()
            .filter(|sense| (sense.start..sense.end).all(|word| self.own.contains(&word)))
            .map(|sense| sense.code.as_str())
    }
}

fn overlap(left: &Range<usize>, right: &Range<usize>) -> bool {
    left.start < right.end && right.start < left.end
}

pub(crate) fn shortest_stem(forms: &Forms) -> Option<&str> {
    forms
        .stems
        .iter()
        .filter_map(|stem| stem.get(1..))
        .min_by_key(|stem| stem.len())
        .or_else(|| forms.is_number.then_some(forms.plain.as_str()))
}
