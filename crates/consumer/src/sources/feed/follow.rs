//! Following entries to their pages.

use super::backlog::{Backlog, OpenEntry};
use super::entry::{FeedEntry, Origin};
use super::entry_document::entry_record;
use crate::sources::causes::with_causes;
use article::RawRecord;
use fetch::{Fetch, FetchError, Request, Response};
use pipeline::{Harvest, Reason, Refused};
use std::collections::HashSet;
use std::time::{Duration, Instant};
use url::Url;

/// What a page's server is asked for.
const ACCEPT: &str = "text/html, application/xhtml+xml, */*;q=0.1";

/// Pages of one harvest: few, so that the first is on its way while the next are fetched.
const MAX_PAGES: usize = 20;

/// Bytes and time after which a harvest ends.
const MAX_BYTES: usize = 4 << 20;
const MAX_TIME: Duration = Duration::from_secs(20);

/// How often a page is asked for, a poll apart each, before the entry itself is sent.
const MAX_ATTEMPTS: u32 = 4;

/// Pages in a row that could not be reached before the rest is left for the next poll: each may have cost a timeout.
const MAX_UNREACHABLE: u32 = 3;

/// Where pages come from.
pub(super) struct Pages<'a> {
    pub(super) fetch: &'a dyn Fetch,
    /// The longest page that is taken, in bytes.
    pub(super) max_bytes: u64,
}

/// What became of one page.
enum Page {
    Whole(Response),
    TooLarge(Refused),
    /// There cannot be one.
    Never,
    /// This attempt failed.
    Failed(String),
    /// It failed for a reason that other pages of the host will share.
    Unreachable(String),
    /// The host asks to be left alone: no attempt was made.
    LeftAlone,
}

impl Pages<'_> {
    /// Fetches the pages of entries until the harvest is full; tells whether it was.
    pub(super) async fn follow(&self, backlog: &mut Backlog, origin: &Origin, harvest: &mut Harvest) -> bool {
        let started_at = Instant::now();
        let (mut pages, mut bytes, mut unreachable) = (0, 0, 0);
        let mut left_alone = HashSet::new();
        while let Some(open) = backlog.next() {
            if pages >= MAX_PAGES || bytes >= MAX_BYTES || started_at.elapsed() >= MAX_TIME {
                backlog.put_back(open);
                return true;
            }
            let host = open.entry.link.as_deref().and_then(host_of);
            if host.as_ref().is_some_and(|host| left_alone.contains(host)) {
                backlog.put_off(open);
                continue;
            }
            pages += 1;
            let page = self.page(&open.entry).await;
            unreachable = if matches!(page, Page::Unreachable(_)) { unreachable + 1 } else { 0 };
            match page {
                Page::Whole(response) => {
                    bytes += response.bytes.len();
                    harvest.records.push(page_record(&open.entry, response, origin));
                    backlog.done(&open.entry);
                }
                Page::TooLarge(refused) => {
                    harvest.refused.push(refused);
                    backlog.done(&open.entry);
                }
                Page::Never => {
                    harvest.records.push(entry_record(&open.entry, origin));
                    backlog.done(&open.entry);
                }
                Page::LeftAlone => {
                    left_alone.extend(host);
                    backlog.put_off(open);
                }
                Page::Failed(why) | Page::Unreachable(why) => {
                    tracing::warn!(source = %origin.source, attempt = open.attempts + 1, error = %why, "page not fetched");
                    failed(open, backlog, origin, harvest);
                }
            }
            if unreachable >= MAX_UNREACHABLE {
                return false;
            }
        }
        false
    }

    async fn page(&self, entry: &FeedEntry) -> Page {
        let Some(link) = &entry.link else { return Page::Never };
        match self.fetch.get(&Request::new(link, ACCEPT, self.max_bytes)).await {
            Ok(response) if response.bytes.is_empty() => Page::Failed(format!("the page {link} is empty")),
            Ok(response) => Page::Whole(response),
            Err(error) => classify(error, entry, link),
        }
    }
}

fn classify(error: FetchError, entry: &FeedEntry, link: &str) -> Page {
    let why = format!("get page {link}: {}", with_causes(&error));
    match error {
        FetchError::Url(_) => Page::Never,
        FetchError::RateLimited { .. } => Page::LeftAlone,
        FetchError::TooLarge { length, hash, .. } => Page::TooLarge(Refused {
            id: entry.id(),
            url: Some(link.to_owned()),
            length,
            hash,
            reason: Reason::new("too_large", why),
        }),
        FetchError::Timeout { .. } | FetchError::Connect { .. } => Page::Unreachable(why),
        FetchError::Setup(_)
        | FetchError::Tls { .. }
        | FetchError::Redirect { .. }
        | FetchError::Status { .. }
        | FetchError::Broken { .. } => Page::Failed(why),
    }
}

/// After the last attempt the entry itself is sent, and never its page.
fn failed(mut open: OpenEntry, backlog: &mut Backlog, origin: &Origin, harvest: &mut Harvest) {
    open.attempts += 1;
    if open.attempts < MAX_ATTEMPTS {
        backlog.put_off(open);
        return;
    }
    harvest.records.push(entry_record(&open.entry, origin));
    backlog.done(&open.entry);
}

fn page_record(entry: &FeedEntry, page: Response, origin: &Origin) -> RawRecord {
    RawRecord {
        id: entry.id(),
        // As the entry has it: redirects may change from day to day.
        url: entry.link.clone(),
        content_type: page.content_type,
        fetched_at: Some(origin.fetched_at),
        source: Some(origin.source.clone()),
        hints: Some(entry.hints.clone()),
        body: page.bytes,
    }
}

fn host_of(link: &str) -> Option<String> {
    Url::parse(link).ok()?.host_str().map(str::to_owned)
}
