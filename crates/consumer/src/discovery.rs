//! Finding what of a site can be a source: its feeds and news sitemaps.
//!
//! In: the address of one of its pages, or of a feed. Out: a [`Discovery`]. Asked are the page, the site's `robots.txt`, what
//! both name and link to, and the places where many sites have a feed, each address once. Everything is asked as a stranger's
//! link is: where `robots.txt` allows it, one request a host at a time, nothing inside our own network. What is found was
//! read.

mod candidates;
mod found;
mod reading;
mod robots_sitemaps;

use article::shown_url;
use candidates::{Candidate, Candidates};
use extract::{FeedLink, SitemapPart};
use fetch::{Fetch, FetchError, Reach, Request, Response};
pub use found::{Because, Discovery, Found, FoundKind, Tried};
use pipeline::error_line;
use reading::{Contents, Document, read};
use robots_sitemaps::sitemaps_of;
use std::cmp::Reverse;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Most requests for one site, the bytes that all answers may have, and those that one may have.
const MOST_REQUESTS: usize = 40;
const MOST_BYTES: u64 = 64 << 20;
const MOST_BYTES_OF_ONE: u64 = 16 << 20;

/// How long one site is asked.
const MOST_TIME: Duration = Duration::from_secs(300);

/// Most sitemaps of an index that are looked into.
const MOST_PARTS: usize = 5;

const ACCEPT: &str = "text/html, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
                      text/xml;q=0.9, */*;q=0.5";

/// Looks what a site has. `given`: one of its pages, or a feed.
pub async fn discover(fetch: &Arc<dyn Fetch>, given: Url) -> Discovery {
    let mut visit = Visit {
        fetch: Arc::clone(fetch),
        waiting: Candidates::default(),
        requests_left: MOST_REQUESTS,
        bytes_left: MOST_BYTES,
        links: Vec::new(),
        discovery: Discovery::default(),
    };
    visit.waiting.add(Candidate { address: given, because: Because::Given, reach: Reach::default(), is_far: false });
    let why = match tokio::time::timeout(MOST_TIME, visit.all()).await {
        Ok(()) if visit.requests_left == 0 => format!("{MOST_REQUESTS} requests were made"),
        Ok(()) if visit.bytes_left == 0 => format!("{} MiB were read", MOST_BYTES >> 20),
        Ok(()) => "the site cannot be asked".to_owned(),
        Err(_) => format!("{} s were over", MOST_TIME.as_secs()),
    };
    let left = visit.waiting.len();
    Discovery { not_asked: (left > 0).then_some((left, why)), ..visit.discovery }
}

/// One site that is looked at.
struct Visit {
    fetch: Arc<dyn Fetch>,
    waiting: Candidates,
    requests_left: usize,
    bytes_left: u64,
    /// Of each that was found, where its entries lead.
    links: Vec<Vec<String>>,
    discovery: Discovery,
}

impl Visit {
    async fn all(&mut self) {
        while self.requests_left > 0 && self.bytes_left > 0 {
            let Some(candidate) = self.waiting.next() else { return };
            if is_of_comments(&candidate.address) {
                self.tried(&candidate, "comments of readers; not asked");
                continue;
            }
            let max_bytes = self.bytes_left.min(MOST_BYTES_OF_ONE);
            let reach = candidate.reach.clone();
            let request = Request { reach, ..Request::new(candidate.address.as_str(), ACCEPT, max_bytes) };
            self.requests_left -= 1;
            match self.fetch.get(&request).await {
                Ok(response) => {
                    let length = u64::try_from(response.bytes.len()).unwrap_or(u64::MAX);
                    self.bytes_left = self.bytes_left.saturating_sub(length);
                    self.look_at(&candidate, response).await;
                }
                Err(error) => {
                    self.tried(&candidate, &error_line(&error));
                    if candidate.because == Because::Given {
                        if is_final(&error) {
                            return;
                        }
                        self.waiting.add_usual(&candidate.address, &candidate.reach);
                    }
                }
            }
        }
    }

    async fn look_at(&mut self, candidate: &Candidate, response: Response) {
        let (links, at) = (response.links.clone(), Url::parse(&response.final_url));
        let at = at.unwrap_or_else(|_| candidate.address.clone());
        if candidate.because == Because::RobotsFile {
            let sitemaps = sitemaps_of(&response.bytes, &at);
            self.tried(candidate, &format!("sitemaps named: {}", sitemaps.len()));
            sitemaps.into_iter().for_each(|sitemap| self.add(sitemap, Because::NamedByRobots, &links, true));
            return;
        }
        if candidate.because == Because::Given {
            self.waiting.add_usual(&at, &links);
        }
        let address = address_of(candidate, &response);
        match read(response).await {
            Document::Feed(contents) => self.found(candidate, address, FoundKind::Feed, contents),
            Document::NewsSitemap(contents) => self.found(candidate, address, FoundKind::NewsSitemap, contents),
            Document::Sitemap(pages, parts) if parts.is_empty() => {
                self.tried(candidate, &format!("a sitemap without news, pages: {pages}"));
            }
            Document::Sitemap(_, parts) => {
                self.tried(candidate, &format!("an index of sitemaps, listed: {}", parts.len()));
                if candidate.because != Because::Listed {
                    self.add_parts(parts, &links);
                }
            }
            Document::Page(found) => {
                self.tried(candidate, &format!("a page, links that may be feeds: {}", found.len()));
                self.add_links(candidate, found, &links);
                if candidate.because == Because::Given
                    && let Ok(front) = at.join("/")
                {
                    self.add(front, Because::FrontPage, &links, false);
                }
            }
            Document::Other(what) => self.tried(candidate, &what),
        }
    }

    fn add(&mut self, address: Url, because: Because, reach: &Reach, is_far: bool) {
        self.waiting.add(Candidate { address, because, reach: reach.clone(), is_far });
    }

    /// Follows the links of a page, and of the pages it links to as feeds, which often list them; no further.
    fn add_links(&mut self, page: &Candidate, found: Vec<FeedLink>, reach: &Reach) {
        if page.is_far {
            return;
        }
        let is_far = !matches!(page.because, Because::Given | Because::FrontPage);
        for FeedLink { address, is_declared } in found {
            let because = if is_declared { Because::Declared } else { Because::Linked };
            if let Ok(address) = Url::parse(&address) {
                self.add(address, because, reach, is_far);
            }
        }
    }

    /// Those that are called after news first, then those that changed last.
    fn add_parts(&mut self, mut parts: Vec<SitemapPart>, reach: &Reach) {
        parts.sort_by_key(|part| {
            let is_news = part.address.to_ascii_lowercase().contains("news");
            (!is_news, Reverse(part.modified.as_ref().map(|date| date.at)))
        });
        let addresses = parts.iter().take(MOST_PARTS).filter_map(|part| Url::parse(&part.address).ok());
        addresses.for_each(|address| self.add(address, Because::Listed, reach, true));
    }

    fn found(&mut self, candidate: &Candidate, address: String, kind: FoundKind, contents: Contents) {
        let Contents { title, language, entries, newest, links } = contents;
        let known = self.links.iter().zip(&self.discovery.found);
        let same =
            known.into_iter().find(|(known, found)| found.address == address || (**known == links && entries > 0));
        if let Some((_, found)) = same {
            let outcome = format!("the same entries as {}", found.address);
            return self.tried(candidate, &outcome);
        }
        let newest = newest.map(|date| date.value);
        let because = candidate.because;
        self.discovery.found.push(Found { address, kind, title, language, entries, newest, because });
        self.links.push(links);
    }

    fn tried(&mut self, candidate: &Candidate, outcome: &str) {
        let Candidate { address, because, .. } = candidate;
        let (address, outcome) = (shown_url(address), outcome.to_owned());
        self.discovery.tried.push(Tried { address, because: *because, outcome });
    }
}

/// Where it is to be asked from now on: where it has moved for good, else where it was asked for.
fn address_of(candidate: &Candidate, response: &Response) -> String {
    let moved = response.moved_to.as_ref().filter(|_| response.moved_to_is_whole);
    moved.cloned().unwrap_or_else(|| candidate.address.to_string())
}

/// Blogs declare a feed of what readers say beside that of the news.
fn is_of_comments(address: &Url) -> bool {
    address.path_segments().is_some_and(|mut parts| parts.any(|part| part.eq_ignore_ascii_case("comments")))
}

/// Whether nothing else of the site can be asked either.
fn is_final(error: &FetchError) -> bool {
    match error {
        FetchError::Url(_)
        | FetchError::Setup(_)
        | FetchError::Forbidden { .. }
        | FetchError::Timeout { .. }
        | FetchError::Connect { .. }
        | FetchError::Tls { .. }
        | FetchError::RateLimited { .. }
        | FetchError::NoRobots { .. } => true,
        FetchError::Redirect { .. }
        | FetchError::Status { .. }
        | FetchError::Busy { .. }
        | FetchError::Disallowed { .. }
        | FetchError::TooLarge { .. }
        | FetchError::Broken { .. } => false,
    }
}
