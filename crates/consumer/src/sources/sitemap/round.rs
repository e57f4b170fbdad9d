//! One look at a site's map: the document that was configured, and where it is an index, the few sitemaps that are due.
//!
//! A sitemap that cannot be read is said with what is wrong with it, asked for again a few times, and harms no other.

use super::cursor::SitemapCursor;
use super::known::{Lookup, MOST_UNDATED};
use super::listed_page::{ListedPage, Version, page_of};
use super::parts::{Answered, Due, Failures, is_given_up, millis};
use super::selection::{Document, MOST_UNDATED_PARTS, Overview, Selection};
use crate::sources::fingerprint::Fingerprint;
use crate::sources::validators::Validators;
use crate::unpack::{MAX_BYTES, unpack};
use article::{Timestamp, shown_url};
use extract::SitemapPart;
use fetch::{Fetch, FetchError, Reach, Request, Response, without_login};
use pipeline::error_line;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

/// What the server of a sitemap is asked for.
pub(super) const ACCEPT: &str =
    "application/xml, text/xml, application/gzip;q=0.9, application/x-gzip;q=0.9, text/plain;q=0.8, */*;q=0.1";

/// Time after which no further sitemap is asked for in one poll.
const MAX_TIME: Duration = Duration::from_secs(20);

/// Sitemaps that a process reads at a time: each may be long, packed and unpacked.
static READING: Semaphore = Semaphore::const_new(2);

/// Problems that were said are remembered up to so many.
const MOST_TOLD: usize = 1_000;

/// What holds once all that a round found is done.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// None, where the index is to be read again.
    validators: Validators,
    answered: Vec<Answered>,
    /// What was there at first sight is done.
    has_begun: bool,
    has_undated: bool,
    /// What was there at first sight and is left out.
    floor: Option<i64>,
    undated: Vec<Version>,
}

impl Settled {
    /// Notes it in the position.
    pub(super) fn note_in(&self, cursor: &mut SitemapCursor) {
        cursor.validators = self.validators.clone();
        cursor.has_begun = self.has_begun;
        cursor.pages.raise_floor(self.floor);
        cursor.pages.add(&self.undated);
        self.answered.iter().for_each(|answered| cursor.parts.note(answered));
        cursor.parts.has_undated = self.has_undated;
    }
}

/// What a source remembers of an index beside its position.
#[derive(Debug, Default)]
pub(super) struct IndexMemory {
    /// The sitemaps without date that it lists.
    pub(super) undated: Vec<SitemapPart>,
    failures: Failures,
    told: HashSet<Fingerprint>,
}

/// A look that is under way.
pub(super) struct Round<'a> {
    pub(super) source: &'a str,
    pub(super) fetch: &'a Arc<dyn Fetch>,
    /// The document that was configured, as it is asked for, and the host that answered.
    pub(super) root: &'a str,
    pub(super) host: Option<&'a str>,
    /// Where the links of it may lead.
    pub(super) links: &'a Reach,
    pub(super) before: &'a SitemapCursor,
    pub(super) known: Arc<Lookup>,
    pub(super) now: Timestamp,
    pub(super) selection: Selection,
    pub(super) settled: Settled,
    /// Something is left for the next poll.
    left: bool,
    /// Something was not asked for, because it was not our turn.
    waits_for_turn: bool,
}

impl<'a> Round<'a> {
    /// A round after an answer for the document that was configured.
    pub(super) fn new(
        (source, fetch, root): (&'a str, &'a Arc<dyn Fetch>, &'a str),
        (host, links): (Option<&'a str>, &'a Reach),
        (before, now): (&'a SitemapCursor, Timestamp),
    ) -> Self {
        let known = Arc::new(before.pages.lookup());
        let (selection, settled) = (Selection::default(), Settled::default());
        Self {
            source,
            fetch,
            root,
            host,
            links,
            before,
            known,
            now,
            selection,
            settled,
            left: false,
            waits_for_turn: false,
        }
    }

    /// Reads the document that was configured; gives the sitemaps it lists.
    pub(super) async fn read_root(
        &mut self,
        response: Response,
        memory: &mut IndexMemory,
    ) -> Result<Vec<SitemapPart>, String> {
        let at = response.final_url.clone();
        let Overview { mut parts, parts_left, undated, undated_left_out } = self.read(response, MOST_UNDATED).await?;
        if undated_left_out {
            memory.tell(self.source, &at, &too_many_undated(undated));
        }
        if parts_left > 0 {
            let problem = format!(
                "it lists {parts_left} sitemaps more than are looked at: the newest of those with lastmod, and the first \
                 {MOST_UNDATED_PARTS} of those without"
            );
            memory.tell(self.source, &at, &problem);
        }
        let own = [page_of(self.root), page_of(&at)];
        let listed = parts.len();
        parts.retain(|part| !own.contains(&page_of(&part.address)));
        if parts.len() < listed {
            memory.tell(self.source, &at, "it lists itself as a sitemap; that entry is passed over");
        }
        memory.undated = parts.iter().filter(|part| part.modified.is_none()).cloned().collect();
        Ok(parts)
    }

    /// Asks for the sitemaps that are due. An error: not one of an index can be read.
    pub(super) async fn read_parts(
        &mut self,
        listed: Vec<SitemapPart>,
        memory: &mut IndexMemory,
    ) -> Result<(), String> {
        let all = listed.len();
        let Due { now, newest_left, changed_left } = self.before.parts.due(listed, &self.known, &memory.failures);
        // At first sight what is older than the newest counts as known.
        self.left |= changed_left && self.before.has_begun;
        self.settled.floor = newest_left;
        let are_all_due = now.len() == all;
        let started_at = Instant::now();
        let (mut answers, mut last_problem) = (0, None);
        for part in now {
            if started_at.elapsed() >= MAX_TIME {
                self.left |= self.before.has_begun;
                self.settled.floor = self.settled.floor.max(millis(&part));
                continue;
            }
            match self.read_part(&part, memory).await {
                Ok(answered) => {
                    answers += 1;
                    memory.failures.remove(&page_of(&part.address));
                    self.settled.answered.push(answered);
                }
                Err(None) => {
                    self.left = true;
                    self.waits_for_turn = true;
                }
                Err(Some(problem)) => {
                    let given_up = is_given_up(&mut memory.failures, &part);
                    memory.tell(self.source, &part.address, &problem);
                    if given_up || part.modified.is_none() {
                        self.settled.answered.push(Answered { part, undated: None, validators: None });
                    } else {
                        self.left = true;
                    }
                    last_problem = Some(problem);
                }
            }
        }
        match last_problem {
            Some(problem) if answers == 0 && self.selection.is_empty() && (are_all_due || !self.before.has_begun) => {
                Err(problem)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// One sitemap; the error is what is wrong with it, or nothing where it is not its turn.
    async fn read_part(&mut self, part: &SitemapPart, memory: &mut IndexMemory) -> Result<Answered, Option<String>> {
        let known = self.before.parts.validators(part);
        let request = Request {
            reach: self.links.clone(),
            if_none_match: known.etag.clone(),
            if_modified_since: known.last_modified.clone(),
            waits_for: Some(self.host.map(str::to_owned).into_iter().collect()),
            ..Request::new(without_login(&part.address), ACCEPT, MAX_BYTES)
        };
        let response = match self.fetch.get(&request).await {
            Ok(response) => response,
            Err(FetchError::Busy { .. } | FetchError::RateLimited { .. } | FetchError::NoRobots { .. }) => {
                return Err(None);
            }
            Err(error) => return Err(Some(error_line(&error))),
        };
        let validators = Validators::of(&response);
        let is_known = known.body_hash.is_some() && validators.body_hash == known.body_hash;
        if response.is_not_modified() || is_known {
            return Ok(Answered { part: part.clone(), undated: None, validators: None });
        }
        let room = MOST_UNDATED.saturating_sub(self.before.parts.undated_of_others(part));
        let overview = self.read(response, room).await.map_err(Some)?;
        if !overview.parts.is_empty() {
            return Err(Some("an index of sitemaps, which an index must not list; it is not followed".to_owned()));
        }
        if overview.undated_left_out {
            memory.tell(self.source, &part.address, &too_many_undated(overview.undated));
        }
        let undated = if overview.undated_left_out { 0 } else { overview.undated };
        Ok(Answered { part: part.clone(), undated: Some(undated), validators: Some(validators) })
    }

    /// Unpacking and parsing is work, and a document may be hostile: off the runtime, where a panic ends only this
    /// attempt.
    async fn read(&mut self, response: Response, room: usize) -> Result<Overview, String> {
        let (known, now) = (Arc::clone(&self.known), self.now);
        let no_turn = |_| "no turn to read it".to_owned();
        let _turn = READING.acquire().await.map_err(no_turn)?;
        let read = tokio::task::spawn_blocking(move || {
            let (url, content_type) = (response.final_url, response.content_type);
            let bytes = unpack(response.bytes)?;
            let document = Document { bytes: &bytes, content_type: content_type.as_deref(), url: &url };
            let mut selection = Selection::default();
            let overview = selection.add(&document, &known, room, now).map_err(|instead| instead.to_string())?;
            Ok((selection, overview))
        });
        let (selection, overview) =
            read.await.unwrap_or_else(|_panic| Err("a document that the reader cannot cope with".to_owned()))?;
        self.selection.join(selection);
        Ok(overview)
    }

    /// The new pages, the newest first, and what holds once they are done.
    pub(super) fn end(mut self, validators: Validators, has_undated: bool) -> (Vec<ListedPage>, Settled) {
        self.settled.has_undated = has_undated;
        self.settled.has_begun = self.before.has_begun || !self.waits_for_turn;
        if self.before.has_begun && self.selection.is_full {
            // What is left is news, which comes at the next polls.
            self.left = true;
            self.settled.answered.clear();
        }
        if self.before.has_begun || self.waits_for_turn {
            self.settled.floor = None;
        } else {
            self.settled.floor = self.settled.floor.max(self.selection.newest_left);
            self.settled.undated = std::mem::take(&mut self.selection.undated_left);
        }
        if !self.left {
            self.settled.validators = validators;
        }
        (self.selection.into_pages(), self.settled)
    }
}

impl IndexMemory {
    /// Says once what is wrong with a document.
    fn tell(&mut self, source: &str, at: &str, problem: &str) {
        if self.told.len() >= MOST_TOLD {
            self.told.clear();
        }
        if self.told.insert(Fingerprint::of(&[at.as_bytes(), problem.as_bytes()])) {
            let sitemap = Url::parse(at).map_or_else(|_| at.to_owned(), |url| shown_url(&url));
            tracing::warn!(source, sitemap, problem, "a sitemap is not read as a whole; what others list is taken");
        }
    }
}

fn too_many_undated(undated: usize) -> String {
    format!(
        "it lists {undated} pages without lastmod; such pages are known again one by one, {MOST_UNDATED} of a source at \
         most, so none of these is taken"
    )
}
