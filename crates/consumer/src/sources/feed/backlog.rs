//! Which entries are still to be taken, and of which articles they are. Pure: decides, fetches nothing.

use super::cursor::{FeedCursor, Waiting};
use super::document::FeedDocument;
use super::entry::{FeedEntry, Fingerprint, Origin};
use super::entry_document::{entry_record, is_entry};
use super::known_article::KnownArticle;
use super::ladder::{EntryVersion, Known};
use super::sameness::{Sameness, published};
use super::voice::{Owner, Voice};
use article::{ArticleId, RawRecord};
use fetch::without_login;
use pipeline::Harvest;
use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;
use url::Url;

/// The most records of one harvest, and the bytes after which it ends.
const MAX_RECORDS: usize = 500;
const MAX_BYTES: usize = 4 << 20;

/// The entries of a document that are new or changed, and those that wait for their page.
#[derive(Debug)]
pub(super) struct Backlog<'a> {
    /// Not looked at in this harvest.
    untried: VecDeque<OpenEntry>,
    /// Looked at since the document was last begun, and put off.
    put_off: Vec<OpenEntry>,
    /// Every entry of the document that is done, and those that were only waiting.
    pub(super) taken: Vec<EntryVersion>,
    /// Those of them that were taken in this harvest, in its order.
    fresh: Vec<Fresh>,
    voice: &'a Voice,
    /// In the harvests before.
    before: HeldUp,
    /// In this harvest.
    held_up: HeldUp,
}

/// Entries whose page waits until nobody else asks its host, and which host that is.
pub(super) type HeldUp = HashMap<Fingerprint, String>;

/// What a harvest left of a document, for the next one of the same document.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// The entries put off.
    pub(super) tried: HashSet<Fingerprint>,
    pub(super) held_up: HeldUp,
    /// The host of the next entry's page.
    pub(super) next_host: Option<String>,
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

/// An entry that is to be taken.
#[derive(Debug, Clone)]
pub(super) struct OpenEntry {
    pub(super) entry: FeedEntry,
    /// How often its page failed.
    pub(super) attempts: u32,
    /// How long its page was waited for in vain, over all polls.
    pub(super) spent: Duration,
}

impl OpenEntry {
    fn identity(&self) -> Option<Fingerprint> {
        self.entry.version.keys.identity()
    }
}

impl<'a> Backlog<'a> {
    /// What is open of a document; entries that the rest says were tried wait for the next time it is begun.
    pub(super) fn new(document: &FeedDocument, cursor: &FeedCursor, rest: &Rest, voice: &'a Voice) -> Self {
        let before = cursor.known();
        let sameness = Sameness::of(voice, &document.entries);
        let in_feed = Known::of(document.entries.iter().map(|entry| entry.version));
        let waiting = Known::of(cursor.waiting.iter().map(Waiting::version));
        let gone = cursor.waiting.iter().filter_map(|waiting| {
            let version = waiting.version();
            let name = version.keys.identity().filter(|_| in_feed.find(&version).is_none())?;
            let (link, hints) = (Some(without_login(&waiting.url)), waiting.hints.clone());
            let stated = extract::FeedEntry::default();
            let mut entry = FeedEntry { version, link, hints, stated, name, by_itself: None };
            let told = sameness.tell(&entry, &before);
            entry.version.article = told.article;
            entry.hints.article = told.by_page;
            entry.by_itself = told.by_itself;
            Some(OpenEntry { entry, attempts: waiting.attempts, spent: waiting.spent() })
        });
        let (mut open, mut taken): (Vec<_>, Vec<_>) = (gone.collect(), Vec::new());
        for entry in &document.entries {
            let told = sameness.tell(entry, &before);
            let version = EntryVersion { article: told.article, ..entry.version };
            if before.has(&version) {
                taken.push(version);
                continue;
            }
            let mut entry = FeedEntry { version, by_itself: told.by_itself, ..entry.clone() };
            entry.hints.article = told.by_page;
            let same = waiting.find(&version).filter(|_| waiting.has(&version)).and_then(|at| cursor.waiting.get(at));
            let (attempts, spent) = same.map_or((0, Duration::ZERO), |same| (same.attempts, same.spent()));
            open.push(OpenEntry { entry, attempts, spent });
        }
        let (put_off, mut untried): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|open| open.identity().is_some_and(|identity| rest.tried.contains(&identity)));
        // Pages that failed or have to wait come last, so that they hold up no others.
        let waits = |open: &OpenEntry| open.identity().is_some_and(|identity| rest.held_up.contains_key(&identity));
        untried.sort_by_key(|open| (open.attempts, waits(open)));
        Self {
            untried: untried.into(),
            put_off,
            taken,
            fresh: Vec::new(),
            voice,
            before: rest.held_up.clone(),
            held_up: HeldUp::new(),
        }
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

    /// The host that an entry's page needs: the one that held it up before, else the one of its link.
    pub(super) fn host_of(&self, open: &OpenEntry) -> Option<String> {
        let held_up_by =
            open.identity().and_then(|identity| self.held_up.get(&identity).or(self.before.get(&identity)));
        held_up_by.cloned().or_else(|| host_of(open.entry.link.as_deref()?))
    }

    /// This entry comes after all others, because somebody else asks its page's host.
    pub(super) fn hold_up(&mut self, open: OpenEntry, host: String) {
        match open.identity() {
            Some(identity) => {
                self.held_up.insert(identity, host);
                self.untried.push_back(open);
            }
            None => self.put_off(open),
        }
    }

    /// Whether this entry was held up in this harvest, and with it all that are left.
    pub(super) fn is_held_up(&self, open: &OpenEntry) -> bool {
        open.identity().is_some_and(|identity| self.held_up.contains_key(&identity))
    }

    /// This entry is for later.
    pub(super) fn put_off(&mut self, open: OpenEntry) {
        self.put_off.push(open);
    }

    /// Sends the entry itself, in the name of its feed; tells how many bytes it has.
    pub(super) fn send_itself(&mut self, entry: &FeedEntry, origin: &Origin, harvest: &mut Harvest) -> usize {
        if matches!(self.voice.owner(entry), Owner::Site(_)) {
            // It would have been the article of that site's page.
            *harvest.refusals.entry("claim").or_default() += 1;
        }
        let record = entry_record(entry, origin);
        let bytes = record.body.len();
        harvest.records.push(record);
        self.done(entry);
        bytes
    }

    /// Takes entries as they are until the harvest is full; tells whether it was.
    pub(super) fn take_entries(&mut self, origin: &Origin, harvest: &mut Harvest) -> bool {
        let mut bytes = 0;
        while let Some(open) = self.next() {
            bytes += self.send_itself(&open.entry, origin, harvest);
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
        let waiting = |open: &OpenEntry| {
            let link = open.entry.link.as_deref()?;
            Some(Waiting::new(&open.entry, link, (open.attempts, open.spent)))
        };
        open.filter_map(waiting).collect()
    }

    /// What the next harvest of the same document must know.
    pub(super) fn into_rest(self) -> Rest {
        let next_host = self.untried.front().and_then(|open| self.host_of(open));
        let mut held_up = self.before;
        held_up.extend(self.held_up);
        Rest { tried: self.put_off.iter().filter_map(OpenEntry::identity).collect(), held_up, next_host }
    }
}

/// The host of a URL.
pub(super) fn host_of(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_owned)
}
