//! What is new in a document, the newest first, in bounded room however long it is. Pure.

use super::known::{Lookup, MOST_UNDATED};
use super::listed_page::{ListedPage, Version};
use crate::sources::fingerprint::Fingerprint;
use article::Timestamp;
use extract::{NoSitemap, SitemapItem, SitemapPage, SitemapPart, read_sitemap};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Most pages that are taken of one poll, as many as a news sitemap may list.
const MOST_NEW: usize = 1_000;

/// Most sitemaps that are looked at of an index, the newest, and most without a date.
const MOST_PARTS: usize = 2_000;
pub(super) const MOST_UNDATED_PARTS: usize = 200;

/// So many pages with one and the same `lastmod` tell when the document was written, not the pages.
const SAME_MOMENT: usize = 10;

/// How far a date may lie ahead of us, a day: beyond it is none.
const MOST_AHEAD_MS: i64 = 24 * 60 * 60 * 1_000;

/// What several documents list that is new.
#[derive(Debug, Default)]
pub(super) struct Selection {
    pages: HashMap<Fingerprint, ListedPage>,
    /// The newest date of those for which there was no room.
    pub(super) newest_left: Option<i64>,
    /// Those without date for which there was no room.
    pub(super) undated_left: Vec<Version>,
    /// Whether there were any.
    pub(super) is_full: bool,
}

/// What a document is.
#[derive(Debug, Default)]
pub(super) struct Overview {
    /// The sitemaps it lists: newest first, then those without date in its order.
    pub(super) parts: Vec<SitemapPart>,
    /// How many more it lists.
    pub(super) parts_left: usize,
    /// Pages without a date that means something.
    pub(super) undated: usize,
    /// Whether these are too many to be known again.
    pub(super) undated_left_out: bool,
}

/// A document that was fetched, unpacked.
pub(super) struct Document<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) content_type: Option<&'a str>,
    pub(super) url: &'a str,
}

impl Selection {
    /// Adds what is new in a document. It is read to its end before anything of it counts. `room`: for pages without
    /// date.
    pub(super) fn add(
        &mut self,
        document: &Document<'_>,
        known: &Lookup,
        room: usize,
        now: Timestamp,
    ) -> Result<Overview, NoSitemap> {
        let latest = now.millis().saturating_add(MOST_AHEAD_MS);
        let tally = Tally::of(document, latest)?;
        let says_modified = !tally.has_one_moment();
        let undated = if says_modified { tally.undated } else { tally.undated + tally.modified_only };
        let undated_left_out = undated > room;
        document.read(&mut |item| {
            let SitemapItem::Page(page) = item else { return };
            let at = moment(&page, says_modified, latest);
            if at.is_none() && undated_left_out {
                return;
            }
            let page = ListedPage::of(page, at, says_modified);
            if known.is_news(page.version) {
                self.put(page);
            }
        })?;
        self.prune();
        let mut parts = tally.parts;
        let parts_left = tally.all_parts.saturating_sub(parts.len());
        parts.sort_by_key(|part| Reverse(part.modified.as_ref().map(|date| date.at)));
        Ok(Overview { parts, parts_left, undated, undated_left_out })
    }

    /// Newest first; those without date last, in the order of their documents.
    pub(super) fn into_pages(self) -> Vec<ListedPage> {
        let mut pages: Vec<ListedPage> = self.pages.into_values().collect();
        pages.sort_by_key(order);
        pages
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Adds what another one holds.
    pub(super) fn join(&mut self, other: Self) {
        self.is_full |= other.is_full;
        self.newest_left = self.newest_left.max(other.newest_left);
        let room = MOST_UNDATED.saturating_sub(self.undated_left.len());
        self.undated_left.extend(other.undated_left.into_iter().take(room));
        other.pages.into_values().for_each(|page| self.put(page));
        self.prune();
    }

    fn put(&mut self, page: ListedPage) {
        let key = page.version.page;
        let page = match self.pages.remove(&key) {
            Some(same) => same.and(page),
            None => page,
        };
        self.pages.insert(key, page);
        if self.pages.len() >= 2 * MOST_NEW {
            self.prune();
        }
    }

    /// Keeps the newest.
    fn prune(&mut self) {
        if self.pages.len() <= MOST_NEW {
            return;
        }
        self.is_full = true;
        let mut pages: Vec<ListedPage> = std::mem::take(&mut self.pages).into_values().collect();
        pages.sort_by_key(order);
        for left in pages.drain(MOST_NEW..) {
            self.newest_left = self.newest_left.max(left.version.at);
            if left.version.at.is_none() && self.undated_left.len() < MOST_UNDATED {
                self.undated_left.push(left.version);
            }
        }
        self.pages = pages.into_iter().map(|page| (page.version.page, page)).collect();
    }
}

fn order(page: &ListedPage) -> (Reverse<Option<i64>>, [u8; 8]) {
    (Reverse(page.version.at), page.version.page.to_bytes())
}

/// When a page was changed last, as far as the document says it.
fn moment(page: &SitemapPage, says_modified: bool, latest: i64) -> Option<Timestamp> {
    let modified = page.modified.as_ref().filter(|_| says_modified);
    let stated = [modified, page.published.as_ref()].into_iter().flatten().map(|date| date.at);
    stated.filter(|at| at.millis() <= latest && at.millis() > 0).max()
}

/// What a first reading of a document tells.
#[derive(Default)]
struct Tally {
    parts: Vec<SitemapPart>,
    all_parts: usize,
    undated_parts: usize,
    /// Pages without any date.
    undated: usize,
    /// Pages with no date but `lastmod`.
    modified_only: usize,
    /// Pages with `lastmod`, the first one's, and whether all say that.
    modified: usize,
    first: Option<Timestamp>,
    is_one: bool,
}

impl Tally {
    fn of(document: &Document<'_>, latest: i64) -> Result<Self, NoSitemap> {
        let mut tally = Self { is_one: true, ..Self::default() };
        document.read(&mut |item| match item {
            SitemapItem::Page(page) => tally.page(&page, latest),
            SitemapItem::Part(part) => tally.part(part),
        })?;
        tally.prune();
        Ok(tally)
    }

    fn page(&mut self, page: &SitemapPage, latest: i64) {
        match (moment(page, true, latest), moment(page, false, latest)) {
            (None, _) => self.undated += 1,
            (Some(_), None) => self.modified_only += 1,
            (Some(_), Some(_)) => {}
        }
        if let Some(modified) = &page.modified {
            self.modified += 1;
            self.is_one &= *self.first.get_or_insert(modified.at) == modified.at;
        }
    }

    fn part(&mut self, part: SitemapPart) {
        self.all_parts += 1;
        if part.modified.is_none() {
            self.undated_parts += 1;
            if self.undated_parts > MOST_UNDATED_PARTS {
                return;
            }
        }
        self.parts.push(part);
        if self.parts.len() >= 2 * MOST_PARTS {
            self.prune();
        }
    }

    fn prune(&mut self) {
        let is_dated = |part: &SitemapPart| part.modified.is_some();
        let (mut dated, undated): (Vec<_>, Vec<_>) = std::mem::take(&mut self.parts).into_iter().partition(is_dated);
        dated.sort_by_key(|part| Reverse(part.modified.as_ref().map(|date| date.at)));
        dated.truncate(MOST_PARTS);
        dated.extend(undated);
        self.parts = dated;
    }

    fn has_one_moment(&self) -> bool {
        self.is_one && self.modified >= SAME_MOMENT
    }
}

impl Document<'_> {
    fn read(&self, take: &mut dyn FnMut(SitemapItem)) -> Result<(), NoSitemap> {
        read_sitemap(self.bytes, self.content_type, Some(self.url), take)
    }
}
