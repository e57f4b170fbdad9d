//! Where a source has moved for good, said once.

use fetch::{Response, SourceAddress};

/// Where a source was said to have moved.
#[derive(Debug, Default)]
pub(crate) struct Moved(Option<String>);

impl Moved {
    /// Says where `what` of a source has moved, unless that was said.
    pub(crate) fn tell(&mut self, response: &Response, source: &str, address: &SourceAddress, what: &str) {
        if response.moved_to.is_some() && response.moved_to != self.0 {
            self.0.clone_from(&response.moved_to);
            tracing::info!(
                source,
                from = %address,
                to = self.0,
                "{what} moved for good; it is still read, but change its url: redirects end one day"
            );
        }
    }
}
