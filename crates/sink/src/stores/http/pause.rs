//! How long a receiver asked to be left alone.

use std::time::{Duration, Instant};

/// Longest pause that a receiver gets: one that asks for more has made a mistake, and news would wait for it.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// The end of a pause.
#[derive(Debug, Default)]
pub(super) struct Pause(Option<Instant>);

impl Pause {
    /// Begins one, or leaves a longer one.
    pub(super) fn begin(&mut self, asked_for: Duration, now: Instant) {
        self.0 = self.0.max(Some(now + asked_for.min(LONGEST)));
    }

    /// Whether it lasts.
    pub(super) fn lasts(&self, now: Instant) -> bool {
        self.0.is_some_and(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_lasts_as_long_as_was_asked_for_but_no_longer_than_is_reasonable() {
        let (now, second) = (Instant::now(), Duration::from_secs(1));
        let mut pause = Pause::default();
        assert!(!pause.lasts(now));
        pause.begin(second * 90, now);
        pause.begin(second, now);
        assert!(pause.lasts(now + second * 89) && !pause.lasts(now + second * 90));
        pause.begin(second * 86_400, now);
        assert!(pause.lasts(now + LONGEST - second) && !pause.lasts(now + LONGEST));
    }
}
