//! Polling: who is next, and what becomes of a poll.

use super::hour::Spent;
use super::state::{Ingest, Returned, Slot, UnderWay};
use crate::backoff::jitter;
use crate::delay::after;
use crate::metrics::{PageLabel, PollLabel, RefusalLabel, SourceStateLabel};
use crate::pace::pause;
use crate::source_health::SourceState as State;
use crate::{Harvest, LoopError, SourceError};
use article::Timestamp;
use std::time::{Duration, Instant};

/// A paused source is looked at again after so long at most: it may be better earlier than it was expected to be.
const PAUSED: Duration = Duration::from_secs(5);

/// The pause of a source that does not let us in, or says that it is gone: somebody must change something there.
const NOT_LET_IN: Duration = Duration::from_secs(60 * 60);

/// The pause of a source that has been gone for as long as makes it broken: it may come back one day.
const LONG_GONE: Duration = Duration::from_secs(24 * 60 * 60);

impl Ingest<'_> {
    /// Starts polls of sources that are owned and due, the longest due first, as far as there are places.
    pub(super) fn start_polls(&mut self) {
        let now = Instant::now();
        self.make_room(now);
        if self.coming.is_some() {
            return;
        }
        if self.places.are_full() || self.look_at > now {
            return;
        }
        let mut due = Vec::new();
        let mut next = None::<Instant>;
        for (name, slot) in &self.slots {
            if slot.source.is_none() || !self.owned.contains_key(&slot.partition) {
                continue;
            }
            if slot.due <= now {
                due.push((slot.due, name.clone()));
            } else {
                next = Some(next.map_or(slot.due, |next| next.min(slot.due)));
            }
        }
        due.sort();
        let mut all = true;
        for (_, name) in due {
            if self.places.are_full() {
                all = false;
                break;
            }
            if let Some(paused_until) = self.start_poll(name, now) {
                next = Some(next.map_or(paused_until, |next| next.min(paused_until)));
            }
        }
        // Those that found no place wait for a poll to end, which moves this.
        self.look_at = if all { next.unwrap_or(now + PAUSED) } else { now };
    }

    /// Starts a poll unless one with the same host is under way; tells until when the source is paused or
    /// limited, if it is.
    fn start_poll(&mut self, name: String, now: Instant) -> Option<Instant> {
        let clock = (self.settings.clock)();
        let slot = self.slots.get_mut(&name)?;
        if let Some(pause) = self.context.sources.pause_of(&name, clock) {
            let cause = "too many dead letters in a row (breaker.source_after); look up their class in the dead letters \
                         of extract, then mend or remove the source";
            self.changed |= slot.condition.enter(State::Paused, &name, cause, pause);
            slot.due = now + pause.min(PAUSED);
            let due = slot.due;
            self.unnoted.insert(name);
            return Some(due);
        }
        if let Some(Spent { left, cause }) = slot.hour.spent(now) {
            let is_new = slot.condition.enter(State::Limited, &name, &cause, left);
            if let Some(source) = slot.source.as_mut().filter(|_| is_new) {
                source.rest();
            }
            self.changed |= is_new;
            slot.due = now + left;
            let due = slot.due;
            self.unnoted.insert(name);
            return Some(due);
        }
        if matches!(slot.condition.state(), State::Paused | State::Limited) {
            self.changed |= slot.condition.enter(State::Ok, &name, "", Duration::ZERO);
        }
        let mut source = slot.source.take()?;
        let Some(place) = self.places.take(source.contends_for()) else {
            slot.source = Some(source);
            return None;
        };
        slot.under_way = Some(UnderWay { place, since: now });
        self.started.push_back((now, name.clone()));
        let (cursor, epoch) = (slot.cursor.clone(), self.epoch);
        let returns = self.returns.0.clone();
        let poll = self.runtime.spawn(async move {
            let result = source.poll(cursor.as_ref(), clock).await;
            (source, result)
        });
        self.runtime.spawn(async move {
            let polled = poll.await.ok();
            // Fails only when the loop has ended, and with it the need.
            let _ = returns.try_send(Returned { name, polled, epoch });
        });
        None
    }

    /// Takes the places of polls that do not end. Nobody can end them: what they wait for may be a disk.
    fn make_room(&mut self, now: Instant) {
        let is_over = |(since, _): &(Instant, String)| *since + self.polling.longest_poll <= now;
        while self.started.front().is_some_and(is_over)
            && let Some((since, name)) = self.started.pop_front()
        {
            let Some(slot) = self.slots.get_mut(&name) else { continue };
            let Some(under_way) = slot.under_way.as_mut().filter(|under_way| under_way.since == since) else {
                continue;
            };
            self.places.make_room(&mut under_way.place);
            self.look_at = now;
            let cause = format!(
                "its poll has not ended for {} s; look at the disk or the host it reads from",
                self.polling.longest_poll.as_secs()
            );
            self.changed |= slot.condition.enter(State::Failing, &name, &cause, Duration::ZERO);
            self.unnoted.insert(name);
        }
    }

    pub(super) fn collect(&mut self) -> Result<(), LoopError> {
        while let Ok(returned) = self.returns.1.try_recv() {
            self.look_at = Instant::now();
            let Some(slot) = self.slots.get_mut(&returned.name) else {
                if let Some(under_way) = self.leaving.remove(&returned.name) {
                    self.places.give_back(under_way.place);
                }
                continue;
            };
            if let Some(under_way) = slot.under_way.take() {
                self.places.give_back(under_way.place);
            }
            let Some((source, result)) = returned.polled else {
                let detail = format!("source {} panicked", returned.name);
                return Err(LoopError::Fatal { name: self.settings.name.clone(), detail });
            };
            slot.source = slot.successor.take().or(Some(source));
            if returned.epoch != self.epoch {
                // Ownership has changed since: whatever it found belongs to the next poll, here or elsewhere.
                slot.due = Instant::now();
                continue;
            }
            let (now, clock, name) = (Instant::now(), (self.settings.clock)(), returned.name.clone());
            let outcome = match result {
                Ok(harvest) => {
                    slot.backoff.reset();
                    let (pause, changed) = slot.is_well(&returned.name, &harvest, clock);
                    slot.due = now + pause;
                    self.changed |= changed;
                    let outcome = if harvest.records.is_empty() { "nothing" } else { "news" };
                    for (outcome, count) in &harvest.pages {
                        let pages = &self.context.metrics.page_fetches;
                        pages.get_or_create(&PageLabel { outcome }).inc_by(*count);
                    }
                    for (reason, count) in &harvest.refusals {
                        let refusals = &self.context.metrics.refusals;
                        refusals.get_or_create(&RefusalLabel { reason }).inc_by(*count);
                    }
                    if harvest.cursor.is_some() || !harvest.records.is_empty() || !harvest.refused.is_empty() {
                        // Not polled again before this is committed.
                        self.ready.push((returned.name, harvest));
                    }
                    outcome
                }
                Err(error) => {
                    let (wait, outcome, changed) = slot.fail(&returned.name, &error, clock, self.polling.broken_after);
                    slot.due = now + wait;
                    self.changed |= changed;
                    outcome
                }
            };
            let wait = slot.due.duration_since(now);
            slot.health.polled_at = Some(clock);
            slot.health.next_poll_at = Some(after(clock, wait));
            self.unnoted.insert(name);
            self.context.metrics.source_polls.get_or_create(&PollLabel { outcome }).inc();
        }
        if std::mem::take(&mut self.changed) {
            self.count_sources();
        }
        Ok(())
    }

    /// Shows how many of the owned sources are in which state.
    pub(super) fn count_sources(&self) {
        for state in State::ALL {
            let owned = |slot: &&Slot| slot.condition.state() == state && self.owned.contains_key(&slot.partition);
            let count = self.slots.values().filter(owned).count();
            let label = SourceStateLabel { state: state.name() };
            self.context.metrics.sources.get_or_create(&label).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }
}

impl Slot {
    /// After a good poll: how long to wait, and whether the source's state is another one.
    fn is_well(&mut self, name: &str, harvest: &Harvest, now: Timestamp) -> (Duration, bool) {
        let news = !harvest.records.is_empty() || !harvest.refused.is_empty();
        self.health.rhythm.note(news, now);
        self.health.kept_back(harvest.refusals.get("robots").copied().unwrap_or_default(), now);
        let bounds =
            self.source.as_ref().map_or_else(Default::default, |source| (source.interval(), source.longest_interval()));
        let pause = pause(harvest, &self.health.rhythm, bounds, now);
        let changed = match self.health.why_quiet(now) {
            Some(cause) => self.condition.enter(State::Quiet, name, &cause, pause),
            None => self.condition.enter(State::Ok, name, "", pause),
        };
        (pause, changed)
    }

    /// After a failed poll: how long to wait, how the poll is counted, and whether the source's state is another one.
    fn fail(
        &mut self,
        name: &str,
        error: &SourceError,
        now: Timestamp,
        broken_after: Duration,
    ) -> (Duration, &'static str, bool) {
        self.health.rhythm.look_away();
        let mut wait = self.backoff.next_wait(jitter());
        let (state, failed_for) = self.condition.judge(error, now, broken_after);
        let mut cause = error.to_string();
        let is_long = failed_for >= broken_after;
        if is_long {
            cause.push_str(&format!("; it has failed for {} h: mend or remove it", failed_for.as_secs() / 3_600));
        }
        if state == State::Broken {
            wait = self.broken_wait;
        }
        match error {
            SourceError::Gone(_) | SourceError::Missing(_) if is_long => wait = wait.max(LONG_GONE),
            SourceError::Gone(_) | SourceError::Denied(_) => wait = wait.max(NOT_LET_IN),
            SourceError::RetryAfter { wait: asked, .. } => wait = wait.max(*asked),
            SourceError::Missing(_) | SourceError::Retry(_) | SourceError::Broken(_) => {}
        }
        let outcome = if state == State::Broken { "broken" } else { "retry" };
        let changed = self.condition.enter(state, name, &cause, wait);
        (wait, outcome, changed)
    }
}
