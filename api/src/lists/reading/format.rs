//! What a file is, by its first bytes.

use std::fmt;

use super::ReadError;
use super::archive;

/// A format of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with delimiters, whatever they are.
    Csv,
    /// Excel workbook since 2007, also with macros (which are not looked at).
    Xlsx,
    /// Excel workbook 97-2003.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
}

impl Format {
    /// Extensions that such files may have, the usual one first.
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Csv => &["csv", "txt", "tsv", "tab"],
            Self::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
            Self::Xls => &["xls", "xlt"],
            Self::Ods => &["ods", "ots"],
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.extensions().first().copied().unwrap_or_default())
    }
}

const SAVE_AS: &str = "open it in a spreadsheet program and save it as XLSX or CSV";

/// Beginnings of files that are certainly no list.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7z)"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (Zstandard)"),
    (b"\xfd7zXZ", "a compressed file (XZ)"),
    (b"BZh", "a compressed file (bzip2)"),
];

/// Says what the bytes are, or what they are that is not read.
pub(super) fn detect(bytes: &[u8]) -> Result<Format, ReadError> {
    if bytes
        .iter()
        .all(|byte| byte.is_ascii_whitespace() || matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff))
    {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive::detect(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Format::Xls);
    }
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(ReadError::NotATable { what, right: SAVE_AS });
    }
    Ok(Format::Csv)
}

/// Refuses text that is JSON: an array or object, alone or one a line.
pub(super) fn refuse_json(text: &str) -> Result<(), ReadError> {
    let text = text.trim_start();
    if !text.starts_with(['[', '{']) {
        return Ok(());
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    let is_json = match values.next() {
        // A cell may be written in brackets; nothing stands behind it in JSON.
        Some(Ok(_)) => text
            .get(values.byte_offset()..)
            .is_none_or(|rest| rest.trim().is_empty() || rest.trim_start().starts_with(['[', '{'])),
        Some(Err(error)) => error.is_eof(),
        None => false,
    };
    if is_json { Err(ReadError::Json) } else { Ok(()) }
}

/// Refuses text that is a page or markup; `text` is the decoded beginning of a file.
pub(super) fn refuse_markup(text: &str) -> Result<(), ReadError> {
    let start: String = text.trim_start().chars().take(2_000).collect::<String>().to_lowercase();
    if !start.starts_with('<') {
        return Ok(());
    }
    let page = ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div"];
    if page.iter().any(|tag| start.contains(tag)) {
        return Err(ReadError::NotATable { what: "a web page", right: SAVE_AS });
    }
    if start.starts_with("<?xml") || start.starts_with("<!doctype") || start.contains("xmlns") {
        return Err(ReadError::NotATable { what: "an XML file", right: SAVE_AS });
    }
    Ok(())
}

/// The extension that would be right, where a file has another one that means something.
pub(super) fn wrong_extension(file_name: &str, format: Format) -> Option<&'static str> {
    let (_, extension) = file_name.rsplit_once('.')?;
    let extension = extension.to_lowercase();
    let known = format.extensions();
    if known.contains(&extension.as_str()) || extension.len() > 5 {
        return None;
    }
    known.first().copied()
}
