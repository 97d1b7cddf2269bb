//! The service Birlik: the open registry of the bodies through which Kazakhstan's teachers and parents
//! speak.
//!
//! A folder a feature, with what it needs of `routes`, `model`, `rules`, `service`, `store` under these names;
//! calls go down only: `routes → service → rules and store → birlik-entity`. [`app`] wires them together,
//! [`http`] is what all requests share, [`web`] the pages, [`command`] the command line.

pub mod app;
pub mod areas;
pub mod backup;
pub mod clock;
pub mod codes;
pub mod command;
pub mod config;
pub mod http;
pub mod institutions;
pub mod jobs;
pub mod lists;
pub mod log;
pub mod organizations;
pub mod parsed;
pub mod privacy;
pub mod search;
pub mod staff;
pub mod statistics;
pub mod store;
pub mod synthetic;
pub mod web;
