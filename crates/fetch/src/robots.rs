//! What the hosts we ask say about being asked: their `robots.txt` (RFC 9309), read before the first page and kept.
//!
//! `rules` reads the file and judges addresses, `tdm` reads `tdmrep.json`, by which hosts reserve text and data mining, `pattern` compares one rule with one address, `known` keeps what was
//! read for a while and says when it is to be read again. None of them asks anybody.

mod known;
mod pattern;
mod rules;
mod tdm;

pub(crate) use known::{Answer, HostRules, KnownRobots, Verdict};
pub(crate) use rules::{LONGEST, Rules, product_token};
pub(crate) use tdm::TdmRules;

use url::Url;

/// Where the file of a URL's host is; the file itself has none that speaks for it.
pub(crate) fn address(url: &Url) -> Option<Url> {
    let mut robots = url.join("/robots.txt").ok()?;
    robots.set_query(None);
    robots.set_fragment(None);
    (robots.path() != url.path()).then_some(robots)
}

/// Where the host of a URL says what it reserves.
pub(crate) fn tdm_address(url: &Url) -> Option<Url> {
    url.join("/.well-known/tdmrep.json").ok()
}
