//! Following to the pages, until a harvest is full.

use super::listed::{Ledger, Listed};
use super::page::{Page, Pages};
use super::queue::{Open, Queue};
use crate::sources::origin::Origin;
use article::{Hints, RawRecord};
use fetch::Response;
use pipeline::Harvest;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::time::Instant;

/// Pages of one harvest.
const MAX_PAGES: usize = 20;

/// Bytes and time after which a harvest ends.
const MAX_BYTES: usize = 4 << 20;
const MAX_TIME: Duration = Duration::from_secs(20);

/// How long the first page of a harvest waits for others: then it is committed while the next one is fetched.
const LINGER: Duration = Duration::from_secs(1);

/// How often a page is asked for, a poll apart each, before the entry itself is sent.
const MAX_ATTEMPTS: u32 = 4;

/// How long a page is waited for in all its tries, those at which the host asks to be left alone among them. Then the
/// entry itself is sent: a host that takes its time to say `later` would hold up its feed for ever.
const MAX_SPENT: Duration = Duration::from_secs(120);

/// Pages in a row that could not be reached before the rest is left for the next poll: each may have cost a timeout.
const MAX_UNREACHABLE: u32 = 3;

/// Fetches pages until the harvest is full, or all that is left waits for hosts that others ask; tells whether there is
/// more to fetch at once.
pub(crate) async fn follow<E: Listed>(
    pages: &mut Pages<'_>,
    queue: &mut Queue<E>,
    ledger: &mut impl Ledger<E>,
    origin: &Origin,
    harvest: &mut Harvest,
) -> bool {
    let started_at = Instant::now();
    // When what was fetched is to be committed.
    let mut until = None;
    let (mut asked, mut bytes, mut unreachable) = (0, 0, 0);
    let mut left_alone = HashSet::new();
    // By the host of a link, the one that others ask.
    let mut busy = HashMap::<String, String>::new();
    while let Some(mut open) = queue.next() {
        let late = started_at.elapsed() >= MAX_TIME || until.is_some_and(|until| until <= Instant::now());
        if late || asked >= MAX_PAGES || bytes >= MAX_BYTES || queue.is_held_up(&open) {
            queue.put_back(open);
            return true;
        }
        let host = queue.host_of(&open);
        if host.as_ref().is_some_and(|host| left_alone.contains(host)) {
            queue.put_off(open);
            continue;
        }
        if let Some(at) = host.as_ref().and_then(|host| busy.get(host)) {
            queue.hold_up(open, at.clone());
            continue;
        }
        asked += 1;
        let asked_at = Instant::now();
        let page = pages.get(&open.entry, host.as_deref(), until).await;
        open.spent += asked_at.elapsed();
        let Some(page) = page else {
            queue.put_back(open);
            return true;
        };
        unreachable = if matches!(page, Page::Unreachable(_)) { unreachable + 1 } else { 0 };
        let outcome = match page {
            Page::Whole(response) => {
                bytes += response.bytes.len();
                harvest.records.push(page_record(&open.entry, response, origin));
                ledger.done(&open.entry);
                Some("fetched")
            }
            Page::TooLarge(refused) => {
                harvest.refused.push(refused);
                ledger.done(&open.entry);
                Some("too_large")
            }
            Page::Never => {
                ledger.send_itself(&open.entry, harvest);
                None
            }
            // For good: who may be asked does not change from poll to poll.
            Page::Refused(why) => {
                *harvest.refusals.entry(why).or_default() += 1;
                ledger.send_itself(&open.entry, harvest);
                None
            }
            Page::LeftAlone => {
                left_alone.extend(host);
                Some(put_off_or_give_up(
                    open,
                    "left_alone",
                    "the host asks to be left alone",
                    queue,
                    ledger,
                    origin,
                    harvest,
                ))
            }
            Page::Busy(at) => {
                busy.extend(host.map(|host| (host, at.clone())));
                busy.insert(at.clone(), at.clone());
                queue.hold_up(open, at);
                None
            }
            Page::Failed(why) | Page::Unreachable(why) => Some(failed(open, &why, queue, ledger, origin, harvest)),
        };
        if let Some(outcome) = outcome {
            *harvest.pages.entry(outcome).or_default() += 1;
        }
        if until.is_none() && !harvest.records.is_empty() {
            until = Some(Instant::now() + LINGER);
        }
        if unreachable >= MAX_UNREACHABLE {
            if queue.has_next() {
                tracing::info!(
                    source = %origin.source, in_a_row = unreachable, "pages cannot be reached; the others of this source wait \
                    for the next poll"
                );
            }
            return false;
        }
    }
    false
}

/// Says what happens next. After the last attempt the entry itself is sent, and never its page.
fn failed<E: Listed>(
    mut open: Open<E>,
    why: &str,
    queue: &mut Queue<E>,
    ledger: &mut impl Ledger<E>,
    origin: &Origin,
    harvest: &mut Harvest,
) -> &'static str {
    open.attempts += 1;
    let (source, attempt) = (&origin.source, format!("{} of {MAX_ATTEMPTS}", open.attempts));
    if open.attempts < MAX_ATTEMPTS && open.spent < MAX_SPENT {
        tracing::warn!(%source, attempt, error = why, "page not fetched; it is asked for again at a later poll");
    }
    put_off_or_give_up(open, "failed", why, queue, ledger, origin, harvest)
}

/// Leaves a page for a later poll, unless it has had all its tries or all its time: then the entry itself is sent.
fn put_off_or_give_up<E: Listed>(
    open: Open<E>,
    put_off: &'static str,
    why: &str,
    queue: &mut Queue<E>,
    ledger: &mut impl Ledger<E>,
    origin: &Origin,
    harvest: &mut Harvest,
) -> &'static str {
    if open.attempts < MAX_ATTEMPTS && open.spent < MAX_SPENT {
        queue.put_off(open);
        return put_off;
    }
    let (source, seconds) = (&origin.source, open.spent.as_secs());
    let attempt = format!("{} of {MAX_ATTEMPTS}", open.attempts);
    tracing::warn!(%source, attempt, seconds, error = why, "page not fetched; {}", instead(ledger));
    ledger.send_itself(&open.entry, harvest);
    "given_up"
}

fn instead<E, L: Ledger<E>>(_ledger: &L) -> &'static str {
    L::INSTEAD
}

fn page_record(listed: &impl Listed, page: Response, origin: &Origin) -> RawRecord {
    RawRecord {
        id: listed.id().map(str::to_owned),
        // As the list has it: redirects may change from day to day.
        url: listed.link().map(str::to_owned),
        content_type: page.content_type,
        fetched_at: Some(origin.fetched_at),
        source: Some(origin.source.clone()),
        hints: Some(Hints { usage: page.usage, ..listed.hints().clone() }),
        body: page.bytes,
    }
}
