//! A feed's document as this source works through it: its entries, oldest first, each with what it is known by.

use super::entry_identity::{EntryVersion, Keys};
use super::known_entry::KnownEntry;
use crate::sources::fingerprint::Fingerprint;
use article::{CanonicalUrl, Hints};
use extract::{FeedPace, NoFeed, read_feed};
use fetch::without_login;
use std::collections::{HashMap, HashSet};

/// Longest guid, title, author or category, in characters; longer ones are cut for the hints.
const MAX_STATED: usize = 1_000;

/// Most authors and categories kept of an entry.
const MAX_LISTED: usize = 30;

/// A feed's document.
#[derive(Debug)]
pub(super) struct OrderedFeed {
    /// Each entry once, oldest first.
    pub(super) entries: Vec<KnownEntry>,
    /// Pages that several of them share.
    pub(super) shared: Vec<Fingerprint>,
    /// When it says it is to be asked for.
    pub(super) pace: FeedPace,
}

impl OrderedFeed {
    /// Reads a document that was fetched from `base`. A page that entries shared once is the page of none for ever: the
    /// next entry that has it alone must not take the place of the first.
    pub(super) fn parse(
        bytes: &[u8],
        content_type: Option<&str>,
        base: &str,
        shared: &[Fingerprint],
    ) -> Result<Self, NoFeed> {
        let mut document = read_feed(bytes, content_type, Some(base))?;
        for entry in &mut document.entries {
            if entry.page().is_some_and(|page| shared.contains(&shared_page(&page))) {
                entry.share_page();
            }
        }
        let pages = document.entries.iter().filter_map(extract::FeedEntry::shared_page);
        let mut known = HashSet::new();
        let shared = pages.map(|page| shared_page(&page)).filter(|page| known.insert(*page)).collect();
        let once = Occurrences::of(&document.entries);
        let mut entries: Vec<KnownEntry> =
            document.entries.into_iter().filter_map(|stated| entry(stated, &once)).collect();
        entries.reverse();
        let at = |entry: &KnownEntry| {
            let stated = &entry.stated;
            stated.published.as_ref().or(stated.updated.as_ref()).map(|date| date.at)
        };
        if entries.iter().all(|entry| at(entry).is_some()) {
            entries.sort_by_key(at);
        }
        Ok(Self { entries, shared, pace: document.pace })
    }
}

fn shared_page(page: &CanonicalUrl) -> Fingerprint {
    Fingerprint::of(&[b"shared", page.loose().as_bytes()])
}

/// How many entries of a document can be known by the same address, spelled loosely, or by the same words.
struct Occurrences {
    addresses: HashMap<String, usize>,
    words: HashMap<Fingerprint, usize>,
}

impl Occurrences {
    fn of(entries: &[extract::FeedEntry]) -> Self {
        let mut occurrences = Self { addresses: HashMap::new(), words: HashMap::new() };
        for entry in entries {
            if let Some(page) = entry.page() {
                *occurrences.addresses.entry(page.loose()).or_default() += 1;
            }
            *occurrences.words.entry(words(entry)).or_default() += 1;
        }
        occurrences
    }
}

/// The entry; `None` when there is nothing to know it by and nothing to send.
fn entry(stated: extract::FeedEntry, occurrences: &Occurrences) -> Option<KnownEntry> {
    let keys = keys(&stated, occurrences);
    let identity = keys.identity()?;
    // As the entry has it: what is canonical here is not always what the server answers to.
    let link = stated.link.as_deref().filter(|_| stated.page().is_some()).map(without_login);
    let published = stated.published.as_ref().map(|date| date.value.clone());
    let updated = stated.updated.as_ref().map(|date| date.value.clone()).filter(|at| Some(at) != published.as_ref());
    let authors: Vec<String> = stated.authors.iter().take(MAX_LISTED).map(|name| shortened(name)).collect();
    let hints = Hints {
        guid: stated.id().map(shortened),
        title: stated.title.as_deref().map(shortened),
        byline: (!authors.is_empty()).then(|| authors.join(", ")),
        published,
        updated,
        categories: stated.categories.iter().take(MAX_LISTED).map(|category| shortened(category)).collect(),
        ..Hints::default()
    };
    let apart = stated.shared_page().map(|_| content(&stated, None));
    let page = stated.page().or_else(|| stated.shared_page());
    let content = content(&stated, page.as_ref());
    let version = EntryVersion { keys, content: Some(content), content_apart: apart, article: None };
    let name = name(&stated).unwrap_or(identity);
    Some(KnownEntry { version, link, hints, stated, name, by_itself: None })
}

/// What an entry is known by from poll to poll, where it names this entry and no other of the document.
fn keys(entry: &extract::FeedEntry, occurrences: &Occurrences) -> Keys {
    let page = entry.page().map(|page| {
        let loose = page.loose();
        let alone = occurrences.addresses.get(&loose) == Some(&1);
        Fingerprint::of(&[b"page", if alone { loose.as_bytes() } else { page.as_str().as_bytes() }])
    });
    let words = words(entry);
    let says = entry.title.is_some() || entry.text().is_some();
    Keys {
        guid: entry.id().map(|guid| Fingerprint::of(&[b"guid", guid.as_bytes()])),
        page,
        words: Some(words).filter(|words| says && occurrences.words.get(words) == Some(&1)),
        former: former_identity(entry),
    }
}

fn words(entry: &extract::FeedEntry) -> Fingerprint {
    Fingerprint::of(&[b"words", entry.title.as_deref().unwrap_or_default().as_bytes(), text(entry)])
}

/// What an entry without guid is called where something must be its id: the same for a corrected text where the entry
/// has a date, so that it becomes another version.
fn name(entry: &extract::FeedEntry) -> Option<Fingerprint> {
    let dated = entry.published.is_some() || entry.page().is_some();
    if dated { former_identity(entry) } else { None }
}

/// The only identity that positions of form 1 knew.
fn former_identity(entry: &extract::FeedEntry) -> Option<Fingerprint> {
    let published = entry.published.as_ref().map_or("", |date| &date.value);
    Some(match (entry.id(), entry.page().and(entry.link.as_deref()), entry.title.as_deref()) {
        (Some(guid), _, _) => Fingerprint::of(&[b"guid", guid.as_bytes()]),
        (None, Some(link), _) => Fingerprint::of(&[b"link", link.as_bytes()]),
        (None, None, Some(title)) => Fingerprint::of(&[b"title", title.as_bytes(), published.as_bytes()]),
        (None, None, None) => return None,
    })
}

/// Of everything that makes a new version worth sending. Whether others have its page, too, is no news of the entry.
fn content(entry: &extract::FeedEntry, page: Option<&CanonicalUrl>) -> Fingerprint {
    let value = |date: &Option<extract::FeedDate>| date.as_ref().map(|date| date.value.clone()).unwrap_or_default();
    let (published, updated) = (value(&entry.published), value(&entry.updated));
    let page = page.map(CanonicalUrl::loose).unwrap_or_default();
    let title = entry.title.as_deref().unwrap_or_default();
    Fingerprint::of(&[title.as_bytes(), page.as_bytes(), text(entry), published.as_bytes(), updated.as_bytes()])
}

fn text(entry: &extract::FeedEntry) -> &[u8] {
    entry.text().map_or(&[], |text| text.value().as_bytes())
}

fn shortened(text: &str) -> String {
    article::collapse_white_space(text).chars().take(MAX_STATED).collect()
}
