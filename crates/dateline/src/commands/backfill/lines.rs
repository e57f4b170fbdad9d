//! The lines of archives, one after the other, for the lane they go through.

use super::archive::Archive;
use super::files::ArchiveFile;
use super::line::Ways;
use super::noted::Noted;
use crate::commands::bounded_line::too_long;
use crate::commands::side_lane::{Came, PARCEL_BYTES, PARCEL_RECORDS, Supply};
use crate::commands::stdout::tell;
use article::{Timestamp, Topics};
use bus::Output;
use service::clock;
use service::config::{Limits, Settings};
use std::io;

/// Of each archive, lines that are told which could not be taken; further ones are only counted.
const TOLD: u64 = 10;

/// The lines of archives.
pub(super) struct Lines {
    archives: Vec<One>,
    /// The archive that is read.
    at: usize,
    topics: Topics,
    limits: Limits,
}

/// An archive, and how far it was read.
struct One {
    file: ArchiveFile,
    noted: Noted,
    open: Option<Archive>,
    /// It could not be read to its end.
    failed: bool,
}

impl Lines {
    /// Those that were not loaded, for the lane of these settings.
    pub(super) fn of(archives: Vec<(ArchiveFile, Noted)>, lane: &Settings) -> Self {
        let one = |(file, noted)| One { file, noted, open: None, failed: false };
        let archives = archives.into_iter().map(one).collect();
        Self { archives, at: 0, topics: Topics::of(lane.lane.clone()), limits: lane.limits }
    }
}

impl Supply for Lines {
    fn next(&mut self) -> anyhow::Result<Option<Vec<Output>>> {
        let Some(one) = self.archives.get_mut(self.at) else { return Ok(None) };
        if one.noted.done {
            self.at += 1;
            return Ok(Some(Vec::new()));
        }
        let ways = Ways { topics: &self.topics, limits: &self.limits };
        let now = clock::now();
        let mut outputs = Vec::new();
        if let Err(error) = one.read(&ways, now, &mut outputs) {
            tell(&format!(
                "{}: cannot be read after line {}: {error}; the others are",
                one.file.name(),
                one.noted.lines
            ));
            one.failed = true;
            self.at += 1;
        }
        outputs.push(one.noted.output(&self.topics, &one.file, now)?);
        Ok(Some(outputs))
    }

    /// Archives stay noted: they are passed over the next time.
    fn ended(&mut self) -> Vec<Output> {
        Vec::new()
    }

    fn came(&self) -> Came {
        let sum = |count: fn(&One) -> u64| self.archives.iter().map(count).sum::<u64>();
        let (read, bytes) = (sum(One::bytes_read), sum(|one| one.file.bytes));
        #[expect(clippy::cast_precision_loss, reason = "a share for people to read")]
        let share = if bytes == 0 { 1.0 } else { read as f64 / bytes as f64 };
        let refused = sum(|one| one.noted.refused + u64::from(one.failed));
        Came { records: sum(|one| one.noted.records), refused, share }
    }
}

impl One {
    /// Adds the next records. An error is of the archive, not of a line; what came before it is added.
    fn read(&mut self, ways: &Ways<'_>, now: Timestamp, outputs: &mut Vec<Output>) -> io::Result<()> {
        let mut bytes = 0;
        let archive = match &mut self.open {
            Some(open) => open,
            none @ None => {
                let mut archive = Archive::open(&self.file.path)?;
                archive.skip(self.noted.lines)?;
                none.insert(archive)
            }
        };
        while outputs.len() < PARCEL_RECORDS && bytes < PARCEL_BYTES {
            let line = archive.next()?;
            if line.bytes.is_empty() && !line.too_long {
                self.noted.done = true;
                self.open = None;
                return Ok(());
            }
            self.noted.lines += 1;
            if line.bytes.trim_ascii().is_empty() {
                continue;
            }
            let given = if line.too_long { Err(too_long()) } else { ways.output(&line.bytes, self.file.modified, now) };
            match given {
                Ok(output) => {
                    bytes += output.record.size();
                    self.noted.records += 1;
                    outputs.push(output);
                }
                Err(why) => {
                    self.noted.refused += 1;
                    if self.noted.refused <= TOLD {
                        tell(&format!("{}:{}: {why}", self.file.name(), self.noted.lines));
                    }
                    if self.noted.refused == TOLD {
                        tell(&format!("{}: further lines like that are only counted", self.file.name()));
                    }
                }
            }
        }
        Ok(())
    }

    fn bytes_read(&self) -> u64 {
        match &self.open {
            _ if self.noted.done => self.file.bytes,
            Some(open) => open.bytes_read(),
            None => 0,
        }
    }
}
