//! Fetching one page. A fetch may go on while what came before it is committed.

use super::listed::Listed;
use super::queue::host_of;
use extract::is_feed;
use fetch::{Fetch, FetchError, Reach, Request, Response};
use pipeline::{Reason, Refused, error_line};
use std::sync::Arc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

/// What a page's server is asked for.
const ACCEPT: &str = "text/html, application/xhtml+xml, */*;q=0.1";

/// Where pages come from.
pub(crate) struct Pages<'a> {
    pub(crate) fetch: &'a Arc<dyn Fetch>,
    /// Where links of the list may lead.
    pub(crate) reach: &'a Reach,
    /// The longest page that is taken, in bytes.
    pub(crate) max_bytes: u64,
    /// The host that this poll may wait for, since no other poll does at the same time.
    pub(crate) contended: Option<&'a str>,
    /// The fetch that an earlier poll left going.
    pub(crate) going: &'a mut Option<Going>,
}

/// A page being fetched; given up when dropped.
#[derive(Debug)]
pub(crate) struct Going {
    link: String,
    task: JoinHandle<Result<Response, FetchError>>,
}

/// What became of one page.
pub(super) enum Page {
    Whole(Response),
    TooLarge(Refused),
    /// There cannot be one.
    Never,
    /// It must not be asked for, or it is none: why, as a label.
    Refused(&'static str),
    /// This attempt failed.
    Failed(String),
    /// It failed for a reason that other pages of the host will share.
    Unreachable(String),
    /// The host asks to be left alone: no attempt was made.
    LeftAlone,
    /// Somebody else asks this host: no attempt was made.
    Busy(String),
}

impl Pages<'_> {
    /// The page of something whose page needs `host`. `None`: it is not there at the time `until`, and its fetch goes
    /// on.
    pub(super) async fn get(
        &mut self,
        listed: &impl Listed,
        host: Option<&str>,
        until: Option<Instant>,
    ) -> Option<Page> {
        let Some(link) = listed.link() else { return Some(Page::Never) };
        let mut going = match self.going.take_if(|going| going.link == link) {
            Some(going) => going,
            None => self.begin(link, host),
        };
        let ended = match until {
            Some(until) => match timeout_at(until, &mut going.task).await {
                Ok(ended) => ended,
                Err(_elapsed) => {
                    *self.going = Some(going);
                    return None;
                }
            },
            None => (&mut going.task).await,
        };
        Some(match ended {
            Ok(Ok(response)) if response.bytes.is_empty() => Page::Failed(format!("the page {link} is empty")),
            // Its entries would speak in the name of a page they are not.
            Ok(Ok(response)) if is_feed(&response.bytes, response.content_type.as_deref()) => {
                Page::Refused("page_is_feed")
            }
            Ok(Ok(response)) => Page::Whole(response),
            Ok(Err(error)) => classify(error, listed, link),
            Err(panicked) => Page::Failed(format!("get page {link}: {panicked}")),
        })
    }

    /// Waits for others only at the contended host and at the one that redirects to it.
    fn begin(&self, link: &str, host: Option<&str>) -> Going {
        let contended = self.contended.filter(|contended| host == Some(*contended));
        let waits_for = contended
            .map_or_else(Vec::new, |contended| host_of(link).into_iter().chain([contended.to_owned()]).collect());
        let reach = self.reach.clone();
        let request = Request { reach, waits_for: Some(waits_for), ..Request::new(link, ACCEPT, self.max_bytes) };
        let fetch = Arc::clone(self.fetch);
        Going { link: link.to_owned(), task: tokio::spawn(async move { fetch.get(&request).await }) }
    }
}

impl Drop for Going {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn classify(error: FetchError, listed: &impl Listed, link: &str) -> Page {
    let why = format!("get page {link}: {}", error_line(&error));
    match error {
        FetchError::Url(_) => Page::Never,
        FetchError::Forbidden { rule, .. } => Page::Refused(rule.as_str()),
        FetchError::Disallowed { .. } => Page::Refused("robots"),
        FetchError::RateLimited { .. } => Page::LeftAlone,
        FetchError::Busy { host } => Page::Busy(host),
        FetchError::TooLarge { length, hash, .. } => Page::TooLarge(Refused {
            id: listed.id().map(str::to_owned),
            url: Some(link.to_owned()),
            length,
            hash,
            reason: Reason::new("too_large", why),
        }),
        FetchError::Timeout { .. } | FetchError::Connect { .. } | FetchError::NoRobots { .. } => Page::Unreachable(why),
        FetchError::Setup(_)
        | FetchError::Tls { .. }
        | FetchError::Redirect { .. }
        | FetchError::Status { .. }
        | FetchError::Broken { .. } => Page::Failed(why),
    }
}
