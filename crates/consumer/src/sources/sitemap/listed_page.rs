//! A page that a sitemap lists, and the account of those that were taken.

use crate::sources::fingerprint::Fingerprint;
use crate::sources::pages::{Ledger, Listed};
use article::{CanonicalUrl, Hints, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use extract::SitemapPage;
use fetch::without_login;
use pipeline::Harvest;
use serde::{Deserialize, Serialize};

/// Longest title and keyword, in characters.
const MAX_TITLE: usize = 1_000;
const MAX_KEYWORD: usize = 100;

/// Which page, and when the site says it was changed last, in milliseconds; `None`: it does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(super) struct Version {
    pub(super) page: Fingerprint,
    pub(super) at: Option<i64>,
}

/// Bytes of a version in a position.
pub(super) const VERSION_BYTES: usize = 16;

impl Version {
    /// The page and the moment; zeros stand for none.
    pub(super) fn to_bytes(self) -> [u8; VERSION_BYTES] {
        let mut bytes = [0; VERSION_BYTES];
        let parts = self.page.to_bytes().into_iter().chain(self.at.unwrap_or(0).to_be_bytes());
        bytes.iter_mut().zip(parts).for_each(|(kept, byte)| *kept = byte);
        bytes
    }

    pub(super) fn from_bytes(bytes: [u8; VERSION_BYTES]) -> Option<Self> {
        let (page, at) = (bytes.first_chunk::<8>()?, bytes.last_chunk::<8>()?);
        let at = i64::from_be_bytes(*at);
        Some(Self { page: Fingerprint::from_bytes(*page)?, at: (at != 0).then_some(at) })
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        STANDARD_NO_PAD.encode(version.to_bytes())
    }
}

impl TryFrom<String> for Version {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let bytes = STANDARD_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.and_then(Self::from_bytes).ok_or("not a page of a sitemap")
    }
}

/// A page.
#[derive(Debug, Clone)]
pub(super) struct ListedPage {
    pub(super) version: Version,
    link: String,
    hints: Hints,
}

impl ListedPage {
    /// A page that was changed last at `at`; `says_modified`: its `lastmod` means something.
    pub(super) fn of(page: SitemapPage, at: Option<Timestamp>, says_modified: bool) -> Self {
        let published = page.published.map(|date| date.value);
        let updated = page.modified.filter(|_| says_modified).map(|date| date.value);
        let hints = Hints {
            title: page.title.as_deref().map(|title| shortened(title, MAX_TITLE)),
            updated: updated.filter(|updated| Some(updated) != published.as_ref()),
            published,
            language: page.language,
            categories: page.keywords.iter().map(|keyword| shortened(keyword, MAX_KEYWORD)).collect(),
            ..Hints::default()
        };
        let version = Version { page: page_of(&page.address), at: at.map(Timestamp::millis) };
        Self { version, link: without_login(&page.address), hints }
    }

    /// One that waits for its page since an earlier poll.
    pub(super) fn of_waiting(version: Version, link: &str, hints: Hints) -> Self {
        Self { version, link: without_login(link), hints }
    }

    /// The same page as another document lists it: what one of them does not say, the other does.
    pub(super) fn and(self, other: Self) -> Self {
        let (mut later, earlier) = if other.version.at > self.version.at { (other, self) } else { (self, other) };
        let Hints { title, published, updated, language, categories, .. } = earlier.hints;
        let hints = &mut later.hints;
        hints.title = hints.title.take().or(title);
        hints.published = hints.published.take().or(published);
        hints.updated = hints.updated.take().or(updated);
        hints.language = hints.language.take().or(language);
        if hints.categories.is_empty() {
            hints.categories = categories;
        }
        later
    }
}

impl Listed for ListedPage {
    fn identity(&self) -> Option<Fingerprint> {
        Some(self.version.page)
    }

    fn link(&self) -> Option<&str> {
        Some(&self.link)
    }

    fn id(&self) -> Option<&str> {
        None
    }

    fn hints(&self) -> &Hints {
        &self.hints
    }
}

/// The pages that are done.
#[derive(Debug, Default)]
pub(super) struct Taken(pub(super) Vec<Version>);

impl Ledger<ListedPage> for Taken {
    const INSTEAD: &'static str = "a sitemap says too little to be sent instead, so nothing is taken of it";

    fn done(&mut self, page: &ListedPage) {
        self.0.push(page.version);
    }

    fn send_itself(&mut self, page: &ListedPage, _harvest: &mut Harvest) -> usize {
        self.done(page);
        0
    }
}

/// An address, however it is spelled.
pub(super) fn page_of(address: &str) -> Fingerprint {
    let loose = CanonicalUrl::parse(address).map_or_else(|_| address.to_owned(), |address| address.loose());
    Fingerprint::of(&[b"page", loose.as_bytes()])
}

fn shortened(text: &str, most: usize) -> String {
    article::collapse_white_space(text).chars().take(most).collect()
}
