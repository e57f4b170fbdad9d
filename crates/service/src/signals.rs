//! Signals: the first SIGTERM or SIGINT asks for the end, the second does not wait for it; SIGHUP never kills.

use crate::Exit;
use crate::telemetry::Log;
use pipeline::Shutdown;
use std::io::{self, IsTerminal};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Instant, timeout_at};

/// One request may come twice within so long: `timeout` and supervisors like it signal a process, and then the group it is
/// in. Nobody who means it twice is as fast.
const ONE_REQUEST: Duration = Duration::from_millis(250);

/// What SIGHUP means to this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hangup {
    /// Its terminal has gone: the end is asked for, as by SIGTERM.
    Ends,
    /// Nothing: there is no terminal, and no configuration is read again.
    Ignored,
}

impl Hangup {
    /// As befits a process whose log is on a terminal, or is not.
    pub fn of_stderr() -> Self {
        if io::stderr().is_terminal() { Self::Ends } else { Self::Ignored }
    }
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

/// From now on the first SIGTERM or SIGINT requests `shutdown`, and the next one, unless it is the same once more within
/// a moment, ends the process at once with [`Exit::Interrupted`]. Listens on a thread of its own, so that it works
/// whatever the process is busy with.
pub fn listen(shutdown: &Shutdown, hangup: Hangup, log: Log) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let signals = {
        let _entered = runtime.enter();
        Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
        }
    };
    let shutdown = shutdown.clone();
    let wait = move || runtime.block_on(obey(signals, hangup, shutdown, log));
    // Ends with the process, there is nothing to join.
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait).map(drop)
}

async fn obey(mut signals: Signals, hangup: Hangup, shutdown: Shutdown, log: Log) {
    let first = signals.next(hangup).await;
    // Before it is told: whatever logging does, the request stands.
    shutdown.request();
    tracing::info!(signal = first, "shutdown requested; a second signal ends at once");
    // A terminal that closes may send more than one SIGHUP.
    let until = Instant::now() + ONE_REQUEST;
    let second = loop {
        match timeout_at(until, signals.next(Hangup::Ignored)).await {
            Ok(again) if again == first => {}
            Ok(other) => break other,
            Err(_) => break signals.next(Hangup::Ignored).await,
        }
    };
    tracing::warn!(signal = second, "ended by a second signal; work in progress is not committed");
    log.flush();
    std::process::exit(i32::from(Exit::Interrupted.code()));
}

impl Signals {
    /// Waits for the next signal that asks for the end.
    async fn next(&mut self, hangup: Hangup) -> &'static str {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return "SIGTERM",
                _ = self.interrupt.recv() => return "SIGINT",
                _ = self.hangup.recv() => match hangup {
                    Hangup::Ends => return "SIGHUP",
                    Hangup::Ignored => tracing::info!(
                        "SIGHUP ignored: the configuration is read at the start only; restart to have it read again"
                    ),
                },
            }
        }
    }
}
