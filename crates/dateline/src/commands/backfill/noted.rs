//! How far an archive was loaded: as it is noted in the cursors of the lane it goes through.

use super::files::ArchiveFile;
use super::passed_over::PassedOver;
use crate::commands::side_lane::known;
use anyhow::Context;
use article::{Timestamp, Topics};
use bus::Output;
use pipeline::position;
use serde::{Deserialize, Serialize};
use service::config::Settings;
use std::collections::{BTreeMap, HashMap};

/// What stands before the path of an archive in the key of its note. No source has such a name.
const KEY: &str = "backfill/";

/// How far an archive was loaded, and which file that was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Noted {
    pub(super) bytes: u64,
    pub(super) modified: Timestamp,
    /// Lines that were read, or records of a web archive. The first form of positions calls them lines.
    #[serde(alias = "lines")]
    pub(super) entries: u64,
    /// Records that were given of them, and entries of which none could be.
    pub(super) records: u64,
    pub(super) refused: u64,
    /// Those that hold no document, by why.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) passed_over: BTreeMap<PassedOver, u64>,
    /// To its end.
    pub(super) done: bool,
}

impl Noted {
    /// Of all archives of a lane, by their keys.
    pub(super) fn all(lane: &Settings) -> anyhow::Result<HashMap<String, Self>> {
        let known = known(lane, KEY)?.into_iter();
        let read = |(key, noted)| {
            let noted = serde_json::from_value(noted).with_context(|| format!("read what is noted of {key}"))?;
            Ok((key, noted))
        };
        known.map(read).collect()
    }

    /// Nothing of it was loaded.
    pub(super) fn new(file: &ArchiveFile) -> Self {
        let passed_over = BTreeMap::new();
        let (bytes, modified) = (file.bytes, file.modified);
        Self { bytes, modified, entries: 0, records: 0, refused: 0, passed_over, done: false }
    }

    /// Whether it is of the file as it is now.
    pub(super) fn is_of(&self, file: &ArchiveFile) -> bool {
        (self.bytes, self.modified) == (file.bytes, file.modified)
    }

    /// Why it cannot be gone on with.
    pub(super) fn has_changed(&self, file: &ArchiveFile) -> String {
        format!(
            "{} has changed since {} of its lines or records were loaded; --again loads it from its beginning",
            file.name(),
            self.entries
        )
    }

    /// What notes it.
    pub(super) fn output(&self, topics: &Topics, file: &ArchiveFile, at: Timestamp) -> anyhow::Result<Output> {
        let noted = serde_json::to_value(self).context("note how far an archive was loaded")?;
        Ok(position(topics, &format!("{KEY}{}", file.key()), Some(&noted), at))
    }
}
