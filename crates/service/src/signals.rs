//! Signals: the first SIGTERM or SIGINT asks for the end, the second does not wait for it; SIGHUP never kills: it asks for
//! the configuration to be read again.

use crate::Exit;
use crate::telemetry::Log;
use pipeline::Shutdown;
use std::io::{self, IsTerminal};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Instant, timeout_at};

/// One request may come twice within so long: `timeout` and supervisors like it signal a process, and then the group it is
/// in. Nobody who means it twice is as fast.
const ONE_REQUEST: Duration = Duration::from_millis(250);

/// What SIGHUP means to this process.
#[derive(Debug)]
pub enum Hangup {
    /// Its terminal has gone: the end is asked for, as by SIGTERM.
    Ends,
    /// There is no terminal: whoever has the other end is told.
    Told(Sender<()>),
}

impl Hangup {
    /// As befits a process whose log is on a terminal, or is not; then with where it is told.
    pub fn of_stderr() -> (Self, Receiver<()>) {
        let (sender, told) = channel();
        (if io::stderr().is_terminal() { Self::Ends } else { Self::Told(sender) }, told)
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
    let first = signals.next(Some(&hangup)).await;
    // Before it is told: whatever logging does, the request stands.
    shutdown.request();
    tracing::info!(signal = first, "shutdown requested; a second signal ends at once");
    // A terminal that closes may send more than one SIGHUP.
    let until = Instant::now() + ONE_REQUEST;
    let second = loop {
        match timeout_at(until, signals.next(None)).await {
            Ok(again) if again == first => {}
            Ok(other) => break other,
            Err(_) => break signals.next(None).await,
        }
    };
    tracing::warn!(signal = second, "ended by a second signal; work in progress is not committed");
    log.flush();
    std::process::exit(i32::from(Exit::Interrupted.code()));
}

impl Signals {
    /// Waits for the next signal that asks for the end.
    async fn next(&mut self, hangup: Option<&Hangup>) -> &'static str {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return "SIGTERM",
                _ = self.interrupt.recv() => return "SIGINT",
                _ = self.hangup.recv() => match hangup {
                    Some(Hangup::Ends) => return "SIGHUP",
                    Some(Hangup::Told(told)) if told.send(()).is_ok() => {}
                    Some(Hangup::Told(_)) | None => tracing::info!("SIGHUP ignored: nothing is read again here"),
                },
            }
        }
    }
}
