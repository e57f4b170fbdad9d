//! Which files stand still. Dates alone do not tell: a writer may set them back, copy them from elsewhere, or work on a
//! machine whose clock is behind. So a file is taken once two walks, an interval apart, found it the same.

use super::scan::FoundFile;
use super::seen::Seen;
use super::version::FileVersion;
use article::Timestamp;
use std::collections::HashMap;

/// What the first walk of a process finds unchanged for so long, in milliseconds, need not be seen twice: files that
/// were there before it. Longer than clocks of machines that are set by the network differ.
const LONG_UNCHANGED: i64 = 10_000;

/// Since when the files that are not taken yet are known to be what they are.
#[derive(Debug, Default)]
pub(super) struct Stillness {
    /// By path, dates and length, in Unix milliseconds.
    since: HashMap<FileVersion, i64>,
    has_walked: bool,
}

impl Stillness {
    /// Notes on each file of a walk begun at `now` whether it stood still for an interval in milliseconds.
    pub(super) fn note(&mut self, found: &mut [FoundFile], seen: &Seen, interval: i64, now: Timestamp) {
        let now = now.millis();
        let mut since = HashMap::new();
        for file in found.iter_mut().filter(|file| !seen.contains(file)) {
            let unseen_before = if !self.has_walked && file.is_unchanged_since(now - interval.max(LONG_UNCHANGED)) {
                now - interval
            } else {
                now
            };
            // After a clock that was set back the interval begins anew.
            let still = self.since.get(&file.version_with_permissions).map_or(unseen_before, |since| (*since).min(now));
            file.stands_still = now - still >= interval;
            since.insert(file.version_with_permissions, still);
        }
        self.since = since;
        self.has_walked = true;
    }
}
