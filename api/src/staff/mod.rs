//! The staff: tokens to sign in with, sessions, and the brake on guessing.
//!
//! A token is made on the command line and shown once; the store has its SHA-256 and that of each session, so
//! that nobody who reads the store can sign in. Accounts of their own are not here.

mod limiter;
mod secret;
mod service;
mod store;

pub use service::{Issued, Session, SignInError, SignedIn, Staff, StaffError, Token};
