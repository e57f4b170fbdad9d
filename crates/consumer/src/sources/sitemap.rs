//! A site's map: sitemaps with or without news, indexes of them, lists of addresses; polled at an interval.
//!
//! In: the documents. Out: one raw record a page that is new or changed, with what the sitemap says of it in the hints.
//! A page that cannot be fetched is tried again at later polls, a few times; then it is passed over.
//!
//! Of one poll at most ten sitemaps of an index and a thousand pages are taken, the newest first. At first sight that is
//! all that is taken of what is there; older pages count as known. The position holds what the server said about the
//! documents, which pages were taken, and a date up to which all others count as known; its size has a limit, and so has
//! what is held of a sitemap, however long it is. It says that a document is done only when all its new pages are, so
//! that after a restart the rest of them comes.

mod cursor;
mod known;
mod listed_page;
mod parts;
mod round;
mod selection;
mod settings;

use super::cache_control;
use super::context::{BuildSource, SourceContext};
use super::document::Document;
use super::hourly::limited;
use super::origin::Origin;
use super::pages::{Going, MOST_WAITING, Open, Pages, Queue, Rest, follow};
use super::validators::Validators;
use crate::unpack::MAX_BYTES;
use article::Timestamp;
use async_trait::async_trait;
use cursor::SitemapCursor;
use fetch::{FetchError, Reach, Request};
use listed_page::{ListedPage, Taken};
use pipeline::{Harvest, Source, SourceError, error_line};
use round::{ACCEPT, IndexMemory, Round, Settled};
use serde_json::Value;
use service::config::Keys;
pub use settings::SitemapSettings;
use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

/// A site's map as a source.
pub struct SitemapSource {
    settings: SitemapSettings,
    document: Document,
    context: SourceContext,
    memory: IndexMemory,
    /// What the last look found, kept while it has pages that are not done.
    open: Option<OpenRound>,
}

/// What a look found.
struct OpenRound {
    /// The newest first.
    pages: Vec<ListedPage>,
    settled: Settled,
    links: Reach,
    rest: Rest,
    /// The page that the last harvest did not wait for.
    going: Option<Going>,
    pause: Duration,
}

/// Reads `[[source]]` sections of kind `sitemap`. Strangers decide what is in one.
pub(crate) fn read(keys: Keys<'_>) -> Option<BuildSource> {
    let (limit, settings) = settings::read(keys)?;
    Some(Box::new(move |context| limited(SitemapSource::new(settings, context.clone()), limit, context.feed_limit)))
}

impl SitemapSource {
    /// A source of the pages that a site lists. Nothing is fetched yet.
    pub fn new(settings: SitemapSettings, context: SourceContext) -> Self {
        let document = Document::new("sitemap", &settings.name, settings.address.clone());
        Self { settings, document, context, memory: IndexMemory::default(), open: None }
    }

    /// Looks at what the server has now. `Err(pause)`: it is not our turn.
    async fn look(
        &mut self,
        before: &SitemapCursor,
        now: Timestamp,
    ) -> Result<Result<OpenRound, Duration>, SourceError> {
        // Sitemaps of an index that does not say when they change are asked for at each poll.
        let has_forgotten = before.parts.has_undated && self.memory.undated.is_empty();
        let known = if has_forgotten { Validators::default() } else { before.validators.clone() };
        // A site's map is for those who crawl it.
        let request = Request { obeys_robots: true, ..self.document.request(ACCEPT, MAX_BYTES, &known) };
        let response = match self.document.ask(&self.context.fetch, &request, now).await {
            Ok(Some(response)) => response,
            Ok(None) => return Ok(Err(Duration::ZERO)),
            Err(error @ FetchError::TooLarge { .. }) => {
                let (address, error) = (self.document.address(), error_line(&error));
                return Err(SourceError::Retry(format!(
                    "get sitemap {address}: {error}; find a shorter one of the site"
                )));
            }
            Err(error) => return Err(self.document.unanswered(&error)),
        };
        let pause = cache_control::pause(self.settings.intervals.shortest, &response);
        let (links, at) = (response.links.clone(), response.final_url.clone());
        let mut validators = Validators::of(&response);
        let is_known = known.body_hash.is_some() && validators.body_hash == known.body_hash;
        let mut round = Round::new(
            (&self.settings.name, &self.context.fetch, &request.url),
            (self.document.host(), &links),
            (before, now),
        );
        let listed = if response.is_not_modified() || is_known {
            validators = known;
            self.memory.undated.clone()
        } else {
            let instead = |instead: String| self.document.answered_with(&instead, &at);
            round.read_root(response, &mut self.memory).await.map_err(instead)?
        };
        let read = round.read_parts(listed, &mut self.memory).await;
        read.map_err(|problem| {
            SourceError::Retry(format!(
                "{}: none of its sitemaps can be read, the last one: {problem}",
                self.document.address()
            ))
        })?;
        let (pages, settled) = round.end(validators, !self.memory.undated.is_empty());
        Ok(Ok(OpenRound { pages, settled, links, rest: Rest::default(), going: None, pause }))
    }
}

/// What is to be fetched: what is new, and what waits since an earlier poll.
fn queue_of(pages: &[ListedPage], before: &SitemapCursor, rest: &Rest) -> Queue<ListedPage> {
    let known = before.pages.lookup();
    let mut open = Vec::new();
    for page in pages.iter().filter(|page| known.is_news(page.version)) {
        let waiting = before.waiting.iter().find(|waiting| waiting.version == page.version);
        let (attempts, spent) = waiting.map_or((0, Duration::ZERO), |waiting| (waiting.attempts, waiting.spent()));
        open.push(Open { entry: page.clone(), attempts, spent });
    }
    let listed: HashSet<_> = open.iter().map(|open| open.entry.version.page).collect();
    let gone = before.waiting.iter().filter(|waiting| !listed.contains(&waiting.version.page)).map(|waiting| {
        let entry = ListedPage::of_waiting(waiting.version, &waiting.url, waiting.hints.clone());
        Open { entry, attempts: waiting.attempts, spent: waiting.spent() }
    });
    open.extend(gone);
    Queue::new(open, rest)
}

#[async_trait]
impl Source for SitemapSource {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn interval(&self) -> Duration {
        self.settings.intervals.shortest
    }

    fn longest_interval(&self) -> Duration {
        self.settings.intervals.longest
    }

    /// The host that is asked first: the one of the sitemap, or of the next page of what it listed.
    fn contends_for(&self) -> Option<&str> {
        match &self.open {
            Some(open) => open.rest.next_host.as_deref(),
            None => self.document.host(),
        }
    }

    /// The sitemap is asked for again.
    fn rest(&mut self) {
        self.open = None;
    }

    async fn poll(&mut self, cursor: Option<&Value>, now: Timestamp) -> Result<Harvest, SourceError> {
        let before = SitemapCursor::decode(cursor).map_err(|error| {
            let name = &self.settings.name;
            SourceError::Broken(format!("the position of source `{name}` cannot be read: {}", error_line(&error)))
        })?;
        let origin = Origin { source: self.settings.name.clone(), fetched_at: now };
        let contended = self.contends_for().map(str::to_owned);
        self.document.recall(before.moved.as_ref());
        let mut open = match self.open.take() {
            Some(open) => open,
            None => match self.look(&before, now).await? {
                Ok(open) => open,
                Err(pause) => return Ok(Harvest { next_in: pause, ..Harvest::default() }),
            },
        };
        let (mut harvest, mut taken) = (Harvest::default(), Taken::default());
        let mut queue = queue_of(&open.pages, &before, &open.rest);
        let mut pages = Pages {
            fetch: &self.context.fetch,
            reach: &open.links,
            max_bytes: self.context.ingest_limit,
            contended: contended.as_deref(),
            going: &mut open.going,
        };
        let full = follow(&mut pages, &mut queue, &mut taken, &origin, &mut harvest).await;
        let mut after = SitemapCursor { moved: self.document.moved(), ..before.clone() };
        after.pages.add(&taken.0);
        after.waiting = queue.waiting(|page| page.version);
        if full {
            // The others are listed again.
            after.waiting.retain(|waiting| waiting.attempts > 0 || !waiting.spent().is_zero());
        }
        // Until all of it is done or remembered, the position does not say that these documents are known.
        after.validators = Validators::default();
        if !full && after.waiting.len() <= MOST_WAITING {
            open.settled.note_in(&mut after);
        }
        after.waiting.truncate(MOST_WAITING);
        if after != before {
            let encoded = after.encode().map_err(|error| SourceError::Broken(format!("encode position: {error}")))?;
            harvest.cursor = Some(encoded);
        }
        harvest.next_in = if full { Duration::ZERO } else { open.pause };
        if full {
            open.rest = queue.into_rest();
            self.open = Some(open);
        }
        Ok(harvest)
    }
}

impl fmt::Debug for SitemapSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SitemapSource").field("settings", &self.settings).finish_non_exhaustive()
    }
}
