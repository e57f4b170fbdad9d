//! Which entries of a document are still to be taken, and which articles those taken have become. Pure: decides,
//! fetches nothing.

use super::cursor::FeedCursor;
use super::entry_document::{entry_record, is_entry};
use super::entry_identity::{EntryVersion, Known};
use super::known_article::{KnownArticle, Owner};
use super::known_entry::KnownEntry;
use super::ordered_feed::OrderedFeed;
use super::sameness::{Sameness, published};
use super::voice::Voice;
use crate::sources::fingerprint::Fingerprint;
use crate::sources::origin::Origin;
use crate::sources::pages::{Ledger, Open, Queue, Rest};
use article::{ArticleId, RawRecord};
use fetch::without_login;
use pipeline::Harvest;
use std::time::Duration;

/// The most records of one harvest, and the bytes after which it ends.
const MAX_RECORDS: usize = 500;
const MAX_BYTES: usize = 4 << 20;

/// The entries of a document that are new or changed, those that wait for their page, and those that are done.
pub(super) struct Backlog<'a> {
    pub(super) queue: Queue<KnownEntry>,
    pub(super) ledger: Taken<'a>,
}

/// The entries that are done.
#[derive(Debug)]
pub(super) struct Taken<'a> {
    /// Every entry of the document that is done, and those that were only waiting.
    pub(super) taken: Vec<EntryVersion>,
    /// Those of them that were taken in this harvest, in its order.
    fresh: Vec<Fresh>,
    voice: &'a Voice,
    origin: &'a Origin,
}

/// An entry that was taken in this harvest.
#[derive(Debug)]
struct Fresh {
    /// Where it is in `taken`.
    at: usize,
    link: Option<String>,
    id: String,
    /// The article its page makes if that declares no other address, and whose it is then.
    natural: ArticleId,
    owner: Owner,
    published: Option<Fingerprint>,
}

impl<'a> Backlog<'a> {
    /// What is open of a document; entries that the rest says were tried wait for the next time it is begun.
    pub(super) fn new(
        document: &OrderedFeed,
        cursor: &FeedCursor,
        rest: &Rest,
        voice: &'a Voice,
        origin: &'a Origin,
    ) -> Self {
        let before = cursor.known();
        let sameness = Sameness::of(voice, &document.entries);
        let in_feed = Known::of(document.entries.iter().map(|entry| entry.version));
        let waiting = Known::of(cursor.waiting.iter().map(|waiting| waiting.version));
        let gone = cursor.waiting.iter().filter_map(|waiting| {
            let version = waiting.version;
            let name = version.keys.identity().filter(|_| in_feed.find(&version).is_none())?;
            let (link, hints) = (Some(without_login(&waiting.url)), waiting.hints.clone());
            let stated = extract::FeedEntry::default();
            let mut entry = KnownEntry { version, link, hints, stated, name, by_itself: None };
            let told = sameness.tell(&entry, &before);
            entry.version.article = told.article;
            entry.hints.article = told.by_page;
            entry.by_itself = told.by_itself;
            Some(Open { entry, attempts: waiting.attempts, spent: waiting.spent() })
        });
        let (mut open, mut taken): (Vec<_>, Vec<_>) = (gone.collect(), Vec::new());
        for entry in &document.entries {
            let told = sameness.tell(entry, &before);
            let version = EntryVersion { article: told.article, ..entry.version };
            if before.has(&version) {
                taken.push(version);
                continue;
            }
            let mut entry = KnownEntry { version, by_itself: told.by_itself, ..entry.clone() };
            entry.hints.article = told.by_page;
            let same = waiting.find(&version).filter(|_| waiting.has(&version)).and_then(|at| cursor.waiting.get(at));
            let (attempts, spent) = same.map_or((0, Duration::ZERO), |same| (same.attempts, same.spent()));
            open.push(Open { entry, attempts, spent });
        }
        let ledger = Taken { taken, fresh: Vec::new(), voice, origin };
        Self { queue: Queue::new(open, rest), ledger }
    }
}

impl Taken<'_> {
    /// Notes which articles the entries taken in this harvest have become, of those that were not known before.
    /// `address` tells the article of a page that was fetched.
    pub(super) fn note_articles(&mut self, records: &[RawRecord], address: impl Fn(&RawRecord) -> Option<ArticleId>) {
        let mut records = records.iter().peekable();
        for fresh in &self.fresh {
            // Entries that were refused have no record.
            let is_of_it =
                |record: &&RawRecord| record.url == fresh.link && record.id.as_ref().is_none_or(|id| *id == fresh.id);
            let record = records.next_if(is_of_it);
            let Some(version) = self.taken.get_mut(fresh.at) else { continue };
            if version.article.is_some_and(|article| article.is_sure) {
                continue;
            }
            let (id, is_sure, owner) = match record {
                Some(record) if is_entry(record) => {
                    let stated = record.hints.as_ref().and_then(|hints| hints.article);
                    (stated.unwrap_or(fresh.natural), true, Owner::Source)
                }
                Some(record) => match address(record) {
                    Some(id) => (id, true, fresh.owner),
                    None => (fresh.natural, false, fresh.owner),
                },
                None => (fresh.natural, false, fresh.owner),
            };
            version.article = Some(KnownArticle { id, is_sure, published: fresh.published, owner });
        }
    }

    /// Takes entries as they are until the harvest is full; tells whether it was.
    pub(super) fn take_entries(&mut self, queue: &mut Queue<KnownEntry>, harvest: &mut Harvest) -> bool {
        let mut bytes = 0;
        while let Some(open) = queue.next() {
            bytes += self.send_itself(&open.entry, harvest);
            if harvest.records.len() >= MAX_RECORDS || bytes >= MAX_BYTES {
                return queue.has_next();
            }
        }
        false
    }
}

impl Ledger<KnownEntry> for Taken<'_> {
    const INSTEAD: &'static str = "the feed's own entry is sent instead";

    fn done(&mut self, entry: &KnownEntry) {
        self.fresh.push(Fresh {
            at: self.taken.len(),
            link: entry.link.clone(),
            id: entry.id_without_link(),
            natural: self.voice.natural(entry),
            owner: self.voice.owner(entry),
            published: published(entry),
        });
        self.taken.push(entry.version);
    }

    fn send_itself(&mut self, entry: &KnownEntry, harvest: &mut Harvest) -> usize {
        if matches!(self.voice.owner(entry), Owner::Site(_)) {
            // It would have been the article of that site's page.
            *harvest.refusals.entry("claim").or_default() += 1;
        }
        let record = entry_record(entry, self.origin);
        let bytes = record.body.len();
        harvest.records.push(record);
        self.done(entry);
        bytes
    }
}
