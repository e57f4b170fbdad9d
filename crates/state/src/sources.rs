//! How the sources are, each by its name: from what their owners note among the cursors, and from the dead letters.

use crate::lag::since;
use crate::letters::Letters;
use article::Timestamp;
use pipeline::{SourceHealth, SourceNote};
use std::collections::HashMap;
use std::time::Duration;

/// Owners write from time to time how they polled a source, not at every poll: what they wrote may be this old.
const NOTED: Duration = Duration::from_secs(960);

/// A source of the configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceLook {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// What is known of it; `None`: nobody has polled it.
    pub health: Option<SourceHealth>,
    /// When it is polled again.
    pub next_poll: NextPoll,
    /// Records that came of it in the last seven days, and how many dead letters came of those or of earlier ones.
    pub records: u64,
    /// See `records`.
    pub refused: u64,
}

/// When a source is polled again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextPoll {
    /// Nobody has polled it.
    Never,
    /// In so long.
    In(Duration),
    /// Within so long: its polls are this far apart.
    Within(Duration),
    /// It should have been so long ago: nobody polls it now.
    Overdue(Duration),
}

impl SourceLook {
    /// The sources of a configuration, by name and kind, in its order.
    pub fn of_all(
        sources: &[(String, String)],
        notes: &HashMap<String, SourceNote>,
        letters: &Letters,
        now: Timestamp,
    ) -> Vec<Self> {
        let of = |(name, kind): &(String, String)| {
            let health = notes.get(name).map(|note| note.health.clone());
            Self {
                name: name.clone(),
                kind: kind.clone(),
                next_poll: health.as_ref().map_or(NextPoll::Never, |health| next_poll(health, now)),
                records: health.as_ref().map_or(0, |health| health.lately(now)),
                refused: letters.by_source.get(name).copied().unwrap_or(0),
                health,
            }
        };
        sources.iter().map(of).collect()
    }

    /// How long ago it had news.
    pub fn silent_for(&self, now: Timestamp) -> Option<Duration> {
        self.health.as_ref()?.rhythm.silent_for(now)
    }
}

fn next_poll(health: &SourceHealth, now: Timestamp) -> NextPoll {
    let (Some(polled), Some(next)) = (health.polled_at, health.next_poll_at) else { return NextPoll::Never };
    if now <= next {
        return NextPoll::In(since(now, next));
    }
    let (apart, late) = (since(polled, next), since(next, now));
    if late <= NOTED + apart { NextPoll::Within(apart) } else { NextPoll::Overdue(late) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_of_polls_is_read_with_its_age() {
        let at = |seconds: i64| Timestamp::from_millis(1_790_000_000_000 + seconds * 1_000);
        let polled = |polled, next| SourceHealth {
            polled_at: Some(at(polled)),
            next_poll_at: Some(at(next)),
            ..SourceHealth::default()
        };
        let seconds = Duration::from_secs;
        assert_eq!(next_poll(&SourceHealth::default(), at(0)), NextPoll::Never);
        assert_eq!(next_poll(&polled(0, 300), at(120)), NextPoll::In(seconds(180)));
        assert_eq!(next_poll(&polled(0, 300), at(1_200)), NextPoll::Within(seconds(300)), "polled again meanwhile");
        assert_eq!(next_poll(&polled(0, 300), at(1_600)), NextPoll::Overdue(seconds(1_300)));
        assert_eq!(next_poll(&polled(0, 1), at(900)), NextPoll::Within(seconds(1)), "a folder");
    }
}
