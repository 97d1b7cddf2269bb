//! Makes the index's document of an organization from its analysed fields. Called by the writer only.

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::schema::Fields;
use crate::finding::analyse;
use crate::index::OrganizationDocument;
use crate::text::tokens::Reader;

/// Separates the parts of a stored name.
pub(super) const PART_END: char = '\u{1}';

/// The document of an organization.
pub(super) fn document(
    fields: &Fields,
    organization: &OrganizationDocument,
    reader: &mut Reader,
) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, &organization.id);
    for name in &organization.names {
        let stored = format!("{}{PART_END}{}{PART_END}{}", name.lang, name.name_type, name.value);
        document.add_text(fields.stored_name, stored);
    }
    let analysed = analyse(organization, reader);
    for meaning in &analysed.meanings {
        document.add_text(fields.meanings, meaning);
    }
    for whole in &analysed.wholes {
        document.add_text(fields.whole, whole);
    }
    let [sort_kk, sort_ru, sort_en] = analysed.sort_keys;
    for (field, text) in [
        (fields.names, analysed.names),
        (fields.names_plain, analysed.names_plain),
        (fields.names_stems, analysed.names_stems),
        (fields.words, analysed.words),
        (fields.plain, analysed.plain),
        (fields.stems, analysed.stems),
        (fields.skeletons, analysed.skeletons),
        (fields.sort_kk, sort_kk),
        (fields.sort_ru, sort_ru),
        (fields.sort_en, sort_en),
    ] {
        document.add_text(field, text);
    }

    add_codes(&mut document, fields.kind, [&organization.kind]);
    add_codes(&mut document, fields.level, [&organization.level]);
    add_codes(&mut document, fields.status, [&organization.status]);
    add_codes(&mut document, fields.legal_form, &organization.legal_form);
    add_codes(&mut document, fields.country, [&organization.country]);
    add_codes(&mut document, fields.confirmed, [&organization.confirmed]);
    add_codes(&mut document, fields.area, &organization.areas);
    add_codes(&mut document, fields.activity, &organization.activities);
    add_codes(&mut document, fields.subject, &organization.subjects);
    add_codes(&mut document, fields.host, &organization.host);
    add_codes(&mut document, fields.parent, &organization.parents);
    add_codes(&mut document, fields.bin, &organization.bin);
    document.add_bool(fields.has_bin, organization.bin.as_ref().is_some_and(|bin| !bin.is_empty()));
    document.add_i64(fields.updated, organization.updated_at);
    document
}

/// Each code once: a value that stood twice would be counted twice.
fn add_codes<'a>(document: &mut TantivyDocument, field: Field, codes: impl IntoIterator<Item = &'a String>) {
    let mut seen: Vec<&str> = Vec::new();
    for code in codes {
        if !code.is_empty() && !seen.contains(&code.as_str()) {
            document.add_text(field, code);
            seen.push(code);
        }
    }
}
