//! URLs without what in them may be secret: logins, tokens.

use url::Url;

/// What may be seen of a URL: scheme, host, port and path.
pub fn shown_url(url: &Url) -> String {
    let mut url = url.clone();
    strip_login(&mut url);
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

/// Takes user and password out of a URL.
pub fn strip_login(url: &mut Url) {
    // Refused by URLs that cannot have any.
    let _ = url.set_username("");
    let _ = url.set_password(None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_secret_of_a_url_is_not_shown() {
        for (text, expected) in [
            ("https://u:secret@a.example:8443/x?secret=1#secret", "https://a.example:8443/x"),
            ("https://secret@a.example", "https://a.example/"),
            ("https://:secret@a.example/x", "https://a.example/x"),
            ("ftp://u:secret@a.example/x", "ftp://a.example/x"),
        ] {
            assert_eq!(shown_url(&Url::parse(text).unwrap()), expected, "{text}");
        }
    }
}
