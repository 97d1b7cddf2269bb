//! Secrets that are shown once, and what is kept of them.

use sha2::{Digest, Sha256};

/// Bytes of a secret: too many to be guessed.
const BYTES: usize = 32;

/// How a token begins, so that it is known for one wherever it turns up.
const TOKEN_MARK: &str = "birlik-staff-";

/// A new token.
pub(super) fn token() -> String {
    format!("{TOKEN_MARK}{}", session())
}

/// A new secret of a session, in hexadecimal.
pub(super) fn session() -> String {
    hex::encode(rand::random::<[u8; BYTES]>())
}

/// What is kept of a secret. Looking a digest up tells nothing about the secret by the time it takes: who
/// guesses does not choose the digest.
pub(super) fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// The word that the forms of a session carry: it follows from the session's secret and does not give it away.
pub(super) fn form_token(secret: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"birlik form\0");
    hash.update(secret.as_bytes());
    hex::encode(hash.finalize())
}

/// An opaque id of somebody of the staff.
pub(super) fn staff_id() -> String {
    format!("s{}", hex::encode(rand::random::<[u8; 5]>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_give_nothing_away() {
        let (one, other) = (token(), token());
        assert_ne!(one, other);
        assert_eq!(one.len(), TOKEN_MARK.len() + 2 * BYTES);
        assert_ne!(form_token(&one), digest(&one));
        assert_ne!(form_token(&one), form_token(&other));
    }
}
