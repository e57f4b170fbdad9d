//! How a process ends: the exit codes, all in one list, and the end at the latest.

use pipeline::Shutdown;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

/// What a process may take for its orderly end once the drain deadline has passed: open requests, the last log lines.
const AFTER_DEADLINE: Duration = Duration::from_secs(3);

/// Exit code for problems of the configuration (`EX_CONFIG` of sysexits.h).
pub const EXIT_CONFIG: u8 = 78;

/// How a service ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: everything in progress was finished and committed.
    Drained,
    /// 1: a part failed or could not be started; the others drained.
    PartFailed,
    /// 75 (`EX_TEMPFAIL`): the drain deadline passed with work in progress. It is not committed and is done again
    /// after the next start.
    DeadlinePassed,
    /// 78: problems of the configuration; nothing was started.
    Configuration,
    /// 130: a second signal; ended at once.
    Interrupted,
    /// 141 (128 and SIGPIPE, as of other programs at a broken pipe): nobody reads what a store prints any more; the
    /// other parts drained.
    ReaderGone,
}

impl Exit {
    /// The code the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Drained => 0,
            Self::PartFailed => 1,
            Self::DeadlinePassed => 75,
            Self::Configuration => EXIT_CONFIG,
            Self::Interrupted => 130,
            Self::ReaderGone => 141,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// From now on the process has ended with [`Exit::DeadlinePassed`] soon after `drain_deadline` from the request of
/// `shutdown`, whatever its parts, its runtime and its log are stuck in. Kept by a thread that does nothing else.
pub fn end_at_the_latest(shutdown: &Shutdown, drain_deadline: Duration) -> io::Result<()> {
    let shutdown = shutdown.clone();
    let keep = move || {
        while !shutdown.wait_timeout(Duration::MAX) {}
        std::thread::sleep(drain_deadline + AFTER_DEADLINE);
        std::process::exit(i32::from(Exit::DeadlinePassed.code()));
    };
    // Ends with the process, there is nothing to join.
    std::thread::Builder::new().name("deadline".to_owned()).spawn(keep).map(drop)
}
