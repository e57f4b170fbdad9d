//! The store itself: one message a line.

use super::settings::StdoutSettings;
use crate::stores::row::REFUSED_BY_STORE;
use article::Unsteered;
use async_trait::async_trait;
use pipeline::{Delivery, Reason, Store, StoreError, Written};
use std::io::{self, Write};

/// Prints articles as NDJSON.
#[derive(Debug)]
pub struct StdoutStore<W = Unsteered<io::Stdout>> {
    settings: StdoutSettings,
    out: Option<W>,
}

impl StdoutStore {
    /// Prints to the process's standard output.
    pub fn new(settings: StdoutSettings) -> Self {
        Self::into_writer(settings, Unsteered::new(io::stdout()))
    }
}

impl<W: Write + Send + 'static> StdoutStore<W> {
    /// Prints to any writer.
    pub fn into_writer(settings: StdoutSettings, out: W) -> Self {
        Self { settings, out: Some(out) }
    }
}

#[async_trait]
impl<W: Write + Send + 'static> Store for StdoutStore<W> {
    fn name(&self) -> &str {
        &self.settings.name
    }

    async fn open(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        let mut lines = Vec::new();
        let mut answers = Vec::with_capacity(batch.len());
        for delivery in batch {
            let start = lines.len();
            match serde_json::to_writer(&mut lines, &delivery.article) {
                Ok(()) => {
                    lines.push(b'\n');
                    answers.push(Written::Stored);
                }
                Err(error) => {
                    lines.truncate(start);
                    let reason = Reason::new(REFUSED_BY_STORE, format!("encode the item: {error}"));
                    answers.push(Written::DeadLetter(reason));
                }
            }
        }
        let Some(mut out) = self.out.take() else {
            return Err(StoreError::Down("an earlier write to stdout was abandoned".to_owned()));
        };
        // A reader that is slow blocks the write, so it waits off the runtime.
        let printed = tokio::task::spawn_blocking(move || {
            let result = out.write_all(&lines).and_then(|()| out.flush());
            (out, result)
        });
        let (out, result) = printed.await.map_err(|error| StoreError::Down(format!("write to stdout: {error}")))?;
        self.out = Some(out);
        result.map_err(|error| trouble(&error))?;
        Ok(answers)
    }
}

/// Once the reader of a pipe has gone, no later write can reach it.
fn trouble(error: &io::Error) -> StoreError {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return StoreError::Gone("nobody reads stdout any more".to_owned());
    }
    StoreError::Down(format!("write to stdout: {error}"))
}
