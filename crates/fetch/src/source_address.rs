//! The address of a source as its operator wrote it: asked as it is, shown without what may be secret.

use article::{shown_url, strip_login};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use std::fmt;
use std::str::FromStr;
use url::{Host, Url};

/// Where a source is, and what lets us in there. Shown, also by `Debug`, as scheme, host, port and path.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceAddress {
    /// Without user information.
    url: Url,
    /// Sent to this origin only.
    headers: HeaderMap,
    /// Whether no `robots.txt` is asked for it and what it lists.
    ignores_robots: bool,
}

/// Why something cannot be the address of a source, or be sent to it. The texts repeat no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not a URL.
    #[error("is not an absolute URL: {0}; write https://HOST/PATH")]
    Url(#[from] url::ParseError),
    /// Not one of a web server.
    #[error("is a `{0}` URL; write an http or https URL with a host")]
    Scheme(String),
    /// A name that no header may have.
    #[error("`{0}` is not the name of a header")]
    HeaderName(String),
    /// A header that is not the operator's to set.
    #[error("`{0}` is set by the program itself; leave it out")]
    Reserved(String),
    /// A value that no header may have.
    #[error("cannot stand in an HTTP header; write one line of text")]
    HeaderValue,
}

/// Headers by which HTTP itself works, or that say what is known of the last answer.
const RESERVED: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

impl SourceAddress {
    /// Takes user information out of a URL and keeps it as the login.
    pub fn new(mut url: Url) -> Result<Self, AddressError> {
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return Err(AddressError::Scheme(url.scheme().to_owned()));
        }
        let user = percent_decoded(url.username());
        let password = url.password().map(percent_decoded);
        strip_login(&mut url);
        url.set_fragment(None);
        let address = Self { url, headers: HeaderMap::new(), ignores_robots: false };
        match (user.is_empty(), password) {
            (true, None) => Ok(address),
            (_, password) => address.with_login(&user, password.as_deref().unwrap_or_default()),
        }
    }

    /// With a login (HTTP Basic).
    pub fn with_login(self, user: &str, password: &str) -> Result<Self, AddressError> {
        use base64::Engine;
        let login = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        self.with_value(AUTHORIZATION, &format!("Basic {login}"))
    }

    /// With a header that is sent to this origin only.
    pub fn with_header(self, name: &str, value: &str) -> Result<Self, AddressError> {
        let header = HeaderName::from_str(name).map_err(|_| AddressError::HeaderName(name.to_owned()))?;
        if RESERVED.contains(&header.as_str()) {
            return Err(AddressError::Reserved(header.to_string()));
        }
        self.with_value(header, value)
    }

    /// The same, where its operator may ask for all of it, and for what it lists, whatever `robots.txt` says.
    pub fn ignoring_robots(self) -> Self {
        Self { ignores_robots: true, ..self }
    }

    pub(crate) fn ignores_robots(&self) -> bool {
        self.ignores_robots
    }

    fn with_value(mut self, name: HeaderName, value: &str) -> Result<Self, AddressError> {
        let mut value = HeaderValue::from_str(value).map_err(|_| AddressError::HeaderValue)?;
        value.set_sensitive(true);
        self.headers.insert(name, value);
        Ok(self)
    }

    /// Whether a login is sent.
    pub fn has_login(&self) -> bool {
        self.headers.contains_key(AUTHORIZATION)
    }

    /// Whether anything is sent that only this origin may know.
    pub fn has_secrets(&self) -> bool {
        !self.headers.is_empty()
    }

    /// Whether what is sent there is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The host, as URLs write it.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether it is on this machine, by its name.
    pub fn is_on_this_machine(&self) -> bool {
        match self.url.host() {
            Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// What is sent with a request for a URL; nothing to another origin.
    pub(crate) fn headers_for(&self, url: &Url) -> Option<&HeaderMap> {
        (self.url.origin() == url.origin()).then_some(&self.headers)
    }
}

impl FromStr for SourceAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::new(Url::parse(text)?)
    }
}

impl fmt::Display for SourceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown_url(&self.url))
    }
}

impl fmt::Debug for SourceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What may be seen of a text that should be a URL.
pub(crate) fn shown_text(text: &str) -> String {
    let shown = match Url::parse(text) {
        // Such as `user:password@host`, of which all may be secret.
        Ok(url) if url.cannot_be_a_base() => "…".to_owned(),
        Ok(url) => shown_url(&url),
        // Not more than what stands before anything that may be secret.
        Err(_) if text.contains('@') => "…".to_owned(),
        Err(_) => text.split(['?', '#']).next().unwrap_or_default().to_owned(),
    };
    shown.chars().take(200).collect()
}

/// A URL as it was written, without user and password. They are never sent where a stranger says so, and not kept.
pub fn without_login(text: &str) -> String {
    match Url::parse(text) {
        Ok(mut url) if !url.username().is_empty() || url.password().is_some() => {
            strip_login(&mut url);
            url.into()
        }
        Ok(_) | Err(_) => text.to_owned(),
    }
}

fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(address: &SourceAddress, url: &str) -> Vec<String> {
        let headers = address.headers_for(&Url::parse(url).unwrap());
        headers.into_iter().flatten().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect()
    }

    #[test]
    fn user_information_leaves_the_url_at_once_and_is_sent_as_a_login() {
        let address: SourceAddress = "https://ann:p%40ss@news.example:8443/feed.xml?token=tok#top".parse().unwrap();
        assert_eq!(address.url().as_str(), "https://news.example:8443/feed.xml?token=tok");
        assert_eq!(sent(&address, "https://news.example:8443/other"), ["authorization: Basic YW5uOnBAc3M="]);
        for shown in [address.to_string(), format!("{address:?}"), format!("{:#?}", Some(&address))] {
            assert!(shown.contains("https://news.example:8443/feed.xml"), "{shown}");
            assert!(!shown.contains("tok") && !shown.contains("ann") && !shown.contains("YW5"), "{shown}");
        }
    }

    #[test]
    fn what_lets_us_in_is_sent_to_the_one_origin_only() {
        let address: SourceAddress = "https://news.example/feed.xml".parse().unwrap();
        let address = address.with_login("ann", "pass").unwrap().with_header("X-Api-Key", "key").unwrap();
        assert_eq!(sent(&address, "https://news.example:443/a").len(), 2);
        for other in ["http://news.example/a", "https://news.example:8443/a", "https://www.news.example/a"] {
            assert!(sent(&address, other).is_empty(), "{other}");
        }
    }

    #[test]
    fn what_cannot_be_an_address_or_a_header_is_told_without_its_value() {
        let error = |text: &str| text.parse::<SourceAddress>().unwrap_err().to_string();
        assert!(error("ftp://ann:secret@news.example/x").starts_with("is a `ftp` URL"));
        assert!(!error("//ann:secret@").contains("secret"));
        let address: SourceAddress = "https://news.example/".parse().unwrap();
        for (name, value) in [("two words", "v"), ("Host", "v"), ("Content-Length", "1"), ("X-Key", "secret\nX: y")] {
            let error = address.clone().with_header(name, value).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn what_is_shown_of_a_text_has_no_secret() {
        for (text, expected) in [
            ("https://u:secret@a.example/x?secret=1#secret", "https://a.example/x"),
            ("/feed?token=secret", "/feed"),
            ("u:secret@a.example", "…"),
            ("http://u:secret@", "…"),
            ("ftp://u:secret@a.example/x", "ftp://a.example/x"),
        ] {
            assert_eq!(shown_text(text), expected, "{text}");
        }
    }
}
