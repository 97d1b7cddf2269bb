//! Finds the school or college in a name: what it is, its number, whose name it bears.

use super::{Cell, ParsedName, Role};
use crate::matching::lexicon::Sense;

impl ParsedName {
    pub(super) fn find_host(&mut self) {
        let is_school = self.find_school_words();
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
            && (0..self.tokens.len()).all(|word| !self.is_inside(word, "school/", 1) || self.is_of_many(word))
            && self.senses.iter().any(|sense| sense.code == "activity/preschool")
        {
            self.host_types.push("preschool".to_owned());
        }
        if is_school || self.kind.is_some() {
            self.find_host_name();
        }
        let is_named = self.host_number.is_some() || !self.host_name.is_empty();
        if is_school && !is_named {
            let is_one =
                (0..self.tokens.len()).any(|word| self.roles[word] == Role::Host && !self.is_of_many(word));
            self.is_host_unread = is_one && (self.kind.is_some() || self.cell == Cell::School);
            // «Школа молодого педагога» is no host, and «учителя начальной школы» are no school's.
            for word in 0..self.tokens.len() {
                let is_free =
                    self.kind.is_none() && self.cell != Cell::School || self.is_inside(word, "subject/", 1);
                if self.roles[word] == Role::Host && is_free {
                    self.roles[word] = Role::Free;
                }
            }
            if self.kind.is_none() && self.cell != Cell::School {
                self.host_types.clear();
            }
        }
    }

    /// Words for schools, and what they say of this one; true where there are any.
    fn find_school_words(&mut self) -> bool {
        const PRIMARY: &str = "school/primary";
        let mut senses: Vec<Sense> =
            self.senses.iter().filter(|sense| sense.code.starts_with("school/")).cloned().collect();
        let is_within = |one: &Sense, other: &Sense| {
            other.start <= one.start && one.end <= other.end && other.end - other.start > one.end - one.start
        };
        // «основная средняя школа» is no secondary one.
        let all = senses.clone();
        senses.retain(|sense| !all.iter().any(|other| is_within(sense, other)));
        // «учителей начальной школы СШ №5» tells whom it teaches, not what school it is.
        let has_other = senses.iter().any(|sense| sense.code != PRIMARY && !self.is_of_many(sense.start));
        senses.retain(|sense| sense.code != PRIMARY || !has_other);
        let mut is_school = false;
        for sense in senses {
            let Some(code) = sense.code.strip_prefix("school/") else { continue };
            let words = sense.start..sense.end;
            let is_other = words.clone().any(|word| {
                self.is_inside(word, "activity/", 2) || matches!(self.roles[word], Role::Place | Role::Form)
            });
            if is_other {
                continue;
            }
            is_school = true;
            self.is_of_school = true;
            for word in words {
                if self.roles[word] == Role::Free {
                    self.roles[word] = Role::Host;
                }
            }
            if code != "school" && !self.host_types.iter().any(|known| known == code) {
                self.host_types.push(code.to_owned());
            }
        }
        is_school
    }

    fn is_host_number(&self, place: usize) -> bool {
        let token = &self.tokens[place];
        let before = self.text[..token.start].trim_end().trim_end_matches('.');
        if ["№", "N", "#", "No", "no", "NO"].iter().any(|sign| before.ends_with(sign)) {
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
        let marker = self
            .senses
            .iter()
            .find(|sense| sense.code == "name/named_after")
            .map(|sense| (sense.start, sense.end));
        let mut words = Vec::new();
        if let Some((marker, end)) = marker {
            let is_before = self.tokens[marker].forms.plain.starts_with("at");
            self.roles[marker..end].fill(Role::Host);
            let segment = self.segments[self.segment_of[marker]].clone();
            let may = |word: &usize| {
                self.roles[*word] == Role::Free
                    && !self.tokens[*word].forms.is_number
                    && !(self.is_village_mark(*word) && self.tokens[*word].forms.exact.chars().count() > 2)
                    && segment.contains(word)
            };
            if is_before {
                words.extend((segment.start..marker).rev().take_while(may).take(MOST));
                words.reverse();
            } else {
                words.extend((end..segment.end).take_while(may).take(MOST));
            }
        } else if self.kind.is_some() || self.cell == Cell::School {
            if self.host_number.is_none() && self.is_of_school {
                words = self.find_village();
                self.is_host_of_village = !words.is_empty();
            }
            let quoted: Vec<usize> = (0..self.tokens.len()).filter(|word| self.quoted[*word]).collect();
            if words.is_empty() && quoted.iter().any(|word| self.roles[*word] == Role::Host) {
                words.extend(quoted.into_iter().filter(|word| self.roles[*word] == Role::Free));
            }
        }
        for word in &words {
            self.roles[*word] = Role::HostName;
        }
        self.host_name = words;
    }
}
