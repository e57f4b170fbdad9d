//! Addresses as the message's format wants them: URIs are stricter than the URLs that browsers take.

use url::{Position, Url};

/// The address with everything escaped that URLs allow and URIs do not; what is no URL is none.
pub(crate) fn as_uri(address: &str) -> Option<String> {
    // Not being an address is the answer, not an error.
    Url::parse(address).ok().map(|url| of_url(&url))
}

/// The same of an address that is read already.
pub(crate) fn of_url(url: &Url) -> String {
    let host = url[..Position::BeforePath].len();
    let (host, rest) = url.as_str().split_at_checked(host).unwrap_or((url.as_str(), ""));
    let mut out = host.to_owned();
    for c in rest.chars() {
        match c {
            '|' | '^' | '`' | '[' | ']' | '{' | '}' | '\\' | '"' | '<' | '>' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_uris_do_not_allow_is_escaped() {
        let uri = as_uri("https://[::1]/a|b?c=[1]&d={é}#^").expect("an address");
        assert_eq!(uri, "https://[::1]/a%7Cb?c=%5B1%5D&d=%7B%C3%A9%7D#%5E");
        assert_eq!(as_uri(&uri).as_deref(), Some(uri.as_str()));
        assert_eq!(as_uri("no address"), None);
    }
}
