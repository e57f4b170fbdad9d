//! Child processes that end when the test process ends, also when it is killed.
//!
//! The kernel signals a child when the thread that started it ends, and every test runs in a thread of its own; so all
//! children are started by one thread that lasts as long as the process.

use anyhow::{Context, anyhow};
use std::ffi::OsStr;
use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::time::Duration;

use crate::wait_for;

/// What a child gets when the test process is gone, and from [`signal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    Term,
    Quit,
    Kill,
    /// Stands still until [`Signal::Continue`].
    Stop,
    Continue,
}

impl Signal {
    fn name(self) -> &'static str {
        match self {
            Self::Term => "TERM",
            Self::Quit => "QUIT",
            Self::Kill => "KILL",
            Self::Stop => "STOP",
            Self::Continue => "CONT",
        }
    }
}

/// A command that starts `program`, through `setpriv` with more of its options, so that it dies with this process.
pub(crate) fn command(program: impl AsRef<OsStr>, on_end: Signal, options: &[&str]) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", on_end.name()]).args(options).arg("--").arg(program);
    command
}

struct Request {
    command: Command,
    answer: SyncSender<io::Result<Child>>,
}

/// Starts a command made by [`command`].
pub(crate) fn spawn(command: Command) -> anyhow::Result<Child> {
    static SPAWNER: OnceLock<Sender<Request>> = OnceLock::new();
    let spawner = SPAWNER.get_or_init(|| {
        let (requests, inbox) = channel();
        std::thread::spawn(move || serve(&inbox));
        requests
    });
    let program = format!("{command:?}");
    let (answer, reply) = sync_channel(1);
    spawner.send(Request { command, answer }).map_err(|_| anyhow!("the spawning thread is gone"))?;
    let child = reply.recv().context("the spawning thread is gone")?;
    child.with_context(|| format!("start {program} (setpriv comes with util-linux)"))
}

fn serve(inbox: &Receiver<Request>) {
    for Request { mut command, answer } in inbox {
        // Whoever asked waits for the answer; if its thread died, the child is of no use and dies with the process.
        let _ = answer.send(command.spawn());
    }
}

/// Sends a signal to a child that has not been waited for.
pub(crate) fn signal(child: &Child, signal: Signal) -> anyhow::Result<()> {
    let line = format!("kill -{} {}", signal.name(), child.id());
    let status = Command::new("sh").args(["-c", &line]).status().with_context(|| format!("run `{line}`"))?;
    anyhow::ensure!(status.success(), "`{line}` ended with {status}");
    Ok(())
}

/// Waits until a child has ended.
pub(crate) fn wait_exit(child: &mut Child, deadline: Duration) -> anyhow::Result<ExitStatus> {
    let id = child.id();
    wait_for(&format!("process {id} to end"), deadline, || match child.try_wait() {
        Ok(Some(status)) => Ok(status),
        Ok(None) => Err("it still runs".to_owned()),
        Err(error) => Err(error.to_string()),
    })
}

/// Kills a child and takes its end. For `Drop`: one that is gone already is as wanted.
pub(crate) fn end(child: &mut Child) {
    // Both fail only for a child that has ended.
    let _ = child.kill();
    let _ = child.wait();
}
