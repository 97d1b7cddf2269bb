//! Reads the cells that hold one plain value: number, contacts, date.

use super::{RowReader, cut};
use crate::matching::bin::{BinState, read_bin, without_personal};
use crate::matching::contacts::{Contact, ContactCell, DigestKey, read_phones};
use crate::matching::dates::read_date;
use crate::matching::facts::{Column, Note, NoteCode, RowFacts};
use crate::matching::input::RowInput;
use crate::matching::mailboxes::read_mailboxes;

impl RowReader<'_> {
    pub(super) fn read_contacts(&mut self, input: &RowInput, facts: &mut RowFacts) {
        type Read = fn(&str, &DigestKey) -> ContactCell;
        let columns: [(&Vec<String>, Column, NoteCode, Read); 2] = [
            (&input.phones, Column::Phones, NoteCode::PhoneInvalid, read_phones),
            (&input.emails, Column::Emails, NoteCode::EmailInvalid, read_mailboxes),
        ];
        for (cells, column, invalid, read) in columns {
            let mut contacts: Vec<Contact> = Vec::new();
            for cell in cells.iter().filter(|cell| !cell.trim().is_empty()) {
                let read = read(cut(cell), self.key);
                contacts.extend(read.contacts);
                let noted = [(read.is_spoilt, invalid), (read.is_repaired, NoteCode::EmailRepaired)];
                for (_, code) in noted.into_iter().filter(|(is_so, _)| *is_so) {
                    // What is no contact may still hold a part of a private one.
                    facts.notes.push(Note { column, code, found: String::new(), right: None });
                }
            }
            contacts.sort_by_key(|contact| contact.digest);
            contacts.dedup_by_key(|contact| contact.digest);
            if contacts.iter().any(|contact| contact.institutional.is_none()) {
                let code = NoteCode::PrivateContact;
                facts.notes.push(Note { column, code, found: String::new(), right: None });
            }
            match column {
                Column::Phones => facts.phones = contacts,
                _ => facts.emails = contacts,
            }
        }
    }
}

pub(super) fn read_row_bin(input: &RowInput, facts: &mut RowFacts) {
    let Some(cell) = input.bin.as_deref() else { return };
    facts.bin = read_bin(cell);
    let note = |code, found: &str, right: Option<&str>| Note {
        column: Column::Bin,
        code,
        found: found.to_owned(),
        right: right.map(str::to_owned),
    };
    match &facts.bin {
        BinState::Repaired { from, to } => {
            facts.notes.push(note(NoteCode::BinRepaired, from, Some(to)));
        }
        BinState::Invalid(_) => facts.notes.push(note(NoteCode::BinInvalid, cell.trim(), None)),
        BinState::Personal => facts.notes.push(note(NoteCode::PersonalNumber, "************", None)),
        BinState::Absent | BinState::Valid(_) => {}
    }
}

pub(super) fn read_row_date(input: &RowInput, facts: &mut RowFacts) {
    let Some(cell) = input.date.as_deref().map(str::trim).filter(|cell| !cell.is_empty()) else { return };
    facts.date = read_date(cell);
    if facts.date.is_none() {
        let found = without_personal(cut(cell));
        facts.notes.push(Note { column: Column::Date, code: NoteCode::DateInvalid, found, right: None });
    }
}
