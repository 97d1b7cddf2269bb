//! `birlik serve`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use poem::Server;
use poem::listener::{Acceptor, Listener, TcpAcceptor, TcpListener};
use tokio::signal::unix::{SignalKind, signal};

use super::{CommandError, Outcome};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::http;
use crate::jobs::Jobs;

/// How long answers under way may take after the signal to stop.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn serve(config: Config, clock: Arc<dyn Clock>) -> Result<Outcome, CommandError> {
    let listen = config.listen;
    let app = Arc::new(App::open(config, clock).await?);
    let (acceptor, address) = listen_on(listen).await?;
    let metrics = match app.config.metrics_listen {
        None => None,
        Some(listen) => {
            let (acceptor, address) = listen_on(listen).await?;
            let server = Server::new_with_acceptor(acceptor);
            Some((address, tokio::spawn(server.run(http::metrics_service(app.clone())))))
        }
    };
    let follower = tokio::spawn({
        let app = app.clone();
        async move { app.follower.follow().await }
    });
    let remote = app.remote.as_ref().map(|(_, follower)| {
        let follower = follower.clone();
        tokio::spawn(async move { follower.follow().await })
    });
    let jobs = tokio::spawn({
        let jobs = Jobs::new(
            app.store.clone(),
            app.clock.clone(),
            format!("{address}/{}/{:08x}", std::process::id(), rand::random::<u32>()),
        );
        async move { jobs.run().await }
    });
    tracing::info!("birlik serves on http://{address}/");
    if let Some((address, _)) = &metrics {
        tracing::info!("metrics are on http://{address}/metrics");
    }
    let served = Server::new_with_acceptor(http::Refusing(acceptor))
        .run_with_graceful_shutdown(http::service(app.clone()), stop(), Some(PATIENCE))
        .await;
    follower.abort();
    jobs.abort();
    if let Some((_, metrics)) = metrics {
        metrics.abort();
        let _ = metrics.await;
    }
    if let Some(remote) = remote {
        remote.abort();
        let _ = remote.await;
    }
    let _ = tokio::join!(follower, jobs);
    app.store.clone().close().await?;
    served.map_err(CommandError::failed)?;
    tracing::info!("birlik has stopped");
    Ok(Outcome::Done)
}

async fn listen_on(listen: SocketAddr) -> Result<(TcpAcceptor, SocketAddr), CommandError> {
    let acceptor = TcpListener::bind(listen)
        .into_acceptor()
        .await
        .map_err(|error| CommandError::failed(format!("{listen} cannot be listened on: {error}")))?;
    let address = acceptor.local_addr().first().and_then(|address| address.as_socket_addr().copied());
    Ok((acceptor, address.unwrap_or(listen)))
}

/// Ends with the first signal to stop.
async fn stop() {
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("birlik is stopping");
}
