//! Reading single records, many requests a query.
//!
//! While one query is under way, further requests gather; the next query answers them all. A record then
//! costs a fraction of a round trip to the store, and nothing is cached: each answer was read after it was
//! asked for.

use std::collections::HashMap;
use std::sync::Arc;

use birlik_entity::OrganizationId;
use sea_orm::DbErr;
use tokio::sync::{mpsc, oneshot};

use super::service::Stored;
use super::store;
use crate::store::{Store, is_away};

/// Records of one query at most.
const MOST: usize = 64;

type Reply = oneshot::Sender<Result<Option<Stored>, Arc<DbErr>>>;

/// Reads single records of a store.
#[derive(Debug, Clone)]
pub(super) struct Loader {
    requests: mpsc::UnboundedSender<(OrganizationId, Reply)>,
}

impl Loader {
    /// A loader; its task ends with its last clone.
    pub(super) fn start(store: Store) -> Self {
        let (requests, received) = mpsc::unbounded_channel();
        tokio::spawn(answer(store, received));
        Self { requests }
    }

    /// One record as it is stored.
    pub(super) async fn load(&self, id: OrganizationId) -> Result<Option<Stored>, DbErr> {
        let ended = || DbErr::Custom("the reader of records has ended".to_owned());
        let (reply, answer) = oneshot::channel();
        self.requests.send((id, reply)).map_err(|_| ended())?;
        answer.await.map_err(|_| ended())?.map_err(|error| {
            // The one error goes to all who asked; what counts is whether the store is away.
            if is_away(&error) {
                DbErr::Conn(sea_orm::RuntimeErr::Internal(error.to_string()))
            } else {
                DbErr::Custom(error.to_string())
            }
        })
    }
}

async fn answer(store: Store, mut received: mpsc::UnboundedReceiver<(OrganizationId, Reply)>) {
    let mut requests = Vec::with_capacity(MOST);
    while received.recv_many(&mut requests, MOST).await > 0 {
        let ids: Vec<OrganizationId> = requests.iter().map(|(id, _)| *id).collect();
        match store::documents_with_versions(store.read(), &ids).await {
            Ok(found) => reply(&mut requests, &found),
            Err(error) => {
                let error = Arc::new(error);
                for (_, reply) in requests.drain(..) {
                    let _ = reply.send(Err(error.clone()));
                }
            }
        }
    }
}

/// Answers all; who has hung up meanwhile needs no answer.
fn reply(requests: &mut Vec<(OrganizationId, Reply)>, found: &HashMap<OrganizationId, Stored>) {
    for (id, reply) in requests.drain(..) {
        let _ = reply.send(Ok(found.get(&id).cloned()));
    }
}
