//! Transactions that fail one after the other: when to go on with a new producer, and when to give up.
//!
//! In: how each transaction ended, and when. Out: what to do next. Pure; time is an argument.

use std::time::{Duration, Instant};

/// Failures in a row after which a new producer takes over, whatever was said: there are states of a producer that no
/// abort mends and that no error code tells. It costs a round trip or two.
const NEW_PRODUCER_EVERY: u32 = 3;
/// A cluster that answers and refuses for so long, and so often, needs a person.
const GIVE_UP: Duration = Duration::from_secs(600);
/// Fewer may be what is left of several short troubles far apart.
const GIVE_UP_COUNT: u32 = 20;

/// What to do after a failure.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Try again.
    Again,
    /// Try again with a new producer.
    NewProducer,
    /// Nothing was committed for so long: end the process.
    GiveUp(Duration),
}

/// Failures since the last commit.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    failures: u32,
    /// Those in a row that the cluster answered, and when they began.
    answered: u32,
    answered_since: Option<Instant>,
}

impl Refusals {
    /// A transaction was committed.
    pub(super) fn committed(&mut self) {
        *self = Self::default();
    }

    /// A transaction failed. `answered`: the cluster was there and said no, or showed that what is needed is missing. A
    /// cluster that is away is waited for without end, and what was counted before it went is forgotten.
    pub(super) fn failed(&mut self, answered: bool, now: Instant) -> Next {
        self.failures = self.failures.saturating_add(1);
        if answered {
            self.answered = self.answered.saturating_add(1);
            let lasts = now.duration_since(*self.answered_since.get_or_insert(now));
            if lasts >= GIVE_UP && self.answered >= GIVE_UP_COUNT {
                return Next::GiveUp(lasts);
            }
        } else {
            self.answered = 0;
            self.answered_since = None;
        }
        if self.failures.is_multiple_of(NEW_PRODUCER_EVERY) { Next::NewProducer } else { Next::Again }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_third_failure_in_a_row_brings_a_new_producer() {
        let (mut refusals, now) = (Refusals::default(), Instant::now());
        for answered in [true, false] {
            assert_eq!(refusals.failed(answered, now), Next::Again);
            assert_eq!(refusals.failed(answered, now), Next::Again);
            assert_eq!(refusals.failed(answered, now), Next::NewProducer);
        }
        refusals.failed(true, now);
        refusals.failed(true, now);
        refusals.committed();
        assert_eq!(refusals.failed(true, now), Next::Again, "a commit between them begins a new row");
    }

    #[test]
    fn only_a_cluster_that_answers_and_refuses_all_the_time_ends_the_process() {
        let start = Instant::now();
        let after = |seconds: u64| start + Duration::from_secs(seconds);
        let mut refusals = Refusals::default();
        // Every five seconds for ten minutes.
        let ends = (0..=120).map(|number| refusals.failed(true, after(number * 5))).collect::<Vec<_>>();
        let given_up = ends.iter().position(|next| matches!(next, Next::GiveUp(_)));
        assert_eq!(given_up, Some(120), "{ends:?}");

        // Away for an hour: waited for.
        let mut refusals = Refusals::default();
        let away = (0..120).map(|number| refusals.failed(false, after(number * 30)));
        assert!(away.into_iter().all(|next| !matches!(next, Next::GiveUp(_))));

        // Away between two refusals that are far apart.
        let mut refusals = Refusals::default();
        for number in 0..30 {
            refusals.failed(true, after(number));
        }
        refusals.failed(false, after(40));
        assert!(!matches!(refusals.failed(true, after(2_000)), Next::GiveUp(_)));

        // Two refusals a day apart are no row of ten minutes.
        let mut refusals = Refusals::default();
        refusals.failed(true, after(0));
        assert_eq!(refusals.failed(true, after(86_400)), Next::Again);
    }
}
