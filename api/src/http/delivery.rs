//! How a good answer leaves: not at all where the client has it (RFC 9110, 304), compressed where that helps
//! and the client can read it.
//!
//! The entity tag of a compressed body has the coding behind it, so that tags stay strong.

use std::io::Write;

use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Body, Response};

/// Bodies below this many bytes are sent as they are.
const WORTH_COMPRESSING: usize = 1024;

/// Bodies from this many bytes are compressed on a thread of their own.
const WORTH_A_THREAD: usize = 64 * 1024;

/// A content coding that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }
}

/// What a request says about delivery.
#[derive(Debug)]
pub(super) struct Wishes {
    if_none_match: Option<HeaderValue>,
    coding: Option<Coding>,
    is_read: bool,
}

impl Wishes {
    /// Reads the headers of a request.
    pub(super) fn of(method: &Method, headers: &HeaderMap) -> Self {
        Self {
            if_none_match: headers.get(header::IF_NONE_MATCH).cloned(),
            coding: headers
                .get_all(header::ACCEPT_ENCODING)
                .iter()
                .filter_map(|value| value.to_str().ok())
                .find_map(negotiate),
            is_read: matches!(*method, Method::GET | Method::HEAD),
        }
    }

    /// Fits an answer to the wishes.
    pub(super) async fn deliver(self, mut response: Response) -> Response {
        if self.is_read && response.status() == StatusCode::NOT_MODIFIED {
            // Whoever answered so compared the tag itself; what it stands for depends on the coding all the same.
            response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        if !self.is_read || response.status() != StatusCode::OK {
            return response;
        }
        let compressible =
            is_text(response.headers()) && !response.headers().contains_key(header::CONTENT_ENCODING);
        if compressible {
            response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        let etag = response.headers().get(header::ETAG).cloned();
        if let (Some(wanted), Some(etag)) = (&self.if_none_match, &etag)
            && let Some(tag) = matching(wanted, etag)
        {
            // The client's own tag names the coding that it has.
            response.headers_mut().insert(header::ETAG, tag);
            response.set_status(StatusCode::NOT_MODIFIED);
            response.headers_mut().remove(header::CONTENT_TYPE);
            response.headers_mut().remove(header::CONTENT_LENGTH);
            response.set_body(Body::empty());
            return response;
        }
        match self.coding.filter(|_| compressible) {
            Some(coding) => compress(response, coding, etag).await,
            None => response,
        }
    }
}

/// Text types; images and fonts are packed already.
fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.starts_with("text/")
        || kind.ends_with("json")
        || kind.ends_with("xml")
        || matches!(kind, "application/javascript" | "application/yaml")
}

/// The best coding of an `Accept-Encoding` header (RFC 9110, 12.5.3) that is offered here.
fn negotiate(value: &str) -> Option<Coding> {
    let quality_of = |wanted: &str| {
        let mut any = None;
        for part in value.split(',') {
            let mut fields = part.split(';').map(str::trim);
            let name = fields.next().unwrap_or_default();
            let quality = fields
                .find_map(|field| field.strip_prefix("q="))
                .map_or(1.0, |quality| quality.trim().parse::<f32>().unwrap_or(0.0));
            if name.eq_ignore_ascii_case(wanted) {
                return quality;
            }
            if name == "*" {
                any = Some(quality);
            }
        }
        any.unwrap_or(0.0)
    };
    let best = [Coding::Brotli, Coding::Gzip].map(|coding| (coding, quality_of(coding.as_str())));
    let (coding, quality) = if best[1].1 > best[0].1 { best[1] } else { best[0] };
    (quality > 0.0).then_some(coding)
}

/// The tag of a list that is ours, whatever coding it names (weak comparison, RFC 9110, 13.1.2).
fn matching(wanted: &HeaderValue, etag: &HeaderValue) -> Option<HeaderValue> {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    let ours = opaque(etag.to_str().ok()?);
    let wanted = wanted.to_str().ok()?;
    if wanted.trim() == "*" {
        return Some(etag.clone());
    }
    let found = wanted.split(',').map(opaque).find(|tag| {
        let plain = tag.strip_suffix("-br").or_else(|| tag.strip_suffix("-gzip")).unwrap_or(tag);
        plain == ours
    })?;
    HeaderValue::from_str(&format!("\"{found}\"")).ok()
}

async fn compress(mut response: Response, coding: Coding, etag: Option<HeaderValue>) -> Response {
    let Ok(bytes) = response.take_body().into_bytes().await else {
        return Response::builder().status(StatusCode::INTERNAL_SERVER_ERROR).finish();
    };
    let packed = match bytes.len() {
        ..WORTH_COMPRESSING => None,
        // Packing much takes long: it must not keep other answers waiting.
        WORTH_A_THREAD.. => {
            let bytes = bytes.clone();
            tokio::task::spawn_blocking(move || pack(&bytes, coding)).await.unwrap_or_default()
        }
        _ => pack(&bytes, coding),
    };
    let Some(packed) = packed.filter(|packed| packed.len() < bytes.len()) else {
        response.set_body(bytes);
        return response;
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.as_str()));
    headers.remove(header::CONTENT_LENGTH);
    let tag = etag.and_then(|etag| {
        let opaque = etag.to_str().ok()?.strip_suffix('"')?.to_owned();
        HeaderValue::from_str(&format!("{opaque}-{}\"", coding.as_str())).ok()
    });
    if let Some(tag) = tag {
        headers.insert(header::ETAG, tag);
    }
    response.set_body(packed);
    response
}

fn pack(bytes: &[u8], coding: Coding) -> Option<Vec<u8>> {
    let mut packed = Vec::with_capacity(bytes.len() / 3);
    match coding {
        Coding::Brotli => {
            let parameters = brotli::enc::BrotliEncoderParams { quality: 5, lgwin: 18, ..Default::default() };
            brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters).ok()?;
        }
        Coding::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::new(5));
            encoder.write_all(bytes).ok()?;
            encoder.finish().ok()?;
        }
    }
    Some(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_are_negotiated() {
        for (value, coding) in [
            ("gzip, deflate, br", Some(Coding::Brotli)),
            ("gzip", Some(Coding::Gzip)),
            ("br;q=0, gzip", Some(Coding::Gzip)),
            ("gzip;q=1.0, br;q=0.5", Some(Coding::Gzip)),
            ("*", Some(Coding::Brotli)),
            ("br;q=0, *;q=0", None),
            ("identity", None),
            ("", None),
            ("zstd", None),
        ] {
            assert_eq!(negotiate(value), coding, "{value}");
        }
    }

    #[test]
    fn tags_are_compared_without_their_coding() {
        let etag = HeaderValue::from_static("\"b1-3\"");
        for wanted in ["\"b1-3\"", "W/\"b1-3\"", "\"x\", \"b1-3-br\"", "\"b1-3-gzip\"", "*"] {
            assert!(matching(&HeaderValue::from_str(wanted).unwrap(), &etag).is_some(), "{wanted}");
        }
        for wanted in ["\"b1-4\"", "", "\"b1-3-zip\""] {
            assert!(matching(&HeaderValue::from_str(wanted).unwrap(), &etag).is_none(), "{wanted}");
        }
    }
}
