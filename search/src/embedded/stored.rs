//! Reads back what the index keeps of a document: its names, and where it lies.

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use super::document::PART_END;
use super::schema::Fields;
use crate::index::{IndexedName, SearchError};

/// The names of a document, in the record's order.
pub(super) fn names(
    searcher: &Searcher,
    fields: &Fields,
    address: DocAddress,
) -> Result<Vec<IndexedName>, SearchError> {
    let document: TantivyDocument = searcher.doc(address)?;
    let names = document.get_all(fields.stored_name).filter_map(|value| {
        let mut parts = value.as_str()?.splitn(3, PART_END);
        let (lang, name_type, value) = (parts.next()?, parts.next()?, parts.next()?);
        Some(IndexedName { value: value.to_owned(), lang: lang.to_owned(), name_type: name_type.to_owned() })
    });
    Ok(names.collect())
}

/// The name to show in a language: a current one in it, else in Kazakh, else Russian, else any.
pub(super) fn name_in<'a>(names: &'a [IndexedName], lang: &str) -> Option<&'a str> {
    let current = |lang: &str| {
        names.iter().find(|name| {
            name.name_type != "former" && name.lang.split('-').next().is_some_and(|primary| primary == lang)
        })
    };
    let primary = lang.split('-').next().unwrap_or_default();
    let found = [primary, "kk", "ru"].into_iter().find_map(current);
    found
        .or_else(|| names.iter().find(|name| name.name_type != "former"))
        .or_else(|| names.first())
        .map(|name| name.value.as_str())
}

/// Where the document with this id lies.
pub(super) fn find(
    searcher: &Searcher,
    fields: &Fields,
    id: &str,
) -> Result<Option<DocAddress>, SearchError> {
    let term = Term::from_field_text(fields.id, id);
    for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
        let index = segment.inverted_index(fields.id)?;
        let postings =
            index.read_postings(&term, IndexRecordOption::Basic).map_err(tantivy::TantivyError::from)?;
        let Some(mut postings) = postings else { continue };
        while postings.doc() != TERMINATED {
            if !segment.is_deleted(postings.doc()) {
                return Ok(Some(DocAddress { segment_ord, doc_id: postings.doc() }));
            }
            postings.advance();
        }
    }
    Ok(None)
}
