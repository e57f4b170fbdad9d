//! What a thread logs, as lines of text.

use std::io;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tracing::subscriber::DefaultGuard;

/// Alive beside the one of a test: as long as there is only one, `tracing` asks just the thread that reaches a line first
/// whether it is wanted, and that may be another test's, which wants none.
static SECOND: LazyLock<tracing::Dispatch> = LazyLock::new(|| tracing::Dispatch::new(tracing_subscriber::registry()));

/// The lines of the threads that [`Self::listen`] was called in.
#[derive(Debug, Clone, Default)]
pub struct LogLines(Arc<Mutex<Vec<u8>>>);

impl LogLines {
    /// Keeps what this thread logs from now on, as long as the guard lives.
    pub fn listen(&self) -> DefaultGuard {
        LazyLock::force(&SECOND);
        let lines = self.clone();
        let log = tracing_subscriber::fmt().with_ansi(false).with_writer(move || lines.clone()).finish();
        tracing::subscriber::set_default(log)
    }

    /// The lines since the last call.
    pub fn take(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
    }
}

impl io::Write for LogLines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
