//! Which article an entry is a version of. Pure: decides by what the position knows and what the document holds.
//!
//! An entry that says the same, or has the same page, is the same article. So is one that kept its guid while its page
//! moved, as after an edited headline: the guid outranks the link. Not so where the guid may be no name but the number
//! of a place, or where the page it had is now another entry's.

use super::entry::{FeedEntry, Fingerprint};
use super::known_article::KnownArticle;
use super::ladder::{EntryVersion, Known};
use article::{ArticleId, CanonicalUrl};
use std::collections::HashSet;

/// Guids that are no greater numbers than this, or than the feed has entries, may count places.
const LARGEST_PLACE: u64 = 100;

/// Decides for the entries of one document.
#[derive(Debug)]
pub(super) struct Sameness<'a> {
    source: &'a str,
    /// Pages of its entries.
    pages: HashSet<Fingerprint>,
    largest_place: u64,
    /// Whether articles are made of the entries' pages, which may declare another address.
    follow: bool,
}

/// What is known of the article of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Told {
    /// For the position.
    pub(super) article: Option<KnownArticle>,
    /// What the record has to say, as its document does not lead there for certain.
    pub(super) stated: Option<ArticleId>,
}

impl<'a> Sameness<'a> {
    /// For the entries of a document of this source.
    pub(super) fn of(source: &'a str, entries: &[FeedEntry], follow: bool) -> Self {
        let pages = entries.iter().filter_map(|entry| entry.version.keys.page).collect();
        let largest_place = LARGEST_PLACE.max(u64::try_from(entries.len()).unwrap_or(u64::MAX));
        Self { source, pages, largest_place, follow }
    }

    /// What the position knows of the article of an entry; nothing of one that is new.
    pub(super) fn tell(&self, entry: &FeedEntry, known: &Known) -> Told {
        let Some(before) = self.same(entry, known) else { return Told::default() };
        let stays = before.keys.page == entry.version.keys.page;
        let (article, assumed) = match before.article {
            Some(article) => (Some(article), false),
            // Positions of former forms do not tell.
            None => (self.assumed(before, entry), true),
        };
        let Some(article) = article else { return Told::default() };
        let leads_elsewhere = !stays && (!assumed || natural(entry, self.source) != article.id);
        // Of an entry that is taken itself it is known where it leads.
        let needed = self.follow || natural(entry, self.source) != article.id;
        let stated = (needed && (article.is_sure || leads_elsewhere)).then_some(article.id);
        let is_sure = article.is_sure || leads_elsewhere;
        Told { article: Some(KnownArticle { is_sure, published: published(entry), ..article }), stated }
    }

    /// The version of the same article that the position knows: one that says the same, else one of the same page, else
    /// one whose page moved.
    fn same<'k>(&self, entry: &FeedEntry, known: &'k Known) -> Option<&'k EntryVersion> {
        let page = entry.version.keys.page;
        let candidates = || known.candidates(&entry.version).map(|(_, known)| known);
        candidates()
            .find(|known| known.says_the_same(&entry.version))
            .or_else(|| candidates().find(|known| page.is_some() && known.keys.page == page))
            .or_else(|| candidates().find(|known| self.has_moved(known, entry)))
    }

    /// Whether the entry is the known one at another page, or without one.
    fn has_moved(&self, known: &EntryVersion, entry: &FeedEntry) -> bool {
        let guid = entry.version.keys.guid;
        // The page it had may be there, as another entry's.
        if guid.is_none() || known.keys.guid != guid || known.keys.page.is_some_and(|page| self.pages.contains(&page)) {
            return false;
        }
        let dated = known.article.and_then(|article| article.published);
        (dated.is_some() && dated == published(entry)) || !self.may_be_place(entry)
    }

    fn may_be_place(&self, entry: &FeedEntry) -> bool {
        let guid = entry.hints.guid.as_deref().unwrap_or_default();
        guid.parse::<u64>().is_ok_and(|number| number <= self.largest_place)
    }

    /// The article that a former version made of an entry, by the rules of then.
    fn assumed(&self, before: &EntryVersion, entry: &FeedEntry) -> Option<KnownArticle> {
        let known = |id, is_sure| KnownArticle { id, is_sure, published: published(entry) };
        let of_guid = || ArticleId::of_source(self.source, &entry.id_without_link());
        match (before.keys.page, entry.version.keys.page) {
            // Positions of form 1 tell no pages.
            _ if before.content.is_none() => Some(known(natural(entry, self.source), false)),
            // Followed pages may have declared another address.
            (Some(before), Some(now)) if before == now => Some(known(natural(entry, self.source), !self.follow)),
            // By now it is known that other entries have its page, too.
            (Some(_), None) => entry.stated.shared_page().map(|page| known(ArticleId::of_url(&page), true)),
            (None, _) if before.keys.guid.is_some() => Some(known(of_guid(), true)),
            (None, None) => Some(known(natural(entry, self.source), true)),
            (Some(_), Some(_)) | (None, Some(_)) => None,
        }
    }
}

/// The article that an entry makes by itself: of its page, else of its id at its source.
pub(super) fn natural(entry: &FeedEntry, source: &str) -> ArticleId {
    // An address that is no page's names none.
    let page = entry.link.as_deref().and_then(|link| CanonicalUrl::parse(link).ok());
    match page {
        Some(page) => ArticleId::of_url(&page),
        None => ArticleId::of_source(source, &entry.id_without_link()),
    }
}

/// Of the date an entry states.
pub(super) fn published(entry: &FeedEntry) -> Option<Fingerprint> {
    entry.hints.published.as_deref().map(|published| Fingerprint::of(&[b"published", published.as_bytes()]))
}
