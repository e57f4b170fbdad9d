//! Who may push: the source whose token a request shows. Tokens are known by their hashes alone.

use super::problem::{Kind, Problem};
use super::rate::Rate;
use axum::http::{HeaderMap, header};
use service::config::PushSettings;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// A source that may push.
#[derive(Debug)]
pub(super) struct Client {
    /// The name that its records bear.
    pub(super) source: String,
    pub(super) rate: Rate,
}

/// The tokens that are taken, each with its source.
#[derive(Debug)]
pub(super) struct Tokens(Vec<([u8; 32], Arc<Client>)>);

impl Tokens {
    /// Those of the settings. Tokens of one source share its rate.
    pub(super) fn of(settings: &PushSettings) -> Self {
        let mut tokens: Vec<([u8; 32], Arc<Client>)> = Vec::new();
        for token in &settings.tokens {
            let known = tokens.iter().map(|(_, client)| client).find(|client| client.source == token.source);
            let client = known.cloned().unwrap_or_else(|| {
                Arc::new(Client { source: token.source.clone(), rate: Rate::new(settings.records_per_second) })
            });
            tokens.push((*token.hash.bytes(), client));
        }
        Self(tokens)
    }

    /// Who sent a request with these headers. Takes as long whichever token it is, and whether it is one.
    pub(super) fn client_of(&self, headers: &HeaderMap) -> Result<Arc<Client>, Problem> {
        let hash: [u8; 32] = Sha256::digest(shown_token(headers)?).into();
        let mut found = None;
        for (known, client) in &self.0 {
            if bool::from(known.ct_eq(&hash)) {
                found = Some(client);
            }
        }
        found.cloned().ok_or_else(|| Problem::new(Kind::NoToken, "the token is none of those that are taken"))
    }
}

/// The token in `Authorization`.
fn shown_token(headers: &HeaderMap) -> Result<&[u8], Problem> {
    let want = || Problem::new(Kind::NoToken, "send `Authorization: Bearer TOKEN`");
    let mut shown = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (shown.next(), shown.next()) else { return Err(want()) };
    let (scheme, token) = value.as_bytes().split_at_checked("Bearer ".len()).ok_or_else(want)?;
    if !scheme.eq_ignore_ascii_case(b"Bearer ") || token.trim_ascii().is_empty() {
        return Err(want());
    }
    Ok(token.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_token_is_read_from_one_bearer_header_alone() {
        let shown = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            }
            shown_token(&headers).map(<[u8]>::to_vec).ok()
        };
        assert_eq!(shown(&["Bearer abc"]).as_deref(), Some(&b"abc"[..]));
        assert_eq!(shown(&["bearer  abc "]).as_deref(), Some(&b"abc"[..]));
        for wrong in [&[][..], &["Bearer"], &["Bearer  "], &["Basic abc"], &["abc"], &["Bearer a", "Bearer b"]] {
            assert_eq!(shown(wrong), None, "{wrong:?}");
        }
    }
}
