//! One spelling for every URL of the same page, so that it gets one id.

use crate::url_secrets::strip_login;
use std::fmt;
use url::{Host, Url};

/// Query parameters that say how a reader came to the page, not which page it is.
const TRACKING: &[&str] = &[
    "at_campaign",
    "at_medium",
    "cmpid",
    "dclid",
    "fbclid",
    "gclid",
    "gclsrc",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "ocid",
    "ref_src",
    "sref",
    "twclid",
    "wt_mc",
    "xtor",
    "yclid",
];

/// Longest URL that is taken, in bytes; longer ones carry state, not an address.
const MAX_LENGTH: usize = 8_192;

/// An absolute http(s) URL in canonical spelling: host in lower case without a trailing dot, default port, user
/// information, fragment and tracking parameters removed. Parsing a canonical URL gives the same URL.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CanonicalUrl(Url);

/// Why a text is not a URL of a page.
#[derive(Debug, thiserror::Error)]
pub enum InvalidUrl {
    /// It does not parse as an absolute URL.
    #[error("`{text}` is not an absolute URL")]
    Syntax {
        /// The text, shortened.
        text: String,
        /// What the parser says.
        source: url::ParseError,
    },
    /// It is not http or https, or has no host.
    #[error("`{0}` is not an http or https URL with a host")]
    NotHttp(String),
    /// Longer than a page's address can be.
    #[error("the URL is {0} bytes long, the limit is 8192")]
    TooLong(usize),
}

impl CanonicalUrl {
    /// Reads an absolute http(s) URL.
    pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return Err(InvalidUrl::TooLong(text.len()));
        }
        let url =
            Url::parse(text).map_err(|source| InvalidUrl::Syntax { text: text.chars().take(200).collect(), source })?;
        Self::of(url)
    }

    /// Resolves a possibly relative link against this page.
    pub fn join(&self, link: &str) -> Result<Self, InvalidUrl> {
        if link.len() > MAX_LENGTH {
            return Err(InvalidUrl::TooLong(link.len()));
        }
        let url = self
            .0
            .join(link.trim())
            .map_err(|source| InvalidUrl::Syntax { text: link.chars().take(200).collect(), source })?;
        Self::of(url)
    }

    fn of(mut url: Url) -> Result<Self, InvalidUrl> {
        let refuse = |url: &Url| InvalidUrl::NotHttp(url.as_str().chars().take(200).collect());
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return Err(refuse(&url));
        }
        url.set_fragment(None);
        strip_login(&mut url);
        if let Some(Host::Domain(host)) = url.host()
            && host.ends_with('.')
        {
            let host = host.trim_end_matches('.').to_owned();
            url.set_host(Some(&host)).map_err(|_| refuse(&url))?;
        }
        if let Some(query) = url.query() {
            let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair)).collect();
            let kept = kept.join("&");
            url.set_query((!kept.is_empty()).then_some(kept.as_str()));
        }
        Ok(Self(url))
    }

    /// The URL.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host, lower case.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The path, always beginning with `/`.
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// Whether the URL names a site's front page and no article.
    pub fn is_home_page(&self) -> bool {
        let path = self.0.path().trim_end_matches('/').to_ascii_lowercase();
        let index =
            matches!(path.as_str(), "" | "/index.html" | "/index.htm" | "/index.php" | "/home" | "/default.aspx");
        index && self.0.query().is_none()
    }

    /// The same text for the spellings of an address that lead to one page on nearly every site: either scheme, with
    /// `www.` or without, with a slash or `index.html` at the end or without, parameters in any order. It tells whether
    /// a page was seen before; it is no address.
    pub fn loose(&self) -> String {
        let path = self.path();
        let index = ["index.html", "index.htm", "index.php"];
        let path =
            index.iter().find_map(|name| path.strip_suffix(name).filter(|path| path.ends_with('/'))).unwrap_or(path);
        let mut parameters: Vec<&str> = self.0.query().unwrap_or_default().split('&').collect();
        parameters.sort_unstable();
        let port = self.0.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}{port}{}?{}", bare_host(self.host()), path.trim_end_matches('/'), parameters.join("&"))
    }

    /// Whether both URLs are of one site: the same host but for a leading `www.`, `m.`, `mobile.` or `amp.`.
    pub fn same_site(&self, other: &Self) -> bool {
        bare_host(self.host()) == bare_host(other.host())
    }

    /// This page's canonical URL when the page declares `declared` as such (`rel=canonical`): a declaration that
    /// points to another site or to a home page is ignored, else one site could overwrite another's articles.
    pub fn accept_declared(&self, declared: &str) -> Option<Self> {
        let declared = self.join(declared).ok()?;
        (declared.same_site(self) && (!declared.is_home_page() || self.is_home_page())).then_some(declared)
    }
}

fn bare_host(host: &str) -> &str {
    ["www.", "m.", "mobile.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(host)
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

impl fmt::Display for CanonicalUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn canonical(text: &str) -> String {
        CanonicalUrl::parse(text).unwrap().to_string()
    }

    #[test]
    fn spellings_of_one_page_become_one() {
        for text in [
            "HTTPS://Example.ORG:443/a?utm_source=x&id=7&fbclid=zz#top",
            "https://example.org/a?id=7",
            " https://user:secret@example.org./a?id=7& ",
        ] {
            assert_eq!(canonical(text), "https://example.org/a?id=7");
        }
    }

    #[test]
    fn spellings_of_one_address_are_loosely_the_same() {
        let loose = |text| CanonicalUrl::parse(text).unwrap().loose();
        let page = loose("https://www.example.org/news/1?b=2&a=1");
        for text in ["http://example.org/news/1/?a=1&b=2", "https://m.example.org/news/1/index.html?b=2&utm_id=3&a=1"] {
            assert_eq!(loose(text), page, "{text}");
        }
        for text in [
            "https://example.org/news/2?a=1&b=2",
            "https://example.org:8080/news/1?a=1&b=2",
            "https://example.org/news/1",
        ] {
            assert_ne!(loose(text), page, "{text}");
        }
    }

    #[test]
    fn only_pages_have_a_canonical_url() {
        for text in ["", "mailto:a@b", "/relative", "file:///etc/passwd", "javascript:alert(1)", "http://"] {
            assert!(CanonicalUrl::parse(text).is_err(), "{text}");
        }
        assert!(CanonicalUrl::parse(&format!("https://a.b/{}", "x".repeat(9_000))).is_err());
    }

    #[test]
    fn a_declared_canonical_url_of_another_site_is_ignored() {
        let page = CanonicalUrl::parse("https://www.example.org/news/1?s=2").unwrap();
        assert_eq!(page.accept_declared("/news/1").unwrap().as_str(), "https://www.example.org/news/1");
        assert_eq!(page.accept_declared("https://m.example.org/news/1").unwrap().host(), "m.example.org");
        assert!(page.accept_declared("https://other.example/news/1").is_none());
        assert!(page.accept_declared("https://www.example.org/").is_none());
    }

    proptest! {
        #[test]
        fn canonical_urls_are_fixed_points(text in "https?://[a-zA-Z0-9.-]{1,20}(:[0-9]{1,4})?(/[ -~]{0,30})?") {
            if let Ok(once) = CanonicalUrl::parse(&text) {
                let twice = CanonicalUrl::parse(once.as_str()).unwrap();
                prop_assert_eq!(once, twice);
            }
        }
    }
}
