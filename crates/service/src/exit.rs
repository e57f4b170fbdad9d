//! How a process ends: the exit codes, all in one list.

use std::process::ExitCode;

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
