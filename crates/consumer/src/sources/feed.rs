//! A feed: RSS, Atom or JSON Feed, polled at an interval.
//!
//! In: the feed's document. Out: one raw record an entry that is new or changed: with `follow` the bytes of its page
//! and what the entry states in the hints, else the entry itself as a feed of one item; never both. A page that
//! cannot be fetched is tried again at later polls, a few times; then the entry itself is sent. A page over the size
//! limit is refused.
//!
//! The position holds what the server said about the last document, which versions of which entries were taken, the
//! articles they have become, and the pages still to be tried. It says that a document is done only when all its entries are, so that after a restart
//! the rest of it comes again. Polls keep to the interval of the configuration at least; a longer `max-age` of the server
//! is honoured up to an hour, hours and days that the feed leaves out up to twelve, and the pace it states until its own
//! is known.

mod backlog;
mod cursor;
mod entry_document;
mod entry_identity;
mod known_article;
mod known_entry;
mod ordered_feed;
mod sameness;
mod settings;
mod voice;

use super::cache_control;
use super::context::{BuildSource, SourceContext};
use super::document::Document;
use super::fingerprint::Fingerprint;
use super::hourly::limited;
use super::origin::Origin;
use super::pages::{Going, Pages, Rest, follow};
use super::stated_pace::put_off;
use super::validators::Validators;
use article::{ArticleId, RawRecord, Timestamp};
use async_trait::async_trait;
use backlog::Backlog;
use cursor::FeedCursor;
use entry_document::is_entry;
use fetch::{Reach, Response};
use ordered_feed::OrderedFeed;
use pipeline::{Harvest, Source, SourceError, error_line};
use serde_json::Value;
use service::config::Keys;
pub use settings::FeedSettings;
use std::collections::HashMap;
use std::fmt;
use std::time::Duration;
use voice::Voice;

/// What a feed's server is asked for.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
                      text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";

/// A feed as a source.
pub struct FeedSource {
    settings: FeedSettings,
    document: Document,
    voice: Voice,
    context: SourceContext,
    /// The last document, kept while it has entries that are not done.
    open: Option<OpenDocument>,
}

struct OpenDocument {
    document: OrderedFeed,
    validators: Validators,
    /// Where its links may lead.
    links: Reach,
    /// Whether the last harvest was full before its end.
    unfinished: bool,
    /// What the last harvest left of it; nothing when it is to be looked at from its beginning.
    rest: Rest,
    /// The page that the last harvest did not wait for.
    going: Option<Going>,
    pause: Duration,
}

/// Reads `[[source]]` sections of kind `feed`. Strangers decide what is in one.
pub(crate) fn read(keys: Keys<'_>) -> Option<BuildSource> {
    let (limit, settings) = settings::read(keys)?;
    Some(Box::new(move |context| limited(FeedSource::new(settings, context.clone()), limit, context.feed_limit)))
}

impl FeedSource {
    /// A source of the entries of a feed. Nothing is fetched yet.
    pub fn new(settings: FeedSettings, context: SourceContext) -> Self {
        let FeedSettings { name, address, follow, speaks_for, .. } = &settings;
        let document = Document::new("feed", name, address.clone());
        let voice = Voice::new(name, *follow, address.host(), speaks_for);
        Self { settings, document, voice, context, open: None }
    }

    /// The document to take entries from: the one that is not finished, else what the server has now. `Err(pause)`:
    /// nothing changed and nothing is open.
    async fn look(
        &mut self,
        cursor: &FeedCursor,
        now: Timestamp,
    ) -> Result<Result<OpenDocument, Duration>, SourceError> {
        if let Some(open) = self.open.take_if(|open| open.unfinished) {
            return Ok(Ok(open));
        }
        let known = self.open.as_ref().map_or(&cursor.validators, |open| &open.validators).clone();
        let request = self.document.request(ACCEPT, self.context.ingest_limit, &known);
        let asked = self.document.ask(&self.context.fetch, &request, now).await;
        let Some(response) = asked.map_err(|error| self.document.unanswered(&error))? else {
            return Ok(Err(Duration::ZERO));
        };
        let pause = cache_control::pause(self.settings.intervals.shortest, &response);
        let validators = Validators::of(&response);
        if response.is_not_modified() || validators.body_hash == known.body_hash {
            return Ok(self.open.take().map(|open| OpenDocument { pause, ..open }).ok_or(pause));
        }
        let links = response.links.clone();
        let document = self.parse(response, cursor.shared.clone()).await?;
        self.open = None;
        let rest = Rest::default();
        Ok(Ok(OpenDocument { document, validators, links, unfinished: false, rest, going: None, pause }))
    }

    /// Parsing is work, and a document may be hostile: off the runtime, where a panic ends only this attempt.
    async fn parse(&self, response: Response, shared: Vec<Fingerprint>) -> Result<OrderedFeed, SourceError> {
        let base = response.final_url.clone();
        let at = base.clone();
        let parsed = tokio::task::spawn_blocking(move || {
            OrderedFeed::parse(&response.bytes, response.content_type.as_deref(), &base, &shared)
        })
        .await;
        let instead = match parsed {
            Ok(Ok(document)) => return Ok(document),
            Ok(Err(instead)) => instead.to_string(),
            Err(_panic) => "a document that the feed parser cannot cope with".to_owned(),
        };
        Err(self.document.answered_with(&instead, &at))
    }
}

#[async_trait]
impl Source for FeedSource {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn interval(&self) -> Duration {
        self.settings.intervals.shortest
    }

    fn longest_interval(&self) -> Duration {
        self.settings.intervals.longest
    }

    /// The host that is asked first: the one of the feed, or of the next page of a document that is not finished.
    fn contends_for(&self) -> Option<&str> {
        match self.open.as_ref().filter(|open| open.unfinished) {
            Some(open) => open.rest.next_host.as_deref(),
            None => self.document.host(),
        }
    }

    /// The document is asked for again.
    fn rest(&mut self) {
        self.open = None;
    }

    async fn poll(&mut self, cursor: Option<&Value>, now: Timestamp) -> Result<Harvest, SourceError> {
        let before = FeedCursor::decode(cursor).map_err(|error| {
            let name = &self.settings.name;
            SourceError::Broken(format!("the position of source `{name}` cannot be read: {}", error_line(&error)))
        })?;
        let origin = Origin { source: self.settings.name.clone(), fetched_at: now };
        let contended = self.contends_for().map(str::to_owned);
        self.document.recall(before.moved.as_ref());
        let mut open = match self.look(&before, now).await? {
            Ok(open) => open,
            Err(pause) => {
                let mut harvest = Harvest { next_in: pause, ..Harvest::default() };
                put_off(&mut harvest, &before.pace, now);
                let mut after = before.clone();
                after.moved = self.document.moved();
                harvest.cursor = changed(&before, &after)?;
                return Ok(harvest);
            }
        };
        let follows = self.settings.follow;
        let Backlog { mut queue, mut ledger } = Backlog::new(&open.document, &before, &open.rest, &self.voice, &origin);
        let mut harvest = Harvest::default();
        let full = if follows {
            let mut pages = Pages {
                fetch: &self.context.fetch,
                reach: &open.links,
                max_bytes: self.context.ingest_limit,
                contended: contended.as_deref(),
                going: &mut open.going,
            };
            follow(&mut pages, &mut queue, &mut ledger, &origin, &mut harvest).await
        } else {
            ledger.take_entries(&mut queue, &mut harvest)
        };
        let addresses = addresses(&harvest.records).await;
        ledger.note_articles(&harvest.records, |record| addresses.get(record.url.as_deref()?).copied());
        // Entries that are not followed need no page and come with the document.
        let waiting = if follows { queue.waiting(|entry| entry.version) } else { Vec::new() };
        let mut after = before.after(&ledger.taken, waiting, open.document.entries.len());
        after.note_shared(&open.document.shared);
        // Until all of it is done, the position does not say that this document is known.
        let done = queue.is_done();
        after.validators = if done { open.validators.clone() } else { Validators::default() };
        (after.moved, after.pace) = (self.document.moved(), open.document.pace);
        harvest.cursor = changed(&before, &after)?;
        harvest.next_in = if full { Duration::ZERO } else { open.pause };
        put_off(&mut harvest, &after.pace, now);
        open.rest = if full { queue.into_rest() } else { Rest::default() };
        open.unfinished = full;
        self.open = (!done).then_some(open);
        Ok(harvest)
    }
}

/// The position after a poll, as it is written; `None`: it is the one before.
fn changed(before: &FeedCursor, after: &FeedCursor) -> Result<Option<Value>, SourceError> {
    let encoded = (after != before).then(|| after.encode()).transpose();
    encoded.map_err(|error| SourceError::Broken(format!("encode position: {error}")))
}

/// The articles of pages, by the addresses they were asked for at: a page may declare another. Hostile pages are read
/// here, so off the runtime; one that the parser cannot cope with tells nothing.
async fn addresses(records: &[RawRecord]) -> HashMap<String, ArticleId> {
    let pages: Vec<RawRecord> = records.iter().filter(|record| !is_entry(record)).cloned().collect();
    let read = tokio::task::spawn_blocking(move || {
        let article = |page: &RawRecord| Some((page.url.clone()?, ArticleId::of_url(&extract::page_address(page)?)));
        pages.iter().filter_map(article).collect()
    });
    read.await.unwrap_or_default()
}

impl fmt::Debug for FeedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeedSource").field("settings", &self.settings).finish_non_exhaustive()
    }
}
