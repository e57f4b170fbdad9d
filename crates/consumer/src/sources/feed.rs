//! A feed: RSS, Atom or JSON Feed, polled at an interval.
//!
//! In: the feed's document. Out: one raw record an entry that is new or changed: with `follow` the bytes of its page
//! and what the entry states in the hints, else the entry itself as a feed of one item; never both. A page that
//! cannot be fetched is tried again at later polls, a few times; then the entry itself is sent. A page over the size
//! limit is refused.
//!
//! The position holds what the server said about the last document, which versions of which entries were taken, the
//! articles they have become, and the pages still to be tried. It says that a document is done only when all its entries are, so that after a restart
//! the rest of it comes again. Polls keep to the interval of the configuration; a longer `max-age` of the server is
//! honoured up to an hour. `ttl` is not: most feeds carry the one of their software's template.

mod backlog;
mod cursor;
mod document;
mod entry;
mod entry_document;
mod follow;
mod freshness;
mod known_article;
mod ladder;
mod sameness;

use super::causes::with_causes;
use super::{BuildSource, SourceContext};
use article::{ArticleId, RawRecord, Timestamp};
use async_trait::async_trait;
use backlog::Backlog;
use cursor::{FeedCursor, Validators};
use document::FeedDocument;
use entry::{Fingerprint, Origin};
use entry_document::is_entry;
use fetch::{FetchError, Request, Response};
use follow::Pages;
use pipeline::{Harvest, Source, SourceError};
use serde_json::Value;
use service::config::{Problems, Section};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::time::Duration;
use url::{Host, Url};

/// What a feed's server is asked for.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
                      text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";

/// Shortest interval: more often is not polite.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(30);
/// Shortest interval for a feed on this machine: nobody else is asked.
const SHORTEST_LOCAL_INTERVAL: Duration = Duration::from_millis(100);
const LONGEST_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);
const DEFAULT_INTERVAL: Duration = Duration::from_secs(5 * 60);

/// What a feed source is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSettings {
    /// The source's name.
    pub name: String,
    /// Where the feed is.
    pub url: String,
    /// Whether to fetch the page of each entry.
    pub follow: bool,
    /// Pause between two polls.
    pub interval: Duration,
}

/// A feed as a source.
pub struct FeedSource {
    settings: FeedSettings,
    context: SourceContext,
    /// The last document, kept while it has entries that are not done.
    open: Option<OpenDocument>,
}

struct OpenDocument {
    document: FeedDocument,
    validators: Validators,
    /// Whether the last harvest was full before its end.
    unfinished: bool,
    /// The entries whose page failed since it last was looked at from its beginning.
    tried: HashSet<Fingerprint>,
    pause: Duration,
}

/// Reads `[[source]]` sections of kind `feed`.
pub(crate) fn read(section: &Section, problems: &mut Problems) -> Option<BuildSource> {
    let mut keys = section.keys(problems);
    let url = keys.required_url("url");
    let follow = keys.boolean("follow");
    let is_local = url.as_ref().and_then(Url::host).is_some_and(|host| is_loopback(&host));
    let shortest = if is_local { SHORTEST_LOCAL_INTERVAL } else { SHORTEST_INTERVAL };
    let interval = keys.duration("interval", shortest..=LONGEST_INTERVAL);
    keys.finish();
    let settings = FeedSettings {
        name: section.name().to_owned(),
        url: url?.into(),
        follow: follow.unwrap_or(true),
        interval: interval.unwrap_or(DEFAULT_INTERVAL),
    };
    Some(Box::new(move |context| Box::new(FeedSource::new(settings, context.clone()))))
}

/// Whether a host is this machine itself.
fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

impl FeedSource {
    /// A source of the entries of a feed. Nothing is fetched yet.
    pub fn new(settings: FeedSettings, context: SourceContext) -> Self {
        Self { settings, context, open: None }
    }

    /// The document to take entries from: the one that is not finished, else what the server has now. `Err(pause)`:
    /// nothing changed and nothing is open.
    async fn document(&mut self, cursor: &FeedCursor) -> Result<Result<OpenDocument, Duration>, SourceError> {
        if let Some(open) = self.open.take_if(|open| open.unfinished) {
            return Ok(Ok(open));
        }
        let known = self.open.as_ref().map_or(&cursor.validators, |open| &open.validators);
        let request = Request {
            if_none_match: known.etag.clone(),
            if_modified_since: known.last_modified.clone(),
            ..Request::new(&self.settings.url, ACCEPT, self.context.ingest_limit)
        };
        let response = self.context.fetch.get(&request).await.map_err(|error| self.unanswered(&error))?;
        let pause = freshness::pause(self.settings.interval, response.cache_control.as_deref());
        let validators = Validators::of(&response);
        if response.is_not_modified() || validators.body_hash == known.body_hash {
            return Ok(self.open.take().map(|open| OpenDocument { pause, ..open }).ok_or(pause));
        }
        let document = self.parse(response, cursor.shared.clone()).await?;
        self.open = None;
        Ok(Ok(OpenDocument { document, validators, unfinished: false, tried: HashSet::new(), pause }))
    }

    /// Parsing is work, and a document may be hostile: off the runtime, where a panic ends only this attempt.
    async fn parse(&self, response: Response, shared: Vec<Fingerprint>) -> Result<FeedDocument, SourceError> {
        let base = response.final_url.clone();
        let parsed = tokio::task::spawn_blocking(move || {
            FeedDocument::parse(&response.bytes, response.content_type.as_deref(), &base, &shared)
        })
        .await;
        let instead = match parsed {
            Ok(Ok(document)) => return Ok(document),
            Ok(Err(instead)) => instead.to_string(),
            Err(_panic) => "a document that the feed parser cannot cope with".to_owned(),
        };
        Err(SourceError::Retry(format!(
            "{} answered with {instead}, no feed was read; it is asked again, see whether `url` is right",
            self.settings.url
        )))
    }

    fn unanswered(&self, error: &FetchError) -> SourceError {
        let message = format!("get feed {}: {}", self.settings.url, with_causes(error));
        match error {
            FetchError::RateLimited { retry_after, .. } => SourceError::RetryAfter { message, wait: *retry_after },
            FetchError::Status { status: 401 | 403 | 410, .. } | FetchError::Url(_) | FetchError::Setup(_) => {
                SourceError::Broken(format!("{message}; correct or remove its url"))
            }
            FetchError::Status { .. }
            | FetchError::Timeout { .. }
            | FetchError::Connect { .. }
            | FetchError::Tls { .. }
            | FetchError::Redirect { .. }
            | FetchError::TooLarge { .. }
            | FetchError::Broken { .. } => SourceError::Retry(message),
        }
    }
}

#[async_trait]
impl Source for FeedSource {
    fn name(&self) -> &str {
        &self.settings.name
    }

    async fn poll(&mut self, cursor: Option<&Value>, now: Timestamp) -> Result<Harvest, SourceError> {
        let before = FeedCursor::decode(cursor).map_err(|error| {
            let name = &self.settings.name;
            SourceError::Broken(format!("the position of source `{name}` cannot be read: {}", with_causes(&error)))
        })?;
        let origin = Origin { source: self.settings.name.clone(), fetched_at: now };
        let mut open = match self.document(&before).await? {
            Ok(open) => open,
            Err(pause) => return Ok(Harvest { next_in: pause, ..Harvest::default() }),
        };
        let follow = self.settings.follow;
        let mut backlog = Backlog::new(&open.document, &before, &open.tried, (&self.settings.name, follow));
        let mut harvest = Harvest::default();
        let full = if follow {
            let pages = Pages { fetch: &*self.context.fetch, max_bytes: self.context.ingest_limit };
            pages.follow(&mut backlog, &origin, &mut harvest).await
        } else {
            backlog.take_entries(&origin, &mut harvest)
        };
        let addresses = addresses(&harvest.records).await;
        backlog.note_articles(&harvest.records, |record| addresses.get(record.url.as_deref()?).copied());
        let mut after = before.after(&backlog.taken, backlog.waiting(follow), open.document.entries.len());
        after.note_shared(&open.document.shared);
        // Until all of it is done, the position does not say that this document is known.
        let done = backlog.is_done();
        after.validators = if done { open.validators.clone() } else { Validators::default() };
        if after != before {
            let encoded = after.encode().map_err(|error| SourceError::Broken(format!("encode position: {error}")))?;
            harvest.cursor = Some(encoded);
        }
        harvest.next_in = if full { Duration::ZERO } else { open.pause };
        open.tried = if full { backlog.into_tried() } else { HashSet::new() };
        open.unfinished = full;
        self.open = (!done).then_some(open);
        Ok(harvest)
    }
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
