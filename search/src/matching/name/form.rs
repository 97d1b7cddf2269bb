//! Finds the legal form that a name states, in full or abbreviated.

use super::{ParsedName, Role};
use crate::matching::lexicon::Lexicon;

impl ParsedName {
    pub(super) fn find_form(&mut self, lexicon: &Lexicon) {
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
}
