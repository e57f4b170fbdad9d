//! The one place where trouble that the client meets is noted, for whoever asks how the bus is.
//!
//! In: who is in trouble and why, from callbacks and threads of all clients of one bus. Out: what stands now. Nothing
//! is logged here: who notes a trouble logs it, or who asks.

use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many troubles are kept: one a partition of a wide topic, and their number stays bounded.
const MOST: usize = 64;
/// A trouble that was not noted again for so long has passed unseen.
const STANDS: Duration = Duration::from_secs(60);
/// What a client said longer ago tells nothing of why it fails now.
const RECENT: Duration = Duration::from_secs(30);

/// A shared note pad. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Trouble(Arc<Mutex<Notes>>);

#[derive(Debug, Default)]
struct Notes {
    standing: BTreeMap<String, Noted>,
    /// What a client said last when a connection failed.
    said: Option<(Said, Instant)>,
}

/// What a client said about a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) words: String,
    pub(super) about: About,
}

/// What it is about. The later ones a person must mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// A broker that does not answer, or breaks off.
    Connection,
    /// A certificate, or what is negotiated before anything is said.
    Encryption,
    /// A login.
    Login,
}

#[derive(Debug)]
struct Noted {
    why: String,
    since: Instant,
    seen: Instant,
}

impl Trouble {
    /// `what`, such as `news.raw.v1/3`, is in trouble until [`Self::over`] is called for it, or until it has not been
    /// noted for a minute. `why` names the cause and what to do.
    pub(super) fn note(&self, what: &str, why: &str) {
        let now = Instant::now();
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(noted) = notes.standing.get_mut(what) {
            why.clone_into(&mut noted.why);
            noted.seen = now;
        } else if notes.standing.len() < MOST {
            notes.standing.insert(what.to_owned(), Noted { why: why.to_owned(), since: now, seen: now });
        }
    }

    /// The trouble of `what` has passed.
    pub(super) fn over(&self, what: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).standing.remove(what);
    }

    /// The trouble that stands longest, as `what: why`.
    pub(super) fn longest(&self) -> Option<String> {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.standing.retain(|_, noted| noted.seen.elapsed() < STANDS);
        let (what, noted) = notes.standing.iter().min_by_key(|(_, noted)| noted.since)?;
        Some(format!("{what}: {}", noted.why))
    }

    /// A client reports an error of its own, mostly about a connection. It may pass by itself at any moment. That all
    /// brokers are down says less than why each is; besides, the client counts one twice until it knows its name.
    pub(super) fn said(&self, error: &KafkaError, words: &str) {
        if error.rdkafka_error_code() == Some(RDKafkaErrorCode::AllBrokersDown) {
            return;
        }
        let about = match error.rdkafka_error_code() {
            Some(RDKafkaErrorCode::Authentication | RDKafkaErrorCode::SaslAuthenticationFailed) => About::Login,
            Some(RDKafkaErrorCode::SSL) => About::Encryption,
            _ => About::Connection,
        };
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Among several brokers one that is away must not hide that the others refuse.
        let hides = |(said, at): &(Said, Instant)| said.about > about && at.elapsed() < RECENT;
        if !notes.said.as_ref().is_some_and(hides) {
            notes.said = Some((Said { words: words.to_owned(), about }, Instant::now()));
        }
    }

    /// What a client said lately, to explain a failure of now.
    pub(super) fn lately(&self) -> Option<Said> {
        let notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (said, at) = notes.said.as_ref()?;
        (at.elapsed() < RECENT).then(|| said.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_stands_from_its_first_note_to_its_end_and_their_number_is_bounded() {
        let trouble = Trouble::default();
        assert_eq!(trouble.longest(), None);
        trouble.note("b/0", "unreadable");
        trouble.note("a/1", "unreadable too");
        trouble.note("b/0", "still unreadable");
        assert_eq!(trouble.longest().unwrap(), "b/0: still unreadable", "the first of the two, in its latest words");
        for number in 0..1_000 {
            trouble.note(&format!("c/{number}"), "x");
        }
        assert_eq!(trouble.0.lock().unwrap().standing.len(), MOST);
        trouble.over("b/0");
        assert_eq!(trouble.longest().unwrap(), "a/1: unreadable too");
        trouble.said(&KafkaError::Global(RDKafkaErrorCode::BrokerTransportFailure), "connection refused");
        trouble.said(&KafkaError::Global(RDKafkaErrorCode::AllBrokersDown), "2/2 brokers are down");
        assert_eq!(trouble.lately().unwrap().words, "connection refused");
    }

    #[test]
    fn a_refusal_is_told_before_a_broker_that_is_away() {
        let trouble = Trouble::default();
        let said = |code, words: &str| {
            trouble.said(&KafkaError::Global(code), words);
            trouble.lately().unwrap()
        };
        assert_eq!(said(RDKafkaErrorCode::BrokerTransportFailure, "refused").about, About::Connection);
        assert_eq!(said(RDKafkaErrorCode::SSL, "certificate verify failed").about, About::Encryption);
        assert_eq!(said(RDKafkaErrorCode::Resolve, "no such host").words, "certificate verify failed");
        assert_eq!(said(RDKafkaErrorCode::Authentication, "SASL authentication error").about, About::Login);
        assert_eq!(said(RDKafkaErrorCode::Authentication, "again").words, "again");
    }
}
