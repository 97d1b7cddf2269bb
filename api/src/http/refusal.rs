//! Says why a request was refused that never became one.
//!
//! An address of more than 64 kB or headers of more than the HTTP library reads are refused by it with a
//! status and nothing else, and the connection is cut while the rest is still arriving, which loses the
//! answer as well. Here such an answer gets the body that every other error has (RFC 9457), and what still
//! arrives is read and thrown away for a moment (RFC 9112, 9.6). Wraps the listener of the service.

use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use poem::http::StatusCode;
use poem::http::uri::Scheme;
use poem::listener::Acceptor;
use poem::web::{LocalAddr, RemoteAddr};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::problem::Problem;

/// How long a client that was refused may go on sending.
const PATIENCE: Duration = Duration::from_secs(2);

/// How many bytes of it are read at most.
const MOST_LEFT: usize = 8 << 20;

/// A listener whose connections say why they refuse.
pub struct Refusing<A>(pub A);

impl<A: Acceptor> Acceptor for Refusing<A> {
    type Io = Connection<A::Io>;

    fn local_addr(&self) -> Vec<LocalAddr> {
        self.0.local_addr()
    }

    async fn accept(&mut self) -> io::Result<(Self::Io, LocalAddr, RemoteAddr, Scheme)> {
        let (io, local, remote, scheme) = self.0.accept().await?;
        Ok((Connection { io, waiting: Vec::new(), leaving: None }, local, remote, scheme))
    }
}

/// A connection that says why it refuses.
pub struct Connection<Io> {
    io: Io,
    /// What is still to be written of a refusal.
    waiting: Vec<u8>,
    /// The rest of a refused request, while it is read.
    leaving: Option<Leaving>,
}

struct Leaving {
    left: usize,
    until: Pin<Box<Sleep>>,
}

impl<Io: AsyncRead + AsyncWrite + Unpin> Connection<Io> {
    fn write_waiting(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.waiting.is_empty() {
            let written = ready!(Pin::new(&mut self.io).poll_write(cx, &self.waiting))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.waiting.drain(..written);
        }
        Poll::Ready(Ok(()))
    }

    /// Takes over a refusal; false where the bytes are anything else.
    fn takes(&mut self, bytes: &[u8]) -> bool {
        let Some(refusal) = refusal(bytes) else { return false };
        self.waiting = refusal;
        self.leaving = Some(Leaving { left: MOST_LEFT, until: Box::pin(tokio::time::sleep(PATIENCE)) });
        true
    }
}

/// The refusal with its reason, where the bytes are one without.
fn refusal(bytes: &[u8]) -> Option<Vec<u8>> {
    let line = bytes.strip_prefix(b"HTTP/1.")?;
    let (status, code, detail) = match line.get(1..6)? {
        b" 414 " => {
            (StatusCode::URI_TOO_LONG, "uri_too_long", "the address is too long; expected at most 64 kB")
        }
        b" 431 " => (
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "headers_too_large",
            "the address and the headers are too long; expected at most 64 kB",
        ),
        _ => return None,
    };
    let head = std::str::from_utf8(bytes).ok()?.strip_suffix("\r\n\r\n")?;
    let mut lines: Vec<&str> = head.split("\r\n").collect();
    let before = lines.len();
    lines.retain(|line| !line.eq_ignore_ascii_case("content-length: 0"));
    if lines.len() == before {
        return None;
    }
    let body = serde_json::to_string(&Problem::new(status, code, detail)).ok()?;
    let head = lines.join("\r\n");
    let length = body.len();
    let with_reason = format!(
        "{head}\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    Some(with_reason.into_bytes())
}

impl<Io: AsyncRead + Unpin> AsyncRead for Connection<Io> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl<Io: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Connection<Io> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.write_waiting(cx))?;
        if self.takes(bytes) {
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        ready!(self.write_waiting(cx))?;
        if let [only] = parts
            && self.takes(only)
        {
            return Poll::Ready(Ok(only.len()));
        }
        Pin::new(&mut self.io).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.write_waiting(cx))?;
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.write_waiting(cx))?;
        ready!(Pin::new(&mut self.io).poll_shutdown(cx))?;
        let Self { io, leaving, .. } = &mut *self;
        let Some(Leaving { left, until }) = leaving else { return Poll::Ready(Ok(())) };
        let mut buffer = [0; 16 * 1024];
        while *left > 0 {
            if until.as_mut().poll(cx).is_ready() {
                break;
            }
            let mut read = ReadBuf::new(&mut buffer);
            match ready!(Pin::new(&mut *io).poll_read(cx, &mut read)) {
                Ok(()) if !read.filled().is_empty() => *left = left.saturating_sub(read.filled().len()),
                _ => break,
            }
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn only_a_refusal_without_a_reason_is_given_one() {
        let bare = b"HTTP/1.1 414 URI Too Long\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let text = String::from_utf8(refusal(bare).unwrap()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 414 URI Too Long\r\nconnection: close\r\n"), "{head}");
        assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(body).unwrap()["code"], "uri_too_long");
        for other in [
            &b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"[..],
            b"HTTP/1.1 414 URI Too Long\r\ncontent-length: 5\r\n\r\nhello",
            b"HTTP/1.1 4",
            b"",
        ] {
            assert_eq!(refusal(other), None);
        }
    }
}
