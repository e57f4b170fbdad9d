//! What a feed source is told.

use crate::sources::address::{Intervals, read_address, read_intervals};
use crate::sources::hourly::read_limit;
use fetch::SourceAddress;
use pipeline::HourlyLimit;
use service::config::Keys;
use url::Host;

/// What a feed source is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSettings {
    /// The source's name.
    pub name: String,
    /// Where the feed is, and what lets us in there.
    pub address: SourceAddress,
    /// Whether to fetch the page of each entry.
    pub follow: bool,
    /// Pauses between two polls.
    pub intervals: Intervals,
    /// Domains besides its own in whose name the feed speaks.
    pub speaks_for: Vec<String>,
}

/// Reads a `[[source]]` section of kind `feed`, and how much may come of it in an hour.
pub(super) fn read(mut keys: Keys<'_>) -> Option<(HourlyLimit, FeedSettings)> {
    let name = keys.name().to_owned();
    let address = read_address(&mut keys);
    let follow = keys.boolean("follow").or(true);
    let intervals = read_intervals(address.as_ref(), &mut keys);
    let limit = read_limit(&mut keys);
    let speaks_for = keys.list("speaks_for", host);
    keys.finish();
    let settings = FeedSettings { name, address: address?, follow, intervals, speaks_for };
    Some((limit, settings))
}

/// A host, as URLs write it.
fn host(text: &str) -> Result<String, String> {
    match Host::parse(text.trim_end_matches('.')) {
        Ok(host) => Ok(host.to_string()),
        Err(_) => Err(format!("`{text}` is not a domain; write it as in the addresses of its pages: example.org")),
    }
}
