//! What a failed request says went wrong below HTTP: a name that leads inside, TLS, the connection, the answer.

use crate::names::LeadsInside;
use crate::{FetchError, Rule};
use std::error::Error;
use std::io;

/// Names what went wrong below HTTP.
pub(crate) fn classify(error: reqwest::Error, host: &str, port: u16) -> FetchError {
    if let Some(inside) = cause::<LeadsInside>(&error) {
        return FetchError::forbidden(host, port, Rule::Address, &inside.to_string());
    }
    let host = host.to_owned();
    let (tls, connect) = (cause::<rustls::Error>(&error).is_some(), error.is_connect());
    // The URL may carry a key in its query.
    let source = Box::new(error.without_url());
    match (tls, connect) {
        (true, _) => FetchError::Tls { host, source },
        (false, true) => FetchError::Connect { host, source },
        (false, false) => FetchError::Broken { host, source },
    }
}

/// The cause of this type, however deep it is wrapped.
fn cause<T: Error + 'static>(error: &reqwest::Error) -> Option<&T> {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // An I/O error hides what it wraps from `source`.
        let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = inside.map(|error| error as &(dyn Error + 'static)).or_else(|| error.source());
    }
    None
}
