//! In whose name a feed speaks: whose articles its entries may tell by themselves. Pure.
//!
//! A feed speaks for its own site, and for those its configuration names. The page of another site speaks for itself when
//! it is fetched; what a feed says about it is the feed's own article.

use super::known_article::Owner;
use super::known_entry::KnownEntry;
use crate::sources::fingerprint::Fingerprint;
use article::{ArticleId, CanonicalUrl};
use url::Host;

/// First labels of hosts that serve the feeds and pages of the domain behind them.
const SERVICES: &[&str] = &["amp", "feed", "feeds", "m", "mobile", "rss", "www"];

/// Labels before a country's under which domains are given out: `co.uk` is nobody's site.
const SECOND_LEVELS: &[&str] = &[
    "ac", "asso", "co", "com", "edu", "go", "gob", "gov", "gouv", "ltd", "mil", "ne", "net", "nom", "or", "org", "plc",
];

/// Whom a source speaks for, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Voice {
    /// The source's name.
    pub(super) source: String,
    /// Whether articles are made of the entries' pages.
    pub(super) follow: bool,
    /// Domains; all hosts below each are meant.
    sites: Vec<String>,
}

impl Voice {
    /// Of a source whose feed was configured at `host`, and that speaks for some more domains.
    pub(super) fn new(source: &str, follow: bool, host: &str, more: &[String]) -> Self {
        let sites = [domain_of(host)].into_iter().chain(more.iter().cloned()).collect();
        Self { source: source.to_owned(), follow, sites }
    }

    /// Whose page an entry links to. An entry without a page is its source's.
    pub(super) fn owner(&self, entry: &KnownEntry) -> Owner {
        page(entry).map_or(Owner::Source, |page| self.owner_of_page(&page))
    }

    /// Whose a page is.
    pub(super) fn owner_of_page(&self, page: &CanonicalUrl) -> Owner {
        self.owner_of(page.host())
    }

    fn owner_of(&self, host: &str) -> Owner {
        let is_below = |site: &String| {
            host == site
                || host.strip_suffix(site.as_str()).is_some_and(|below| below.ends_with('.') && has_domain(site))
        };
        if self.sites.iter().any(is_below) {
            return Owner::Source;
        }
        Owner::Site(Fingerprint::of(&[b"site", domain_of(host).as_bytes()]))
    }

    /// The article of an entry that is told by itself: of its page, if the source speaks for that, else its own article
    /// about that page; without a page that of its id at the source.
    pub(super) fn told(&self, entry: &KnownEntry) -> ArticleId {
        match (self.owner(entry), page(entry)) {
            (Owner::Site(_), Some(page)) => ArticleId::of_source(&self.source, &format!("{page}\0told")),
            _ => self.natural(entry),
        }
    }

    /// The article that an entry's document leads to when nothing else is said: of its page, else of its id at its source.
    pub(super) fn natural(&self, entry: &KnownEntry) -> ArticleId {
        match page(entry) {
            Some(page) => ArticleId::of_url(&page),
            None => self.of_id(entry),
        }
    }

    /// The article of an entry's id at its source.
    pub(super) fn of_id(&self, entry: &KnownEntry) -> ArticleId {
        ArticleId::of_source(&self.source, &entry.id_without_link())
    }
}

/// The page of an entry; an address that is no page's names none.
fn page(entry: &KnownEntry) -> Option<CanonicalUrl> {
    entry.link.as_deref().and_then(|link| CanonicalUrl::parse(link).ok())
}

/// The domain behind a host that serves its feeds or pages; else the host itself.
fn domain_of(host: &str) -> String {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    match host.split_once('.') {
        Some((first, rest)) if SERVICES.contains(&first) && has_domain(rest) && !is_address(&host) => rest.to_owned(),
        Some(_) | None => host,
    }
}

/// Whether a name is somebody's domain, and not one under which domains are given out.
fn has_domain(name: &str) -> bool {
    match name.split_once('.') {
        None => false,
        Some((first, country)) if country.len() == 2 => !SECOND_LEVELS.contains(&first),
        Some(_) => !is_address(name),
    }
}

fn is_address(host: &str) -> bool {
    !matches!(Host::parse(host), Ok(Host::Domain(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(feed: &str, more: &[&str], page: &str) -> Owner {
        let more: Vec<String> = more.iter().map(|site| (*site).to_owned()).collect();
        Voice::new("s", false, feed, &more).owner_of(page)
    }

    #[test]
    fn a_feed_speaks_for_its_own_site() {
        for (feed, page) in [
            ("example.org", "example.org"),
            ("example.org", "www.example.org"),
            ("www.example.org", "example.org"),
            ("feeds.example.org", "www.example.org"),
            ("rss.example.co.uk", "www.example.co.uk"),
            ("rss.example.org", "edition.example.org"),
            ("ann.pages.example", "ann.pages.example"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "[::1]"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(owner(feed, &[], page), Owner::Source, "{feed} for {page}");
        }
    }

    #[test]
    fn a_feed_speaks_for_no_other_site() {
        for (feed, page) in [
            ("example.org", "example.com"),
            ("example.org", "notexample.org"),
            ("feeds.proxy.example", "www.example.org"),
            // Neighbours at one host, and the host itself.
            ("eve.pages.example", "ann.pages.example"),
            ("eve.pages.example", "pages.example"),
            // Domains of their own.
            ("feeds.co.uk", "www.bbc.co.uk"),
            ("news.com", "example.com"),
            ("localhost", "127.0.0.1"),
            ("localhost", "x.localhost"),
            ("127.0.0.1", "127.0.0.2"),
            ("0.0.1", "127.0.0.1"),
        ] {
            assert!(matches!(owner(feed, &[], page), Owner::Site(_)), "{feed} for {page}");
        }
    }

    #[test]
    fn what_is_configured_is_spoken_for_with_all_below() {
        let more = ["example.org", "127.0.0.1"];
        for page in ["example.org", "www.example.org", "a.b.example.org", "127.0.0.1"] {
            assert_eq!(owner("feeds.proxy.example", &more, page), Owner::Source, "{page}");
        }
        assert!(matches!(owner("feeds.proxy.example", &more, "example.com"), Owner::Site(_)));
    }

    #[test]
    fn the_hosts_of_one_site_are_one_owner() {
        assert_eq!(owner("a.example", &[], "www.example.org"), owner("b.example", &[], "example.org"));
        assert_ne!(owner("a.example", &[], "ann.pages.example"), owner("a.example", &[], "eve.pages.example"));
    }
}
