//! How events are digested and chained, without I/O.

use birlik_entity::rows::event;
use sha2::{Digest, Sha256};

/// Hash before the first event.
pub(super) const ORIGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 over the salt's hexadecimal text and the payload; over the payload alone where there is no salt.
pub(super) fn digest(salt: Option<&str>, payload: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(salt.unwrap_or_default());
    hasher.update(payload);
    hex::encode(hasher.finalize())
}

/// SHA-256 over the fields of an event but payload and salt, each followed by a line feed.
pub(super) fn hash(event: &event::Model) -> String {
    let mut hasher = Sha256::new();
    for field in [
        &event.seq.to_string(),
        &event.at,
        &event.actor,
        &event.subject,
        &event.verb,
        &event.schema_version.to_string(),
        &event.digest,
        &event.prev,
    ] {
        hasher.update(field);
        hasher.update("\n");
    }
    hex::encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> event::Model {
        event::Model {
            seq: 1,
            at: "2026-01-01T00:00:00.000Z".into(),
            actor: "system".into(),
            subject: "area/610000000".into(),
            verb: "created".into(),
            schema_version: 1,
            payload: "{}".into(),
            salt: Some("00".into()),
            digest: digest(Some("00"), "{}"),
            prev: ORIGIN.into(),
            hash: String::new(),
        }
    }

    #[test]
    fn every_field_counts() {
        let original = hash(&example());
        let changes: [fn(&mut event::Model); 8] = [
            |event| event.seq = 2,
            |event| event.at.push('x'),
            |event| event.actor.push('x'),
            |event| event.subject.push('x'),
            |event| event.verb.push('x'),
            |event| event.schema_version = 2,
            |event| event.digest.push('x'),
            |event| event.prev.push('x'),
        ];
        for change in changes {
            let mut event = example();
            change(&mut event);
            assert_ne!(hash(&event), original);
        }
    }

    #[test]
    fn the_digest_is_that_of_salt_and_payload() {
        assert_eq!(digest(None, ""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_ne!(digest(Some("00"), "{}"), digest(Some("01"), "{}"));
        assert_ne!(digest(Some("00"), "{}"), digest(Some("00"), "{ }"));
    }
}
