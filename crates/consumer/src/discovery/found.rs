//! What was found of a site, and what was tried.

/// What a site has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Discovery {
    /// Feeds and news sitemaps, each once, in the order in which they were found: those that the site declares first.
    pub found: Vec<Found>,
    /// What was asked besides, and what came of it.
    pub tried: Vec<Tried>,
    /// How many addresses more there were to ask, and why they were not.
    pub not_asked: Option<(usize, String)>,
}

/// Something that can be a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub address: String,
    /// What it is.
    pub kind: FoundKind,
    /// Of a feed its title.
    pub title: Option<String>,
    /// Of a feed its language, of a sitemap that of its first page, as a BCP 47 tag.
    pub language: Option<String>,
    /// How many entries or pages it has.
    pub entries: usize,
    /// When the newest of them was published, else changed: ISO 8601 as stated.
    pub newest: Option<String>,
    /// Who said that it is there.
    pub because: Because,
}

/// What can be a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundKind {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A sitemap that says when its pages were published.
    NewsSitemap,
}

impl FoundKind {
    /// As people say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::NewsSitemap => "news sitemap",
        }
    }

    /// The kind of source that reads it.
    pub fn source_kind(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::NewsSitemap => "sitemap",
        }
    }
}

/// Why an address was asked; what is more promising is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// It was given.
    Given,
    /// It says what programs may ask for, and where sitemaps are.
    RobotsFile,
    /// It is the front page of the site.
    FrontPage,
    /// A page declares it.
    Declared,
    /// The site's `robots.txt` names it.
    NamedByRobots,
    /// A page links to it.
    Linked,
    /// An index of sitemaps lists it.
    Listed,
    /// Many sites have something there.
    UsualPlace,
}

impl Because {
    /// In words.
    pub fn text(self) -> &'static str {
        match self {
            Self::Given => "as given",
            Self::RobotsFile => "the site's robots.txt",
            Self::FrontPage => "the front page",
            Self::Declared => "declared by a page",
            Self::NamedByRobots => "named by robots.txt",
            Self::Linked => "linked on a page",
            Self::Listed => "listed by an index of sitemaps",
            Self::UsualPlace => "a usual place",
        }
    }
}

/// An address that gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Without what may be secret.
    pub address: String,
    /// Why it was asked.
    pub because: Because,
    /// What came of it.
    pub outcome: String,
}
