//! `birlik staff`.

use std::sync::Arc;

use clap::Subcommand;

use super::{CommandError, Outcome};
use crate::app::Registry;
use crate::clock::Clock;
use crate::config::Config;
use crate::staff::Staff;

#[derive(Debug, Subcommand)]
pub(super) enum StaffCommand {
    /// Make a token with which somebody signs in at the desk. It is shown once.
    Token {
        /// Whom it is for.
        #[arg(long, default_value = "staff")]
        name: String,
        /// How many days it lives: 1 to 366.
        #[arg(long, default_value_t = 30)]
        days: u32,
    },
    /// Show the tokens there are, without the tokens themselves.
    Tokens,
    /// Make a token worth nothing and end its sessions.
    Revoke {
        /// Its id, as `birlik staff tokens` shows it.
        id: String,
    },
}

pub(super) async fn run(
    config: Config,
    clock: Arc<dyn Clock>,
    command: StaffCommand,
) -> Result<Outcome, CommandError> {
    let registry = Registry::open_empty(&config, clock).await?;
    let staff = Staff::new(registry.store.clone(), registry.clock.clone());
    match command {
        StaffCommand::Token { name, days } => {
            let issued = staff.issue(&name, days).await.map_err(CommandError::failed)?;
            // The token alone is on standard output, so that it can be passed on.
            eprintln!("token {} for {name}, until {}; it is not shown again:", issued.id, issued.expires_at);
            say!("{}", issued.token);
        }
        StaffCommand::Tokens => {
            for token in staff.tokens().await? {
                let state = match &token.revoked_at {
                    Some(at) => format!("revoked {at}"),
                    None => format!("until {}", token.expires_at),
                };
                say!("{}  {}  made {}  {state}", token.id, token.name, token.created_at);
            }
        }
        StaffCommand::Revoke { id } => {
            staff.revoke(&id).await.map_err(CommandError::failed)?;
            say!("token {id} is revoked");
        }
    }
    registry.close().await?;
    Ok(Outcome::Done)
}
