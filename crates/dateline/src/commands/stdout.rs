//! Standard output and standard error as every command writes to them: what strangers wrote cannot steer a terminal from
//! here, whoever prints it and whatever it is. Whoever reads stdout may go at any time, as `head` does: that is no error,
//! and ends the command without a word.

use anyhow::Context;
use article::{Unsteered, escaped};
use std::io::{self, ErrorKind, Stderr, StdoutLock, Write};
use std::process::ExitCode;

/// Standard output. Its one error of its own kind is that nobody reads any more.
#[derive(Debug)]
pub(crate) struct Stdout(StdoutLock<'static>);

/// The reader has gone. Told from other broken pipes, such as that of a connection to a database.
#[derive(Debug, thiserror::Error)]
#[error("nobody reads stdout any more")]
struct ReaderGone;

/// Standard output, for this thread alone until it is dropped. Lines are what is written; nothing else in them steers.
pub(crate) fn stdout() -> Unsteered<Stdout> {
    Unsteered::new(painted_stdout())
}

/// The same for lines with colours of our own. Whatever else is in them has come through [`article::printable`].
pub(crate) fn painted_stdout() -> Stdout {
    Stdout(io::stdout().lock())
}

/// Standard error, for messages to people.
pub(crate) fn stderr() -> Unsteered<Stderr> {
    Unsteered::new(io::stderr())
}

/// A line for people, on stderr, where it gets in nobody's way.
pub(crate) fn tell(text: &str) {
    // With stderr closed there is nowhere left to say it.
    let _ = writeln!(stderr(), "dateline: {}", escaped(text));
}

/// Help that was asked for, or what is wrong with the command line. A reader that has gone has seen enough.
pub(crate) fn tell_usage(told: &clap::Error) -> anyhow::Result<ExitCode> {
    let printed = told.print().and_then(|()| io::stdout().flush());
    match printed {
        Err(error) if !told.use_stderr() && error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("write to stdout")
        }
        Ok(()) | Err(_) => Ok(ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2))),
    }
}

/// Whether this is what went wrong: the reader of stdout has gone.
pub(crate) fn is_reader_gone(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|error| error.get_ref().is_some_and(|inner| inner.is::<ReaderGone>()))
}

fn told(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::BrokenPipe { io::Error::new(ErrorKind::BrokenPipe, ReaderGone) } else { error }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(told)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_reader_of_stdout_counts() {
        let gone = anyhow::Error::from(told(ErrorKind::BrokenPipe.into())).context("write to stdout");
        assert!(is_reader_gone(&gone));
        let database = anyhow::Error::from(io::Error::from(ErrorKind::BrokenPipe)).context("ask the database");
        assert!(!is_reader_gone(&database));
        assert!(!is_reader_gone(&anyhow::Error::from(told(ErrorKind::StorageFull.into()))));
    }
}
