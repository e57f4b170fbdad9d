//! How a source is: said once at each change, with what to do.

use crate::SourceError;
use crate::source_health::{SourceHealth, SourceState as State};
use article::Timestamp;
use std::ops::RangeInclusive;
use std::time::Duration;

/// The longest wait between two polls of a source that fails, whatever its interval, at least and at most.
const LONGEST_WAIT: RangeInclusive<Duration> = Duration::from_secs(60)..=Duration::from_secs(900);

/// How long a source of this interval waits after a failed poll at most, and how long while it is broken. A failing one
/// misses about ten polls before it is noticed that it is well again, but is not asked more often than once a minute.
pub(super) fn waits(interval: Duration) -> (Duration, Duration) {
    let (shortest, longest) = LONGEST_WAIT.into_inner();
    (interval.saturating_mul(10).clamp(shortest, longest), interval.max(longest))
}

/// The state of a source, and since when it fails.
#[derive(Debug, Default)]
pub(super) struct Condition {
    state: State,
    /// Why, in words.
    cause: String,
    /// Since its first failed poll after the last good one, whoever made them.
    failing_since: Option<Timestamp>,
}

impl Condition {
    /// Of a source that was taken over, from an earlier run of this process or from another one.
    pub(super) fn taken_over(health: &SourceHealth) -> Self {
        let failing_since = health.failing_since;
        // What is told of any other state is told by its next poll. That it is quiet was said.
        match health.state {
            State::Quiet => Self { state: State::Quiet, cause: health.cause.clone(), failing_since },
            State::Ok | State::Failing | State::Broken | State::Paused | State::Limited => {
                Self { failing_since, ..Self::default() }
            }
        }
    }

    /// Why it is as it is, in words.
    pub(super) fn cause(&self) -> &str {
        &self.cause
    }

    pub(super) fn failing_since(&self) -> Option<Timestamp> {
        self.failing_since
    }

    pub(super) fn state(&self) -> State {
        self.state
    }

    /// What a failed poll makes of it: failing, or broken when it says so or has failed for `broken_after`. Tells for how
    /// long it has.
    pub(super) fn judge(&mut self, error: &SourceError, now: Timestamp, broken_after: Duration) -> (State, Duration) {
        // A clock that was ahead when it was noted must not put off the day on which it is broken.
        let since = self.failing_since.map_or(now, |since| since.min(now));
        self.failing_since = Some(since);
        let failed_for = Duration::from_millis(u64::try_from(now.millis() - since.millis()).unwrap_or(0));
        let state = match error {
            SourceError::Broken(_) | SourceError::Gone(_) | SourceError::Denied(_) => State::Broken,
            SourceError::Retry(_) | SourceError::Missing(_) | SourceError::RetryAfter { .. } => {
                if failed_for >= broken_after { State::Broken } else { State::Failing }
            }
        };
        (state, failed_for)
    }

    /// Enters a state, and says so when it is another one; tells whether it is. `next`: until the next attempt.
    pub(super) fn enter(&mut self, state: State, source: &str, cause: &str, next: Duration) -> bool {
        let before = std::mem::replace(&mut self.state, state);
        let next_attempt_s = next.as_secs();
        cause.clone_into(&mut self.cause);
        if matches!(state, State::Ok | State::Quiet) {
            self.failing_since = None;
        }
        if before == state {
            if state != State::Ok {
                tracing::debug!(source, state = state.name(), cause, next_attempt_s, "source is as it was");
            }
            return false;
        }
        match state {
            State::Ok => tracing::info!(source, was = before.name(), "source is well again"),
            State::Quiet => {
                tracing::warn!(
                    source,
                    was = before.name(),
                    cause,
                    "source has gone quiet: its polls go well, and bring nothing"
                );
            }
            State::Failing => {
                tracing::warn!(source, cause, next_attempt_s, "source is failing; it is tried again by itself");
            }
            State::Broken => {
                tracing::warn!(
                    source,
                    cause,
                    next_attempt_s,
                    "source is broken: nothing comes until somebody mends it"
                );
            }
            State::Paused => {
                tracing::warn!(source, cause, next_attempt_s, "source is paused: all that came from it was refused");
            }
            State::Limited => {
                tracing::warn!(
                    source,
                    cause,
                    next_attempt_s,
                    "source is limited: more came from it than may in an hour"
                );
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_follows_the_interval() {
        for (interval, failing, broken) in
            [(1, 60, 900), (6, 60, 900), (30, 300, 900), (300, 900, 900), (7_200, 900, 7_200)]
        {
            let waits = waits(Duration::from_secs(interval));
            assert_eq!(waits, (Duration::from_secs(failing), Duration::from_secs(broken)), "{interval} s");
        }
    }

    #[test]
    fn a_source_that_fails_for_long_is_broken_until_a_poll_goes_well() {
        let day = Duration::from_secs(86_400);
        let retry = SourceError::Retry("answered 404".to_owned());
        let mut condition = Condition::default();
        let after = |wait: Duration| crate::delay::after(Timestamp::from_millis(1_000_000), wait);
        let state_at = |condition: &mut Condition, error: &SourceError, at: Duration| {
            let (state, _) = condition.judge(error, after(at), day);
            condition.enter(state, "world", "answered 404", Duration::ZERO);
            state
        };
        assert_eq!(state_at(&mut condition, &retry, Duration::ZERO), State::Failing);
        assert_eq!(state_at(&mut condition, &retry, day / 2), State::Failing);
        assert_eq!(state_at(&mut condition, &retry, day), State::Broken);
        assert!(condition.enter(State::Ok, "world", "", Duration::ZERO));
        assert_eq!(state_at(&mut condition, &retry, day * 2), State::Failing);
        let gone = SourceError::Broken("answered 410".to_owned());
        assert_eq!(state_at(&mut condition, &gone, day * 2), State::Broken);
        assert_eq!(condition.state(), State::Broken);
        let failing = |since| SourceHealth { failing_since: Some(after(since)), ..SourceHealth::default() };
        let mut taken_over = Condition::taken_over(&failing(Duration::ZERO));
        assert_eq!(state_at(&mut taken_over, &retry, day), State::Broken, "the day began before it was taken over");
        let mut ahead = Condition::taken_over(&failing(day * 9));
        assert_eq!(state_at(&mut ahead, &retry, Duration::ZERO), State::Failing);
        assert_eq!(state_at(&mut ahead, &retry, day), State::Broken, "noted under a clock that was ahead");
        let quiet = SourceHealth { state: State::Quiet, cause: "nothing new".to_owned(), ..SourceHealth::default() };
        let mut quiet = Condition::taken_over(&quiet);
        assert!(!quiet.enter(State::Quiet, "world", "nothing new", Duration::ZERO), "it was said before the restart");
        assert!(quiet.enter(State::Ok, "world", "", Duration::ZERO));
    }
}
