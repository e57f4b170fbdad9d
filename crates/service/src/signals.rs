//! SIGTERM and SIGINT: the first asks for the end, the second does not wait for it.

use crate::Exit;
use pipeline::Shutdown;
use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// From now on the first SIGTERM or SIGINT requests `shutdown`, and the next one ends the process at once with
/// [`Exit::Interrupted`]. Listens on a thread of its own, so that it works whatever the process is busy with.
pub fn listen(shutdown: &Shutdown) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let (terminate, interrupt) = {
        let _entered = runtime.enter();
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?)
    };
    let shutdown = shutdown.clone();
    let wait = move || runtime.block_on(obey(terminate, interrupt, shutdown));
    // Ends with the process, there is nothing to join.
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait).map(drop)
}

async fn obey(mut terminate: Signal, mut interrupt: Signal, shutdown: Shutdown) {
    let first = next(&mut terminate, &mut interrupt).await;
    tracing::info!(signal = first, "shutdown requested; a second signal ends at once");
    shutdown.request();
    let second = next(&mut terminate, &mut interrupt).await;
    tracing::warn!(signal = second, "ended by a second signal; work in progress is not committed");
    std::process::exit(i32::from(Exit::Interrupted.code()));
}

async fn next(terminate: &mut Signal, interrupt: &mut Signal) -> &'static str {
    tokio::select! {
        _ = terminate.recv() => "SIGTERM",
        _ = interrupt.recv() => "SIGINT",
    }
}
