//! Reads back what the index keeps of a document: its names, and where it lies.

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use super::document::PART_END;
use super::schema::{Fields, column};
use crate::finding::TermField;
use crate::index::{FacetField, IndexedName, SearchError};

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

/// The codes of a document.
pub(super) fn codes(
    searcher: &Searcher,
    address: DocAddress,
) -> Result<Vec<(TermField, String)>, SearchError> {
    let columns = searcher.segment_reader(address.segment_ord).fast_fields();
    let mut codes = Vec::new();
    for (facet, field) in [
        (FacetField::Kind, TermField::Kind),
        (FacetField::Subject, TermField::Subject),
        (FacetField::Activity, TermField::Activity),
        (FacetField::Area, TermField::Area),
        (FacetField::Level, TermField::Level),
    ] {
        let Some(values) = columns.str(column(facet))? else { continue };
        for ord in values.ords().values_for_doc(address.doc_id) {
            let mut value = String::new();
            if values.ord_to_str(ord, &mut value).is_ok_and(|known| known) {
                codes.push((field, value));
            }
        }
    }
    Ok(codes)
}
