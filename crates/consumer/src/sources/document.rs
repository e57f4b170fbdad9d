//! The document at the address of a source: asked for when it may have changed.

use super::moved::{Moved, MovedTo};
use super::pages::host_of;
use super::unanswered::unanswered;
use super::validators::Validators;
use article::Timestamp;
use fetch::{Fetch, FetchError, Request, Response, SourceAddress};
use pipeline::SourceError;
use std::sync::Arc;

/// Where a document is, and what is known of its server.
pub(crate) struct Document {
    /// What it is called in messages: `feed`.
    what: &'static str,
    /// Name of the source.
    source: String,
    address: Arc<SourceAddress>,
    /// The host that answered last, or that others asked when it was wanted; at first the one of its address.
    host: Option<String>,
    moved: Moved,
}

impl Document {
    pub(crate) fn new(what: &'static str, source: &str, address: SourceAddress) -> Self {
        let host = Some(address.host().to_owned());
        Self { what, source: source.to_owned(), address: Arc::new(address), host, moved: Moved::default() }
    }

    pub(crate) fn address(&self) -> &SourceAddress {
        &self.address
    }

    /// The host that is asked next time.
    pub(crate) fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// A request for it, if it is not as it was.
    pub(crate) fn request(&self, accept: &'static str, max_bytes: u64, known: &Validators) -> Request {
        let of_source = Request::of_source(&self.address, accept, max_bytes);
        Request {
            url: self.moved.address().map_or_else(|| of_source.url.clone(), str::to_owned),
            if_none_match: known.etag.clone(),
            if_modified_since: known.last_modified.clone(),
            waits_for: Some([self.address.host().to_owned()].into_iter().chain(self.host.clone()).collect()),
            ..of_source
        }
    }

    /// Asks for it. `None`: it is at a host where another poll is; its turn comes.
    pub(crate) async fn ask(
        &mut self,
        fetch: &Arc<dyn Fetch>,
        request: &Request,
        now: Timestamp,
    ) -> Result<Option<Response>, FetchError> {
        match fetch.get(request).await {
            Ok(response) => {
                self.host = host_of(&response.final_url);
                self.moved.note(&response, (&self.source, self.what), &self.address, now);
                Ok(Some(response))
            }
            Err(FetchError::Busy { host }) => {
                self.host = Some(host);
                Ok(None)
            }
            Err(error) => {
                self.moved.failed(&error);
                Err(error)
            }
        }
    }

    /// Goes on from what a position says of where it has moved.
    pub(crate) fn recall(&mut self, moved: Option<&MovedTo>) {
        self.moved.recall(moved, &self.address);
    }

    /// What the position is to say of where it has moved.
    pub(crate) fn moved(&self) -> Option<MovedTo> {
        self.moved.known()
    }

    /// Why there is no answer.
    pub(crate) fn unanswered(&self, error: &FetchError) -> SourceError {
        unanswered(error, &self.address, self.what)
    }

    /// What was answered `at` an address is something else.
    pub(crate) fn answered_with(&self, instead: &str, at: &str) -> SourceError {
        let (what, mut url) = (self.what, self.address.to_string());
        if at != url {
            url.push_str(&format!(" (redirected to {at})"));
        }
        SourceError::Retry(format!(
            "{url} answered with {instead}, no {what} was read; if it stays so, correct its url"
        ))
    }
}
