//! Breakers: when too much of what comes is bad, stop rather than drain it into the dead letters.

use crate::delay::after;
use article::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// When a source is left alone, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerSettings {
    /// Dead letters in a row from one source that pause it.
    pub in_a_row: u32,
    /// How long it is left alone; then one harvest tries whether it is better.
    pub pause: Duration,
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self { in_a_row: 50, pause: Duration::from_secs(600) }
    }
}

/// Sources remembered at most: names come from outside.
const REMEMBERED: usize = 10_000;

/// Pauses sources whose records are all dead letters. Shared between the extract loop, which sees the records fail, and
/// the ingest loop of the same process, which stops polling.
#[derive(Debug, Clone, Default)]
pub struct SourceBreaker {
    settings: BreakerSettings,
    sources: Arc<Mutex<HashMap<String, SourceState>>>,
}

#[derive(Debug, Default)]
struct SourceState {
    in_a_row: u32,
    paused_until: Option<Timestamp>,
}

impl SourceBreaker {
    /// A breaker that has seen nothing yet.
    pub fn new(settings: BreakerSettings) -> Self {
        Self { settings, sources: Arc::default() }
    }

    /// Notes how a record of a source fared. Says whether this very record paused the source.
    pub fn note(&self, source: &str, dead: bool, now: Timestamp) -> bool {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        if !dead {
            sources.remove(source);
            return false;
        }
        if sources.len() >= REMEMBERED && !sources.contains_key(source) {
            return false;
        }
        let state = sources.entry(source.to_owned()).or_default();
        state.in_a_row += 1;
        let trips = state.in_a_row >= self.settings.in_a_row && state.paused_until.is_none_or(|until| until <= now);
        if trips {
            state.paused_until = Some(after(now, self.settings.pause));
        }
        trips
    }

    /// Whether a source is paused now.
    pub fn is_paused(&self, source: &str, now: Timestamp) -> bool {
        self.pause_of(source, now).is_some()
    }

    /// How much longer a source is paused; `None`: it is not.
    pub fn pause_of(&self, source: &str, now: Timestamp) -> Option<Duration> {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let left = sources.get(source)?.paused_until?.millis().saturating_sub(now.millis());
        u64::try_from(left).ok().filter(|left| *left > 0).map(Duration::from_millis)
    }
}

/// Counts dead letters in a row over all sources of a loop. One source alone, whatever it sends, stops nothing that others
/// need: it is paused. Everything that is bad is a fault of everything once a second source has its part in it.
#[derive(Debug)]
pub(crate) struct StageBreaker {
    limit: u32,
    one_source: bool,
    in_a_row: u32,
    /// The source of the first of them.
    first: Option<String>,
    /// Some are of another.
    of_several: bool,
}

impl StageBreaker {
    /// `one_source`: there is no other.
    pub(crate) fn new(limit: u32, one_source: bool) -> Self {
        Self { limit, one_source, in_a_row: 0, first: None, of_several: false }
    }

    /// Notes a record that did well.
    pub(crate) fn note_good(&mut self) {
        (self.in_a_row, self.first, self.of_several) = (0, None, false);
    }

    /// Notes a dead letter of a source; what names none is of a source of its own. Says whether the loop must stop.
    pub(crate) fn note_dead(&mut self, source: Option<&str>) -> bool {
        let source = source.unwrap_or_default();
        self.of_several |= self.first.get_or_insert_with(|| source.to_owned()) != source;
        self.in_a_row = self.in_a_row.saturating_add(1);
        self.in_a_row >= self.limit && (self.of_several || self.one_source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_pauses_after_as_many_bad_records_as_the_settings_say() {
        let breaker = SourceBreaker::new(BreakerSettings { in_a_row: 2, pause: Duration::from_secs(7) });
        let now = Timestamp::from_millis(5_000);
        assert!(!breaker.note("bad", true, now) && breaker.note("bad", true, now));
        assert_eq!(breaker.pause_of("bad", Timestamp::from_millis(6_000)), Some(Duration::from_secs(6)));
        assert_eq!(breaker.pause_of("bad", Timestamp::from_millis(12_000)), None);
    }

    #[test]
    fn a_source_pauses_after_fifty_bad_records_in_a_row_and_gets_another_chance() {
        let breaker = SourceBreaker::default();
        let now = Timestamp::from_millis(1_000);
        for _ in 0..49 {
            assert!(!breaker.note("bad", true, now));
        }
        assert!(!breaker.is_paused("bad", now));
        assert!(breaker.note("bad", true, now));
        assert!(breaker.is_paused("bad", now) && !breaker.is_paused("good", now));
        let later = Timestamp::from_millis(1_000 + 600_000);
        assert!(!breaker.is_paused("bad", later));
        assert!(breaker.note("bad", true, later), "still bad: paused at once");
        assert!(!breaker.note("bad", false, later));
        assert!(!breaker.is_paused("bad", later), "a good record clears it");
    }

    #[test]
    fn one_good_record_resets_the_stage() {
        let mut breaker = StageBreaker::new(3, true);
        let dead = |breaker: &mut StageBreaker| breaker.note_dead(Some("wire"));
        assert!(!dead(&mut breaker) && !dead(&mut breaker));
        breaker.note_good();
        assert!(!dead(&mut breaker) && !dead(&mut breaker) && dead(&mut breaker));
    }

    #[test]
    fn one_bad_source_among_several_stops_nothing_and_a_second_one_tells_that_all_is_bad() {
        let mut breaker = StageBreaker::new(3, false);
        assert!((0..1_000).all(|_| !breaker.note_dead(Some("flood"))));
        assert!(breaker.note_dead(Some("wire")));
        breaker.note_good();
        assert!((0..5).all(|_| !breaker.note_dead(None)));
        assert!(breaker.note_dead(Some("wire")), "what names no source is not of this one");
    }
}
