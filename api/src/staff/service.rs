//! What can be asked of the staff: to be let in, to be known again, to go.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use birlik_entity::rows::{staff_session, staff_token};
use chrono::Duration;
use sea_orm::DbErr;

use super::limiter::Limiter;
use super::{secret, store};
use crate::clock::{Clock, timestamp};
use crate::store::Store;

/// How long somebody stays signed in.
const SESSION_HOURS: i64 = 12;
/// The longest life of a token, in days.
const LONGEST_DAYS: u32 = 366;

/// Why a token could not be made or revoked.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// The name is empty or too long.
    #[error("the name of a token has 1 to 60 characters")]
    BadName,
    /// It would live too short or too long.
    #[error("a token lives 1 to {LONGEST_DAYS} days")]
    BadDays,
    /// There is no such token.
    #[error("there is no token {0} that could be revoked; `birlik staff tokens` shows those there are")]
    NoSuchToken(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The token is not one, or worth nothing any more.
    #[error("the token is not right, has expired or was revoked")]
    Wrong,
    /// Too many wrong tokens came.
    #[error("too many tries; wait {0} seconds")]
    TooMany(u64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// A token that was just made: the only time that it is seen.
#[derive(Clone)]
pub struct Issued {
    /// Id of whom it is for.
    pub id: String,
    /// The token.
    pub token: String,
    /// From when on it is worth nothing: RFC 3339, UTC.
    pub expires_at: String,
}

/// What is known of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Id of whom it is for.
    pub id: String,
    /// What the operator calls it.
    pub name: String,
    /// When it was made: RFC 3339, UTC.
    pub created_at: String,
    /// From when on it is worth nothing.
    pub expires_at: String,
    /// When it was revoked.
    pub revoked_at: Option<String>,
}

/// A session that just began.
#[derive(Clone)]
pub struct SignedIn {
    /// The secret for the cookie.
    pub secret: String,
    /// How long it lasts, in seconds.
    pub seconds: i64,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Session {
    /// Opaque id: the actor of what is done.
    pub staff: String,
    /// What the operator calls the token.
    pub name: String,
    /// The word that each form must carry.
    pub form_token: String,
    digest: String,
}

impl Session {
    /// True for the word that the forms of this session carry. The comparison is of digests, so that its time
    /// tells nothing.
    pub fn is_form_token(&self, word: &str) -> bool {
        secret::digest(word) == secret::digest(&self.form_token)
    }
}

/// The staff of a registry.
#[derive(Clone)]
pub struct Staff {
    store: Store,
    clock: Arc<dyn Clock>,
    limiter: Arc<Mutex<Limiter>>,
}

impl Staff {
    /// The staff of a store.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock, limiter: Arc::default() }
    }

    /// Makes a token that lives for `days` days (1 to 366).
    pub async fn issue(&self, name: &str, days: u32) -> Result<Issued, StaffError> {
        let name = name.trim();
        if !(1..=60).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(StaffError::BadName);
        }
        if !(1..=LONGEST_DAYS).contains(&days) {
            return Err(StaffError::BadDays);
        }
        let now = self.clock.now();
        let issued = Issued {
            id: secret::staff_id(),
            token: secret::token(),
            expires_at: timestamp(now + Duration::days(i64::from(days))),
        };
        let row = staff_token::Model {
            id: issued.id.clone(),
            name: name.to_owned(),
            digest: secret::digest(&issued.token),
            created_at: timestamp(now),
            expires_at: issued.expires_at.clone(),
            revoked_at: None,
        };
        let write = self.store.begin_write().await?;
        store::insert_token(&write, row).await?;
        write.commit().await?;
        Ok(issued)
    }

    /// All tokens, the latest first.
    pub async fn tokens(&self) -> Result<Vec<Token>, DbErr> {
        let rows = store::tokens(self.store.read()).await?;
        Ok(rows
            .into_iter()
            .map(|row| Token {
                id: row.id,
                name: row.name,
                created_at: row.created_at,
                expires_at: row.expires_at,
                revoked_at: row.revoked_at,
            })
            .collect())
    }

    /// Revokes a token and ends its sessions at once.
    pub async fn revoke(&self, id: &str) -> Result<(), StaffError> {
        let write = self.store.begin_write().await?;
        if !store::revoke(&write, id, &timestamp(self.clock.now())).await? {
            return Err(StaffError::NoSuchToken(id.to_owned()));
        }
        write.commit().await?;
        Ok(())
    }

    /// Lets in whoever brings a right token. `from` is the address it comes from.
    pub async fn sign_in(&self, token: &str, from: Option<IpAddr>) -> Result<SignedIn, SignInError> {
        let now = self.clock.now();
        if let Some(seconds) = self.limiter().pause(from, now) {
            return Err(SignInError::TooMany(seconds));
        }
        let now_text = timestamp(now);
        let known = store::token_of_digest(self.store.read(), &secret::digest(token.trim())).await?;
        let Some(known) = known.filter(|row| is_alive(row, &now_text)) else {
            self.limiter().failed(from, now);
            return Err(SignInError::Wrong);
        };
        let secret = secret::session();
        let session = staff_session::Model {
            digest: secret::digest(&secret),
            staff_id: known.id,
            created_at: now_text.clone(),
            expires_at: timestamp(now + Duration::hours(SESSION_HOURS)),
        };
        let write = self.store.begin_write().await?;
        store::remove_ended(&write, &now_text).await?;
        store::insert_session(&write, session).await?;
        write.commit().await?;
        Ok(SignedIn { secret, seconds: SESSION_HOURS * 3600 })
    }

    /// Who has a session with this secret; none where it has ended, or the token is worth nothing any more.
    pub async fn session(&self, secret: &str) -> Result<Option<Session>, DbErr> {
        let now = timestamp(self.clock.now());
        let session = store::session(self.store.read(), &secret::digest(secret)).await?;
        let Some(session) = session.filter(|session| session.expires_at > now) else { return Ok(None) };
        let token = store::token(self.store.read(), &session.staff_id).await?;
        Ok(token.filter(|token| is_alive(token, &now)).map(|token| Session {
            staff: token.id,
            name: token.name,
            form_token: secret::form_token(secret),
            digest: session.digest,
        }))
    }

    /// Ends a session.
    pub async fn sign_out(&self, session: &Session) -> Result<(), DbErr> {
        let write = self.store.begin_write().await?;
        store::end_session(&write, &session.digest).await?;
        write.commit().await
    }

    fn limiter(&self) -> std::sync::MutexGuard<'_, Limiter> {
        self.limiter.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_alive(token: &staff_token::Model, now: &str) -> bool {
    token.revoked_at.is_none() && token.expires_at.as_str() > now
}
