//! Which entries are still to be taken. Pure: decides, fetches nothing.

use super::cursor::{FeedCursor, Waiting};
use super::document::FeedDocument;
use super::entry::{FeedEntry, Fingerprint, Origin};
use super::entry_document::entry_record;
use super::ladder::{EntryVersion, Known};
use pipeline::Harvest;
use std::collections::{HashSet, VecDeque};

/// The most records of one harvest, and the bytes after which it ends.
const MAX_RECORDS: usize = 500;
const MAX_BYTES: usize = 4 << 20;

/// The entries of a document that are new or changed, and those that wait for their page.
#[derive(Debug)]
pub(super) struct Backlog {
    /// Not looked at in this harvest.
    untried: VecDeque<OpenEntry>,
    /// Looked at since the document was last begun, and put off.
    put_off: Vec<OpenEntry>,
    /// Every entry of the document that is done, and those that were only waiting.
    pub(super) taken: Vec<EntryVersion>,
}

/// An entry that is to be taken.
#[derive(Debug, Clone)]
pub(super) struct OpenEntry {
    pub(super) entry: FeedEntry,
    /// How often its page failed.
    pub(super) attempts: u32,
}

impl OpenEntry {
    fn identity(&self) -> Option<Fingerprint> {
        self.entry.version.keys.identity()
    }
}

impl Backlog {
    /// What is open of a document; entries of `tried` wait for the next time it is begun.
    pub(super) fn new(document: &FeedDocument, cursor: &FeedCursor, tried: &HashSet<Fingerprint>) -> Self {
        let before = cursor.known();
        let in_feed = Known::of(document.entries.iter().map(|entry| entry.version));
        let waiting = Known::of(cursor.waiting.iter().map(Waiting::version));
        let gone = cursor.waiting.iter().filter_map(|waiting| {
            let version = waiting.version();
            let name = version.keys.identity().filter(|_| in_feed.find(&version).is_none())?;
            let (link, hints) = (Some(waiting.url.clone()), waiting.hints.clone());
            let entry = FeedEntry { version, link, hints, stated: extract::FeedEntry::default(), name };
            Some(OpenEntry { entry, attempts: waiting.attempts })
        });
        let (mut open, mut taken): (Vec<_>, Vec<_>) = (gone.collect(), Vec::new());
        for entry in &document.entries {
            let version = entry.version;
            if before.has(&version) {
                taken.push(version);
                continue;
            }
            let same = waiting.find(&version).filter(|_| waiting.has(&version)).and_then(|at| cursor.waiting.get(at));
            open.push(OpenEntry { entry: entry.clone(), attempts: same.map_or(0, |waiting| waiting.attempts) });
        }
        let (put_off, mut untried): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|open| open.identity().is_some_and(|identity| tried.contains(&identity)));
        // Pages that failed come last, so that they hold up no others.
        untried.sort_by_key(|open| open.attempts);
        Self { untried: untried.into(), put_off, taken }
    }

    /// The next entry to take.
    pub(super) fn next(&mut self) -> Option<OpenEntry> {
        self.untried.pop_front()
    }

    /// This entry is the next one again.
    pub(super) fn put_back(&mut self, open: OpenEntry) {
        self.untried.push_front(open);
    }

    /// Whether there is another one.
    pub(super) fn has_next(&self) -> bool {
        !self.untried.is_empty()
    }

    /// This entry is done.
    pub(super) fn done(&mut self, entry: &FeedEntry) {
        self.taken.push(entry.version);
    }

    /// This entry is for later.
    pub(super) fn put_off(&mut self, open: OpenEntry) {
        self.put_off.push(open);
    }

    /// Takes entries as they are until the harvest is full; tells whether it was.
    pub(super) fn take_entries(&mut self, origin: &Origin, harvest: &mut Harvest) -> bool {
        let mut bytes = 0;
        while let Some(open) = self.next() {
            let record = entry_record(&open.entry, origin);
            bytes += record.body.len();
            harvest.records.push(record);
            self.done(&open.entry);
            if harvest.records.len() >= MAX_RECORDS || bytes >= MAX_BYTES {
                return self.has_next();
            }
        }
        false
    }

    /// Whether nothing is open.
    pub(super) fn is_done(&self) -> bool {
        self.untried.is_empty() && self.put_off.is_empty()
    }

    /// What is open, for the position. Entries that are not followed need no page and come with the document.
    pub(super) fn waiting(&self, follow: bool) -> Vec<Waiting> {
        let open = self.put_off.iter().chain(&self.untried).filter(|_| follow);
        open.filter_map(|open| Some(Waiting::new(&open.entry, open.entry.link.as_deref()?, open.attempts))).collect()
    }

    /// The entries put off, for the next harvest of the same document.
    pub(super) fn into_tried(self) -> HashSet<Fingerprint> {
        self.put_off.iter().filter_map(OpenEntry::identity).collect()
    }
}
