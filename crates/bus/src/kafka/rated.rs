//! Keeps a message that would repeat with every attempt to one a minute.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How long the same message is kept back.
const MINUTE: Duration = Duration::from_secs(60);
/// Different messages that are remembered; with more the oldest knowledge goes, and a message may repeat.
const MOST: usize = 1_000;

/// When each message was last said.
#[derive(Debug, Default)]
pub(super) struct Rated(HashMap<String, Instant>);

impl Rated {
    /// Whether the message is to be said now; if so, it counts as said.
    pub(super) fn is_due(&mut self, message: &str) -> bool {
        self.is_due_at(message, Instant::now())
    }

    fn is_due_at(&mut self, message: &str, now: Instant) -> bool {
        if self.0.get(message).is_some_and(|said| now.duration_since(*said) < MINUTE) {
            return false;
        }
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(message.to_owned(), now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_said_once_and_then_once_a_minute() {
        let mut rated = Rated::default();
        let start = Instant::now();
        let due: Vec<u64> =
            (0..150).filter(|second| rated.is_due_at("gone", start + Duration::from_secs(*second))).collect();
        assert_eq!(due, [0, 60, 120]);
        assert!(rated.is_due_at("something else", start));
    }
}
