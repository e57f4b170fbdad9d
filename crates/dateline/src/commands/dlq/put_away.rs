//! Putting dead letters away, batch by batch: each batch with its marks is one transaction.

use super::lane::Lane;
use crate::commands::progress::{self, Progress};
use anyhow::Context;
use article::Timestamp;
use bus::{BusError, Output};
use pipeline::letters::{Letter, MarkKind, Marks};
use std::io::Stderr;
use std::time::Instant;

/// A transaction ends at so many letters, or so many bytes of records.
const LETTERS: usize = 500;
const BYTES: usize = 4 << 20;

/// Collects letters and marks them, with what is to become of them.
pub(super) struct PutAway<'a> {
    lane: &'a Lane,
    mark: MarkKind,
    at: Timestamp,
    /// Nothing is written.
    dry_run: bool,
    batch: Batch,
    progress: Progress<Stderr>,
    /// Letters that are done.
    done: u64,
}

#[derive(Default)]
struct Batch {
    outputs: Vec<Output>,
    letters: usize,
    bytes: usize,
    /// What is told of them once they are written.
    told: Vec<String>,
}

impl<'a> PutAway<'a> {
    pub(super) fn begin(lane: &'a Lane, mark: MarkKind, at: Timestamp, dry_run: bool) -> anyhow::Result<Self> {
        if !dry_run {
            lane.prepare_marks()?;
        }
        let progress = progress::before_results("dead letters");
        Ok(Self { lane, mark, at, dry_run, batch: Batch::default(), progress, done: 0 })
    }

    /// Puts a letter away with the record that comes of it; gives the lines that may be told now.
    pub(super) fn add(&mut self, letter: &Letter, record: Option<Output>, told: String) -> anyhow::Result<Vec<String>> {
        let mark = Marks::output(&self.lane.topics, letter, self.mark, self.at)?;
        self.batch.letters += 1;
        self.batch.told.push(told);
        for output in record.into_iter().chain([mark]) {
            self.batch.bytes += output.record.size();
            if !self.dry_run {
                self.batch.outputs.push(output);
            }
        }
        self.progress.count(false, Instant::now());
        if self.batch.letters >= LETTERS || self.batch.bytes >= BYTES { self.write() } else { Ok(Vec::new()) }
    }

    /// Writes what is left, and clears marks of letters that are kept no longer.
    pub(super) fn finish(&mut self) -> anyhow::Result<Vec<String>> {
        let told = self.write()?;
        if !self.dry_run {
            let cleared = self.lane.marks.clearing(self.lane.bus.as_ref(), &self.lane.topics, self.at)?;
            for chunk in cleared.chunks(LETTERS) {
                self.append(chunk.to_vec())?;
            }
        }
        self.progress.clear();
        Ok(told)
    }

    fn write(&mut self) -> anyhow::Result<Vec<String>> {
        let batch = std::mem::take(&mut self.batch);
        self.append(batch.outputs)?;
        self.done += batch.letters as u64;
        Ok(batch.told)
    }

    fn append(&mut self, outputs: Vec<Output>) -> Result<(), anyhow::Error> {
        if outputs.is_empty() {
            return Ok(());
        }
        let written: Result<(), BusError> = self.lane.bus.append(outputs);
        written.with_context(|| {
            self.progress.clear();
            let (done, mark) = (self.done, self.mark.as_str());
            format!("{done} were {mark}; run the same again, and it goes on with the others")
        })
    }
}
