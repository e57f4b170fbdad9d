//! A feed's document as whoever reads feeds sees it: its entries in the order of the document, with what they state.

use super::pace::FeedPace;
use crate::association::Medium;
use crate::dates::value::IsoDate;
use crate::plain_text::{looks_like_html, plain_text};
use article::{CanonicalUrl, Timestamp, tidy_paragraphs};
use serde::{Deserialize, Serialize};

/// A feed's document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedDocument {
    /// The feed's name, on one line.
    pub title: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub language: Option<String>,
    /// Who wrote the entries that name nobody: the authors Atom and JSON Feed give a feed.
    pub authors: Vec<String>,
    /// What the feed says of the rights in all its entries.
    pub rights: Option<String>,
    /// What it is known by as a feed: the id of Atom, the address of the channel's site in RSS, its own address or that
    /// of its site in JSON Feed; addresses spelled loosely. Guids that are no addresses name entries within it.
    pub id: Option<String>,
    /// When it says it is to be asked for.
    pub pace: FeedPace,
    /// Each entry once, in the order of the document.
    pub entries: Vec<FeedEntry>,
}

/// What an entry of a feed states.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedEntry {
    /// Its id as stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// Where it links to: absolute, http or https.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Its title, on one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its authors as printed, each on one line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// What it says in short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<FeedText>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<FeedText>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<FeedDate>,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<FeedDate>,
    /// What it is filed under: a word, or the address of a concept of IPTC with its name behind it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// The language of its text, as a BCP 47 tag; the feed's where it states none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The picture shown with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<Medium>,
    /// What else it shows or plays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Medium>,
    /// The outlet it was taken from, where the feed is not its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<Outlet>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// A notice about the rights in it; the feed's where it states none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// The terms under which it may be used: a name or an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// It says that its language is not known.
    #[serde(skip)]
    pub(super) says_unknown_language: bool,
    /// Other entries carry its guid.
    #[serde(skip)]
    pub(super) shares_guid: bool,
    /// Its link leads to a home page, or to a page that other entries have too.
    #[serde(skip)]
    pub(super) shares_link: bool,
}

/// A text in one of the two forms that feeds have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedText {
    /// HTML.
    Html(String),
    /// Plain text.
    Plain(String),
}

/// A date and time as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct FeedDate {
    /// ISO 8601, at the precision and with the offset given.
    pub value: String,
    /// Its first moment, as if in UTC where it has no offset.
    pub at: Timestamp,
}

/// An outlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
}

impl FeedEntry {
    /// The guid, where it names this entry alone.
    pub fn id(&self) -> Option<&str> {
        self.guid.as_deref().filter(|_| !self.shares_guid)
    }

    /// The address of the entry's own page: no home page, and no page that other entries have too.
    pub fn page(&self) -> Option<CanonicalUrl> {
        self.canonical_link().filter(|_| !self.shares_link)
    }

    /// The address of a page that it shares with other entries.
    pub fn shared_page(&self) -> Option<CanonicalUrl> {
        self.canonical_link().filter(|page| self.shares_link && !page.is_home_page())
    }

    /// Notes that its page is known to be that of other entries too.
    pub fn share_page(&mut self) {
        self.shares_link = true;
    }

    /// Its text, a summary where it has nothing longer.
    pub fn text(&self) -> Option<&FeedText> {
        self.content.as_ref().or(self.summary.as_ref())
    }

    pub(super) fn canonical_link(&self) -> Option<CanonicalUrl> {
        // A link too long or too odd to be a page's names none.
        CanonicalUrl::parse(self.link.as_deref()?).ok()
    }
}

impl Outlet {
    /// `None` when nothing is known of it.
    pub(super) fn of(name: Option<String>, uri: Option<String>) -> Option<Self> {
        (name.is_some() || uri.is_some()).then_some(Self { name, uri })
    }
}

impl FeedText {
    /// A text that may be HTML: most feeds do not say.
    pub(super) fn guess(text: String) -> Self {
        if looks_like_html(&text) { Self::Html(text) } else { Self::Plain(text) }
    }

    /// The text as it is stated.
    pub fn value(&self) -> &str {
        match self {
            Self::Html(text) | Self::Plain(text) => text,
        }
    }

    /// Its words, in paragraphs separated by one blank line.
    pub fn plain(&self) -> String {
        match self {
            Self::Html(text) => plain_text(text),
            Self::Plain(text) => tidy_paragraphs(text),
        }
    }
}

impl From<IsoDate> for FeedDate {
    fn from(date: IsoDate) -> Self {
        Self { at: date.first_moment(), value: date.value }
    }
}

impl From<FeedDate> for String {
    fn from(date: FeedDate) -> Self {
        date.value
    }
}

impl TryFrom<String> for FeedDate {
    type Error = &'static str;

    fn try_from(value: String) -> Result<Self, Self::Error> {
        IsoDate::parse(&value).map(Self::from).ok_or("a date that is none")
    }
}
