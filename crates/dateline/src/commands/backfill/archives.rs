//! The entries of archives, one after the other, for the lane they go through.

use super::archive::Archive;
use super::entry::Entry;
use super::files::ArchiveFile;
use super::line::Ways;
use super::noted::Noted;
use super::passed_over::outline;
use crate::commands::side_lane::{Came, PARCEL_BYTES, PARCEL_RECORDS, Supply};
use crate::commands::stdout::tell;
use article::{Timestamp, Topics};
use bus::Output;
use service::clock;
use service::config::{Limits, Settings};
use std::io;

/// Of each archive, entries that are told which could not be taken; further ones are only counted.
const TOLD: u64 = 10;
/// Bytes of a file that are gone past for one parcel, though there were no records in them.
const STRIDE: u64 = 16 << 20;

/// Archives that are loaded.
pub(super) struct Archives {
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

impl Archives {
    /// Those that were not loaded, for the lane of these settings.
    pub(super) fn of(archives: Vec<(ArchiveFile, Noted)>, lane: &Settings) -> Self {
        let one = |(file, noted)| One { file, noted, open: None, failed: false };
        let archives = archives.into_iter().map(one).collect();
        Self { archives, at: 0, topics: Topics::of(lane.lane.clone()), limits: lane.limits }
    }
}

impl Supply for Archives {
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
                "{}:{}: what follows cannot be read: {error}; other archives are",
                one.file.name(),
                one.noted.entries
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
        let passed_over = sum(|one| one.noted.passed_over.values().sum());
        Came { records: sum(|one| one.noted.records), refused, passed_over, share }
    }
}

impl One {
    /// Adds the next records. An error is of the archive, not of an entry; what came before it is added.
    fn read(&mut self, ways: &Ways<'_>, now: Timestamp, outputs: &mut Vec<Output>) -> io::Result<()> {
        let mut bytes = 0;
        let archive = match &mut self.open {
            Some(open) => open,
            none @ None => {
                let mut archive = Archive::open(&self.file.path)?;
                archive.skip(self.noted.entries)?;
                none.insert(archive)
            }
        };
        let from = archive.bytes_read();
        while outputs.len() < PARCEL_RECORDS && bytes < PARCEL_BYTES && archive.bytes_read() - from < STRIDE {
            let Some(entry) = archive.next(ways.limits.ingest)? else {
                self.noted.done = true;
                self.open = None;
                if !self.noted.passed_over.is_empty() {
                    tell(&format!("{}: passed over: {}", self.file.name(), outline(&self.noted.passed_over)));
                }
                return Ok(());
            };
            self.noted.entries += 1;
            let given = match entry {
                Entry::Line(line) if line.trim_ascii().is_empty() => continue,
                Entry::Line(line) => ways.output(&line, self.file.modified, now),
                Entry::Document(raw) => ways.of_raw(*raw, self.file.modified, now),
                Entry::PassedOver(why) => {
                    *self.noted.passed_over.entry(why).or_default() += 1;
                    continue;
                }
                Entry::Refused(why) => Err(why),
            };
            match given {
                Ok(output) => {
                    bytes += output.record.size();
                    self.noted.records += 1;
                    outputs.push(output);
                }
                Err(why) => {
                    self.noted.refused += 1;
                    if self.noted.refused <= TOLD {
                        tell(&format!("{}:{}: {why}", self.file.name(), self.noted.entries));
                    }
                    if self.noted.refused == TOLD {
                        tell(&format!("{}: further ones like that are only counted", self.file.name()));
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
