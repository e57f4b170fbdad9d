//! Addresses in feeds, made absolute.

use article::CanonicalUrl;
use url::Url;

/// Longest address, in bytes.
const LONGEST: usize = 8_192;

/// An http or https address, relative ones against their base; `None` for anything else.
pub(crate) fn resolve(href: &str, base: Option<&Url>) -> Option<String> {
    join(href, base).map(|url| url.to_string())
}

/// The same as a URL.
pub(super) fn join(href: &str, base: Option<&Url>) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.len() > LONGEST {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href),
        None => Url::parse(href),
    };
    // What is no address names nothing.
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// An id that a feed states of itself: an address as whatever spells the same one, anything else as it is.
pub(super) fn own_id(id: &str) -> String {
    CanonicalUrl::parse(id).map_or_else(|_| id.trim().to_owned(), |address| address.loose())
}
