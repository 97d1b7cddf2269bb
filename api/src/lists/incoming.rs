//! A list as it comes: its rows, which list it is, and the file that they were read from.

use sha2::{Digest, Sha256};

use super::error::ListError;
use super::reading::{ListTable, Mapping};
use super::report::Report;
use super::source::SourceOfList;

/// A list that was read, ready to be matched.
#[derive(Debug)]
pub struct Incoming {
    /// Its rows.
    pub table: ListTable,
    /// Which list it is.
    pub source: SourceOfList,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub file_digest: String,
}

/// SHA-256 of a file, in hexadecimal.
pub fn digest_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// What a mapping and the command say of the list together; the command wins.
pub fn source_of(
    list: &str,
    list_date: Option<&str>,
    mapping: Option<&Mapping>,
) -> Result<SourceOfList, ListError> {
    let is_right = (1..=60).contains(&list.chars().count())
        && list.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.'));
    if !is_right {
        return Err(ListError::BadName(list.to_owned()));
    }
    Ok(SourceOfList {
        list: list.to_owned(),
        title: mapping.and_then(|mapping| mapping.title.clone()),
        report: mapping.and_then(|mapping| mapping.report.clone()),
        list_date: list_date
            .map(str::to_owned)
            .or_else(|| mapping.and_then(|mapping| mapping.list_date.clone())),
    })
}

/// Answers are taken from a report of the very file that they are given for.
pub(super) fn belongs(answers: &Report, incoming: &Incoming) -> Result<(), ListError> {
    let list = &incoming.source.list;
    if answers.list != *list {
        return Err(ListError::OtherReport { found: answers.list.clone(), expected: list.clone() });
    }
    if !answers.file_digest.is_empty() && answers.file_digest != incoming.file_digest {
        let of = |digest: &str| {
            format!("the file with the digest {}", digest.chars().take(12).collect::<String>())
        };
        return Err(ListError::OtherReport {
            found: of(&answers.file_digest),
            expected: of(&incoming.file_digest),
        });
    }
    Ok(())
}
