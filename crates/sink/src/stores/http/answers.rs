//! What a receiver's answer means for the store. docs/stores.md has the table.

use super::settings::refused;
use crate::stores::row::REFUSED_BY_STORE;
use fetch::{Answer, FetchError};
use pipeline::{Reason, Written, error_line};
use std::time::Duration;

/// What becomes of the articles of a request.
#[derive(Debug)]
pub(super) enum Meaning {
    /// The receiver has them.
    Taken(Written),
    /// It refuses this body. Whether it takes others is found out by sending them.
    Refused(Reason),
    /// It takes nothing now.
    Down {
        /// What to do.
        why: String,
        /// How long it asks to be left alone.
        pause: Option<Duration>,
    },
}

impl Meaning {
    /// Of the answer of a receiver to the request with this id.
    pub(super) fn of(answer: Result<Answer, FetchError>, at: &str, id: &str) -> Self {
        match answer {
            Ok(Answer { status, retry_after }) => Self::of_status(status, retry_after, at, id),
            Err(error) => Self::Down { why: trouble(&error, at), pause: None },
        }
    }

    fn of_status(status: u16, pause: Option<Duration>, at: &str, id: &str) -> Self {
        let advice = match status {
            200..=299 => return Self::Taken(Written::Stored),
            // Known by its id: an earlier answer was lost on its way.
            409 => return Self::Taken(Written::Unchanged("same")),
            400 | 413 | 422 => {
                let text = format!("{at} answered {status} to webhook-id {id}; its log may say why");
                return Self::Refused(Reason::new(REFUSED_BY_STORE, text));
            }
            401 | 403 | 407 => {
                "it does not let us in; check `headers` or the login in `url`, and whether it knows this store's `secret`"
            }
            404 => "it knows no such path; check `url`",
            405 => "it takes no POST there; check `url`",
            406 | 415 => "it does not take JSON there; check `url`",
            408 | 425 | 429 => "it has enough for the moment",
            410 => "it wants no more articles; take this store out of the configuration, or check `url`",
            500..=599 => "its log may say what is wrong",
            _ => "no answer to an article; check `url`, its log may say why",
        };
        Self::Down { why: format!("{at} answered {status}: {advice}"), pause }
    }
}

/// What is wrong when there is no answer.
pub(super) fn trouble(error: &FetchError, at: &str) -> String {
    let line = error_line(error);
    let advice = match error {
        FetchError::Forbidden { .. } => return refused(error),
        FetchError::Redirect { .. } => "redirects are not followed; write the address that takes articles into `url`",
        FetchError::Connect { .. } => "check that the server runs and can be reached from here",
        FetchError::Tls { .. } => "nothing was sent; check the receiver's certificate",
        FetchError::Timeout { .. } => "what it did not answer is sent again; it should answer first and work then",
        FetchError::Broken { .. } => "what it did not answer whole is sent again",
        FetchError::Url(_)
        | FetchError::Setup(_)
        | FetchError::Status { .. }
        | FetchError::RateLimited { .. }
        | FetchError::Busy { .. }
        | FetchError::Disallowed { .. }
        | FetchError::NoRobots { .. }
        | FetchError::TooLarge { .. } => "its log may say why",
    };
    format!("{at}: {line}; {advice}")
}
