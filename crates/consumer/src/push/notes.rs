//! Log lines that would repeat with every request: one a minute for each source and reason, with how many there were.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);

/// What was said, and what was not said since. Sources are those of the configuration and reasons a closed list, so it stays
/// small.
#[derive(Debug, Default)]
pub(super) struct Notes(Mutex<HashMap<(String, &'static str), Said>>);

#[derive(Debug)]
struct Said {
    at: Instant,
    unsaid: u64,
}

impl Notes {
    /// Whether something is to be said now, and how many times it happened since it was last.
    pub(super) fn is_due(&self, source: &str, reason: &'static str, now: Instant) -> Option<u64> {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(said) = notes.get_mut(&(source.to_owned(), reason)) else {
            notes.insert((source.to_owned(), reason), Said { at: now, unsaid: 0 });
            return Some(1);
        };
        said.unsaid += 1;
        if now.duration_since(said.at) < MINUTE {
            return None;
        }
        said.at = now;
        Some(std::mem::take(&mut said.unsaid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_is_said_once_a_minute_with_how_often() {
        let (notes, start) = (Notes::default(), Instant::now());
        let said: Vec<u64> =
            (0..150).filter_map(|second| notes.is_due("desk", "full", start + Duration::from_secs(second))).collect();
        assert_eq!(said, [1, 60, 60]);
        assert_eq!(notes.is_due("desk", "empty", start), Some(1));
    }
}
