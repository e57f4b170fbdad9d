//! What a sitemap source is told.

use crate::sources::address::{Intervals, read_address, read_intervals};
use crate::sources::hourly::read_limit;
use fetch::SourceAddress;
use pipeline::HourlyLimit;
use service::config::Keys;

/// What a sitemap source is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitemapSettings {
    /// The source's name.
    pub name: String,
    /// Where the sitemap or the index is, and what lets us in there.
    pub address: SourceAddress,
    /// Pauses between two polls.
    pub intervals: Intervals,
}

/// Reads a `[[source]]` section of kind `sitemap`, and how much may come of it in an hour.
pub(super) fn read(mut keys: Keys<'_>) -> Option<(HourlyLimit, SitemapSettings)> {
    let name = keys.name().to_owned();
    let address = read_address(&mut keys);
    let intervals = read_intervals(address.as_ref(), &mut keys);
    let limit = read_limit(&mut keys);
    keys.finish();
    Some((limit, SitemapSettings { name, address: address?, intervals }))
}
