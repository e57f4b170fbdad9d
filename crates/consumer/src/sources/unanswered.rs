//! Why a source has no answer, and what to do where waiting does not help.

use fetch::{FetchError, SourceAddress};
use pipeline::{SourceError, error_line};

/// Why there is no answer, and what to do where waiting does not help.
pub(crate) fn unanswered(error: &FetchError, address: &SourceAddress, what: &str) -> SourceError {
    let message = format!("get {what} {address}: {}", error_line(error));
    let retry = |advice: &str| SourceError::Retry(format!("{message}; {advice}"));
    let broken = |advice: &str| SourceError::Broken(format!("{message}; {advice}"));
    let denied = |advice: &str| SourceError::Denied(format!("{message}; {advice}"));
    match error {
        FetchError::RateLimited { retry_after, .. } => SourceError::RetryAfter { message, wait: *retry_after },
        FetchError::Status { status: 401, .. } if address.has_login() => {
            denied("it does not take the login; correct username and password")
        }
        FetchError::Status { status: 401, .. } => {
            denied("it wants a login; write username and password_file, or what it asks for into headers")
        }
        FetchError::Status { status: 403, .. } => {
            denied("say who you are with consumer.contact, ask its operator, or remove the source")
        }
        FetchError::Disallowed { .. } => denied("else ask its operator, or remove the source"),
        FetchError::Status { status: 410, .. } => {
            SourceError::Gone(format!("{message}; it is gone for good: correct its url or remove the source"))
        }
        FetchError::Status { status: 404, .. } => {
            SourceError::Missing(format!("{message}; if it stays so, correct its url or remove the source"))
        }
        FetchError::Url(_) => broken("correct its url"),
        FetchError::Forbidden { .. } => broken("it redirects there: correct its url if it has moved"),
        FetchError::Setup(_) => broken("correct consumer.user_agent and consumer.contact"),
        FetchError::Redirect { .. } => retry("if it stays so, correct its url or remove the source"),
        FetchError::TooLarge { .. } => retry(&format!("raise limits.ingest, or find a shorter {what} of the site")),
        FetchError::Tls { .. } => retry("its certificate or ours may be out of date; look at both if it stays so"),
        FetchError::Connect { .. } => retry("look at the network and the name if it stays so"),
        FetchError::Status { .. }
        | FetchError::NoRobots { .. }
        | FetchError::Timeout { .. }
        | FetchError::Busy { .. }
        | FetchError::Broken { .. } => SourceError::Retry(message),
    }
}
