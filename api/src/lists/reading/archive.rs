//! Workbooks are ZIP archives of XML parts: what they claim is checked before anything is unpacked, and what
//! they hold is unpacked once into a counter before a parser sees it.
//!
//! The parsers keep one element in memory at a time, and a part's tables (shared strings, styles) as a whole:
//! so elements and cells are bounded in bytes, tables in entries. Document types are refused: no entity is
//! ever declared, so none can grow.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::limits::check;
use super::markup::{Counts, Markup};
use super::{Format, Limits, Measure, ReadError, ods};

/// An archive in memory.
pub(super) type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// Unpacked bytes from which the ratio of packing is looked at; small parts of one word pack very well.
const RATIO_FROM: u64 = 1024 * 1024;
/// Bytes of parts that are neither sheets nor shared strings, and that parsers keep as a whole.
const SMALL_PART: u64 = 4 * 1024 * 1024;
/// Cell formats, fonts, fills and borders; Excel itself stops at 64,000 formats.
const STYLES: u64 = 20_000;
/// Bytes at the end of an archive in which its directory is named.
const TAIL: usize = 66 * 1024;

/// Says which document an archive is, by the names in it.
pub(super) fn detect(bytes: &[u8]) -> Result<Format, ReadError> {
    let limits = Limits::default();
    check_directory(bytes, &limits)?;
    let archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| ReadError::damaged("archive", error))?;
    let has = |name: &str| archive.file_names().flatten().any(|found| found.eq_ignore_ascii_case(name));
    let starts = |start: &str| archive.file_names().flatten().any(|found| found.starts_with(start));
    let right = "open it in a spreadsheet program and save it as XLSX or CSV";
    if has("xl/workbook.bin") {
        return Err(ReadError::NotATable { what: "a binary workbook (XLSB)", right });
    }
    if has("xl/workbook.xml") || (has("[Content_Types].xml") && starts("xl/")) {
        return Ok(Format::Xlsx);
    }
    if starts("word/") || starts("ppt/") {
        return Err(ReadError::NotATable { what: "a text document or presentation", right });
    }
    if has("encrypted-package") {
        return Err(ReadError::Encrypted);
    }
    if has("content.xml") && (has("META-INF/manifest.xml") || has("mimetype")) {
        return Ok(Format::Ods);
    }
    Err(ReadError::NotATable { what: "an archive (ZIP)", right: "unpack it and send the list in it" })
}

/// Refuses archives with more files than the limit by what their end says, before the directory is read.
fn check_directory(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    let number = |at: usize, width: usize| {
        let field = tail.get(at..at + width).unwrap_or_default();
        field.iter().rev().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte))
    };
    for (at, signature) in tail.windows(4).enumerate() {
        let entries = match signature {
            b"PK\x05\x06" => number(at + 10, 2),
            b"PK\x06\x06" => number(at + 32, 8),
            _ => continue,
        };
        // All ones point to the larger record, which is looked at as well.
        if entries != u64::from(u16::MAX) {
            check(Measure::Parts, entries, limits.entries as u64, "archive")?;
        }
    }
    Ok(())
}

/// Opens an archive whose parts have all been proved to be within the limits.
pub(super) fn open(bytes: Vec<u8>, limits: &Limits) -> Result<(Archive, Counts), ReadError> {
    check_directory(&bytes, limits)?;
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| ReadError::damaged("archive", error))?;
    check(Measure::Parts, archive.len() as u64, limits.entries as u64, "archive")?;
    let parts = declared(&mut archive, limits)?;
    if ods::is_encrypted(&mut archive, limits) {
        return Err(ReadError::Encrypted);
    }
    let mut all = Counts::default();
    for (index, name) in parts {
        let counts = prove(&mut archive, index, &name, limits)?;
        check(Measure::Strings, counts.strings, limits.cells as u64, &name)?;
        check(Measure::Sheets, counts.sheets, limits.sheets as u64, &name)?;
        all.styles += counts.styles;
        all.merges += counts.merges;
        check(Measure::Formats, all.styles, STYLES, &name)?;
        check(Measure::Merges, all.merges, limits.merges as u64, &name)?;
    }
    Ok((archive, all))
}

/// Checks sizes as declared; gives the parts that are XML.
fn declared(archive: &mut Archive, limits: &Limits) -> Result<Vec<(usize, String)>, ReadError> {
    let mut parts = Vec::new();
    let mut total: u64 = 0;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|error| ReadError::damaged("archive", error))?;
        let name = part.name().map_err(|error| ReadError::damaged("archive", error))?.into_owned();
        if part.encrypted() {
            return Err(ReadError::Encrypted);
        }
        total = total.saturating_add(part.size());
        check(Measure::UnpackedBytes, total, limits.unpacked_bytes, &name)?;
        if part.size() > RATIO_FROM && part.size() / part.compressed_size().max(1) > limits.ratio {
            return Err(ReadError::TooLarge { what: Measure::Ratio, most: limits.ratio, place: name });
        }
        check(Measure::UnpackedBytes, part.size(), most_of(&name, limits), &name)?;
        if is_xml(&name) {
            parts.push((index, name));
        }
    }
    Ok(parts)
}

fn is_xml(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".xml", ".rels"].iter().any(|end| name.ends_with(end))
}

/// The most bytes of a part; sheets are read as they come and may take all there is.
fn most_of(name: &str, limits: &Limits) -> u64 {
    let name = name.to_ascii_lowercase();
    let is_sheet = name.contains("worksheets/") && !name.contains("_rels/");
    let streamed = is_sheet || name == "content.xml" || !is_xml(&name);
    if name.ends_with("sharedstrings.xml") {
        limits.strings_bytes
    } else if streamed {
        limits.unpacked_bytes
    } else {
        SMALL_PART.min(limits.unpacked_bytes)
    }
}

/// Unpacks a part into a counter.
fn prove(archive: &mut Archive, index: usize, name: &str, limits: &Limits) -> Result<Counts, ReadError> {
    let damaged = |error: &dyn std::fmt::Display| ReadError::damaged(name, error);
    let mut part = archive.by_index(index).map_err(|error| damaged(&error))?;
    let declared = part.size();
    let mut markup = Markup::new(name, limits);
    let mut buffer = [0_u8; 16 * 1024];
    let mut read: u64 = 0;
    loop {
        let length = part.read(&mut buffer).map_err(|error| damaged(&error))?;
        if length == 0 {
            return Ok(markup.counts());
        }
        read += length as u64;
        if read > declared {
            return Err(damaged(&"unpacks to more than it says"));
        }
        markup.feed(buffer.get(..length).unwrap_or_default())?;
    }
}
