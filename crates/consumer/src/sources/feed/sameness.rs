//! Which article an entry is a version of. Pure: decides by what the position knows and what the document holds.
//!
//! An entry that says the same, or has the same page, is the same article. So is one that kept its guid while its page
//! moved, as after an edited headline: the guid outranks the link. Not so where the guid may be no name but the number
//! of a place, or where the page it had is now another entry's.

use super::entry_identity::{EntryVersion, Known};
use super::known_article::{KnownArticle, Owner};
use super::known_entry::KnownEntry;
use super::voice::Voice;
use crate::sources::fingerprint::Fingerprint;
use article::ArticleId;
use std::collections::HashSet;

/// Guids that are no greater numbers than this, or than the feed has entries, may count places.
const LARGEST_PLACE: u64 = 100;

/// Decides for the entries of one document.
#[derive(Debug)]
pub(super) struct Sameness<'a> {
    voice: &'a Voice,
    /// Pages of its entries.
    pages: HashSet<Fingerprint>,
    largest_place: u64,
}

/// What is known of the article of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Told {
    /// For the position.
    pub(super) article: Option<KnownArticle>,
    /// What the record of its page has to say, as the page does not lead there for certain.
    pub(super) by_page: Option<ArticleId>,
    /// What the record of the entry itself has to say, as its link leads elsewhere.
    pub(super) by_itself: Option<ArticleId>,
}

impl<'a> Sameness<'a> {
    /// For the entries of a document of this source.
    pub(super) fn of(voice: &'a Voice, entries: &[KnownEntry]) -> Self {
        let pages = entries.iter().filter_map(|entry| entry.version.keys.page).collect();
        let largest_place = LARGEST_PLACE.max(u64::try_from(entries.len()).unwrap_or(u64::MAX));
        Self { voice, pages, largest_place }
    }

    /// What the position knows of the article of an entry, and what its records have to say.
    pub(super) fn tell(&self, entry: &KnownEntry, known: &Known) -> Told {
        let natural = self.voice.natural(entry);
        let stated = |id| Some(id).filter(|id| *id != natural);
        let new = Told { by_itself: stated(self.voice.told(entry)), ..Told::default() };
        let Some(before) = self.same(entry, known) else { return new };
        let stays = before.keys.page == entry.version.keys.page;
        let (article, assumed) = match before.article {
            Some(article) => (Some(article), false),
            // Positions of former forms do not tell.
            None => (self.assumed(before, entry), true),
        };
        let Some(article) = article else { return new };
        let leads_elsewhere = !stays && (!assumed || natural != article.id);
        let is_sure = article.is_sure || leads_elsewhere;
        let owner = self.owner(&article, entry, stays);
        let may_tell = |by_page: bool| match owner {
            Owner::Source => true,
            // Another site's, which it alone tells.
            Owner::Site(_) => by_page && owner == self.voice.owner(entry),
            Owner::Unknown => by_page && natural == article.id,
        };
        if self.voice.follow && !may_tell(true) {
            // A page elsewhere: what it says is another story.
            return new;
        }
        let article = KnownArticle { is_sure, published: published(entry), owner, ..article };
        if !self.voice.follow && !may_tell(false) {
            // Positions of former forms hold articles that this source does not speak for. From now on it tells its own.
            let id = self.voice.told(entry);
            let own = KnownArticle { id, is_sure: true, owner: Owner::Source, ..article };
            return Told { article: Some(own), ..new };
        }
        let by_page = (is_sure && self.voice.follow).then_some(article.id);
        let by_itself = if is_sure && may_tell(false) { stated(article.id) } else { new.by_itself };
        Told { article: Some(article), by_page, by_itself }
    }

    /// Whose a known article is. Where the position does not tell, its id or its page does.
    fn owner(&self, article: &KnownArticle, entry: &KnownEntry, stays: bool) -> Owner {
        if article.owner != Owner::Unknown {
            return article.owner;
        }
        // By now other entries have its page, too.
        let shared = entry.stated.shared_page().filter(|page| ArticleId::of_url(page) == article.id);
        if let Some(page) = shared {
            return self.voice.owner_of_page(&page);
        }
        match article.owner {
            Owner::Unknown if [self.voice.of_id(entry), self.voice.told(entry)].contains(&article.id) => Owner::Source,
            Owner::Unknown if stays => self.voice.owner(entry),
            owner => owner,
        }
    }

    /// The version of the same article that the position knows: one that says the same, else one of the same page, else
    /// one whose page moved.
    fn same<'k>(&self, entry: &KnownEntry, known: &'k Known) -> Option<&'k EntryVersion> {
        let page = entry.version.keys.page;
        let candidates = || known.candidates(&entry.version).map(|(_, known)| known);
        candidates()
            .find(|known| known.says_the_same(&entry.version))
            .or_else(|| candidates().find(|known| page.is_some() && known.keys.page == page))
            .or_else(|| candidates().find(|known| self.has_moved(known, entry)))
    }

    /// Whether the entry is the known one at another page, or without one.
    fn has_moved(&self, known: &EntryVersion, entry: &KnownEntry) -> bool {
        let guid = entry.version.keys.guid;
        // The page it had may be there, as another entry's.
        if guid.is_none() || known.keys.guid != guid || known.keys.page.is_some_and(|page| self.pages.contains(&page)) {
            return false;
        }
        let dated = known.article.and_then(|article| article.published);
        (dated.is_some() && dated == published(entry)) || !self.may_be_place(entry)
    }

    fn may_be_place(&self, entry: &KnownEntry) -> bool {
        let guid = entry.hints.guid.as_deref().unwrap_or_default();
        guid.parse::<u64>().is_ok_and(|number| number <= self.largest_place)
    }

    /// The article that a former version made of an entry, by the rules of then.
    fn assumed(&self, before: &EntryVersion, entry: &KnownEntry) -> Option<KnownArticle> {
        let known = |id, is_sure| KnownArticle { id, is_sure, published: published(entry), owner: Owner::Unknown };
        match (before.keys.page, entry.version.keys.page) {
            // Positions of form 1 tell no pages.
            _ if before.content.is_none() => Some(known(self.voice.natural(entry), false)),
            // Followed pages may have declared another address.
            (Some(before), Some(now)) if before == now => Some(known(self.voice.natural(entry), !self.voice.follow)),
            // By now it is known that other entries have its page, too.
            (Some(_), None) => entry.stated.shared_page().map(|page| known(ArticleId::of_url(&page), true)),
            (None, _) if before.keys.guid.is_some() => Some(known(self.voice.of_id(entry), true)),
            (None, None) => Some(known(self.voice.natural(entry), true)),
            (Some(_), Some(_)) | (None, Some(_)) => None,
        }
    }
}

/// Of the date an entry states.
pub(super) fn published(entry: &KnownEntry) -> Option<Fingerprint> {
    entry.hints.published.as_deref().map(|published| Fingerprint::of(&[b"published", published.as_bytes()]))
}
